"""The rules for months and quarters: 10月, 10月中旬, 3-5月, 2022-10-31, 第一季度, 3、6、9月底."""

from datetime import date

from dutylist.deadline import refusals, sentences
from dutylist.deadline.cursor import Cursor
from dutylist.deadline.days import day_in, month_end, named_year
from dutylist.deadline.lexicon import Kind
from dutylist.deadline.spans import BOTH_HALVES, DAY, ENDS, MONTH, QUARTER, YEAR, MonthDay, Span
from dutylist.deadline.tokens import Token
from dutylist.deadline.years import JOINTS, is_year, read_year

_AFTER_DOTS = frozenset({Kind.BOUND, Kind.BREAK, Kind.CLOSE, Kind.RANGE, Kind.JOIN, Kind.END})
_THIRDS = {"上旬": 10, "中旬": 20, "下旬": 31, "中上旬": 20, "上中旬": 20, "中下旬": 31}
_EDGES = {
    **{end: MonthDay(31, sentences.month) for end in ENDS},
    **{third: MonthDay(day, sentences.ten_days) for third, day in _THIRDS.items()},
    "上半月": MonthDay(15, sentences.half_month),
    "下半月": MonthDay(31, sentences.half_month),
    **dict.fromkeys(("初", "初期"), MonthDay(10, sentences.beginning, doubtful=True)),
    **dict.fromkeys(("中", "中期"), MonthDay(31, sentences.middle, doubtful=True)),
}


def read_part_of_months(cursor: Cursor) -> Span | None:
    """Read 前三季度, a quarter, a month with its day or part, or the rest of 2022-10-31."""
    return (
        _read_first_part(cursor)
        or _read_quarter(cursor)
        or _read_compact_day(cursor)
        or _read_month(cursor)
        or _read_iso_month(cursor)
    )


def read_month_day(cursor: Cursor) -> MonthDay | None:
    """Read a place in any month: 25日, 底, 中旬, 上半月."""
    return _read_day_number(cursor) or _read_month_edge(cursor)


def read_numbered_list(cursor: Cursor) -> tuple[Span, ...]:
    """Read 3、6、9月底 and 一、二季度: numbers that share one unit and its part."""
    mark = cursor.mark()
    read_year(cursor, closing=False)
    if cursor.take(*BOTH_HALVES):
        return (_quarter_span(cursor.current, 1, 2), _quarter_span(cursor.current, 3, 4))
    numbers, length = _numbers_listed(cursor)
    unit = cursor.peek(length).text
    if len(numbers) < 2 or unit not in MONTH + QUARTER:
        cursor.go_back(mark)
        return ()
    # 3、9月 may also be item 3 and its month; with a year before, or 和, it cannot.
    doubtful = len(numbers) == 2 and cursor.peek(1).text == "、" and mark[0] == cursor.at
    cursor.at += length + 1
    spans = _months(cursor, numbers) if unit in MONTH else _quarters(cursor, numbers)
    if doubtful:
        return tuple(span._replace(read=sentences.item_or_list, doubtful=True) for span in spans)
    return spans


