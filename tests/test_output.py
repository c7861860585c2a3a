"""What reaches a pipe or a terminal: everything, nothing raw, and never silently less.

Each test runs the installed program as a process of its own, in surroundings that go wrong.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from terminal import (
    PROGRAM,
    ROOT,
    STYLE,
    UNSAFE,
    Seen,
    draw,
    make_environment,
    needs_terminal,
    run_in_pipe,
    run_on_terminal,
    split_cells,
    squeeze,
    strip_styles,
)

DAY = "--as-of=2022-10-01"
LIST = ("list", DAY)
COLOUR = re.compile(r"\x1b\[[0-9;]*(?:3[0-7]|4[0-7]|9[0-7]|38|48)[0-9;]*m")
WIDTHS = ("0", "1", "20", "40", "59", "80", "120", "-5", "abc", "100000", "１２")
LEGEND = (
    "● red: overdue; ● yellow: due within 30 days, blocked or a report missing; ● green: all else\n"
)
TALLY = "read 2 lists, 112 duties; shown 112 (2 repealed among them)\n"
HOSTILE = "\x07\x1b[31m\x7f\x9b2J\u202e\u2066\u200f"
# Of these a list may hold the ones that turn text round; `check` warns of them.
ACCEPTED = "\u202e\u2066\u200f"
FORMATS = ("table", "json", "csv", "tsv", "md")

needs_bash = pytest.mark.skipif(
    os.name == "nt" or shutil.which("bash") is None, reason="there is no bash here"
)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    """The rows of all duties, by way of JSON."""
    rows: list[dict[str, Any]] = json.loads(run_in_pipe(*LIST, "--format=json").out)
    return rows


@pytest.fixture(scope="module")
def piped() -> Seen:
    """All duties as a table in a pipe."""
    return run_in_pipe(*LIST)


def run_in_bash(command: str, environment: dict[str, str] | None = None) -> Seen:
    """Run a command line of bash; its exit code is that of the program in it."""
    ended = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment or make_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Seen(ended.stdout, ended.stderr, ended.returncode)


def read_column(lines: Sequence[str], title: str, next_title: str) -> str:
    """Return what stands in a column of a drawn table, without blanks; of cards, everything."""
    head = lines[0]
    if title not in head or next_title not in head:
        return squeeze(lines)
    start, end = (
        split_cells(head).index(each[0], head.index(each)) for each in (title, next_title)
    )
    return squeeze(["".join(split_cells(line)[start:end]) for line in lines[3:]])


def find_lost(lines: Sequence[str], rows: list[dict[str, Any]]) -> list[str]:
    """Return the contents that a screen does not hold, whole and in order."""
    left = read_column(lines, "content", "departments")
    lost = []
    for row in rows:
        content = squeeze([row["content"]])
        _, found, after = left.partition(content)
        if found:
            left = after
        else:
            lost.append(content)
    return lost


def test_a_pipe_gets_no_escapes_and_one_line_for_each_row(
    piped: Seen, rows: list[dict[str, Any]]
) -> None:
    lines = piped.text.splitlines()

    assert "\x1b" not in piped.text
    assert len(lines) == len(rows) + 1
    for line, row in zip(lines[1:], rows, strict=True):
        assert line.startswith(row["ref"] + " ")
        assert row["content"] in line
        assert row["deadline"] in line


def test_the_columns_of_a_pipe_start_in_the_same_cell_of_every_line(
    piped: Seen, rows: list[dict[str, Any]]
) -> None:
    head, *lines = (split_cells(line) for line in piped.text.splitlines())
    text = "".join(head)
    starts = [match.start() for match in re.finditer(r"\S+", text)]

    assert text.split() == [
        "duty", "lamp", "content", "departments", "leaders", "supporting", "deadline", "due",
        "status",
    ]  # fmt: skip
    for cells, row in zip(lines, rows, strict=True):
        parts = [
            "".join(cells[start:end]).rstrip()
            for start, end in zip(starts, [*starts[1:], None], strict=True)
        ]
        assert parts == [
            row["ref"],
            f"● {row['lamp']}" if row["lamp"] else row["status"],
            row["content"],
            *(", ".join(row[key]) for key in ("departments", "leaders", "supporting")),
            row["deadline"],
            row["due"] or "—",
            row["status"],
        ]


def test_results_go_to_standard_output_and_remarks_to_standard_error(
    piped: Seen, rows: list[dict[str, Any]]
) -> None:
    as_json = run_in_pipe(*LIST, "--format=json")

    assert piped.remarks == LEGEND + TALLY
    assert "lists" not in piped.text
    assert as_json.remarks == TALLY
    assert len(rows) == 112


def test_an_error_leaves_standard_output_empty() -> None:
    seen = run_in_pipe("due", "--month=13")

    assert seen == Seen(b"", "dutylist: a month is a number from 1 to 12, not “13”\n".encode(), 2)


@needs_bash
def test_head_gets_its_line_and_nobody_complains() -> None:
    seen = run_in_bash("dutylist list --as-of=2022-10-01 | head -1; exit ${PIPESTATUS[0]}")

    assert re.fullmatch("duty .* status\n", seen.text)
    assert (seen.code, seen.remarks) in ((0, LEGEND + TALLY), (141, ""))


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is met otherwise on Windows")
def test_a_reader_that_is_gone_ends_the_program_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)

    ended = subprocess.run(
        [PROGRAM, *LIST],
        cwd=ROOT,
        env=make_environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writing)

    assert (ended.returncode, ended.stderr) == (141, b"")


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_pipe_takes_no_notice_of_columns(columns: str, piped: Seen) -> None:
    seen = run_in_pipe(*LIST, environment=make_environment(COLUMNS=columns))

    assert seen == piped


@needs_terminal
@pytest.mark.parametrize("columns", WIDTHS)
def test_a_terminal_loses_no_content_whatever_columns_says(
    columns: str, rows: list[dict[str, Any]]
) -> None:
    seen = run_on_terminal(*LIST, environment=make_environment(COLUMNS=columns))

    lines = strip_styles(seen.text).splitlines()
    assert seen.code == 0
    assert find_lost(lines, rows) == []


@needs_terminal
@pytest.mark.parametrize("width", [1, 7, 20, 33, 60, 80, 120, 200])
def test_a_terminal_loses_no_content_at_any_width(width: int, rows: list[dict[str, Any]]) -> None:
    seen = run_on_terminal("list", "--class=staged", "--class=milestone", DAY, width=width)

    lines = draw(seen.out, width) if width > 2 else strip_styles(seen.text).splitlines()
    shown = [row for row in rows if row["class"] in ("staged", "milestone")]
    assert seen.code == 0
    assert find_lost(lines, shown) == []


@needs_terminal
def test_a_lamp_has_its_colour_and_its_word() -> None:
    seen = run_on_terminal("stats", "--by=lamp", "--as-of=2022-11-01")

    assert "\x1b[33m● \x1b[0myellow: due within 30 days" in seen.text
    assert "\x1b[1;31m● \x1b[0mred: overdue" in seen.text


@needs_terminal
@pytest.mark.parametrize(
    "changes",
    [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": None}],
    ids=["NO_COLOR=1", "TERM=dumb", "TERM unset"],
)
def test_a_terminal_without_colours_gets_none_and_the_same_text(
    changes: dict[str, str | None],
) -> None:
    seen = run_on_terminal(*LIST, environment=make_environment("en", **changes))

    coloured = run_on_terminal(*LIST)
    assert COLOUR.search(coloured.text)
    assert strip_styles(seen.text) == strip_styles(coloured.text)
    if changes != {"TERM": None}:
        assert not COLOUR.search(seen.text)


@needs_terminal
def test_a_dumb_terminal_gets_no_escape_at_all() -> None:
    seen = run_on_terminal(*LIST, environment=make_environment(TERM="dumb"))

    assert "\x1b" not in seen.text


@pytest.mark.parametrize("format_", FORMATS)
def test_a_plain_c_locale_shows_what_it_can_and_says_all_in_json(
    format_: str, rows: list[dict[str, Any]]
) -> None:
    surroundings = make_environment(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")

    seen = run_in_pipe(*LIST, "--format", format_, environment=surroundings)

    assert seen.code == 0
    assert "Traceback" not in seen.remarks
    if format_ == "json":
        assert json.loads(seen.out) == rows
    else:
        assert seen.out.count(b"tasks_2022/") == 101


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "gb18030", "utf-16", "utf-8-sig"])
def test_json_says_the_same_in_any_encoding(encoding: str, rows: list[dict[str, Any]]) -> None:
    seen = run_in_pipe(
        *LIST, "--format=json", environment=make_environment(PYTHONIOENCODING=encoding)
    )

    assert seen.code == 0
    assert json.loads(seen.out.decode(encoding)) == rows


def test_a_gbk_console_gets_every_content_and_lined_up_columns(rows: list[dict[str, Any]]) -> None:
    seen = run_in_pipe(*LIST, environment=make_environment(PYTHONIOENCODING="gbk"))

    lines = seen.out.decode("gbk").splitlines()
    starts = {
        split_cells(line).index(row["content"][0])
        for line, row in zip(lines[1:], rows, strict=True)
    }
    assert [
        line for line, row in zip(lines[1:], rows, strict=True) if row["content"] not in line
    ] == []
    assert "● green" in lines[2]
    assert len(starts) == 1


@needs_bash
@pytest.mark.parametrize("format_", ["table", "json"])
@pytest.mark.parametrize(
    ("redirection", "sentence"),
    [
        (">&-", "dutylist: standard output is closed: the answer has nowhere to go\n"),
        (">/dev/full", "dutylist: the answer could not be written: the disk is full\n"),
    ],
)
def test_an_answer_that_cannot_be_written_is_refused(
    redirection: str, sentence: str, format_: str
) -> None:
    if redirection == ">/dev/full" and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")

    seen = run_in_bash(f"dutylist list --format {format_} {redirection}")

    assert (seen.code, seen.remarks) == (2, sentence)


@needs_bash
def test_an_answer_reaches_standard_output_though_standard_error_is_closed(piped: Seen) -> None:
    seen = run_in_bash("dutylist list --as-of=2022-10-01 2>&-")

    assert (seen.code, seen.out) == (0, piped.out)


@needs_bash
def test_a_refusal_keeps_its_exit_code_though_standard_error_is_full() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")

    assert run_in_bash("dutylist due --month 13 2>/dev/full").code == 2


@pytest.fixture(scope="module")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two data folders with bad names: one that is read, and one that is refused."""
    folder = tmp_path_factory.mktemp("bad\u202e\x1b[31m")
    for name, marks in (("accepted", ACCEPTED), ("refused", HOSTILE)):
        (folder / name).mkdir()
        record = make_hostile_list(f"甲{marks}乙")
        (folder / name / "hostile_2022.yaml").write_text(json.dumps(record), encoding="utf-8")
    return folder


