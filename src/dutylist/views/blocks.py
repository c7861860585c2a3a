"""What a view is made of, before anybody knows how wide the screen is.

Cell texts are raw: the two renderers make them safe to show. Styles are few and named by sense.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Style(StrEnum):
    """How a text stands out; a word always says the same, colour never stands alone."""

    PLAIN = ""
    STRONG = "strong"
    FAINT = "faint"
    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


class Cell(NamedTuple):
    """A text with one style."""

    text: str
    style: Style = Style.PLAIN


class Column(NamedTuple):
    """A table's column: its title, and the most cells that it asks for (0: what is left over).

    `from_width` is the screen width from which on there is room for it. A column `below` stands
    on a screen below the one before it, in the same place, so that the open column is wide.
    """

    title: str
    most: int = 0
    from_width: int = 0
    right: bool = False
    below: bool = False


class Table(NamedTuple):
    """Rows of cells below titles."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


class Fields(NamedTuple):
    """Labels with values, one pair to a line or more."""

    pairs: Sequence[tuple[str, Cell]]


class Lines(NamedTuple):
    """Lines made of cells.

    `marked` are two: what a file says, and a mark below a place in it. No empty line stands before
    a block that `follows` the one before it.
    """

    lines: Sequence[Sequence[Cell]]
    marked: bool = False
    follows: bool = False


Block = Table | Fields | Lines
