"""A bulletin's blocks for a terminal, as blocks of `views`; they find their width there."""

from collections.abc import Iterator, Sequence

from dutylist.report.markdown import (
    Block,
    Closing,
    Heading,
    Item,
    PageBreak,
    Paragraph,
    Table,
    show_plain,
)
from dutylist.views import blocks as views
from dutylist.views.text import measure

_WIDEST = 12


def draw_blocks(blocks: Sequence[Block]) -> Iterator[views.Block]:
    """Give the blocks as they are shown; a rule needs nothing shown."""
    before: Block | None = None
    for block in blocks:
        if isinstance(block, Table):
            yield _draw_table(block)
        elif not isinstance(block, PageBreak):
            follows = type(block) is type(before) and isinstance(block, Item | Closing)
            yield views.Lines(_draw_lines(block), follows=follows)
        before = block


def _draw_lines(block: Heading | Paragraph | Closing | Item) -> list[list[views.Cell]]:
    is_strong = isinstance(block, Heading)
    cells = [_draw(span.text, is_strong=is_strong or span.is_strong) for span in block.text]
    return [[views.Cell(f"{block.mark} "), *cells] if isinstance(block, Item) else cells]


def _draw(text: str, *, is_strong: bool = False) -> views.Cell:
    style = views.Style.STRONG if is_strong else views.Style.PLAIN
    return views.Cell(text.replace("\n", " "), style)


def _draw_table(table: Table) -> views.Table:
    rows = [[_draw(show_plain(text)) for text in row] for row in table.rows]
    return views.Table(_find_columns(table, rows), rows)


def _find_columns(table: Table, rows: Sequence[Sequence[views.Cell]]) -> list[views.Column]:
    """Return the columns: those of short texts as wide as they need, the others share the rest."""
    columns = []
    for at, (head, is_right) in enumerate(zip(table.head, table.are_right, strict=True)):
        title = show_plain(head)
        widest = max(measure(text) for text in (title, *(row[at].text for row in rows)))
        columns.append(views.Column(title, widest if widest <= _WIDEST else 0, right=is_right))
    return columns
