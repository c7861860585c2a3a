"""Which duties a question finds: the filters alone and together, refs, windows, and the tally.

The lists are small, written for each test; the index is in memory, so that nothing is remembered
from one test to the next.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutylist.errors import NotFound, WrongUsage
from dutylist.index import Clock, ask
from dutylist.query import (
    Answer,
    Question,
    Tally,
    find_default_year,
    list_owed,
    select_all,
    select_due,
    select_overdue,
    select_refs,
)
from dutylist.selection import Role, Selection
from dutylist.standing import Lamp, Rules
from dutylist.store.folder import find_sources

DAY = date(2022, 10, 15)


def make_duty(no: int | str, **fields: object) -> dict[str, object]:
    """Return a duty for a file; what a test does not care about is filled in."""
    return {
        "no": no,
        "content": f"推进第{no}项工作。",
        "departments": ["住建局"],
        "deadline": "10月末前完成",
        "leaders": ["张三"],
        **fields,
    }


def write_list(path: Path, *duties: Mapping[str, object], year: int = 2022, **head: str) -> None:
    """Write a list; JSON is YAML, too."""
    path.parent.mkdir(exist_ok=True)
    title = f"{year}年重点工作责任清单"
    text = json.dumps({"title": title, "year": year, **head, "duties": duties}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")


def write_units(path: Path, **units: object) -> None:
    path.write_text(json.dumps(units, ensure_ascii=False), encoding="utf-8")


def put(
    question: Callable[[Question], Answer],
    *folders: Path,
    day: date = DAY,
    rules: Mapping[str, Rules] | None = None,
    **filters: Any,
) -> Answer:
    """Put a question to the lists of the folders."""
    sources = [source for folder in folders for source in find_sources(str(folder))]
    selection = Selection(**filters)
    return ask(
        None,
        Clock(0),
        lambda index: question(Question(index, index.take(sources), selection, day, rules or {})),
    )


def refs(answer: Answer) -> list[str]:
    return [row.ref for row in answer.rows]


def falling(answer: Answer) -> list[tuple[str, str, str]]:
    """Return what falls due: day, kind and ref."""
    return [(str(row.on), str(row.kind), row.ref) for row in answer.rows]


def due_in(first: str, last: str) -> Callable[[Question], Answer]:
    days = date.fromisoformat(first), date.fromisoformat(last)
    return lambda question: select_due(question, *days)


def find(*asked: str) -> Callable[[Question], Answer]:
    return lambda question: select_refs(question, asked)


def remarks(answer: Answer) -> list[str]:
    return [str(remark) for remark in answer.remarks]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two lists of 2022 and one of 2021, with something for every filter."""
    folder = tmp_path / "data"
    write_list(
        folder / "tasks_2022.yaml",
        make_duty(1, content="规模以上工业总产值增长10%左右。", departments=["工信局"]),
        make_duty(2, supporting=["工信局", "财政局"], leaders=["张三", "李四"]),
        make_duty(3, departments=["住建局", "财政局"], deadline="长期保持"),
        make_duty(4, leaders=["李四"], repealed={"on": "2022-06-01"}),
        make_duty(5, progress=[{"on": "2022-10-10", "status": "done", "note": "完成"}], leaders=[]),
        annex="附件1",
    )
    write_list(
        folder / "livelihood_2022.yaml",
        make_duty(1, departments=["教育局"], deadline="年内完成", leaders=["王五"]),
        make_duty(2, departments=["教育局"], supporting=["住建局"], deadline="9月底前完成"),
        annex="附件2",
    )
    write_list(
        folder / "tasks_2021.yaml",
        make_duty(1, departments=["农业局"], leaders=["李四"]),
        year=2021,
    )
    return folder


EVERYTHING = [
    "tasks_2021/1",
    "tasks_2022/1",
    "tasks_2022/2",
    "tasks_2022/3",
    "tasks_2022/4",
    "tasks_2022/5",
    "livelihood_2022/1",
    "livelihood_2022/2",
]


