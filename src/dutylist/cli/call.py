"""What a command is given: the language, the output, the time, and a way to put its question."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dutylist.cli.output import Output
from dutylist.errors import NoFolder
from dutylist.selection import Selection
from dutylist.store.folder import Source, find_folders, find_settings, find_sources
from dutylist.words import Catalogue

if TYPE_CHECKING:
    from dutylist.index import Index, Snapshot
    from dutylist.query import Question
    from dutylist.standing import Rules

T = TypeVar("T")


class Call(NamedTuple):
    """One run of the program: its surroundings, read once, at the edge."""

    output: Output
    environment: Mapping[str, str]

    @property
    def catalogue(self) -> Catalogue:
        """Return the words of the reader's language."""
        return self.output.catalogue

    @property
    def today(self) -> date:
        """Return today's date where the user is."""
        return datetime.now().astimezone().date()

    def find_sources(self, folders: Sequence[str]) -> list[Source]:
        """Return the lists in the data folders, named or found."""
        named = find_folders(folders, self.environment.get("DUTYLIST_DATA"), _find_here())
        return [source for folder in named for source in find_sources(folder)]

    def look(self, folders: Sequence[str], look: Callable[["Index", "Snapshot"], T]) -> T:
        """Look into the index of the lists, brought up to date; `look` may be called again."""
        # Imported here, as below: a help page asks nothing.
        from dutylist.index import Clock, ask  # noqa: PLC0415

        sources = self.find_sources(folders)
        cache = find_cache(self.environment, sys.platform)
        clock = Clock(time.time_ns())
        return ask(cache, clock, lambda index: look(index, index.take(sources)))

    def ask(self, scope: "Scope", question: Callable[["Question"], T]) -> T:
        """Put a question to the lists, by way of the index."""
        from dutylist.query import Question  # noqa: PLC0415

        day = scope.as_of or self.today
        return self.look(
            scope.folders,
            lambda index, snapshot: question(
                Question(index, snapshot, scope.selection, day, _read_settings(snapshot.folders))
            ),
        )


class Scope(NamedTuple):
    """The options that all reading commands share."""

    selection: Selection = Selection()
    folders: Sequence[str] = ()
    as_of: date | None = None
    format: str = "table"


def find_cache(environment: Mapping[str, str], platform: str) -> Path | None:
    """Return the folder for the index: where this system keeps what may be deleted."""
    if platform == "win32":
        base = environment.get("LOCALAPPDATA")
    elif platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = environment.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        return Path(base).expanduser() / "dutylist" if base else None
    except RuntimeError:  # no home folder is known
        return None


def _read_settings(folders: Iterable[str]) -> dict[str, "Rules"]:
    paths = {folder: path for folder in folders if (path := find_settings(folder))}
    if not paths:
        return {}
    # Imported here: most folders have no such file.
    from dutylist.store.settings import read_rules  # noqa: PLC0415

    return {folder: read_rules(path) for folder, path in paths.items()}


def _find_here() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - the sentence for its absence is below
    except FileNotFoundError:
        raise NoFolder(os.curdir) from None
