"""`dutylist stats`: how many duties, and how they stand, by group."""

from typing import Annotated

import typer

from dutylist import query
from dutylist.cli.answers import hand_over_records, read, tell_answer, tell_lamps
from dutylist.cli.call import Call, Scope
from dutylist.cli.options import read_word, takes_scope
from dutylist.terms import GROUPS
from dutylist.views.stats import COUNT_KEYS, GroupBy, count_rows, draw_bars, tell_overlap
from dutylist.words import say


def read_group(text: str) -> GroupBy:
    """Read what to count by."""
    return GroupBy(read_word(text, GroupBy, GROUPS, say("a group")))


@takes_scope
def command(
    context: typer.Context,
    scope: Scope,
    by: Annotated[
        GroupBy,
        typer.Option(
            "--by",
            parser=read_group,
            metavar="GROUP",
            help="department, leader, class, status, lamp, list, bucket or issuer.",
        ),
        # Typer runs a default through the parser, too, so it is text here.
    ] = "department",  # type: ignore[assignment]
) -> None:
    """Count the duties by group, and how they stand.

    Example: dutylist stats --by leader
    """
    call: Call = context.obj
    reading = read(call, scope, query.select_all)
    counts = count_rows(reading.answer.rows, by)
    if scope.format == "table":
        call.output.show(draw_bars(counts, by, call.catalogue))
    else:
        records = (count._asdict() for count in counts)
        hand_over_records(call.output, scope.format, COUNT_KEYS, records)
    tell_lamps(call, scope, reading)
    call.output.remark(*tell_overlap(counts, len(reading.answer.rows)))
    tell_answer(call.output, reading.answer)
