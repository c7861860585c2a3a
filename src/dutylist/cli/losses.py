"""What the files have lost against the last commit: which versions `check` compares, and how.

The findings themselves are the store's. After a merge each parent is looked at, too: where a host
merged by lines, or somebody took one side for the whole, the other side's entries are gone.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dutylist.changes import Change, name_loss, pair_lists
from dutylist.errors import Finding, GitRefused
from dutylist.git.objects import Objects, hash_object
from dutylist.git.reading import find_base, list_parents
from dutylist.git.repository import SHORT, Repository
from dutylist.git.run import find_git
from dutylist.history import list_committed
from dutylist.store.folder import Blob, Source
from dutylist.store.lists import DutyList, read_list
from dutylist.store.vanished import Earlier, find_lost, tell_lost, tell_lost_list
from dutylist.words import Message, say


class Present(NamedTuple):
    """A list's file as it is: where it is, its bytes, and what it holds, if that can be read."""

    source: Source
    raw: bytes
    duty_list: DutyList | None


class _Version(NamedTuple):
    """A commit that the files are compared with: its name for people and for git, and its id."""

    named: Message
    revision: str
    commit: str


def find_losses(
    present: Sequence[Present], environment: Mapping[str, str], remark: Callable[[Message], None]
) -> list[Finding]:
    """Return what the files have lost; nothing where there is no git or no commit to compare with.

    A repository that git refuses to read is told by `remark`.
    """
    try:
        find_git(environment)
    except GitRefused:
        return []
    findings = []
    for folder in dict.fromkeys(each.source.folder for each in present):
        here = [each for each in present if each.source.folder == folder]
        try:
            findings += _find_in_folder(folder, here, environment)
        except GitRefused as refusal:
            reason = " ".join(refusal.words.split()) or refusal.message
            remark(
                say("{folder}: not compared with the last commit: {reason}",
                    folder=folder, reason=reason)
            )  # fmt: skip
    return findings


def _find_in_folder(
    folder: str, present: Sequence[Present], environment: Mapping[str, str]
) -> list[Finding]:
    repository = Repository.find(folder, environment)
    if repository is None or repository.head is None:
        return []
    with Objects(repository) as objects:
        return list(_Comparison(objects, repository.head, folder, present).find())


class _Comparison:
    """The files of a folder against the last commit and, if that is a merge, its parents."""

    def __init__(
        self, objects: Objects, head: str, folder: str, present: Sequence[Present]
    ) -> None:
        self._objects = objects
        self._folder = folder
        self._present = {each.source.list_id: each for each in present}
        self._told: set[tuple[object, ...]] = set()
        self._head = _Version(say("the last commit"), "HEAD", head)

    def find(self) -> Iterator[Finding]:
        """Give the findings; a loss against several versions is told once."""
        yield from self._find_against(self._head, frozenset())
        parents = list_parents(self._objects, self._head.commit)
        if len(parents) < 2:
            return
        for parent in parents:
            short = parent[:SHORT]
            version = _Version(say("the merged commit {commit}", commit=short), short, parent)
            yield from self._find_against(version, self._find_taken_back(parent, parents))

    def _find_against(
        self, version: _Version, taken_back: Collection[tuple[object, ...]]
    ) -> Iterator[Finding]:
        for source, kept in self._pair(version.commit):
            path = source.path.partition(":")[2]
            earlier = Earlier(version.named, version.revision, path)
            if kept is None and self._is_new((source.list_id,)):
                yield tell_lost_list(str(Path(self._folder, source.name)), earlier)
            before = _read(source)
            if before is None or kept is None or kept.duty_list is None:
                continue
            duties = kept.duty_list.duties
            lost = [
                change
                for change in find_lost(before.duties, duties)
                if (name := _name_loss(source, change)) not in taken_back and self._is_new(name)
            ]
            if lost:
                yield from tell_lost(kept.source.path, kept.raw, duties, earlier, lost)

    def _is_new(self, loss: tuple[object, ...]) -> bool:
        is_new = loss not in self._told
        self._told.add(loss)
        return is_new

    def _pair(self, commit: str) -> Iterator[tuple[Source, Present | None]]:
        """Give the lists of a commit that are not byte for byte as they were, with what they are.

        A list that was renamed since is found by what it holds.
        """
        committed = {each.list_id: each for each in self._list(commit)}
        gone = [each for name, each in committed.items() if name not in self._present]
        renamed = self._find_renamed(gone, committed) if gone else {}
        for name, source in committed.items():
            kept = self._present.get(name) or renamed.get(name)
            if kept is None or not _is_same(source, kept.raw):
                yield source, kept

    def _find_renamed(
        self, gone: Sequence[Source], committed: Collection[str]
    ) -> dict[str, Present]:
        come = [
            (each, each.duty_list)
            for name, each in self._present.items()
            if name not in committed and each.duty_list
        ]
        before = [(source, found) for source in gone if (found := _read(source))]
        pairs = pair_lists([found for _, found in before], [found for _, found in come])
        return {before[at][0].list_id: come[to][0] for at, to in pairs}

    def _find_taken_back(self, parent: str, parents: Sequence[str]) -> set[tuple[object, ...]]:
        """Return what the other sides of a merge took back on purpose: the base has it."""
        taken = set()
        repository = self._objects.repository
        for other in parents:
            base = find_base(repository, parent, other) if other != parent else None
            if base:
                held = {each.list_id: each for each in self._list(other)}
                for source in self._list(base):
                    taken |= _find_taken(source, held.get(source.list_id))
        return taken

    def _list(self, commit: str) -> list[Source]:
        return list_committed(self._objects, commit, self._folder)


def _is_same(source: Source, raw: bytes) -> bool:
    if not isinstance(source.origin, Blob):
        return False
    return source.origin.id == hash_object("blob", raw, len(source.origin.id))


def _read(source: Source) -> DutyList | None:
    return read_list(source.path, source.read(), source.list_id).duty_list


def _find_taken(base: Source, other: Source | None) -> set[tuple[object, ...]]:
    before, after = _read(base), other and _read(other)
    if before is None or after is None:
        return set()
    return {_name_loss(base, change) for change in find_lost(before.duties, after.duties)}


def _name_loss(source: Source, change: Change) -> tuple[object, ...]:
    return source.list_id, *name_loss(change)