def test_without_filters_every_duty_is_listed_by_year_then_annex_then_as_printed(
    folder: Path,
) -> None:
    answer = put(select_all, folder)

    assert refs(answer) == EVERYTHING
    assert answer.tally == Tally(lists=3, read=8, rows=8, shown=8, not_selected=0)
    assert answer.remarks == ()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"lists": ("tasks_2022",)}, EVERYTHING[1:6]),
        ({"lists": ("tasks_2021", "livelihood_2022")}, [EVERYTHING[0], *EVERYTHING[6:]]),
        ({"years": (2021,)}, ["tasks_2021/1"]),
        ({"years": (2021, 2022)}, EVERYTHING),
        ({"departments": ("工信局",)}, ["tasks_2022/1"]),
        ({"departments": ("工信局",), "role": Role.SUPPORTING}, ["tasks_2022/2"]),
        ({"departments": ("工信局",), "role": Role.ANY}, ["tasks_2022/1", "tasks_2022/2"]),
        ({"departments": ("财政局",)}, ["tasks_2022/3"]),
        ({"departments": ("工信局", "财政局")}, ["tasks_2022/1", "tasks_2022/3"]),
        ({"departments": ("财政局",), "role": Role.ANY}, ["tasks_2022/2", "tasks_2022/3"]),
        ({"leaders": ("李四",)}, ["tasks_2021/1", "tasks_2022/2", "tasks_2022/4"]),
        ({"leaders": ("王五", "李四")}, [*EVERYTHING[:1], *EVERYTHING[2:5:2], EVERYTHING[6]]),
        ({"classes": ("ongoing",)}, ["tasks_2022/3"]),
        ({"classes": ("ongoing", "within-year")}, ["tasks_2022/3", "livelihood_2022/1"]),
        ({"classes": ("staged",)}, []),
        ({"statuses": ("repealed",)}, ["tasks_2022/4"]),
        ({"statuses": ("repealed", "done")}, ["tasks_2022/4", "tasks_2022/5"]),
        ({"statuses": ("active",)}, []),
        ({"search": ("工业总产值",)}, ["tasks_2022/1"]),
        ({"search": ("推进第2",)}, ["tasks_2022/2", "livelihood_2022/2"]),
        ({"search": ("总产值", "第5项")}, ["tasks_2022/1", "tasks_2022/5"]),
        ({"search": ("没有这样的话",)}, []),
        ({"search": ("",)}, EVERYTHING),
    ],
)
def test_a_filter_chooses(folder: Path, filters: dict[str, Any], found: list[str]) -> None:
    answer = put(select_all, folder, **filters)

    assert refs(answer) == found
    assert answer.tally == Tally(3, 8, len(found), len(found), 8 - len(found))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"lists": ("tasks_2022",), "years": (2022,)}, EVERYTHING[1:6]),
        ({"lists": ("tasks_2022",), "years": (2021,)}, []),
        ({"departments": ("住建局",), "leaders": ("李四",)}, ["tasks_2022/2", "tasks_2022/4"]),
        ({"departments": ("住建局",), "leaders": ("王五",)}, []),
        (
            {"departments": ("住建局",), "leaders": ("李四",), "statuses": ("pending",)},
            ["tasks_2022/2"],
        ),
        ({"classes": ("by-date",), "search": ("第1项",)}, ["tasks_2021/1"]),
        (
            {
                "lists": ("tasks_2022",),
                "years": (2022,),
                "departments": ("工信局",),
                "role": Role.ANY,
                "leaders": ("张三",),
                "classes": ("by-date",),
                "statuses": ("pending",),
                "search": ("增长10%",),
            },
            ["tasks_2022/1"],
        ),
    ],
)
def test_between_filters_all_must_hold(
    folder: Path, filters: dict[str, Any], found: list[str]
) -> None:
    answer = put(select_all, folder, **filters)

    assert refs(answer) == found
    assert answer.tally == Tally(3, 8, len(found), len(found), 8 - len(found))


@pytest.mark.parametrize(
    ("asked", "remark"),
    [
        ("工信局", ["1 more duty is supported; --role any shows that one, too"]),
        ("住建局", ["2 more duties are supported; --role any shows those, too"]),
        ("农业局", []),
    ],
)
def test_a_department_that_also_supports_is_told_so(
    folder: Path, asked: str, remark: list[str]
) -> None:
    supported = make_duty(1, departments=["教育局"], supporting=["住建局"])
    write_list(folder / "tasks_2020.yaml", supported, year=2020)

    answer = put(select_all, folder, departments=(asked,))

    assert remarks(answer) == remark


def test_status_is_the_one_on_the_day_asked_for(folder: Path) -> None:
    before = put(select_all, folder, statuses=("done", "repealed"), day=date(2022, 5, 31))
    between = put(select_all, folder, statuses=("done", "repealed"), day=date(2022, 10, 9))

    assert refs(before) == []
    assert refs(between) == ["tasks_2022/4"]


@pytest.mark.parametrize(
    ("filters", "problem", "nearest"),
    [
        (
            {"lists": ("tasks_2023",)},
            "there is no list “tasks_2023”",
            ("tasks_2022", "tasks_2021"),
        ),
        ({"years": (2023,)}, "there is no list of the year 2023", ("2021", "2022")),
        ({"leaders": ("张四",)}, "no list names the leader “张四”", ("李四", "张三")),
        (
            {"leaders": ("赵",)},
            "no list names the leader “赵”",
            ("张三", "李四", "王五"),
        ),
        ({"leaders": ("住建局",)}, "no list names the leader “住建局”", ("张三", "李四", "王五")),
        ({"departments": ("工信",)}, "no list names the department “工信”", ("工信局",)),
        (
            {"departments": ("张三",)},
            "no list names the department “张三”",
            ("住建局", "农业局", "工信局", "教育局", "财政局"),
        ),
        (
            {"departments": ("乡、街",), "role": Role.ANY},
            "no list names the department “乡、街”",
            ("住建局", "农业局", "工信局", "教育局", "财政局"),
        ),
    ],
)
def test_an_unknown_name_is_refused_and_the_nearest_are_offered(
    folder: Path, filters: dict[str, Any], problem: str, nearest: tuple[str, ...]
) -> None:
    with pytest.raises(NotFound) as refusal:
        put(select_all, folder, **filters)

    assert str(refusal.value) == problem
    assert refusal.value.nearest == nearest


