"""Taking the last dutylist commit back: which one it is, and what undoes it.

Where a list is still what that commit made of it, its bytes before are put back. Where it has
changed since, what the commit changed is undone record by record, or refused: nothing that
somebody wrote later is touched. An import is taken back as a whole, and only as long as its lists
are what it made of them: a list that it made is removed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dutylist.changes import Change, compare_duties, compare_lists
from dutylist.duty import Duty, Entry, Extension, Repeal
from dutylist.errors import NotFound, NotWritten
from dutylist.git.messages import Commit, list_commits
from dutylist.git.objects import Objects
from dutylist.git.repository import Repository
from dutylist.record.drafts import Draft
from dutylist.record.words import is_import, name_undo, read_trailers, write_undo
from dutylist.store.edit import (
    AddEntry,
    AddExtension,
    Edit,
    RemoveEntry,
    RemoveExtension,
    SetField,
)
from dutylist.store.folder import Source
from dutylist.store.lists import DutyList, load_list
from dutylist.words import Message, say


def find_last(repository: Repository, path: str) -> Commit:
    """Return the last commit of dutylist's that touched `path` and was not taken back.

    Raises `NotFound`.
    """
    # A rebase gives commits other ids, so an undo is matched with what its message tells.
    undone: Counter[str] = Counter()
    for commit in list_commits(repository, ("Duty", "List"), path):
        trailers = read_trailers(commit.message)
        taken_back = name_undo(commit.subject)
        if "Undoes" in trailers:
            undone[commit.subject] += 1
        elif not ("Duty" in trailers or is_import(trailers)) or not commit.parent:
            continue
        elif undone[taken_back]:
            undone[taken_back] -= 1
        else:
            return commit
    raise NotFound(say("there is no commit of dutylist’s to take back"))


class Undoing(NamedTuple):
    """What takes a commit back, and by list what that changes."""

    draft: Draft
    changes: Mapping[Source, Sequence[Change]]


def plan_undo(repository: Repository, commit: Commit, before: Mapping[Source, bytes]) -> Undoing:
    """Return what takes `commit` back from the lists, whose bytes are `before`.

    Raises `NotWritten` where what the commit changed has changed again since.
    """
    trailers = read_trailers(commit.message)
    if is_import(trailers):
        return _undo_import(repository, commit, before, trailers["List"])
    with Objects(repository) as objects:
        undone = {
            source: undoing
            for source, raw in before.items()
            if (undoing := _undo_list(repository, objects, commit, source, raw))
        }
    if not undone:
        raise NotWritten(_say_changed(commit))
    edits = {source: edit for source, (edit, _) in undone.items()}
    changes = {source: changes for source, (_, changes) in undone.items()}
    return Undoing(Draft(edits, _write_message(commit, "Duty")), changes)


def _undo_import(
    repository: Repository, commit: Commit, before: Mapping[Source, bytes], lists: Sequence[str]
) -> Undoing:
    """Return what takes an import back; raises `NotWritten` where a list of it is not as it was."""
    edits: dict[Source, bytes] = {}
    gone: list[Source] = []
    changes: dict[Source, Sequence[Change]] = {}
    with Objects(repository) as objects:
        for source, raw in before.items():
            path = repository.path_of(source.path)
            old = objects.find(f"{commit.parent}:{path}")
            new = objects.find(f"{commit.id}:{path}")
            if new is None or source.list_id not in lists or (old and old.raw == new.raw):
                continue
            if _level(raw) != _level(new.raw):
                raise NotWritten(_say_imported(commit))
            if old is None:
                gone.append(source)
            else:
                edits[source] = old.raw
            changes[source] = _compare(source, new.raw, old and old.raw)
    if {source.list_id for source in changes} != set(lists):
        raise NotWritten(_say_imported(commit))
    return Undoing(Draft(edits, _write_message(commit, "List"), gone=gone), changes)


def _compare(source: Source, raw: bytes, other: bytes | None) -> Sequence[Change]:
    return compare_lists(_read(source, raw), None if other is None else _read(source, other))


def _level(raw: bytes) -> bytes:
    """Return the bytes as git keeps them where it gives out other line ends."""
    return raw.replace(b"\r\n", b"\n")


def _write_message(commit: Commit, key: str) -> str:
    named = read_trailers(commit.message)[key]
    return write_undo(named, commit.subject, commit.id, key)


def _undo_list(
    repository: Repository, objects: Objects, commit: Commit, source: Source, raw: bytes
) -> tuple[bytes | Sequence[Edit], Sequence[Change]] | None:
    """Return the list's bytes before the commit, or the edits that undo it, and what they change.

    None where the commit did not touch the list.
    """
    path = repository.path_of(source.path)
    old = objects.find(f"{commit.parent}:{path}")
    new = objects.find(f"{commit.id}:{path}")
    if old is None or new is None or old.raw == new.raw:
        return None
    before, after = _read(source, old.raw), _read(source, new.raw)
    changes = compare_duties(after.duties, before.duties)
    if raw == new.raw:
        return old.raw, changes
    now = {duty.no: duty for duty in _read(source, raw).duties}
    done = compare_duties(before.duties, after.duties)
    return [_undo(change, now, commit) for change in reversed(done)], changes


def _read(source: Source, raw: bytes) -> DutyList:
    return load_list(source.path, raw, source.list_id)


def _undo(change: Change, now: Mapping[int | str, Duty], commit: Commit) -> Edit:
    """Return the edit that undoes `change`; raises `NotWritten` where it no longer can be."""
    duty = now.get(change.no) if change.no is not None else None
    if duty is None or change.field is None or change.no is None:
        raise NotWritten(_say_changed(commit))
    if change.field in ("progress", "extended"):
        edits = list(_undo_entry(change, duty))
        if len(edits) != 1:
            raise NotWritten(_say_changed(commit))
        return edits[0]
    name = "given_due" if change.field == "due" else change.field
    match change.old:
        case None | str() | tuple() | date() | Repeal() as old if getattr(duty, name) == change.new:
            return SetField(change.no, change.field, old)
    raise NotWritten(_say_changed(commit))


def _undo_entry(change: Change, duty: Duty) -> Iterator[Edit]:
    match change.old, change.new:
        case None, Entry() as entry if entry in duty.progress:
            yield RemoveEntry(duty.no, entry)
        case None, Extension() as extension if extension in duty.extended:
            yield RemoveExtension(duty.no, extension)
        case Entry() as entry, None if entry not in duty.progress:
            yield AddEntry(duty.no, entry)
        case Extension() as extension, None if extension not in duty.extended:
            yield AddExtension(duty.no, extension)


def _say_imported(commit: Commit) -> Message:
    return say(
        "“{subject}” cannot be taken back: a list that it wrote has been changed or removed since; "
        "import the document that holds now",
        subject=commit.subject,
    )


def _say_changed(commit: Commit) -> Message:
    return say(
        "“{subject}” cannot be taken back: what it wrote has been changed since; "
        "record what holds now as a new entry",
        subject=commit.subject,
    )
