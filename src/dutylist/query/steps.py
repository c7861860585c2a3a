"""The history of the lists, commit by commit: what each changed, told from contents alone.

No message is believed: two versions are compared, and what differs is what the commit did. A
version that was no list is told as such, and the next is compared with the last that was one.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import UTC, date, datetime
from typing import NamedTuple

from dutylist.changes import Change, ChangeKind, is_loss, name_loss, read_number
from dutylist.errors import NotFound
from dutylist.index import Index, ListHead
from dutylist.query.changes import ChangeRow, compare_versions, is_of_lists
from dutylist.query.rows import Question, Row
from dutylist.query.select import select_all, select_refs
from dutylist.versions import FileChange, FileVersion, Version


class Step(NamedTuple):
    """A commit and what it changed, list by list; see `Version` for the rest."""

    commit: str
    at: str
    author: str
    subject: str
    rows: tuple[ChangeRow, ...]


def list_steps(
    lens: Index, folder: str, versions: Sequence[Version], heads: Mapping[str, ListHead]
) -> list[Step]:
    """Return the commits that changed a record, newest first.

    `heads` are, by the blob's id, the versions that hold a list. Of a merge only what it changed by
    itself is told: what is so in no parent, and what it lost that nobody had taken back.
    """
    past = _Past(lens, folder, versions, heads)
    steps = [(version, list(past.compare(version))) for version in versions]
    taken = {_name_loss(row) for version, rows in steps if len(version.parents) < 2 for row in rows}
    kept = (
        (version, [row for row in rows if not row.is_doubtful or _name_loss(row) not in taken])
        for version, rows in steps
    )
    return [
        Step(each.commit, each.at, each.author, each.subject, tuple(row.row for row in rows))
        for each, rows in kept
        if rows
    ]


def select_steps(question: Question, steps: Sequence[Step], refs: Sequence[str]) -> list[Step]:
    """Return the steps with the changes of the duties that the filters, or the refs, choose.

    Duties are those of today; a list that was renamed since is followed to its older names. A ref
    may also be of a duty that is gone. Raises `NotFound`, `WrongUsage`.
    """
    names = _name_rows(steps)
    if refs:
        chosen = {name for ref in refs for name in _find_ref(question, ref, steps, names)}
    else:
        chosen = {_name_row(row) for row in select_all(question).rows}
    choice = _Choice(chosen, is_whole=not refs and is_of_lists(question.selection))
    kept = (
        step._replace(rows=tuple(choice.choose(step.rows, called)))
        for step, called in zip(steps, names, strict=True)
    )
    return [step for step in kept if step.rows]


def choose_days(steps: Sequence[Step], since: date | None, until: date | None) -> list[Step]:
    """Return the steps from one day to another, inclusive, as their authors' calendars say."""
    first = since.isoformat() if since else ""
    last = until.isoformat() if until else "9999-12-31"
    return [step for step in steps if first <= step.at[:10] <= last]


def merge_steps(histories: Sequence[Sequence[Step]]) -> list[Step]:
    """Return the steps of several folders as one history; a commit of several is one step."""
    if len(histories) == 1:
        return list(histories[0])
    merged: dict[str, Step] = {}
    for step in (step for steps in histories for step in steps):
        before = merged.get(step.commit)
        merged[step.commit] = step._replace(rows=before.rows + step.rows) if before else step
    return sorted(merged.values(), key=_read_moment, reverse=True)


class _Told(NamedTuple):
    """A row, and whether it is told only if nobody but this merge did it."""

    row: ChangeRow
    is_doubtful: bool = False


