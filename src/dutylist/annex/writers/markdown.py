"""Lists as Markdown: a heading and a pipe table each.

Markdown has no merged cells, so every row says everything. All text is escaped: what a list says
is never read as a mark, a link or a tag.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from dutylist.annex.grid import Cell, list_rows
from dutylist.annex.writers.layout import COLUMNS, NUMBER, PrintedList, clean, lay_out

EMPTY = "—"

_MARKS = re.compile(r"[\\`*_\[\]<>|~$#]")
_ENTITY = re.compile(r"&(?=#?[0-9A-Za-z]+;)")
# What makes a list item, a quotation or a heading of a line, where it stands first.
_FIRST_MARKS = re.compile(r"([-+=])|([0-9]+)(?=[.)])")


def write(lists: Sequence[PrintedList], written: datetime) -> bytes:  # noqa: ARG001 - a text has no time
    """Write the lists one below the other."""
    return "\n".join(_write_list(each) for each in lists).encode()


def _write_list(printed: PrintedList) -> str:
    annex = f"{escape_line(clean(printed.annex))}\n\n" if printed.annex else ""
    head, *rows = (_write_row(list(row.values())) for row in list_rows(lay_out(printed.duties)))
    rule = "| " + " | ".join(_write_rule(at) for at in range(len(COLUMNS))) + " |"
    table = "\n".join([head, rule, *rows])
    return f"{annex}# {escape(clean(printed.title))}\n\n{table}\n"


def _write_rule(column: int) -> str:
    return "---:" if column == NUMBER else "---"


def _write_row(cells: Sequence[Cell]) -> str:
    by_column = sorted(cells, key=lambda cell: cell.column)
    return "| " + " | ".join(_write_cell(cell) for cell in by_column) + " |"


def _write_cell(cell: Cell) -> str:
    lines = (cell.text,) if cell.row == 0 else cell.lines
    return "<br>".join(map(escape, lines)) or EMPTY


def escape_line(text: str) -> str:
    """Return the text as Markdown that says but this, also where it begins a line."""
    return _FIRST_MARKS.sub(_escape_first, escape(text), count=1) if text else ""


def _escape_first(mark: re.Match[str]) -> str:
    if mark.start():
        return mark[0]
    return f"\\{mark[1]}" if mark[1] else f"{mark[2]}\\"


def escape(text: str) -> str:
    """Return the text as Markdown that says but this, within a line."""
    return _ENTITY.sub("&amp;", _MARKS.sub(r"\\\g<0>", text))
