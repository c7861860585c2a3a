"""The SQLite file: its tables, its views, and what they answer."""

import csv
import io
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from questions import COUNT_KEYS, DUE_KEYS, OVERDUE_KEYS, pick
from tables import DAYS, TWENTY, make_duty, name_lists, put, write_lists
from terminal import run_in_pipe

from dutylist.query import select_due, select_overdue
from dutylist.tables.extract import extract_lists
from dutylist.tables.schema import TABLES, Type
from dutylist.tables.sqlite import write_database
from dutylist.views.formats import make_record
from dutylist.views.stats import GroupBy, count_rows

DAY = date(2022, 10, 1)


@contextmanager
def open_bytes(raw: bytes) -> Iterator[sqlite3.Connection]:
    """Give a connection to a database of these bytes."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(raw)
        yield database


def export(folder: Path, day: date = DAY) -> bytes:
    """Return the database of the lists of a folder."""
    return write_database(extract_lists(put(folder, day), {}))


@settings(max_examples=10, deadline=None)
@given(TWENTY, DAYS)
def test_the_views_answer_as_the_commands_do(
    histories: Sequence[Sequence[Mapping[str, object]]], day: date
) -> None:
    with TemporaryDirectory() as top:
        folder = write_lists(Path(top) / "data", "甲区政府", **name_lists(histories))
        rows = put(folder, day)
        due = put(folder, day, lambda question: select_due(question, date.min, date.max))
        overdue = put(folder, day, select_overdue)
        with open_bytes(export(folder, day)) as database:
            seen = [
                database.execute(f"SELECT {keys} FROM {view}").fetchall()
                for view, keys in (
                    ("due", "falls_on, kind, ref, status, lamp"),
                    ("overdue", "ref, status, due, -days_overdue, lamp"),
                )
            ]
            counted = {by: count_by(database, by) for by in GroupBy}

    keys = DUE_KEYS[:4] + DUE_KEYS[6:7], OVERDUE_KEYS[:-1]
    assert seen == [
        pick(map(make_record, each), told) for each, told in zip((due, overdue), keys, strict=True)
    ]
    assert counted == {
        by: sorted(pick((each._asdict() for each in count_rows(rows, by)), COUNT_KEYS))
        for by in GroupBy
    }


def count_by(database: sqlite3.Connection, by: GroupBy) -> list[tuple[object, ...]]:
    """Return the counts of one grouping, in the order of their keys."""
    told = ", ".join(f'"{key}"' for key in COUNT_KEYS)
    return sorted(database.execute(f'SELECT {told} FROM stats WHERE "by" = ?', (by,)).fetchall())


def test_the_tables_are_those_of_the_schema_and_each_has_its_key(tmp_path: Path) -> None:
    with open_bytes(export(write_lists(tmp_path / "data", a=[make_duty()]))) as database:
        seen = {
            table.name: database.execute(f"PRAGMA table_info({table.name})").fetchall()
            for table in TABLES
        }
        version = database.execute("PRAGMA user_version").fetchone()
        faults = database.execute("PRAGMA foreign_key_check").fetchall()
        integrity = database.execute("PRAGMA integrity_check").fetchall()

    types = {Type.TEXT: "TEXT", Type.INTEGER: "INTEGER", Type.BOOLEAN: "INTEGER", Type.DATE: "TEXT"}
    assert {
        name: [(each[1], each[2], bool(each[3])) for each in rows] for name, rows in seen.items()
    } == {
        table.name: [(each.name, types[each.type], not each.may_lack) for each in table.columns]
        for table in TABLES
    }
    assert [[each[1] for each in rows if each[5]] for rows in seen.values()] == [
        list(table.key) for table in TABLES
    ]
    assert (version, faults, integrity) == ((1,), [], [("ok",)])


def test_texts_come_back_as_they_were(tmp_path: Path) -> None:
    texts = ("=1+1", "甲'; DROP TABLE duties; --", '乙\n"丙"', "丁\t戊")
    folder = write_lists(tmp_path / "data", a=[make_duty(content=text) for text in texts])

    with open_bytes(export(folder)) as database:
        seen = database.execute("SELECT content FROM duties ORDER BY position").fetchall()

    assert seen == [(text,) for text in texts]


def test_entries_and_parties_are_told_in_full(tmp_path: Path) -> None:
    entry = {"on": "2022-04-08", "status": "blocked", "note": "已选址", "value": "45%",
             "by": "财政局", "problem": "缺资金", "next": "争取资金"}  # fmt: skip
    duty = make_duty(departments=["乡、街", "教育局"], supporting=["财政局"], progress=[entry])

    with open_bytes(export(write_lists(tmp_path / "data", a=[duty]))) as database:
        entries = database.execute("SELECT * FROM progress").fetchall()
        parties = database.execute("SELECT role, position, name FROM parties").fetchall()

    assert entries == [
        ("a/1", 2022, "a", 1, "2022-04-08", "blocked", "已选址", "45%", "财政局", "缺资金",
         "争取资金"),
    ]  # fmt: skip
    assert sorted(parties) == [
        ("department", 1, "乡、街"),
        ("department", 2, "教育局"),
        ("leader", 1, "张三"),
        ("supporting", 1, "财政局"),
    ]


def test_the_file_of_2022_opens_and_answers(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"

    run_in_pipe("export", "--as-of=2022-10-01", "-o", str(path))

    told = run_in_pipe("due", "--as-of=2022-10-01", "--month=10", "-f", "csv")
    expected = [(row["on"], row["ref"]) for row in csv.DictReader(io.StringIO(told.text))]
    with closing(sqlite3.connect(path)) as database:
        seen = database.execute(
            "SELECT falls_on, ref FROM due WHERE falls_on BETWEEN '2022-10-01' AND '2022-10-31'"
        ).fetchall()
        duties = database.execute("SELECT COUNT(*) FROM duties").fetchone()
    assert seen == expected
    assert duties == (112,)
    assert [each.name for each in tmp_path.iterdir()] == ["a.sqlite"]


@pytest.mark.parametrize("format_", ["sqlite", "ics"])
def test_a_database_that_is_there_is_replaced_only_when_told(format_: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{format_}"
    path.write_bytes(b"old")

    refused = run_in_pipe("export", "-o", str(path))
    kept = path.read_bytes()
    forced = run_in_pipe("export", "-o", str(path), "--force")

    assert (refused.code, kept) == (5, b"old")
    assert (forced.code, path.read_bytes() != b"old") == (0, True)
