"""The rules for what comes round again: 每月25日前, 每季度末月20日前, 按月, 每3天.

A rhythm knows its days in the list's year, where its wording lets them be known.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from dutylist.deadline import refusals, sentences
from dutylist.deadline.bounds import skip_hour
from dutylist.deadline.cursor import Cursor
from dutylist.deadline.days import day_or_end, months_apart
from dutylist.deadline.lexicon import VERBS, Kind
from dutylist.deadline.months import read_month_day
from dutylist.deadline.spans import (
    AFTER,
    BEFORE,
    DURING,
    ENDS,
    MONTH,
    QUARTER,
    MonthDay,
    Span,
    Start,
)
from dutylist.deadline.times import read_time, starts_point
from dutylist.deadline.tokens import Token
from dutylist.words import Message

MONTHLY, QUARTERLY, HALF_YEARLY, YEARLY = "monthly", "quarterly", "half-yearly", "yearly"
FIXED = "fixed dates"
_ENDS = {
    MONTHLY: tuple(range(1, 13)),
    QUARTERLY: (3, 6, 9, 12),
    HALF_YEARLY: (6, 12),
    YEARLY: (12,),
}
_PERIODS = {
    **dict.fromkeys(MONTH, MONTHLY),
    **dict.fromkeys(QUARTER, QUARTERLY),
    "半年": HALF_YEARLY,
    "个半年": HALF_YEARLY,
    "年": YEARLY,
    "年度": YEARLY,
    "个年度": YEARLY,
    "个月": MONTHLY,
}
_FIXED_STEPS = {1: MONTHLY, 3: QUARTERLY, 6: HALF_YEARLY, 12: YEARLY}
_VAGUE_MONTHS = {"初": 3, "中": 6}
_ENDED = ("结束", "终了")
_FINER = {(YEARLY, 2): HALF_YEARLY, (YEARLY, 4): QUARTERLY, (HALF_YEARLY, 2): QUARTERLY}
_STEPS = {
    "日": "days",
    "天": "days",
    "周": "weeks",
    "星期": "weeks",
    "个星期": "weeks",
    "个月": "months",
    "年": "years",
    "工作日": "working days",
    "个工作日": "working days",
    "小时": "hours",
    "个小时": "hours",
}
_SINGLE = {
    "日": "daily",
    "天": "daily",
    "周": "weekly",
    "星期": "weekly",
    "个星期": "weekly",
    "旬": "every 10 days",
    "工作日": "every working day",
    "个工作日": "every working day",
}
_MONTHS_OF_QUARTER = {
    **dict.fromkeys(("首月", "首个月", "第一个月", "第1个月"), 2),
    **dict.fromkeys(("第二个月", "第2个月"), 1),
    **dict.fromkeys(("末月", "第三个月", "第3个月", "最后一个月", "最后1个月"), 0),
}


class Rhythm(NamedTuple):
    """What comes round: its name, its days in the list's year, and how they were read."""

    cadence: str
    days: tuple[date, ...] = ()
    read: Callable[[str], Message] = sentences.rhythm
    doubtful: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it names no day: 按月, 每季度一次."""
        return self.read is sentences.open_rhythm


def starts_rhythm(cursor: Cursor) -> bool:
    """Tell whether a rhythm begins here."""
    if cursor.sees(Kind.EACH, Kind.NUMBER):
        # 按10月底前 names a time; only 每 counts.
        return cursor.peek().text.startswith("每") and cursor.sees(Kind.UNIT, ahead=2)
    if cursor.sees(Kind.EACH, Kind.UNIT):
        return True
    return cursor.sees("次月", Kind.NUMBER, "日") or _starts_idiom(cursor)


def read_rhythm(cursor: Cursor) -> Rhythm | None:
    """Read a rhythm with its days and its bound, or return None where none begins."""
    if not starts_rhythm(cursor):
        return None
    if cursor.take("次月"):
        return _read_month_after(cursor)
    if cursor.peek().kind is not Kind.EACH:
        return _read_idiom(cursor)
    cursor.at += 1
    if cursor.peek().kind is Kind.NUMBER:
        return _read_step(cursor)
    unit = cursor.peek().text
    cursor.at += 1
    cursor.take("的")
    if unit in _SINGLE:
        return _read_single(cursor, unit)
    if unit not in _PERIODS:
        raise refusals.uncountable(cursor.whole())
    rhythm = _read_period(cursor, _PERIODS[unit])
    _take_bound(cursor)
    return rhythm


def merged(rhythms: Sequence[Rhythm]) -> Rhythm | None:
    """Return several rhythms as one, in doubt unless they agree."""
    named = {rhythm.cadence for rhythm in rhythms if not rhythm.is_open}
    # 每季度一次，每季度末25日前 names its days in its second half.
    kept = [rhythm for rhythm in rhythms if not (rhythm.is_open and rhythm.cadence in named)]
    if not kept:
        return None
    first = kept[0]
    if all(rhythm[:2] == first[:2] for rhythm in kept):
        return first
    days = tuple(sorted({day for rhythm in kept for day in rhythm.days}))
    return Rhythm(first.cadence, days, sentences.unsure_rhythm, doubtful=True)


def spacing(days: tuple[date, ...]) -> str:
    """Return the cadence that evenly spaced days make, or `fixed dates`."""
    steps = set(months_apart(days))
    if len(steps) == 1 and (step := steps.pop()) in _FIXED_STEPS:
        return _FIXED_STEPS[step]
    if len(days) == 2 and 150 <= (days[1] - days[0]).days <= 215:
        return HALF_YEARLY
    return FIXED


def counted(rhythm: Rhythm, words: Sequence[Token], year: int) -> Rhythm:
    """Return 每年两次 as half-yearly; refuse 每月两次, whose days nobody names."""
    for number, unit in pairwise(words):
        if number.kind is not Kind.NUMBER or unit.text != "次" or number.value == 1:
            continue
        finer = _FINER.get((rhythm.cadence, number.value))
        if finer is None:
            raise refusals.uncountable(f"{number.text[:12]}次")
        return _open(year, finer)
    return rhythm


def _starts_idiom(cursor: Cursor) -> bool:
    """Tell 一年两次, 半年一次 and 一月一调度 from one year and one month."""
    ahead = _idiom_length(cursor)
    times = cursor.sees("一次", ahead=ahead) or cursor.sees(Kind.NUMBER, "次", ahead=ahead)
    once = cursor.sees("一", ahead=ahead) and cursor.peek(ahead + 1).kind in VERBS
    return bool(ahead) and (times or once)


def _idiom_length(cursor: Cursor) -> int:
    if cursor.peek().text == "半年":
        return 1
    one = cursor.peek().text == "一" and cursor.peek(1).text in {*_PERIODS, *_SINGLE}
    return 2 if one else 0


def _read_idiom(cursor: Cursor) -> Rhythm:
    cursor.at += _idiom_length(cursor)
    unit = cursor.peek(-1).text
    once = cursor.sees("一", ahead=0) and cursor.peek(1).kind in VERBS
    cursor.at += 1 if once else 0
    if unit in _SINGLE:
        return Rhythm(_SINGLE[unit])
    rhythm = _open(cursor.year, _PERIODS[unit])
    if once or unit not in {*MONTH, *QUARTER}:
        return rhythm
    return rhythm._replace(read=sentences.each_or_one, doubtful=True)


def _ends_of(cadence: str, year: int) -> tuple[date, ...]:
    """Return the last days of a cadence's periods in a year; none for weeks and days."""
    return tuple(day_or_end(year, month, 31) for month in _ENDS.get(cadence, ()))


