"""The comments in a piece of a list's text, wherever they stand."""

import re
from collections.abc import Iterator, Sequence

from dutylist.store.source import Text
from dutylist.store.spans import is_block_text, lines_end
from dutylist.store.syntax import Node, compose

_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")


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


def _find_texts(node: Node, text: str) -> Iterator[tuple[int, int]]:
    """Give the places of texts that may hold a #; that of a block text starts below its mark."""
    if node.kind == "scalar":
        if node.style:
            yield lines_end(text, node.start) if is_block_text(node) else node.start, node.end
    elif node.kind == "sequence":
        for item in node.value:
            yield from _find_texts(item, text)
    else:
        for pair in node.value:
            for part in pair:
                yield from _find_texts(part, text)
