"""What the merged list shall say: three versions of a list into one, value by value.

Only values are known here, no text. Where both sides changed a value to different ones, there are
two aims: the list as it reads where ours holds, and where theirs holds. They differ in nothing
but the contradictions.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from dutylist.duty import Deadline, DeadlineClass, Duty, Entry, Extension, Origin, Repeal
from dutylist.merge.entries import find_kept, unite
from dutylist.merge.order import order_old
from dutylist.store.lists import DutyList

HEAD_FIELDS = ("title", "year", "issuer", "annex", "source")
FIELDS = (
    "content", "departments", "supporting", "deadline", "leaders", "given_due", "continues",
    "repealed",
)  # fmt: skip
Value = str | int | tuple[str, ...] | date | Repeal | Origin | None
Number = int | str

_UNREAD = Deadline(DeadlineClass.UNSTATED)


class Contradiction(NamedTuple):
    """A field that the two sides changed differently; `no` is None for the list's head."""

    no: Number | None
    field: str
    ours: Value
    theirs: Value


class Kept(NamedTuple):
    """What one side deleted and the other still has: a duty, or something dated in a duty."""

    no: Number
    what: Entry | Extension | None
    by_ours: bool


class Aims(NamedTuple):
    """The merged list as it reads where ours holds, and where theirs holds."""

    ours: DutyList
    theirs: DutyList
    contradictions: tuple[Contradiction, ...]
    kept: tuple[Kept, ...]


def forget_meanings(duty_list: DutyList) -> DutyList:
    """Return the list without what its wordings mean, which follows from wording and year."""
    duties = tuple(duty._replace(meaning=_UNREAD) for duty in duty_list.duties)
    return duty_list._replace(duties=duties)


def merge_records(base: DutyList | None, ours: DutyList, theirs: DutyList) -> Aims:
    """Merge three versions whose meanings are forgotten; without a base, all is new."""
    head = _merge_fields(None, HEAD_FIELDS, base, ours, theirs)
    sides = [_by_no(side.duties if side else ()) for side in (base, ours, theirs)]
    numbers = _order_numbers(*sides)
    merged = [_merge_duty(*(side.get(no) for side in sides)) for no in numbers]
    return Aims(
        ours._replace(**head.ours, duties=tuple(duty.ours for duty in merged)),
        ours._replace(**head.theirs, duties=tuple(duty.theirs for duty in merged)),
        (*head.contradictions, *(each for duty in merged for each in duty.contradictions)),
        tuple(each for duty in merged for each in duty.kept),
    )


class _Fields(NamedTuple):
    ours: dict[str, Any]
    theirs: dict[str, Any]
    contradictions: tuple[Contradiction, ...]


class _Merged(NamedTuple):
    ours: Duty
    theirs: Duty
    contradictions: tuple[Contradiction, ...] = ()
    kept: tuple[Kept, ...] = ()


def _by_no(duties: Sequence[Duty]) -> dict[str, Duty]:
    return {str(duty.no): duty for duty in duties}


def _order_numbers(
    base: Mapping[str, Duty], ours: Mapping[str, Duty], theirs: Mapping[str, Duty]
) -> list[str]:
    """Return the numbers in printed order; a new one stands after the next lower one."""
    kept = ours.keys() | theirs.keys()
    order = order_old([*base], [*ours], [*theirs], kept)
    for no in sorted(kept - base.keys(), key=_read_no):
        lower = max(
            (each for each in order if _read_no(each) < _read_no(no)), key=_read_no, default=""
        )
        order.insert(order.index(lower) + 1 if lower else 0, no)
    return order


def _read_no(no: str) -> tuple[int, ...]:
    return tuple(int(part) for part in no.split("."))


def _merge_duty(base: Duty | None, ours: Duty | None, theirs: Duty | None) -> _Merged:
    if ours is None or theirs is None:
        duty = ours or theirs
        assert duty is not None, "a number comes from one of the sides"
        deleted = (Kept(duty.no, None, ours is None),) if base else ()
        return _Merged(duty, duty, kept=deleted)
    fields = _merge_fields(ours.no, FIELDS, base, ours, theirs)
    progress = unite(base.progress if base else (), ours.progress, theirs.progress)
    extended = unite(base.extended if base else (), ours.extended, theirs.extended)
    our = ours._replace(**fields.ours, progress=progress, extended=extended)
    their = ours._replace(**fields.theirs, progress=progress, extended=extended)
    kept = tuple(_find_kept(base, ours, theirs, our)) if base else ()
    return _Merged(our, their, fields.contradictions, kept)


def _find_kept(base: Duty, ours: Duty, theirs: Duty, merged: Duty) -> list[Kept]:
    kept: list[Kept] = []
    for side, by_ours in ((ours, True), (theirs, False)):
        entries = find_kept(base.progress, side.progress, merged.progress)
        extensions = find_kept(base.extended, side.extended, merged.extended)
        kept += [Kept(base.no, entry, by_ours) for entry in entries]
        kept += [Kept(base.no, extension, by_ours) for extension in extensions]
    return kept


def _merge_fields(
    no: Number | None,
    fields: Collection[str],
    base: Duty | DutyList | None,
    ours: Duty | DutyList,
    theirs: Duty | DutyList,
) -> _Fields:
    our, their, contradictions = {}, {}, []
    for field in fields:
        was, one, other = _get(base, field), getattr(ours, field), getattr(theirs, field)
        our[field] = other if one == was else one
        their[field] = one if other == was else other
        if our[field] != their[field]:
            contradictions.append(Contradiction(no, field, one, other))
    return _Fields(our, their, tuple(contradictions))


def _get(record: Duty | DutyList | None, field: str) -> Value:
    """Return the value of a field; what is not there yet is as if it said nothing."""
    if record is None:
        return () if field == "supporting" else None
    value: Value = getattr(record, field)
    return value
