"""How wide the columns of a table are to be, by what stands in them."""

from math import sqrt

from dutylist.report.markdown import Table, Text
from dutylist.views.text import measure

WIDE_FROM = 10

# In cells of a terminal, two of which make a Chinese character.
_LEAST, _SHORT, _AROUND = 4, 16, 2


def share_widths(table: Table, whole: float) -> list[float]:
    """Share the width of the page out among the columns; long texts get more, but not all."""
    wishes = [_find_wish(table, at) + _AROUND for at in range(len(table.head))]
    return [whole * wish / sum(wishes) for wish in wishes]


def is_wide(table: Table) -> bool:
    """Tell whether a table has so many columns that its page is turned."""
    return len(table.head) >= WIDE_FROM


def is_short(table: Table, at: int) -> bool:
    """Tell whether a column has but short texts, which are centred."""
    return max((_measure(row[at]) for row in table.rows), default=0) <= _SHORT


def _find_wish(table: Table, at: int) -> float:
    longest = max((_measure(row[at]) for row in table.rows), default=0)
    title = min(_measure(table.head[at]), 2 * _LEAST)
    return max(_LEAST, title, min(longest, _SHORT / 2 + 3 * sqrt(longest)))


def _measure(text: Text) -> int:
    """Return the width of the longest line."""
    lines = "".join(span.text for span in text).split("\n")
    return max(map(measure, lines))
