"""The rules for times that the list does not date: 会后7日内, 汛前, 本月底前, 30个工作日内."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dutylist.deadline import refusals
from dutylist.deadline.bounds import skip_hour
from dutylist.deadline.cursor import Cursor
from dutylist.deadline.lexicon import VERBS, Kind, word_set
from dutylist.deadline.rhythms import starts_rhythm
from dutylist.deadline.spans import AFTER, BEFORE, WITHIN, Start
from dutylist.deadline.times import starts_point
from dutylist.deadline.tokens import Token

_SINCE = ("之日起", "当日起", "之时起", "日起", "起")
_WHILE = ("期间", "之际", "期内")
_HALF_SPELLS = frozenset({"半年", "半个月", "半月"})
_SPELLS = word_set("日 天 周 星期 年 个月 工作日 个工作日 个季度 小时 个小时 个星期 个年度")
CURRENT = word_set("本月 本月份 当月 本季度 当季 本周")
_THIS = word_set(
    """本月 本月份 下月 下个月 本季度 下季度 下一季度 本周 下周 次周 次月 当月 当季 当日 当天 次日
    即日 今天 明天"""
)


class Relative(NamedTuple):
    """A time counted from something without a date; `since` an event told in the words before."""

    since: bool = False


def starts_relative(cursor: Cursor) -> bool:
    """Tell whether a relative time, or a bound that needs an event before it, begins here."""
    token = cursor.peek()
    if token.kind is Kind.BOUND or token.text in _THIS:
        return True
    return token.text in _HALF_SPELLS and cursor.peek(1).text in WITHIN


def read_relative(cursor: Cursor, words: Sequence[Token]) -> Relative | Start | None:
    """Read a relative time after the words that stand before it, or return None."""
    if cursor.peek().kind is Kind.BOUND and not starts_point(cursor):
        return _read_event_bound(cursor, words)
    if cursor.peek().text in _THIS and not starts_rhythm(cursor):
        return _read_this(cursor)
    if cursor.sees("每", "年", Kind.EVENT):
        cursor.at += 2
        return read_event(cursor)
    if cursor.sees("年", "前"):
        cursor.at += 2
        return Relative()
    return Relative() if _take_spell(cursor) else None


def read_event(cursor: Cursor) -> Relative | None:
    """Read the 汛前 of 明年汛前."""
    ahead = 0
    while cursor.sees(Kind.EVENT, ahead=ahead) or cursor.peek(ahead).kind in VERBS:
        ahead += 1
    if not ahead or cursor.peek(ahead).text not in (*BEFORE, *AFTER, *_WHILE):
        return None
    cursor.at += ahead + 1
    _take_spell(cursor)
    return Relative()


def _read_event_bound(cursor: Cursor, words: Sequence[Token]) -> Relative | Start:
    """Read what counts from an event: 后7日内, 之日起30日内, 前, 期间."""
    bound = cursor.peek().text
    cursor.at += 1
    happening = bool(words) and _is_happening(words[-1])
    if bound == "截止" and not words:
        raise refusals.as_of(cursor.whole())
    if words and bound in (*AFTER, *_SINCE) and _take_spell(cursor):
        return Relative(since=True)
    if words and bound in _SINCE and cursor.sees(Kind.RANGE) and starts_point(cursor, 1):
        # 自发文之日起至10月底: its end is a day of the calendar.
        return Start(date.min, since=True)
    if words and bound in _SINCE:
        raise refusals.only_begins(cursor.whole())
    if not happening or bound not in (*BEFORE, *AFTER, *_WHILE):
        raise refusals.unknown(cursor.whole())
    return Relative(since=True)


def _is_happening(word: Token) -> bool:
    # 十一前 is before the National Day, and 十一 alone is a number.
    acting = word.kind in VERBS and word.kind is not Kind.ONGOING
    return acting or word.kind is Kind.EVENT or word.text == "十一"


def _read_this(cursor: Cursor) -> Relative:
    """Read 本月底前, 下月5日前, 当天."""
    cursor.at += 1
    if cursor.sees(Kind.NUMBER, Kind.UNIT):
        cursor.at += 2
    elif cursor.peek(-1).text.endswith("周"):
        _ = cursor.take_kind(Kind.NUMBER) or cursor.take("日", "天", "末")
    cursor.take_kind(Kind.EDGE)
    skip_hour(cursor)
    if cursor.take(*AFTER):
        raise refusals.after(cursor.whole())
    cursor.take(*BEFORE, *WITHIN)
    return Relative()


def _take_spell(cursor: Cursor) -> bool:
    """Take 7日内, 1—5日内, 两个月内, 半年内."""
    ahead = 1 if cursor.peek().text in _HALF_SPELLS else _numbered_spell(cursor)
    if not ahead or cursor.peek(ahead).text not in WITHIN:
        return False
    cursor.at += ahead + 1
    return True


def _numbered_spell(cursor: Cursor) -> int:
    """Return how many tokens a number and its unit of time take here; none is 0."""
    ahead = 2 if cursor.sees(Kind.NUMBER, Kind.RANGE, Kind.NUMBER) else 0
    number, unit = cursor.peek(ahead), cursor.peek(ahead + 1).text
    most = 99 if unit in {"年", "个年度"} else 999
    # 022年内 was a year once.
    counted = number.kind is Kind.NUMBER and 1 <= number.value <= most and number.text[0] != "0"
    return ahead + 2 if counted and unit in _SPELLS else 0
