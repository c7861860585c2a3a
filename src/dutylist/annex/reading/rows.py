"""The rows below a header, one by one: what each is, and the pieces of the duties among them.

A merged cell holds for all rows that it covers. Where a format has no merged cells, a blank
responsible department or leader means “as above”; a blank deadline never does.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dutylist.annex.grid import Cell, Spot, Table
from dutylist.annex.reading.columns import Columns
from dutylist.annex.reading.forms import fold, is_none, read_number
from dutylist.annex.reading.headings import (
    Heading,
    is_marked_page_number,
    is_note,
    is_page_number,
    is_section,
    is_total,
    read_heading,
)
from dutylist.annex.reading.raw import (
    FIELDS,
    How,
    Piece,
    Query,
    Raw,
    doubt_heading,
    fail,
    warn,
)
from dutylist.annex.reading.results import Fate
from dutylist.words import say

GridRow = Mapping[int, Cell]
_INHERITED = ("departments", "leaders")


class Outcome(NamedTuple):
    """What a row is: its fate, and the duty or the doubt that comes of it."""

    fate: Fate
    raw: Raw | None = None
    query: Query | None = None


class RowReader:
    """Reads the rows of one list in order; a further table of the list goes on with it."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.last: Raw | None = None
        self.unkept: dict[int, list[str]] = {}
        self._heading: Heading | None = None
        self._above: dict[str, Piece] = {}
        self._number_cell: Cell | None = None
        self._group = 0
        self._table: Table | None = None
        self._merged: frozenset[int] = frozenset()
        self._heads: set[tuple[str, ...]] = set()

    def open(self, table: Table, heads: Sequence[GridRow]) -> None:
        """Begin a table whose header are these rows, which may come again."""
        self._table = table
        self._number_cell = None
        below = {cell.row for row in heads for cell in row.values()}
        self._merged = frozenset(
            column
            for cell in table.cells
            if cell.rows > 1 and cell.row not in below
            for column in range(cell.column, cell.column + cell.columns)
        )
        self._heads |= {_fold_row(row) for row in heads}

    def read(self, row: GridRow, index: int) -> Outcome:
        """Return what the row at `index` of the open table is."""
        filled = _list_filled(row, index)
        if not filled:
            return Outcome(Fate.BLANK)
        if _fold_row(row) in self._heads:
            return Outcome(Fate.HEADER)
        first = filled[0].text
        if is_total(first) or (len(filled) == 1 and is_note(first)):
            return Outcome(Fate.NOTE)
        if len(filled) == 1 and (outcome := self._read_single(filled[0])):
            return outcome
        if self._is_heading(row, index):
            return self._take_heading(" ".join(cell.text for cell in filled), filled[0].spot)
        return self._read_duty(row, index)

    def _read_single(self, cell: Cell) -> Outcome | None:
        """Return what a row with one filled cell is; None if it may be a duty all the same."""
        text = cell.text
        if cell.column in self.columns.fields["no"] and cell.columns == 1:
            if is_marked_page_number(text) or (is_page_number(text) and not self._is_next(text)):
                return Outcome(Fate.FURNITURE)
            if read_number(text) is None or is_section(text):
                return self._take_heading(text, cell.spot)
            problem = say("the row holds a number and nothing else")
            return Outcome(Fate.REJECTED, query=fail(None, cell.spot, problem))
        if is_marked_page_number(text):
            return Outcome(Fate.FURNITURE)
        width = len(self.columns.header.titles)
        if cell.columns * 2 > width or is_section(text) or read_heading(text, cell.spot).is_led:
            return self._take_heading(text, cell.spot)
        problem = say("the row holds one text alone: “{text}”", text=text)
        remedy = say("if it goes on from the row above, join the two rows in the document")
        return Outcome(Fate.REJECTED, query=fail(None, cell.spot, problem, remedy))

    def _is_next(self, text: str) -> bool:
        number = read_number(text)
        last = self.last.no if self.last else None
        return isinstance(number, int) and isinstance(last, int) and number == last + 1

    def _is_heading(self, row: GridRow, index: int) -> bool:
        """Tell a section with a Chinese number in the first column from a duty."""
        number = _take_text(row, self.columns.fields["no"])
        fields = ("departments", "supporting", "deadline", "leaders")
        others = [
            cell
            for field in fields
            for column in self.columns.fields[field]
            if (cell := row.get(column)) and cell.lines and cell.row == index
        ]
        return is_section(f"{number}、") and not others and not self._counts_in_chinese()

    def _counts_in_chinese(self) -> bool:
        return self.last is not None and self._number_cell is not None and not any(
            character.isdigit() for character in self._number_cell.text
        )  # fmt: skip

    def _take_heading(self, text: str, spot: Spot) -> Outcome:
        self.lead(read_heading(text, spot))
        return Outcome(Fate.HEADING)

    def _read_duty(self, row: GridRow, index: int) -> Outcome:
        queries: list[Query] = []
        spot = find_spot(row, index)
        number = self._read_no(row, queries)
        pieces = {field: self._read_field(field, row, index, queries) for field in FIELDS}
        pieces["remark"] = _read_cells(row, self.columns.fields["remark"], index, spot)
        self._add_stages(pieces, row, spot, queries)
        queries += self._doubt_spread(row)
        queries += self._doubt_width(row, spot)
        if not pieces["content"].lines:
            problem = say("the row has no content")
            return Outcome(Fate.REJECTED, query=fail(None, spot, problem))
        self._gather_unkept(row, index)
        self.last = Raw(number, self._group, spot, pieces, tuple(queries))
        return Outcome(Fate.DUTY, raw=self.last)

    def _read_no(self, row: GridRow, queries: list[Query]) -> int | str | None:
        """Return the printed number; a blank or merged one goes on with that of the row above."""
        columns = self.columns.fields["no"]
        cell = row.get(columns[0]) if columns else None
        if cell is None or (self._number_cell is not None and cell == self._number_cell):
            if not columns:
                self._group += 1
            return self.last.no if self.last and columns else None
        if not cell.lines and self.last:
            problem = say(
                "no number is printed here; it was read as a second task of the one above"
            )
            queries.append(warn("no", cell.spot, problem))
            return self.last.no
        self._group += 1
        self._number_cell = cell
        number = read_number(cell.text)
        if number is None:
            problem = say("“{text}” is no number", text=cell.text)
            queries.append(fail("no", cell.spot, problem))
        return number

    def _read_field(self, field: str, row: GridRow, index: int, queries: list[Query]) -> Piece:
        columns = self.columns.fields[field]
        spot = find_spot(row, index)
        if field == "content":
            return self._read_content(row, index)
        piece = _read_cells(row, columns, index, spot)
        if field not in _INHERITED or (piece.lines and not is_none("".join(piece.lines))):
            self._above[field] = piece
            return piece
        if field == "leaders" and self._heading and not piece.lines:
            heading = self._heading
            queries += doubt_heading(heading, piece.spot)
            return Piece(heading.leaders, piece.spot, How.HEADING, heading.spot)
        return self._inherit(field, piece, columns, queries)

    def _read_content(self, row: GridRow, index: int) -> Piece:
        """Return the content; a cell that covers several numbers is no more than their group."""
        number = self._number_cell.rows if self._number_cell else 1
        columns = self.columns.fields["content"]
        cells = list(dict.fromkeys(row[column] for column in columns if column in row))
        own = [cell for cell in cells if cell.rows <= number or len(cells) == 1]
        texts = [cell.text for cell in own if cell.lines and not is_none(cell.text)]
        piece = _read_cells(row, columns, index, find_spot(row, index))
        return piece._replace(lines=("：".join(texts),) if texts else ())

    def _inherit(
        self, field: str, piece: Piece, columns: Sequence[int], queries: list[Query]
    ) -> Piece:
        """Return what a blank cell means: as above, or nothing."""
        above = self._above.get(field)
        has_spans = self._table is not None and self._table.has_spans
        if piece.lines or above is None or self._merged.intersection(columns):
            self._above.pop(field, None)
            if columns:
                queries.append(_doubt_blank(field, piece.spot))
            return piece._replace(lines=())
        if has_spans:
            problem = say("the cell is blank and not merged; it was read as “as above”")
            queries.append(warn(field, piece.spot, problem))
        source = above.source or above.spot
        return Piece(above.lines, piece.spot, How.ABOVE, source)

    def _add_stages(
        self, pieces: dict[str, Piece], row: GridRow, spot: Spot, queries: list[Query]
    ) -> None:
        """Put the columns of quarters together, where no column has the deadline."""
        stages = [
            f"{self.columns.header.titles[column]}：{cell.text}"
            for column in self.columns.fields["stage"]
            if (cell := row.get(column)) and cell.lines and not is_none(cell.text)
        ]
        if stages and not pieces["deadline"].lines:
            pieces["deadline"] = Piece(("；".join(stages),), spot)
            if self.columns.fields["deadline"]:
                problem = say("the deadline is blank; it was put together from the stages")
                queries.append(warn("deadline", spot, problem))

    def _doubt_spread(self, row: GridRow) -> Iterator[Query]:
        """Doubt a cell that stands in the columns of two fields at once."""
        places: dict[Cell, set[str]] = {}
        for field, columns in self.columns.fields.items():
            for column in columns:
                if (cell := row.get(column)) and cell.lines and cell.columns > 1:
                    places.setdefault(cell, set()).add(field)
        for cell, fields in places.items():
            if len(fields) > 1 and not fields <= {"stage"}:
                problem = say("one cell stands in the columns of several fields")
                yield from (fail(field, cell.spot, problem) for field in sorted(fields))

    def lead(self, heading: Heading) -> None:
        """Take a heading that stands outside of the table, above the rows that come."""
        self._heading = heading if heading.is_led else None
        self._above.pop("leaders", None)

    def _gather_unkept(self, row: GridRow, index: int) -> None:
        """Gather what stands in columns that are not known, for a look at the end."""
        for column, cell in row.items():
            is_own = column not in self.columns.header.roles and cell.column == column
            if is_own and cell.row == index and cell.lines:
                self.unkept.setdefault(column, []).extend(cell.lines)

    def _doubt_width(self, row: GridRow, spot: Spot) -> Iterator[Query]:
        header = self.columns.header
        needed = {column for columns in self.columns.fields.values() for column in columns}
        missing = [header.titles[column] for column in sorted(needed - row.keys())]
        if missing:
            yield fail(None, spot, say("the row has no cell for {titles}", titles=tuple(missing)))
        beyond = [cell for column, cell in row.items() if column not in header.titles]
        if any(cell.lines for cell in beyond):
            yield fail(None, spot, say("the row has more cells than the header"))


