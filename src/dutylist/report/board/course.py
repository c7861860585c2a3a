"""How the duties have come along: how many stood where at the end of each month.

A pure function of the duties' dated entries, amendments and a day. What is not dated, such as the
content of a list, counts as it is today.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dutylist.duty import Duty, Status
from dutylist.standing import find_standing

OVERDUE = "overdue"
STATES: tuple[str, ...] = (
    Status.DONE, Status.ACTIVE, Status.BLOCKED, Status.PENDING, OVERDUE, Status.REPEALED,
)  # fmt: skip
"""Where a duty stood: its status, or overdue whatever its status. Each duty is in one of them."""


class Point(NamedTuple):
    """How many duties stood in each of the states at the end of a day."""

    day: date
    counts: Mapping[str, int]


def follow_course(duties: Sequence[Duty], year: int, day: date) -> Iterator[Point]:
    """Give the points of the year's month ends up to `day`, and of `day` if it lies in the year."""
    ends = [date(year, month, monthrange(year, month)[1]) for month in range(1, 13)]
    passed = [end for end in ends if end <= day]
    if day.year == year and day not in passed:
        passed.append(day)
    for end in passed:
        counts = Counter(_find_state(duty, end) for duty in duties)
        yield Point(end, {state: counts[state] for state in STATES})


def _find_state(duty: Duty, day: date) -> str:
    standing = find_standing(duty, day)
    return OVERDUE if standing.overdue else standing.status