@pytest.mark.parametrize("filters", [{"departments": ("",)}, {"leaders": (" 　",)}])
def test_an_empty_name_is_wrong_usage(folder: Path, filters: dict[str, Any]) -> None:
    with pytest.raises(WrongUsage) as refusal:
        put(select_all, folder, **filters)

    assert str(refusal.value) == "a name is empty"


def test_a_department_that_only_supports_is_known_and_answers_for_nothing(tmp_path: Path) -> None:
    write_list(tmp_path / "tasks_2022.yaml", make_duty(1, supporting=["财政局"]))

    answer = put(select_all, tmp_path, departments=("财政局",))

    assert refs(answer) == []
    assert remarks(answer) == ["1 more duty is supported; --role any shows that one, too"]


@pytest.mark.parametrize("asked", ["吕乐", "吕  乐", "吕　乐", " 吕 乐 "])
def test_blanks_in_a_name_do_not_tell_people_apart(tmp_path: Path, asked: str) -> None:
    write_list(
        tmp_path / "tasks_2022.yaml",
        make_duty(1, leaders=["吕  乐"]),
        make_duty(2, leaders=["吕乐"]),
        make_duty(3, leaders=["吕乐天"]),
    )

    answer = put(select_all, tmp_path, leaders=(asked,))

    assert refs(answer) == ["tasks_2022/1", "tasks_2022/2"]


@pytest.mark.parametrize("asked", ["ABB公司", "abb公司", "ＡＢＢ公司", "Abb 公司"])
def test_width_and_case_do_not_tell_departments_apart(tmp_path: Path, asked: str) -> None:
    write_list(tmp_path / "tasks_2022.yaml", make_duty(1, departments=["ABB 公司"]), make_duty(2))

    answer = put(select_all, tmp_path, departments=(asked,))

    assert refs(answer) == ["tasks_2022/1"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("10%", ["tasks_2022/1"]),
        ("１０％", ["tasks_2022/1"]),
        ("1%左", []),
        ("%", ["tasks_2022/1"]),
        ("_", ["tasks_2022/2"]),
        ("a_b", ["tasks_2022/2"]),
        ("A_B", ["tasks_2022/2"]),
        ("axb", ["tasks_2022/3"]),
        ("*", ["tasks_2022/4"]),
        ("增*长", []),
        ("?", []),
        ("[", []),
        ("'", ["tasks_2022/5"]),
        ('"', ["tasks_2022/5"]),
        ("\\", ["tasks_2022/5"]),
        ("a\tb  c", ["tasks_2022/6"]),
        ("a b c", ["tasks_2022/6"]),
        ("' OR 1=1 --", []),
        ("\udcff", []),
    ],
)
def test_a_search_takes_every_character_as_text(
    tmp_path: Path, asked: str, found: list[str]
) -> None:
    write_list(
        tmp_path / "tasks_2022.yaml",
        make_duty(1, content="增长10%左右。"),
        make_duty(2, content="表a_b。"),
        make_duty(3, content="表axb。"),
        make_duty(4, content="评为4*级。"),
        make_duty(5, content="写明'甲'、\"乙\"和\\。"),
        make_duty(6, content="a  b\nc"),
    )

    answer = put(select_all, tmp_path, search=(asked,))

    assert refs(answer) == found


@pytest.mark.parametrize("asked", ["%", "_", "*", "住%", "住_局", "住*局", "' OR 1=1 --", "\udcff"])
def test_a_name_takes_every_character_as_text(tmp_path: Path, asked: str) -> None:
    write_list(tmp_path / "tasks_2022.yaml", make_duty(1))

    with pytest.raises(NotFound) as refusal:
        put(select_all, tmp_path, departments=(asked,))

    assert refusal.value.nearest == ("住建局",)


def test_a_member_is_found_through_its_party_and_the_answer_says_so(tmp_path: Path) -> None:
    write_list(
        tmp_path / "tasks_2022.yaml",
        make_duty(1, departments=["乡、街"]),
        make_duty(2, supporting=["乡、街"]),
        make_duty(3, departments=["平西乡"]),
        make_duty(4),
    )
    write_units(tmp_path / "units.yaml", **{"乡、街": ["平西乡"]})

    answer = put(select_all, tmp_path, departments=("平西乡",))

    assert refs(answer) == ["tasks_2022/1", "tasks_2022/3"]
    assert "duties of 乡、街 are among them (units.yaml)" in remarks(answer)


