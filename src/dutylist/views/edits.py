"""What a writing command is about to do, and what it has done."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutylist.duty import Entry, Extension, Repeal, Status
from dutylist.query import Row
from dutylist.views.blocks import Block, Cell, Fields, Lines, Style
from dutylist.views.phrases import name_term
from dutylist.views.record import show_entry
from dutylist.words import Catalogue, Message, say

Amendment = Extension | Repeal | None
"""What a duty is given: an extension, a repeal, or None where a repealed one is reinstated."""


class Recorded(NamedTuple):
    """A duty as it was, and what it is given."""

    row: Row
    given: Entry | Amendment


def show_recorded(recorded: Sequence[Recorded], catalogue: Catalogue) -> list[Block]:
    """Return each duty and, marked as new, what it is given."""
    return [block for each in recorded for block in _show(each, catalogue)]


def _show(recorded: Recorded, catalogue: Catalogue) -> Iterator[Block]:
    row, given = recorded
    yield Lines([[Cell(row.ref, Style.STRONG), Cell("  "), Cell(row.duty.content)]])
    if isinstance(given, Entry):
        pairs = _mark(show_entry(given, catalogue))
        was, now = row.standing.status, given.status
        yield Fields(pairs if was == now else [*pairs, _tell_status(was, now, catalogue)])
    else:
        yield Fields(_mark(_show_amendment(row, given, catalogue)))


def _mark(pairs: Iterator[tuple[str, Cell]]) -> list[tuple[str, Cell]]:
    return [(f"+ {label}" if label else "", cell) for label, cell in pairs]


def _tell_status(was: Status, now: Status, catalogue: Catalogue) -> tuple[str, Cell]:
    change = say(
        "{old} → {new}", old=name_term(was, catalogue), new=name_term(now, catalogue)
    ).text(catalogue)
    return say("status").text(catalogue), Cell(change)


def _show_amendment(row: Row, given: Amendment, catalogue: Catalogue) -> Iterator[tuple[str, Cell]]:
    pairs: list[tuple[Message, object]] = [(say("repealed"), say("no"))]
    if isinstance(given, Extension):
        due = row.standing.due
        moved = say("{old} → {new}", old=due or "—", new=given.to)
        pairs = [(say("extended to"), moved), (say("decided on"), given.on)]
    elif given:
        pairs = [(say("repealed"), given.on or say("yes"))]
    if given:
        pairs += [(say("by"), given.by), (say("reason"), given.reason)]
    for label, value in pairs:
        if value:
            text = value.text(catalogue) if isinstance(value, Message) else str(value)
            yield label.text(catalogue), Cell(text)
