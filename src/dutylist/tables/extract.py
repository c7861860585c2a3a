"""Rows into tables of plain values, list by list: what databases are given.

What is dated after the day of the export is left out, as every command leaves it out: an export
tells what was known on its day, and of each day before it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from dutylist.duty import Duty, Repeal
from dutylist.errors import WrongUsage
from dutylist.query import Kind, Row, list_owed
from dutylist.standing import DEFAULT_RULES, Rules, is_repealed
from dutylist.tables.schema import ASKED, DUTIES, EXTENSIONS, PARTIES, PROGRESS, Table
from dutylist.views.formats import LIST_SEPARATOR
from dutylist.words import say

Value = str | int | date | None
"""What a cell holds; a boolean is a whole number, too."""


class Extract(NamedTuple):
    """One list as tables: by the table's name its rows, in the order of its columns."""

    list_id: str
    year: int
    tables: Mapping[str, Sequence[Sequence[Value]]]


def extract_lists(rows: Sequence[Row], rules: Mapping[str, Rules]) -> list[Extract]:
    """Return the rows as tables, list by list; `rules` are those for lamps, by data folder.

    Raises `WrongUsage` where two duties would have one name.
    """
    require_names(rows)
    placed = enumerate(rows, start=1)
    return [
        _extract_list(list(within), rules.get(head.folder, DEFAULT_RULES))
        for head, within in groupby(placed, key=lambda each: each[1].head)
    ]


def require_names(rows: Iterable[Row]) -> None:
    """Raise `WrongUsage` where lists of several folders could not be told apart."""
    folders: dict[str, str] = {}
    for row in rows:
        name = _qualify(row, row.head.list_id)
        first = folders.setdefault(name, row.head.folder)
        if first != row.head.folder:
            raise WrongUsage(
                say(
                    "both {first} and {second} have a list {list}, which programs could not tell "
                    "apart; export one folder at a time",
                    first=first,
                    second=row.head.folder,
                    list=name,
                )
            )


def name_duty(row: Row) -> str:
    """Return what names the duty among all lists: its ref, behind the issuer if there is one."""
    return _qualify(row, row.ref)


def find_issuer(_row: Row) -> str | None:
    """Return who issued the list of the row; no list says so yet."""
    return None


def _qualify(row: Row, name: str) -> str:
    issuer = find_issuer(row)
    return f"{issuer}:{name}" if issuer else name


_Record = Mapping[str, Value]


def _extract_list(placed: Sequence[tuple[int, Row]], rules: Rules) -> Extract:
    rows = [row for _, row in placed]
    tables = {
        DUTIES: [_tell_duty(row, position, rules) for position, row in placed],
        PARTIES: [each for row in rows for each in _tell_parties(row)],
        PROGRESS: [each for row in rows for each in _tell_progress(row)],
        ASKED: [each for row in rows for each in _tell_asked(row)],
        EXTENSIONS: [each for row in rows for each in _tell_extensions(row)],
    }
    head = rows[0].head
    return Extract(
        head.list_id,
        head.year,
        {table.name: _line_up(table, records) for table, records in tables.items()},
    )


def _line_up(table: Table, records: Sequence[_Record]) -> list[list[Value]]:
    return [[record[column.name] for column in table.columns] for record in records]


def _tell_home(row: Row) -> dict[str, Value]:
    return {"duty_id": name_duty(row), "year": row.head.year, "list": row.head.list_id}


def _tell_duty(row: Row, position: int, rules: Rules) -> _Record:
    duty, head = row.duty, row.head
    return {
        **_tell_home(row),
        "issuer": find_issuer(row),
        "ref": row.ref,
        "no": str(duty.no),
        "position": position,
        "title": head.title,
        "annex": head.annex,
        "content": duty.content,
        "departments": LIST_SEPARATOR.join(duty.departments),
        "supporting": LIST_SEPARATOR.join(duty.supporting),
        "leaders": LIST_SEPARATOR.join(duty.leaders),
        **_tell_deadline(duty),
        **_tell_repeal(duty, row.day),
        "continues": duty.continues,
        "soon_days": rules.soon_days,
        "blocked_lamp": rules.blocked.value,
        "missing_report_lamp": rules.missing_report.value,
        **_tell_standing(row),
    }


def _tell_deadline(duty: Duty) -> _Record:
    meaning = duty.meaning
    return {
        "deadline": duty.deadline,
        "class": meaning.cls.value,
        "wording_due": meaning.due,
        "given_due": duty.given_due,
        "cadence": meaning.cadence,
        "soft": meaning.soft,
        "ambiguous": meaning.ambiguous,
    }


def _tell_repeal(duty: Duty, day: date) -> _Record:
    is_known = is_repealed(duty, day)
    repeal = (duty.repealed if is_known else None) or Repeal()
    return {
        "repealed": is_known,
        "repealed_on": repeal.on,
        "repealed_by": repeal.by,
        "repealed_reason": repeal.reason,
    }


def _tell_standing(row: Row) -> _Record:
    standing = row.standing
    return {
        "as_of": row.day,
        "status": standing.status.value,
        "due": standing.due,
        "overdue": standing.overdue,
        "days_left": standing.days_left,
        "lamp": standing.lamp and standing.lamp.value,
        "reason": str(standing.reason),
        "bucket": row.bucket.value,
        "last_progress": standing.last_progress and standing.last_progress.on,
    }


def _tell_parties(row: Row) -> Iterator[_Record]:
    duty = row.duty
    roles = {
        "department": duty.departments,
        "supporting": duty.supporting,
        "leader": duty.leaders,
    }
    for role, names in roles.items():
        for position, name in enumerate(names, start=1):
            yield {**_tell_home(row), "role": role, "position": position, "name": name}


def _tell_progress(row: Row) -> Iterator[_Record]:
    for position, entry in enumerate(row.duty.progress, start=1):
        if entry.on <= row.day:
            yield {
                **_tell_home(row),
                "position": position,
                "day": entry.on,
                "status": entry.status.value,
                "note": entry.note,
                "value": entry.value,
                "reported_by": entry.by,
                "problem": entry.problem,
                "next_step": entry.next,
            }


def _tell_asked(row: Row) -> Iterator[_Record]:
    meaning = row.duty.meaning
    owed = set(list_owed(row, row.day))
    for kind, days in ((Kind.CHECKPOINT, meaning.checkpoints), (Kind.REPORT, meaning.reports)):
        is_checkpoint = kind is Kind.CHECKPOINT
        for at, day in enumerate(days):
            yield {
                **_tell_home(row),
                "kind": kind.value,
                "position": at + 1,
                "day": day,
                "previous_day": days[at - 1] if at else None,
                "stage": meaning.stages[at] if is_checkpoint and meaning.stages else None,
                "counts": not (is_checkpoint and day in (meaning.due, *meaning.reports)),
                "owed": (day, kind) in owed,
            }


def _tell_extensions(row: Row) -> Iterator[_Record]:
    for position, extension in enumerate(row.duty.extended, start=1):
        if extension.on <= row.day:
            yield {
                **_tell_home(row),
                "position": position,
                "day": extension.on,
                "new_due": extension.to,
                "reason": extension.reason,
                "decided_by": extension.by,
            }
