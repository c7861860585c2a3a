"""The periods that a bulletin speaks of: a month, a quarter, half a year or a year.

Nothing here reads the clock: which period is meant, and on which day it is told, is given.
"""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from dutylist.words import Message, say


class Unit(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Period(NamedTuple):
    """One period of a year; `number` counts from 1 within the year."""

    unit: Unit
    year: int
    number: int = 1

    @property
    def first(self) -> date:
        """Return the first day."""
        return date(self.year, (self.number - 1) * self.months + 1, 1)

    @property
    def last(self) -> date:
        """Return the last day."""
        month = self.number * self.months
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def months(self) -> int:
        """Return how many months the period has."""
        return _MONTHS[self.unit]

    @property
    def day_before(self) -> date:
        """Return the last day of the period before."""
        return self.first - timedelta(days=1) if self.first > date.min else self.first

    @property
    def last_of_next(self) -> date:
        """Return the last day of the next period of the same length; the calendar's, at its end."""
        if self.last == date.max:
            return self.last
        first = self.last + timedelta(days=1)
        return Period(self.unit, first.year, (first.month - 1) // self.months + 1).last

    @property
    def name(self) -> Message:
        """Return what the period is called."""
        template = _NAMES[self.unit][0 if self.unit is Unit.MONTH else self.number - 1]
        return template._replace(facts={"year": self.year, "month": self.number})


def find_month(day: date) -> Period:
    """Return the month that contains `day`."""
    return Period(Unit.MONTH, day.year, day.month)


_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.YEAR: 12}
_NAMES = {
    Unit.MONTH: (say("month {month} of {year}"),),
    Unit.QUARTER: (
        say("the first quarter of {year}"),
        say("the second quarter of {year}"),
        say("the third quarter of {year}"),
        say("the fourth quarter of {year}"),
    ),
    Unit.HALF: (say("the first half of {year}"), say("the second half of {year}")),
    Unit.YEAR: (say("the year {year}"),),
}
