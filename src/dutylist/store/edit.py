"""The smallest edit of a list: bytes in, bytes out, all but the edited record as it was.

An edit becomes splices of the record's own text. The result is composed anew and its plain values
compared with the intended ones: what does not prove right is never returned. Files, locks and
git are not known here, nor is pydantic, which would cost a writing command its time.
"""

import codecs
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from dutylist.duty import Entry, Extension, Repeal, find_place
from dutylist.errors import Finding, InvalidData
from dutylist.fields import Figure, show_figure
from dutylist.store.alterations import (
    PLAINEST,
    Alteration,
    DropItem,
    DropKey,
    PutItem,
    PutKey,
    alter_text,
    alter_values,
)
from dutylist.store.render import Value
from dutylist.store.source import Text, read_text
from dutylist.store.spans import Block, find_blocks
from dutylist.store.splices import Splice, splice_text
from dutylist.store.syntax import Node, compose
from dutylist.store.values import Builder, find_node
from dutylist.words import Message, say

__all__ = (
    "AddEntry",
    "AddExtension",
    "Block",
    "Edit",
    "RemoveEntry",
    "RemoveExtension",
    "SetField",
    "edit_list",
    "find_blocks",
)


class AddEntry(NamedTuple):
    """Put an entry into `progress`, after the last one whose day is not later."""

    no: int | str
    entry: Entry


class RemoveEntry(NamedTuple):
    """Take out of `progress` the last entry that equals this one."""

    no: int | str
    entry: Entry


class AddExtension(NamedTuple):
    """Put an extension at the end of `extended`."""

    no: int | str
    extension: Extension


class RemoveExtension(NamedTuple):
    """Take out of `extended` the last extension that equals this one."""

    no: int | str
    extension: Extension


class SetField(NamedTuple):
    """Set a key of a duty (not no, progress or extended), or take it out with None."""

    no: int | str
    key: str
    value: str | tuple[str, ...] | date | bool | Repeal | None


Edit = AddEntry | RemoveEntry | AddExtension | RemoveExtension | SetField


def edit_list(path: str, raw: bytes, edits: Sequence[Edit]) -> bytes:
    """Return the list with the edits done; `path` is how findings name the file.

    `raw` is a list that `read_list` accepts. Every byte outside the edited records is as it was.
    Raises `InvalidData` if `raw` is no YAML, if a duty or an entry is not there, or if an edit
    cannot be proved right.
    """
    body = _strip_marks(raw)
    version, findings = _read(path, body)
    if version is None:
        raise InvalidData.of(findings)
    pending = list(edits)
    while pending:
        batch, pending = _take_batch(pending)
        version = _apply(version, batch)
    return raw[: len(raw) - len(body)] + version.text.text.encode()


class _Version(NamedTuple):
    """A list's text with its nodes and its values."""

    text: Text
    root: Node
    values: dict[str, Any]

    @property
    def duties(self) -> tuple[dict[str, Any], ...]:
        return tuple(self.values["duties"])


def _strip_marks(raw: bytes) -> bytes:
    """Take off every byte order mark: the C parser leaves a second one out of its offsets."""
    while raw.startswith(codecs.BOM_UTF8):
        raw = raw.removeprefix(codecs.BOM_UTF8)
    return raw


def _read(path: str, raw: bytes) -> tuple[_Version | None, list[Finding]]:
    text, findings = read_text(path, raw)
    root, findings = (None, findings) if findings else compose(text)
    if root is None or findings:
        return None, findings
    builder = Builder(text)
    values = builder.build(root)
    if builder.findings:
        return None, builder.findings
    return _Version(text, root, values), []


