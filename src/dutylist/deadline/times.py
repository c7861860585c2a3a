"""The rules for times of the calendar: points, ranges and lists of them, and their bounds.

A point has a first and a last day; the last is what a deadline means by it. Which words may
follow (前, 内, 起 …) and what they change is settled here, too.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dutylist.deadline import sentences
from dutylist.deadline.cursor import Cursor
from dutylist.deadline.days import check_year, day_in, month_end, named_year
from dutylist.deadline.lexicon import NEXT_YEARS, PLANS, Kind
from dutylist.deadline.sentences import Reading
from dutylist.deadline.tokens import Token

MONTH = ("月", "月份", "月度")
QUARTER = ("季度", "季", "个季度")
BEFORE = ("前", "之前", "以前", "止", "为止", "截止")
DURING = ("内", "之内", "以内", "期间", "期内", "之际")
AFTER = ("后", "之后", "以后")
_NEAR = ("前后", "左右")
_FROM = ("起", "起始", "开始")
_PAST = ("去年", "上年", "前年", "上一年", "往年")
_YEAR_ENDS = ("年终", "岁末", "岁尾")
_WHOLE_YEARS = ("全年", "全年度", "整年")
_THIRDS = {"上旬": 10, "中旬": 20, "下旬": 31, "中上旬": 20, "上中旬": 20, "中下旬": 31}
_HALVES = {"上半月": 15, "下半月": 31}


class Span(NamedTuple):
    """A time of the calendar from its first day to its last, and how it was read."""

    first: date
    last: date
    read: Reading
    doubtful: bool = False
    bare: bool = False  # named whole, with no edge: 10月, not 10月底
    within: bool = False  # 年内, 年底: the year as a frame, not as a date
    whole_year: bool = False  # 全年


class Dates(NamedTuple):
    """Several times that share one bound: 6月30日和12月10日前."""

    spans: tuple[Span, ...]
    read: Reading
    doubtful: bool = False


class Start(NamedTuple):
    """A time from which something holds: 从3月起."""

    first: date


class MonthDay(NamedTuple):
    """A place in any month: its day, 31 for the end, and how that was read."""

    day: int
    read: Reading
    written: str = ""
    doubtful: bool = False
    first: int = 0  # of 15-30日


def starts_point(cursor: Cursor, ahead: int = 0) -> bool:
    """Tell whether a time of the calendar begins here."""
    token, following = cursor.peek(ahead), cursor.peek(ahead + 1)
    if token.kind is Kind.NUMBER:
        return _number_starts_point(cursor, ahead)
    if token.kind is Kind.YEAR or token.text in _WHOLE_YEARS + _YEAR_ENDS + ("上半年", "下半年"):
        return True
    if token.text in PLANS:
        return following.text in {"末", "底", "期末", "期间", "时期", "期内", "期"}
    if token.text == "第":
        return following.kind is Kind.NUMBER and cursor.peek(ahead + 2).kind is not Kind.TEXT
    if token.text == "前":
        return following.kind is Kind.NUMBER and cursor.peek(ahead + 2).text in (*QUARTER, "个月")
    if token.text in {"年", "年度"}:
        return following.text in {"底", "末", "终", "初", "中", "内", "之内", "以内", "前", "期末"}
    return False


def _number_starts_point(cursor: Cursor, ahead: int) -> bool:
    """Tell a time from a mere number, past the others it may be listed or ranged with."""
    at = ahead + 1
    while cursor.peek(at).kind in {Kind.RANGE, Kind.JOIN} and cursor.sees(
        Kind.NUMBER, ahead=at + 1
    ):
        at += 2
    if cursor.peek(at).kind is Kind.UNIT:
        return cursor.peek(at).text not in {"次", "时", "点"}
    return _is_year(cursor, ahead) and (
        cursor.sees(Kind.RANGE, Kind.NUMBER, ahead=ahead + 1)
        or cursor.sees(Kind.POINT, Kind.NUMBER, ahead=ahead + 1)
        or cursor.sees(Kind.SLASH, Kind.NUMBER, ahead=ahead + 1)
    )


def read_time(cursor: Cursor) -> Span | Dates | Start | None:
    """Read a time with its bound, or return None where none begins."""
    start = cursor.at
    spans = _read_spans(cursor)
    if not spans:
        return None
    _skip_hour(cursor)
    if len(spans) > 1:
        _take_bound(cursor, start)
        return _listed(spans)
    return _bounded(cursor, spans[0], start)


def _read_spans(cursor: Cursor) -> tuple[Span, ...]:
    """Read a time, a range of times, or a list of times."""
    spans = _read_numbered_list(cursor) or _read_range(cursor)
    while spans and _list_goes_on(cursor):
        mark = cursor.mark()
        cursor.at += 1
        more = _read_numbered_list(cursor) or _read_range(cursor, spans[-1])
        if not more:
            cursor.go_back(mark)
            break
        # 2022年，6月底前: the year is a heading, not a time of its own.
        heading = len(spans) == 1 and spans[0].bare and spans[0].read is sentences.year
        spans = more if heading else spans + more
    return spans


def _list_goes_on(cursor: Cursor) -> bool:
    return (cursor.peek().kind is Kind.JOIN or cursor.peek().text == "，") and starts_point(
        cursor, 1
    )


def _listed(spans: tuple[Span, ...]) -> Dates:
    uneven = len({span.read is sentences.day for span in spans}) > 1
    if uneven:
        return Dates(spans, sentences.shared_day, doubtful=True)
    doubt = next((span for span in spans if span.doubtful), None)
    return Dates(spans, doubt.read if doubt else sentences.listed, doubt is not None)


def _read_range(cursor: Cursor, before: Span | None = None) -> tuple[Span, ...]:
    """Read one time, or two with 至 between them."""
    start = cursor.at
    first = read_point(cursor, before)
    if first is None:
        return ()
    if cursor.peek().kind is not Kind.RANGE or not starts_point(cursor, 1):
        if not (cursor.peek().kind is Kind.RANGE and _is_year(cursor, 1)):
            return (first,)
    cursor.at += 1
    last = read_point(cursor, first, closing=True)
    if last is None or last.last < first.last:
        raise sentences.backwards(cursor.written(start))
    return (_stretch(first, last, cursor.year),)


def _stretch(first: Span, last: Span, list_year: int) -> Span:
    # 1-11月 is how reports say what their figures cover.
    reported = first.first == date(list_year, 1, 1) and last.bare and last.read is sentences.month
    read = sentences.reporting_period if reported else sentences.stretch
    return Span(first.first, last.last, read, doubtful=reported)


def read_point(cursor: Cursor, before: Span | None = None, *, closing: bool = False) -> Span | None:
    """Read one time; a day or month without its year takes the one in force."""
    mark = cursor.mark()
    if before and before.read is sentences.day and cursor.sees(Kind.NUMBER, Kind.UNIT):
        same_month = _read_day_alone(cursor, before)
        if same_month:
            return same_month
    if not (starts_point(cursor) or (closing and _is_year(cursor, 0))):
        return None
    named = _read_year(cursor, closing=closing)
    span = _read_part(cursor)
    if span is None and named:
        span = _whole_year(cursor)
    if span is None:
        cursor.go_back(mark)
    return span


def _read_day_alone(cursor: Cursor, before: Span) -> Span | None:
    if cursor.peek(1).text not in {"日", "号"}:
        return None
    number = cursor.peek()
    cursor.at += 2
    day = day_in(before.last.year, before.last.month, number.value, number.text)
    return Span(day, day, sentences.day)


def _is_year(cursor: Cursor, ahead: int) -> bool:
    token = cursor.peek(ahead)
    return token.kind is Kind.NUMBER and len(token.text) == 4 and token.value >= 1000


def _read_year(cursor: Cursor, *, closing: bool) -> bool:
    """Take a year, by number or by word, and put it in force."""
    token = cursor.peek()
    if token.kind is Kind.YEAR:
        cursor.at += 1
        if token.text in _PAST:
            raise sentences.past(token.text)
        base = cursor.current if token.text.startswith("次") else cursor.year
        cursor.current = base + NEXT_YEARS[token.text]
    elif _is_year(cursor, 0):
        if not _take_year_mark(cursor, closing=closing):
            return False
        cursor.current = named_year(token.value, token.text, cursor.year)
    elif _is_short_year(cursor):
        cursor.at += 2
        cursor.current = cursor.year - cursor.year % 100 + token.value
    else:
        return False
    check_year(cursor.current)
    return True


def _take_year_mark(cursor: Cursor, *, closing: bool) -> bool:
    """Take 2022年, 2022-10, 2022.10 or the bare years of 2024-2025."""
    if cursor.peek(1).text in {"年", "年度"}:
        cursor.at += 2
        return True
    joined = cursor.peek(1).kind in {Kind.RANGE, Kind.POINT, Kind.SLASH}
    if joined and cursor.sees(Kind.NUMBER, ahead=2) and len(cursor.peek(2).text) <= 2:
        cursor.at += 2
        return True
    if closing or (cursor.peek(1).kind is Kind.RANGE and _is_year(cursor, 2)):
        cursor.at += 1
        return True
    return False


def _is_short_year(cursor: Cursor) -> bool:
    """Tell 22年10月 and 22年底 from a count of years."""
    number = cursor.peek()
    if not (number.text.isascii() and len(number.text) == 2 and cursor.sees("年", ahead=1)):
        return False
    ahead_of_list = number.value - cursor.year % 100
    dated = cursor.peek(2).text in {"底", "末"} or cursor.sees(Kind.NUMBER, "月", ahead=2)
    return dated and 0 <= ahead_of_list <= 10


def _read_part(cursor: Cursor) -> Span | None:
    """Read a part of the year in force."""
    return (
        _read_period(cursor)
        or _read_year_edge(cursor)
        or _read_first_part(cursor)
        or _read_quarter(cursor)
        or _read_month(cursor)
        or _read_iso_month(cursor)
    )


def _read_period(cursor: Cursor) -> Span | None:
    year = cursor.current
    token = cursor.take("上半年", "下半年", *_WHOLE_YEARS, *_YEAR_ENDS, *PLANS)
    if token is None:
        return None
    if token.text in PLANS:
        return _read_plan(cursor, PLANS[token.text])
    if token.text in _WHOLE_YEARS:
        return _year(year, within=True, whole_year=True)
    if token.text in _YEAR_ENDS:
        return _year(year, within=True)
    half = 6 if token.text == "上半年" else 12
    edge = cursor.take("底", "末")
    first = date(year, half - 5, 1)
    return Span(first, month_end(year, half), sentences.half_year, bare=edge is None)


def _read_plan(cursor: Cursor, last_year: int) -> Span:
    cursor.take("时期", "期")
    vague = cursor.take("末", "底", "期末") is None
    end = date(last_year, 12, 31)
    return Span(date(last_year - 4, 1, 1), end, sentences.plan, doubtful=vague)


def _year(year: int, *, within: bool = False, whole_year: bool = False) -> Span:
    check_year(year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Span(first, last, sentences.year, within=within, whole_year=whole_year)


def _read_year_edge(cursor: Cursor) -> Span | None:
    """Read 年底, 年末, 年内, and after a year 底 alone; 年初 and 年中 name no day."""
    ahead = 1 if cursor.peek().text in {"年", "年度"} else 0
    after_year = cursor.peek(-1).text in {"年", "年度"} or cursor.peek(-1).kind is Kind.YEAR
    edge = cursor.peek(ahead).text
    if not (ahead or after_year) or edge not in {
        "底",
        "末",
        "终",
        "初",
        "中",
        "内",
        "之内",
        "以内",
        "期末",
    }:
        return None
    if edge in {"内", "之内", "以内"}:
        cursor.at += ahead
        return _year(cursor.current, within=True)
    cursor.at += ahead + 1
    if edge in {"初", "中"}:
        return _vague_part_of_year(cursor.current, edge)
    return _year(cursor.current, within=True)


def _vague_part_of_year(year: int, edge: str) -> Span:
    first = date(year, 1, 1)
    if edge == "初":
        return Span(first, date(year, 3, 31), sentences.beginning, doubtful=True)
    return Span(first, date(year, 6, 30), sentences.middle, doubtful=True)


def _read_first_part(cursor: Cursor) -> Span | None:
    """Read 前三季度 and 前8个月."""
    if not (cursor.sees("前", Kind.NUMBER) and cursor.peek(2).text in (*QUARTER, "个月")):
        return None
    number, unit = cursor.peek(1), cursor.peek(2).text
    month = number.value if unit == "个月" else number.value * 3
    if not 1 <= month <= 12:
        raise (
            sentences.no_quarter(number.text) if unit != "个月" else sentences.no_month(number.text)
        )
    cursor.at += 3
    year = cursor.current
    return Span(date(year, 1, 1), month_end(year, month), sentences.stretch)


def _read_quarter(cursor: Cursor) -> Span | None:
    """Read 第一季度, 四季度末, 一至三季度."""
    ahead = 1 if cursor.peek().text == "第" else 0
    numbers = [cursor.peek(ahead)]
    if cursor.sees(Kind.NUMBER, Kind.RANGE, Kind.NUMBER, ahead=ahead):
        numbers.append(cursor.peek(ahead + 2))
        ahead += 2
    if not (cursor.sees(Kind.NUMBER, ahead=ahead) and cursor.peek(ahead + 1).text in QUARTER):
        return None
    for number in numbers:
        if not 1 <= number.value <= 4:
            raise sentences.no_quarter(_figure(number))
    cursor.at += ahead + 2
    return _quarter_span(cursor, numbers[0].value, numbers[-1].value)


def _figure(number: Token) -> str:
    return str(number.value) if number.value >= 0 else number.text[:12]


def _quarter_span(cursor: Cursor, first: int, last: int) -> Span:
    if last < first:
        raise sentences.backwards(f"{first}-{last}")
    edge = cursor.take("底", "末")
    start, end = date(cursor.current, first * 3 - 2, 1), month_end(cursor.current, last * 3)
    read = sentences.quarter if first == last else sentences.stretch
    if cursor.take("中", "中期"):
        return Span(start, end, sentences.middle, doubtful=True)
    if cursor.take("初"):
        return Span(start, start.replace(day=10), sentences.beginning, doubtful=True)
    return Span(start, end, read, bare=edge is None and first == last)


def _read_month(cursor: Cursor) -> Span | None:
    """Read a month and its part, or the range 3-5月."""
    opening = cursor.peek()
    ranged = cursor.sees(Kind.NUMBER, Kind.RANGE, Kind.NUMBER) and cursor.peek(3).text in MONTH
    if ranged:
        cursor.at += 2
    if not (cursor.sees(Kind.NUMBER) and cursor.peek(1).text in MONTH):
        if cursor.sees(Kind.NUMBER, "日") or cursor.sees(Kind.NUMBER, "号"):
            raise sentences.no_month_named(cursor.written(cursor.at, cursor.at + 2))
        return None
    month = _month_number(cursor.peek().value, cursor.peek().text)
    cursor.at += 2
    last = _part_of_month(cursor, cursor.current, month)
    if not ranged:
        return last
    first = date(cursor.current, _month_number(opening.value, opening.text), 1)
    if first > last.last:
        raise sentences.backwards(f"{opening.text}-{month}月")
    return _stretch(
        Span(first, month_end(first.year, first.month), sentences.month), last, cursor.year
    )


def _month_number(value: int, written: str) -> int:
    if not 1 <= value <= 12:
        raise sentences.no_month(written[:12])
    return value


def _read_iso_month(cursor: Cursor) -> Span | None:
    """Read the rest of 2022-10-31, 2022.10 or 2022/10, whose year has been taken."""
    if cursor.peek(-1).kind not in {Kind.RANGE, Kind.POINT, Kind.SLASH} or not _is_year(cursor, -2):
        return None
    number = cursor.peek()
    month = _month_number(number.value, number.text)
    if cursor.peek(1).text == cursor.peek(-1).text and cursor.sees(Kind.NUMBER, ahead=2):
        day = cursor.peek(2)
        cursor.at += 3
        cursor.take("日")
        on = day_in(cursor.current, month, day.value, day.text)
        return Span(on, on, sentences.day)
    cursor.at += 1
    return _part_of_month(cursor, cursor.current, month)


def _part_of_month(cursor: Cursor, year: int, month: int) -> Span:
    """Read the day or the part of a month that is already named."""
    check_year(year)
    part = read_month_day(cursor)
    end = month_end(year, month)
    if part is None:
        return Span(end.replace(day=1), end, sentences.month, bare=True)
    if part.read is sentences.day:
        day = day_in(year, month, part.day, part.written)
        if part.first:
            return Span(day_in(year, month, part.first, str(part.first)), day, sentences.stretch)
        return Span(day, day, part.read)
    last = end.replace(day=min(part.day, end.day))
    return Span(end.replace(day=1), last, part.read, part.doubtful)


def read_month_day(cursor: Cursor) -> MonthDay | None:
    """Read a place in any month: 25日, 底, 中旬, 上半月."""
    return _read_day_number(cursor) or _read_month_edge(cursor)


def _read_day_number(cursor: Cursor) -> MonthDay | None:
    ranged = cursor.sees(Kind.NUMBER, Kind.RANGE, Kind.NUMBER)
    ahead = 2 if ranged else 0
    marks = ("日", "号")
    if not (cursor.sees(Kind.NUMBER, ahead=ahead) and cursor.peek(ahead + 1).text in marks):
        return None
    first, last = cursor.peek(), cursor.peek(ahead)
    cursor.at += ahead + 2
    if ranged and first.value >= last.value:
        raise sentences.backwards(f"{first.text}-{last.text}日")
    return MonthDay(last.value, sentences.day, last.text, first=first.value if ranged else 0)


def _read_month_edge(cursor: Cursor) -> MonthDay | None:
    doubled = cursor.peek().text == "月" and cursor.peek(1).text in {"底", "末", "初", "中"}
    token = cursor.peek(1 if doubled else 0)
    if token.kind is not Kind.EDGE:
        return None
    part = _month_edge(token.text)
    if part is None:
        return None
    cursor.at += 2 if doubled else 1
    if token.text in _THIRDS:
        cursor.take("末", "底")
    return part


def _month_edge(text: str) -> MonthDay | None:
    if text in {"底", "末"}:
        return MonthDay(31, sentences.month)
    if text in _THIRDS:
        return MonthDay(_THIRDS[text], sentences.ten_days)
    if text in _HALVES:
        return MonthDay(_HALVES[text], sentences.half_month)
    if text == "初":
        return MonthDay(10, sentences.beginning, doubtful=True)
    return MonthDay(31, sentences.middle, doubtful=True) if text == "中" else None


def _read_numbered_list(cursor: Cursor) -> tuple[Span, ...]:
    """Read 3、6、9月底 and 一、二季度: numbers that share one unit and its part."""
    mark = cursor.mark()
    _read_year(cursor, closing=False)
    ahead = 1 if cursor.peek().text == "第" else 0
    numbers = [cursor.peek(ahead)]
    while cursor.sees(Kind.NUMBER, Kind.JOIN, Kind.NUMBER, ahead=ahead):
        numbers.append(cursor.peek(ahead + 2))
        ahead += 2
    unit = cursor.peek(ahead + 1).text
    if len(numbers) < 2 or unit not in MONTH + QUARTER:
        cursor.go_back(mark)
        return ()
    doubtful = len(numbers) == 2 and cursor.peek(1).text == "、" and mark[0] == cursor.at
    cursor.at += ahead + 2
    part = read_month_day(cursor) if unit in MONTH else _take_edge(cursor)
    spans = tuple(
        _numbered(cursor.current, number.value, number.text, unit, part) for number in numbers
    )
    return (
        tuple(span._replace(read=sentences.item_or_list, doubtful=True) for span in spans)
        if doubtful
        else spans
    )


def _take_edge(cursor: Cursor) -> None:
    cursor.take("底", "末")


def _numbered(year: int, value: int, written: str, unit: str, part: MonthDay | None) -> Span:
    if unit in QUARTER:
        if not 1 <= value <= 4:
            raise sentences.no_quarter(written)
        end = month_end(year, value * 3)
        return Span(date(year, value * 3 - 2, 1), end, sentences.quarter)
    end = month_end(year, _month_number(value, written))
    if part is None:
        return Span(end.replace(day=1), end, sentences.month)
    if part.read is sentences.day:
        day = day_in(year, value, part.day, part.written)
        return Span(day, day, sentences.day)
    return Span(
        end.replace(day=1), end.replace(day=min(part.day, end.day)), part.read, part.doubtful
    )


def _whole_year(cursor: Cursor) -> Span:
    worded = cursor.peek(-1).kind is Kind.YEAR
    framed = worded or cursor.current == cursor.year
    return _year(cursor.current, within=framed)._replace(bare=not worded)


def _bounded(cursor: Cursor, span: Span, start: int) -> Span | Start:
    """Read what follows a time and settle what it changes."""
    until = cursor.peek(start - cursor.at - 1).text in {"到", "至"}
    numbered_month = span.bare and span.read is sentences.month and cursor.at - start == 2
    bound = _take_bound(cursor, start)
    if bound in _FROM:
        return Start(span.first)
    if bound in BEFORE[:3] and span.bare:
        return span._replace(read=sentences.bare_before, doubtful=True)
    if bound in DURING and numbered_month and bound != "期间":
        return span._replace(read=sentences.count_or_month, doubtful=True)
    if bound in DURING and span.read is sentences.year:
        return span._replace(within=True, bare=False)
    if not bound and until and span.bare:
        return span._replace(read=sentences.bare_until, doubtful=True, within=False)
    return span


def _take_bound(cursor: Cursor, start: int) -> str:
    """Take the bound of the time that began at `start`, or refuse one that sets no end."""
    if near := cursor.take(*_NEAR):
        raise sentences.doubtful(cursor.written(start), near.text)
    if cursor.take(*AFTER):
        raise sentences.after(cursor.written(start))
    if cursor.peek().text == "开始" and cursor.peek(1).kind not in {
        Kind.BREAK,
        Kind.EACH,
        Kind.END,
    }:
        return ""
    bound = cursor.take(*BEFORE, *DURING, *_FROM)
    return bound.text if bound else ""


def _skip_hour(cursor: Cursor) -> None:
    """Pass over what narrows a day without changing it: (含), （星期五）, 24时, 下班."""
    _skip_remark(cursor)
    cursor.take("上午", "下午", "中午", "晚上", "早上", "傍晚")
    if cursor.sees(Kind.NUMBER) and cursor.peek(1).text in {"时", "点", "："}:
        hour = cursor.peek()
        if not 1 <= hour.value <= 24:
            raise sentences.no_such_hour(hour.text)
        cursor.at += 2
        for _ in _minutes(cursor):
            cursor.at += 1
    cursor.take("下班")
    _skip_remark(cursor)


def _minutes(cursor: Cursor) -> Iterator[None]:
    while cursor.peek().kind is Kind.NUMBER or cursor.peek().text in {"分", "整", "半", "："}:
        yield


def _skip_remark(cursor: Cursor) -> None:
    end = 0
    if cursor.peek().kind is not Kind.OPEN:
        return
    remark = {"含", "包含", "当日", "当天", "周", "星期", "日", "本", "数"}
    while cursor.peek(end + 1).text in remark or cursor.sees("周", Kind.NUMBER, ahead=end):
        end += 1
    while cursor.sees(Kind.NUMBER, Kind.CLOSE, ahead=end + 1):
        end += 1
    if end and cursor.peek(end + 1).kind is Kind.CLOSE:
        cursor.at += end + 2


skip_hour = _skip_hour
