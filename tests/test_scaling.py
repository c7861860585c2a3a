"""The questions of docs/scaling.md, on DuckDB: the same rows as the commands give, on any day."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questions import (
    COUNT_KEYS,
    DUE_KEYS,
    OVERDUE_KEYS,
    SHOWN_DAY,
    SHOWN_FOLDER,
    SHOWN_SPAN,
    pick,
    read_questions,
    show_rows,
    split,
)
from tables import DAYS, HISTORIES, LAST, make_duty, put, write_lists
from terminal import ROOT, run_in_pipe

from dutylist.buckets import Bucket
from dutylist.query import select_due, select_overdue
from dutylist.standing import Lamp, Rules
from dutylist.store.tree import create_tree
from dutylist.tables.extract import extract_lists
from dutylist.tables.parquet import write_files
from dutylist.tables.schema import describe_tables
from dutylist.views.formats import make_record
from dutylist.views.stats import GroupBy, count_rows

QUESTIONS = read_questions()
LAMPS = st.sampled_from(Lamp)
MONTH = (date(2022, 10, 1), date(2022, 10, 31))


def export(folder: Path, day: date, **rules: object) -> Path:
    """Export the lists of a folder, and return the folder of the Parquet files."""
    rows = put(folder, day, **rules)
    path = folder.parent / "lists.parquet"
    told = {str(folder): Rules(**rules)}  # type: ignore[arg-type]
    create_tree(str(path), write_files(extract_lists(rows, told), day))
    return path


@contextmanager
def open_duckdb(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection that has the tables of an export, and the views of the document."""
    with duckdb.connect() as engine:
        engine.execute("SET threads = 1")
        for name in ("duckdb", "standing", "owed"):
            for statement in split(QUESTIONS[name].replace(SHOWN_FOLDER, path.as_posix())):
                engine.execute(statement)
        yield engine


def ask_sql(
    engine: duckdb.DuckDBPyConnection, name: str, day: date, span: tuple[date, date] = MONTH
) -> list[tuple[object, ...]]:
    """Put a question of the document, as of a day."""
    engine.execute(f"CREATE OR REPLACE TEMPORARY VIEW the_day AS SELECT DATE '{day}' AS day")
    asked = QUESTIONS[name].replace(SHOWN_SPAN, f"DATE '{span[0]}' AND DATE '{span[1]}'")
    return show_rows(engine.execute(asked).fetchall())


def count(folder: Path, day: date, by: GroupBy, **rules: object) -> list[tuple[object, ...]]:
    """Return the rows of `stats`, in the order of their keys."""
    counted = count_rows(put(folder, day, **rules), by)
    return sorted(pick((each._asdict() for each in counted), COUNT_KEYS))


def test_the_document_has_the_questions_of_the_issue() -> None:
    assert list(QUESTIONS) == [
        "duckdb", "spark", "standing", "owed", "due", "overdue", "stats by department",
        "stats by bucket",
    ]  # fmt: skip
    assert SHOWN_DAY in QUESTIONS["duckdb"]
    assert SHOWN_SPAN in QUESTIONS["due"]


@settings(max_examples=200, deadline=None)
@given(
    HISTORIES,
    st.lists(DAYS, min_size=1, max_size=2),
    st.tuples(DAYS, DAYS).map(lambda days: (min(days), max(days))),
    st.fixed_dictionaries(
        {"soon_days": st.sampled_from((0, 30)), "blocked": LAMPS, "missing_report": LAMPS}
    ),
)
def test_sql_gives_the_rows_of_the_commands_on_any_day(
    duties: Sequence[Mapping[str, object]],
    days: Sequence[date],
    span: tuple[date, date],
    rules: Mapping[str, object],
) -> None:
    with TemporaryDirectory() as top:
        folder = write_lists(Path(top) / "data", a=duties[::2], b=duties[1::2] or [make_duty()])
        with open_duckdb(export(folder, LAST, **rules)) as engine:
            for day in days:
                due = put(folder, day, lambda question: select_due(question, *span), **rules)
                overdue = put(folder, day, select_overdue, **rules)

                seen = [ask_sql(engine, name, day, span) for name in ("due", "overdue")]
                counted = [
                    sorted(ask_sql(engine, f"stats by {by}", day)) for by in ("department", "bucket")
                ]  # fmt: skip

                assert seen == [
                    pick(map(make_record, due), DUE_KEYS),
                    pick(map(make_record, overdue), OVERDUE_KEYS),
                ]
                assert counted == [
                    count(folder, day, by, **rules) for by in (GroupBy.DEPARTMENT, GroupBy.BUCKET)
                ]


