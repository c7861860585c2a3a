"""Several districts at once: folders and repositories whose lists are called alike.

The program runs as a process of its own. East and west have repositories and issuers, west its own
rule for lamps, east its own units.yaml; south has neither a repository nor an issuer.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from repositories import LIST_NAME, Place, isolate, make_place
from terminal import Seen, run_in_pipe

DAY = "--as-of=2022-10-01"
ALL = ("--data=east/data", "--data=west/data", "--data=south/data")
IN_GIT = ALL[:2]
LEGEND = (
    "● red: overdue; ● yellow: due within {n} days, blocked or a report missing; ● green: all else"
)


def write_list(district: str, issuer: str = "", deadline: str = "10月末前完成") -> str:
    """Write a list of two duties; all districts call it and its duties alike."""
    head = f"issuer: {issuer}\n" if issuer else ""
    return (
        f"title: 重点工作责任清单\nyear: 2022\n{head}duties:\n"
        f"  - no: 1\n    content: {district}修路\n    departments: [交通局]\n"
        f"    deadline: {deadline}\n    leaders: [张三]\n"
        f"  - no: 2\n    content: {district}绿化\n    departments: [各街道]\n"
        f"    supporting: [交通局]\n    deadline: 年内完成\n    leaders: [李四]\n"
    )


@pytest.fixture
def province(tmp_path: Path) -> Place:
    """Make the three districts; west amended its list in May, and tagged that."""
    for name, issuer in (("east", "东区人民政府"), ("west", "西区人民政府")):
        district = make_place(tmp_path / name)
        district.write(LIST_NAME, write_list(name, issuer))
        if name == "east":
            district.write("data/units.yaml", "各街道:\n  members: [东风街道]\n")
        district.commit("first", on="2022-03-01T12:00:00+08:00")
    district.write(LIST_NAME, write_list("west", "西区人民政府", "11月末前完成"))
    district.write("data/dutylist.toml", "[lamps]\nsoon_days = 60\n")
    district.commit("second", on="2022-05-01T12:00:00+08:00")
    district.git("tag", "v2")
    south = Place(tmp_path, isolate(TZ="Asia/Shanghai"))
    south.write(f"south/{LIST_NAME}", write_list("south"))
    return south


def ask(place: Place, *arguments: str, **changes: str) -> Seen:
    environment = {**place.environment, **changes}
    return run_in_pipe(*arguments, environment=environment, cwd=place.top)


def read(place: Place, *arguments: str) -> Any:
    seen = ask(place, *arguments, "--format=json")
    assert seen.code == 0, seen.remarks
    return json.loads(seen.text)


def tell_ids(place: Place, text: str) -> str:
    """Return the text with the ids of the districts' commits as names."""
    for name in ("east", "west"):
        commits = Place(place.top / name, place.environment).git("rev-list", "--reverse", "HEAD")
        for at, commit in enumerate(commits.split(), start=1):
            text = text.replace(commit, f"{name}-{at}").replace(commit[:8], f"{name}-{at}")
    return text


def test_a_table_tells_whose_each_row_is(province: Place) -> None:
    seen = ask(province, "due", "--month=10", *ALL, DAY)

    assert [line.split()[:3] for line in seen.text.splitlines()] == [
        ["issuer", "or", "folder"],
        ["东区人民政府", "tasks_2022/1", "2022-10-31"],
        ["south/data", "tasks_2022/1", "2022-10-31"],
    ]


def test_a_row_of_one_district_is_told_where_several_were_read(province: Place) -> None:
    seen = ask(province, "list", *IN_GIT, "--search=west绿化", DAY)

    assert [line.split()[:2] for line in seen.text.splitlines()] == [
        ["issuer", "duty"],
        ["西区人民政府", "tasks_2022/2"],
    ]


def test_one_issuer_by_itself_needs_no_column(province: Place) -> None:
    seen = ask(province, "list", *ALL, "--issuer=西区人民政府", DAY)

    assert [line.split()[0] for line in seen.text.splitlines()] == [
        "duty", "tasks_2022/1", "tasks_2022/2",
    ]  # fmt: skip
    assert seen.remarks.endswith("read 3 lists, 6 duties; shown 2; 4 not selected\n")


