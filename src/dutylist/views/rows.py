"""Rows as tables: the columns of `list`, `due` and `overdue`, and which of them fit where."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dutylist.query import Answer, Kind, Row
from dutylist.query.places import find_places
from dutylist.views.blocks import Cell, Column, Style, Table
from dutylist.views.phrases import join_names, name_term, show_lamp
from dutylist.words import Catalogue, Message, say

WIDE, WIDEST = 100, 140
MOST_REF = 24


class RowColumn(NamedTuple):
    """A column of rows: its title, its value, and the room it takes (see `Column`)."""

    title: Message
    show: Callable[[Row, Catalogue], Cell]
    most: int = 0
    from_width: int = 0
    below: bool = False


class RowView(NamedTuple):
    """How a command shows its rows: the columns, and whether each tells what falls on a day.

    `has_lamps` tells whether a legend is needed. `rest` names the duties that no other reason
    left out; `{n}` is their number.
    """

    columns: Sequence[RowColumn]
    falling: bool = False
    has_lamps: bool = True
    rest: Message = say("{n} not due then")


def _show_day(row: Row, catalogue: Catalogue) -> Cell:
    # A deadline needs no word: the title says it.
    if row.kind in (None, Kind.DEADLINE):
        return Cell(str(row.on))
    return Cell(f"{row.on} {name_term(str(row.kind), catalogue)}")


def _show_due(row: Row, _catalogue: Catalogue) -> Cell:
    return Cell(str(row.standing.due or "—"))


def _show_content(row: Row, _catalogue: Catalogue) -> Cell:
    ended = row.standing.lamp is None
    return Cell(row.duty.content, Style.FAINT if ended else Style.PLAIN)


def _show_reason(row: Row, catalogue: Catalogue) -> Cell:
    style = Style.RED if row.standing.overdue else Style.PLAIN
    return Cell(row.standing.reason.text(catalogue), style)


def _below(column: RowColumn) -> RowColumn:
    return column._replace(below=True)


def _from(width: int, column: RowColumn) -> RowColumn:
    return column._replace(from_width=width)


_DAY = RowColumn(say("falls on"), _show_day, MOST_REF)
_REF = RowColumn(say("duty"), lambda row, _: Cell(row.ref, Style.STRONG), MOST_REF)
_CONTENT = RowColumn(say("content"), _show_content)
_DEPARTMENTS = RowColumn(
    say("departments"), lambda row, catalogue: Cell(join_names(row.duty.departments, catalogue)), 12
)
_SUPPORTING = RowColumn(
    say("supporting"),
    lambda row, catalogue: Cell(join_names(row.duty.supporting, catalogue)),
    20,
    WIDE,
)
_LEADERS = RowColumn(
    say("leaders"), lambda row, catalogue: Cell(join_names(row.duty.leaders, catalogue)), 12
)
_WORDING = RowColumn(say("deadline"), lambda row, _: Cell(row.duty.deadline), 16)
_DUE = RowColumn(say("due"), _show_due, 10)
_STATUS = RowColumn(
    say("status"), lambda row, catalogue: Cell(name_term(row.standing.status, catalogue)), 8
)
_LAMP = RowColumn(say("lamp"), show_lamp, 8)
_REASON = RowColumn(say("reason"), _show_reason, 14)
_OVERDUE_REASON = _REASON._replace(most=17)

LIST_VIEW = RowView((
    _REF, _below(_LAMP), _CONTENT, _DEPARTMENTS, _below(_LEADERS), _SUPPORTING, _WORDING,
    _from(WIDE, _DUE), _from(WIDE, _below(_STATUS)),
))  # fmt: skip
DUE_VIEW = RowView((
    _REF, _below(_DAY), _CONTENT, _DEPARTMENTS, _below(_LEADERS), _from(WIDEST, _SUPPORTING),
    _from(WIDE, _WORDING), _LAMP, _below(_REASON),
), falling=True)  # fmt: skip
OVERDUE_VIEW = RowView((
    _REF, _below(_DUE), _CONTENT, _DEPARTMENTS, _below(_LEADERS), _from(WIDEST, _SUPPORTING),
    _from(WIDE, _WORDING), _OVERDUE_REASON, _below(_STATUS),
), has_lamps=False, rest=say("{n} not overdue"))  # fmt: skip


def tabulate(answer: Answer, view: RowView, catalogue: Catalogue) -> Table:
    """Return the rows as a table of the view's columns, after the district if there are several."""
    columns = _choose_columns(answer, view)
    return Table(
        [
            Column(each.title.text(catalogue), each.most, each.from_width, below=each.below)
            for each in columns
        ],
        [[column.show(row, catalogue) for column in columns] for row in answer.rows],
    )


def _choose_columns(answer: Answer, view: RowView) -> Sequence[RowColumn]:
    places = find_places(answer.heads)
    if not places.names:
        return view.columns
    place = RowColumn(places.title, lambda row, _: Cell(places.name(row.head)), MOST_REF)
    first, *others = view.columns
    return [place, _below(first), *others]
