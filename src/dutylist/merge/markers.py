"""Conflicts as text: the record of both sides between the markers that git, too, writes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutylist.merge.pieces import Piece, is_comment, write

_LONGEST_NAME = 200


class Names(NamedTuple):
    """How messages and markers name the two sides, and how messages name the list."""

    ours: str = "ours"
    theirs: str = "theirs"
    list_id: str = "list"


class Markers(NamedTuple):
    """The three lines around the two sides of a conflict."""

    ours: str
    middle: str
    theirs: str

    @classmethod
    def of(cls, names: Names, size: int) -> "Markers":
        """Make markers of `size` signs."""
        ours, theirs = (_clean(name) for name in (names.ours, names.theirs))
        return cls(f"{'<' * size} {ours}\n", f"{'=' * size}\n", f"{'>' * size} {theirs}\n")


Texts = tuple[list[str], list[str]]


def write_both(
    ours: dict[str, Piece | None], theirs: dict[str, Piece | None], column: int, markers: Markers
) -> list[str]:
    """Return the lines of a list of which there are two; what differs stands between markers."""
    lines: list[str] = []
    for key, piece in ours.items():
        for our, their in _pair(piece, theirs[key], column):
            lines += _mark(our, their, markers)
    return lines


def write_fields(fields: dict[str, Piece | None], column: int) -> list[str]:
    """Return the lines of a list."""
    return [line for piece in fields.values() if piece for line in write(piece, column)]


def _pair(ours: Piece | None, theirs: Piece | None, column: int) -> Iterator[Texts]:
    """Pair the lines of a field, and those of each of its duties."""
    if ours is None or theirs is None or not (ours.key == "duties" and ours.parts):
        yield _write(ours, column), _write(theirs, column)
        return
    yield _write(ours._replace(parts=()), column), _write(theirs._replace(parts=()), column)
    for our, their in zip(ours.parts, theirs.parts, strict=True):
        yield _write(our, column + ours.inner), _write(their, column + theirs.inner)


def _write(piece: Piece | None, column: int) -> list[str]:
    return write(piece, column) if piece else []


def _mark(ours: list[str], theirs: list[str], markers: Markers) -> list[str]:
    if ours == theirs:
        return ours
    common = _count_common(ours, theirs)
    return [
        *ours[:common],
        markers.ours,
        *ours[common:],
        markers.middle,
        *theirs[common:],
        markers.theirs,
    ]


def _count_common(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Count the comments and blank lines that both texts begin with."""
    count = 0
    for our, their in zip(ours, theirs, strict=False):
        if our != their or (our.strip() and not is_comment(our)):
            break
        count += 1
    return count


def _clean(name: str) -> str:
    shown = "".join(sign if sign.isprintable() else "?" for sign in name[:_LONGEST_NAME])
    return shown.encode(errors="replace").decode()
