"""The open index: bringing it up to date with the files, and finding duties in it."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, NamedTuple

from dutylist.duty import Duty
from dutylist.errors import Finding, InvalidData
from dutylist.index.heads import ListHead, Snapshot, Unit, make_head, make_place, make_span
from dutylist.index.parsing import parse_sources, sum_up
from dutylist.index.rows import (
    DamagedRow,
    Part,
    gather_parts,
    pack_duty,
    seal,
    unpack_duty,
    unseal,
)
from dutylist.index.size import MOST_BYTES, evict
from dutylist.store.folder import Blob, Source, Stamp
from dutylist.track import Track, track_nothing

# A file changed this recently may change again without its stamp changing (git calls it racy).
RACY_NANOSECONDS = 2_000_000_000
DAY_NANOSECONDS = 86_400_000_000_000
BATCH = 50  # files to a transaction: no reader waits, and memory stays small


class Clock(NamedTuple):
    """The time of the command, in nanoseconds since 1970; told, for this room reads no clock."""

    now: int

    @property
    def day(self) -> int:
        """Return the number of the day, by which blobs out of use are known."""
        return self.now // DAY_NANOSECONDS


class Index:
    """The open index: takes files in, and gives out their parts and duties."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        clock: Clock,
        most_bytes: int = MOST_BYTES,
        track: Track = track_nothing,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._most_bytes = most_bytes
        self._track = track
        self._parts: dict[Part, dict[int, Any]] = {}
        self._kept: set[str] = set()

    def take(self, sources: Sequence[Source]) -> Snapshot:
        """Bring the index up to date with the files; raises `InvalidData` with all findings."""
        shas, unread = self._identify(sources)
        heads = self._read_heads(shas)
        missing = [source for source in sources if shas[source] not in heads]
        if missing or unread:
            self._fill(missing, shas, unread)
            heads = self._read_heads(shas)
        self._mark_used(heads)
        self._kept.update(heads)
        lists, units = [], []
        for source in sources:
            blob, head, _ = heads[shas[source]]
            if source.is_units:
                units += [
                    Unit(source.folder, name, tuple(parts), tuple(others))
                    for name, parts, others in head
                ]
            else:
                lists.append(make_head(source.folder, source.list_id, blob, head))
        order = {folder: at for at, folder in enumerate(source.folder for source in sources)}
        lists.sort(key=lambda head: (order[head.folder], head.year, head.annex or "", head.list_id))
        return Snapshot(tuple(lists), tuple(units))

    def take_versions(
        self, sources: Sequence[Source], tell: Callable[[int], None] | None = None
    ) -> dict[Source, ListHead]:
        """Bring the index up to date with versions of lists; return those that can be read.

        History keeps the mistakes of its time: a blob that holds no valid list is left out. Before
        any is parsed, `tell` is told how many.
        """
        shas, unread = self._identify(sources)
        heads = self._read_heads(shas)
        missing = {shas[source]: source for source in sources if shas[source] not in heads}
        if missing:
            if tell:
                tell(len(missing))
            with suppress(InvalidData):
                self._fill(list(missing.values()), shas, unread)
            heads = self._read_heads(shas)
        self._mark_used(heads)
        self._kept.update(heads)
        return {
            source: make_head(source.folder, source.list_id, *heads[sha][:2])
            for source, sha in shas.items()
            if sha in heads
        }

    def learn(self, old: str, new: str, changed: Mapping[int | str, Duty]) -> None:
        """Take in the blob `new`, which is the list of the blob `old` but for some duties.

        Whoever has just made it of the old one need not have it parsed. `changed` holds those
        duties by number. Nothing happens where `old` is not known, or `new` is.
        """
        heads = self._read_heads({"old": old, "new": new})
        if old not in heads or new in heads:
            return
        blob, (title, year, annex, count, *_, source, issuer), _ = heads[old]
        places = [make_place(blob, at) for at in range(count)]
        known = self.read_duties(places)
        duties = [changed.get(known[place].no, known[place]) for place in places]
        with _writing(self._connection):
            head = [title, year, annex, *sum_up(duties), source, issuer]
            self._add_blob(new, head, duties)

    def read_part(self, part: Part, blobs: Iterable[int]) -> dict[int, Any]:
        """Return one part of each of the lists, by blob; see `Part` for what that is."""
        wanted = set(blobs)
        known = self._parts.setdefault(part, {})
        unread = wanted - known.keys()
        if unread:
            rows = self._connection.execute(
                "SELECT blob, sealed FROM part"
                " WHERE kind = ? AND blob IN (SELECT value FROM json_each(?))",
                (part, _pack_numbers(unread)),
            )
            known.update({blob: unseal(f"{part} {blob}", sealed) for blob, sealed in rows})
        if not wanted <= known.keys():
            raise DamagedRow(part)
        return {blob: known[blob] for blob in wanted}

    def read_duties(self, places: Sequence[int]) -> dict[int, Duty]:
        """Return the duties at `places` (see `make_place`), each of which must be there."""
        rows = self._connection.execute(
            "SELECT place, record, crc FROM duty WHERE place IN (SELECT value FROM json_each(?))",
            (_pack_numbers(places),),
        )
        duties = {place: unpack_duty(record, crc) for place, record, crc in rows}
        if len(duties) != len(set(places)):
            raise DamagedRow("duty")
        return duties

    def read_changed(self, old: ListHead, new: ListHead) -> tuple[list[Duty], list[Duty]]:
        """Return the duties of `old` and those of `new` that do not stand in the other just so.

        Only these are unpacked: two versions of a list are the same but for a duty or two.
        """
        return self._read_changed(old, new), self._read_changed(new, old)

    def _read_changed(self, head: ListHead, other: ListHead) -> list[Duty]:
        span = make_span(head.blob)
        query = "SELECT count(*) FROM duty WHERE place >= ? AND place < ?"
        if self._connection.execute(query, span).fetchone() != (head.duties,):
            raise DamagedRow("duty")
        rows = self._connection.execute(
            "SELECT mine.record, mine.crc FROM duty AS mine"
            " LEFT JOIN duty AS its ON its.place = mine.place + ?"
            " WHERE mine.place >= ? AND mine.place < ? AND mine.record IS NOT its.record"
            " ORDER BY mine.place",
            (make_place(other.blob - head.blob, 0), *span),
        )
        return [unpack_duty(record, crc) for record, crc in rows]

    def _identify(self, sources: Sequence[Source]) -> tuple[dict[Source, str], dict[Source, bytes]]:
        """Return the blob id of each file, and the bytes of those that had to be read for it."""
        known = {}
        for folder in {source.folder for source in sources}:
            rows = self._connection.execute(
                "SELECT name, file FROM seen WHERE folder = ?", (os.path.realpath(folder),)
            )
            known.update({(folder, name): unseal(name, file) for name, file in rows})
        shas: dict[Source, str] = {}
        unread: dict[Source, bytes] = {}
        for source in sources:
            stamp, sha = known.get((source.folder, source.name), ((), ""))
            if isinstance(source.origin, Blob):
                sha = source.origin.id
            elif tuple(stamp) != source.origin:
                unread[source] = source.read()
                sha = hash_blob(unread[source])
            # The same bytes mean one thing as a list and another as units.
            shas[source] = f"units {sha}" if source.is_units else sha
        return shas, unread

    def _read_heads(self, shas: Mapping[Any, str]) -> dict[str, tuple[int, list[Any], int]]:
        rows = self._connection.execute(
            "SELECT sha, id, head, used FROM blob WHERE sha IN (SELECT value FROM json_each(?))",
            (json.dumps(list(shas.values())),),
        )
        return {sha: (blob, unseal(f"head {sha}", head), used) for sha, blob, head, used in rows}

    def _fill(
        self, missing: list[Source], shas: dict[Source, str], unread: dict[Source, bytes]
    ) -> None:
        findings: list[Finding] = []
        coming = iter(self._track(missing))
        while batch := list(islice(coming, BATCH)):
            # Parsed outside the transaction: others write meanwhile.
            parsed = parse_sources(batch, unread)
            with _writing(self._connection):
                for source, head, duties, found in parsed:
                    findings += found
                    if head is not None:
                        self._add_blob(shas[source], head, duties)
        with _writing(self._connection):
            for source in unread:
                self._remember(source, shas[source].removeprefix("units "))
            evict(self._connection, self._most_bytes, {*shas.values(), *self._kept})
        if findings:
            raise InvalidData.of(findings)

    def _add_blob(self, sha: str, head: list[Any], duties: Sequence[Duty]) -> None:
        cursor = self._connection.execute(
            "INSERT OR IGNORE INTO blob (sha, used, head) VALUES (?, ?, ?)",
            (sha, self._clock.day, seal(f"head {sha}", head)),
        )
        if not cursor.rowcount:
            return  # another process was first
        blob = cursor.lastrowid or 0
        parts = gather_parts(duties).items()
        self._connection.executemany(
            "INSERT OR REPLACE INTO part VALUES (?, ?, ?)",
            ((part, blob, seal(f"{part} {blob}", value)) for part, value in parts),
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO duty VALUES (?, ?, ?)",
            ((make_place(blob, at), *pack_duty(duty)) for at, duty in enumerate(duties)),
        )

    def _remember(self, source: Source, sha: str) -> None:
        stamp = source.origin
        if isinstance(stamp, Blob) or self._is_racy(stamp):
            return
        self._connection.execute(
            "INSERT OR REPLACE INTO seen VALUES (?, ?, ?)",
            (os.path.realpath(source.folder), source.name, seal(source.name, (stamp, sha))),
        )

    def _is_racy(self, stamp: Stamp) -> bool:
        return self._clock.now - max(stamp.modified, stamp.changed) < RACY_NANOSECONDS

    def _mark_used(self, heads: dict[str, tuple[int, list[Any], int]]) -> None:
        old = [blob for blob, _, used in heads.values() if used != self._clock.day]
        if old:
            # Only the order of eviction hangs on this; another process may be writing.
            with suppress(sqlite3.OperationalError):
                self._connection.execute(
                    "UPDATE blob SET used = ? WHERE id IN (SELECT value FROM json_each(?))",
                    (self._clock.day, _pack_numbers(old)),
                )


def hash_blob(raw: bytes) -> str:
    """Return the id that git gives these bytes (SHA-1 over a header and them)."""
    import hashlib  # noqa: PLC0415 - OpenSSL is loaded only when a file has changed

    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


@contextmanager
def _writing(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _pack_numbers(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))
