"""A duty between the grid and the record: its fields as printed, with how each one got there."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from dutylist.annex.grid import Spot
from dutylist.annex.reading.headings import Heading
from dutylist.errors import Severity
from dutylist.words import Message, say

FIELDS = ("content", "departments", "supporting", "deadline", "leaders")


class How(StrEnum):
    """How a field was found: in its own place, in a merged cell, above, or in a heading."""

    PRINTED = "printed"
    MERGED = "merged"
    ABOVE = "above"
    HEADING = "heading"


class Piece(NamedTuple):
    """What is printed for one field; `source` is where, if not in the duty's own place."""

    lines: tuple[str, ...]
    spot: Spot
    how: How = How.PRINTED
    source: Spot | None = None


class Query(NamedTuple):
    """A doubt that arose while a duty was put together."""

    severity: Severity
    field: str | None
    spot: Spot
    problem: Message
    remedy: Message


class Raw(NamedTuple):
    """One task: the number printed for it, and its pieces by field.

    Tasks with one `group` share one printed number. `no` is None where none is printed.
    """

    no: int | str | None
    group: int
    spot: Spot
    pieces: Mapping[str, Piece]
    queries: tuple[Query, ...] = ()


LOOK = say("look at it in the document; correct it there, or in the list after writing")


def doubt_heading(heading: Heading, spot: Spot) -> list[Query]:
    """Return the doubt about leaders that a heading names without saying so."""
    if heading.is_sure:
        return []
    told = say("the heading names {names}, and does not say for what", names=heading.leaders)
    return [warn("leaders", spot, told)]


def warn(field: str | None, spot: Spot, problem: Message, remedy: Message = LOOK) -> Query:
    """Make a doubt that is only told."""
    return Query(Severity.WARNING, field, spot, problem, remedy)


def fail(field: str | None, spot: Spot, problem: Message, remedy: Message = LOOK) -> Query:
    """Make a doubt that has to be accepted before anything is written."""
    return Query(Severity.ERROR, field, spot, problem, remedy)
