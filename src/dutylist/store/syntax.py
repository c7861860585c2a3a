"""Text into nodes with places, or findings; only the part of YAML that lists are written in.

The parser's events are read one at a time, so that tags, anchors, aliases, directives, a second
document and deep nesting are met before anything is built from them: libyaml's own composer
crashes the process on deep nesting, and a few hundred bytes of aliases can take gigabytes.
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from dutylist.errors import Finding
from dutylist.store.mistakes import explain_error
from dutylist.store.source import Text
from dutylist.words import Message, say

try:
    # ruamel.yaml's stubs do not name the class that its C extension has.
    from ruamel.yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:  # PyPy, or a machine where the C extension could not be built: 8 times slower
    from dutylist.store.pure import PureParser as _Parser

DEEPEST = 16


class Node(NamedTuple):
    """One YAML node. Line and column count from 1; `start` and `end` are offsets in the text.

    `value` is the text of a scalar, the nodes of a sequence, or the key and value nodes of a
    mapping; `style` is the scalar's quote or block mark, empty for a plain one.
    """

    kind: str
    value: Any
    style: str
    line: int
    column: int
    start: int
    end: int


class _TooDeep(Exception):
    def __init__(self, mark: Any) -> None:
        self.mark = mark


def compose(text: Text) -> tuple[Node | None, list[Finding]]:
    """Return the root node (None for an empty file) and all that the format forbids."""
    composer = _Composer(text)
    try:
        root = composer.compose()
    except _TooDeep as fault:
        composer.add(
            fault.mark,
            say("more than {most} levels lie inside each other", most=DEEPEST),
            say("a duty list needs five; look for brackets that were never closed"),
        )
        return None, composer.findings
    except MarkedYAMLError as fault:
        return None, [*composer.findings, explain_error(text, fault)]
    except YAMLError:
        return None, [*composer.findings, _explain_reader(text)]
    return root, composer.findings or list(_find_tabs(text, root))


class _Composer:
    """Builds nodes from events; forbidden things become findings and are passed over."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.findings: list[Finding] = []
        self._parser = _Parser(text.text)
        self._next = self._parser.get_event

    def compose(self) -> Node | None:
        self._next()
        root: Node | None = None
        documents = 0
        while type(event := self._next()).__name__ == "DocumentStartEvent":
            documents += 1
            self._check_document(event, documents)
            if documents > 1:
                break
            root = self._node(self._next(), 1)
            self._next()
        return root

    def add(self, mark: Any, problem: Message, remedy: Message) -> None:
        self.findings.append(self.text.finding(mark.line + 1, mark.column + 1, problem, remedy))

    def _check_document(self, event: Any, documents: int) -> None:
        if event.version is not None or event.tags:
            self.add(
                event.start_mark,
                say("a YAML directive (a line that starts with %) stands here"),
                say("delete the line; lists need none"),
            )
        if documents > 1:
            self.add(
                event.start_mark,
                say("a second YAML document starts here"),
                say("keep one list to a file; delete the line ---"),
            )

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self._alias(event)
        if event.anchor is not None or (event.tag is not None and event.tag != "!"):
            self._forbid_properties(event)
        elif event.tag == "!":
            self._forbid_tag(event, "!")
        start = event.start_mark
        if kind == "ScalarEvent":
            value, style, end = event.value, event.style or "", event.end_mark.index
            return Node("scalar", value, style, start.line + 1, start.column + 1, start.index, end)
        if depth > DEEPEST:
            raise _TooDeep(start)
        if kind == "SequenceStartEvent":
            items, end = self._items(depth)
            return Node("sequence", items, "", start.line + 1, start.column + 1, start.index, end)
        pairs, end = self._pairs(depth)
        return Node("mapping", pairs, "", start.line + 1, start.column + 1, start.index, end)

    def _items(self, depth: int) -> tuple[list[Node], int]:
        items = []
        while type(event := self._next()).__name__ != "SequenceEndEvent":
            items.append(self._node(event, depth + 1))
        return items, event.end_mark.index

    def _pairs(self, depth: int) -> tuple[list[tuple[Node, Node]], int]:
        pairs = []
        while type(event := self._next()).__name__ != "MappingEndEvent":
            key = self._node(event, depth + 1)
            pairs.append((key, self._node(self._next(), depth + 1)))
        return pairs, event.end_mark.index

    def _alias(self, event: Any) -> Node:
        mark = event.start_mark
        self.add(
            mark,
            say("an alias (*{name}) stands here; lists have none", name=event.anchor),
            say("write the value out; text that starts with * goes in quotes"),
        )
        return Node("scalar", "", "", mark.line + 1, mark.column + 1, mark.index, mark.index)

    def _forbid_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self.add(
                event.start_mark,
                say("an anchor (&{name}) stands here; lists have none", name=event.anchor),
                say("delete it; text that starts with & goes in quotes"),
            )
        if event.tag is not None:
            self._forbid_tag(event, str(event.tag))

    def _forbid_tag(self, event: Any, tag: str) -> None:
        self.add(
            event.start_mark,
            say("a tag ({tag}) stands here; lists have none", tag=tag),
            say("delete it; text that starts with ! goes in quotes"),
        )


def _explain_reader(text: Text) -> Finding:
    return text.finding(
        1, 1, say("this is no text that YAML can read"), say("write it anew from a good list")
    )


def _find_tabs(text: Text, root: Node | None) -> Iterator[Finding]:
    """Find tabs between values: libyaml takes some of them, other loaders take none."""
    if "\t" not in text.text or root is None:
        return
    scalars = _Scalars(root)
    first = 0
    for line, content in enumerate(text.lines, start=1):
        column = (
            _find_stray_tab(scalars, content, first)
            if "\t" in content and content.strip()
            else None
        )
        if column is not None:
            yield text.finding(
                line,
                column + 1,
                say("a tab stands between values"),
                say("put a blank in its place; text from Excel brings tabs along"),
            )
        first += len(content)
        first += 2 if text.text.startswith("\r\n", first) else 1


def _find_stray_tab(scalars: "_Scalars", line: str, first: int) -> int | None:
    for column, character in enumerate(line):
        if scalars.hold(first + column):
            continue
        if character == "#" and (column == 0 or line[column - 1] in " \t"):
            return None
        if character == "\t":
            return column
    return None


class _Scalars:
    """Where the quoted and block scalars of a file stand: tabs inside them are text."""

    def __init__(self, root: Node) -> None:
        spans = sorted(_spans(root))
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def hold(self, offset: int) -> bool:
        """Tell whether the character at `offset` belongs to a scalar."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


def _spans(node: Node) -> Iterator[tuple[int, int]]:
    if node.kind == "scalar":
        if node.style:  # in bare text, other loaders take no tab
            yield node.start, node.end
    elif node.kind == "sequence":
        for item in node.value:
            yield from _spans(item)
    else:
        for pair in node.value:
            for part in pair:
                yield from _spans(part)
