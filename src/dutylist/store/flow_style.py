"""Parts put into and taken out of brackets: items of [ ] and pairs of { } alike.

A part that has its line for itself gets a neighbour on a line of its own; otherwise the new part
stands behind a comma on the same line. Taking out what was put in gives the old text back.
"""

from dutylist.store.spans import (
    Span,
    column_of,
    line_end_at,
    line_start,
    lines_end,
    list_spans,
    next_token,
    opens_line,
    tail_end,
    without_line_end,
)
from dutylist.store.splices import Splice
from dutylist.store.syntax import Node


def insert_part(text: str, node: Node, position: int, part: str) -> list[Splice]:
    """Put `part` (several may be joined by commas) before the part at `position`."""
    spans = list_spans(text, node)
    if not spans:
        return [Splice(node.start + 1, node.start + 1, part)]
    if position:
        return _insert_after(text, spans[position - 1], part)
    first = spans[0].start
    if opens_line(text, first):
        return [Splice(first, first, f"{part},{_new_line(text, first)}")]
    return [Splice(first, first, f"{part}, ")]


def remove_part(text: str, node: Node, position: int) -> list[Splice]:
    """Take out the part at `position`, with its comma and, if it ends the line, its comment."""
    spans = list_spans(text, node)
    span = spans[position]
    before = spans[position - 1] if position else None
    after = spans[position + 1] if position + 1 < len(spans) else None
    if _has_own_lines(text, span):
        return [_drop_own_lines(text, span, position), *_drop_comma(text, before, span)]
    if before and not text[before.end : span.start].strip(", \r\n"):
        return [Splice(before.end, span.end, "")]
    if before is None and after and not text[span.end : after.start].strip(", \r\n"):
        return [Splice(span.start, after.start, "")]
    end = _pass_comma(text, span.end)
    return [Splice(span.start, end, ""), *_drop_comma(text, before, span)]


def _insert_after(text: str, span: Span, part: str) -> list[Splice]:
    inline = [Splice(span.end, span.end, f", {part}")]
    if not opens_line(text, span.start):
        return inline
    follower = next_token(text, span.end)
    line = _new_line(text, span.start)
    if text[follower] != ",":
        own = follower >= lines_end(text, span.end)
        end = tail_end(text, span.end) if own else span.end
        return [Splice(span.end, span.end, ","), Splice(end, end, line + part)]
    end = tail_end(text, follower + 1)
    if not _is_line_end(text, end) or follower >= lines_end(text, span.end):
        return inline
    return [Splice(end, end, f"{line}{part},")]


def _new_line(text: str, start: int) -> str:
    return line_end_at(text, start) + " " * column_of(text, start)


def _has_own_lines(text: str, span: Span) -> bool:
    if not opens_line(text, span.start):
        return False
    return _is_line_end(text, tail_end(text, _pass_comma(text, span.end)))


def _drop_own_lines(text: str, span: Span, position: int) -> Splice:
    """Take out lines with the line end that came with them: the one before, but for the first."""
    start = line_start(text, span.start)
    if not position:
        return Splice(start, lines_end(text, _pass_comma(text, span.end)), "")
    end = tail_end(text, _pass_comma(text, span.end))
    return Splice(without_line_end(text, start), end, "")


def _pass_comma(text: str, at: int) -> int:
    """Return the place behind the comma that follows on the line of `at`, or `at`."""
    follower = next_token(text, at)
    same_line = follower < lines_end(text, at)
    return follower + 1 if text[follower] == "," and same_line else at


def _drop_comma(text: str, before: Span | None, span: Span) -> list[Splice]:
    """Take out the comma before the last part, unless that has one, too."""
    if before is None or text[next_token(text, span.end)] == ",":
        return []
    comma = next_token(text, before.end)
    return [Splice(comma, comma + 1, "")]


def _is_line_end(text: str, at: int) -> bool:
    return at >= len(text) or text[at] in "\r\n"
