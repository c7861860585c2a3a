"""Three ways: what the form was made of, what was filled in, and the lists as they are now.

Only what a department filled in becomes an entry. What came to the lists since stays; where the
two cannot both be meant, that is a finding at the cell, and nothing of the form is taken.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from dutylist.duty import Duty, Entry, Status
from dutylist.form.answers import Answer, read_answer
from dutylist.form.base import Base, digest, digest_entry
from dutylist.form.columns import CONTENT, STATUS_TERMS, TOLD, tell_duty
from dutylist.form.findings import CellFinding
from dutylist.form.reading import Form
from dutylist.standing import find_last_entry, find_standing
from dutylist.words import Message, say

_RENEWED = range(CONTENT, 7)
"""The columns whose texts may be amended while a form is out."""


class Merge(NamedTuple):
    """What a form adds: an entry by ref; the duties that have theirs already; what is wrong."""

    entries: Mapping[str, Entry]
    known: tuple[str, ...]
    findings: tuple[CellFinding, ...]
    remarks: tuple[Message, ...]


def merge_form(form: Form, now: Mapping[str, Duty], today: date) -> Merge:
    """Return what a form adds to the duties `now`; `today` is the last day it may speak of."""
    findings = list(form.findings)
    entries: dict[str, Entry] = {}
    known: list[str] = []
    remarks: list[Message] = []
    for row in form.rows:
        answer = None if row.is_blank else read_answer(row, form.base, today)
        if answer is None:
            continue
        if not isinstance(answer, Answer):
            findings += answer
            continue
        duty = _find_same(answer, now)
        if duty is not None and _is_known(answer, duty, form.base.department):
            known.append(row.ref)
            continue
        found = list(_find_conflicts(answer, now, form.base.department))
        findings += found
        if duty is not None and not found:
            entries[row.ref] = _make_entry(answer, duty, form.base.department)
            remarks += _tell_doubts(answer, duty)
    return Merge(entries, tuple(known), tuple(findings), tuple(remarks))


def _find_same(answer: Answer, now: Mapping[str, Duty]) -> Duty | None:
    """Return the duty that the row is about; None where it is gone, or has another number."""
    return None if _find_moved(answer, now) else now.get(answer.row.ref)


def _find_moved(answer: Answer, now: Mapping[str, Duty]) -> str | None:
    """Return the number that the duty has now, where its content stands below another one."""
    ref, wanted = answer.row.ref, answer.row.known.cells[CONTENT]
    duty = now.get(ref)
    if duty is not None and _digest_content(ref, duty) == wanted:
        return None
    list_id = ref.rpartition("/")[0]
    others = (
        other
        for other, each in now.items()
        if other.rpartition("/")[0] == list_id and _digest_content(other, each) == wanted
    )
    return next(others, None)


def _digest_content(ref: str, duty: Duty) -> str:
    return digest(_tell(ref, duty)[CONTENT])


def _tell(ref: str, duty: Duty) -> tuple[str, ...]:
    return tell_duty(ref, duty, find_standing(duty, date.max))


def _is_known(answer: Answer, duty: Duty, department: str) -> bool:
    """Tell whether the duty has this entry already; one without a source counts, too."""
    return any(
        each.on == answer.on
        and each.note == answer.note
        and answer.status in (None, each.status)
        and (each.value, each.problem, each.next) == (answer.value, answer.problem, answer.next)
        and each.by in (None, department)
        for each in duty.progress
    )


def _make_entry(answer: Answer, duty: Duty, department: str) -> Entry:
    last = find_last_entry(duty, answer.on)
    status = answer.status or (last.status if last else Status.PENDING)
    texts = answer.note, answer.value, department, answer.problem, answer.next
    return Entry(answer.on, status, *texts)


def _find_conflicts(
    answer: Answer, now: Mapping[str, Duty], department: str
) -> Iterator[CellFinding]:
    row = answer.row
    duty, moved = now.get(row.ref), _find_moved(answer, now)
    if moved:
        problem = say("the duty has another number by now: {ref}", ref=moved)
        yield CellFinding(row.spots["note"], problem, _EXPORT_ANEW, answer.note)
    elif duty is None:
        problem = say("no list has this duty any longer")
        yield CellFinding(row.spots["note"], problem, _ASK_OFFICE, answer.note)
    elif duty.repealed:
        since = say(" on {day}", day=duty.repealed.on) if duty.repealed.on else ""
        problem = say("the duty has been repealed{since}", since=since)
        yield CellFinding(row.spots["note"], problem, _ASK_OFFICE, answer.note)
    else:
        yield from _find_meetings(answer, duty, department)


_EXPORT_ANEW = say("make a new form, and report it there")
_ASK_OFFICE = say("clear the row, and settle with the department what it means")


def _find_meetings(answer: Answer, duty: Duty, department: str) -> Iterator[CellFinding]:
    """Find what came to the duty since the form went out, and does not go with the answer."""
    known, spots = answer.row.known, answer.row.spots
    since = [each for each in duty.progress if digest_entry(each) not in known.entries]
    last = find_last_entry(duty, date.max)
    if last and last.status is Status.DONE and last in since:
        problem = say("the duty has been recorded as done on {day} since the form went out",
                      day=last.on)  # fmt: skip
        yield CellFinding(spots["status"], problem, _ASK_OFFICE, STATUS_TERMS[last.status])
    same = next((e for e in since if e.on == answer.on and e.by in (None, department)), None)
    if same:
        problem = say("an entry of {day} came to the list since the form went out, and says "
                      "otherwise: {note}", day=same.on, note=same.note)  # fmt: skip
        remedy = say("clear the row if it says the same; if both hold, give this one its own day")
        yield CellFinding(spots["on"], problem, remedy, answer.note)


def _tell_doubts(answer: Answer, duty: Duty) -> Iterator[Message]:
    """Say what somebody may have to know; none of it is wrong in itself."""
    ref = answer.row.ref
    told = zip(TOLD, answer.row.known.cells, _tell(ref, duty), strict=True)
    changed = tuple(
        column.title
        for at, (column, before, text) in enumerate(told)
        if at in _RENEWED and digest(text) != before
    )
    if changed:
        yield say("{ref} was amended since the form went out: {titles}", ref=ref, titles=changed)
    later = [each.on for each in duty.progress if each.on > answer.on]
    if later:
        yield say("{ref} has an entry of {day}, which stays the last one", ref=ref, day=max(later))
    since = {each.by for each in duty.progress if each.on == answer.on and each.by}
    if since:
        yield say("{ref} has an entry of {day} by {by}, too", ref=ref, day=answer.on,
                  by=tuple(sorted(since)))  # fmt: skip


def count_blank(form: Form) -> int:
    """Return how many rows were left blank."""
    return sum(row.is_blank for row in form.rows)


def name_base(base: Base) -> str:
    """Return the commit that a form was made of, or the day, where there was no repository."""
    return base.revision or str(base.day)