def test_a_member_that_no_duty_names_is_known_by_its_party(tmp_path: Path) -> None:
    write_list(tmp_path / "tasks_2022.yaml", make_duty(1, supporting=["乡、街"]), make_duty(2))
    write_units(tmp_path / "units.yaml", **{"乡、街": ["平西乡"]})

    answer = put(select_all, tmp_path, departments=("平西乡",), role=Role.ANY)

    assert refs(answer) == ["tasks_2022/1"]
    assert remarks(answer) == ["duties of 乡、街 are among them (units.yaml)"]


def test_the_party_itself_does_not_bring_its_members(tmp_path: Path) -> None:
    write_list(
        tmp_path / "tasks_2022.yaml",
        make_duty(1, departments=["乡、街"]),
        make_duty(2, departments=["平西乡"]),
    )
    write_units(tmp_path / "units.yaml", **{"乡、街": ["平西乡"]})

    answer = put(select_all, tmp_path, departments=("乡、街",))

    assert refs(answer) == ["tasks_2022/1"]
    assert remarks(answer) == []


def test_members_and_other_names_are_followed_from_party_to_party(tmp_path: Path) -> None:
    write_list(
        tmp_path / "tasks_2022.yaml",
        make_duty(1, departments=["区直各部门"]),
        make_duty(2, departments=["各单位"]),
        make_duty(3, departments=["乡、街"]),
        make_duty(4),
    )
    write_units(
        tmp_path / "units.yaml",
        **{
            "乡、街": {"members": ["平西乡"], "aliases": ["各乡街"]},
            "各单位": {"members": ["各乡街", "区直各部门"]},
            "区直各部门": {"aliases": ["各单位"]},
        },
    )

    answer = put(select_all, tmp_path, departments=("平西　乡",))

    assert refs(answer) == ["tasks_2022/3"]
    assert remarks(answer) == ["duties of 乡、街 are among them (units.yaml)"]


def test_a_circle_of_parties_ends(tmp_path: Path) -> None:
    write_list(tmp_path / "tasks_2022.yaml", make_duty(1, departments=["甲"]), make_duty(2))
    write_units(tmp_path / "units.yaml", 甲=["乙"], 乙=["丙"], 丙=["甲"])

    answer = put(select_all, tmp_path, departments=("丙",))

    assert refs(answer) == ["tasks_2022/1"]
    assert remarks(answer) == ["duties of 甲, 乙 are among them (units.yaml)"]


@pytest.mark.parametrize("asked", ["各乡街", "各 乡 街"])
def test_another_name_finds_what_the_party_is_named_in(tmp_path: Path, asked: str) -> None:
    write_list(tmp_path / "tasks_2022.yaml", make_duty(1, departments=["乡、街"]), make_duty(2))
    write_units(tmp_path / "units.yaml", **{"乡、街": {"aliases": ["各乡街"]}})

    answer = put(select_all, tmp_path, departments=(asked,))

    assert refs(answer) == ["tasks_2022/1"]


def test_a_leader_is_nobodys_member(tmp_path: Path) -> None:
    write_list(tmp_path / "tasks_2022.yaml", make_duty(1, leaders=["领导小组"]), make_duty(2))
    write_units(tmp_path / "units.yaml", 领导小组=["张三"])

    answer = put(select_all, tmp_path, leaders=("张三",))

    assert refs(answer) == ["tasks_2022/2"]
    assert remarks(answer) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["tasks_2022/2"], ["tasks_2022/2"]),
        (["2"], ["tasks_2022/2", "livelihood_2022/2"]),
        (["1"], ["tasks_2021/1", "tasks_2022/1", "livelihood_2022/1"]),
        (["4"], ["tasks_2022/4"]),
        (["4", "tasks_2022/3"], ["tasks_2022/4", "tasks_2022/3"]),
        (["２"], ["tasks_2022/2", "livelihood_2022/2"]),
        (["tasks_2022／４"], ["tasks_2022/4"]),
        ([" 4 "], ["tasks_2022/4"]),
    ],
)
def test_a_ref_finds_its_duty_in_whichever_list_has_it(
    folder: Path, asked: list[str], found: list[str]
) -> None:
    answer = put(find(*asked), folder)

    assert refs(answer) == found
    assert answer.tally == Tally(3, 8, len(found), len(found), 8 - len(found))


