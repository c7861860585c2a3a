"""Laws of reading: however a list is printed, and damaged, nothing is wrong without a doubt."""

import os
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printing import (
    MANNERS,
    Manner,
    Printed,
    list_fields,
    print_html,
    print_items,
    print_led,
    print_markdown,
    print_tabs,
)

from dutylist.annex.readers import read_document
from dutylist.annex.reading import Context, Reading, read_lists
from dutylist.errors import Refusal

CONTENTS = ("推进老旧小区改造{n}个。", "新建标准厂房{n}平方米。", "完成第{n}号项目建设并投入使用。")
DEPARTMENTS = ("住建局", "财政局", "农业农村局", "各街道", "乡、街", "区大数据中心", "平西乡")
LEADERS = ("周启明", "林若水", "吕乐", "欧阳修")
WORDINGS = ("年内完成", "10月末前完成", "12月末前完成，按月实施推进", "长期保持")


@st.composite
def draw_printed(draw: st.DrawFn) -> list[Printed]:
    """Draw a list of two to six duties."""
    names = st.lists(st.sampled_from(DEPARTMENTS[:4]), min_size=1, max_size=2, unique=True)
    duties = []
    for no in range(1, draw(st.integers(2, 6)) + 1):
        duties.append(
            Printed(
                str(no),
                draw(st.sampled_from(CONTENTS)).format(n=no),
                "、".join(draw(names)),
                "、".join(draw(st.one_of(st.just([]), names))),
                draw(st.sampled_from(WORDINGS)),
                "、".join(draw(st.lists(st.sampled_from(LEADERS), min_size=1, max_size=2,
                                        unique=True))),
            )
        )  # fmt: skip
    return duties


def read(name: str, raw: bytes) -> Reading:
    return read_lists(read_document(name, raw, os.environ), Context(name))


def find_silent(reading: Reading, duties: Sequence[Printed]) -> list[str]:
    """Return what is wrong without a doubt beside it: a field, or a duty that is missing."""
    read_duties = {str(duty.no): duty for each in reading.lists for duty in each.duties}
    wrong = []
    for no, field, text in list_fields(duties):
        duty = read_duties.get(no)
        if duty is None:
            if not any(doubt.subject is None or doubt.subject.no == no for doubt in reading.doubts):
                wrong.append(f"{no} is missing")
            continue
        found = getattr(duty, field)
        told = "、".join(found) if isinstance(found, tuple) else found
        if told != text and not is_doubted(reading, no, field):
            wrong.append(f"{no} {field}: {told}, not {text}")
    return wrong


def is_doubted(reading: Reading, no: str, field: str) -> bool:
    return any(
        doubt.subject is None
        or (
            (doubt.subject.no is None or str(doubt.subject.no) == no)
            and doubt.subject.field in (None, field)
        )
        for doubt in reading.doubts
    )


@pytest.mark.parametrize("manner", MANNERS)
@settings(max_examples=60, deadline=None)
@given(duties=draw_printed())
def test_a_list_is_read_as_it_was_printed_or_doubted(manner: Manner, duties: list[Printed]) -> None:
    paper = manner(duties)

    reading = read(*paper)

    assert find_silent(reading, duties) == []
    assert sum(len(each.duties) for each in reading.lists) == len(duties)


@pytest.mark.parametrize("manner", [print_html, print_led])
@settings(max_examples=60, deadline=None)
@given(duties=draw_printed())
def test_what_says_where_its_cells_are_is_read_without_a_doubt(
    manner: Manner, duties: list[Printed]
) -> None:
    reading = read(*manner(duties))

    assert reading.doubts == ()


@pytest.mark.parametrize("manner", MANNERS)
@settings(max_examples=60, deadline=None)
@given(duties=draw_printed(), data=st.data())
def test_a_duty_that_was_left_out_in_printing_is_missed_and_no_other_suffers(
    manner: Manner, duties: list[Printed], data: st.DataObject
) -> None:
    lost = data.draw(st.integers(0, len(duties) - 1))
    kept = [duty for at, duty in enumerate(duties) if at != lost]

    reading = read(*manner(kept))

    assert find_silent(reading, kept) == []
    is_inside = 0 < lost < len(duties) - 1
    assert is_doubted(reading, duties[lost + 1].no, "no") if is_inside else True


@pytest.mark.parametrize("manner", [print_html, print_markdown, print_tabs, print_items])
@settings(max_examples=60, deadline=None)
@given(duties=draw_printed(), data=st.data())
def test_a_duty_that_was_printed_twice_is_doubted_and_no_other_suffers(
    manner: Manner, duties: list[Printed], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(duties) - 1))
    doubled = [*duties[: at + 1], *duties[at:]]

    reading = read(*manner(doubled))

    assert find_silent(reading, [duty for duty in duties if duty is not duties[at]]) == []
    assert is_doubted(reading, f"{duties[at].no}.1", "no")


@settings(max_examples=200, deadline=None)
@given(
    manner=st.sampled_from(MANNERS),
    duties=draw_printed(),
    seed=st.randoms(use_true_random=False),
)
def test_a_damaged_document_is_read_or_refused_and_every_list_has_duties(
    manner: Manner, duties: list[Printed], seed: Random
) -> None:
    name, raw = manner(duties)
    damaged = bytearray(raw)
    for _ in range(seed.randint(1, 8)):
        at = seed.randrange(len(damaged))
        damaged[at : at + seed.randint(0, 12)] = seed.choice((b"", b"\n", b"\t", b"|", b"1."))

    try:
        reading = read(name, bytes(damaged))
    except Refusal:
        return

    assert all(each.duties for each in reading.lists)
    assert all(each.departments for read_list in reading.lists for each in read_list.duties)
