"""What is owed on a day and soon after it: the duties that a reminder tells, and why each.

Nothing is owed here that `due`, `overdue` and the lamps do not know of: a deadline that has passed
on a duty that is overdue, a report that is missing, and what falls due until a last day.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from dutylist.duty import Status
from dutylist.index import Part
from dutylist.query.parties import Meant, resolve_name
from dutylist.query.rows import Answer, Kind, Question, Row
from dutylist.query.scope import Scope
from dutylist.query.select import list_owed
from dutylist.selection import Role
from dutylist.standing import find_missing_report

_ENDED = (Status.REPEALED, Status.DONE)


class Addressee(StrEnum):
    """Whom a reminder goes to."""

    DEPARTMENT = "department"
    LEADER = "leader"


class Cause(StrEnum):
    """Why a duty is told in a reminder, the most pressing first."""

    OVERDUE = "overdue"
    MISSING = "missing"
    DEADLINE = "deadline"
    CHECKPOINT = "checkpoint"
    REPORT = "report"


class Claim(NamedTuple):
    """One thing that a duty owes, and its day: past where it is overdue or a report is missing."""

    cause: Cause
    on: date


class Owed(NamedTuple):
    """The duties that owe something, as an answer, and all that the filters choose.

    `addressed` are those whom the filters name, and no others are written to; None where they
    name nobody.
    """

    answer: Answer
    selected: tuple[Row, ...]
    addressed: tuple[Meant, ...] | None


def select_owed(question: Question, last: date, by: Addressee) -> Owed:
    """Return what is owed on the day of the question or falls due until `last`, in list order."""
    scope = Scope.of(question)
    selected = tuple(scope.give_rows())
    rows = tuple(row for row in selected if list_claims(row, last))
    answer = Answer(rows, scope.tally(rows), scope.remarks())
    return Owed(answer, selected, _find_addressed(question, by))


def list_claims(row: Row, last: date) -> list[Claim]:
    """Return what the duty owes, as known on the row's day, until `last`: most pressing first."""
    if row.standing.status in _ENDED:
        return []
    claims = [
        Claim(_CAUSES[kind], on) for on, kind in list_owed(row, row.day) if row.day <= on <= last
    ]
    if row.standing.overdue and row.standing.due:
        claims.append(Claim(Cause.OVERDUE, row.standing.due))
    missing = find_missing_report(row.duty, row.day)
    if missing:
        claims.append(Claim(Cause.MISSING, missing))
    return sorted(claims, key=_rank)


def _rank(claim: Claim) -> tuple[int, date, int]:
    """Return the place of a claim: overdue, missing, then by day."""
    order = tuple(Cause).index(claim.cause)
    return min(order, 2), claim.on, order


def _find_addressed(question: Question, by: Addressee) -> tuple[Meant, ...] | None:
    """Return whom the filters name: a joint duty is then no reason to write to its other side."""
    selection = question.selection
    parts: tuple[Part, ...]
    if by is Addressee.LEADER:
        names, parts = selection.leaders, (Part.LEADER,)
    elif selection.role is Role.RESPONSIBLE:
        names, parts = selection.departments, (Part.RESPONSIBLE, Part.SUPPORTING)
    else:
        return None
    return tuple(resolve_name(question, name, parts) for name in names) or None


_CAUSES = {
    Kind.DEADLINE: Cause.DEADLINE,
    Kind.CHECKPOINT: Cause.CHECKPOINT,
    Kind.REPORT: Cause.REPORT,
}
