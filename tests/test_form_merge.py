"""Forms merged with what the lists say by then: nothing is lost, nothing comes twice."""

import os
import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from clerks import draw_entry
from forms import (
    TASKS,
    copy_office,
    export_form,
    fill,
    find_cell,
    list_entries,
    read_findings,
    start_forms,
)
from repositories import Place, start_office
from terminal import Seen

from dutylist.annex.readers import read_cells
from dutylist.deadline import parse
from dutylist.duty import Duty, Entry, add_entry
from dutylist.form.base import Base, Known, Origin, digest, digest_entry
from dutylist.form.columns import STATUS_TERMS, tell_duty
from dutylist.form.merging import merge_form
from dutylist.form.reading import read_form
from dutylist.form.writer import Sheets, write_form
from dutylist.standing import find_standing

FIRST, SECOND, THIRD = "tasks_2022/1", "tasks_2022/2", "livelihood_2022/1"
JULY = {"日期": date(2022, 7, 5), "状态": "推进中", "进展情况": "已完成一半。"}
ENTRY = {"on": "2022-07-05", "status": "active", "note": "已完成一半。", "by": "工信局"}
AS_OF = "--as-of=2022-07-01"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An office that has sent a form to each of two departments."""
    place = start_forms(tmp_path_factory.mktemp("sent") / "office")
    export_form(place, "-d", "工信局", AS_OF, name="工信局.xlsx")
    export_form(place, "-d", "生态环境分局", AS_OF, name="生态环境分局.xlsx")
    return place


@pytest.fixture
def office(sent: Place, tmp_path: Path) -> Place:
    return copy_office(sent, tmp_path)


@pytest.fixture
def form(office: Place) -> Path:
    return office.top / "工信局.xlsx"


def take_in(place: Place, *names: str) -> Seen:
    return place.dutylist("form", "import", *names, "--write")


def record(place: Place, ref: str, status: str, *options: str) -> None:
    seen = place.dutylist("progress", ref, status, *options)
    assert seen.code == 0, seen.remarks


def test_a_form_is_one_commit_over_all_lists_with_the_department_as_the_source(
    office: Place, form: Path
) -> None:
    base = office.git("rev-parse", "HEAD")
    fill(form, {FIRST: {**JULY, "完成值": "6%"}, THIRD: {**JULY, "状态": "受阻"}})

    seen = take_in(office, form.name)

    assert seen.code == 0, seen.remarks
    assert list_entries(office, FIRST)[1:] == [{**ENTRY, "value": "6%"}]
    assert list_entries(office, THIRD) == [{**ENTRY, "status": "blocked"}]
    message = office.git("log", "-1", "--format=%B", "--name-only")
    sha256 = office.run("sha256sum", form.name).partition(" ")[0]
    assert message.rstrip() == (
        "工信局填报2项：livelihood_2022/1、tasks_2022/1\n\n"
        "livelihood_2022/1 受阻（2022-07-05）：已完成一半。\n\n"
        "tasks_2022/1 推进中（2022-07-05）：已完成一半。\n\n"
        "Duty: livelihood_2022/1\nDuty: tasks_2022/1\nBy: 工信局\nForm: 工信局.xlsx\n"
        f"Sha256: {sha256}\nBase: {base}\n\n\n"
        "data/livelihood_2022.yaml\ndata/tasks_2022.yaml"
    )


def test_the_same_form_twice_adds_nothing(office: Place, form: Path) -> None:
    fill(form, {FIRST: JULY, SECOND: {**JULY, "状态": None}})
    take_in(office, form.name)
    before, commits = office.text, office.count_commits()

    seen = take_in(office, form.name, form.name)

    assert seen.code == 0
    assert seen.remarks == (
        "工信局.xlsx: 3 rows; 0 new entries; 2 recorded already; 1 blank\n" * 2
        + "nothing to write: nothing is new in the forms\n"
    )
    assert (office.text, office.count_commits()) == (before, commits)


def test_what_was_recorded_already_is_known_whatever_came_after_it(
    office: Place, form: Path
) -> None:
    fill(form, {FIRST: {**JULY, "状态": None}, SECOND: JULY})
    take_in(office, form.name)
    record(office, FIRST, "blocked", "--note=停产", "--on=2022-07-05")
    record(office, FIRST, "done", "--note=完成", "--on=2022-08-01")
    office.dutylist("amend", SECOND, "repeal")

    seen = take_in(office, form.name)

    assert seen.code == 0, seen.remarks
    assert seen.remarks.splitlines()[0] == (
        "工信局.xlsx: 3 rows; 0 new entries; 2 recorded already; 1 blank"
    )


def test_an_entry_that_the_clerk_typed_from_the_phone_is_known(office: Place, form: Path) -> None:
    fill(form, {FIRST: JULY})
    record(office, FIRST, "active", "--note=已完成一半。", "--on=2022-07-05")

    seen = take_in(office, form.name)

    assert seen.code == 0, seen.remarks
    assert "1 recorded already" in seen.remarks


def test_two_departments_and_a_clerk_in_between_merge_without_loss(
    office: Place, form: Path
) -> None:
    other = office.top / "生态环境分局.xlsx"
    fill(form, {FIRST: JULY, SECOND: JULY})
    fill(other, {SECOND: {**JULY, "进展情况": "检查企业20家。", "状态": "受阻"}})

    first = take_in(office, form.name)
    record(office, SECOND, "active", "--note=督查室现场核查", "--on=2022-07-10", "--by=督查室")
    office.write("data/tasks_2022.yaml", office.text.replace("新建2所", "新建3所"))
    by_hand = take_in(office, other.name)
    office.commit("改为3所")
    second = take_in(office, other.name)

    # What somebody is still writing is not committed along.
    assert (first.code, by_hand.code, second.code) == (0, 5, 0), second.remarks
    assert "新建3所" in office.text
    assert list_entries(office, FIRST)[1:] == [ENTRY]
    assert list_entries(office, SECOND) == [
        ENTRY,
        {**ENTRY, "status": "blocked", "note": "检查企业20家。", "by": "生态环境分局"},
        {"on": "2022-07-10", "status": "active", "note": "督查室现场核查", "by": "督查室"},
    ]
    assert second.remarks.splitlines()[:2] == [
        "tasks_2022/2 has an entry of 2022-07-10, which stays the last one",
        "tasks_2022/2 has an entry of 2022-07-05 by 工信局, too",
    ]


def test_several_forms_at_once_are_a_commit_each(office: Place, form: Path) -> None:
    other = office.top / "生态环境分局.xlsx"
    fill(form, {SECOND: JULY})
    fill(other, {SECOND: {**JULY, "进展情况": "检查企业20家。"}})

    seen = take_in(office, form.name, other.name)

    assert seen.code == 0, seen.remarks
    assert office.git("log", "-2", "--format=%s").splitlines() == [
        "生态环境分局填报1项：tasks_2022/2",
        "工信局填报1项：tasks_2022/2",
    ]
    assert [entry["by"] for entry in list_entries(office, SECOND)] == ["工信局", "生态环境分局"]


def test_a_form_is_taken_back_by_undo(office: Place, form: Path) -> None:
    fill(form, {FIRST: JULY, THIRD: JULY})
    take_in(office, form.name)

    seen = office.dutylist("undo")

    assert seen.code == 0, seen.remarks
    assert office.text == TASKS
    assert list_entries(office, THIRD) == []
    assert office.git("log", "-1", "--format=%s") == (
        "撤回：工信局填报2项：livelihood_2022/1、tasks_2022/1"
    )


def test_undo_takes_a_form_back_and_leaves_what_came_later(office: Place, form: Path) -> None:
    fill(form, {FIRST: JULY, SECOND: JULY})
    take_in(office, form.name)
    office.write("data/tasks_2022.yaml", office.text.replace("新建2所", "新建3所"))
    office.commit("改")

    seen = office.dutylist("undo")

    assert seen.code == 0, seen.remarks
    assert office.text == TASKS.replace("新建2所", "新建3所")


CLEAR = "Clear the row, and settle with the department what it means."


def test_a_duty_that_was_repealed_since_is_a_conflict(office: Place, form: Path) -> None:
    fill(form, {FIRST: JULY})
    office.dutylist("amend", FIRST, "repeal", "--on=2022-07-04")

    seen = take_in(office, form.name)

    assert read_findings(seen) == [
        (f"工信局.xlsx, {find_cell(FIRST, '进展情况', form)}: error: {FIRST}, 进展情况",
         f"The duty has been repealed on 2022-07-04. {CLEAR}"),
    ]  # fmt: skip
    assert seen.code == 4


def test_a_repeal_that_is_still_to_come_is_no_conflict(office: Place, form: Path) -> None:
    fill(form, {FIRST: JULY})
    office.dutylist("amend", FIRST, "repeal", "--on=2999-01-01")

    seen = take_in(office, form.name)

    assert seen.code == 0, seen.remarks
    assert list_entries(office, FIRST)[1:] == [ENTRY]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["done last", "done first"])
def test_done_against_another_departments_new_word_is_a_conflict_in_either_order(
    office: Place, form: Path, order: tuple[int, int]
) -> None:
    other = office.top / "生态环境分局.xlsx"
    fill(form, {SECOND: {**JULY, "日期": date(2022, 7, 2)}})
    fill(other, {SECOND: {**JULY, "状态": "办结"}})
    names = form.name, other.name

    first, second = (take_in(office, names[at]) for at in order)

    assert (first.code, second.code) == (0, 4), first.remarks + second.remarks
    path = office.top / names[order[1]]
    told = (
        "An entry of 2022-07-02 by 工信局 came to the list since the form went out: “已完成一半。”",
        "The duty has been recorded as done on 2022-07-05 since the form went out",
    )
    assert read_findings(second) == [
        (f"{path.name}, {find_cell(SECOND, '状态', path)}: error: {SECOND}, 状态",
         f"{told[order[0]]}. {CLEAR}"),
    ]  # fmt: skip


def test_a_duty_that_was_done_since_is_a_conflict(office: Place, form: Path) -> None:
    fill(form, {FIRST: JULY})
    record(office, FIRST, "done", "--note=完成", "--on=2022-07-04", "--by=督查室")

    seen = take_in(office, form.name)

    assert read_findings(seen) == [
        (f"工信局.xlsx, {find_cell(FIRST, '状态', form)}: error: {FIRST}, 状态",
         "The duty has been recorded as done on 2022-07-04 since the form went out. " + CLEAR),
    ]  # fmt: skip


@pytest.mark.parametrize("by", [(), ("--by=工信局",)], ids=["of no source", "of its own"])
def test_another_word_of_the_same_day_is_a_conflict(
    office: Place, form: Path, by: tuple[str, ...]
) -> None:
    fill(form, {FIRST: JULY})
    record(office, FIRST, "active", "--note=完成三成", "--on=2022-07-05", *by)
    before = office.text

    seen = take_in(office, form.name)

    assert read_findings(seen) == [
        (f"工信局.xlsx, {find_cell(FIRST, '日期', form)}: error: {FIRST}, 日期",
         "An entry of 2022-07-05 came to the list since the form went out, and says otherwise: "
         "完成三成. Clear the row if it says the same; if both hold, give this one its own day."),
    ]  # fmt: skip
    assert office.text == before


def test_a_duty_that_is_gone_is_a_conflict(office: Place, form: Path) -> None:
    fill(form, {THIRD: JULY})
    office.git("rm", "--quiet", "data/livelihood_2022.yaml")
    office.record("删")

    seen = take_in(office, form.name)

    assert read_findings(seen) == [
        (f"工信局.xlsx, {find_cell(THIRD, '进展情况', form)}: error: {THIRD}, 进展情况",
         f"No list has this duty any longer. {CLEAR}"),
    ]  # fmt: skip


def test_a_duty_that_has_another_number_by_now_is_a_conflict(office: Place, form: Path) -> None:
    fill(form, {SECOND: JULY})
    moved = TASKS.replace("no: 3", "no: 4").replace("no: 2", "no: 3").replace(
        "  - no: 3\n", "  - no: 2\n    content: 新增一项。\n    departments: [工信局]\n"
        "    deadline: 年内完成\n    leaders: [张三]\n\n  - no: 3\n", 1)  # fmt: skip
    office.write("data/tasks_2022.yaml", moved)
    office.commit("重新编号")

    seen = take_in(office, form.name)

    assert read_findings(seen) == [
        (f"工信局.xlsx, {find_cell(SECOND, '进展情况', form)}: error: {SECOND}, 进展情况",
         "The duty has another number by now: tasks_2022/3. "
         "Make a new form, and report it there."),
    ]  # fmt: skip


def test_a_duty_that_was_reworded_since_is_told_and_taken(office: Place, form: Path) -> None:
    fill(form, {FIRST: JULY})
    office.write("data/tasks_2022.yaml", TASKS.replace("10%", "11%"))
    office.commit("调整指标")

    seen = take_in(office, form.name)

    assert seen.code == 0, seen.remarks
    assert seen.remarks.splitlines()[0] == (
        "tasks_2022/1 was amended since the form went out: 工作内容"
    )


def test_a_duty_that_was_reworded_and_put_off_since_is_a_conflict(
    office: Place, form: Path
) -> None:
    fill(form, {FIRST: JULY})
    office.write("data/tasks_2022.yaml", TASKS.replace("10%", "11%").replace("12月末", "11月末"))
    office.commit("调整")

    seen = take_in(office, form.name)

    assert read_findings(seen) == [
        (f"工信局.xlsx, {find_cell(FIRST, '进展情况', form)}: error: {FIRST}, 进展情况",
         "What is to be done and by when have both changed since the form went out. "
         "Make a new form, and report it there."),
    ]  # fmt: skip
    assert seen.code == 4


def test_a_duty_that_was_given_to_another_department_since_is_a_conflict(
    office: Place, form: Path
) -> None:
    fill(form, {FIRST: JULY})
    moved = TASKS.replace("[工信局]\n    supporting: [企业服务局]", "[企业服务局, 教育局]")
    office.write("data/tasks_2022.yaml", moved)
    office.commit("调整分工")

    seen = take_in(office, form.name)

    assert read_findings(seen) == [
        (f"工信局.xlsx, {find_cell(FIRST, '进展情况', form)}: error: {FIRST}, 进展情况",
         "工信局 has no part in the duty any longer; it is with 企业服务局, 教育局 by now. "
         + CLEAR),
    ]  # fmt: skip


def test_a_department_that_has_its_part_under_another_name_still_reports(
    office: Place, form: Path
) -> None:
    fill(form, {FIRST: JULY})
    office.write(
        "data/tasks_2022.yaml", TASKS.replace("[工信局]\n    supp", "[经济部门]\n    supp")
    )
    office.write("data/units.yaml", "经济部门: [工信局, 发改局]\n")
    office.commit("调整分工")

    seen = take_in(office, form.name)

    assert seen.code == 0, seen.remarks
    assert seen.remarks.splitlines()[0] == (
        "tasks_2022/1 was amended since the form went out: 责任部门"
    )
    assert list_entries(office, FIRST)[1:] == [ENTRY]


def put_issuer(text: str, issuer: str) -> str:
    return text.replace("year: 2022\n", f"year: 2022\nissuer: {issuer}\n")


def test_a_form_is_not_merged_into_the_list_of_another_issuer(office: Place) -> None:
    office.write("data/tasks_2022.yaml", put_issuer(TASKS, "铁西区政府"))
    office.commit()
    path = export_form(office, "-d", "工信局", "--list=tasks_2022", AS_OF, name="新.xlsx")
    fill(path, {FIRST: JULY})
    office.write("铁东/tasks_2022.yaml", put_issuer(TASKS, "铁东区政府"))
    office.commit()

    seen = take_in(office, path.name, "--data=铁东")

    assert (seen.code, seen.remarks) == (
        4,
        "dutylist: 新.xlsx was made of another list tasks_2022 than the one in 铁东: "
        "“重点工作责任清单” of 铁西区政府; name the data folder of that list with --data\n",
    )


def test_a_form_is_not_merged_into_the_list_of_another_folder_with_its_history(
    office: Place,
) -> None:
    office.write("别处/tasks_2022.yaml", TASKS.replace("10%", "12%"))
    office.commit()
    path = export_form(
        office, "-d", "工信局", "--data=data", AS_OF, "--list=tasks_2022", name="新.xlsx"
    )
    fill(path, {FIRST: JULY})

    seen = take_in(office, path.name, "--data=别处")

    assert seen.code == 4
    assert seen.remarks.startswith("dutylist: 新.xlsx was made of another list tasks_2022 than ")


def test_a_form_is_not_merged_where_nobody_knows_the_commit_it_was_made_of(
    form: Path, tmp_path: Path
) -> None:
    fresh = start_office(tmp_path / "fresh", TASKS.replace("10%", "12%"))
    fill(form, {FIRST: JULY})
    shutil.copy(form, fresh.top)

    seen = take_in(fresh, form.name)

    assert seen.code == 4
    assert seen.remarks == (
        "dutylist: 工信局.xlsx was made of another list tasks_2022 than the one in data: "
        "“重点工作责任清单”; name the data folder of that list with --data\n"
    )


@pytest.mark.parametrize("title", ["重点工作责任清单", "别的清单"])
def test_without_a_history_a_form_goes_into_the_list_of_its_title(
    office: Place, form: Path, tmp_path: Path, title: str
) -> None:
    fill(form, {FIRST: JULY})
    copy = Place(tmp_path / "copy", office.environment)
    copy.write("data/tasks_2022.yaml", TASKS.replace("重点工作责任清单", title))
    shutil.copy(form, copy.top)

    seen = copy.dutylist("form", "import", form.name)

    assert seen.code == (0 if title in TASKS else 4), seen.remarks


def test_a_form_is_still_taken_in_after_its_folder_was_renamed(office: Place, form: Path) -> None:
    fill(form, {FIRST: JULY})
    office.git("mv", "data", "清单")
    office.record("改名")

    seen = take_in(office, form.name, "--data=清单")

    assert seen.code == 0, seen.remarks


def test_a_status_that_was_not_filled_in_is_the_one_that_the_list_has_by_now(
    office: Place, form: Path
) -> None:
    fill(form, {FIRST: {**JULY, "状态": None}})
    record(office, FIRST, "blocked", "--note=停产", "--on=2022-07-02", "--by=督查室")

    seen = take_in(office, form.name)

    assert seen.code == 0, seen.remarks
    assert list_entries(office, FIRST)[-1] == {**ENTRY, "status": "blocked"}
    assert seen.remarks.splitlines()[0] == (
        "tasks_2022/1 has become blocked since the form went out, and stays so"
    )


def test_a_status_that_an_earlier_day_had_has_not_changed_since(office: Place, form: Path) -> None:
    fill(form, {FIRST: {**JULY, "日期": date(2022, 2, 1), "状态": None}})

    seen = take_in(office, form.name)

    assert seen.code == 0, seen.remarks
    assert list_entries(office, FIRST)[0]["status"] == "pending"
    assert "has become" not in seen.remarks


def test_nothing_of_a_form_stays_where_git_refuses(office: Place, form: Path) -> None:
    fill(form, {FIRST: JULY, THIRD: JULY})
    office.hook("pre-commit", "echo 不行 >&2; exit 1")

    seen = take_in(office, form.name)

    assert seen.code == 6
    assert office.text == TASKS
    assert list_entries(office, THIRD) == []
    assert office.git("status", "--porcelain", "data") == ""


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="rights bind neither root nor Windows"
)
def test_nothing_of_a_form_is_written_where_one_list_may_not_be(office: Place, form: Path) -> None:
    fill(form, {FIRST: JULY, THIRD: JULY})
    office.file.chmod(0o444)

    seen = take_in(office, form.name)

    assert seen.code == 5
    assert office.text == TASKS
    assert list_entries(office, THIRD) == []
    assert office.count_commits() == 2


def test_a_form_is_merged_in_another_folder_only_where_that_has_its_lists(
    office: Place, form: Path
) -> None:
    fill(form, {FIRST: JULY})
    office.write("别处/tasks_2023.yaml", TASKS.replace("2022", "2023"))

    seen = take_in(office, form.name, "--data=别处")

    assert seen.code == 4
    assert [sentences for _, sentences in read_findings(seen)] == [
        f"No list has this duty any longer. {CLEAR}"
    ]


def draw_duty(random: Random, no: int) -> Duty:
    """Draw a duty with some entries."""
    duty = Duty(
        no, f"第{no}项工作", ("工信局",), (), ("张三",), "年内完成", parse("年内完成", 2022)
    )
    for _ in range(random.randint(0, 3)):
        duty = add_entry(duty, draw_entry(random))
    return duty


def send(duties: Mapping[str, Duty], day: date) -> bytes:
    """Write the form of some duties."""
    told = {ref: tell_duty(ref, duty, find_standing(duty, day)) for ref, duty in duties.items()}
    known = {
        ref: Known(
            tuple(map(digest, told[ref])),
            frozenset(map(digest_entry, duty.progress)),
            find_standing(duty, day).status,
        )
        for ref, duty in duties.items()
    }
    base = Base("工信局", day, "0" * 40, {"tasks_2022": Origin(2022, "0" * 40, "清单")}, known)
    return write_form(base, Sheets(["清单"], told), datetime(1980, 1, 1, tzinfo=UTC))


def type_entry(entry: Entry) -> dict[str, Any]:
    """Return the cells that an entry is typed into."""
    return {
        "日期": entry.on,
        "状态": STATUS_TERMS[entry.status],
        "进展情况": entry.note,
        "完成值": entry.value,
        "存在问题": entry.problem,
        "下步计划": entry.next,
    }


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_filled_in_is_exactly_what_is_added(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    day = date(2022, 12, 31)
    duties = {f"tasks_2022/{no}": draw_duty(random, no) for no in range(1, 9)}
    drawn = {
        ref: draw_entry(random)._replace(by="工信局") for ref in duties if random.random() < 0.6
    }
    path = tmp_path / "填报.xlsx"
    path.write_bytes(send(duties, day))
    fill(path, {ref: type_entry(entry) for ref, entry in drawn.items()})

    form = read_form(path.name, read_cells(path.name, path.read_bytes(), {}))
    merge = merge_form(form, duties, frozenset({"工信局"}), day)

    assert merge.findings == ()
    new = {ref: entry for ref, entry in drawn.items() if ref not in merge.known}
    assert dict(merge.entries) == new
    assert all(
        drawn[ref]._replace(by=by) in duties[ref].progress for ref in merge.known for by in (None,)
    )
    after = {ref: add_entry(duties[ref], entry) for ref, entry in merge.entries.items()}
    again = merge_form(form, {**duties, **after}, frozenset({"工信局"}), day)
    assert (again.entries, set(again.known), again.findings) == ({}, {*drawn}, ())
