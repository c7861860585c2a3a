"""Lines broken as Chinese is, at a width in cells; no character is lost.

rich breaks at blanks and folds the rest anywhere, so that lines start with ，.
"""

import re
from collections.abc import Iterable, Iterator

from dutylist.views.text import measure

_CLOSING = "，。、；：？！）》」』】〕〉”’…—％‰℃,.;:?!)]}%"
_OPENING = "（《「『【〔〈“‘([{"
_ATOM = re.compile(
    r"\s+"
    rf"|(?:● )?[{re.escape(_OPENING)}]*"
    r"(?:[0-9A-Za-z_./+\-'@#&=:\\]+|.)"
    rf"[{re.escape(_CLOSING)}]*",
    re.DOTALL,
)


def wrap(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` cells, losing no character.

    A line starts with no closing punctuation and ends with no opening one, and Latin words stay
    whole, wherever the width allows. Blanks at a break hang over the end of their line, where
    nobody sees them.
    """
    return _fill(_split_atoms(text, width), width)


def fold(text: str, width: int) -> list[str]:
    """Cut `text` wherever the width ends, as a terminal does by itself."""
    return _fill(text, width, hanging=False)


def _fill(atoms: Iterable[str], width: int, *, hanging: bool = True) -> list[str]:
    lines: list[str] = []
    line, taken = "", 0
    for atom in atoms:
        cells = measure(atom)
        if taken + cells > width and line and not (hanging and atom.isspace()):
            lines.append(line)
            line, taken = "", 0
        line += atom
        taken += cells
    return [*lines, line]


def _split_atoms(text: str, width: int) -> Iterator[str]:
    for match in _ATOM.finditer(text):
        if measure(match[0]) <= width or match[0].isspace():
            yield match[0]
        else:
            yield from match[0]
