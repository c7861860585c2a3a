"""The contract of the commands on the real lists: numbers, keys, filters, folders, refusals.

The program runs as a process of its own, as a clerk starts it.
"""

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from terminal import LOCALES, PROGRAM, ROOT, Seen, make_environment, run_in_pipe

from dutylist import __version__
from dutylist.cli.app import COMMANDS, load_command

KEYS = [
    "ref", "list", "year", "no", "content", "departments", "supporting", "leaders", "deadline",
    "class", "due", "checkpoints", "cadence", "soft", "ambiguous", "status", "overdue",
    "days_left", "lamp", "reason", "last_progress", "bucket", "issuer",
    "folder",
]  # fmt: skip
OCTOBER = "--as-of=2022-10-01"
DEMO = ("--data=tests/demo", "--as-of=2022-10-15")
IN_OCTOBER = [
    *(f"tasks_2022/{no}" for no in (42, 43, 44, 45, 46, 48, 53, 54, 55, 56, 65, 66, 67, 68)),
    *(f"livelihood_2022/{no}" for no in (6, 10, 11)),
]


@cache
def ask(*arguments: str) -> Any:
    """Return the JSON that a command answers."""
    seen = run_in_pipe(*arguments, "--format=json")
    assert seen.code == 0, seen.remarks
    return json.loads(seen.out)


def list_refs(*arguments: str) -> list[str]:
    return [row["ref"] for row in ask(*arguments)]


def name_arguments(value: object) -> str:
    """Name a test after the command line alone."""
    return " ".join(value) if isinstance(value, tuple) else ""


def count_kinds(*arguments: str) -> Counter[str]:
    return Counter(row["kind"] for row in ask("due", OCTOBER, *arguments))


def test_october_has_its_seventeen_deadlines_then_two_reports() -> None:
    rows = ask("due", "--month=10", OCTOBER)

    assert [(row["ref"], row["kind"]) for row in rows] == [
        *((ref, "deadline") for ref in IN_OCTOBER),
        ("tasks_2022/11", "report"),
        ("tasks_2022/26", "report"),
    ]
    assert {row["on"] for row in rows} == {"2022-10-31"}


@pytest.mark.parametrize(
    ("span", "deadlines", "reports"),
    [
        (("--month=9",), 0, 3),
        (("--month=10",), 17, 2),
        (("--month=11",), 6, 2),
        (("--month=12",), 59, 3),
        (("--quarter=4",), 82, 7),
        (("--within=30",), 17, 2),
        (("--by=2022-10-31",), 17, 2),
        (("--by=2022-10-30",), 0, 0),
        ((), 17, 2),
    ],
    ids=str,
)
def test_a_span_holds_so_many_deadlines_and_reports(
    span: tuple[str, ...], deadlines: int, reports: int
) -> None:
    assert count_kinds(*span) == Counter(deadline=deadlines, report=reports)


@pytest.mark.parametrize("month", [3, 6, 9, 12])
def test_the_quarterly_report_joins_the_monthly_ones_at_the_end_of_a_quarter(month: int) -> None:
    rows = ask("due", f"--month={month}", "--as-of=2022-01-01")

    reports = [row["ref"] for row in rows if row["kind"] == "report"]
    assert reports == ["tasks_2022/1", "tasks_2022/11", "tasks_2022/26"]


def test_a_leader_has_thirty_two_duties_the_joint_one_among_them() -> None:
    refs = list_refs("list", "--leader=常晓红")

    assert len(refs) == len(set(refs)) == 32
    assert "tasks_2022/40" in refs
    assert list_refs("list", "-l", "常 晓红") == refs


def test_a_department_has_six_duties_and_eight_with_those_that_it_supports() -> None:
    own = list_refs("list", "--department=工信局")
    supported = list_refs("list", "--department=工信局", "--role=supporting")
    both = list_refs("list", "--department=工信局", "--role=any")

    assert (len(own), len(supported), len(both)) == (6, 2, 8)
    assert set(own) | set(supported) == set(both)
    assert list_refs("list", "-d", "工信局", "--role=配合部门") == supported


def test_a_class_is_the_same_by_either_word() -> None:
    refs = list_refs("list", "--class=ongoing")

    assert len(refs) == 28
    assert list_refs("list", "--class=长期保持") == refs
    assert list_refs("list", "-c", "长期坚持") == refs


