"""Completing names in the shell, from the lists that are at hand.

A completion never complains: where there are no lists, or bad ones, there is nothing to offer.
"""

import os
from typing import TYPE_CHECKING

import typer

from dutylist.errors import Refusal
from dutylist.names import fold_name

if TYPE_CHECKING:
    from dutylist.index import Index, Part, Snapshot


def complete_leader(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the leaders whose names begin so."""
    return _complete(context, incomplete, "leader")


def complete_department(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the departments whose names begin so."""
    return _complete(context, incomplete, "responsible", "supporting")


def complete_list(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the lists whose ids begin so."""
    return _complete(context, incomplete)


def _complete(context: typer.Context, incomplete: str, *kinds: str) -> list[str]:
    # Imported here: the options of every command name this module, and most runs complete nothing.
    from dutylist.cli.call import Call  # noqa: PLC0415
    from dutylist.cli.language import load_catalogue  # noqa: PLC0415
    from dutylist.cli.output import Output  # noqa: PLC0415
    from dutylist.index import Part  # noqa: PLC0415

    call = Call(Output(os.environ, load_catalogue(os.environ)), os.environ)
    try:
        words = call.look(
            context.params.get("data") or (),
            lambda index, lists: _list_words(index, lists, tuple(map(Part, kinds))),
        )
    except Refusal:
        return []
    return [word for word in words if fold_name(word).startswith(fold_name(incomplete))]


def _list_words(index: "Index", snapshot: "Snapshot", roles: tuple["Part", ...]) -> list[str]:
    if not roles:
        return [head.list_id for head in snapshot.lists]
    blobs = [head.blob for head in snapshot.lists]
    parts = [part for role in roles for part in index.read_part(role, blobs).values()]
    return sorted({printed for parties in parts for printed, _ in parties.values()})
