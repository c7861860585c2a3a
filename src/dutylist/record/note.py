"""What a writing run leaves in git's folder, for the next one should it be killed.

A note says which list was about to become what, and what it was, or that there was none. It is
written before the first byte of a list changes and removed when git has the change or the list is
as it was. Whoever finds one holds the lock, so its writer is dead: either the commit was made after
all, or the edit is withdrawn. Nobody else's name gets under an entry that was never confirmed to
its author.
"""

import hashlib
import json
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from dutylist.errors import GitRefused, NotWritten, explain_os_error
from dutylist.git.repository import Repository
from dutylist.git.writing import is_committed, is_tracked, mend_index
from dutylist.record.steps import Step
from dutylist.words import Message, say

NOTE_NAME = "dutylist.note"
COMMIT_STARTS = 30.0
"""Seconds in which the commit has surely begun that follows a note."""


class Note(NamedTuple):
    """One list of a run: its path in the repository, its bytes before, a hash of those after.

    `before` is empty for a list that the run makes, `after` for one that it removes.
    """

    path: str
    subject: str
    before: str
    after: str

    @classmethod
    def of(cls, path: str, subject: str, step: Step) -> "Note":
        """Note down a list, which is UTF-8: its bytes are kept as text."""
        after = "" if step.after is None else _hash(step.after)
        return cls(path, subject, (step.before or b"").decode(), after)

    def find_taken(self, path: Path) -> Step | None:
        """Return the step that was taken; None if the list is not what the run made of it."""
        now = path.read_bytes() if path.is_file() else None
        # The name of a new list may have been taken, and nothing written yet.
        is_empty = not self.before and now == b""
        if is_empty or self.after == ("" if now is None else _hash(now)):
            return Step(str(path), self.before.encode() or None, now)
        return None


def leave_notes(repository: Repository, notes: Sequence[Note]) -> None:
    """Write the notes of a run about to replace lists; raises `NotWritten`."""
    path = _name_note(repository)
    try:
        with path.open("w", encoding="utf-8") as stream:
            json.dump(notes, stream)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as fault:
        remove_notes(repository)
        reason = explain_os_error(fault)
        raise NotWritten(
            say("{path} cannot be written: {reason}; nothing was changed", path=path, reason=reason)
        ) from fault


def remove_notes(repository: Repository) -> None:
    """Remove the notes: the run has ended, one way or the other."""
    with suppress(OSError):
        _name_note(repository).unlink()


def recover(repository: Repository) -> list[Message]:
    """Settle what a killed run has left, and say what became of it; only for the lock's holder.

    Raises `NotWritten` for a note that cannot be read.
    """
    path = _name_note(repository)
    try:
        status = path.lstat()
        notes = _read_notes(path, status)
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise NotWritten(_explain_note(path, explain_os_error(fault))) from fault
    told = [_settle(repository, note, status.st_mtime) for note in notes]
    remove_notes(repository)
    return [message for message in told if message]


def _name_note(repository: Repository) -> Path:
    return Path(repository.git_dir, NOTE_NAME)


def _read_notes(path: Path, status: os.stat_result) -> list[Note]:
    """Read the notes; one half written belongs to a run that had changed nothing yet."""
    if not stat.S_ISREG(status.st_mode):  # a named pipe would be read for ever
        raise NotWritten(_explain_note(path, say("it is no file")))
    try:
        return [Note(*each) for each in json.loads(path.read_bytes()) if _is_note(each)]
    except (ValueError, TypeError, RecursionError):
        return []


def _is_note(each: Any) -> bool:
    return len(each) == len(Note._fields) and all(isinstance(part, str) for part in each)


def _explain_note(path: Path, reason: Message) -> Message:
    return say(
        "{path}, the note of a run that was broken off, cannot be read: {reason}; "
        "look at the lists with git status, then remove it",
        path=path,
        reason=reason,
    )


def _settle(repository: Repository, note: Note, since: float) -> Message | None:
    committed = _mend(repository, note, since)
    step = note.find_taken(Path(repository.top, note.path))
    if committed or step is None:
        return None
    step.reverse.take()
    return say(
        "a run that was broken off had not committed “{subject}”; its edit was withdrawn",
        subject=note.subject,
    )


def _mend(repository: Repository, note: Note, since: float) -> bool:
    """Clear away what the dead git left, and tell whether its commit was made."""
    try:
        mend_index(repository, [note.path], since, since + COMMIT_STARTS)
        if note.before and note.after:
            return is_committed(repository, [note.path])
        return is_tracked(repository, note.path) == (not note.before)
    except GitRefused:
        return False


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
