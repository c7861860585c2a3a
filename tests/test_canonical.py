"""A whole list written anew: what is read back says exactly what was given."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from clerks import draw_duty, draw_text
from hypothesis import given, settings
from hypothesis import strategies as st
from pens import TWO_TASKS

from dutylist.deadline import parse
from dutylist.duty import Duty, Entry, Extension, Origin, Repeal, Status
from dutylist.fields import FieldFault, check_text
from dutylist.store.canonical import write_list
from dutylist.store.lists import DutyList, read_list

ROOT = Path(__file__).parent.parent
SHA256 = "96ee81711947f6efe9a88be3877154599dd2fe6477e8d96a9e9542dfbd307827"
HOSTILE = "一 '\"\\:#-?,[]{}&*!|>%@`\n\t~=<0.19eExo_+yYnN是：\u2028\ufeff\ufffe\x85😀"

WHOLE = DutyList(
    "2023年重点工作责任清单",
    2023,
    "附件1",
    (
        Duty(
            no=4,
            content="改造老旧小区。",
            departments=("住建局", "乡、街"),
            supporting=(),
            leaders=(),
            deadline="10月末前完成",
            meaning=parse("10月末前完成", 2023),
        ),
        Duty(
            no="5.1",
            content="yes",
            departments=("教育局",),
            supporting=("财政局", "a, b"),
            leaders=("张三",),
            deadline="年内完成",
            meaning=parse("年内完成", 2023),
            given_due=date(2023, 12, 1),
            repealed=Repeal(),
            extended=(Extension(date(2023, 9, 1), date(2023, 12, 31), "疫情: 影响"),),
            progress=(
                Entry(date(2023, 4, 8), Status.ACTIVE, "一\n二", value="45"),
                Entry(date(2023, 10, 8), Status.DONE, "完", by="教育局"),
            ),
            continues="tasks_2022/98",
        ),
    ),
    Origin("2023年清单.docx", SHA256, "附件 1"),
    "石拐区人民政府",
)
WRITTEN = f"""\
# yaml-language-server: $schema=schema/duty-list.json
title: 2023年重点工作责任清单
year: 2023
issuer: 石拐区人民政府
annex: 附件1
source:
  document: 2023年清单.docx
  sha256: {SHA256}
  annex: 附件 1
duties:
  - no: 4
    content: 改造老旧小区。
    departments: [住建局, 乡、街]
    deadline: 10月末前完成
    leaders: []

  - no: "5.1"
    content: 'yes'
    departments: [教育局]
    supporting: [财政局, 'a, b']
    deadline: 年内完成
    leaders: [张三]
    due: 2023-12-01
    continues: tasks_2022/98
    repealed: true
    extended:
      - on: 2023-09-01
        to: 2023-12-31
        reason: '疫情: 影响'
    progress:
      - on: 2023-04-08
        status: active
        note: |-
          一
          二
        value: '45'
      - on: 2023-10-08
        status: done
        note: 完
        by: 教育局
"""


def read(raw: bytes) -> DutyList:
    reading = read_list("tasks.yaml", raw, "tasks")
    assert reading.duty_list is not None, (raw, reading.findings)
    return reading.duty_list


def test_all_keys_stand_in_the_order_of_the_format() -> None:
    raw = write_list(WHOLE)

    assert raw.decode() == WRITTEN
    assert read(raw) == WHOLE


def test_without_duties_and_without_what_may_be_left_out_little_is_written() -> None:
    raw = write_list(DutyList("清单", 2023, None, ()), schema=False)

    assert raw == "title: 清单\nyear: 2023\nduties: []\n".encode()


@pytest.mark.parametrize("list_id", ["tasks_2022", "livelihood_2022"])
def test_the_lists_of_2022_are_written_byte_for_byte(list_id: str) -> None:
    raw = (ROOT / "data" / f"{list_id}.yaml").read_bytes()

    assert write_list(read(raw)) == raw


def is_text(text: str) -> bool:
    """Tell whether a field may hold the text, just as it is."""
    try:
        return check_text(text) == text
    except FieldFault:
        return False


def make_duty(fields: dict[str, Any]) -> Duty:
    """Make a duty of its fields, by the keys of the file."""
    repealed = fields.pop("repealed", None)
    return Duty(
        supporting=fields.pop("supporting", ()),
        given_due=fields.pop("due", None),
        repealed=Repeal() if repealed is True else repealed,
        meaning=parse(fields["deadline"], 2022),
        **fields,
    )


def make_list(random: Random, text: str) -> DutyList:
    """Make a list with the text wherever a list has text."""
    first, second = (make_duty(draw_duty(random, no)) for no in (1, TWO_TASKS))
    entry = Entry(date(2022, 4, 8), Status.BLOCKED, text, text, text, text, text)
    third = make_duty({**draw_duty(random, 26), "content": text, "progress": (entry,)})
    fourth = second._replace(
        no=27,
        departments=(text, text),
        supporting=(text,),
        leaders=(text,),
        repealed=Repeal(None, text, text),
        extended=(Extension(date(2022, 4, 8), date(2022, 5, 8), text, text),),
    )
    source = random.choice((None, Origin(text, SHA256), Origin(draw_text(random), SHA256, text)))
    annex = random.choice((None, text))
    return DutyList(text, 2022, annex, (first, second, third, fourth), source)


@settings(max_examples=1000, deadline=None)
@given(
    st.integers(min_value=0, max_value=2**64).map(Random),
    st.text(st.sampled_from(HOSTILE) | st.characters(), min_size=1).filter(is_text),
)
def test_whatever_the_texts_a_written_list_reads_as_it_was_given(random: Random, text: str) -> None:
    duty_list = make_list(random, text)

    assert read(write_list(duty_list)) == duty_list
