"""The lists as they were on file: `--at`, a revision or a day, in the repository of each folder."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, time, timedelta

from dutylist.cli.call import Files, Moment
from dutylist.errors import NotFound
from dutylist.git.objects import Objects
from dutylist.git.reading import Revision, find_revision, find_revision_of_day
from dutylist.git.repository import SHORT
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
    opened: dict[str, tuple[Objects, Revision]] = {}
    files = Files([], {}, {})
    with ExitStack() as stack:
        for folder in folders:
            repository = find_repository(_find_present(folder), environment)
            if repository.top not in opened:
                objects = stack.enter_context(Objects(repository))
                opened[repository.top] = objects, resolve(objects, at)
                remark(_tell(opened[repository.top][1]))
            objects, revision = opened[repository.top]
            try:
                holding = read_folder(objects, revision, folder)
            except NotFound as refusal:
                files.lacking[folder] = refusal
                continue
            files.sources.extend(holding.sources)
            if holding.settings:
                files.settings[folder] = holding.settings.path, holding.settings.read()
        yield files


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


def _tell(revision: Revision) -> Message:
    id_ = revision.commit[:SHORT]
    try:
        day = datetime.fromtimestamp(revision.at, UTC).astimezone().date()
    except (OverflowError, OSError, ValueError):
        return say("as on file at {id}", id=id_)
    return say("as on file at {id} of {day}", id=id_, day=day)