def test_overdue_begins_the_day_after() -> None:
    late = ask("overdue", "--as-of=2022-11-01")

    assert [row["ref"] for row in late] == IN_OCTOBER
    assert {(row["overdue"], row["days_left"], row["lamp"]) for row in late} == {(True, -1, "red")}
    assert ask("overdue", "--as-of=2022-10-31") == []


def test_nobody_is_overdue_who_is_repealed_or_ongoing() -> None:
    late = {row["ref"] for row in ask("overdue", "--as-of=2030-01-01")}

    rows = ask("list", "--as-of=2030-01-01")
    spared = {
        row["ref"] for row in rows if row["status"] == "repealed" or row["class"] == "ongoing"
    }
    assert {"tasks_2022/10", "tasks_2022/31"} <= spared
    assert late | spared == {row["ref"] for row in rows}
    assert late & spared == set()


def test_all_duties_are_listed_in_printed_order() -> None:
    refs = list_refs("list")

    assert refs == [
        *(f"tasks_2022/{no}" for no in range(1, 102)),
        *(f"livelihood_2022/{no}" for no in range(1, 12)),
    ]


def test_a_row_has_its_keys_in_order_and_its_types() -> None:
    (row,) = ask("show", "26", "--as-of=2022-10-15")

    assert list(row) == KEYS
    assert row == {
        "ref": "tasks_2022/26",
        "list": "tasks_2022",
        "year": 2022,
        "no": 26,
        "content": "规模以上工业总产值增长10%左右。",
        "departments": ["工信局"],
        "supporting": ["红开区企业服务局"],
        "leaders": ["常晓红"],
        "deadline": "12月末前完成，按月实施推进",
        "class": "by-date",
        "due": "2022-12-31",
        "checkpoints": [],
        "cadence": "monthly",
        "soft": False,
        "ambiguous": False,
        "status": "pending",
        "overdue": False,
        "days_left": 77,
        "lamp": "yellow",
        "reason": "no report for 2022-09-30",
        "last_progress": None,
        "bucket": "unreported",
        "issuer": None,
        "folder": "data",
    }


@pytest.mark.parametrize("command", ["list", "overdue", "show", "explain"])
def test_every_command_about_duties_gives_the_same_keys(command: str) -> None:
    subject = ["1"] if command in ("show", "explain") else []

    rows = ask(command, *subject, "--as-of=2022-11-01")

    assert rows
    assert all(list(row) == KEYS for row in rows)


def test_what_falls_due_has_its_day_and_kind_besides() -> None:
    rows = ask("due", "--quarter=4", *DEMO)

    assert all(list(row) == [*KEYS, "on", "kind"] for row in rows)
    assert [(row["ref"], row["on"], row["kind"]) for row in rows] == [
        ("demo_2022/1", "2022-11-30", "deadline"),
        ("demo_2022/2", "2022-11-30", "deadline"),
        ("demo_2022/6", "2022-12-20", "report"),
    ]


def test_progress_is_shown_as_it_was_last_reported_by_then() -> None:
    (row,) = ask("show", "demo_2022/1", "--data=tests/demo", "--as-of=2022-08-01")

    assert (row["status"], row["lamp"], row["due"]) == ("blocked", "yellow", "2022-09-30")
    assert row["last_progress"] == {
        "on": "2022-07-05",
        "status": "blocked",
        "note": "主体施工因设备未到货停工。",
        "value": "完成投资的40%",
        "by": "政务服务局",
        "problem": "电梯设备未能按合同到货，安装单位无法进场。",
        "next": "约谈供货单位，八月末前到货，九月恢复施工。",
    }


def test_a_wording_is_explained_by_the_deadline_part_alone() -> None:
    assert ask("explain", "11月中旬前完成", "--year=2022") == {
        "class": "by-date",
        "due": "2022-11-20",
        "checkpoints": [],
        "cadence": None,
        "soft": False,
        "ambiguous": False,
    }


def test_groups_are_counted_with_what_stands_out() -> None:
    counts = ask("stats", "--by=leader", "--as-of=2022-11-01")

    assert [(each["key"], each["duties"], each["overdue"]) for each in counts] == [
        ("孟令伟", 49, 15),
        ("常晓红", 32, 0),
        ("薛英辉", 22, 2),
        ("张宝库", 5, 0),
        ("杨占伟", 5, 0),
    ]


