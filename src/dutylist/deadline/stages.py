"""Dated clauses as one deadline: a single day, two times for one thing, or a chain of stages."""

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from dutylist.deadline import refusals, sentences
from dutylist.deadline.actions import deciding_verb, is_final, is_firm, is_soft
from dutylist.deadline.clauses import Clause
from dutylist.deadline.lexicon import VERBAL_NAMES, VERBS, Kind
from dutylist.deadline.rhythms import QUARTERLY, Rhythm
from dutylist.deadline.sentences import Reading
from dutylist.deadline.spans import Span
from dutylist.duty import Deadline, DeadlineClass

_LASTING = frozenset({Kind.ONGOING, Kind.DOING, None})
_STRETCHES = frozenset({sentences.stretch, sentences.reporting_period})
_PARTS = frozenset({sentences.half_year, sentences.quarter})
_ACTS = VERBS | {Kind.SOFT}
_EDGES = " \t\r\n\u3000…⋯.。，,；;：:、/()（）"


class Stage(NamedTuple):
    """A dated clause with the clauses that continue it.

    `soft` carries over from stage to stage, as 力争 does; `hoped` stands in the stage itself.
    """

    span: Span
    what: str
    verb: Kind | None
    soft: bool
    hoped: bool
    headed: bool
    counted: bool

    @property
    def due(self) -> date:
        """The last day of the stage."""
        return self.span.last

    @property
    def only_goes_on(self) -> bool:
        """Whether it is 全年推进 and not 全年完成: the whole year is no end in itself."""
        return self.span.whole_year and self.verb in _LASTING and not self.counted


def framing(clauses: Sequence[Clause]) -> Span | None:
    """Return the time that only frames a rhythm: the 3月至10月 of 3月至10月，每月25日前."""
    named = any(isinstance(clause.time, Rhythm) and not clause.time.is_open for clause in clauses)
    for clause, following in zip_longest(clauses, clauses[1:]):
        span = clause.time
        if not isinstance(span, Span) or clause.words:
            continue
        joined = following and following.adjoined and isinstance(following.time, Rhythm)
        # 3月至10月，按月推进 is due in October, and so is 10月，按月推进.
        running = span.read in _STRETCHES and (named or joined)
        if span.whole_year or running or (span.bare and joined):
            return span
    return None


def gather(clauses: Sequence[Clause], year: int) -> list[Stage]:
    """Return the stages of a wording; clauses without a time add to the stage before them."""
    stages: list[Stage] = []
    waiting: Clause | None = None
    clauses = _less_objects(clauses, year)
    for clause, following in zip_longest(clauses, clauses[1:]):
        if isinstance(clause.time, Span):
            stages.append(
                _stage(clause, clause.time, waiting, soft=bool(stages) and stages[-1].soft)
            )
            waiting = None if clause.bracketed else waiting
        elif clause.time is None and (not stages or _is_dated_by(clause, following)):
            waiting = clause
        elif clause.time is None:
            stages[-1] = _continued(stages[-1], clause)
    return [stage for stage in stages if not stage.only_goes_on]


def compose(stages: Sequence[Stage], clauses: Sequence[Clause], quoted: str) -> Deadline:
    """Return the deadline that stages make together."""
    _check_figures(stages, clauses, quoted)
    if len(stages) == 2 and _is_alternative(*stages):
        return _alternative(stages, quoted)
    if stages[0].headed or len({stage.due for stage in stages}) > 1:
        return _chain(stages, quoted)
    return _single(_joined(stages), quoted)


def _less_objects(clauses: Sequence[Clause], year: int) -> list[Clause]:
    """Return the clauses, the year of 2022年任务10月底前完成 being no stage but of its object."""
    kept: list[Clause] = []
    subject = ""
    for clause, following in zip_longest(clauses, clauses[1:]):
        if following and _is_object(clause, following, year):
            subject += clause.what
            continue
        kept.append(clause._replace(what=subject + clause.what))
        subject = ""
    return kept


def _is_object(clause: Clause, following: Clause, year: int) -> bool:
    span, goal = clause.time, following.time
    if not (isinstance(span, Span) and isinstance(goal, Span) and following.adjoined):
        return False
    whole = span.read is sentences.year and (span.bare or span.whole_year)
    part = span.read in _PARTS and span.bare
    if span.doubtful or span.first.year != year or not (whole or part):
        return False
    # 2022年改造10月底前完成 is one thing; 上半年改造10月底前完成 may have lost its comma.
    verbs = {word.kind for word in clause.words if word.text not in VERBAL_NAMES} & _ACTS
    headed = clause.header or clause.numbered or following.header
    return bool(clause.words) and not headed and verbs <= ({Kind.DOING} if whole else set())


def _is_dated_by(clause: Clause, following: Clause | None) -> bool:
    """Tell the heading before a bracket that holds its time: 集中整治阶段（4月—10月）."""
    if following is None or clause.bracketed or not following.bracketed:
        return False
    return isinstance(following.time, Span) and not following.words


