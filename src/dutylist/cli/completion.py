"""Completing names in the shell, from the lists that are at hand.

A completion never complains: where there are no lists, or bad ones, there is nothing to offer.
"""

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import typer

from dutylist.errors import Refusal
from dutylist.names import fold_name

if TYPE_CHECKING:
    from dutylist.index import Index, Snapshot


def complete_leader(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the leaders whose names begin so."""
    return _complete(context, incomplete, lambda index, lists: _list_names(index, lists, "leader"))


def complete_department(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the departments whose names begin so."""
    roles = ("responsible", "supporting")
    return _complete(context, incomplete, lambda index, lists: _list_names(index, lists, *roles))


def complete_list(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the lists whose ids begin so; an id that several folders have is offered once."""
    return _complete(context, incomplete, lambda _, lists: [head.list_id for head in lists.lists])


def complete_issuer(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the offices that issued a list and whose names begin so."""
    return _complete(
        context, incomplete, lambda _, lists: sorted({head.issuer or "" for head in lists.lists})
    )


def _complete(
    context: typer.Context,
    incomplete: str,
    list_words: Callable[["Index", "Snapshot"], Iterable[str]],
) -> list[str]:
    # Imported here: the options of every command name this module, and most runs complete nothing.
    from dutylist.cli.call import Call  # noqa: PLC0415
    from dutylist.cli.language import load_catalogue  # noqa: PLC0415
    from dutylist.cli.output import Output  # noqa: PLC0415

    call = Call(Output(os.environ, load_catalogue(os.environ)), os.environ)
    try:
        words = call.look(context.params.get("data") or (), list_words)
    except Refusal:
        return []
    begin = fold_name(incomplete)
    return [word for word in dict.fromkeys(words) if word and fold_name(word).startswith(begin)]


def _list_names(index: "Index", snapshot: "Snapshot", *roles: str) -> list[str]:
    from dutylist.index import Part  # noqa: PLC0415 - as above

    blobs = [head.blob for head in snapshot.lists]
    parts = [part for role in roles for part in index.read_part(Part(role), blobs).values()]
    return sorted({printed for parties in parts for printed, _ in parties.values()})
