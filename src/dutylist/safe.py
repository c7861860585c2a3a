"""Text from files, arguments, git or hooks, made safe to show in one place of a screen.

Nothing here drops a character: what a terminal or a log must not get is shown as an escape.
"""

import re

# Controls, escapes, marks that turn text round, separators, halves of characters, and what is no
# character at all: git takes a message that holds one for no UTF-8, and writes it anew as Latin-1.
_NONE = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    f"\ufdd0-\ufdef{_NONE}]"
)
_NAMED = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


def show_text(text: str) -> str:
    r"""Return `text` with all that could act on a terminal shown as \x1b or \u202e."""
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if 0xDC80 <= code <= 0xDCFF:  # a byte of an argument that was not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