def test_a_bare_number_is_looked_for_in_the_chosen_lists(folder: Path) -> None:
    by_year = put(find("1"), folder, years=(2021,))
    by_list = put(find("1"), folder, lists=("tasks_2022",))

    assert refs(by_year) == ["tasks_2021/1"]
    assert refs(by_list) == ["tasks_2022/1"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("5", ["tasks_2022/5.1", "tasks_2022/5.2"]),
        ("5.1", ["tasks_2022/5.1"]),
        ("tasks_2022/5.2", ["tasks_2022/5.2"]),
        ("tasks_2022/5", ["tasks_2022/5.1", "tasks_2022/5.2"]),
        ("５．２", ["tasks_2022/5.2"]),
        ("50", ["tasks_2022/50"]),
        ("51", ["tasks_2022/51"]),
    ],
)
def test_a_printed_number_with_two_tasks_finds_both(
    tmp_path: Path, asked: str, found: list[str]
) -> None:
    numbers: list[int | str] = ["5.1", "5.2", 50, 51]
    write_list(tmp_path / "tasks_2022.yaml", *map(make_duty, numbers))

    answer = put(find(asked), tmp_path)

    assert refs(answer) == found


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("6", "there is no duty 6"),
        ("5.1", "there is no duty 5.1"),
        ("tasks_2021/2", "there is no duty tasks_2021/2"),
        ("tasks_2023/1", "there is no list “tasks_2023”"),
        ("0", "there is no duty 0"),
    ],
)
def test_a_ref_that_no_list_has_is_not_found(folder: Path, asked: str, problem: str) -> None:
    with pytest.raises(NotFound) as refusal:
        put(find(asked), folder)

    assert str(refusal.value) == problem


@pytest.mark.parametrize(
    "asked",
    ["", "二", "tasks_2022", "tasks_2022/", "/1", "1.", "-1", "1000000", "a/b/1", "1 2", "%"],
)
def test_what_is_no_ref_is_wrong_usage(folder: Path, asked: str) -> None:
    with pytest.raises(WrongUsage) as refusal:
        put(find(asked), folder)

    assert str(refusal.value) == f"“{asked}” is no ref; a ref is tasks_2022/26 or 26"


@pytest.mark.parametrize(
    "asked",
    [["tasks_2022/1", "tasks_2022/1"], ["4", "tasks_2022/4"], ["2", "tasks_2022/2", "２"]],
)
def test_a_duty_that_is_asked_for_twice_is_shown_and_counted_once(
    folder: Path, asked: list[str]
) -> None:
    answer = put(find(*asked), folder)

    found = refs(answer)
    assert found == list(dict.fromkeys(found))
    assert answer.tally == Tally(3, 8, len(found), len(found), 8 - len(found))


@pytest.mark.parametrize("name", ["重点工作（2022）", "２０２２年任务", "tasks：2022"])
def test_a_list_with_full_width_characters_in_its_name_is_found_by_its_ref(
    tmp_path: Path, name: str
) -> None:
    write_list(tmp_path / f"{name}.yaml", make_duty(1))

    answer = put(find(f"{name}/1"), tmp_path)

    assert refs(answer) == [f"{name}/1"]


def test_due_lists_deadlines_checkpoints_and_reports_by_day_then_kind(tmp_path: Path) -> None:
    write_list(
        tmp_path / "tasks_2022.yaml",
        make_duty(1, deadline="长期保持，按月实施推进"),
        make_duty(2, deadline="10月底前开工；12月底前建成"),
        make_duty(3, deadline="10月末前完成"),
        make_duty(4, deadline="10月15日前完成"),
        make_duty(5, deadline="11月末前完成"),
    )

    answer = put(due_in("2022-10-01", "2022-10-31"), tmp_path, day=date(2022, 10, 1))

    assert falling(answer) == [
        ("2022-10-15", "deadline", "tasks_2022/4"),
        ("2022-10-31", "deadline", "tasks_2022/3"),
        ("2022-10-31", "checkpoint", "tasks_2022/2"),
        ("2022-10-31", "report", "tasks_2022/1"),
    ]
    assert answer.tally == Tally(1, 5, rows=4, shown=4, not_selected=0, not_due=1)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2022-10-30", "2022-10-30", []),
        ("2022-10-31", "2022-10-31", ["tasks_2022/1"]),
        ("2022-11-01", "2022-11-30", []),
        ("2022-11-01", "2022-10-31", []),
        ("0001-01-01", "9999-12-31", ["tasks_2022/1"]),
    ],
)
def test_a_window_holds_its_first_and_last_day(
    tmp_path: Path, first: str, last: str, found: list[str]
) -> None:
    write_list(tmp_path / "tasks_2022.yaml", make_duty(1))

    answer = put(due_in(first, last), tmp_path)

    assert refs(answer) == found
    assert answer.tally == Tally(1, 1, len(found), len(found), 0, not_due=1 - len(found))


def test_a_window_may_reach_over_the_year_s_end(tmp_path: Path) -> None:
    write_list(
        tmp_path / "tasks_2022.yaml",
        make_duty(1, deadline="12月末前完成"),
        make_duty(2, deadline="2023年1月15日前完成"),
        make_duty(3, deadline="2023年2月底前完成"),
    )
    write_list(
        tmp_path / "tasks_2023.yaml",
        make_duty(1, deadline="1月20日前完成"),
        make_duty(2),
        year=2023,
    )

    answer = put(due_in("2022-12-15", "2023-01-31"), tmp_path, day=date(2022, 12, 15))

    assert falling(answer) == [
        ("2022-12-31", "deadline", "tasks_2022/1"),
        ("2023-01-15", "deadline", "tasks_2022/2"),
        ("2023-01-20", "deadline", "tasks_2023/1"),
    ]
    assert answer.tally == Tally(2, 5, rows=3, shown=3, not_selected=0, not_due=2)


