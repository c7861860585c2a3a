"""The smallest edit of a list: bytes in, bytes out, all but the edited record as it was.

An edit becomes splices of the record's own text. The result is composed anew and its plain values
compared with the intended ones: what does not prove right is never returned. Files, locks and
git are not known here, nor is pydantic, which would cost a writing command its time.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from dutylist.duty import Entry, Extension, Repeal, find_place
from dutylist.errors import InvalidData
from dutylist.fields import show_figure
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
from dutylist.store.canonical import list_fields, list_repeal
from dutylist.store.proof import Version, normalise, prove, read_version, strip_marks
from dutylist.store.renewal import (
    AddDuty,
    ListEdit,
    Renumber,
    Reorder,
    SetHead,
    name_numbers,
    renew_numbers,
    renew_text,
    renew_values,
)
from dutylist.store.spans import Block, find_blocks
from dutylist.store.splices import Splice
from dutylist.store.values import find_node
from dutylist.words import Message, say

__all__ = (
    "AddDuty",
    "AddEntry",
    "AddExtension",
    "Block",
    "Edit",
    "RemoveEntry",
    "RemoveExtension",
    "Renumber",
    "Reorder",
    "SetField",
    "SetHead",
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


RecordEdit = AddEntry | RemoveEntry | AddExtension | RemoveExtension | SetField
Edit = RecordEdit | ListEdit


def edit_list(path: str, raw: bytes, edits: Sequence[Edit]) -> bytes:
    """Return the list with the edits done; `path` is how findings name the file.

    `raw` is a list that `read_list` accepts. Every byte outside the edited records is as it was.
    Each edit finds the list as the ones before it have left it. Raises `InvalidData` if `raw` is
    no YAML, if a duty or an entry is not there, or if an edit cannot be proved right.
    """
    body = strip_marks(raw)
    version, findings = read_version(path, body)
    if version is None:
        raise InvalidData.of(findings)
    pending = list(edits)
    while pending:
        first = pending[0]
        if isinstance(first, ListEdit):
            version, pending = _renew(version, first), pending[1:]
            continue
        batch, pending = _take_batch(pending)
        version = _apply(version, batch)
    return raw[: len(raw) - len(body)] + version.text.text.encode()


def _take_batch(edits: Sequence[Edit]) -> tuple[list[RecordEdit], list[Edit]]:
    """Part the edits into the first of each duty, which can be made at once, and the others.

    None goes past an edit of the whole list.
    """
    batch: dict[int | str, RecordEdit] = {}
    rest: list[Edit] = []
    for at, edit in enumerate(edits):
        if isinstance(edit, ListEdit):
            return [*batch.values()], [*rest, *edits[at:]]
        if batch.setdefault(edit.no, edit) is not edit:
            rest.append(edit)
    return [*batch.values()], rest


def _renew(version: Version, edit: ListEdit) -> Version:
    """Make an edit of the whole list."""
    for no in name_numbers(edit):
        _find_duty(version, no)
    numbers = [duty["no"] for duty in version.duties]
    _require_distinct(version, renew_numbers(numbers, edit))
    wanted = renew_values(version.values, edit)
    for plainness in range(PLAINEST + 1):
        splices = renew_text(version.text.text, version.root, numbers, edit, plainness)
        if splices is not None and (renewed := prove(version, splices, wanted)):
            return renewed
    raise InvalidData.of([version.text.finding(1, 1, _UNRENEWABLE, _BY_HAND)])


def _require_distinct(version: Version, numbers: Sequence[int | str]) -> None:
    twice = [no for no, times in Counter(map(str, numbers)).items() if times > 1]
    if twice:
        problem = say("the number {no} would stand here twice", no=twice[0])
        remedy = say("a number is never used again, not even a repealed one; give the next")
        raise InvalidData.of([version.text.finding(1, 1, problem, remedy)])


def _apply(version: Version, edits: Sequence[RecordEdit]) -> Version:
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
_UNRENEWABLE = say("this list is written in a way that the program cannot edit")
_BY_HAND = say("make the change by hand, or write the record as the others are written")


def _try(version: Version, edits: Sequence[RecordEdit], plainness: int) -> Version | None:
    """Return the version after the edits, or None if it is not what it should be."""
    duties = list(version.duties)
    splices: list[Splice] = []
    for edit in edits:
        position = _find_duty(version, edit.no)
        alteration = _resolve(version, duties[position], edit)
        if alteration is not None:
            duties[position] = alter_values(duties[position], alteration)
            splices += alter_text(version.text.text, version.root, position, alteration, plainness)
    return prove(version, splices, {**version.values, "duties": tuple(duties)})


def _find_duty(version: Version, no: int | str) -> int:
    numbers = [duty["no"] for duty in version.duties]
    if no in numbers:
        return numbers.index(no)
    place = version.text.finding(
        1, 1, say("no duty has the number {no}", no=no), say("look for it with dutylist list")
    )
    raise InvalidData.of([place])


def _resolve(version: Version, duty: Mapping[str, Any], edit: RecordEdit) -> Alteration | None:
    """Return what the edit does to the duty as it stands; None if it is so already."""
    if isinstance(edit, SetField):
        return _resolve_field(duty, edit)
    if isinstance(edit, AddEntry):
        day = edit.entry.on.isoformat()
        days = [entry["on"].strip() for entry in duty.get("progress", ())]
        position = find_place(days, day)
        return PutItem("progress", position, list_fields(edit.entry))
    if isinstance(edit, AddExtension):
        position = len(duty.get("extended", ()))
        return PutItem("extended", position, list_fields(edit.extension))
    if isinstance(edit, RemoveEntry):
        return DropItem("progress", _find_item(version, duty, "progress", edit.no, edit.entry))
    return DropItem("extended", _find_item(version, duty, "extended", edit.no, edit.extension))


def _resolve_field(duty: Mapping[str, Any], edit: SetField) -> Alteration | None:
    value = list_repeal(edit.value) if isinstance(edit.value, Repeal) else edit.value
    if value is None:
        return DropKey(edit.key) if edit.key in duty else None
    put = PutKey(edit.key, value)
    same = normalise(alter_values(duty, put)) == normalise(duty)
    return None if same else put


def _find_item(
    version: Version, duty: Mapping[str, Any], key: str, no: int | str, record: Entry | Extension
) -> int:
    wanted = {name: str(value) for name, value in list_fields(record).items()}
    items = [
        {name: str(show_figure(value)).strip() for name, value in item.items()}
        for item in duty.get(key, ())
    ]
    if wanted not in items:
        problem = say("the entry of {on} that was to go is not here", on=record.on)
        raise _refuse(version, no, problem, say("it may have been changed since; look at the duty"))
    return len(items) - 1 - items[::-1].index(wanted)


def _refuse(version: Version, no: int | str, problem: Message, remedy: Message) -> InvalidData:
    duties, _ = find_node(version.root, ("duties",))
    node = duties.value[_find_duty(version, no)]
    subject = say("duty {no}", no=no)
    return InvalidData.of(
        [version.text.finding(node.line, node.column, problem, remedy, subject=subject)]
    )
