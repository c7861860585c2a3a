"""What changed between two versions of a list, as records: duties by number, entries by value.

Only what the records say counts: the layout, the comments and the order of duties and entries are
no change, and where the versions come from is not known here. A number never changes, so the same
content under another number is one duty removed and one added.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from dutylist.duty import Duty, Entry, Extension, Origin

LEAST_SHARE = 0.5


class ChangeKind(StrEnum):
    """What happened to a list, a duty, a field, or an entry or extension."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    AMENDED = "amended"
    REPEALED = "repealed"
    REINSTATED = "reinstated"
    EXTENDED = "extended"
    PROGRESSED = "progressed"
    WITHDRAWN = "withdrawn"
    UNREADABLE = "unreadable"


class Change(NamedTuple):
    """One change; `no` is None where it is of the list itself.

    Added and removed: `field` is None, `new` or `old` the `Duty` (of a list, its `Head`). Renamed,
    of a list: the list's ids. All else: `field` is the key in the file, `old` and `new` its values,
    or for `progress` and `extended` the one `Entry` or `Extension`: `old` alone is withdrawn, `new`
    alone is new, both are an entry that was rewritten (`amended`). Unreadable: a version that
    holds no list; nothing more is known of it.
    """

    no: int | str | None
    kind: ChangeKind
    field: str | None
    old: object | None
    new: object | None


class Head(NamedTuple):
    """What a list says above its duties."""

    title: str
    year: int
    annex: str | None
    source: Origin | None = None
    issuer: str | None = None


class ListVersion(Protocol):
    """One version of a list, wherever it was read."""

    @property
    def title(self) -> str:
        """Return the title."""

    @property
    def year(self) -> int:
        """Return the year."""

    @property
    def annex(self) -> str | None:
        """Return the annex's name."""

    @property
    def source(self) -> Origin | None:
        """Return the document that the list was read from."""

    @property
    def issuer(self) -> str | None:
        """Return the office that issued the list."""

    @property
    def duties(self) -> Sequence[Duty]:
        """Return the duties."""


def compare_lists(old: ListVersion | None, new: ListVersion | None) -> list[Change]:
    """Return what changed in a list, its head first; None where there was or is no such list."""
    return [
        *compare_heads(_take_head(old), _take_head(new)),
        *compare_duties(old.duties if old else (), new.duties if new else ()),
    ]


def compare_heads(old: Head | None, new: Head | None) -> list[Change]:
    """Return what changed above the duties."""
    if old is None or new is None:
        kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
        return [] if old == new else [Change(None, kind, None, old, new)]
    return [
        Change(None, ChangeKind.AMENDED, field, before, after)
        for field, before, after in zip(Head._fields, old, new, strict=True)
        if before != after
    ]


def compare_duties(old: Sequence[Duty], new: Sequence[Duty]) -> list[Change]:
    """Return what changed in the duties, by number; within one, in the order of its fields."""
    before = {duty.no: duty for duty in old}
    after = {duty.no: duty for duty in new}
    # Two versions of a list are the same but for a duty or two; look at those alone.
    changed = [no for no in before.keys() | after.keys() if before.get(no) != after.get(no)]
    changed.sort(key=read_number)
    return [change for no in changed for change in _compare(before.get(no), after.get(no))]


def pair_lists(gone: Sequence[ListVersion], come: Sequence[ListVersion]) -> list[tuple[int, int]]:
    """Return which of the lists that are gone have come back under another name, by position.

    Two are one list if they have the same duties, or the same title, year and annex, or more than
    half of their duties in common; in this order, and each list once.
    """
    pairs: list[tuple[int, int]] = []
    for name in (_name_duties, _name_head):
        _pair_equals(gone, come, name, pairs)
    _pair_alike(gone, come, pairs)
    return pairs


def is_loss(change: Change) -> bool:
    """Tell whether a duty, an entry or an extension is gone; a rewritten one is."""
    return change.kind is ChangeKind.REMOVED or isinstance(change.old, Entry | Extension)


def name_loss(change: Change) -> tuple[object, ...]:
    """Return what a loss is known by within its list; an entry is known by itself."""
    # A duty is its number, and no value to look up by.
    return change.no, change.field, change.old if change.field else None


def read_number(no: int | str) -> tuple[int, ...]:
    """Return what a number is sorted by: 5, "5.1", "5.2", "5.10", 6."""
    return tuple(int(part) for part in str(no).split("."))


