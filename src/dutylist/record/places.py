"""Where a run may write: the real files, the repository that holds them, and what it refuses.

Git itself says no to much; here is refused what it would do to somebody's harm: to commit other
people's work along, or where no branch would keep it.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from dutylist.errors import GitRefused, NotWritten, WrongUsage
from dutylist.git.repository import Repository
from dutylist.git.run import find_git, run
from dutylist.git.writing import Look, Unclean, require_branch
from dutylist.store.folder import Source
from dutylist.words import Message, say

Repositories = Mapping[str, Repository | None]
"""The real folders that lists lie in, each with the repository that holds it, if any does."""


def find_repositories(
    sources: Sequence[Source], environment: Mapping[str, str], *, required: bool
) -> Repositories:
    """Return the repository of each folder; `GitRefused` counts for none if none is required."""
    folders = {find_folder(find_real(source)) for source in sources}
    found: dict[str, Repository | None] = {}
    for folder in sorted(folders):
        try:
            found[folder] = Repository.find(folder, environment)
        except GitRefused:
            if required:
                raise
            found[folder] = None
    return found


def find_real(source: Source) -> str:
    """Return the path of the file itself, for a list may be a link; one to nowhere is itself."""
    path = Path(os.path.realpath(source.path))
    return str(path if path.exists() else Path(os.path.realpath(source.folder), source.name))


def find_folder(path: str) -> str:
    """Return the folder that a file lies in."""
    return str(Path(path).parent)


def find_within(repository: Repository, source: Source) -> str:
    """Return the path of a list in the repository."""
    return repository.path_of(find_real(source))


def choose_repository(
    repositories: Repositories, sources: Sequence[Source], environment: Mapping[str, str]
) -> Repository:
    """Return the one repository of all edited lists; raises `GitRefused`, `WrongUsage`."""
    found = {}
    for folder in {find_folder(find_real(source)) for source in sources}:
        repository = repositories[folder]
        if repository is None:
            raise _explain_no_repository(folder, environment)
        found[repository.git_dir] = repository
    if len(found) > 1:
        raise WrongUsage(
            say("these lists lie in several repositories; write to those of one at a time")
        )
    repository = next(iter(found.values()))
    require_branch(repository)
    return repository


def _explain_no_repository(folder: str, environment: Mapping[str, str]) -> GitRefused:
    try:
        run(find_git(environment), folder, "rev-parse", "--git-dir")
    except GitRefused as refusal:
        return GitRefused(
            refusal.words,
            say(
                "{folder} lies in no repository; “dutylist init” makes one, "
                "--no-commit writes without one; git says:",
                folder=folder,
            ),
        )
    return GitRefused("", say("{folder} lies in no work tree of git", folder=folder))


def require_clean(looks: Mapping[Source, Look], new: Mapping[Source, object]) -> None:
    """Refuse a list whose present state is not in git: it would be committed along.

    What a merge has left open git itself refuses to commit, in its own words; and of the `new`
    lists it should know nothing yet.
    """
    for source, look in looks.items():
        unclean = look.find_unclean()
        is_new = source in new and unclean is Unclean.OTHERWISE_SPELT
        if unclean not in (None, Unclean.UNMERGED) and not is_new:
            raise NotWritten(_explain_unclean(source.path, unclean))


def _explain_unclean(path: str, unclean: Unclean) -> Message:
    message = _UNCLEAN.get(unclean, _UNCLEAN[Unclean.CHANGED])
    return message._replace(facts={"path": path})


_UNCLEAN = {
    Unclean.CHANGED: say(
        "{path} has changes that are not committed, maybe somebody else’s; look at them with "
        "git status and git diff HEAD, then commit them or take them back"
    ),
    Unclean.UNTRACKED: say(
        "{path} is not in git yet; put it there first: git add {path}, then git commit"
    ),
    Unclean.IGNORED: say("{path} is ignored by git (.gitignore), so no commit can hold it"),
    Unclean.ASSUMED: say(
        "{path} is marked as unchanged, so that git does not look at it; "
        "first: git update-index --no-assume-unchanged {path}"
    ),
    Unclean.SKIPPED: say(
        "{path} is marked to be skipped, so that git does not look at it; "
        "first: git update-index --no-skip-worktree {path}"
    ),
    Unclean.OTHERWISE_SPELT: say(
        "git knows {path} by another spelling; give it its name back, or rename it with git mv"
    ),
}
