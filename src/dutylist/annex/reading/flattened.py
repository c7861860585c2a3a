"""Tables that were flattened to lines, found by their headers and put together again.

How they were flattened is told in `flattened_pieces`, how their rows are read in `flattened_rows`.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutylist.annex.grid import Cell, Document, Paragraph, Table
from dutylist.annex.reading.aligned import find_aligned
from dutylist.annex.reading.columns import Given, Header, is_header
from dutylist.annex.reading.flattened_pieces import Piece, cut_pieces, find_manner, first_spot
from dutylist.annex.reading.flattened_rows import FlattenedRows
from dutylist.annex.reading.forms import find_role, fold, is_known_title, read_number
from dutylist.annex.reading.labels import PARTY_ROLES
from dutylist.annex.reading.lexicon import Role
from dutylist.annex.reading.raw import Query

LONGEST_HEADER_BLOCK = 40


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
        pieces, ends = cut_pieces(self._run, at)
        header = self._read_header(pieces)
        if header is None:
            return None
        size, titles, roles = header
        flat = FlattenedRows(titles, roles, find_manner(text))
        rows, used = flat.read(pieces[size:])
        self._queries += flat.queries
        if not rows:
            return None
        head = [[piece] for piece in titles]
        cells = tuple(_lay_out([head, *rows]))
        table = Table(cells, 1 + len(rows), len(titles), pieces[0].spot, has_spans=False)
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


def _lay_out(rows: Sequence[Sequence[Sequence[Piece]]]) -> Iterator[Cell]:
    """Give the cells of a table's rows, each with the pieces of every column."""
    for at, row in enumerate(rows):
        for column, pieces in enumerate(row):
            lines = tuple(line for piece in pieces for line in piece.lines)
            spot = pieces[0].spot if pieces else first_spot(row)
            yield Cell(lines, spot, at, column)
