"""How large the index may be: what is longest out of use is dropped first."""

import json
import sqlite3
from collections.abc import Iterable

from dutylist.index.heads import make_span

MOST_BYTES = 512 * 1024 * 1024


def evict(connection: sqlite3.Connection, most_bytes: int, kept: Iterable[str]) -> None:
    """Drop the blobs longest out of use, but for those `kept`, while the index is too large."""
    if _measure(connection) <= most_bytes:
        return
    old = connection.execute(
        "SELECT id FROM blob WHERE sha NOT IN (SELECT value FROM json_each(?)) ORDER BY used",
        (json.dumps(list(kept)),),
    ).fetchall()
    for (blob,) in old:
        connection.execute("DELETE FROM duty WHERE place >= ? AND place < ?", make_span(blob))
        connection.execute("DELETE FROM part WHERE blob = ?", (blob,))
        connection.execute("DELETE FROM blob WHERE id = ?", (blob,))
        if _measure(connection) <= most_bytes:
            break


def _measure(connection: sqlite3.Connection) -> int:
    """Return how many bytes the index takes; what has been dropped is room for what comes."""
    pages, free, page_size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * page_size
