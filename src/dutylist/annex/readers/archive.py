"""The one way to open a zip archive: members are read into memory, counted, and nothing else.

What an archive declares of itself is not believed. No name in it is ever a path on the disk: a
member is only looked up by a name that we ask for.
"""

import io
import struct
import zipfile
import zlib
from collections import Counter

from dutylist.errors import InvalidData
from dutylist.words import Message, say

MOST_MEMBERS = 5_000
LARGEST_MEMBER = 64 * 1024 * 1024
LARGEST_TOTAL = 128 * 1024 * 1024

_ENTRY = b"PK\x01\x02"
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
# `zipfile` trusts what it reads, and stumbles over nonsense in as many ways as there are.
_DAMAGE = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
_IS_ENCRYPTED = 0x1


class Archive:
    """An open archive; `path` is the document's name, for the sentences of a refusal."""

    def __init__(self, path: str, raw: bytes) -> None:
        self.path = path
        self._total = 0
        if raw.count(_ENTRY) > MOST_MEMBERS:
            raise self._refuse_size(say("more than {n} members", n=MOST_MEMBERS))
        try:
            self._file = zipfile.ZipFile(io.BytesIO(raw))
        except _DAMAGE as fault:
            raise self.damaged() from fault
        counts = Counter(member.filename for member in self._file.infolist())
        if any(count > 1 for count in counts.values()):
            # Two programs would read two different documents.
            raise self.damaged(say("two members have one name"))
        self._members = {member.filename: member for member in self._file.infolist()}
        self._folded = {name.lower(): name for name in self._members}

    def has(self, name: str) -> bool:
        """Tell whether there is a member of that name."""
        return name.lower() in self._folded

    def read(self, name: str) -> bytes:
        """Return a member's bytes; raises `InvalidData` where it lacks, is damaged or too large."""
        if not self.has(name):
            raise self.damaged(say("its part {part} is missing", part=name))
        member = self._members[self._folded[name.lower()]]
        if member.flag_bits & _IS_ENCRYPTED:
            raise self.damaged(say("its part {part} is encrypted", part=name))
        if member.compress_type not in _METHODS:
            # The other methods unpack a whole block at once, however large it gets.
            raise self.damaged(say("its part {part} is packed in an unknown way", part=name))
        return self._read_counted(member)

    def read_all(self) -> None:
        """Read every member once, for another program that would unpack them uncounted."""
        for name in self._members:
            self.read(name)

    def _read_counted(self, member: zipfile.ZipInfo) -> bytes:
        room = min(LARGEST_MEMBER, LARGEST_TOTAL - self._total)
        try:
            with self._file.open(member) as stream:
                content = stream.read(room + 1)
        except _DAMAGE as fault:
            raise self.damaged() from fault
        self._total += len(content)
        if len(content) > room:
            size = say("more than {n} MB when unpacked", n=LARGEST_MEMBER // 1024 // 1024)
            raise self._refuse_size(size)
        if len(content) != member.file_size:
            raise self.damaged()
        return content

    def damaged(self, reason: Message | None = None) -> InvalidData:
        """Make the refusal of a document that is not as its program writes it."""
        return InvalidData(
            say(
                "{path}: the file is damaged or cut short ({reason}); "
                "get it again, or open it in its program and save it anew",
                path=self.path,
                reason=reason or say("the archive cannot be unpacked"),
            )
        )

    def _refuse_size(self, what: Message) -> InvalidData:
        return InvalidData(
            say(
                "{path}: the archive holds {what}; no list needs that; "
                "copy the table into a new document, and delete empty rows and pictures",
                path=self.path,
                what=what,
            )
        )
