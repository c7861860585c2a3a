"""A lens over the lists: what has been parsed once is never parsed again.

A SQLite file in the user's cache folder holds the duties of every list by the git blob id of its
bytes, so that a work tree, an old revision and another branch are all just sets of blobs. It is
disposable: missing, damaged, of another version or not writable, it is built anew, in memory if
need be. It holds no list that has an `invalid` finding.

`file` opens it, `lens` brings it up to date and looks into it, `parsing` parses what it lacks,
`rows` packs duties into rows, `heads` are the lists as it knows them, `size` keeps it small.
"""

from dutylist.index.file import ask
from dutylist.index.heads import ListHead, Snapshot, Unit, make_place
from dutylist.index.lens import Clock, Index
from dutylist.index.rows import Part, Parties, Positions

__all__ = [
    "Clock",
    "Index",
    "ListHead",
    "Part",
    "Parties",
    "Positions",
    "Snapshot",
    "Unit",
    "ask",
    "make_place",
]
