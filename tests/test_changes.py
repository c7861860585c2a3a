"""What changed between two versions of a list, as the records say it."""

from datetime import date
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutylist.changes import (
    Change,
    ChangeKind,
    Head,
    compare_duties,
    compare_heads,
    compare_lists,
    pair_lists,
)
from dutylist.duty import (
    Deadline,
    DeadlineClass,
    Duty,
    Entry,
    Extension,
    Origin,
    Repeal,
    Status,
)

MAY, JUNE = date(2022, 5, 1), date(2022, 6, 1)
BEGUN = Entry(MAY, Status.ACTIVE, "开工")
HALF = Entry(JUNE, Status.ACTIVE, "完成一半", value="50%")
LATER = Extension(MAY, date(2022, 12, 31), "雨季", "区政府")
DUTY = Duty(1, "修路", ("交通局",), (), ("张三",), "10月末前完成", Deadline(DeadlineClass.BY_DATE))


class Listed(NamedTuple):
    """A list of the kind that is compared."""

    title: str = "责任清单"
    year: int = 2022
    annex: str | None = None
    duties: tuple[Duty, ...] = ()
    source: Origin | None = None
    issuer: str | None = None


def change(kind: ChangeKind, field: str, old: object, new: object) -> Change:
    return Change(1, kind, field, old, new)


@pytest.mark.parametrize(
    ("key", "name", "old", "new"),
    [
        ("content", "content", "修路", "修桥"),
        ("departments", "departments", ("交通局",), ("交通局", "住建局")),
        ("departments", "departments", ("住建局", "交通局"), ("交通局", "住建局")),
        ("supporting", "supporting", (), ("财政局",)),
        ("leaders", "leaders", ("张三",), ()),
        ("deadline", "deadline", "10月末前完成", "年内完成"),
        ("due", "given_due", None, MAY),
        ("due", "given_due", MAY, None),
    ],
)
def test_a_field_that_differs_is_amended(key: str, name: str, old: Any, new: Any) -> None:
    before, after = DUTY._replace(**{name: old}), DUTY._replace(**{name: new})

    assert compare_duties([before], [after]) == [change(ChangeKind.AMENDED, key, old, new)]


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        (ChangeKind.REPEALED, None, Repeal(MAY, "区政府", "已并入")),
        (ChangeKind.REPEALED, None, Repeal()),
        (ChangeKind.REINSTATED, Repeal(), None),
        (ChangeKind.AMENDED, Repeal(), Repeal(MAY)),
    ],
)
def test_a_repeal_is_called_by_its_name(
    kind: ChangeKind, old: Repeal | None, new: Repeal | None
) -> None:
    before, after = DUTY._replace(repealed=old), DUTY._replace(repealed=new)

    assert compare_duties([before], [after]) == [change(kind, "repealed", old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ((), (BEGUN,), [(ChangeKind.PROGRESSED, None, BEGUN)]),
        ((BEGUN,), (BEGUN, HALF), [(ChangeKind.PROGRESSED, None, HALF)]),
        ((BEGUN, HALF), (HALF,), [(ChangeKind.WITHDRAWN, BEGUN, None)]),
        ((BEGUN, HALF), (HALF, BEGUN), []),
        ((BEGUN, BEGUN), (BEGUN,), [(ChangeKind.WITHDRAWN, BEGUN, None)]),
        ((BEGUN,), (BEGUN, BEGUN), [(ChangeKind.PROGRESSED, None, BEGUN)]),
        (
            (BEGUN,),
            (BEGUN._replace(note="动工"),),
            [(ChangeKind.AMENDED, BEGUN, BEGUN._replace(note="动工"))],
        ),
        (
            (BEGUN,),
            (HALF,),
            [(ChangeKind.WITHDRAWN, BEGUN, None), (ChangeKind.PROGRESSED, None, HALF)],
        ),
        (
            (BEGUN,),
            (BEGUN._replace(note="动工"), BEGUN._replace(note="验线")),
            [
                (ChangeKind.WITHDRAWN, BEGUN, None),
                (ChangeKind.PROGRESSED, None, BEGUN._replace(note="动工")),
                (ChangeKind.PROGRESSED, None, BEGUN._replace(note="验线")),
            ],
        ),
    ],
    ids=str,
)
def test_entries_are_compared_by_value_and_day(
    old: tuple[Entry, ...],
    new: tuple[Entry, ...],
    expected: list[tuple[ChangeKind, Entry | None, Entry | None]],
) -> None:
    before, after = DUTY._replace(progress=old), DUTY._replace(progress=new)

    assert compare_duties([before], [after]) == [
        change(kind, "progress", gone, come) for kind, gone, come in expected
    ]


def test_an_extension_is_added_taken_back_and_rewritten() -> None:
    plain, extended = DUTY, DUTY._replace(extended=(LATER,))
    moved = DUTY._replace(extended=(LATER._replace(to=date(2022, 11, 30)),))

    assert compare_duties([plain], [extended]) == [
        change(ChangeKind.EXTENDED, "extended", None, LATER)
    ]
    assert compare_duties([extended], [plain]) == [
        change(ChangeKind.WITHDRAWN, "extended", LATER, None)
    ]
    assert compare_duties([extended], [moved]) == [
        change(ChangeKind.AMENDED, "extended", LATER, moved.extended[0])
    ]


