"""The tables that `export` hands to databases: which there are, and what each column means.

This is a contract with whoever reads an export: `docs/export.schema.json` is made of it. What is
added makes no new version; what is renamed, removed or comes to mean something else does.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

SCHEMA_VERSION = 1
PARTITIONS = ("year", "list")
"""The columns that name the folders of a Parquet export, and are in none of its files."""


class Type(StrEnum):
    """The types of columns; each format has its own words for them."""

    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"


class Column(NamedTuple):
    """A column: its name, its type, what it means, and whether it may be without a value."""

    name: str
    type: Type
    meaning: str
    may_lack: bool = False


class Table(NamedTuple):
    """A table: its name, what a row of it is, its columns, and those that name one row."""

    name: str
    meaning: str
    columns: Sequence[Column]
    key: Sequence[str]


def describe_tables() -> dict[str, object]:
    """Return the schema as plain values: what `docs/export.schema.json` holds."""
    return {
        "version": SCHEMA_VERSION,
        "partitions": list(PARTITIONS),
        "tables": {table.name: _describe(table) for table in TABLES},
    }


def _describe(table: Table) -> Mapping[str, object]:
    return {
        "meaning": table.meaning,
        "key": list(table.key),
        "columns": {
            column.name: {
                "type": column.type.value,
                "may_be_null": column.may_lack,
                "meaning": column.meaning,
            }
            for column in table.columns
        },
    }


def _text(name: str, meaning: str) -> Column:
    return Column(name, Type.TEXT, meaning)


def _lacking(column: Column) -> Column:
    return column._replace(may_lack=True)


def _number(name: str, meaning: str) -> Column:
    return Column(name, Type.INTEGER, meaning)


def _fact(name: str, meaning: str) -> Column:
    return Column(name, Type.BOOLEAN, meaning)


def _day(name: str, meaning: str) -> Column:
    return Column(name, Type.DATE, meaning)


_HOME = (
    _text("duty_id", "names one duty in all tables: the ref, behind the issuer if there is one"),
    _number("year", "the list's year"),
    _text("list", "the list's id, as tasks_2022"),
)

DUTIES = Table(
    "duties",
    "one duty (事项), as its list says it, and how it stood on the day of the export",
    (
        *_HOME,
        _lacking(_text("issuer", "发文机关: who issued the list")),
        _text("ref", "list and number, as tasks_2022/26"),
        _text("no", "序号: the printed number, as 26 or 5.1"),
        _number("position", "the duty's place in the export, from 1"),
        _text("title", "the list's title"),
        _lacking(_text("annex", "the annex that the list is, as 附件1")),
        _text("content", "工作内容"),
        _text("departments", "责任部门 in printed order, with ； between them; see parties"),
        _text("supporting", "配合部门, likewise; empty where there are none"),
        _text("leaders", "牵头领导, likewise; empty where there are none"),
        _text("deadline", "工作进度时限要求: the official wording"),
        _text("class", "the class of the deadline, as by-date"),
        _lacking(_day("wording_due", "the due date that the wording means")),
        _lacking(_day("given_due", "the due date that a clerk wrote; goes before the wording's")),
        _lacking(_text("cadence", "the rhythm of reports, as monthly")),
        _fact("soft", "whether the deadline is an aim rather than a promise"),
        _fact("ambiguous", "whether the wording has another honest reading"),
        _fact("repealed", "废止: whether the duty is repealed"),
        _lacking(_day("repealed_on", "since when; without it, on every day")),
        _lacking(_text("repealed_by", "by whom it was repealed")),
        _lacking(_text("repealed_reason", "why it was repealed")),
        _lacking(_text("continues", "the ref of an earlier list's duty that this one carries on")),
        _number("soon_days", "the rule for lamps: due within so many days is yellow; 0: never"),
        _text("blocked_lamp", "the rule for lamps: that of a blocked duty"),
        _text("missing_report_lamp", "the rule for lamps: that of a duty whose report is missing"),
        _day("as_of", "the day of the export, of which the columns after this one tell"),
        _text("status", "pending, active, blocked, done or repealed"),
        _lacking(_day("due", "the due date: the last extension's, else given_due or wording_due")),
        _fact("overdue", "逾期: whether the due date has passed on a duty that is still owed"),
        _lacking(_number("days_left", "days to the due date; negative when past")),
        _lacking(_text("lamp", "red, yellow or green; none when done or repealed")),
        _text("reason", "why the lamp, in words"),
        _text("bucket", "where a bulletin counts the duty, as on-schedule"),
        _lacking(_day("last_progress", "the day of the newest progress entry")),
    ),
    ("duty_id",),
)
PARTIES = Table(
    "parties",
    "one department or leader of a duty",
    (
        *_HOME,
        _text("role", "department (责任部门), supporting (配合部门) or leader (牵头领导)"),
        _number("position", "the place in printed order, from 1"),
        _text("name", "the name, as printed"),
    ),
    ("duty_id", "role", "position"),
)
PROGRESS = Table(
    "progress",
    "one progress entry (进展), dated no later than the day of the export",
    (
        *_HOME,
        _number("position", "the entry's place in the list, from 1; of one day, the last counts"),
        _day("day", "the day that it reports of"),
        _text("status", "pending, active, blocked or done"),
        _text("note", "what was reported"),
        _lacking(_text("value", "a figure, as 45%")),
        _lacking(_text("reported_by", "who reported it")),
        _lacking(_text("problem", "存在问题")),
        _lacking(_text("next_step", "下步计划")),
    ),
    ("duty_id", "position"),
)
ASKED = Table(
    "asked",
    "one day on which a duty's wording asks for a stage or for a report",
    (
        *_HOME,
        _text("kind", "checkpoint or report"),
        _number("position", "the place among those of its kind, from 1, by day"),
        _day("day", "the day by which it is asked for"),
        _lacking(_day("previous_day", "the day before it of its kind: later entries answer it")),
        _lacking(_text("stage", "the wording of what a checkpoint asks for")),
        _fact("counts", "false for a checkpoint that is also the wording's due date or a report"),
        _fact("owed", "whether it was still owed on the day of the export, past or to come"),
    ),
    ("duty_id", "kind", "position"),
)
EXTENSIONS = Table(
    "extensions",
    "one extension (延期), decided no later than the day of the export",
    (
        *_HOME,
        _number("position", "the place in the list, from 1; of one day, the last counts"),
        _day("day", "the day on which it was decided"),
        _day("new_due", "the due date from then on"),
        _lacking(_text("reason", "why")),
        _lacking(_text("decided_by", "by whom")),
    ),
    ("duty_id", "position"),
)

TABLES = (DUTIES, PARTIES, PROGRESS, ASKED, EXTENSIONS)
