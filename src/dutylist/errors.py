"""What can be wrong: findings as values, refusals as exceptions.

A `Finding` says what is wrong in a file, where, and what to do; findings are gathered and
reported together. A `Refusal` ends a command with its exit code:

    Refusal
    ├── WrongUsage      2   the command was asked something that makes no sense
    ├── NotFound        3   no such duty, list or name, or more than one
    ├── InvalidData     4   the lists cannot be read as they stand; carries the findings
    ├── NotWritten      5   the lists could not be changed: locked, changed meanwhile, not writable
    └── GitRefused      6   git would not; carries git's own words

Sentences are built here from facts; nothing here prints.
"""

import errno
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from dutylist.words import Message, say, say_n


class Severity(StrEnum):
    """How much a finding matters.

    An `invalid` file is read by no command; an `error` makes `check` fail, though the other
    commands still read the list; a `warning` is only told.
    """

    INVALID = "invalid"
    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """A place in a file: path as the user knows it, line and column from 1, in characters."""

    path: str
    line: int
    column: int


class Finding(NamedTuple):
    """One thing that is wrong in a file.

    `excerpt` is the line (or the part of a very long line) that holds the place, and `caret` the
    offset in it, from 0. `subject` names the duty and field, where there is one.
    """

    place: Place
    severity: Severity
    problem: Message
    remedy: Message
    subject: Message | None = None
    excerpt: str = ""
    caret: int = 0


class Refusal(Exception):
    """An expected failure; `message` says what and what to do, `exit_code` ends the command."""

    exit_code = 1

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class WrongUsage(Refusal):
    """The command line asks for something that makes no sense."""

    exit_code = 2


class NotFound(Refusal):
    """No such duty, list or name; `nearest` are the names that look most like it."""

    exit_code = 3

    def __init__(self, message: Message, nearest: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.nearest = tuple(nearest)


class InvalidData(Refusal):
    """The lists cannot be read as they stand."""

    exit_code = 4

    def __init__(self, message: Message, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> "InvalidData":
        """Build the refusal of a command that met `findings` while reading."""
        return cls(
            say_n(
                "{n} finding; nothing was answered, for an answer from a part would mislead",
                "{n} findings; nothing was answered, for an answer from a part would mislead",
                len(findings),
            ),
            findings,
        )


class NotWritten(Refusal):
    """The lists could not be changed: locked, changed meanwhile, or not writable."""

    exit_code = 5


class GitRefused(Refusal):
    """Git would not do what it was asked; `words` are its own, as it said them, in lines.

    `code` is git's exit code, negative where a signal ended it; 0 where it was not even asked.
    """

    exit_code = 6

    def __init__(self, words: str, message: Message | None = None, code: int = 0) -> None:
        super().__init__(message or say("git refused, and nothing was changed; it says:"))
        self.words = words.strip()
        self.code = code


def explain_os_error(fault: OSError) -> Message:
    """Say why the system refused; its own words are in no language of ours."""
    known = _OS_REASONS.get(fault.errno or 0)
    return known or say("system error {number}", number=fault.errno or type(fault).__name__)


_OS_REASONS = {
    errno.ENOENT: say("it does not exist"),
    errno.EACCES: say("you have no right to"),
    errno.EPERM: say("you have no right to"),
    errno.EISDIR: say("it is a folder"),
    errno.ENOTDIR: say("it is no folder"),
    errno.ENOSPC: say("the disk is full"),
    errno.EFBIG: say("the file would be larger than it may be"),
    errno.EROFS: say("the disk can only be read"),
    errno.EBUSY: say("another program has it in use"),
    errno.EIO: say("the disk failed"),
    errno.ELOOP: say("its links go round in a circle"),
    errno.ENAMETOOLONG: say("its name is too long"),
    errno.EBADF: say("it is closed"),
    errno.EEXIST: say("it is there already"),
}
# Windows has no quotas and no network file handles of this kind, and does not know the names.
if hasattr(errno, "EDQUOT"):
    _OS_REASONS[errno.EDQUOT] = say("your share of the disk is full")
if hasattr(errno, "ESTALE"):
    _OS_REASONS[errno.ESTALE] = say("the network share has lost it")


class NoFolder(WrongUsage):
    """There is no data folder where one was looked for."""

    def __init__(self, looked: str) -> None:
        super().__init__(
            say(
                "no data folder at {looked}; name one with --data or DUTYLIST_DATA",
                looked=looked,
            )
        )
