"""The course of the year as a line chart: where its lines, marks and words go.

Units are those of the drawing, 720 by 330; what they stand for is in the table beside the chart.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from dutylist.duty import Status
from dutylist.report.board.course import OVERDUE, STATES, Point
from dutylist.report.board.labels import tell_short_day
from dutylist.views.phrases import name_term
from dutylist.words import Catalogue, say

LEFT, RIGHT, TOP, BOTTOM = 40, 610, 16, 296
SERIES = (Status.DONE, Status.ACTIVE, OVERDUE)
_LEAST_GAP = 17
_MOST_TICKS = 5


class Mark(NamedTuple):
    """A place on the chart with the value that it stands for."""

    x: float
    y: float
    text: str


class Series(NamedTuple):
    """A line: its points as SVG writes them, its marks, and its name beside the last of them."""

    key: str
    points: str
    marks: tuple[Mark, ...]
    name: Mark


class Chart(NamedTuple):
    """All that is drawn, and a sentence that says the same."""

    ticks: tuple[Mark, ...]
    months: tuple[Mark, ...]
    today: Mark | None
    series: tuple[Series, ...]
    told: str


class CourseLine(NamedTuple):
    """A line of the table: a day and how many stood in each of the states, and in all."""

    day: str
    counts: tuple[int, ...]
    total: int


def draw_course(points: Sequence[Point], year: int, day: date, catalogue: Catalogue) -> Chart:
    """Lay the chart out; months that are not over have a place and no mark."""
    scale = _Scale(year, max((point.counts[key] for point in points for key in SERIES), default=0))
    series = [_draw_series(key, points, scale, catalogue) for key in SERIES] if points else []
    return Chart(
        tuple(Mark(LEFT, scale.find_y(value), str(value)) for value in scale.ticks),
        tuple(
            Mark(scale.find_x(date(year, month, 15)), BOTTOM + 20, _name_month(month, catalogue))
            for month in range(1, 13)
        ),
        _mark_today(scale, year, day, catalogue),
        tuple(_part_names(series)),
        _tell(points, catalogue),
    )


def list_course(points: Sequence[Point], catalogue: Catalogue) -> list[CourseLine]:
    """Give the lines of the table."""
    return [
        CourseLine(
            tell_short_day(point.day, catalogue),
            tuple(point.counts[state] for state in STATES),
            sum(point.counts.values()),
        )
        for point in points
    ]


def name_states(catalogue: Catalogue) -> list[str]:
    """Return the words for the states, in the order of the table's columns."""
    return [name_term(state, catalogue) for state in STATES]


class _Scale:
    """Where days and counts are on the chart."""

    def __init__(self, year: int, most: int) -> None:
        self._first = date(year, 1, 1).toordinal()
        self._days = date(year, 12, 31).toordinal() - self._first
        step = next(step for step in _list_steps() if step * _MOST_TICKS >= most)
        self.ticks = range(0, max(most, 1) + step, step)
        self._most = self.ticks[-1]

    def find_x(self, day: date) -> float:
        part = (day.toordinal() - self._first) / self._days
        return round(LEFT + part * (RIGHT - LEFT), 1)

    def find_y(self, count: int) -> float:
        return round(BOTTOM - count / self._most * (BOTTOM - TOP), 1)


def _list_steps() -> Iterator[int]:
    step = 1
    while True:
        yield from (step, 2 * step, 5 * step)
        step *= 10


def _draw_series(key: str, points: Sequence[Point], scale: _Scale, catalogue: Catalogue) -> Series:
    marks = tuple(
        Mark(scale.find_x(point.day), scale.find_y(point.counts[key]), str(point.counts[key]))
        for point in points
    )
    last = marks[-1]
    name = Mark(last.x + 12, last.y + 4, f"{name_term(key, catalogue)} {last.text}")
    return Series(key, " ".join(f"{mark.x:g},{mark.y:g}" for mark in marks), marks, name)


def _part_names(series: Sequence[Series]) -> Iterator[Series]:
    """Give the series, the highest first, with names that stand neither on one another nor below.

    They are pushed up from the foot of the chart, then down from its head; there is room for all.
    """
    order = sorted(series, key=lambda each: each.name.y)
    heights = [each.name.y for each in order]
    foot = BOTTOM + 4.0
    for at in reversed(range(len(heights))):
        heights[at] = foot = min(heights[at], foot)
        foot -= _LEAST_GAP
    head = TOP + 4.0
    for each, height in zip(order, heights, strict=True):
        head = max(height, head)
        yield each._replace(name=each.name._replace(y=round(head, 1)))
        head += _LEAST_GAP


def _name_month(month: int, catalogue: Catalogue) -> str:
    return say("month {month}", month=month).text(catalogue)


def _mark_today(scale: _Scale, year: int, day: date, catalogue: Catalogue) -> Mark | None:
    if day.year != year:
        return None
    return Mark(scale.find_x(day), TOP, tell_short_day(day, catalogue))


def _tell(points: Sequence[Point], catalogue: Catalogue) -> str:
    if not points:
        return say("The year has not begun.").text(catalogue)
    counts = {
        state: say("{name} {n}", name=name_term(state, catalogue), n=points[-1].counts[state])
        for state in SERIES
    }
    facts = {"day": tell_short_day(points[-1].day, catalogue), "counts": tuple(counts.values())}
    return say("As of {day}: {counts}.")._replace(facts=facts).text(catalogue)
