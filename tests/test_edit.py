"""The smallest edit, one case at a time: what stands in a list before and after it.

The laws are in test_edit_laws.py; here stands what a new line should look like beside its
neighbours, and what is refused. In `edits/` a page for each shows the lines that go (-) and those
that come (+).
"""

import codecs
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from clerks import read_fields

from dutylist.duty import Entry, Extension, Repeal, Status
from dutylist.errors import InvalidData
from dutylist.fields import FieldFault, check_day, check_text
from dutylist.store.edit import (
    AddEntry,
    AddExtension,
    Block,
    Edit,
    RemoveEntry,
    RemoveExtension,
    SetField,
    edit_list,
    find_blocks,
)
from dutylist.store.source import read_text
from dutylist.store.syntax import compose

ROOT = Path(__file__).parent.parent
EDITED = ROOT / "tests" / "edits"
HEAD = "title: t\nyear: 2022\nduties:\n"
SMALL = """\
  - no: 1
    content: 甲
    departments: [a]
    deadline: 年内完成
    leaders: []
"""
OLD = Entry(date(2022, 4, 8), Status.ACTIVE, "x")
NEW = Entry(date(2022, 10, 20), Status.ACTIVE, "新进展")


def edit(text: str, *edits: Edit) -> str:
    return edit_list("tasks.yaml", text.encode(), edits).decode()


EDITS: dict[str, list[Edit]] = {
    "an_entry_goes_below_the_last_one": [AddEntry(1, NEW)],
    "the_first_entry_brings_its_key_along": [AddEntry(1, NEW)],
    "an_entry_of_the_same_day_goes_below_those_that_are_there": [
        AddEntry(1, NEW._replace(on=date(2022, 4, 8)))
    ],
    "an_earlier_entry_goes_above": [AddEntry(1, NEW._replace(on=date(2022, 1, 1)))],
    "several_lines_become_block_text": [AddEntry(1, NEW._replace(note="一\n# 二\n\n三"))],
    "all_fields_are_written_in_the_order_of_the_format": [
        AddEntry(
            1,
            Entry(
                date(2022, 10, 20), Status.BLOCKED, "yes", "45%", "住建局", "缺: 款", "2022-12-01"
            ),
        )
    ],
    "a_comment_right_of_the_dash_stays_with_the_entry_above": [AddEntry(1, NEW)],
    "block_text_would_swallow_the_comment_below_so_quotes_are_used": [
        SetField(1, "content", "一\n二")
    ],
    "an_empty_list_opens_below_its_key_and_keeps_the_comment": [AddEntry(1, NEW)],
    "an_empty_list_that_holds_a_comment_stays_in_brackets": [AddEntry(1, NEW)],
    "brackets_get_an_entry_in_brackets": [AddEntry(1, NEW)],
    "brackets_over_lines_get_a_line": [AddEntry(1, NEW)],
    "blank_lines_that_are_text_stay_text": [AddEntry(1, NEW)],
    "blank_lines_that_are_no_text_stay_below": [AddEntry(1, NEW)],
    "a_dash_alone_on_its_line_is_followed": [AddEntry(1, NEW)],
    "four_blanks_are_followed": [AddEntry(1, NEW)],
    "dashes_that_are_not_indented_are_followed": [AddEntry(1, NEW)],
    "quoted_keys_are_followed": [AddEntry(1, NEW)],
    "complex_keys_are_put_up_with": [AddEntry(1, NEW._replace(on=date(2022, 1, 1)))],
    "the_only_entry_takes_its_key_along": [RemoveEntry(1, OLD)],
    "a_first_key_that_goes_leaves_the_dash": [RemoveEntry(1, OLD)],
    "an_entry_goes_with_the_comment_on_its_line": [RemoveEntry(1, OLD)],
    "a_new_key_stands_where_it_usually_does": [
        SetField(1, "due", date(2022, 12, 1)),
        SetField(1, "supporting", ("b", "x, y")),
    ],
    "a_value_keeps_the_comment_on_its_line": [SetField(1, "deadline", "长期保持")],
    "block_text_is_replaced_with_its_lines": [SetField(1, "content", "丙")],
    "only_the_names_that_differ_change": [SetField(1, "departments", ("a", "x", "c"))],
    "true_becomes_a_record": [SetField(1, "repealed", Repeal(date(2022, 6, 1), "区政府"))],
    "a_record_becomes_true_again": [SetField(1, "repealed", Repeal())],
    "an_extension_goes_below_the_others": [
        AddExtension(1, Extension(date(2022, 10, 1), date(2022, 12, 31), "疫情"))
    ],
    "an_extension_goes": [RemoveExtension(1, Extension(date(2022, 9, 1), date(2022, 10, 31)))],
    "what_is_so_already_is_not_written_anew": [
        SetField(1, "content", "甲"),
        SetField(1, "due", None),
    ],
}
"""The edits whose effect stands in edits/, by the name of the file there."""


def read_sides(path: Path) -> tuple[str, str]:
    """Return the duties before and after: a page marks its lines as a diff does."""
    lines = path.read_text(encoding="utf-8").splitlines()
    sides = ("-", "+")
    old, new = (
        "".join(f"{line[1:]}\n" for line in lines if line[:1] in ("", " ", side)) for side in sides
    )
    return HEAD + old, HEAD + new


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_written_as_its_neighbours_are(name: str) -> None:
    old, new = read_sides(EDITED / f"{name}.diff")

    edited = edit(old, *EDITS[name])

    assert edited == new
    assert len(read_fields(edited.encode())) >= 1


