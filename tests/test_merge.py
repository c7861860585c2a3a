"""The merge of a list, rule by rule, and to the byte."""

import pytest

from dutylist.errors import InvalidData
from dutylist.merge import Merged, Names, merge_lists

NAMES = Names("main", "分支", "tasks_2022")
BASE = """\
# 区政府清单
title: 清单
year: 2022
duties:
  - no: 1
    content: 甲
    departments: [财政局]
    deadline: 年内完成
    leaders: [张三]

  # 第二部分
  - no: 5
    content: 乙
    departments: [教育局]
    deadline: 年内完成
    leaders: [李四]
    progress:
      # 首报
      - on: 2022-04-08
        status: active
        note: 已选址
# 完
"""
ENTRY = """\
      - on: {on}
        status: active
        note: {note}
"""
END = "# 完\n"


def merge(base: str | None, ours: str, theirs: str) -> Merged:
    """Merge, and make sure that the sides exchanged give the same where it is clean."""
    raw = base.encode() if base is not None else None
    merged = merge_lists(raw, ours.encode(), theirs.encode(), NAMES)
    turned = merge_lists(raw, theirs.encode(), ours.encode(), NAMES)
    assert merged.conflicts or merged.raw == turned.raw
    return merged


def add_entry(text: str, on: str, note: str) -> str:
    return text.replace(END, ENTRY.format(on=on, note=note) + END)


def add_duty(text: str, no: str, *, before: str = END) -> str:
    duty = (
        f"  - no: {no}\n    content: 新{no}\n    departments: [财政局]\n    deadline: 年内完成\n"
        "    leaders: [张三]\n"
    ).replace('新"5.1"', "新5.1")
    return text.replace(before, duty + before)


TABLE = {
    "fields of one duty": (
        BASE.replace("content: 甲", "content: 甲一  # 据来文"),
        BASE.replace("leaders: [张三]", "leaders: [张三, 王五]\n    due: 2022-06-30"),
        BASE.replace("content: 甲", "content: 甲一  # 据来文").replace(
            "leaders: [张三]", "leaders: [张三, 王五]\n    due: 2022-06-30"
        ),
    ),
    "the same change on both sides": (
        BASE.replace("content: 甲", "content: 甲一").replace("清单\ny", "新清单\ny"),
        BASE.replace("content: 甲", "content: 甲一"),
        BASE.replace("content: 甲", "content: 甲一").replace("清单\ny", "新清单\ny"),
    ),
    "the same change in other quotes": (
        add_entry(BASE.replace("content: 甲", 'content: "甲一"'), "2022-05-01", "五月"),
        BASE.replace("content: 甲", "content: 甲一"),
        add_entry(BASE.replace("content: 甲", 'content: "甲一"'), "2022-05-01", "五月"),
    ),
    "a field taken out, another put in": (
        BASE.replace("content: 乙", "content: 乙\n    supporting: [乡、街]"),
        BASE.replace("leaders: [李四]", "leaders: []"),
        BASE.replace("content: 乙", "content: 乙\n    supporting: [乡、街]").replace(
            "leaders: [李四]", "leaders: []"
        ),
    ),
    "new keys at the same place, in the order of the schema": (
        BASE.replace("    leaders: [张三]\n", "    leaders: [张三]\n    repealed: true\n"),
        BASE.replace("    leaders: [张三]\n", "    leaders: [张三]\n    due: 2022-06-30\n"),
        BASE.replace(
            "    leaders: [张三]\n",
            "    leaders: [张三]\n    due: 2022-06-30\n    repealed: true\n",
        ),
    ),
    "entries in the order of their days": (
        add_entry(BASE, "2022-06-01", "六月"),
        add_entry(BASE, "2022-05-01", "五月  # 电话"),
        add_entry(add_entry(BASE, "2022-05-01", "五月  # 电话"), "2022-06-01", "六月"),
    ),
    "the same entry once": (
        add_entry(BASE, "2022-05-01", "五月"),
        add_entry(add_entry(BASE, "2022-05-01", "五月"), "2022-06-01", "六月"),
        add_entry(add_entry(BASE, "2022-05-01", "五月"), "2022-06-01", "六月"),
    ),
    "entries of one day in each side's own order": (
        add_entry(add_entry(BASE, "2022-05-01", "甲一"), "2022-05-01", "甲二"),
        add_entry(BASE, "2022-05-01", "甲三"),
        add_entry(
            add_entry(add_entry(BASE, "2022-05-01", "甲一"), "2022-05-01", "甲三"),
            "2022-05-01",
            "甲二",
        ),
    ),
    "new duties by their number": (
        add_duty(BASE, "9"),
        add_duty(add_duty(BASE, '"5.1"'), "7"),
        add_duty(add_duty(add_duty(BASE, '"5.1"'), "7"), "9"),
    ),
    "comments of both sides above the same duty": (
        BASE.replace("  # 第二部分\n", "  # 第二部分\n  # 乙注\n"),
        BASE.replace("  # 第二部分\n", "  # 第二部分\n  # 甲注\n"),
        BASE.replace("  # 第二部分\n", "  # 第二部分\n  # 乙注\n  # 甲注\n"),
    ),
    "a comment beside a value that the other side changed": (
        BASE.replace("content: 甲", "content: 甲  # 待核"),
        BASE.replace("content: 甲", "content: 甲一"),
        BASE.replace("    content: 甲", "    # 待核\n    content: 甲一"),
    ),
    "line ends that one side changed": (
        BASE.replace("\n", "\r\n"),
        add_entry(BASE, "2022-05-01", "五月"),
        add_entry(BASE, "2022-05-01", "五月").replace("\n", "\r\n"),
    ),
    "a byte order mark that one side put there, a last line end that the other took": (
        "\ufeff" + BASE,
        BASE.removesuffix("\n"),
        "\ufeff" + BASE.removesuffix("\n"),
    ),
    "an indentation that one side changed": (
        BASE.replace("      - on", "    - on")
        .replace("        status", "      status")
        .replace("        note", "      note"),
        add_entry(BASE, "2022-05-01", "五月"),
        add_entry(BASE, "2022-05-01", "五月")
        .replace("      - on", "    - on")
        .replace("        status", "      status")
        .replace("        note", "      note"),
    ),
}


