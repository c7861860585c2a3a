"""Whole documents handed over: into a new file, to standard output, or to a terminal as text.

What can come to no good end is refused before anything is read. A file is written at once or not
at all, and one that is there is replaced where that was asked for.
"""

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from dutylist.cli.options import read_number
from dutylist.cli.output import Output
from dutylist.errors import NotWritten, WrongUsage, explain_os_error
from dutylist.safe import show_text
from dutylist.store.replace import create_file, replace_file
from dutylist.words import say

_NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)
_MOST_SECONDS = 10**10


class Kind(Protocol):
    """What is to be known of a document's format: its name, and whether it is no text."""

    @property
    def name(self) -> str:
        """Return the format's name."""

    @property
    def is_binary(self) -> bool:
        """Tell whether a terminal cannot show it."""


class FileKind(Kind, Protocol):
    """A format that is known by the ending of its files, too."""

    @property
    def ending(self) -> str:
        """Return the ending of its files, as .docx."""


K = TypeVar("K", bound=FileKind)


def choose_kind(
    kinds: Mapping[str, K], named: K | None, out: str | None, usual: K | None = None
) -> K:
    """Return the format that is named, or that the file's ending says, or without a file `usual`.

    Raises `WrongUsage` where nothing says which, or the ending is another format's.
    """
    if out == "":
        raise WrongUsage(say("an empty name is no file"))
    ending = Path(out or "").suffix.lower()
    told = next((each for each in kinds.values() if each.ending == ending), None)
    chosen = named or told or (usual if out is None else None)
    if chosen is None:
        _refuse_dash(out)
        raise WrongUsage(
            say(
                "name a format, one of {formats}, or a file that ends in one with -o",
                formats=tuple(kinds),
            )
        )
    if told not in (None, chosen):
        raise WrongUsage(
            say("{path} would be no {ending} file", path=out, ending=ending.removeprefix("."))
        )
    return chosen


def refuse_early(output: Output, chosen: Kind, out: str | None, *, force: bool) -> None:
    """Refuse what can come to no good end, before anything is read."""
    _refuse_dash(out)
    if out is None and chosen.is_binary and output.is_terminal:
        raise WrongUsage(
            say("a terminal cannot show {format}; name a file with -o", format=chosen.name)
        )
    if out is not None and os.path.lexists(out) and not force:
        raise refuse_existing(out)


def read_time(seconds: str | None) -> datetime:
    """Return the time that documents carry: that of SOURCE_DATE_EPOCH, else always the same."""
    if not seconds:
        return _NO_TIME
    refusal = say("SOURCE_DATE_EPOCH counts seconds from 1970, and is “{text}”", text=seconds)
    return datetime.fromtimestamp(read_number(seconds, 0, _MOST_SECONDS, refusal), UTC)


def hand_over(output: Output, chosen: Kind, document: bytes, out: str | None) -> None:
    """Write the document to the file `out`, or to standard output; text is UTF-8."""
    if out is not None:
        write_file(out, document)
        output.remark(say("wrote {path}", path=out))
    elif output.is_terminal and not chosen.is_binary:
        output.write("".join(show_text(line) + "\n" for line in document.decode().splitlines()))
    else:
        _write_bytes(output, document)


def write_file(path: str, document: bytes) -> None:
    """Write the file, all at once; one that is there was asked to be replaced."""
    if not os.path.lexists(path):
        create_file(path, document)
    elif Path(path).is_file():
        replace_file(path, document, _read_old(path))
    else:
        raise NotWritten(say("{path} is no regular file, and stays as it is", path=path))


def refuse_existing(path: str) -> NotWritten:
    """Return the refusal of a file that is there already."""
    return NotWritten(say("{path} is there already; --force replaces it", path=path))


def _refuse_dash(out: str | None) -> None:
    if out == "-":
        raise WrongUsage(say("- is no file here; without -o the document goes to standard output"))


def _write_bytes(output: Output, document: bytes) -> None:
    """Write the very bytes to standard output, whatever encoding and line ends it has."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        # In Latin-1 every byte is a character.
        reconfigure(encoding="latin-1", newline="")
    output.write(document.decode("latin-1"))


def _read_old(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as fault:
        reason = explain_os_error(fault)
        raise NotWritten(
            say("{path} cannot be replaced: {reason}", path=path, reason=reason)
        ) from fault
