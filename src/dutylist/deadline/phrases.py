"""The rules for words that are no time: what is to be done, by whom, and how.

Words are taken only where nothing in them could bear on when something is due.
"""

from dutylist.deadline import refusals
from dutylist.deadline.cursor import Cursor, clip
from dutylist.deadline.lexicon import FINAL, PLANS, POSTPONES, VERBAL_NAMES, VERBS, Kind
from dutylist.deadline.relatives import CURRENT, starts_relative
from dutylist.deadline.rhythms import starts_rhythm
from dutylist.deadline.spans import MONTH, PERIODS, QUARTER, YEAR
from dutylist.deadline.times import starts_point
from dutylist.deadline.tokens import Token
from dutylist.deadline.years import is_year

LEADS = frozenset({Kind.LEAD, Kind.SOFT, Kind.FIRM, Kind.RANGE, Kind.AND, Kind.JOIN})
_ENDERS = frozenset(
    {Kind.BREAK, Kind.SLASH, Kind.OPEN, Kind.CLOSE, Kind.COLON, Kind.ORDINAL, Kind.END}
)
_PAIRED = frozenset({Kind.POINT, Kind.SLASH, Kind.RANGE})
_NO_TIMES = frozenset({Kind.JOIN, Kind.BREAK, Kind.SLASH, Kind.COLON, Kind.CLOSE, Kind.END})
_LOST_AFTER = {
    Kind.RANGE: _NO_TIMES | {Kind.POINT},  # 10月至
    Kind.EACH: _NO_TIMES - {Kind.END} | {Kind.EDGE, *VERBS},  # 按推进 has lost its 月
}
_HARBOURS = VERBS | {Kind.TEXT, Kind.PLAIN, Kind.NUMBER}
_MEASURED = VERBS | {Kind.TEXT, Kind.PLAIN, Kind.NUMBER}
_COUNTED = frozenset({Kind.TEXT, Kind.PLAIN, Kind.UNIT})
_HARMLESS_UNITS = frozenset({"年度", "次"})
_HARMLESS_EDGES = frozenset({"中", "初", "终", "中期"})
_TAKING = frozenset({Kind.DONE, Kind.DOING, Kind.MEASURE})  # verbs that take an object
_NAMES = frozenset({Kind.TEXT, Kind.PLAIN, Kind.DOING, Kind.SOFT})
_MONTH_GOES_ON = frozenset({Kind.EDGE, Kind.BOUND, Kind.NUMBER, Kind.RANGE, Kind.JOIN})


def read_words(cursor: Cursor, *, after: bool = False) -> list[Token]:
    """Take words up to a time, a break or the end; `after` one time, leave what leads the next."""
    start = cursor.at
    while cursor.peek().kind not in _ENDERS:
        if not _starts_time(cursor):
            _check(cursor)
            cursor.at += 1
        elif not _take_period_of_object(cursor, start):
            if after:
                _give_back_leads(cursor, start)
            break
    return cursor.tokens[start : cursor.at]


def _starts_time(cursor: Cursor) -> bool:
    return starts_point(cursor) or starts_relative(cursor) or starts_rhythm(cursor)


def _take_period_of_object(cursor: Cursor, start: int) -> bool:
    """Take the time in 报送全年总结 and 完成2022年任务, which says what and not when."""
    if not any(_takes_object(token) for token in cursor.tokens[start : cursor.at]):
        return False
    before = cursor.peek(-1)
    if before.kind is Kind.DONE and _is_bare_month(cursor):
        # 报送10月报表 and 完成10月验收 may be either.
        raise refusals.unknown(cursor.rest())
    length = _period_length(cursor)
    named = cursor.peek(length)
    if _is_unsure_object(cursor, length):
        raise refusals.unknown(cursor.rest())
    if not length or not (named.kind in _NAMES or named.text in VERBAL_NAMES):
        return False
    if not _takes_object(before) and before.kind is not Kind.JOIN:
        raise refusals.unknown(cursor.rest())
    cursor.at += length
    return True


def _takes_object(token: Token) -> bool:
    return token.kind in _TAKING or token.text in {"启动", "开始"}


def _is_unsure_object(cursor: Cursor, length: int) -> bool:
    """Tell 开展2023年征集, of one year or in it, from 6月底前开展2023年完成."""
    named = cursor.peek(length)
    doing = named.kind is Kind.DONE and named.text not in {*VERBAL_NAMES, *FINAL}
    return doing and cursor.peek(length - 1).text in YEAR and cursor.peek(-1).kind is Kind.DOING


