"""Three ways: what the form was made of, what was filled in, and the lists as they are now.

Only what a department filled in becomes an entry. What came to the lists since stays; where the
two cannot both be meant, that is a finding at the cell, and nothing of the form is taken.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dutylist.duty import Duty, Entry, Repeal, Status
from dutylist.form.answers import Answer, read_answer
from dutylist.form.base import Base, digest, digest_entry
from dutylist.form.columns import (
    CONTENT,
    DEADLINE,
    DEPARTMENTS,
    STATUS_TERMS,
    SUPPORTING,
    TOLD,
    tell_duty,
)
from dutylist.form.findings import CellFinding
from dutylist.form.reading import FilledRow, Form
from dutylist.names import fold_name
from dutylist.standing import find_last_entry, find_standing, is_repealed
from dutylist.terms import TERMS
from dutylist.words import Message, say

_RENEWED = range(CONTENT, 7)
"""The columns whose texts may be amended while a form is out."""

_PARTIES = {DEPARTMENTS, SUPPORTING}
"""Among them, the columns of departments."""


class Merge(NamedTuple):
    """What a form adds: an entry by ref; the duties that have theirs already; what is wrong.

    `blank` and `wrong` count the rows that were left blank, and those that a finding is about.
    """

    entries: Mapping[str, Entry]
    known: tuple[str, ...]
    findings: tuple[CellFinding, ...]
    remarks: tuple[Message, ...]
    blank: int
    wrong: int


class _Meeting(NamedTuple):
    """What the answers of a form meet: the duties by now, and by which names its sender is known.

    `today` is the last day that an answer may speak of.
    """

    now: Mapping[str, Duty]
    department: str
    names: frozenset[str]
    today: date


def merge_form(form: Form, now: Mapping[str, Duty], names: frozenset[str], today: date) -> Merge:
    """Return what a form adds to the duties `now`; its department has the folded `names`."""
    meeting = _Meeting(now, form.base.department, names, today)
    findings = list(form.findings)
    entries: dict[str, Entry] = {}
    known: list[str] = []
    remarks: list[Message] = []
    strange = _number_rows(findings)
    for row in form.rows:
        met = None if row.is_blank else _meet(row, form.base, meeting)
        if isinstance(met, list):
            findings += met
        elif met is None or row.number in strange:
            continue
        elif met.entry is None:
            known.append(row.ref)
        else:
            entries[row.ref] = met.entry
            remarks += met.remarks
    wrong = _number_rows(findings)
    blank = sum(row.is_blank and row.number not in wrong for row in form.rows)
    return Merge(
        entries, tuple(known), tuple(findings), tuple(remarks), blank=blank, wrong=len(wrong)
    )


class _Met(NamedTuple):
    """The entry that a row becomes, None for one that is there already, and what to say of it."""

    entry: Entry | None
    remarks: Sequence[Message] = ()


def _meet(row: FilledRow, base: Base, meeting: _Meeting) -> _Met | list[CellFinding]:
    answer = read_answer(row, base, meeting.today)
    if not isinstance(answer, Answer):
        return answer
    duty = _find_same(answer, meeting.now)
    if duty is not None and _is_known(answer, duty, meeting.department):
        return _Met(None)
    found = list(_find_conflicts(answer, meeting))
    if duty is None or found:
        return found
    entry = _make_entry(answer, duty, meeting.department)
    return _Met(entry, list(_tell_doubts(answer, duty, entry.status)))


def _number_rows(findings: Iterable[CellFinding]) -> set[int]:
    return {finding.spot.place[0] for finding in findings}


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


def _find_conflicts(answer: Answer, meeting: _Meeting) -> Iterator[CellFinding]:
    row = answer.row
    duty, moved = meeting.now.get(row.ref), _find_moved(answer, meeting.now)
    if moved:
        problem = say("the duty has another number by now: {ref}", ref=moved)
        yield CellFinding(row.spots["note"], problem, _EXPORT_ANEW, answer.note)
    elif duty is None:
        problem = say("no list has this duty any longer")
        yield CellFinding(row.spots["note"], problem, _ASK_OFFICE, answer.note)
    elif duty.repealed and is_repealed(duty, meeting.today):
        yield CellFinding(row.spots["note"], _tell_repeal(duty.repealed), _ASK_OFFICE, answer.note)
    else:
        yield from _find_amended(answer, duty, meeting)
        yield from _find_meetings(answer, duty, meeting.department)


def _tell_repeal(repeal: Repeal) -> Message:
    if repeal.on is None:
        return say("the duty has been repealed")
    return say("the duty has been repealed on {day}", day=repeal.on)


_EXPORT_ANEW = say("make a new form, and report it there")
_ASK_OFFICE = say("clear the row, and settle with the department what it means")


def _find_amended(answer: Answer, duty: Duty, meeting: _Meeting) -> Iterator[CellFinding]:
    """Find a duty that is no longer what was sent out, or no longer the department's."""
    changed, spot = _list_amended(answer.row, duty), answer.row.spots["note"]
    if {CONTENT, DEADLINE} <= changed:
        problem = say("what is to be done and by when have both changed since the form went out")
        yield CellFinding(spot, problem, _EXPORT_ANEW, answer.note)
    parties = (*duty.departments, *duty.supporting)
    # Where the parties are as they were, it is of no account by which of them it was reached.
    if changed & _PARTIES and meeting.names.isdisjoint(map(fold_name, parties)):
        problem = say("{department} has no part in the duty any longer; it is with {parties} by "
                      "now", department=meeting.department, parties=parties)  # fmt: skip
        yield CellFinding(spot, problem, _ASK_OFFICE, answer.note)