_FIELDS: Mapping[str, str] = {
    "content": "content",
    "departments": "departments",
    "supporting": "supporting",
    "leaders": "leaders",
    "deadline": "deadline",
    "given_due": "due",
    "continues": "continues",
}
"""The fields of a duty that have one value: their name in the record, and their key in the file."""


def _take_head(version: ListVersion | None) -> Head | None:
    if version is None:
        return None
    return Head(version.title, version.year, version.annex, version.source, version.issuer)


def _name_head(version: ListVersion) -> Hashable:
    return version.title, version.year, version.annex


def _name_duties(version: ListVersion) -> Hashable:
    return version.year, frozenset((duty.no, duty.content) for duty in version.duties)


def _pair_equals(
    gone: Sequence[ListVersion],
    come: Sequence[ListVersion],
    name: Callable[[ListVersion], Hashable],
    pairs: list[tuple[int, int]],
) -> None:
    """Add the pairs of lists that have the same name, where it is one list's alone."""
    named = {name(gone[at]): at for at in _find_free(gone, (at for at, _ in pairs))}
    for to in _find_free(come, (to for _, to in pairs)):
        at = named.pop(name(come[to]), None)
        if at is not None:
            pairs.append((at, to))


def _pair_alike(
    gone: Sequence[ListVersion], come: Sequence[ListVersion], pairs: list[tuple[int, int]]
) -> None:
    """Add the pairs of lists that share most of their duties, the most alike first."""
    before = _gather_contents(gone, _find_free(gone, (at for at, _ in pairs)))
    after = _gather_contents(come, _find_free(come, (to for _, to in pairs)))
    shares = sorted(
        (
            (2 * len(before[at] & after[to]) / (len(before[at]) + len(after[to]) or 1), at, to)
            for at in before
            for to in after
        ),
        reverse=True,
    )
    for share, at, to in shares:
        if share > LEAST_SHARE and at in before and to in after:
            pairs.append((at, to))
            del before[at], after[to]


def _gather_contents(
    versions: Sequence[ListVersion], positions: Iterable[int]
) -> dict[int, frozenset[tuple[int | str, str]]]:
    return {
        at: frozenset((duty.no, duty.content) for duty in versions[at].duties) for at in positions
    }


def _find_free(versions: Sequence[ListVersion], taken: Iterable[int]) -> list[int]:
    return sorted(set(range(len(versions))) - set(taken))


def _compare(old: Duty | None, new: Duty | None) -> Iterator[Change]:
    if old is None and new is not None:
        yield Change(new.no, ChangeKind.ADDED, None, None, new)
    elif old is not None and new is None:
        yield Change(old.no, ChangeKind.REMOVED, None, old, None)
    elif old is not None and new is not None:
        yield from _compare_fields(old, new)
        yield from _compare_repeals(old, new)
        yield from _compare_entries(
            new.no, "extended", old.extended, new.extended, ChangeKind.EXTENDED
        )
        yield from _compare_entries(
            new.no, "progress", old.progress, new.progress, ChangeKind.PROGRESSED
        )


def _compare_fields(old: Duty, new: Duty) -> Iterator[Change]:
    for name, key in _FIELDS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(new.no, ChangeKind.AMENDED, key, before, after)


def _compare_repeals(old: Duty, new: Duty) -> Iterator[Change]:
    if old.repealed == new.repealed:
        return
    kind = ChangeKind.AMENDED
    if old.repealed is None:
        kind = ChangeKind.REPEALED
    elif new.repealed is None:
        kind = ChangeKind.REINSTATED
    yield Change(new.no, kind, "repealed", old.repealed, new.repealed)


def _compare_entries(
    no: int | str,
    field: str,
    old: Sequence[Entry] | Sequence[Extension],
    new: Sequence[Entry] | Sequence[Extension],
    kind: ChangeKind,
) -> Iterator[Change]:
    """Give what is gone and what has come, day by day, a day's rewritten entry as one change.

    Equal entries count: one of two that is gone is gone.
    """
    if old == new:
        return
    gone = list((Counter[Entry | Extension](old) - Counter[Entry | Extension](new)).elements())
    come = list((Counter[Entry | Extension](new) - Counter[Entry | Extension](old)).elements())
    for day in sorted({entry.on for entry in (*gone, *come)}):
        before = [entry for entry in gone if entry.on == day]
        after = [entry for entry in come if entry.on == day]
        if len(before) == len(after) == 1:
            yield Change(no, ChangeKind.AMENDED, field, before[0], after[0])
            continue
        yield from (Change(no, ChangeKind.WITHDRAWN, field, entry, None) for entry in before)
        yield from (Change(no, kind, field, None, entry) for entry in after)
