"""Where the parts of a list stand in its text: keys, items, lines, and the record of each duty.

A parser's end mark of a block collection points at whatever comes next, beyond comments; so ends
are taken from the last scalar inside, and starts from what follows the part before. All offsets
count characters of the text without its byte order mark.
"""

import re
from typing import NamedTuple

from dutylist.store.source import Text
from dutylist.store.syntax import Node
from dutylist.store.values import find_node, read_plain

# Between two tokens a "#" always starts a comment: text that may hold one is a token itself.
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*+")
_LINE_END = re.compile(r"\r\n|\n|\r")
_TAIL = re.compile(r"[ \t]*(?:#[^\r\n]*)?")
_COMMENT_LINE = re.compile(r"( *)#[^\r\n]*(?:\r\n|\n|\r|\Z)")
_COMMENT_BELOW = re.compile(rf"(?: *(?:\r\n|\n|\r))*{_COMMENT_LINE.pattern}")
_HEADER = re.compile(r"[|>][-+0-9]*")


class Block(NamedTuple):
    """The record of one duty: from the line of its dash to the end of its last line.

    In flow style the record reaches from { to }. Comments around it are not part of it.
    """

    no: int | str
    start: int
    end: int


class Span(NamedTuple):
    """A part of the text, from `start` up to but not including `end`."""

    start: int
    end: int


def find_blocks(text: Text, root: Node) -> list[Block]:
    """Return where the record of each duty stands, in the order of the file."""
    duties, _ = find_node(root, ("duties",))
    spans = list_spans(text.text, duties)
    return [
        Block(_find_no(duty), *_widen(text.text, duties, span))
        for duty, span in zip(duties.value, spans, strict=True)
    ]


def is_flow(text: str, node: Node) -> bool:
    """Tell whether a list or a mapping is written with brackets."""
    return node.kind != "scalar" and text[node.start] in "[{"


def end_of(text: str, node: Node) -> int:
    """Return where the node's own text ends; that of a block text at the start of a line."""
    if is_flow(text, node):
        return node.end
    if node.kind == "sequence":
        return end_of(text, node.value[-1])
    if node.kind == "mapping":
        return end_of(text, node.value[-1][1])
    if is_block_text(node) and "+" not in text[node.start : header_end(text, node)]:
        return body_end(text, node)
    return node.end


def is_block_text(node: Node) -> bool:
    """Tell whether a scalar is written as | or > with its lines below."""
    return node.kind == "scalar" and node.style in ("|", ">")


def header_end(text: str, node: Node) -> int:
    """Return where the mark of a block text ends, as |2- does."""
    header = _HEADER.match(text, node.start)
    return header.end() if header else node.start


def body_end(text: str, node: Node) -> int:
    """Return where the lines of a block text end, without the empty lines after them."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text[node.start : node.end])
    full = [line for line in lines[1:] if line.strip()]
    indent = min((len(line) - len(line.lstrip(" ")) for line in full), default=0)
    end = node.end
    while len(lines) > 1 and not lines[-1].strip() and len(lines[-1].rstrip("\r\n")) <= indent:
        end -= len(lines.pop())
    return end


def list_spans(text: str, node: Node) -> list[Span]:
    """Return where each item (with its dash) or each pair of a mapping stands, without comments."""
    flow = is_flow(text, node)
    at = node.start + 1 if flow else node.start
    spans = []
    for part in node.value:
        last = part[1] if node.kind == "mapping" else part
        start = next_token(text, at)
        if flow and text[start] == ",":
            start = next_token(text, start + 1)
        spans.append(Span(start, end_of(text, last)))
        at = spans[-1].end
    return spans


def next_token(text: str, at: int) -> int:
    """Return the first place from `at` on that is no blank, line end or comment."""
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def line_start(text: str, at: int) -> int:
    """Return where the line of `at` starts."""
    start = text.rfind("\n", 0, at) + 1
    return max(start, text.rfind("\r", start, at) + 1)


def column_of(text: str, at: int) -> int:
    """Return how many characters stand before `at` on its line."""
    return at - line_start(text, at)


def opens_line(text: str, at: int) -> bool:
    """Tell whether only blanks stand before `at` on its line."""
    return not text[line_start(text, at) : at].strip(" ")


def tail_end(text: str, at: int) -> int:
    """Return the end of the blanks and the comment that follow `at` on its line."""
    tail = _TAIL.match(text, at)
    return tail.end() if tail else at


def lines_end(text: str, at: int) -> int:
    """Return where the line after `at` starts; `at` itself after a line end, or the text's end."""
    if text[at - 1] in "\r\n":
        return at
    end = _LINE_END.search(text, at)
    return end.end() if end else len(text)


def without_line_end(text: str, at: int) -> int:
    """Return where the last line before `at` ends, without its line end."""
    return at - len(line_end_at(text, at)) if text[at - 1] in "\r\n" else at


def skip_comments(text: str, at: int, column: int, *, blank_lines: bool = False) -> int:
    """Pass over the lines from `at` on that hold a comment to the right of `column`.

    With `blank_lines`, those between and before such comments are passed over, too.
    """
    pattern = _COMMENT_BELOW if blank_lines else _COMMENT_LINE
    while (line := pattern.match(text, at)) and len(line[1]) > column:
        at = line.end()
    return at


def line_end_at(text: str, at: int) -> str:
    """Return the line end that a new line at `at` takes over: that of the line before or around."""
    before = text[max(0, at - 2) : at]
    if before.endswith(("\n", "\r")):
        return "\r\n" if before == "\r\n" else before[-1]
    around = _LINE_END.search(text, at)
    if around:
        return around[0]
    start = line_start(text, at)
    return line_end_at(text, start) if start else "\n"


def _find_no(duty: Node) -> int | str:
    node, _ = find_node(duty, ("no",))
    value = node.value if node.style else read_plain(node.value)
    return value if isinstance(value, int) else str(value)


def _widen(text: str, duties: Node, span: Span) -> Span:
    """Widen a duty's span to whole lines where it has them for itself."""
    if is_flow(text, duties):
        return span
    start = line_start(text, span.start) if opens_line(text, span.start) else span.start
    return Span(start, lines_end(text, span.end))