def _read_month_after(cursor: Cursor) -> Rhythm:
    part = read_month_day(cursor)
    _take_bound(cursor)
    rhythm = _on(cursor.year, MONTHLY, part, 0)
    return rhythm._replace(read=sentences.unsure_rhythm, doubtful=True)


def _read_step(cursor: Cursor) -> Rhythm:
    number, unit = cursor.peek(), cursor.peek(1).text
    cursor.at += 2
    if unit not in _STEPS or not 1 <= number.value <= 99:
        raise refusals.uncountable(cursor.written(cursor.at - 3))
    if unit == "日" and (number.value > 15 or cursor.peek().text in BEFORE):
        # 每25日前 has lost its 月.
        raise refusals.uncountable(cursor.whole())
    _take_bound(cursor)
    if unit == "个月" and number.value in _FIXED_STEPS:
        return _open(cursor.year, _FIXED_STEPS[number.value])
    if number.value == 1:
        return Rhythm(_SINGLE.get(unit, YEARLY if unit == "年" else "hourly"))
    return Rhythm(f"every {number.value} {_STEPS[unit]}")


def _read_single(cursor: Cursor, unit: str) -> Rhythm:
    """Read 每周五前 and 每天: their days are too many to list."""
    if _SINGLE[unit] == "weekly":
        weekday = None if cursor.sees(Kind.NUMBER, "次") else cursor.take_kind(Kind.NUMBER)
        if weekday and not 1 <= weekday.value <= 6:
            raise refusals.uncountable(cursor.written(cursor.at - 3))
        if weekday and cursor.sees(Kind.JOIN, Kind.NUMBER):
            # 每周一、三、五 is more often than weekly.
            raise refusals.uncountable(cursor.whole())
        if not weekday:
            cursor.take("日", "天", "末")
    _take_bound(cursor)
    return Rhythm(_SINGLE[unit])