def test_every_page_of_an_edit_is_held_against_one() -> None:
    assert {path.stem for path in EDITED.iterdir()} == set(EDITS)


@pytest.mark.parametrize(
    ("raw", "edited"),
    [
        (
            '{"title": "t", "year": 2022, "duties": [\n  {"no": 1, "content": "甲",\n'
            '   "departments": ["a"], "deadline": "年内完成", "leaders": []}\n]}',
            '{"title": "t", "year": 2022, "duties": [\n  {"no": 1, "content": "甲",\n'
            '   "departments": ["a"], "deadline": "年内完成", "leaders": [], "progress":'
            ' [{"on": "2022-10-20", "status": "active", "note": "新进展"}]}\n]}',
        ),
        (
            HEAD + "  - {no: 1, content: 甲, departments: [a], deadline: 年内完成, leaders: [],}\n",
            HEAD + "  - {no: 1, content: 甲, departments: [a], deadline: 年内完成, leaders: [],"
            " progress: [{on: 2022-10-20, status: active, note: 新进展}],}\n",
        ),
    ],
    ids=["JSON stays JSON", "a duty in brackets"],
)
def test_a_record_in_brackets_gets_its_first_entry_in_brackets(raw: str, edited: str) -> None:
    assert edit(raw, AddEntry(1, NEW)) == edited
    assert edit(edited, RemoveEntry(1, NEW)) == raw


def test_line_ends_marks_and_a_missing_last_line_end_are_kept() -> None:
    raw = codecs.BOM_UTF8 * 2 + (HEAD + SMALL).replace("\n", "\r\n").rstrip().encode()
    lines = "\r\n    progress:\r\n      - on: 2022-10-20\r\n        status: active\r\n"

    edited = edit_list("tasks.yaml", raw, [AddEntry(1, NEW)])

    assert edited == raw + f"{lines}        note: 新进展".encode()


def test_the_later_of_two_equal_entries_goes() -> None:
    once = edit(HEAD + SMALL, AddEntry(1, OLD))
    twice = edit(once, AddEntry(1, OLD._replace(by="a")), AddEntry(1, OLD))

    edited = edit(twice, RemoveEntry(1, OLD))

    assert [entry.by for entry in read_fields(edited.encode())[0]["progress"]] == [None, "a"]


@pytest.mark.parametrize(
    ("text", "asked", "problem", "line"),
    [
        (SMALL, AddEntry(2, NEW), "no duty has the number 2", 1),
        (SMALL, RemoveEntry(1, OLD), "the entry of 2022-04-08 that was to go is not here", 4),
        (
            SMALL,
            RemoveExtension(1, Extension(date(2022, 9, 1), date(2022, 10, 31))),
            "the entry of 2022-09-01 that was to go is not here",
            4,
        ),
        (
            SMALL + "    ? progress\n    : &a []\n",
            AddEntry(1, NEW),
            "an anchor (&a) stands here; lists have none",
            10,
        ),
        (SMALL + "    due:\n", AddEntry(1, NEW), "nothing stands after “due”", 9),
    ],
)
def test_what_cannot_be_edited_is_refused_with_its_place(
    text: str, asked: Edit, problem: str, line: int
) -> None:
    with pytest.raises(InvalidData) as refusal:
        edit(HEAD + text, asked)

    found = [(str(each.problem), each.place.line) for each in refusal.value.findings]
    assert found == [(problem, line)]


@pytest.mark.parametrize("text", ["", " \n", "a\x1b[0m", "a\r\nb", "\ud800"])
def test_what_is_no_text_is_never_written(text: str) -> None:
    with pytest.raises(FieldFault):
        edit(HEAD + SMALL, AddEntry(1, NEW._replace(note=text)))


def test_the_plain_checks_of_fields_say_what_is_wrong() -> None:
    with pytest.raises(FieldFault, match=r"the control character U\+001B stands in the text"):
        check_text("a\x1b")
    with pytest.raises(FieldFault, match="the calendar has no 2022-02-30"):
        check_day("2022-02-30")
    with pytest.raises(FieldFault, match="“2022-2-3” is no day as 2022-10-31"):
        check_day("2022-2-3")

    assert (check_text(" 甲\n"), check_day(" 2022-02-03 ")) == ("甲", date(2022, 2, 3))


def test_the_block_of_a_duty_is_its_lines_or_its_brackets() -> None:
    flow = "{no: 3, content: 丙, departments: [a], deadline: 年内完成, leaders: []}"
    first, third = SMALL.replace("[]", "[] # 注"), f"  - {flow} # 注\n"
    text, _ = read_text("tasks.yaml", f"{HEAD}{first}# 注\n\n{third}".encode())
    root, _ = compose(text)
    assert root is not None

    blocks = find_blocks(text, root)

    between = len(HEAD) + len(first) + len("# 注\n\n")
    end = len(HEAD) + len(first)
    assert blocks == [Block(1, len(HEAD), end), Block(3, between, between + len(third))]


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*_2022.yaml")), ids=lambda p: p.stem)
def test_every_duty_of_the_lists_takes_an_entry_and_gives_it_back(path: Path) -> None:
    raw = path.read_bytes()
    duties = read_fields(raw)
    edits = [AddEntry(duty["no"], NEW) for duty in duties]

    edited = edit_list(path.name, raw, edits)

    assert read_fields(edited) == [{**duty, "progress": (NEW,)} for duty in duties]
    back = [RemoveEntry(duty["no"], NEW) for duty in duties]
    assert edit_list(path.name, edited, back) == raw


def test_an_edit_imports_no_pydantic() -> None:
    code = "import sys, dutylist.store.edit; print('pydantic' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
