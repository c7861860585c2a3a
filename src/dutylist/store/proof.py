"""A list under edit: its text, its nodes and its values; and the proof that an edit is right.

The text after an edit is composed anew, and its values compared with those that were meant.
"""

import codecs
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dutylist.errors import Finding
from dutylist.fields import Figure
from dutylist.store.source import Text, read_text
from dutylist.store.splices import Splice, splice_text
from dutylist.store.syntax import Node, compose
from dutylist.store.values import Builder


class Version(NamedTuple):
    """A list's text with its nodes and its values."""

    text: Text
    root: Node
    values: dict[str, Any]

    @property
    def duties(self) -> tuple[dict[str, Any], ...]:
        """Return the values of each duty."""
        return tuple(self.values["duties"])


def strip_marks(raw: bytes) -> bytes:
    """Take off every byte order mark: the C parser leaves a second one out of its offsets."""
    while raw.startswith(codecs.BOM_UTF8):
        raw = raw.removeprefix(codecs.BOM_UTF8)
    return raw


def read_version(path: str, raw: bytes) -> tuple[Version | None, list[Finding]]:
    """Read a list without its byte order marks, or tell why it cannot be read."""
    text, findings = read_text(path, raw)
    root, findings = (None, findings) if findings else compose(text)
    if root is None or findings:
        return None, findings
    builder = Builder(text)
    values = builder.build(root)
    if builder.findings:
        return None, builder.findings
    return Version(text, root, values), []


def prove(version: Version, splices: Sequence[Splice], wanted: Mapping[str, Any]) -> Version | None:
    """Return the version after the splices, or None if it does not say what is wanted."""
    text = splice_text(version.text.text, splices)
    altered, _ = read_version(version.text.path, text.encode()) if text is not None else (None, [])
    return altered if altered and normalise(altered.values) == normalise(wanted) else None


def normalise(value: Any) -> Any:
    """Return a value for comparison: text without blanks around it, figures as they are written."""
    if isinstance(value, dict):
        return {key: normalise(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(normalise(part) for part in value)
    if isinstance(value, Figure):
        return (Figure, value.text)
    return value.strip() if isinstance(value, str) else (type(value), value)