@pytest.mark.parametrize(
    "filters",
    [
        ("--leader=孟令伟",),
        ("--department=平西乡", "--role=any"),
        ("--class=by-date", "--list=livelihood_2022"),
        ("--status=废止",),
        ("--search=高标准农田",),
        ("--year=2022", "--leader=常晓红", "--leader=薛英辉"),
    ],
    ids=" ".join,
)
def test_a_filter_means_the_same_in_every_command(filters: tuple[str, ...]) -> None:
    day = "--as-of=2022-11-01"
    listed = ask("list", *filters, day)
    refs = [row["ref"] for row in listed]

    late = [row["ref"] for row in listed if row["overdue"]]
    assert refs
    assert list_refs("overdue", *filters, day) == late
    assert sum(each["duties"] for each in ask("stats", "--by=list", *filters, day)) == len(refs)
    owed = set(list_refs("due", "--quarter=4", *filters, day))
    assert owed <= set(refs)
    assert owed == {row["ref"] for row in ask("due", "--quarter=4", day)} & set(refs)


@pytest.mark.parametrize(
    ("arguments", "code", "english", "chinese"),
    [
        (("due", "--month=0"), 2, "a month is a number from 1 to 12, not “0”",
         "月份应为 1 至 12 的数字，不能是“0”"),
        (("due", "--month=13"), 2, "a month is a number from 1 to 12, not “13”",
         "月份应为 1 至 12 的数字，不能是“13”"),
        (("due", "--month=十"), 2, "a month is a number from 1 to 12, not “十”",
         "月份应为 1 至 12 的数字，不能是“十”"),
        (("due", "--quarter=5"), 2, "a quarter is a number from 1 to 4, not “5”",
         "季度应为 1 至 4 的数字，不能是“5”"),
        (("due", "--month=1", "--by=2022-10-01"), 2,
         "give one of --month, --quarter, --by and --within",
         "--month、--quarter、--by、--within 只能选用一个"),
        (("list", "--as-of=2022-02-30"), 2, "the calendar has no 2022-02-30",
         "日历上没有 2022-02-30 这一天"),
        (("list", "--as-of=昨天"), 2, "a day is written as 2022-10-31, not “昨天”",
         "日期应写成 2022-10-31 的形式，不能写成“昨天”"),
        (("list", "--leader=常小红"), 3, "no list names the leader “常小红”\nnearest: 常晓红",
         "各清单均无牵头领导“常小红”\n相近的有：常晓红"),
        (("list", "--department=工信厅"), 3,
         "no list names the department “工信厅”\nnearest: 工信局",
         "各清单均无部门“工信厅”\n相近的有：工信局"),
        (("list", "--year=2021"), 3, "there is no list of the year 2021\nnearest: 2022",
         "没有 2021 年度的清单\n相近的有：2022"),
        (("show", "999"), 3, "there is no duty 999", "没有编号为 999 的事项"),
        (("show", "二六"), 2, "“二六” is no ref; a ref is tasks_2022/26 or 26",
         "“二六”不是事项编号；事项编号应写成 tasks_2022/26 或 26 的形式"),
        (("list", "--data=nowhere"), 2,
         "no data folder at nowhere; name one with --data or DUTYLIST_DATA",
         "nowhere 处没有数据文件夹；请用 --data 或 DUTYLIST_DATA 指定"),
        (("list", "--data=docs"), 4,
         "docs holds no duty list; a list is a file named like tasks_2022.yaml",
         "docs 中没有责任清单；清单文件的名称形如 tasks_2022.yaml"),
        (("duee",), 2, "there is no command “duee”; nearest: due",
         "没有命令“duee”；相近的有：due"),
    ],
    ids=name_arguments,
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_a_sentence(
    arguments: tuple[str, ...], code: int, english: str, chinese: str
) -> None:
    in_english = run_in_pipe(*arguments)
    in_chinese = run_in_pipe(*arguments, environment=make_environment("zh"))

    assert in_english == Seen(b"", f"dutylist: {english}\n".encode(), code)
    assert in_chinese == Seen(b"", f"dutylist：{chinese}\n".encode(), code)


def test_a_bad_file_ends_every_reading_command_and_is_named() -> None:
    folder = "tests/bad_inputs/10_yaml/tab_indent/data"

    codes = {
        command: run_in_pipe(command, *subject, "--data", folder)
        for command, subject in (("list", ()), ("due", ()), ("show", ("1",)), ("check", ()))
    }

    assert {seen.code for seen in codes.values()} == {4}
    for seen in codes.values():
        assert f"{folder}/tasks_2022.yaml:7:1: " in seen.text + seen.remarks


@pytest.fixture
def two_folders(tmp_path: Path) -> tuple[Path, Path]:
    """The committed data folder and the demonstration, elsewhere; each is called `data`."""
    places = tmp_path / "a" / "data", tmp_path / "b" / "data"
    shutil.copytree(ROOT / "data", places[0])
    shutil.copytree(ROOT / "tests" / "demo", places[1])
    return places


def test_several_folders_are_read_together_in_the_order_given(
    two_folders: tuple[Path, Path],
) -> None:
    first, second = map(str, two_folders)

    lists = [row["list"] for row in ask("list", "--data", second, "--data", first)]

    assert list(dict.fromkeys(lists)) == ["demo_2022", "tasks_2022", "livelihood_2022"]
    assert len(lists) == 118


def test_the_variable_names_folders_where_no_option_does(two_folders: tuple[Path, Path]) -> None:
    first, second = map(str, two_folders)
    both = make_environment(DUTYLIST_DATA=os.pathsep.join((first, second)))

    by_variable = run_in_pipe("stats", "--by=list", "--format=csv", environment=both)
    by_option = run_in_pipe("stats", "--format=csv", "--data", second, environment=both)

    assert [line.split(",")[:2] for line in by_variable.text.split()[1:]] == [
        ["tasks_2022", "101"], ["livelihood_2022", "11"], ["demo_2022", "6"],
    ]  # fmt: skip
    assert by_option.remarks.startswith("read 1 list, 6 duties;")


def test_the_data_folder_is_found_in_a_parent(two_folders: tuple[Path, Path]) -> None:
    below = two_folders[0].parent / "some" / "where"
    below.mkdir(parents=True)

    seen = run_in_pipe("list", "--format=csv", cwd=below)

    assert seen.code == 0
    assert seen.remarks.startswith("read 2 lists, 112 duties;")


def test_folders_of_different_rules_have_a_legend_each(two_folders: tuple[Path, Path]) -> None:
    first, second = map(str, two_folders)
    settings = '[lamps]\nsoon_days = 0\nblocked = "red"\n'
    (two_folders[1] / "dutylist.toml").write_text(settings, encoding="utf-8")

    seen = run_in_pipe("list", "--data", first, "--data", second, "--as-of=2022-10-15")

    assert seen.remarks.splitlines()[:2] == [
        f"{first}: ● red: overdue; ● yellow: due within 30 days, blocked or a report missing;"
        " ● green: all else",
        f"{second}: ● red: overdue or blocked; ● yellow: a report missing; ● green: all else",
    ]


@pytest.mark.parametrize(
    ("arguments", "has_legend"),
    [
        (("list",), True),
        (("due", "--month=10"), True),
        (("show", "26"), True),
        (("stats", "--by=lamp"), True),
        (("show", "10"), True),
        (("show", "tasks_2022/10"), False),
        (("overdue",), False),
        (("explain", "26"), False),
        (("list", "--format=tsv"), False),
        (("check",), False),
    ],
    ids=str,
)
def test_a_legend_stands_below_lamps_that_people_look_at(
    arguments: tuple[str, ...], has_legend: bool
) -> None:
    day = () if arguments[0] == "check" else ("--as-of=2022-10-15",)

    seen = run_in_pipe(*arguments, *day)

    assert seen.remarks.startswith("● red: overdue; ") is has_legend


def test_an_explained_duty_says_why_its_lamp_is_lit_and_by_which_rule() -> None:
    seen = run_in_pipe("explain", "tasks_2022/26", "--as-of=2022-10-15")

    assert seen.text.splitlines()[-4:] == [
        "status           pending",
        "lamp             ● yellow",
        "reason           no report for 2022-09-30",
        "rule for lamps   ● red: overdue; ● yellow: due within 30 days, blocked or a report"
        " missing; ● green: all else",
    ]


@pytest.mark.parametrize(
    ("arguments", "tally"),
    [
        (("list",), "read 2 lists, 112 duties; shown 112 (2 repealed among them)"),
        (("due", "--month=10"), "read 2 lists, 112 duties; shown 19; 91 not due then; 2 repealed"),
        (("due", "--month=12"),
         "read 2 lists, 112 duties; shown 59 in 62 rows; 51 not due then; 2 repealed"),
        (("overdue",), "read 2 lists, 112 duties; shown 0; 110 not overdue; 2 repealed"),
        (("show", "26"), "read 2 lists, 112 duties; shown 1; 111 not selected"),
        (("explain", "26"), "read 2 lists, 112 duties; shown 1; 111 not selected"),
        (("stats", *DEMO[:1]), "read 1 list, 6 duties; shown 6 (1 repealed, 1 done among them)"),
    ],
    ids=name_arguments,
)  # fmt: skip
def test_every_command_accounts_for_every_duty(arguments: tuple[str, ...], tally: str) -> None:
    seen = run_in_pipe(*arguments, OCTOBER)

    assert seen.remarks.splitlines()[-1] == tally


COMPLETIONS = [
    (("list", "--leader", ""), ["孟令伟", "常晓红", "张宝库", "杨占伟", "薛英辉"]),
    (("due", "--leader", "常"), ["常晓红"]),
    (("stats", "--department", "工"), ["工信局"]),
    (("list", "--list", ""), ["tasks_2022", "livelihood_2022"]),
    (("list", "--list", "l"), ["livelihood_2022"]),
    (("s",), ["show", "stats", "schema"]),
    (("list", "--leader", "无此"), []),
]


@pytest.mark.parametrize(("words", "offered"), COMPLETIONS, ids=str)
def test_the_shell_completes_names_from_the_lists(
    words: tuple[str, ...], offered: list[str]
) -> None:
    seen = run_in_pipe(
        environment=make_environment(
            _DUTYLIST_COMPLETE="complete_bash",
            COMP_WORDS=" ".join(("dutylist", *words)),
            COMP_CWORD=str(len(words)),
        )
    )

    assert sorted(seen.text.split()) == sorted(offered)
    assert seen.remarks == ""


@pytest.mark.parametrize("folder", ["nowhere", "tests/bad_inputs/10_yaml/tab_indent/data"])
def test_a_completion_complains_of_nothing(folder: str) -> None:
    seen = run_in_pipe(
        environment=make_environment(
            _DUTYLIST_COMPLETE="complete_bash",
            COMP_WORDS="dutylist list --leader ",
            COMP_CWORD="3",
            DUTYLIST_DATA=folder,
        )
    )

    assert (seen.text.strip(), seen.remarks) == ("", "")


def test_due_on_unchanged_lists_imports_neither_pydantic_nor_ruamel() -> None:
    watched = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*{'pydantic', 'ruamel', 'rich.table'} & set(sys.modules),"
        " file=sys.stderr))\n"
        "sys.argv = ['dutylist', 'due', '--month', '10', '--format', 'json']\n"
        "from dutylist.__main__ import main\n"
        "main()\n"
    )
    ask("due", "--month=10")

    ended = subprocess.run(
        [sys.executable, "-c", watched],
        cwd=ROOT,
        env=make_environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )

    assert ended.stderr.splitlines()[-1] == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_a_summary_in_the_list_of_commands_is_the_first_sentence_of_the_command(
    command: str,
) -> None:
    help_text = load_command(command).help

    assert help_text
    assert str(COMMANDS[command]) == inspect.cleandoc(help_text).split("\n\n")[0]


