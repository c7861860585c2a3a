"""The objects of a repository, from one `git cat-file` that stays open for a run.

What git gives is held against the id under which it was asked for: a damaged or forged object is
refused, and never gets into an index that knows lists by that id.
"""

import os
import subprocess
import tempfile
from contextlib import suppress
from io import BufferedReader
from types import TracebackType
from typing import IO, NamedTuple

from dutylist.errors import GitRefused
from dutylist.git.repository import Repository
from dutylist.git.run import refuse, start
from dutylist.words import say

MOST_BYTES = 20 * 1024 * 1024

# The modes of files in a tree; the last is of old repositories.
FILE_MODES = (0o100644, 0o100755, 0o100664)

_NOT_HERE = (b" missing", b" ambiguous")


class Object(NamedTuple):
    """An object: its id, its kind (commit, tree, blob or tag) and its bytes.

    Of a blob larger than `MOST_BYTES`, only the first bytes are here: one more than that.
    """

    id: str
    kind: str
    raw: bytes


class Objects:
    """The objects of a repository; a context that ends the git which was started for them."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._child: _Child | None = None

    def __enter__(self) -> "Objects":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End git; it is started again when another object is asked for."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def find(self, name: str) -> Object | None:
        """Return the object that git knows by `name` (an id, v1^{commit}, v1:data); None for none.

        Links inside a tree are followed. Raises `GitRefused`, also for a damaged object.
        """
        if "\n" in name or "\0" in name:
            return None
        child = self._start()
        head = child.ask(os.fsencode(name))
        if head.endswith(_NOT_HERE):
            child.read(0)
            return None
        first, *kind, size = head.decode("ascii").split(" ")
        raw = child.read(min(int(size), MOST_BYTES) + 1)
        if not kind:
            return None  # a link that leads to no file of the commit; `raw` says where
        return self._take(Object(first, kind[0], raw), int(size))

    def read_blob(self, id_: str) -> bytes:
        """Return the bytes of a blob, or the first of them (see `Object`); raises `GitRefused`."""
        found = self.find(id_)
        if found is None or found.kind != "blob":
            raise GitRefused("", say("the repository lacks the object {id}", id=id_))
        return found.raw

    def _take(self, found: Object, size: int) -> Object:
        """Return an object of `size` bytes, of which one more has been read, if it is sound."""
        if size > MOST_BYTES and found.kind == "blob" and len(found.raw) > MOST_BYTES:
            self.close()  # nobody wants the rest
            return found
        found = found._replace(raw=found.raw[:size])
        # A commit or a folder is never so large; read in part, it is taken for damaged.
        if hash_object(found.kind, found.raw, len(found.id)) != found.id:
            self.close()
            words = say("the object {id} is damaged; “git fsck” tells more", id=found.id)
            raise GitRefused("", words)
        return found

    def _start(self) -> "_Child":
        if self._child is None:
            self._child = _start(self.repository)
        return self._child


def hash_object(kind: str, raw: bytes, digits: int = 40) -> str:
    """Return the id that git gives these bytes: of 40 digits by SHA-1, of 64 by SHA-256."""
    import hashlib  # noqa: PLC0415 - OpenSSL is loaded only where an object is read

    make = hashlib.sha1 if digits == 40 else hashlib.sha256
    head = f"{kind} {len(raw)}\0".encode("ascii")
    return make(head + raw, usedforsecurity=False).hexdigest()


def _start(repository: Repository) -> "_Child":
    # A file takes git's words, for a pipe would fill up, and git would wait.
    words = tempfile.TemporaryFile()  # noqa: SIM115 - `end` closes it
    arguments = ("cat-file", "--batch", "--follow-symlinks")
    try:
        process = start(repository.git, repository.top, *arguments, words=words)
    except BaseException:
        words.close()
        raise
    return _Child(process, words, os.urandom(16).hex().encode("ascii"))


class _Child(NamedTuple):
    """A git that answers questions about objects, each followed by one about nothing.

    git ends no answer: of a damaged object it may give fewer bytes than it said, and wait. What it
    says of `nothing`, a name that nobody else can know, is the end of the answer before.
    """

    process: subprocess.Popen[bytes]
    words: IO[bytes]
    nothing: bytes

    def ask(self, name: bytes) -> bytes:
        """Send a name, and return the line that git answers."""
        with suppress(OSError):  # git has ended: its answer is silence
            self._asked.write(name + b"\n" + self.nothing + b"\n")
            self._asked.flush()
        answer = self._answered.readline()
        if not answer.endswith(b"\n"):
            raise self._refuse()
        return answer[:-1]

    def read(self, size: int) -> bytes:
        """Return the next `size` bytes of the answer, or all where there are fewer.

        What follows them is the end of the answer, or else wanted by nobody.
        """
        end = self.nothing + b" missing\n"
        raw = bytearray()
        while len(raw) < size + len(end) and not raw.endswith(end):
            part = self._answered.read1(size + len(end) - len(raw))
            if not part:
                break
            raw += part
        return bytes(raw[:size] if len(raw) == size + len(end) else raw.removesuffix(end))

    def end(self) -> None:
        """End git, whatever it is doing."""
        self.process.kill()
        with suppress(OSError), self.process:
            pass
        self.words.close()

    @property
    def _asked(self) -> IO[bytes]:
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def _answered(self) -> BufferedReader:
        assert isinstance(self.process.stdout, BufferedReader)
        return self.process.stdout

    def _refuse(self) -> GitRefused:
        """Make the refusal of a git that has ended too early."""
        self.process.kill()
        code = self.process.wait()
        self.words.seek(0)
        return refuse(self.words.read(), code)
