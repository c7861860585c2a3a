"""What is wrong in a form that came back, by cell."""

from typing import NamedTuple

from dutylist.annex.grid import name_column
from dutylist.annex.readers.xlsx_cells import Place
from dutylist.words import Message


class Spot(NamedTuple):
    """A cell of a form: the file, the sheet, row and column from 1, and whose cell it is."""

    path: str
    sheet: str
    place: Place
    ref: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """Return the cell as the program names it: 填报!F7."""
        row, column = self.place
        return f"{self.sheet}!{name_column(column)}{row}"


class CellFinding(NamedTuple):
    """One thing that is wrong in a form; `excerpt` is what the cell says."""

    spot: Spot
    problem: Message
    remedy: Message
    excerpt: str = ""