def _doubt_blank(field: str, spot: Spot) -> Query:
    if field == "departments":
        return fail(field, spot, say("no responsible department is printed"))
    return warn(field, spot, say("no leader is printed"))


def _fold_row(row: GridRow) -> tuple[str, ...]:
    return tuple(fold(cell.text) for _, cell in sorted(row.items()))


def _list_filled(row: GridRow, index: int) -> list[Cell]:
    """Return the cells with text that begin in this row; of a merged one above, none."""
    cells = dict.fromkeys(cell for _, cell in sorted(row.items()))
    return [cell for cell in cells if cell.lines and cell.row == index]


def find_spot(row: GridRow, index: int) -> Spot:
    """Return the place of a row: that of the first cell that begins in it."""
    own = [cell.spot for _, cell in sorted(row.items()) if cell.row == index]
    return own[0] if own else next((cell.spot for cell in row.values()), Spot())


def _take_text(row: GridRow, columns: Sequence[int]) -> str:
    cell = row.get(columns[0]) if columns else None
    return cell.text if cell else ""


def _read_cells(row: GridRow, columns: Sequence[int], index: int, spot: Spot) -> Piece:
    """Return what stands in the columns of one field."""
    cells = list(dict.fromkeys(row[column] for column in columns if column in row))
    lines = tuple(line for cell in cells for line in cell.lines)
    if not cells:
        return Piece((), spot)
    first = cells[0]
    if all(cell.row < index for cell in cells):
        return Piece(lines, first.spot, How.MERGED, first.spot)
    return Piece(lines, first.spot)
