"""A duty as every room past the store sees it: plain tuples and closed sets of words.

The pydantic models say what a *file* may hold; these records are what has been read, with the
deadline already understood. They cost nothing to import, so that the hot path stays light.

The words, one English word for one official term:

    责任清单 duty list · 事项 duty · 序号 no · 工作内容 content · 责任部门 departments ·
    配合部门 supporting · 牵头领导 leaders · 工作进度时限要求 deadline · 废止 repealed ·
    延期 extended · 进展 progress · 延续 continues · 来源 source · 发文机关 issuer ·
    未启动 推进中 受阻 办结 pending active blocked done
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from dutylist.words import Message

T = TypeVar("T", date, str)


class DeadlineClass(StrEnum):
    """What kind of deadline a wording sets (design: the classes of the deadline language)."""

    BY_DATE = "by-date"
    WITHIN_YEAR = "within-year"
    MILESTONE = "milestone"
    ONGOING = "ongoing"
    PERIODIC = "periodic"
    STAGED = "staged"
    RELATIVE = "relative"
    UNSTATED = "unstated"
    UNPARSED = "unparsed"


class Status(StrEnum):
    """Where a duty stands: the status of its last progress entry, or repealed."""

    PENDING = "pending"
    ACTIVE = "active"
    BLOCKED = "blocked"
    DONE = "done"
    REPEALED = "repealed"


class Deadline(NamedTuple):
    """The meaning of one deadline wording in one list year.

    `due` is the last day of the window, inclusive. `checkpoints` are the days by which a stage
    (staged) or a delivery (periodic) is asked for, ascending; a staged deadline's last checkpoint
    is its `due`. `stages` are the wordings of what each checkpoint asks for, in step with
    `checkpoints`, or empty. `cadence` names a rhythm (`monthly`, `quarterly`, `half-yearly`,
    `yearly`, `weekly`, `daily`, `every 3 days` …) and `reports` are the days in the list's year
    on which that rhythm asks for a report. `why` says in words how the wording was read.
    """

    cls: DeadlineClass
    due: date | None = None
    checkpoints: tuple[date, ...] = ()
    stages: tuple[str, ...] = ()
    cadence: str | None = None
    reports: tuple[date, ...] = ()
    soft: bool = False
    ambiguous: bool = False
    why: Message = Message("", {})


class Entry(NamedTuple):
    """One progress entry (进展): what was reported, and on which day."""

    on: date
    status: Status
    note: str
    value: str | None = None
    by: str | None = None
    problem: str | None = None
    next: str | None = None


class Extension(NamedTuple):
    """One extension (延期): decided `on` a day, the duty is now due `to` another."""

    on: date
    to: date
    reason: str | None = None
    by: str | None = None


class Repeal(NamedTuple):
    """The repeal (废止) of a duty; without `on`, it is repealed on every day asked for."""

    on: date | None = None
    by: str | None = None
    reason: str | None = None


class Origin(NamedTuple):
    """Where a list was read from (来源): the document's file name and hash, and the annex in it."""

    document: str
    sha256: str
    annex: str | None = None


class Duty(NamedTuple):
    """One duty (事项). `deadline` is the official wording, `meaning` how it was understood.

    `given_due` is the `due` that a clerk wrote into the file; it goes before the wording's own.
    `continues` is the ref of the earlier list's duty that this one carries on.
    """

    no: int | str
    content: str
    departments: tuple[str, ...]
    supporting: tuple[str, ...]
    leaders: tuple[str, ...]
    deadline: str
    meaning: Deadline
    given_due: date | None = None
    repealed: Repeal | None = None
    extended: tuple[Extension, ...] = ()
    progress: tuple[Entry, ...] = ()
    continues: str | None = None


def list_keys(duty: Duty) -> dict[str, Any]:
    """Return what a list says of the duty: its keys in the order of the format, with their values.

    A key without a value, or with an empty list, is absent, but for departments and leaders.
    """
    values = {
        "no": duty.no,
        "content": duty.content,
        "departments": duty.departments,
        "supporting": duty.supporting,
        "deadline": duty.deadline,
        "leaders": duty.leaders,
        "due": duty.given_due,
        "continues": duty.continues,
        "repealed": duty.repealed,
        "extended": duty.extended,
        "progress": duty.progress,
    }
    always = ("departments", "leaders")
    return {key: value for key, value in values.items() if value not in (None, ()) or key in always}


def add_entry(duty: Duty, entry: Entry) -> Duty:
    """Return the duty with one more entry, which goes after the last one that is not later."""
    place = find_place([each.on for each in duty.progress], entry.on)
    return duty._replace(progress=(*duty.progress[:place], entry, *duty.progress[place:]))


def find_place(days: Sequence[T], on: T) -> int:
    """Return where in `days`, of dates or of their ISO texts, a new one goes to keep the order."""
    return max((at for at, day in enumerate(days, start=1) if day <= on), default=0)
