"""The records of a list with all that belongs to them: which comments go where a record goes.

A comment right below a record and further right than its dash is the record's own; at the end of
the list one below the dash itself is, too. Every other comment belongs to the record that follows.
Blank lines between records belong to none of them.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from dutylist.store.spans import (
    Span,
    column_of,
    is_flow,
    line_start,
    lines_end,
    list_spans,
    next_token,
    opens_line,
    skip_comments,
    without_line_end,
)
from dutylist.store.splices import Splice
from dutylist.store.syntax import Node

_BLANK_LINES = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*")
_BLANK_LINE = re.compile(r"[ \t]*(?:\r\n|\n|\r)")
_INDENT = re.compile(r"^ *(?=#)", re.MULTILINE)


def find_regions(text: str, key: Node, duties: Node) -> list[Span]:
    """Return where each record stands with its comments, without the last line end.

    The records stand below `key`, on lines of their own.
    """
    spans = list_spans(text, duties)
    column = column_of(text, spans[0].start)
    at = lines_end(text, next_token(text, key.end) + 1)
    regions = []
    for span in spans:
        ends = span is spans[-1] and column > column_of(text, key.start)
        start = _pass_blank_lines(text, at) if opens_line(text, span.start) else span.start
        at = skip_comments(text, lines_end(text, span.end), column - ends)
        regions.append(Span(min(start, span.start), without_line_end(text, at)))
    return regions


def count_blank_lines(text: str, regions: Sequence[Span], position: int) -> int:
    """Return how many blank lines part the record at `position` from the one after it.

    The last one counts as the one before it; a lone record as the files are written.
    """
    if len(regions) == 1:
        return int(len(text[slice(*regions[0])].splitlines()) > 1)
    before = regions[min(position, len(regions) - 2)]
    return len(_BLANK_LINE.findall(_cut_gap(text, lines_end(text, before.end))))


def move_regions(
    text: str, key: Node, duties: Node, order: Sequence[int], *, level: bool
) -> list[Splice] | None:
    """Return the splices that put the records into an order; None where they cannot be moved.

    With `level`, comments that open a record are put below its dash's column: further right they
    could become lines of the text above them.
    """
    if is_flow(text, duties):
        spans = list_spans(text, duties)
        if "#" in "".join(text[one.end : other.start] for one, other in pairwise(spans)):
            return None
        parts = [text[slice(*span)] for span in spans]
    else:
        spans = find_regions(text, key, duties)
        dashes = [span.start for span in list_spans(text, duties)]
        parts = [
            _level(text, span, dash) if level else text[slice(*span)]
            for span, dash in zip(spans, dashes, strict=True)
        ]
    return [Splice(*spans[to], parts[at]) for to, at in enumerate(order) if to != at]


def _level(text: str, region: Span, dash: int) -> str:
    """Return a record's text, the comments before its dash as far right as the dash."""
    opens = max(line_start(text, dash), region.start)
    indent = " " * column_of(text, dash)
    return _INDENT.sub(indent, text[region.start : opens]) + text[opens : region.end]


def _pass_blank_lines(text: str, at: int) -> int:
    gap = _BLANK_LINES.match(text, at)
    return gap.end() if gap else at


def _cut_gap(text: str, at: int) -> str:
    return text[at : _pass_blank_lines(text, at)]
