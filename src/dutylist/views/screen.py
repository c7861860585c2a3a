"""Blocks onto a terminal of a given width, by rich: colours, and lines broken as Chinese is.

rich lays the table out; our cells tell it how they break, since its own folding starts lines with
punctuation. Below `NARROWEST` columns a table becomes one card to a row.
"""

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from dutylist.views.blocks import Block, Cell, Column, Fields, Style, Table
from dutylist.views.text import measure, show_text
from dutylist.views.wrap import wrap

NARROWEST = 60
LEAST_WIDTH = 20
GAP = 2
_STYLES = {
    Style.PLAIN: "",
    Style.STRONG: "bold",
    Style.FAINT: "dim",
    Style.RED: "bold red",
    Style.YELLOW: "yellow",
    Style.GREEN: "green",
}


class Prose:
    """A text that breaks at the width it is given, and keeps every character."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._text = Text()
        for cell in cells:
            self._text.append(show_text(cell.text), _STYLES[cell.style])

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        offsets, end = [], 0
        for line in wrap(self._text.plain, options.max_width)[:-1]:
            end += len(line)
            offsets.append(end)
        for part in self._text.divide(offsets):
            part.rstrip_end(options.max_width)
            yield part

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        width = min(measure(self._text.plain), options.max_width)
        return Measurement(min(2, width), width)


def render_screen(blocks: Iterable[Block], width: int) -> Iterator[RenderableType]:
    """Give a renderable for each block, an empty line between them."""
    for index, block in enumerate(blocks):
        if index:
            yield Text()
        yield _render(block, width)


def _render(block: Block, width: int) -> RenderableType:
    if isinstance(block, Table):
        return _render_table(block, width) if width >= NARROWEST else _render_cards(block, width)
    if isinstance(block, Fields):
        return _render_fields(block, width)
    if block.verbatim:
        return Group(*(_join(line) for line in block.lines))
    return Group(*(Prose(line) for line in block.lines))


def _join(line: Sequence[Cell]) -> Text:
    text = Text(no_wrap=True, overflow="ignore")
    for cell in line:
        text.append(show_text(cell.text), _STYLES[cell.style])
    return text


def _render_table(table: Table, width: int) -> RichTable:
    kept = [at for at, column in enumerate(table.columns) if width >= column.from_width]
    columns = [table.columns[at] for at in kept]
    cells = [[row[at] for at in kept] for row in table.rows]
    widths = _share_width(columns, cells, width)
    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, GAP, 0, 0), show_edge=False)
    for column, share in zip(columns, widths, strict=True):
        title = Prose([Cell(column.title, Style.STRONG)])
        drawn.add_column(title, width=share, justify="right" if column.right else "left")
    for row in cells:
        drawn.add_row(*(Prose([cell]) for cell in row))
    return drawn


def _share_width(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int
) -> list[int]:
    """Give each column what it needs, up to its most; the open one gets what is left."""
    needs = [
        max([measure(column.title), *(measure(show_text(row[at].text)) for row in rows)])
        for at, column in enumerate(columns)
    ]
    shares = [
        min(need, column.most) if column.most else 0
        for need, column in zip(needs, columns, strict=True)
    ]
    left = width - sum(shares) - GAP * (len(columns) - 1)
    return [share or max(2, min(left, need)) for share, need in zip(shares, needs, strict=True)]


def _render_cards(table: Table, width: int) -> Group:
    cards = [
        Fields([(column.title, cell) for column, cell in zip(table.columns, row, strict=True)])
        for row in table.rows
    ]
    return Group(*render_screen(cards, width))


def _render_fields(fields: Fields, width: int) -> RenderableType:
    if width < NARROWEST:
        return Group(*(_render_narrow(label, cell) for label, cell in fields.pairs))
    grid = RichTable.grid(padding=(0, GAP, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for label, cell in fields.pairs:
        grid.add_row(Text(label, "dim"), Prose([cell]))
    return grid


def _render_narrow(label: str, cell: Cell) -> Group:
    return Group(Prose([Cell(label, Style.FAINT)]), Padding(Prose([cell]), (0, 0, 0, 2)))