class _Past:
    """The versions by what they hold; behind one that is no list stands the last that was."""

    def __init__(
        self,
        lens: Index,
        folder: str,
        versions: Sequence[Version],
        heads: Mapping[str, ListHead],
    ) -> None:
        self._lens = lens
        self._folder = folder
        self._heads = heads
        self._before = {
            file.new: file.olds[0] for version in versions for file in version.files if file.new
        }

    def compare(self, version: Version) -> Iterator[_Told]:
        """Give what a commit changed."""
        for file in version.files:
            named = file.new or next(filter(None, file.olds))
            if file.new and file.new.blob not in self._heads:
                changes = [(Change(None, ChangeKind.UNREADABLE, None, None, None), False)]
            else:
                changes = self._compare(file)
            for change, is_doubtful in changes:
                yield _Told(ChangeRow(self._folder, named.list_id, change), is_doubtful)

    def _compare(self, file: FileChange) -> list[tuple[Change, bool]]:
        sides = [self._compare_to(old, file.new) for old in file.olds]
        own = [change for change in sides[0] if all(change in side for side in sides[1:])]
        told = [(change, False) for change in own]
        for side in sides if len(sides) > 1 else ():
            lost = [_make_loss(change) for change in side if change not in own and is_loss(change)]
            told += [(change, True) for change in lost if (change, True) not in told]
        return sorted(told, key=lambda each: () if each[0].no is None else read_number(each[0].no))

    def _compare_to(self, old: FileVersion | None, new: FileVersion | None) -> list[Change]:
        renamed = []
        if old and new and old.list_id != new.list_id:
            renamed = [Change(None, ChangeKind.RENAMED, None, old.list_id, new.list_id)]
        if old and new and old.blob == new.blob:
            return renamed
        before, after = self._find_last(old), new and self._heads[new.blob]
        return renamed + compare_versions(self._lens, before, after)

    def _find_last(self, file: FileVersion | None) -> ListHead | None:
        """Return the list that the file holds, or held when it last held one."""
        seen: set[FileVersion] = set()
        while file and file not in seen:
            if file.blob in self._heads:
                return self._heads[file.blob]
            seen.add(file)
            file = self._before.get(file)
        return None


_Name = tuple[str, str, str]
"""A duty as it is called today: its folder, its list's id, and its number ("" for the list)."""


def _name_rows(steps: Sequence[Step]) -> list[list[_Name]]:
    """Return what the changed duties are called today, step by step, the newest first."""
    today: dict[tuple[str, str], str] = {}
    names = []
    for step in steps:
        names.append(
            [
                (
                    row.folder,
                    today.get((row.folder, row.list_id), row.list_id),
                    "" if row.change.no is None else str(row.change.no),
                )
                for row in step.rows
            ]
        )
        for row, (folder, name, _) in zip(step.rows, names[-1], strict=True):
            if row.change.kind is ChangeKind.RENAMED:
                today[folder, str(row.change.old)] = name
                # Before that, a list of this name was another one.
                today[folder, row.list_id] = ""
    return names


class _Choice:
    """The duties that are meant, while one goes back in history."""

    def __init__(self, chosen: Set[_Name], *, is_whole: bool) -> None:
        self._chosen = chosen
        self._lists = {name[:2] for name in chosen} if is_whole else set()
        self._present = set(chosen)

    def choose(self, rows: Sequence[ChangeRow], names: Sequence[_Name]) -> Iterator[ChangeRow]:
        """Give the rows of one commit that are meant; to be called the newest commit first.

        What happened to a list while it had none of the duties is not meant.
        """
        homes = {name[:2] for name in self._present}
        for row, name in zip(rows, names, strict=True):
            if name in self._chosen:
                self._go_before(row.change.kind, name)
                yield row
            elif name[:2] in self._lists or (_concerns_all(row) and name[:2] in homes):
                yield row

    def _go_before(self, kind: ChangeKind, name: _Name) -> None:
        if kind is ChangeKind.ADDED:
            self._present.discard(name)
        elif kind is ChangeKind.REMOVED:
            self._present.add(name)


def _name_row(row: Row) -> _Name:
    return row.head.folder, row.head.list_id, str(row.duty.no)


def _find_ref(
    question: Question, ref: str, steps: Sequence[Step], names: Sequence[Sequence[_Name]]
) -> set[_Name]:
    """Return the duties of a ref, those of today or, if there are none, those that are gone."""
    try:
        return {_name_row(row) for row in select_refs(question, [ref]).rows}
    except NotFound:
        gone = {
            name
            for step, called in zip(steps, names, strict=True)
            for row, name in zip(step.rows, called, strict=True)
            if name[2] and ref in (row.ref, name[2])
        }
        if not gone:
            raise
        return gone


def _concerns_all(row: ChangeRow) -> bool:
    """Tell whether what happened to the list matters to each of its duties."""
    return row.change.kind in (ChangeKind.RENAMED, ChangeKind.UNREADABLE)


def _read_moment(step: Step) -> datetime:
    try:
        return datetime.fromisoformat(step.at)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _make_loss(change: Change) -> Change:
    """Return what a merge lost: the other side's entry of that day is no new version of it."""
    if change.kind is ChangeKind.REMOVED:
        return change
    return change._replace(kind=ChangeKind.WITHDRAWN, new=None)


def _name_loss(told: _Told) -> tuple[object, ...]:
    # An entry is known by itself, whatever its list is called.
    home = "" if told.row.change.field else told.row.list_id
    return home, *name_loss(told.row.change)
