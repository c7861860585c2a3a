"""The way out where pieces cannot be put together: edits of one side's text.

Lists and duties in flow style have no lines of their own for each field. One side is edited until
it says what is aimed at; the layout of the other side's records is lost, its new comments are put
above them. Whether an edited text does say so is for the caller to prove.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress

from dutylist.duty import Duty, Repeal
from dutylist.errors import InvalidData
from dutylist.merge.choices import Pieces, Three, take_along
from dutylist.merge.pieces import Lines, Piece, write
from dutylist.merge.records import FIELDS
from dutylist.store.edit import (
    AddEntry,
    AddExtension,
    Edit,
    RemoveEntry,
    RemoveExtension,
    SetField,
    edit_list,
)
from dutylist.store.lists import DutyList

SHELL: Lines = ("title: x\n", "year: 2000\n", "duties:\n")
"""The lines of a list around the lines of duties."""


def rewrite_duty(duties: Three[Duty | None], pieces: Pieces, aim: Duty) -> Iterator[Piece]:
    """Give the texts of one duty that edits of either side make."""
    flat = Three(*(piece and _flatten(piece) for piece in pieces))
    ways = [
        (list(find_edits(duty, aim)), piece)
        for duty, piece in zip(duties[1:], flat[1:], strict=True)
        if duty and piece
    ]
    return _rewrite(ways, flat, SHELL)


def rewrite_list(lists: Three[DutyList | None], pieces: Pieces, aim: DutyList) -> Iterator[Piece]:
    """Give the texts of a list that edits of either side make, if it has all duties.

    Each piece holds all lines of its list.
    """
    ways = [
        (_find_all_edits(own, aim), piece)
        for own, piece in zip(lists[1:], pieces[1:], strict=True)
        if own and piece and _is_alike(own, aim)
    ]
    return _rewrite(ways, pieces)


def _rewrite(
    ways: Sequence[tuple[list[Edit], Piece]], pieces: Pieces, shell: Lines = ()
) -> Iterator[Piece]:
    """Edit each text, first the one that needs fewer edits; others' new comments stand above."""
    for edits, piece in sorted(ways, key=lambda way: (len(way[0]), way[1].rank)):
        with suppress(InvalidData):
            raw = edit_list("", "".join((*shell, *piece.body)).encode(), edits)
            lines = raw.decode().splitlines(keepends=True)[len(shell) :]
            yield take_along(piece._replace(body=tuple(lines)), pieces)


def _is_alike(own: DutyList, aim: DutyList) -> bool:
    """Tell whether two lists have the same head and the same numbers."""
    return own._replace(duties=()) == aim._replace(duties=()) and [
        duty.no for duty in own.duties
    ] == [duty.no for duty in aim.duties]


def _find_all_edits(own: DutyList, aim: DutyList) -> list[Edit]:
    pairs = zip(own.duties, aim.duties, strict=True)
    return [edit for duty, goal in pairs for edit in find_edits(duty, goal)]


def _flatten(piece: Piece) -> Piece:
    """Return the piece with all its lines as its own."""
    lines = tuple(write(piece)[len(piece.trivia) :])
    return piece._replace(body=lines, parts=(), inner=0, shut=True)


def find_edits(duty: Duty, aim: Duty) -> Iterator[Edit]:
    """Give the edits that make `duty` say what `aim` says."""
    for field in FIELDS:
        value = getattr(aim, field)
        if value != getattr(duty, field):
            key = "due" if field == "given_due" else field
            yield SetField(duty.no, key, True if value == Repeal() else value or None)
    progress, goal = Counter(duty.progress), Counter(aim.progress)
    yield from (RemoveEntry(duty.no, entry) for entry in (progress - goal).elements())
    yield from (AddEntry(duty.no, entry) for entry in (goal - progress).elements())
    extended, moved = Counter(duty.extended), Counter(aim.extended)
    yield from (RemoveExtension(duty.no, each) for each in (extended - moved).elements())
    yield from (AddExtension(duty.no, each) for each in (moved - extended).elements())