def make_hostile_list(text: str) -> dict[str, Any]:
    """Return a list that holds `text` wherever a list holds text."""
    entry = {"on": "2022-04-08", "status": "active", "note": text, "problem": text}
    duty = {
        "no": 1,
        "content": f"=1+1 | [red]{text}\n第二行\t完",
        "departments": [text],
        "supporting": [f"@{text}"],
        "deadline": "10月末前完成",
        "leaders": [text],
        "progress": [entry],
    }
    ended = {**duty, "no": 2, "repealed": {"on": "2022-12-01", "by": text, "reason": text}}
    unknown = {**duty, "no": 3, "deadline": f"待定{text}"}
    return {"title": text, "year": 2022, "duties": [duty, ended, unknown]}


def find_raw(seen: Seen) -> list[str]:
    """Return what a process wrote that could act on a terminal, colours aside."""
    return UNSAFE.findall(strip_styles(seen.text) + seen.remarks)


HOSTILE_COMMANDS = [
    *(("list", "--format", each) for each in FORMATS),
    *(("due", "--month=10", "--format", each) for each in FORMATS),
    *(("stats", "--by", each) for each in ("leader", "department")),
    ("stats", "--format=csv"),
    ("show", "1", "2", "3"),
    ("explain", "3"),
    ("check",),
    ("check", "--format=json"),
]


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names of folders")
@pytest.mark.parametrize("name", ["accepted", "refused"])
@pytest.mark.parametrize("arguments", HOSTILE_COMMANDS, ids=" ".join)
def test_nothing_in_a_list_reaches_a_reader_raw(
    arguments: tuple[str, ...], name: str, hostile_folder: Path
) -> None:
    seen = run_in_pipe(*arguments, "--data", str(hostile_folder / name))

    assert (seen.code == 4) is (name == "refused" or arguments[0] == "check")
    assert "Traceback" not in seen.remarks
    assert find_raw(seen) == []


