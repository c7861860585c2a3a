"""The year's calendar on the board: twelve months, each as a grid of days and as a list of them."""

from calendar import Calendar
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from dutylist.query import Kind, Row
from dutylist.report.board.dates import Item, Year
from dutylist.report.board.labels import GLYPHS, clean, label_lists, tell_short_day
from dutylist.standing import Lamp
from dutylist.views.phrases import name_term
from dutylist.words import Catalogue, Message, say, say_n

WEEKDAYS: Sequence[Message] = (
    say("Mo"), say("Tu"), say("We"), say("Th"), say("Fr"), say("Sa"), say("Su"),
)  # fmt: skip

_WORST_FIRST = (Lamp.RED, Lamp.YELLOW, Lamp.GREEN)


class Day(NamedTuple):
    """A day of a month's grid: how many things fall on it, and the worst lamp among them."""

    on: date
    id: str
    is_today: bool
    items: int
    lamp: str
    glyph: str
    label: str


class Numbers(NamedTuple):
    """Printed numbers of one list, each with the position of its duty."""

    list_name: str
    duties: tuple[tuple[int, str], ...]


class Group(NamedTuple):
    """What of one kind falls on a day, in words, and which duties; `is_long` if better folded."""

    kind: str
    text: str
    numbers: tuple[Numbers, ...]
    is_long: bool


class Agenda(NamedTuple):
    """A day on which something falls."""

    id: str
    label: str
    is_today: bool
    groups: tuple[Group, ...]


class Month(NamedTuple):
    """A month: weeks of seven days, None beyond its ends, and the days on which something falls."""

    name: str
    id: str
    weeks: tuple[tuple[Day | None, ...], ...]
    agenda: tuple[Agenda, ...]


def show_months(
    year: Year, rows: Sequence[Row], today: date, catalogue: Catalogue
) -> Iterator[Month]:
    """Show the twelve months of the year."""
    writer = _Writer(rows, today, catalogue)
    for number in range(1, 13):
        name = say("month {month}", month=number).text(catalogue)
        weeks = tuple(
            tuple(writer.show_day(on, year.days.get(on, ())) if on else None for on in week)
            for week in _list_weeks(year.year, number)
        )
        agenda = tuple(
            writer.show_agenda(on, items) for on, items in year.days.items() if on.month == number
        )
        yield Month(name, f"m{number}", weeks, agenda)


def tell_left_out(year: Year) -> list[Message]:
    """Say which duties the calendar does not show."""
    told = []
    if year.elsewhere:
        told.append(
            say_n(
                "{n} duty has no day in {year}: ongoing, or its day is not fixed or not in it",
                "{n} duties have no day in {year}: ongoing, or their day is not fixed or not in it",
                year.elsewhere,
                year=year.year,
            )
        )
    if year.repealed:
        told.append(
            say_n(
                "{n} repealed duty is not in it", "{n} repealed duties are not in it", year.repealed
            )
        )
    return told


class _Writer:
    """Puts days into words."""

    def __init__(self, rows: Sequence[Row], today: date, catalogue: Catalogue) -> None:
        self._rows = rows
        self._today = today
        self._catalogue = catalogue
        self._lists = label_lists(rows)

    def show_day(self, on: date, items: Sequence[Item]) -> Day:
        lamp = _find_worst(items)
        count = say_n("{n} thing", "{n} things", len(items))
        parts: tuple[object, ...] = (tell_short_day(on, self._catalogue), count)
        if lamp:
            parts = (*parts, name_term(lamp, self._catalogue))
        if on == self._today:
            parts = (*parts, say("this day"))
        label = say("{parts}", parts=parts).text(self._catalogue)
        glyph = GLYPHS[lamp] if lamp else ""
        return Day(on, _name(on), on == self._today, len(items), lamp or "", glyph, label)

    def show_agenda(self, on: date, items: Sequence[Item]) -> Agenda:
        groups = (
            self._show_group(kind, [item for item in items if item.kind is kind]) for kind in Kind
        )
        present = tuple(group for group in groups if group.numbers)
        label = tell_short_day(on, self._catalogue)
        return Agenda(_name(on), label, on == self._today, present)

    def _show_group(self, kind: Kind, items: Sequence[Item]) -> Group:
        told = _tell(kind, items).text(self._catalogue)
        return Group(kind, told, tuple(self._list_numbers(items)), kind is Kind.REPORT)

    def _list_numbers(self, items: Sequence[Item]) -> Iterator[Numbers]:
        for name, within in groupby(items, key=self._name_list):
            duties = tuple((item.at, clean(str(self._rows[item.at].duty.no))) for item in within)
            yield Numbers(name, duties)

    def _name_list(self, item: Item) -> str:
        head = self._rows[item.at].head
        return self._lists[head.folder, head.list_id]


_KINDS = {
    Kind.DEADLINE: say_n("{n} deadline", "{n} deadlines", 0),
    Kind.CHECKPOINT: say_n("{n} checkpoint", "{n} checkpoints", 0),
}


def _tell(kind: Kind, items: Sequence[Item]) -> Message:
    if kind is Kind.REPORT:
        told = say_n("{n} report", "{n} reports", len(items))
        some = sum(item.lamp is not None for item in items)
        rest = say("{n} missing", n=some)
    else:
        told = _KINDS[kind]._replace(number=len(items), facts={"n": len(items)})
        some = sum(item.is_met for item in items)
        rest = say("{n} done", n=some)
    return say("{told} ({rest} among them)", told=told, rest=rest) if some else told


def _find_worst(items: Sequence[Item]) -> Lamp | None:
    lit = {item.lamp for item in items}
    return next((lamp for lamp in _WORST_FIRST if lamp in lit), None)


def _name(on: date) -> str:
    return f"on-{on.month:02}{on.day:02}"


def _list_weeks(year: int, month: int) -> Iterator[list[date | None]]:
    for week in Calendar().monthdayscalendar(year, month):
        yield [date(year, month, day) if day else None for day in week]
