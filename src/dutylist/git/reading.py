"""Reading commits and folders out of a repository, without its work tree.

Revisions are found here, what they come from, and what a folder held in one. How an object gets
here at all is told in `objects`.
"""

import os
from collections.abc import Mapping
from typing import NamedTuple

from dutylist.errors import GitRefused, NotFound
from dutylist.git.objects import FILE_MODES, Objects
from dutylist.git.repository import SHORT, Repository
from dutylist.git.run import run
from dutylist.words import say

_LINK = 0o120000


class Revision(NamedTuple):
    """A commit that was asked for: its id, its time (committer's, in seconds since 1970), its name.

    `name` is what stands before the colon in a path such as HEAD~1:data/tasks_2022.yaml.
    """

    commit: str
    at: int
    name: str


def find_revision(objects: Objects, text: str) -> Revision:
    """Return the commit that a user calls `text`; a tag stands for its commit.

    Raises `NotFound` for what is no commit.
    """
    if text == "HEAD" and objects.repository.head is None:
        raise _refuse_unborn()
    found = objects.find(f"{text}^{{commit}}") if text else None
    if found is None or found.kind != "commit":
        raise NotFound(
            say(
                "no commit is called “{text}”; give a branch, a tag, a commit’s id or a day"
                " (2022-10-31)",
                text=text,
            )
        )
    return Revision(found.id, _read_time(found.raw), text)


def find_revision_of_day(repository: Repository, end: float, day: str) -> Revision:
    """Return the commit as which things stood when `day` ended, at `end` in seconds since 1970.

    That is the newest of HEAD's first parents that is not later, nor has a later ancestor: where
    clocks are wrong, a commit of that day may stand on one of next week. Raises `NotFound`.
    """
    if repository.head is None:
        raise _refuse_unborn()
    times, parents = _read_history(repository, repository.head)
    latest: dict[str, int] = {}
    for each, at in times.items():
        latest[each] = max([at, *(latest[parent] for parent in parents[each])])
    commit: str | None = repository.head
    while commit is not None:
        if latest[commit] < end:
            return Revision(commit, times[commit], commit[:SHORT])
        commit = next(iter(parents[commit]), None)
    raise NotFound(say("on {day} nothing was on file yet: no commit is that old", day=day))


def list_parents(objects: Objects, commit: str) -> list[str]:
    """Return the ids of a commit's parents, the first first."""
    found = objects.find(commit)
    return [line.decode("ascii") for line in _read_header(found.raw, b"parent")] if found else []


def find_base(repository: Repository, one: str, other: str) -> str | None:
    """Return the commit that two commits have in common, from which they went apart, if any."""
    try:
        told = run(repository.git, repository.top, "merge-base", one, other)
    except GitRefused:
        return None
    return told.decode("ascii").strip()


def list_folder(objects: Objects, commit: str, path: str) -> dict[str, str | None] | None:
    """Return what a folder held in a commit, by name: a file's blob id, None for what is no file.

    `path` goes from the top of the repository, which is "". A link stands for the file that it
    leads to, if that is in the same commit. Returns None where there was no such folder.
    """
    tree = objects.find(f"{commit}:{path}")
    if tree is None or tree.kind != "tree":
        return None
    beneath = f"{commit}:{path}/" if path else f"{commit}:"
    found: dict[str, str | None] = {}
    for name, (mode, id_) in _read_tree(tree.raw, len(tree.id) // 2).items():
        if mode == _LINK:
            found[name] = _follow(objects, beneath + name)
        else:
            found[name] = id_ if mode in FILE_MODES else None
    return found


def _refuse_unborn() -> NotFound:
    return NotFound(say("the repository has no commit yet"))


def _read_time(commit: bytes) -> int:
    """Return the committer's time; 0 where the commit has none that can be read."""
    for line in _read_header(commit, b"committer"):
        words = line.rpartition(b"> ")[2].split()
        return int(words[0]) if words and words[0].isdigit() else 0
    return 0


def _read_header(commit: bytes, key: bytes) -> list[bytes]:
    """Return the values that a commit has under `key`, above its message."""
    lines = commit.partition(b"\n\n")[0].split(b"\n")
    parts = (line.partition(b" ") for line in lines)
    return [value for name, _, value in parts if name == key]


def _read_history(
    repository: Repository, head: str
) -> tuple[dict[str, int], Mapping[str, list[str]]]:
    """Return the time and the parents of each commit before and with `head`, parents first."""
    told = run(
        repository.git,
        repository.top,
        "rev-list",
        "--timestamp",
        "--parents",
        "--topo-order",
        "--reverse",
        head,
    )
    times: dict[str, int] = {}
    parents: dict[str, list[str]] = {}
    for line in told.decode("ascii").splitlines():
        at, commit, *before = line.split()
        times[commit], parents[commit] = int(at), before
    return times, parents


def _read_tree(raw: bytes, width: int) -> dict[str, tuple[int, str]]:
    """Return the mode and id of each entry of a tree, by name; an id is `width` bytes long."""
    entries = {}
    while raw:
        head, _, rest = raw.partition(b"\0")
        mode, _, name = head.partition(b" ")
        entries[os.fsdecode(name)] = int(mode, 8), rest[:width].hex()
        raw = rest[width:]
    return entries


def _follow(objects: Objects, name: str) -> str | None:
    found = objects.find(name)
    return found.id if found is not None and found.kind == "blob" else None
