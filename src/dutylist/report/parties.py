"""The leaders and departments of duties told apart.

Two districts' offices of one name are two, and one office that is spelt in two ways is one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dutylist.index import ListHead
from dutylist.names import fold_name

NOBODY = ""
"""The party of duties that name none."""


class Key(NamedTuple):
    """What makes a party one: whose lists name it, and its folded name."""

    folder: str
    issuer: str | None
    folded: str


def find_key(head: ListHead, name: str) -> Key:
    """Return what makes a party that a list names one; nobody is the same in all lists."""
    return Key(head.folder, head.issuer, fold_name(name)) if name else Key("", None, NOBODY)


def find_keys(head: ListHead, names: Iterable[str]) -> list[Key]:
    """Return the keys of a duty's parties, each once: a duty may name one twice."""
    return list(dict.fromkeys(find_key(head, name) for name in names))


def name_parties(named: Iterable[tuple[ListHead, Sequence[str]]]) -> dict[Key, str]:
    """Return what the parties of duties are called, in the order in which the lists name them."""
    first: dict[Key, str] = {}
    for head, names in named:
        for name in names:
            first.setdefault(find_key(head, name), name)
    return name_apart(first)


def name_apart(names: Mapping[Key, str]) -> dict[Key, str]:
    """Return the names, with the issuer behind those that several lists have."""
    counts = Counter(key.folded for key in names)
    return {
        key: f"{name}（{key.issuer}）" if counts[key.folded] > 1 and key.issuer else name
        for key, name in names.items()
    }
