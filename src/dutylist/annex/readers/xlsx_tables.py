"""The cells of a sheet as tables: cut to what is used, with merged ranges as spans.

A few cells far away from all others (a slip of the hand at the end of the sheet) stay out, with a
hint; a second block of its own becomes a second table.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from dutylist.annex.grid import Cell, Spot, name_column
from dutylist.annex.readers.measure import Blocks
from dutylist.annex.readers.xlsx_sheet import Area, Sheet
from dutylist.words import say

FAR_ROWS = 200
FAR_COLUMNS = 50
"""Blank rows or columns after which a cell belongs to something else."""
FEWEST = 4
"""Cells that a block apart must have to be a table."""

_Place = tuple[int, int]
_Lines = tuple[str, ...]


def add_tables(blocks: Blocks, sheet: Sheet, name: str) -> None:
    """Add the tables of a sheet that has been read."""
    anchors = {(area.row, area.column): area for area in sheet.merges}
    tables = 0
    found = _split(sheet.cells)
    main = max(found, key=len, default=[])
    for places in found:
        if places is not main and len(places) < FEWEST:
            _hint_stray(blocks, sheet, name, places)
            continue
        tables += 1
        cells = _make_cells(blocks, sheet.cells, places, anchors, Spot(sheet=name, table=tables))
        blocks.add_table(cells, Spot(sheet=name, table=tables))
    _hint_hidden(blocks, sheet, name)


def _split(cells: Mapping[_Place, _Lines]) -> list[list[_Place]]:
    """Return the places of each block of cells, from top to bottom."""
    found: list[list[_Place]] = []
    for rows in _cut(sorted(cells), 0, FAR_ROWS):
        by_column = sorted(rows, key=lambda place: place[1])
        found += [sorted(block) for block in _cut(by_column, 1, FAR_COLUMNS) if block]
    return found


def _cut(places: Sequence[_Place], axis: int, far: int) -> Iterable[Sequence[_Place]]:
    """Give the runs of places, ordered along an axis, that no wide gap parts."""
    first = 0
    for index, (one, other) in enumerate(pairwise(places), start=1):
        if other[axis] - one[axis] > far:
            yield places[first:index]
            first = index
    yield places[first:]


def _make_cells(
    blocks: Blocks,
    texts: Mapping[_Place, _Lines],
    places: Sequence[_Place],
    anchors: Mapping[_Place, Area],
    spot: Spot,
) -> list[Cell]:
    """Return a cell for each place of the used rectangle that no merged cell covers."""
    top, bottom = places[0][0], places[-1][0]
    left = min(column for _, column in places)
    right = max(column for _, column in places)
    rows, columns = bottom - top + 1, right - left + 1
    blocks.check_extent(rows, columns)
    blocks.check_places(rows * columns)
    return _fill(blocks, texts, anchors, spot, Area(top, left, bottom, right))


def _fill(
    blocks: Blocks,
    texts: Mapping[_Place, _Lines],
    anchors: Mapping[_Place, Area],
    spot: Spot,
    used: Area,
) -> list[Cell]:
    cells: list[Cell] = []
    covered: set[_Place] = set()
    places = 0
    for row in range(used.row, used.last_row + 1):
        for column in range(used.column, used.last_column + 1):
            here = spot._replace(row=row, column=column)
            if (row, column) in covered:
                if (row, column) in texts:
                    blocks.hint(here, say("text under a merged cell is not shown, and not read"))
                continue
            area = _clip(anchors.get((row, column)), row, column, used)
            rows, columns = area.last_row - row + 1, area.last_column - column + 1
            places += rows * columns
            blocks.check_places(places)  # ranges may lie over one another without end
            _cover(covered, area)
            lines = texts.get((row, column), ())
            cells.append(Cell(lines, here, row - used.row, column - used.column, rows, columns))
    return cells


def _clip(area: Area | None, row: int, column: int, used: Area) -> Area:
    if area is None:
        return Area(row, column, row, column)
    last_row = min(area.last_row, used.last_row)
    return area._replace(last_row=last_row, last_column=min(area.last_column, used.last_column))


def _cover(covered: set[_Place], area: Area) -> None:
    if area.row == area.last_row and area.column == area.last_column:
        return
    for row in range(area.row, area.last_row + 1):
        covered.update((row, column) for column in range(area.column, area.last_column + 1))


def _hint_stray(blocks: Blocks, sheet: Sheet, name: str, places: Sequence[_Place]) -> None:
    for row, column in places:
        text = " ".join(sheet.cells[row, column])
        message = say("a cell far from all others stays out: {text}", text=text[:40])
        blocks.hint(Spot(sheet=name, row=row, column=column), message)


def _hint_hidden(blocks: Blocks, sheet: Sheet, name: str) -> None:
    if sheet.hidden_rows:
        rows = _name_runs(sheet.hidden_rows, str)
        message = say("these rows are hidden, and read all the same: {rows}", rows=rows)
        blocks.hint(Spot(sheet=name, row=sheet.hidden_rows[0]), message)
    used = {column for _, column in sheet.cells}
    if hidden := sorted(used.intersection(sheet.hidden_columns)):
        columns = _name_runs(hidden, name_column)
        message = say("these columns are hidden, and read all the same: {columns}", columns=columns)
        blocks.hint(Spot(sheet=name, column=hidden[0]), message)


def _name_runs(numbers: Sequence[int], name: Callable[[int], str]) -> str:
    """Return numbers as 3, 7–9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        name(run[0]) if len(run) == 1 else f"{name(run[0])}–{name(run[-1])}" for run in runs
    )
