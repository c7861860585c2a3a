"""Completing names in the shell, from the lists that are at hand.

A completion never complains: where there are no lists, or bad ones, there is nothing to offer.
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from dutylist.errors import Refusal
from dutylist.names import fold_name

if TYPE_CHECKING:
    from dutylist.query import Question


def complete_leader(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the leaders whose names begin so."""
    return _complete(context, incomplete, lambda question: _list_names(question, "leader"))


def complete_department(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the departments whose names begin so."""
    roles = ("responsible", "supporting")
    return _complete(context, incomplete, lambda question: _list_names(question, *roles))


def complete_list(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the lists whose ids begin so."""
    return _complete(
        context, incomplete, lambda question: [head.list_id for head in question.snapshot.lists]
    )


def _complete(
    context: typer.Context, incomplete: str, list_words: Callable[["Question"], list[str]]
) -> list[str]:
    # Imported here: the options of every command name this module, and most runs complete nothing.
    from dutylist.cli.call import Call, Scope  # noqa: PLC0415
    from dutylist.cli.language import load_catalogue  # noqa: PLC0415
    from dutylist.cli.output import Output  # noqa: PLC0415

    call = Call(Output(os.environ, load_catalogue(os.environ)), os.environ)
    folders = context.params.get("data") or ()
    try:
        words = call.ask(Scope(folders=folders), list_words)
    except Refusal:
        return []
    return [word for word in words if fold_name(word).startswith(fold_name(incomplete))]


def _list_names(question: "Question", *roles: str) -> list[str]:
    blobs = [head.blob for head in question.snapshot.lists]
    return sorted(question.lens.list_names(blobs, roles).values())
