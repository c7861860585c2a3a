"""A workbook that came back → the form in it: its base, and the rows as they are filled in.

The sheet is known by its titles and the base by its mark, so both may have got other names, and
columns and rows may have moved. What is missing cannot be made up, and is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dutylist.annex.grid import name_column
from dutylist.annex.readers.xlsx_cells import CellBook, CellSheet, Place, StoredCell
from dutylist.errors import InvalidData
from dutylist.form.base import MARK, Base, Known, digest, read_base
from dutylist.form.columns import COLUMNS, FILLED, REF, TOLD
from dutylist.form.findings import CellFinding, Spot
from dutylist.words import Message, say

NOTHING = StoredCell("")
_MARK_START = MARK.rpartition(" ")[0]
_LAST_TITLE_ROW = 50


class FilledRow(NamedTuple):
    """The row of one duty: what the form knows of it, and its cells by the keys of the columns."""

    ref: str
    known: Known
    spots: Mapping[str, Spot]
    cells: Mapping[str, StoredCell]

    @property
    def number(self) -> int:
        """Return the number of the row in its sheet, from 1."""
        return next(iter(self.spots.values())).place[0]

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was filled in."""
        return not self.cells

    def find(self, key: str) -> StoredCell:
        """Return the cell of a column; a blank one for a cell that was not filled in."""
        return self.cells.get(key, NOTHING)


class Form(NamedTuple):
    """A form that came back, and what is wrong with its rows.

    `missing` are the duties whose rows are gone, `passed_over` the rows that are of no duty and
    hold nothing where answers go, by number.
    """

    path: str
    base: Base
    rows: tuple[FilledRow, ...]
    findings: tuple[CellFinding, ...]
    missing: tuple[str, ...] = ()
    passed_over: tuple[int, ...] = ()


class _Grid(NamedTuple):
    """The sheet of a form, the row of its titles, and where its columns are."""

    path: str
    sheet: CellSheet
    titles: int
    told: tuple[int, ...]
    filled: Mapping[str, int]

    def spot(self, row: int, column: int, ref: str = "", title: str = "") -> Spot:
        return Spot(self.path, self.sheet.name, (row, column), ref, title)


def read_form(path: str, book: CellBook) -> Form:
    """Return the form that a workbook is; raises `InvalidData` where it is none, or was damaged."""
    base = _find_base(path, book)
    grid = _find_grid(path, book)
    rows: dict[int, FilledRow] = {}
    findings = list(_find_merged(grid))
    passed_over: list[int] = []
    for row in sorted({row for row, _ in grid.sheet.cells if row > grid.titles}):
        read = _read_row(grid, base, row)
        if isinstance(read, FilledRow):
            rows[row] = read
        elif read:
            findings += read
        else:
            passed_over.append(row)
    findings += _find_twins(grid, rows)
    for filled in rows.values():
        findings += (*_find_changed(grid, filled), *_find_beside(grid, filled))
    missing = base.duties.keys() - {row.ref for row in rows.values()}
    ordered = tuple(ref for ref in base.duties if ref in missing)
    return Form(path, base, tuple(rows.values()), tuple(findings), ordered, tuple(passed_over))


def _find_base(path: str, book: CellBook) -> Base:
    """Return what the form was made of; raises `InvalidData`."""
    for sheet in book.sheets:
        first = sheet.cells.get((1, 1), NOTHING).text
        if first == MARK:
            base = read_base(list(_list_lines(sheet.cells)))
            if base is None or not _is_whole(base):
                raise _refuse(path, say("its hidden sheet has been changed"))
            return base
        if first.startswith(_MARK_START):
            raise _refuse(path, say("it was made by another version of dutylist"))
    raise _refuse(path, say("the hidden sheet that says what it was made of is not there"))


def _is_whole(base: Base) -> bool:
    return all(
        len(known.cells) == len(TOLD) and ref.rpartition("/")[0] in base.lists
        for ref, known in base.duties.items()
    )


def _list_lines(cells: Mapping[Place, StoredCell]) -> Iterator[str]:
    row = 1
    while (row, 1) in cells:
        yield cells[row, 1].text
        row += 1


def _refuse(path: str, reason: Message) -> InvalidData:
    return InvalidData(
        say(
            "{path} cannot be merged: {reason}; make a new form with dutylist form export, "
            "and copy what was filled in into it",
            path=path,
            reason=reason,
        )
    )


