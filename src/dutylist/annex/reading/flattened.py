"""Tables that were flattened to lines, put together again: a cell to a line, in three manners.

Tab-led: every cell, the empty ones too, begins with a tab, and lines without one go on with it.
Pipes: a cell to a line that ends in |. Bare: a piece of a cell to a line, empty cells are gone.
Rows begin at their numbers. What had to be seated by its looks is doubted.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from dutylist.annex.grid import Cell, Document, Paragraph, Spot, Table
from dutylist.annex.reading.aligned import find_aligned
from dutylist.annex.reading.alignment import looks_like_content, seat_pieces
from dutylist.annex.reading.columns import Given, Header, is_header
from dutylist.annex.reading.forms import find_role, fold, is_known_title, read_number
from dutylist.annex.reading.headings import is_marked_page_number, is_note, is_title, read_annex
from dutylist.annex.reading.labels import PARTY_ROLES
from dutylist.annex.reading.lexicon import Role
from dutylist.annex.reading.raw import Query, fail, warn
from dutylist.words import say

LONGEST_HEADER_BLOCK = 40
MOST_AHEAD = 3
SHORTEST_CONTENT = 4
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


class Restored(NamedTuple):
    """The blocks of a document with its flattened tables as tables, and what that leaves unsure."""

    blocks: tuple[Paragraph | Table, ...]
    queries: tuple[Query, ...]


def restore_tables(document: Document, given: Given) -> Restored:
    """Return the document's blocks with every flattened table put together."""
    blocks: list[Paragraph | Table] = []
    queries: list[Query] = []
    run: list[Paragraph] = []
    for block in (*document.blocks, None):
        if isinstance(block, Paragraph):
            run.append(block)
            continue
        blocks += _Restorer(run, given, queries).restore()
        run = []
        if block is not None:
            blocks.append(block)
    return Restored(tuple(blocks), tuple(queries))


class _Restorer:
    def __init__(self, run: Sequence[Paragraph], given: Given, queries: list[Query]) -> None:
        self._run = run
        self._given = given
        self._queries = queries

    def restore(self) -> Iterator[Paragraph | Table]:
        at = 0
        while at < len(self._run):
            flat = self._find_aligned(at) or self._find_table(at)
            if flat is None:
                yield self._run[at]
                at += 1
                continue
            table, at = flat
            yield table

    def _find_aligned(self, at: int) -> tuple[Table, int] | None:
        found = find_aligned(self._run, at, self._given)
        if found is None:
            return None
        self._queries += found.queries
        return found.table, found.end

    def _find_table(self, at: int) -> tuple[Table, int] | None:
        """Return the table that begins at this line, and where it ends."""
        text = self._run[at].text
        if not text.strip() or find_role(text.strip(" \t|")) is not Role.NO:
            return None
        pieces, ends = _cut_pieces(self._run, at)
        header = self._read_header(pieces)
        if header is None:
            return None
        size, titles, roles = header
        flat = _Body(titles, roles, _find_manner(text))
        rows, used = flat.read(pieces[size:])
        self._queries += flat.queries
        if not rows:
            return None
        head = [[piece] for piece in titles]
        cells = list(_lay_out([(head, True), *((row, False) for row in rows)]))
        table = Table(tuple(cells), 1 + len(rows), len(titles), pieces[0].spot, has_spans=False)
        return table, ends[size + used - 1]

    def _read_header(
        self, pieces: Sequence[Piece]
    ) -> tuple[int, list[Piece], list[Role | None]] | None:
        """Return how many pieces the header takes, its titles, and their roles."""
        stop = next(
            (at for at, piece in enumerate(pieces) if read_number(piece.text) is not None), None
        )
        if stop is None or not 3 <= stop <= LONGEST_HEADER_BLOCK:
            return None
        titles = self._unfold(_join_titles(pieces[:stop]))
        roles = [self._find_role(piece) for piece in titles]
        if Role.CONTENT not in roles and roles[1] is None:
            roles[1] = Role.CONTENT
        known = {at: role for at, role in enumerate(roles) if role}
        header = Header(1, {at: fold(piece.text) for at, piece in enumerate(titles)}, known)
        return (stop, titles, roles) if is_header(header) else None

    def _find_role(self, piece: Piece) -> Role | None:
        return self._given.get(fold(piece.text)) or find_role(piece.text)

    def _unfold(self, titles: list[Piece]) -> list[Piece]:
        """Put the titles of a second header row, which come last, in the place of the one above.

        序号 任务 责任分工 时限 牵头单位 配合单位 is 序号 任务 牵头单位 配合单位 时限.
        """
        roles = [self._find_role(piece) for piece in titles]
        for below in (PARTY_ROLES, {Role.STAGE}):
            size = next((at for at, role in enumerate(reversed(roles)) if role not in below), 0)
            above = [at for at, role in enumerate(roles) if role is None]
            inner = roles[: len(roles) - size]
            if size > 1 and len(above) == 1 and above[0] > 1 and not below.intersection(inner):
                at = above[0]
                return [*titles[:at], *titles[-size:], *titles[at + 1 : -size]]
        return titles


