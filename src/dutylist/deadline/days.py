"""Days of the calendar for the deadline rules: ends of months and quarters, and days that exist.

Arithmetic only; a day that does not exist is refused here, with the sentence that says so.
"""

from datetime import MAXYEAR, date
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from dutylist.deadline import refusals

FARTHEST = 30  # a year farther from the list's is a slip of the pen: 2202年


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return day_or_end(year, month, 31)


def day_in(year: int, month: int, number: int, written: str) -> date:
    """Return a day of a month, or refuse one that the month does not have."""
    if not 1 <= number <= month_end(year, month).day:
        raise refusals.no_day(year, month, written)
    return date(year, month, number)


def day_or_end(year: int, month: int, number: int) -> date:
    """Return a day of a month, or its last day where the month is shorter."""
    check_year(year)
    return date(year, month, 1) + relativedelta(day=number)


def check_year(year: int) -> None:
    """Refuse a year that the calendar does not have."""
    if not 1 <= year <= MAXYEAR:
        raise refusals.far_year(str(year))


def named_year(number: int, written: str, list_year: int) -> int:
    """Return a year that a wording names, or refuse one that cannot be meant."""
    if abs(number - list_year) > FARTHEST:
        raise refusals.far_year(written)
    return number


def months_apart(days: tuple[date, ...]) -> tuple[int, ...]:
    """Return the steps in months from each day to the next."""
    counted = [day.year * 12 + day.month for day in days]
    return tuple(later - earlier for earlier, later in pairwise(counted))