@pytest.mark.parametrize(("ours", "theirs", "expected"), TABLE.values(), ids=TABLE.keys())
def test_what_both_sides_did_is_in_the_result(ours: str, theirs: str, expected: str) -> None:
    merged = merge(BASE, ours, theirs)

    assert merged.raw.decode() == expected
    assert merged[1:] == ((), ())


def test_a_duty_in_flow_style_that_both_changed_is_edited() -> None:
    flow = BASE[: BASE.index("  - no: 1")] + (
        "  - {no: 1, content: 甲, departments: [财政局], deadline: 年内完成, leaders: [张三]}\n"
    )

    merged = merge(
        flow,
        flow.replace("[张三]", "[王五]"),
        flow.replace("[财政局]", "[财政局, 审计局]  # 加\n   "),
    )

    assert merged.raw.decode() == flow.replace("[张三]", "[王五]").replace(
        "[财政局]", "[财政局, 审计局]  # 加\n   "
    )


def test_lists_in_brackets_keep_the_comments_of_both() -> None:
    base = "{title: 清单, year: 2022, duties: [{no: 1, content: 甲, departments: [教育局],\n"
    base += "  deadline: 年内完成, leaders: []}]}\n"
    ours = "# 待核\n" + base.replace("content: 甲", "content: 乙")
    theirs = base.replace("leaders: []}]}", "leaders: [张三]}]}# 据来文")

    merged = merge(base, ours, theirs)

    assert merged.raw.decode() == (
        "# 据来文\n# 待核\n"
        "{title: 清单, year: 2022, duties: [{no: 1, content: 乙, departments: [教育局],\n"
        "  deadline: 年内完成, leaders: [张三]}]}\n"
    )


def test_what_contradicts_itself_stands_between_markers_and_all_else_is_merged() -> None:
    ours = add_entry(BASE.replace("content: 乙", "content: 乙一"), "2022-05-01", "五月")
    theirs = add_entry(BASE.replace("content: 乙", "content: 乙二"), "2022-06-01", "六月")

    merged = merge(BASE, ours.replace("content: 甲", "content: 甲一"), theirs)

    assert (
        merged.raw.decode()
        == """\
# 区政府清单
title: 清单
year: 2022
duties:
  - no: 1
    content: 甲一
    departments: [财政局]
    deadline: 年内完成
    leaders: [张三]

  # 第二部分
<<<<<<< main
  - no: 5
    content: 乙一
    departments: [教育局]
    deadline: 年内完成
    leaders: [李四]
    progress:
      # 首报
      - on: 2022-04-08
        status: active
        note: 已选址
      - on: 2022-05-01
        status: active
        note: 五月
      - on: 2022-06-01
        status: active
        note: 六月
=======
  - no: 5
    content: 乙二
    departments: [教育局]
    deadline: 年内完成
    leaders: [李四]
    progress:
      # 首报
      - on: 2022-04-08
        status: active
        note: 已选址
      - on: 2022-05-01
        status: active
        note: 五月
      - on: 2022-06-01
        status: active
        note: 六月
>>>>>>> 分支
# 完
"""
    )
    assert [str(each) for each in merged.conflicts] == [
        "tasks_2022/5, content: “乙一” in main, “乙二” in 分支"
    ]


