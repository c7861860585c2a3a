"""Changes in numbers: what is said below a comparison."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dutylist.changes import Change, ChangeKind
from dutylist.query.changes import ChangeRow
from dutylist.words import Message, say, say_n

_COUNTS: Mapping[tuple[ChangeKind, str], Message] = {
    (ChangeKind.ADDED, "list"): say_n("{n} list added", "{n} lists added", 0),
    (ChangeKind.REMOVED, "list"): say_n("{n} list removed", "{n} lists removed", 0),
    (ChangeKind.RENAMED, "list"): say_n("{n} list renamed", "{n} lists renamed", 0),
    (ChangeKind.AMENDED, "list"): say_n(
        "{n} title, year, issuer, annex or source amended",
        "{n} titles, years, issuers, annexes or sources amended",
        0,
    ),
    (ChangeKind.ADDED, ""): say_n("{n} duty added", "{n} duties added", 0),
    (ChangeKind.REMOVED, ""): say_n("{n} duty removed", "{n} duties removed", 0),
    (ChangeKind.AMENDED, ""): say_n("{n} field amended", "{n} fields amended", 0),
    (ChangeKind.REPEALED, ""): say_n("{n} duty repealed", "{n} duties repealed", 0),
    (ChangeKind.AMENDED, "repealed"): say_n("{n} repeal amended", "{n} repeals amended", 0),
    (ChangeKind.REINSTATED, ""): say_n("{n} duty reinstated", "{n} duties reinstated", 0),
    (ChangeKind.EXTENDED, ""): say_n("{n} extension", "{n} extensions", 0),
    (ChangeKind.AMENDED, "extended"): say_n(
        "{n} extension rewritten", "{n} extensions rewritten", 0
    ),
    (ChangeKind.WITHDRAWN, "extended"): say_n(
        "{n} extension withdrawn", "{n} extensions withdrawn", 0
    ),
    (ChangeKind.PROGRESSED, ""): say_n("{n} progress entry", "{n} progress entries", 0),
    (ChangeKind.AMENDED, "progress"): say_n("{n} entry rewritten", "{n} entries rewritten", 0),
    (ChangeKind.WITHDRAWN, "progress"): say_n("{n} entry withdrawn", "{n} entries withdrawn", 0),
    (ChangeKind.UNREADABLE, "list"): say_n(
        "{n} version not readable", "{n} versions not readable", 0
    ),
}
_COUNTED_APART = ("repealed", "extended", "progress")


def tell_version(name: Message, lists: int, duties: int) -> Message:
    """Say which version was read, and how much it holds."""
    return say(
        "{version}: {lists}, {duties}",
        version=name,
        lists=say_n("{n} list", "{n} lists", lists),
        duties=say_n("{n} duty", "{n} duties", duties),
    )


def tell_counts(rows: Sequence[ChangeRow]) -> list[Message]:
    """Say how many changes there are of each kind, lists and duties apart."""
    counts = Counter(_name_count(row.change) for row in rows)
    told = [
        message._replace(facts={"n": counts[name]}, number=counts[name])
        for name, message in _COUNTS.items()
        if counts[name]
    ]
    return told or [say("nothing changed")]


def _name_count(change: Change) -> tuple[ChangeKind, str]:
    """Return under what a change is counted: some of what is amended or withdrawn apart."""
    if change.no is None:
        return change.kind, "list"
    is_apart = change.kind in (ChangeKind.AMENDED, ChangeKind.WITHDRAWN)
    field = change.field if is_apart and change.field in _COUNTED_APART else None
    return change.kind, field or ""
