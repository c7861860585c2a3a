"""Which duties of two lists are one: of an amended document by number and content, or years apart.

Pure comparison of records. Where only likeness speaks for a pair, the pair says so, and somebody
has to confirm it; nothing here decides what becomes of either duty.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from dutylist.duty import Duty
from dutylist.names import fold_name

_Name = Callable[[Duty], Hashable]

LEAST_ALIKE = 0.6
LEAST_CONTINUED = 0.5
SAME_PARTIES = 0.15


class MatchKind(StrEnum):
    """How a duty of the new document goes with one of the list: by what they were paired."""

    SAME = "same"
    CHANGED = "changed"
    RENUMBERED = "renumbered"
    REPLACED = "replaced"
    ADDED = "added"
    REMOVED = "removed"


class Match(NamedTuple):
    """A pair, or a duty that has none. `share` is how alike the contents are, from 0 to 1.

    Replaced is a duty whose number now stands before an altogether different content.
    """

    kind: MatchKind
    old: Duty | None
    new: Duty | None
    share: float = 1.0


class Continuation(NamedTuple):
    """A duty of a new year, and the ref of an earlier one that it seems to continue."""

    no: int | str
    ref: str
    content: str
    share: float


def match_duties(old: Sequence[Duty], new: Sequence[Duty]) -> list[Match]:
    """Pair the duties of a list with those of the amended document.

    By number, content and departments first, then by content and departments, then by content,
    then by number with a like content, then by likeness alone. In the order of the new ones;
    removed duties come last.
    """
    pairing = _Pairing(old, new)
    pairing.pair_by(lambda duty: (str(duty.no), fold_name(duty.content), duty.departments))
    pairing.pair_by(lambda duty: (fold_name(duty.content), duty.departments))
    pairing.pair_by(lambda duty: (str(duty.no), fold_name(duty.content)))
    pairing.pair_by(lambda duty: fold_name(duty.content))
    pairing.pair_numbers(LEAST_ALIKE)
    pairing.pair_alike(LEAST_ALIKE)
    pairing.pair_numbers(0.0)
    return pairing.list_matches()


def propose(
    new: Sequence[Duty], earlier: Mapping[str, Duty], known: Mapping[int | str, str]
) -> list[Continuation]:
    """Return which earlier duties, by ref, the new ones seem to continue; the most alike each.

    `known` are the links that the new list has already, by number; they are not proposed again.
    """
    grams = {ref: _cut(duty.content) for ref, duty in earlier.items()}
    scores = []
    for duty in new:
        if duty.no in known or not (own := _cut(duty.content)):
            continue
        for ref, theirs in grams.items():
            share = _share(own, theirs)
            bonus = SAME_PARTIES if set(duty.departments) & set(earlier[ref].departments) else 0.0
            if share + bonus >= LEAST_CONTINUED + SAME_PARTIES:
                scores.append((share + bonus, share, duty.no, ref))
    return _choose(scores, earlier, set(known.values()))


def _choose(
    scores: list[tuple[float, float, int | str, str]],
    earlier: Mapping[str, Duty],
    taken: set[str],
) -> list[Continuation]:
    """Take the best pairs, each duty and each ref once."""
    found: dict[int | str, Continuation] = {}
    for _, share, no, ref in sorted(scores, key=lambda score: (-score[0], str(score[2]), score[3])):
        if no not in found and ref not in taken:
            found[no] = Continuation(no, ref, earlier[ref].content, share)
            taken.add(ref)
    return list(found.values())


class _Pairing:
    """Pairs duties step by step; each step looks only at those that are left."""

    def __init__(self, old: Sequence[Duty], new: Sequence[Duty]) -> None:
        self._old, self._new = old, new
        self._pairs: dict[int, tuple[int, float]] = {}

    def pair_by(self, name: _Name) -> None:
        """Pair those that have one name, where only one on each side has it."""
        old = _index(self._old, self._free_old(), name)
        new = _index(self._new, self._free_new(), name)
        for key, positions in new.items():
            if len(positions) == len(old.get(key, ())) == 1:
                self._pairs[positions[0]] = (old[key][0], 1.0)

    def pair_numbers(self, least: float) -> None:
        """Pair those of one number whose contents are alike enough."""
        old = {str(self._old[at].no): at for at in self._free_old()}
        for at in self._free_new():
            there = old.get(str(self._new[at].no))
            if there is None:
                continue
            share = measure_likeness(self._old[there].content, self._new[at].content)
            if share >= least:
                self._pairs[at] = (there, share)

    def pair_alike(self, least: float) -> None:
        """Pair what is left by likeness, the most alike first."""
        old = {at: _cut(self._old[at].content) for at in self._free_old()}
        new = {at: _cut(self._new[at].content) for at in self._free_new()}
        scores = sorted(
            (-_share(theirs, own), at, there)
            for at, own in new.items()
            for there, theirs in old.items()
            if _share(theirs, own) >= least
        )
        for score, at, there in scores:
            if at not in self._pairs and there in old:
                self._pairs[at] = (there, -score)
                del old[there]

    def list_matches(self) -> list[Match]:
        """Return all pairs, and those that have none."""
        matches = []
        for at, duty in enumerate(self._new):
            if at not in self._pairs:
                matches.append(Match(MatchKind.ADDED, None, duty))
                continue
            there, share = self._pairs[at]
            matches.append(_make_match(self._old[there], duty, share))
        gone = (Match(MatchKind.REMOVED, self._old[at], None) for at in self._free_old())
        return [*matches, *gone]

    def _free_old(self) -> list[int]:
        taken = {there for there, _ in self._pairs.values()}
        return [at for at in range(len(self._old)) if at not in taken]

    def _free_new(self) -> list[int]:
        return [at for at in range(len(self._new)) if at not in self._pairs]


def _make_match(old: Duty, new: Duty, share: float) -> Match:
    if old.no != new.no:
        return Match(MatchKind.RENUMBERED, old, new, share)
    if share < LEAST_ALIKE:
        return Match(MatchKind.REPLACED, old, new, share)
    kind = MatchKind.SAME if says_same(old, new) else MatchKind.CHANGED
    return Match(kind, old, new, share)


def says_same(old: Duty, new: Duty) -> bool:
    """Tell whether two duties say the same in all that is printed."""
    return all(getattr(old, field) == getattr(new, field) for field in PRINTED)


PRINTED = ("content", "departments", "supporting", "leaders", "deadline")
"""The fields of a duty that a document prints, beside its number and the mark of a repeal."""


def measure_likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1: the share of pairs of characters in common."""
    return 1.0 if fold_name(one) == fold_name(other) else _share(_cut(one), _cut(other))


def _cut(text: str) -> frozenset[str]:
    folded = "".join(character for character in fold_name(text) if character.isalnum())
    return frozenset(folded[at : at + 2] for at in range(max(len(folded) - 1, 1)))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _index(
    duties: Sequence[Duty], positions: Sequence[int], name: _Name
) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = {}
    for at in positions:
        found.setdefault(name(duties[at]), []).append(at)
    return found
