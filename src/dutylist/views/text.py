"""Text made safe to show, and measured in the cells of a terminal.

Nothing here drops a character: what a terminal must not get is shown as an escape.
"""

import re

# Controls, escapes, marks that turn text round, separators, and halves of characters.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
# ASCII, Chinese punctuation, Han characters and full-width forms: nearly all that lists hold.
_NARROW = "“”‘’—…●"
_COMMON = re.compile(f"[ -~{_NARROW}\u3001-\u3029\u4e00-\u9fff\uff01-\uff60]*")
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
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def measure(text: str) -> int:
    """Return the cells that `text` takes on a terminal; a Chinese character takes two."""
    if text.isascii():
        return len(text)
    if _COMMON.fullmatch(text):
        # Of these characters the ones of three bytes take two cells, but for the narrow marks.
        narrow = sum(map(text.count, _NARROW))
        return len(text) + (len(text.encode()) - len(text)) // 2 - narrow
    # Imported here: its tables cost more than most answers need.
    from rich.cells import cell_len  # noqa: PLC0415

    return cell_len(text)


def pad(text: str, width: int) -> str:
    """Fill `text` up with blanks to `width` cells."""
    return text + " " * (width - measure(text))
