"""Forms as departments fill them in: by openpyxl, and as LibreOffice keeps what is typed into it.

What is filled in is given by ref and by the titles of the columns. LibreOffice gives its own form of
the workbook, in which cells are as it keeps them, and saves that as whatever is asked for.
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
from openpyxl.worksheet.worksheet import Worksheet
from repositories import Place

from dutylist.form.columns import COLUMNS, SHEET
from dutylist.form.writer import FIRST_ROW

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
