"""The tables of a Word document: cells in their places, with the spans that the document says."""

from lxml import etree

from dutylist.annex.grid import Cell, Spot
from dutylist.annex.readers.docx_styles import read_value
from dutylist.annex.readers.docx_text import Story
from dutylist.annex.readers.measure import clean_lines
from dutylist.annex.readers.spans import fold_columns, read_whole
from dutylist.annex.readers.xml import find, get, name_of
from dutylist.words import say

_TEXTS = frozenset(("t", "m:t"))


def read_table(story: Story, table: etree._Element, number: int) -> list[Cell]:
    """Return the cells of a table; `number` counts the tables of the document."""
    reading = _Reading(story, number)
    for row in story.see_through(table, "tr"):
        if _is_deleted(row):
            story.note_changes()
        else:
            reading.take_row(row)
    return fold_columns(reading.cells)


class _Reading:
    """A table while its rows are read; `_open` are the cells that may go on below, by column."""

    def __init__(self, story: Story, number: int) -> None:
        self.cells: list[Cell] = []
        self._story = story
        self._number = number
        self._row = 0
        self._open: dict[int, int] = {}

    def take_row(self, row: etree._Element) -> None:
        column = read_whole(read_value(find(row, "trPr"), "gridBefore"), 0)
        opened, first = self._open, len(self.cells)
        self._open = {}
        for element in self._story.see_through(row, "tc"):
            properties = find(element, "tcPr")
            width = max(1, read_whole(read_value(properties, "gridSpan"), 1))
            if find(properties, "cellDel") is None:
                self._take_cell(element, column, width, opened)
            else:
                self._story.note_changes()
            column += width
        if self._open or len(self.cells) > first:
            self._story.blocks.check_extent(self._row, 0)
            self._row += 1

    def _take_cell(
        self, element: etree._Element, column: int, width: int, opened: dict[int, int]
    ) -> None:
        properties = find(element, "tcPr")
        across, down = _merge(properties, "hMerge"), _merge(properties, "vMerge")
        if across == "continue" and self._widen(column, width):
            return
        if down == "continue" and column in opened:
            self._lengthen(element, column, opened[column])
            return
        if down:
            self._open[column] = len(self.cells)
        spot = Spot(table=self._number, row=self._row + 1, column=column + 1)
        lines, page = read_lines(self._story, element, spot)
        spot = spot._replace(page=page)
        self.cells.append(Cell(lines, spot, self._row, column, columns=width))

    def _widen(self, column: int, width: int) -> bool:
        before = self.cells[-1] if self.cells else None
        if before is None or before.row != self._row or before.column + before.columns != column:
            return False
        self.cells[-1] = before._replace(columns=before.columns + width)
        return True

    def _lengthen(self, element: etree._Element, column: int, index: int) -> None:
        above = self.cells[index]
        self.cells[index] = above._replace(rows=self._row + 1 - above.row)
        self._open[column] = index
        if any(name_of(str(each.tag)) in _TEXTS and each.text for each in element.iter()):
            spot = Spot(table=self._number, row=self._row + 1, column=column + 1)
            message = say("text in a cell that is merged with the one above is not printed")
            self._story.blocks.hint(spot, message)


def read_lines(story: Story, parent: etree._Element, spot: Spot) -> tuple[tuple[str, ...], int]:
    """Return the lines of a cell (or a text box in one), and the page that its text begins on."""
    lines: list[str] = []
    page, has_picture = 0, False
    for element in story.see_through(parent, "p", "tbl"):
        story.spot = spot
        if name_of(str(element.tag)) == "tbl":
            lines += _read_inner(story, element, spot)
        elif (passage := story.read(element)) is not None:
            lines += clean_lines(passage.text)
            for box in passage.boxes:
                lines += read_lines(story, box, spot)[0]
            page = page or (passage.page if lines else 0)
            has_picture = has_picture or passage.has_picture
    lines += clean_lines(story.take_rest())
    if has_picture and not lines:
        story.blocks.hint(spot, say("this cell holds a picture and no text"))
    return tuple(lines), page or story.page


def _read_inner(story: Story, table: etree._Element, spot: Spot) -> list[str]:
    """Return a table within a cell as lines, one to a row."""
    story.blocks.hint(spot, say("a table within a cell is read as lines of the cell"))
    rows: dict[int, list[str]] = {}
    for cell in read_table(story, table, spot.table):
        rows.setdefault(cell.row, []).append(cell.text)
    return [line for row in rows.values() if (line := "\t".join(filter(None, row)))]


def _is_deleted(row: etree._Element) -> bool:
    return find(row, "trPr", "del") is not None


def _merge(properties: etree._Element | None, name: str) -> str | None:
    element = find(properties, name)
    return None if element is None else (get(element, "val") or "continue")
