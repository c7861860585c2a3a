"""How a list's bytes are laid out: byte order mark, line ends, and an end of the last line.

Merging looks at lines. A side that changed the layout against the base decides; where both did,
the plainer layout holds: no byte order mark, LF before CRLF before CR, a whole last line.
"""

import codecs
import re
from collections.abc import Sequence
from typing import NamedTuple

from dutylist.merge.order import choose

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_MIXED = ""
_ENDS = ("\n", "\r\n", "\r", _MIXED)


class Layout(NamedTuple):
    """A list's layout; `end` is empty where line ends are mixed, and then lines keep their own."""

    mark: bool
    end: str
    whole: bool


class Laid(NamedTuple):
    """A list's lines, each with its end, and how they were laid out."""

    lines: tuple[str, ...]
    layout: Layout


def lay_out(raw: bytes) -> Laid:
    """Split a list's text, which is UTF-8, into lines; the last one is given an end, too."""
    lines = _LINE.findall(raw.removeprefix(codecs.BOM_UTF8).decode())
    ends = {_find_end(line) for line in lines} - {""}
    end = ends.pop() if len(ends) == 1 else (_MIXED if ends else "\n")
    whole = not lines or bool(_find_end(lines[-1]))
    if not whole:
        lines[-1] += end or "\n"
    return Laid(tuple(lines), Layout(raw.startswith(codecs.BOM_UTF8), end, whole))


def level(versions: Sequence[Laid]) -> list[Laid]:
    """Make the line ends of the versions alike: LF, or each its own where one version is mixed."""
    if any(laid.layout.end == _MIXED for laid in versions):
        return [laid._replace(layout=laid.layout._replace(end=_MIXED)) for laid in versions]
    return [
        laid._replace(lines=tuple(line.rstrip("\r\n") + "\n" for line in laid.lines))
        for laid in versions
    ]


def merge_layouts(base: Layout | None, ours: Layout, theirs: Layout) -> Layout:
    """Return the layout of the merged list."""
    return Layout(
        choose(base and base.mark, ours.mark, theirs.mark, settled=False),
        choose(base and base.end, ours.end, theirs.end, min(ours.end, theirs.end, key=_ENDS.index)),
        choose(base and base.whole, ours.whole, theirs.whole, settled=True),
    )


def put_together(lines: Sequence[str], layout: Layout) -> bytes:
    """Return the bytes of lines that end in LF, or in their own ends where these are mixed."""
    text = "".join(lines)
    if layout.end not in (_MIXED, "\n"):
        text = text.replace("\n", layout.end)
    if not layout.whole:
        text = text[: len(text) - len(_find_end(text))]
    return (codecs.BOM_UTF8 if layout.mark else b"") + text.encode()


def _find_end(text: str) -> str:
    for end in ("\r\n", "\n", "\r"):
        if text.endswith(end):
            return end
    return ""
