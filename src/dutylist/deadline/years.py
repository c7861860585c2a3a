"""The rules for years: 2022年, 明年, 22年底, and the parts that only a year has (年底, 上半年).

A year once named stays in force, so that later months in the wording belong to it.
"""

from datetime import date

from dutylist.deadline import refusals, sentences
from dutylist.deadline.cursor import Cursor
from dutylist.deadline.days import check_year, month_end, named_year
from dutylist.deadline.lexicon import NEXT_YEARS, PLANS, Kind
from dutylist.deadline.spans import ENDS, HALVES, WHOLE_YEARS, WITHIN, YEAR, YEAR_ENDS, Span
from dutylist.deadline.tokens import Token

JOINTS = frozenset({Kind.RANGE, Kind.POINT, Kind.SLASH})
PLAN_EDGES = ("末", "底", "期末", "期间", "时期", "期内", "期")
_LAST = (*ENDS, "终", "期末")
_VAGUE = {
    **dict.fromkeys(("初", "初期"), (3, sentences.beginning)),
    **dict.fromkeys(("中", "中期"), (6, sentences.middle)),
}
YEAR_EDGES = (*_LAST, *_VAGUE, *WITHIN)


def is_year(token: Token) -> bool:
    """Tell a year's number, 2022 or 二〇二二, from other numbers."""
    return token.kind is Kind.NUMBER and len(token.text) == 4 and token.value >= 1000


def read_year(cursor: Cursor, *, closing: bool) -> bool:
    """Take a year and put it in force; `closing` a range, it may stand bare (2024-2025)."""
    token = cursor.peek()
    if token.kind is Kind.YEAR:
        cursor.current = _worded_year(cursor)
    elif is_year(token):
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


def read_part_of_year(cursor: Cursor, *, named: bool) -> Span | None:
    """Read a part that only a year has; without a year `named`, another one may be in force."""
    span = _read_part(cursor)
    if span and span.read is sentences.year and not named and cursor.current != cursor.year:
        return span._replace(read=sentences.which_year, doubtful=True)
    return span


def whole_year(cursor: Cursor) -> Span:
    """Return the year in force as a time: the list's own is a frame, another one a date."""
    framed = cursor.peek(-1).kind is Kind.YEAR or cursor.current == cursor.year
    return year_span(cursor.current)._replace(within=framed, bare=True)


def year_span(year: int) -> Span:
    """Return a year from its first day to its last."""
    check_year(year)
    return Span(date(year, 1, 1), date(year, 12, 31), sentences.year)


def _read_part(cursor: Cursor) -> Span | None:
    if token := cursor.take(*PLANS):
        return _read_plan(cursor, PLANS[token.text])
    if cursor.take(*WHOLE_YEARS):
        return year_span(cursor.current)._replace(within=True, whole_year=True)
    if cursor.take(*YEAR_ENDS):
        return year_span(cursor.current)._replace(within=True)
    if token := cursor.take(*HALVES):
        return _read_half(cursor, HALVES[token.text])
    return _read_year_edge(cursor)


def _worded_year(cursor: Cursor) -> int:
    """Return the year of 明年, counted from the list's, or 次年, from the one in force."""
    token = cursor.peek()
    cursor.at += 1
    if token.text not in NEXT_YEARS:
        raise refusals.past(token.text)
    base = cursor.current if token.text.startswith("次") else cursor.year
    return base + NEXT_YEARS[token.text]


def _take_year_mark(cursor: Cursor, *, closing: bool) -> bool:
    """Take 2022年, the 2022- of 2022-10, or the bare years of 2024-2025."""
    following = cursor.peek(2)
    dated = following.kind is Kind.NUMBER and len(following.text) <= 2
    if cursor.peek(1).text in YEAR or (cursor.peek(1).kind in JOINTS and dated):
        cursor.at += 2
        return True
    if closing or (cursor.peek(1).kind is Kind.RANGE and is_year(following)):
        cursor.at += 1
        return True
    return False


def _is_short_year(cursor: Cursor) -> bool:
    """Tell 22年10月 and 22年底 from a count of years."""
    number = cursor.peek()
    if not (number.text.isascii() and len(number.text) == 2 and cursor.sees("年", ahead=1)):
        return False
    dated = cursor.peek(2).text in ENDS or cursor.sees(Kind.NUMBER, "月", ahead=2)
    return dated and 0 <= number.value - cursor.year % 100 <= 10


def _read_plan(cursor: Cursor, last_year: int) -> Span:
    cursor.take("时期", "期")
    vague = cursor.take(*_LAST) is None
    first, last = date(last_year - 4, 1, 1), date(last_year, 12, 31)
    return Span(first, last, sentences.plan, doubtful=vague)


def _read_half(cursor: Cursor, last_month: int) -> Span:
    edge = cursor.take(*ENDS)
    first, last = date(cursor.current, last_month - 5, 1), month_end(cursor.current, last_month)
    return Span(first, last, sentences.half_year, bare=edge is None)


def _read_year_edge(cursor: Cursor) -> Span | None:
    """Read 年底 and 年内, and after a year 底 alone; 年初 and 年中 name no day."""
    ahead = 1 if cursor.peek().text in YEAR else 0
    edge = cursor.peek(ahead).text
    if edge not in YEAR_EDGES or not (ahead or _follows_year(cursor)):
        return None
    year = year_span(cursor.current)
    if edge in WITHIN:
        cursor.at += ahead
        return year._replace(within=True)
    cursor.at += ahead + 1
    if edge in _LAST:
        return year._replace(within=True)
    month, read = _VAGUE[edge]
    return Span(year.first, month_end(cursor.current, month), read, doubtful=True)


def _follows_year(cursor: Cursor) -> bool:
    return cursor.peek(-1).text in YEAR or cursor.peek(-1).kind is Kind.YEAR
