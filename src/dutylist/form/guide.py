"""What a form says to whoever fills it in: its name, what it was made of, and how it is done."""

from collections.abc import Iterator, Sequence

from dutylist.form.base import Base
from dutylist.form.columns import FILLED, FORM_STATUSES, LONGEST, STATUS_TERMS

GUIDE_SHEET = "填表说明"
_SHORT = 8


def name_form(base: Base) -> str:
    """Return what the form is called."""
    return f"{base.department}责任事项进展填报表"


def tell_origin(base: Base, titles: Sequence[str]) -> str:
    """Return of which lists the form was made, when, and from which commit."""
    told = f"{'、'.join(titles)}　截至 {base.day}　共 {len(base.duties)} 项"
    return f"{told}　版本 {base.revision[:_SHORT]}" if base.revision else told


def tell_guide() -> Iterator[tuple[str, str]]:
    """Give the lines of the sheet that explains the form: a label, and a text."""
    yield "填表说明", ""
    yield (
        "填什么",
        (
            "在“填报”表右边浅黄色各栏填写本次进展，一个事项填一行。没有新进展的事项整行留空，"
            "留空的行不会产生任何记录。灰色各栏是清单原文和已报情况，请勿改动。"
        ),
    )
    for column in FILLED:
        yield column.title, _EXPLAINED[column.key]
    yield (
        "事项有出入",
        (
            "对工作内容、时限、牵头领导或责任部门有意见的，请写在“存在问题”一栏，或另行与督查室联系，"
            "不要改动灰色各栏：改动的会被退回。"
        ),
    )
    yield (
        "请不要",
        (
            "不要增加事项、合并单元格、填写公式，也不要删除任何工作表。"
            "不归本单位填报的行可以留空；行的先后次序没有影响。"
        ),
    )
    yield (
        "交回",
        (
            "用 Excel、WPS 或 LibreOffice 填好后保存为 .xlsx，原样发回督查室，不要转成 PDF 或图片。"
            "同一张表重复发回不会重复记录；需要更正已报内容的，请另填日期，或与督查室联系。"
        ),
    )


_STATUSES = "、".join(STATUS_TERMS[status] for status in FORM_STATUSES)
_EXPLAINED = {
    "on": "必填。进展所说的那一天，如 2022-07-05 或 2022年7月5日；不能晚于填报当天，"
    "也不能早于清单年度的 1 月 1 日。",
    "status": f"从下拉框选一项：{_STATUSES}。不选的，状态保持不变。",
    "note": f"必填。做了什么、到了哪一步，用文字写明，最多 {LONGEST['note']} 字。",
    "value": "可不填。有数量指标的写完成数，如 45% 或 120 公里。",
    "problem": "可不填。推进中遇到的困难；状态为受阻的请写明。",
    "next": "可不填。下一步打算和时间安排。",
}
