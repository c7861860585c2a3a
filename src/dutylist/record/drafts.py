"""What is to be written, before anything is: edits by list, and the words of the commit."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from dutylist.store.edit import Edit
from dutylist.store.folder import Source


class Draft(NamedTuple):
    """The edits of each list, or its whole new content, and the message of the one commit.

    `new` are lists that are not there yet, with their bytes; those of `gone` are removed.
    """

    edits: Mapping[Source, Sequence[Edit] | bytes]
    message: str
    new: Mapping[Source, bytes] = MappingProxyType({})
    gone: Sequence[Source] = ()

    @property
    def sources(self) -> list[Source]:
        """Return all lists that it changes."""
        return [*self.edits, *self.new, *self.gone]