def compact_day(token: Token) -> date | None:
    """Return the day that eight digits tell, or None where they tell none: 20221031."""
    if len(token.text) != 8 or not token.text.isascii():
        return None
    try:
        return date(token.value // 10000, token.value // 100 % 100, token.value % 100)
    except ValueError:
        return None


def sees_dotted_day(cursor: Cursor, ahead: int = 0) -> bool:
    """Tell the 10.31 of 2022年10.31前 from an amount: 1.5亿元."""
    after = cursor.peek(ahead + 3)
    ends = after.kind in _AFTER_DOTS or after.text in DAY
    return (
        ends
        and not is_year(cursor.peek(ahead))
        and cursor.sees(Kind.NUMBER, Kind.POINT, Kind.NUMBER, ahead=ahead)
    )


def read_dotted_day(cursor: Cursor) -> Span:
    """Read 10.31 in the year in force."""
    month, day = _month_number(cursor.peek()), cursor.peek(2)
    cursor.at += 3
    cursor.take(*DAY)
    return _in_month(MonthDay(day.value, sentences.day, day.text), cursor.current, month)


def goes_on_to_number(cursor: Cursor, at: int, *marks: Kind) -> bool:
    """Tell whether one of these marks leads to another number: 3、9月, 第二、第四季度."""
    led = cursor.sees("第", Kind.NUMBER, ahead=at + 1)
    return cursor.peek(at).kind in marks and (led or cursor.sees(Kind.NUMBER, ahead=at + 1))


def stretch(first: Span, last: Span, list_year: int) -> Span:
    """Return the range from one time to another."""
    if last.doubtful:
        return last._replace(first=first.first)
    # 1-11月 is how reports say what their figures cover.
    reported = first.first == date(list_year, 1, 1) and last.bare and last.read is sentences.month
    read = sentences.reporting_period if reported else sentences.stretch
    return Span(first.first, last.last, read, doubtful=reported)


def _numbers_listed(cursor: Cursor) -> tuple[list[Token], int]:
    """Return listed numbers and how many tokens they take, each with a 第 of its own or none."""
    cursor.take("第")
    numbers, ahead = [cursor.peek()], 1
    while goes_on_to_number(cursor, ahead, Kind.JOIN):
        ahead += 3 if cursor.peek(ahead + 1).text == "第" else 2
        numbers.append(cursor.peek(ahead - 1))
    return numbers, ahead


def _months(cursor: Cursor, numbers: list[Token]) -> tuple[Span, ...]:
    part = read_month_day(cursor)
    months = [_month_number(number) for number in numbers]
    return tuple(_in_month(part, cursor.current, month) for month in months)


def _quarters(cursor: Cursor, numbers: list[Token]) -> tuple[Span, ...]:
    cursor.take(*ENDS)
    quarters = [_quarter_number(number) for number in numbers]
    return tuple(_quarter_span(cursor.current, quarter, quarter) for quarter in quarters)


def _read_first_part(cursor: Cursor) -> Span | None:
    """Read 前三季度 and 前8个月."""
    if not (cursor.sees("前", Kind.NUMBER) and cursor.peek(2).text in (*QUARTER, "个月")):
        return None
    number, unit = cursor.peek(1), cursor.peek(2).text
    month = _month_number(number) if unit == "个月" else _quarter_number(number) * 3
    cursor.at += 3
    first, last = date(cursor.current, 1, 1), month_end(cursor.current, month)
    return Span(first, last, sentences.stretch)


def _read_quarter(cursor: Cursor) -> Span | None:
    """Read 第一季度, 四季度末, 一至三季度."""
    ahead = 1 if cursor.peek().text == "第" else 0
    last = ahead + 2 if cursor.sees(Kind.NUMBER, Kind.RANGE, Kind.NUMBER, ahead=ahead) else ahead
    if not (cursor.sees(Kind.NUMBER, ahead=last) and cursor.peek(last + 1).text in QUARTER):
        return None
    first_number, last_number = cursor.peek(ahead), cursor.peek(last)
    cursor.at += last + 2
    first, last = _quarter_number(first_number), _quarter_number(last_number)
    if last < first:
        raise refusals.backwards(f"{first}-{last}季度")
    return _part_of_quarter(cursor, _quarter_span(cursor.current, first, last))


def _part_of_quarter(cursor: Cursor, quarter: Span) -> Span:
    if cursor.take(*ENDS):
        return quarter._replace(bare=False)
    if cursor.take("中", "中期"):
        return quarter._replace(read=sentences.middle, doubtful=True, bare=False)
    if cursor.take("初", "初期"):
        early = quarter.first.replace(day=10)
        return Span(quarter.first, early, sentences.beginning, doubtful=True)
    return quarter


def _quarter_span(year: int, first: int, last: int) -> Span:
    read = sentences.quarter if first == last else sentences.stretch
    start, end = date(year, first * 3 - 2, 1), month_end(year, last * 3)
    return Span(start, end, read, bare=first == last)


def _read_month(cursor: Cursor) -> Span | None:
    """Read a month with its part, or the range 3-5月."""
    opening = cursor.peek()
    ranged = cursor.sees(Kind.NUMBER, Kind.RANGE, Kind.NUMBER) and cursor.peek(3).text in MONTH
    cursor.at += 2 if ranged else 0
    if not (cursor.sees(Kind.NUMBER) and cursor.peek(1).text in MONTH):
        _refuse_lone_day(cursor)
        return None
    month = _month_number(cursor.peek())
    cursor.at += 2
    last = _in_month(read_month_day(cursor), cursor.current, month)
    if not ranged:
        return last
    first = _in_month(None, cursor.current, _month_number(opening))
    if first.first > last.last:
        raise refusals.backwards(f"{first.first.month}-{month}月")
    return stretch(first, last, cursor.year)


def _refuse_lone_day(cursor: Cursor) -> None:
    if cursor.sees(Kind.NUMBER) and cursor.peek(1).text in DAY:
        raise refusals.no_month_named(cursor.written(cursor.at, cursor.at + 2))


def _read_compact_day(cursor: Cursor) -> Span | None:
    written = cursor.peek()
    day = compact_day(written)
    if day is None:
        return None
    cursor.at += 1
    cursor.current = named_year(day.year, written.text, cursor.year)
    return Span(day, day, sentences.day)


def _read_iso_month(cursor: Cursor) -> Span | None:
    """Read the rest of 2022-10-31, 2022.10, 2022/10 or 2022年10.31, whose year has been taken."""
    joint = cursor.peek(-1)
    if joint.text in YEAR and sees_dotted_day(cursor):
        return read_dotted_day(cursor)
    if joint.kind not in JOINTS or not is_year(cursor.peek(-2)) or not cursor.sees(Kind.NUMBER):
        return None
    month = _month_number(cursor.peek())
    cursor.at += 1
    if cursor.sees(joint.text, Kind.NUMBER):
        day = cursor.peek(1)
        cursor.at += 2
        cursor.take(*DAY)
        return _in_month(MonthDay(day.value, sentences.day, day.text), cursor.current, month)
    return _in_month(read_month_day(cursor), cursor.current, month)


def _in_month(part: MonthDay | None, year: int, month: int) -> Span:
    """Return a place in a month as a time, or the month itself."""
    end = month_end(year, month)
    if part is None:
        return Span(end.replace(day=1), end, sentences.month, bare=True)
    if part.is_day:
        day = day_in(year, month, part.day, part.written)
        opening = day_in(year, month, part.first, str(part.first)) if part.first else day
        return Span(opening, day, sentences.stretch if part.first else sentences.day)
    last = end.replace(day=min(part.day, end.day))
    return Span(end.replace(day=1), last, part.read, part.doubtful)


def _read_day_number(cursor: Cursor) -> MonthDay | None:
    ahead = 2 if cursor.sees(Kind.NUMBER, Kind.RANGE, Kind.NUMBER) else 0
    first, last = cursor.peek(), cursor.peek(ahead)
    if last.kind is not Kind.NUMBER or cursor.peek(ahead + 1).text not in DAY:
        return None
    cursor.at += ahead + 2
    if ahead and first.value >= last.value:
        raise refusals.backwards(f"{first.text}-{last.text}日")
    return MonthDay(last.value, sentences.day, last.text, first=first.value if ahead else 0)


def _read_month_edge(cursor: Cursor) -> MonthDay | None:
    """Read 底, 中旬末, and the doubled 10月月底."""
    ahead = 1 if cursor.peek().text == "月" else 0
    part = _EDGES.get(cursor.peek(ahead).text)
    if part is None:
        return None
    cursor.at += ahead + 1
    if part.read is sentences.ten_days:
        cursor.take(*ENDS)
    return part


def _month_number(number: Token) -> int:
    if not 1 <= number.value <= 12:
        raise refusals.no_month(_figure(number))
    return number.value


def _quarter_number(number: Token) -> int:
    if not 1 <= number.value <= 4:
        raise refusals.no_quarter(_figure(number))
    return number.value


def _figure(number: Token) -> str:
    return str(number.value) if number.value >= 0 else number.text[:12]
