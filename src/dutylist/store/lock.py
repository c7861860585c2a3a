"""The lock that keeps parallel writers of a folder apart; readers know nothing of it.

A lock file of its own lies in a folder that all writers agree on while a run writes, for a lock on
a list, which gets replaced, would protect nothing. The system holds the lock, not the file: it
ends with the run that took it, or, after a kill, with the git that this run had started and handed
the descriptor. A file that is left behind is no lock; the next run takes it over and removes it.
"""

import errno
import os
import platform
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from filelock import lock_descriptor, unlock_descriptor

from dutylist.errors import NotWritten, explain_os_error
from dutylist.words import Message, say

LOCK_NAME = ".dutylist.lock"


@contextmanager
def hold_lock(folder: str, seconds: float, waiting: Callable[[], None]) -> Iterator[int]:
    """Keep other writers out of `folder`, which is a real path; yields the lock's descriptor.

    Waits for at most `seconds` and calls `waiting` once, when that has taken a second. Raises
    `NotWritten` where another run keeps the lock, or the folder cannot be written or locked.
    The descriptor is meant for children that must not be outrun: a child that inherits it keeps
    the lock of a killed run. Several folders are locked in sorted order, or runs would wait for
    each other.
    """
    path = os.path.join(folder, LOCK_NAME)
    fd = _wait_for_lock(path, seconds, waiting)
    try:
        _sign(fd)
        yield fd
    finally:
        _release(fd, path)


def _wait_for_lock(path: str, seconds: float, waiting: Callable[[], None]) -> int:
    began = time.monotonic()
    pause, told = _SHORTEST_PAUSE, False
    while (fd := _try_lock(path)) is None:
        waited = time.monotonic() - began
        if waited >= seconds:
            raise NotWritten(_tell_holder(path))
        if not told and waited >= _TOLD_AFTER:
            told = True
            waiting()
        time.sleep(max(0.0, min(pause, seconds - waited)))
        pause = min(pause * 1.5, _LONGEST_PAUSE)
    return fd


def _try_lock(path: str) -> int | None:
    """Return the locked descriptor of the file that `path` names, or None while it is held."""
    try:
        fd = _open_lock(path)
        return fd if fd is None else _lock_or_close(fd, path)
    except OSError as fault:
        raise NotWritten(_explain(path, fault)) from fault


def _open_lock(path: str) -> int | None:
    """Return the file's descriptor, or None where it is not to be had for the moment."""
    with suppress(FileExistsError):
        return _create_lock(path)
    # A file that another user's killed run left may be locked by whoever may read it, too.
    for access in (os.O_RDWR, os.O_RDONLY):
        try:
            return os.open(path, access | _FLAGS)
        except FileNotFoundError:
            return None  # its holder has just removed it
        except PermissionError:
            continue  # it is just being made by another user, or on Windows, just being removed
    return None


def _create_lock(path: str) -> int:
    """Create the file, open to everybody who may write in its folder, whatever the umask."""
    folder = os.stat(os.path.dirname(path))
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600)
    with suppress(OSError, AttributeError):  # Windows has neither call, and needs none
        os.fchown(fd, -1, folder.st_gid)
    with suppress(OSError, AttributeError):
        os.fchmod(fd, 0o600 | folder.st_mode & 0o666)
    return fd


def _lock_or_close(fd: int, path: str) -> int | None:
    held = False
    try:
        held = lock_descriptor(fd, blocking=False) and _is_named(fd, path)
    finally:
        if not held:
            os.close(fd)
    return fd if held else None


def _is_named(fd: int, path: str) -> bool:
    """Tell whether `path` still names the open file: its last holder may have removed it."""
    try:
        named = os.lstat(path)
    except FileNotFoundError:
        return False
    _require_lock_file(path, named)
    return os.path.samestat(named, os.fstat(fd))


def _require_lock_file(path: str, status: os.stat_result) -> None:
    """Refuse a link, a folder, or a second name of some other file: it would be written to."""
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        raise NotWritten(_tell_foreign(path))


def _sign(fd: int) -> None:
    """Write who holds the lock, for the message of those who wait in vain.

    The first byte says nothing: on Windows the lock covers it, so that nobody else can read it.
    """
    with suppress(OSError):  # a full disk keeps nobody from trying to write
        os.ftruncate(fd, 0)
        os.write(fd, f"\n{os.getpid()} {platform.node()}\n".encode())


def _release(fd: int, path: str) -> None:
    """Remove the file while it is locked, so that whoever locks it later finds it unnamed.

    Unlocking is explicit, for a child of a hook may live on with the descriptor. Windows removes
    no open file: there it goes after closing, which fails where the next run has opened it, and
    otherwise takes it from nobody.
    """
    try:
        if sys.platform != "win32":
            _remove(fd, path)
    finally:
        try:
            unlock_descriptor(fd)
        finally:
            os.close(fd)
    if sys.platform == "win32":
        with suppress(OSError):
            os.unlink(path)


def _remove(fd: int, path: str) -> None:
    # A stranger may have removed our file, and the next run made its own: that one is not ours.
    with suppress(OSError):
        if os.path.samestat(os.lstat(path), os.fstat(fd)):
            os.unlink(path)


def _tell_holder(path: str) -> Message:
    if os.path.isdir(path):
        return _tell_foreign(path)
    if os.path.lexists(path) and not os.access(path, os.R_OK):
        return say(
            "{path} may not be opened by you; wait until the run of another user has ended, or "
            "remove the file where no run is under way",
            path=path,
        )
    holder = _read_holder(path)
    if holder is None:
        return say(
            "another run is writing here: {path} is locked; wait until it has ended, "
            "then run the command again",
            path=path,
        )
    pid, host, since = holder
    return say(
        "another run is writing here: {path} is locked, it seems by process {pid} on {host} "
        "since {since}; wait until that has ended, or end it where it hangs, then run the "
        "command again",
        path=path,
        pid=pid,
        host=host,
        since=since,
    )


def _read_holder(path: str) -> tuple[str, str, str] | None:
    """Return process, host and time, or None for a text that is not of this program's making."""
    try:
        fd = os.open(path, os.O_RDONLY | _FLAGS)
        try:
            os.lseek(fd, 1, os.SEEK_SET)
            signed = _SIGNED.fullmatch(os.read(fd, 300).decode())
            since = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(os.fstat(fd).st_mtime))
        finally:
            os.close(fd)
    except (OSError, OverflowError, ValueError):
        return None
    return (signed[1], signed[2], since) if signed else None


def _explain(path: str, fault: OSError) -> Message:
    if fault.errno in {errno.ELOOP, errno.EISDIR, errno.ENXIO}:
        return _tell_foreign(path)
    if fault.errno in {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}:
        return say(
            "{path} could not be locked: its file system keeps no locks; have the lists in a "
            "folder on a local disk, and exchange them through git",
            path=path,
        )
    return say("{path} could not be locked: {reason}", path=path, reason=explain_os_error(fault))


def _tell_foreign(path: str) -> Message:
    return say(
        "{path} is not the lock file it should be; look what it is, and remove it", path=path
    )


_FLAGS = (
    getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)
_SIGNED = re.compile(r"([0-9]{1,10}) ([\w.-]{1,64})\n")
_TOLD_AFTER = 1.0
_SHORTEST_PAUSE = 0.002
_LONGEST_PAUSE = 0.05
