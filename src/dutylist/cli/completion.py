"""Completing names in the shell, from the lists that are at hand.

A completion never complains: where there are no lists, or bad ones, there is nothing to offer.
"""

import os
from typing import TYPE_CHECKING

import typer

from dutylist.errors import Refusal
from dutylist.names import fold_name

if TYPE_CHECKING:
    from dutylist.index import Index, Snapshot


def complete_leader(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the leaders whose names begin so."""
    return _complete(context, incomplete, "leader")


def complete_department(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the departments whose names begin so."""
    return _complete(context, incomplete, "responsible", "supporting")


def complete_list(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the lists whose ids begin so."""
    return _complete(context, incomplete)


def _complete(context: typer.Context, incomplete: str, *roles: str) -> list[str]:
    # Imported here: the options of every command name this module, and most runs complete nothing.
    from dutylist.cli.call import Call  # noqa: PLC0415
    from dutylist.cli.language import load_catalogue  # noqa: PLC0415
    from dutylist.cli.output import Output  # noqa: PLC0415

    call = Call(Output(os.environ, load_catalogue(os.environ)), os.environ)
    try:
        words = call.look(
            context.params.get("data") or (), lambda index, lists: _list_words(index, lists, roles)
        )
    except Refusal:
        return []
    return [word for word in words if fold_name(word).startswith(fold_name(incomplete))]


def _list_words(index: "Index", snapshot: "Snapshot", roles: tuple[str, ...]) -> list[str]:
    if not roles:
        return [head.list_id for head in snapshot.lists]
    lists = index.read_names(head.blob for head in snapshot.lists).values()
    return sorted(
        {
            printed
            for names in lists
            for role in roles
            for printed, _ in names.parties[role].values()
        }
    )
