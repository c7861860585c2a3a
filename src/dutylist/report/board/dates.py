"""The year as a calendar: on which days the duties have deadlines, checkpoints and reports.

Unlike `due`, which tells what is still owed, it shows the whole year: what has been met stands
there as met. What has no day in the year is counted, so that no duty is missed unnoticed.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dutylist.duty import Status
from dutylist.query import Kind, Row
from dutylist.standing import Lamp, is_reported


class Item(NamedTuple):
    """What falls on a day: the position of its duty among the rows, and what it is.

    `is_met`: the duty is done, or the report was handed in. `lamp` is that of the duty, and of a
    report yellow where it is missing.
    """

    at: int
    kind: Kind
    is_met: bool
    lamp: Lamp | None


class Year(NamedTuple):
    """A year's days on which something falls, and how many duties have no day in it and why."""

    year: int
    days: Mapping[date, tuple[Item, ...]]
    repealed: int
    elsewhere: int


def lay_out_year(rows: Sequence[Row], year: int, day: date, *, is_over: bool = False) -> Year:
    """Lay out what falls in `year`, as known at the end of `day`; days and duties ascend.

    A report of `day` itself may still come, unless the day `is_over`.
    """
    owed_until = day + timedelta(days=1) if is_over and day < date.max else day
    days: dict[date, list[Item]] = {}
    repealed = elsewhere = 0
    for at, row in enumerate(rows):
        if row.standing.status is Status.REPEALED:
            repealed += 1
            continue
        items = [
            (on, item) for on, item in _list_items(at, row, day, owed_until) if on.year == year
        ]
        elsewhere += not items
        for on, item in items:
            days.setdefault(on, []).append(item)
    return Year(year, {on: tuple(days[on]) for on in sorted(days)}, repealed, elsewhere)


def _list_items(at: int, row: Row, day: date, owed_until: date) -> Iterator[tuple[date, Item]]:
    """Give the days of a duty; its reports had to be there if they fall before `owed_until`."""
    duty, standing = row.duty, row.standing
    is_done = standing.status is Status.DONE
    if standing.due:
        yield standing.due, Item(at, Kind.DEADLINE, is_done, standing.lamp)
    for on in duty.meaning.checkpoints:
        # The last stage is the duty itself, also where it was put off.
        if on not in (standing.due, duty.meaning.due, *duty.meaning.reports):
            yield on, Item(at, Kind.CHECKPOINT, is_done, standing.lamp)
    last = standing.last_progress.on if is_done and standing.last_progress else date.max
    for on in duty.meaning.reports:
        if on <= last:  # nobody reports on what is done
            is_met = is_reported(duty, on, day)
            is_missing = on < owed_until and not is_met
            yield on, Item(at, Kind.REPORT, is_met, Lamp.YELLOW if is_missing else None)
