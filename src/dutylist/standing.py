"""How a duty stands on a day: status, overdue, days left, lamp, and the reason in words.

A pure function of duty, day and rules. What is dated after the day is not seen: neither progress
nor an extension nor a repeal. The truth table is in `docs/standing.md` and in the tests.
"""

from bisect import bisect_left
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from dutylist.duty import DeadlineClass, Duty, Entry, Extension, Status
from dutylist.words import Message, say, say_n


class Lamp(StrEnum):
    """The lamp of a duty; done and repealed duties have none."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


class Rules(NamedTuple):
    """When a lamp is lit; governments differ. Overdue is always red.

    `soon_days`: due within so many days is yellow, 0 switches that off. `blocked` and
    `missing_report` are the lamps of a blocked duty and of one whose report is missing.
    """

    soon_days: int = 30
    blocked: Lamp = Lamp.YELLOW
    missing_report: Lamp = Lamp.YELLOW


class Standing(NamedTuple):
    """Where a duty stands on a day. `days_left` counts to the due date, negative when past."""

    status: Status
    due: date | None
    overdue: bool
    days_left: int | None
    lamp: Lamp | None
    reason: Message
    last_progress: Entry | None


DEFAULT_RULES = Rules()

_REPEALED = say("repealed")
_WORST_FIRST = (Lamp.RED, Lamp.YELLOW, Lamp.GREEN)


def find_standing(duty: Duty, day: date, rules: Rules = DEFAULT_RULES) -> Standing:
    """Return where `duty` stands at the end of `day` (due that day is not overdue)."""
    last = find_last_entry(duty, day)
    status = _find_status(duty, day, last)
    due = find_due(duty, day)
    if status is Status.REPEALED:
        return Standing(status, due, False, None, None, _say_repealed(duty), last)
    if status is Status.DONE and last:
        return Standing(status, due, False, None, None, say("done on {day}", day=last.on), last)
    days_left = (due - day).days if due else None
    ongoing = duty.meaning.cls is DeadlineClass.ONGOING
    overdue = days_left is not None and days_left < 0 and not ongoing
    lamp, reason = _find_lamp(duty, day, rules, status, None if ongoing else days_left)
    return Standing(status, due, overdue, days_left, lamp, reason, last)


def find_due(duty: Duty, day: date) -> date | None:
    """Return the due date as known on `day`: the last extension, the clerk's date, the wording.

    Of two extensions decided on one day, the one that stands lower counts.
    """
    last: Extension | None = None
    for extension in duty.extended:
        if extension.on <= day and (last is None or extension.on >= last.on):
            last = extension
    return last.to if last else duty.given_due or duty.meaning.due


def find_last_entry(duty: Duty, day: date) -> Entry | None:
    """Return the newest progress entry dated no later than `day`; the last of equals."""
    last: Entry | None = None
    for entry in duty.progress:
        if entry.on <= day and (last is None or entry.on >= last.on):
            last = entry
    return last


def sort_entries(duty: Duty, day: date) -> list[Entry]:
    """Return the entries dated no later than `day`, oldest first; equals as they stand."""
    return sorted((entry for entry in duty.progress if entry.on <= day), key=lambda each: each.on)


def find_missing_report(duty: Duty, day: date) -> date | None:
    """Return the newest report day before `day` for which nothing was reported, if any.

    A report is there when an entry is dated after the report day before it, late ones included.
    """
    past = bisect_left(duty.meaning.reports, day)
    if not past:
        return None
    asked = duty.meaning.reports[past - 1]
    return None if is_reported(duty, asked, day) else asked


def is_reported(duty: Duty, asked: date, day: date) -> bool:
    """Tell whether, as known on `day`, an entry answers the report asked for on `asked`."""
    index = bisect_left(duty.meaning.reports, asked)
    before = duty.meaning.reports[index - 1] if index else date.min
    return any(before < entry.on <= day for entry in duty.progress)


def is_repealed(duty: Duty, day: date) -> bool:
    """Tell whether the duty's repeal holds on `day`; a repeal without a date always does."""
    repeal = duty.repealed
    return repeal is not None and (repeal.on is None or repeal.on <= day)


def _find_status(duty: Duty, day: date, last: Entry | None) -> Status:
    if is_repealed(duty, day):
        return Status.REPEALED
    return last.status if last else Status.PENDING


def _say_repealed(duty: Duty) -> Message:
    if duty.repealed and duty.repealed.on:
        return say("repealed on {day}", day=duty.repealed.on)
    return _REPEALED


def _find_lamp(
    duty: Duty, day: date, rules: Rules, status: Status, days_left: int | None
) -> tuple[Lamp, Message]:
    """Return the worst lamp that any rule lights, with the reason of that rule."""
    lit: list[tuple[Lamp, Message]] = []
    if days_left is not None and days_left < 0:
        lit.append((Lamp.RED, _say_overdue(-days_left)))
    if status is Status.BLOCKED:
        lit.append((rules.blocked, say("blocked")))
    if days_left is not None and 0 <= days_left <= rules.soon_days and rules.soon_days:
        lit.append((Lamp.YELLOW, _say_due(days_left)))
    missing = find_missing_report(duty, day)
    if missing:
        lit.append((rules.missing_report, say("no report for {day}", day=missing)))
    if lit:
        worst = min(lit, key=lambda lamp: _WORST_FIRST.index(lamp[0]))
        if worst[0] is not Lamp.GREEN:
            return worst
    return Lamp.GREEN, _say_calm(duty, days_left)


def _say_overdue(days: int) -> Message:
    return say_n("overdue by {n} day", "overdue by {n} days", days)


def _say_due(days: int) -> Message:
    return say_n("due in {n} day", "due in {n} days", days) if days else say("due today")


def _say_calm(duty: Duty, days_left: int | None) -> Message:
    cls = duty.meaning.cls
    if days_left is not None:
        return _say_due(days_left)
    if cls is DeadlineClass.UNPARSED:
        return say("the wording of the deadline is not understood")
    if cls is DeadlineClass.UNSTATED:
        return say("no deadline is stated")
    if cls is DeadlineClass.RELATIVE:
        return say("the day is not fixed yet")
    return say("ongoing, nothing missing")
