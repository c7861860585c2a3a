"""The rules for clauses: a time or a rhythm among the words that say what is to be done.

A clause may lack its time, and its words; unknown words are taken only beside a known verb.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from dutylist.deadline import refusals, sentences
from dutylist.deadline.cursor import Cursor, clip
from dutylist.deadline.lexicon import VERBS, Kind
from dutylist.deadline.phrases import LEADS, read_words
from dutylist.deadline.relatives import Relative, read_event, read_relative
from dutylist.deadline.rhythms import Rhythm, read_rhythm
from dutylist.deadline.spans import MONTH, QUARTER, Dates, Span, Start
from dutylist.deadline.times import read_time, starts_point
from dutylist.deadline.tokens import Token

Time: TypeAlias = Span | Dates | Start | Rhythm | Relative

# Before and after a time stand two actions: 长期坚持，年内取得成效 without its comma.
_TURN = Token(Kind.AND, "", 0, 0)
_DEEPEST = 2
_HEADS = VERBS | {Kind.PLAIN, Kind.SOFT, Kind.TEXT}
_BREAKS = (Kind.BREAK, Kind.SLASH, Kind.JOIN, Kind.OPEN, Kind.CLOSE, Kind.AND)


class Clause(NamedTuple):
    """One time and what is to be done by it; `what` is the wording less its time."""

    start: int
    time: Time | None
    words: tuple[Token, ...]
    what: str
    header: bool = False  # 第一季度：…
    numbered: bool = False  # 1.4月底前
    bracketed: bool = False
    adjoined: bool = False  # no break parts it from the clause before


def read_clauses(cursor: Cursor) -> list[Clause]:
    """Read all clauses of a wording; text that no rule takes is refused."""
    clauses: list[Clause] = []
    depth = 0
    while cursor.peek().kind is not Kind.END:
        start = cursor.at
        numbered = _take_ordinal(cursor)
        depth += 0 if numbered else _take_breaks(cursor)
        numbered = numbered or _take_ordinal(cursor)
        if not 0 <= depth <= _DEEPEST:
            raise refusals.unknown(cursor.whole())
        if cursor.peek().kind is not Kind.END:
            clause = _read_clause(cursor)._replace(numbered=numbered, bracketed=depth > 0)
            clauses.append(clause._replace(adjoined=start == clause.start))
    if depth or not clauses:
        raise refusals.unknown(cursor.whole())
    return clauses


def _take_breaks(cursor: Cursor) -> int:
    """Pass over what parts clauses; return how many brackets were opened, less those closed."""
    depth = 0
    while not _starts_ordinal(cursor) and (token := cursor.take_kind(*_BREAKS)):
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
    return depth


def _starts_ordinal(cursor: Cursor) -> bool:
    return cursor.sees(Kind.OPEN, Kind.NUMBER, Kind.CLOSE)


def _take_ordinal(cursor: Cursor) -> bool:
    """Take an item number: ① （一） 1) 一、 一是 第一， and the 1. of 1.4月底前."""
    if cursor.take_kind(Kind.ORDINAL):
        return True
    if _starts_ordinal(cursor):
        cursor.at += 3
        return True
    if cursor.sees("第", Kind.NUMBER, "，"):
        cursor.at += 3
        return True
    counted = cursor.sees(Kind.NUMBER) and 1 <= cursor.peek().value <= 99
    if counted and (cursor.sees(Kind.CLOSE, ahead=1) or _is_item_number(cursor)):
        cursor.at += 2
        return True
    return False


def _is_item_number(cursor: Cursor) -> bool:
    number, mark, following = cursor.peek(), cursor.peek(1), cursor.peek(2)
    if mark.kind is not Kind.POINT and mark.text not in {"、", "是"}:
        return False
    if following.kind is not Kind.NUMBER:
        return following.kind is not Kind.END
    unit = cursor.peek(3).text
    if unit == "年":
        return len(following.text) == 4
    if unit not in MONTH + QUARTER:
        return False
    # 1、4月 may be two months, unless another item follows; 一、4月 cannot.
    mixed = number.text.isascii() != following.text.isascii()
    return mark.text != "、" or mixed or _is_counted_on(cursor, number)


def _is_counted_on(cursor: Cursor, number: Token) -> bool:
    """Tell the 1、 of 1、3月底前启动；2、6月底前完成, and its 2、."""
    return any(
        before.kind is Kind.BREAK and mark.text == "、" and abs(item.value - number.value) == 1
        for before, item, mark in zip(
            cursor.tokens, cursor.tokens[1:], cursor.tokens[2:], strict=False
        )
    ) or _follows_item(cursor, number)


def _follows_item(cursor: Cursor, number: Token) -> bool:
    first, mark = cursor.tokens[0], cursor.tokens[1]
    return cursor.at > 0 and mark.text == "、" and first.value == number.value - 1


def _read_clause(cursor: Cursor) -> Clause:
    start = cursor.at
    opening, before = _read_opening(cursor)
    middle = cursor.at
    time = _read_any_time(cursor, before)
    if cursor.at == start:
        raise refusals.unknown(cursor.rest())
    if time is None:
        # An event alone, 汛期, is a time of its own.
        _check_known(cursor, before, (Kind.TEXT,))
        return Clause(start, None, tuple(before), cursor.written(opening))
    tail = cursor.at
    _check_beside(cursor, before, middle, time)
    header, after = _read_tail(cursor)
    # The event of 收到通知之日起15日内 may be told in any words.
    told = [] if isinstance(time, Relative | Start) and time.since else before
    if not header:
        _check_known(cursor, [*told, *after], (Kind.TEXT, Kind.EVENT))
    first, last = _between_leads(cursor, opening, middle)
    what = cursor.written(first, last) + cursor.written(tail)
    # What leads a time speaks of all of it: 开工力争6月底前 is a hope.
    leads = cursor.tokens[last:middle]
    turn = (_TURN,) if before and after else ()
    return Clause(start, time, (*leads, *before, *turn, *after), what, header)


def _read_opening(cursor: Cursor) -> tuple[int, list[Token]]:
    """Read the words before a time, less a label; return where they begin, too."""
    start = cursor.at
    words = read_words(cursor)
    if words and words[-1].kind is Kind.LABEL:
        cursor.take_kind(Kind.COLON, Kind.BREAK, Kind.POINT)
        cursor.take("为", "是")
        # 预计完成时间：10月 hopes no less than 预计10月完成.
        soft = [word for word in words if word.kind is Kind.SOFT]
        return cursor.at, soft + read_words(cursor)
    if words and cursor.sees(Kind.COLON) and all(word.kind in _HEADS for word in words):
        cursor.at += 1
        words += read_words(cursor)
    return start, words


def _read_tail(cursor: Cursor) -> tuple[bool, list[Token]]:
    """Read the words after a time; a colon before or after them makes the time a header."""
    header = cursor.take_kind(Kind.COLON) is not None
    words = read_words(cursor, after=True)
    if cursor.take_kind(Kind.COLON):
        header = True
        words += read_words(cursor, after=True)
    return header, words


def _check_beside(cursor: Cursor, before: Sequence[Token], middle: int, time: Time) -> None:
    """Refuse what stands right beside a time and would make it another one."""
    # 一季度11月底前, 每月年底: two times side by side say nothing together.
    doubled = not isinstance(time, Start | Relative) and starts_point(cursor)
    open_range = cursor.sees(Kind.RANGE) and cursor.peek(1).kind in {Kind.NUMBER, *LEADS}
    if doubled or (open_range and not isinstance(time, Start)):
        raise refusals.unknown(cursor.rest())
    told = isinstance(time, Relative | Start) and time.since
    if not told and _is_stray(before):
        raise refusals.unknown(clip(cursor.written(middle - len(before), len(cursor.tokens))))


def _is_stray(before: Sequence[Token]) -> bool:
    """Tell 寸2月 and 1低2月, which were 12月 before a slip, from a time with a subject."""
    words = [word for word in before if word.kind not in LEADS]
    if not words or words[-1].kind is not Kind.TEXT:
        return False
    return len(words) == 1 or words[-2].kind is Kind.NUMBER


def _read_any_time(cursor: Cursor, before: Sequence[Token]) -> Time | None:
    return read_relative(cursor, before) or read_rhythm(cursor) or _read_dated(cursor)


def _read_dated(cursor: Cursor) -> Time | None:
    time = read_time(cursor)
    if isinstance(time, Span) and time.read is sentences.year and cursor.sees(Kind.EVENT):
        return read_event(cursor) or time
    return time


def _between_leads(cursor: Cursor, first: int, last: int) -> tuple[int, int]:
    """Return the part of some tokens that says what, less 力争 and 于 at its ends."""
    while first < last and cursor.tokens[first].kind in LEADS:
        first += 1
    while first < last and cursor.tokens[last - 1].kind in LEADS:
        last -= 1
    return first, last


def _check_known(cursor: Cursor, words: Sequence[Token], unknowns: tuple[Kind, ...]) -> None:
    """Refuse words of these kinds that no known verb accounts for."""
    if any(token.kind in VERBS or token.kind is Kind.ORDERED for token in words):
        return
    unknown = next((token for token in words if token.kind in unknowns), None)
    if unknown:
        raise refusals.unknown(clip(cursor.wording[unknown.start :]))
