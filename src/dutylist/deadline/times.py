"""The rules for times of the calendar: one time, a range of two, or a list, with its bound."""

from dutylist.deadline import refusals, sentences
from dutylist.deadline.bounds import read_bound, skip_hour, skip_remark, take_bound
from dutylist.deadline.cursor import Cursor
from dutylist.deadline.days import day_in
from dutylist.deadline.lexicon import PLANS, Kind
from dutylist.deadline.months import (
    compact_day,
    goes_on_to_number,
    read_dotted_day,
    read_numbered_list,
    read_part_of_months,
    sees_dotted_day,
    stretch,
)
from dutylist.deadline.spans import (
    DAY,
    PERIODS,
    QUARTER,
    YEAR,
    Dates,
    Span,
    Start,
)
from dutylist.deadline.years import (
    JOINTS,
    PLAN_EDGES,
    YEAR_EDGES,
    is_year,
    read_part_of_year,
    read_year,
    whole_year,
)

_MOST_LISTED = 24  # looking on without end would take quadratic time
_NO_DATES = frozenset({"次", "时", "点"})


def starts_point(cursor: Cursor, ahead: int = 0) -> bool:
    """Tell whether a time of the calendar begins here."""
    token, following = cursor.peek(ahead), cursor.peek(ahead + 1)
    if token.kind is Kind.NUMBER:
        return _number_starts_point(cursor, ahead)
    if token.kind is Kind.YEAR or token.text in PERIODS:
        return True
    if token.text in PLANS:
        return following.text in PLAN_EDGES
    if token.text == "第":
        return cursor.sees(Kind.NUMBER, ahead=ahead + 1) and _number_starts_point(cursor, ahead + 1)
    if token.text == "前":
        return following.kind is Kind.NUMBER and cursor.peek(ahead + 2).text in (*QUARTER, "个月")
    return token.text in YEAR and following.text in (*YEAR_EDGES, "前")


def read_time(cursor: Cursor) -> Span | Dates | Start | None:
    """Read a time with its bound, or return None where none begins."""
    start = cursor.at
    spans = _read_spans(cursor)
    if not spans:
        return None
    weekday = skip_hour(cursor)
    if len({span.last for span in spans}) > 1:
        take_bound(cursor, start)
        return _listed(spans)
    time = read_bound(cursor, spans[-1], start)
    weekday = skip_remark(cursor) or weekday
    return _on_weekday(time, weekday) if isinstance(time, Span) else time


def _on_weekday(span: Span, weekday: int | None) -> Span:
    """Return the span, in doubt if its day is not the day of the week that stands beside it."""
    if weekday and span.is_day and span.last.isoweekday() != weekday:
        return span._replace(read=sentences.other_weekday, doubtful=True)
    return span


def _number_starts_point(cursor: Cursor, ahead: int) -> bool:
    """Tell a time from a mere number, past the others it may be listed or ranged with."""
    if compact_day(cursor.peek(ahead)):
        return True
    at = ahead + 1
    farthest = at + 2 * _MOST_LISTED
    while at < farthest and goes_on_to_number(cursor, at, Kind.RANGE, Kind.JOIN):
        at += 3 if cursor.peek(at + 1).text == "第" else 2
    if cursor.peek(at).kind is Kind.UNIT:
        return cursor.peek(at).text not in _NO_DATES
    joined = cursor.peek(ahead + 1).kind in JOINTS and cursor.sees(Kind.NUMBER, ahead=ahead + 2)
    return joined and is_year(cursor.peek(ahead))


def _read_spans(cursor: Cursor) -> tuple[Span, ...]:
    """Read a time, a range of times, or a list of times."""
    spans = read_numbered_list(cursor) or _read_range(cursor, None)
    while spans and _list_goes_on(cursor):
        mark = cursor.mark()
        # 2022年，6月底前: the year is a heading, not a time of its own.
        heading = cursor.peek().text == "，" and spans[-1].bare and spans[-1].read is sentences.year
        cursor.at += 1
        more = read_numbered_list(cursor) or _read_range(cursor, spans[-1])
        if not more:
            cursor.go_back(mark)
            break
        spans = more if heading else spans + more
    return spans


def _list_goes_on(cursor: Cursor) -> bool:
    joins = cursor.peek().kind is Kind.JOIN or cursor.peek().text == "，"
    return joins and starts_point(cursor, 1)


def _listed(spans: tuple[Span, ...]) -> Dates:
    days = [span.last for span in spans]
    if days != sorted(days):
        return Dates(spans, sentences.unordered, doubtful=True)
    if len({span.is_day for span in spans}) > 1:
        return Dates(spans, sentences.shared_day, doubtful=True)
    doubt = next((span for span in spans if span.doubtful), None)
    return Dates(spans, doubt.read if doubt else sentences.listed, doubt is not None)


def _read_range(cursor: Cursor, before: Span | None) -> tuple[Span, ...]:
    """Read one time, or two with 至 between them."""
    start = cursor.at
    first = _read_point(cursor, before, closing=False)
    if first is None:
        return ()
    goes_on = starts_point(cursor, 1) or is_year(cursor.peek(1)) or _dots_go_on(cursor, first)
    if cursor.peek().kind is not Kind.RANGE or not goes_on:
        return (first,)
    cursor.at += 1
    last = _read_point(cursor, first, closing=True)
    if last is None or last.last < first.last:
        raise refusals.backwards(cursor.written(start))
    return (stretch(first, last, cursor.year),)


def _dots_go_on(cursor: Cursor, first: Span) -> bool:
    """Tell the second day of 2022.10.1-10.31 from an amount."""
    return first.is_day and cursor.peek(-2).kind is Kind.POINT and sees_dotted_day(cursor, 1)


def _read_point(cursor: Cursor, before: Span | None, *, closing: bool) -> Span | None:
    """Read one time; a month without its year takes the one in force, a day its month."""
    if before and before.is_day and cursor.sees(Kind.NUMBER) and cursor.peek(1).text in DAY:
        return _read_day_alone(cursor, before)
    if closing and sees_dotted_day(cursor):
        return read_dotted_day(cursor)
    if not (starts_point(cursor) or (closing and is_year(cursor.peek()))):
        return None
    mark = cursor.mark()
    named = read_year(cursor, closing=closing)
    span = read_part_of_year(cursor, named=named) or read_part_of_months(cursor)
    if span is None and named:
        return whole_year(cursor)
    if span is None:
        cursor.go_back(mark)
    return span


def _read_day_alone(cursor: Cursor, before: Span) -> Span:
    number = cursor.peek()
    cursor.at += 2
    day = day_in(before.last.year, before.last.month, number.value, number.text)
    return Span(day, day, sentences.day)
