"""The lists as git has them: those of a commit, and each version since the first.

git's side of it (commits, trees, blobs) is in the git room, what a data folder may hold in the
store. Here the two meet: a commit and a folder become `Source`s, which the index takes as it
takes files, and the history of a folder becomes `Version`s.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from dutylist.errors import GitRefused, InvalidData, NotFound
from dutylist.git.commits import list_commits
from dutylist.git.objects import Objects
from dutylist.git.reading import Revision, list_folder
from dutylist.git.repository import SHORT, Repository
from dutylist.store.folder import (
    SETTINGS_NAME,
    UNITS_NAME,
    Blob,
    Source,
    choose_sources,
    is_list_name,
    require_list,
)
from dutylist.versions import FileChange, FileVersion, Version
from dutylist.words import say


class Holding(NamedTuple):
    """What a data folder held in a commit: its lists and units.yaml, and its dutylist.toml."""

    sources: tuple[Source, ...]
    settings: Source | None


def find_repository(folder: str, environment: Mapping[str, str]) -> Repository:
    """Return the repository that holds a data folder; raises `GitRefused` where none does."""
    repository = Repository.find(folder, environment)
    if repository is None:
        raise GitRefused("", say("{folder} is in no git repository", folder=folder))
    return repository


def read_folder(
    objects: Objects, revision: Revision, folder: str, *, is_one: bool = True
) -> Holding:
    """Return what `folder`, a path on this machine, held in a commit.

    Unless it `is_one` repository that is read, findings name the folder, too: a path such as
    HEAD:data/tasks_2022.yaml may be in any. Raises `NotFound` where the commit has no such folder,
    `InvalidData` as for a folder on disk.
    """
    path = objects.repository.path_of(folder)
    shown = f"{revision.name}:{path}" if is_one else f"{folder}: {revision.name}:{path}"
    files = list_folder(objects, revision.commit, path)
    if files is None:
        raise NotFound(say("{path}: there was no such folder then", path=shown))
    beneath = f"{shown}/" if path else shown

    def make(name: str) -> Source:
        return _make_source(objects, folder, beneath, name, files[name])

    sources = choose_sources(files, make)
    require_list(shown, sources)
    settings = make(SETTINGS_NAME) if SETTINGS_NAME in files else None
    return Holding(tuple(sources), settings)


def list_committed(objects: Objects, commit: str, folder: str) -> list[Source]:
    """Return the lists in `folder` as a commit has them, none where it has none."""
    path = objects.repository.path_of(folder)
    files = list_folder(objects, commit, path) or {}
    return [
        _make_version(objects, folder, commit, FileVersion(f"{path}/{name}".lstrip("/"), id_))
        for name, id_ in sorted(files.items())
        if id_ and is_list_name(name) and name != UNITS_NAME
    ]


def list_versions(repository: Repository, folder: str) -> list[Version]:
    """Return the commits before and with HEAD that changed lists in `folder`, newest first.

    `folder` is a path on this machine. No commit stands before one that it is the parent of. A
    list that was moved here from another folder, or had another name, is followed there. A change
    to units.yaml or dutylist.toml is none to a list. Raises `GitRefused`.
    """
    home = repository.path_of(folder)
    strays: set[str] = set()
    while True:
        versions = [
            commit._replace(files=tuple(_choose(commit, home, strays)))
            for commit in list_commits(repository, [home, *sorted(strays)])
        ]
        moved = {
            old.path
            for version in versions
            for file in version.files
            for old in file.olds
            if old and not _is_list(old.path, home, strays)
        }
        if not moved:
            return [version for version in versions if version.files]
        strays |= moved


def gather_sources(objects: Objects, folder: str, versions: Sequence[Version]) -> dict[str, Source]:
    """Return all that the lists in `folder` ever held, before and after each version, by blob."""
    return {
        file.blob: _make_version(objects, folder, version.commit, file)
        for version in versions
        for change in version.files
        for file in (change.new, *change.olds)
        if file
    }


def _make_source(
    objects: Objects, folder: str, beneath: str, name: str, blob: str | None
) -> Source:
    path = beneath + name
    if blob is None:
        raise InvalidData(say("{path} is not a regular file", path=path))
    return Source(folder, name, Blob(blob, path, objects.read_blob))


def _make_version(objects: Objects, folder: str, commit: str, file: FileVersion) -> Source:
    shown = f"{commit[:SHORT]}:{file.path}"
    return Source(folder, file.name, Blob(file.blob, shown, objects.read_blob))


def _choose(commit: Version, home: str, strays: Collection[str]) -> Iterator[FileChange]:
    """Give what a commit did to lists; one that was moved out of the folder is gone."""
    for file in commit.files:
        if file.new and _is_list(file.new.path, home, strays):
            yield file
        elif any(old and _is_list(old.path, home, strays) for old in file.olds):
            yield file._replace(new=None)


def _is_list(path: str, home: str, strays: Collection[str]) -> bool:
    folder, _, name = path.rpartition("/")
    is_home = folder == home and is_list_name(name) and name != UNITS_NAME
    return is_home or path in strays