@pytest.mark.parametrize(
    ("entries", "months"),
    [
        ([], [8, 9, 10]),
        (["2022-08-31"], [9, 10]),
        (["2022-09-01"], [10]),
        (["2022-10-05"], []),
        (["2022-08-01", "2022-09-20", "2022-10-02"], []),
        (["2022-10-16"], [8, 9, 10]),
    ],
)
def test_a_report_is_owed_until_it_is_written_and_what_comes_later_is_not_seen(
    tmp_path: Path, entries: list[str], months: list[int]
) -> None:
    progress = [{"on": on, "status": "active", "note": "推进"} for on in entries]
    write_list(
        tmp_path / "tasks_2022.yaml",
        make_duty(1, deadline="长期保持，按月实施推进", progress=progress),
    )

    answer = put(due_in("2022-08-01", "2022-10-31"), tmp_path, day=date(2022, 10, 15))

    assert [row.on.month for row in answer.rows if row.on] == months
    assert answer.tally.rows == len(months)
    assert answer.tally.shown + answer.tally.not_due == 1


def test_one_duty_that_falls_due_several_times_is_counted_once(tmp_path: Path) -> None:
    write_list(tmp_path / "tasks_2022.yaml", make_duty(1, deadline="10月末前完成，按月实施推进"))

    answer = put(due_in("2022-09-01", "2022-10-31"), tmp_path, day=date(2022, 9, 1))

    assert falling(answer) == [
        ("2022-09-30", "report", "tasks_2022/1"),
        ("2022-10-31", "deadline", "tasks_2022/1"),
        ("2022-10-31", "report", "tasks_2022/1"),
    ]
    assert answer.tally == Tally(1, 1, rows=3, shown=1, not_selected=0)


def test_the_repealed_and_the_done_owe_nothing(folder: Path) -> None:
    answer = put(due_in("2022-10-01", "2022-10-31"), folder, years=(2022,))

    assert refs(answer) == ["tasks_2022/1", "tasks_2022/2"]
    assert answer.tally == Tally(3, 8, 2, 2, not_selected=1, not_due=3, repealed=1, done=1)


def test_on_a_day_before_their_end_the_repealed_and_the_done_are_still_owed(folder: Path) -> None:
    question = due_in("2022-10-01", "2022-10-31")

    answer = put(question, folder, years=(2022,), day=date(2022, 5, 31))

    assert refs(answer) == ["tasks_2022/1", "tasks_2022/2", "tasks_2022/4", "tasks_2022/5"]
    assert answer.tally == Tally(3, 8, 4, 4, not_selected=1, not_due=3)


EXTENDED = [{"on": "2022-09-01", "to": "2022-12-31", "reason": "疫情影响"}]


@pytest.mark.parametrize(
    ("day", "october", "december"),
    [
        ("2022-08-31", ["tasks_2022/1"], []),
        ("2022-09-01", [], ["tasks_2022/1"]),
    ],
)
def test_an_extension_moves_a_duty_to_another_window_once_it_is_decided(
    tmp_path: Path, day: str, october: list[str], december: list[str]
) -> None:
    write_list(tmp_path / "tasks_2022.yaml", make_duty(1, extended=EXTENDED))
    asked_on = date.fromisoformat(day)

    in_october = put(due_in("2022-10-01", "2022-10-31"), tmp_path, day=asked_on)
    in_december = put(due_in("2022-12-01", "2022-12-31"), tmp_path, day=asked_on)

    assert refs(in_october) == october
    assert refs(in_december) == december


def test_a_clerk_s_date_goes_before_the_wording_s(tmp_path: Path) -> None:
    write_list(
        tmp_path / "tasks_2022.yaml",
        make_duty(1, due="2022-11-20"),
        make_duty(2, deadline="会后7日内", due="2022-11-08"),
    )

    answer = put(due_in("2022-10-01", "2022-11-30"), tmp_path)

    assert falling(answer) == [
        ("2022-11-08", "deadline", "tasks_2022/2"),
        ("2022-11-20", "deadline", "tasks_2022/1"),
    ]


def test_a_staged_duty_owes_each_stage_and_its_last_one_is_the_deadline(tmp_path: Path) -> None:
    write_list(
        tmp_path / "tasks_2022.yaml",
        make_duty(1, deadline="7月底前开工；9月底前主体完工；11月底前建成"),
    )

    answer = put(due_in("2022-01-01", "2022-12-31"), tmp_path, day=date(2022, 8, 1))

    assert falling(answer) == [
        ("2022-07-31", "checkpoint", "tasks_2022/1"),
        ("2022-09-30", "checkpoint", "tasks_2022/1"),
        ("2022-11-30", "deadline", "tasks_2022/1"),
    ]


