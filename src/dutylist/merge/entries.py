"""The union of two sides' dated things: progress entries, and extensions.

They are compared as whole values. Nothing that a side still has is dropped, and nothing is
doubled; where one side has deleted what the other has, it stays.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TypeAlias, TypeVar

from dutylist.duty import Entry, Extension
from dutylist.merge.order import order_old, weave

Dated: TypeAlias = Entry | Extension
D = TypeVar("D", bound=Dated)


def unite(base: Sequence[D], ours: Sequence[D], theirs: Sequence[D]) -> tuple[D, ...]:
    """Return the entries of both sides, in order.

    Old ones keep their order. A new one stands after the last whose day is not later; new ones of
    the same day keep each side's own order.
    """
    if tuple(ours) == tuple(theirs):
        return tuple(ours)
    counts = _count(base, ours, theirs)
    was, our, their = number(base), number(ours), number(theirs)
    kept = {item for item in {*was, *our, *their} if item[1] < counts[item[0]]}
    order = order_old(was, our, their, kept)
    if our == was and kept == set(their):
        return tuple(theirs)
    if their == was and kept == set(our):
        return tuple(ours)
    new = kept - set(order)
    for item in weave(_sort(our, new), _sort(their, new), show):
        order.insert(_find_place(order, item[0].on), item)
    return tuple(entry for entry, _ in order)


def find_kept(base: Sequence[D], side: Sequence[D], united: Sequence[D]) -> list[D]:
    """Return the old entries that `side` has deleted, and the union holds nevertheless."""
    return list(dict.fromkeys(each for each in base if each in united and each not in side))


def number(entries: Sequence[D]) -> list[tuple[D, int]]:
    """Tell equal entries of one list apart: the first is 0, its double 1."""
    seen: Counter[D] = Counter()
    numbered = []
    for entry in entries:
        numbered.append((entry, seen[entry]))
        seen[entry] += 1
    return numbered


def show(item: tuple[Dated, int]) -> str:
    """Return a text to put entries of the same day in order by."""
    entry, times = item
    return "\0".join([*(str(value or "") for value in entry), str(times)])


def _count(base: Sequence[D], ours: Sequence[D], theirs: Sequence[D]) -> Counter[D]:
    was, our, their = Counter(base), Counter(ours), Counter(theirs)
    counts: Counter[D] = Counter()
    for entry in our | their:
        most = max(our[entry], their[entry])
        if not (our[entry] and their[entry]):
            counts[entry] = most
        elif our[entry] == was[entry]:
            counts[entry] = their[entry]
        else:
            counts[entry] = our[entry] if their[entry] == was[entry] else most
    return counts


def _sort(side: Sequence[tuple[D, int]], new: set[tuple[D, int]]) -> list[tuple[D, int]]:
    return sorted((item for item in side if item in new), key=lambda item: item[0].on)


def _find_place(order: Sequence[tuple[D, int]], on: date) -> int:
    """Return the place after the last entry that is not later."""
    return max((at for at, (entry, _) in enumerate(order, 1) if entry.on <= on), default=0)
