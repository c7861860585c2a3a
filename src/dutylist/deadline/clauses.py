"""The rules for clauses: a time or a rhythm among the words that say what is to be done.

Words are taken only where nothing in them could be a time, a condition or a doubt, and unknown
words only beside a verb that is known.
"""

from typing import NamedTuple

from dutylist.deadline import sentences
from dutylist.deadline.cursor import Cursor
from dutylist.deadline.lexicon import Kind
from dutylist.deadline.rhythms import Rhythm, read_rhythm, starts_rhythm
from dutylist.deadline.times import AFTER, BEFORE, Dates, Span, Start, read_time, starts_point
from dutylist.deadline.tokens import Token

VERBS = frozenset({Kind.DONE, Kind.MEASURE, Kind.RESULT, Kind.DOING, Kind.MILESTONE, Kind.ONGOING})
_ENDERS = frozenset({Kind.BREAK, Kind.SLASH, Kind.OPEN, Kind.CLOSE, Kind.COLON, Kind.END}) | {
    Kind.ORDINAL
}
_LEADS = frozenset({Kind.LEAD, Kind.SOFT, Kind.FIRM, Kind.RANGE, Kind.AND, Kind.JOIN})
_SPOKEN = frozenset({Kind.EDGE, Kind.UNIT, Kind.NUMBER, Kind.TEXT})
_SINCE = ("之日起", "当日起", "之时起", "日起")
_THIS = frozenset(
    ["本月", "本月份", "下月", "下个月", "本季度", "下季度", "下一季度", "本周", "下周", "次周", "次月", "当月", "当季", "当日", "当天", "次日", "即日", "今天", "明天"]
)
_SPELLS = frozenset(["日", "天", "周", "星期", "年", "个月", "工作日", "个工作日", "个季度", "小时", "个小时", "个星期", "半年"])
_WITHIN = ("内", "之内", "以内")


class Relative(NamedTuple):
    """A time counted from something that the list does not date."""

    since: str


class Clause(NamedTuple):
    """One time and what is to be done by it; either may be missing."""

    time: Span | Dates | Start | Rhythm | Relative | None
    words: tuple[Token, ...]
    start: int
    end: int
    what: str
    header: bool = False
    numbered: bool = False
    bracketed: bool = False


def read_clauses(cursor: Cursor) -> list[Clause]:
    """Read all clauses of a wording; text that no rule takes is refused."""
    clauses: list[Clause] = []
    depth = 0
    while cursor.peek().kind is not Kind.END:
        numbered = _take_ordinal(cursor)
        depth += _take_breaks(cursor) if not numbered else 0
        if depth not in {0, 1, 2}:
            raise sentences.unknown(cursor.wording[:40])
        if cursor.peek().kind is Kind.END:
            break
        numbered = numbered or _take_ordinal(cursor)
        before = cursor.at
        clauses.append(_read_clause(cursor, numbered=numbered, bracketed=depth > 0))
        if cursor.at == before:
            raise sentences.unknown(cursor.rest()[:40])
    if depth:
        raise sentences.unknown(cursor.wording[:40])
    return clauses


def _take_breaks(cursor: Cursor) -> int:
    """Pass over what parts clauses; return how many brackets were opened, less those closed."""
    depth = 0
    while token := cursor.take_kind(
        Kind.BREAK, Kind.SLASH, Kind.JOIN, Kind.OPEN, Kind.CLOSE, Kind.AND
    ):
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if depth and _take_ordinal_in_bracket(cursor, token):
            depth -= 1
    return depth


def _take_ordinal_in_bracket(cursor: Cursor, token: Token) -> bool:
    """Take the rest of （一） once its bracket has been taken."""
    if token.kind is Kind.OPEN and cursor.sees(Kind.NUMBER, Kind.CLOSE):
        cursor.at += 2
        return True
    return False


def _take_ordinal(cursor: Cursor) -> bool:
    """Take an item number: ① （一） 1) 一、 and the 1. of 1.4月底前."""
    if cursor.take_kind(Kind.ORDINAL):
        return True
    if cursor.sees(Kind.OPEN, Kind.NUMBER, Kind.CLOSE):
        cursor.at += 3
        return True
    if not cursor.sees(Kind.NUMBER) or not 1 <= cursor.peek().value <= 99:
        return False
    if cursor.sees(Kind.CLOSE, ahead=1) or _is_item_number(cursor):
        cursor.at += 2
        return True
    return False


def _is_item_number(cursor: Cursor) -> bool:
    number, mark, following = cursor.peek(), cursor.peek(1), cursor.peek(2)
    if mark.kind is not Kind.POINT and mark.text != "、":
        return False
    if following.kind is not Kind.NUMBER:
        return following.kind is not Kind.END
    unit = cursor.peek(3).text
    if unit == "年":
        return len(following.text) == 4
    if unit not in {"月", "月份", "季度", "季"}:
        return False
    if mark.kind is Kind.POINT:
        return True
    # 1、4月 may be two months; 5、3月 and 一、4月 can only be an item and its month.
    return number.text.isascii() != following.text.isascii() or number.value >= following.value


