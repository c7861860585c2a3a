"""`dutylist verify`: every duty that no longer says what its document says, and no other."""

import json
from pathlib import Path

import pytest
from repositories import Place, make_place
from terminal import ROOT

ANNEXES = str(ROOT / "tests" / "annex" / "annexes_2022.txt")
LIST = "data/tasks_2022.yaml"


@pytest.fixture
def office(tmp_path: Path) -> Place:
    """A repository with the real lists."""
    place = make_place(tmp_path / "office")
    for name in ("tasks_2022.yaml", "livelihood_2022.yaml"):
        place.write(f"data/{name}", (ROOT / "data" / name).read_text(encoding="utf-8"))
    place.commit("起始")
    return place


def change(place: Place, old: str, new: str) -> None:
    text = (place.top / LIST).read_text(encoding="utf-8")
    assert text.count(old) == 1
    place.write(LIST, text.replace(old, new))


def verify(place: Place) -> tuple[int, list[tuple[str, str, str | None]]]:
    seen = place.dutylist("verify", "--against", ANNEXES, "--format", "json")
    rows = [(row["ref"], row["kind"], row["field"]) for row in json.loads(seen.out)]
    return seen.code, rows


def test_lists_that_say_what_the_document_says_are_passed(office: Place) -> None:
    seen = office.dutylist("verify", "--against", ANNEXES)

    assert (seen.code, seen.text) == (0, "")
    assert seen.remarks == ("compared 112 duties; 0 differences; 0 doubts about the document\n")


def test_a_changed_field_is_told_from_the_list_to_the_document(office: Place) -> None:
    change(office, "content: 做好疫情物资储备。", "content: 做好物资储备。")

    seen = office.dutylist("verify", "--against", ANNEXES)

    assert seen.code == 4
    assert [" ".join(line.split()) for line in seen.text.splitlines()] == [
        "duty what change",
        "tasks_2022/30 content 做好物资储备。 → 做好疫情物资储备。",
    ]


def test_progress_and_decisions_that_were_recorded_since_are_no_difference(office: Place) -> None:
    office.dutylist("progress", "tasks_2022/26", "done", "--note=完成", "--on=2022-12-01")
    office.dutylist("amend", "tasks_2022/27", "repeal", "--on=2022-06-01")
    office.dutylist("amend", "tasks_2022/29", "extend", "--to=2023-03-31", "--on=2022-12-01")

    assert verify(office) == (0, [])


def test_a_mark_of_a_repeal_that_nobody_decided_is_a_difference(office: Place) -> None:
    change(office, "  - no: 30\n", "  - no: 30\n    repealed: true\n")
    change(office, "    leaders: [常晓红]\n    repealed: true\n\n  - no: 11\n",
           "    leaders: [常晓红]\n\n  - no: 11\n")  # fmt: skip

    assert verify(office) == (
        4,
        [("tasks_2022/10", "repealed", "repealed"), ("tasks_2022/30", "reinstated", "repealed")],
    )


def test_another_number_a_lost_and_an_added_duty_are_differences(office: Place) -> None:
    change(office, "  - no: 100\n", "  - no: 110\n")
    text = (office.top / LIST).read_text(encoding="utf-8")
    start = text.index("  - no: 101\n")
    added = "  - no: 111\n    content: 举办龙舟赛。\n    departments: [文旅局]\n"
    office.write(LIST, f"{text[:start]}{added}    deadline: 年内完成\n    leaders: []\n")

    assert verify(office) == (
        4,
        [
            ("tasks_2022/110", "amended", "no"),
            ("tasks_2022/101", "added", None),
            ("tasks_2022/111", "removed", None),
        ],
    )


def test_a_document_of_other_lists_is_refused(office: Place) -> None:
    office.write(
        "2019.txt", "2019年责任清单\n序号\t工作内容\t责任部门\t时限\n1\t甲事。\t住建局\t年内完成\n"
    )

    seen = office.dutylist("verify", "--against", "2019.txt")

    assert seen.code == 3
    assert seen.remarks == "dutylist: no list in the data folder comes from 2019.txt\n"
