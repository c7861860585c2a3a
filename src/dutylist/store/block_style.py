"""Parts put into, taken out of and replaced in records that are written with lines and dashes.

A new line stands where its neighbours stand and takes over the line end of the line before it.
Comments to the right of a dash or a key belong to what is above them, and so do those right below
the last one that are no further left than it; all others belong to what follows.
"""

from dutylist.store.render import Dash, Manner, Value, render_item, render_pair, render_value
from dutylist.store.spans import (
    body_end,
    column_of,
    end_of,
    header_end,
    is_block_text,
    is_flow,
    line_end_at,
    line_start,
    lines_end,
    list_spans,
    next_token,
    opens_line,
    skip_comments,
    tail_end,
    without_line_end,
)
from dutylist.store.splices import Splice, drop_lines, put_lines
from dutylist.store.syntax import Node


def find_dash(text: str, sequence: Node, position: int = 0) -> Dash:
    """Return how the item at `position` starts: its dash, and the blanks behind that."""
    dash = list_spans(text, sequence)[position].start
    lead = text[dash + 1 : sequence.value[position].start]
    return Dash(column_of(text, dash)) if lead.strip() else Dash(column_of(text, dash), lead)


def insert_item(
    text: str, sequence: Node, position: int, item: Value, column: int, manner: Manner
) -> list[Splice]:
    """Put an item before the one at `position`, in the way of the one above it.

    `column` is that of the list's key.
    """
    neighbour = max(position - 1, 0)
    at = sequence.start
    manner = manner._replace(dash=find_dash(text, sequence, neighbour))
    if position:
        ends = position == len(sequence.value) and manner.dash.column > column
        at = _line_after(text, sequence.value[neighbour], manner.dash.column - ends)
    manner = manner._replace(line_end=line_end_at(text, at))
    flat = is_flow(text, sequence.value[neighbour])
    line = render_item(item, manner, flat=flat)
    if position:
        return [put_lines(text, at, " " * manner.dash.column + line, manner.line_end)]
    return [Splice(at, at, line + manner.line_end + " " * manner.dash.column)]


def remove_item(text: str, sequence: Node, position: int, *, below: bool = False) -> list[Splice]:
    """Take out one of several items, with the comment at the end of its line, or also `below`."""
    spans = list_spans(text, sequence)
    start, end = spans[position]
    if opens_line(text, start):
        return [_drop_part(text, start, end, below=below)]
    return [Splice(start, spans[position + 1].start, "")]


def insert_pair(
    text: str, mapping: Node, position: int, key: str, value: Value, manner: Manner
) -> list[Splice]:
    """Put a key and its value behind the pair before `position`."""
    column = column_of(text, mapping.start)
    ends = position == len(mapping.value)
    at = _line_after(text, mapping.value[position - 1][1], column - ends)
    manner = manner._replace(line_end=line_end_at(text, at))
    lines = " " * column + render_pair(key, value, column, manner)
    return [put_lines(text, at, lines, manner.line_end)]


def remove_pair(text: str, mapping: Node, position: int, *, below: bool = False) -> list[Splice]:
    """Take out one of several pairs, with the comment at the end of its line, or also `below`."""
    spans = list_spans(text, mapping)
    start, end = spans[position]
    if opens_line(text, start):
        return [_drop_part(text, start, end, below=below)]
    following = spans[position + 1].start
    if "#" in text[lines_end(text, end) : following]:
        return [Splice(start, tail_end(text, without_line_end(text, end)), "")]
    return [Splice(start, following, "")]


def replace_value(
    text: str, pair: tuple[Node, Node], column: int, value: Value, manner: Manner
) -> list[Splice]:
    """Put `value` in the place of the one that stands behind the key at `column`."""
    key, old = pair
    colon = next_token(text, key.end)
    manner = manner._replace(line_end=line_end_at(text, colon))
    head, body = render_value(value, column, manner)
    if old.kind == "scalar" or is_flow(text, old):
        return _replace_behind_key(text, colon, old, head, body, manner.line_end)
    end = lines_end(text, end_of(text, old))
    if not opens_line(text, old.start):  # "? key" and ": - item": there is no line of its own
        return [Splice(old.start, without_line_end(text, end), head or body.lstrip(" "))]
    shown = [Splice(colon + 1, colon + 1, f" {head}")] if head else []
    return [*shown, *_replace_lines(text, line_start(text, old.start), end, body, manner.line_end)]


def _line_after(text: str, node: Node, column: int) -> int:
    return skip_comments(text, lines_end(text, end_of(text, node)), column)


def _drop_part(text: str, start: int, end: int, *, below: bool) -> Splice:
    last = lines_end(text, end)
    if below:
        last = skip_comments(text, last, column_of(text, start), blank_lines=True)
    return drop_lines(text, line_start(text, start), last)


def _replace_behind_key(
    text: str, colon: int, old: Node, head: str, body: str, line_end: str
) -> list[Splice]:
    last = header_end(text, old) if is_block_text(old) else old.end
    lines = lines_end(text, last)
    first = old.start
    if not head:
        same_line = not text[colon + 1 : old.start].strip(" ")
        first = without_line_end(text, line_start(text, old.start))
        first = colon + 1 if same_line else first
    end = body_end(text, old) if is_block_text(old) else lines
    return [Splice(first, last, head), *_replace_lines(text, lines, end, body, line_end)]


def _replace_lines(text: str, start: int, end: int, lines: str, line_end: str) -> list[Splice]:
    if start == end:
        return [put_lines(text, start, lines, line_end)] if lines else []
    if not lines:
        return [drop_lines(text, start, end)]
    return [Splice(start, without_line_end(text, end), lines)]
