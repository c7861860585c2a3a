"""A whole list as the files are written where nobody has written them by hand.

Each key on a line of its own, in the order of the format, names in brackets, an empty line between
duties; a text is quoted only where it has to be. What is read back says exactly what was given.
"""

from collections.abc import Iterator

from dutylist.changes import ListVersion
from dutylist.duty import Duty, Entry, Extension, Origin, Repeal, list_keys
from dutylist.store.render import Dash, Manner, Quoted, Value, render_item, render_pair

SCHEMA_LINE = "# yaml-language-server: $schema=schema/duty-list.json"
"""What tells an editor where the schema of the list is, seen from the list."""

_DASH = Dash(2)


def write_list(duty_list: ListVersion, *, schema: bool = True) -> bytes:
    """Return the bytes of a list; with `schema`, its first line tells editors of the schema."""
    lines = [SCHEMA_LINE] if schema else []
    lines += [render_pair(key, value, 0, Manner()) for key, value in _list_head(duty_list)]
    duties = [_write_duty(duty) for duty in duty_list.duties]
    lines.append("duties:" if duties else "duties: []")
    return ("\n".join([*lines, "\n\n".join(duties)]).rstrip("\n") + "\n").encode()


def list_duty(duty: Duty) -> dict[str, Value]:
    """Return the keys and values of a duty as a list holds them, in the order of the format."""
    values: dict[str, Value] = list_keys(duty)
    values["no"] = write_no(duty.no)
    if duty.repealed:
        values["repealed"] = list_repeal(duty.repealed)
    if duty.extended:
        values["extended"] = tuple(map(list_fields, duty.extended))
    if duty.progress:
        values["progress"] = tuple(map(list_fields, duty.progress))
    return values


def list_fields(record: Entry | Extension | Repeal | Origin) -> dict[str, Value]:
    """Return the keys and values of a record, without those that say nothing."""
    return {key: value for key, value in record._asdict().items() if value is not None}


def list_repeal(repeal: Repeal) -> Value:
    """Return what stands behind `repealed`: true, where nothing more is known."""
    return list_fields(repeal) or True


def write_no(no: int | str) -> Value:
    """Return a duty's number as a value: one of two tasks is text, and quoted."""
    return Quoted(no) if isinstance(no, str) else no


def _list_head(duty_list: ListVersion) -> Iterator[tuple[str, Value]]:
    yield "title", duty_list.title
    yield "year", duty_list.year
    if duty_list.issuer is not None:
        yield "issuer", duty_list.issuer
    if duty_list.annex is not None:
        yield "annex", duty_list.annex
    if duty_list.source is not None:
        yield "source", list_fields(duty_list.source)


def _write_duty(duty: Duty) -> str:
    return " " * _DASH.column + render_item(list_duty(duty), Manner(dash=_DASH))
