"""What reading a document gives: duty lists, and an account of everything else in it.

Every row has a fate; everything that was not simply printed where it is needed is a step; all
that a careful reader would not be sure of is a doubt. None of it is ever left out quietly.
"""

from enum import StrEnum
from typing import NamedTuple

from dutylist.annex.grid import Spot
from dutylist.duty import Duty
from dutylist.errors import Severity
from dutylist.words import Message


class Fate(StrEnum):
    """What became of a row, or of a line outside of tables."""

    DUTY = "duty"
    HEADER = "header"
    HEADING = "heading"
    NOTE = "note"
    FURNITURE = "furniture"
    BLANK = "blank"
    TEXT = "text"
    REJECTED = "rejected"


class Row(NamedTuple):
    """One row with its fate; of a rejected one a doubt tells why."""

    spot: Spot
    fate: Fate
    text: str


class StepKind(StrEnum):
    """What was done to get a value that does not simply stand in its cell."""

    INHERITED = "inherited"
    JOINED = "joined"
    SPLIT = "split"
    KEPT_WHOLE = "kept whole"
    TAKEN_OFF = "taken off"


class Subject(NamedTuple):
    """Of what something is said: the position of the list, and the duty and field in it.

    `no` is None where it holds for all of the list, `field` where it holds for the whole duty.
    """

    position: int
    no: int | str | None = None
    field: str | None = None


class Step(NamedTuple):
    """A value that was taken from elsewhere, put together or parted; `source` is from where."""

    kind: StepKind
    subject: Subject
    spot: Spot
    text: str
    source: Spot | None = None


class Doubt(NamedTuple):
    """Something that a clerk has to look at.

    An `error` keeps `--write` from writing unless it is accepted; a `warning` is only told.
    """

    severity: Severity
    subject: Subject | None
    spot: Spot
    problem: Message
    remedy: Message
    excerpt: str = ""


class ColumnRead(NamedTuple):
    """How a column was understood: what its header says, and the field it fills, if any."""

    header: str
    field: str | None


class ReadList(NamedTuple):
    """One list of the document: its head as printed, its duties, and how its columns were read."""

    title: str
    year: int
    annex: str | None
    duties: tuple[Duty, ...]
    spots: tuple[Spot, ...]
    columns: tuple[ColumnRead, ...]


class Reading(NamedTuple):
    """All that was read from a document."""

    lists: tuple[ReadList, ...]
    rows: tuple[Row, ...]
    steps: tuple[Step, ...]
    doubts: tuple[Doubt, ...]
    tables: int
