"""Labels in running text: 牵头单位：…；完成时限：…, alone on a line, in brackets, or several.

A label is a column title before a colon; 甲局牵头，乙局配合 says the same behind the names.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutylist.annex.reading.columns import Given
from dutylist.annex.reading.forms import find_role, fold, is_deadline, is_unit
from dutylist.annex.reading.lexicon import Role
from dutylist.words import Message, say

PAIRS = dict(zip("（(〔[【［｛", "）)〕]】］｝", strict=True))
"""The brackets in which texts say who and when."""
_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[\s；;。，,、：:】）\])〕/／|]))"
    r"(?P<label>[\u3400-\u9fff][\u3400-\u9fff （）()、]{1,13}?)\s*[:：]"
)
_ACTS = (
    (re.compile("(?:牵头负责|牵头落实|牵头办理|牵头|主办|主责|总负责)$"), Role.LEAD),
    (
        re.compile(
            "(?:按(?:照)?(?:各自)?职责(?:分工)?(?:分别)?(?:负责|落实)?|分工负责|分别负责)$"
            "|(?:负责落实|负责|承办|落实|责任)$"
        ),
        Role.RESPONSIBLE,
    ),
    (re.compile("(?:配合落实|协同配合|配合|协办|协助|参与|协同|参加)$"), Role.SUPPORTING),
)
PARTY_ROLES = frozenset((Role.LEAD, Role.RESPONSIBLE, Role.SUPPORTING, Role.MIXED, Role.SHARED))
LABEL_ROLES = PARTY_ROLES | {
    Role.DEADLINE, Role.LEADERS, Role.PERSON, Role.ASIDE, Role.REMARK
}  # fmt: skip
"""What may stand before a colon; a remark or a telephone number is known, and not kept."""


class Labelled(NamedTuple):
    """A value with its label as printed; `doubt` tells what is not sure about it."""

    role: Role
    label: str
    value: str
    doubt: Message | None = None


def find_labels(text: str, given: Given) -> list[tuple[int, int, str, Role]]:
    """Return where labels stand in a text: start, end behind the colon, label, role."""
    found = []
    for match in _LABEL.finditer(text):
        label = _trim(match["label"])
        role = given.get(fold(label)) or find_role(label)
        if role in LABEL_ROLES and len(fold(label)) >= 2 and _is_balanced(label):
            start = match.end("label") - len(label)
            found.append((start, match.end(), label, role))
    return found


def _trim(label: str) -> str:
    return re.split(r"[、]|\s(?=\S{2,}$)", label)[-1].strip()


def _is_balanced(label: str) -> bool:
    return label.count("（") + label.count("(") == label.count("）") + label.count(")")


def read_labels(text: str, given: Given) -> list[Labelled]:
    """Return the labelled values of a text that begins with a label; none of any other."""
    places = find_labels(text, given)
    if not places or text[: places[0][0]].strip(" \t　*•·-—"):
        return []
    found: list[Labelled] = []
    ends = [start for start, *_ in places[1:]] + [len(text)]
    for (_, begin, label, role), end in zip(places, ends, strict=True):
        value = text[begin:end].strip().rstrip("；;，,。、 　|")
        found += _part_tail(Labelled(role, label, value))
    return found


def _part_tail(labelled: Labelled) -> Iterator[Labelled]:
    """Part a deadline without a label off the end of a value: …局；6月底前."""
    if labelled.role is Role.DEADLINE:
        yield labelled
        return
    parts = [part.strip() for part in re.split("[；;。]", labelled.value) if part.strip()]
    while len(parts) > 1 and is_deadline(parts[-1]):
        yield Labelled(Role.DEADLINE, "", parts.pop())
    match = re.fullmatch("(.*)[，,]([^，,]+)", parts[0]) if len(parts) == 1 else None
    if match and is_deadline(match[2]) and not is_unit(match[2]):
        yield Labelled(Role.DEADLINE, "", match[2].strip())
        parts = [match[1]]
    yield labelled._replace(value="；".join(parts))


def take_brackets(text: str, given: Given) -> tuple[str, list[Labelled]]:
    """Return a text without the brackets that say who and when, and what these say."""
    found: list[Labelled] = []
    kept = text
    for start, end in reversed(list(_find_brackets(text))):
        inner = text[start + 1 : end - 1].strip()
        labelled = read_labels(inner, given) or read_acts(inner)
        if not labelled and not text[end:].strip(" 。；;　"):
            labelled = _read_bare(inner)
        if labelled:
            found = labelled + found
            kept = kept[:start].rstrip() + kept[end:].lstrip()
    return _mend_end(kept), found


def _mend_end(text: str) -> str:
    """Take a second full stop off: that before a bracket and that behind it."""
    return re.sub(r"([。；！])\s*[。；;]+\s*$", r"\1", text.strip())


def _find_brackets(text: str) -> Iterator[tuple[int, int]]:
    """Give the outermost brackets, as start and end."""
    closing: list[str] = []
    start = 0
    for at, character in enumerate(text):
        if character in PAIRS:
            if not closing:
                start = at
            closing.append(PAIRS[character])
        elif closing and character == closing[-1]:
            closing.pop()
            if not closing:
                yield start, at + 1


def read_acts(text: str) -> list[Labelled]:
    """Read 甲局牵头，乙局、丙局配合，6月底前完成."""
    found: list[Labelled] = []
    waiting: list[str] = []
    for part in re.split("[，,；;。]", text):
        bare = part.strip().removeprefix("由")
        act = next(((p, role) for p, role in _ACTS if p.search(bare)), None)
        if act and len(bare) <= 80:
            names = [*waiting, act[0].sub("", bare)]
            found.append(Labelled(act[1], "", "、".join(name for name in names if name)))
            waiting = []
        elif is_deadline(bare):
            found.append(Labelled(Role.DEADLINE, "", bare))
        elif bare:
            waiting.append(bare)
    parties = [each for each in found if each.role is not Role.DEADLINE]
    sound = parties and all(_are_units(each.value) for each in parties)
    return found if sound and not waiting else []


def _read_bare(text: str) -> list[Labelled]:
    """Read a bracket that holds nothing but names, and perhaps a deadline behind them."""
    parts = [part.strip() for part in re.split("[；;，,]", text) if part.strip()]
    found = []
    if len(parts) > 1 and is_deadline(parts[-1]):
        found.append(Labelled(Role.DEADLINE, "", parts.pop()))
    names = "、".join(parts)
    if not parts or not _are_units(names):
        return []
    doubt = say("the bracket holds names without a label; they were read as responsible")
    return [Labelled(Role.RESPONSIBLE, "", names, doubt), *found]


def _are_units(text: str) -> bool:
    names: Sequence[str] = [name for name in re.split("[、，,；;\\s]", text) if name]
    return bool(names) and all(is_unit(name.removesuffix("等")) or len(name) == 1 for name in names)
