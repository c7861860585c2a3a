"""Changes of a whole list, and that every byte which need not change stays as it was."""

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from clerks import complete, draw_duties, draw_duty, draw_text, read_fields
from hypothesis import given, settings
from hypothesis import strategies as st
from pens import Pen
from test_canonical import SHA256, make_duty

from dutylist.deadline import parse
from dutylist.duty import Duty, Origin
from dutylist.errors import InvalidData
from dutylist.store.edit import (
    AddDuty,
    Edit,
    Renumber,
    Reorder,
    SetField,
    SetHead,
    edit_list,
)
from dutylist.store.lists import read_list

RANDOMS = st.integers(min_value=0, max_value=2**64).map(Random)
NEW = Duty(
    no=9,
    content="新建桥梁。",
    departments=("交通局",),
    supporting=(),
    leaders=("王五",),
    deadline="年内完成",
    meaning=parse("年内完成", 2022),
)
HEAD = "title: 清单 # 标题\nyear: 2022\nduties:\n"
FIRST = """\
  # 市里督办
  - no: 1
    content: 甲
    departments: [a]
    deadline: 年内完成
    leaders: []
    # 待核
"""
SECOND = """\
  - no: 2  # 二
    content: 乙
    departments: [b]
    deadline: 长期保持
    leaders: []
    progress:
      - on: 2022-04-08
        status: active
        note: x
"""
ADDED = """\
  - no: 9
    content: 新建桥梁。
    departments: [交通局]
    deadline: 年内完成
    leaders: [王五]
"""
LIST = f"{HEAD}{FIRST}\n{SECOND}\n# 完\n"
JSON = """\
{"title": "清单", "year": 2022, "duties": [
  {"no": 1, "content": "甲", "departments": ["a"], "deadline": "年内完成", "leaders": []},
  {"no": 2, "content": "乙", "departments": ["b"], "deadline": "年内完成", "leaders": []}
]}
"""


def edit(text: str, *edits: Edit) -> str:
    return edit_list("tasks.yaml", text.encode(), edits).decode()


@pytest.mark.parametrize(
    ("after", "wanted"),
    [
        (None, f"{HEAD}{ADDED}\n{FIRST}\n{SECOND}\n# 完\n"),
        (1, f"{HEAD}{FIRST}\n{ADDED}\n{SECOND}\n# 完\n"),
        (2, f"{HEAD}{FIRST}\n{SECOND}\n{ADDED}\n# 完\n"),
    ],
)
def test_a_new_duty_stands_apart_as_the_others_do(after: int | None, wanted: str) -> None:
    assert edit(LIST, AddDuty(NEW, after)) == wanted
    windows = LIST.replace("\n", "\r\n")
    assert edit(windows, AddDuty(NEW, after)) == wanted.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("old", "wanted"),
    [
        (HEAD + FIRST + SECOND.rstrip(), HEAD + FIRST + SECOND + ADDED.rstrip()),
        (HEAD + SECOND, f"{HEAD}{SECOND}\n{ADDED}"),
        ("title: t\nyear: 2022\nduties: [] # 注\n", f"title: t\nyear: 2022\nduties: # 注\n{ADDED}"),
        (
            "title: t\nyear: 2022\nduties: [ # 注\n]\n",
            "title: t\nyear: 2022\nduties: [{no: 9, content: 新建桥梁。, departments: [交通局], "
            "deadline: 年内完成, leaders: [王五]} # 注\n]\n",
        ),
    ],
)
def test_a_new_duty_goes_to_the_end_of_any_list(old: str, wanted: str) -> None:
    duty_list = read_list("tasks.yaml", old.encode(), "tasks").duty_list
    last = duty_list.duties[-1].no if duty_list and duty_list.duties else None

    assert edit(old, AddDuty(NEW, last)) == wanted


