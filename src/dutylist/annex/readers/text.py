"""Plain text: every line a paragraph, but for tables that are certainly such.

Pasted cells parted by tabs, and pipe tables with their row of rules, become tables. A flattened
table, one cell to a line, stays as it is: to put it together takes to know what a list says.
"""

from collections.abc import Sequence

from dutylist.annex.grid import Document, Spot
from dutylist.annex.readers import markdown, separated
from dutylist.annex.readers.encoding import read_text
from dutylist.annex.readers.measure import Blocks

_FEWEST_ROWS = 2
_MOST_LINES_IN_CELL = 50


def read_plain(path: str, raw: bytes) -> Document:
    """Return the text; raises `InvalidData` where it is none."""
    blocks = Blocks(path)
    lines = blocks.split(read_text(path, raw))
    place = 0
    while place < len(lines):
        past, is_table = _find_pasted(lines, place)
        if is_table:
            separated.add_table(blocks, lines[place:past], "\t", place + 1)
        elif _is_piped(lines, place):
            past = markdown.add_table(blocks, lines, place)
        else:
            _add_paragraphs(blocks, lines, place, past)
        place = past
    return blocks.document()


def _add_paragraphs(blocks: Blocks, lines: Sequence[str], first: int, past: int) -> None:
    for place in range(first, past):
        blocks.add_paragraph(lines[place], Spot(line=place + 1))


def _is_piped(lines: Sequence[str], place: int) -> bool:
    return lines[place].count("|") >= 2 and markdown.is_table(lines, place)


def _find_pasted(lines: Sequence[str], place: int) -> tuple[int, bool]:
    """Return the place after the lines that look alike from a line on, and if they are a table."""
    first, past = _join_row(lines, place)
    width = first.count("\t")
    if not width or _count_filled(first) < 2:
        return place + 1, False
    rows = [first]
    while past < len(lines):
        row, after = _join_row(lines, past)
        # A cell that was merged over the whole width is pasted without a tab.
        if row.strip() and not row.count("\t") and _goes_on(lines, after, width):
            rows.append(row)
            past = after
            continue
        if row.count("\t") != width and not _is_short(row, width):
            break
        rows.append(row)
        past = after
    filled = sum(_count_filled(row) >= 2 for row in rows)
    is_sure = len(rows) >= _FEWEST_ROWS and 2 * filled >= len(rows)
    return past, is_sure


def _goes_on(lines: Sequence[str], place: int, width: int) -> bool:
    return place < len(lines) and _join_row(lines, place)[0].count("\t") == width


def _is_short(row: str, width: int) -> bool:
    """Tell whether a row lacks only its last cells; a flattened cell has one tab, before it."""
    return 0 < row.count("\t") < width and _count_filled(row) >= 2


def _join_row(lines: Sequence[str], place: int) -> tuple[str, int]:
    """Return a row with the lines of its quoted cells, and the place of the line after it."""
    row = lines[place]
    if '"' in row and _is_open(row):
        for past in range(place + 1, min(place + _MOST_LINES_IN_CELL, len(lines))):
            if lines[past].count('"') % 2:
                return "\n".join(lines[place : past + 1]), past + 1
    return lines[place], place + 1


def _is_open(row: str) -> bool:
    """Tell whether a quoted cell is still open at a row's end."""
    cell = row.rpartition("\t")[2]
    return cell.startswith('"') and cell.count('"') % 2 == 1


def _count_filled(row: str) -> int:
    return sum(bool(cell.strip()) for cell in row.split("\t"))
