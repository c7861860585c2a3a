"""`dutylist explain`: how a wording was read, or why a duty has its lamp."""

import re
from collections.abc import Sequence
from typing import Annotated

import typer

from dutylist import query
from dutylist.cli.answers import (
    Reading,
    hand_over_records,
    hand_over_row_records,
    read,
    tell_answer,
)
from dutylist.cli.call import Call, Scope
from dutylist.cli.options import AsOfOption, AtOption, DataOption, FormatOption, read_year
from dutylist.duty import Deadline
from dutylist.query import Row
from dutylist.query.places import find_places
from dutylist.selection import Selection
from dutylist.standing import DEFAULT_RULES
from dutylist.views.blocks import Block
from dutylist.views.formats import MEANING_KEYS, make_meaning_record
from dutylist.views.record import explain_duty, explain_wording

_REF = re.compile(r"(?:.*[^0-9/].*/)?[0-9]+(?:\.[0-9]+)?")


def command(
    context: typer.Context,
    subject: Annotated[
        str, typer.Argument(metavar="WORDING|REF", help="A deadline's wording, or a duty.")
    ],
    year: Annotated[
        int | None,
        typer.Option(
            "--year", parser=read_year, metavar="YEAR", help="The year of the wording's list."
        ),
    ] = None,
    data: DataOption = None,
    as_of: AsOfOption = None,
    at: AtOption = None,
    format_: FormatOption = "table",
) -> None:
    """Explain how a deadline's wording is read, or why a duty stands as it does.

    Example: dutylist explain 11月中旬前完成 --year 2022
    """
    call: Call = context.obj
    if _REF.fullmatch(subject):
        years = (year,) if year else ()
        scope = Scope(Selection(years=years), data or (), as_of, format_, at)
        _explain_duty(call, scope, subject)
        return
    year = year or (as_of or call.today).year
    meaning = _parse(subject, year)
    if format_ == "table":
        call.output.show(explain_wording(subject, year, meaning, call.catalogue))
    else:
        record = make_meaning_record(meaning)
        hand_over_records(call.output, format_, MEANING_KEYS, record)


def _explain_duty(call: Call, scope: Scope, ref: str) -> None:
    reading = read(call, scope, lambda question: query.select_refs(question, [ref]))
    if scope.format == "table":
        places = find_places(reading.answer.heads)
        call.output.show(
            [
                block
                for row in reading.answer.rows
                for block in _explain(row, places.name_row(row), reading, call)
            ]
        )
    else:
        hand_over_row_records(call.output, scope.format, reading.answer)
    tell_answer(call.output, reading.answer)


def _explain(row: Row, name: str, reading: Reading, call: Call) -> Sequence[Block]:
    rules = reading.rules.get(row.head.folder, DEFAULT_RULES)
    meaning = _parse(row.duty.deadline, row.head.year)
    return explain_duty(row, name, meaning, rules, call.catalogue)


def _parse(wording: str, year: int) -> Deadline:
    # Imported here: the index has read the wordings for all other commands.
    from dutylist.deadline import parse

    return parse(wording, year)