def test_the_last_stage_of_an_extended_duty_is_due_on_the_new_day_alone(tmp_path: Path) -> None:
    write_list(
        tmp_path / "tasks_2022.yaml",
        make_duty(1, deadline="7月底前开工；11月底前建成", extended=EXTENDED),
    )

    answer = put(due_in("2022-01-01", "2022-12-31"), tmp_path, day=date(2022, 9, 1))

    assert falling(answer) == [
        ("2022-07-31", "checkpoint", "tasks_2022/1"),
        ("2022-12-31", "deadline", "tasks_2022/1"),
    ]


def test_due_can_be_asked_of_one_status_and_still_accounts_for_all(folder: Path) -> None:
    pending = put(due_in("2022-10-01", "2022-10-31"), folder, statuses=("pending",))
    done = put(due_in("2022-10-01", "2022-10-31"), folder, statuses=("done",))

    assert refs(pending) == ["tasks_2022/1", "tasks_2022/2"]
    assert pending.tally == Tally(3, 8, 2, 2, not_selected=2, not_due=4)
    assert refs(done) == []
    assert done.tally == Tally(3, 8, 0, 0, not_selected=7, not_due=0, done=1)


def test_overdue_lists_the_longest_overdue_first(tmp_path: Path) -> None:
    write_list(
        tmp_path / "tasks_2022.yaml",
        make_duty(1, deadline="10月14日前完成"),
        make_duty(2, deadline="10月15日前完成"),
        make_duty(3, deadline="3月底前完成"),
        make_duty(4, deadline="长期保持"),
        make_duty(5, deadline="3月底前完成", repealed=True),
        make_duty(6, deadline="3月底前完成", extended=EXTENDED),
        make_duty(7, deadline="3月底前完成"),
        make_duty(8, deadline="会后7日内", due="2022-01-10"),
        make_duty(
            9,
            deadline="3月底前完成",
            progress=[{"on": "2022-10-15", "status": "done", "note": "完成"}],
        ),
    )

    answer = put(select_overdue, tmp_path, day=date(2022, 10, 15))

    assert [(row.ref, row.standing.days_left) for row in answer.rows] == [
        ("tasks_2022/8", -278),
        ("tasks_2022/3", -198),
        ("tasks_2022/7", -198),
        ("tasks_2022/1", -1),
    ]
    assert answer.tally == Tally(1, 9, 4, 4, not_selected=0, not_due=3, repealed=1, done=1)


def test_lists_of_equal_bytes_are_both_shown_and_both_counted(tmp_path: Path) -> None:
    duties = (make_duty(1), make_duty(2, repealed=True), make_duty(3, deadline="9月底前完成"))
    write_list(tmp_path / "first_2022.yaml", *duties)
    write_list(tmp_path / "second_2022.yaml", *duties)

    everything = put(select_all, tmp_path)
    due = put(due_in("2022-10-01", "2022-10-31"), tmp_path)
    overdue = put(select_overdue, tmp_path)
    first = put(select_all, tmp_path, lists=("first_2022",))
    numbered = put(find("3"), tmp_path)

    assert len(refs(everything)) == 6
    assert everything.tally == Tally(2, 6, 6, 6, 0)
    assert refs(due) == ["first_2022/1", "second_2022/1"]
    assert due.tally == Tally(2, 6, 2, 2, not_selected=0, not_due=2, repealed=2)
    assert refs(overdue) == ["first_2022/3", "second_2022/3"]
    assert overdue.tally == Tally(2, 6, 2, 2, not_selected=0, not_due=2, repealed=2)
    assert refs(first) == ["first_2022/1", "first_2022/2", "first_2022/3"]
    assert refs(numbered) == ["first_2022/3", "second_2022/3"]


def test_several_folders_stand_in_the_order_they_were_named(tmp_path: Path) -> None:
    east, west = tmp_path / "east", tmp_path / "west"
    write_list(east / "tasks_2022.yaml", make_duty(1))
    write_list(west / "tasks_2022.yaml", make_duty(1), make_duty(2))
    write_list(west / "tasks_2021.yaml", make_duty(1), year=2021)

    answer = put(select_all, west, east)

    assert [(row.head.folder, row.ref) for row in answer.rows] == [
        (str(west), "tasks_2021/1"),
        (str(west), "tasks_2022/1"),
        (str(west), "tasks_2022/2"),
        (str(east), "tasks_2022/1"),
    ]
    assert answer.tally == Tally(3, 4, 4, 4, 0)


def test_each_folder_has_its_own_rule_for_lamps(tmp_path: Path) -> None:
    east, west = tmp_path / "east", tmp_path / "west"
    for folder in (east, west):
        write_list(folder / "tasks_2022.yaml", make_duty(1))

    answer = put(select_all, east, west, rules={str(west): Rules(soon_days=0)})

    assert [row.standing.lamp for row in answer.rows] == [Lamp.YELLOW, Lamp.GREEN]


