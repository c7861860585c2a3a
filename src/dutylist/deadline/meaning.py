"""From a wording to its one deadline: the class, the day, the rhythm, and the reason in words."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from dutylist.deadline import refusals, sentences
from dutylist.deadline.actions import goes_on, is_soft
from dutylist.deadline.clauses import Clause, read_clauses
from dutylist.deadline.cursor import Cursor, clip
from dutylist.deadline.lexicon import RESULTS, SEASONS, VERBS, Kind
from dutylist.deadline.relatives import Relative
from dutylist.deadline.rhythms import Rhythm, counted, merged, spacing
from dutylist.deadline.spans import Dates, Span, Start
from dutylist.deadline.stages import compose, framing, gather
from dutylist.deadline.tokens import Token, split
from dutylist.duty import Deadline, DeadlineClass
from dutylist.words import Message

LONGEST_WORDING = 2000
_UNSTATED = frozenset({"未列时限", "未列", "无", "无时限"})


def parse(wording: str, year: int) -> Deadline:
    """Return the meaning of a deadline's official wording in a list of `year`.

    Never raises: what the grammar does not take is `unparsed`, and `why` says what is the matter.
    """
    try:
        return _parse(wording.strip(), year)
    except refusals.Refusal as refusal:
        return Deadline(DeadlineClass.UNPARSED, why=refusal.why)


def _parse(wording: str, year: int) -> Deadline:
    if len(wording) > LONGEST_WORDING:
        raise refusals.too_long(len(wording), LONGEST_WORDING)
    if wording in _UNSTATED:
        return Deadline(DeadlineClass.UNSTATED, why=sentences.unstated())
    tokens = split(wording)
    if not tokens:
        raise refusals.empty()
    return _judge(read_clauses(Cursor(wording, tokens, year)), clip(wording), year)


def _judge(clauses: Sequence[Clause], quoted: str, year: int) -> Deadline:
    """Return the one deadline that clauses make together."""
    _check_settled(clauses, quoted)
    rhythm = _rhythm(clauses, year)
    frame = framing(clauses) if rhythm else None
    stages = gather([clause for clause in clauses if not frame or clause.time is not frame], year)
    relative = any(isinstance(clause.time, Relative) for clause in clauses)
    if relative and (stages or _hangs_on_rhythm(clauses)):
        raise refusals.mixed(quoted)
    if stages and any(isinstance(clause.time, Dates) and not clause.words for clause in clauses):
        # 5月底、7月底前、8月底前 neither lists its days nor goes by stages.
        raise refusals.unknown(quoted)
    if stages:
        return _with_reports(compose(stages, clauses, quoted), rhythm, quoted)
    if relative:
        return _with_reports(_relative(clauses, quoted), rhythm, quoted)
    if _goes_on(clauses, rhythm):
        return _with_reports(_ongoing(clauses, quoted), rhythm, quoted)
    if rhythm:
        return _periodic(clauses, rhythm, quoted)
    return _timeless(clauses, quoted, year)


def _hangs_on_rhythm(clauses: Sequence[Clause]) -> bool:
    """Tell 每季度验收后15日内, which neither comes round on its days nor hangs on one event."""
    return any(
        following.adjoined and {type(clause.time), type(following.time)} == {Rhythm, Relative}
        for clause, following in pairwise(clauses)
    )


def _check_settled(clauses: Sequence[Clause], quoted: str) -> None:
    """Refuse 待定 and its like, the more so beside a time: 暂定10月底."""
    words = [word for clause in clauses for word in clause.words]
    word = next((word for word in words if word.kind is Kind.UNSETTLED), None)
    if word is None:
        return
    if any(clause.time for clause in clauses):
        raise refusals.doubtful(quoted, word.text)
    raise refusals.no_time(quoted)


def _rhythm(clauses: Sequence[Clause], year: int) -> Rhythm | None:
    """Return the rhythm of all clauses together, within the window that they set."""
    rhythms = [
        counted(clause.time, clause.words, year)
        for clause in clauses
        if isinstance(clause.time, Rhythm)
    ]
    lists = [clause.time for clause in clauses if isinstance(clause.time, Dates)]
    rhythm = merged(rhythms)
    if lists:
        rhythm = _listed(lists, rhythm)
    if rhythm is None:
        return None
    first, last = _window(clauses)
    return rhythm._replace(days=tuple(day for day in rhythm.days if first <= day <= last))


def _listed(lists: Sequence[Dates], rhythm: Rhythm | None) -> Rhythm:
    """Return listed days as a rhythm; one that is named beside them gives its name only."""
    days = tuple(sorted({span.last for dates in lists for span in dates.spans}))
    cadence = rhythm.cadence if rhythm else spacing(days)
    return Rhythm(cadence, days, doubtful=any(dates.doubtful for dates in lists))


def _window(clauses: Sequence[Clause]) -> tuple[date, date]:
    for clause in clauses:
        if isinstance(clause.time, Start):
            return clause.time.first, date.max
    frame = framing(clauses)
    return (frame.first, frame.last) if frame else (date.min, date.max)


def _goes_on(clauses: Sequence[Clause], rhythm: Rhythm | None) -> bool:
    """Tell whether a wording asks to keep at it; 全年 beside a rhythm only frames it."""
    return any(_clause_goes_on(clause, rhythm) for clause in clauses)


def _clause_goes_on(clause: Clause, rhythm: Rhythm | None) -> bool:
    if isinstance(clause.time, Span) and not rhythm:
        return True
    # 每月25日前持续报送 is due on its days; 每年持续推进 is not.
    if isinstance(clause.time, Rhythm):
        verb = next((word.kind for word in clause.words if word.kind in VERBS), None)
        return verb is Kind.ONGOING and clause.time.is_open
    return goes_on(clause.words)


def _relative(clauses: Sequence[Clause], quoted: str) -> Deadline:
    why = sentences.relative(quoted)
    return Deadline(DeadlineClass.RELATIVE, soft=_is_soft(clauses), why=why)


def _ongoing(clauses: Sequence[Clause], quoted: str) -> Deadline:
    why = sentences.ongoing(quoted)
    return Deadline(DeadlineClass.ONGOING, soft=_is_soft(clauses), why=why)


def _with_reports(deadline: Deadline, rhythm: Rhythm | None, quoted: str) -> Deadline:
    """Return the deadline with the reports that a rhythm beside it asks for, up to its end."""
    if rhythm is None:
        return deadline
    due = deadline.due
    plain = due is not None and not deadline.ambiguous and not deadline.checkpoints
    return deadline._replace(
        cadence=rhythm.cadence,
        reports=tuple(day for day in rhythm.days if due is None or day <= due),
        ambiguous=deadline.ambiguous or rhythm.doubtful,
        why=sentences.with_reports(quoted, due) if plain and due else deadline.why,
    )


def _periodic(clauses: Sequence[Clause], rhythm: Rhythm, quoted: str) -> Deadline:
    due, why = _end_of_lists(clauses, rhythm, quoted)
    return Deadline(
        DeadlineClass.PERIODIC,
        due,
        rhythm.days,
        cadence=rhythm.cadence,
        reports=rhythm.days,
        soft=_is_soft(clauses),
        ambiguous=rhythm.doubtful,
        why=why,
    )


def _end_of_lists(
    clauses: Sequence[Clause], rhythm: Rhythm, quoted: str
) -> tuple[date | None, Message]:
    """Return the last of listed days, which a rhythm alone does not have, and the reason."""
    lists = [clause.time for clause in clauses if isinstance(clause.time, Dates)]
    if not lists or not rhythm.days:
        return None, rhythm.read(quoted)
    due = rhythm.days[-1]
    doubt = next((dates for dates in lists if dates.doubtful), lists[0])
    return due, doubt.read(quoted, due)


def _is_soft(clauses: Sequence[Clause]) -> bool:
    return any(is_soft(clause.words) for clause in clauses)


def _timeless(clauses: Sequence[Clause], quoted: str, year: int) -> Deadline:
    """Judge a wording without any time: some words still say how to take it."""
    words = [word for clause in clauses for word in clause.words]
    kinds = {word.kind for word in words}
    if any(isinstance(clause.time, Start) for clause in clauses):
        raise refusals.only_begins(quoted)
    if Kind.VAGUE in kinds:
        raise refusals.no_time(quoted)
    if kinds & {Kind.AT_ONCE, Kind.ORDERED} or _is_event(words):
        return _relative(clauses, quoted)
    if Kind.SCHEDULE in kinds:
        raise refusals.elsewhere(quoted)
    if not _names_result(words):
        raise refusals.no_time(quoted)
    due = date(year, 12, 31)
    return Deadline(
        DeadlineClass.MILESTONE,
        due,
        soft=_is_soft(clauses),
        ambiguous=True,
        why=sentences.assumed_year(quoted, due),
    )


def _is_event(words: Sequence[Token]) -> bool:
    """Tell 汛期 and 春季完成 from 会议审议: only a season may stand beside a verb."""
    if words and words[0].text in SEASONS:
        return True
    kinds = {word.kind for word in words}
    return Kind.EVENT in kinds and not kinds & VERBS


def _names_result(words: Sequence[Token]) -> bool:
    """Tell 务求取得重大突破, whose only time is the list's year, from 完成."""
    return any(word.text in RESULTS for word in words)
