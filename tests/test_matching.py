"""Which duties of two lists are one: by number, content, departments, and, doubted, by likeness."""

import pytest

from dutylist.deadline import parse
from dutylist.duty import Duty
from dutylist.matching import MatchKind, match_duties, measure_likeness, propose

WORDING = "年内完成"


def make(no: int | str, content: str, *departments: str) -> Duty:
    """Make a duty; what is not given is the same for all."""
    return Duty(no, content, departments or ("住建局",), (), (), WORDING, parse(WORDING, 2022))


A, B, C = (
    make(at, text) for at, text in enumerate(("改造老旧小区。", "新建学校。", "修路十公里。"), 1)
)


def pair(old: list[Duty], new: list[Duty]) -> list[tuple[str, object, object]]:
    return [
        (match.kind, match.old and match.old.no, match.new and match.new.no)
        for match in match_duties(old, new)
    ]


def test_the_same_list_matches_itself() -> None:
    assert pair([A, B, C], [A, B, C]) == [("same", no, no) for no in (1, 2, 3)]


def test_an_insertion_renumbers_what_comes_after_it() -> None:
    new = [A, make(2, "举办龙舟赛。"), make(3, B.content), make(4, C.content)]

    assert pair([A, B, C], new) == [
        ("same", 1, 1),
        ("added", None, 2),
        ("renumbered", 2, 3),
        ("renumbered", 3, 4),
    ]


def test_a_duty_that_is_gone_comes_last() -> None:
    assert pair([A, B, C], [A, C]) == [("same", 1, 1), ("same", 3, 3), ("removed", 2, None)]


def test_swapped_numbers_follow_the_contents() -> None:
    swapped = [make(1, B.content), make(2, A.content)]

    assert pair([A, B], swapped) == [("renumbered", 2, 1), ("renumbered", 1, 2)]


def test_a_like_content_of_one_number_is_changed_and_an_unlike_one_replaced() -> None:
    like, unlike = make(1, "改造老旧小区20个。"), make(2, "举办龙舟赛。")

    assert pair([A, B], [like, unlike]) == [("changed", 1, 1), ("replaced", 2, 2)]


def test_equal_contents_are_told_apart_by_their_departments() -> None:
    old = [make(1, "做好调度。", "住建局"), make(2, "做好调度。", "财政局")]
    new = [make(1, "新增事项。"), *(duty._replace(no=at) for at, duty in enumerate(old, 2))]

    matches = [(match.old, match.new) for match in match_duties(old, new) if match.old]

    assert [before.departments for before, _ in matches if before] == [
        after.departments for _, after in matches if after
    ]


def test_numbers_of_two_tasks_match_as_texts() -> None:
    old, new = make("5.1", A.content), make("5.1", "改造老旧小区12个。")

    assert pair([old], [new]) == [(MatchKind.CHANGED, "5.1", "5.1")]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("改造老旧小区。", "改造老旧小区", True),
        ("改造 老旧小区。", "改造老旧小区。", True),
        ("改造24个老旧小区。", "改造20个老旧小区。", True),
        ("改造老旧小区。", "新建学校。", False),
        ("改造老旧小区。", "", False),
    ],
)
def test_likeness_is_the_share_of_pairs_of_characters(one: str, other: str, alike: bool) -> None:
    assert (measure_likeness(one, other) >= 0.6) is alike
    assert measure_likeness(one, other) == measure_likeness(other, one)


def test_a_new_duty_seems_to_continue_the_most_alike_of_its_departments() -> None:
    earlier = {
        "tasks_2021/1": make(1, "持续改造老旧小区。", "住建局"),
        "tasks_2021/2": make(2, "改造老旧厂区。", "工信局"),
    }

    found = propose([make(7, "改造老旧小区。", "住建局"), make(8, "举办龙舟赛。")], earlier, {})

    assert [(each.no, each.ref) for each in found] == [(7, "tasks_2021/1")]


def test_what_is_linked_already_is_not_proposed_again() -> None:
    earlier = {"tasks_2021/1": make(1, A.content)}

    assert propose([A], earlier, {1: "tasks_2021/1"}) == []
    assert propose([A, make(9, A.content)], earlier, {9: "tasks_2021/1"}) == []