def _take_batch(edits: Sequence[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Part the edits into the first of each duty, which can be made at once, and the others."""
    batch: list[Edit] = []
    rest: list[Edit] = []
    for edit in edits:
        rest.append(edit) if edit.no in {each.no for each in batch} else batch.append(edit)
    return batch, rest


def _apply(version: _Version, edits: Sequence[Edit]) -> _Version:
    """Make the edits at once; if one of them has to be written plainly, each by itself."""
    for plainness in range(PLAINEST + 1 if len(edits) == 1 else 1):
        altered = _try(version, edits, plainness)
        if altered is not None:
            return altered
    if len(edits) == 1:
        raise _refuse(version, edits[0].no, _UNEDITABLE, _BY_HAND)
    for edit in edits:
        version = _apply(version, [edit])
    return version


_UNEDITABLE = say("this record is written in a way that the program cannot edit")
_BY_HAND = say("make the change by hand, or write the record as the others are written")


def _try(version: _Version, edits: Sequence[Edit], plainness: int) -> _Version | None:
    """Return the version after the edits, or None if it is not what it should be."""
    duties = list(version.duties)
    splices: list[Splice] = []
    for edit in edits:
        position = _find_duty(version, edit.no)
        alteration = _resolve(version, duties[position], edit)
        if alteration is not None:
            duties[position] = alter_values(duties[position], alteration)
            splices += alter_text(version.text.text, version.root, position, alteration, plainness)
    text = splice_text(version.text.text, splices)
    altered, _ = _read(version.text.path, text.encode()) if text is not None else (None, [])
    wanted = {**version.values, "duties": tuple(duties)}
    return altered if altered and _normalise(altered.values) == _normalise(wanted) else None


def _find_duty(version: _Version, no: int | str) -> int:
    numbers = [duty["no"] for duty in version.duties]
    if no in numbers:
        return numbers.index(no)
    place = version.text.finding(
        1, 1, say("no duty has the number {no}", no=no), say("look for it with dutylist list")
    )
    raise InvalidData.of([place])


def _resolve(version: _Version, duty: Mapping[str, Any], edit: Edit) -> Alteration | None:
    """Return what the edit does to the duty as it stands; None if it is so already."""
    if isinstance(edit, SetField):
        return _resolve_field(duty, edit)
    if isinstance(edit, AddEntry):
        day = edit.entry.on.isoformat()
        days = [entry["on"].strip() for entry in duty.get("progress", ())]
        position = find_place(days, day)
        return PutItem("progress", position, _list_fields(edit.entry))
    if isinstance(edit, AddExtension):
        position = len(duty.get("extended", ()))
        return PutItem("extended", position, _list_fields(edit.extension))
    if isinstance(edit, RemoveEntry):
        return DropItem("progress", _find_item(version, duty, "progress", edit.no, edit.entry))
    return DropItem("extended", _find_item(version, duty, "extended", edit.no, edit.extension))


def _resolve_field(duty: Mapping[str, Any], edit: SetField) -> Alteration | None:
    value = _list_fields(edit.value) or True if isinstance(edit.value, Repeal) else edit.value
    if value is None:
        return DropKey(edit.key) if edit.key in duty else None
    put = PutKey(edit.key, value)
    same = _normalise(alter_values(duty, put)) == _normalise(duty)
    return None if same else put


def _find_item(
    version: _Version, duty: Mapping[str, Any], key: str, no: int | str, record: Entry | Extension
) -> int:
    wanted = {name: str(value) for name, value in _list_fields(record).items()}
    items = [
        {name: str(show_figure(value)).strip() for name, value in item.items()}
        for item in duty.get(key, ())
    ]
    if wanted not in items:
        problem = say("the entry of {on} that was to go is not here", on=record.on)
        raise _refuse(version, no, problem, say("it may have been changed since; look at the duty"))
    return len(items) - 1 - items[::-1].index(wanted)


def _list_fields(record: Entry | Extension | Repeal) -> dict[str, Value]:
    return {key: value for key, value in record._asdict().items() if value is not None}


def _refuse(version: _Version, no: int | str, problem: Message, remedy: Message) -> InvalidData:
    duties, _ = find_node(version.root, ("duties",))
    node = duties.value[_find_duty(version, no)]
    subject = say("duty {no}", no=no)
    return InvalidData.of(
        [version.text.finding(node.line, node.column, problem, remedy, subject=subject)]
    )


def _normalise(value: Any) -> Any:
    """Return a value for comparison: text without blanks around it, figures as they are written."""
    if isinstance(value, dict):
        return {key: _normalise(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(_normalise(part) for part in value)
    if isinstance(value, Figure):
        return (Figure, value.text)
    return value.strip() if isinstance(value, str) else (type(value), value)
