"""The tables of a web page: cells in their places, by the rules that browsers have for spans."""

from collections.abc import Callable, Iterator

from lxml import etree

from dutylist.annex.grid import Cell, Spot
from dutylist.annex.readers.html_text import Flow, is_hidden, read_span
from dutylist.annex.readers.measure import Blocks, clean_lines
from dutylist.annex.readers.spans import fold_columns
from dutylist.words import say

_CELLS = ("td", "th")
_ORDER = {"thead": 0, "tfoot": 2}
_WIDEST = 1000  # what browsers allow; columns in which no cell begins are folded away afterwards
_STEPS = 10  # steps of placing cells that a place of the table may cost

_Struck = Callable[[str, Spot], None]


def read_table(
    table: etree._Element, number: int, blocks: Blocks, take_struck: _Struck
) -> list[Cell]:
    """Return the cells of a table; a header goes first, a footer last.

    The text of a table within a cell becomes lines of that cell.
    """
    reading = _Reading(number, blocks, take_struck)
    for group in _list_groups(table):
        reading.take_group(group)
    return fold_columns(reading.cells)


class _Reading:
    """A table while it is read; `_busy` are the columns taken from above, with their last row."""

    def __init__(self, number: int, blocks: Blocks, take_struck: _Struck) -> None:
        self.cells: list[Cell] = []
        self._number = number
        self._blocks = blocks
        self._take_struck = take_struck
        self._row = 0
        self._steps = 0
        self._busy: dict[int, int] = {}

    def take_group(self, rows: list[etree._Element]) -> None:
        """Take the rows of a group; no cell reaches beyond its group."""
        past = self._row + len(rows)
        self._busy = {}
        for row in rows:
            self._blocks.check_extent(self._row + 1, 0)
            self._take_row(row, past)
            self._row += 1

    def _take_row(self, row: etree._Element, past: int) -> None:
        self._busy = {column: end for column, end in self._busy.items() if end > self._row}
        self._steps += len(self._busy)
        column = 0
        for element in _list_cells(row):
            while column in self._busy:
                column += 1
            width = max(1, min(read_span(element, "colspan"), _WIDEST))
            height = read_span(element, "rowspan") or past
            end = min(self._row + height, past)
            self._place(element, column, width, end)
            column += width

    def _place(self, element: etree._Element, column: int, width: int, end: int) -> None:
        self._steps += width
        self._blocks.check_places(self._steps // _STEPS)
        self._busy.update(dict.fromkeys(range(column, column + width), end))
        spot = Spot(table=self._number, row=self._row + 1, column=column + 1)
        lines = read_lines(element, spot, self._take_struck)
        if lines and next(element.iter("table"), None) is not None:
            self._blocks.hint(spot, say("a table within this cell was read as lines of it"))
        self.cells.append(Cell(lines, spot, self._row, column, end - self._row, width))


def read_lines(element: etree._Element, spot: Spot, take_struck: _Struck) -> tuple[str, ...]:
    """Return the lines of a cell or a caption."""
    lines: list[str] = []
    Flow(lines.append, lambda text: take_struck(text, spot)).read(element)
    return tuple(line for each in lines for line in clean_lines(each))


def _list_groups(table: etree._Element) -> list[list[etree._Element]]:
    groups: list[tuple[int, etree._Element | None, list[etree._Element]]] = []
    for row in table.iter("tr"):
        if _is_unseen(row, table) or next(row.iterancestors("table"), None) is not table:
            continue
        parent = row.getparent()
        if not groups or groups[-1][1] is not parent:
            order = _ORDER.get(str(parent.tag), 1) if parent is not None else 1
            groups.append((order, parent, []))
        groups[-1][2].append(row)
    return [rows for _, _, rows in sorted(groups, key=lambda group: group[0])]


def _list_cells(row: etree._Element) -> Iterator[etree._Element]:
    """Give the cells of a row, those in a form between row and cell included."""
    for child in row:
        if child.tag in _CELLS:
            if not is_hidden(child):
                yield child
        elif child.tag == "form":
            yield from (each for each in child if each.tag in _CELLS)


def _is_unseen(row: etree._Element, table: etree._Element) -> bool:
    element: etree._Element | None = row
    while element is not None and element is not table:
        if is_hidden(element):
            return True
        element = element.getparent()
    return False
