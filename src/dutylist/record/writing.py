"""A writing run: lock, read, edit, note, replace, commit; or nothing at all.

All that may refuse does so before the first list is touched, but for git itself: where it will
not commit, the lists are put back as they were.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from dutylist.errors import GitRefused, NotWritten, Refusal, WrongUsage
from dutylist.git.repository import Repository
from dutylist.git.run import find_git, run
from dutylist.git.writing import Unclean, commit, find_unclean, require_branch
from dutylist.record.drafts import Draft
from dutylist.record.note import Note, leave_notes, recover, remove_notes
from dutylist.store.edit import edit_list
from dutylist.store.folder import Source
from dutylist.store.lock import hold_lock
from dutylist.store.replace import replace_file, sweep
from dutylist.words import Message, say

LOCK_SECONDS = 60.0


class Surroundings(NamedTuple):
    """What a run is told from outside: the environment, and whom to tell what at once.

    `tell` is called while the run waits for another one, and when a killed one was recovered.
    """

    environment: Mapping[str, str]
    tell: Callable[[Message], None]


class Written(NamedTuple):
    """One list as it was and as it is; the real path, for the list may be a link."""

    source: Source
    path: str
    before: bytes
    after: bytes


class Outcome(NamedTuple):
    """What a run has done: the lists it changed, and the commit, None where none was made."""

    written: tuple[Written, ...]
    message: str
    commit: str | None = None


Decide = Callable[[Mapping[Source, bytes]], Draft]


def rehearse(sources: Sequence[Source], decide: Decide) -> Outcome:
    """Return what a run would write; nothing is locked, and nothing written."""
    return _edit(sources, decide)


def write(
    sources: Sequence[Source], decide: Decide, surroundings: Surroundings, *, commits: bool = True
) -> Outcome:
    """Change lists and commit the change, or do nothing at all.

    `decide` is given the bytes of every list while nobody else writes. Without `commits` the edit
    stays in the work tree, and no repository is needed. Raises what `decide` raises, `NotWritten`
    and `GitRefused`.
    """
    repositories = _find_repositories(sources, surroundings.environment, required=commits)
    with _hold_locks(repositories, surroundings) as locks:
        outcome = _edit(sources, decide)
        if not commits:
            _replace(outcome.written)
            return outcome
        repository = _choose_repository(repositories, outcome, surroundings)
        made = _commit(repository, outcome, locks)
    return outcome._replace(commit=made)


Repositories = Mapping[str, Repository | None]
"""The real folders that lists lie in, each with the repository that holds it, if any does."""


def _find_repositories(
    sources: Sequence[Source], environment: Mapping[str, str], *, required: bool
) -> Repositories:
    folders = {_find_folder(_find_real(source)) for source in sources}
    found: dict[str, Repository | None] = {}
    for folder in sorted(folders):
        try:
            found[folder] = Repository.find(folder, environment)
        except GitRefused:
            if required:
                raise
            found[folder] = None
    return found


@contextmanager
def _hold_locks(repositories: Repositories, surroundings: Surroundings) -> Iterator[list[int]]:
    """Hold the locks of all that may be written to, taken in one order by all runs.

    The lock lies in git's own folder, where no `git add --all` of a hook's finds it, and where
    all folders of a repository meet, for git has one index; without a repository, beside the
    lists.
    """

    def tell_waiting() -> None:
        surroundings.tell(say("another dutylist is writing to these lists; waiting for it"))

    known = {each.git_dir: each for each in repositories.values() if each}
    bare = {folder for folder, repository in repositories.items() if repository is None}
    with ExitStack() as stack:
        locks = [
            stack.enter_context(hold_lock(place, LOCK_SECONDS, tell_waiting))
            for place in sorted({*known, *bare})
        ]
        for folder in repositories:
            sweep(folder)
        for repository in known.values():
            for message in recover(repository):
                surroundings.tell(message)
        yield locks


def _edit(sources: Sequence[Source], decide: Decide) -> Outcome:
    before = {source: source.read() for source in sources}
    draft = decide(before)
    written = []
    for source, edits in draft.edits.items():
        raw = before[source]
        after = edits if isinstance(edits, bytes) else edit_list(source.path, raw, edits)
        written.append(Written(source, _find_real(source), raw, after))
    return Outcome(tuple(written), draft.message)


def _find_real(source: Source) -> str:
    return os.path.realpath(source.path)


def _find_folder(path: str) -> str:
    return str(Path(path).parent)


def _choose_repository(
    repositories: Repositories, outcome: Outcome, surroundings: Surroundings
) -> Repository:
    """Return the one repository of all edited lists; raises `GitRefused`, `WrongUsage`."""
    found = {}
    for folder in {_find_folder(each.path) for each in outcome.written}:
        repository = repositories[folder]
        if repository is None:
            raise _explain_no_repository(folder, surroundings.environment)
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


def _commit(repository: Repository, outcome: Outcome, locks: Sequence[int]) -> str:
    within = [repository.path_of(written.path) for written in outcome.written]
    _require_clean(repository, within, outcome.written)
    with _noting(repository, within, outcome):
        _replace(outcome.written)
        try:
            return commit(repository, within, outcome.message, locks)
        except GitRefused as refusal:
            raise _refuse(refusal, outcome.written) from refusal


def _require_clean(
    repository: Repository, within: Sequence[str], written: Sequence[Written]
) -> None:
    """Refuse a list whose present state is not in git: it would be committed along.

    What a merge has left open git itself refuses to commit, in its own words.
    """
    for path, each in zip(within, written, strict=True):
        unclean = find_unclean(repository, path)
        if unclean is not None and unclean is not Unclean.UNMERGED:
            raise NotWritten(_explain_unclean(each.source.path, unclean))


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


@contextmanager
def _noting(repository: Repository, within: Sequence[str], outcome: Outcome) -> Iterator[None]:
    """Keep a note for as long as the lists are ahead of git."""
    subject = outcome.message.partition("\n")[0]
    notes = [
        Note.of(path, subject, each.before, each.after)
        for path, each in zip(within, outcome.written, strict=True)
    ]
    leave_notes(repository, notes)
    try:
        yield
    except Refusal:
        remove_notes(repository)
        raise
    except BaseException:
        # Ctrl-C reaches git, too, which has ended by now: see whether it made the commit.
        recover(repository)
        raise
    remove_notes(repository)


def _replace(written: Sequence[Written]) -> None:
    """Replace the lists, all or none."""
    done: list[Written] = []
    for each in written:
        try:
            replace_file(each.path, each.after, each.before)
        except Refusal:
            _put_back(done)
            raise
        done.append(each)


def _put_back(written: Sequence[Written]) -> None:
    for each in written:
        replace_file(each.path, each.before, each.after)


def _refuse(refusal: GitRefused, written: Sequence[Written]) -> Refusal:
    """Put the lists back as they were, and return what there is to say."""
    changed = [each for each in written if each.source.read() != each.before]
    try:
        _put_back(changed)
    except NotWritten:
        return GitRefused(
            refusal.words,
            say(
                "git refused, and {path} could not be put back as it was, for a hook or somebody "
                "else has changed it, too; look at it with git diff HEAD; git says:",
                path=changed[0].source.path,
            ),
        )
    return refusal
