"""Several documents handed over at once, as files of one folder: all of them, or none.

A new folder is filled under another name and then given its own, so it is there whole or not at
all. In one that is there, everything that could be refused is refused before the first file is
written, and what was written goes back to what it was if a file fails all the same.
"""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from dutylist.cli.handing import refuse_existing
from dutylist.errors import NotWritten, WrongUsage, explain_os_error
from dutylist.record.steps import Step, take_steps
from dutylist.store.replace import create_file
from dutylist.words import say, say_n

_NAMED = 3


def refuse_folder(folder: str) -> None:
    """Refuse what can be no folder for files, before anything is read."""
    if not folder:
        raise WrongUsage(say("an empty name is no folder"))
    path = Path(folder)
    if (path.exists() or path.is_symlink()) and not path.is_dir():
        raise NotWritten(say("{path} is there already, and is no folder", path=folder))


def write_folder(folder: str, files: Mapping[str, bytes], *, force: bool) -> int:
    """Write the files, by name, into the folder; raises `NotWritten`, and changes nothing.

    Files that are there are replaced with `force` alone. Others in the folder stay as they are,
    and are counted.
    """
    refuse_folder(folder)
    path = Path(folder)
    if not path.is_dir():
        _make_folder(path, files)
        return 0
    taken = [name for name in files if _exists(path / name)]
    if taken and not force:
        raise _refuse_taken(folder, taken)
    others = _count_others(path, files)
    take_steps([_plan(path / name, raw) for name, raw in files.items()])
    return others


def _count_others(path: Path, files: Mapping[str, bytes]) -> int:
    with suppress(OSError):
        return sum(each.name not in files for each in path.iterdir())
    return 0  # a folder that may be written and not read


def _make_folder(path: Path, files: Mapping[str, bytes]) -> None:
    filled = path.with_name(f".dutylist-{token_hex(6)}.tmp")
    try:
        filled.mkdir()
        for name, raw in files.items():
            create_file(str(filled / name), raw)
        filled.rename(path)
    except OSError as fault:
        reason = explain_os_error(fault)
        raise NotWritten(
            say("{path} could not be made: {reason}; nothing was written", path=path, reason=reason)
        ) from fault
    finally:
        with suppress(OSError):
            shutil.rmtree(filled)


def _plan(path: Path, raw: bytes) -> Step:
    if not _exists(path):
        return Step(str(path), None, raw)
    if not path.is_file():
        raise NotWritten(say("{path} is no regular file, and stays as it is", path=path))
    try:
        return Step(str(path), path.read_bytes(), raw)
    except OSError as fault:
        reason = explain_os_error(fault)
        raise NotWritten(
            say("{path} cannot be replaced: {reason}", path=path, reason=reason)
        ) from fault


def _exists(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _refuse_taken(folder: str, taken: list[str]) -> NotWritten:
    if len(taken) == 1:
        return refuse_existing(str(Path(folder, taken[0])))
    names = (*taken[:_NAMED], "…") if len(taken) > _NAMED else tuple(taken)
    return NotWritten(
        say_n(
            "{n} file is in {path} already ({names}); --force replaces it",
            "{n} files are in {path} already ({names}); --force replaces them",
            len(taken),
            path=folder,
            names=names,
        )
    )
