"""From clauses to one deadline: which class, which day, which rhythm, and the reason in words."""

from datetime import date
from typing import NamedTuple

from dutylist.deadline import sentences
from dutylist.deadline.actions import deciding_verb, is_firm, is_soft
from dutylist.deadline.clauses import VERBS, Clause, Relative, read_clauses
from dutylist.deadline.cursor import Cursor
from dutylist.deadline.lexicon import Kind
from dutylist.deadline.rhythms import HALF_YEARLY, QUARTERLY, YEARLY, Rhythm, ends_of, spacing
from dutylist.deadline.sentences import Reading, Refusal
from dutylist.deadline.times import Dates, Span, Start
from dutylist.deadline.tokens import Token, split
from dutylist.duty import Deadline, DeadlineClass
from dutylist.words import Message

LONGEST_WORDING = 2000
_UNSTATED = frozenset({"未列时限", "未列", "无", "无时限"})
_QUOTED = 40
_FINER = {(YEARLY, 2): HALF_YEARLY, (YEARLY, 4): QUARTERLY, (HALF_YEARLY, 2): QUARTERLY}


def parse(wording: str, year: int) -> Deadline:
    """Return the meaning of a deadline's official wording in a list of `year`.

    Never raises: what the grammar does not take is `unparsed`, and `why` says what is the matter.
    """
    try:
        return _parse(wording, year)
    except Refusal as refusal:
        return Deadline(DeadlineClass.UNPARSED, why=refusal.why)


def _parse(wording: str, year: int) -> Deadline:
    wording = wording.strip()
    if not wording:
        raise sentences.empty()
    if len(wording) > LONGEST_WORDING:
        raise sentences.too_long(len(wording), LONGEST_WORDING)
    if wording in _UNSTATED:
        return Deadline(DeadlineClass.UNSTATED, why=sentences.unstated())
    tokens = split(wording)
    if not tokens:
        raise sentences.empty()
    return judge(read_clauses(Cursor(wording, tokens, year)), wording, year)


class _Stage(NamedTuple):
    """A dated clause with the clauses that continue it."""

    span: Span
    what: str
    verb: Kind | None
    soft: bool
    marked_soft: bool
    header: bool
    numbered: bool
    counted: bool


def judge(clauses: list[Clause], wording: str, year: int) -> Deadline:
    """Return the one deadline that clauses make together."""
    quoted = wording[:_QUOTED]
    rhythm = _rhythm(clauses, year)
    stages = _stages(clauses, rhythm)
    if stages and any(isinstance(clause.time, Relative) for clause in clauses):
        raise sentences.mixed(quoted)
    if stages:
        return _with_reports(_dated(stages, clauses, quoted), rhythm, quoted)
    if any(isinstance(clause.time, Relative) for clause in clauses):
        relative = Deadline(
            DeadlineClass.RELATIVE, soft=_any_soft(clauses), why=sentences.relative(quoted)
        )
        return _with_reports(relative, rhythm, quoted)
    if rhythm and not _goes_on(clauses):
        return _periodic(clauses, rhythm, quoted)
    if _goes_on(clauses):
        going = Deadline(
            DeadlineClass.ONGOING, soft=_any_soft(clauses), why=sentences.ongoing(quoted)
        )
        return _with_reports(going, rhythm, quoted)
    return _timeless(clauses, quoted, year)


def _rhythm(clauses: list[Clause], year: int) -> Rhythm | None:
    """Return the rhythm of all clauses together, within the window that they set."""
    rhythms = [clause.time for clause in clauses if isinstance(clause.time, Rhythm)]
    lists = [clause.time for clause in clauses if isinstance(clause.time, Dates)]
    if not rhythms and not lists:
        return None
    rhythms = [_counted(rhythm, clauses, year) for rhythm in rhythms]
    rhythm = _merged(rhythms) if rhythms else None
    if lists:
        listed = _as_rhythm(lists)
        rhythm = listed._replace(cadence=rhythm.cadence) if rhythm else listed
    assert rhythm is not None
    first, last = _window(clauses)
    days = tuple(
        day for day in rhythm.days if (not first or day >= first) and (not last or day <= last)
    )
    return rhythm._replace(days=days)


def _counted(rhythm: Rhythm, clauses: list[Clause], year: int) -> Rhythm:
    """Return 每年两次 as half-yearly; refuse 每月两次, whose days nobody names."""
    for count in _counts(clauses):
        finer = _FINER.get((rhythm.cadence, count.value))
        if finer is None:
            raise sentences.uncountable(f"{count.text}次")
        rhythm = Rhythm(finer, ends_of(finer, year), sentences.open_rhythm)
    return rhythm


def _counts(clauses: list[Clause]) -> list[Token]:
    """Return the numbers in 两次, 2次 that are not one."""
    return [
        number
        for clause in clauses
        for number, unit in zip(clause.words, clause.words[1:], strict=False)
        if number.kind is Kind.NUMBER and unit.text == "次" and number.value != 1
    ]


