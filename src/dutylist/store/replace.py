"""Another content for a file, all at once: readers find the old bytes or the new, never a part.

The new content is written beside the file, brought to the disk, and given the file's name. The
file stays what it was for everybody else: its links, mode, group and access lists are kept, or
nothing is written. A new file takes the place of none. Keeping other writers out is the lock's
business, not that of this module.
"""

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import NamedTuple

from dutylist.errors import NotWritten, explain_os_error
from dutylist.words import Message, say


def replace_file(path: str, raw: bytes, expected: bytes) -> None:
    """Replace the content of the file, which must be `expected`, by `raw`.

    Raises `NotWritten`, and leaves the old bytes, where the file is not a regular one that may be
    written, holds something else by now, or the disk will not take the new content. A symbolic
    link stays, and what it names is replaced. A further name of the file (a hard link) keeps the
    old content, as it does when git checks a file out: refusing would stop clerks whose backup
    links files, and writing in place could leave half a list.
    """
    with _told_as_refusal(path):
        target = os.path.realpath(path, strict=True)
        rights = _read_rights(path, target)
        temporary = _name_temporary(target)
        try:
            _write_temporary(path, temporary, raw, rights)
            _require_unchanged(path, target, expected)
            _exchange(temporary, target)
        finally:
            with suppress(OSError):
                os.unlink(temporary)
    _sync_folder(os.path.dirname(target))


def create_file(path: str, raw: bytes) -> None:
    """Make a file that is not there yet, with `raw` in it, and the mode that new files get.

    Raises `NotWritten`, and makes nothing, where something has that name already, a link to
    nowhere included, or the disk will not take the content.
    """
    with _told_as_refusal(path, _NOT_MADE):
        temporary = _name_temporary(path)
        try:
            _write_temporary(path, temporary, raw, None)
            _give_name(temporary, path)
        finally:
            with suppress(OSError):
                os.unlink(temporary)
    _sync_folder(os.path.dirname(path))


def remove_file(path: str, expected: bytes) -> None:
    """Remove a file, which must hold `expected`; raises `NotWritten`, and leaves it."""
    with _told_as_refusal(path):
        _read_rights(path, path)
        _require_unchanged(path, path, expected)
        os.unlink(path)
    _sync_folder(os.path.dirname(path))


def sweep(folder: str) -> None:
    """Remove what killed runs left in `folder`; only for the holder of the folder's lock."""
    with suppress(OSError), os.scandir(folder) as found:
        for item in found:
            if _LEFT_OVER.fullmatch(item.name):
                with suppress(OSError):
                    os.unlink(item.path)


class _Rights(NamedTuple):
    """Who may do what with a file: its status, and its attributes that are worth keeping."""

    status: os.stat_result
    attributes: Mapping[str, bytes]


_KEPT = say("{path} could not be written: {reason}; it is as it was")
_NOT_MADE = say("{path} could not be made: {reason}; nothing was written")


@contextmanager
def _told_as_refusal(path: str, told: Message = _KEPT) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        facts = {"path": path, "reason": explain_os_error(fault)}
        raise NotWritten(told._replace(facts=facts)) from fault


def _read_rights(path: str, target: str) -> _Rights:
    # A pipe would wait, and a device do who knows what: looked at before it is opened.
    if not stat.S_ISREG(os.lstat(target).st_mode):
        raise NotWritten(say("{path} could not be written: it is not a regular file", path=path))
    fd = os.open(target, os.O_RDWR | _FLAGS)  # fails on a read-only file, which replacing would not
    try:
        return _Rights(os.fstat(fd), _read_attributes(fd))
    finally:
        os.close(fd)


def _read_attributes(fd: int) -> dict[str, bytes]:
    if sys.platform != "linux":
        return {}
    try:
        names = os.listxattr(fd)
    except OSError:
        return {}  # the file system has none
    return {name: os.getxattr(fd, name) for name in names if name.startswith(_KEPT_ATTRIBUTES)}


def _name_temporary(target: str) -> str:
    folder, name = os.path.split(target)
    stem = name.rpartition(".")[0][:_LONGEST_STEM]  # the list's name may be as long as names can be
    return os.path.join(folder, f".dutylist-{stem}-{os.urandom(6).hex()}.tmp")


