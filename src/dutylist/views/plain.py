"""Blocks into plain text, for pipes and files: one row to a line, columns lined up, no colour."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from dutylist.safe import show_text
from dutylist.views.blocks import Block, Cell, Fields, Lines, Table
from dutylist.views.text import measure, pad

GAP = "  "


def render_plain(blocks: Iterable[Block], fit: Callable[[str], str] = str) -> str:
    """Return the blocks as text, an empty line between them, with a line end at the end.

    `fit` replaces what the output's encoding cannot say, before columns are lined up.
    """
    text = ""
    for block in blocks:
        part = "\n".join(_render(block, fit))
        gap = "" if isinstance(block, Lines) and block.follows else "\n"
        text += f"{gap if text else ''}{part}\n" if part else ""
    return text


def _render(block: Block, fit: Callable[[str], str]) -> Iterator[str]:
    if isinstance(block, Table):
        return _render_table(block, fit)
    if isinstance(block, Fields):
        return _render_fields(block, fit)
    return _render_lines(block, fit)


def _render_table(table: Table, fit: Callable[[str], str]) -> Iterator[str]:
    drawn = [
        _line_up([column.title, *(row[at].text for row in table.rows)], fit, right=column.right)
        for at, column in enumerate(table.columns)
    ]
    for row in zip(*drawn, strict=True):
        yield GAP.join(row).rstrip(" ")


def _line_up(texts: Sequence[str], fit: Callable[[str], str], *, right: bool) -> list[str]:
    """Show the texts of a column at one width; most columns say few things many times."""
    shown = {text: fit(show_text(text)) for text in set(texts)}
    sizes = {text: measure(cell) for text, cell in shown.items()}
    width = max(sizes.values())
    cells = {text: shown[text] + " " * (width - size) for text, size in sizes.items()}
    if right:
        cells = {text: " " * (width - size) + shown[text] for text, size in sizes.items()}
    return [cells[text] for text in texts]


def _render_fields(fields: Fields, fit: Callable[[str], str]) -> Iterator[str]:
    width = max((measure(label) for label, _ in fields.pairs), default=0)
    for label, cell in fields.pairs:
        yield f"{pad(label, width)}{GAP}{fit(show_text(cell.text))}".rstrip(" ")


def _render_lines(lines: Lines, fit: Callable[[str], str]) -> Iterator[str]:
    for line in lines.lines:
        yield _join(line, fit)


def _join(line: Sequence[Cell], fit: Callable[[str], str]) -> str:
    return "".join(fit(show_text(cell.text)) for cell in line).rstrip(" ")