def test_a_list_in_json_gets_a_duty_in_json() -> None:
    added = edit(JSON, AddDuty(NEW._replace(no="5.1"), 1))

    assert added == JSON.replace(
        '  {"no": 2',
        '  {"no": "5.1", "content": "新建桥梁。", "departments": ["交通局"], '
        '"deadline": "年内完成", "leaders": ["王五"]},\n  {"no": 2',
    )


def test_numbers_change_places_and_nothing_else_does() -> None:
    assert edit(LIST, Renumber({1: 2, 2: 1})) == (
        LIST.replace("no: 1\n", "no: 0\n").replace("no: 2  #", "no: 1  #").replace("no: 0", "no: 2")
    )


def test_numbers_are_moved_up_for_a_new_duty_in_between() -> None:
    renewed = edit(LIST, Renumber({2: 3}), AddDuty(NEW._replace(no=2), 1))

    assert renewed == (
        f"{HEAD}{FIRST}\n{ADDED.replace('no: 9', 'no: 2')}\n{SECOND.replace('no: 2', 'no: 3')}"
        "\n# 完\n"
    )


def test_a_number_of_two_tasks_is_quoted() -> None:
    assert edit(LIST, Renumber({2: "1.2", 1: "1.1"})) == (
        LIST.replace("no: 1", 'no: "1.1"').replace("no: 2", 'no: "1.2"')
    )


def test_a_record_takes_its_comments_along_to_another_place() -> None:
    assert edit(LIST, Reorder([2, 1])) == f"{HEAD}{SECOND}\n{FIRST}\n# 完\n"


def test_records_in_json_change_places() -> None:
    head, first, second, tail = JSON.splitlines(keepends=True)
    swapped = head + second.rstrip("\n") + ",\n" + first.replace("},\n", "}\n") + tail

    assert edit(JSON, Reorder([2, 1])) == swapped


def test_what_stands_above_the_duties_changes_line_by_line() -> None:
    source = Origin("清单.docx", SHA256, "附件2")
    told = f"source:\n  document: 清单.docx # 原件\n  sha256: {SHA256}\n  annex: 附件2\n"
    named = edit(LIST, SetHead("title", "新清单"), SetHead("annex", "附件1"))
    sourced = edit(named, SetHead("source", source)).replace("docx\n", "docx # 原件\n")

    later = edit(sourced, SetHead("source", source._replace(sha256="0" * 64)))

    assert named == LIST.replace("清单 #", "新清单 #").replace("2022\n", "2022\nannex: 附件1\n", 1)
    assert sourced == named.replace("附件1\n", f"附件1\n{told}")
    assert later == sourced.replace(SHA256, f"'{'0' * 64}'")
    assert edit(sourced, SetHead("source", None), SetHead("annex", None)) == (
        LIST.replace("清单 #", "新清单 #")
    )


def test_an_issuer_stands_below_the_year_and_goes_without_a_trace() -> None:
    named = edit(LIST, SetHead("annex", "附件1"), SetHead("issuer", "石拐区人民政府"))

    assert named == LIST.replace("2022\n", "2022\nissuer: 石拐区人民政府\nannex: 附件1\n", 1)
    assert edit(named, SetHead("issuer", None), SetHead("annex", None)) == LIST


def test_what_a_duty_continues_stands_before_its_amendments() -> None:
    linked = edit(LIST, SetField(2, "continues", "tasks_2021/98"))

    assert linked == LIST.replace("    progress", "    continues: tasks_2021/98\n    progress")
    assert edit(linked, SetField(2, "continues", None)) == LIST


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (AddDuty(NEW._replace(no=2), 1), "the number 2 would stand here twice"),
        (AddDuty(NEW, 7), "no duty has the number 7"),
        (Renumber({1: 2}), "the number 2 would stand here twice"),
        (Renumber({7: 8}), "no duty has the number 7"),
    ],
)
def test_what_would_make_no_list_is_refused(wrong: Edit, problem: str) -> None:
    with pytest.raises(InvalidData) as refusal:
        edit(LIST, wrong)

    assert [str(finding.problem) for finding in refusal.value.findings] == [problem]


