"""`dutylist export`: the lists as official annexes, and as tables for other programs."""

from typing import TYPE_CHECKING, Annotated

import typer

from dutylist.cli.call import Call, Scope
from dutylist.cli.exporting import (
    FORMATS,
    Format,
    Material,
    hand_over_export,
    read_export_format,
    refuse_hopeless,
)
from dutylist.cli.handing import choose_kind, read_time
from dutylist.cli.options import Force, OutFile, read_number, takes_scope
from dutylist.cli.output import Output
from dutylist.errors import NotFound, WrongUsage
from dutylist.words import say, say_n

if TYPE_CHECKING:
    from dutylist.cli.answers import Reading

MOST_ALARM_DAYS = 366


def read_alarm(text: str) -> int:
    """Read how many days before an event its alarm rings."""
    refusal = say(
        "an alarm rings 0 to {most} days before, not “{text}”", most=MOST_ALARM_DAYS, text=text
    )
    return read_number(text, 0, MOST_ALARM_DAYS, refusal)


@takes_scope
def command(
    context: typer.Context,
    scope: Scope,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            parser=read_export_format,
            metavar="FORMAT",
            help="docx, xlsx, html, md, csv, json, ics, sqlite or parquet; may be left out where "
            "FILE's ending says it.",
        ),
    ] = None,
    out: OutFile = None,
    force: Force = False,
    alarm: Annotated[
        int | None,
        typer.Option(
            "--alarm",
            parser=read_alarm,
            metavar="DAYS",
            help="Of ics: let each event ring so many days before.",
        ),
    ] = None,
) -> None:
    """Write the lists as an annex, a calendar, or tables for other programs.

    Example: dutylist export --list tasks_2022 -o 附件1.docx
    """
    from dutylist.cli.answers import read, tell_answer
    from dutylist.query import select_all

    call: Call = context.obj
    chosen = choose_kind(FORMATS, format_, out)
    if alarm is not None and chosen.name != "ics":
        raise WrongUsage(say("only a calendar rings; --alarm goes with --format ics"))
    refuse_hopeless(call.output, chosen, out, force=force)
    written = read_time(call.environment.get("SOURCE_DATE_EPOCH"))
    reading = read(call, scope, select_all)
    if reading.answer.rows:
        made = chosen.write(Material(reading, written, alarm, call.catalogue))
        hand_over_export(call.output, chosen, made, out)
        if chosen.is_paper:
            _tell_extended(call.output, reading)
    tell_answer(call.output, reading.answer)
    if not reading.answer.rows:
        raise NotFound(say("no duty is selected; nothing was written"))


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
