"""The questions: all duties, what falls due, what is overdue, and the duties of some refs."""

from collections.abc import Iterator, Sequence
from datetime import date

from dutylist.duty import Status
from dutylist.index import Part, Snapshot
from dutylist.query.rows import Answer, Kind, Question, Row, Tally
from dutylist.query.scope import Scope, Window
from dutylist.standing import is_reported


def select_all(question: Question) -> Answer:
    """Return every selected duty, the repealed and the done among them."""
    scope = Scope.of(question)
    rows = tuple(scope.give_rows())
    read = question.snapshot.duties
    tally = Tally(len(question.snapshot.lists), read, len(rows), len(rows), read - len(rows))
    return Answer(rows, tally, scope.remarks(), scope.heads)


def select_due(question: Question, first: date, last: date) -> Answer:
    """Return what is still owed and falls from `first` to `last`, inclusive, by day.

    One row for each deadline, checkpoint and report; a report that was handed in is not owed.
    """
    scope = Scope.of(question)
    rows = [
        row._replace(on=on, kind=kind)
        for row in scope.give_rows(Window(first.isoformat(), last.isoformat()))
        for on, kind in list_owed(row, question.day)
        if first <= on <= last
    ]
    rows.sort(key=lambda row: (row.on or date.min, _KINDS.index(row.kind)))
    return Answer(tuple(rows), scope.tally(rows), scope.remarks(), scope.heads)


def select_overdue(question: Question) -> Answer:
    """Return the duties whose due date has passed, the longest overdue first."""
    scope = Scope.of(question)
    past = Window("", question.day.isoformat(), (Part.DUE,))
    rows = [row for row in scope.give_rows(past) if row.standing.overdue]
    rows.sort(key=lambda row: row.standing.days_left or 0)
    return Answer(tuple(rows), scope.tally(rows), scope.remarks(), scope.heads)


def select_refs(question: Question, refs: Sequence[str]) -> Answer:
    """Return the duties of the refs, as `tasks_2022/26`, or `26` in whichever list has it.

    A printed number that holds two tasks finds both. Raises `NotFound`, `WrongUsage`.
    """
    scope = Scope.of(question)
    found = {row.ref_in_folder: row for ref in refs for row in scope.find_ref(ref)}
    rows = tuple(found.values())
    read = question.snapshot.duties
    tally = Tally(len(question.snapshot.lists), read, len(rows), len(rows), read - len(rows))
    return Answer(rows, tally, scope.remarks(), scope.heads)


def list_owed(row: Row, day: date) -> Iterator[tuple[date, Kind]]:
    """Give the days on which the duty owes something, as known on `day`."""
    duty, standing = row.duty, row.standing
    if standing.status in (Status.REPEALED, Status.DONE):
        return
    if standing.due:
        yield standing.due, Kind.DEADLINE
    for on in duty.meaning.checkpoints:
        # The last stage is the duty itself, also where it was put off.
        if on not in (standing.due, duty.meaning.due, *duty.meaning.reports):
            yield on, Kind.CHECKPOINT
    for on in duty.meaning.reports:
        if not is_reported(duty, on, day):
            yield on, Kind.REPORT


def find_default_year(snapshot: Snapshot, day: date) -> int:
    """Return the newest list year that has begun on `day`; before all of them, the first."""
    years = {head.year for head in snapshot.lists}
    return max((year for year in years if year <= day.year), default=min(years))


_KINDS: tuple[Kind | None, ...] = (Kind.DEADLINE, Kind.CHECKPOINT, Kind.REPORT, None)
