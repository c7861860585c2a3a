"""The lists as they were on file: `--at`, a revision or a day, in the repository of each folder."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta

from dutylist.cli.call import Files, Moment
from dutylist.errors import NotFound
from dutylist.git.objects import Objects
from dutylist.git.reading import Revision, find_revision, find_revision_of_day
from dutylist.git.repository import SHORT, Repository
from dutylist.history import find_repository, read_folder
from dutylist.words import Message, say

_EPOCH = date(1970, 1, 1)


@contextmanager
def open_past(
    folders: Sequence[str],
    at: Moment,
    environment: Mapping[str, str],
    remark: Callable[[Message], None],
) -> Iterator[Files]:
    """Find what the folders held at a revision or on a day; git stays open for what is read of it.

    Tells by `remark` which commit that was, in each repository. A folder that was not there then
    is lacking. Raises `NotFound` for a revision that is none, `GitRefused` where there is no
    repository, `InvalidData` as for folders on disk.
    """
    homes = {folder: find_repository(_find_present(folder), environment) for folder in folders}
    named = _name_repositories(homes)
    with ExitStack() as stack:
        opened, lacking = _open_all(stack, homes, at)
        files = Files([], {}, lacking)
        for top, (_, revision) in opened.items():
            remark(_tell(revision, named.get(top)))
        for folder, repository in homes.items():
            if folder not in lacking:
                objects, revision = opened[repository.top]
                _read(files, folder, objects, revision, is_one=not named)
        yield files


def _read(files: Files, folder: str, objects: Objects, revision: Revision, *, is_one: bool) -> None:
    """Add what a folder held to the files; where it was not there, it is lacking."""
    try:
        holding = read_folder(objects, revision, folder, is_one=is_one)
    except NotFound as refusal:
        files.lacking[folder] = refusal
        return
    files.sources.extend(holding.sources)
    if holding.settings:
        files.settings[folder] = holding.settings.path, holding.settings.read()


def _open_all(
    stack: ExitStack, homes: Mapping[str, Repository], at: Moment
) -> tuple[dict[str, tuple[Objects, Revision]], dict[str, NotFound]]:
    """Open each repository and find its commit; return also which folders lack one on that day.

    A day is one in all repositories, a revision is not: raises `NotFound` if any of them lacks it.
    """
    opened: dict[str, tuple[Objects, Revision]] = {}
    refusals: dict[str, NotFound] = {}
    for folder, repository in homes.items():
        if repository.top in opened:
            continue
        objects = stack.enter_context(Objects(repository))
        try:
            opened[repository.top] = objects, resolve(objects, at)
        except NotFound as refusal:
            refusals[folder] = refusal
    if refusals and (at.day is None or not opened):
        raise _join_refusals(refusals, homes)
    return opened, {
        folder: _join_refusals({folder: each}, homes) for folder, each in refusals.items()
    }


def _join_refusals(refusals: Mapping[str, NotFound], homes: Mapping[str, Repository]) -> NotFound:
    """Return one refusal for the repositories that lack a commit, by name if there are others."""
    first = next(iter(refusals.values()))
    if not _name_repositories(homes):
        return first
    return NotFound(say("{folders}: {problem}", folders=tuple(refusals), problem=first.message))


def _name_repositories(homes: Mapping[str, Repository]) -> dict[str, str]:
    """Return the name of each of several repositories: its first folder, by its top."""
    named: dict[str, str] = {}
    for folder, repository in homes.items():
        named.setdefault(repository.top, folder)
    return named if len(named) > 1 else {}


def _find_present(folder: str) -> str:
    """Return the folder, or the nearest above it that is there: it may be gone since."""
    while not os.path.isdir(folder or os.curdir):  # noqa: PTH112 - as it was typed
        folder = os.path.dirname(folder)  # noqa: PTH120 - as above
    return folder or os.curdir


def resolve(objects: Objects, at: Moment) -> Revision:
    """Return the commit that `--at` asks for; raises `NotFound`."""
    if at.day is None:
        return find_revision(objects, at.text)
    return find_revision_of_day(objects.repository, _find_end(at.day), at.text)


def _find_end(day: date) -> float:
    """Return when a day ends where the user is, in seconds since 1970."""
    try:
        midnight = datetime.combine(day + timedelta(days=1), time())
        return midnight.astimezone().timestamp()
    except (OverflowError, OSError, ValueError):
        # Not every system knows the hours of a zone in so distant a year.
        return ((day - _EPOCH).days + 1) * 86400.0


def _tell(revision: Revision, folder: str | None) -> Message:
    """Say which commit is read, and of which folder where there are several repositories."""
    id_ = revision.commit[:SHORT]
    told = say("as on file at {id}", id=id_)
    # Not every system knows the calendar of so distant a time.
    with suppress(OverflowError, OSError, ValueError):
        day = datetime.fromtimestamp(revision.at, UTC).astimezone().date()
        told = say("as on file at {id} of {day}", id=id_, day=day)
    return say("{folder}: {version}", folder=folder, version=told) if folder else told
