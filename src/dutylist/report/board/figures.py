"""The head of the board and its lamps: buckets as parts of a bar, parties as lines of a table."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dutylist.buckets import BucketCount, share_out
from dutylist.report.board.facts import Lit, Party
from dutylist.report.board.labels import GLYPHS, clean, shorten_folders, tell_share
from dutylist.standing import Rules
from dutylist.terms import TERMS
from dutylist.views.phrases import name_term, tell_legend
from dutylist.words import Catalogue, say

WHOLE = 1000
"""How wide a whole bar is, in its own units."""


class Part(NamedTuple):
    """A part of a bar: whose it is, where it begins, and how wide it is."""

    key: str
    x: int
    width: int


class Figure(NamedTuple):
    """A bucket with its word, its count and its share."""

    key: str
    word: str
    duties: int
    share: str


class LampCount(NamedTuple):
    """A lamp, or what has none, with its word and its count.

    Shares are the buckets' alone: those of other parts would be rounded in another way.
    """

    key: str
    word: str
    duties: int
    glyph: str


class Line(NamedTuple):
    """A leader's or department's line: its place among the options of a filter, and its lamps."""

    at: int
    name: str
    total: int
    cells: tuple[LampCount, ...]
    parts: tuple[Part, ...]


class Legend(NamedTuple):
    """What lights the lamps; `folder` says where, if the rules differ."""

    folder: str
    lamps: tuple[tuple[str, str, str], ...]


def show_buckets(counts: Sequence[BucketCount], catalogue: Catalogue) -> list[Figure]:
    """Show the buckets with their shares."""
    return [
        Figure(each.bucket, name_term(each.bucket, catalogue), each.duties, tell_share(each.share))
        for each in counts
    ]


def show_bar(keys: Sequence[str], counts: Sequence[int]) -> tuple[Part, ...]:
    """Lay parts out side by side, so that they fill the bar; those of nothing are left out."""
    parts, x = [], 0
    for key, width in zip(keys, share_out(counts, WHOLE), strict=True):
        if width:
            parts.append(Part(key, x, width))
        x += width
    return tuple(parts)


def show_lit(lit: Lit, catalogue: Catalogue) -> tuple[LampCount, ...]:
    """Show the lamps, and what has none."""
    return tuple(
        LampCount(key, name_term(key, catalogue), count, GLYPHS.get(key, ""))
        for key, count in zip(Lit._fields, lit, strict=True)
    )


def show_parties(parties: Sequence[Party], unnamed: str, catalogue: Catalogue) -> list[Line]:
    """Show the lamps of each leader or department."""
    return [
        Line(
            at,
            clean(party.name) or unnamed,
            party.lit.duties,
            show_lit(party.lit, catalogue),
            show_bar(Lit._fields, party.lit),
        )
        for at, party in enumerate(parties)
    ]


def show_legends(rules: Mapping[str, Rules], catalogue: Catalogue) -> list[Legend]:
    """Show what lights each lamp, by folder; once where the rules are the same."""
    if len(set(rules.values())) == 1:
        rules = {"": next(iter(rules.values()))}
    names = shorten_folders(rules)
    return [
        Legend(clean(names[folder]), tuple(_show_causes(each, catalogue)))
        for folder, each in rules.items()
    ]


def _show_causes(rules: Rules, catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    for lamp, cause in tell_legend(rules):
        told = say("{lamp}: {cause}", lamp=TERMS[lamp], cause=cause)
        yield lamp, GLYPHS[lamp], told.text(catalogue)
