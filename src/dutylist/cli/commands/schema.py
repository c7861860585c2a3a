"""`dutylist schema`: the JSON Schema by which editors complete and explain the files."""

import json
from typing import Annotated

import typer

from dutylist.cli.call import Call
from dutylist.cli.options import read_word
from dutylist.words import say

KINDS = ("list", "units")
KIND_TERMS = {"清单": "list"}


def read_kind(text: str) -> str:
    """Read the kind of file."""
    return read_word(text, KINDS, KIND_TERMS, say("a kind of file"))


def command(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(parser=read_kind, metavar="KIND", help="list, or units for units.yaml.")
    ] = "list",
) -> None:
    """Print the JSON Schema of the files, for editors.

    Example: dutylist schema > data/schema/duty-list.json
    """
    # Imported here: only this command shows what pydantic knows.
    from dutylist.store.schema import make_schema

    call: Call = context.obj
    call.output.write(json.dumps(make_schema(kind), ensure_ascii=False, indent=2) + "\n")
