"""Markdown: pipe tables as GitHub reads them, and everything else as paragraphs.

Marks of headings, emphasis and bullets are taken off; printed numbers stay.
"""

import re
from collections.abc import Sequence
from html import unescape

from dutylist.annex.grid import Cell, Document, Spot
from dutylist.annex.readers.encoding import read_text
from dutylist.annex.readers.measure import Blocks, clean_lines
from dutylist.words import say

_PIPE = re.compile(r"(?<!\\)(?:\\\\)*\|")
_RULE = re.compile(r":?-+:?")
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_OTHER_BLOCK = re.compile(r"\s{0,3}(?:#{1,6}\s|>|```|~~~|[-*+]\s|\d{1,9}[.)]\s|<[a-zA-Z/!])")
_MARK = re.compile(r"\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+)+")
_TRAILING_MARK = re.compile(r"\s+#+\s*$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = ("***", "**", "__", "~~", "*", "_", "`")


def read_markdown(path: str, raw: bytes) -> Document:
    """Return the document; raises `InvalidData` where it is no text."""
    blocks = Blocks(path)
    lines = blocks.split(read_text(path, raw))
    place, is_fenced = 0, False
    while place < len(lines):
        if _FENCE.match(lines[place]):
            is_fenced = not is_fenced
            place += 1
        elif not is_fenced and is_table(lines, place):
            place = add_table(blocks, lines, place)
        else:
            text = lines[place] if is_fenced else _strip_marks(lines[place])
            blocks.add_paragraph(text, Spot(line=place + 1))
            place += 1
    return blocks.document()


def is_table(lines: Sequence[str], place: int) -> bool:
    """Tell whether a table begins at a line: its header, and below it the row of rules."""
    if place + 1 >= len(lines) or "|" not in lines[place] or "-" not in lines[place + 1]:
        return False
    rules = split_row(lines[place + 1])
    if not all(_RULE.fullmatch(rule.strip()) for rule in rules):
        return False
    has_pipe = "|" in lines[place + 1] or len(rules) > 1
    return has_pipe and len(split_row(lines[place])) == len(rules)


def add_table(blocks: Blocks, lines: Sequence[str], place: int) -> int:
    """Add the table that begins at a line, and return the place of the line after it."""
    blocks.tables += 1
    number, first = blocks.tables, place
    cells = _make_row(lines[place], Spot(table=number, row=1, line=place + 1), 0)
    width, place = len(cells), place + 2
    while place < len(lines) and lines[place].strip() and not _OTHER_BLOCK.match(lines[place]):
        row = place - first - 1
        spot = Spot(table=number, row=row + 1, line=place + 1)
        added = _make_row(lines[place], spot, row)
        if len(added) != width:
            _hint_ragged(blocks, spot, len(added), width)
        cells += added
        place += 1
        blocks.check_extent(row + 1, len(added))
    blocks.add_table(cells, Spot(table=number, line=first + 1), has_spans=False)
    return place


def split_row(line: str) -> list[str]:
    """Return the cells of a row; the outer pipes may be there or not."""
    line = line.strip()
    cells, first = [], 0
    for pipe in _PIPE.finditer(line):
        cells.append(line[first : pipe.end() - 1])
        first = pipe.end()
    cells.append(line[first:])
    if line.startswith("|"):
        cells = cells[1:]
    return cells[:-1] if len(cells) > 1 and not cells[-1].strip() else cells


def _make_row(line: str, spot: Spot, row: int) -> list[Cell]:
    return [
        Cell(_read_cell(text), spot._replace(column=column + 1), row, column)
        for column, text in enumerate(split_row(line))
    ]


def _read_cell(text: str) -> tuple[str, ...]:
    text = text.replace(r"\|", "|")
    lines = (_strip_emphasis(line) for line in _BREAK.split(text))
    return clean_lines("\n".join(_read_inline(line) for line in lines))


def _hint_ragged(blocks: Blocks, spot: Spot, count: int, width: int) -> None:
    message = say(
        "this row has {count} cells where the header has {width}", count=count, width=width
    )
    blocks.hint(spot, message)


def _strip_marks(line: str) -> str:
    mark = _MARK.match(line)
    if mark:
        line = line[mark.end() :]
        line = _TRAILING_MARK.sub("", line) if "#" in mark[0] else line
    return _read_inline(_strip_emphasis(line.rstrip()))


def _read_inline(text: str) -> str:
    text = _STRONG.sub(r"\2", text)
    return unescape(_ESCAPE.sub(r"\1", text))


def _strip_emphasis(text: str) -> str:
    """Return a text without the marks that stand around the whole of it."""
    inner = text.strip()
    for mark in _EMPHASIS:
        size = len(mark)
        whole = inner.startswith(mark) and inner.endswith(mark) and len(inner) > 2 * size
        if whole and mark not in inner[size:-size] and not inner[size].isspace():
            return _strip_emphasis(inner[size:-size])
    return text
