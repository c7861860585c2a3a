"""Merging for git: three files in, the result in the file that git calls ours.

The merge itself is `merge`'s. Where a version cannot be read as a list, git merges the lines, and
that never counts as clean. Whatever happens, both sides are in the result, or git is told.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from dutylist.errors import Finding, GitRefused, InvalidData, NotWritten, explain_os_error
from dutylist.git.repository import SHORT
from dutylist.git.run import find_git, start
from dutylist.merge import Markers, Names, merge_lists
from dutylist.merge.replay import withdraw
from dutylist.store.folder import read_file
from dutylist.words import Message, say

_GITHEAD = re.compile(r"GITHEAD_[0-9a-f]{40,64}")
_ID = re.compile(r"[0-9a-f]{40,64}")
_MOST_CONFLICTS = 127


class Files(NamedTuple):
    """The paths of the three versions, as git hands them over."""

    base: str
    ours: str
    theirs: str


class Outcome(NamedTuple):
    """What became of a merge: it is clean if there is no conflict."""

    conflicts: tuple[Message, ...]
    remarks: tuple[Message, ...] = ()
    findings: tuple[Finding, ...] = ()


def name_sides(
    ours: str | None, theirs: str | None, path: str, environment: Mapping[str, str]
) -> Names:
    """Name the sides as git does, and the list after its `path`.

    git before 2.44 leaves %X and %Y as they are, but `git merge` names the other branch in the
    environment.
    """
    heads = {value for name, value in environment.items() if _GITHEAD.fullmatch(name)}
    head = _shorten(heads.pop()) if len(heads) == 1 else ""
    return Names(
        ours if ours and ours != "%X" else ("HEAD" if head else "ours"),
        theirs if theirs and theirs != "%Y" else (head or "theirs"),
        Path(path).stem or "list",
    )


def merge_files(
    files: Files, names: Names, marker_size: int, environment: Mapping[str, str]
) -> Outcome:
    """Merge the three files into `files.ours`; raises `NotWritten`, and `InvalidData` unread."""
    base, ours, theirs = (read_file(path) for path in files)
    if _is_replay(environment):
        ours = withdraw(base, ours, theirs)
    try:
        merged = merge_lists(base, ours, theirs, names, marker_size)
    except InvalidData as refusal:
        lines = _merge_lines(files, names, marker_size, environment)
        _write(files.ours, lines or _put_both(ours, theirs, names, marker_size))
        conflict = say(
            "{list_id}: {reason}; the lines were merged as git merges any text. Read the file and "
            "run check before you commit it",
            list_id=names.list_id,
            reason=refusal.message,
        )
        return Outcome((conflict,), findings=refusal.findings)
    _write(files.ours, merged.raw)
    return Outcome(merged.conflicts, merged.remarks)


def _shorten(head: str) -> str:
    """Return a branch's name as it is, but of a bare id, as after a pull, its first digits."""
    return head[:SHORT] if _ID.fullmatch(head) else head


def _is_replay(environment: Mapping[str, str]) -> bool:
    """Tell whether git applies one commit anew (rebase, cherry-pick, revert), and merges no two.

    `git merge` names what it merges in the environment of all that it starts; the others do not.
    """
    called_by_git = "GIT_EXEC_PATH" in environment
    return called_by_git and not any(map(_GITHEAD.fullmatch, environment))


def _merge_lines(
    files: Files, names: Names, marker_size: int, environment: Mapping[str, str]
) -> bytes | None:
    """Return what git makes of the lines; None where it cannot, as with a byte 0."""
    labels = ("-L", names.ours, "-L", "base", "-L", names.theirs)
    paths = (files.ours, files.base, files.theirs)
    args = ("merge-file", "-p", "-q", f"--marker-size={marker_size}", *labels, "--", *paths)
    try:
        with start(find_git(environment), ".", *args, is_fed=False) as child:
            lines, _ = child.communicate()
    except GitRefused:
        return None
    return lines if 0 <= child.returncode <= _MOST_CONFLICTS else None


def _put_both(ours: bytes, theirs: bytes, names: Names, marker_size: int) -> bytes:
    """Return both versions whole, between markers."""
    before, between, after = (line.encode() for line in Markers.of(names, marker_size))
    return b"".join((before, _end(ours), between, _end(theirs), after))


def _end(raw: bytes) -> bytes:
    return raw if not raw or raw.endswith(b"\n") else raw + b"\n"


def _write(path: str, raw: bytes) -> None:
    try:
        Path(path).write_bytes(raw)
    except OSError as fault:
        reason = explain_os_error(fault)
        raise NotWritten(
            say("{path} cannot be written: {reason}", path=path, reason=reason)
        ) from fault
