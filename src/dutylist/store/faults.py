"""What the model found wrong, told as findings with place and remedy.

Pydantic says which rule a value broke; here that becomes a sentence about the field, and the
place of the value, of its key where the key is the fault, or of the record where it is missing.
"""

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from dutylist.errors import Finding
from dutylist.model import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    DutyListRecord,
    DutyRecord,
    ExtensionRecord,
    ProgressRecord,
    RepealRecord,
    UnitRecord,
)
from dutylist.store.source import Text
from dutylist.store.syntax import Node
from dutylist.store.values import find_node
from dutylist.words import Message, say

_NAMES = say("write a list, as [财政局, 教育局]")
_DATE = say("write a day that exists, as 2022-10-31")
_TEXT = say("write text; if it looks like a number, put it in quotes")
_RECORDS: dict[str, type[BaseModel]] = {
    "duties": DutyRecord,
    "progress": ProgressRecord,
    "extended": ExtensionRecord,
    "repealed": RepealRecord,
    "": DutyListRecord,
}
_REMEDIES: dict[str, Message] = {
    "no": say('write the printed number, as 26; two tasks under one number are "5.1" and "5.2"'),
    "year": say(
        "write the list's year, from {first} to {last}", first=EARLIEST_YEAR, last=LATEST_YEAR
    ),
    "departments": _NAMES,
    "supporting": _NAMES,
    "leaders": say("write a list, as [张三]; [] where the document names none"),
    "duties": say("write each duty as “- no: …” with its keys below"),
    "due": _DATE,
    "on": _DATE,
    "to": _DATE,
    "status": say("write pending, active, blocked or done"),
    "repealed": say("write true, or on, by and reason below it"),
    "extended": say("write each extension as “- on: …” with to and reason below"),
    "progress": say("write each entry as “- on: …” with status and note below"),
    "members": _NAMES,
    "aliases": _NAMES,
}
_ROOT_REMEDY = say("a list starts with title:, year: and duties:, each with a half-width colon")


def explain_faults(text: Text, root: Node, error: ValidationError) -> list[Finding]:
    """Return one finding for each fault, in the order of the file."""
    findings = {
        finding.place: finding
        for fault in reversed(error.errors(include_url=False))
        if not _is_other_branch(fault, root)
        for finding in (_explain(text, root, fault),)
    }
    return sorted(findings.values(), key=lambda finding: finding.place)


def name_subject(no: object, field: str = "") -> Message:
    """Return the words for a duty, or for one field of it."""
    if field:
        return say("duty {no}, {field}", no=no, field=field)
    return say("duty {no}", no=no)


def _is_other_branch(fault: Any, root: Node) -> bool:
    """Tell whether the fault speaks of the other form a value could have had (repealed: true)."""
    loc = fault["loc"]
    if "repealed" not in loc:
        return False
    at = loc.index("repealed")
    branch = loc[at + 1 :]
    node, _ = find_node(root, loc[: at + 1])
    return node.kind == "mapping" and branch[:1] != ("RepealRecord",)


def _explain(text: Text, root: Node, fault: Any) -> Finding:
    path = tuple(step for step in fault["loc"] if step not in _BRANCHES)
    node, key = find_node(root, path)
    problem, remedy = _describe(fault, path)
    spot = key if fault["type"] == "extra_forbidden" and key else node
    return text.finding(spot.line, spot.column, problem, remedy, subject=_subject(root, path))


# Steps that pydantic adds to a place for the branch of a union; the file has no such key.
_BRANCHES = frozenset(
    (
        "literal[True]",
        "RepealRecord",
        "UnitRecord",
        "int",
        "float",
        "function-before[_check_no(), union[int,str]]",
    )
)


def _describe(fault: Any, path: tuple[str | int, ...]) -> tuple[Message, Message]:
    field = next((step for step in reversed(path) if isinstance(step, str)), "")
    kind = fault["type"]
    if kind == "missing":
        return say("the key “{key}” is missing", key=field), _REMEDIES.get(field, _TEXT)
    if kind == "extra_forbidden":
        return _describe_unknown(str(path[-1]), path)
    return _describe_value(fault, field), _REMEDIES.get(field, _TEXT if path else _ROOT_REMEDY)


def _describe_unknown(key: str, path: tuple[str | int, ...]) -> tuple[Message, Message]:
    parent = next((step for step in reversed(path[:-1]) if isinstance(step, str)), "")
    known = tuple(_RECORDS.get(parent, UnitRecord).model_fields)
    nearest = get_close_matches(key.casefold(), known, n=1, cutoff=0.6)
    problem = say("“{key}” is no key of the format", key=key)
    if nearest:
        return problem, say("it may be “{key}”", key=nearest[0])
    return problem, say("the keys here are {keys}", keys=known)


def _describe_value(fault: Any, field: str) -> Message:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "no_such_day":
        return say("the calendar has no {day}", day=context["day"])
    if kind == "control_character":
        return say("the control character {code} stands in the text", code=context["code"])
    if kind in ("blank_text", "too_short"):
        return say("“{field}” is empty", field=field)
    if isinstance(fault["input"], str):
        return say("“{field}” cannot be “{value}”", field=field, value=_shorten(fault["input"]))
    if not field:
        return say("this is no duty list")
    return say("“{field}” cannot be {kind}", field=field, kind=_name_kind(fault["input"]))


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _name_kind(value: object) -> Message:
    if isinstance(value, bool):
        return say("true or false")
    if isinstance(value, int | float):
        return say("a number like this")
    if isinstance(value, tuple):
        return say("a list")
    return say("a mapping")


def _subject(root: Node, path: tuple[str | int, ...]) -> Message | None:
    if len(path) < 2 or path[0] != "duties":
        return None
    duty, _ = find_node(root, path[:2])
    pairs = duty.value if duty.kind == "mapping" else []
    no = next((value.value for key, value in pairs if key.value == "no"), None)
    if not isinstance(no, str) or not no:
        return None
    return name_subject(_shorten(no), str(path[2]) if len(path) > 2 else "")
