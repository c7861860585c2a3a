"""The table of all duties: a row to each, with the keys by which a browser sorts and filters it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dutylist.buckets import Bucket
from dutylist.duty import DeadlineClass, Entry, Status
from dutylist.query import Row
from dutylist.report.board.labels import GLYPHS, clean, clean_all, label_lists
from dutylist.report.parties import NOBODY, Key, find_keys
from dutylist.standing import Lamp
from dutylist.views.phrases import join_names, name_term
from dutylist.words import Catalogue, say

_LAMPS: Sequence[Lamp | None] = (*Lamp, None)
_STATUSES, _BUCKETS = list(Status), list(Bucket)


class Option(NamedTuple):
    """A choice of a filter: what rows have in their key, and its word."""

    value: str
    word: str


class DutyLine(NamedTuple):
    """A duty's row. Numbers end in `_at` where they are places among options, or ranks."""

    at: int
    id: str
    list_name: str
    list_at: int
    no: str
    content: str
    leaders: str
    leaders_at: str
    departments: str
    departments_at: str
    supporting: str
    deadline: str
    cls: str
    class_word: str
    due: str
    due_key: str
    status: str
    status_word: str
    status_at: int
    lamp: str
    lamp_word: str
    lamp_at: int
    glyph: str
    reason: str
    bucket: str
    bucket_word: str
    bucket_at: int
    progress_day: str
    progress: str


class Options(NamedTuple):
    """The choices of the filters: those that some row has."""

    lists: tuple[Option, ...]
    classes: tuple[Option, ...]
    statuses: tuple[Option, ...]
    lamps: tuple[Option, ...]
    buckets: tuple[Option, ...]


def list_duties(
    rows: Sequence[Row], leaders: Sequence[Key], departments: Sequence[Key], catalogue: Catalogue
) -> list[DutyLine]:
    """Return the rows in their order; parties are known by their place among all of them."""
    names = label_lists(rows)
    lists = list(names)
    leader_at = {key: at for at, key in enumerate(leaders)}
    department_at = {key: at for at, key in enumerate(departments)}
    return [
        _show_row(at, row, catalogue)._replace(
            list_name=names[row.head.folder, row.head.list_id],
            list_at=lists.index((row.head.folder, row.head.list_id)),
            leaders_at=_place(row, row.duty.leaders or (NOBODY,), leader_at),
            departments_at=_place(row, row.duty.departments, department_at),
        )
        for at, row in enumerate(rows)
    ]


def list_options(rows: Sequence[Row], catalogue: Catalogue) -> Options:
    """Return the choices of the filters, in the order in which their words are known."""
    lists = enumerate(label_lists(rows).values())
    lamps = [
        Option(str(lamp or "none"), name_term(lamp or "none", catalogue))
        for lamp in _LAMPS
        if any(row.standing.lamp is lamp for row in rows)
    ]
    return Options(
        tuple(Option(str(at), name) for at, name in lists if name),
        _choose(DeadlineClass, {row.duty.meaning.cls for row in rows}, catalogue),
        _choose(Status, {row.standing.status for row in rows}, catalogue),
        tuple(lamps),
        _choose(Bucket, {row.bucket for row in rows}, catalogue),
    )


def _choose(known: Iterable[str], present: set[str], catalogue: Catalogue) -> tuple[Option, ...]:
    words = [str(word) for word in known if word in present]
    return tuple(Option(word, name_term(word, catalogue)) for word in words)


def _show_row(at: int, row: Row, catalogue: Catalogue) -> DutyLine:
    duty, standing, bucket = row.duty, row.standing, row.bucket
    last, lamp, due = standing.last_progress, standing.lamp, standing.due
    return DutyLine(
        at=at,
        id=f"duty-{at}",
        list_name="",
        list_at=0,
        no=clean(str(duty.no)),
        content=clean(duty.content),
        leaders=_join(duty.leaders, catalogue),
        leaders_at="",
        departments=_join(duty.departments, catalogue),
        departments_at="",
        supporting=_join(duty.supporting, catalogue),
        deadline=clean(duty.deadline),
        cls=duty.meaning.cls,
        class_word=name_term(duty.meaning.cls, catalogue),
        due=due.isoformat() if due else "",
        due_key=due.strftime("%Y%m%d") if due else "",
        status=standing.status,
        status_word=name_term(standing.status, catalogue),
        status_at=_STATUSES.index(standing.status),
        lamp=lamp or "none",
        lamp_word=name_term(lamp or "none", catalogue),
        lamp_at=_LAMPS.index(lamp),
        glyph=GLYPHS[lamp] if lamp else "",
        reason=clean(standing.reason.text(catalogue)),
        bucket=bucket,
        bucket_word=name_term(bucket, catalogue),
        bucket_at=_BUCKETS.index(bucket),
        progress_day=last.on.isoformat() if last else "",
        progress=_tell_entry(last, catalogue) if last else "",
    )


def _join(names: Sequence[str], catalogue: Catalogue) -> str:
    return join_names(clean_all(names), catalogue) if names else ""


def _place(row: Row, names: Sequence[str], places: Mapping[Key, int]) -> str:
    return " ".join(str(places[key]) for key in find_keys(row.head, names))


def _tell_entry(entry: Entry, catalogue: Catalogue) -> str:
    """Return what the entry says, and its problem, which explains the most of what is late."""
    told = clean(entry.note)
    if entry.problem:
        problem = say("problem: {text}", text=clean(entry.problem)).text(catalogue)
        return f"{told}\n{problem}"
    return told