def _merged(rhythms: list[Rhythm]) -> Rhythm:
    first = rhythms[0]
    if all(rhythm.cadence == first.cadence and rhythm.days == first.days for rhythm in rhythms):
        return first
    days = tuple(sorted({day for rhythm in rhythms for day in rhythm.days}))
    return Rhythm(first.cadence, days, sentences.unsure_rhythm, doubtful=True)


def _as_rhythm(lists: list[Dates]) -> Rhythm:
    days = tuple(sorted({span.last for dates in lists for span in dates.spans}))
    return Rhythm(spacing(days), days, doubtful=any(dates.doubtful for dates in lists))


def _window(clauses: list[Clause]) -> tuple[date | None, date | None]:
    first = next((clause.time.first for clause in clauses if isinstance(clause.time, Start)), None)
    frame = next((clause.time for clause in clauses if _is_frame(clause)), None)
    if isinstance(frame, Span):
        return frame.first, frame.last
    return first, None


def _is_frame(clause: Clause) -> bool:
    """Tell whether a clause only says from when to when: 3月至10月, 每月25日前."""
    span = clause.time
    framing = isinstance(span, Span) and span.read in {
        sentences.stretch,
        sentences.reporting_period,
    }
    return (framing or (isinstance(span, Span) and span.whole_year)) and not clause.words


def _stages(clauses: list[Clause], rhythm: Rhythm | None) -> list[_Stage]:
    """Return the dated clauses, each with what the clauses after it add."""
    stages: list[_Stage] = []
    soft = False
    for clause in clauses:
        verb = deciding_verb(clause.words)
        if isinstance(clause.time, Span) and not (rhythm and _is_frame(clause)):
            marked = is_soft(clause.words)
            soft = marked or (soft and not is_firm(clause.words))
            stages.append(
                _Stage(
                    _told(clause.time, clause),
                    _trim(clause.what),
                    verb,
                    soft,
                    marked,
                    clause.header,
                    clause.numbered,
                    any(word.kind is Kind.NUMBER for word in clause.words),
                )
            )
        elif clause.time is None and stages:
            stages[-1] = _continued(stages[-1], clause, verb)
    return [] if _only_goes_on(stages) else stages


def _told(span: Span, clause: Clause) -> Span:
    """Return the span; that something is to be done in it settles what 1-11月 is."""
    if span.read is sentences.reporting_period and clause.words:
        return span._replace(read=sentences.stretch, doubtful=False)
    return span


def _continued(stage: _Stage, clause: Clause, verb: Kind | None) -> _Stage:
    what = "，".join(filter(None, (stage.what, _trim(clause.what))))
    return stage._replace(what=what, verb=stage.verb or verb)


def _trim(text: str) -> str:
    return text.strip(" \t\n\u3000…⋯.。，,；;：:、/()（）")


def _only_goes_on(stages: list[_Stage]) -> bool:
    """Tell 全年推进 from 全年完成: the whole year is no end in itself."""
    lasting = {Kind.ONGOING, Kind.DOING, None}
    return bool(stages) and all(
        stage.span.whole_year and stage.verb in lasting and not stage.counted for stage in stages
    )


def _goes_on(clauses: list[Clause]) -> bool:
    return any(
        (isinstance(clause.time, Span) and clause.time.whole_year and not _is_framing(clauses))
        or (not isinstance(clause.time, Rhythm) and deciding_verb(clause.words) is Kind.ONGOING)
        for clause in clauses
    )


def _is_framing(clauses: list[Clause]) -> bool:
    return any(isinstance(clause.time, Rhythm) for clause in clauses)


def _dated(stages: list[_Stage], clauses: list[Clause], quoted: str) -> Deadline:
    _check_figures(stages, clauses, quoted)
    if len(stages) == 2 and _are_alternatives(*stages):
        return _alternative(stages, quoted)
    if len(stages) > 1 or stages[0].header or stages[0].numbered:
        return _staged(stages, quoted)
    return _single(stages[0], quoted)


def _check_figures(stages: list[_Stage], clauses: list[Clause], quoted: str) -> None:
    """Refuse (1-11月): months in brackets tell what figures cover."""
    only = len(clauses) == 1 and clauses[0].bracketed and not clauses[0].words
    if only and stages[0].span.read in {sentences.stretch, sentences.reporting_period}:
        raise sentences.as_of(quoted)


def _are_alternatives(first: _Stage, second: _Stage) -> bool:
    """Tell two times for one thing (力争9月末, 10月末前) from two stages."""
    same = first.what == second.what or not first.what or not second.what
    return same and first.marked_soft != second.marked_soft


def _alternative(stages: list[_Stage], quoted: str) -> Deadline:
    later = max(stages, key=lambda stage: stage.span.last)
    due = later.span.last
    verb = later.verb or stages[0].verb
    return Deadline(
        _class_of(later._replace(verb=verb)),
        due,
        soft=later.marked_soft,
        ambiguous=True,
        why=sentences.alternatives(quoted, due),
    )


