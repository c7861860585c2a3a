"""An office's own Word document, whose styles and page another one takes over.

In a file of its own, for it needs no library to be named.
"""

from typing import NamedTuple


class Pattern(NamedTuple):
    """A Word document whose styles and page another one takes over: its path, and its bytes."""

    path: str
    raw: bytes