def _read_clause(cursor: Cursor, *, numbered: bool, bracketed: bool) -> Clause:
    start = cursor.at
    words = _read_words(cursor)
    label = _take_label(cursor, words)
    opening = start if not label else cursor.at
    if label:
        more = _read_words(cursor)
        words = [word for word in words if word.kind is Kind.SOFT] + more
    elif words and cursor.peek().kind is Kind.COLON and _may_head(words):
        cursor.at += 1
        words += _read_words(cursor)
    middle = cursor.at
    time = _read_any_time(cursor, words)
    tail = cursor.at
    header = cursor.take_kind(Kind.COLON) is not None and time is not None
    after = _read_words(cursor, after=True) if time else []
    if time and cursor.take_kind(Kind.COLON):
        header = True
        after += _read_words(cursor, after=True)
    what = cursor.written(_past_leads(cursor, opening, middle), middle) + cursor.written(tail)
    since = isinstance(time, Relative) and cursor.tokens[middle].kind is Kind.BOUND
    _check(cursor, [] if since else words, after, spared=header)
    return Clause(time, (*words, *after), start, cursor.at, what, header, numbered, bracketed)


def _past_leads(cursor: Cursor, opening: int, middle: int) -> int:
    while opening < middle and cursor.tokens[opening].kind in _LEADS:
        opening += 1
    return opening


def _take_label(cursor: Cursor, words: list[Token]) -> bool:
    """Take 完成时限： before a time, however its colon came to be typed."""
    if not words or words[-1].kind is not Kind.LABEL:
        return False
    cursor.take_kind(Kind.COLON, Kind.BREAK, Kind.POINT)
    cursor.take("为", "是")
    return True


def _may_head(words: list[Token]) -> bool:
    return all(
        word.kind in VERBS or word.kind in {Kind.PLAIN, Kind.SOFT, Kind.TEXT} for word in words
    )


def _check(cursor: Cursor, words: list[Token], after: list[Token], *, spared: bool) -> None:
    """Refuse unknown words that no known verb accounts for."""
    spoken = [*words, *after]
    if spared or any(token.kind in VERBS or token.kind is Kind.ORDERED for token in spoken):
        return
    unknown = next((token for token in spoken if token.kind is Kind.TEXT), None)
    if unknown:
        raise sentences.unknown(cursor.wording[unknown.start : unknown.start + 40])


def _read_words(cursor: Cursor, *, after: bool = False) -> list[Token]:
    """Take words that are no time, up to one, to a break or to the end."""
    start = cursor.at
    while cursor.peek().kind not in _ENDERS and not _starts_time(cursor):
        _check_word(cursor)
        cursor.at += 1
    if _starts_time(cursor) and cursor.at > start:
        _give_back_leads(cursor, start, wholly=after)
    return cursor.tokens[start : cursor.at]


def _give_back_leads(cursor: Cursor, start: int, *, wholly: bool) -> None:
    """Leave 力争 and 于 to the time they stand before; `wholly`, even if nothing else is left."""
    at = cursor.at
    while at > start and cursor.tokens[at - 1].kind in _LEADS:
        at -= 1
    if at > start or wholly:
        cursor.at = at


def _starts_time(cursor: Cursor) -> bool:
    token = cursor.peek()
    if token.kind is Kind.BOUND:
        return True
    return starts_point(cursor) or starts_rhythm(cursor) or token.text in _THIS or _is_spell(cursor)


def _is_spell(cursor: Cursor, ahead: int = 0) -> bool:
    """Tell a spell of time: 7日内, 半年内."""
    if cursor.peek(ahead).text in {"半年", "半个月", "半月"}:
        return cursor.peek(ahead + 1).text in _WITHIN
    return False


def _check_word(cursor: Cursor) -> None:
    """Refuse a word that may bear on when something is due."""
    token = cursor.peek()
    if token.kind is Kind.DOUBT:
        raise sentences.doubtful(cursor.wording[:40], token.text)
    if token.kind is Kind.AS_OF:
        raise sentences.as_of(cursor.wording[:40])
    if token.kind is Kind.RANGE and cursor.peek(1).kind in {Kind.END, Kind.CLOSE}:
        raise sentences.unknown(cursor.wording[:40])
    if token.kind is Kind.ALIEN or (token.kind is Kind.UNIT and not _is_harmless_unit(cursor)):
        _refuse_unit(cursor)
    if token.kind is Kind.EDGE and token.text in {"底", "末", "上旬", "中旬", "下旬"}:
        raise sentences.unknown(cursor.rest()[:40])
    if token.text == "\0":
        raise sentences.unknown(cursor.wording[:40])
    if token.kind is Kind.EACH and token.text.startswith(("每", "逐")):
        raise sentences.uncountable(cursor.wording[:40])
    if token.kind is Kind.NUMBER:
        _check_number(cursor)
    if token.kind in VERBS and cursor.peek(1).text == "的":
        raise sentences.unknown(cursor.rest()[:40])