def test_two_folders_with_one_issuer_are_told_by_their_folders(province: Place) -> None:
    province.write(f"south/{LIST_NAME}", write_list("south", "西区人民政府"))

    seen = ask(province, "list", *ALL, "--search=绿化", DAY)

    assert [line.split()[0] for line in seen.text.splitlines()] == [
        "issuer", "东区人民政府", "west/data", "south/data",
    ]  # fmt: skip


def test_lists_of_several_issuers_in_one_folder_are_told_apart(province: Place) -> None:
    province.write("south/data/works_2022.yaml", write_list("works", "南区住建局"))
    province.write("south/data/tasks_2022.yaml", write_list("south", "南区人民政府"))

    seen = ask(province, "list", "--data=south/data", "--search=绿化", DAY)

    assert [line.split()[:2] for line in seen.text.splitlines()] == [
        ["issuer", "duty"],
        ["南区人民政府", "tasks_2022/2"],
        ["南区住建局", "works_2022/2"],
    ]


def test_rows_for_programs_carry_issuer_and_folder(province: Place) -> None:
    rows = read(province, "list", *ALL, "--search=修路", DAY)

    assert [(row["ref"], row["issuer"], row["folder"]) for row in rows] == [
        ("tasks_2022/1", "东区人民政府", "east/data"),
        ("tasks_2022/1", "西区人民政府", "west/data"),
        ("tasks_2022/1", None, "south/data"),
    ]


def test_every_row_of_csv_can_be_told_from_the_others(province: Place) -> None:
    seen = ask(province, "list", *ALL, "--format=csv")

    names = [(line.split(",")[0], line.split(",")[-1]) for line in seen.text.splitlines()]
    assert len(names) == len(set(names)) == 7


def test_an_issuer_that_no_list_names_is_refused_with_the_nearest(province: Place) -> None:
    seen = ask(province, "list", *ALL, "--issuer=东区政府")

    assert (seen.code, seen.text) == (3, "")
    assert seen.remarks == (
        "dutylist: no list names the issuer “东区政府”\nnearest: 东区人民政府, 西区人民政府\n"
    )


def test_an_issuer_is_found_however_it_is_spaced(province: Place) -> None:
    rows = read(province, "list", *ALL, "--issuer= 东区 人民政府 ")

    assert [row["content"] for row in rows] == ["east修路", "east绿化"]


def test_an_issuer_without_a_name_is_wrong_usage(province: Place) -> None:
    seen = ask(province, "list", *ALL, "--issuer= ")

    assert (seen.code, seen.text, seen.remarks) == (2, "", "dutylist: a name is empty\n")


def test_the_shell_completes_issuers_and_each_list_once(province: Place) -> None:
    def complete(option: str) -> list[str]:
        words = f"dutylist list {option} "
        seen = ask(
            province,
            _DUTYLIST_COMPLETE="complete_bash",
            COMP_WORDS=words,
            COMP_CWORD="3",
            DUTYLIST_DATA=os.pathsep.join(each.removeprefix("--data=") for each in ALL),
        )
        return seen.text.split()

    assert complete("--issuer") == ["东区人民政府", "西区人民政府"]
    assert complete("--list") == ["tasks_2022"]


def test_the_units_of_a_district_are_its_own(province: Place) -> None:
    rows = read(province, "list", *ALL, "--department=东风街道")
    seen = ask(province, "list", *ALL, "--department=东风街道", "--issuer=西区人民政府")

    assert [row["content"] for row in rows] == ["east绿化"]
    assert seen.text == ""
    assert seen.remarks == "read 3 lists, 6 duties; shown 0; 6 not selected\n"


def test_equal_files_are_one_blob_and_still_two_districts(province: Place) -> None:
    text = (province.top / "east" / LIST_NAME).read_text(encoding="utf-8")
    province.write(f"south/{LIST_NAME}", text)

    of_unit = read(province, "list", *ALL, "--department=东风街道")
    everything = read(province, "list", "--data=east/data", "--data=south/data")

    assert [row["folder"] for row in of_unit] == ["east/data"]
    assert [row["folder"] for row in everything] == ["east/data"] * 2 + ["south/data"] * 2


def test_duties_are_counted_by_issuer_and_by_folder_without_one(province: Place) -> None:
    rows = read(province, "stats", "--by=发文机关", *ALL, DAY)

    assert [(row["key"], row["duties"]) for row in rows] == [
        ("东区人民政府", 2), ("西区人民政府", 2), ("south/data", 2),
    ]  # fmt: skip