@pytest.mark.parametrize("lang", LOCALES)
def test_every_help_page_begins_with_usage_and_ends_with_help(lang: str) -> None:
    starts = {"en": "Usage: dutylist", "zh": "用法：dutylist"}

    for command in ("", *COMMANDS):
        seen = run_in_pipe(*filter(None, (command, "--help")), environment=make_environment(lang))
        assert seen.code == 0
        assert seen.text.startswith(f"{starts[lang]} {command}".rstrip())
        assert re.search(r"^  (--help, -h|-h, --help) ", seen.text, re.MULTILINE)


@pytest.mark.parametrize("arguments", [(), ("--help",)], ids=["dutylist", "dutylist --help"])
def test_the_program_alone_shows_its_help(arguments: tuple[str, ...]) -> None:
    seen = run_in_pipe(*arguments)

    assert seen.code == 0
    assert [
        line.split()[0] for line in seen.text.split("Commands\n")[1].splitlines() if line[2] != " "
    ] == list(COMMANDS)


def test_the_version_is_told() -> None:
    assert run_in_pipe("--version") == Seen(f"dutylist {__version__}\n".encode(), b"", 0)


def test_the_module_is_the_program() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "dutylist", "--version"],
        env=make_environment(),
        capture_output=True,
        timeout=60,
        check=True,
    )

    assert ended.stdout == run_in_pipe("--version").out
    assert PROGRAM.exists()
