"""The schema of the files: frozen pydantic records, strict, with no unknown key.

Field descriptions stand in the JSON Schema that editors show, official term first. Dates are
text of the form 2022-10-31 until they get here, so that a day that does not exist can be told
with its place. The glossary of the words is in `duty.py`.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from dutylist.fields import (
    EARLIEST_YEAR,
    HIGHEST_NO,
    LATEST_YEAR,
    MOST_NAME,
    TWO_TASKS,
    FieldFault,
    check_day,
    check_name,
    check_ref,
    check_sha256,
    check_text,
    is_no,
    show_figure,
)


def _hold(check: Callable[[str], str]) -> AfterValidator:
    """Make a rule of the fields a rule of the models."""

    def validate(text: str) -> str:
        try:
            return check(text)
        except FieldFault as fault:
            raise _refuse(fault) from None

    return AfterValidator(validate)


def _parse_day(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("day_form", "not a date of the form 2022-10-31")
    try:
        return check_day(value)
    except FieldFault as fault:
        raise _refuse(fault) from None


def _refuse(fault: FieldFault) -> PydanticCustomError:
    return PydanticCustomError(fault.rule, "{fact}", {"fact": fault.fact})


def _check_no(value: object) -> int | str:
    if not is_no(value):
        raise PydanticCustomError("no_form", "not a duty number")
    return value


Text = Annotated[str, _hold(check_text)]
Name = Annotated[
    str,
    _hold(check_name),
    WithJsonSchema({"type": "string", "maxLength": MOST_NAME, "examples": ["石拐区人民政府"]}),
]
Ref = Annotated[
    str,
    _hold(check_ref),
    WithJsonSchema({"type": "string", "pattern": "^[^/]+/[0-9.]+$", "examples": ["tasks_2021/98"]}),
]
Sha256 = Annotated[
    str, _hold(check_sha256), WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{64}$"})
]
Value = Annotated[
    Text,
    BeforeValidator(show_figure),
    WithJsonSchema({"type": ["string", "number"]}),
]
Day = Annotated[
    date,
    BeforeValidator(_parse_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2022-10-31"]}),
]
No = Annotated[
    int | str,
    BeforeValidator(_check_no),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": HIGHEST_NO},
                {"type": "string", "pattern": f"^{TWO_TASKS.pattern}$"},
            ]
        }
    ),
]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ProgressRecord(_Record):
    """进展: one dated entry; entries are only ever added."""

    on: Day = Field(description="日期 — the day that this entry speaks of, as 2022-10-31")
    status: Literal["pending", "active", "blocked", "done"] = Field(
        description="状态 — pending 未启动, active 推进中, blocked 受阻, done 办结"
    )
    note: Text = Field(description="进展情况 — what was done, in words")
    value: Value | None = Field(None, description="完成值 — the figure reached, as 45%")
    by: Text | None = Field(None, description="填报单位 — who reported it")
    problem: Text | None = Field(None, description="存在问题 — what stands in the way")
    next: Text | None = Field(None, description="下步计划 — what comes next")


class ExtensionRecord(_Record):
    """延期: one decision to move the due date."""

    on: Day = Field(description="决定日期 — the day of the decision")
    to: Day = Field(description="延至 — the new due date")
    reason: Text | None = Field(None, description="原因 — why")
    by: Text | None = Field(None, description="批准单位 — who decided it")


class RepealRecord(_Record):
    """废止: when, by whom and why a duty was taken off; it stays on the list, counted apart."""

    on: Day | None = Field(None, description="废止日期 — the day from which it no longer holds")
    by: Text | None = Field(None, description="批准单位 — who decided it")
    reason: Text | None = Field(None, description="原因 — why")


class DutyRecord(_Record):
    """事项: one numbered row of the list."""

    no: No = Field(
        description="序号 — the printed number; it never changes and is never used again. "
        'Two tasks under one printed number are "5.1" and "5.2", in quotes.'
    )
    content: Text = Field(description="工作内容 — what is to be done, without the mark （废止）")
    departments: tuple[Text, ...] = Field(
        min_length=1, description="责任部门 — who answers for it, in printed order"
    )
    supporting: tuple[Text, ...] = Field((), description="配合部门 — who helps, in printed order")
    deadline: Text = Field(description="工作进度时限要求 — the official wording, to the letter")
    leaders: tuple[Text, ...] = Field(
        description="牵头领导 — the leading officials; [] where the document names none"
    )
    due: Day | None = Field(
        None, description="到期日 — a date that goes before what the wording means"
    )
    continues: Ref | None = Field(
        None, description="延续 — the duty of an earlier list that this one continues, by its ref"
    )
    repealed: Literal[True] | RepealRecord | None = Field(
        None, description="废止 — true, or on/by/reason"
    )
    extended: tuple[ExtensionRecord, ...] = Field((), description="延期 — on/to/reason, each")
    progress: tuple[ProgressRecord, ...] = Field((), description="进展 — dated entries, only added")


class SourceRecord(_Record):
    """来源: the document that the list was read from."""

    document: Text = Field(description="文件 — the document's file name")
    sha256: Sha256 = Field(description="校验值 — the SHA-256 of the document's bytes")
    annex: Text | None = Field(None, description="附件 — the annex, as the document names it")


class DutyListRecord(_Record):
    """责任清单: one file of duties; the file's name without .yaml is the list's id."""

    title: Text = Field(description="标题 — the list's title, as printed")
    year: int = Field(ge=EARLIEST_YEAR, le=LATEST_YEAR, description="年度 — the list's year")
    issuer: Name | None = Field(
        None, description="发文机关 — the government or office that issued the list"
    )
    annex: Text | None = Field(None, description="附件 — the annex's name, as 附件1")
    source: SourceRecord | None = Field(
        None, description="来源 — the document that the list was read from; import writes it"
    )
    duties: tuple[DutyRecord, ...] = Field(description="事项 — the duties, in printed order")


class UnitRecord(_Record):
    """A party's known members and its other names."""

    members: tuple[Text, ...] = Field((), description="成员单位 — the members that are known")
    aliases: tuple[Text, ...] = Field((), description="别名 — other names of the same party")


class UnitsRecord(RootModel[dict[Text, tuple[Text, ...] | UnitRecord]]):
    """units.yaml: collective parties (乡、街; 各街道 …), by their printed name.

    A party is given as a list of its members, or as `members` and `aliases`.
    """

    model_config = ConfigDict(frozen=True, strict=True)
