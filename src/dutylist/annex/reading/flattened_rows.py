"""The rows of a table that was flattened to lines: each begins at its number.

Where every cell is there, the pieces are the cells. All else is seated by its looks, and doubted.
"""

from collections.abc import Sequence

from dutylist.annex.grid import Spot
from dutylist.annex.reading.alignment import looks_like_content, seat_pieces
from dutylist.annex.reading.flattened_pieces import (
    MOST_AHEAD,
    Manner,
    Piece,
    first_spot,
    read_whole,
)
from dutylist.annex.reading.forms import find_role, fold
from dutylist.annex.reading.headings import is_marked_page_number, is_note, is_title, read_annex
from dutylist.annex.reading.labels import PARTY_ROLES
from dutylist.annex.reading.lexicon import Role
from dutylist.annex.reading.raw import Query, fail, warn
from dutylist.words import say

SHORTEST_CONTENT = 4
_FIELDS = {
    Role.CONTENT: "content",
    Role.LEAD: "departments",
    Role.RESPONSIBLE: "departments",
    Role.MIXED: "supporting",
    Role.DEADLINE: "deadline",
    Role.LEADERS: "leaders",
}


class FlattenedRows:
    """The rows below a flattened header."""

    def __init__(
        self, titles: Sequence[Piece], roles: Sequence[Role | None], manner: Manner
    ) -> None:
        self._titles = titles
        self._heads = [fold(piece.text) for piece in titles]
        self._roles = roles
        self._manner = manner
        self.queries: list[Query] = []

    def read(self, pieces: Sequence[Piece]) -> tuple[list[list[list[Piece]]], int]:
        """Return the rows, each a list of the pieces of every column, and how many were used."""
        rows: list[list[list[Piece]]] = []
        at = 0
        number = 0
        before: Piece | None = None
        while at < len(pieces):
            at = self._pass_over(pieces, at)
            if not self._begins(pieces, at, number):
                break
            number = read_whole(pieces[at])
            end = self._find_end(pieces, at, number)
            rows += self._read_row(pieces[at:end])
            if self._manner is Manner.BARE:
                self._doubt_boundary(before, pieces[at:end])
            before = pieces[at]
            at = end
        return rows, at

    def _pass_over(self, pieces: Sequence[Piece], at: int) -> int:
        """Pass over a header that is printed again on a new page, and page numbers."""
        while at < len(pieces):
            texts = [fold(piece.text) for piece in pieces[at : at + len(self._heads)]]
            if texts == self._heads:
                at += len(self._heads)
            elif is_marked_page_number(pieces[at].text):
                at += 1
            else:
                return at
        return at

    def _begins(self, pieces: Sequence[Piece], at: int, last: int) -> bool:
        if at >= len(pieces):
            return False
        number = read_whole(pieces[at])
        return number > 0 and (number == last + 1 or last < number <= last + MOST_AHEAD or not last)

    def _find_end(self, pieces: Sequence[Piece], at: int, number: int) -> int:
        """Return where the row ends: at the next number, a header, or what is no part of it."""
        end = at + 1
        while end < len(pieces):
            text = pieces[end].text
            if _is_next(pieces, end, number):
                return end
            if find_role(text) is Role.NO or read_annex(text) or is_marked_page_number(text):
                return end
            if self._is_over(pieces, at, end):
                return end
            end += 1
        return end

    def _is_over(self, pieces: Sequence[Piece], at: int, end: int) -> bool:
        """Tell whether the table has ended before this piece: all columns may be full by now."""
        text = pieces[end].text
        if is_note(text):
            return True
        if end - at < len(self._titles) - 1 or self._manner is Manner.LED:
            return False
        skips = any(
            read_whole(pieces[later]) == read_whole(pieces[at]) + 1
            for later in range(end, min(end + len(self._titles) * 3, len(pieces)))
        )
        return not skips and (is_title(text) or text.endswith((":", "：")))

    def _read_row(self, pieces: Sequence[Piece]) -> list[list[list[Piece]]]:
        width = len(self._titles)
        if self._manner is Manner.LED and len(pieces) % width == 0:
            return [
                [[piece] for piece in pieces[start : start + width]]
                for start in range(0, len(pieces), width)
            ]
        return self._seat(pieces)

    def _seat(self, pieces: Sequence[Piece]) -> list[list[list[Piece]]]:
        """Seat the pieces of a row by what they look like."""
        width = len(self._titles)
        number, rest = pieces[0], _strip_empty(pieces[1:])
        if self._is_plain(rest, width):
            if self._manner is Manner.BARE:
                self._doubt_parties(number.spot)
            filler = [Piece((), number.spot)] * (width - 1 - len(rest))
            return [[[piece] for piece in (number, *rest, *filler)]]
        filled = [piece for piece in rest if piece.lines]
        seating = seat_pieces([piece.text for piece in filled], self._roles[1:])
        if seating is None:
            problem = say("the row has {n} pieces; it was not understood", n=len(rest))
            self.queries.append(fail(None, number.spot, problem))
            return []
        tasks = 1 + max(seat.task for seat in seating.seats)
        rows: list[list[list[Piece]]] = [[[] for _ in range(width)] for _ in range(tasks)]
        rows[0][0].append(number)
        for piece, seat in zip(filled, seating.seats, strict=True):
            rows[seat.task][seat.column + 1].append(piece)
        self._doubt_seating(rows, number, is_sure=seating.is_sure)
        return rows

    def _is_plain(self, rest: Sequence[Piece], width: int) -> bool:
        """Tell whether every piece is a cell, in order, and looks like what its column holds."""
        last = next((at for at in range(width - 1, 0, -1) if self._roles[at]), 0)
        asides = [role for role in self._roles[1:] if role in (Role.REMARK, Role.ASIDE, None)]
        if not len(rest) <= width - 1 <= len(rest) + (1 if asides and last else 0):
            return False
        if len(rest) < width - 1 and self._roles[width - 1] not in (Role.REMARK, Role.ASIDE):
            return False
        seating = seat_pieces([piece.text for piece in rest], self._roles[1:])
        if seating is None or not seating.is_sure:
            return False
        straight = [(0, at) for at in range(len(rest))]
        return [tuple(seat) for seat in seating.seats] == straight

    def _doubt_seating(
        self, rows: Sequence[Sequence[Sequence[Piece]]], number: Piece, *, is_sure: bool
    ) -> None:
        if not is_sure:
            problem = say("the pieces of this row do not look like what its columns hold")
            self.queries.append(fail(None, number.spot, problem))
        self._doubt_parties(number.spot)
        for row in rows:
            self._doubt_missing(row)
            self._doubt_content(row)

    def _doubt_boundary(self, before: Piece | None, row: Sequence[Piece]) -> None:
        """Doubt where a row begins whose number comes twice: one of the two is part of a cell.

        If the first is, it ended the row before too early.
        """
        number, *rest = row
        if all(read_whole(piece) != read_whole(number) for piece in rest):
            return
        problem = say(
            "two lines hold {number} alone, and the row begins at one of them",
            number=read_whole(number),
        )
        for beginning in (before, number):
            if beginning:
                self.queries.append(warn("content", beginning.spot, problem))

    def _doubt_parties(self, spot: Spot) -> None:
        """Doubt two columns of departments: an empty cell of one is not to be seen."""
        if sum(role in PARTY_ROLES for role in self._roles) > 1:
            problem = say("which departments are responsible and which support is not to be seen")
            for field in ("departments", "supporting"):
                self.queries.append(warn(field, spot, problem))

    def _doubt_content(self, row: Sequence[Sequence[Piece]]) -> None:
        """Doubt a content of several pieces, one of which may have been another cell."""
        for at, role in enumerate(self._roles):
            if role is Role.CONTENT and len(row[at]) > 1:
                problem = say("the content was put together from {n} pieces", n=len(row[at]))
                self.queries.append(warn("content", first_spot(row), problem))

    def _doubt_missing(self, row: Sequence[Sequence[Piece]]) -> None:
        """Doubt each field of a task for which no piece was found: its cell may have been lost."""
        for at, role in enumerate(self._roles):
            field = _FIELDS.get(role) if role else None
            if field and not row[at]:
                problem = say("the row has nothing for {titles}; it was read by its looks",
                              titles=self._heads[at])  # fmt: skip
                self.queries.append(warn(field, first_spot(row), problem))


def _is_next(pieces: Sequence[Piece], at: int, number: int) -> bool:
    """Tell whether the next row begins here; one whose number leaves a gap has to look like it."""
    ahead = read_whole(pieces[at]) - number
    if ahead == 1:
        return _is_row_start(pieces, at)
    after = pieces[at + 1].text if at + 1 < len(pieces) else ""
    return 1 < ahead <= MOST_AHEAD and looks_like_content(after) and len(after) > SHORTEST_CONTENT


def _is_row_start(pieces: Sequence[Piece], at: int) -> bool:
    """Tell a row's number from a page's, behind which the row's own number comes."""
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    return after is None or read_whole(after) != read_whole(pieces[at])


def _strip_empty(pieces: Sequence[Piece]) -> list[Piece]:
    kept = list(pieces)
    while kept and not kept[-1].lines:
        kept.pop()
    return kept