def test_the_same_content_under_another_number_is_one_duty_removed_and_one_added() -> None:
    moved = DUTY._replace(no=2)

    assert compare_duties([DUTY], [moved]) == [
        Change(1, ChangeKind.REMOVED, None, DUTY, None),
        Change(2, ChangeKind.ADDED, None, None, moved),
    ]


def test_changes_stand_in_the_order_of_the_numbers() -> None:
    numbers: list[int | str] = [10, "5.10", 9, "5.2", 6, 1]
    added = compare_duties([], [DUTY._replace(no=no) for no in numbers])

    assert [each.no for each in added] == [1, "5.2", "5.10", 6, 9, 10]


def test_the_order_of_duties_and_how_a_wording_was_read_are_no_change() -> None:
    other = DUTY._replace(no=2)
    read_anew = DUTY._replace(meaning=Deadline(DeadlineClass.ONGOING))

    assert compare_duties([DUTY, other], [other, read_anew]) == []


def test_a_head_is_compared_field_by_field() -> None:
    old, new = Head("清单", 2022, None), Head("责任清单", 2023, "附件1")

    assert compare_heads(old, new) == [
        Change(None, ChangeKind.AMENDED, "title", "清单", "责任清单"),
        Change(None, ChangeKind.AMENDED, "year", 2022, 2023),
        Change(None, ChangeKind.AMENDED, "annex", None, "附件1"),
    ]


def test_a_list_that_comes_or_goes_takes_its_duties_along() -> None:
    listed = Listed(duties=(DUTY,))
    head = Head("责任清单", 2022, None)

    assert compare_lists(None, listed) == [
        Change(None, ChangeKind.ADDED, None, None, head),
        Change(1, ChangeKind.ADDED, None, None, DUTY),
    ]
    assert compare_lists(listed, None) == [
        Change(None, ChangeKind.REMOVED, None, head, None),
        Change(1, ChangeKind.REMOVED, None, DUTY, None),
    ]
    assert compare_lists(None, None) == []


def test_a_renamed_list_is_known_by_its_duties_then_its_head_then_most_of_its_duties() -> None:
    duties = tuple(DUTY._replace(no=no, content=f"事项{no}") for no in range(1, 6))
    same = Listed("甲", duties=duties)
    retitled = Listed("乙", duties=duties)
    emptied = Listed("丙", duties=(DUTY._replace(content="另一件"),))
    other = Listed("丙", duties=(DUTY._replace(content="又一件"),))
    grown = Listed("丁", 2023, duties=duties)
    shrunk = Listed("戊", 2024, duties=duties[:3])
    strange = Listed("己", 2024, duties=duties[:1])

    assert pair_lists([same, emptied], [other, retitled]) == [(0, 1), (1, 0)]
    assert pair_lists([grown], [strange, shrunk]) == [(0, 1)]
    assert pair_lists([grown], [strange]) == []
    assert pair_lists([same], []) == pair_lists([], [same]) == []


texts = st.sampled_from(["修路", "建桥", "植树"])
entries = st.tuples(
    st.sampled_from([MAY, JUNE]), st.sampled_from([Status.ACTIVE, Status.DONE]), texts
).map(lambda parts: Entry(*parts))
duties_of_one_no = st.builds(
    lambda content, repealed, progress: DUTY._replace(
        content=content, repealed=repealed, progress=tuple(progress)
    ),
    texts,
    st.sampled_from([None, Repeal(), Repeal(MAY)]),
    st.lists(entries, max_size=4),
)
lists = st.dictionaries(st.integers(1, 4), duties_of_one_no, max_size=4).map(
    lambda by_no: [duty._replace(no=no) for no, duty in by_no.items()]
)


@given(lists)
def test_a_list_differs_in_nothing_from_itself(duties: list[Duty]) -> None:
    assert compare_duties(duties, duties) == []


@given(lists, lists)
def test_what_changed_makes_the_new_version_of_the_old_one(
    old: list[Duty], new: list[Duty]
) -> None:
    made = {duty.no: duty for duty in old}

    for each in compare_duties(old, new):
        apply(made, each)

    assert {no: sort_entries(duty) for no, duty in made.items()} == {
        duty.no: sort_entries(duty) for duty in new
    }


def apply(made: dict[int | str, Duty], each: Change) -> None:
    """Do to the duties what a change says was done."""
    no = each.no or 0
    if each.field is None:
        made.pop(no, None)
        if isinstance(each.new, Duty):
            made[no] = each.new
    elif each.field == "progress":
        progress = list(made[no].progress)
        if isinstance(each.old, Entry):
            progress.remove(each.old)
        if isinstance(each.new, Entry):
            progress.append(each.new)
        made[no] = made[no]._replace(progress=tuple(progress))
    else:
        assert getattr(made[no], each.field) == each.old
        value: Any = each.new
        made[no] = made[no]._replace(**{each.field: value})


def sort_entries(duty: Duty) -> Duty:
    return duty._replace(progress=tuple(sorted(duty.progress, key=str)))
