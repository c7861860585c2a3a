"""One sheet of a workbook as a stream: the shown texts of its cells, its merged ranges.

A sheet may be hundreds of megabytes of blank cells; nothing is kept but what holds text.
"""

import re
from typing import NamedTuple

from dutylist.annex.grid import Spot
from dutylist.annex.readers.measure import MOST_PLACES, Blocks, clean_lines
from dutylist.annex.readers.spans import read_whole
from dutylist.annex.readers.xlsx_codes import GENERAL
from dutylist.annex.readers.xlsx_formats import show_text, show_value
from dutylist.annex.readers.xlsx_parts import Workbook, unescape
from dutylist.annex.readers.xml import Target, name_of
from dutylist.errors import InvalidData
from dutylist.words import say

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ON = frozenset(("1", "true"))
_MOST_MERGES = 100_000


class Area(NamedTuple):
    """A merged range, rows and columns from 1, both ends included."""

    row: int
    column: int
    last_row: int
    last_column: int


class Sheet(Target):
    """A sheet while it is read: `cells` are the lines of each cell that holds text."""

    def __init__(self, blocks: Blocks, workbook: Workbook, name: str) -> None:
        self.cells: dict[tuple[int, int], tuple[str, ...]] = {}
        self.merges: list[Area] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self._blocks = blocks
        self._workbook = workbook
        self._name = name
        self._row = self._column = 0
        self._is_row_hidden = False
        self._reading = ""
        self._phonetic = 0
        self._has_formula = False
        self._forget()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of a row, a cell, its value, or a merged range."""
        name = name_of(tag)
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._row = read_whole(attributes.get("r"), self._row + 1)
            self._column = 0
            self._is_row_hidden = attributes.get("hidden") in _ON
        elif name in ("v", "t", "f"):
            self._reading = "" if self._phonetic else name
            self._has_formula = self._has_formula or name == "f"
        elif name == "rPh":
            self._phonetic += 1
        elif name == "mergeCell":
            self._take_merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in _ON:
            self._take_hidden(attributes)

    def data(self, text: str) -> None:
        """Take a piece of a value."""
        if self._reading == "v":
            self._value.append(text)
        elif self._reading == "t":
            self._inline.append(text)

    def end(self, tag: str) -> None:
        """Take the end of a cell: what it shows is known now."""
        name = name_of(tag)
        self._reading = ""
        if name == "c":
            self._end_cell()
        elif name == "rPh":
            self._phonetic -= 1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        place = read_reference(reference) if reference else None
        self._row, self._column = place or (self._row, self._column + 1)
        self._kind = attributes.get("t", "n")
        self._style = read_whole(attributes.get("s"), 0)

    def _forget(self) -> None:
        self._kind, self._style = "n", 0
        self._has_formula = False
        self._value: list[str] = []
        self._inline: list[str] = []

    def _end_cell(self) -> None:
        if not (self._value or self._inline or self._has_formula):
            return
        lines = clean_lines(self._show())
        is_struck = self._is_struck()
        self._forget()
        if not lines or not (0 < self._row <= LAST_ROW and 0 < self._column <= LAST_COLUMN):
            return
        self.cells[self._row, self._column] = lines
        if is_struck:
            message = say("crossed-out text is read all the same: {text}", text=lines[0][:40])
            self._blocks.hint(self._spot(), message)
        if self._is_row_hidden and self.hidden_rows[-1:] != [self._row]:
            self.hidden_rows.append(self._row)
        if len(self.cells) > MOST_PLACES:
            raise self._too_many()

    def _is_struck(self) -> bool:
        shared = read_whole("".join(self._value), -1) if self._kind == "s" else -1
        return self._style in self._workbook.struck_styles or shared in self._workbook.struck_texts

    def _too_many(self) -> InvalidData:
        return InvalidData(
            say(
                "{path}: the sheet {sheet} holds more than {n} cells; no list is that large",
                path=self._blocks.path,
                sheet=self._name,
                n=MOST_PLACES,
            )
        )

    def _show(self) -> str:
        value = "".join(self._value)
        if self._kind == "inlineStr":
            return self._show_text(unescape("".join(self._inline)))
        if self._kind == "s":
            return self._show_shared(value)
        if self._kind in ("str", "d"):
            return self._show_text(unescape(value))
        return self._show_plain(value) if value else self._show_nothing()

    def _show_plain(self, value: str) -> str:
        if self._kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if self._kind == "e":
            message = say("a formula went wrong here and shows {error}", error=value)
            self._blocks.hint(self._spot(), message)
            return value
        return self._show_number(value)

    def _show_shared(self, value: str) -> str:
        number = read_whole(value, len(self._workbook.texts))
        if number < len(self._workbook.texts):
            return self._show_text(self._workbook.texts[number])
        self._blocks.hint(self._spot(), say("the text of this cell is missing in the file"))
        return ""

    def _show_text(self, text: str) -> str:
        return show_text(text, self._code()) if text else ""

    def _show_number(self, value: str) -> str:
        code = self._code()
        shown = show_value(value, code, self._workbook.is_1904)
        if not shown.is_sure:
            message = say(
                "the number format {code} is not known; {value} is read as {text}",
                code=code,
                value=value,
                text=shown.text,
            )
            self._blocks.hint(self._spot(), message)
        return shown.text

    def _show_nothing(self) -> str:
        if self._has_formula:
            message = say(
                "a formula without a result is not read; open the file in Excel or WPS and save it"
            )
            self._blocks.hint(self._spot(), message)
        return ""

    def _code(self) -> str:
        formats = self._workbook.formats
        return formats[self._style] if self._style < len(formats) else GENERAL

    def _spot(self) -> Spot:
        return Spot(sheet=self._name, table=1, row=self._row, column=self._column)

    def _take_merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = read_reference(first), read_reference(last)
        if start and end and len(self.merges) < _MOST_MERGES:
            rows, columns = sorted((start[0], end[0])), sorted((start[1], end[1]))
            self.merges.append(Area(rows[0], columns[0], rows[1], columns[1]))

    def _take_hidden(self, attributes: dict[str, str]) -> None:
        first, last = read_whole(attributes.get("min"), 1), read_whole(attributes.get("max"), 1)
        self.hidden_columns += range(first, min(last, LAST_COLUMN) + 1)


def read_reference(reference: str) -> tuple[int, int] | None:
    """Return row and column, from 1, of a reference such as C7."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column