def _read_period(cursor: Cursor, cadence: str) -> Rhythm:
    if (late := _read_days_after(cursor, cadence)) is not None:
        return late
    if cadence == YEARLY:
        return _read_yearly(cursor)
    if cadence == MONTHLY:
        return _read_monthly(cursor)
    if cadence == QUARTERLY:
        return _read_quarterly(cursor)
    return _read_half_yearly(cursor)


def _read_monthly(cursor: Cursor) -> Rhythm:
    """Read 每月25日 and 每月5日、20日."""
    rhythm = _on(cursor.year, MONTHLY, read_month_day(cursor), 0)
    while _next_day_of_month(cursor):
        more = _on(cursor.year, MONTHLY, read_month_day(cursor), 0)
        days = tuple(sorted({*rhythm.days, *more.days}))
        rhythm = Rhythm(MONTHLY, days, more.read, rhythm.doubtful or more.doubtful)
    return rhythm


def _next_day_of_month(cursor: Cursor) -> bool:
    """Step to the next day of a list, each with its own 前 or one for all."""
    ahead = 1 if cursor.peek().text in BEFORE else 0
    if not (
        cursor.peek(ahead).kind is Kind.JOIN and cursor.sees(Kind.NUMBER, "日", ahead=ahead + 1)
    ):
        return False
    cursor.at += ahead + 1
    return True


def _read_days_after(cursor: Cursor, cadence: str) -> Rhythm | None:
    """Read 每季度结束后10日内; the end of the last period of the year before counts, too."""
    ended = cursor.peek().text in _ENDED
    ahead = 1 if ended or cursor.peek().text in {"终", "末"} else 0
    if cursor.peek(ahead).text in AFTER:
        ahead += 1
    elif not ended:
        return None
    number, unit = cursor.peek(ahead), cursor.peek(ahead + 1).text
    if unit not in {"日", "天"} or not 1 <= number.value <= 60:
        raise refusals.uncountable(cursor.whole())
    cursor.at += ahead + 2
    first = date(cursor.year, 1, 1) - timedelta(days=1) if cursor.year > 1 else None
    ends = ((first,) if first else ()) + _ends_of(cadence, cursor.year)
    late = (_days_later(end, number.value) for end in ends)
    return Rhythm(cadence, tuple(day for day in late if day and day.year == cursor.year))


def _days_later(end: date, count: int) -> date | None:
    return end + timedelta(days=count) if (date.max - end).days >= count else None


