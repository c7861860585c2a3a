"""Which district a row is of, where rows of several stand side by side.

The lists of two districts are called alike, and so are their duties. A row is then told by the
office that issued its list; by its data folder, where no issuer is known, or two folders have a
list of one name by the same issuer.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from dutylist.index import ListHead
from dutylist.query.rows import Row
from dutylist.words import Message, say


class Places(NamedTuple):
    """The name of each list's district, by folder and list; no names where all are of one.

    `title` is what the names are: issuers, folders, or both.
    """

    names: Mapping[tuple[str, str], str] = {}
    title: Message = say("issuer")

    def name(self, head: ListHead) -> str:
        """Return the name of the list's district; nothing where all are of one."""
        return self.names.get((head.folder, head.list_id), "")

    def name_row(self, row: Row) -> str:
        """Return the row's ref, after its district where there are several."""
        place = self.name(row.head)
        return f"{place}: {row.ref}" if place else row.ref


def find_places(heads: Collection[ListHead]) -> Places:
    """Return the names of the districts of the lists; none where these are of one."""
    issuers = {head.issuer for head in heads if head.issuer}
    if len({head.folder for head in heads}) < 2 and len(issuers) < 2:
        return Places()
    counts = Counter((head.issuer, head.list_id) for head in heads)
    told = {
        (head.folder, head.list_id): head.issuer if counts[head.issuer, head.list_id] == 1 else None
        for head in heads
    }
    titles = {bool(issuer): _TITLES[bool(issuer)] for issuer in told.values()}
    title = say("issuer or folder") if len(titles) > 1 else next(iter(titles.values()))
    return Places({name: issuer or name[0] for name, issuer in told.items()}, title)


_TITLES = {True: say("issuer"), False: say("folder")}
