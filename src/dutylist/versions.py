"""Versions of files: what each commit did to them, as plain records.

How they are read out of a repository is told in the git room, which of them are versions of lists
in `history`. Whoever only compares them needs neither.
"""

from typing import NamedTuple


class FileVersion(NamedTuple):
    """A file in one commit: its path from the top of the repository, and its blob's id."""

    path: str
    blob: str

    @property
    def name(self) -> str:
        """Return the file's name, as tasks_2022.yaml."""
        return self.path.rpartition("/")[2]

    @property
    def list_id(self) -> str:
        """Return the file's name without its ending, by which a list is known."""
        return self.name.rpartition(".")[0]


class FileChange(NamedTuple):
    """What a commit did to one file.

    `olds` has one item to a parent (a first commit has one, too), None where that parent has no
    such file; `new` is None where the file was removed. A renamed file has another path in `olds`
    than in `new`. In a merge, all of `olds` differ from `new`.
    """

    olds: tuple[FileVersion | None, ...]
    new: FileVersion | None


class Version(NamedTuple):
    """A commit, and what it did to files.

    `at` is the author's time as ISO 8601 with the author's own offset from UTC, "" where the
    commit has none that can be read; `subject` is the first line of the message.
    """

    commit: str
    parents: tuple[str, ...]
    author: str
    at: str
    subject: str
    files: tuple[FileChange, ...]
