"""Bytes into text: encoding, size and characters that no list may hold.

All of this is looked at before a YAML parser sees the file. `Text` also cuts the excerpt that a
finding shows, since only it knows the lines.
"""

import codecs
import re
from typing import NamedTuple

from dutylist.errors import Finding, Place, Severity
from dutylist.words import Message, say

MOST_BYTES = 20 * 1024 * 1024
EXCERPT_LENGTH = 160

_LINE_END = re.compile(r"\r\n|\n|\r")
# C0 without tab and line ends, DEL, C1, the two separators that YAML 1.1 takes for line ends, and
# two that are no characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}|={7})(?:[ \t].*)?$")
_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Text(NamedTuple):
    """A file's text without its byte order mark, with what findings need to name a place."""

    path: str
    text: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, path: str, text: str) -> "Text":
        """Split `text` into lines as YAML does."""
        return cls(path, text, tuple(_LINE_END.split(text)))

    def finding(
        self,
        line: int,
        column: int,
        problem: Message,
        remedy: Message,
        *,
        severity: Severity = Severity.INVALID,
        subject: Message | None = None,
    ) -> Finding:
        """Make a finding at `line` and `column` (from 1), with the excerpt of that line."""
        excerpt, caret = _cut_excerpt(self._line(line), column - 1)
        place = Place(self.path, line, column)
        return Finding(place, severity, problem, remedy, subject, excerpt, caret)

    def _line(self, line: int) -> str:
        return self.lines[line - 1] if line <= len(self.lines) else ""


def read_text(path: str, raw: bytes) -> tuple[Text, list[Finding]]:
    """Decode `raw`; with any finding, the text is not fit to be parsed.

    A list is UTF-8, with or without a byte order mark, at most 20 MB.
    """
    if len(raw) > MOST_BYTES:
        return _refuse(path, say("the file is larger than 20 MB"), say("split the list in two"))
    if raw.startswith(_WIDE_MARKS):
        return _refuse(path, say("the file is UTF-16 or UTF-32, not UTF-8"), _SAVE_AS_UTF8)
    try:
        text = Text.of(path, raw.removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError as fault:
        return _refuse_encoding(path, raw.removeprefix(codecs.BOM_UTF8), fault)
    return text, _find_second_mark(text) or _find_forbidden(text) or _find_conflicts(text)


def _find_second_mark(text: Text) -> list[Finding]:
    # The parsers pass over it, and every place that they name is one off.
    if not text.text.startswith("\ufeff"):
        return []
    problem = say("a second byte order mark stands here")
    return [text.finding(1, 1, problem, say("delete it; two programs have each added one"))]


_SAVE_AS_UTF8 = say("save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)")


def _refuse(path: str, problem: Message, remedy: Message) -> tuple[Text, list[Finding]]:
    text = Text.of(path, "")
    return text, [text.finding(1, 1, problem, remedy)]


def _refuse_encoding(
    path: str, raw: bytes, fault: UnicodeDecodeError
) -> tuple[Text, list[Finding]]:
    before = Text.of(path, raw[: fault.start].decode())
    line, column = len(before.lines), len(before.lines[-1]) + 1
    shown = Text.of(path, raw.decode("utf-8", errors="replace"))
    if _is_gb18030(raw):
        problem = say("the file is not UTF-8 but GBK (GB18030)")
    else:
        problem = say("byte {byte} is not UTF-8", byte=f"0x{raw[fault.start]:02x}")
    return shown, [shown.finding(line, column, problem, _SAVE_AS_UTF8)]


def _is_gb18030(raw: bytes) -> bool:
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _find_forbidden(text: Text) -> list[Finding]:
    found = [
        (line, match)
        for line, content in enumerate(text.lines, start=1)
        if (match := _FORBIDDEN.search(content))
    ]
    return [
        text.finding(
            line,
            match.start() + 1,
            say("the control character {code} stands here", code=f"U+{ord(match[0]):04X}"),
            say("delete it; a crash or a copied terminal text leaves such characters behind"),
        )
        for line, match in found
    ]


def _find_conflicts(text: Text) -> list[Finding]:
    if "<<<<<<<" not in text.text:
        return []
    return [
        text.finding(
            line,
            1,
            say("a merge left its conflict marker here"),
            say("keep one side or both, delete the marker lines, then check again"),
        )
        for line, content in enumerate(text.lines, start=1)
        if _CONFLICT.match(content)
    ]


def _cut_excerpt(line: str, offset: int) -> tuple[str, int]:
    if len(line) <= EXCERPT_LENGTH:
        return line, offset
    first = max(0, offset - EXCERPT_LENGTH // 2)
    cut = line[first : first + EXCERPT_LENGTH]
    head = "…" if first else ""
    tail = "…" if first + EXCERPT_LENGTH < len(line) else ""
    return f"{head}{cut}{tail}", offset - first + len(head)
