"""Nodes into plain values, by our own rules, so that no two loaders can disagree.

Only true/false, plain whole numbers, other numbers and nothing (null) are read as such; all else
is text, dates too. A key twice and a key with nothing after it are findings: the model could not
name their place.
"""

import re
from collections.abc import Sequence
from typing import Any

from dutylist.errors import Finding
from dutylist.fields import Figure
from dutylist.store.source import Text
from dutylist.store.syntax import Node
from dutylist.words import say

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}", re.ASCII)
_NUMBER = re.compile(
    r"[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"
    r"|0[xob][0-9a-fA-F_]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
    re.ASCII,
)
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
_TRUTH = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False
}  # fmt: skip
_NUMBER_START = frozenset("+-.0123456789")


class Builder:
    """Builds the values of one file and gathers what is wrong with its keys."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.findings: list[Finding] = []

    def build(self, node: Node) -> Any:
        """Return the node's value: str, int, float, bool, None, tuple or dict with str keys."""
        if node.kind == "scalar":
            return node.value if node.style else read_plain(node.value)
        if node.kind == "sequence":
            return tuple(self._build_item(item) for item in node.value)
        return self._build_mapping(node)

    def _build_item(self, item: Node) -> Any:
        value = self.build(item)
        if value is None:
            self._add_nothing(item, "-")
        return value

    def _build_mapping(self, node: Node) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in node.value:
            name = self._name(key)
            if name in values:
                self._add_twice(key, name)
                continue
            values[name] = self.build(value)
            if values[name] is None:
                self._add_nothing(key, name)
        return values

    def _name(self, key: Node) -> str:
        if key.kind == "scalar":
            return str(key.value)
        self.findings.append(
            self.text.finding(
                key.line,
                key.column,
                say("a list or a mapping stands where a key should"),
                say("write a key, as “year: 2022”; text that starts with ? [ or {{ goes in quotes"),
            )
        )
        return ""

    def _add_twice(self, key: Node, name: str) -> None:
        self.findings.append(
            self.text.finding(
                key.line,
                key.column,
                say("the key “{key}” stands here a second time", key=name),
                say("delete one of the two; a merge of two edits may have left both"),
            )
        )

    def _add_nothing(self, node: Node, name: str) -> None:
        self.findings.append(
            self.text.finding(
                node.line,
                node.column,
                say("nothing stands after “{key}”", key=name),
                say("fill it in or delete the line; text that starts with # goes in quotes"),
            )
        )


def read_plain(text: str) -> str | int | float | bool | None:
    """Return what an unquoted scalar stands for."""
    if text in _NOTHING:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if text[0] not in _NUMBER_START:
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    return Figure.of(text) if _NUMBER.fullmatch(text) else text


def find_node(root: Node, path: Sequence[str | int]) -> tuple[Node, Node | None]:
    """Return the node at `path`, or the deepest one on the way, and the last key passed."""
    node, last_key = root, None
    for step in path:
        found = _descend(node, step)
        if found is None:
            break
        node, last_key = found[1], found[0] or last_key
    return node, last_key


def has_child(node: Node, step: str | int) -> bool:
    """Tell whether `step` is a key of the mapping or a position in the sequence."""
    return _descend(node, step) is not None


def _descend(node: Node, step: str | int) -> tuple[Node | None, Node] | None:
    if node.kind == "sequence" and isinstance(step, int):
        return (None, node.value[step]) if step < len(node.value) else None
    if node.kind == "mapping":
        return next((pair for pair in node.value if pair[0].value == step), None)
    return None
