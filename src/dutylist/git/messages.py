"""Commits by what their messages say: who made them, and the message itself."""

from collections.abc import Sequence
from typing import NamedTuple

from dutylist.git.repository import Repository
from dutylist.git.run import run


class Commit(NamedTuple):
    """One commit: its id, its first parent (None of the first commit), who made it and when.

    `day` is the author's, as 2022-10-31.
    """

    id: str
    parent: str | None
    author: str
    day: str
    message: str

    @property
    def subject(self) -> str:
        """Return the first line of the message."""
        return self.message.partition("\n")[0]


def list_commits(repository: Repository, trailers: Sequence[str], path: str) -> list[Commit]:
    """Return HEAD's first parents that touched `path` and have a line `trailer: …`, newest first.

    Any of the `trailers` will do. `path` goes from the top of the repository, which is "".
    """
    if repository.head is None:
        return []
    told = run(
        repository.git,
        repository.top,
        "rev-list",
        "--first-parent",
        "--basic-regexp",
        *(f"--grep=^{trailer}: " for trailer in trailers),
        "--encoding=UTF-8",
        "--no-commit-header",
        "--format=%H%n%P%n%an%n%as%n%B%x00",
        repository.head,
        "--",
        *([path] if path else []),
    )
    records = told.decode(errors="replace").split("\0\n")[:-1]
    return [_read_commit(record) for record in records]


def is_shared(repository: Repository, commit: str) -> bool:
    """Tell whether a remote is known to have the commit: others may build on it."""
    told = run(
        repository.git, repository.top, "rev-list", "--max-count=1", commit, "--not", "--remotes"
    )
    return not told


def _read_commit(record: str) -> Commit:
    id_, parents, author, day, message = record.split("\n", 4)
    return Commit(id_, parents.split(" ")[0] or None, author, day, message)
