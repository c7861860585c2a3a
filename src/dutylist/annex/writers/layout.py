"""The official annex as a grid: six columns, and which cells are merged over which rows.

This is the one place that knows how a printed annex looks; the writers only draw it. What it
gives is the grid that the readers give of such a document, so that writing and reading meet.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from dutylist.annex.grid import Cell, Spot, Table
from dutylist.duty import Duty
from dutylist.safe import show_text

REPEALED_MARK = "（废止）"
PAGE_MM = (297.0, 210.0)
MARGINS_MM = (28.0, 35.0, 26.0, 37.0)
"""A4 turned, and its margins clockwise from the top: those of official papers (GB/T 9704),
turned with the page, so that the print is 225 mm wide."""


class PrintedList(NamedTuple):
    """A list as it is to be printed: the duties that were chosen, as they stood on the day."""

    list_id: str
    title: str
    year: int
    annex: str | None
    duties: tuple[Duty, ...]


class Column(NamedTuple):
    """A column: its title in lines, its width in millimetres, and whether its text is centred."""

    lines: tuple[str, ...]
    width: float
    is_centred: bool = True


COLUMNS = (
    Column(("序号",), 13),
    Column(("工作内容",), 87, is_centred=False),
    Column(("责任部门",), 32),
    Column(("配合部门",), 38),
    Column(("工作进度", "时限要求"), 34),
    Column(("牵头领导",), 21),
)
NUMBER, CONTENT = 0, 1


def lay_out(duties: Sequence[Duty]) -> Table:
    """Return the table of the duties: a header row, then a row to each, with cells merged."""
    cells = [Cell(column.lines, Spot(), 0, at) for at, column in enumerate(COLUMNS)]
    for at, (write, join) in enumerate(_COLUMNS):
        for first, rows in _find_runs([join(duty) for duty in duties]):
            cells.append(Cell(tuple(write(duties[first])), Spot(), first + 1, at, rows))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(tuple(cells), len(duties) + 1, len(COLUMNS), Spot())


def join_titles(lists: Sequence[PrintedList]) -> str:
    """Return what the whole document is called."""
    return "；".join(dict.fromkeys(clean(each.title) for each in lists))


def clean(text: str) -> str:
    """Return a text as one line that every format can hold, without what acts on a screen."""
    return show_text(text.replace("\n", " ").replace("\t", " ").strip())


def print_no(no: int | str) -> str:
    """Return the number as printed: two tasks of one number, "5.1" and "5.2", both print 5."""
    return str(no).partition(".")[0]


def _find_runs(keys: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Give the first row and the length of each run of equal keys; an empty key is no run."""
    for _, run in groupby(range(len(keys)), key=lambda at: keys[at] or at):
        rows = list(run)
        yield rows[0], len(rows)


def _write_no(duty: Duty) -> list[str]:
    return [print_no(duty.no)]


def _write_content(duty: Duty) -> list[str]:
    *lines, last = (line for line in map(clean, duty.content.split("\n")) if line)
    return [*lines, last + REPEALED_MARK if duty.repealed else last]


def _write_names(names: Sequence[str]) -> list[str]:
    return [clean(name) for name in names]


def _join_no(duty: Duty) -> Hashable:
    return print_no(duty.no) if isinstance(duty.no, str) else None


def _never_join(_: Duty) -> Hashable:
    return None


_COLUMNS: tuple[tuple[Callable[[Duty], list[str]], Callable[[Duty], Hashable]], ...] = (
    (_write_no, _join_no),
    (_write_content, _never_join),
    (lambda duty: _write_names(duty.departments), lambda duty: duty.departments),
    (lambda duty: _write_names(duty.supporting), _never_join),
    (lambda duty: [clean(duty.deadline)], _never_join),
    (lambda duty: _write_names(duty.leaders), lambda duty: duty.leaders),
)
"""What a column prints of a duty, and what consecutive duties must share for their cells to be
merged; None for never."""