def _find_grid(path: str, book: CellBook) -> _Grid:
    """Return where the form is: the one sheet with a row of its titles."""
    best: list[str] = []
    found: list[_Grid] = []
    for sheet in book.sheets:
        for row, titles in _list_title_rows(sheet):
            columns = [titles.get(digest(title)) for title in _name_titles()]
            if None not in columns:
                places = [column for column in columns if column is not None]
                filled = dict(zip(_KEYS, places[len(TOLD) :], strict=True))
                found.append(_Grid(path, sheet, row, tuple(places[: len(TOLD)]), filled))
                break
            lacking = [
                title for title, at in zip(_name_titles(), columns, strict=True) if at is None
            ]
            if not best or len(lacking) < len(best):
                best = lacking
    if len(found) > 1:
        names = tuple(grid.sheet.name for grid in found)
        raise InvalidData(
            say("{path}: several sheets have the form's columns: {names}; keep the one that was "
                "filled in, and import it again", path=path, names=names)
        )  # fmt: skip
    if found:
        return found[0]
    if 0 < len(best) <= len(COLUMNS) // 2:
        raise _refuse(path, say("these columns are missing or stand there twice: {titles}",
                                titles=tuple(best)))  # fmt: skip
    raise _refuse(path, say("no sheet of it has the form's columns"))


_KEYS = tuple(column.key for column in FILLED)


def _name_titles() -> list[str]:
    return [column.title for column in COLUMNS]


def _list_title_rows(sheet: CellSheet) -> Iterator[tuple[int, dict[str, int]]]:
    """Give the first rows, with the column of each text; what stands there twice is left out."""
    rows: dict[int, dict[str, list[int]]] = {}
    for (row, column), cell in sheet.cells.items():
        if row <= _LAST_TITLE_ROW:
            rows.setdefault(row, {}).setdefault(digest(cell.text), []).append(column)
    for row, titles in sorted(rows.items()):
        yield row, {title: places[0] for title, places in titles.items() if len(places) == 1}


def _read_row(grid: _Grid, base: Base, row: int) -> FilledRow | list[CellFinding]:
    """Return the row of a duty; or what is wrong with one that is of none, maybe nothing."""
    cells = {
        key: cell
        for key, column in grid.filled.items()
        if (cell := grid.sheet.cells.get((row, column))) is not None
    }
    ref = grid.sheet.cells.get((row, grid.told[REF]), NOTHING).text.strip()
    known = base.duties.get(ref)
    if known is not None:
        spots = {
            column.key: grid.spot(row, grid.filled[column.key], ref, column.title)
            for column in FILLED
        }
        return FilledRow(ref, known, spots, cells)
    if not cells and not ref:
        return []
    spot = grid.spot(row, grid.told[REF], "", TOLD[REF].title)
    if ref:
        problem = say("the form was not made for a duty {ref}", ref=ref)
    else:
        problem = say("something is filled in here, and no duty stands in the row")
    remedy = say("fill in the row of the duty that is meant, and clear this one")
    return [CellFinding(spot, problem, remedy, ref)]


def _find_twins(grid: _Grid, rows: Mapping[int, FilledRow]) -> Iterator[CellFinding]:
    """Find duties that stand in several rows: one would have to guess which is meant."""
    first: dict[str, int] = {}
    for number, row in rows.items():
        at = first.setdefault(row.ref, number)
        if at != number:
            spot = grid.spot(number, grid.told[REF], row.ref, TOLD[REF].title)
            problem = say("the duty stands in row {row} already", row=at)
            remedy = say("keep one row of each duty; a second entry goes into another form")
            yield CellFinding(spot, problem, remedy, row.ref)


def _find_changed(grid: _Grid, row: FilledRow) -> Iterator[CellFinding]:
    """Find cells that tell of the duty and no longer say what they said."""
    for column, at, wanted in zip(TOLD, grid.told, row.known.cells, strict=False):
        text = grid.sheet.cells.get((row.number, at), NOTHING).text
        if digest(text) != wanted:
            spot = grid.spot(row.number, at, row.ref, column.title)
            problem = say("this cell is not to be filled in, and it has been changed")
            remedy = say("give it back the text of the form that went out; what was to be said "
                         "goes into the columns to fill in")  # fmt: skip
            yield CellFinding(spot, problem, remedy, text)


def _find_beside(grid: _Grid, row: FilledRow) -> Iterator[CellFinding]:
    """Find what stands in columns that are none of the form's: it would be lost."""
    columns = {*grid.told, *grid.filled.values()}
    for (number, at), cell in grid.sheet.cells.items():
        if number == row.number and at not in columns and cell.text.strip():
            problem = say("this column is none of the form's, and is not taken in")
            remedy = say("move the text into a column to fill in, or clear the cell")
            yield CellFinding(grid.spot(number, at, row.ref), problem, remedy, cell.text)


def _find_merged(grid: _Grid) -> Iterator[CellFinding]:
    """Find merged cells among the duties: all but the first of them have lost their answer."""
    columns: Sequence[int] = [*grid.told, *grid.filled.values()]
    for area in grid.sheet.merges:
        within = any(area.column <= column <= area.last_column for column in columns)
        if area.last_row > grid.titles and within:
            problem = say("cells are merged here, down to {last}",
                          last=f"{name_column(area.last_column)}{area.last_row}")  # fmt: skip
            remedy = say("take the merge apart, and fill in each duty by itself")
            row = max(area.row, grid.titles + 1)
            yield CellFinding(grid.spot(row, area.column), problem, remedy)
