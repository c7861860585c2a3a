"""Serial numbers of a workbook as days and times, with the calendar errors that Excel keeps.

Day 60 of the older system is 29 February 1900, which never was; Lotus had it, so Excel has it.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

_LEAP_BUG = 60
_LAST = 2_958_465  # 31 December 9999
_SHIFT_1904 = 1462
_SECONDS = 86_400


class Moment(NamedTuple):
    """A day and time as Excel counts; `weekday` from 0 for Sunday, `serial` for elapsed time."""

    year: int
    month: int
    day: int
    weekday: int
    hour: int
    minute: int
    second: int
    fraction: Decimal
    serial: Decimal


def read_moment(serial: Decimal, is_1904: bool, places: int) -> Moment | None:
    """Return the moment of a serial number, seconds rounded to `places`; None outside of both."""
    shifted = serial + _SHIFT_1904 if is_1904 else serial
    if not 0 <= shifted < _LAST + 1:
        return None
    step = Decimal(1).scaleb(-places)
    seconds = (shifted * _SECONDS).quantize(step, ROUND_HALF_UP)
    days, rest = divmod(seconds, _SECONDS)
    if days > _LAST:  # rounded up into the year 10000
        return None
    whole = int(rest)
    year, month, day = _find_day(int(days))
    return Moment(
        year,
        month,
        day,
        (int(days) + 6) % 7,
        whole // 3600,
        whole // 60 % 60,
        whole % 60,
        rest - whole,
        seconds / _SECONDS - (_SHIFT_1904 if is_1904 else 0),
    )


def _find_day(days: int) -> tuple[int, int, int]:
    if days == 0:
        return 1900, 1, 0
    if days == _LEAP_BUG:
        return 1900, 2, 29
    start = date(1899, 12, 31) if days < _LEAP_BUG else date(1899, 12, 30)
    day = start + timedelta(days=days)
    return day.year, day.month, day.day
