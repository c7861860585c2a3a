"""`dutylist merge-driver`: what git calls to merge two versions of a list."""

from typing import Annotated

import typer

from dutylist.cli.call import Call
from dutylist.cli.options import read_number
from dutylist.errors import InvalidData
from dutylist.views.findings import show_finding
from dutylist.words import say

USUAL_SIZE = 7


def read_size(text: str) -> int:
    """Read the length of a conflict marker."""
    return read_number(text, 1, 1000, say("a marker has 1 to 1000 signs, not “{text}”", text=text))


def command(  # noqa: PLR0913, PLR0917 - git hands over as many
    context: typer.Context,
    base: Annotated[str, typer.Argument(metavar="BASE", help="The common version, %O.")],
    ours: Annotated[str, typer.Argument(metavar="OURS", help="Ours, %A; it takes the result.")],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help="Theirs, %B.")],
    size: Annotated[
        int | None,
        typer.Argument(parser=read_size, metavar="SIZE", help="The markers' length, %L."),
    ] = None,
    path: Annotated[str, typer.Argument(metavar="PATH", help="The path of the list, %P.")] = "",
    our_name: Annotated[
        str | None, typer.Option("--ours", metavar="NAME", help="What ours is called, %X.")
    ] = None,
    their_name: Annotated[
        str | None, typer.Option("--theirs", metavar="NAME", help="What theirs is called, %Y.")
    ] = None,
) -> None:
    """Merge two versions of a list by duty and entry; git calls this.

    No command for people: dutylist init has git call it. Exit code 4 where something is left to
    settle, between markers.

    Example: dutylist merge-driver .base .ours .theirs 7 data/tasks_2022.yaml
    """
    # Imported here: the help of all commands would load the parser otherwise.
    from dutylist.driver import Files, merge_files, name_sides

    call: Call = context.obj
    names = name_sides(our_name, their_name, path, call.environment)
    outcome = merge_files(Files(base, ours, theirs), names, size or USUAL_SIZE, call.environment)
    for finding in outcome.findings:
        call.output.complain(show_finding(finding, call.catalogue))
    call.output.remark(*outcome.remarks, *outcome.conflicts)
    if outcome.conflicts:
        # git takes any code from 1 to 128 as a conflict; 1 would mean a bug.
        raise typer.Exit(InvalidData.exit_code)
