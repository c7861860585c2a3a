"""What a whole table tells: two lists side by side in it, and columns that nobody asked for."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from dutylist.annex.grid import Cell, Table, list_rows
from dutylist.annex.reading.columns import Given, read_header
from dutylist.annex.reading.forms import is_deadline, is_person, is_unit
from dutylist.annex.reading.raw import Query, warn
from dutylist.annex.reading.rows import GridRow, RowReader, find_spot
from dutylist.words import say

LEAST_TWIN = 3
_LOOKS: tuple[tuple[Callable[[str], bool], tuple[str, ...]], ...] = (
    (is_unit, ("departments", "supporting")),
    (is_person, ("leaders",)),
    (is_deadline, ("deadline",)),
)


def part_twins(table: Table, given: Given) -> list[Table]:
    """Part a table whose header says everything twice, for its lower half stands to the right."""
    for row in list_rows(table):
        titles = ["".join(cell.text.split()) for _, cell in sorted(row.items())]
        half = len(titles) // 2
        if len(titles) % 2 or half < LEAST_TWIN or titles[:half] != titles[half:]:
            continue
        left = [cell for cell in table.cells if cell.column < half]
        if read_header([{cell.column: cell for cell in left if cell in row.values()}], 0, given):
            right = [cell for cell in table.cells if cell.column >= half]
            return [_cut(table, left, 0, half), _cut(table, right, half, half)]
    return [table]


def _cut(table: Table, cells: Sequence[Cell], start: int, width: int) -> Table:
    moved = (
        cell._replace(
            column=cell.column - start, columns=min(cell.columns, start + width - cell.column)
        )
        for cell in cells
    )
    return table._replace(cells=tuple(moved), columns=width)


def doubt_unkept(reader: RowReader, rows: Sequence[GridRow]) -> Iterator[Query]:
    """Doubt columns that are not kept, though they hold what a duty has fields for."""
    for column, texts in sorted(reader.unkept.items()):
        title = reader.columns.header.titles.get(column, "")
        told = say("the column “{title}” was not kept", title=title)
        if not title:
            told = say("a column without a title was not kept")
        remedy = say("say what it is: --column TITLE=FIELD, or give it a title in the document")
        spot = find_spot(rows[0], 0)
        fields = _find_fields(texts)
        for field in fields:
            yield warn(field, spot, told, remedy)
        if not fields:
            yield warn(None, spot, told, remedy)


def _find_fields(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the fields that most of these texts look like."""
    counts: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        for looks, fields in _LOOKS:
            if looks("".join(text.split())):
                counts[fields] += 1
                break
    if not counts:
        return ()
    fields, most = counts.most_common(1)[0]
    return fields if most * 2 > len(texts) else ()
