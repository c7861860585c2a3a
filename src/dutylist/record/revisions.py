"""Which commit lists are of: what goes out to be filled in names it, so that it can be merged.

Only what is on file can be named. Git is asked by plumbing alone, as by any reading command.
"""

from collections.abc import Mapping
from typing import NamedTuple

from dutylist.errors import NotWritten
from dutylist.git.objects import Objects
from dutylist.git.repository import Repository
from dutylist.record.places import find_folder, find_real, find_repositories, find_within
from dutylist.store.folder import Source
from dutylist.words import say


class Revision(NamedTuple):
    """A commit, and the blob that each list is in it, by the list's path."""

    commit: str
    blobs: Mapping[str, str]


def find_revision(
    before: Mapping[Source, bytes], environment: Mapping[str, str]
) -> Revision | None:
    """Return the commit that holds the lists with these bytes; None without a repository.

    Raises `NotWritten` where a list is not what the last commit says.
    """
    repositories = [*find_repositories([*before], environment, required=False).values()]
    found = [repository for repository in repositories if repository is not None]
    if len(found) < len(repositories) or len({each.git_dir for each in found}) != 1:
        return None
    return _read_revision(found[0], before)


def trace_lists(
    blobs: Mapping[Source, str], commit: str, environment: Mapping[str, str]
) -> dict[Source, bool | None]:
    """Tell of each list whether it once was the blob; None where no history can tell."""
    repositories = find_repositories([*blobs], environment, required=False)
    return {
        source: _trace(repositories[find_folder(find_real(source))], source, commit, blob)
        for source, blob in blobs.items()
    }


def _trace(repository: Repository | None, source: Source, commit: str, blob: str) -> bool | None:
    if repository is None:
        return None
    with Objects(repository) as objects:
        # Of two folders in one repository, both know the commit: the list's path tells them apart.
        then = objects.find(f"{commit}:{find_within(repository, source)}") if commit else None
        if then is not None:
            return then.id == blob
        if objects.find(blob) is not None:
            return True
    return False if commit else None


def _read_revision(repository: Repository, before: Mapping[Source, bytes]) -> Revision:
    with Objects(repository) as objects:
        commit = objects.find("HEAD^{commit}")
        blobs = {
            source.path: _find_blob(repository, objects, source, raw)
            for source, raw in before.items()
        }
    return Revision(commit.id if commit else "", blobs)


def _find_blob(repository: Repository, objects: Objects, source: Source, raw: bytes) -> str:
    found = objects.find(f"HEAD:{find_within(repository, source)}")
    # Git may give out other line ends than it keeps.
    if found is None or _level(found.raw) != _level(raw):
        raise NotWritten(
            say(
                "{path} is not as the last commit has it; commit it first, for the form is to name "
                "the commit that it was made of",
                path=source.path,
            )
        )
    return found.id


def _level(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n")