def test_a_field_of_the_head_has_markers_of_its_own() -> None:
    ours, theirs = (BASE.replace("title: 清单", f"title: {each}清单") for each in ("甲", "乙"))

    merged = merge_lists(BASE.encode(), ours.encode(), theirs.encode(), NAMES, marker_size=9)

    assert merged.raw.decode() == BASE.replace(
        "title: 清单\n",
        "<<<<<<<<< main\ntitle: 甲清单\n=========\ntitle: 乙清单\n>>>>>>>>> 分支\n",
    )
    assert [str(each) for each in merged.conflicts] == [
        "tasks_2022, title: “甲清单” in main, “乙清单” in 分支"
    ]


def test_an_issuer_comes_in_from_either_side_and_two_of_them_contradict_each_other() -> None:
    east, west = (
        BASE.replace("year: 2022\n", f"year: 2022\nissuer: {each}区人民政府\n") for each in "东西"
    )
    progressed = add_entry(BASE, "2022-05-06", "开工")

    merged = merge(BASE, east, progressed)
    both = merge(BASE, east, west)

    assert merged.raw.decode() == add_entry(east, "2022-05-06", "开工")
    assert [str(each) for each in both.conflicts] == [
        "tasks_2022, issuer: “东区人民政府” in main, “西区人民政府” in 分支"
    ]


def test_a_value_taken_out_and_changed_is_a_contradiction() -> None:
    base = BASE.replace("    leaders: [张三]\n", "    leaders: [张三]\n    due: 2022-06-30\n")

    merged = merge(base, BASE, base.replace("06-30", "07-31"))

    assert [str(each) for each in merged.conflicts] == [
        "tasks_2022/1, due: “nothing” in main, “2022-07-31” in 分支"
    ]


def test_an_entry_that_one_side_deleted_stays_with_a_remark() -> None:
    base = add_entry(BASE, "2022-05-01", "五月")

    merged = merge(base, BASE, base.replace("content: 甲", "content: 甲一"))

    assert merged.raw.decode() == base.replace("content: 甲", "content: 甲一")
    assert [str(each) for each in merged.remarks] == [
        "tasks_2022/5: main deleted the entry of 2022-05-01 “五月”; it is kept, for the other "
        "side has it. If that is meant, delete it again"
    ]


def test_an_entry_that_one_side_edited_stands_beside_what_it_was() -> None:
    base = add_entry(BASE, "2022-05-01", "五月")

    merged = merge(
        base, base.replace("五月", "五月底"), base.replace("content: 甲", "content: 甲一")
    )

    assert merged.raw.decode() == add_entry(base, "2022-05-01", "五月底").replace(
        "content: 甲", "content: 甲一"
    )
    assert len(merged.remarks) == 1


def test_what_both_sides_deleted_is_gone() -> None:
    base = add_duty(add_entry(BASE, "2022-05-01", "五月"), "9")

    merged = merge(base, BASE.replace("content: 甲", "content: 甲一"), BASE)

    assert merged == (BASE.replace("content: 甲", "content: 甲一").encode(), (), ())


def test_a_duty_that_one_side_deleted_stays_with_a_remark() -> None:
    base = add_duty(BASE, "9")

    merged = merge(base, BASE, add_duty(BASE, "9").replace("content: 甲", "content: 甲一"))

    assert merged.raw.decode() == base.replace("content: 甲", "content: 甲一")
    assert [str(each) for each in merged.remarks] == [
        "tasks_2022/9: main deleted the duty; it is kept, for a number is never taken off a list. "
        "If it no longer holds, repeal it"
    ]


def test_entries_that_were_out_of_order_stay_where_they_were() -> None:
    base = add_entry(BASE, "2022-03-01", "补报")

    merged = merge(
        base, add_entry(base, "2022-05-01", "五月"), add_entry(base, "2022-04-30", "四月")
    )

    assert merged.raw.decode() == add_entry(
        add_entry(base, "2022-04-30", "四月"), "2022-05-01", "五月"
    )


def test_lists_that_both_sides_started_are_merged_without_a_base() -> None:
    merged = merge(None, add_entry(BASE, "2022-05-01", "五月"), add_duty(BASE, "9"))

    assert merged.raw.decode() == add_duty(add_entry(BASE, "2022-05-01", "五月"), "9")
    assert merged.conflicts == ()


def test_two_new_duties_with_one_number_are_a_contradiction() -> None:
    ours = add_duty(BASE, "9").replace("新9", "修路")
    theirs = add_duty(BASE, "9").replace("新9", "建桥")

    merged = merge(BASE, ours, theirs)

    assert [str(each) for each in merged.conflicts] == [
        "tasks_2022/9, content: “修路” in main, “建桥” in 分支"
    ]


