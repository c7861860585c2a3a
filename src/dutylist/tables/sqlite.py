"""What was extracted as an SQLite database: the bytes of its file.

It is made in memory and written as a whole, so that there is never half a database. The same
lists on the same day give the same bytes with the same SQLite.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date

from dutylist.tables.extract import Extract, Value
from dutylist.tables.schema import SCHEMA_VERSION, TABLES, Table
from dutylist.tables.sqlite_schema import list_statements

_APPLICATION = int.from_bytes(b"duty")  # by which `file` and others tell whose database it is


def write_database(lists: Iterable[Extract]) -> bytes:
    """Return a database of the lists; its `user_version` is the schema's."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        for statement in list_statements():
            database.execute(statement)
        for each in lists:
            for table in TABLES:
                _fill(database, table, each.tables[table.name])
        database.commit()
        return database.serialize()


def _fill(database: sqlite3.Connection, table: Table, rows: Sequence[Sequence[Value]]) -> None:
    places = ", ".join("?" * len(table.columns))
    database.executemany(
        f"INSERT INTO {table.name} VALUES ({places})", (list(map(_show, row)) for row in rows)
    )


def _show(value: Value) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value
