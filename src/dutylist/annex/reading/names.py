"""A cell of departments into names: what parts two names, what only breaks one over lines.

、 ， ； and / part names, but not within brackets, and not within a party such as 乡、街. A line
break or a blank may part two names or wrap one; the other names of the document, the lists that
are there already and the profile decide, then the look of both halves. What was decided by looks
alone is doubted.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from dutylist.annex.reading.forms import is_collective, is_none, is_person, is_unit
from dutylist.annex.reading.lexicon import (
    BARE_ENDINGS,
    DEPENDENT_ENDINGS,
    GENERIC_PARTIES,
    ORGANS,
)
from dutylist.annex.reading.results import StepKind
from dutylist.words import Message, say

_BRACKETS = dict(zip("（(〔[【", "）)〕]】", strict=True))
_OPEN_END = re.compile(
    "等(?:[0-9一二三四五六七八九十]+个?|各|多个?)?(?:相关|有关|其他|各)*"
    "(?:部门|单位|成员单位|责任单位|区直部门|市直部门|县直部门|家)?$"
)
_AND = re.compile(
    "(?<=[局委办部厅院会所站队处科司室心乡镇街企团行])(?:以及|及|和|与|会同|联合)(?=.{2,})"
)
_NUMBERED = re.compile(
    r"(?:^|(?<=[\s、，,；;]))[0-9]{1,2}[.．、)）]\s*|[①-⑳]\s*|[（(][0-9]{1,2}[)）]\s*"
)
_MAY_BE_TWO = re.compile(
    r"(?:局|委|办|中心|公司|街道|法院|集团)(?:和|与|及|会同|联合|[+＋.．·\\:：\-—–&＆]|"
    r"[）)](?=\S)|(?=[省市县区旗][\u4e00-\u9fff]{2,}(?:局|委|办|部|中心|公司|院|会)$))"
    "|(?:镇|乡|街道)(?=[\u4e00-\u9fff]{2,3}(?:镇|乡|街道)$)"
)
_INNER = re.compile(r"[（(〔\[【]([^（(〔\[【）)〕\]】]*)[）)〕\]】]")
_HEADS = ("局", "公司", "银行", "总队", "支队", "中心")
_LEVELS = frozenset("省市县区旗镇")
_BRANCH = re.compile("(?:分局|支队|大队|中队|支行|分行|分公司|分中心)$")
_MARKED = re.compile(r"^[*＊★☆▲△●○◆◇※#＃•]+\s*|\s*[*＊★☆▲△●○◆◇※#＃•]+$")
_PLACE = re.compile(
    r"^(?!.*(?:各|相关|有关)).*(?:国家|国网|省|市|县|区|旗|镇|乡|街道)$|^(?:国家|国网|中国)"
)


class Words(NamedTuple):
    """What is known of names beforehand: whole names, and halves that are two names.

    `whole` are names of the profile and the lists, `printed` those that the document prints on
    one line, `sole` those among them that nothing could belong to: a whole cell, or between
    commas. `parted` are pairs that the profile says are two.
    """

    whole: frozenset[str] = frozenset()
    printed: frozenset[str] = frozenset()
    sole: frozenset[str] = frozenset()
    parted: frozenset[tuple[str, str]] = frozenset()

    def knows(self, name: str) -> bool:
        """Tell whether this very name stands somewhere, whole."""
        return name in self.whole or name in self.printed or name in self.sole


class Move(NamedTuple):
    """One decision about a name: what was done, and the names it is about."""

    kind: StepKind
    text: str


class Names(NamedTuple):
    """The names of a cell, what was done to get them, and what is not sure about them."""

    names: tuple[str, ...]
    moves: tuple[Move, ...] = ()
    doubts: tuple[Message, ...] = ()


class _Atom(NamedTuple):
    """A piece of a cell between two separators; `gap` is what stands before it."""

    text: str
    gap: str


def split_names(lines: Sequence[str], words: Words) -> Names:
    """Return the names that the lines of one cell hold."""
    atoms = list(_find_atoms(lines, words))
    moves: list[Move] = []
    doubts: list[Message] = []
    parties = _join_parties(atoms, words, moves)
    doubts += [_say_whole(each.text) for each in parties if _may_be_several(each.text, words)]
    names = _strip_marks(_join_soft(parties, words, moves, doubts), moves, doubts)
    names = [part for name in names for part in _part_and(name, words, moves)]
    names = _drop_open_end(names, doubts)
    doubts += [*_doubt_governed(names), *_doubt_looks(names, words)]
    return Names(tuple(dict.fromkeys(names)), tuple(moves), tuple(doubts))


def find_printed(cells: Collection[Sequence[str]]) -> frozenset[str]:
    """Return the names that stand whole on one line somewhere in these cells."""
    return frozenset(
        atom.text
        for lines in cells
        for line in lines
        for atom in _join_parties(list(_find_atoms([line], Words())), Words(), [])
        if is_unit(atom.text)
    )


def find_sole(cells: Collection[Sequence[str]]) -> frozenset[str]:
    """Return the names that no line break or blank stands beside somewhere in these cells."""
    found = set()
    for lines in cells:
        atoms = list(_find_atoms(lines, Words()))
        for at, atom in enumerate(atoms):
            after = atoms[at + 1].gap if at + 1 < len(atoms) else ","
            if (at == 0 or atom.gap in "、,") and after in "、,":
                found.add(atom.text)
    return frozenset(name for name in found if is_unit(name) or name in BARE_ENDINGS)


def _find_atoms(lines: Sequence[str], words: Words) -> Iterator[_Atom]:
    gap = ""
    for line in lines:
        text = _NUMBERED.sub("，", line.strip().rstrip("。")).lstrip("，")
        for piece, mark in _cut(text, words):
            if piece and not is_none(piece):
                yield _Atom(piece, gap)
            gap = mark if not gap or mark in "、" else gap
            if piece:
                gap = mark
        gap = gap or "\n"


def _cut(line: str, words: Words) -> Iterator[tuple[str, str]]:
    """Give the pieces of a line with the separator behind each; none lies within brackets."""
    piece, at = "", 0
    closing: list[str] = []
    kept = sorted((name for name in words.whole if _holds_mark(name)), key=len, reverse=True)
    while at < len(line):
        whole = next((name for name in kept if not closing and line.startswith(name, at)), None)
        if whole and not piece.strip():
            piece, at = whole, at + len(whole)
            continue
        character = line[at]
        if character in _BRACKETS:
            closing.append(_BRACKETS[character])
        elif closing and character == closing[-1]:
            closing.pop()
        if not closing and (mark := _read_mark(character)):
            yield piece.strip(), mark
            piece = ""
        else:
            piece += character
        at += 1
    yield piece.strip(), ""


def _holds_mark(name: str) -> bool:
    return any(_read_mark(character) for character in name)


def _read_mark(character: str) -> str:
    if character in "，,；;/／|｜。":
        return ","
    if character in "、﹑､":
        return "、"
    return " " if character.isspace() else ""


def _join_parties(atoms: Sequence[_Atom], words: Words, moves: list[Move]) -> list[_Atom]:
    """Keep parties whole that a 、 runs through: 乡、街; 各乡镇、街道."""
    joined: list[_Atom] = []
    for atom in _join_prefix(atoms, moves):
        before = joined[-1] if joined else None
        if before and atom.gap == "、" and _goes_on(before.text, atom.text, words):
            joined[-1] = before._replace(text=f"{before.text}、{atom.text}")
        else:
            joined.append(atom)
    for atom in joined:
        if "、" in atom.text and not _is_bracketed(atom.text) and atom.text not in words.whole:
            moves.append(Move(StepKind.KEPT_WHOLE, atom.text))
    return joined


def _join_prefix(atoms: Sequence[_Atom], moves: list[Move]) -> Iterator[_Atom]:
    """Give a 县 that a line break parted from its name back to it: 县 / 大数据中心."""
    waiting: _Atom | None = None
    for atom in atoms:
        if waiting and atom.gap == "\n":
            atom = waiting._replace(text=waiting.text + atom.text)  # noqa: PLW2901
            moves.append(Move(StepKind.JOINED, atom.text))
        elif waiting:
            yield waiting
        waiting = atom if atom.text in _LEVELS else None
        if waiting is None:
            yield atom
    if waiting:
        yield waiting


def _strip_marks(names: Sequence[str], moves: list[Move], doubts: list[Message]) -> list[str]:
    """Take stars and the like off names; they may say who leads."""
    bare = [_MARKED.sub("", name) for name in names]
    marked = [name for name, kept in zip(names, bare, strict=True) if name != kept]
    moves += [Move(StepKind.TAKEN_OFF, name) for name in marked]
    if marked:
        doubts.append(say("the mark at “{name}” may say who leads", name=marked[0]))
    return [name for name in bare if name]


def _may_be_several(text: str, words: Words) -> bool:
    """Tell whether a party that was kept whole may be several: 各镇、园区."""
    if text in words.whole or not text.startswith("各") or _is_bracketed(text):
        return False
    return any(part.endswith(("区", "部门", "单位", "机构")) for part in text.split("、")[1:])


def _say_whole(text: str) -> Message:
    return say("“{text}” was read as one party", text=text)


def _is_bracketed(text: str) -> bool:
    return "、" not in re.sub(r"[（(〔\[【][^（(〔\[【）)〕\]】]*[）)〕\]】]", "", text)


def _goes_on(before: str, after: str, words: Words) -> bool:
    """Tell whether `after` goes on with the party that `before` begins."""
    last = before.rpartition("、")[2]
    if len(last) == 1 or len(after) == 1:
        return is_collective(f"{before}、{after}") or len(last) == len(after) == 1
    if after in words.whole:
        return False
    governs = before.startswith(("各", "区各", "市各", "县各", "全区各", "全市各", "全县各"))
    return governs and GENERIC_PARTIES.fullmatch(after) is not None


def _join_soft(
    atoms: Sequence[_Atom], words: Words, moves: list[Move], doubts: list[Message]
) -> list[str]:
    """Decide at each blank and line break whether it parts two names or wraps one."""
    names: list[str] = []
    for atom in atoms:
        if not names or atom.gap not in (" ", "\n"):
            names.append(atom.text)
            continue
        verdict = _judge(names[-1], atom.text, atom.gap, words)
        if verdict.joins:
            names[-1] += atom.text
            moves.append(Move(StepKind.JOINED, names[-1]))
        else:
            names.append(atom.text)
        if verdict.doubt:
            doubts.append(verdict.doubt)
    return names


class _Verdict(NamedTuple):
    joins: bool
    doubt: Message | None = None


def _judge(before: str, after: str, gap: str, words: Words) -> _Verdict:
    whole = before + after
    if (before, after) in words.parted or words.knows(whole):
        return _Verdict((before, after) not in words.parted)
    if after in words.sole and before in words.sole and before not in ORGANS:
        return _Verdict(joins=False)
    if _belongs(before, after, words):
        return _Verdict(True, _say_joined(before, after))
    is_sound = words.knows(before) or is_unit(before)
    if is_sound and (words.knows(after) or is_unit(after)):
        is_known = before in words.whole or before in words.sole
        has_branch = _BRANCH.search(after) and before.endswith(_HEADS)
        is_open = has_branch or (_PLACE.search(before) and not is_known)
        return _Verdict(False, _say_parted(before, after) if is_open else None)
    joins = gap == "\n" and not (is_sound or words.knows(after) or is_unit(after))
    return _Verdict(joins, _say_joined(before, after) if joins else _say_parted(before, after))


def _belongs(before: str, after: str, words: Words) -> bool:
    """Tell whether the look of two halves says that they are one name."""
    is_sound = words.knows(before) or is_unit(before)
    if after in BARE_ENDINGS:
        return not is_sound or after in DEPENDENT_ENDINGS
    if is_sound and (words.knows(after) or is_unit(after)):
        return before in ORGANS
    return is_unit(before + after) and (not is_sound or len(after) <= 3)


def _say_joined(before: str, after: str) -> Message:
    return say("“{before}” and “{after}” were read as one name", before=before, after=after)


def _say_parted(before: str, after: str) -> Message:
    return say("“{before}” and “{after}” were read as two names", before=before, after=after)


def _part_and(name: str, words: Words, moves: list[Move]) -> list[str]:
    if words.knows(name) or "（" in name or "(" in name:
        return [name]
    parts = [part for part in _AND.split(name) if part]
    if len(parts) == 1 or not all(is_unit(part) or words.knows(part) for part in parts):
        return [name]
    moves.append(Move(StepKind.SPLIT, name))
    return parts


def _drop_open_end(names: Sequence[str], doubts: list[Message]) -> list[str]:
    kept = []
    for name in names:
        bare = _OPEN_END.sub("", name)
        if bare != name and not name.endswith("高等"):
            told = say("“{name}” leaves open who else is meant; only names were kept", name=name)
            doubts.append(told)
        if bare:
            kept.append(bare)
    return kept


def _doubt_governed(names: Sequence[str]) -> Iterator[Message]:
    """Doubt 市政府各部门、各直属机构: the second may be the first's, and one party with it."""
    for before, after in pairwise(names):
        is_governed = "各" in before[1:] and after.startswith("各")
        if is_governed or (before in ORGANS and after[:3] in ORGANS and after not in ORGANS):
            yield _say_parted(before, after)


def _doubt_looks(names: Sequence[str], words: Words) -> Iterator[Message]:
    for name in names:
        inner = _INNER.search(name)
        if inner and (is_person(inner[1]) or re.search("责任人|负责人|领导", inner[1])):
            yield say("the brackets of “{name}” name a person", name=name)
        elif "、" not in name and _MAY_BE_TWO.search(name) and name not in words.whole:
            yield say("“{name}” may be two names", name=name)
        elif is_person(name) and not words.knows(name) and not is_unit(name):
            yield say("“{name}” looks like a person, not a department", name=name)
        elif not is_unit(name) and not words.knows(name) and name not in BARE_ENDINGS:
            yield say("“{name}” does not look like a department", name=name)
    for first, second in pairwise(sorted(names, key=len)):
        if first == second:
            yield say("“{name}” stands here twice", name=first)
