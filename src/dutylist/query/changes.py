"""What changed between two sets of lists, list by list: the rows of `diff` and of `log`.

Where the versions come from is not known here: they are lists in the index, and two lists of one
blob are the same. A list that was renamed goes on under its new name.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutylist.changes import Change, ChangeKind, compare_lists, pair_lists
from dutylist.duty import Duty, Origin
from dutylist.errors import NotFound
from dutylist.index import Index, ListHead, Snapshot, make_place
from dutylist.query.rows import Question, Row
from dutylist.query.select import select_all
from dutylist.selection import Selection


class ChangeRow(NamedTuple):
    """One change of one list, named as the list is called after it."""

    folder: str
    list_id: str
    change: Change

    @property
    def ref(self) -> str:
        """Return the duty's ref, as tasks_2022/26, or the list's id where it is of the list."""
        no = self.change.no
        return self.list_id if no is None else f"{self.list_id}/{no}"


class Comparison(NamedTuple):
    """What changed from one set of lists to another."""

    rows: tuple[ChangeRow, ...]
    old: Snapshot
    new: Snapshot


class ReadList(NamedTuple):
    """One version of a list: its head and its duties in printed order."""

    title: str
    year: int
    annex: str | None
    source: Origin | None
    issuer: str | None
    duties: tuple[Duty, ...]


class Pair(NamedTuple):
    """A list before and after; None where there was or is none."""

    old: ListHead | None
    new: ListHead | None

    @property
    def name(self) -> tuple[str, str]:
        """Return the folder and the id, as they are after the change if there is an after."""
        head = self.new or self.old
        return (head.folder, head.list_id) if head else ("", "")


def select_changes(old: Question, new: Question) -> Comparison:
    """Return what changed from one question's lists to the other's, in the order of the new ones.

    A change is chosen if either question's filters choose its duty; one of a list itself if they
    choose the list and no duty in particular. Raises `NotFound` where neither knows a name.
    """
    chosen = _choose(old, new)
    rows = (
        row
        for pair in pair_heads(new.lens, old.snapshot, new.snapshot)
        for row in compare_pair(new.lens, pair)
        if chosen is None or chosen.holds(row, pair)
    )
    return Comparison(tuple(rows), old.snapshot, new.snapshot)


def pair_heads(lens: Index, old: Snapshot, new: Snapshot) -> list[Pair]:
    """Pair the lists of two snapshots, those that were renamed included."""
    before = {(head.folder, head.list_id): head for head in old.lists}
    after = {(head.folder, head.list_id): head for head in new.lists}
    gone = [head for name, head in before.items() if name not in after]
    come = [head for name, head in after.items() if name not in before]
    renamed = _pair_renamed(lens, gone, come)
    pairs = [Pair(before.get(name) or renamed.get(name), head) for name, head in after.items()]
    taken = set(renamed.values())
    return pairs + [Pair(head, None) for head in gone if head not in taken]


def compare_pair(lens: Index, pair: Pair) -> Iterator[ChangeRow]:
    """Give what changed from one version of a list to another."""
    old, new = pair
    if old and new and old.list_id != new.list_id:
        change = Change(None, ChangeKind.RENAMED, None, old.list_id, new.list_id)
        yield ChangeRow(*pair.name, change)
    if old and new and old.blob == new.blob:
        return
    yield from (ChangeRow(*pair.name, change) for change in compare_versions(lens, old, new))


def compare_versions(lens: Index, old: ListHead | None, new: ListHead | None) -> list[Change]:
    """Return what changed in a list; None where there was or is none."""
    if old is None or new is None:
        return compare_lists(old and _read_list(lens, old), new and _read_list(lens, new))
    before, after = lens.read_changed(old, new)
    return compare_lists(_make_list(old, before), _make_list(new, after))


def is_of_lists(selection: Selection) -> bool:
    """Tell whether the filters choose whole lists."""
    lists, years, issuers = selection.lists, selection.years, selection.issuers
    return selection == Selection(lists=lists, years=years, issuers=issuers)


class _Chosen(NamedTuple):
    """The duties that the filters choose, by list, and whether they choose whole lists."""

    duties: frozenset[tuple[str, str, int | str]]
    lists: frozenset[tuple[str, str]]
    is_whole: bool

    def holds(self, row: ChangeRow, pair: Pair) -> bool:
        names = [(head.folder, head.list_id) for head in pair if head]
        if row.change.no is None:
            return self.is_whole and any(name in self.lists for name in names)
        return any((*name, row.change.no) in self.duties for name in names)


def _choose(*questions: Question) -> _Chosen | None:
    """Return what the filters choose in any of the versions; None where they choose all."""
    selection = questions[0].selection
    if selection == Selection():
        return None
    rows: list[Row] = []
    refusals: list[NotFound] = []
    for question in questions:
        try:
            rows += select_all(question).rows
        except NotFound as refusal:
            refusals.append(refusal)
    if len(refusals) == len(questions):
        raise refusals[-1]
    return _Chosen(
        frozenset((row.head.folder, row.head.list_id, row.duty.no) for row in rows),
        frozenset((row.head.folder, row.head.list_id) for row in rows),
        is_of_lists(selection),
    )


def _pair_renamed(
    lens: Index, gone: Sequence[ListHead], come: Sequence[ListHead]
) -> dict[tuple[str, str], ListHead]:
    """Return, by the new folder and id, the list that is called so now."""
    renamed = {}
    # Folder by folder: the lists of two districts are called alike, and are no less two.
    for folder in {head.folder for head in gone} & {head.folder for head in come}:
        old, new = ([head for head in heads if head.folder == folder] for heads in (gone, come))
        before, after = ([_read_list(lens, head) for head in heads] for heads in (old, new))
        for at, to in pair_lists(before, after):
            renamed[folder, new[to].list_id] = old[at]
    return renamed


def _read_list(lens: Index, head: ListHead) -> ReadList:
    found = lens.read_duties([make_place(head.blob, at) for at in range(head.duties)])
    return _make_list(head, [found[place] for place in sorted(found)])


def _make_list(head: ListHead, duties: Sequence[Duty]) -> ReadList:
    return ReadList(head.title, head.year, head.annex, head.source, head.issuer, tuple(duties))
