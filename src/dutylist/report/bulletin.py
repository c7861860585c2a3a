"""What a bulletin (通报) tells of a period, as plain records: the contract of all its formats.

The facts alone; their wording and order are the template's affair. Texts are as the lists have
them, not yet escaped for any format. How they are gathered is in `gather`.
"""

from datetime import date
from typing import NamedTuple

from dutylist.buckets import Bucket, BucketCount
from dutylist.duty import Entry
from dutylist.query import Kind
from dutylist.report.period import Period
from dutylist.selection import Selection
from dutylist.words import Message


class Item(NamedTuple):
    """A duty that a bulletin tells of, by its printed number, with its place on the day.

    `annex` is its list's, or None where annexes do not tell the lists apart; then its title does.
    `reason` says why the duty is in its bucket, `days` by how many days it is late or behind.
    `last` is the newest entry, whose problem is the department's own reason.
    """

    ref: str
    list_title: str
    annex: str | None
    no: str
    content: str
    departments: tuple[str, ...]
    leaders: tuple[str, ...]
    deadline: str
    due: date | None
    bucket: Bucket
    reason: Message
    days: int | None
    last: Entry | None


class ListCount(NamedTuple):
    """One list: how many duties of it are meant, and their buckets."""

    list_id: str
    title: str
    annex: str | None
    total: int
    buckets: tuple[BucketCount, ...]


class Owed(NamedTuple):
    """A day on which a duty owes something: itself, a stage or a report."""

    on: date
    kind: Kind
    item: Item


class Missing(NamedTuple):
    """The reports of the period that a department owed and did not hand in."""

    department: str
    reports: tuple[Owed, ...]


class Movements(NamedTuple):
    """What changed since the period before.

    `before` are the buckets at its end, of the lists that had begun by then; empty where none had.
    The items are those that are newly in a bucket, the newly repealed, those that were extended
    within the period, and the `recovered`, which were late, behind or unreported and are no more.
    `entries` came in within the period, on so many `duties`.
    """

    before: tuple[BucketCount, ...]
    done: tuple[Item, ...]
    overdue: tuple[Item, ...]
    behind: tuple[Item, ...]
    unreported: tuple[Item, ...]
    recovered: tuple[Item, ...]
    repealed: tuple[Item, ...]
    extended: tuple[Item, ...]
    entries: int
    duties: int


class AnnexRow(NamedTuple):
    """A row of the annex: `progress` are the entries of the period, oldest first.

    `problem` and `next` are those of the newest entry. `is_repealed` is for the mark （废止）.
    """

    no: str
    content: str
    is_repealed: bool
    leaders: tuple[str, ...]
    departments: tuple[str, ...]
    supporting: tuple[str, ...]
    deadline: str
    progress: tuple[Entry, ...]
    bucket: Bucket
    problem: str | None
    next: str | None


class AnnexList(NamedTuple):
    """The annex table of one list."""

    list_id: str
    title: str
    annex: str | None
    rows: tuple[AnnexRow, ...]


class Bulletin(NamedTuple):
    """All that a bulletin tells of a period as it stood at the end of `day`.

    A period that is over is told as of its last day; one that is not (`is_over` is false), as of
    the day that was asked for. `selection` has the filters, for a bulletin on a part says on which.
    `due` is what falls from `day` to the end of the next period of the same length, `due_until`.
    """

    period: Period
    day: date
    is_over: bool
    selection: Selection
    total: int
    buckets: tuple[BucketCount, ...]
    lists: tuple[ListCount, ...]
    overdue: tuple[Item, ...]
    behind: tuple[Item, ...]
    unreported: tuple[Item, ...]
    missing: tuple[Missing, ...]
    movements: Movements
    due: tuple[Owed, ...]
    due_until: date
    annex: tuple[AnnexList, ...]