def _staged(stages: list[_Stage], quoted: str) -> Deadline:
    days = [stage.span.last for stage in stages]
    texts: dict[date, str] = {}
    for stage in sorted(stages, key=lambda stage: stage.span.last):
        texts[stage.span.last] = "；".join(filter(None, (texts.get(stage.span.last), stage.what)))
    doubt = next((stage.span for stage in stages if stage.span.doubtful), None)
    ordered = days == sorted(days)
    read: Reading = sentences.stages if ordered else sentences.unordered
    repeated = _is_repeated(stages)
    if repeated and ordered:
        read = sentences.alternatives
    by_quarter = all(stage.header and stage.span.read is sentences.quarter for stage in stages)
    return Deadline(
        DeadlineClass.STAGED,
        max(days),
        tuple(texts),
        tuple(texts.values()) if any(texts.values()) else (),
        QUARTERLY if by_quarter else None,
        soft=stages[-1].soft,
        ambiguous=doubt is not None or not ordered or repeated,
        why=(doubt.read if doubt else read)(quoted, max(days)),
    )


def _is_repeated(stages: list[_Stage]) -> bool:
    """Tell whether later times may only repeat what an earlier one asked for."""
    texts = [stage.what for stage in stages]
    named = [text for text in texts if text]
    return bool(named) and (not texts[-1] or len(named) != len(set(named)))


def _single(stage: _Stage, quoted: str) -> Deadline:
    span = stage.span
    cls = _class_of(stage)
    read = span.read
    if cls is DeadlineClass.MILESTONE and not span.doubtful:
        read = sentences.milestone
    elif cls is DeadlineClass.ONGOING and not span.doubtful:
        read = sentences.ongoing_until
    return Deadline(
        cls, span.last, soft=stage.soft, ambiguous=span.doubtful, why=read(quoted, span.last)
    )


def _class_of(stage: _Stage) -> DeadlineClass:
    if stage.verb is Kind.MILESTONE:
        return DeadlineClass.MILESTONE
    if stage.verb is Kind.ONGOING:
        return DeadlineClass.ONGOING
    return DeadlineClass.WITHIN_YEAR if stage.span.within else DeadlineClass.BY_DATE


def _with_reports(deadline: Deadline, rhythm: Rhythm | None, quoted: str) -> Deadline:
    """Return the deadline with the reports that a rhythm beside it asks for, up to its end."""
    if rhythm is None:
        return deadline
    reports = tuple(day for day in rhythm.days if deadline.due is None or day <= deadline.due)
    plain = deadline.due and not deadline.ambiguous and not deadline.checkpoints
    why = sentences.with_reports(quoted, deadline.due) if plain and deadline.due else deadline.why
    doubtful = deadline.ambiguous or rhythm.doubtful
    return deadline._replace(cadence=rhythm.cadence, reports=reports, ambiguous=doubtful, why=why)


def _periodic(clauses: list[Clause], rhythm: Rhythm, quoted: str) -> Deadline:
    lists = [clause.time for clause in clauses if isinstance(clause.time, Dates)]
    due = max(span.last for dates in lists for span in dates.spans) if lists else None
    why: Message = rhythm.read(quoted)
    if lists and due:
        why = lists[0].read(quoted, due)
    return Deadline(
        DeadlineClass.PERIODIC,
        due,
        rhythm.days,
        cadence=rhythm.cadence,
        reports=rhythm.days,
        soft=_any_soft(clauses),
        ambiguous=rhythm.doubtful,
        why=why,
    )


def _any_soft(clauses: list[Clause]) -> bool:
    return any(is_soft(clause.words) for clause in clauses)


def _timeless(clauses: list[Clause], quoted: str, year: int) -> Deadline:
    """Judge a wording without any time: some words still say how to take it."""
    words: list[Token] = [word for clause in clauses for word in clause.words]
    kinds = {word.kind for word in words}
    if any(isinstance(clause.time, Start) for clause in clauses):
        raise sentences.only_begins(quoted)
    if Kind.VAGUE in kinds:
        raise sentences.no_time(quoted)
    if kinds & {Kind.AT_ONCE, Kind.ORDERED}:
        return Deadline(
            DeadlineClass.RELATIVE, soft=_any_soft(clauses), why=sentences.relative(quoted)
        )
    if Kind.SCHEDULE in kinds:
        raise sentences.elsewhere(quoted)
    if any(word.text in _RESULTS for word in words):
        due = date(year, 12, 31)
        return Deadline(
            DeadlineClass.MILESTONE,
            due,
            soft=_any_soft(clauses),
            ambiguous=True,
            why=sentences.assumed_year(quoted, due),
        )
    if Kind.EVENT in kinds and not kinds & VERBS:
        return Deadline(
            DeadlineClass.RELATIVE, soft=_any_soft(clauses), why=sentences.relative(quoted)
        )
    raise sentences.no_time(quoted)


_RESULTS = frozenset(
    ["取得", "进展", "成效", "实效", "见成效", "初见成效", "显效", "明显成效", "显著成效", "重大突破", "新突破", "实质性进展"]
)