@pytest.mark.parametrize(
    ("day", "year"),
    [("2020-06-01", 2021), ("2021-01-01", 2021), ("2022-06-01", 2022), ("2030-06-01", 2023)],
)
def test_the_year_asked_about_is_the_newest_that_has_begun(
    tmp_path: Path, day: str, year: int
) -> None:
    for listed in (2021, 2022, 2023):
        write_list(tmp_path / f"tasks_{listed}.yaml", make_duty(1), year=listed)
    sources = find_sources(str(tmp_path))

    found = ask(
        None,
        Clock(0),
        lambda index: find_default_year(index.take(sources), date.fromisoformat(day)),
    )

    assert found == year


NAMES = ("住建局", "工信局", "财政局", "乡、街")
PEOPLE = ("张三", "李四", "王五")
WORDINGS = (
    "10月末前完成",
    "年内完成",
    "长期保持",
    "年内持续推进",
    "12月末前完成，按月实施推进",
    "7月底前开工；11月底前建成",
    "会后7日内",
    "未列时限",
    "尽快完成",
)

written_days = st.dates(date(2022, 1, 1), date(2023, 3, 31))
written_entries = st.fixed_dictionaries(
    {
        "on": written_days.map(str),
        "status": st.sampled_from(["pending", "active", "blocked", "done"]),
        "note": st.just("进展"),
    }
)
written_repeals = st.sampled_from([True, {}]) | st.fixed_dictionaries({"on": written_days.map(str)})
written_duties = st.fixed_dictionaries(
    {
        "departments": st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True),
        "leaders": st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True),
        "deadline": st.sampled_from(WORDINGS),
    },
    optional={
        "supporting": st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
        "due": written_days.map(str),
        "repealed": written_repeals,
        "extended": st.lists(
            st.fixed_dictionaries({"on": written_days.map(str), "to": written_days.map(str)}),
            max_size=2,
        ),
        "progress": st.lists(written_entries, max_size=3),
    },
)
written_lists = st.lists(st.lists(written_duties, max_size=6), min_size=1, max_size=3)
selections = st.fixed_dictionaries(
    {
        "lists": st.sampled_from([(), (), ("list_0",)]),
        "years": st.sampled_from([(), (), (2022,)]),
        "departments": st.lists(st.sampled_from(NAMES), max_size=2).map(tuple),
        "role": st.sampled_from(Role),
        "leaders": st.lists(st.sampled_from(PEOPLE), max_size=2).map(tuple),
        "classes": st.lists(st.sampled_from(["by-date", "ongoing", "staged"]), max_size=2).map(
            tuple
        ),
        "statuses": st.lists(
            st.sampled_from(["pending", "active", "blocked", "done", "repealed"]), max_size=3
        ).map(tuple),
        "search": st.sampled_from([(), (), ("第1",), ("%",)]),
    }
)
questions = st.sampled_from(["list", "overdue"]) | st.tuples(written_days, st.integers(0, 120))


@settings(deadline=None)
@given(written_lists, selections, questions, written_days)
def test_every_duty_that_was_read_is_shown_or_accounted_for(
    lists: list[list[dict[str, object]]],
    filters: dict[str, Any],
    asked: str | tuple[date, int],
    day: date,
) -> None:
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for number, duties in enumerate(lists):
            numbered = [make_duty(no, **fields) for no, fields in enumerate(duties, start=1)]
            write_list(folder / f"list_{number}.yaml", *numbered)

        try:
            answer = put(_question(asked), folder, day=day, **filters)
        except NotFound:  # no list names the department or leader
            return

    tally = answer.tally
    left_out = tally.not_selected, tally.not_due, tally.repealed, tally.done
    assert tally.read == sum(map(len, lists)) == tally.shown + sum(left_out)
    assert min(left_out) >= 0
    assert tally.rows == len(answer.rows)
    assert tally.shown == len({row.ref for row in answer.rows})
    assert tally.lists == len(lists)


@settings(deadline=None)
@given(written_lists, written_days, written_days, st.integers(0, 400))
def test_the_days_that_the_index_knows_are_those_on_which_something_is_owed(
    lists: list[list[dict[str, object]]], day: date, first: date, days: int
) -> None:
    last = first + timedelta(days)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for number, duties in enumerate(lists):
            numbered = [make_duty(no, **fields) for no, fields in enumerate(duties, start=1)]
            write_list(folder / f"list_{number}.yaml", *numbered)

        due = put(lambda question: select_due(question, first, last), folder, day=day)
        overdue = put(select_overdue, folder, day=day)
        everything = put(select_all, folder, day=day)

    owed = [
        (str(on), str(kind), row.ref)
        for row in everything.rows
        for on, kind in list_owed(row, day)
        if first <= on <= last
    ]
    assert sorted(falling(due)) == sorted(owed)
    assert sorted(refs(overdue)) == sorted(
        row.ref for row in everything.rows if row.standing.overdue
    )


def _question(asked: str | tuple[date, int]) -> Callable[[Question], Answer]:
    if isinstance(asked, tuple):
        first, days = asked
        return lambda question: select_due(question, first, first + timedelta(days))
    return select_all if asked == "list" else select_overdue
