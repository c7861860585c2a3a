"""Lists as an Excel workbook: a sheet to each list, cells merged as the annex has them."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Literal, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dutylist.annex.grid import Cell, Table
from dutylist.annex.writers.layout import (
    COLUMNS,
    MARGINS_MM,
    NUMBER,
    PrintedList,
    clean,
    join_titles,
    lay_out,
)
from dutylist.annex.writers.seal import seal
from dutylist.annex.writers.sheets import (
    FRAME,
    count_lines,
    find_mm,
    measure_column,
    set_page,
    write_text,
)

LONGEST_NAME = 31

_ANNEX, _TITLE = Font(name="黑体", size=16), Font(name="方正小标宋简体", size=22)
_HEADER, _BODY = Font(name="黑体", size=12), Font(name="仿宋_GB2312", size=12)
_LINE, _AROUND, _TALLEST = 18.0, 6.0, 409.0  # points; a row of Excel is not taller
_PAGE = 400.0  # points; the middle of a cell that is taller than a page is on another page
_TITLE_LINE = 36.0

Vertical = Literal["center", "top"]

_ILLEGAL_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_RESERVED_NAMES = {"history"}


def write(lists: Sequence[PrintedList], written: datetime) -> bytes:
    """Write the workbook; raises `WrongUsage` where a text is longer than a cell can be."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title = join_titles(lists)
    workbook.properties.creator = ""
    workbook.properties.language = "zh-CN"
    for printed, name in zip(lists, name_sheets(lists), strict=True):
        _write_list(workbook.create_sheet(name), printed)
    archive = io.BytesIO()
    workbook.save(archive)
    return seal(archive.getvalue(), written)


def name_sheets(lists: Sequence[PrintedList]) -> list[str]:
    """Return a name for each sheet: the lists' annexes, or their ids where annexes do not do."""
    annexes = {each.annex for each in lists}
    are_told_apart = None not in annexes and len(annexes) == len(lists)
    return name_apart(
        each.annex if are_told_apart and each.annex else each.list_id for each in lists
    )


def name_apart(wanted: Iterable[str]) -> list[str]:
    """Return a name for each sheet that Excel takes, the nearest to the wanted one."""
    names: dict[str, str] = {}
    for each in wanted:
        name = next(name for name in _vary(each) if name.lower() not in names)
        names[name.lower()] = name
    return list(names.values())


def _vary(wanted: str) -> Iterator[str]:
    """Give names that Excel takes for a sheet, the nearest first."""
    legal = _ILLEGAL_IN_NAMES.sub("_", clean(wanted)).strip("' ") or "1"
    if legal.lower() not in _RESERVED_NAMES:
        yield legal[:LONGEST_NAME].rstrip("' ")
    for number in count(2):
        end = f" ({number})"
        yield legal[: LONGEST_NAME - len(end)] + end


def _write_list(sheet: Worksheet, printed: PrintedList) -> None:
    heads = [(clean(printed.title), _TITLE)]
    if printed.annex:
        heads.insert(0, (clean(printed.annex), _ANNEX))
    for row, (text, font) in enumerate(heads, start=1):
        _write_head(sheet, row, text, font)
    header = len(heads) + 1
    table = lay_out(printed.duties)
    heights = measure_rows(table)
    for cell in table.cells:
        height = sum(heights[cell.row : cell.row + cell.rows])
        _write_cell(sheet, cell, header, "center" if height < _PAGE else "top")
    for row, height in enumerate(heights, start=header):
        sheet.row_dimensions[row].height = height
    _set_sheet(sheet, header)


def _write_head(sheet: Worksheet, row: int, text: str, font: Font) -> None:
    cell = _open_cell(sheet, row, 1)
    write_text(cell, text)
    horizontal = "center" if font is _TITLE else "left"
    cell.font, cell.alignment = font, Alignment(horizontal, "center", wrap_text=font is _TITLE)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COLUMNS))
    width = round(sum(column.width for column in COLUMNS) / find_mm(font))
    sheet.row_dimensions[row].height = _TITLE_LINE * count_lines(text, width)


def _write_cell(sheet: Worksheet, cell: Cell, header: int, vertical: Vertical) -> None:
    row, column = header + cell.row, cell.column + 1
    written = _open_cell(sheet, row, column)
    if cell.column == NUMBER and cell.row:
        written.value = int(cell.text)
    elif cell.lines:
        write_text(written, "\n".join(cell.lines))
    centred = COLUMNS[cell.column].is_centred or not cell.row
    written.font = _BODY if cell.row else _HEADER
    written.alignment = Alignment("center" if centred else "left", vertical, wrap_text=True)
    written.border = FRAME
    if cell.rows > 1:
        sheet.merge_cells(
            start_row=row, end_row=row + cell.rows - 1, start_column=column, end_column=column
        )


def _open_cell(sheet: Worksheet, row: int, column: int) -> SheetCell:
    """Return a cell that no other one covers."""
    return cast(SheetCell, sheet.cell(row, column))


def _set_sheet(sheet: Worksheet, header: int) -> None:
    for at, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = measure_column(column.width)
    sheet.freeze_panes = f"A{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    set_page(sheet, MARGINS_MM)


def measure_rows(table: Table) -> list[float]:
    """Return the height of each row in points, such that every text has room.

    Excel fits a row to its texts by itself, but not to those of merged cells.
    """
    heights = [0.0] * table.rows
    for cell in sorted(table.cells, key=lambda cell: cell.rows):
        missing = _measure_height(cell) - sum(heights[cell.row : cell.row + cell.rows])
        for row in range(cell.row, cell.row + cell.rows):
            heights[row] += max(0.0, missing) / cell.rows
    return [min(height, _TALLEST) for height in heights]


def _measure_height(cell: Cell) -> float:
    width = int((COLUMNS[cell.column].width - 1.5) / find_mm(_BODY))
    lines = sum(count_lines(line, width) for line in cell.lines)
    return max(1, lines) * _LINE + _AROUND
