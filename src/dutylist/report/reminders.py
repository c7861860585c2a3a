"""The facts of reminders (催办): for each department or leader, what is owed and why.

Who is owed what is told as plain records; their wording and order are the template's affair. A
joint duty stands in the reminder of each of its parties, once, under its most pressing cause.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dutylist.annex.writers.layout import print_no
from dutylist.duty import Duty, Entry, Status
from dutylist.query.owed import Addressee, Cause, Claim, Owed, list_claims
from dutylist.query.parties import Meant
from dutylist.query.rows import Row
from dutylist.report.gather import tell_apart
from dutylist.report.parties import NOBODY, Key, find_key, name_apart


class Demand(NamedTuple):
    """One thing that is owed: why, its day, by how many days it is past or ahead, which stage.

    `stage` is what a checkpoint asks for, in the wording of the deadline, where that names it.
    """

    cause: Cause
    on: date
    days: int
    stage: str | None = None


class Item(NamedTuple):
    """One duty in a reminder; `at` counts from 1, `no` is the printed number.

    `is_moved` tells that an extension has put the due date off.
    """

    at: int
    ref: str
    list_title: str
    annex: str | None
    no: str
    content: str
    departments: tuple[str, ...]
    supporting: tuple[str, ...]
    leaders: tuple[str, ...]
    deadline: str
    due: date | None
    is_moved: bool
    status: Status
    last: Entry | None
    demands: tuple[Demand, ...]

    @property
    def cause(self) -> Cause:
        """Return why the duty is told, the most pressing cause."""
        return self.demands[0].cause

    @property
    def is_blocked(self) -> bool:
        """Tell whether the last entry says that something stands in the way."""
        return self.status is Status.BLOCKED


class Reminder(NamedTuple):
    """What one party is reminded of; each duty is in one of the three parts of `items`.

    `overdue` are the longest overdue first, `missing` lack a report, and `due` falls due from
    `day` to `until`, which are `within` days.
    """

    party: str
    by: Addressee
    day: date
    until: date
    within: int
    items: tuple[Item, ...]
    overdue: tuple[Item, ...]
    missing: tuple[Item, ...]
    due: tuple[Item, ...]


class Reminders(NamedTuple):
    """All reminders, in the order in which the lists name the parties; `idle` get none."""

    letters: tuple[Reminder, ...]
    idle: tuple[str, ...]


def gather_reminders(owed: Owed, by: Addressee, day: date, until: date) -> Reminders:
    """Return a reminder for each party that owes anything, and the parties that owe nothing.

    Lists of several issuers have parties of one name that are not one: each gets its own reminder.
    """
    parties = _group(tell_apart(owed.selected), by, owed.addressed)
    owing = _group(tell_apart(owed.answer.rows), by, owed.addressed)
    names = name_apart({key: party.name for key, party in parties.items()})
    letters = (
        _write(names[key], owing[key].rows, by, day, until) for key in parties if key in owing
    )
    in_order = sorted(letters, key=lambda letter: letter.party == NOBODY)
    return Reminders(tuple(in_order), tuple(names[key] for key in parties if key not in owing))


class _Party(NamedTuple):
    """A party as first printed, and its duties."""

    name: str
    rows: list[Row]


def _group(
    rows: Iterable[Row], by: Addressee, addressed: Sequence[Meant] | None
) -> dict[Key, _Party]:
    """Return the parties of the rows, in the order of the lists."""
    parties: dict[Key, _Party] = {}
    for row in rows:
        for name in _name_parties(row.duty, by):
            key = find_key(row.head, name)
            if _is_addressed(row.head.folder, key.folded, addressed):
                party = parties.setdefault(key, _Party(name, []))
                if row not in party.rows[-1:]:  # a duty may name a party twice
                    party.rows.append(row)
    return parties


def _is_addressed(folder: str, folded: str, addressed: Sequence[Meant] | None) -> bool:
    return addressed is None or any(meant.holds(folder, folded) for meant in addressed)


def _name_parties(duty: Duty, by: Addressee) -> tuple[str, ...]:
    if by is Addressee.LEADER:
        return duty.leaders or (NOBODY,)
    return duty.departments


def _write(party: str, rows: Sequence[Row], by: Addressee, day: date, until: date) -> Reminder:
    items = sorted((_make_item(row, until) for row in rows), key=_rank)
    numbered = tuple(item._replace(at=at) for at, item in enumerate(items, start=1))
    return Reminder(
        party,
        by,
        day,
        until,
        (until - day).days,
        numbered,
        overdue=tuple(item for item in numbered if item.cause is Cause.OVERDUE),
        missing=tuple(item for item in numbered if item.cause is Cause.MISSING),
        due=tuple(item for item in numbered if item.cause not in _PAST),
    )


def _rank(item: Item) -> tuple[int, date]:
    """Return the place of a duty in a reminder: what is past goes first, then the nearest day."""
    return (_PAST.index(item.cause) if item.cause in _PAST else len(_PAST)), item.demands[0].on


def _make_item(row: Row, until: date) -> Item:
    duty = row.duty
    stages = dict(zip(duty.meaning.checkpoints, duty.meaning.stages, strict=False))
    return Item(
        0,
        row.ref,
        row.head.title,
        row.head.annex,
        print_no(duty.no),
        duty.content,
        duty.departments,
        duty.supporting,
        duty.leaders,
        duty.deadline,
        row.standing.due,
        any(extension.on <= row.day for extension in duty.extended),
        row.standing.status,
        row.standing.last_progress,
        tuple(_demand(claim, row.day, stages) for claim in list_claims(row, until)),
    )


def _demand(claim: Claim, day: date, stages: Mapping[date, str]) -> Demand:
    stage = stages.get(claim.on) if claim.cause is Cause.CHECKPOINT else None
    return Demand(claim.cause, claim.on, abs((claim.on - day).days), stage)


_PAST = (Cause.OVERDUE, Cause.MISSING)
