"""Exports for other programs: CSV and JSON, folders of Parquet, and what each refuses."""

import csv
import io
import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from tables import make_duty, put, write_lists
from terminal import make_environment, needs_terminal, run_in_pipe, run_on_terminal

from dutylist.errors import NotWritten, WrongUsage
from dutylist.query import Row
from dutylist.store.tree import create_tree, replace_tree
from dutylist.tables.extract import extract_lists
from dutylist.tables.folder import is_part, name_part
from dutylist.tables.ics import list_events, name_event
from dutylist.tables.schema import TABLES

DAY = "--as-of=2022-10-01"
TALLY = "read 2 lists, 112 duties; shown 112 (2 repealed among them)\n"
FORMATS = ("csv", "json", "ics", "sqlite")
OFFICE = shutil.which("soffice")
# Commas, quotes, UTF-8, from line 1: what its window finds out by the mark, and a script must say.
AS_UTF_8 = "--infilter=CSV:44,34,76,1"


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A list in which texts are formulas."""
    hostile = ("=1+1", "+1", "-1+2", "@SUM(A1)", "甲\n乙", '"丙"', "=HYPERLINK(1)，丁")
    duties = [make_duty(content=text, departments=[text.strip('"')]) for text in hostile]
    return write_lists(tmp_path / "data", a=duties)


def test_csv_is_that_of_list_behind_a_mark_by_which_excel_knows_utf_8() -> None:
    exported = run_in_pipe("export", DAY, "-f", "csv")
    listed = run_in_pipe("list", DAY, "-f", "csv")

    assert exported.out == b"\xef\xbb\xbf" + listed.out
    assert exported.out.count(b"\r\n") == exported.out.count(b"\n") == 113
    assert exported.remarks == TALLY


def test_json_is_that_of_list() -> None:
    exported = run_in_pipe("export", DAY, "-f", "json")
    listed = run_in_pipe("list", DAY, "-f", "json")

    assert exported.out == listed.out
    assert len(json.loads(exported.out)) == 112


def test_no_cell_of_csv_begins_as_a_formula_does(lists: Path) -> None:
    seen = run_in_pipe("export", DAY, "-f", "csv", "--data", str(lists))

    rows = list(csv.DictReader(io.StringIO(seen.out.decode("utf-8-sig"), newline="")))
    assert [row["content"] for row in rows] == [
        "'=1+1", "'+1", "'-1+2", "'@SUM(A1)", "甲\n乙", '"丙"', "'=HYPERLINK(1)，丁",
    ]  # fmt: skip
    assert {cell[:1] for row in rows for cell in row.values()} & set("=+-@") == set()


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")
def test_libreoffice_opens_csv_as_text_and_not_as_formulas(lists: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    run_in_pipe("export", DAY, "-o", str(path), "--data", str(lists))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    subprocess.run(
        [str(OFFICE), profile, "--headless", AS_UTF_8, "--convert-to", "fods", path],
        cwd=tmp_path,
        capture_output=True,
        timeout=120,
        check=True,
    )

    opened = (tmp_path / "a.fods").read_text(encoding="utf-8").replace("&apos;", "'")
    assert "table:formula" not in opened
    for text in ("ref", "'=1+1", "'+1", "'-1+2", "'@SUM(A1)", "甲", "&quot;丙&quot;"):
        assert f"<text:p>{text}</text:p>" in opened


@pytest.mark.parametrize("format_", [*FORMATS, "parquet"])
def test_the_same_lists_on_the_same_day_give_the_same_bytes(format_: str, tmp_path: Path) -> None:
    first, second = (
        make_environment(PYTHONHASHSEED=seed, TZ=zone)
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    )

    for name, environment in (("a", first), ("b", second)):
        run_in_pipe(
            "export", DAY, "-o", str(tmp_path / f"{name}.{format_}"), environment=environment
        )

    assert read_all(tmp_path / f"a.{format_}") == read_all(tmp_path / f"b.{format_}")


def read_all(path: Path) -> dict[str, bytes]:
    """Return the files of a folder, or the one file, by their paths."""
    files = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in files}


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_has_the_bytes_that_a_pipe_gets(format_: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{format_}"

    piped = run_in_pipe("export", DAY, "-f", format_)
    written = run_in_pipe("export", DAY, "-o", str(path))

    assert path.read_bytes() == piped.out
    assert (written.code, written.out, written.remarks) == (0, b"", f"wrote {path}\n{TALLY}")


@needs_terminal
@pytest.mark.parametrize("format_", ["sqlite", "parquet"])
def test_a_terminal_is_shown_nothing_that_is_no_text(format_: str) -> None:
    seen = run_on_terminal("export", "-f", format_)

    sentences = {
        "sqlite": "dutylist: a terminal cannot show sqlite; name a file with -o",
        "parquet": "dutylist: parquet is a folder; name it with -o",
    }
    assert (seen.code, seen.text) == (2, f"{sentences[format_]}\r\n")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("-f", "parquet"), "parquet is a folder; name it with -o"),
        (("-f", "md", "--alarm=3"), "only a calendar rings; --alarm goes with --format ics"),
        (("-f", "ics", "--alarm=x"), "an alarm rings 0 to 366 days before, not “x”"),
        (("-f", "ics", "--alarm=367"), "an alarm rings 0 to 366 days before, not “367”"),
        (("-o", "a.ics", "-f", "sqlite"), "a.ics would be no ics file"),
    ],
)
def test_what_makes_no_sense_is_refused(options: tuple[str, ...], sentence: str) -> None:
    seen = run_in_pipe("export", *options)

    assert (seen.code, seen.out, seen.remarks) == (2, b"", f"dutylist: {sentence}\n")


def test_parquet_without_its_library_is_refused_with_the_extra_to_install(tmp_path: Path) -> None:
    missing = "raise ModuleNotFoundError(name='pyarrow')"
    (tmp_path / "pyarrow.py").write_text(missing, encoding="utf-8")
    path = tmp_path / "a.parquet"

    lacking = make_environment(PYTHONPATH=str(tmp_path))
    seen = run_in_pipe("export", "-o", str(path), environment=lacking)

    sentence = "writing Parquet needs pyarrow; install it: pip install 'dutylist[parquet]'"
    assert (seen.code, seen.remarks) == (2, f"dutylist: {sentence}\n")
    assert not path.exists()


def test_a_folder_is_replaced_only_when_told_and_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    run_in_pipe("export", DAY, "-o", str(path))
    before = read_all(path)

    refused = run_in_pipe("export", DAY, "--list=tasks_2022", "-o", str(path))
    kept = read_all(path)
    forced = run_in_pipe("export", DAY, "--list=tasks_2022", "-o", str(path), "--force")

    assert (refused.code, kept) == (5, before)
    assert refused.remarks == f"dutylist: {path} is there already; --force replaces it\n"
    assert forced.code == 0
    parts = sorted(name_part(table.name, 2022, "tasks_2022", 0) for table in TABLES)
    assert sorted(read_all(path)) == ["_dutylist.json", *parts]
    assert [each.name for each in tmp_path.iterdir()] == ["a.parquet"]


@pytest.mark.parametrize("name", ["duties/year=2022/甲.parquet", "我的.txt"])
def test_a_folder_with_a_file_of_somebody_else_stays(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    run_in_pipe("export", DAY, "-o", str(path))
    (path / name).write_bytes(b"x")
    before = read_all(path)

    seen = run_in_pipe("export", DAY, "-o", str(path), "--force")

    sentence = f"{path} holds {name}, which is no part of an export; it stays as it is"
    assert (seen.code, seen.remarks) == (5, f"dutylist: {sentence}\n")
    assert read_all(path) == before


@needs_terminal  # Windows has no pipes with names, either
@pytest.mark.parametrize("kind", ["file", "pipe", "link"])
def test_what_is_no_folder_is_not_replaced_by_one(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    if kind == "file":
        path.touch()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(tmp_path)

    seen = run_in_pipe("export", DAY, "-o", str(path), "--force")

    assert (seen.code, seen.remarks) == (
        5,
        f"dutylist: {path} is no folder, and stays as it is\n",
    )
    assert [each.name for each in tmp_path.iterdir()] == ["a.parquet"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none/a.parquet", "it does not exist"), ("file/a.parquet", "it is no folder")],
)
def test_a_folder_that_cannot_be_made_is_told(name: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / name

    seen = run_in_pipe("export", DAY, "-o", str(path))

    sentence = f"{path} could not be written: {reason}; it is as it was"
    assert (seen.code, seen.remarks) == (5, f"dutylist: {sentence}\n")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_tree_takes_the_place_of_nothing_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.mkdir()

    with pytest.raises(NotWritten) as refused:
        create_tree(str(path), {"b/c": b"x"})

    sentence = f"{path} could not be written: it is there already; it is as it was"
    assert str(refused.value) == sentence
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_a_tree_that_cannot_be_written_leaves_the_one_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a"
    create_tree(str(path), {"b/c": b"old"})

    with pytest.raises(NotWritten):
        replace_tree(str(path), {"b/c": b"new", f"b/{'长' * 90}": b"x"}, lambda _: True)

    assert read_all(path) == {"b/c": b"old"}
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("list_id", ["tasks_2022", "甲 乙", "a=b", "100%", "..", "a/b", "a\\b"])
def test_an_export_knows_the_files_that_it_makes(list_id: str) -> None:
    path = name_part("duties", 2022, list_id, 3)

    assert is_part(path)
    assert path.count("/") == 3


@pytest.mark.parametrize(
    "path",
    ["a", "duties", "duties/a.parquet", "duties/year=2022/list=a/b.parquet",
     "others/year=2022/list=a/part-0.parquet", "duties/year=2022/list=a/b/part-0.parquet"],
)  # fmt: skip
def test_an_export_knows_no_other_files(path: str) -> None:
    assert not is_part(path)


def read_districts(top: Path, *issuers: str | None) -> list[Row]:
    """Return the rows of folders that have a list of one name, each with its issuer."""
    return [
        row
        for at, issuer in enumerate(issuers)
        for row in put(write_lists(top / f"{at}", issuer, a=[make_duty()]), date(2022, 10, 1))
    ]


def test_lists_that_have_one_name_and_two_issuers_are_told_apart(tmp_path: Path) -> None:
    rows = read_districts(tmp_path, "甲区政府", "乙区政府")

    extracts = extract_lists(rows, {})

    told = [each.tables["duties"][0][:5] for each in extracts]
    assert told == [
        ["甲区政府:a/1", 2022, "a", "甲区政府", "a/1"],
        ["乙区政府:a/1", 2022, "a", "乙区政府", "a/1"],
    ]
    assert len({name_event(event) for event in list_events(rows)}) == 2


def test_lists_that_have_one_name_in_two_folders_are_refused(tmp_path: Path) -> None:
    rows = read_districts(tmp_path, None, None)

    with pytest.raises(WrongUsage) as refused:
        extract_lists(rows, {})

    assert str(refused.value) == (
        f"both {tmp_path / '0'} and {tmp_path / '1'} have a list a, which programs could not "
        "tell apart; give each list its issuer, or export one folder at a time"
    )


def test_what_is_dated_later_is_not_handed_over(tmp_path: Path) -> None:
    duty = make_duty(
        progress=[
            {"on": "2022-04-08", "status": "active", "note": "已开工"},
            {"on": "2022-11-08", "status": "done", "note": "已完工"},
        ],
        extended=[{"on": "2022-11-01", "to": "2023-01-31"}],
        repealed={"on": "2022-12-01", "by": "区政府"},
    )
    folder = write_lists(tmp_path / "data", a=[duty])

    (early,), (late,) = (
        extract_lists(put(folder, day), {}) for day in (date(2022, 10, 1), date(2022, 12, 31))
    )

    names = [column.name for column in TABLES[0].columns]
    told = [dict(zip(names, each.tables["duties"][0], strict=True)) for each in (early, late)]
    keys = ("repealed", "repealed_on", "repealed_by", "status", "due", "last_progress")
    assert [tuple(each[key] for key in keys) for each in told] == [
        (False, None, None, "active", date(2022, 10, 31), date(2022, 4, 8)),
        (True, date(2022, 12, 1), "区政府", "repealed", date(2023, 1, 31), date(2022, 11, 8)),
    ]
    assert [len(each.tables["progress"]) for each in (early, late)] == [1, 2]
    assert [len(each.tables["extensions"]) for each in (early, late)] == [0, 1]
