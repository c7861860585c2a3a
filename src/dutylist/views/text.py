"""Text made safe and fitted to a width, with the line-breaking rules of Chinese.

Nothing here drops a character: what a terminal must not get is shown as an escape, and what does
not fit goes on the next line.
"""

import re
from collections.abc import Iterator

from rich.cells import cell_len

# Controls, escapes, marks that turn text round, separators, and halves of characters.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_NAMED = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
_CLOSING = "，。、；：？！）》」』】〕”’…％‰,.;:?!)]}%"
_OPENING = "（《「『【〔“‘([{"
_ATOM = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[0-9A-Za-z_./+\-'@#&=:]+|\s+|.)[{re.escape(_CLOSING)}]*",
    re.DOTALL,
)


def show_text(text: str) -> str:
    r"""Return `text` with all that could act on a terminal shown as \x1b or \u202e."""
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if 0xDC80 <= code <= 0xDCFF:  # a byte of an argument that was not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def measure(text: str) -> int:
    """Return the cells that `text` takes on a terminal; a Chinese character takes two."""
    return cell_len(text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill `text` up with blanks to `width` cells."""
    blanks = " " * (width - measure(text))
    return blanks + text if right else text + blanks


def wrap(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` cells, losing no character.

    A line starts with no closing punctuation and ends with no opening one, and Latin words stay
    whole, wherever the width allows.
    """
    lines: list[str] = []
    line, taken = "", 0
    for atom in _split_atoms(text, width):
        cells = measure(atom)
        if taken + cells > width and line:
            lines.append(line)
            line, taken = "", 0
        line += atom
        taken += cells
    return [*lines, line]


def _split_atoms(text: str, width: int) -> Iterator[str]:
    for match in _ATOM.finditer(text):
        if measure(match[0]) <= width:
            yield match[0]
        else:
            yield from match[0]
