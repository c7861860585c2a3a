"""What commits did to files: a history, in two runs of git whatever its length."""

import os
from collections.abc import Iterator, Sequence

from dutylist.git.objects import FILE_MODES
from dutylist.git.repository import Repository
from dutylist.git.run import run
from dutylist.versions import FileChange, FileVersion, Version

# Above so many files added and removed in one commit, only those moved unchanged are recognized.
MOST_RENAMES = 1000

_MARK = b"commit"
_FORMAT = "--format=commit%x00%H%x00%P%x00%an%x00%aI%x00%s"
_FACTS = 5


def list_commits(repository: Repository, paths: Sequence[str]) -> list[Version]:
    """Return the commits before and with HEAD that changed `paths`, children before parents.

    Each has all the files that it changed, those elsewhere included: a file may have come from
    there. Of a merge, those that differ from all parents. Links and submodules are no files.
    Raises `GitRefused`.
    """
    if repository.head is None:
        return []
    ids = _list_ids(repository, repository.head, paths)
    if not ids:
        return []
    told = run(
        repository.git,
        repository.top,
        "diff-tree",
        "--stdin",
        "-r",
        "-z",
        "-M",
        f"-l{MOST_RENAMES}",
        "-c",
        "--combined-all-paths",
        "--root",
        "--no-abbrev",
        "--encoding=UTF-8",
        _FORMAT,
        feed=ids,
    )
    return list(_read_versions(iter(told.split(b"\0"))))


def _list_ids(repository: Repository, head: str, paths: Sequence[str]) -> bytes:
    # The top of the repository is no limit, and a path with a line end cannot be said this way.
    limits = [] if any(not path or "\n" in path for path in paths) else ["--", *paths]
    return run(
        repository.git,
        repository.top,
        "rev-list",
        "--full-history",
        "--date-order",
        "--stdin",
        feed=os.fsencode("\n".join([head, *limits, ""])),
    )


def _read_versions(told: Iterator[bytes]) -> Iterator[Version]:
    """Read what `git diff-tree` told: of each commit the mark, its facts, and its files."""
    version: Version | None = None
    files: list[FileChange] = []
    for word in told:
        # git puts a line end between a commit's facts and its files.
        mark = word.lstrip(b"\n")
        if mark == _MARK:
            if version:
                yield version._replace(files=tuple(files))
            version, files = _read_facts(told), []
        elif mark.startswith(b":"):
            change = _read_file(mark.decode("ascii"), told)
            files += [change] if change else []
    if version:
        yield version._replace(files=tuple(files))


def _read_facts(told: Iterator[bytes]) -> Version:
    commit, parents, author, at, subject = (
        next(told).decode(errors="replace") for _ in range(_FACTS)
    )
    return Version(commit, tuple(parents.split()), author, at, subject, ())


def _read_file(head: str, told: Iterator[bytes]) -> FileChange | None:
    """Read one file: modes and ids of each side and the result, a status, then the paths."""
    sides = len(head) - len(head.lstrip(":"))
    words = head.lstrip(":").split(" ")
    modes, ids, status = words[: sides + 1], words[sides + 1 : -1], words[-1]
    if sides > 1 or status.startswith("R"):
        paths = [os.fsdecode(next(told)) for _ in range(sides + 1)]
    else:
        paths = [os.fsdecode(next(told))] * 2
    *olds, new = (
        FileVersion(path, id_) if int(mode, 8) in FILE_MODES else None
        for mode, id_, path in zip(modes, ids, paths, strict=True)
    )
    return FileChange(tuple(olds), new) if new or any(olds) else None
