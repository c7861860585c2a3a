"""`dutylist show`: the whole record of a duty."""

from typing import Annotated

import typer

from dutylist.cli.call import Call, Scope
from dutylist.cli.options import takes_scope


@takes_scope
def command(
    context: typer.Context,
    scope: Scope,
    refs: Annotated[
        list[str], typer.Argument(metavar="REF", help="A duty, as tasks_2022/26, or just 26.")
    ],
) -> None:
    """Show the whole record of a duty, and all that was reported on it.

    Example: dutylist show 26
    """
    from dutylist.cli.answers import hand_over_row_records, read, tell_answer, tell_lamps
    from dutylist.query import select_refs
    from dutylist.query.places import find_places
    from dutylist.views.record import show_record

    call: Call = context.obj
    reading = read(call, scope, lambda question: select_refs(question, refs))
    if scope.format == "table":
        places = find_places(reading.answer.heads)
        call.output.show(
            [
                block
                for row in reading.answer.rows
                for block in show_record(row, places.name_row(row), reading.day, call.catalogue)
            ]
        )
    else:
        hand_over_row_records(call.output, scope.format, reading.answer)
    tell_lamps(call, scope, reading)
    tell_answer(call.output, reading.answer)
