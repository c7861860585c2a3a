"""`dutylist import`: what it understands, asks and writes, and what it leaves alone."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from repositories import Place, isolate, make_place
from terminal import ROOT, Seen, run_in_pipe

ANNEXES = ROOT / "tests" / "annex" / "annexes_2022.txt"
REAL = ("tasks_2022.yaml", "livelihood_2022.yaml")
HEAD = "序号\t工作内容\t责任部门\t配合部门\t完成时限\t牵头领导\n"
FIRST = "1\t推进老旧小区改造。\t住建局\t财政局\t10月末前完成\t周启明\n"
SECOND = "2\t新建幼儿园2所。\t教育局\t住建局、财政局\t年内完成\t林若水\n"
THIRD = "3\t建设口袋公园5个。\t城管局\t\t6月底前\t林若水\n"
TITLE = "2023年区政府重点工作责任清单\n"


@pytest.fixture
def office(tmp_path: Path) -> Place:
    """A repository with an empty data folder."""
    place = make_place(tmp_path / "office")
    place.write("data/units.yaml", "{}\n")
    place.write("data/schema/duty-list.json", "{}\n")
    place.commit("起始")
    return place


def give(place: Place, *rows: str, title: str = TITLE, name: str = "2023.txt") -> str:
    """Put a document of rows beside the data folder and return its name."""
    place.write(name, f"{title}{HEAD}{''.join(rows)}")
    place.git("update-index", "--refresh", "--quiet") if place.git("ls-files", name) else None
    return name


def read(place: Place, name: str = "data/tasks_2023.yaml") -> str:
    return (place.top / name).read_text(encoding="utf-8")


def import_json(place: Place, *arguments: str) -> dict[str, Any]:
    seen = place.dutylist("import", *arguments, "--format", "json")
    assert seen.code == 0, seen.remarks
    found: dict[str, Any] = json.loads(seen.out)
    return found


def list_doubts(place: Place, *arguments: str) -> list[tuple[str, object, str | None, str]]:
    return [
        (doubt["severity"], doubt["no"], doubt["field"], doubt["problem"])
        for doubt in import_json(place, *arguments)["doubts"]
    ]


def test_the_real_annexes_give_the_real_lists_byte_for_byte(office: Place) -> None:
    seen = office.dutylist("import", str(ANNEXES), "--write")

    assert seen.code == 0, seen.remarks
    for name in REAL:
        assert (office.top / "data" / name).read_bytes() == (ROOT / "data" / name).read_bytes()
    assert office.git("show", "--name-only", "--format=%B").split("\n\n\n") == [
        "导入 tasks_2022、livelihood_2022（共112项）\n\n"
        "导入 tasks_2022：2022年区政府重点工作责任清单（101项）\n"
        "导入 livelihood_2022：2022年区政府民生实事责任清单（11项）\n\n"
        "文件：annexes_2022.txt\n\n"
        "List: tasks_2022\nList: livelihood_2022\nSource: annexes_2022.txt\n"
        f"Sha256: {hashlib.sha256(ANNEXES.read_bytes()).hexdigest()}",
        "data/livelihood_2022.yaml\ndata/tasks_2022.yaml",
    ]


def test_a_dry_run_accounts_for_every_row_and_writes_nothing(office: Place) -> None:
    seen = office.dutylist("import", str(ANNEXES))

    assert seen.code == 0
    assert seen.remarks == (
        "read 2 tables; 118 rows; 112 of duties; 2 headers; 4 headings\n"
        "2 lists; 112 duties; 202 steps; 0 errors; 0 warnings\n"
        "nothing was written: this was a dry run; --write writes\n"
    )
    assert office.git("status", "--porcelain", "--ignored") == ""


def test_a_dry_run_lists_what_was_inherited_joined_and_kept_whole(office: Place) -> None:
    steps = import_json(office, str(ANNEXES))["steps"]

    told = {(step["kind"], step["no"], step["field"], step["text"]) for step in steps}
    assert ("inherited", 3, "departments", "人社局") in told
    assert ("inherited", 9, "leaders", "杨占伟") in told
    assert ("joined", 68, "departments", "蔬菜园艺特产管理中心") in told
    assert ("kept whole", 2, "supporting", "乡、街") in told
    assert ("taken off", 31, "content", "（废止）") in told
    third = next(step for step in steps if (step["no"], step["field"]) == (3, "departments"))
    assert (third["place"], third["from"]) == (
        {"line": 30},
        {"line": 25},
    )


def test_the_same_document_twice_changes_nothing(office: Place) -> None:
    office.dutylist("import", str(ANNEXES), "--write")
    before = office.git("rev-parse", "HEAD")

    seen = office.dutylist("import", str(ANNEXES), "--write")

    assert seen.code == 0
    assert seen.remarks.splitlines()[-1] == "nothing to write: the lists say this already"
    assert office.git("rev-parse", "HEAD") == before
    assert office.git("status", "--porcelain") == ""


def test_an_amended_document_changes_what_it_says_and_keeps_all_else(office: Place) -> None:
    name = give(office, FIRST, SECOND, THIRD)
    office.dutylist("import", name, "--write")
    office.dutylist("progress", "tasks_2023/2", "active", "--note=已开工", "--on=2023-03-01")
    office.dutylist("amend", "tasks_2023/3", "repeal", "--on=2023-04-01")
    commented = read(office).replace("  - no: 2\n", "  # 督办件\n  - no: 2\n")
    office.write("data/tasks_2023.yaml", commented)
    office.commit("注")
    inserted = "2\t整治占道经营点位36处。\t城管局\t\t9月底前\t周启明\n"
    moved = SECOND.replace("2\t", "3\t", 1).replace("财政局", "财政局、区属平台公司")
    amended = give(office, FIRST, inserted, moved, THIRD.replace("3", "4", 1), name="二版.txt")

    seen = office.dutylist("import", amended, "--write")

    assert seen.code == 0, seen.remarks
    assert "2—3 → 3—4" in seen.text
    after = read(office)
    new = (
        "  - no: 2\n    content: 整治占道经营点位36处。\n    departments: [城管局]\n"
        "    deadline: 9月底前\n    leaders: [周启明]\n\n"
    )
    expected = (
        commented.replace("- no: 3\n", "- no: 4\n")
        .replace("- no: 2\n", "- no: 3\n")
        .replace("[住建局, 财政局]", "[住建局, 财政局, 区属平台公司]")
        .replace("  # 督办件\n", f"{new}  # 督办件\n")
        .replace("2023.txt", "二版.txt")
    )
    old, fresh = (
        hashlib.sha256((office.top / each).read_bytes()).hexdigest() for each in (name, amended)
    )
    assert after == expected.replace(old, fresh)
    assert office.git("log", "-1", "--format=%s") == "更新 tasks_2023：改1项、增1项、重新编号2项"
    assert office.dutylist("check").code == 0


def test_a_duty_that_the_document_no_longer_has_stays_and_is_told(office: Place) -> None:
    office.dutylist("import", give(office, FIRST, SECOND, THIRD), "--write")
    shorter = give(office, FIRST, SECOND, name="二版.txt")

    doubts = list_doubts(office, shorter)
    seen = office.dutylist("import", shorter, "--write")

    problem = "the document no longer has this duty; it stays on the list"
    assert doubts == [("warning", 3, None, problem)]
    assert seen.code == 0
    assert "  - no: 3\n" in read(office)


def test_a_number_that_would_go_to_another_duty_is_refused(office: Place) -> None:
    office.dutylist("import", give(office, FIRST, SECOND, THIRD), "--write")
    before = read(office)
    shifted = give(office, FIRST, THIRD.replace("3", "2", 1), name="二版.txt")

    seen = office.dutylist("import", shifted, "--write", "--accept")

    assert seen.code == 4
    assert seen.remarks.splitlines()[-1] == (
        "dutylist: data/tasks_2023.yaml: the number 2 would stand for two duties; "
        "nothing was written"
    )
    assert read(office) == before


def test_a_look_at_a_document_with_such_a_number_shows_all_the_same(office: Place) -> None:
    office.dutylist("import", give(office, FIRST, SECOND, THIRD), "--write")
    shifted = give(office, FIRST, THIRD.replace("3", "2", 1), name="二版.txt")

    found = import_json(office, shifted)

    assert found["lists"][0]["renumbered"] == [{"old": 3, "new": 2}]
    assert [(each["severity"], each["no"]) for each in found["doubts"]] == [
        ("error", 2),
    ]


def test_links_of_later_years_follow_a_duty_to_its_new_number(office: Place) -> None:
    office.dutylist("import", give(office, FIRST, SECOND), "--write")
    later = give(office, FIRST, SECOND, title="2024年区政府重点工作责任清单\n", name="2024.txt")
    office.dutylist("import", later, "--continues", "all", "--write")
    new = "1\t建设智慧停车系统。\t城管局\t\t年内完成\t周启明\n"
    amended = give(office, new, FIRST.replace("1", "2", 1), SECOND.replace("2", "3", 1),
                   name="二版.txt")  # fmt: skip

    seen = office.dutylist("import", amended, "--write")

    assert seen.code == 0, seen.remarks
    assert "tasks_2024/1 continues tasks_2023/1, which is now tasks_2023/2" in seen.text
    linked = read(office, "data/tasks_2024.yaml")
    assert [line for line in linked.splitlines() if "continues" in line] == [
        "    continues: tasks_2023/2",
        "    continues: tasks_2023/3",
    ]
    assert office.git("show", "--name-only", "--format=") == (
        "data/tasks_2023.yaml\ndata/tasks_2024.yaml"
    )


def test_a_document_that_is_another_list_is_doubted(office: Place) -> None:
    office.dutylist("import", give(office, FIRST, SECOND, THIRD), "--write")
    other = give(
        office, "7\t举办龙舟赛。\t文旅局\t\t6月底前\t林若水\n", title="2023年其他事项清单\n",
        name="其他.txt",
    )  # fmt: skip

    seen = office.dutylist("import", other, "--list", "tasks_2023", "--write")

    assert seen.code == 4
    assert "Of 3 duties on the list, the document has 0." in seen.text


def test_a_number_with_an_altogether_different_content_has_to_be_accepted(office: Place) -> None:
    office.dutylist("import", give(office, FIRST, SECOND), "--write")
    other = "2\t举办龙舟赛。\t文旅局\t\t6月底前\t林若水\n"
    amended = give(office, FIRST, other, name="二版.txt")

    refused = office.dutylist("import", amended, "--write")
    accepted = office.dutylist("import", amended, "--write", "--accept")

    assert (refused.code, accepted.code) == (4, 0)
    assert "content: 举办龙舟赛。" in read(office)


def test_what_was_corrected_by_hand_since_stays_unless_the_document_shall_hold(
    office: Place,
) -> None:
    name = give(office, FIRST, SECOND)
    office.dutylist("import", name, "--write")
    corrected = read(office).replace("leaders: [林若水]", "leaders: [林若水, 周启明]")
    office.write("data/tasks_2023.yaml", corrected)
    office.commit("更正")

    kept = office.dutylist("import", name, "--write")
    after = read(office)
    taken = office.dutylist("import", name, "--write", "--anew")

    assert (kept.code, after) == (0, corrected)
    assert taken.code == 0
    assert read(office) == corrected.replace("[林若水, 周启明]", "[林若水]")


def test_errors_keep_it_from_writing_until_they_are_accepted(office: Place) -> None:
    nameless = "2\t新建幼儿园2所。\t教育局\t\t尽快办理完毕\t林若水\n"
    name = give(office, FIRST, nameless)

    refused = office.dutylist("import", name, "--write")
    exists = (office.top / "data" / "tasks_2023.yaml").exists()
    accepted = office.dutylist("import", name, "--write", "--accept")

    assert (refused.code, exists) == (4, False)
    assert refused.remarks.splitlines()[-1] == (
        "dutylist: 1 error is not settled, and nothing was written; correct the document, say what "
        "is meant (--column, --whole, --parted), or write all the same with --accept"
    )
    assert accepted.code == 0
    assert "deadline: 尽快办理完毕" in read(office)


def test_a_row_that_is_not_understood_is_told_and_left_out(office: Place) -> None:
    name = give(office, FIRST, "2\t\t\t\t\t\n", THIRD)

    doubts = list_doubts(office, name)

    assert ("error", None, None, "the row holds a number and nothing else") in doubts


def test_a_decision_about_a_column_settles_a_doubt_and_can_be_kept(office: Place) -> None:
    head = "序号\t工作内容\t牵头单位\t责任单位\t完成时限\n"
    document = f"{TITLE}{head}1\t推进改造。\t住建局\t财政局\t年内完成\n"
    office.write("2023.txt", document)

    doubts = list_doubts(office, "2023.txt")
    seen = office.dutylist(
        "import", "2023.txt", "--column", "责任单位=departments", "--keep", "--write"
    )
    again = list_doubts(office, "2023.txt")

    problem = "“责任单位” beside “牵头单位” was read as supporting departments"
    assert doubts == [("warning", None, "supporting", problem)]
    assert seen.code == 0
    assert "departments: [住建局, 财政局]\n" in read(office)
    assert again == []
    assert read(office, "data/import.toml") == (
        '# 导入文件时的约定（dutylist import）。\n\n[columns]\n"责任单位" = "departments"\n\n'
        "[names]\nwhole = [\n]\nparted = [\n]\n"
    )


def test_an_issuer_is_what_the_clerk_says_and_is_kept_for_the_next_document(office: Place) -> None:
    name = give(office, FIRST)

    unsaid = office.dutylist("import", name, "--write")
    said = office.dutylist("import", name, "--issuer=东区人民政府", "--keep", "--write")
    again = import_json(office, name)

    assert (unsaid.code, said.code) == (0, 0)
    assert read(office).splitlines()[1:4] == [
        "title: 2023年区政府重点工作责任清单",
        "year: 2023",
        "issuer: 东区人民政府",
    ]
    assert read(office, "data/import.toml").splitlines()[2] == 'issuer = "东区人民政府"'
    assert (again["lists"][0]["issuer"], again["lists"][0]["changes"]) == ("东区人民政府", [])


def test_a_document_of_another_issuer_makes_a_list_of_its_own(office: Place) -> None:
    name = give(office, FIRST)
    office.dutylist("import", name, "--issuer=东区人民政府", "--write")

    (west,) = import_json(office, name, "--issuer=西区人民政府")["lists"]
    (same,) = import_json(office, name, "--issuer=东区人民政府")["lists"]

    assert (west["list"], west["is_new"]) == ("tasks_2023_2", True)
    assert (same["list"], same["is_new"]) == ("tasks_2023", False)


def test_a_document_that_names_no_issuer_takes_none_away(office: Place) -> None:
    office.dutylist("import", give(office, FIRST), "--issuer=东区人民政府", "--write")

    changes = import_json(office, give(office, FIRST.replace("10月末前完成", "长期坚持")))["lists"][
        0
    ]

    assert [each["field"] for each in changes["changes"]] == ["source", "deadline"]
    assert changes["issuer"] == "东区人民政府"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (" ", "the text is empty"),
        ("区" * 101, "a name is on one line, of 100 characters at most"),
        ("东区\n人民政府", "a name is on one line, of 100 characters at most"),
        ("东区\x1b[31m", "the control character U+001B stands in the text"),
    ],
    ids=["blank", "long", "two lines", "control character"],
)
def test_an_issuer_that_is_no_name_is_wrong_usage(office: Place, name: str, problem: str) -> None:
    seen = office.dutylist("import", give(office, FIRST), f"--issuer={name}")

    assert (seen.code, seen.out) == (2, b"")
    assert seen.remarks == f"dutylist: --issuer: {problem}\n"


@pytest.mark.parametrize("value", ["3", '""', '"东区\\n人民政府"'])
def test_an_issuer_that_a_profile_cannot_hold_is_refused_with_its_place(
    office: Place, value: str
) -> None:
    office.write("profile.toml", f"# 约定\nissuer = {value}\n")

    seen = office.dutylist("import", give(office, FIRST), "--profile", "profile.toml")

    assert seen.code == 4
    assert seen.remarks.startswith("profile.toml:2:1: invalid") or seen.text.startswith(
        "profile.toml:2:1: invalid"
    )


def test_decisions_about_names_hold_wherever_a_line_breaks_them(office: Place) -> None:
    row = '1\t推进改造。\t"城乡发展\n促进处"\t"市委\n组织部"\t年内完成\t周启明\n'
    name = give(office, row)

    doubts = list_doubts(office, name)
    seen = office.dutylist(
        "import", name, "--whole", "城乡发展促进处", "--parted", "市委/组织部", "--write"
    )

    assert [(field, problem) for _, _, field, problem in doubts] == [
        ("departments", "“城乡发展” and “促进处” were read as one name"),
        ("supporting", "“市委” and “组织部” were read as one name"),
    ]
    assert "departments: [城乡发展促进处]\n    supporting: [市委, 组织部]\n" in read(office)
    assert "0 errors; 0 warnings" in seen.remarks


def test_names_of_the_lists_that_are_there_settle_line_breaks(office: Place) -> None:
    office.dutylist("import", str(ANNEXES), "--write")
    row = '1\t推进改造。\t"蔬菜园艺特产\n管理中心"\t\t年内完成\t周启明\n'

    doubts = list_doubts(office, give(office, row))

    assert doubts == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--column", "责任单位"), "a column is said as 责任主体=supporting"),
        (("--column", "责任单位=boss"), "a column is said as 责任主体=supporting"),
        (("--parted", "市委"), "two names are said as 市委/组织部, not “市委”"),
        (("--list", "a/b"), "“a/b” is no id of a list"),
        (("--list", "units"), "“units” is no id of a list"),
        (("--whole", " "), "an empty text is no name"),
        (("--year", "1"), "a year is written as 2022, not “1”"),
        (("--column", "某栏=deadline"), "the document has no column or label “某栏”"),
        (("--list", "a", "--list", "b"), "the document holds 1 list"),
        (("--continues", "9=tasks_2022/1"), "a link is said as 12=tasks_2022/98"),
        (("--continues", "1=tasks_2022/1"), "there is no duty tasks_2022/1 in the data folder"),
        (("--format", "csv"), "a format is one of table, json, not “csv”"),
        (("--data", "data", "--data", "."), "a document is read into one data folder"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    office: Place, arguments: tuple[str, ...], sentence: str
) -> None:
    seen = office.dutylist("import", give(office, FIRST), *arguments)

    assert seen.code == 2
    assert seen.remarks.startswith(f"dutylist: {sentence}")


def test_a_list_gets_the_id_that_is_asked_for(office: Place) -> None:
    office.dutylist("import", give(office, FIRST), "--list", "重点_2023", "--write")

    assert read(office, "data/重点_2023.yaml").startswith("# yaml-language-server:")


def test_a_second_list_of_a_year_gets_an_id_of_its_own(office: Place) -> None:
    office.dutylist("import", give(office, FIRST), "--write")
    other = give(office, THIRD.replace("3", "1", 1), title="2023年区政府督查事项清单\n")

    seen = office.dutylist("import", other, "--write")

    assert seen.code == 0, seen.remarks
    assert "建设口袋公园" in read(office, "data/tasks_2023_2.yaml")


def test_a_document_without_a_year_is_asked_for_one(office: Place) -> None:
    name = give(office, FIRST, title="区政府重点工作责任清单\n", name="a.txt")

    refused = office.dutylist("import", name)
    told = office.dutylist("import", name, "--year", "2024", "--write")

    assert refused.code == 2
    assert refused.remarks == "dutylist: the document names no year; say it with --year\n"
    assert told.code == 0
    assert "year: 2024\n" in read(office, "data/tasks_2024.yaml")


def test_a_new_year_proposes_which_duties_it_continues_and_a_person_confirms(
    office: Place,
) -> None:
    office.dutylist("import", give(office, FIRST, SECOND), "--write")
    later = give(
        office,
        "1\t建设智慧停车系统。\t城管局\t\t年内完成\t周启明\n",
        "2\t继续推进老旧小区改造。\t住建局\t\t年内完成\t周启明\n",
        title="2024年区政府重点工作责任清单\n",
        name="2024.txt",
    )

    proposed = import_json(office, later)["continues"]
    seen = office.dutylist("import", later, "--continues", "2=tasks_2023/1", "--write")
    shown = office.dutylist("show", "tasks_2024/2")
    logged = office.dutylist("log", "tasks_2024/2")
    again = import_json(office, later)["continues"]

    assert [(each["list"], each["no"], each["ref"]) for each in proposed] == [
        ("tasks_2024", 2, "tasks_2023/1")
    ]
    assert seen.code == 0, seen.remarks
    assert "    continues: tasks_2023/1\n" in read(office, "data/tasks_2024.yaml")
    assert "tasks_2023/1" in shown.text
    assert "tasks_2023/1" in logged.text
    assert again == []


def test_all_proposed_links_can_be_confirmed_at_once_and_later(office: Place) -> None:
    office.dutylist("import", give(office, FIRST, SECOND), "--write")
    later = give(office, FIRST, SECOND, title="2024年区政府重点工作责任清单\n", name="2024.txt")
    office.dutylist("import", later, "--write")

    seen = office.dutylist("import", later, "--continues", "all", "--write")

    assert seen.code == 0, seen.remarks
    linked = read(office, "data/tasks_2024.yaml")
    assert linked.count("continues: tasks_2023/1\n") == 1
    assert linked.count("continues: tasks_2023/2\n") == 1


def test_a_list_with_uncommitted_changes_is_left_alone(office: Place) -> None:
    office.dutylist("import", give(office, FIRST, SECOND), "--write")
    dirty = read(office) + "# 未提交\n"
    office.write("data/tasks_2023.yaml", dirty)
    amended = give(office, FIRST, SECOND.replace("2所", "3所"), name="二版.txt")

    seen = office.dutylist("import", amended, "--write")

    assert seen.code == 5
    assert read(office) == dirty


def run(folder: Path, *arguments: str) -> Seen:
    return run_in_pipe(*arguments, environment=isolate(), cwd=folder)


def test_a_folder_without_a_schema_gets_no_line_that_leads_to_one(tmp_path: Path) -> None:
    (tmp_path / "2023.txt").write_text(TITLE + HEAD + FIRST, encoding="utf-8")

    run(tmp_path, "import", "2023.txt", "--data", "lists", "--write")

    written = (tmp_path / "lists" / "tasks_2023.yaml").read_text(encoding="utf-8")
    assert written.startswith("title: 2023年区政府重点工作责任清单\n")


def test_without_a_repository_it_writes_and_says_that_nothing_is_committed(tmp_path: Path) -> None:
    (tmp_path / "2023.txt").write_text(TITLE + HEAD + FIRST, encoding="utf-8")

    seen = run(tmp_path, "import", "2023.txt", "--data", "lists", "--write")

    assert seen.code == 0, seen.remarks
    assert (tmp_path / "lists" / "tasks_2023.yaml").exists()
    assert seen.remarks.splitlines()[-2:] == [
        "lists lies in no repository: nothing is committed; “dutylist init” makes one",
        "lists/tasks_2023.yaml is new, not committed",
    ]


def test_a_look_needs_no_data_folder_but_writing_does(tmp_path: Path) -> None:
    (tmp_path / "2023.txt").write_text(TITLE + HEAD + FIRST, encoding="utf-8")

    looked = run(tmp_path, "import", "2023.txt")
    written = run(tmp_path, "import", "2023.txt", "--write")

    assert (looked.code, written.code) == (0, 2)
    assert written.remarks == (
        "dutylist: there is no data folder here; “dutylist init” makes one, or name one with "
        "--data\n"
    )


@pytest.mark.parametrize("name", ["profile.toml", "missing.toml"])
def test_a_profile_that_does_not_hold_is_refused_with_its_place(office: Place, name: str) -> None:
    office.write("profile.toml", '[columns]\n"责任单位" = "boss"\n')

    seen = office.dutylist("import", give(office, FIRST), "--profile", name)

    assert seen.code == 4
    told = "profile.toml:2:2: invalid" if name == "profile.toml" else "missing.toml cannot be read"
    assert told in seen.remarks


def test_what_is_no_list_is_refused_and_says_what_was_read(office: Place) -> None:
    office.write("a.txt", "今天天气很好。\n")

    seen = office.dutylist("import", "a.txt", "--write")

    assert seen.code == 4
    assert seen.remarks == (
        "dutylist: a.txt holds no duty list: no table whose header names tasks and departments, "
        "and no numbered items that name a department; 1 rows were read, the first is "
        "“今天天气很好。”; say what a column is with --column TITLE=FIELD\n"
    )
    assert office.list_folder() == ["schema", "units.yaml"]


def test_it_speaks_chinese_to_those_who_do(office: Place) -> None:
    name = give(office, FIRST)
    environment = {**office.environment, "DUTYLIST_LANG": "zh"}

    seen = run_in_pipe("import", name, environment=environment, cwd=office.top)

    assert "试运行" in seen.remarks