def test_a_base_that_holds_conflicts_counts_where_it_is_sure() -> None:
    marked = BASE.replace("  - no: 1\n", "<<<<<<<<< a\n  - no: 1\n", 1).replace(
        "    leaders: [张三]\n",
        "    leaders: [张三]\n=========\n  - no: 1\n    content: 甲零\n    departments: [财政局]\n"
        "    deadline: 年内完成\n    leaders: [张三]\n>>>>>>>>> b\n",
    )
    ours = BASE.replace("content: 乙", "content: 乙一")

    same = merge(marked, ours, add_entry(BASE, "2022-05-01", "五月"))
    contradiction = merge(marked, ours, BASE.replace("content: 甲", "content: 甲零"))

    assert same.raw.decode() == add_entry(ours, "2022-05-01", "五月")
    assert [str(each) for each in contradiction.conflicts] == [
        "tasks_2022/1, content: “甲” in main, “甲零” in 分支"
    ]


def test_a_side_that_is_no_list_is_refused_with_its_findings() -> None:
    with pytest.raises(InvalidData) as caught:
        merge_lists(BASE.encode(), BASE.encode(), b"title: x\n", NAMES)

    assert str(caught.value) == "分支: no valid list"
    assert {finding.place.path for finding in caught.value.findings} == {"分支"}


def test_lists_on_one_line_that_contradict_each_other_are_refused() -> None:
    flow = "{title: 清单, year: 2022, duties: []}\n"

    with pytest.raises(InvalidData) as caught:
        merge(flow, flow.replace("清单", "甲"), flow.replace("清单", "乙"))

    assert str(caught.value) == (
        "the two texts cannot be put together duty by duty; write each key on its own line"
    )


def test_a_duty_is_edited_on_the_side_where_the_entries_come_into_order() -> None:
    base = BASE[: BASE.index("  - no: 5")] + (
        "  - no: 5\n    content: 乙\n    departments: [教育局]\n    deadline: 年内完成\n"
        "    leaders: [李四]\n    extended: [{}]\n"
    )
    first, later = "{to: 2022-08-31, on: 2022-05-01}", "{on: 2022-06-01, to: 2022-09-30}"
    ours, theirs = base.replace("{}", later), base.replace("{}", first)

    merged = merge(base.replace("[{}]", "[]"), ours, theirs)

    assert merged.raw.decode() == base.replace("{}", f"{first}, {later}")
    assert merged.conflicts == ()


def test_keys_behind_question_marks_are_merged_field_by_field() -> None:
    base = BASE.replace("    deadline: 年内完成", "    ? deadline\n    : 年内完成")
    ours = base.replace("content: 甲", "content: 乙")
    theirs = base.replace(": 年内完成", ": 长期保持")

    merged = merge(base, ours, theirs)

    assert merged == Merged(ours.replace(": 年内完成", ": 长期保持").encode(), (), ())


def test_a_comment_behind_the_mark_of_a_block_text_is_kept() -> None:
    base = BASE.replace("content: 甲", "content: >-\n      甲")
    ours = base.replace(">-", ">- # 据来文")
    theirs = base.replace("      甲", "      丙")

    merged = merge(base, ours, theirs)

    assert merged.raw.decode() == theirs.replace("    content:", "    # 据来文\n    content:", 1)


def test_blanks_on_an_empty_line_are_the_same_whichever_side_is_ours() -> None:
    base = BASE.replace(" [财政局]", "\n\n      - 财政局")
    ours = base.replace("甲", "丙")
    theirs = base.replace("\n\n      -", "\n \n      -").replace("[张三]", "[王五]")

    assert merge(base, ours, theirs).raw == merge(base, theirs, ours).raw


def test_texts_that_no_edit_brings_together_stand_side_by_side() -> None:
    base = BASE[: BASE.index("  - no: 5")] + (
        "  - no: 5\n    content: 乙\n    departments: [教育局]\n    deadline: 年内完成\n"
        "    leaders: [李四]\n    progress: [{entries}]\n"
    )
    first = "{on: 2022-05-01, status: active, note: 乙}"
    second = "{on: 2022-05-01, status: active, note: 甲}"
    other = "{on: 2022-05-01, status: active, note: 丙}"
    ours, theirs = base.replace("{entries}", first), base.replace("{entries}", f"{other}, {second}")

    merged = merge(base.replace("{entries}", ""), ours, theirs)

    lines = ours[ours.index("  - no: 5") :], theirs[theirs.index("  - no: 5") :]
    assert merged.raw.decode() == ours.replace(
        lines[0], f"<<<<<<< main\n{lines[0]}=======\n{lines[1]}>>>>>>> 分支\n"
    )
    assert [str(each) for each in merged.conflicts] == [
        "tasks_2022/5: the texts of main and 分支 cannot be put together; both stand there"
    ]
