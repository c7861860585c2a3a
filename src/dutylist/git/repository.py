"""The repository that holds a folder: found once, with one run of git.

It knows where the repository is and what HEAD is, nothing of its content; that is for `reading`
and `writing`.
"""

import os
from collections.abc import Mapping
from typing import NamedTuple

from dutylist.errors import GitRefused
from dutylist.git.run import Git, find_git, run
from dutylist.words import say

SHORT = 8
"""The digits of a commit's id where a person reads it."""

_QUESTIONS = ("--absolute-git-dir", "--show-toplevel", "--git-common-dir")
_HEAD = ("--revs-only", "HEAD", "--symbolic-full-name", "HEAD")


class Repository(NamedTuple):
    """A repository with a work tree, as it was when it was found.

    `top` is the root of the work tree, `git_dir` its own git folder, and `common_dir` the one that
    all work trees share; all are absolute. `head` is the id of the commit that HEAD is, None
    where there is no commit yet; `branch` is as refs/heads/main, None where HEAD is detached.
    """

    git: Git
    top: str
    git_dir: str
    common_dir: str
    head: str | None
    branch: str | None

    @classmethod
    def find(cls, folder: str, environment: Mapping[str, str]) -> "Repository | None":
        """Return the repository that holds `folder`; None where none does.

        Raises `GitRefused` for one that git will not use (a bare one, one of another owner, a
        damaged one), and where there is no git.
        """
        git = find_git(environment)
        try:
            answer = run(git, folder, "rev-parse", *_QUESTIONS, *_HEAD)
        except GitRefused:
            if os.path.isdir(folder) and not _is_in_repository(folder):
                return None
            raise
        git_dir, top, common_dir, *head = _split(git, folder, answer)
        # Older versions of git give the common folder as seen from `folder`.
        common_dir = os.path.join(os.path.realpath(folder), common_dir)
        return cls(
            git,
            os.path.normpath(top),
            os.path.normpath(git_dir),
            os.path.normpath(common_dir),
            head[0] if head else None,
            _find_branch(git, folder, head),
        )

    @property
    def is_shallow(self) -> bool:
        """Tell whether this is a clone of the newest commits alone."""
        return os.path.exists(os.path.join(self.common_dir, "shallow"))

    def path_of(self, path: str) -> str:
        """Return `path` (of this machine) as the repository names it: from `top`, with slashes.

        Links are followed on the way. `top` itself is "". Raises `GitRefused` for a path that
        lies elsewhere.
        """
        real, top = os.path.realpath(path), os.path.realpath(self.top)
        if os.path.normcase(real) == os.path.normcase(top):
            return ""
        beneath = os.path.join(top, "")
        if not os.path.normcase(real).startswith(os.path.normcase(beneath)):
            raise GitRefused(
                "",
                say("{path} lies outside of the repository {top}", path=path, top=self.top),
            )
        return real[len(beneath) :].replace(os.sep, "/")


def _split(git: Git, folder: str, answer: bytes) -> list[str]:
    """Return the answers to all questions, and to HEAD's, if it is a commit, one by one."""
    lines = os.fsdecode(answer).split("\n")[:-1]
    if "\n" not in os.path.realpath(folder) and len(lines) in (3, 5):
        return lines
    # A folder's name holds a line end: each question by itself.
    answers = [os.fsdecode(run(git, folder, "rev-parse", each))[:-1] for each in _QUESTIONS]
    return answers + os.fsdecode(run(git, folder, "rev-parse", *_HEAD)).split("\n")[:-1]


def _find_branch(git: Git, folder: str, head: list[str]) -> str | None:
    if len(head) == 2:
        return head[1] if head[1] != "HEAD" else None
    # No commit yet; or a tag or branch is called HEAD, too, and git names neither.
    try:
        return os.fsdecode(run(git, folder, "symbolic-ref", "HEAD"))[:-1]
    except GitRefused:
        return None


def _is_in_repository(folder: str) -> bool:
    """Tell whether `folder` or one above looks like a repository, bare ones included."""
    here = os.path.realpath(folder)
    while True:
        if os.path.lexists(os.path.join(here, ".git")):
            return True
        if all(os.path.lexists(os.path.join(here, name)) for name in ("HEAD", "objects", "refs")):
            return True
        above = os.path.dirname(here)
        if above == here:
            return False
        here = above
