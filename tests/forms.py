"""Forms as departments fill them in: by openpyxl, and as LibreOffice keeps what is typed into it.

What is filled in is given by ref and by the titles of the columns. LibreOffice gives its own form
of the workbook, in which cells are as it keeps them, and saves that as whatever is asked for.
"""

import copy
import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from repositories import Place, start_office
from terminal import Seen

from dutylist.form.columns import COLUMNS, SHEET
from dutylist.form.writer import FIRST_ROW
from dutylist.store.lists import load_list

Fill = Mapping[str, Mapping[str, Any]]
"""What is filled in: by ref, by the title of the column."""

PLACES = {column.title: at for at, column in enumerate(COLUMNS, start=1)}
SOFFICE = shutil.which("soffice")

needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not on PATH, and it is to save the form"
)

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97"}


def export_form(place: Place, *arguments: str, name: str = "填报.xlsx") -> Path:
    """Have dutylist write a form, and return where it is."""
    seen = place.dutylist("form", "export", *arguments, "-o", name)
    assert seen.code == 0, seen.remarks
    return place.top / name


def open_form(path: Path) -> tuple[openpyxl.Workbook, Worksheet]:
    """Return a form's workbook, and the sheet to fill in."""
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    assert isinstance(sheet, Worksheet)
    return book, sheet


def list_refs(sheet: Worksheet) -> dict[str, int]:
    """Return the row of each duty."""
    rows = range(FIRST_ROW, sheet.max_row + 1)
    return {str(ref): row for row in rows if (ref := sheet.cell(row, 1).value)}


def fill(path: Path, filled: Fill, name: str = "") -> Path:
    """Fill a form in, and save it, under another name if one is given; return where it is."""
    book, sheet = open_form(path)
    rows = list_refs(sheet)
    for ref, cells in filled.items():
        for title, value in cells.items():
            cell: Any = sheet.cell(rows[ref], PLACES[title])
            cell.value = value
    target = path.with_name(name) if name else path
    book.save(target)
    return target


def fill_in_libreoffice(path: Path, filled: Fill, name: str) -> Path:
    """Fill a form in as LibreOffice keeps it, and have it saved under that name."""
    flat = convert(path, "fods")
    tree = etree.parse(flat)
    table = next(each for each in tree.iter(f"{_TABLE}table") if each.get(f"{_TABLE}name") == SHEET)
    rows = {_read(row[0]): row for row in table.iter(f"{_TABLE}table-row") if len(row)}
    for ref, cells in filled.items():
        row = rows[ref]
        for title, value in cells.items():
            _type(_find_cell(row, PLACES[title]), value)
    filled_flat = path.with_name(f"{Path(name).stem}.fods")
    tree.write(filled_flat, encoding="utf-8", xml_declaration=True)
    return convert(filled_flat, Path(name).suffix.removeprefix("."))


def convert(path: Path, into: str) -> Path:
    """Have LibreOffice open a file and save it in another format; return where it is."""
    assert SOFFICE is not None
    profile = path.with_name("profile")
    options = ("--headless", "--norestore", "--nolockcheck", "--convert-to")
    subprocess.run(
        [
            *(SOFFICE, f"-env:UserInstallation={profile.as_uri()}", *options),
            *(_FILTERS.get(into, into), "--outdir", str(path.parent), str(path)),
        ],
        env={**os.environ, "HOME": str(path.parent)},
        capture_output=True,
        timeout=120,
        check=True,
    )
    made = path.with_suffix(f".{into}")
    assert made.is_file(), f"LibreOffice has made no {made.name}"
    return made


def _read(cell: Any) -> str:
    return "\n".join("".join(line.itertext()) for line in cell.iter(f"{_TEXT}p"))


def _find_cell(row: Any, place: int) -> Any:
    """Return the cell at a place, from 1; one that stands for several is parted."""
    repeated = f"{_TABLE}number-columns-repeated"
    at = 1
    for cell in row:
        times = int(cell.get(repeated, "1"))
        if at <= place < at + times:
            for count, add in (
                (place - at, cell.addprevious),
                (at + times - 1 - place, cell.addnext),
            ):
                if count:
                    other = copy.deepcopy(cell)
                    other.set(repeated, str(count))
                    add(other)
            cell.attrib.pop(repeated, None)
            return cell
        at += times
    raise AssertionError(f"the row has no cell {place}")


def _type(cell: Any, value: object) -> None:
    """Put a value into a cell as LibreOffice keeps it: a day as a day, all else as text."""
    for line in list(cell):
        cell.remove(line)
    if isinstance(value, date):
        cell.set(f"{_OFFICE}value-type", "date")
        cell.set(f"{_OFFICE}date-value", value.isoformat())
    else:
        cell.set(f"{_OFFICE}value-type", "string")
    for line in str(value).split("\n"):
        etree.SubElement(cell, f"{_TEXT}p").text = line


TASKS = """\
title: 重点工作责任清单
year: 2022
duties:
  - no: 1
    content: 规模以上工业总产值增长10%左右。
    departments: [工信局]
    supporting: [企业服务局]
    deadline: 12月末前完成，按月实施推进
    leaders: [张三]
    progress:
      - on: 2022-03-01
        status: active
        note: 已部署。

  - no: 2
    content: 抓好“散乱污”企业整治。
    departments: [生态环境分局, 工信局]
    deadline: 长期保持
    leaders: [张三, 李四]

  - no: 3
    content: 新建2所幼儿园。
    departments: [教育局]
    deadline: 年内完成
    leaders: [李四]
"""
LIVELIHOOD = """\
title: 民生实事责任清单
year: 2022
duties:
  - no: 1
    content: 建设5G基站20座。
    departments: [工信局]
    deadline: 10月末前完成
    leaders: [王五]
"""


def start_forms(top: Path) -> Place:
    """Make a repository with two lists, of which 工信局 has three duties."""
    place = start_office(top, TASKS)
    place.write("data/livelihood_2022.yaml", LIVELIHOOD)
    place.commit("民生实事")
    return place


def copy_office(sent: Place, folder: Path) -> Place:
    """Copy an office that has sent its forms, so that a test may change what it likes."""
    shutil.copytree(sent.top, folder / "office")
    return Place(folder / "office", sent.environment)


def list_entries(place: Place, ref: str) -> list[dict[str, Any]]:
    """Return the entries of a duty, by the keys of the file."""
    list_id, _, number = ref.partition("/")
    path = f"data/{list_id}.yaml"
    duties = load_list(path, (place.top / path).read_bytes(), list_id).duties
    return [
        {key: str(value) for key, value in entry._asdict().items() if value is not None}
        for duty in duties
        if str(duty.no) == number
        for entry in duty.progress
    ]


def find_cell(ref: str, title: str, path: Path) -> str:
    """Return the name of a cell."""
    _, sheet = open_form(path)
    return f"{SHEET}!{get_column_letter(PLACES[title])}{list_refs(sheet)[ref]}"


def read_findings(seen: Seen) -> list[tuple[str, str]]:
    """Return the head and the sentences of each finding."""
    lines = [line for line in seen.remarks.splitlines() if line and "      | " not in line]
    heads = [at for at, line in enumerate(lines) if ": error" in line]
    return [(lines[at], lines[at + 1]) for at in heads]
