"""A list into the rows that the index keeps of it, and back.

Each duty is a row; beside them stand the list's days and names, so that a question about October
or about a leader unpacks only the duties it is about. Every text is JSON guarded by a checksum: a
flipped bit in a cache file must not become an answer.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from dutylist.duty import Deadline, DeadlineClass, Duty, Entry, Extension, Repeal, Status
from dutylist.names import fold_name

FIRST_DAY, BEYOND_ALL_DAYS = "0001-01-01", "9999-12-32"


class DamagedRow(ValueError):
    """A row does not match its checksum, or is not there."""


def pack_duty(duty: Duty) -> tuple[str, int]:
    """Return the duty as JSON, with its checksum. Why a wording was read so is not kept."""
    packed = _PACKER.encode(
        (
            duty.no,
            duty.content,
            duty.departments,
            duty.supporting,
            duty.leaders,
            duty.deadline,
            _pack_meaning(duty.meaning),
            _pack_day(duty.given_due),
            duty.repealed and (_pack_day(duty.repealed.on), *duty.repealed[1:]),
            [(e.on.isoformat(), e.to.isoformat(), e.reason, e.by) for e in duty.extended],
            [(entry.on.isoformat(), *entry[1:]) for entry in duty.progress],
        )
    )
    return packed, zlib.crc32(packed.encode())


def unpack_duty(packed: object, checksum: object) -> Duty:
    """Return the duty of a row; raises `DamagedRow`."""
    if not isinstance(packed, str) or zlib.crc32(packed.encode()) != checksum:
        raise DamagedRow("duty")
    row = json.loads(packed)
    return Duty(
        row[0],
        row[1],
        tuple(row[2]),
        tuple(row[3]),
        tuple(row[4]),
        row[5],
        _unpack_meaning(row[6]),
        _unpack_day(row[7]),
        row[8] and Repeal(_unpack_day(row[8][0]), *row[8][1:]),
        tuple([_unpack_extension(extension) for extension in row[9]]),
        tuple([_unpack_entry(entry) for entry in row[10]]),
    )


_PACKER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_CLASSES = {cls.value: cls for cls in DeadlineClass}
_STATUSES = {status.value: status for status in Status}


def _pack_meaning(meaning: Deadline) -> str:
    return _PACKER.encode(
        (
            meaning.cls,
            _pack_day(meaning.due),
            [day.isoformat() for day in meaning.checkpoints],
            meaning.stages,
            meaning.cadence,
            [day.isoformat() for day in meaning.reports],
            meaning.soft,
            meaning.ambiguous,
        )
    )


# Kept as a text of its own within the row: lists say the same few wordings over and over.
@lru_cache(maxsize=4096)
def _unpack_meaning(packed: str) -> Deadline:
    row = json.loads(packed)
    return Deadline(
        _CLASSES[row[0]],
        _unpack_day(row[1]),
        tuple(map(date.fromisoformat, row[2])),
        tuple(row[3]),
        row[4],
        tuple(map(date.fromisoformat, row[5])),
        row[6],
        row[7],
    )


class Days(NamedTuple):
    """Where in a list something falls due or has ended, by position, from 0.

    `due` has the positions by each day that is their due date on some day asked for, `asked` those
    by the days of stages and reports. `ended` has status, position, first day and day beyond.
    """

    due: dict[str, list[int]]
    asked: dict[str, list[int]]
    ended: list[tuple[str, int, str, str]]

    @classmethod
    def of(cls, duties: Sequence[Duty]) -> "Days":
        """Gather the days of a list."""
        days = cls({}, {}, [])
        for at, duty in enumerate(duties):
            for day in _list_due_days(duty):
                days.due.setdefault(day, []).append(at)
            for on in {*duty.meaning.checkpoints, *duty.meaning.reports}:
                days.asked.setdefault(on.isoformat(), []).append(at)
            for status, first, beyond in list_ended(duty):
                days.ended.append((status, at, first, beyond))
        return days


class Names(NamedTuple):
    """Whom and what a list names, with the positions: what the filters look up.

    `parties` has, by role and folded name, the name as printed and its positions; `numbers` are
    the duties' numbers in order.
    """

    parties: dict[str, dict[str, tuple[str, list[int]]]]
    classes: dict[str, list[int]]
    numbers: list[str]

    @classmethod
    def of(cls, duties: Sequence[Duty]) -> "Names":
        """Gather the names of a list."""
        names = cls({role: {} for role in ROLES}, {}, [str(duty.no) for duty in duties])
        for at, duty in enumerate(duties):
            names.classes.setdefault(duty.meaning.cls, []).append(at)
            printed = (duty.departments, duty.supporting, duty.leaders)
            for role, parties in zip(ROLES, printed, strict=True):
                for name in dict.fromkeys(parties):
                    entry = names.parties[role].setdefault(fold_name(name), (name, []))
                    entry[1].append(at)
        return names


ROLES = ("responsible", "supporting", "leader")


def seal(key: str, value: object) -> str:
    """Return `value` as JSON behind a checksum over it and over the key that it belongs to."""
    packed = _PACKER.encode(value)
    return f"{zlib.crc32(f'{key} {packed}'.encode()):08x}{packed}"


def unseal(key: str, sealed: object) -> Any:
    """Return the value that was sealed under `key`; raises `DamagedRow`."""
    if not isinstance(sealed, str):
        raise DamagedRow(key)
    packed = sealed[8:]
    if f"{zlib.crc32(f'{key} {packed}'.encode()):08x}" != sealed[:8]:
        raise DamagedRow(key)
    return json.loads(packed)


def list_ended(duty: Duty) -> Iterator[tuple[Status, str, str]]:
    """Give the spans of days in which the duty is repealed or done: first day, day beyond."""
    repealed_from = BEYOND_ALL_DAYS
    if duty.repealed:
        repealed_from = _pack_day(duty.repealed.on) or FIRST_DAY
        yield Status.REPEALED, repealed_from, BEYOND_ALL_DAYS
    entries = sorted(duty.progress, key=lambda entry: entry.on)
    ends = [*(entry.on.isoformat() for entry in entries[1:]), BEYOND_ALL_DAYS]
    for entry, end in zip(entries, ends, strict=False):
        first, beyond = entry.on.isoformat(), min(end, repealed_from)
        if entry.status is Status.DONE and first < beyond:
            yield Status.DONE, first, beyond


def _list_due_days(duty: Duty) -> set[str]:
    days = [duty.given_due or duty.meaning.due, *(extension.to for extension in duty.extended)]
    return {day.isoformat() for day in days if day}


def _pack_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _unpack_day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _unpack_extension(row: list[Any]) -> Extension:
    return Extension(date.fromisoformat(row[0]), date.fromisoformat(row[1]), row[2], row[3])


def _unpack_entry(row: list[Any]) -> Entry:
    return Entry(date.fromisoformat(row[0]), _STATUSES[row[1]], *row[2:])
