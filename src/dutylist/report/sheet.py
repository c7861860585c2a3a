"""A bulletin's blocks as an Excel workbook: a sheet for the text, and one for each annex table.

What stands between two rules is a sheet. Its lines are cells over the whole width, its tables are
tables; the head of a wide one stays where it is on the screen, and is on every page of paper.
"""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Literal, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dutylist.annex.writers.layout import MARGINS_MM
from dutylist.annex.writers.seal import seal
from dutylist.annex.writers.sheets import (
    FRAME,
    count_lines,
    find_mm,
    measure_column,
    set_page,
    write_text,
)
from dutylist.annex.writers.xlsx import name_apart
from dutylist.report.markdown import (
    Block,
    Closing,
    Heading,
    Item,
    PageBreak,
    Paragraph,
    Table,
    Text,
    show_plain,
    split_pages,
)
from dutylist.report.widths import is_short, is_wide, share_widths
from dutylist.track import Track

_WIDTH_MM = 255.0
_LINE, _AROUND, _TALLEST = 18.0, 6.0, 409.0  # points; a row of Excel is not taller
_LEAST_COLUMNS, _SIZE = 10, 11
_TITLE, _HEADING, _TEXT = (
    Font(name="方正小标宋简体", size=20),
    Font(name="黑体", size=14),
    Font(name="仿宋_GB2312", size=12),
)
_HEADER, _CELL = Font(name="黑体", size=_SIZE), Font(name="仿宋_GB2312", size=_SIZE)

Side = Literal["left", "center", "right"]
_NUMBER = re.compile("0|[1-9][0-9]{0,8}", re.ASCII)


def write(blocks: Sequence[Block], written: datetime, track: Track) -> bytes:
    """Write the workbook; raises `WrongUsage` where a text is longer than a cell can be."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    pages = split_pages(blocks)
    names = [_find_name(page) for page in pages]
    workbook.properties.title = names[0]
    workbook.properties.creator = ""
    workbook.properties.language = "zh-CN"
    for page, name in zip(pages, name_apart(names), strict=True):
        _write_page(workbook.create_sheet(name), page, track)
    archive = io.BytesIO()
    workbook.save(archive)
    return seal(archive.getvalue(), written)


def _find_name(page: Sequence[Block]) -> str:
    """Return what a sheet is called: its first line, or its title where that is the first."""
    texts = [show_plain(block.text) for block in page if not isinstance(block, Table | PageBreak)]
    return texts[0] if texts else "1"


class _Page:
    """A sheet that is written from the top: `row` is the last one that has been begun."""

    def __init__(self, sheet: Worksheet, widths: Sequence[float]) -> None:
        self.sheet = sheet
        self.widths = widths
        self.row = 0
        for at, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(at)].width = measure_column(width)
        set_page(sheet, MARGINS_MM)

    def write_line(self, text: str, font: Font, side: Side) -> None:
        """Write a text over the whole width."""
        self.row += 1
        cell = self._open(1)
        write_text(cell, text)
        cell.font, cell.alignment = font, Alignment(side, "center", wrap_text=True)
        self.sheet.merge_cells(
            start_row=self.row, end_row=self.row, start_column=1, end_column=len(self.widths)
        )
        lines = count_lines(text, int(sum(self.widths) / find_mm(font)))
        self._set_height(lines * (float(font.size) + _AROUND) + _AROUND)

    def write_row(self, row: Sequence[str], font: Font, are_short: Sequence[bool]) -> None:
        """Write a row of a table."""
        self.row += 1
        lines = [1]
        for column, (text, is_centred) in enumerate(zip(row, are_short, strict=True), start=1):
            cell = self._open(column)
            _write_value(cell, text)
            cell.font, cell.border = font, FRAME
            cell.alignment = Alignment("center" if is_centred else "left", "center", wrap_text=True)
            width = max(4, int((self.widths[column - 1] - 1.5) / find_mm(font)))
            lines.append(sum(count_lines(line, width) for line in text.split("\n")))
        self._set_height(max(lines) * _LINE + _AROUND)

    def freeze(self) -> None:
        """Keep what stands so far on the screen, and the last row of it on every page."""
        self.sheet.freeze_panes = f"A{self.row + 1}"
        self.sheet.print_title_rows = f"{self.row}:{self.row}"

    def _open(self, column: int) -> SheetCell:
        return cast(SheetCell, self.sheet.cell(self.row, column))

    def _set_height(self, points: float) -> None:
        self.sheet.row_dimensions[self.row].height = min(points, _TALLEST)


def _write_page(sheet: Worksheet, blocks: Sequence[Block], track: Track) -> None:
    tables = [block for block in blocks if isinstance(block, Table)]
    page = _Page(sheet, _share_widths(tables))
    for block in blocks:
        if isinstance(block, Table):
            _write_table(page, block, track)
        elif not isinstance(block, PageBreak):
            mark = f"{block.mark} " if isinstance(block, Item) else ""
            page.write_line(mark + show_plain(block.text), *_choose_look(block))


def _write_table(page: _Page, table: Table, track: Track) -> None:
    are_short = [is_short(table, at) for at in range(len(table.head))]
    page.write_row(_show(table.head), _HEADER, [True] * len(are_short))
    if is_wide(table):
        page.freeze()
    for row in track(table.rows):
        page.write_row(_show(row), _CELL, are_short)


def _show(row: Sequence[Text]) -> list[str]:
    return ["".join(span.text for span in text) for text in row]


def _share_widths(tables: Sequence[Table]) -> list[float]:
    """Return the widths of the columns: a wide table says them, others make do with these."""
    widest = max(tables, key=lambda table: len(table.head), default=None)
    if widest and is_wide(widest):
        return share_widths(widest, _WIDTH_MM, _SIZE)
    columns = max(len(widest.head) if widest else 0, _LEAST_COLUMNS)
    each = _WIDTH_MM / (columns + 1)
    return [2 * each, *[each] * (columns - 1)]


def _choose_look(block: Heading | Paragraph | Closing | Item) -> tuple[Font, Side]:
    if isinstance(block, Heading):
        return (_TITLE, "center") if block.level == 1 else (_HEADING, "left")
    return _TEXT, "right" if isinstance(block, Closing) else "left"


def _write_value(cell: SheetCell, text: str) -> None:
    """Write a number as one, so that it sorts, and all else as text."""
    if _NUMBER.fullmatch(text):
        cell.value = int(text)
    elif text:
        write_text(cell, text)
