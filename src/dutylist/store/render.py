"""Plain values as YAML text that every loader reads back as exactly that text.

A text is written bare where neither YAML 1.1 nor 1.2 nor dutylist's own rules would take it for
anything else, in quotes otherwise; several lines become a block text where one can hold them.
Nothing is ever folded or wrapped. Where the text goes is not known here.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from dutylist.fields import check_text


class Quoted(str):
    """A text that always stands in double quotes, as a number of two tasks does."""

    __slots__ = ()


Value = str | bool | int | date | tuple["Value", ...] | Mapping[str, "Value"]
"""What can be written: text, true, a whole number, a day, a list, or a record."""

_TRUTHS = frozenset(["y", "yes", "n", "no", "on", "off", "true", "false", "null", "none", "~"])
_WORDS = _TRUTHS | {"=", "<<", ".inf", "+.inf", "-.inf", ".nan", "inf", "nan"}
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
# A superset of what any loader reads as a whole number, a figure, a time (12:30) or a day.
_NUMBER_LIKE = re.compile(
    r"[-+.0-9][-+.:,_0-9eE]*|[-+]?0[xXoObB][_0-9a-fA-F]*"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt ].*",
    re.ASCII,
)
_INNER = re.compile(r": |:$| #")
_FLOW_MARKS = re.compile(r"[,\[\]{}:?]")
# Characters that no list may hold as they are, and the byte order mark, which editors swallow.
_UNWRITABLE = re.compile("[\t\n\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class Dash(NamedTuple):
    """How the items of a list start: the column of the dash, and the blanks behind it.

    Blanks that start with a line end put the item below its dash.
    """

    column: int
    lead: str = " "


class Manner(NamedTuple):
    """How the neighbours write: line end, quotes around keys, brackets, the dash of a new list.

    With `quoted` every text stands in double quotes (as in JSON); without `block_text` several
    lines do. `step` is how much deeper a mapping or a block text stands than its key.
    """

    line_end: str = "\n"
    key_quote: str = ""
    flow: bool = False
    quoted: bool = False
    block_text: bool = True
    step: int = 2
    dash: Dash = Dash(0)


class Rendered(NamedTuple):
    """A value as text: `head` stands behind its key, `body` on the lines below."""

    head: str
    body: str = ""


def render_pair(key: str, value: Value, column: int, manner: Manner) -> str:
    """Write one key that stands at `column`, with its value; no line end behind."""
    mark = f"{manner.key_quote}{key}{manner.key_quote}:"
    head, body = render_value(value, column, manner)
    first = f"{mark} {head}" if head else mark
    return f"{first}{manner.line_end}{body}" if body else first


def render_value(value: Value, column: int, manner: Manner) -> Rendered:
    """Write the value of a key that stands at `column`."""
    if isinstance(value, str):
        return _render_text(value, column, manner)
    if manner.flow:
        return Rendered(render(value, manner))
    inner = column + manner.step
    if isinstance(value, Mapping):
        return Rendered("", " " * inner + _render_lines(value, inner, manner))
    if isinstance(value, tuple) and any(isinstance(item, Mapping) for item in value):
        items = (" " * manner.dash.column + render_item(item, manner) for item in value)
        return Rendered("", manner.line_end.join(items))
    return Rendered(render(value, manner))


def render_item(item: Value, manner: Manner, *, flat: bool = False) -> str:
    """Write an item of a list from its dash on; a `flat` record in brackets."""
    column, lead = manner.dash
    blanks = lead.lstrip("\r\n")
    start = f"-{blanks}" if blanks == lead else f"-{manner.line_end}{blanks}"
    inner = len(blanks) if blanks != lead else column + 1 + len(blanks)
    if isinstance(item, Mapping) and not flat:
        return start + _render_lines(item, inner, manner._replace(dash=Dash(inner + manner.step)))
    return start + render(item, manner)


def render(value: Value, manner: Manner) -> str:
    """Write a value on one line, lists and records in brackets."""
    inside = manner._replace(flow=True)
    if isinstance(value, tuple):
        return f"[{', '.join(render(item, inside) for item in value)}]"
    if isinstance(value, Mapping):
        pairs = (render_pair(key, part, 0, inside) for key, part in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, int):
        return str(value).lower()  # a truth, too
    if isinstance(value, date):
        return f'"{value}"' if manner.quoted and manner.flow else str(value)
    return (
        _quote_double(value)
        if isinstance(value, Quoted)
        else _render_line(check_text(value), manner)
    )


def _render_lines(record: Mapping[str, Value], column: int, manner: Manner) -> str:
    joint = manner.line_end + " " * column
    return joint.join(render_pair(key, value, column, manner) for key, value in record.items())


def _render_text(text: str, column: int, manner: Manner) -> Rendered:
    if isinstance(text, Quoted) or not _fits_block(check_text(text), manner):
        return Rendered(render(text, manner))
    text = check_text(text)
    indent = " " * (column + manner.step)
    lines = (indent + line if line else "" for line in text.split("\n"))
    return Rendered("|-", manner.line_end.join(lines))


def _fits_block(text: str, manner: Manner) -> bool:
    if "\n" not in text or manner.flow or manner.quoted or not manner.block_text:
        return False
    lines = text.split("\n")
    return not any(_UNWRITABLE.search(line) or line != line.rstrip() for line in lines)


def _render_line(text: str, manner: Manner) -> str:
    if manner.quoted or _UNWRITABLE.search(text):
        return _quote_double(text)
    return text if _is_bare(text, manner) else "'" + text.replace("'", "''") + "'"


def _is_bare(text: str, manner: Manner) -> bool:
    if text[0] in _INDICATORS or text.casefold() in _WORDS or text.startswith("..."):
        return False
    if _NUMBER_LIKE.fullmatch(text) or _INNER.search(text):
        return False
    return not (manner.flow and _FLOW_MARKS.search(text))


def _quote_double(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNWRITABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)
