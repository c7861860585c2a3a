"""Names of parties as names of files that every system takes, no two of them the same.

Windows forbids more than others, tells no case apart and drops a dot at the end; a disk takes
names of 255 bytes at most, with which a Chinese name of 85 characters is full. What is forbidden
becomes its full-width double, so that the name still reads as it did.
"""

import re
import unicodedata
from collections.abc import Iterable

from dutylist.names import fold_name
from dutylist.safe import show_text

_FORBIDDEN = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:[ .].*)?",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 200  # bytes of a stem, which leaves room for a number and the ending
_NOTHING = "_"


def name_files(names: Iterable[str], ending: str) -> list[str]:
    """Return a file name for each name, in order; `ending` is as .txt.

    Of names that would be one file the first keeps its name, and the others are numbered.
    """
    taken: set[str] = set()
    return [_claim(_make_stem(name), taken) + ending for name in names]


def _claim(stem: str, taken: set[str]) -> str:
    """Return the stem, with a number where another name has it, and keep others from it."""
    free, number = stem, 1
    while fold_name(free) in taken:
        number += 1
        free = f"{stem}（{number}）"
    taken.add(fold_name(free))
    return free


def _make_stem(name: str) -> str:
    """Return the name without what any system refuses at the front, inside or at the end."""
    shown = show_text(unicodedata.normalize("NFC", " ".join(name.split())))
    stem = _cut(shown.translate(_FORBIDDEN)).strip(" ")
    stem = stem.rstrip(". ")
    if stem[:1] in (".", "-", "~") or _RESERVED.fullmatch(stem):
        stem = _NOTHING + stem
    return stem or _NOTHING


def _cut(text: str) -> str:
    return text.encode()[:_LONGEST].decode(errors="ignore")
