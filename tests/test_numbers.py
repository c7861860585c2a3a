"""The numbers agree everywhere: bulletin, `stats`, JSON, board and SQL count the same duties."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from tables import DAYS, HISTORIES, make_duty, put, write_lists
from terminal import run_in_pipe
from test_scaling import ask_sql, export, open_duckdb

from dutylist.buckets import Bucket
from dutylist.cli.language import load_catalogue
from dutylist.query import Row
from dutylist.report.board.facts import gather_board
from dutylist.report.board.page import make_page
from dutylist.report.gather import gather_bulletin
from dutylist.report.period import Period, find_month
from dutylist.report.wording import word_bulletin
from dutylist.selection import Selection
from dutylist.views.formats import make_record, write_json
from dutylist.views.stats import GroupBy, count_rows

Numbers = dict[str, int]
ENGLISH = load_catalogue({"LANG": "C"})


def count_json(rows: Sequence[Row]) -> Numbers:
    """Count what `list --format json` tells."""
    return dict(
        Counter(record["bucket"] for record in json.loads(write_json(map(make_record, rows))))
    )


def count_stats(rows: Sequence[Row]) -> Numbers:
    """Return what `stats --by bucket` tells."""
    return {count.key: count.duties for count in count_rows(rows, GroupBy.BUCKET)}


def read_bulletin(rows: Sequence[Row], period: Period, day: date) -> Numbers:
    """Read the table of the bulletin, whose last row is the sum of the others."""
    bulletin = gather_bulletin(rows, period, day, Selection(), is_over=False)
    text = word_bulletin(bulletin, ENGLISH, "md")
    table = dict(re.findall(r"^\| ([a-z-]+) \| (\d+) \| [\d.]+% \|", text, re.MULTILINE))
    numbers = {key: int(number) for key, number in table.items()}
    assert numbers.pop("total") == sum(numbers.values())
    return keep(numbers)


def read_board(rows: Sequence[Row], day: date) -> Numbers:
    """Read the counts at the head of the page, and count the rows of its table."""
    page = make_page(gather_board(rows, day, {}, None), "", ENGLISH)
    head = re.findall(r'data-bucket="([a-z-]+)"><span class="word">.*?class="count">(\d+)<', page)
    told = keep({key: int(number) for key, number in head})
    assert told == dict(Counter(re.findall(r'<tr role="row"[^>]* data-bucket="([a-z-]+)"', page)))
    return told


def keep(numbers: Mapping[str, int]) -> Numbers:
    """Return the counts without those of nothing, which some tell and some do not."""
    return {key: number for key, number in numbers.items() if number}


@settings(max_examples=200, deadline=None)
@given(HISTORIES, DAYS)
def test_the_buckets_of_all_papers_are_equal_for_any_history(
    duties: Sequence[Mapping[str, object]], day: date
) -> None:
    with TemporaryDirectory() as top:
        folder = write_lists(Path(top) / "data", a=duties[::2], b=duties[1::2] or [make_duty()])
        rows = put(folder, day)
        with open_duckdb(export(folder, day)) as engine:
            told = {str(key): number for key, number, *_ in ask_sql(engine, "stats by bucket", day)}

    expected = keep({bucket: [row.bucket for row in rows].count(bucket) for bucket in Bucket})
    assert read_bulletin(rows, find_month(day), day) == expected
    assert count_stats(rows) == expected
    assert count_json(rows) == expected
    assert read_board(rows, day) == expected
    assert told == expected


def test_the_commands_tell_the_same_numbers_of_the_lists_of_2022(tmp_path: Path) -> None:
    day, board, database = "--as-of=2022-11-01", tmp_path / "board.html", tmp_path / "lists.parquet"

    listed = json.loads(run_in_pipe("list", day, "--format=json").out)
    counted = json.loads(run_in_pipe("stats", day, "--by=bucket", "--format=json").out)
    bulletin = run_in_pipe("report", day, "--format=md").text
    run_in_pipe("report", day, "-o", str(board))
    run_in_pipe("export", day, "-o", str(database))
    with open_duckdb(database) as engine:
        asked = ask_sql(engine, "stats by bucket", date(2022, 11, 1))

    expected = {"overdue": 17, "unreported": 93, "repealed": 2}
    page = board.read_text(encoding="utf-8")
    assert Counter(row["bucket"] for row in listed) == expected
    assert {row["key"]: row["duties"] for row in counted} == expected
    assert {str(key): number for key, number, *_ in asked} == expected
    for bucket, number in expected.items():
        assert f"| {bucket} | {number} |" in bulletin
        assert len(re.findall(f'<tr role="row"[^>]* data-bucket="{bucket}"', page)) == number
