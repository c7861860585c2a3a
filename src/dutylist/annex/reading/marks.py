"""Marks in a content or a cell: （废止）, and people among departments."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from dutylist.annex.reading.forms import is_person, is_title_of_office

_MARK = re.compile(
    r"\s*[（(〔【\[［]\s*(?:此项|该项|本项)?(?:已)?(?:经)?\s*废\s*止\s*[）)〕】\]］]\s*"
)
_BARE = re.compile(
    r"^\s*(?:[（(〔【\[])?(?:此项|该项|本项|该事项|本事项|任务)?(?:已)?(?:废\s*止|作\s*废)"
)


class Repealed(NamedTuple):
    """A text without the mark, the mark as printed ("" for none), and whether text follows it."""

    text: str
    mark: str
    is_inside: bool = False


def strip_repealed(text: str, *, bare: bool = False) -> Repealed:
    """Take the mark of a repealed duty off; `bare` knows it without brackets, too."""
    match = _MARK.search(text) or (_BARE.search(text) if bare else None)
    if match is None:
        return Repealed(text, "")
    rest = text[: match.start()] + text[match.end() :]
    inside = bool(text[: match.start()].strip()) and bool(text[match.end() :].strip(" 。；"))
    return Repealed(rest.strip(), match[0].strip(), inside)


def take_part_marks(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the lines of a cell into departments and people, by what they look like."""
    names: list[str] = []
    people: list[str] = []
    for line in lines:
        for word in re.split(r"[\s、，,；;/（）()：:]+", line):
            if not word:
                continue
            is_one = is_person(word) or is_title_of_office(word)
            (people if is_one else names).append(word)
    return tuple(names), tuple(people)
