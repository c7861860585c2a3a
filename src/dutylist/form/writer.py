"""A form as an Excel workbook: a sheet to fill in, one that explains it, one that is hidden.

The sheets are protected without a password: that keeps from slips, and whoever has to may take it
off. What was changed all the same is found when the form comes back.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dutylist.annex.writers.layout import clean
from dutylist.annex.writers.seal import seal
from dutylist.annex.writers.sheets import (
    FRAME,
    count_lines,
    find_mm,
    measure_column,
    set_page,
    write_text,
)
from dutylist.form.base import Base, write_base
from dutylist.form.columns import (
    COLUMNS,
    FILLED,
    FORM_STATUSES,
    LONGEST,
    SHEET,
    STATUS_TERMS,
    TOLD,
    Column,
)
from dutylist.form.guide import GUIDE_SHEET, name_form, tell_guide, tell_origin

HIDDEN_SHEET = "dutylist"

_TITLE, _NOTE = Font(name="方正小标宋简体", size=20), Font(name="仿宋_GB2312", size=11)
_HEADER, _BODY = Font(name="黑体", size=11), Font(name="仿宋_GB2312", size=11)
_LOCKED = PatternFill("solid", fgColor="F2F2F2")
_OPEN = PatternFill("solid", fgColor="FFF9E5")
_HEAD_LOCKED = PatternFill("solid", fgColor="D9D9D9")
_HEAD_OPEN = PatternFill("solid", fgColor="FFE699")
_GROUPS, _TITLES = 3, 4
FIRST_ROW = 5
"""The row of the first duty, from 1."""
_LINE, _AROUND, _LEAST, _TALLEST = 15.0, 6.0, 48.0, 409.0  # points
_MARGINS_MM = (15.0, 12.0, 16.0, 12.0)
_GUIDE_MM = (12.0, 180.0)
_DAY_FORMAT, _TEXT_FORMAT = "yyyy-mm-dd", "@"


class Sheets(NamedTuple):
    """What a form shows: its lists' titles, and by ref the texts of each duty's locked cells."""

    titles: Sequence[str]
    duties: Mapping[str, Sequence[str]]


def write_form(base: Base, shown: Sheets, written: datetime) -> bytes:
    """Write the form; raises `WrongUsage` where a text is longer than a cell can be."""
    workbook = Workbook()
    workbook.properties.title = name_form(base)
    workbook.properties.creator = ""
    workbook.properties.language = "zh-CN"
    sheet = workbook.worksheets[0]
    sheet.title = SHEET
    _fill_sheet(sheet, base, shown)
    _write_guide(workbook.create_sheet(GUIDE_SHEET))
    _hide_base(workbook.create_sheet(HIDDEN_SHEET), base)
    archive = io.BytesIO()
    workbook.save(archive)
    return seal(archive.getvalue(), written)


def _fill_sheet(sheet: Worksheet, base: Base, shown: Sheets) -> None:
    _write_heads(sheet, base, shown.titles)
    for row, texts in enumerate(shown.duties.values(), start=FIRST_ROW):
        _write_duty(sheet, row, texts)
    last = FIRST_ROW + len(shown.duties) - 1
    for validation in _make_checks(base, last):
        sheet.add_data_validation(validation)
    for at, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = measure_column(column.width)
    sheet.freeze_panes = f"D{FIRST_ROW}"
    sheet.print_title_rows = f"{_GROUPS}:{_TITLES}"
    sheet.auto_filter.ref = f"A{_TITLES}:{get_column_letter(len(COLUMNS))}{last}"
    set_page(sheet, _MARGINS_MM)
    _protect(sheet)


def _write_heads(sheet: Worksheet, base: Base, titles: Sequence[str]) -> None:
    width, told = len(COLUMNS), len(TOLD)
    _write_head(sheet, 1, (1, width), name_form(base), _TITLE)
    sheet.row_dimensions[1].height = 36
    _write_head(sheet, 2, (1, width), tell_origin(base, titles), _NOTE)
    sheet.row_dimensions[2].height = 22
    groups = (("责任事项（请勿改动）", (1, told), _HEAD_LOCKED),
              ("本次填报（请填写浅黄色各栏）", (told + 1, width), _HEAD_OPEN))  # fmt: skip
    for text, span, fill in groups:
        _write_head(sheet, _GROUPS, span, text, _HEADER)
        for at in range(span[0], span[1] + 1):
            sheet.cell(_GROUPS, at).fill, sheet.cell(_GROUPS, at).border = fill, FRAME
    sheet.row_dimensions[_GROUPS].height = 20
    for at, column in enumerate(COLUMNS, start=1):
        cell = _open_cell(sheet, _TITLES, at)
        write_text(cell, column.title)
        cell.font, cell.border = _HEADER, FRAME
        cell.alignment = Alignment("center", "center", wrap_text=True)
        cell.fill = _HEAD_LOCKED if at <= told else _HEAD_OPEN
    sheet.row_dimensions[_TITLES].height = 22


def _write_head(sheet: Worksheet, row: int, span: tuple[int, int], text: str, font: Font) -> None:
    cell = _open_cell(sheet, row, span[0])
    write_text(cell, clean(text))
    cell.font = font
    cell.alignment = Alignment("center", "center", wrap_text=font is _NOTE)
    sheet.merge_cells(start_row=row, end_row=row, start_column=span[0], end_column=span[1])


def _write_duty(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for at, (column, text) in enumerate(zip(TOLD, texts, strict=True), start=1):
        cell = _open_cell(sheet, row, at)
        if column.key == "no":
            cell.value = int(text)
        elif text:
            write_text(cell, text)
        _dress(cell, column, _LOCKED)
    for at, column in enumerate(FILLED, start=len(TOLD) + 1):
        cell = _open_cell(sheet, row, at)
        _dress(cell, column, _OPEN)
        cell.protection = Protection(locked=False)
        if column.key == "on":
            cell.number_format = _DAY_FORMAT
        elif column.key == "value":
            cell.number_format = _TEXT_FORMAT  # 45% is what was typed, and no 0.45
    sheet.row_dimensions[row].height = _measure_row(texts)


def _dress(cell: SheetCell, column: Column, fill: PatternFill) -> None:
    horizontal = "center" if column.is_centred else "left"
    cell.font, cell.fill, cell.border = _BODY, fill, FRAME
    cell.alignment = Alignment(horizontal, "center", wrap_text=True)


def _open_cell(sheet: Worksheet, row: int, column: int) -> SheetCell:
    """Return a cell that no other one covers."""
    return cast(SheetCell, sheet.cell(row, column))


def _measure_row(texts: Sequence[str]) -> float:
    lines = max(
        sum(count_lines(line, _count_halves(column.width, _BODY)) for line in text.split("\n"))
        for column, text in zip(TOLD, texts, strict=True)
    )
    return min(_TALLEST, max(_LEAST, lines * _LINE + _AROUND))


def _count_halves(width: float, font: Font) -> int:
    return int((width - 1.5) / find_mm(font))


def _make_checks(base: Base, last: int) -> Iterator[DataValidation]:
    """Give what the program checks while somebody types; it is checked again on the way back."""
    year = min(origin.year for origin in base.lists.values())
    day = DataValidation("date", operator="between", formula1=f"DATE({year},1,1)",
                         formula2="TODAY()")  # fmt: skip
    _explain(day, "日期", f"请填 {year}-01-01 至今天之间的日期，如 {base.day}。")
    terms = [STATUS_TERMS[status] for status in FORM_STATUSES]
    status = DataValidation("list", formula1=f'"{",".join(terms)}"')
    _explain(status, "状态", f"请从{'、'.join(terms)}中选一项；不选则状态不变。")
    checks = {"on": day, "status": status}
    for key, longest in LONGEST.items():
        checks[key] = DataValidation("textLength", operator="lessThanOrEqual",
                                     formula1=str(longest))  # fmt: skip
        title = next(column.title for column in FILLED if column.key == key)
        _explain(checks[key], title, f"最多 {longest} 字。", is_shown=False)
    for at, column in enumerate(FILLED, start=len(TOLD) + 1):
        letter = get_column_letter(at)
        checks[column.key].add(f"{letter}{FIRST_ROW}:{letter}{last}")
        yield checks[column.key]


def _explain(check: DataValidation, title: str, text: str, *, is_shown: bool = True) -> None:
    check.allow_blank = True
    check.errorTitle, check.error = title, text
    check.showErrorMessage = True
    if is_shown:
        check.promptTitle, check.prompt, check.showInputMessage = title, text, True


def _protect(sheet: Worksheet) -> None:
    sheet.protection.sheet = True
    # What does no harm stays allowed: rows and columns made taller and wider, rows filtered.
    sheet.protection.formatRows = False
    sheet.protection.formatColumns = False
    sheet.protection.autoFilter = False


def _write_guide(sheet: Worksheet) -> None:
    for row, (label, text) in enumerate(tell_guide(), start=1):
        for at, told in enumerate((label, text), start=1):
            cell = _open_cell(sheet, row, at)
            write_text(cell, told)
            cell.font = _TITLE if row == 1 else _HEADER if at == 1 else _BODY
            cell.alignment = Alignment("left", "top" if row > 1 else "center", wrap_text=row > 1)
        lines = count_lines(text, _count_halves(_GUIDE_MM[1], _BODY))
        sheet.row_dimensions[row].height = 36 if row == 1 else lines * _LINE + _AROUND
    for letter, width in zip("AB", (24.0, _GUIDE_MM[1]), strict=True):
        sheet.column_dimensions[letter].width = measure_column(width)
    set_page(sheet, _MARGINS_MM)
    _protect(sheet)


def _hide_base(sheet: Worksheet, base: Base) -> None:
    for row, line in enumerate(write_base(base), start=1):
        write_text(_open_cell(sheet, row, 1), line)
    sheet.sheet_state = "veryHidden"
    _protect(sheet)