def _find_manner(text: str) -> Manner:
    if text.startswith("\t"):
        return Manner.LED
    return Manner.PIPED if "|" in text else Manner.BARE


def _join_titles(pieces: Sequence[Piece]) -> list[Piece]:
    """Put titles together that were broken over lines: 工作进度 / 时限要求."""
    titles: list[Piece] = []
    for piece in pieces:
        before = titles[-1] if titles else None
        if before and is_known_title(before.text + piece.text) and not (
            is_known_title(before.text) and is_known_title(piece.text)
        ):  # fmt: skip
            titles[-1] = Piece((*before.lines, *piece.lines), before.spot)
        else:
            titles.append(piece)
    return titles


def _cut_pieces(run: Sequence[Paragraph], at: int) -> tuple[list[Piece], list[int]]:
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


class _Body:
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
        while at < len(pieces):
            at = self._pass_over(pieces, at)
            if not self._begins(pieces, at, number):
                break
            number = _whole(pieces[at])
            end = self._find_end(pieces, at, number)
            rows += self._read_row(pieces[at:end])
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
        number = _whole(pieces[at])
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
            _whole(pieces[later]) == _whole(pieces[at]) + 1
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
                self.queries.append(warn("content", _first_spot(row), problem))

    def _doubt_missing(self, row: Sequence[Sequence[Piece]]) -> None:
        """Doubt each field of a task for which no piece was found: its cell may have been lost."""
        for at, role in enumerate(self._roles):
            field = _FIELDS.get(role) if role else None
            if field and not row[at]:
                problem = say("the row has nothing for {titles}; it was read by its looks",
                              titles=self._heads[at])  # fmt: skip
                self.queries.append(warn(field, _first_spot(row), problem))


_FIELDS = {
    Role.CONTENT: "content",
    Role.LEAD: "departments",
    Role.RESPONSIBLE: "departments",
    Role.MIXED: "supporting",
    Role.DEADLINE: "deadline",
    Role.LEADERS: "leaders",
}


def _is_next(pieces: Sequence[Piece], at: int, number: int) -> bool:
    """Tell whether the next row begins here; one whose number leaves a gap has to look like it."""
    ahead = _whole(pieces[at]) - number
    if ahead == 1:
        return _is_row_start(pieces, at)
    after = pieces[at + 1].text if at + 1 < len(pieces) else ""
    return 1 < ahead <= MOST_AHEAD and looks_like_content(after) and len(after) > SHORTEST_CONTENT


def _is_row_start(pieces: Sequence[Piece], at: int) -> bool:
    """Tell a row's number from a page's, behind which the row's own number comes."""
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    return after is None or _whole(after) != _whole(pieces[at])


def _whole(piece: Piece) -> int:
    """Return a row's number, 0 for anything else; no Chinese one, which may be anything."""
    number = read_number(piece.text)
    if isinstance(number, str):
        number = int(number.partition(".")[0])
    return number or 0 if any(character.isdigit() for character in piece.text) else 0


def _strip_empty(pieces: Sequence[Piece]) -> list[Piece]:
    kept = list(pieces)
    while kept and not kept[-1].lines:
        kept.pop()
    return kept


def _lay_out(rows: Sequence[tuple[Sequence[Sequence[Piece]], bool]]) -> Iterator[Cell]:
    """Give the cells of a table; the row of a cell is counted from 1 in its place."""
    for at, (row, _) in enumerate(rows):
        for column, pieces in enumerate(row):
            lines = tuple(line for piece in pieces for line in piece.lines)
            spot = pieces[0].spot if pieces else _first_spot(row)
            yield Cell(lines, spot, at, column)


def _first_spot(row: Sequence[Sequence[Piece]]) -> Spot:
    return next((pieces[0].spot for pieces in row if pieces), Spot())
