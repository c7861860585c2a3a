"""`dutylist schema`: the JSON Schema by which editors complete and explain the files."""

import json
from typing import Annotated

import typer

from dutylist.cli.call import Call
from dutylist.cli.options import read_word
from dutylist.words import say

KINDS = ("list", "units", "export")
KIND_TERMS = {"清单": "list"}


def read_kind(text: str) -> str:
    """Read the kind of file."""
    return read_word(text, KINDS, KIND_TERMS, say("a kind of file"))


def command(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            parser=read_kind,
            metavar="KIND",
            help="list, units for units.yaml, or export for the tables that export makes.",
        ),
    ] = "list",
) -> None:
    """Print the JSON Schema of the files, for editors, or what the tables of an export mean.

    Example: dutylist schema > data/schema/duty-list.json
    """
    call: Call = context.obj
    call.output.write(json.dumps(_describe(kind), ensure_ascii=False, indent=2) + "\n")


def _describe(kind: str) -> dict[str, object]:
    # Imported here: only this command shows what pydantic knows.
    if kind == "export":
        from dutylist.tables.schema import describe_tables

        return describe_tables()
    from dutylist.store.schema import make_schema

    return make_schema(kind)
