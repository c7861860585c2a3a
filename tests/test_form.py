"""`dutylist form`: what goes out, what comes back as it was filled in, and what is refused."""

import io
import os
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from math import inf
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from forms import (
    PLACES,
    TASKS,
    Fill,
    convert,
    copy_office,
    export_form,
    fill,
    fill_in_libreoffice,
    find_cell,
    list_entries,
    list_refs,
    needs_libreoffice,
    open_form,
    read_findings,
    start_forms,
)
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet
from repositories import Place, isolate, start_office, write_list
from terminal import Seen

from dutylist.form.base import Base, Origin, write_base
from dutylist.form.columns import COLUMNS, FILLED, SHEET
from dutylist.form.guide import GUIDE_SHEET
from dutylist.form.writer import FIRST_ROW, HIDDEN_SHEET

OUT = ("--department", "工信局", "--as-of", "2022-10-01")
FIRST, SECOND, THIRD = "tasks_2022/1", "tasks_2022/2", "livelihood_2022/1"
DONE = {"日期": date(2022, 7, 5), "状态": "办结", "进展情况": "全部完成。"}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An office that has sent a form to 工信局, which lies beside the lists."""
    place = start_forms(tmp_path_factory.mktemp("sent") / "office")
    export_form(place, *OUT)
    return place


@pytest.fixture
def office(sent: Place, tmp_path: Path) -> Place:
    return copy_office(sent, tmp_path)


@pytest.fixture
def form(office: Place) -> Path:
    return office.top / "填报.xlsx"


def take_in(place: Place, *arguments: str) -> Seen:
    return place.dutylist("form", "import", *arguments)


def change(path: Path, act: Callable[[Any], object], sheet_name: str = SHEET) -> None:
    """Change a sheet of a form as openpyxl can."""
    book = openpyxl.load_workbook(path)
    act(book[sheet_name])
    book.save(path)


def put(cell: str, text: object) -> Callable[[Any], object]:
    """Return what puts a text into a cell."""
    return lambda sheet: setattr(sheet[cell], "value", text)


def refuse_one(place: Place, path: Path) -> tuple[str, str]:
    """Return the place and the sentences of the one finding that keeps a form from being taken."""
    before = place.text
    seen = take_in(place, path.name, "--write")
    assert seen.code == 4, seen.remarks
    assert place.text == before
    (finding,) = read_findings(seen)
    assert seen.remarks.endswith(
        "dutylist: 1 finding; no form was taken in; settle it in the form, and import it again\n"
    )
    return finding


def test_a_form_shows_the_departments_duties_and_leaves_the_rest_to_fill_in(
    office: Place, form: Path
) -> None:
    _, sheet = open_form(form)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    blank = [None] * len(FILLED)
    assert rows == [
        [column.title for column in COLUMNS],
        ["livelihood_2022/1", 1, "建设5G基站20座。", "10月末前完成", "王五", "工信局", None,
         "未启动", None, *blank],
        ["tasks_2022/1", 1, "规模以上工业总产值增长10%左右。", "12月末前完成，按月实施推进", "张三",
         "工信局", "企业服务局", "推进中", "2022-03-01 推进中\n已部署。", *blank],
        ["tasks_2022/2", 2, "抓好“散乱污”企业整治。", "长期保持", "张三\n李四",
         "生态环境分局\n工信局", None, "未启动", None, *blank],
    ]  # fmt: skip
    assert sheet["A1"].value == "工信局责任事项进展填报表"
    head = office.git("rev-parse", "--short=8", "HEAD")
    assert sheet["A2"].value == (
        f"民生实事责任清单、重点工作责任清单　截至 2022-10-01　共 3 项　版本 {head}"
    )


def test_only_the_cells_to_fill_in_are_open_and_sheets_are_protected(form: Path) -> None:
    book, sheet = open_form(form)

    open_cells = {
        cell.column
        for row in sheet.iter_rows(min_row=1)
        for cell in row
        if isinstance(cell, SheetCell) and not cell.protection.locked
    }
    assert open_cells == {PLACES[column.title] for column in FILLED[:1]} | set(
        range(len(COLUMNS) - len(FILLED) + 1, len(COLUMNS) + 1)
    )
    assert [(each.title, each.sheet_state, each.protection.sheet) for each in book.worksheets] == [
        (SHEET, "visible", True),
        (GUIDE_SHEET, "visible", True),
        (HIDDEN_SHEET, "veryHidden", True),
    ]
    assert sheet.freeze_panes == "D5"


def test_the_program_checks_days_statuses_and_lengths_while_somebody_types(
    form: Path,
) -> None:
    _, sheet = open_form(form)

    checks = [
        (str(each.sqref), each.type, each.formula1, each.formula2)
        for each in sheet.data_validations.dataValidation
    ]
    assert checks == [
        ("J5:J7", "date", "DATE(2022,1,1)", "TODAY()"),
        ("K5:K7", "list", '"未启动,推进中,受阻,办结"', None),
        ("L5:L7", "textLength", "2000", None),
        ("M5:M7", "textLength", "100", None),
        ("N5:N7", "textLength", "2000", None),
        ("O5:O7", "textLength", "2000", None),
    ]


def test_done_and_repealed_duties_are_left_out_and_told(office: Place) -> None:
    office.dutylist("progress", FIRST, "done", "--note=完成", "--on=2022-04-01")
    office.dutylist("amend", SECOND, "repeal", "--on=2022-04-01")

    seen = office.dutylist("form", "export", *OUT, "-o", "a.xlsx")

    assert seen.remarks.splitlines() == [
        "wrote a.xlsx",
        "read 2 lists, 4 duties; shown 1; 1 repealed; 1 done; 1 not selected",
    ]
    assert list(list_refs(open_form(office.top / "a.xlsx")[1])) == [THIRD]


def test_the_same_lists_give_the_same_form(office: Place) -> None:
    one, two = (export_form(office, *OUT, name=name) for name in ("a.xlsx", "b.xlsx"))

    assert one.read_bytes() == two.read_bytes()


def test_a_text_that_looks_like_a_formula_stays_a_text(office: Place) -> None:
    office.write("data/tasks_2022.yaml", TASKS.replace("抓好", "=1+1抓好"))
    office.commit()
    path = export_form(office, *OUT, name="新.xlsx")

    _, sheet = open_form(path)
    cell = sheet.cell(list_refs(sheet)[SECOND], PLACES["工作内容"])
    assert cell.value == "=1+1抓好“散乱污”企业整治。"
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "a form is for one department; name it with --department"),
        (("-d", "工信局", "-d", "教育局"), 2,
         "a form is for one department; name it with --department"),
        (("-d", "工信局", "-o", "a.docx"), 2,
         "a form is a workbook; name a file that ends in .xlsx, not a.docx"),
        (("-d", "工信局", "-o", ""), 2, "an empty name is no file"),
        (("-d", "工信局", "-o", "-"), 2,
         "- is no file here; without -o the document goes to standard output"),
        (("-d", "工信局", "-s", "办结", "-o", "a.xlsx"), 3,
         "no duty is selected; nothing was written"),
    ],
)  # fmt: skip
def test_what_can_be_no_form_is_refused(
    office: Place, arguments: tuple[str, ...], code: int, words: str
) -> None:
    seen = office.dutylist("form", "export", *arguments)

    assert (seen.code, seen.remarks.splitlines()[-1]) == (code, f"dutylist: {words}")
    assert [path.name for path in office.top.glob("[!.]*.*")] == ["填报.xlsx"]


def test_a_list_that_is_not_on_file_as_it_stands_makes_no_form(office: Place) -> None:
    office.file.write_text(TASKS.replace("10%", "11%"), encoding="utf-8")

    seen = office.dutylist("form", "export", *OUT, "-o", "a.xlsx")

    assert seen.code == 5
    assert seen.remarks == (
        "dutylist: data/tasks_2022.yaml is not as the last commit has it; commit it first, for the "
        "form is to name the commit that it was made of\n"
    )


@pytest.mark.parametrize("part", [(), ("--list=tasks_2022",)], ids=["all", "lists of one id"])
def test_duties_of_several_folders_make_no_form(office: Place, part: tuple[str, ...]) -> None:
    office.write("别处/tasks_2022.yaml", TASKS)
    office.commit("别处")

    seen = office.dutylist(
        "form", "export", *OUT, *part, "--data=data", "--data=别处", "-o", "a.xlsx"
    )

    assert (seen.code, seen.remarks) == (
        2,
        "dutylist: these duties lie in several data folders; name one with --data\n",
    )
    assert not (office.top / "a.xlsx").exists()


def test_an_existing_file_stays_unless_it_is_to_be_replaced(office: Place) -> None:
    path = office.write("a.xlsx", "旧")

    seen = office.dutylist("form", "export", *OUT, "-o", "a.xlsx")

    assert (seen.code, path.read_text(encoding="utf-8")) == (5, "旧")
    assert office.dutylist("form", "export", *OUT, "-o", "a.xlsx", "--force").code == 0


def test_without_a_repository_a_form_goes_out_and_comes_back(tmp_path: Path) -> None:
    place = Place(tmp_path, isolate())
    place.write("data/tasks_2022.yaml", TASKS)
    path = fill(export_form(place, *OUT), {FIRST: DONE})

    seen = take_in(place, path.name, "--write", "--no-commit")

    assert seen.code == 0, seen.remarks
    assert seen.remarks == (
        "填报.xlsx: 2 rows; 1 new entry; 0 recorded already; 1 blank\n"
        "data/tasks_2022.yaml is changed, not committed\n"
    )
    assert "note: 全部完成。" in place.text


def test_a_blank_form_adds_nothing(office: Place, form: Path) -> None:
    seen = take_in(office, form.name, "--write")

    assert seen.code == 0
    assert seen.remarks == (
        "填报.xlsx: 3 rows; 0 new entries; 0 recorded already; 3 blank\n"
        "nothing to write: nothing is new in the forms\n"
    )
    assert office.count_commits() == 2


def test_a_dry_run_shows_what_would_be_added_and_writes_nothing(office: Place, form: Path) -> None:
    path = fill(form, {FIRST: DONE})

    seen = take_in(office, path.name)

    head = office.git("rev-parse", "--short=8", "HEAD")
    assert seen.text == (
        f"填报.xlsx  工信局, as of 2022-10-01, made of {head}\n\n"
        "tasks_2022/1  规模以上工业总产值增长10%左右。\n\n"
        "+ 2022-07-05  done · 全部完成。\n"
        "              by 工信局\n"
        "status        active → done\n"
    )
    assert seen.remarks == (
        "填报.xlsx: 3 rows; 1 new entry; 0 recorded already; 2 blank\n"
        "nothing was written: this was a dry run; --write writes\n"
    )
    assert office.text == TASKS


DAYS = [
    date(2022, 7, 5),
    datetime(2022, 7, 5, 17, 30),  # noqa: DTZ001 - Excel knows no zones
    44747,
    20220705,
    "2022-07-05",
    "2022/7/5",
    "2022.07.5",
    "2022年7月5日",
    " ２０２２年７月５号 ",
    "2022-07-05 00:00:00",
]


def test_a_day_is_read_as_people_and_programs_write_it(tmp_path: Path) -> None:
    office = start_office(
        tmp_path / "office", write_list(*(f"第{no}项" for no in range(len(DAYS))))
    )
    refs = [f"tasks_2022/{no}" for no in range(1, len(DAYS) + 1)]
    filled = {ref: {**DONE, "日期": typed} for ref, typed in zip(refs, DAYS, strict=True)}
    path = fill(export_form(office, *OUT), filled)

    seen = take_in(office, path.name, "--write")

    assert seen.code == 0, seen.remarks
    assert [list_entries(office, ref)[0]["on"] for ref in refs] == ["2022-07-05"] * len(DAYS)


def test_a_status_is_chosen_in_chinese_or_english_or_stays(tmp_path: Path) -> None:
    typed = {
        "受阻": "blocked",
        " 推进中 ": "active",
        "Done": "done",
        "未启动": "pending",
        None: "pending",
    }
    office = start_office(tmp_path / "office", write_list(*map(str, typed)))
    refs = [f"tasks_2022/{no}" for no in range(1, len(typed) + 1)]
    filled = {ref: {**DONE, "状态": status} for ref, status in zip(refs, typed, strict=True)}
    path = fill(export_form(office, *OUT), filled)

    seen = take_in(office, path.name, "--write")

    assert seen.code == 0, seen.remarks
    assert [list_entries(office, ref)[0]["status"] for ref in refs] == [*typed.values()]


def test_without_a_status_the_duty_keeps_the_one_it_had_on_that_day(
    office: Place, form: Path
) -> None:
    fill(form, {FIRST: {**DONE, "状态": None}})

    seen = take_in(office, form.name, "--write")

    assert seen.code == 0, seen.remarks
    assert [entry["status"] for entry in list_entries(office, FIRST)] == ["active", "active"]


TYPE_ANEW = "Type it anew."
WRITE_DAY = "Write a day as 2022-07-05 or 2022年7月5日."
SLIPS: dict[str, tuple[dict[str, Any], str, str]] = {
    "no day": ({"日期": None}, "日期", f"The day is missing. {WRITE_DAY}"),
    "no note": ({"进展情况": None}, "进展情况",
                "It is not said what was done. Write it, or clear the other cells of the row."),
    "before the year": ({"日期": date(2021, 12, 31)}, "日期",
                        "2021-12-31 is before 2022-01-01, when the list's year begins. "
                        f"{WRITE_DAY}"),
    "to come": ({"日期": date(2999, 1, 1)}, "日期",
                "2999-01-01 is still to come. Report what was done until today."),
    "not in the calendar": ({"日期": "2022-6-31"}, "日期",
                            f"The calendar has no 2022-6-31. {WRITE_DAY}"),
    "without a year": ({"日期": "7月5日"}, "日期", f"“7月5日” names no year. {WRITE_DAY}"),
    "no day at all": ({"日期": "上周"}, "日期", f"“上周” is no day. {WRITE_DAY}"),
    "unknown status": ({"状态": "差不多"}, "状态",
                       "“差不多” is no status that can be reported. "
                       "Choose one of 未启动, 推进中, 受阻, 办结."),
    "repealed": ({"状态": "废止"}, "状态",
                 "“废止” is no status that can be reported. "
                 "Choose one of 未启动, 推进中, 受阻, 办结."),
    "too long": ({"进展情况": "长" * 2001}, "进展情况",
                 "The text has 2001 characters; it may have 2000. Say it in fewer words."),
    "a formula": ({"进展情况": "=A1&B1"}, "进展情况",
                  f"A formula stands here, and what it gives may change. {TYPE_ANEW}"),
    "a formula as a day": ({"日期": "=TODAY()"}, "日期",
                           f"A formula stands here, and what it gives may change. {TYPE_ANEW}"),
    "an error": ({"完成值": "#DIV/0!"}, "完成值", f"The cell shows an error. {TYPE_ANEW}"),
    "a control character": ({"存在问题": "前\x7f后"}, "存在问题",
                            f"The control character U+007F stands in the text. {TYPE_ANEW}"),
}  # fmt: skip


def test_an_illegal_value_is_a_finding_at_its_cell(tmp_path: Path) -> None:
    office = start_office(tmp_path / "office", write_list(*SLIPS))
    refs = {f"tasks_2022/{no}": slip for no, slip in enumerate(SLIPS, start=1)}
    path = export_form(office, *OUT)
    fill(path, {ref: {**DONE, **SLIPS[slip][0]} for ref, slip in refs.items()})

    seen = take_in(office, path.name, "--write")

    assert read_findings(seen) == [
        (f"填报.xlsx, {find_cell(ref, title, path)}: error: {ref}, {title}", sentences)
        for ref, (_, title, sentences) in zip(refs, SLIPS.values(), strict=True)
    ]
    assert seen.code == 4
    assert office.count_commits() == 1


def test_all_that_is_wrong_is_told_at_once_and_no_form_is_taken_in(
    office: Place, form: Path
) -> None:
    good = fill(form, {FIRST: DONE}, "好.xlsx")
    bad = fill(form, {SECOND: {"状态": "好"}, THIRD: {"日期": "昨天"}})

    seen = take_in(office, good.name, bad.name, "--write")

    assert seen.code == 4
    assert seen.remarks.count(": error: ") == 5
    assert "填报.xlsx: 3 rows; 0 new entries; 0 recorded already; 1 blank; 2 not understood\n" in (
        seen.remarks
    )
    assert seen.remarks.endswith(
        "dutylist: 5 findings; no form was taken in; settle them in the forms, and import them "
        "again\n"
    )
    assert office.count_commits() == 2


def test_a_row_with_a_finding_is_no_entry_and_counts_as_not_understood(
    office: Place, form: Path
) -> None:
    path = fill(form, {FIRST: DONE, SECOND: DONE})
    for at in range(1, len(COLUMNS) + 1):  # the second answer says something else
        change(path, put(f"{get_column_letter(at)}9", open_form(path)[1].cell(6, at).value))
    change(path, put("L9", "另一说法。"))
    change(path, put("C7", "改了"))

    seen = take_in(office, path.name)

    assert seen.code == 4
    assert "填报.xlsx: 4 rows; 1 new entry; 0 recorded already; 1 blank; 2 not understood\n" in (
        seen.remarks
    )
    assert seen.text.count("+ 2022-07-05") == 1
    assert "全部完成。" in seen.text


def swap(sheet: Worksheet, one: int, other: int) -> None:
    """Swap two rows of a form, as sorting does."""
    for column in range(1, len(COLUMNS) + 1):
        first: Any = sheet.cell(one, column)
        second: Any = sheet.cell(other, column)
        first.value, second.value = second.value, first.value


def move_column(sheet: Worksheet) -> None:
    """Put the column of notes behind all others."""
    at, behind = PLACES["进展情况"], len(COLUMNS) + 2
    for row in range(4, FIRST_ROW + 3):
        moved: Any = sheet.cell(row, at)
        target: Any = sheet.cell(row, behind)
        target.value, moved.value = moved.value, None


MOVED: dict[str, Callable[[Any], object]] = {
    "rows sorted": lambda sheet: swap(sheet, 5, 7),
    "a blank row inserted": lambda sheet: sheet.insert_rows(6),
    "lines above": lambda sheet: sheet.insert_rows(1, 3),
    "a column moved": move_column,
    "a column inserted": lambda sheet: sheet.insert_cols(3),
    "sheet renamed": lambda sheet: setattr(sheet, "title", "工信局"),
    "row hidden": lambda sheet: setattr(sheet.row_dimensions[7], "hidden", True),
    "guide removed": lambda sheet: sheet.parent.remove(sheet.parent[GUIDE_SHEET]),
    "base renamed": lambda sheet: setattr(sheet.parent[HIDDEN_SHEET], "title", "别动"),
    "base shown": lambda sheet: setattr(sheet.parent[HIDDEN_SHEET], "sheet_state", "visible"),
    "days from 1904": lambda sheet: setattr(sheet.parent, "epoch", CALENDAR_MAC_1904),
}


@pytest.mark.parametrize("move", MOVED)
def test_what_was_moved_about_is_found_again(office: Place, form: Path, move: str) -> None:
    path = fill(form, {SECOND: DONE})
    change(path, MOVED[move])

    seen = take_in(office, path.name, "--write")

    assert seen.code == 0, seen.remarks
    assert office.text == TASKS.replace(
        "    leaders: [张三, 李四]\n",
        "    leaders: [张三, 李四]\n    progress:\n      - on: 2022-07-05\n        status: done\n"
        "        note: 全部完成。\n        by: 工信局\n",
    )


def test_rows_that_are_gone_or_of_no_duty_are_told(office: Place, form: Path) -> None:
    path = fill(form, {SECOND: DONE})
    change(path, lambda sheet: sheet.delete_rows(5))
    change(path, put("C9", "填表人：赵六"))

    seen = take_in(office, path.name)

    assert seen.code == 0, seen.remarks
    assert seen.remarks.splitlines()[:3] == [
        "1 row of the form is gone, and adds nothing: livelihood_2022/1",
        "1 row is of no duty, and is passed over: 9",
        "填报.xlsx: 2 rows; 1 new entry; 0 recorded already; 1 blank",
    ]


LOCKED = (
    "This cell is not to be filled in, and it has been changed. Give it back the text of the form "
    "that went out; what was to be said goes into the columns to fill in."
)
GRID_SLIPS: dict[str, tuple[Callable[[Any], object], str, str]] = {
    "content changed": (put("C7", "改了"), "填报!C7: error: tasks_2022/2, 工作内容", LOCKED),
    "progress in a locked column": (put("I5", "已开工"),
                                    "填报!I5: error: livelihood_2022/1, 最近进展",
                                    LOCKED),
    "a duty twice": (lambda sheet: [put(f"{get_column_letter(at)}9", sheet.cell(7, at).value)(sheet)
                                    for at in range(1, len(COLUMNS) + 1)],
                     "填报!A9: error: tasks_2022/2, 编号",
                     "The duty stands in row 7 already. Keep one row of each duty; a second entry "
                     "goes into another form."),
    "another duty": (put("A9", "tasks_2022/3"), "填报!A9: error: 编号",
                     "The form was not made for a duty tasks_2022/3. Fill in the row of the duty "
                     "that is meant, and clear this one."),
    "beside the form": (put("Q6", "请协调用地"), "填报!Q6: error",
                        "This column is none of the form's, and is not taken in. Move the text "
                        "into a column to fill in, or clear the cell."),
    "no duty": (put("L9", "还有一项工作"), "填报!A9: error: 编号",
                "Something is filled in here, and no duty stands in the row. Fill in the row of "
                "the duty that is meant, and clear this one."),
    "merged": (lambda sheet: sheet.merge_cells("L5:L6"), "填报!L5: error",
               "Cells are merged here, down to L6. Take the merge apart, and fill in each duty by "
               "itself."),
}  # fmt: skip


@pytest.mark.parametrize("slip", GRID_SLIPS)
def test_what_cannot_be_told_apart_any_longer_is_a_finding(
    office: Place, form: Path, slip: str
) -> None:
    act, place, sentences = GRID_SLIPS[slip]
    change(form, act)

    assert refuse_one(office, form) == (f"填报.xlsx, {place}", sentences)


ANEW = "make a new form with dutylist form export, and copy what was filled in into it"
DAMAGES: dict[str, tuple[Callable[[Any], object], str]] = {
    "base removed": (lambda sheet: sheet.parent.remove(sheet.parent[HIDDEN_SHEET]),
                     "the hidden sheet that says what it was made of is not there"),
    "base changed": (lambda sheet: put("A2", sheet.parent[HIDDEN_SHEET]["A2"].value.replace(
                         "工信局", "教育局"))(sheet.parent[HIDDEN_SHEET]),
                     "its hidden sheet has been changed"),
    "base cut short": (lambda sheet: sheet.parent[HIDDEN_SHEET].delete_rows(3),
                       "its hidden sheet has been changed"),
    "another version": (lambda sheet: put("A1", "dutylist form 9")(sheet.parent[HIDDEN_SHEET]),
                        "it was made by another version of dutylist"),
    "column removed": (lambda sheet: sheet.delete_cols(PLACES["状态"]),
                       "these columns are missing or stand there twice: 状态"),
    "column twice": (put("R4", "日期"), "these columns are missing or stand there twice: 日期"),
    "form removed": (lambda sheet: sheet.parent.remove(sheet),
                     "no sheet of it has the form's columns"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_form_that_lost_what_makes_it_one_is_refused(
    office: Place, form: Path, damage: str
) -> None:
    act, reason = DAMAGES[damage]
    path = fill(form, {SECOND: DONE})
    change(path, act)

    seen = take_in(office, path.name, "--write")

    assert seen.code == 4
    assert seen.remarks == f"dutylist: 填报.xlsx cannot be merged: {reason}; {ANEW}\n"


def test_a_second_sheet_that_was_filled_in_is_not_passed_over(office: Place, form: Path) -> None:
    def copy(sheet: Any) -> None:
        sheet.parent.copy_worksheet(sheet).title = "填报 (2)"

    change(form, copy)
    fill(form, {SECOND: DONE})

    seen = take_in(office, form.name, "--write")

    assert (seen.code, seen.remarks) == (
        4,
        "dutylist: 填报.xlsx: several sheets have the form's columns: 填报, 填报 (2); keep the one "
        "that was filled in, and import it again\n",
    )


BASE = Base(
    "工信局", date(2022, 7, 1), "0" * 40, {"tasks_2022": Origin(2022, "0" * 40, "清单")}, {}
)
ORIGIN = BASE.lists["tasks_2022"]
FORGED: dict[str, Base] = {
    "a year that no list has": BASE._replace(lists={"a": ORIGIN._replace(year=99999)}),
    "year 0": BASE._replace(lists={"a": ORIGIN._replace(year=0)}),
    "no number of a year": BASE._replace(lists={"a": ORIGIN._replace(year=cast(int, inf))}),
    "no whole year": BASE._replace(lists={"a": ORIGIN._replace(year=cast(int, 2022.0))}),
    "a blob that is none": BASE._replace(lists={"a": ORIGIN._replace(blob="HEAD:x")}),
    "no title": BASE._replace(lists={"a": ORIGIN._replace(title="")}),
    "an issuer of two lines": BASE._replace(lists={"a": ORIGIN._replace(issuer="甲\n乙")}),
    "no department": BASE._replace(department=""),
    "a department of blanks": BASE._replace(department="  "),
    "a department of two lines": BASE._replace(department="甲\nBy: 乙"),
    "a department with a control": BASE._replace(department="甲\x1b[2J"),
    "a revision that is an option": BASE._replace(revision="--output=x"),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_hidden_sheet_that_cannot_be_of_this_program_has_been_changed(
    office: Place, form: Path, forgery: str
) -> None:
    def forge(sheet: Any) -> None:
        sheet.delete_rows(1, sheet.max_row)
        for row, line in enumerate(write_base(FORGED[forgery]), start=1):
            sheet.cell(row, 1).value = line

    change(form, forge, HIDDEN_SHEET)

    seen = take_in(office, form.name, "--write")

    assert (seen.code, seen.remarks) == (
        4,
        f"dutylist: 填报.xlsx cannot be merged: its hidden sheet has been changed; {ANEW}\n",
    )


def swap_part(path: Path, name: str, change_part: Callable[[bytes], bytes]) -> None:
    """Change a member of a form's archive."""
    with zipfile.ZipFile(path) as old:
        parts = {each: old.read(each) for each in old.namelist()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for each, content in parts.items():
            new.writestr(each, change_part(content) if each == name else content)
    path.write_bytes(stream.getvalue())


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "entities": (lambda part: b'<!DOCTYPE x [<!ENTITY a "b">]>' + part.partition(b"?>")[2],
                 "declares a document type"),
    "bomb": (lambda part: part.replace(b"</sheetData>", b" " * (65 * 1024 * 1024)
                                       + b"</sheetData>"), "more than 64 MB when unpacked"),
    "no XML": (lambda _: b"\x00\x01", "is no XML"),
    "too many cells": (lambda part: part.replace(b"</sheetData>", b'<row r="9">' + b"<c/>" *
                                                 1_500_000 + b"</row></sheetData>"),
                       "has too many elements"),
}  # fmt: skip


