"""How long work tells how far it is: whoever does it hands its items through a `Track`."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Track(Protocol):
    """Gives the items one by one, and may tell somebody how many are done."""

    def __call__(self, items: Sequence[T], /) -> Iterable[T]:
        """Give the items."""


def track_nothing(items: Sequence[T], /) -> Iterable[T]:
    """Give the items and tell nobody."""
    return items
