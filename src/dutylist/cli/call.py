"""What a command is given: the language, the output, the time, and a way to put its question."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dutylist.cli.output import Output
from dutylist.cli.working import Working
from dutylist.errors import NoFolder, NotFound
from dutylist.selection import Selection
from dutylist.store.folder import Source, find_folders, find_settings, find_sources
from dutylist.words import Catalogue, Message, say

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

    @contextmanager
    def open(
        self,
        folders: Sequence[str],
        at: "Moment | None" = None,
        tell: Callable[[Message], None] | None = None,
        *,
        may_lack: bool = False,
    ) -> "Iterator[Files]":
        """Find the files to read: those in the folders, or as they were on file `at` a moment.

        Which commit that was is told by `tell`, if not as a remark. Raises `NotFound` for a folder
        that was not there then; with `may_lack` it has no files.
        """
        if at is None:
            sources = self.find_sources(folders)
            yield Files(sources, _find_all_settings(source.folder for source in sources), {})
            return
        # Imported here, as below: most runs ask for nothing past, and a help page for nothing.
        from dutylist.cli.past import open_past  # noqa: PLC0415

        given = self.environment.get("DUTYLIST_DATA")
        named = find_folders(folders, given, _find_here(), may_be_gone=True)
        remark = tell or self.output.remark
        with open_past(named, at, self.environment, remark) as files:
            for refusal in files.lacking.values() if not may_lack else ():
                raise refusal
            yield files

    def look_into(self, look: Callable[["Index"], T]) -> T:
        """Look into the index, as yet of no lists; `look` may be called again."""
        from dutylist.index import Clock, ask  # noqa: PLC0415

        cache = find_cache(self.environment, sys.platform)
        working = Working(self.output, say("reading the lists"))
        return ask(cache, Clock(time.time_ns()), look, track=working.track)

    def look(self, folders: Sequence[str], look: Callable[["Index", "Snapshot"], T]) -> T:
        """Look into the index of the lists, brought up to date; `look` may be called again."""
        sources = self.find_sources(folders)
        return self.look_into(lambda index: look(index, index.take(sources)))

    def ask(self, scope: "Scope", question: Callable[["Question"], T]) -> T:
        """Put a question to the lists, by way of the index."""
        with self.open(scope.folders, scope.at) as files:
            return self._put(files, scope, question)

    def ask_of(
        self, sources: Sequence[Source], scope: "Scope", question: Callable[["Question"], T]
    ) -> T:
        """Put a question to these very lists, by way of the index; lamps are of no account."""
        return self._put(Files(list(sources), {}, {}), scope, question)

    def _put(self, files: "Files", scope: "Scope", question: Callable[["Question"], T]) -> T:
        from dutylist.query import Question  # noqa: PLC0415

        day = scope.as_of or self.today

        def put(index: "Index") -> T:
            snapshot, rules = index.take(files.sources), _read_settings(files.settings)
            return question(Question(index, snapshot, scope.selection, day, rules))

        return self.look_into(put)


class Files(NamedTuple):
    """The files to be read: the lists; and by folder the settings, as a path and known bytes.

    Of a folder that was not there when it was asked for, `lacking` has the refusal.
    """

    sources: list[Source]
    settings: dict[str, tuple[str, bytes | None]]
    lacking: dict[str, NotFound]


class Moment(NamedTuple):
    """What `--at` asks for: a revision as typed, or the end of a day."""

    text: str
    day: date | None = None


class Scope(NamedTuple):
    """The options that all reading commands share."""

    selection: Selection = Selection()
    folders: Sequence[str] = ()
    as_of: date | None = None
    format: str = "table"
    at: Moment | None = None


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


def _find_all_settings(folders: Iterable[str]) -> dict[str, tuple[str, bytes | None]]:
    unique = dict.fromkeys(folders)
    return {folder: (path, None) for folder in unique if (path := find_settings(folder))}


def _read_settings(settings: Mapping[str, tuple[str, bytes | None]]) -> dict[str, "Rules"]:
    if not settings:
        return {}
    # Imported here: most folders have no such file.
    from dutylist.store.settings import read_rules  # noqa: PLC0415

    return {folder: read_rules(path, raw) for folder, (path, raw) in settings.items()}


def _find_here() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - the sentence for its absence is below
    except FileNotFoundError:
        raise NoFolder(os.curdir) from None
