"""What the index tells of lists as wholes, and where their duties are in it.

Plain records: nothing here opens the index.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from dutylist.duty import Origin

# A duty's place is its blob's id and its position in one number; no list has a million duties.
POSITIONS = 1 << 20


class ListHead(NamedTuple):
    """One list as the index knows it: where it is, which blob it is, and its head.

    Something falls due in it from `first_day` to `last_day` ("" where nothing does); `has_ended`
    tells whether any duty is ever repealed or done. Most lists need not be asked more than that.
    """

    folder: str
    list_id: str
    blob: int
    title: str
    year: int
    annex: str | None
    duties: int
    first_day: str
    last_day: str
    has_ended: bool
    source: Origin | None = None
    issuer: str | None = None


class Unit(NamedTuple):
    """A collective party that the units.yaml of a folder names, with members and other names."""

    folder: str
    name: str
    members: tuple[str, ...]
    aliases: tuple[str, ...]


class Snapshot(NamedTuple):
    """The lists that a question is put to, by folder, year and annex, and the folders' parties."""

    lists: tuple[ListHead, ...]
    units: tuple[Unit, ...]

    @property
    def folders(self) -> set[str]:
        """Return the data folders of the lists."""
        return {head.folder for head in self.lists}

    @property
    def duties(self) -> int:
        """Count the duties of all lists."""
        return sum(head.duties for head in self.lists)


def make_head(folder: str, list_id: str, blob: int, packed: Sequence[Any]) -> ListHead:
    """Return the head of a list from what the index has packed of it."""
    head = ListHead(folder, list_id, blob, *packed)
    return head._replace(source=Origin(*head.source)) if head.source else head


def make_place(blob: int, position: int) -> int:
    """Return the place of a duty: its blob and its position in the list in one number."""
    return blob * POSITIONS + position


def make_span(blob: int) -> tuple[int, int]:
    """Return the first place of a blob's duties, and the first beyond them."""
    return make_place(blob, 0), make_place(blob + 1, 0)
