"""`dutylist export`: the lists as documents, in the layout of an official annex."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dutylist.annex.writers import FORMATS, Format
from dutylist.annex.writers.layout import PrintedList
from dutylist.cli.call import Call, Scope
from dutylist.cli.handing import hand_over, read_time, refuse_early
from dutylist.cli.options import read_word, takes_scope
from dutylist.cli.output import Output
from dutylist.duty import Duty, Status
from dutylist.errors import NotFound, WrongUsage
from dutylist.words import say, say_n

if TYPE_CHECKING:
    from dutylist.cli.answers import Reading
    from dutylist.query import Row


def read_document_format(text: str) -> Format:
    """Read the name of a document's format."""
    return FORMATS[read_word(text, FORMATS, {}, say("a format"))]


@takes_scope
def command(
    context: typer.Context,
    scope: Scope,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            parser=read_document_format,
            metavar="FORMAT",
            help="docx, xlsx, html or md; may be left out where FILE's ending says it.",
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", "-o", metavar="FILE", help="The file to write, a new one."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file, where there is one.")
    ] = False,
) -> None:
    """Write the lists as an official annex: Word, Excel, a web page or Markdown.

    Example: dutylist export --list tasks_2022 -o 附件1.docx
    """
    from dutylist.cli.answers import read, tell_answer
    from dutylist.query import select_all

    call: Call = context.obj
    chosen = _choose_format(format_, out)
    refuse_early(call.output, chosen, out, force=force)
    written = read_time(call.environment.get("SOURCE_DATE_EPOCH"))
    reading = read(call, scope, select_all)
    if reading.answer.rows:
        document = chosen.write(_gather_lists(reading.answer.rows), written)
        hand_over(call.output, chosen, document, out)
        _tell_extended(call.output, reading)
    tell_answer(call.output, reading.answer)
    if not reading.answer.rows:
        raise NotFound(say("no duty is selected; nothing was written"))


def _choose_format(named: Format | None, out: str | None) -> Format:
    """Return the format that is named, or that the file's ending says; raises `WrongUsage`."""
    if out == "":
        raise WrongUsage(say("an empty name is no file"))
    ending = Path(out or "").suffix.lower()
    told = next((each for each in FORMATS.values() if each.ending == ending), None)
    chosen = named or told
    if chosen is None:
        raise WrongUsage(
            say(
                "name a format, one of {formats}, or a file that ends in one with -o",
                formats=tuple(FORMATS),
            )
        )
    if told not in (None, chosen):
        raise WrongUsage(
            say("{path} would be no {ending} file", path=out, ending=ending.removeprefix("."))
        )
    return chosen


def _gather_lists(rows: "Sequence[Row]") -> list[PrintedList]:
    return [
        PrintedList(head.list_id, head.title, head.year, head.annex, tuple(map(_settle, within)))
        for head, within in groupby(rows, key=lambda row: row.head)
    ]


def _settle(row: "Row") -> Duty:
    """Return the duty as it stood on the day: its repeal may be a later one."""
    return row.duty if row.standing.status is Status.REPEALED else row.duty._replace(repealed=None)


def _tell_extended(output: Output, reading: "Reading") -> None:
    """Tell of the deadlines that no longer hold, for a document prints them as they were set."""
    extended = sum(
        any(each.on <= reading.day for each in row.duty.extended) for row in reading.answer.rows
    )
    if extended:
        output.remark(
            say_n(
                "{n} duty is extended; its deadline is printed as it was first worded",
                "{n} duties are extended; their deadlines are printed as they were first worded",
                extended,
            )
        )