def _is_harmless_unit(cursor: Cursor) -> bool:
    return cursor.peek().text in {"年度", "次"}


def _refuse_unit(cursor: Cursor) -> None:
    bounded = cursor.peek(1).kind in {Kind.EDGE, Kind.BOUND}
    if cursor.peek().kind is Kind.UNIT and bounded and cursor.peek(-1).kind not in _SPOKEN:
        raise sentences.no_month_named(cursor.rest()[:40])
    raise sentences.unknown(cursor.rest()[:40])


def _check_number(cursor: Cursor) -> None:
    """Refuse 10/31 and 10.31 where a time should stand."""
    paired = cursor.peek(1).kind in {Kind.POINT, Kind.SLASH, Kind.RANGE} and cursor.sees(
        Kind.NUMBER, ahead=2
    )
    opening = cursor.peek(-1).kind not in VERBS | {Kind.TEXT, Kind.NUMBER, Kind.POINT}
    if paired and opening and cursor.peek(3).kind is not Kind.TEXT:
        raise sentences.two_numbers(cursor.rest()[:40])


def _read_any_time(
    cursor: Cursor, words: list[Token]
) -> Span | Dates | Start | Rhythm | Relative | None:
    return _read_relative(cursor, words) or read_rhythm(cursor) or _read_calendar(cursor)


def _read_calendar(cursor: Cursor) -> Span | Dates | Start | Relative | None:
    start = cursor.at
    time = read_time(cursor)
    if isinstance(time, Span) and time.read is sentences.year and cursor.sees(Kind.EVENT):
        return _read_event(cursor) or _stay(cursor, start)
    return time


def _stay(cursor: Cursor, start: int) -> None:
    cursor.at = start


def _read_event(cursor: Cursor) -> Relative | None:
    """Read the 汛前 of 明年汛前."""
    ahead = 0
    while cursor.sees(Kind.EVENT, ahead=ahead) or cursor.peek(ahead).kind in VERBS:
        ahead += 1
    if cursor.peek(ahead).kind is not Kind.BOUND:
        return None
    cursor.at += ahead + 1
    return Relative(cursor.wording)


def _read_relative(cursor: Cursor, words: list[Token]) -> Relative | None:
    """Read a time counted from an event, a spell without its beginning, or 本月."""
    if cursor.peek().kind is Kind.BOUND and not starts_point(cursor):
        return _read_bound_event(cursor, words)
    if cursor.peek().text in _THIS and not starts_rhythm(cursor):
        return _read_this(cursor)
    if cursor.sees("每", "年", Kind.EVENT):
        cursor.at += 2
        return _read_event(cursor)
    if cursor.sees("年", "前"):
        cursor.at += 2
        return Relative(cursor.wording)
    return Relative(cursor.wording) if _take_spell(cursor) else None


def _read_bound_event(cursor: Cursor, words: list[Token]) -> Relative | None:
    bound = cursor.peek()
    if bound.text == "截止" and not words:
        raise sentences.as_of(cursor.wording[:40])
    happening = bool(words) and _is_happening(words[-1])
    if bound.text in (*AFTER, *_SINCE, "起") and words:
        cursor.at += 1
        if _take_spell(cursor) or (happening and bound.text in AFTER):
            return Relative(cursor.wording)
        if bound.text in (*_SINCE, "起"):
            raise sentences.only_begins(cursor.wording[:40])
    elif bound.text in (*BEFORE[:3], "期间", "之际", "期内") and happening:
        cursor.at += 1
        return Relative(cursor.wording)
    raise sentences.unknown(cursor.wording[:40])


def _is_happening(word: Token) -> bool:
    return word.kind is Kind.EVENT or word.kind in VERBS or word.text == "十一"


def _read_this(cursor: Cursor) -> Relative:
    cursor.at += 1
    if cursor.sees(Kind.NUMBER, Kind.UNIT):
        cursor.at += 2
    cursor.take_kind(Kind.EDGE)
    if cursor.take(*AFTER):
        raise sentences.after(cursor.wording[:40])
    cursor.take(*BEFORE, *_WITHIN)
    return Relative(cursor.wording)


def _take_spell(cursor: Cursor) -> bool:
    """Take 7日内, 1—5日内, 两个月内."""
    ahead = 0
    if cursor.peek().text not in {"半年", "半个月", "半月"}:
        ahead = 2 if cursor.sees(Kind.NUMBER, Kind.RANGE, Kind.NUMBER) else 0
        if not cursor.sees(Kind.NUMBER, ahead=ahead):
            return False
        ahead += 1
        if cursor.peek(ahead).text not in _SPELLS or cursor.peek(ahead - 1).value < 1:
            return False
        if cursor.peek(ahead).text == "年" and cursor.peek(ahead - 1).value > 99:
            return False
    if cursor.peek(ahead + 1).text not in _WITHIN:
        return False
    cursor.at += ahead + 2
    return True
