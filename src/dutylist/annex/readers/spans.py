"""What all readers of tables need to put cells in their places: whole numbers, folded columns.

A column in which no cell begins is none: a span may say a million, and the table stays as wide as
it is seen.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from dutylist.annex.grid import Cell

_WHOLE = re.compile(r"\s*\+?([0-9]{1,9})")


def read_whole(text: str | None, default: int) -> int:
    """Return the whole number (not negative) that a text begins with, or `default`."""
    match = _WHOLE.match(text or "")
    return int(match[1]) if match else default


def fold_columns(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells with columns counted anew, those left out in which none begins."""
    starts = sorted({cell.column for cell in cells})
    return [_fold(cell, starts) for cell in cells]


def _fold(cell: Cell, starts: list[int]) -> Cell:
    first = bisect_left(starts, cell.column)
    past = bisect_left(starts, cell.column + cell.columns)
    return cell._replace(
        column=first, columns=past - first, spot=cell.spot._replace(column=first + 1)
    )
