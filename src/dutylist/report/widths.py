"""How wide the columns of a table are to be, by what stands in them."""

import re
from collections.abc import Sequence
from math import sqrt

from dutylist.report.markdown import Table, Text, show_plain
from dutylist.views.text import measure

WIDE_FROM = 10
"""A table of so many columns is printed on a page that is turned."""

# In cells of a terminal, two of which make a Chinese character.
_LEAST, _NARROW, _SHORT = 4, 8, 16
_AROUND_MM = 3.0
_WORD = re.compile(r"[^\s\u2e80-\uffff]+")


def share_widths(table: Table, whole: float, size: float) -> list[float]:
    """Share `whole` millimetres out among the columns, for texts of `size` points.

    Columns of but a few characters get what they need, so that no name is broken; the others
    share the rest, and longer texts get more of it, yet none less than its longest word. Where all
    are short, all grow alike.
    """
    columns = range(len(table.head))
    longest = [_find_longest(table, at) for at in columns]
    words = [_find_word(table, at) for at in columns]
    cell_mm = size / 2 / 72 * 25.4
    least = [max(_LEAST, word) * cell_mm + _AROUND_MM for word in words]
    needs = [
        max(low, each * cell_mm + _AROUND_MM) for low, each in zip(least, longest, strict=True)
    ]
    narrow = [need if each <= _NARROW else 0.0 for need, each in zip(needs, longest, strict=True)]
    wishes = [0.0 if fixed else sqrt(each) for fixed, each in zip(narrow, longest, strict=True)]
    if max(longest) <= _SHORT or sum(map(max, narrow, least)) >= whole:
        return [whole * need / sum(needs) for need in needs]
    return _share_rest(narrow, wishes, least, whole)


def _share_rest(
    fixed: Sequence[float], wishes: Sequence[float], least: Sequence[float], whole: float
) -> list[float]:
    """Share what the fixed columns leave by the wishes; who would get too little is fixed, too."""
    left, wished = whole - sum(fixed), sum(wishes)
    got = [each or left * wish / wished for each, wish in zip(fixed, wishes, strict=True)]
    if all(each >= low for each, low in zip(got, least, strict=True)):
        return got
    now = [each or (low if width < low else 0.0)
           for each, low, width in zip(fixed, least, got, strict=True)]  # fmt: skip
    rest = [0.0 if each else wish for each, wish in zip(now, wishes, strict=True)]
    return _share_rest(now, rest, least, whole)


def is_wide(table: Table) -> bool:
    """Tell whether a table has so many columns that its page is turned."""
    return len(table.head) >= WIDE_FROM


def is_short(table: Table, at: int) -> bool:
    """Tell whether a column has but short texts, which are centred."""
    return max((_measure(row[at]) for row in table.rows), default=0) <= _SHORT


def _find_longest(table: Table, at: int) -> int:
    """Return the longest line below the title; a column without texts is as wide as its title."""
    longest = max((_measure(row[at]) for row in table.rows), default=0)
    return longest or _measure(table.head[at])


def _find_word(table: Table, at: int) -> int:
    """Return the longest word, which no line is to break; between Chinese characters it may."""
    texts = "\n".join(show_plain(row[at]) for row in (table.head, *table.rows))
    return min(_SHORT, max(map(measure, _WORD.findall(texts)), default=0))


def _measure(text: Text) -> int:
    """Return the width of the longest line."""
    lines = "".join(span.text for span in text).split("\n")
    return max(map(measure, lines))
