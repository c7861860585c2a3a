"""Opening the index, bringing it up to date with the files, and its three look-ups."""

import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from dutylist import __version__
from dutylist.duty import Duty
from dutylist.errors import Finding, InvalidData, Severity
from dutylist.index.rows import (
    DamagedRow,
    list_asked_days,
    list_due_days,
    list_ended,
    pack_duty,
    unpack_duty,
)
from dutylist.names import fold_name, fold_text
from dutylist.store.folder import Source, Stamp

SCHEMA = 1
MOST_BYTES = 512 * 1024 * 1024
BUSY_SECONDS = 10.0
# A file changed this recently may change again without its stamp changing (git calls it racy).
RACY_NANOSECONDS = 2_000_000_000
DAY_NANOSECONDS = 86_400_000_000_000
STALE_DAYS = 30
BATCH = 50  # files to a transaction: no reader waits, and memory stays small

_TABLES = """
CREATE TABLE IF NOT EXISTS blob (
    id INTEGER PRIMARY KEY, sha TEXT NOT NULL UNIQUE, head TEXT NOT NULL, used INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS seen (
    folder TEXT, name TEXT, size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER,
    sha TEXT NOT NULL, PRIMARY KEY (folder, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS duty (
    blob INTEGER, position INTEGER, no TEXT, class TEXT, words TEXT, record TEXT, crc INTEGER,
    PRIMARY KEY (blob, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS party (
    role TEXT, name TEXT, blob INTEGER, position INTEGER, printed TEXT,
    PRIMARY KEY (role, name, blob, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS occurrence (
    day TEXT, kind TEXT, blob INTEGER, position INTEGER,
    PRIMARY KEY (day, kind, blob, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ended (
    status TEXT, blob INTEGER, position INTEGER, first TEXT, beyond TEXT,
    PRIMARY KEY (status, blob, position, first)) WITHOUT ROWID;
"""
# The two kinds of a day on which something falls due; the order of the words is used.
ASKED, DUE = "asked", "due"
# CROSS JOIN keeps SQLite from going through all duties in search of the few in the window.
_IN_WINDOW = (
    "(SELECT DISTINCT blob, position FROM occurrence"
    " WHERE day BETWEEN ? AND ? AND kind BETWEEN ? AND ?) AS falling"
    " CROSS JOIN duty ON duty.blob = falling.blob AND duty.position = falling.position"
)
_CONTENT_TABLES = ("duty", "party", "occurrence", "ended")
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


class ListHead(NamedTuple):
    """One list as the index knows it: where it is, which blob it is, and its head."""

    folder: str
    list_id: str
    blob: int
    title: str
    year: int
    annex: str | None
    duties: int


class Snapshot(NamedTuple):
    """The lists that a question is put to, by folder, year and annex, and the parties they know.

    A party's members and aliases are folded names; its own name is as printed.
    """

    lists: tuple[ListHead, ...]
    units: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]

    @property
    def folders(self) -> set[str]:
        """Return the data folders of the lists."""
        return {head.folder for head in self.lists}

    @property
    def duties(self) -> int:
        """Count the duties of all lists."""
        return sum(head.duties for head in self.lists)


class Clock(NamedTuple):
    """The time of the command, in nanoseconds since 1970; told, for this room reads no clock."""

    now: int

    @property
    def day(self) -> int:
        """Return the number of the day, by which blobs out of use are known."""
        return self.now // DAY_NANOSECONDS


class Match(NamedTuple):
    """One duty that a condition chose, with the blob and the position it stands at."""

    blob: int
    position: int
    duty: Duty


class Window(NamedTuple):
    """Days as text, 2022-10-01 to 2022-10-31 inclusive, and the least and greatest kind asked."""

    first: str
    last: str
    least_kind: str = ASKED
    greatest_kind: str = DUE


