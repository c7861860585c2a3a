"""Cells parted by commas or tabs: CSV, TSV, and what is pasted from a spreadsheet."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from io import StringIO

from dutylist.annex.grid import Cell, Document, Spot
from dutylist.annex.readers.encoding import read_text
from dutylist.annex.readers.measure import LONGEST_CELL, Blocks, clean_lines
from dutylist.errors import InvalidData
from dutylist.words import say

_DELIMITERS = (",", ";", "\t")
_SAMPLE = 200
_LONGEST_SAMPLE = 10_000
_TEXT_IN_QUOTES = 10
_DECLARED = "sep="


def read_separated(path: str, raw: bytes) -> Document:
    """Return the table of a CSV or TSV file; raises `InvalidData` where it is no text."""
    blocks = Blocks(path)
    lines = blocks.split(read_text(path, raw))
    first = 1 if lines[0].startswith(_DECLARED) else 0
    if first:
        delimiter = lines[0][len(_DECLARED) :][:1] or ","
    else:
        delimiter = "\t" if path.lower().endswith((".tsv", ".tab")) else _sniff(lines)
    add_table(blocks, lines[first:], delimiter, first + 1)
    return blocks.document()


def add_table(blocks: Blocks, lines: Sequence[str], delimiter: str, first_line: int) -> None:
    """Add the table that stands in `lines`; blank rows and columns at its end are none."""
    blocks.tables += 1
    number = blocks.tables
    # Before there are millions of cells; some of what is counted may be text within quotes.
    blocks.check_extent(
        0, max((line.count(delimiter) for line in lines), default=0) // _TEXT_IN_QUOTES
    )
    rows = list(_read_rows(blocks, lines, delimiter))
    width = max((_width(cells) for _, cells in rows), default=0)
    cells: list[Cell] = []
    for row, (line, texts) in enumerate(rows):
        blocks.check_extent(row + 1, width)
        spot = Spot(table=number, row=row + 1, line=first_line + line - 1)
        cells += _make_row(texts[:width], spot, row)
    while cells and not any(cell.lines for cell in _last_row(cells)):
        del cells[-len(_last_row(cells)) :]
    blocks.add_table(cells, Spot(table=number, line=first_line), has_spans=False)


def _last_row(cells: Sequence[Cell]) -> list[Cell]:
    last = cells[-1].row
    first = len(cells)
    while first and cells[first - 1].row == last:
        first -= 1
    return list(cells[first:])


def _make_row(texts: Iterable[str], spot: Spot, row: int) -> list[Cell]:
    return [
        Cell(clean_lines(text), spot._replace(column=column + 1), row, column)
        for column, text in enumerate(texts)
    ]


def _width(texts: Sequence[str]) -> int:
    filled = [column for column, text in enumerate(texts, start=1) if text.strip()]
    return filled[-1] if filled else 0


def _read_rows(
    blocks: Blocks, lines: Sequence[str], delimiter: str
) -> Iterable[tuple[int, list[str]]]:
    """Give the first line, from 1, and the texts of each row."""
    reader = csv.reader(StringIO("\n".join(lines), newline=""), delimiter=delimiter)
    line = 1
    try:
        for texts in reader:
            yield line, texts
            line = reader.line_num + 1
    except csv.Error as fault:
        raise _refuse(blocks.path, line) from fault


def _refuse(path: str, line: int) -> InvalidData:
    return InvalidData(
        say(
            "{path}:{line}: a cell holds more than {n} characters; "
            "a quotation mark may stand here that is never closed",
            path=path,
            line=line,
            n=LONGEST_CELL,
        )
    )


def _sniff(lines: Sequence[str]) -> str:
    """Return the delimiter by which most rows come out equally wide."""
    return max(_DELIMITERS, key=lambda delimiter: _consistency(lines, delimiter))


def _consistency(lines: Sequence[str], delimiter: str) -> int:
    try:
        sample = "\n".join(line[:_LONGEST_SAMPLE] for line in lines[:_SAMPLE])
        rows = list(csv.reader(StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        return 0
    widths = Counter(len(texts) for texts in rows if len(texts) > 1)
    return max(widths.values(), default=0)
