"""What is to be written, before anything is: edits by list, and the words of the commit."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dutylist.store.edit import Edit
from dutylist.store.folder import Source


class Draft(NamedTuple):
    """The edits of each list, or its whole new content, and the message of the one commit."""

    edits: Mapping[Source, Sequence[Edit] | bytes]
    message: str
