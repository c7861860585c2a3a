"""Bytes into text, whatever Chinese offices save: UTF-8, UTF-16, GB18030, with any line ends.

What decodes but holds control characters was no text to begin with, and is refused with its
place.
"""

import codecs
import re
from contextlib import suppress

from dutylist.annex.readers.measure import LINE_END
from dutylist.errors import InvalidData
from dutylist.words import Message, say

# C0 and C1 without tab and what ends a line, and two that are no characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_MARKS = (  # that of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)
_WEB_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
}
_DECLARED_WITHIN = 4096
_SAMPLE = 65536
_CHINESE = re.compile("[\u4e00-\u9fff]")


def read_text(path: str, raw: bytes) -> str:
    """Decode a text file; raises `InvalidData` for what is no text."""
    raw = raw.removesuffix(b"\x1a")  # with which DOS ended a file
    return _check(path, _decode(path, raw, _find_codec(raw)))


def read_web_text(path: str, raw: bytes) -> str:
    """Decode a web page; what it says of itself goes before a guess, a mark before both."""
    declared = _DECLARED.search(raw[:_DECLARED_WITHIN])
    name = _WEB_CODECS.get(declared[1].decode("ascii", "replace").lower()) if declared else None
    if name and not _find_mark(raw) and not _is_saved_anew(raw):
        with suppress(UnicodeDecodeError):
            return _check(path, raw.decode(name))
    return read_text(path, raw)


def _is_saved_anew(raw: bytes) -> bool:
    """Tell whether a page is UTF-8 all the same: editors save it so, and leave what it says.

    A short text in GBK may be UTF-8 by chance, but then not such that it holds Chinese.
    """
    with suppress(UnicodeDecodeError):
        return _CHINESE.search(raw.decode()) is not None
    return False


def _find_mark(raw: bytes) -> tuple[bytes, str] | None:
    return next((known for known in _MARKS if raw.startswith(known[0])), None)


def _find_codec(raw: bytes) -> str:
    if mark := _find_mark(raw):
        return mark[1]
    return _find_wide_codec(raw) or "utf-8"


def _find_wide_codec(raw: bytes) -> str | None:
    """Return which UTF-16 this is: digits and line ends have their NUL all on the same side."""
    sample = raw[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(raw) % 2 or bool(even) == bool(odd):
        return None
    name = "utf-16-le" if odd else "utf-16-be"
    with suppress(UnicodeDecodeError):
        return None if _FORBIDDEN.search(sample.decode(name, "replace")) else name
    return None


def _decode(path: str, raw: bytes, name: str) -> str:
    mark = _find_mark(raw)
    try:
        return raw[len(mark[0]) if mark else 0 :].decode(name)
    except UnicodeDecodeError as fault:
        if mark or name != "utf-8":
            raise _refuse_byte(path, raw, fault) from fault
        return _decode_national(path, raw, fault)


def _decode_national(path: str, raw: bytes, fault: UnicodeDecodeError) -> str:
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as other:
        # The encoding that got further is the one that was meant.
        furthest = max(fault, other, key=lambda each: each.start)
        raise _refuse_byte(path, raw, furthest) from fault


def _refuse_byte(path: str, raw: bytes, fault: UnicodeDecodeError) -> InvalidData:
    before = raw[: fault.start].decode(fault.encoding, "replace")
    byte = f"0x{fault.object[fault.start]:02x}"
    problem = say("byte {byte} is neither UTF-8 nor UTF-16 nor GB18030", byte=byte)
    return _refuse(path, before, problem)


def _check(path: str, text: str) -> str:
    text = text.removeprefix("\ufeff")
    if found := _FORBIDDEN.search(text):
        code = f"U+{ord(found[0]):04X}"
        problem = say("the control character {code} stands here", code=code)
        raise _refuse(path, text[: found.start()], problem)
    if not text.strip():
        raise InvalidData(say("{path}: the file is empty", path=path))
    return text


def _refuse(path: str, before: str, problem: Message) -> InvalidData:
    lines = LINE_END.split(before)
    return InvalidData(
        say(
            "{path}:{line}:{column}: {problem}; this is no text file, or it is damaged: "
            "open it in the program that made it, and save it as UTF-8 text",
            path=path,
            line=len(lines),
            column=len(lines[-1]) + 1,
            problem=problem,
        )
    )
