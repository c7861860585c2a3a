"""Where the lists are: the data folder, and the files in it.

A data folder is found as git finds `.git`: `data/` here or in a parent. Every `*.yaml` in it is a
duty list (hidden files are not looked at), but `units.yaml`. Nothing is opened before it is known
to be a regular file: a named pipe would wait for ever. A file may also be one that was committed:
somebody else knows how to get its bytes, and the same rules hold.
"""

import os
import stat
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from dutylist.errors import InvalidData, NoFolder, explain_os_error
from dutylist.words import say

UNITS_NAME = "units.yaml"
SETTINGS_NAME = "dutylist.toml"
_ENDINGS = (".yaml", ".yml")


class Stamp(NamedTuple):
    """What the file system says of a file; any change to the file changes one of these."""

    size: int
    modified: int
    changed: int
    inode: int


class Blob(NamedTuple):
    """A file as it was committed: its id, its path as findings name it, and how to read it."""

    id: str
    path: str
    fetch: Callable[[str], bytes]


class Source(NamedTuple):
    """One file that holds a list, the units or the settings: how to name it, how to know it.

    `origin` is the file's stamp where it lies in a folder, a blob where it was committed.
    """

    folder: str
    name: str
    origin: Stamp | Blob

    @property
    def path(self) -> str:
        """Return the path, as findings name it."""
        if isinstance(self.origin, Blob):
            return self.origin.path
        return os.path.join(self.folder, self.name)  # noqa: PTH118 - as the user typed the folder

    @property
    def list_id(self) -> str:
        """Return the list's id: the name without its ending."""
        return self.name.rpartition(".")[0]

    @property
    def is_units(self) -> bool:
        """Tell whether this is the folder's units.yaml."""
        return self.name == UNITS_NAME

    def read(self) -> bytes:
        """Return the file's bytes; raises `InvalidData` where the system will not give them."""
        if isinstance(self.origin, Blob):
            return self.origin.fetch(self.origin.id)
        return read_file(self.path)


def read_file(path: str) -> bytes:
    """Return the bytes of a regular file; raises `InvalidData` for what is none, or unreadable."""
    _stat_file(path)
    try:
        return Path(path).read_bytes()
    except OSError as fault:
        raise _unreadable(path, fault) from fault


def find_folders(
    named: Sequence[str], environment: str | None, here: str, *, may_be_gone: bool = False
) -> list[str]:
    """Return the data folders: those named, else the environment's, else `data/` here or above.

    `environment` is the value of DUTYLIST_DATA, one folder or several joined by the system's
    path separator; `here` is the working folder. Raises `NoFolder`, but for a folder that
    `may_be_gone` only where its name is empty.
    """
    folders = list(named) or [part for part in (environment or "").split(os.pathsep) if part]
    if not folders:
        return [_find_above(here)]
    for folder in folders:
        if not folder or not (may_be_gone or Path(folder).is_dir()):
            raise NoFolder(folder or "''")
    # One folder under two names is one folder, named as it was first.
    named_first: dict[str, str] = {}
    for folder in folders:
        named_first.setdefault(os.path.realpath(folder), folder)
    return list(named_first.values())


def find_sources(folder: str, *, may_lack: bool = False) -> list[Source]:
    """Return the lists of a data folder by name, and its units.yaml; at least one list.

    Raises `InvalidData` for a folder that cannot be read, and unless it `may_lack` lists for one
    that holds none.
    """
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
    except OSError as fault:
        raise _unreadable(folder, fault) from fault
    sources = choose_sources(names, lambda name: _make_source(folder, name))
    if not may_lack:
        require_list(folder, sources)
    return sources


def choose_sources(names: Iterable[str], make: Callable[[str], Source]) -> list[Source]:
    """Return the lists among the `names` of what is in a folder, as `find_sources` does."""
    sources = [make(name) for name in sorted(names) if is_list_name(name)]
    _refuse_twins(sources)
    return sources


def require_list(folder: str, sources: Sequence[Source]) -> None:
    """Raise `InvalidData` where no source of a folder is a list."""
    if all(source.is_units for source in sources):
        raise InvalidData(
            say(
                "{folder} holds no duty list; a list is a file named like tasks_2022.yaml",
                folder=folder,
            )
        )


def _refuse_twins(sources: Sequence[Source]) -> None:
    """Refuse x.yaml beside x.yml: no ref would be sure."""
    seen: dict[str, Source] = {}
    for source in sources:
        twin = seen.setdefault(source.list_id, source)
        if twin is not source:
            raise InvalidData(
                say(
                    "{one} and {other} are both the list {id}; rename or remove one",
                    one=twin.path,
                    other=source.path,
                    id=source.list_id,
                )
            )


def is_list_name(name: str) -> bool:
    """Tell whether a file of this name in a data folder is read: a list, or units.yaml."""
    return name.endswith(_ENDINGS) and not name.startswith(".")


def plan_source(folder: str, list_id: str) -> Source:
    """Return the list of that id in a data folder, which holds none of that name yet."""
    return Source(folder, f"{list_id}.yaml", Stamp(0, 0, 0, 0))


def find_settings(folder: str) -> str | None:
    """Return the path of the folder's dutylist.toml, if it has one."""
    path = os.path.join(folder, SETTINGS_NAME)  # noqa: PTH118 - as the user typed the folder
    return path if os.path.exists(path) else None  # noqa: PTH110 - as above


def _find_above(here: str) -> str:
    start = Path(here)
    for parent in (start, *start.parents):
        if (parent / "data").is_dir():
            return os.path.relpath(parent / "data", here)
    raise NoFolder(str(start / "data"))


def _make_source(folder: str, name: str) -> Source:
    path = os.path.join(folder, name)  # noqa: PTH118 - 900 Path objects cost more than 900 stats
    status = _stat_file(path)
    stamp = Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return Source(folder, name, stamp)


def _stat_file(path: str) -> os.stat_result:
    try:
        status = os.stat(path)  # noqa: PTH116 - as above
    except OSError as fault:
        raise _unreadable(path, fault) from fault
    if not stat.S_ISREG(status.st_mode):
        raise InvalidData(say("{path} is not a regular file", path=path))
    return status


def _unreadable(path: str, fault: OSError) -> InvalidData:
    reason = explain_os_error(fault)
    return InvalidData(say("{path} cannot be read: {reason}", path=path, reason=reason))
