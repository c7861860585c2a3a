"""What an edit does to a list as a whole: duties added, numbered anew, put in order, the head set.

As with the alterations of one duty, `renew_values` says what the list should hold afterwards and
`renew_text` how its text should change, so that the one can prove the other. Every record that
stays keeps its lines, and takes the comments that belong to it along.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dutylist.duty import Duty, Origin
from dutylist.store import block_style, flow_style
from dutylist.store.alterations import (
    PLAINEST,
    DropKey,
    PutKey,
    Record,
    adopt_quotes,
    alter_text,
    find_duty_manner,
    make_plain,
)
from dutylist.store.canonical import list_duty, list_fields, write_no
from dutylist.store.regions import count_blank_lines, find_regions, move_regions
from dutylist.store.render import Dash, Manner, Value, render
from dutylist.store.spans import column_of, is_flow, line_end_at, opens_line
from dutylist.store.splices import Splice
from dutylist.store.syntax import Node

No = int | str


class AddDuty(NamedTuple):
    """Put a duty that the list does not have yet after the one of a number; None: before all."""

    duty: Duty
    after: No | None


class Renumber(NamedTuple):
    """Give duties other numbers, all at once: two may change places."""

    numbers: Mapping[No, No]


class Reorder(NamedTuple):
    """Put the records into another order: all numbers of the list, as they shall stand."""

    numbers: Sequence[No]


class SetHead(NamedTuple):
    """Set a key above the duties (title, year, issuer, annex, source), or take it out with None."""

    key: str
    value: str | int | Origin | None


ListEdit = AddDuty | Renumber | Reorder | SetHead

_HEAD_ORDER = ("title", "year", "issuer", "annex", "source", "duties")
_ORIGIN_ORDER = Origin._fields


def name_numbers(edit: ListEdit) -> list[No]:
    """Return the numbers that the list must have for the edit."""
    if isinstance(edit, AddDuty):
        return [] if edit.after is None else [edit.after]
    if isinstance(edit, SetHead):
        return []
    return list(edit.numbers)


def renew_numbers(numbers: Sequence[No], edit: ListEdit) -> list[No]:
    """Return the numbers of the duties after the edit, in the order of the file."""
    if isinstance(edit, AddDuty):
        at = 0 if edit.after is None else numbers.index(edit.after) + 1
        return [*numbers[:at], edit.duty.no, *numbers[at:]]
    if isinstance(edit, Renumber):
        return [edit.numbers.get(no, no) for no in numbers]
    return list(edit.numbers) if isinstance(edit, Reorder) else list(numbers)


def renew_values(values: Mapping[str, Any], edit: ListEdit) -> dict[str, Any]:
    """Return the values of a list after the edit."""
    if isinstance(edit, SetHead):
        kept = {key: value for key, value in values.items() if key != edit.key}
        value = _write_head(edit)
        return kept if value is None else {**kept, edit.key: make_plain(value)}
    duties = {duty["no"]: duty for duty in values["duties"]}
    if isinstance(edit, AddDuty):
        duties[edit.duty.no] = make_plain(list_duty(edit.duty))
    if isinstance(edit, Renumber):
        renewed = edit.numbers
        duties = {
            renewed.get(no, no): {**each, "no": renewed.get(no, no)} for no, each in duties.items()
        }
    numbers = renew_numbers([duty["no"] for duty in values["duties"]], edit)
    return {**values, "duties": tuple(duties[no] for no in numbers)}


def renew_text(
    text: str, root: Node, numbers: Sequence[No], edit: ListEdit, plainness: int = 0
) -> list[Splice] | None:
    """Return the splices for the edit, None where it has no place in the text.

    `numbers` are those of the list as it stands; `plainness` is that of `alter_text`.
    """
    if isinstance(edit, SetHead):
        return _set_head(text, root, edit, plainness)
    if isinstance(edit, Renumber):
        return [
            splice
            for position, no in enumerate(numbers)
            if (new := edit.numbers.get(no, no)) != no
            for splice in alter_text(text, root, position, PutKey("no", write_no(new)), plainness)
        ]
    if isinstance(edit, Reorder):
        order = [numbers.index(no) for no in edit.numbers]
        return move_regions(text, *_find_duties(root), order, level=plainness > 0)
    position = 0 if edit.after is None else numbers.index(edit.after) + 1
    return _add_duty(text, root, position, list_duty(edit.duty), plainness)


def _write_head(edit: SetHead) -> Value | None:
    return list_fields(edit.value) if isinstance(edit.value, Origin) else edit.value


def _set_head(text: str, root: Node, edit: SetHead, plainness: int) -> list[Splice]:
    manner = _find_head_manner(text, root, plainness)
    head = Record(text, root, manner, _HEAD_ORDER)
    old = next((value for key, value in root.value if key.value == edit.key), None)
    value = _write_head(edit)
    if value is None:
        return head.alter(DropKey(edit.key))
    if old is None or old.kind != "mapping" or not isinstance(value, Mapping) or plainness:
        return head.alter(PutKey(edit.key, value))
    manner = manner._replace(flow=is_flow(text, old))
    inner = Record(text, old, adopt_quotes(text, old, manner), _ORIGIN_ORDER)
    return _set_parts(inner, value)


def _find_head_manner(text: str, root: Node, plainness: int) -> Manner:
    """Return how the keys above the duties are written."""
    manner = Manner(
        flow=is_flow(text, root),
        block_text=plainness < 1,
        quoted=plainness >= PLAINEST,
        dash=Dash(column_of(text, root.start) + 2),
    )
    return adopt_quotes(text, root, manner)


def _set_parts(record: Record, wanted: Mapping[str, Value]) -> list[Splice]:
    """Return the splices after which the record holds just these texts."""
    held = {key.value: value.value for key, value in record.duty.value}
    splices = []
    for key in record.order:
        if key in held and key not in wanted:
            splices += record.alter(DropKey(key))
        elif key in wanted and held.get(key) != wanted[key]:
            splices += record.alter(PutKey(key, wanted[key]))
    return splices


def _add_duty(
    text: str, root: Node, position: int, duty: Mapping[str, Value], plainness: int
) -> list[Splice]:
    _, duties = _find_duties(root)
    if not duties.value:
        return _open_duties(text, root, duties, duty, plainness)
    neighbour = max(position - 1, 0)
    manner = find_duty_manner(text, root, neighbour, plainness)
    if is_flow(text, duties):
        part = render(duty, manner._replace(flow=True))
        return flow_style.insert_part(text, duties, position, part)
    return _add_lines(text, root, position, duty, manner)


def _open_duties(
    text: str, root: Node, duties: Node, duty: Mapping[str, Value], plainness: int
) -> list[Splice]:
    """Put the first duty into the brackets of an empty list, or in their place."""
    manner = _find_head_manner(text, root, plainness)
    if manner.flow or "#" in text[duties.start : duties.end]:
        return flow_style.insert_part(text, duties, 0, render(duty, manner._replace(flow=True)))
    at = next(at for at, (_, value) in enumerate(root.value) if value is duties)
    return Record(text, root, manner, _HEAD_ORDER).set_value(at, (duty,))


def _add_lines(
    text: str, root: Node, position: int, duty: Mapping[str, Value], manner: Manner
) -> list[Splice]:
    """Put a duty on lines of its own, parted from the others as these are from each other."""
    key, duties = _find_duties(root)
    regions = find_regions(text, key, duties)
    lines = count_blank_lines(text, regions, max(position - 1, 0))
    column = column_of(text, key.start)
    [splice] = block_style.insert_item(text, duties, position, duty, column, manner)
    if position:
        gap = line_end_at(text, splice.start) * lines
        return [Splice(splice.start, splice.start, gap), splice]
    at = regions[0].start
    if not opens_line(text, duties.start):
        return [splice]
    # Not below the comments that open the record which was the first.
    end = line_end_at(text, at)
    item = splice.text.rstrip(" ")
    return [Splice(at, at, " " * column_of(text, duties.start) + item + end * lines)]


def _find_duties(root: Node) -> tuple[Node, Node]:
    """Return the key of the duties, and their list."""
    return next((key, value) for key, value in root.value if key.value == "duties")
