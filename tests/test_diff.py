"""`dutylist diff`: two versions of the lists, compared as records."""

import json
from pathlib import Path

import pytest
from repositories import Place, make_place, write_list
from story import NAME, OLD, at, run, tell, tell_story

WHOLE = """\
duty           what      change
duties_2022    renamed   tasks_2022 → duties_2022
duties_2022/1  progress  2022-05-01 · active · 动工 · value: 20%
duties_2022/2  content   建桥 → 建两座桥
duties_2022/2  leaders   李四 → —
duties_2022/2  deadline  10月末前完成 → 年内完成
duties_2022/2  repealed  2022-06-01 · 区政府
duties_2022/2  extended  2023-06-30 (decided on 2022-05-30) · 雨季
duties_2022/3  removed   植树 · 工信局 · 10月末前完成
duties_2022/4  added     修渠 · 水利局 · 年内完成
as on file at commit-1 of 2022-04-01: 1 list, 3 duties
as on file at commit-7 of 2022-06-05: 1 list, 3 duties
1 list renamed; 1 duty added; 1 duty removed; 3 fields amended; 1 duty repealed; 1 extension; \
1 progress entry
"""
CSV = """\
ref,list,no,kind,field,old,new,folder\r
tasks_2022/2,tasks_2022,2,amended,content,建桥,建两座桥,data\r
tasks_2022/2,tasks_2022,2,amended,leaders,李四,,data\r
tasks_2022/2,tasks_2022,2,amended,deadline,10月末前完成,年内完成,data\r
tasks_2022/2,tasks_2022,2,repealed,repealed,,2022-06-01 区政府,data\r
"""
TWO = write_list("修路", "建桥")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return tell_story(tmp_path_factory.mktemp("story") / "repository")


@pytest.fixture
def changed(place: Place, tmp_path: Path) -> Place:
    """Give a work tree of its own, in which the canal has another deadline."""
    place.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"))
    tree = place._replace(top=tmp_path / "tree")
    tree.write(NAME, (tree.top / NAME).read_text(encoding="utf-8") + "    due: 2022-11-30\n")
    return tree


def list_changes(place: Place, *arguments: str) -> list[tuple[str, str, str | None]]:
    """Return the ref, the kind and the field of each change."""
    rows = json.loads(run(place, "diff", "--format=json", *arguments).text)
    return [(row["ref"], row["kind"], row["field"]) for row in rows]


def test_two_versions_are_compared_as_records(place: Place) -> None:
    assert tell(place, "diff", "2022-04-30", "2022-06-05") == WHOLE


def test_revisions_are_versions_too(
    place: Place,
) -> None:
    assert tell(place, "diff", "HEAD~6", "HEAD") == WHOLE


def test_csv_has_the_values_in_one_cell_each(place: Place) -> None:
    assert run(place, "diff", "HEAD~5", "HEAD~4", "--format=csv").text == CSV


def test_a_version_that_is_no_list_is_refused_with_its_place(place: Place) -> None:
    seen = run(place, "diff", "HEAD~3")

    assert seen.code == 4
    assert seen.remarks.splitlines()[0] == "HEAD~3:data/tasks_2022.yaml:25:1: invalid"


@pytest.mark.parametrize("versions", [(), ("HEAD",), ("main",)], ids=str)
def test_with_less_than_two_versions_the_files_are_compared(
    changed: Place, versions: tuple[str, ...]
) -> None:
    assert tell(changed, "diff", *versions) == (
        "duty           what          change\n"
        "duties_2022/4  due as given  — → 2022-11-30\n"
        "as on file at commit-7 of 2022-06-05: 1 list, 3 duties\n"
        "the files as they are: 1 list, 3 duties\n"
        "1 field amended\n"
    )


def test_nothing_changed_is_said(place: Place) -> None:
    seen = run(place, "diff")

    assert (seen.code, seen.text) == (0, "")
    assert seen.remarks.splitlines()[-1] == "nothing changed"


def test_a_filter_chooses_duties_of_either_version(place: Place) -> None:
    both = ("HEAD~6", "HEAD")

    assert list_changes(place, *both, "--search=修渠") == [("duties_2022/4", "added", None)]
    assert list_changes(place, *both, "--search=植树") == [("duties_2022/3", "removed", None)]
    assert list_changes(place, *both, "--department=水利局") == [("duties_2022/4", "added", None)]
    assert list_changes(place, *both, "--search=建两座") == [
        ("duties_2022/2", "amended", "content"),
        ("duties_2022/2", "amended", "leaders"),
        ("duties_2022/2", "amended", "deadline"),
        ("duties_2022/2", "repealed", "repealed"),
        ("duties_2022/2", "extended", "extended"),
    ]
    assert list_changes(place, *both, "--list=tasks_2022") == [
        change for change in list_changes(place, *both) if change[0] != "duties_2022/4"
    ]


