"""What a form knows of the lists that it was made of: kept in a hidden sheet, as lines of text.

Of each duty there are digests of the cells that the form shows and of the entries that were on
file, so that what was changed in the form, and what came to the list since, can be told. The last
line is the digest of all others. That finds slips and damage; it is no signature.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from dutylist.duty import Entry, Status
from dutylist.fields import EARLIEST_YEAR, LATEST_YEAR, check_text

MARK = "dutylist form 2"
"""What the first line says; the number grows when a form is no longer read by the same rules."""

_SEAL = "sha256 "
_DIGITS = 16
_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}", re.ASCII)


class Origin(NamedTuple):
    """One list: its year, the id that git gives the bytes it had, its title and its issuer."""

    year: int
    blob: str
    title: str
    issuer: str | None = None


class Known(NamedTuple):
    """One duty: digests of its cells and of its entries, and the status that was shown."""

    cells: tuple[str, ...]
    entries: frozenset[str]
    status: Status


class Base(NamedTuple):
    """What a form was made of: for whom, as things stood on which day, from which commit.

    `revision` is empty where the lists lay in no repository.
    """

    department: str
    day: date
    revision: str
    lists: Mapping[str, Origin]
    duties: Mapping[str, Known]


def digest(text: str) -> str:
    """Return a digest of a text; blanks and line ends, which programs move, are of no account."""
    return _hash("".join(text.split()))


def digest_entry(entry: Entry) -> str:
    """Return a digest of an entry."""
    return _hash(json.dumps([str(part or "") for part in entry], ensure_ascii=False))


def write_base(base: Base) -> list[str]:
    """Return the lines of the hidden sheet."""
    head = {
        "department": base.department,
        "day": str(base.day),
        "revision": base.revision,
        "lists": {name: list(origin) for name, origin in base.lists.items()},
    }
    lines = [MARK, _dump(head)]
    for ref, known in base.duties.items():
        lines.append(_dump([ref, known.cells, sorted(known.entries), known.status]))
    return [*lines, _SEAL + _seal(lines)]


def read_base(lines: Sequence[str]) -> Base | None:
    """Return what the lines of a hidden sheet say; None where they are not as they were written."""
    *told, seal = lines or [""]
    if seal != _SEAL + _seal(told) or len(told) < 2 or told[0] != MARK:
        return None
    try:
        return _build(json.loads(told[1]), [json.loads(line) for line in told[2:]])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None  # sealed, and still not ours


def _build(head: Mapping[str, Any], duties: Sequence[Any]) -> Base:
    return Base(
        _check_line(head["department"]),
        date.fromisoformat(head["day"]),
        _check_id(head["revision"]) if head["revision"] else "",
        {str(name): _build_origin(*origin) for name, origin in head["lists"].items()},
        dict(_build_known(duties)),
    )


def _build_origin(year: object, blob: str, title: str, issuer: str | None) -> Origin:
    if type(year) is not int or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(year)
    return Origin(year, _check_id(blob), check_text(title), issuer and _check_line(issuer))


def _check_line(text: str) -> str:
    """Return a name: it becomes a line of a list, and of a commit's message."""
    if len(text.splitlines()) > 1:
        raise ValueError(text)
    return check_text(text)


def _check_id(text: str) -> str:
    """Return an id of git: whatever else stands there, git is not asked for it."""
    if not _ID.fullmatch(text):
        raise ValueError(text)
    return text


def _build_known(duties: Sequence[Any]) -> Iterator[tuple[str, Known]]:
    for ref, cells, entries, status in duties:
        yield str(ref), Known(tuple(map(str, cells)), frozenset(entries), Status(status))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _seal(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