def _list_amended(row: FilledRow, duty: Duty) -> set[int]:
    """Return the columns that tell of the duty what they did not tell when the form went out."""
    told = zip(row.known.cells, _tell(row.ref, duty), strict=True)
    return {
        at for at, (before, text) in enumerate(told) if at in _RENEWED and digest(text) != before
    }


def _find_meetings(answer: Answer, duty: Duty, department: str) -> Iterator[CellFinding]:
    """Find what came to the duty since the form went out, and does not go with the answer."""
    known, spots = answer.row.known, answer.row.spots
    since = [each for each in duty.progress if digest_entry(each) not in known.entries]
    last = find_last_entry(duty, date.max)
    others = [each for each in since if each.by not in (None, department)]
    if last and last.status is Status.DONE and last in since:
        problem = say("the duty has been recorded as done on {day} since the form went out",
                      day=last.on)  # fmt: skip
        yield CellFinding(spots["status"], problem, _ASK_OFFICE, STATUS_TERMS[last.status])
    elif answer.status is Status.DONE and others:
        # Whichever of the two comes first, nobody's word is taken for all.
        day, _, note, _, by, *_ = others[-1]
        problem = say("an entry of {day} by {by} came to the list since the form went out: "
                      "“{note}”", day=day, by=by, note=note)  # fmt: skip
        yield CellFinding(spots["status"], problem, _ASK_OFFICE, STATUS_TERMS[answer.status])
    same = next((e for e in since if e.on == answer.on and e.by in (None, department)), None)
    if same:
        problem = say("an entry of {day} came to the list since the form went out, and says "
                      "otherwise: {note}", day=same.on, note=same.note)  # fmt: skip
        remedy = say("clear the row if it says the same; if both hold, give this one its own day")
        yield CellFinding(spots["on"], problem, remedy, answer.note)


def _tell_doubts(answer: Answer, duty: Duty, status: Status) -> Iterator[Message]:
    """Say what somebody may have to know; none of it is wrong in itself."""
    ref = answer.row.ref
    changed = tuple(TOLD[at].title for at in sorted(_list_amended(answer.row, duty)))
    if changed:
        yield say("{ref} was amended since the form went out: {titles}", ref=ref, titles=changed)
    if answer.status is None and status is not _find_status_then(answer, duty):
        yield say("{ref} has become {status} since the form went out, and stays so",
                  ref=ref, status=TERMS[status])  # fmt: skip
    later = [each.on for each in duty.progress if each.on > answer.on]
    if later:
        yield say("{ref} has an entry of {day}, which stays the last one", ref=ref, day=max(later))
    since = {each.by for each in duty.progress if each.on == answer.on and each.by}
    if since:
        yield say("{ref} has an entry of {day} by {by}, too", ref=ref, day=answer.on,
                  by=tuple(sorted(since)))  # fmt: skip


def _find_status_then(answer: Answer, duty: Duty) -> Status:
    """Return the status on the answer's day by the entries that the form knew."""
    known = answer.row.known.entries
    before = tuple(each for each in duty.progress if digest_entry(each) in known)
    last = find_last_entry(duty._replace(progress=before), answer.on)
    return last.status if last else Status.PENDING
