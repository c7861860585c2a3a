"""The pieces of a table that was flattened to lines: a cell to a line, in three manners.

Tab-led: every cell, the empty ones too, begins with a tab, and lines without one go on with it.
Pipes: a cell to a line that ends in |. Bare: a piece of a cell to a line, empty cells are gone.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from dutylist.annex.grid import Paragraph, Spot
from dutylist.annex.reading.forms import find_role, read_number
from dutylist.annex.reading.headings import is_title, read_annex
from dutylist.annex.reading.lexicon import Role

MOST_AHEAD = 3
_CRUMB = re.compile("[。；，、,;.！）)]+|[\u3400-\u9fff][。；]?(?<![是否无有])")


class Manner(StrEnum):
    """How a table was flattened: see above."""

    LED = "led"
    PIPED = "piped"
    BARE = "bare"


class Piece(NamedTuple):
    """One cell or a part of one: its lines, and where it stands."""

    lines: tuple[str, ...]
    spot: Spot

    @property
    def text(self) -> str:
        """Return the lines as one text."""
        return "".join(self.lines)


def find_manner(text: str) -> Manner:
    """Return how a table was flattened whose first line this is."""
    if text.startswith("\t"):
        return Manner.LED
    return Manner.PIPED if "|" in text else Manner.BARE


def cut_pieces(run: Sequence[Paragraph], at: int) -> tuple[list[Piece], list[int]]:
    """Return the pieces from a line on, and for each the line after it."""
    if run[at].text.startswith("\t"):
        return _cut_led(run, at)
    pieces: list[Piece] = []
    ends: list[int] = []
    for line in range(at, len(run)):
        text, spot = run[line]
        cells = text.strip().split("|") if "|" in text else [text]
        if len(cells) > 1 and not cells[-1].strip():
            cells.pop()
        if not text.strip():
            continue
        if pieces and len(cells) == 1 and _CRUMB.fullmatch(text.strip()) and pieces[-1].lines:
            # A mark or a last character alone: no cell is that short, so it goes on with the last.
            *before, last = pieces[-1].lines
            pieces[-1] = pieces[-1]._replace(lines=(*before, last + text.strip()))
            ends[-1] = line + 1
            continue
        for cell in cells:
            words = (cell.strip(),) if cell.strip() else ()
            pieces.append(Piece(words, spot))
            ends.append(line + 1)
    return pieces, ends


def _cut_led(run: Sequence[Paragraph], at: int) -> tuple[list[Piece], list[int]]:
    """Return the pieces that begin with a tab, each with the lines that go on with it."""
    pieces: list[Piece] = []
    ends: list[int] = []
    for line in range(at, len(run)):
        text, spot = run[line]
        bare = text.strip()
        if text.startswith("\t"):
            pieces.append(Piece((bare,) if bare else (), spot))
            ends.append(line + 1)
        elif bare:
            if read_annex(bare) or (is_title(bare) and _opens(run, line + 1)):
                break
            pieces[-1] = pieces[-1]._replace(lines=(*pieces[-1].lines, bare))
            ends[-1] = line + 1
    return pieces, ends


def _opens(run: Sequence[Paragraph], at: int) -> bool:
    """Tell whether a new header begins within the next lines."""
    ahead = [each.text.strip() for each in run[at : at + 12] if each.text.strip()][:MOST_AHEAD]
    return any(find_role(text) is Role.NO for text in ahead)


def read_whole(piece: Piece) -> int:
    """Return a row's number, 0 for anything else; no Chinese one, which may be anything."""
    number = read_number(piece.text)
    if isinstance(number, str):
        number = int(number.partition(".")[0])
    return number or 0 if any(character.isdigit() for character in piece.text) else 0


def first_spot(row: Sequence[Sequence[Piece]]) -> Spot:
    """Return where the first piece of a row stands."""
    return next((pieces[0].spot for pieces in row if pieces), Spot())
