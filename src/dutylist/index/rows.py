"""A list into the rows that the index keeps of it, and back.

Each duty is a row; beside them stand the parts of the list by which duties are found, so that a
question about October or about a leader unpacks only the duties it is about. Every text is JSON
guarded by a checksum: a flipped bit in a cache file must not become an answer.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

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
            duty.continues,
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
        row[11],
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


class Part(StrEnum):
    """What is kept of a list as a whole, each part a text of its own; positions count from 0.

    `DUE` has the positions by each day that is their due date on some day asked for, `ASKED` by the
    days of stages and reports, `CLASS` by the deadline's class. `ENDED` has status, position, first
    day and day beyond. The three roles have, by folded name, the name as printed and its positions.
    `NUMBERS` are the duties' numbers in order.
    """

    DUE = "due"
    ASKED = "asked"
    ENDED = "ended"
    CLASS = "class"
    NUMBERS = "numbers"
    RESPONSIBLE = "responsible"
    SUPPORTING = "supporting"
    LEADER = "leader"


Positions = dict[str, list[int]]
Parties = dict[str, tuple[str, list[int]]]


def gather_parts(duties: Sequence[Duty]) -> dict[Part, object]:
    """Return the parts of a list."""
    return {
        Part.DUE: _gather(_list_due_days(duty) for duty in duties),
        Part.ASKED: _gather(_list_asked_days(duty) for duty in duties),
        Part.CLASS: _gather({duty.meaning.cls} for duty in duties),
        Part.NUMBERS: [str(duty.no) for duty in duties],
        Part.ENDED: [
            (status, at, first, beyond)
            for at, duty in enumerate(duties)
            for status, first, beyond in list_ended(duty)
        ],
        Part.RESPONSIBLE: _gather_parties(duty.departments for duty in duties),
        Part.SUPPORTING: _gather_parties(duty.supporting for duty in duties),
        Part.LEADER: _gather_parties(duty.leaders for duty in duties),
    }


def _gather(keys_of_all: Iterable[Iterable[str]]) -> Positions:
    positions: Positions = {}
    for at, keys in enumerate(keys_of_all):
        for key in keys:
            positions.setdefault(key, []).append(at)
    return positions


def _gather_parties(names_of_all: Iterable[Sequence[str]]) -> Parties:
    parties: Parties = {}
    for at, names in enumerate(names_of_all):
        for name in dict.fromkeys(names):
            parties.setdefault(fold_name(name), (name, []))[1].append(at)
    return parties


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


def list_days(duties: Iterable[Duty]) -> set[str]:
    """Return every day on which anything of the duties may fall due."""
    return {
        day
        for duty in duties
        for days in (_list_due_days(duty), _list_asked_days(duty))
        for day in days
    }


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


def _list_asked_days(duty: Duty) -> set[str]:
    return {day.isoformat() for day in (*duty.meaning.checkpoints, *duty.meaning.reports)}


def _pack_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _unpack_day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _unpack_extension(row: list[Any]) -> Extension:
    return Extension(date.fromisoformat(row[0]), date.fromisoformat(row[1]), row[2], row[3])


def _unpack_entry(row: list[Any]) -> Entry:
    return Entry(date.fromisoformat(row[0]), _STATUSES[row[1]], *row[2:])
