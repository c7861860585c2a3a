"""Workbooks cell by cell: what a cell shows, and what it really holds, hidden sheets included.

For workbooks of our own that come back: nothing is guessed about where a table may stand. Limits
are those of every workbook.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

from dutylist.annex.grid import Hint, Spot
from dutylist.annex.readers.measure import Blocks
from dutylist.annex.readers.packages import Package
from dutylist.annex.readers.xlsx_dates import read_moment
from dutylist.annex.readers.xlsx_parts import SheetEntry, Workbook, read_workbook
from dutylist.annex.readers.xlsx_sheet import Area, Sheet
from dutylist.annex.readers.xml import stream_part
from dutylist.words import say

Place = tuple[int, int]
"""Row and column, from 1."""


class Holds(StrEnum):
    """What a cell holds that is no plain text."""

    TEXT = "text"
    NUMBER = "number"
    FORMULA = "formula"
    ERROR = "error"


class StoredCell(NamedTuple):
    """A cell that is not blank: its text as shown, and the day that its number means, if any."""

    text: str
    holds: Holds = Holds.TEXT
    day: date | None = None


class CellSheet(NamedTuple):
    """A sheet: its cells by place, and its merged ranges."""

    name: str
    is_hidden: bool
    cells: Mapping[Place, StoredCell]
    merges: tuple[Area, ...]


class CellBook(NamedTuple):
    """All sheets of a workbook that hold cells, and what its reader passed over."""

    sheets: tuple[CellSheet, ...]
    hints: tuple[Hint, ...]


def read_book(path: str, package: Package) -> CellBook:
    """Return the workbook; raises `InvalidData` where it is damaged or beyond measure."""
    blocks = Blocks(path)
    workbook = read_workbook(package)
    sheets = tuple(
        _read_sheet(package, blocks, workbook, entry)
        for entry in workbook.sheets
        if entry.kind == "worksheet"
    )
    if "macroEnabled" in package.content_type:
        blocks.hint(Spot(), say("the macros in the document are not read, and never run"))
    return CellBook(sheets, blocks.document().hints)


def _read_sheet(
    package: Package, blocks: Blocks, workbook: Workbook, entry: SheetEntry
) -> CellSheet:
    sheet = _Stored(blocks, workbook, entry.name)
    stream_part(package.archive, entry.part, sheet)
    return CellSheet(entry.name, entry.is_hidden, sheet.stored, tuple(sheet.merges))


class _Stored(Sheet):
    """A sheet while it is read, which also keeps what its cells hold."""

    def __init__(self, blocks: Blocks, workbook: Workbook, name: str) -> None:
        super().__init__(blocks, workbook, name)
        self.stored: dict[Place, StoredCell] = {}
        self._shown = ""

    def _show(self) -> str:
        self._shown = super()._show()
        return self._shown

    def _end_cell(self) -> None:
        holds, value = self._find_holds(), "".join(self._value)
        place = self._row, self._column
        self._shown = ""
        super()._end_cell()
        # A formula that gives nothing is there all the same.
        if place in self.cells or holds is Holds.FORMULA:
            is_number = holds is Holds.NUMBER
            day = _read_day(value, self._workbook.is_1904) if is_number else None
            self.stored[place] = StoredCell(self._shown, holds, day)

    def _find_holds(self) -> Holds:
        if self._has_formula:
            return Holds.FORMULA
        if self._kind == "e":
            return Holds.ERROR
        return Holds.NUMBER if self._kind == "n" else Holds.TEXT


def _read_day(value: str, is_1904: bool) -> date | None:
    try:
        moment = read_moment(Decimal(value.strip()), is_1904, 0)
        return date(moment.year, moment.month, moment.day) if moment else None
    except (InvalidOperation, ValueError):
        return None  # no number, or a day that only Excel has