def test_lists_of_one_name_are_counted_apart(province: Place) -> None:
    province.write("south/data/works_2022.yaml", write_list("works"))

    rows = read(province, "stats", "--by=list", *ALL, DAY)

    assert [(row["key"], row["duties"]) for row in rows] == [
        ("东区人民政府: tasks_2022", 2),
        ("西区人民政府: tasks_2022", 2),
        ("south/data: tasks_2022", 2),
        ("works_2022", 2),
    ]


def test_a_legend_stands_once_for_all_folders_with_its_rule(province: Place) -> None:
    seen = ask(province, "list", *ALL, DAY)

    assert seen.remarks.splitlines()[:2] == [
        f"east/data, south/data: {LEGEND.format(n=30)}",
        f"west/data: {LEGEND.format(n=60)}",
    ]


@pytest.mark.parametrize("command", ["show", "explain"])
def test_a_bare_number_shows_the_duty_of_each_district(province: Place, command: str) -> None:
    seen = ask(province, command, "1", *ALL, DAY)

    told = [line for line in seen.text.splitlines() if "tasks_2022/1" in line]
    assert [line.partition("  ")[0] for line in told] == [
        "东区人民政府: tasks_2022/1",
        "西区人民政府: tasks_2022/1",
        "south/data: tasks_2022/1",
    ]


def test_a_ref_is_narrowed_by_its_issuer(province: Place) -> None:
    (row,) = read(province, "show", "tasks_2022/1", *ALL, "--issuer=西区人民政府")

    assert row["content"] == "west修路"


@pytest.mark.parametrize("ref", ["1", "tasks_2022/1"])
def test_writing_refuses_a_ref_of_several_districts_and_names_them(
    province: Place, ref: str
) -> None:
    seen = ask(province, "progress", ref, "active", "--note=开工", *IN_GIT)

    assert (seen.code, seen.text) == (3, "")
    assert seen.remarks == (
        f"dutylist: “{ref}” is a duty of several data folders; name the one with --data\n"
        "nearest: east/data: tasks_2022/1, west/data: tasks_2022/1\n"
    )


def test_a_day_is_one_in_all_repositories(province: Place) -> None:
    seen = ask(province, "list", *IN_GIT, "--at=2022-04-01", "--search=修路", "--format=json")

    assert [row["deadline"] for row in json.loads(seen.text)] == ["10月末前完成"] * 2
    assert tell_ids(province, seen.remarks) == (
        "east/data: as on file at east-1 of 2022-03-01\n"
        "west/data: as on file at west-1 of 2022-03-01\n"
        "read 2 lists, 4 duties; shown 2; 2 not selected\n"
    )


@pytest.mark.parametrize(
    ("at", "lacking"),
    [("v2", "east/data"), ("v3", "east/data, west/data")],
    ids=["one has it", "none has it"],
)
@pytest.mark.parametrize("command", ["list", "diff"])
def test_a_revision_that_a_repository_lacks_is_refused_by_name(
    province: Place, command: str, at: str, lacking: str
) -> None:
    asked = (at,) if command == "diff" else (f"--at={at}",)

    seen = ask(province, command, *asked, *IN_GIT)

    assert (seen.code, seen.text) == (3, "")
    assert seen.remarks == (
        f"dutylist: {lacking}: no commit is called “{at}”; give a branch, a tag, a commit’s id or"
        " a day (2022-10-31)\n"
    )


def test_a_district_that_began_later_is_named_and_new_in_a_comparison(province: Place) -> None:
    later = make_place(province.top / "late")
    later.write(LIST_NAME, write_list("late"))
    later.commit("first", on="2022-06-01T12:00:00+08:00")
    folders = (ALL[0], "--data=late/data")

    asked = ask(province, "list", "--at=2022-04-01", *folders)
    rows = read(province, "diff", "2022-04-01", "2022-07-01", *folders)

    assert (asked.code, asked.text) == (3, "")
    assert tell_ids(province, asked.remarks) == (
        "east/data: as on file at east-1 of 2022-03-01\n"
        "dutylist: late/data: on 2022-04-01 nothing was on file yet: no commit is that old\n"
    )
    assert [(row["folder"], row["kind"], row["ref"]) for row in rows] == [
        ("late/data", "added", "tasks_2022"),
        ("late/data", "added", "tasks_2022/1"),
        ("late/data", "added", "tasks_2022/2"),
    ]


