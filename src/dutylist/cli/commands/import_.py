"""`dutylist import`: an official document into duty lists, after a look at what was understood."""

from typing import Annotated

import typer

from dutylist.cli.call import Call
from dutylist.cli.completion import complete_issuer
from dutylist.cli.documents import FolderOption, ProfileOption, YearOption, read_column_option
from dutylist.cli.options import read_word
from dutylist.cli.writing import NoCommitOption
from dutylist.words import say

FORMATS = ("table", "json")


def read_import_format(text: str) -> str:
    """Read the name of a format for what was understood."""
    return read_word(text, FORMATS, {}, say("a format"))


def command(  # noqa: PLR0913, PLR0917 - what a clerk may have to say about a document
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="The document: .docx, .xlsx, .html, .md, .csv, .tsv or .txt."
        ),
    ],
    list_: Annotated[
        list[str] | None,
        typer.Option(
            "--list",
            metavar="LIST",
            help="The id of a list, as tasks_2023; one for each, in order.",
        ),
    ] = None,
    year: YearOption = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column", metavar="TITLE=FIELD", help="What a column is, as 责任主体=supporting."
        ),
    ] = None,
    whole: Annotated[
        list[str] | None,
        typer.Option("--whole", metavar="NAME", help="One name, wherever a line breaks it."),
    ] = None,
    parted: Annotated[
        list[str] | None,
        typer.Option("--parted", metavar="NAME/NAME", help="Two names that look like one."),
    ] = None,
    issuer: Annotated[
        str | None,
        typer.Option(
            "--issuer",
            metavar="NAME",
            help="Who issued the document, as 石拐区人民政府.",
            autocompletion=complete_issuer,
        ),
    ] = None,
    profile: ProfileOption = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep these decisions in the profile, for next year.")
    ] = False,
    continues: Annotated[
        list[str] | None,
        typer.Option(
            "--continues",
            metavar="NO=REF",
            help="Confirm that a duty continues an earlier one, as 12=tasks_2022/98; or all.",
        ),
    ] = None,
    anew: Annotated[
        bool,
        typer.Option("--anew", help="Take the document's word, though it was imported before."),
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write the lists; without it nothing is written.")
    ] = False,
    accept: Annotated[
        bool,
        typer.Option("--accept", help="Write in spite of errors, leaving out what is not read."),
    ] = False,
    data: FolderOption = None,
    no_commit: NoCommitOption = False,
    format_: Annotated[
        str,
        typer.Option(
            "--format", "-f", parser=read_import_format, metavar="FORMAT", help="table or json."
        ),
    ] = "table",
) -> None:
    """Read an official document into duty lists; a dry run, unless told to write.

    Shows the duties as understood, what was inherited or joined, and what is doubtful.

    Example: dutylist import 2023年责任清单.docx --write
    """
    from dutylist.cli.importing import run
    from dutylist.cli.intake import (
        Order,
        read_issuer_option,
        read_name_option,
        read_parted_option,
    )
    from dutylist.store.profile import Profile

    call: Call = context.obj
    decisions = Profile(
        dict(map(read_column_option, column or ())),
        tuple(map(read_name_option, whole or ())),
        tuple(map(read_parted_option, parted or ())),
        None if issuer is None else read_issuer_option(issuer),
    )
    order = Order(
        file=file,
        folders=tuple(data or ()),
        ids=tuple(list_ or ()),
        year=year,
        decisions=decisions,
        profile=profile,
        keep=keep,
        continues=tuple(continues or ()),
        anew=anew,
        write=write,
        accept=accept,
        no_commit=no_commit,
        format=format_,
    )
    run(call, order)
