"""What an edit does to one duty: an item or a key put in or taken out, in values and in text.

Both are told apart on purpose: `alter_values` says what the record should hold afterwards and
`alter_text` how its text should change, so that the one can prove the other. Here is decided in
whose way a new part is written: that of its neighbours in the same list, else of the duty.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from dutylist.store import block_style, flow_style
from dutylist.store.render import Dash, Manner, Value, render, render_pair
from dutylist.store.spans import column_of, is_flow
from dutylist.store.splices import Splice
from dutylist.store.syntax import Node
from dutylist.store.values import find_node


class PutItem(NamedTuple):
    """Put a record into the list at `key`, before the item at `position`."""

    key: str
    position: int
    item: Mapping[str, Value]


class DropItem(NamedTuple):
    """Take the item at `position` out of the list at `key`; the key goes with the last one."""

    key: str
    position: int


class PutKey(NamedTuple):
    """Set `key` to a value, whether it is there or not."""

    key: str
    value: Value


class DropKey(NamedTuple):
    """Take out a key that is there."""

    key: str


Alteration = PutItem | DropItem | PutKey | DropKey

PLAINEST = 2
"""How far a text can be written more plainly than its neighbours, if it has to be."""

DUTY_ORDER = (
    "no",
    "content",
    "departments",
    "supporting",
    "deadline",
    "leaders",
    "due",
    "continues",
    "repealed",
    "extended",
    "progress",
)


def alter_values(values: Mapping[str, Any], alteration: Alteration) -> dict[str, Any]:
    """Return the values of a duty after the alteration."""
    altered = dict(values)
    key = alteration.key
    if isinstance(alteration, PutKey):
        altered[key] = make_plain(alteration.value)
    elif isinstance(alteration, DropKey):
        del altered[key]
    else:
        items = list(altered.pop(key, ()))
        if isinstance(alteration, PutItem):
            items.insert(alteration.position, make_plain(alteration.item))
        else:
            del items[alteration.position]
        if items:
            altered[key] = tuple(items)
    return altered


def alter_text(
    text: str, root: Node, position: int, alteration: Alteration, plainness: int = 0
) -> list[Splice]:
    """Return the splices for the duty at `position`; with more `plainness`, in simpler forms.

    From 1 on no text is written as block text, lists of names are written anew as a whole, and
    comments go with what they stand below; from 2 on every text stands in double quotes.
    """
    duties, _ = find_node(root, ("duties",))
    manner = find_duty_manner(text, root, position, plainness)
    return Record(text, duties.value[position], manner).alter(alteration)


def find_duty_manner(text: str, root: Node, position: int, plainness: int = 0) -> Manner:
    """Return how the duty at `position` is written; `plainness` is that of `alter_text`."""
    duties, _ = find_node(root, ("duties",))
    duty = duties.value[position]
    manner = _find_manner(text, root, duties, duty)._replace(
        block_text=plainness < 1, quoted=plainness >= PLAINEST
    )
    return adopt_quotes(text, duty, manner)


class Record(NamedTuple):
    """One duty (or another record) in its text, and the manner in which it is written."""

    text: str
    duty: Node
    manner: Manner
    order: Sequence[str] = DUTY_ORDER

    @property
    def column(self) -> int:
        """Return the column of the duty's keys in block style."""
        return column_of(self.text, self.duty.start)

    def alter(self, alteration: Alteration) -> list[Splice]:
        """Return the splices for one alteration."""
        at = self._find(alteration.key)
        if isinstance(alteration, PutKey):
            return self._put_key(at, alteration.key, alteration.value)
        if isinstance(alteration, PutItem):
            return self._put_item(at, alteration)
        if at is None:
            return []
        if isinstance(alteration, DropItem) and len(self.duty.value[at][1].value) > 1:
            return self._drop_item(self.duty.value[at][1], alteration.position)
        if self.manner.flow:
            return flow_style.remove_part(self.text, self.duty, at)
        return block_style.remove_pair(self.text, self.duty, at, below=self._is_plain())

    def _is_plain(self) -> bool:
        return not self.manner.block_text

    def _find(self, key: str) -> int | None:
        keys = (node.value for node, _ in self.duty.value)
        return next((at for at, name in enumerate(keys) if name == key), None)

    def _put_item(self, at: int | None, put: PutItem) -> list[Splice]:
        if at is None:
            return self._add_key(put.key, (put.item,))
        items = self.duty.value[at][1]
        if not items.value and "#" not in self.text[items.start : items.end]:
            return self.set_value(at, (put.item,))
        neighbour = items.value[max(put.position - 1, 0)] if items.value else self.duty
        manner = adopt_quotes(self.text, neighbour, self.manner)
        if is_flow(self.text, items):
            part = render(put.item, manner._replace(flow=True))
            return flow_style.insert_part(self.text, items, put.position, part)
        return block_style.insert_item(
            self.text, items, put.position, put.item, self.column, manner
        )

    def _drop_item(self, items: Node, position: int) -> list[Splice]:
        if is_flow(self.text, items):
            return flow_style.remove_part(self.text, items, position)
        return block_style.remove_item(self.text, items, position, below=self._is_plain())

    def _put_key(self, at: int | None, key: str, value: Value) -> list[Splice]:
        if at is None:
            return self._add_key(key, value)
        old = self.duty.value[at][1]
        if isinstance(value, tuple) and value and self._has_lines(old) and not self._is_plain():
            return self._put_names(old, [str(name) for name in value])
        return self.set_value(at, value)

    def _add_key(self, key: str, value: Value) -> list[Splice]:
        position = self._find_place(key)
        if self.manner.flow:
            part = render_pair(key, value, 0, self.manner)
            return flow_style.insert_part(self.text, self.duty, position, part)
        return block_style.insert_pair(self.text, self.duty, position, key, value, self.manner)

    def _find_place(self, key: str) -> int:
        """Return the position after the key that usually stands before; progress comes last."""
        if key == self.order[-1]:
            return len(self.duty.value)
        before = reversed(self.order[: self.order.index(key)])
        return next((at + 1 for each in before if (at := self._find(each)) is not None), 1)

    def set_value(self, at: int, value: Value) -> list[Splice]:
        """Return the splices that put a value in the place of the one at `at`."""
        pair = self.duty.value[at]
        if self.manner.flow:
            return [Splice(pair[1].start, pair[1].end, render(value, self.manner))]
        return block_style.replace_value(self.text, pair, self.column, value, self.manner)

    def _has_lines(self, names: Node) -> bool:
        """Tell whether names stand on several lines, which may hold comments."""
        return bool(names.value) and "\n" in self.text[names.start : names.value[-1].end]

    def _put_names(self, old: Node, names: Sequence[str]) -> list[Splice]:
        """Change only the names that differ: lines that stay keep their comments."""
        first, last = _count_same([name.value.strip() for name in old.value], names)
        gone = old.value[first : len(old.value) - last]
        new = names[first : len(names) - last]
        manner = self.manner._replace(flow=is_flow(self.text, old))
        splices = [
            Splice(node.start, node.end, render(name, manner))
            for node, name in zip(gone, new, strict=False)
        ]
        at = first + len(splices)
        for position in range(at, first + len(gone)):
            splices += self._drop_item(old, position)
        if manner.flow and len(new) > len(gone):
            part = ", ".join(render(name, manner) for name in names[at : len(names) - last])
            return [*splices, *flow_style.insert_part(self.text, old, at, part)]
        for name in new[len(gone) :]:
            splices += block_style.insert_item(self.text, old, at, name, self.column, manner)
        return splices


