"""A commit that is applied anew to other lists, as by a rebase: what it took out is meant.

In a merge of two histories an entry that one of them lost is kept, for entries are only added.
But who replays a commit that took an entry back, by `dutylist undo` or `git revert`, wants it gone
from wherever it is applied to.
"""

from collections import Counter
from collections.abc import Iterator

from dutylist.duty import Duty
from dutylist.errors import InvalidData
from dutylist.store.edit import Edit, RemoveEntry, RemoveExtension, edit_list
from dutylist.store.lists import read_list


def withdraw(base: bytes, ours: bytes, theirs: bytes) -> bytes:
    """Return `ours` without the entries and extensions that `theirs` took out of `base`.

    Versions that are no valid list are left to the merge, which says so.
    """
    versions = [_read(raw) for raw in (base, ours, theirs)]
    if any(version is None for version in versions):
        return ours
    was, our, their = (version or {} for version in versions)
    edits = [
        edit
        for no in was.keys() & our.keys() & their.keys()
        for edit in _withdraw(was[no], our[no], their[no])
    ]
    try:
        return edit_list("", ours, edits) if edits else ours
    except InvalidData:
        return ours  # the merge keeps what cannot be taken out, and says so


def _read(raw: bytes) -> dict[int | str, Duty] | None:
    duty_list = read_list("", raw, "").duty_list
    return {duty.no: duty for duty in duty_list.duties} if duty_list else None


def _withdraw(was: Duty, ours: Duty, theirs: Duty) -> Iterator[Edit]:
    entries = (Counter(was.progress) - Counter(theirs.progress)) & Counter(ours.progress)
    extensions = (Counter(was.extended) - Counter(theirs.extended)) & Counter(ours.extended)
    yield from (RemoveEntry(ours.no, entry) for entry in entries.elements())
    yield from (RemoveExtension(ours.no, extension) for extension in extensions.elements())
