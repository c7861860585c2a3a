"""What was on file once and is gone, though no commit took it back: merges lose entries so.

A merge that takes one side for the whole is, for git, no change of that side, and no version of
the list tells it. It shows only in the account of all that was ever added.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutylist.changes import Change, ChangeKind
from dutylist.duty import Duty, Entry, Extension
from dutylist.index import Index, ListHead, make_place
from dutylist.query.steps import Step


class Lost(NamedTuple):
    """An entry or extension that is gone: the ref as it was then, and the commit that added it."""

    ref: str
    commit: str
    entry: Entry | Extension


def find_lost(lens: Index, heads: Sequence[ListHead], steps: Sequence[Step]) -> list[Lost]:
    """Return what the steps added and neither took back nor left in the lists of `heads`."""
    places = [make_place(head.blob, at) for head in heads for at in range(head.duties)]
    kept: set[tuple[int | str | None, Entry | Extension]] = {
        (duty.no, entry)
        for duty in lens.read_duties(places).values()
        for entry in _list_entries(duty)
    }
    rows = [(step, row) for step in steps for row in step.rows]
    kept |= {(row.change.no, entry) for _, row in rows for entry in _list_taken(row.change)}
    return [
        Lost(row.ref, step.commit, entry)
        for step, row in rows
        for entry in _list_entries(row.change.new)
        if (row.change.no, entry) not in kept
    ]


def _list_taken(change: Change) -> Iterator[Entry | Extension]:
    if change.kind in (ChangeKind.REMOVED, ChangeKind.WITHDRAWN, ChangeKind.AMENDED):
        yield from _list_entries(change.old)


def _list_entries(value: object) -> Iterator[Entry | Extension]:
    if isinstance(value, Entry | Extension):
        yield value
    elif isinstance(value, Duty):
        yield from value.progress
        yield from value.extended