@pytest.mark.parametrize("attack", HOSTILE)
def test_a_hostile_form_is_refused_with_a_sentence(office: Place, form: Path, attack: str) -> None:
    act, words = HOSTILE[attack]
    swap_part(form, "xl/worksheets/sheet1.xml", act)

    seen = take_in(office, form.name, "--write")

    assert seen.code == 4
    assert words in seen.remarks
    assert seen.remarks.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("a.docx", b"PK", 2, "a.docx is no workbook; save it as .xlsx"),
        ("a.pdf", b"%PDF-", 2, "a.pdf: .pdf is not read; open it in WPS or Word and save it as "
         ".docx, or copy the table into Excel"),
        ("a.xlsx", b"", 4, "a.xlsx: the file is empty"),
        ("无.xlsx", None, 4, "无.xlsx cannot be read: it does not exist"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused(
    office: Place, name: str, content: bytes | None, code: int, words: str
) -> None:
    if content is not None:
        (office.top / name).write_bytes(content)

    seen = take_in(office, name)

    assert (seen.code, seen.remarks) == (code, f"dutylist: {words}\n")


def test_an_official_annex_is_no_form(office: Place) -> None:
    office.dutylist("export", "-o", "附件.xlsx")

    seen = take_in(office, "附件.xlsx")

    assert seen.code == 4
    assert seen.remarks == (
        "dutylist: 附件.xlsx cannot be merged: the hidden sheet that says what it was made of is "
        f"not there; {ANEW}\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes")
def test_a_named_pipe_is_not_waited_for(office: Place) -> None:
    os.mkfifo(office.top / "a.xlsx")

    seen = take_in(office, "a.xlsx")

    assert (seen.code, seen.remarks) == (4, "dutylist: a.xlsx is not a regular file\n")


def test_the_text_of_a_form_never_acts_on_the_terminal(office: Place, form: Path) -> None:
    texts = {**DONE, "进展情况": "完成\u202e[red]\\x1b"}
    path = fill(form, {SECOND: texts})

    seen = take_in(office, path.name)

    assert seen.code == 0, seen.remarks
    assert "+ 2022-07-05  done · 完成\\u202e[red]\\x1b\n" in seen.text


TYPED: Fill = {
    FIRST: {"日期": date(2022, 7, 5), "状态": "受阻",
            "进展情况": "两家企业“停产”。\n\n第二段 A&B <c>", "完成值": "45%",
            "存在问题": "=用电不足", "下步计划": "-复产 尽快"},
    SECOND: {"日期": "2022年7月6日", "进展情况": "'2022-07-01"},
}  # fmt: skip


@needs_libreoffice
@pytest.mark.parametrize("name", ["回.xlsx", "回.ods", "回.xls"])
def test_what_libreoffice_saved_is_exactly_what_was_filled_in(
    office: Place, form: Path, name: str
) -> None:
    path = fill_in_libreoffice(form, TYPED, name)

    seen = take_in(office, path.name, "--write")

    assert seen.code == 0, seen.remarks
    assert seen.remarks.splitlines()[0] == (
        f"{name}: 3 rows; 2 new entries; 0 recorded already; 1 blank"
    )
    assert list_entries(office, FIRST)[1:] == [
        {"on": "2022-07-05", "status": "blocked", "note": "两家企业“停产”。\n\n第二段 A&B <c>",
         "value": "45%", "by": "工信局", "problem": "=用电不足", "next": "-复产 尽快"},
    ]  # fmt: skip
    assert list_entries(office, SECOND) == [
        {"on": "2022-07-06", "status": "pending", "note": "'2022-07-01", "by": "工信局"},
    ]


@needs_libreoffice
def test_libreoffice_keeps_locks_checks_and_the_hidden_sheet(form: Path) -> None:
    book, sheet = open_form(convert(convert(form, "ods"), "xlsx"))

    cells = [sheet.cell(FIRST_ROW, PLACES[title]) for title in ("工作内容", "日期", "进展情况")]
    assert [cell.protection.locked for cell in cells] == [True, False, False]
    assert sheet.protection.sheet
    assert {each.type for each in sheet.data_validations.dataValidation} == {
        "date",
        "list",
        "textLength",
    }
    assert book[HIDDEN_SHEET].sheet_state != "visible"
