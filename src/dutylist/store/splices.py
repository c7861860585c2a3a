"""Changes of a text at places that are known: the splice, and whole lines put in or taken out."""

from collections.abc import Iterable
from typing import NamedTuple


class Splice(NamedTuple):
    """Put `text` in the place of what stands from `start` up to `end`."""

    start: int
    end: int
    text: str


def splice_text(text: str, splices: Iterable[Splice]) -> str | None:
    """Return the text with the splices done, those at one place in their order.

    None if two of them overlap.
    """
    parts, at = [], 0
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        if splice.start < at:
            return None
        parts += [text[at : splice.start], splice.text]
        at = splice.end
    return "".join([*parts, text[at:]])


def put_lines(text: str, at: int, lines: str, line_end: str) -> Splice:
    """Put lines in where a line starts; a text without a last line end stays without one."""
    if at and text[at - 1] not in "\r\n":
        return Splice(at, at, line_end + lines)
    return Splice(at, at, lines + line_end)


def drop_lines(text: str, start: int, end: int) -> Splice:
    """Take out whole lines; a text without a last line end stays without one."""
    if start < end == len(text) and text[end - 1] not in "\r\n":
        start -= 2 if text.endswith("\r\n", 0, start) else 1
    return Splice(start, end, "")
