"""What the board shows, counted from the rows of an answer: figures, lamps, calendar, course.

Nothing here knows of pages. Each count can be counted again from `rows`, and those that are of
all duties sum to their number.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dutylist.buckets import BucketCount, count_buckets
from dutylist.duty import Status
from dutylist.query import Row
from dutylist.report.board.course import Point, follow_course
from dutylist.report.board.dates import Year, lay_out_year
from dutylist.report.parties import NOBODY, Key, find_keys, name_parties
from dutylist.standing import DEFAULT_RULES, Lamp, Rules
from dutylist.words import Message


class Lit(NamedTuple):
    """How many duties have each lamp, and how many none: they are done or repealed."""

    red: int
    yellow: int
    green: int
    done: int
    repealed: int

    @property
    def duties(self) -> int:
        """Count all of them."""
        return sum(self)


class Party(NamedTuple):
    """A leader or a department by name, "" for none, and the lamps of the duties it answers for.

    `key` is what makes it one: those of two districts are two, though they be called alike.
    """

    key: Key
    name: str
    lit: Lit


class Board(NamedTuple):
    """All that the board shows at the end of `day`.

    `rules` are the rules for lamps by data folder. Leaders are in printed order; departments
    stand with the most red lamps first, then the most yellow ones, then the most duties.
    """

    day: date
    period: Message | None
    rows: tuple[Row, ...]
    rules: Mapping[str, Rules]
    buckets: tuple[BucketCount, ...]
    lit: Lit
    leaders: tuple[Party, ...]
    departments: tuple[Party, ...]
    year: Year
    course: tuple[Point, ...]


def gather_board(
    rows: Sequence[Row],
    day: date,
    rules: Mapping[str, Rules],
    period: Message | None = None,
    *,
    is_over: bool = False,
) -> Board:
    """Gather the board of all duties in `rows`, which stand as at the end of `day`.

    `period` names what is reported on, where that is told; where it is over, the reports of `day`
    itself had to be there. The calendar is that of the newest list year that has begun.
    """
    duties = [row.duty for row in rows]
    year = _find_year(rows, day)
    departments = _gather_parties([(row, row.duty.departments) for row in rows])
    return Board(
        day,
        period,
        tuple(rows),
        {row.head.folder: rules.get(row.head.folder, DEFAULT_RULES) for row in rows},
        tuple(count_buckets(row.bucket for row in rows)),
        _count_lamps(rows),
        tuple(_gather_parties([(row, row.duty.leaders or (NOBODY,)) for row in rows])),
        tuple(sorted(departments, key=_rank_party)),
        lay_out_year(rows, year, day, is_over=is_over),
        tuple(follow_course(duties, year, day)),
    )


def _find_year(rows: Sequence[Row], day: date) -> int:
    years = {row.head.year for row in rows}
    begun = [year for year in years if year <= day.year]
    return max(begun) if begun else min(years, default=day.year)


def _gather_parties(named: Sequence[tuple[Row, Sequence[str]]]) -> list[Party]:
    called = name_parties((row.head, names) for row, names in named)
    rows: dict[Key, list[Row]] = {}
    for row, names in named:
        for key in find_keys(row.head, names):
            rows.setdefault(key, []).append(row)
    return [Party(key, called[key], _count_lamps(each)) for key, each in rows.items()]


def _rank_party(party: Party) -> tuple[int, int, int]:
    return -party.lit.red, -party.lit.yellow, -party.lit.duties


def _count_lamps(rows: Sequence[Row]) -> Lit:
    lamps = [row.standing.lamp for row in rows]
    statuses = [row.standing.status for row in rows]
    return Lit(
        lamps.count(Lamp.RED),
        lamps.count(Lamp.YELLOW),
        lamps.count(Lamp.GREEN),
        statuses.count(Status.DONE),
        statuses.count(Status.REPEALED),
    )
