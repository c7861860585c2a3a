"""The cells of one row → an answer, or all that is wrong with it, cell by cell."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import NamedTuple, TypeVar

from dutylist.annex.readers.xlsx_cells import Holds, StoredCell
from dutylist.duty import Status
from dutylist.fields import FieldFault, check_text
from dutylist.form.base import Base
from dutylist.form.columns import FORM_STATUSES, LONGEST, STATUS_TERMS
from dutylist.form.findings import CellFinding
from dutylist.form.reading import FilledRow
from dutylist.terms import STATUSES
from dutylist.words import Message, say

T = TypeVar("T")
SHORT = 50
"""Characters that a day or a status may have, whatever they are."""

_DAY = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]?"
    r"|([0-9]{2})([0-9]{2}))(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?",
    re.ASCII,
)
_WITHOUT_YEAR = re.compile(r"[0-9]{1,2}(?:月[0-9]{1,2}[日号]?|[-/.][0-9]{1,2})", re.ASCII)
_TYPE_ANEW = say("type it anew")
_DAY_REMEDY = say("write a day as 2022-07-05 or 2022年7月5日")


class Answer(NamedTuple):
    """What a department reports on one duty; without a status, the duty keeps the one it has."""

    row: FilledRow
    on: date
    status: Status | None
    note: str
    value: str | None
    problem: str | None
    next: str | None


class _Wrong(Exception):
    """A cell that cannot be read."""

    def __init__(self, problem: Message, remedy: Message) -> None:
        super().__init__(str(problem))
        self.problem, self.remedy = problem, remedy


def read_answer(row: FilledRow, base: Base, today: date) -> Answer | list[CellFinding]:
    """Return what a row says that is not blank; `today` is the last day it may speak of."""
    taker = _Taker(row)
    first = date(base.lists[row.ref.rpartition("/")[0]].year, 1, 1)
    on = taker.take("on", lambda cell: _read_day(cell, first, today))
    status = taker.take("status", _read_status)
    note = taker.take("note", _read_note)
    value, problem, plan = (taker.take(key, _read_text) for key in ("value", "problem", "next"))
    if taker.findings or on is None or note is None:
        return taker.findings
    return Answer(row, on, status, note, value, problem, plan)


class _Taker:
    """Takes the cells of a row one by one, and gathers what is wrong with them."""

    def __init__(self, row: FilledRow) -> None:
        self.findings: list[CellFinding] = []
        self._row = row

    def take(self, key: str, read: Callable[[StoredCell], T]) -> T | None:
        """Return what a cell says; None where it cannot be read."""
        cell = self._row.find(key)
        try:
            _require_plain(cell)
            _require_short(cell, LONGEST.get(key, SHORT))
            return read(cell)
        except _Wrong as wrong:
            found = CellFinding(self._row.spots[key], wrong.problem, wrong.remedy, cell.text)
            self.findings.append(found)
            return None


def _require_plain(cell: StoredCell) -> None:
    if cell.holds is Holds.FORMULA:
        raise _Wrong(say("a formula stands here, and what it gives may change"), _TYPE_ANEW)
    if cell.holds is Holds.ERROR:
        raise _Wrong(say("the cell shows an error"), _TYPE_ANEW)


def _require_short(cell: StoredCell, most: int) -> None:
    if len(cell.text.strip()) > most:
        problem = say("the text has {n} characters; it may have {most}",
                      n=len(cell.text.strip()), most=most)  # fmt: skip
        raise _Wrong(problem, say("say it in fewer words"))


def _read_day(cell: StoredCell, first: date, last: date) -> date:
    """Read a day: a number that the program shows as one, or a text as 2022年7月5日."""
    if not cell.text:
        raise _Wrong(say("the day is missing"), _DAY_REMEDY)
    day = cell.day or _parse_day(_narrow(cell.text))
    if day < first:
        problem = say("{day} is before {first}, when the list's year begins", day=day, first=first)
        raise _Wrong(problem, _DAY_REMEDY)
    if day > last:
        problem = say("{day} is still to come", day=day)
        raise _Wrong(problem, say("report what was done until today"))
    return day


def _parse_day(text: str) -> date:
    match = _DAY.fullmatch(text)
    if match:
        year, _, *parts = match.groups()
        month, day = (int(part) for part in parts if part)
        try:
            return date(int(year), month, day)
        except ValueError:
            raise _Wrong(say("the calendar has no {day}", day=text), _DAY_REMEDY) from None
    if _WITHOUT_YEAR.fullmatch(text):
        raise _Wrong(say("“{text}” names no year", text=text), _DAY_REMEDY)
    raise _Wrong(say("“{text}” is no day", text=text), _DAY_REMEDY)


def _read_status(cell: StoredCell) -> Status | None:
    """Read a status, in Chinese or English; None for a blank cell."""
    text = _narrow(cell.text)
    word = STATUSES.get(text, text.lower())
    if not word:
        return None
    if word in (status.value for status in FORM_STATUSES):
        return Status(word)
    problem = say("“{text}” is no status that can be reported", text=text)
    terms = tuple(STATUS_TERMS[status] for status in FORM_STATUSES)
    raise _Wrong(problem, say("choose one of {terms}", terms=terms))


def _read_note(cell: StoredCell) -> str:
    text = _read_text(cell)
    if text is None:
        problem = say("it is not said what was done")
        raise _Wrong(problem, say("write it, or clear the other cells of the row"))
    return text


def _read_text(cell: StoredCell) -> str | None:
    """Read a text that is to stand in a list; None for a blank cell."""
    text = cell.text.replace("\r\n", "\n").replace("\r", "\n").strip()
    try:
        return check_text(text) if text else None
    except FieldFault as fault:
        raise _Wrong(fault.message, _TYPE_ANEW) from fault


def _narrow(text: str) -> str:
    """Return a text with its wide digits and letters as narrow ones, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()