@settings(max_examples=50, deadline=None)
@given(HISTORIES, DAYS)
def test_the_columns_of_the_day_of_the_export_are_those_that_sql_works_out(
    duties: Sequence[Mapping[str, object]], day: date
) -> None:
    told = "ref, status, due, overdue, days_left, lamp, bucket, last_progress"
    with TemporaryDirectory() as top:
        folder = write_lists(Path(top) / "data", a=duties)
        with open_duckdb(export(folder, day)) as engine:
            engine.execute(
                f"CREATE OR REPLACE TEMPORARY VIEW the_day AS SELECT DATE '{day}' AS day"
            )

            stored, worked_out = (
                engine.execute(f"SELECT {told} FROM {table} ORDER BY position").fetchall()
                for table in ("duties", "standing")
            )
            owed = engine.execute("SELECT COUNT(*) FROM owed WHERE kind <> 'deadline'").fetchone()
            marked = engine.execute("SELECT COUNT(*) FROM asked WHERE owed").fetchone()

    assert stored == worked_out
    assert owed == marked


def test_the_histories_drawn_come_to_every_bucket_and_lamp() -> None:
    seen: set[object] = set()

    @settings(max_examples=200, deadline=None, database=None)
    @given(HISTORIES, DAYS)
    def look(duties: Sequence[Mapping[str, object]], day: date) -> None:
        with TemporaryDirectory() as top:
            rows = put(write_lists(Path(top) / "data", a=duties), day)
        seen.update(row.bucket for row in rows)
        seen.update(row.standing.lamp for row in rows)

    look()

    assert seen == {*Bucket, *Lamp, None}


def test_the_lists_of_2022_give_the_rows_of_the_program(tmp_path: Path) -> None:
    path = tmp_path / "lists.parquet"
    run_in_pipe("export", "--as-of=2022-10-01", "-o", str(path))
    day = date(2022, 10, 1)

    with open_duckdb(path) as engine:
        due = ask_sql(engine, "due", day)
        counted = ask_sql(engine, "stats by department", day)

    told = run_in_pipe("due", "--month=10", "--as-of=2022-10-01", "--format=json")
    stats = run_in_pipe("stats", "--as-of=2022-10-01", "--format=json")
    assert due == pick(json.loads(told.out), DUE_KEYS)
    assert sorted(counted) == sorted(pick(json.loads(stats.out), COUNT_KEYS))
    assert (len(due), len(counted)) == (14, 25)


@pytest.mark.parametrize("name", ["2022", "甲 乙", "a=b", "100%", "x'y", "a b#c", "null"])
def test_a_list_of_any_name_comes_back_with_its_name(name: str, tmp_path: Path) -> None:
    folder = write_lists(tmp_path / "data", **{name: [make_duty()]})

    with open_duckdb(export(folder, LAST)) as engine:
        seen = engine.execute("SELECT year, list, ref FROM duties").fetchall()

    assert seen == [(2022, name, f"{name}/1")]


def test_every_file_says_which_schema_it_has_and_of_which_day_it_is(tmp_path: Path) -> None:
    path = export(write_lists(tmp_path / "data", a=[make_duty()]), LAST)

    metadata = [pq.read_schema(each).metadata for each in sorted(path.rglob("*.parquet"))]

    assert [each[b"dutylist.schema"] for each in metadata] == [b"1"] * 5
    assert [each[b"dutylist.as_of"] for each in metadata] == [b"2023-01-31"] * 5
    assert json.loads((path / "_dutylist.json").read_bytes()) == {
        "schema": 1,
        "as_of": "2023-01-31",
    }


def test_the_documented_schema_is_that_of_the_files(tmp_path: Path) -> None:
    path = export(write_lists(tmp_path / "data", a=[make_duty()]), LAST)
    told = json.loads((ROOT / "docs" / "export.schema.json").read_text(encoding="utf-8"))
    types = {"string": "text", "int32": "integer", "bool": "boolean", "date32[day]": "date"}

    seen = {
        each.relative_to(path).parts[0]: {
            field.name: {
                "type": types[str(field.type)],
                "may_be_null": field.nullable,
                "meaning": (field.metadata or {})[b"meaning"].decode(),
            }
            for field in pq.read_schema(each)
        }
        for each in path.rglob("*.parquet")
    }

    assert told == describe_tables()
    assert seen == {
        name: {
            column: each
            for column, each in table["columns"].items()
            if column not in told["partitions"]
        }
        for name, table in told["tables"].items()
    }


def test_the_document_tells_of_every_table() -> None:
    text = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")

    told = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)

    assert told == list(describe_tables()["tables"])  # type: ignore[call-overload]