def test_a_name_that_neither_version_has_is_refused(place: Place) -> None:
    seen = run(place, "diff", "HEAD~6", "HEAD", "--list=tasks_2023")

    assert (seen.code, seen.remarks) == (
        3,
        "dutylist: there is no list “tasks_2023”\nnearest: duties_2022\n",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "remarks"),
    [
        (
            ("nosuch",),
            3,
            "dutylist: no commit is called “nosuch”; give a branch, a tag, a commit’s id or a day"
            " (2022-10-31)\n",
        ),
        (
            ("HEAD", "--at=HEAD"),
            2,
            "dutylist: diff is given its versions as arguments, without --at\n",
        ),
        (("2022-02-30",), 2, "dutylist: the calendar has no 2022-02-30\n"),
    ],
    ids=str,
)
def test_what_is_no_version_is_refused(
    place: Place, arguments: tuple[str, ...], code: int, remarks: str
) -> None:
    seen = run(place, "diff", *arguments)

    assert (seen.code, seen.text, seen.remarks) == (code, "", remarks)


def test_lists_that_came_and_went_take_their_duties_along(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    place.write(OLD, TWO)
    place.commit("甲", on=at("2022-04-01"))
    place.git("rm", "--quiet", OLD)
    place.write("data/works_2023.yaml", write_list("开渠", title="工程", year=2023))
    place.commit("乙", on=at("2022-04-02"))

    assert tell(place, "diff", "HEAD~1", "HEAD") == (
        "duty          what     change\n"
        "works_2023    added    工程 · 2023\n"
        "works_2023/1  added    开渠 · 工信局 · 10月末前完成\n"
        "tasks_2022    removed  清单 · 2022\n"
        "tasks_2022/1  removed  修路 · 工信局 · 10月末前完成\n"
        "tasks_2022/2  removed  建桥 · 工信局 · 10月末前完成\n"
        "as on file at commit-1 of 2022-04-01: 1 list, 2 duties\n"
        "as on file at commit-2 of 2022-04-02: 1 list, 1 duty\n"
        "1 list added; 1 list removed; 1 duty added; 2 duties removed\n"
    )


def test_a_list_that_was_renamed_and_amended_at_once_is_the_same_list(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    place.write(OLD, write_list("修路", "建桥", "植树"))
    place.commit("甲")
    (place.top / OLD).unlink()
    place.write(NAME, write_list("修路", "建桥", "种树", title="责任清单"))

    assert list_changes(place) == [
        ("duties_2022", "renamed", None),
        ("duties_2022", "amended", "title"),
        ("duties_2022/3", "amended", "content"),
    ]


def test_a_folder_that_came_later_is_new_and_one_that_is_in_neither_version_refused(
    tmp_path: Path,
) -> None:
    place = make_place(tmp_path)
    place.write("甲/tasks_2022.yaml", write_list("修路"))
    place.commit("甲", on=at("2022-04-01"))
    place.write("乙/works_2022.yaml", write_list("建桥"))
    place.commit("乙", on=at("2022-04-02"))

    told = tell(place, "diff", "HEAD~1", "HEAD", "--data=甲", "--data=乙")
    seen = run(place, "diff", "HEAD~1", "HEAD~1", "--data=乙")

    assert told == (
        "folder  duty          what   change\n"
        "乙      works_2022    added  清单 · 2022\n"
        "乙      works_2022/1  added  建桥 · 工信局 · 10月末前完成\n"
        "HEAD~1:乙: there was no such folder then\n"
        "as on file at commit-1 of 2022-04-01: 1 list, 1 duty\n"
        "as on file at commit-2 of 2022-04-02: 2 lists, 2 duties\n"
        "1 list added; 1 duty added\n"
    )
    assert (seen.code, seen.text) == (3, "")
    assert seen.remarks == "dutylist: HEAD~1:乙: there was no such folder then\n"


def test_what_was_rewritten_or_withdrawn_is_counted_by_what_it_is(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    extended = "    extended:\n      - {on: 2022-05-30, to: 2023-06-30}\n"
    entered = "    progress:\n      - {on: 2022-05-01, status: active, note: 开工}\n"
    repealed = "    repealed: {on: 2022-06-01}\n"
    place.write(OLD, write_list("修路") + extended + entered + repealed)
    place.commit("甲", on=at("2022-04-01"))
    rewritten = (extended + entered + repealed).replace("06-30", "07-30").replace("开", "动")
    place.write(OLD, write_list("修路") + rewritten.replace("06-01", "06-02"))
    place.commit("乙", on=at("2022-04-02"))
    place.write(OLD, write_list("修路"))
    place.commit("丙", on=at("2022-04-03"))

    amended, withdrawn = (
        run(place, "diff", *versions).remarks.splitlines()[-1]
        for versions in (("HEAD~2", "HEAD~1"), ("HEAD~1", "HEAD"))
    )

    assert amended == "1 repeal amended; 1 extension rewritten; 1 entry rewritten"
    assert withdrawn == "1 duty reinstated; 1 extension withdrawn; 1 entry withdrawn"


def test_in_a_repository_without_a_commit_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    place.write(OLD, TWO)

    seen = run(place, "diff")

    assert (seen.code, seen.text) == (3, "")
    assert seen.remarks == "dutylist: the repository has no commit yet\n"