def _write_temporary(path: str, temporary: str, raw: bytes, rights: _Rights | None) -> None:
    mode = 0o600 if rights else 0o666
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, mode)
    with open(fd, "wb") as file:
        if sys.platform != "win32" and rights:
            _pass_on(path, fd, rights)
        file.write(raw)
        file.flush()
        os.fsync(fd)


def _pass_on(path: str, fd: int, rights: _Rights) -> None:
    """Give the new file the rights of the old one."""
    _pass_on_group(path, fd, rights.status)
    _pass_on_attributes(fd, rights.attributes)
    mode = stat.S_IMODE(rights.status.st_mode) & 0o777
    if stat.S_IMODE(os.fstat(fd).st_mode) != mode:  # some shares have one mode, and no chmod
        os.fchmod(fd, mode)


def _pass_on_group(path: str, fd: int, old: os.stat_result) -> None:
    """Keep group and owner; the owner where one may: it is the writer otherwise, as with git.

    The group bits must not come to mean another group. Where they differ from those of everybody,
    some would lose a right or gain one, so nothing is written.
    """
    new = os.fstat(fd)
    if new.st_gid != old.st_gid:
        with suppress(PermissionError):
            os.fchown(fd, -1, old.st_gid)
    if new.st_uid != old.st_uid:
        with suppress(PermissionError):
            os.fchown(fd, old.st_uid, -1)
    everybody = old.st_mode & 0o007
    if os.fstat(fd).st_gid != old.st_gid and old.st_mode >> 3 & 0o007 != everybody:
        raise NotWritten(
            say(
                "{path} could not be written: it belongs to a group that you are not in, and "
                "would lose it; give it a group of yours (chgrp), or ask its administrator",
                path=path,
            )
        )


def _pass_on_attributes(fd: int, attributes: Mapping[str, bytes]) -> None:
    inherited = _read_attributes(fd)  # a folder may give new files an access list of its own
    if sys.platform == "linux":
        for name in inherited.keys() - attributes.keys():
            os.removexattr(fd, name)
        for name, value in attributes.items():
            if inherited.get(name) != value:
                os.setxattr(fd, name, value)


def _require_unchanged(path: str, target: str, expected: bytes) -> None:
    fd = os.open(target, os.O_RDONLY | _FLAGS)
    with open(fd, "rb") as file:
        if file.read(len(expected) + 1) == expected:
            return
    raise NotWritten(
        say(
            "{path} was changed by somebody else just now; nothing was written: run the "
            "command again",
            path=path,
        )
    )


def _exchange(temporary: str, target: str) -> None:
    """Give the new file the old one's name.

    On Windows that fails as long as a reader, such as a virus scanner, has the old file open;
    they are soon done.
    """
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            os.replace(temporary, target)
            return
        except PermissionError:
            if sys.platform != "win32" or time.monotonic() > give_up:
                raise
        time.sleep(_PAUSE)


def _give_name(temporary: str, path: str) -> None:
    """Give the new file a name that nothing has."""
    if sys.platform == "win32":
        os.rename(temporary, path)  # fails where the name is taken
        return
    try:
        os.link(temporary, path)
    except OSError as fault:
        if fault.errno not in _NO_LINKS:
            raise
        # The name is taken first, by an empty file: a run that is killed in between leaves that.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, 0o666))
        os.replace(temporary, path)


def _sync_folder(folder: str) -> None:
    """Bring the new name to the disk, where folders can be synced: not on Windows.

    The file is replaced already, so a folder that will not be opened or synced (as on some
    shares) is no failure that could be told as one.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError):
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _FLAGS)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


_FLAGS = (
    getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)
_NO_LINKS = frozenset((errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS))
_KEPT_ATTRIBUTES = ("user.", "system.posix_acl_access")
_LEFT_OVER = re.compile(r"\.dutylist-.*-[0-9a-f]{12}\.tmp", re.DOTALL)
_LONGEST_STEM = 40  # of 255 bytes, of which a character takes at most four
_PATIENCE = 2.0
_PAUSE = 0.05
