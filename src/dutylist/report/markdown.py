"""The Markdown that templates give, read into blocks: the one form that all formats are drawn from.

A small part of Markdown: headings, paragraphs, lists, pipe tables, `**strong**`, `<br>`, escapes.
Two marks have a meaning of official papers: a quotation is a closing, which stands at the right,
and a rule begins a new page. Whatever else is written is text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from itertools import groupby
from typing import NamedTuple

from dutylist.annex.grid import join_lines


class Span(NamedTuple):
    r"""A piece of text; `\n` in it breaks the line."""

    text: str
    is_strong: bool = False


Text = tuple[Span, ...]


class Heading(NamedTuple):
    """A heading; level 1 is the title of the paper."""

    level: int
    text: Text


class Paragraph(NamedTuple):
    """A paragraph of running text."""

    text: Text


class Closing(NamedTuple):
    """A line at the right: who issues the paper, and when."""

    text: Text


class Item(NamedTuple):
    """An item of a list with its mark: `1.`, or `-`."""

    mark: str
    text: Text


class Table(NamedTuple):
    """A table: its head, which columns stand at the right, and its rows, as wide as the head."""

    head: tuple[Text, ...]
    are_right: tuple[bool, ...]
    rows: tuple[tuple[Text, ...], ...]


class PageBreak(NamedTuple):
    """What follows begins on a new page."""


Block = Heading | Paragraph | Closing | Item | Table | PageBreak

_BLANKS = " \t\r"  # a full-width blank is text: it sets a line in, as in official papers
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_RULE = re.compile(r"(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}")
_TABLE_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_ITEM = re.compile(r"([-*+]|[0-9]{1,9}[.)])\s+(.*)")
_INLINE = re.compile(r"\\([!-/:-@\[-`{-~])|(\*\*)|(<br ?/?>)|(&#?[0-9A-Za-z]+;)")
_CELL_END = re.compile(r"(?<!\\)(?:\\\\)*\|")


def read_markdown(text: str) -> list[Block]:
    """Return the blocks of a text."""
    return list(_read_blocks([line.strip(_BLANKS) for line in text.split("\n")]))


def read_inline(text: str) -> Text:
    """Return the spans of one line: marks, breaks, escapes and entities are read."""
    spans: list[Span] = []
    is_strong, done = False, 0
    for match in _INLINE.finditer(text):
        spans.append(Span(text[done : match.start()], is_strong))
        done = match.end()
        escaped, strong, line_break, entity = match.groups()
        if strong:
            is_strong = not is_strong
        else:
            spans.append(Span(escaped or (line_break and "\n") or unescape(entity), is_strong))
    spans.append(Span(text[done:], is_strong))
    return _join(spans)


def show_plain(text: Text) -> str:
    """Return a text without marks, in one line."""
    return "".join(span.text for span in text).replace("\n", " ")


def split_pages(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks page by page, as the rules part them; at least one page."""
    parts = groupby(blocks, key=lambda block: isinstance(block, PageBreak))
    return [list(within) for is_break, within in parts if not is_break] or [[]]


def _read_blocks(lines: Sequence[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        for read in _READERS:
            block, used = read(lines[at:])
            if used:
                break
        else:
            block, used = _read_paragraph(lines[at:])
        at += used
        if block is not None:
            yield block


def _read_blank(lines: Sequence[str]) -> tuple[None, int]:
    return None, 0 if lines[0] else 1


def _read_rule(lines: Sequence[str]) -> tuple[Block, int]:
    return PageBreak(), 1 if _RULE.fullmatch(lines[0]) else 0


def _read_heading(lines: Sequence[str]) -> tuple[Block | None, int]:
    match = _HEADING.fullmatch(lines[0])
    return (Heading(len(match[1]), read_inline(match[2])), 1) if match else (None, 0)


def _read_closing(lines: Sequence[str]) -> tuple[Block | None, int]:
    is_closing = lines[0].startswith(">")
    return (Closing(read_inline(lines[0][1:].strip(_BLANKS))), 1) if is_closing else (None, 0)


def _read_table(lines: Sequence[str]) -> tuple[Block | None, int]:
    if not lines[0].startswith("|") or len(lines) < 2 or not _TABLE_RULE.fullmatch(lines[1]):
        return None, 0
    end = next((at for at, line in enumerate(lines) if not line.startswith("|")), len(lines))
    head = _split_row(lines[0])
    rules = [rule.strip() for rule in lines[1].strip("|").split("|")]
    are_right = tuple(rule.endswith(":") and not rule.startswith(":") for rule in rules)
    rows = tuple(_fit(_split_row(line), len(head)) for line in lines[2:end])
    return Table(head, _fit_flags(are_right, len(head)), rows), end


def _read_item(lines: Sequence[str]) -> tuple[Block | None, int]:
    match = _ITEM.fullmatch(lines[0])
    return (Item(match[1], read_inline(match[2])), 1) if match else (None, 0)


_READERS: tuple[Callable[[Sequence[str]], tuple[Block | None, int]], ...] = (
    _read_blank, _read_rule, _read_heading, _read_closing, _read_table, _read_item,
)  # fmt: skip


def _read_paragraph(lines: Sequence[str]) -> tuple[Block, int]:
    end = 1
    while end < len(lines) and not any(read(lines[end:])[1] for read in _READERS):
        end += 1
    return Paragraph(read_inline(join_lines(lines[:end]))), end


def _split_row(line: str) -> tuple[Text, ...]:
    cells, start = [], 0
    for match in _CELL_END.finditer(line):
        cells.append(line[start : match.end() - 1])
        start = match.end()
    cells.append(line[start:])
    if not cells[-1].strip():
        del cells[-1]
    return tuple(read_inline(cell.strip()) for cell in cells[1:])


def _fit(row: tuple[Text, ...], width: int) -> tuple[Text, ...]:
    return (*row, *((),) * width)[:width]


def _fit_flags(flags: tuple[bool, ...], width: int) -> tuple[bool, ...]:
    return (*flags, *(False,) * width)[:width]


def _join(spans: Sequence[Span]) -> Text:
    """Join neighbours that look the same, without those that hold nothing."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].is_strong == span.is_strong:
            joined[-1] = Span(joined[-1].text + span.text, span.is_strong)
        elif span.text:
            joined.append(span)
    return tuple(span for span in joined if span.text)
