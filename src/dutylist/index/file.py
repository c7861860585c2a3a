"""The index as a file: where it is, how it is made, and what to do when it is no good.

The file is disposable, so every trouble has one of two answers: throw it away and build it anew,
or, where the disk or another process is the trouble, leave it alone and answer from memory.
"""

import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from dutylist import __version__
from dutylist.index.lens import DAY_NANOSECONDS, Clock, Index
from dutylist.index.size import MOST_BYTES
from dutylist.track import Track, track_nothing

SCHEMA = 5
BUSY_SECONDS = 10.0
STALE_DAYS = 30

_TABLES = """
CREATE TABLE IF NOT EXISTS blob (
    id INTEGER PRIMARY KEY, sha TEXT NOT NULL UNIQUE, used INTEGER NOT NULL, head TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS part (
    kind TEXT, blob INTEGER, sealed TEXT NOT NULL, PRIMARY KEY (kind, blob)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (
    folder TEXT, name TEXT, file TEXT NOT NULL, PRIMARY KEY (folder, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS duty (place INTEGER PRIMARY KEY, record TEXT NOT NULL, crc INTEGER);
"""
# Errors of the disk or of other processes: the file itself may be sound, so it is left alone.
_NOT_DAMAGE = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_FULL,
    )
)

T = TypeVar("T")


def ask(
    cache: Path | None,
    clock: Clock,
    question: Callable[[Index], T],
    most_bytes: int = MOST_BYTES,
    track: Track = track_nothing,
) -> T:
    """Put `question` to the index in the folder `cache`, and return its answer.

    A damaged index is thrown away and the question put again; where no file can be had, and with
    `cache` None, the index is built in memory. So `question` may be called again and must change
    nothing. Above `most_bytes` the file sheds what is longest out of use. `track` gets the files to
    be parsed. Raises what `question` raises, but no error of SQLite.
    """
    for path in [_name_file(cache)] * 2 if cache else []:
        try:
            with closing(_connect(path, clock)) as connection:
                return question(Index(connection, clock, most_bytes, track))
        # A damaged file also makes sqlite3 and the rows' own code stumble over odd types; a true
        # bug comes up again when the question is put to an index in memory.
        except (sqlite3.Error, TypeError, ValueError, OSError) as fault:
            if not _is_damage(fault):
                break
            _remove(path)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(_TABLES)
        return question(Index(connection, clock, most_bytes, track))


def _connect(path: Path, clock: Clock) -> sqlite3.Connection:
    is_new = not path.exists()
    if is_new:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_stale(path, clock)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        # No waiting for the disk: what a power cut damages, the checksums find.
        connection.execute("PRAGMA synchronous = OFF")
        if is_new or not connection.execute("PRAGMA user_version").fetchone()[0]:
            _create(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _create(connection: sqlite3.Connection) -> None:
    # Readers of a write-ahead log wait for no writer.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {SCHEMA}; COMMIT;")


def _name_file(cache: Path) -> Path:
    """Name the index after the code that fills it: a new grammar must not answer from old rows."""
    rooms = Path(__file__).parent.parent
    parts = [rooms / "model.py", rooms / "duty.py", rooms / "names.py"]
    for room in ("deadline", "store", "index"):
        with suppress(OSError):
            parts += (rooms / room).glob("*.py")
    fingerprint = zlib.crc32(__version__.encode())
    for part in sorted(parts):
        with suppress(OSError):
            status = part.stat()
            fingerprint = zlib.crc32(b"%d %d" % (status.st_size, status.st_mtime_ns), fingerprint)
    return cache / f"index-{SCHEMA}-{fingerprint:08x}.sqlite3"


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        with suppress(OSError):
            Path(f"{path}{ending}").unlink()


def _remove_stale(path: Path, clock: Clock) -> None:
    """Remove the indexes of other versions that nobody has written to for a month."""
    for other in path.parent.glob("index-*.sqlite3"):
        with suppress(OSError):
            if clock.now - other.stat().st_mtime_ns > STALE_DAYS * DAY_NANOSECONDS:
                _remove(other)


def _is_damage(fault: Exception) -> bool:
    if isinstance(fault, OSError):
        return False
    code = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF not in _NOT_DAMAGE
