"""Which of three versions of a piece goes into the merged text, and what it takes along.

A piece that one side left alone is the other's, to the letter. Where both changed it, the text is
taken from a side that says what is aimed at, and comments that only the other side has are put
above it. No rule looks at which side is ours.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

from dutylist.merge.comments import find_comments, merge_lines
from dutylist.merge.order import choose
from dutylist.merge.pieces import Lines, Piece, move, write

T = TypeVar("T")


class Three(NamedTuple, Generic[T]):
    """The same thing in the three versions."""

    base: T
    ours: T
    theirs: T


Pieces = Three[Piece | None]


class Unmergeable(Exception):
    """The pieces cannot be put together so that they say what is aimed at."""


def find_side(pieces: Pieces, values: Sequence[object], aim: object) -> int:
    """Return the side (1 or 2) whose text stands as it is, as the other left it alone; 0: none."""
    base, ours, theirs = (piece and piece.level for piece in pieces)
    side = _find_latest(pieces) if ours == theirs else 2 if ours == base else int(theirs == base)
    return side if side and values[side] == aim else 0


def merge_piece(pieces: Pieces, values: Sequence[object], aim: object) -> Piece | None:
    """Merge a piece that is taken as a whole; None where it is gone. Raises `Unmergeable`."""
    if side := find_side(pieces, values, aim):
        return pieces[side]
    fits = [
        piece for piece, value in zip(pieces[1:], values[1:], strict=True) if piece and value == aim
    ]
    if not fits:
        if aim:
            raise Unmergeable
        return None
    best = min(fits, key=lambda piece: piece.rank)
    if _is_contradiction(values):  # both texts will stand there, each with its own comments
        pieces = Three(*(piece and piece._replace(body=()) for piece in pieces))
    return take_along(best, pieces)


def merge_container(pieces: Pieces, parts: tuple[Piece, ...]) -> Piece:
    """Put merged parts below the line that opens them. Raises `Unmergeable`."""
    if any(piece.shut for piece in pieces[1:] if piece):
        raise Unmergeable
    holders = Three(*(piece if piece and piece.parts else None for piece in pieces))
    opener = min((piece for piece in holders[1:] if piece), key=lambda piece: piece.rank)
    inner = choose_number(Three(*(holder and holder.inner for holder in holders)))
    merged = take_along(opener, pieces)._replace(parts=parts, inner=inner)
    return merged._replace(parts=_drop_doubles(merged, pieces))


def take_along(best: Piece, pieces: Pieces) -> Piece:
    """Return `best` with the lines that the versions have before it, and others' new comments."""
    base = pieces.base or best._replace(trivia=())
    before = [_move_trivia(piece or base, best.column) for piece in (base, *pieces[1:])]
    new = _find_new(pieces, lambda piece: piece.body, [*find_comments(best.body)])
    return best._replace(trivia=(*_merge_trivia(before), *indent(new, best.column)))


def find_stray(pieces: Pieces) -> list[str]:
    """Return the new comments of a piece that is gone."""
    return _find_new(pieces, lambda piece: piece.trivia + piece.body, [])


def indent(comments: Sequence[str], column: int) -> Lines:
    """Return comments as lines of their own."""
    return tuple(f"{' ' * column}{comment}\n" for comment in comments)


def choose_number(numbers: Three[int | None]) -> int:
    """Return the column of the side that changed it; the lowest where both did."""
    base, ours, theirs = numbers
    if ours is None or theirs is None:
        return ours or theirs or 0
    return choose(base, ours, theirs, min(ours, theirs))


def _find_latest(pieces: Pieces) -> int:
    """Return the side that changed the blanks of a piece which is the same on both otherwise."""
    base, ours, theirs = (piece and piece.rank for piece in pieces)
    if ours is None or theirs is None or ours == theirs:
        return 2
    return 1 if choose(base, ours, theirs, min(ours, theirs)) == ours else 2


def _merge_trivia(versions: Sequence[Lines]) -> Lines:
    """Merge comments and blank lines; how far they are indented makes no difference."""
    base, ours, theirs = (tuple(line.strip() for line in lines) for lines in versions)
    indented = {line.strip(): line for line in sorted(chain(*versions), reverse=True)}
    return tuple(indented[text] for text in merge_lines(base, ours, theirs))


def _drop_doubles(merged: Piece, pieces: Pieces) -> tuple[Piece, ...]:
    """Return the parts without comments that now stand twice.

    Where a side has deleted a part that is kept, the comment before it has come to stand before
    the next one there.
    """
    base, ours, theirs = (_count_comments(piece) for piece in pieces)
    spare = _count_comments(merged) - (ours + theirs - base | ours | theirs)
    parts = []
    for part in reversed(merged.parts):
        trivia = [line for line in part.trivia if not _take_one(spare, line.strip())]
        parts.append(part._replace(trivia=tuple(trivia)))
    return tuple(reversed(parts))


def _count_comments(piece: Piece | None) -> Counter[str]:
    return Counter(find_comments(write(piece)) if piece else ())


def _take_one(counter: Counter[str], text: str) -> bool:
    taken = counter[text] > 0
    counter[text] -= taken
    return taken


def _is_contradiction(values: Sequence[object]) -> bool:
    base, ours, theirs = values
    return ours != theirs and base not in (ours, theirs)


def _move_trivia(piece: Piece, column: int) -> Lines:
    return move(piece.trivia, column - piece.column)


def _find_new(
    pieces: Pieces, read_lines: Callable[[Piece], Lines], known: Sequence[str]
) -> list[str]:
    """Return the comments that a side has, and neither the base has nor are they known."""
    base, *sides = (find_comments(read_lines(piece)) if piece else [] for piece in pieces)
    return sorted({comment for side in sides for comment in side} - {*base, *known})
