"""A whole folder of files, all at once: readers find the old folder, the new one, or none.

The files are written into a folder beside it, brought to the disk, and that folder is given the
name. One that is there is moved aside first and removed last, and only if it holds nothing but
files that it may hold: nobody's own file is ever lost in it.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from dutylist.errors import NotWritten, explain_os_error
from dutylist.words import say


def create_tree(path: str, files: Mapping[str, bytes]) -> None:
    """Make a folder that is not there yet, with `files` by their paths with / between the names.

    Raises `NotWritten`, and makes nothing, where something has that name already, or the disk
    will not take the files.
    """
    with _told_as_refusal(path), _written_beside(path, files) as temporary:
        if os.path.lexists(path):  # which renaming would replace, were it an empty folder
            raise FileExistsError(errno.EEXIST, "")
        temporary.rename(path)
    _sync_folder(Path(path).parent)


def replace_tree(path: str, files: Mapping[str, bytes], is_known: Callable[[str], bool]) -> None:
    """Replace a folder all of whose files are known; raises `NotWritten`, and leaves it."""
    require_known(path, is_known)
    with _told_as_refusal(path), _written_beside(path, files) as temporary:
        aside = Path(path).rename(_name_sibling(path))
        try:
            temporary.rename(path)
        except OSError:
            aside.rename(path)
            raise
    shutil.rmtree(aside, ignore_errors=True)
    _sync_folder(Path(path).parent)


def require_known(path: str, is_known: Callable[[str], bool]) -> None:
    """Raise `NotWritten` unless `path` is a folder, and no link, all of whose files are known."""
    top = Path(path)
    if top.is_symlink() or not top.is_dir():
        raise NotWritten(say("{path} is no folder, and stays as it is", path=path))
    with _told_as_refusal(path):
        foreign = next((name for name in _list_files(top) if not is_known(name)), None)
    if foreign is not None:
        raise NotWritten(
            say(
                "{path} holds {file}, which is no part of an export; it stays as it is",
                path=path,
                file=foreign,
            )
        )


@contextmanager
def _told_as_refusal(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        reason = explain_os_error(fault)
        raise NotWritten(
            say("{path} could not be written: {reason}; it is as it was", path=path, reason=reason)
        ) from fault


@contextmanager
def _written_beside(path: str, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Write the files into a folder of another name, which is removed unless it is renamed."""
    temporary = _name_sibling(path)
    try:
        _write_tree(temporary, files)
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _name_sibling(path: str) -> Path:
    folder, name = Path(path).absolute().parent, Path(path).name
    return folder / f".dutylist-{name[:_LONGEST_STEM]}-{os.urandom(6).hex()}.tmp"


def _write_tree(top: Path, files: Mapping[str, bytes]) -> None:
    top.mkdir()
    paths = {top.joinpath(*name.split("/")): raw for name, raw in files.items()}
    folders = sorted({path.parent for path in paths})
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    for path, raw in paths.items():
        with path.open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
    for folder in folders:
        _sync_folder(folder)


def _list_files(top: Path) -> Iterator[str]:
    """Give what is no folder by its path in `top`; a link is none, whatever it leads to."""
    for item in sorted(top.iterdir()):
        if item.is_dir() and not item.is_symlink():
            yield from (f"{item.name}/{name}" for name in _list_files(item))
        else:
            yield item.name


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not on Windows, and not on some shares
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


_LONGEST_STEM = 40  # of 255 bytes, of which a character takes at most four
