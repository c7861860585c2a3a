"""A writing run: lock, read, edit, note, replace, commit; or nothing at all.

All that may refuse does so before the first list is touched, but for git itself: where it will
not commit, the lists are put back as they were, and new ones removed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import NamedTuple

from dutylist.errors import GitRefused, NotWritten, Refusal
from dutylist.git.repository import Repository
from dutylist.git.writing import Look, commit, stage, unstage
from dutylist.record.drafts import Draft
from dutylist.record.note import Note, leave_notes, recover, remove_notes
from dutylist.record.places import (
    Repositories,
    choose_repository,
    find_real,
    find_repositories,
    find_within,
    require_clean,
)
from dutylist.record.steps import Step, take_back, take_steps
from dutylist.store.edit import edit_list
from dutylist.store.folder import Source
from dutylist.store.lock import hold_lock
from dutylist.store.replace import sweep
from dutylist.words import Message, say

LOCK_SECONDS = 60.0


class Surroundings(NamedTuple):
    """What a run is told from outside: the environment, and whom to tell what at once.

    `tell` is called while the run waits for another one, and when a killed one was recovered;
    `show` just before anything is written.
    """

    environment: Mapping[str, str]
    tell: Callable[[Message], None]
    show: Callable[[], None]


class Written(NamedTuple):
    """One list as it was and as it is; the real path, for the list may be a link."""

    source: Source
    path: str
    before: bytes
    after: bytes


class Whole(NamedTuple):
    """A list that was made or removed as a whole, with its real path."""

    source: Source
    path: str
    raw: bytes


class Outcome(NamedTuple):
    """What a run has done: the lists it changed, and the commit, None where none was made.

    `made` are the lists that are new, `gone` those that were removed.
    """

    written: tuple[Written, ...]
    message: str
    commit: str | None = None
    made: tuple[Whole, ...] = ()
    gone: tuple[Whole, ...] = ()

    @property
    def steps(self) -> dict[Source, Step]:
        """Return what happens to the file of each list."""
        return {
            **{each.source: Step(each.path, each.before, each.after) for each in self.written},
            **{each.source: Step(each.path, None, each.raw) for each in self.made},
            **{each.source: Step(each.path, each.raw, None) for each in self.gone},
        }


Decide = Callable[[Mapping[Source, bytes]], Draft]


def rehearse(sources: Sequence[Source], decide: Decide) -> Outcome:
    """Return what a run would write; nothing is locked, and nothing written."""
    before = _read_all(sources)
    return _edit(decide(before), before)


def write(
    sources: Sequence[Source],
    decide: Decide,
    surroundings: Surroundings,
    *,
    commits: bool = True,
    new: Sequence[Source] = (),
) -> Outcome:
    """Change lists and commit the change, or do nothing at all.

    `decide` is given the bytes of every list while nobody else writes; it may also make the lists
    `new`, which are not there yet. Without `commits` the edit stays in the work tree, and no
    repository is needed. Raises what `decide` raises, `NotWritten` and `GitRefused`.
    """
    named = [*sources, *new]
    repositories = find_repositories(named, surroundings.environment, required=commits)
    with _hold_locks(repositories, surroundings) as locks:
        before = _read_all(sources)
        draft = decide(before)
        if not commits:
            outcome = _edit(draft, before)
            surroundings.show()
            take_steps([*outcome.steps.values()])
            return outcome
        repository = choose_repository(repositories, draft.sources, surroundings.environment)
        outcome = _edit_clean(repository, draft, before)
        surroundings.show()
        made = _commit(repository, outcome, locks)
    return outcome._replace(commit=made)


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


def _read_all(sources: Sequence[Source]) -> dict[Source, bytes]:
    return {source: source.read() for source in sources}


def _edit_clean(repository: Repository, draft: Draft, before: Mapping[Source, bytes]) -> Outcome:
    """Make the edits while git looks whether the lists are as the last commit has them."""
    with ExitStack() as stack:
        looks = {
            source: stack.enter_context(Look(repository, find_within(repository, source)))
            for source in draft.sources
        }
        outcome = _edit(draft, before)
        require_clean(looks, draft.new)
    return outcome


def _edit(draft: Draft, before: Mapping[Source, bytes]) -> Outcome:
    written = []
    for source, edits in draft.edits.items():
        raw = before[source]
        after = edits if isinstance(edits, bytes) else edit_list(source.path, raw, edits)
        written.append(Written(source, find_real(source), raw, after))
    made = tuple(Whole(source, find_real(source), raw) for source, raw in draft.new.items())
    gone = tuple(Whole(source, find_real(source), before[source]) for source in draft.gone)
    return Outcome(tuple(written), draft.message, made=made, gone=gone)


def _commit(repository: Repository, outcome: Outcome, locks: Sequence[int]) -> str:
    steps = {find_within(repository, source): step for source, step in outcome.steps.items()}
    new = [path for path, step in steps.items() if step.before is None]
    with _noting(repository, steps, outcome.message):
        take_steps([*steps.values()])
        try:
            stage(repository, new, locks)
            return commit(repository, [*steps], outcome.message, locks)
        except GitRefused as refusal:
            with suppress(GitRefused):
                unstage(repository, new)
            raise _refuse(refusal, [*steps.values()]) from refusal


@contextmanager
def _noting(repository: Repository, steps: Mapping[str, Step], message: str) -> Iterator[None]:
    """Keep a note for as long as the lists are ahead of git."""
    subject = message.partition("\n")[0]
    leave_notes(repository, [Note.of(path, subject, step) for path, step in steps.items()])
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


def _refuse(refusal: GitRefused, steps: Sequence[Step]) -> Refusal:
    """Put the lists back as they were, and return what there is to say."""
    changed = [step for step in steps if step.has_begun()]
    try:
        take_back(changed)
    except NotWritten:
        return GitRefused(
            refusal.words,
            say(
                "git refused, and {path} could not be put back as it was, for a hook or somebody "
                "else has changed it, too; look at it with git diff HEAD; git says:",
                path=changed[0].path,
            ),
        )
    return refusal
