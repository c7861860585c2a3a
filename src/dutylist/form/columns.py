"""The columns of a form: those that tell of a duty, which are locked, and those to fill in.

A form is in Chinese whatever language the clerk works in, as the printed annex is.
"""

from collections.abc import Sequence
from typing import NamedTuple

from dutylist.annex.writers.layout import clean, print_no
from dutylist.duty import Duty, Entry, Status
from dutylist.standing import Standing
from dutylist.terms import STATUSES

SHEET = "填报"
STATUS_TERMS = {Status(status): term for term, status in STATUSES.items()}
FORM_STATUSES = tuple(status for status in Status if status is not Status.REPEALED)
"""What a department may report; a repeal is a decision, and no progress."""


class Column(NamedTuple):
    """A column: its key, its title, its width in millimetres, and whether its text is centred."""

    key: str
    title: str
    width: float
    is_centred: bool = False


TOLD = (
    Column("ref", "编号", 28, is_centred=True),
    Column("no", "序号", 10, is_centred=True),
    Column("content", "工作内容", 50),
    Column("deadline", "时限要求", 25, is_centred=True),
    Column("leaders", "牵头领导", 16, is_centred=True),
    Column("departments", "责任部门", 22, is_centred=True),
    Column("supporting", "配合部门", 22, is_centred=True),
    Column("status", "当前状态", 14, is_centred=True),
    Column("last", "最近进展", 32),
)
FILLED = (
    Column("on", "日期", 22, is_centred=True),
    Column("status", "状态", 15, is_centred=True),
    Column("note", "进展情况", 50),
    Column("value", "完成值", 16, is_centred=True),
    Column("problem", "存在问题", 28),
    Column("next", "下步计划", 28),
)
COLUMNS = (*TOLD, *FILLED)
REF, CONTENT, DEADLINE, DEPARTMENTS, SUPPORTING = 0, 2, 3, 5, 6
LONGEST = {"note": 2000, "value": 100, "problem": 2000, "next": 2000}
"""Characters that an answer may have: a bulletin has no room for more."""


def tell_duty(ref: str, duty: Duty, standing: Standing) -> tuple[str, ...]:
    """Return the texts of the locked cells of a duty, in the order of the columns."""
    return (
        clean(ref),
        print_no(duty.no),
        _join(duty.content.split("\n")),
        clean(duty.deadline),
        _join(duty.leaders),
        _join(duty.departments),
        _join(duty.supporting),
        STATUS_TERMS[standing.status],
        _tell_entry(standing.last_progress) if standing.last_progress else "",
    )


def _join(lines: Sequence[str]) -> str:
    return "\n".join(text for line in lines if (text := clean(line)))


def _tell_entry(entry: Entry) -> str:
    told = [f"{entry.on} {STATUS_TERMS[entry.status]}", *entry.note.split("\n")]
    return _join(told)
