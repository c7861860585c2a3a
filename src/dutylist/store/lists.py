"""One file's bytes into a duty list, or into all that is wrong with it.

`read_list` is the only way from a file to duties. What it returns with findings of severity
`invalid` has no list: no command answers from a part of a file.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import ValidationError

from dutylist.deadline import parse
from dutylist.duty import Duty, Entry, Extension, Origin, Repeal, Status
from dutylist.errors import Finding, InvalidData, Severity
from dutylist.fields import EARLIEST_YEAR, LATEST_YEAR, is_no
from dutylist.model import (
    DutyListRecord,
    DutyRecord,
    RepealRecord,
    SourceRecord,
)
from dutylist.store.faults import explain_faults, merge_faults
from dutylist.store.review import review_list, review_remains
from dutylist.store.source import read_text
from dutylist.store.syntax import compose
from dutylist.store.values import Builder
from dutylist.words import say


class DutyList(NamedTuple):
    """A duty list as read: its head and its duties in printed order."""

    title: str
    year: int
    annex: str | None
    duties: tuple[Duty, ...]
    source: Origin | None = None
    issuer: str | None = None


class Reading(NamedTuple):
    """What one file holds: a list, unless a finding is `invalid`, and the findings."""

    duty_list: DutyList | None
    findings: tuple[Finding, ...]


def read_list(path: str, raw: bytes, list_id: str) -> Reading:
    """Read the bytes of a duty list; `path` is how findings name the file.

    `list_id` is the file's stem. Never raises on any bytes.
    """
    text, findings = read_text(path, raw)
    if findings:
        return Reading(None, tuple(findings))
    root, findings = compose(text)
    if root is None or findings:
        empty = text.finding(1, 1, say("the file is empty"), say("delete it, or write a list"))
        return Reading(None, tuple(findings or [empty]))
    builder = Builder(text)
    values = builder.build(root)
    try:
        record = DutyListRecord.model_validate(values)
    except ValidationError as error:
        faults = explain_faults(text, root, error)
        faults += review_remains(text, root, _salvage(values))
        return Reading(None, merge_faults(builder.findings, faults))
    if builder.findings:
        return Reading(None, tuple(builder.findings))
    duties = tuple(_make_duty(duty, record.year) for duty in record.duties)
    findings = review_list(text, root, duties, list_id, record.year)
    if any(finding.severity is Severity.INVALID for finding in findings):
        return Reading(None, tuple(findings))
    source = _make_origin(record.source)
    duty_list = DutyList(record.title, record.year, record.annex, duties, source, record.issuer)
    return Reading(duty_list, tuple(findings))


def load_list(path: str, raw: bytes, list_id: str) -> DutyList:
    """Read the bytes of a duty list that there must be; raises `InvalidData` with the findings."""
    reading = read_list(path, raw, list_id)
    if reading.duty_list is None:
        raise InvalidData.of(reading.findings)
    return reading.duty_list


def _salvage(values: Any) -> list[Duty]:
    """Return as much of each duty as the review of a broken list needs: number and wording."""
    year = values.get("year") if isinstance(values, dict) else None
    duties = values.get("duties") if isinstance(values, dict) else None
    if not isinstance(duties, tuple):
        return []
    known_year = year if type(year) is int and EARLIEST_YEAR <= year <= LATEST_YEAR else None
    return [_salvage_duty(duty if isinstance(duty, dict) else {}, known_year) for duty in duties]


def _salvage_duty(values: dict[str, Any], year: int | None) -> Duty:
    no, wording = values.get("no"), values.get("deadline")
    known = year is not None and isinstance(wording, str)
    return Duty(
        no=no if is_no(no) else 0,
        content="",
        departments=(),
        supporting=(),
        leaders=(),
        deadline=str(wording) if known else "",
        meaning=parse(str(wording), year or EARLIEST_YEAR),
    )


def _make_duty(record: DutyRecord, year: int) -> Duty:
    return Duty(
        no=record.no,
        content=record.content,
        departments=record.departments,
        supporting=record.supporting,
        leaders=record.leaders,
        deadline=record.deadline,
        meaning=_parse(record.deadline, year),
        given_due=record.due,
        repealed=_make_repeal(record.repealed),
        extended=tuple(Extension(e.on, e.to, e.reason, e.by) for e in record.extended),
        progress=tuple(
            Entry(
                entry.on,
                Status(entry.status),
                entry.note,
                entry.value,
                entry.by,
                entry.problem,
                entry.next,
            )
            for entry in record.progress
        ),
        continues=record.continues,
    )


# A list says the same few wordings over and over.
_parse = lru_cache(maxsize=4096)(parse)


def _make_origin(record: SourceRecord | None) -> Origin | None:
    return Origin(record.document, record.sha256, record.annex) if record else None


def _make_repeal(record: RepealRecord | bool | None) -> Repeal | None:
    if isinstance(record, RepealRecord):
        return Repeal(record.on, record.by, record.reason)
    return Repeal() if record else None