def test_comments_between_records_in_brackets_have_no_sure_owner() -> None:
    commented = JSON.replace("[]},\n", "[]}, # 一\n")

    with pytest.raises(InvalidData) as refusal:
        edit(commented, Reorder([2, 1]))

    assert [str(finding.problem) for finding in refusal.value.findings] == [
        "this list is written in a way that the program cannot edit"
    ]


def draw_list(random: Random) -> tuple[list[dict[str, Any]], bytes]:
    duties = draw_duties(random)
    return duties, Pen(random).write(duties)


def is_within(old: bytes, new: bytes) -> bool:
    """Tell whether all of the old bytes still stand in the new ones, in their order."""
    rest = iter(new)
    return all(byte in rest for byte in old)


def count_characters(raw: bytes) -> Counter[str]:
    return Counter("".join(raw.decode("utf-8-sig").split()))


@settings(max_examples=1000, deadline=None)
@given(RANDOMS)
def test_a_new_duty_leaves_every_byte_of_the_others(random: Random) -> None:
    duties, raw = draw_list(random)
    at = random.randint(0, len(duties))
    fields = draw_duty(random, 30)

    added = edit_list(
        "tasks.yaml",
        raw,
        [AddDuty(make_duty(dict(fields)), duties[at - 1]["no"] if at else None)],
    )

    assert read_fields(added) == [complete(each) for each in (*duties[:at], fields, *duties[at:])]
    assert is_within(raw, added)


@settings(max_examples=500, deadline=None)
@given(RANDOMS)
def test_new_numbers_change_no_more_than_the_numbers(random: Random) -> None:
    duties, raw = draw_list(random)
    numbers = [duty["no"] for duty in duties]
    others = random.sample([*numbers, 7, "7.1"], len(numbers))

    renumbered = edit_list("tasks.yaml", raw, [Renumber(dict(zip(numbers, others, strict=True)))])

    wanted = [{**complete(duty), "no": no} for duty, no in zip(duties, others, strict=True)]
    assert read_fields(renumbered) == wanted
    assert abs(len(renumbered) - len(raw)) <= sum(len(f'"{no}"') for no in (*numbers, *others))


@settings(max_examples=1000, deadline=None)
@given(RANDOMS)
def test_what_stands_above_the_duties_changes_in_any_style(random: Random) -> None:
    duties, raw = draw_list(random)
    annex = random.choice((None, draw_text(random)))
    first, second = (Origin(draw_text(random), random.choice("0af") * 64) for _ in range(2))
    second = second._replace(annex=annex)
    title = draw_text(random)
    edits = [
        SetHead("title", title),
        SetHead("source", first),
        SetHead("year", 2021),
        SetHead("annex", annex),
        SetHead("source", second),
    ]

    edited = edit_list("tasks.yaml", raw, edits)

    duty_list = read_list("tasks.yaml", edited, "tasks").duty_list
    assert duty_list is not None
    assert (duty_list.title, duty_list.year, duty_list.annex) == (title, 2021, annex)
    assert duty_list.source == second
    assert read_fields(edited) == [complete(duty) for duty in duties]
    assert edit_list("tasks.yaml", edited, edits) == edited


@settings(max_examples=1000, deadline=None)
@given(RANDOMS)
def test_records_in_another_order_keep_every_character(random: Random) -> None:
    duties, raw = draw_list(random)
    order = random.sample(duties, len(duties))
    numbers: Sequence[int | str] = [duty["no"] for duty in order]

    moved = try_to_move(raw, numbers)

    if moved is not None:
        assert read_fields(moved) == [complete(duty) for duty in order]
        assert count_characters(moved) == count_characters(raw)


def try_to_move(raw: bytes, numbers: Sequence[int | str]) -> bytes | None:
    """Return the list in another order, or None where it is refused."""
    try:
        return edit_list("tasks.yaml", raw, [Reorder(numbers)])
    except InvalidData:
        return None