@pytest.mark.parametrize(
    "arguments", [("list", "--at=HEAD"), ("log",), ("diff",)], ids=["list", "log", "diff"]
)
def test_a_folder_without_a_repository_is_refused_by_name(
    province: Place, arguments: tuple[str, ...]
) -> None:
    seen = ask(province, *arguments, *ALL)

    assert (seen.code, seen.text) == (6, "")
    assert seen.remarks == "dutylist: south/data is in no git repository\n"


def test_a_history_names_the_folder_of_each_change(province: Place) -> None:
    told = ask(province, "log", *IN_GIT, "--limit=2")
    rows = read(province, "log", *IN_GIT, "--limit=1")

    assert tell_ids(province, told.text + told.remarks) == (
        "west-2                 2022-05-01 12:00 +08:00  张三  second\n"
        "west/data: tasks_2022/1  deadline: 10月末前完成 → 11月末前完成\n"
        "\n"
        "east-1               2022-03-01 12:00 +08:00  张三  first\n"
        "east/data: tasks_2022  added: 重点工作责任清单 · 2022 · 东区人民政府 · 2 duties\n"
        "read 3 commits of the lists; shown 2 commits with 4 changes\n"
    )
    assert [(row["folder"], row["ref"]) for row in rows] == [("west/data", "tasks_2022/1")]


def test_a_list_that_goes_here_and_one_that_comes_there_are_two(province: Place) -> None:
    east, west = (Place(province.top / name, province.environment) for name in ("east", "west"))
    west.write("data/works_2022.yaml", write_list("both"))
    west.commit("works", on="2022-06-01T12:00:00+08:00")
    west.git("mv", "data/works_2022.yaml", "works_2022.yaml")
    east.write("data/works_2022.yaml", write_list("both"))

    rows = read(province, "diff", "--list=works_2022", *IN_GIT)

    assert [(row["folder"], row["kind"], row["ref"]) for row in rows if row["no"] is None] == [
        ("east/data", "added", "works_2022"),
        ("west/data", "removed", "works_2022"),
    ]


def test_check_names_the_folder_of_each_finding_of_the_past(province: Place) -> None:
    west = Place(province.top / "west", province.environment)
    west.write(LIST_NAME, write_list("west", deadline="6月31日前"))
    west.commit("third", on="2022-06-01T12:00:00+08:00")

    rows = read_findings(province, "check", "--at=HEAD", *IN_GIT)

    assert [row["path"] for row in rows] == [f"west/data: HEAD:{LIST_NAME}"]


def read_findings(place: Place, *arguments: str) -> Any:
    seen = ask(place, *arguments, "--format=json")
    assert seen.code == 4, seen.remarks
    return json.loads(seen.text)


def test_a_folder_under_two_names_is_read_once(province: Place) -> None:
    (province.top / "link").symlink_to("east/data", target_is_directory=True)
    both = os.pathsep.join(("east/data", "./east/data", "link"))

    by_variable = ask(province, "list", DUTYLIST_DATA=both)
    by_option = ask(province, "list", "--data=link", "--data=east/data", "--format=json")

    assert by_variable.remarks.endswith("read 1 list, 2 duties; shown 2\n")
    assert [row["folder"] for row in json.loads(by_option.text)] == ["link"] * 2


def test_a_document_is_handed_out_with_the_lists_of_all_districts(province: Place) -> None:
    seen = ask(province, "export", "--format=md", *ALL)

    lines = seen.text.splitlines()
    assert lines.count("# 重点工作责任清单") == 3
    assert [line for line in lines if "修路" in line] == [
        f"| 1 | {name}修路 | 交通局 | — | {deadline} | 张三 |"
        for name, deadline in (
            ("east", "10月末前完成"), ("west", "11月末前完成"), ("south", "10月末前完成"),
        )
    ]  # fmt: skip


def test_an_entry_leaves_the_issuer_of_its_list_as_it_is(province: Place) -> None:
    seen = ask(province, "progress", "1", "active", "--note=开工", "--data=west/data")

    rows = read(province, "list", "--data=west/data")
    assert seen.code == 0, seen.remarks
    assert [(row["issuer"], row["status"]) for row in rows] == [
        ("西区人民政府", "active"), ("西区人民政府", "pending"),
    ]  # fmt: skip
