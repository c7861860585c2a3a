"""A bulletin's blocks as HTML: a fragment to stand in a page, all text escaped."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from dutylist.report.markdown import (
    Block,
    Closing,
    Heading,
    Item,
    PageBreak,
    Paragraph,
    Table,
    Text,
    show_plain,
)
from dutylist.safe import show_text


def write_html(blocks: Sequence[Block], level: int = 1) -> str:
    """Return the blocks as markup; the title of the paper is a heading of `level`."""
    parts = []
    for is_item, within in groupby(blocks, key=lambda block: isinstance(block, Item)):
        if is_item:
            parts.append(_write_items(list(within)))
        else:
            parts += [_write_block(block, level) for block in within]
    return "\n".join(parts)


def _write_items(items: Sequence[Block]) -> str:
    """Write the items of a list; its numbers are those that the template gave."""
    is_ordered = isinstance(items[0], Item) and items[0].mark[0].isdigit()
    tag = "ol" if is_ordered else "ul"
    lines = "\n".join(_write_item(item) for item in items if isinstance(item, Item))
    return f"<{tag}>\n{lines}\n</{tag}>"


def _write_item(item: Item) -> str:
    number = item.mark.rstrip(".)")
    value = f' value="{number}"' if number.isdigit() else ""
    return f"<li{value}>{_write_text(item.text)}</li>"


def _write_block(block: Block, level: int) -> str:
    match block:
        case Heading(depth, text):
            tag = f"h{min(6, depth + level - 1)}"
            return f"<{tag}>{_write_text(text)}</{tag}>"
        case Paragraph(text):
            return f"<p>{_write_text(text)}</p>"
        case Closing(text):
            return f'<p class="closing">{_write_text(text)}</p>'
        case Table():
            return _write_table(block)
        case PageBreak():
            return "<hr>"
        case Item():
            return _write_item(block)


def _write_table(table: Table) -> str:
    head = "".join(f'<th scope="col">{_write_text(text)}</th>' for text in table.head)
    rows = "\n".join(_write_rows(table))
    label = escape(show_text("、".join(show_plain(text) for text in table.head[:3])))
    return (
        f'<div class="wide" role="region" aria-label="{label}" tabindex="0">\n'
        f"<table>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _write_rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells = zip(row, table.are_right, strict=True)
        yield f"<tr>{''.join(_write_cell(text, is_right=right) for text, right in cells)}</tr>"


def _write_cell(text: Text, *, is_right: bool) -> str:
    kind = ' class="number"' if is_right else ""
    return f"<td{kind}>{_write_text(text)}</td>"


def _write_text(text: Text) -> str:
    return "".join(
        f"<strong>{_escape(span.text)}</strong>" if span.is_strong else _escape(span.text)
        for span in text
    )


def _escape(text: str) -> str:
    return "<br>".join(escape(show_text(line)) for line in text.split("\n"))
