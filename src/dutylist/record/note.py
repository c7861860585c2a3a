"""What a writing run leaves beside the lock, for the next one should it be killed.

A note says which file was about to become what, and what it was. It is written before the first
byte of a list changes and removed when git has the change or the file is as it was. Whoever finds
one holds the lock, so its writer is dead: either the commit was made after all, or the edit is
withdrawn. Nobody else's name gets under an entry that was never confirmed to its author.
"""

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from dutylist.errors import GitRefused, NotWritten, explain_os_error
from dutylist.git.repository import Repository
from dutylist.git.writing import is_committed, mend_index
from dutylist.store.replace import replace_file, sweep
from dutylist.words import Message, say

NOTE_NAME = ".dutylist.note"
COMMIT_STARTS = 30.0
"""Seconds in which the commit has surely begun that follows a note."""


class Note(NamedTuple):
    """One file of a run: its name beside the note, its bytes before, the hash of those after."""

    name: str
    subject: str
    before: str
    after: str

    @classmethod
    def of(cls, path: str, subject: str, before: bytes, after: bytes) -> "Note":
        """Note down a file; a list is UTF-8, so its bytes are kept as text."""
        return cls(Path(path).name, subject, before.decode(), _hash(after))


def leave_notes(folder: str, notes: list[Note]) -> None:
    """Write the notes of a run about to edit lists in `folder`; raises `NotWritten`."""
    path = Path(folder, NOTE_NAME)
    try:
        with path.open("w", encoding="utf-8") as stream:
            json.dump([note._asdict() for note in notes], stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as fault:
        remove_notes(folder)
        raise NotWritten(
            say(
                "{path} cannot be written: {reason}; nothing was changed",
                path=str(path),
                reason=explain_os_error(fault),
            )
        ) from fault


def remove_notes(folder: str) -> None:
    """Remove the notes: the run has ended, one way or the other."""
    with suppress(OSError):
        Path(folder, NOTE_NAME).unlink()


def recover(folder: str, environment: Mapping[str, str]) -> list[Message]:
    """Settle what a killed run has left in `folder`, and say what became of it.

    Only for the holder of the folder's lock.
    """
    path = Path(folder, NOTE_NAME)
    sweep(folder)
    try:
        status = path.lstat()
    except FileNotFoundError:
        return []
    if not stat.S_ISREG(status.st_mode):  # a named pipe would be read for ever
        raise NotWritten(
            say("{path} is not the note it should be; look what it is, and remove it", path=path)
        )
    since, notes = status.st_mtime, _read_notes(path)
    told = [_settle(Path(folder, note.name), note, since, environment) for note in notes]
    remove_notes(folder)
    return [message for message in told if message]


def _read_notes(path: Path) -> list[Note]:
    """Read the notes; one half written belongs to a run that had changed nothing yet.

    A note names files beside it, and no others: it may have come with a repository.
    """
    try:
        notes = [Note(**each) for each in json.loads(path.read_text(encoding="utf-8"))]
        return [note for note in notes if Path(note.name).name == note.name]
    except (ValueError, TypeError):
        return []


def _settle(path: Path, note: Note, since: float, environment: Mapping[str, str]) -> Message | None:
    committed = _mend_repository(str(path), since, environment)
    if committed or not path.is_file() or _hash(now := path.read_bytes()) != note.after:
        return None
    replace_file(str(path), note.before.encode(), now)
    return say(
        "a run that was broken off had not committed “{subject}”; its edit was withdrawn",
        subject=note.subject,
    )


def _mend_repository(path: str, since: float, environment: Mapping[str, str]) -> bool:
    """Clear away what the dead git left, and tell whether its commit was made."""
    try:
        repository = Repository.find(str(Path(path).parent), environment)
        if repository is None:
            return False
        within = [repository.path_of(path)]
        mend_index(repository, within, since, since + COMMIT_STARTS)
        return is_committed(repository, within)
    except GitRefused:
        return False


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
