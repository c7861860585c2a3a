"""Blocks onto a terminal of a given width: colours by rich, lines broken as Chinese is.

The layout is ours to the cell, for rich's own tables cut dates in two and start lines with ，.
A table whose open column would be too narrow to read becomes one card to a row.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, compress, zip_longest
from operator import not_

from rich.text import Text

from dutylist.safe import show_text
from dutylist.views.blocks import Block, Cell, Column, Fields, Lines, Style, Table
from dutylist.views.plain import GAP
from dutylist.views.text import measure
from dutylist.views.wrap import fold, wrap

LEAST_WIDTH = 20
_LEAST_OPEN, _GOOD_OPEN = 20, 44
_LEAST_VALUE = 16
_INDENT = "  "
_RULE = "─"
_STYLES = {
    Style.PLAIN: "",
    Style.STRONG: "bold",
    Style.FAINT: "dim",
    Style.RED: "bold red",
    Style.YELLOW: "yellow",
    Style.GREEN: "green",
}

_Place = Sequence[int]
"""The columns that share one place on the screen, one below the other."""


def render_screen(blocks: Iterable[Block], width: int) -> Iterator[Text]:
    """Give a text for each block, an empty line between them; no line is wider than `width`."""
    for index, block in enumerate(blocks):
        if index and not (isinstance(block, Lines) and block.follows):
            yield Text()
        lines = list(_render(block, width))
        if lines:
            yield _join_lines(lines)


def _join_lines(lines: Iterable[Text]) -> Text:
    text = Text("\n").join(lines)
    text.no_wrap, text.overflow = True, "ignore"
    return text


def _render(block: Block, width: int) -> Iterator[Text]:
    if isinstance(block, Table):
        return _render_table(block, width)
    if isinstance(block, Fields):
        return _render_fields(block, width)
    if block.marked:
        return _render_marked(block, width)
    return (part for line in block.lines for part in _break(line, width))


def _render_table(table: Table, width: int) -> Iterator[Text]:
    places = list(_find_places(table.columns, width))
    widths = _share_width(table, places, width)
    if widths is None:
        yield from _render_cards(table, width)
        return
    titles = [Cell(column.title, Style.STRONG) for column in table.columns]
    yield from _render_row(titles, table.columns, places, widths)
    yield Text(_RULE * (sum(widths) + measure(GAP) * (len(widths) - 1)), "dim")
    for row in table.rows:
        yield from _render_row(row, table.columns, places, widths)


def _find_places(columns: Sequence[Column], width: int) -> Iterator[_Place]:
    place: list[int] = []
    for at, column in enumerate(columns):
        if place and not column.below:
            yield place
            place = []
        if width >= column.from_width:
            place.append(at)
    if place:
        yield place


def _share_width(table: Table, places: Sequence[_Place], width: int) -> list[int] | None:
    """Give each place what it asks for, and the open one what is left; None if that is too little.

    Where there is much, the open one is content with a good width until the others have all that
    they need.
    """
    needs = [max(_measure_column(table, at) for at in place) for place in places]
    most = [max(table.columns[at].most for at in place) for place in places]
    shares = [min(need, limit) for need, limit in zip(needs, most, strict=True)]
    is_open = [limit == 0 for limit in most]
    left = width - measure(GAP) * (len(places) - 1) - sum(shares)
    if left < sum(min(need, _LEAST_OPEN) for need in compress(needs, is_open)):
        return None
    good = [min(need, _GOOD_OPEN) for need in needs]
    for goal, chosen in ((good, is_open), (needs, map(not_, is_open)), (needs, is_open)):
        for at in compress(range(len(places)), chosen):
            more = max(0, min(goal[at] - shares[at], left))
            shares[at] += more
            left -= more
    return shares


def _measure_column(table: Table, at: int) -> int:
    texts = {row[at].text for row in table.rows}
    return max([measure(table.columns[at].title), *(measure(show_text(text)) for text in texts)])


def _render_row(
    row: Sequence[Cell], columns: Sequence[Column], places: Sequence[_Place], widths: Sequence[int]
) -> Iterator[Text]:
    drawn = [
        [
            _pad(line, width, right=columns[at].right)
            for at in place
            for line in _break([row[at]], width)
        ]
        for place, width in zip(places, widths, strict=True)
    ]
    blanks = [Text(" " * width) for width in widths]
    for parts in zip_longest(*drawn):
        line = Text(GAP).join(part or blank for part, blank in zip(parts, blanks, strict=True))
        line.rstrip()
        yield line


def _pad(line: Text, width: int, *, right: bool) -> Text:
    blanks = " " * (width - measure(line.plain))
    return Text(blanks) + line if right else line.append(blanks)


def _render_cards(table: Table, width: int) -> Iterator[Text]:
    titles = [column.title for column in table.columns]
    least = max(map(measure, titles))
    for index, row in enumerate(table.rows):
        if index:
            yield Text()
        pairs = zip(titles, row, strict=True)
        yield from _render_fields(Fields([pair for pair in pairs if pair[1].text]), width, least)


def _render_fields(fields: Fields, width: int, least: int = 0) -> Iterator[Text]:
    column = max([least, *(measure(label) for label, _ in fields.pairs)]) + measure(GAP)
    if width - column < _LEAST_VALUE:
        yield from _render_narrow_fields(fields, width)
        return
    for label, cell in fields.pairs:
        start = _pad(Text(label, "dim"), column, right=False)
        for line in _break([cell], width - column):
            # Not a sum of texts: that would give the whole line the label's style.
            yield Text.assemble(start, line)
            start = Text(" " * column)


def _render_narrow_fields(fields: Fields, width: int) -> Iterator[Text]:
    for label, cell in fields.pairs:
        yield from _break([Cell(label, Style.FAINT)], width)
        for line in _break([cell], width - measure(_INDENT)):
            yield Text(_INDENT) + line


def _render_marked(lines: Lines, width: int) -> Iterator[Text]:
    """Fold the first line where the screen ends; the mark of the second follows its part."""
    line, mark = (_join(cells) for cells in lines.lines)
    left = len(mark.plain) - 1
    parts = fold(line.plain, width)
    for index, (part, text) in enumerate(zip(_divide(line, parts), parts, strict=True)):
        yield part
        if 0 <= left < measure(text) or (left >= 0 and index == len(parts) - 1):
            start = mark[:-1] if index == 0 and left < width else Text(" " * min(left, width - 1))
            yield start + mark[-1]
        left -= measure(text)


def _break(cells: Sequence[Cell], width: int) -> list[Text]:
    text = _join(cells)
    return _divide(text, wrap(text.plain, width))


def _join(cells: Sequence[Cell]) -> Text:
    text = Text()
    for cell in cells:
        text.append(show_text(cell.text), _STYLES[cell.style])
    return text


def _divide(text: Text, lines: Sequence[str]) -> list[Text]:
    """Cut a styled text into these lines, without the blanks at their ends."""
    ends = list(accumulate(map(len, lines)))
    parts = list(text.divide(ends[:-1])) if len(lines) > 1 else [text]
    for part in parts:
        part.rstrip()
    return parts