def _find_manner(text: str, root: Node, duties: Node, duty: Node) -> Manner:
    if is_flow(text, duty):
        return Manner(flow=True)
    column = column_of(text, duty.start)
    outer = block_style.find_dash(text, duties)
    offset = outer.column - column_of(text, root.start)
    dash = Dash(column + offset, outer.lead if outer.lead.strip(" ") == "" else " ")
    own = (value for _, value in duty.value if value.kind == "sequence")
    lists = (value for value in own if not is_flow(text, value))
    first = next(lists, None)
    if first is not None:
        dash = block_style.find_dash(text, first)
    return Manner(step=offset or 2, dash=dash)


def adopt_quotes(text: str, mapping: Node, manner: Manner) -> Manner:
    """Quote keys as the mapping does; in brackets with "keys", as in JSON, all texts, too."""
    styles = {key.style for key, _ in mapping.value}
    if len(styles) != 1:
        return manner
    quote = styles.pop()
    quoted = manner.quoted or (quote == '"' and is_flow(text, mapping))
    return manner._replace(key_quote=quote, quoted=quoted)


def _count_same(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many names are the same at the start and, of the others, at the end."""
    most = min(len(old), len(new))
    first = next((at for at in range(most) if old[at] != new[at]), most)
    rest = range(most - first)
    return first, next((at for at in rest if old[-1 - at] != new[-1 - at]), most - first)


def make_plain(value: Value) -> Any:
    """Return the value as a list that holds it would be read."""
    if isinstance(value, Mapping):
        return {key: make_plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(make_plain(part) for part in value)
    if isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
