"""How wide the columns of a table are to be, by what stands in them."""

from math import sqrt

from dutylist.report.markdown import Table, Text
from dutylist.views.text import measure

WIDE_FROM = 10
"""A table of so many columns is printed on a page that is turned."""

# In cells of a terminal, two of which make a Chinese character.
_LEAST, _NARROW, _SHORT = 4, 8, 16
_AROUND_MM = 3.0


def share_widths(table: Table, whole: float, size: float) -> list[float]:
    """Share `whole` millimetres out among the columns, for texts of `size` points.

    Columns of but a few characters get what they need, so that no name or number is broken; the
    others share the rest, and longer texts get more of it. If all are short, all grow alike.
    """
    longest = [_find_longest(table, at) for at in range(len(table.head))]
    cell_mm = size / 2 / 72 * 25.4
    needs = [max(_LEAST, each) * cell_mm + _AROUND_MM for each in longest]
    narrow = [need if each <= _NARROW else 0.0 for need, each in zip(needs, longest, strict=True)]
    wishes = [0.0 if fixed else sqrt(each) for fixed, each in zip(narrow, longest, strict=True)]
    left = whole - sum(narrow)
    if left <= 0 or not any(wishes):
        return [whole * need / sum(needs) for need in needs]
    return [fixed or left * wish / sum(wishes) for fixed, wish in zip(narrow, wishes, strict=True)]


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


def _measure(text: Text) -> int:
    """Return the width of the longest line."""
    lines = "".join(span.text for span in text).split("\n")
    return max(map(measure, lines))
