"""`dutylist remind`: what each department or leader owes, to be sent to them."""

from typing import Annotated

import typer

from dutylist.cli.call import Call, Scope
from dutylist.cli.commands.due import read_days
from dutylist.cli.options import OutFile, StyleFile, TemplateFile, read_word, takes_scope
from dutylist.query.owed import Addressee
from dutylist.terms import GROUPS
from dutylist.words import say

FORMATS = ("text", "md", "docx")


def read_addressee(text: str) -> Addressee:
    """Read whom reminders go to."""
    return Addressee(read_word(text, Addressee, GROUPS, say("an addressee")))


def read_reminder_format(text: str) -> str:
    """Read the name of a reminder's format."""
    return read_word(text, FORMATS, {}, say("a format"))


@takes_scope
def command(  # noqa: PLR0913, PLR0917 - what is told, to whom, in which words, and where it goes
    context: typer.Context,
    scope: Scope,
    within: Annotated[
        int,
        typer.Option(
            "--within",
            parser=read_days,
            metavar="DAYS",
            help="What falls within so many days; 15 if not given.",
        ),
        # Typer runs a default through the parser, too, so it is text here.
    ] = "15",  # type: ignore[assignment]
    by: Annotated[
        Addressee,
        typer.Option(
            "--by",
            parser=read_addressee,
            metavar="ADDRESSEE",
            help="Whom each reminder goes to: department or leader.",
        ),
        # As above: text, which the parser reads.
    ] = "department",  # type: ignore[assignment]
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            parser=read_reminder_format,
            metavar="FORMAT",
            help="text, md or docx; text if FILE's ending says nothing.",
        ),
    ] = None,
    out: OutFile = None,
    split: Annotated[
        str | None,
        typer.Option("--split", metavar="FOLDER", help="The folder to write a file each into."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
    template: TemplateFile = None,
    style: StyleFile = None,
) -> None:
    """Write reminders: what each department or leader owes, and what falls due.

    What is overdue, what was not reported, and the deadlines, checkpoints and reports to come.

    Example: dutylist remind --within 15 --split reminders
    """
    from dutylist.cli.reminding import Order, run

    call: Call = context.obj
    run(call, scope, Order(within, by, format_, out, split, force, template, style))
