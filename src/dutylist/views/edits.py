"""What a writing command is about to do, and what it has done."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutylist.duty import Entry, Extension, Repeal, Status
from dutylist.query import Row
from dutylist.standing import Standing
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
    """Return each duty and, marked + or -, what it is given or what no longer holds."""
    return [block for each in recorded for block in _show(each, catalogue)]


def _show(recorded: Recorded, catalogue: Catalogue) -> Iterator[Block]:
    row, given = recorded
    yield Lines([[Cell(row.ref, Style.STRONG), Cell("  "), Cell(row.duty.content)]])
    if isinstance(given, Entry):
        pairs = _mark("+", show_entry(given, catalogue))
    else:
        sign = "+" if given else "-"
        pairs = _mark(sign, _show_lines(_tell_amendment(row, given), catalogue))
    yield Fields([*pairs, *_tell_status(row.standing, given, catalogue)])


def _mark(sign: str, pairs: Iterator[tuple[str, Cell]]) -> list[tuple[str, Cell]]:
    return [(f"{sign} {label}" if label else "", cell) for label, cell in pairs]


def _tell_status(
    standing: Standing, given: Entry | Amendment, catalogue: Catalogue
) -> Iterator[tuple[str, Cell]]:
    now = _find_status(standing, given)
    if now is not standing.status:
        names = [name_term(status, catalogue) for status in (standing.status, now)]
        change = say("{old} → {new}", old=names[0], new=names[1])
        yield say("status").text(catalogue), Cell(change.text(catalogue))


def _find_status(standing: Standing, given: Entry | Amendment) -> Status:
    """Return the status afterwards; of a repeal, which its own line tells, the one before."""
    last = standing.last_progress
    if given is None:
        return last.status if last else Status.PENDING
    if standing.status is Status.REPEALED or not isinstance(given, Entry):
        return standing.status
    return last.status if last and last.on > given.on else given.status


def _tell_amendment(row: Row, given: Amendment) -> list[tuple[Message, object]]:
    if isinstance(given, Extension):
        return [
            (say("extended to"), _tell_move(row, given)),
            (say("decided on"), given.on),
            (say("by"), given.by),
            (say("reason"), given.reason),
        ]
    repeal = given or row.duty.repealed or Repeal()
    return [
        (say("repealed"), repeal.on or say("yes")),
        (say("by"), repeal.by),
        (say("reason"), repeal.reason),
    ]


def _tell_move(row: Row, given: Extension) -> object:
    """Return the new due date, after the one that it takes the place of."""
    if any(each.on > given.on for each in row.duty.extended):
        return given.to
    return say("{old} → {new}", old=row.standing.due or "—", new=given.to)


def _show_lines(
    told: Sequence[tuple[Message, object]], catalogue: Catalogue
) -> Iterator[tuple[str, Cell]]:
    for label, value in told:
        text = value.text(catalogue) if isinstance(value, Message) else str(value or "")
        for number, line in enumerate(text.split("\n") if text else ()):
            yield "" if number else label.text(catalogue), Cell(line)