def ask(cache: Path | None, clock: Clock, question: Callable[["Index"], T]) -> T:
    """Put `question` to the index in the folder `cache`, and return its answer.

    A damaged index is thrown away and the question put again; where no file can be had, and with
    `cache` None, the index is built in memory. So `question` may be called again and must change
    nothing. Raises what it raises, but no error of SQLite.
    """
    for path in [_name_file(cache)] * 2 if cache else []:
        try:
            with closing(_connect(path, clock)) as connection:
                return question(Index(connection, clock))
        except (sqlite3.Error, DamagedRow, OSError) as fault:
            if not _is_damage(fault):
                break
            _remove(path)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(_TABLES)
        return question(Index(connection, clock))


class Index:
    """The open index: takes files in, and finds duties by conditions in SQL."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def take(self, sources: Sequence[Source]) -> Snapshot:
        """Bring the index up to date with the files; raises `InvalidData` with all findings."""
        shas, unread = self._identify(sources)
        heads = self._read_heads(shas)
        missing = [source for source in sources if shas[source] not in heads]
        if missing or unread:
            self._fill(missing, shas, unread)
            heads = self._read_heads(shas)
        self._mark_used(heads)
        lists, units = [], []
        for source in sources:
            blob, head, _ = heads[shas[source]]
            if source.is_units:
                units += [(name, tuple(parts), tuple(others)) for name, parts, others in head]
            else:
                lists.append(ListHead(source.folder, source.list_id, blob, *head))
        order = {folder: at for at, folder in enumerate(source.folder for source in sources)}
        lists.sort(key=lambda head: (order[head.folder], head.year, head.annex or "", head.list_id))
        return Snapshot(tuple(lists), tuple(units))

    def find(
        self,
        blobs: Iterable[int],
        condition: str,
        values: Sequence[object],
        window: Window | None = None,
    ) -> Iterator[Match]:
        """Give the duties of `blobs` that meet the SQL `condition` on `duty`, in list order.

        With a `window`, only duties of which something may fall due in it.
        """
        origin, origin_values = ("duty", ()) if window is None else (_IN_WINDOW, window)
        rows = self._connection.execute(
            f"SELECT duty.blob, duty.position, record, crc FROM {origin}"
            f" WHERE duty.blob IN (SELECT value FROM json_each(?)) AND {condition}"
            " ORDER BY duty.blob, duty.position",
            (*origin_values, _pack_numbers(blobs), *values),
        )
        for blob, position, record, crc in rows:
            yield Match(blob, position, unpack_duty(record, crc))

    def count(
        self, blobs: Iterable[int], condition: str, values: Sequence[object]
    ) -> dict[int, int]:
        """Count by blob the duties that meet `condition`."""
        return dict(
            self._connection.execute(
                "SELECT duty.blob, count(*) FROM duty"
                f" WHERE duty.blob IN (SELECT value FROM json_each(?)) AND {condition}"
                " GROUP BY duty.blob",
                (_pack_numbers(blobs), *values),
            )
        )

    def count_ended(
        self,
        status: str,
        day: str,
        blobs: Iterable[int],
        condition: str,
        values: Sequence[object],
    ) -> dict[int, int]:
        """Count by blob the duties that meet `condition` and have ended in `status` on `day`."""
        return dict(
            self._connection.execute(
                "SELECT ended.blob, count(*) FROM ended CROSS JOIN duty"
                " ON duty.blob = ended.blob AND duty.position = ended.position"
                " WHERE ended.status = ? AND ended.first <= ? AND ? < ended.beyond"
                f" AND ended.blob IN (SELECT value FROM json_each(?)) AND {condition}"
                " GROUP BY ended.blob",
                (status, day, day, _pack_numbers(blobs), *values),
            )
        )

    def has_name(self, blobs: Iterable[int], roles: Sequence[str], names: Sequence[str]) -> bool:
        """Tell whether any list of `blobs` prints one of the folded `names` in one of `roles`."""
        in_roles, in_names = (",".join("?" * len(values)) for values in (roles, names))
        row = self._connection.execute(
            f"SELECT 1 FROM party WHERE role IN ({in_roles}) AND name IN ({in_names})"
            " AND blob IN (SELECT value FROM json_each(?)) LIMIT 1",
            (*roles, *names, _pack_numbers(blobs)),
        ).fetchone()
        return row is not None

    def list_names(self, blobs: Iterable[int], roles: Sequence[str]) -> dict[str, str]:
        """Return the names that lists print in `roles`: folded form to printed form."""
        marks = ",".join("?" * len(roles))
        return dict(
            self._connection.execute(
                f"SELECT name, min(printed) FROM party WHERE role IN ({marks})"
                " AND blob IN (SELECT value FROM json_each(?)) GROUP BY name",
                (*roles, _pack_numbers(blobs)),
            )
        )

    def _identify(self, sources: Sequence[Source]) -> tuple[dict[Source, str], dict[Source, bytes]]:
        """Return the blob id of each file, and the bytes of those that had to be read for it."""
        known = {}
        for folder in {source.folder for source in sources}:
            rows = self._connection.execute(
                "SELECT name, size, modified, changed, inode, sha FROM seen WHERE folder = ?",
                (os.path.realpath(folder),),
            )
            known.update({(folder, row[0]): (Stamp(*row[1:5]), row[5]) for row in rows})
        shas: dict[Source, str] = {}
        unread: dict[Source, bytes] = {}
        for source in sources:
            stamp, sha = known.get((source.folder, source.name), (None, ""))
            if stamp != source.stamp:
                unread[source] = source.read()
                sha = hash_blob(unread[source])
            # The same bytes mean one thing as a list and another as units.
            shas[source] = f"units {sha}" if source.is_units else sha
        return shas, unread

    def _read_heads(self, shas: dict[Source, str]) -> dict[str, tuple[int, list[Any], int]]:
        rows = self._connection.execute(
            "SELECT sha, id, head, used FROM blob WHERE sha IN (SELECT value FROM json_each(?))",
            (json.dumps(list(shas.values())),),
        )
        return {sha: (blob, json.loads(head), used) for sha, blob, head, used in rows}

    def _fill(
        self, missing: list[Source], shas: dict[Source, str], unread: dict[Source, bytes]
    ) -> None:
        findings: list[Finding] = []
        for first in range(0, len(missing), BATCH):
            # Parsed outside the transaction: others write meanwhile.
            batch = missing[first : first + BATCH]
            parsed = [(source, *_parse_source(source, unread.get(source))) for source in batch]
            with _writing(self._connection):
                for source, head, duties, found in parsed:
                    findings += found
                    if head is not None:
                        self._add_blob(shas[source], head, duties)
        with _writing(self._connection):
            for source in unread:
                self._remember(source, shas[source].removeprefix("units "))
            self._evict(shas.values())
        if findings:
            raise InvalidData.of(findings)

    def _add_blob(self, sha: str, head: list[Any], duties: Sequence[Duty]) -> None:
        cursor = self._connection.execute(
            "INSERT OR IGNORE INTO blob (sha, head, used) VALUES (?, ?, ?)",
            (sha, json.dumps(head, ensure_ascii=False), self._clock.day),
        )
        if not cursor.rowcount:
            return  # another process was first
        blob = cursor.lastrowid
        insert = self._connection.executemany
        numbered = list(enumerate(duties))
        insert("INSERT INTO duty VALUES (?, ?, ?, ?, ?, ?, ?)", (
            (blob, at, str(duty.no), duty.meaning.cls, fold_text(duty.content), *pack_duty(duty))
            for at, duty in numbered
        ))  # fmt: skip
        insert("INSERT OR IGNORE INTO party VALUES (?, ?, ?, ?, ?)", (
            (role, fold_name(name), blob, at, name)
            for at, duty in numbered
            for role, names in list_parties(duty)
            for name in names
        ))  # fmt: skip
        insert("INSERT INTO occurrence VALUES (?, ?, ?, ?)", (
            (day, kind, blob, at)
            for at, duty in numbered
            for kind, days in ((DUE, list_due_days(duty)), (ASKED, list_asked_days(duty)))
            for day in days
        ))  # fmt: skip
        insert("INSERT INTO ended VALUES (?, ?, ?, ?, ?)", (
            (status, blob, at, first, beyond)
            for at, duty in numbered
            for status, first, beyond in list_ended(duty)
        ))  # fmt: skip

    def _remember(self, source: Source, sha: str) -> None:
        newest = max(source.stamp.modified, source.stamp.changed)
        if self._clock.now - newest < RACY_NANOSECONDS:
            return
        self._connection.execute(
            "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?, ?, ?)",
            (os.path.realpath(source.folder), source.name, *source.stamp, sha),
        )

    def _mark_used(self, heads: dict[str, tuple[int, list[Any], int]]) -> None:
        old = [blob for blob, _, used in heads.values() if used != self._clock.day]
        if old:
            # Only the order of eviction hangs on this; another process may be writing.
            with suppress(sqlite3.OperationalError):
                self._connection.execute(
                    "UPDATE blob SET used = ? WHERE id IN (SELECT value FROM json_each(?))",
                    (self._clock.day, _pack_numbers(old)),
                )

    def _evict(self, kept: Iterable[str]) -> None:
        """Drop the blobs longest out of use while the file is larger than it may be."""
        if self._size() <= MOST_BYTES:
            return
        old = self._connection.execute(
            "SELECT id FROM blob WHERE sha NOT IN (SELECT value FROM json_each(?)) ORDER BY used",
            (json.dumps(list(kept)),),
        ).fetchall()
        for blob in old:
            for table in _CONTENT_TABLES:
                self._connection.execute(f"DELETE FROM {table} WHERE blob = ?", blob)
            self._connection.execute("DELETE FROM blob WHERE id = ?", blob)
            if self._size() <= MOST_BYTES:
                break

    def _size(self) -> int:
        pragma = self._connection.execute
        (pages,), (free,) = pragma("PRAGMA page_count"), pragma("PRAGMA freelist_count")
        (page_size,) = pragma("PRAGMA page_size").fetchone()
        return int((pages[0] - free[0]) * page_size)


def hash_blob(raw: bytes) -> str:
    """Return the id that git gives these bytes (SHA-1 over a header and them)."""
    import hashlib  # noqa: PLC0415 - OpenSSL is loaded only when a file has changed

    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def list_parties(duty: Duty) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the names of a duty by the role they have in it."""
    return (
        ("responsible", duty.departments),
        ("supporting", duty.supporting),
        ("leader", duty.leaders),
    )


def _parse_source(
    source: Source, raw: bytes | None
) -> tuple[list[Any] | None, Sequence[Duty], list[Finding]]:
    """Parse a file: its head, its duties, and the findings that make it unreadable."""
    # Imported here, so that a command whose lists are indexed never loads pydantic or ruamel.yaml.
    from dutylist.store.lists import read_list  # noqa: PLC0415
    from dutylist.store.units import read_units  # noqa: PLC0415

    raw = source.read() if raw is None else raw
    if source.is_units:
        units = read_units(source.path, raw)
        if units.findings:
            return None, (), list(units.findings)
        return [list(unit) for unit in units.units], (), []
    reading = read_list(source.path, raw, source.list_id)
    if reading.duty_list is None:
        found = [f for f in reading.findings if f.severity is not Severity.WARNING]
        return None, (), found
    title, year, annex, duties = reading.duty_list
    return [title, year, annex, len(duties)], duties, []


@contextmanager
def _writing(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _connect(path: Path, clock: Clock) -> sqlite3.Connection:
    is_new = not path.exists()
    if is_new:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_stale(path, clock)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
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


def _pack_numbers(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))