def _stage(clause: Clause, span: Span, waiting: Clause | None, *, soft: bool) -> Stage:
    verb, what = deciding_verb(clause.words), _trim(clause.what)
    if waiting and verb is None:
        verb, what = _finite(deciding_verb(waiting.words)), what or _trim(waiting.what)
    hoped = is_soft(clause.words)
    return Stage(
        span=_told(span, clause),
        what=what,
        verb=verb,
        soft=hoped or (soft and not is_firm(clause.words)),
        hoped=hoped,
        headed=clause.numbered or (clause.header and span.read is sentences.quarter),
        counted=any(word.kind is Kind.NUMBER for word in clause.words),
    )


def _finite(verb: Kind | None) -> Kind | None:
    """Return the verb unless it only asks to go on: 长期坚持，10月底前 has an end."""
    return None if verb is Kind.ONGOING else verb


def _told(span: Span, clause: Clause) -> Span:
    """Return the span; that something is to be done in it settles what 1-11月 is."""
    if span.read is sentences.reporting_period and clause.words:
        return span._replace(read=sentences.stretch, doubtful=False)
    return span


def _continued(stage: Stage, clause: Clause) -> Stage:
    what = "，".join(filter(None, (stage.what, _trim(clause.what))))
    # 10月底前持续推进，确保完成 has an end after all.
    verb = stage.verb if not is_final(clause.words) else _finite(stage.verb)
    return stage._replace(what=what, verb=verb or _finite(deciding_verb(clause.words)))


def _trim(text: str) -> str:
    return text.strip(_EDGES)


def _check_figures(stages: Sequence[Stage], clauses: Sequence[Clause], quoted: str) -> None:
    """Refuse (1-11月): months in brackets tell what figures cover."""
    only = len(clauses) == 1 and clauses[0].bracketed and not clauses[0].words
    span = stages[0].span
    if only and span.read in _STRETCHES and span.first.year == span.last.year:
        raise refusals.as_of(quoted)


def _is_alternative(first: Stage, second: Stage) -> bool:
    """Tell two times for one thing (力争9月末, 10月末前) from two stages."""
    same = first.what == second.what or not first.what or not second.what
    return same and first.hoped != second.hoped


def _alternative(stages: Sequence[Stage], quoted: str) -> Deadline:
    later = max(stages, key=lambda stage: stage.due)
    verb = later.verb or next((stage.verb for stage in stages if stage.verb), None)
    return Deadline(
        _class_of(later._replace(verb=verb)),
        later.due,
        soft=later.hoped,
        ambiguous=True,
        why=sentences.alternatives(quoted, later.due),
    )


def _chain(stages: Sequence[Stage], quoted: str) -> Deadline:
    due = max(stage.due for stage in stages)
    texts = _texts(stages)
    read, doubtful = _reading(stages)
    by_quarter = all(stage.headed and stage.span.read is sentences.quarter for stage in stages)
    return Deadline(
        DeadlineClass.STAGED,
        due,
        tuple(texts),
        tuple(texts.values()) if any(texts.values()) else (),
        QUARTERLY if by_quarter else None,
        soft=stages[-1].soft,
        ambiguous=doubtful,
        why=read(quoted, due),
    )


def _texts(stages: Sequence[Stage]) -> dict[date, str]:
    """Return what each day asks for, in the order of the days."""
    texts: dict[date, str] = {}
    for stage in sorted(stages, key=lambda stage: stage.due):
        texts[stage.due] = "；".join(filter(None, (texts.get(stage.due), stage.what)))
    return texts


def _reading(stages: Sequence[Stage]) -> tuple[Reading, bool]:
    """Return how a chain was read, and whether there is doubt."""
    days = [stage.due for stage in stages]
    doubt = next((stage.span.read for stage in stages if stage.span.doubtful), None)
    if doubt:
        return doubt, True
    if days != sorted(days):
        return sentences.unordered, True
    if _is_repeated(stages):
        return sentences.alternatives, True
    return sentences.stages, False


def _is_repeated(stages: Sequence[Stage]) -> bool:
    """Tell whether later times may only repeat what an earlier one asked for."""
    texts = [stage.what for stage in stages]
    named = [text for text in texts if text]
    return bool(named) and (not texts[-1] or len(named) != len(set(named)))


def _joined(stages: Sequence[Stage]) -> Stage:
    """Return stages that fall on one day as one."""
    verbs = [stage.verb for stage in stages if stage.verb]
    doubt = next((stage.span for stage in stages if stage.span.doubtful), stages[0].span)
    return stages[-1]._replace(
        span=doubt,
        what="；".join(filter(None, (stage.what for stage in stages))),
        verb=verbs[-1] if verbs else None,
    )


def _single(stage: Stage, quoted: str) -> Deadline:
    span, cls = stage.span, _class_of(stage)
    read = span.read if span.doubtful else _OF_CLASS.get(cls, span.read)
    why = read(quoted, stage.due)
    return Deadline(cls, stage.due, soft=stage.soft, ambiguous=span.doubtful, why=why)


_OF_CLASS = {
    DeadlineClass.MILESTONE: sentences.milestone,
    DeadlineClass.ONGOING: sentences.ongoing_until,
}


def _class_of(stage: Stage) -> DeadlineClass:
    if stage.verb is Kind.MILESTONE:
        return DeadlineClass.MILESTONE
    if stage.verb is Kind.ONGOING:
        return DeadlineClass.ONGOING
    return DeadlineClass.WITHIN_YEAR if stage.span.within else DeadlineClass.BY_DATE
