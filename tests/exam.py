"""The judge of `tests/annexes`: a reading beside what a careful clerk reads, by the README's rule.

A field is right if it is what is expected, or if a doubt stands beside it; a wrong field without a
doubt is a complaint, and so is a doubt that is missing where one must be.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dutylist.annex.readers import read_document
from dutylist.annex.reading import Context, Reading, read_lists
from dutylist.annex.reading.results import Doubt, ReadList
from dutylist.duty import Duty
from dutylist.errors import Refusal

FOLDER = Path(__file__).parent / "annexes"
FIELDS = ("content", "departments", "supporting", "deadline", "leaders", "repealed")
HEADS = ("title", "year", "annex")


class Case(NamedTuple):
    """One document, and what is expected of it."""

    name: str
    path: Path
    lists: list[dict[str, Any]]
    must_doubt: list[tuple[str, str]]
    may_refuse: bool


def load_cases() -> list[Case]:
    """Return the cases of the exam, by name."""
    return [_load(folder) for folder in sorted(FOLDER.iterdir()) if folder.is_dir()]


def _load(folder: Path) -> Case:
    [path] = folder.glob("document.*")
    told = json.loads((folder / "expected.json").read_bytes())
    doubts = [(place, field) for place, field in told["must_doubt"]]
    return Case(folder.name, path, told["lists"], doubts, told["may_refuse"])


def read_case(case: Case) -> Reading | None:
    """Return what the program reads; None where it refuses the document."""
    try:
        document = read_document(case.path.name, case.path.read_bytes(), os.environ)
        return read_lists(document, Context(case.path.name))
    except Refusal:
        return None


def judge(case: Case, reading: Reading | None) -> list[str]:
    """Return the complaints about a reading; none if it passes."""
    if reading is None or not reading.lists:
        refused = case.may_refuse or not case.lists
        return [] if refused else ["the document was refused"]
    if not case.lists:
        return [f"{len(reading.lists)} lists were read out of a document that is none"]
    return [*_judge_lists(case, reading), *_find_missing_doubts(case, reading)]


def count_idle_doubts(case: Case, reading: Reading) -> tuple[int, int]:
    """Return how many fields are right, and how many of these are doubted without need."""
    right = idle = 0
    for at, expected in enumerate(case.lists[: len(reading.lists)]):
        for duty in reading.lists[at].duties:
            for field in FIELDS:
                if (f"{at + 1}/{duty.no}", field) in case.must_doubt:
                    continue
                wanted = _find_duty(expected, duty.no)
                if wanted is not None and _is_equal(duty, wanted, field):
                    right += 1
                    idle += _is_doubted(reading.doubts, at, duty.no, field)
    return right, idle


def _judge_lists(case: Case, reading: Reading) -> Iterator[str]:
    if len(reading.lists) != len(case.lists):
        yield f"{len(reading.lists)} lists were read, expected are {len(case.lists)}"
    for at, (read, expected) in enumerate(zip(reading.lists, case.lists, strict=False)):
        yield from _judge_head(reading, at, read, expected)
        yield from _judge_duties(reading, at, read, expected)


def _judge_head(
    reading: Reading, at: int, read: ReadList, expected: Mapping[str, Any]
) -> Iterator[str]:
    for field in HEADS:
        found = getattr(read, field)
        if found != expected[field] and not _is_doubted(reading.doubts, at, None, field):
            yield f"{at + 1} {field}: {found!r}, expected is {expected[field]!r}"


def _judge_duties(
    reading: Reading, at: int, read: ReadList, expected: Mapping[str, Any]
) -> Iterator[str]:
    found = {str(duty.no): duty for duty in read.duties}
    for wanted in expected["duties"]:
        duty = found.pop(str(wanted["no"]), None)
        if duty is None:
            # Numbers that a list cannot keep are doubted for the list, or by a row of its own.
            if not _is_told(reading.doubts, at, wanted["no"]):
                yield f"{at + 1}/{wanted['no']} is missing"
            continue
        for field in FIELDS:
            if not _is_equal(duty, wanted, field) and not _is_doubted(
                reading.doubts, at, duty.no, field
            ):
                yield f"{at + 1}/{duty.no} {field}: {_take(duty, field)}, not {wanted.get(field)}"
    for no in found:
        if not _is_doubted(reading.doubts, at, no, "no"):
            yield f"{at + 1}/{no} is one too many"


def _find_missing_doubts(case: Case, reading: Reading) -> Iterator[str]:
    known = {
        f"{at}/{duty['no']}" for at, each in enumerate(case.lists, 1) for duty in each["duties"]
    }
    for place, field in case.must_doubt:
        at, _, no = place.partition("/")
        # A number that is printed twice means any duty of it, as 4.1.
        numbers = (no, f"{no}.1") if no else (None,)
        doubted = any(_is_doubted(reading.doubts, int(at) - 1, each, field) for each in numbers)
        # A piece that is no duty is doubted in its own place.
        rejected = (
            no and place not in known and any(each.subject is None for each in reading.doubts)
        )
        if not doubted and not rejected:
            yield f"{place} {field} is not doubted"


def _is_doubted(doubts: Sequence[Doubt], at: int, no: int | str | None, field: str) -> bool:
    return any(
        each.subject is not None
        and each.subject.position == at
        and (each.subject.no is None or str(each.subject.no) == str(no))
        and each.subject.field in (None, field)
        for each in doubts
    )


def _is_told(doubts: Sequence[Doubt], at: int, no: int | str) -> bool:
    """Tell whether a doubt says that a duty was left out: beside its number, or its row."""
    return any(
        each.subject is None
        or (each.subject.position == at and each.subject.field in (None, "no"))
        or (each.subject.position == at and str(each.subject.no) == str(no))
        for each in doubts
    )


def _find_duty(expected: Mapping[str, Any], no: int | str) -> Mapping[str, Any] | None:
    return next((duty for duty in expected["duties"] if str(duty["no"]) == str(no)), None)


def _is_equal(duty: Duty, wanted: Mapping[str, Any], field: str) -> bool:
    if field == "repealed":
        return (duty.repealed is not None) == bool(wanted.get("repealed"))
    expected: object = wanted[field]
    if isinstance(expected, list):
        expected = tuple(expected)
    if field == "content":
        return duty.content.rstrip("。；") == str(expected).rstrip("。；")
    return _take(duty, field) == expected


def _take(duty: Duty, field: str) -> object:
    return getattr(duty, field)
