"""The calls that write: what may not be committed, the commit, and what a killed one left.

The user's own hooks, filters and signatures are wanted here, as in any commit of theirs.
"""

import math
import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from dutylist.errors import GitRefused
from dutylist.git.repository import Repository
from dutylist.git.run import literal, refuse, run, start
from dutylist.words import say


class Unclean(StrEnum):
    """Why a file is not as the last commit has it, or cannot be known to be; git's own marks."""

    CHANGED = "1"
    RENAMED = "2"
    UNMERGED = "u"
    UNTRACKED = "?"
    IGNORED = "!"
    ASSUMED = "h"
    SKIPPED = "S"
    OTHERWISE_SPELT = ""


class Look:
    """A look at a file, a path in the repository: git takes it while we do other things."""

    def __init__(self, repository: Repository, path: str) -> None:
        self._asked = [
            start(repository.git, repository.top, *question, "--", path, is_fed=False)
            for question in _QUESTIONS
        ]

    def __enter__(self) -> "Look":
        return self

    def __exit__(self, *_: object) -> None:
        for child in self._asked:
            child.communicate()

    def find_unclean(self) -> Unclean | None:
        """Return why the file is not as the last commit has it; None where it is."""
        state, mark = (_read_answer(child)[:1] for child in self._asked)
        if state:
            return Unclean(state)
        # Of a file with a mark of its own git says that it is clean, whatever is in it.
        if mark in ("H", ""):
            return None if mark else Unclean.OTHERWISE_SPELT
        return Unclean.ASSUMED if mark.islower() else Unclean.SKIPPED


_QUESTIONS = (
    ("status", "--porcelain=v2", "-z", "--ignored", "-uall"),
    ("ls-files", "-v", "-z"),
)


def _read_answer(child: "subprocess.Popen[bytes]") -> str:
    out, words = child.communicate()
    if child.returncode:
        raise refuse(words, child.returncode)
    return os.fsdecode(out)


def require_branch(repository: Repository) -> None:
    """Raise `GitRefused` where a commit would lie on no branch, or end what is under way."""
    if repository.branch is None:
        try:
            run(repository.git, repository.top, "symbolic-ref", "HEAD")
        except GitRefused as refusal:
            raise GitRefused(refusal.words, _NO_BRANCH) from refusal
    for name, message in _UNDER_WAY.items():
        if Path(repository.git_dir, name).exists():
            raise GitRefused("", message)


_NO_BRANCH = say(
    "no branch is checked out, so that a commit would be lost; finish the rebase, or "
    "“git switch main”; git says:"
)
# A merge and a cherry-pick git itself keeps from being committed in part; these it does not.
_UNDER_WAY = {
    "REVERT_HEAD": say(
        "a revert is under way; finish it (git revert --continue) or give it up "
        "(git revert --abort) first"
    ),
    "SQUASH_MSG": say("a squashed merge waits for its commit (git commit); make it first"),
}


def stage(repository: Repository, paths: Sequence[str], fds: Sequence[int]) -> None:
    """Tell git of files that it does not know yet; `fds` as for `commit`."""
    if paths:
        _write(repository, paths, fds, "add")


def unstage(repository: Repository, paths: Sequence[str]) -> None:
    """Let the index say of these files what the last commit says."""
    if paths:
        within = map(literal, paths)
        run(repository.git, repository.top, "reset", "--quiet", "--", *within, writes=True)


def commit(repository: Repository, paths: Sequence[str], message: str, fds: Sequence[int]) -> str:
    """Commit exactly these files and return the commit's id; other staged work stays staged.

    `fds` are handed on to git, so that a lock that we hold lasts as long as git does.
    """
    _write(
        repository,
        paths,
        fds,
        "-c",
        "i18n.commitEncoding=UTF-8",
        "commit",
        "--quiet",
        "--only",
        "--cleanup=verbatim",
        # Not by way of a pipe: of a run that is killed, git would commit half a message.
        f"--message={message}",
    )
    return read_head(repository)


def _write(repository: Repository, paths: Sequence[str], fds: Sequence[int], *command: str) -> None:
    """Run a git that writes the index, for exactly these files."""
    within = map(literal, paths)
    try:
        run(repository.git, repository.top, *command, "--", *within, fds=fds, writes=True)
    except GitRefused as refusal:
        if refusal.code < 0:  # killed, maybe by its own hook: it has cleared nothing away
            mend_index(repository, paths, 0.0, math.inf)
        raise


def read_head(repository: Repository) -> str:
    """Return the id of the commit that HEAD names now."""
    return run(repository.git, repository.top, "rev-parse", "--verify", "HEAD").decode().strip()


def is_committed(repository: Repository, paths: Sequence[str]) -> bool:
    """Tell whether the files are as the last commit has them, whatever the index says."""
    try:
        run(repository.git, repository.top, "diff-index", "--quiet", "HEAD", "--", *paths)
    except GitRefused:
        return False
    return True


def is_tracked(repository: Repository, path: str) -> bool:
    """Tell whether the last commit has the file."""
    question = ("ls-tree", "-z", "--name-only", "HEAD", "--", path)
    return bool(run(repository.git, repository.top, *question))


def mend_index(repository: Repository, paths: Sequence[str], since: float, until: float) -> None:
    """Clear away what a killed commit left: its lock files, and an index that lags behind HEAD.

    Only for a caller who knows that the git which was at work on these files is dead, and that it
    took the index between `since` and `until`, in seconds since 1970. On Windows that cannot be
    known, and an open lock file cannot be removed: there git says itself what to do.
    """
    if os.name == "nt":
        return
    git_dir, common_dir = Path(repository.git_dir), Path(repository.common_dir)
    # Held from the very beginning of a commit, and for long by one that waits for an editor: one
    # that was taken later than ours would have been is somebody else's.
    for lock in (git_dir / "index.lock", *git_dir.glob("next-index-*.lock")):
        _remove_stale(lock, since, until)
    # Held for a moment each: whoever still has one is dead.
    locks = [git_dir / "HEAD.lock", common_dir / "objects" / "maintenance.lock"]
    if repository.branch:
        locks.append(common_dir / f"{repository.branch}.lock")
    for lock in locks:
        _remove_stale(lock, since, math.inf)
    unstage(repository, paths)


def _remove_stale(lock: Path, since: float, until: float) -> None:
    with suppress(OSError):
        if since - 1 <= lock.stat().st_mtime <= until:
            lock.unlink()
