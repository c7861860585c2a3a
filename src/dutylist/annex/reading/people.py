"""A cell of leaders into names: padding taken out, joint leaders parted, titles told from names.

Every name is a person's, or doubted: an office in place of a name is kept as it is printed.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from dutylist.annex.reading.forms import is_none, is_person, is_title_of_office
from dutylist.annex.reading.lexicon import DOUBLE_SURNAMES, ROLE_TITLE
from dutylist.annex.reading.names import Move, Names
from dutylist.annex.reading.results import StepKind
from dutylist.words import Message, say

_MARKS = re.compile("[、，,；;/／|。]")
_BRACKET = re.compile(r"[（(〔\[【]([^（()〔〕\[\]【】]*)[）)〕\]】]")
_HONORIFIC = re.compile("(?:同志|等)$")


def split_people(lines: Sequence[str]) -> Names:
    """Return the leaders that the lines of one cell name."""
    moves: list[Move] = []
    doubts: list[Message] = []
    names: list[str] = []
    pieces = [piece for line in lines for piece in _MARKS.split(_take_brackets(line, moves))]
    for group in _group(pieces, doubts):
        _add_group(names, list(_read_group(group, moves, doubts)), moves, doubts)
    doubts += [_doubt(name) for name in names if not is_person(name)]
    return Names(tuple(dict.fromkeys(names)), tuple(moves), tuple(doubts))


def _add_group(
    names: list[str], group: Sequence[str], moves: list[Move], doubts: list[Message]
) -> None:
    """Add what stands between two separators; titles with a name among it are that person's.

    Of 区委副书记、区长 某某 both are; of 某某、副区长 the second is somebody else.
    """
    titles = [name for name in group if is_title_of_office(name)]
    if not titles or len(titles) == len(group):
        names += group
        return
    while group[0] in titles and names and is_title_of_office(names[-1]):
        titles.insert(0, names.pop())
    names += [name for name in group if name not in titles]
    moves += [Move(StepKind.TAKEN_OFF, title) for title in titles]
    told = "、".join(titles)
    doubts.append(say("“{text}” was taken for the title of the person beside it", text=told))


def _doubt(name: str) -> Message:
    if is_title_of_office(name):
        return say("“{name}” is an office, not a person's name", name=name)
    return say("“{name}” does not look like a person's name", name=name)


def _take_brackets(line: str, moves: list[Move]) -> str:
    """Take a title in brackets off: 周某（副区长）."""
    for match in _BRACKET.finditer(line):
        if is_title_of_office(match[1].replace("、", "")):
            moves.append(Move(StepKind.TAKEN_OFF, match[0]))
            line = line.replace(match[0], " ")
    return line


def _group(pieces: Sequence[str], doubts: list[Message]) -> Iterator[list[str]]:
    """Give what stands between two separators, as words; pieces of a padded name over two lines.

    A line that holds one character alone goes on with the next: names are never that short.
    """
    waiting: list[str] = []
    for piece in pieces:
        words = [word for word in piece.split() if not is_none(word)]
        if waiting and words:
            doubts.append(
                say("“{words}” was read as {names}", words=" / ".join([*waiting, *words]),
                    names="".join([*waiting, words[0]]))
            )  # fmt: skip
            words = waiting + words
            waiting = []
        if len(words) == 1 and len(words[0]) == 1:
            waiting = words
        elif words:
            yield words
    if waiting:
        yield waiting


def _read_group(words: Sequence[str], moves: list[Move], doubts: list[Message]) -> Iterator[str]:
    for word in _join_padded(words, moves, doubts):
        yield from _take_title(_HONORIFIC.sub("", word), moves, doubts)


def _join_padded(words: Sequence[str], moves: list[Move], doubts: list[Message]) -> list[str]:
    """Put padded names together: 吕  乐, 欧阳  修; two full names stay two."""
    if len(words) == 1:
        return list(words)
    joined = _join_characters(words)
    for name in joined:
        if name not in words:
            moves.append(Move(StepKind.JOINED, name))
    if len(joined) > 1 and joined != list(words):
        doubts.append(
            say("“{words}” was read as {names}", words=" ".join(words), names=_list(joined))
        )
    return joined


def _join_characters(words: Sequence[str]) -> list[str]:
    """Put the words of padded names together; four single characters are two names."""
    if len(words) == 4 and all(len(word) == 1 for word in words):
        two = ["".join(words[:2]), "".join(words[2:])]
        return ["".join(words)] if two[0] in DOUBLE_SURNAMES else two
    joined: list[str] = []
    for word in words:
        before = joined[-1] if joined else ""
        most = 4 if before[:2] in DOUBLE_SURNAMES else 3
        is_short = len(before) == 1 or before in DOUBLE_SURNAMES
        if joined and (is_short or len(word) == 1) and len(before + word) <= most:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _list(names: Sequence[str]) -> str:
    return "、".join(names)


def _take_title(word: str, moves: list[Move], doubts: list[Message]) -> Iterator[str]:
    """Take a title off a name that it is glued to: 周某副区长, 副区长周某."""
    plain = unicodedata.normalize("NFKC", word).strip(":")
    if not plain:
        return
    if is_person(plain) or is_title_of_office(plain):
        yield plain
        return
    for title in sorted(ROLE_TITLE.finditer(plain), key=lambda match: -len(match[0])):
        bare = plain[: title.start()] + plain[title.end() :]
        at_an_end = title.start() == 0 or title.end() == len(plain)
        if at_an_end and is_person(bare):
            moves.append(Move(StepKind.TAKEN_OFF, title[0]))
            doubts.append(say("“{text}” was read as {name}", text=plain, name=bare))
            yield bare
            return
    yield plain
