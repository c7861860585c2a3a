"""Counts by group, as bars in the terminal and as records for programs."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from dutylist.buckets import Bucket
from dutylist.duty import DeadlineClass, Status
from dutylist.query import Row
from dutylist.query.places import find_places
from dutylist.standing import Lamp
from dutylist.views.blocks import Block, Cell, Column, Style, Table
from dutylist.views.phrases import name_term
from dutylist.words import Catalogue, Message, say

BAR_CELLS = 16
BARS_FROM_WIDTH = 80
# A bar ends in one of these, so that it is true to an eighth of a cell.
_BAR, _ENDS = "█", " ▏▎▍▌▋▊▉"


class GroupBy(StrEnum):
    """What duties are counted by."""

    DEPARTMENT = "department"
    LEADER = "leader"
    CLASS = "class"
    STATUS = "status"
    LAMP = "lamp"
    LIST = "list"
    BUCKET = "bucket"
    ISSUER = "issuer"


class Count(NamedTuple):
    """The duties of one group, and how they stand; a duty is counted once in each of its groups."""

    key: str
    duties: int
    pending: int
    active: int
    blocked: int
    done: int
    repealed: int
    overdue: int
    red: int
    yellow: int
    green: int


COUNT_KEYS = Count._fields
_ORDERS: dict[GroupBy, Sequence[str]] = {
    GroupBy.CLASS: [cls.value for cls in DeadlineClass],
    GroupBy.STATUS: [status.value for status in Status],
    GroupBy.LAMP: [*(lamp.value for lamp in Lamp), "none"],
    GroupBy.BUCKET: [bucket.value for bucket in Bucket],
}
_SHOWN: tuple[tuple[Message, str, Style], ...] = (
    (say("overdue"), "overdue", Style.RED),
    (say("yellow"), "yellow", Style.YELLOW),
    (say("done"), "done", Style.GREEN),
    (say("repealed"), "repealed", Style.FAINT),
)


def count_rows(rows: Sequence[Row], by: GroupBy) -> list[Count]:
    """Count rows by group: the largest first, or in the order of a closed set of words."""
    groups: dict[str, list[Row]] = {}
    find_keys = _find_list_keys(rows) if by is GroupBy.LIST else _KEYS[by]
    for row in rows:
        for key in find_keys(row):
            groups.setdefault(key, []).append(row)
    counts = [_count(key, members) for key, members in groups.items()]
    if by in _ORDERS:
        return sorted(counts, key=lambda count: _ORDERS[by].index(count.key))
    return counts if by is GroupBy.LIST else sorted(counts, key=lambda count: -count.duties)


def draw_bars(counts: Sequence[Count], by: GroupBy, catalogue: Catalogue) -> list[Block]:
    """Return a bar for each group, with its count and what stands out in it."""
    most = max((count.duties for count in counts), default=1)
    titles = [say("duties"), *(title for title, *_ in _SHOWN)]
    columns = [
        Column(_NAMES[by].text(catalogue), 20),
        *(Column(title.text(catalogue), 10, right=True) for title in titles),
        Column("", BAR_CELLS, from_width=BARS_FROM_WIDTH),
    ]
    return [Table(columns, [_draw(count, by, most, catalogue) for count in counts])]


def tell_overlap(counts: Sequence[Count], duties: int) -> list[Message]:
    """Say that the counts add up to more than the duties, where joint ones are in several."""
    total = sum(count.duties for count in counts)
    if total == duties:
        return []
    return [say("a joint duty counts in each of its groups: {total} in all", total=total)]


_NAMES = {
    GroupBy.DEPARTMENT: say("department"),
    GroupBy.LEADER: say("leader"),
    GroupBy.CLASS: say("class"),
    GroupBy.STATUS: say("status"),
    GroupBy.LAMP: say("lamp"),
    GroupBy.LIST: say("list"),
    GroupBy.BUCKET: say("bucket"),
    GroupBy.ISSUER: say("issuer"),
}


_KEYS: Mapping[GroupBy, Callable[[Row], Sequence[str]]] = {
    GroupBy.DEPARTMENT: lambda row: row.duty.departments,
    GroupBy.LEADER: lambda row: row.duty.leaders,
    GroupBy.CLASS: lambda row: [row.duty.meaning.cls],
    GroupBy.STATUS: lambda row: [row.standing.status],
    GroupBy.LAMP: lambda row: [row.standing.lamp or "none"],
    GroupBy.BUCKET: lambda row: [row.bucket],
    GroupBy.ISSUER: lambda row: [row.head.issuer or row.head.folder],
}
"""The groups that a duty counts in; where no issuer is known, the folder tells whose a list is."""


def _find_list_keys(rows: Sequence[Row]) -> Callable[[Row], Sequence[str]]:
    """Return what names the list of a row: its id, after its district if others are called so."""
    heads = {(row.head.folder, row.head.list_id): row.head for row in rows}
    places = find_places(heads.values())
    homes = Counter(list_id for _, list_id in heads)

    def find_keys(row: Row) -> Sequence[str]:
        list_id = row.head.list_id
        return [f"{places.name(row.head)}: {list_id}" if homes[list_id] > 1 else list_id]

    return find_keys


def _draw(count: Count, by: GroupBy, most: int, catalogue: Catalogue) -> list[Cell]:
    full, eighths = divmod(max(1, round(8 * BAR_CELLS * count.duties / most)), 8)
    shown = [Cell(str(count.duties), Style.STRONG)]
    for _, key, style in _SHOWN:
        number = getattr(count, key)
        shown.append(Cell(str(number), style if number else Style.FAINT))
    # A department may be called what a status is called; only closed sets have terms.
    name = name_term(count.key, catalogue) if by in _ORDERS else count.key
    return [Cell(name), *shown, Cell(_BAR * full + _ENDS[eighths].strip())]


def _count(key: str, rows: Sequence[Row]) -> Count:
    statuses = [row.standing.status for row in rows]
    lamps = [row.standing.lamp for row in rows]
    return Count(
        key,
        len(rows),
        pending=statuses.count(Status.PENDING),
        active=statuses.count(Status.ACTIVE),
        blocked=statuses.count(Status.BLOCKED),
        done=statuses.count(Status.DONE),
        repealed=statuses.count(Status.REPEALED),
        overdue=sum(row.standing.overdue for row in rows),
        red=lamps.count(Lamp.RED),
        yellow=lamps.count(Lamp.YELLOW),
        green=lamps.count(Lamp.GREEN),
    )