def _is_bare_month(cursor: Cursor) -> bool:
    counted = cursor.sees(Kind.NUMBER) and cursor.peek(1).text in MONTH
    return counted and cursor.peek(2).kind not in _MONTH_GOES_ON


def _period_length(cursor: Cursor) -> int:
    """Return how many tokens a bare year and a part of it take here."""
    length = 0
    if cursor.peek().text in CURRENT:
        return 1
    if cursor.peek().kind is Kind.YEAR:
        length = 1
    elif is_year(cursor.peek()) and cursor.peek(1).text in YEAR:
        length = 2
    if cursor.peek(length).text in PERIODS:
        return length + 1
    ordinal = 1 if cursor.peek(length).text == "第" else 0
    quarter = cursor.sees(Kind.NUMBER, ahead=length + ordinal)
    if quarter and cursor.peek(length + ordinal + 1).text in QUARTER:
        return length + ordinal + 2
    return length


def _give_back_leads(cursor: Cursor, start: int) -> None:
    """Leave 力争 and 于 to the time they stand before."""
    while cursor.at > start and cursor.tokens[cursor.at - 1].kind in LEADS:
        cursor.at -= 1


def _check(cursor: Cursor) -> None:
    """Refuse a word that may bear on when something is due."""
    token = cursor.peek()
    if token.kind is Kind.DOUBT:
        raise refusals.doubtful(cursor.whole(), token.text)
    if token.text in POSTPONES and any(
        word.kind is Kind.UNIT for word in cursor.tokens[: cursor.at]
    ):
        # 10月底前（顺延至11月底）: which of them holds?
        raise refusals.doubtful(cursor.whole(), token.text)
    if token.kind is Kind.AS_OF:
        raise refusals.as_of(cursor.whole())
    if token.kind is Kind.EACH and token.text.startswith(("每", "逐")):
        raise refusals.uncountable(cursor.whole())
    if token.kind is Kind.UNIT and token.text not in _HARMLESS_UNITS:
        _refuse_unit(cursor)
    if token.kind is Kind.NUMBER:
        _check_number(cursor)
    if token.kind is Kind.ALIEN or _is_misplaced(cursor):
        raise refusals.unknown(clip(cursor.written(max(0, cursor.at - 1), len(cursor.tokens))))


def _is_misplaced(cursor: Cursor) -> bool:
    """Tell a word that is harmless elsewhere, but not where it stands."""
    token, before, following = cursor.peek(), cursor.peek(-1).kind, cursor.peek(1)
    if token.kind is Kind.EDGE:
        # 中 is harmless in 推进中小学, and a lost time in 每季度中.
        return token.text not in _HARMLESS_EDGES or before not in _HARBOURS
    if token.kind is Kind.PERIOD:
        return token.text not in PLANS
    if token.kind is Kind.POINT:
        return before is not Kind.NUMBER or following.kind not in {Kind.NUMBER, Kind.END}
    if token.kind in VERBS:
        # 完成的项目 names a thing; nothing is asked for.
        return following.text == "的"
    return following.kind in _LOST_AFTER.get(token.kind, ()) or (
        token.kind is Kind.LAST and before in {Kind.UNIT, Kind.EDGE, Kind.BOUND}
    )


def _refuse_unit(cursor: Cursor) -> None:
    bounded = cursor.peek(1).kind in {Kind.EDGE, Kind.BOUND}
    if bounded and cursor.peek(-1).kind not in {Kind.EDGE, Kind.UNIT, Kind.NUMBER, Kind.TEXT}:
        raise refusals.no_month_named(cursor.rest())
    raise refusals.unknown(cursor.rest())


def _check_number(cursor: Cursor) -> None:
    """Refuse 10/31 and 10.31 where a time should stand, and 10月10; 1.5亿元 is an amount."""
    before = cursor.peek(-2 if cursor.peek(-1).kind in _PAIRED else -1).kind
    measured = before in _MEASURED
    paired = cursor.peek(1).kind in _PAIRED and cursor.sees(Kind.NUMBER, ahead=2)
    if paired and not measured and cursor.peek(3).kind is not Kind.TEXT:
        raise refusals.two_numbers(cursor.rest())
    # 十一前 is before the National Day.
    festive = cursor.sees("十一", Kind.BOUND)
    # 2023第一季度 has lost its 年.
    if is_year(cursor.peek()) and not measured:
        raise refusals.unknown(cursor.rest())
    if not paired and not measured and not festive and cursor.peek(1).kind not in _COUNTED:
        raise refusals.unknown(cursor.rest())
