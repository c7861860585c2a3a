"""The comments and blank lines of a list: where they stand in a piece of text, and their merge.

They say nothing that a program reads, so that they never contradict each other: where both sides
changed the same place, the lines of both stay.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from dutylist.merge.order import choose
from dutylist.merge.pieces import Lines
from dutylist.store.source import Text
from dutylist.store.spans import is_block_text, lines_end
from dutylist.store.syntax import Node, compose

_COMMENT = re.compile(r"#[^\r\n]*")


def find_comments(lines: Sequence[str]) -> list[str]:
    """Return the comments in lines that are YAML by themselves, from # on, in their order."""
    text = "".join(lines)
    root, _ = compose(Text.of("", text)) if "#" in text else (None, [])
    if root is None:
        return [line.strip() for line in lines if line.lstrip().startswith("#")]
    spans = [*_find_texts(root, text), (len(text), len(text))]
    comments: list[str] = []
    first = 0
    for start, end in spans:
        comments += (match[0].rstrip() for match in _COMMENT.finditer(text, first, start))
        first = end
    return comments


def merge_lines(base: Lines, ours: Lines, theirs: Lines) -> Lines:
    """Return the lines with the changes of both sides; the same with the sides exchanged."""
    chunks = _cut_chunks(base, ours, theirs)
    merged = tuple(line for chunk in chunks for line in _merge_chunk(*chunk))
    return choose(base, ours, theirs, merged)


def _find_texts(node: Node, text: str) -> Iterator[tuple[int, int]]:
    """Give the places of texts, which may hold a #; that of a block text starts below its mark."""
    if node.kind == "scalar":
        yield lines_end(text, node.start) if is_block_text(node) else node.start, node.end
    elif node.kind == "sequence":
        for item in node.value:
            yield from _find_texts(item, text)
    else:
        for pair in node.value:
            for part in pair:
                yield from _find_texts(part, text)


class _Chunk(NamedTuple):
    """Lines of the base, and what stands in their place on each side."""

    base: Lines
    ours: Lines
    theirs: Lines


def _merge_chunk(base: Lines, ours: Lines, theirs: Lines) -> Lines:
    first, second = sorted((ours, theirs))
    new = tuple(line for line in second if line not in first and line not in base)
    return choose(base, ours, theirs, first + new)


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
