"""A reminder parted into messages that a chat takes: between duties, never inside one.

WeCom takes a text of 2048 bytes. How long a message gets only its template knows, so it is put
into words with more and more duties, until one is too many.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

LONGEST = 2048
"""The bytes of UTF-8 that one text message of WeCom (企业微信) may have."""

T = TypeVar("T")


class Part(NamedTuple):
    """One message of several: its text, and whether it is longer than a chat takes."""

    text: str
    is_too_long: bool = False


Word = Callable[[Sequence[T], int, int], str]
"""Puts duties into words, as message `part` of `parts`."""


def part_messages(items: Sequence[T], word: Word[T], longest: int = LONGEST) -> list[Part]:
    """Return the messages that tell all `items` in order, each of `longest` bytes at most.

    A message with one duty that is too long all the same is marked as such, and not cut.
    """
    whole = word(items, 1, 1)
    if _measure(whole) <= longest:
        return [Part(whole)]
    shares = next(
        shares
        for most in (9, 99, 999, len(items))
        if len(shares := _share_out(items, word, most, longest)) <= most
    )
    texts = (word(share, part, len(shares)) for part, share in enumerate(shares, start=1))
    return [Part(text, _measure(text) > longest) for text in texts]


def _share_out(items: Sequence[T], word: Word[T], most: int, longest: int) -> list[Sequence[T]]:
    """Return the duties of each message, where the number of messages has the digits of `most`."""
    shares: list[Sequence[T]] = []
    start = 0
    while start < len(items):
        end = start + 1
        while end < len(items):
            text = word(items[start : end + 1], len(shares) + 1, most)
            if _measure(text) > longest:
                break
            end += 1
        shares.append(items[start:end])
        start = end
    return shares


def _measure(text: str) -> int:
    return len(text.encode())
