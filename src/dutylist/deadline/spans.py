"""Times of the calendar as values, and the words that name their units and their bounds."""

from datetime import date
from typing import NamedTuple

from dutylist.deadline import sentences
from dutylist.deadline.sentences import Reading

MONTH = ("月", "月份", "月度")
QUARTER = ("季度", "季", "个季度")
DAY = ("日", "号")
YEAR = ("年", "年度")
WHOLE_YEARS = ("全年", "全年度", "整年")
YEAR_ENDS = ("年终", "岁末", "岁尾")
HALVES = {"上半年": 6, "下半年": 12}
BOTH_HALVES = ("上下半年", "上、下半年")
PERIODS = frozenset({*WHOLE_YEARS, *YEAR_ENDS, *HALVES, *BOTH_HALVES})
ENDS = ("底", "末")
BEFORE = ("前", "之前", "以前")
UP_TO = ("止", "为止", "截止")
WITHIN = ("内", "之内", "以内")
DURING = (*WITHIN, "期间", "期内", "之际")
AFTER = ("后", "之后", "以后")


class Span(NamedTuple):
    """A time from its first day to its last, and how it was read.

    `bare` is a time named whole (10月, not 10月底); `within` a year meant as a frame (年内, 年底)
    and not as a date; `whole_year` is 全年, which by itself is no end.
    """

    first: date
    last: date
    read: Reading
    doubtful: bool = False
    bare: bool = False
    within: bool = False
    whole_year: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.read is sentences.day


class Dates(NamedTuple):
    """Several times that share one bound: 6月30日和12月10日前."""

    spans: tuple[Span, ...]
    read: Reading
    doubtful: bool = False


class Start(NamedTuple):
    """A time from which something holds: 从3月起; `since` an event, 自发文之日起."""

    first: date
    since: bool = False


class MonthDay(NamedTuple):
    """A place in any month, 31 being its end, and how it was read; `first` opens 15-30日."""

    day: int
    read: Reading
    written: str = ""
    doubtful: bool = False
    first: int = 0

    @property
    def is_day(self) -> bool:
        """Whether a day was named, which a month may or may not have."""
        return self.read is sentences.day