@needs_terminal
@pytest.mark.parametrize("name", ["accepted", "refused"])
@pytest.mark.parametrize("arguments", [("list",), ("show", "1"), ("explain", "3"), ("check",)])
def test_nothing_in_a_list_reaches_a_terminal_raw(
    arguments: tuple[str, ...], name: str, hostile_folder: Path
) -> None:
    seen = run_on_terminal(*arguments, "--data", str(hostile_folder / name))

    assert "Traceback" not in seen.text
    assert find_raw(seen) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows passes arguments as text")
@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--leader", HOSTILE),
        ("list", "--department", HOSTILE),
        ("list", "--list", HOSTILE),
        ("list", "--search", HOSTILE),
        ("list", "--class", HOSTILE),
        ("list", "--data", HOSTILE),
        ("list", "--as-of", HOSTILE),
        ("list", f"--{HOSTILE}"),
        ("list", HOSTILE),
        ("due", "--month", HOSTILE),
        ("show", HOSTILE),
        ("explain", HOSTILE),
        (HOSTILE,),
        ("list", "--leader", os.fsdecode(b"\xff\x9b31m")),
    ],
    ids=lambda arguments: " ".join(arguments[:2]).encode("ascii", "backslashreplace").decode(),
)
def test_no_argument_is_echoed_raw(arguments: tuple[str, ...]) -> None:
    seen = run_in_pipe(*arguments)

    assert seen.code in (0, 2, 3)
    assert "Traceback" not in seen.remarks
    assert find_raw(seen) == []


def test_a_spreadsheet_gets_no_formula_and_programs_the_text_itself(hostile_folder: Path) -> None:
    folder = str(hostile_folder / "accepted")

    as_csv = run_in_pipe("list", "--data", folder, "--format=csv")
    as_json = run_in_pipe("list", "--data", folder, "--format=json")

    row, *_ = csv.DictReader(io.StringIO(as_csv.text, newline=""))
    assert row["content"].startswith("'=1+1")
    assert row["supporting"].startswith("'@")
    assert json.loads(as_json.out)[0]["departments"] == [f"甲{ACCEPTED}乙"]


def test_a_style_is_all_that_a_terminal_is_ever_told() -> None:
    assert STYLE.sub("", "\x1b[1;31mred\x1b[0m") == "red"
    assert UNSAFE.search(STYLE.sub("", "\x1b[2J"))
