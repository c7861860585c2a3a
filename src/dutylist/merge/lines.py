"""A three-way merge of the lines between records: comments and blank lines.

They say nothing that a program reads, so that they never contradict each other: where both sides
changed the same place, the lines of both stay.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

Lines = tuple[str, ...]


def merge_lines(base: Lines, ours: Lines, theirs: Lines) -> Lines:
    """Return the lines with the changes of both sides; the same with the sides exchanged."""
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    merged: list[str] = []
    for was, our, their in _cut_chunks(base, ours, theirs):
        merged += _merge_chunk(was, our, their)
    return tuple(merged)


class _Chunk(NamedTuple):
    base: Lines
    ours: Lines
    theirs: Lines


def _merge_chunk(base: Lines, ours: Lines, theirs: Lines) -> Lines:
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    first, second = sorted((ours, theirs))
    return first + tuple(line for line in second if line not in first and line not in base)


def _cut_chunks(base: Lines, ours: Lines, theirs: Lines) -> Iterator[_Chunk]:
    """Cut the three texts at the lines that both sides have left as they were."""
    our_places, their_places = _match(base, ours), _match(base, theirs)
    was = our = their = 0
    for line in range(len(base) + 1):
        if line not in our_places or line not in their_places:
            continue
        yield _Chunk(
            base[was:line], ours[our : our_places[line]], theirs[their : their_places[line]]
        )
        if line < len(base):
            yield _Chunk(*([base[line : line + 1]] * 3))
        was, our, their = line + 1, our_places[line] + 1, their_places[line] + 1


def _match(base: Sequence[str], side: Sequence[str]) -> dict[int, int]:
    """Return where each line of the base that is still there stands in the side, and the ends."""
    matcher = SequenceMatcher(None, base, side, autojunk=False)
    return {
        block.a + offset: block.b + offset
        for block in matcher.get_matching_blocks()
        for offset in range(max(block.size, 1))
    }
