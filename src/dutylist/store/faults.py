"""What the model found wrong, told as findings with place and remedy.

Pydantic says which rule a value broke; here that becomes a sentence about the field, and the
place of the value, of its key where the key is the fault, or of the record where it is missing.
"""

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from dutylist.errors import Finding, Place
from dutylist.fields import EARLIEST_YEAR, LATEST_YEAR, MOST_NAME
from dutylist.model import (
    DutyListRecord,
    DutyRecord,
    ExtensionRecord,
    ProgressRecord,
    RepealRecord,
    SourceRecord,
    UnitRecord,
)
from dutylist.store.source import Text
from dutylist.store.syntax import Node
from dutylist.store.values import find_node, has_child
from dutylist.words import Message, say

_NAMES = say("write a list, as [财政局, 教育局]")
_DATE = say("write a day that exists, as 2022-10-31")
_TEXT = say("write text; if it looks like a number, put it in quotes")
_RECORDS: dict[str, type[BaseModel]] = {
    "duties": DutyRecord,
    "progress": ProgressRecord,
    "extended": ExtensionRecord,
    "repealed": RepealRecord,
    "source": SourceRecord,
    "": DutyListRecord,
}
_REMEDIES: dict[str, Message] = {
    "no": say('write the printed number, as 26; two tasks under one number are "5.1" and "5.2"'),
    "year": say(
        "write the list's year, from {first} to {last}", first=EARLIEST_YEAR, last=LATEST_YEAR
    ),
    "issuer": say(
        "write the office's name on one line, as 石拐区人民政府; {n} characters at most",
        n=MOST_NAME,
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
    "continues": say("write the list’s id, a slash and the number, as tasks_2021/98"),
    "source": say("write document and sha256 below it, as import does"),
    "sha256": say("write the 64 digits 0-9 and a-f of the document’s SHA-256"),
    "members": _NAMES,
    "aliases": _NAMES,
}
_WHOLE_LIST = (
    say("this is no duty list"),
    say("a list starts with title:, year: and duties:, each with a half-width colon"),
)


def explain_faults(
    text: Text, root: Node, error: ValidationError, whole: tuple[Message, Message] = _WHOLE_LIST
) -> list[Finding]:
    """Return one finding for each fault, in the order of the file.

    `whole` is what to say where the file as a whole is no mapping.
    """
    findings: dict[Place, Finding] = {}
    for fault in error.errors(include_url=False):
        path = _find_path(root, fault)
        if path is not None and not _is_echo(fault):
            finding = _explain(text, root, fault, path, whole)
            findings.setdefault(finding.place, finding)
    return sorted(findings.values(), key=lambda finding: finding.place)


def merge_faults(keys: list[Finding], faults: list[Finding]) -> tuple[Finding, ...]:
    """Join what is wrong with keys and with values; an empty key breaks the schema, too."""
    told = {finding.place.line for finding in keys}
    rest = [finding for finding in faults if finding.place.line not in told]
    return tuple(sorted([*keys, *rest], key=lambda finding: finding.place))


def name_subject(no: object, field: str = "") -> Message:
    """Return the words for a duty, or for one field of it."""
    if field:
        return say("duty {no}, {field}", no=no, field=field)
    return say("duty {no}", no=no)


Path = tuple[str | int, ...]


def _find_path(root: Node, fault: Any) -> Path | None:
    """Return the steps to the fault that the file has, and the key that is missing there.

    Pydantic puts steps of its own between them, one for each form that a value may have; None for
    a fault of the form that was not meant, as `repealed: true` where a mapping stands.
    """
    path: list[str | int] = []
    for step in fault["loc"]:
        node, _ = find_node(root, path)
        if has_child(node, step) or (fault["type"] == "missing" and step == fault["loc"][-1]):
            path.append(step)
        elif isinstance(step, str) and step.endswith("Record") != (node.kind == "mapping"):
            return None
    return tuple(path)


def _is_echo(fault: Any) -> bool:
    """Tell whether a list is called too short only because its items were refused before."""
    return fault["type"] == "too_short" and bool(fault["input"])


def _explain(
    text: Text, root: Node, fault: Any, path: Path, whole: tuple[Message, Message]
) -> Finding:
    node, key = find_node(root, path)
    problem, remedy = _describe(fault, path) if path else whole
    spot = key if fault["type"] == "extra_forbidden" and key else node
    return text.finding(spot.line, spot.column, problem, remedy, subject=_subject(root, path))


def _describe(fault: Any, path: Path) -> tuple[Message, Message]:
    field = next((step for step in reversed(path) if isinstance(step, str)), "")
    kind = fault["type"]
    if kind == "missing":
        return say("the key “{key}” is missing", key=field), _REMEDIES.get(field, _TEXT)
    if kind == "extra_forbidden":
        return _describe_unknown(str(path[-1]), path)
    if kind == "control_character":
        return say(
            "the control character {code} stands in the text", code=fault["ctx"]["fact"]
        ), say("delete it, or the escape that stands for it")
    remedy = _TEXT if path[0] in DutyListRecord.model_fields else _NAMES
    return _describe_value(fault, field), _REMEDIES.get(field, remedy)


def _describe_unknown(key: str, path: Path) -> tuple[Message, Message]:
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
        return say("the calendar has no {day}", day=context["fact"])
    if kind in ("blank_text", "too_short"):
        return say("“{field}” is empty", field=field)
    if isinstance(fault["input"], str):
        return say("“{field}” cannot be “{value}”", field=field, value=_shorten(fault["input"]))
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


def _subject(root: Node, path: Path) -> Message | None:
    if len(path) < 2 or path[0] != "duties":
        return None
    duty, _ = find_node(root, path[:2])
    pairs = duty.value if duty.kind == "mapping" else []
    no = next((value.value for key, value in pairs if key.value == "no"), None)
    if not isinstance(no, str) or not no:
        return None
    return name_subject(_shorten(no), str(path[2]) if len(path) > 2 else "")