def _read_yearly(cursor: Cursor) -> Rhythm:
    """Read 每年6月底前 and 每年4月、10月; a year without them has its end."""
    cursor.current = cursor.year
    if cursor.take(*ENDS, "终"):
        return _open(cursor.year, YEARLY)._replace(read=sentences.rhythm)
    if edge := cursor.take(*_VAGUE_MONTHS):
        day = day_or_end(cursor.year, _VAGUE_MONTHS[edge.text], 31)
        return Rhythm(YEARLY, (day,), sentences.vague_rhythm, doubtful=True)
    return _named(_times_of_year(cursor)) or _open(cursor.year, YEARLY)


def _read_half_yearly(cursor: Cursor) -> Rhythm:
    """Read 每半年末 and 每半年6月、12月底前."""
    if cursor.take(*ENDS):
        return _open(cursor.year, HALF_YEARLY)._replace(read=sentences.rhythm)
    named = _named(_times_of_year(cursor))
    return named._replace(cadence=HALF_YEARLY) if named else _open(cursor.year, HALF_YEARLY)


def _named(times: Sequence[Span]) -> Rhythm | None:
    """Return the rhythm of times that every year has."""
    if not times:
        return None
    days = tuple(sorted({time.last for time in times}))
    doubtful = any(time.doubtful for time in times)
    read = sentences.vague_rhythm if doubtful else sentences.rhythm
    return Rhythm(spacing(days) if len(days) > 1 else YEARLY, days, read, doubtful)


def _times_of_year(cursor: Cursor) -> list[Span]:
    """Return the times named in each year, under one 前 or each with its own."""
    times: list[Span] = []
    while time := read_time(cursor):
        if isinstance(time, Start):
            raise refusals.only_begins(cursor.whole())
        times += [time] if isinstance(time, Span) else time.spans
        if cursor.peek().kind is not Kind.JOIN or not starts_point(cursor, 1):
            break
        cursor.at += 1
    return times


def _read_quarterly(cursor: Cursor) -> Rhythm:
    """Read 每季度首月10日, 每季度末25日, 每季度末, 每季度初."""
    if month := cursor.take(*_MONTHS_OF_QUARTER):
        return _on(cursor.year, QUARTERLY, read_month_day(cursor), _MONTHS_OF_QUARTER[month.text])
    if cursor.take("初"):
        return _on(cursor.year, QUARTERLY, MonthDay(10, sentences.beginning, doubtful=True), 2)
    if cursor.take(*ENDS):
        last = read_month_day(cursor) or MonthDay(31, sentences.month)
        return _on(cursor.year, QUARTERLY, last, 0)
    if read_month_day(cursor):
        # 每季度20日前: the 20th of which month?
        raise refusals.no_month_named(cursor.whole())
    return _on(cursor.year, QUARTERLY, None, 0)


def _on(year: int, cadence: str, part: MonthDay | None, earlier: int) -> Rhythm:
    """Return a rhythm on one day of the month that stands `earlier` months before each end."""
    months = tuple(month - earlier for month in _ENDS[cadence])
    if part is None:
        days = tuple(day_or_end(year, month, 31) for month in months)
        return Rhythm(cadence, days, sentences.open_rhythm)
    if part.is_day and not 1 <= part.day <= 31:
        raise refusals.no_such_day(part.written)
    days = tuple(day_or_end(year, month, part.day) for month in months)
    if part.is_day and any(day.day != part.day for day in days):
        return Rhythm(cadence, days, sentences.clamped, doubtful=True)
    read = sentences.vague_rhythm if part.doubtful else sentences.rhythm
    return Rhythm(cadence, days, read, part.doubtful)


def _open(year: int, cadence: str) -> Rhythm:
    return Rhythm(cadence, _ends_of(cadence, year), sentences.open_rhythm)


def _take_bound(cursor: Cursor) -> None:
    skip_hour(cursor)
    # 每月前5日内 is the beginning of the month, not a bound.
    if cursor.take(*AFTER) or cursor.sees("前", Kind.NUMBER):
        raise refusals.uncountable(cursor.whole())
    cursor.take(*BEFORE, *DURING)
