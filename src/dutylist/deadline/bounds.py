"""The rules for what follows a time: 前, 内, 起 …, and remarks that move no day."""

from dutylist.deadline import refusals, sentences
from dutylist.deadline.cursor import Cursor
from dutylist.deadline.lexicon import Kind
from dutylist.deadline.spans import AFTER, BEFORE, DAY, DURING, UP_TO, WITHIN, Span, Start

_FROM = ("起", "起始", "开始")
_NEAR = ("前后", "左右")
_TIMES_OF_DAY = ("上午", "下午", "中午", "晚上", "早上", "傍晚", "晚")
_WEEKS = ("周", "星期")
_REMARKS = frozenset({"含", "包含", "当日", "当天", "周", "星期", "日", "天", "本", "数"})


def read_bound(cursor: Cursor, span: Span, start: int) -> Span | Start:
    """Read what follows the time that began at token `start`, and settle what it changes."""
    length = cursor.at - start
    bound = take_bound(cursor, start)
    if bound in _FROM:
        return Start(span.first)
    if bound in BEFORE and span.bare:
        return span._replace(read=sentences.bare_before, doubtful=True)
    if bound in WITHIN and span.bare and span.read is sentences.month and length == 2:
        return span._replace(read=sentences.count_or_month, doubtful=True)
    if bound in DURING and span.read is sentences.year:
        return span._replace(within=True, bare=False)
    if not bound and span.bare and cursor.tokens[start - 1 : start] and _is_until(cursor, start):
        return span._replace(read=sentences.bare_until, doubtful=True, within=False)
    return span


def take_bound(cursor: Cursor, start: int) -> str:
    """Take the bound of the time that began at token `start`; refuse one that sets no end."""
    if near := cursor.take(*_NEAR):
        raise refusals.doubtful(cursor.written(start), near.text)
    if cursor.take(*AFTER):
        raise refusals.after(cursor.written(start))
    if cursor.peek().text == "开始" and not _ends_phrase(cursor):
        return ""
    bound = cursor.take(*BEFORE, *UP_TO, *DURING, *_FROM)
    return bound.text if bound else ""


def skip_hour(cursor: Cursor) -> int | None:
    """Pass over what narrows a day without moving it: (含), （星期五）, 24时, 下班.

    Returns the day of the week, 1 to 7, where one stands there.
    """
    weekday = skip_remark(cursor) or _skip_weekday(cursor)
    _skip_hour_of_day(cursor)
    return skip_remark(cursor) or weekday


def skip_remark(cursor: Cursor) -> int | None:
    """Pass over a bracket that holds nothing but 含 or the day of the week, and return that."""
    if cursor.peek().kind is not Kind.OPEN:
        return None
    weekday = None
    ahead = 1
    while cursor.peek(ahead).text in _REMARKS:
        ahead += 1
    if cursor.peek(ahead - 1).text in _WEEKS and cursor.sees(Kind.NUMBER, ahead=ahead):
        weekday = cursor.peek(ahead).value
        ahead += 1
    elif cursor.peek(ahead - 2).text in _WEEKS and cursor.peek(ahead - 1).text in {"日", "天"}:
        weekday = 7
    if ahead == 1 or cursor.peek(ahead).kind is not Kind.CLOSE:
        return None
    cursor.at += ahead + 1
    return weekday


def _skip_hour_of_day(cursor: Cursor) -> None:
    cursor.take(*_TIMES_OF_DAY)
    if cursor.sees(Kind.NUMBER) and cursor.peek(1).text in {"时", "点", "："}:
        hour = cursor.peek()
        if not 1 <= hour.value <= 24:
            raise refusals.no_such_hour(hour.text[:12])
        cursor.at += 2
        _skip_minutes(cursor)
    cursor.take("下班")


def _is_until(cursor: Cursor, start: int) -> bool:
    return cursor.tokens[start - 1].text in {"到", "至"}


def _ends_phrase(cursor: Cursor) -> bool:
    """Tell 10月开始， from 10月开始施工."""
    return cursor.peek(1).kind in {Kind.BREAK, Kind.EACH, Kind.END}


def _skip_minutes(cursor: Cursor) -> None:
    while cursor.peek().kind is Kind.NUMBER or cursor.peek().text in {"分", "整", "半", "：", "时"}:
        cursor.at += 1


def _skip_weekday(cursor: Cursor) -> int | None:
    """Pass over 星期五 and 周日; return the day of the week."""
    beside = cursor.peek(-1).text in DAY or cursor.peek(-1).kind is Kind.NUMBER
    if not beside or cursor.peek().text not in _WEEKS:
        return None
    named = cursor.peek(1)
    number = 7 if named.text in {"日", "天"} else named.value
    if not 1 <= number <= 7:
        return None
    cursor.at += 2
    return number
