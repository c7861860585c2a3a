"""The order of things that two sides have put in order: base order, then what is new.

Nothing here knows what the things are. No rule looks at which side is ours: each result is the
same with the sides exchanged.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import TypeVar

H = TypeVar("H", bound=Hashable)
T = TypeVar("T")


def order_old(
    base: Sequence[H], ours: Sequence[H], theirs: Sequence[H], kept: Collection[H]
) -> list[H]:
    """Return what is left of `base`, in the order of the side that has changed the order.

    Where both have, the base's order stays. What one side has deleted, but is kept, stands after
    what stood before it.
    """
    common = set(base) & set(ours) & set(theirs) & set(kept)
    was, our, their = ([item for item in side if item in common] for side in (base, ours, theirs))
    order = list(choose(was, our, their, was))
    for item in base:
        if item in kept and item not in common:
            order.insert(find_place(item, base, order), item)
    return order


def find_place(item: H, side: Sequence[H], order: Sequence[H]) -> int:
    """Return the place in `order` after what stands before `item` in `side`; else the front."""
    for before in reversed(side[: side.index(item)]):
        if before in order:
            return order.index(before) + 1
    return 0


def choose(base: T | None, ours: T, theirs: T, settled: T) -> T:
    """Return the value of the side that changed it; `settled` where both did, differently."""
    if ours == base:
        return theirs
    return ours if theirs in (base, ours) else settled


def weave(ours: Sequence[H], theirs: Sequence[H], rank: Callable[[H], str]) -> list[H]:
    """Return all items of both once, each side's own order kept as far as they agree."""
    left, right = list(ours), list(theirs)
    woven: list[H] = []
    while left or right:
        free = _find_free(left, right) + _find_free(right, left)
        item = min(free or [*left[:1], *right[:1]], key=rank)
        woven.append(item)
        left = [each for each in left if each != item]
        right = [each for each in right if each != item]
    return woven


def _find_free(side: list[H], other: list[H]) -> list[H]:
    """Return the first item of a side, unless the other has something before it."""
    return [item for item in side[:1] if item not in other[1:]]
