"""Running git: which program, in which environment, and what becomes of its refusal.

Nothing here knows a repository. git is found on absolute PATH entries and started by its absolute
path with a list of arguments, never by way of a shell. A reading run can be trusted in a
repository that cannot: no program that its files or settings name is ever started.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, NamedTuple

from dutylist.errors import GitRefused, explain_os_error
from dutylist.words import say

READING_OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    "-c",
    "core.quotepath=off",
    "-c",
    "core.fsmonitor=false",
)
# Not --literal-pathspecs: git hands it down, and a hook's own '*.yaml' would match nothing.
WRITING_OPTIONS = ("--no-pager", "-c", "core.quotepath=off")

_READING_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    # A partial clone fetches what it lacks, by programs that its settings name. A git too old for
    # the first of these finds no protocol that it may use.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_GRAFT_FILE": os.devnull,
}
# What `git rev-parse --local-env-vars` names, but for the settings of `git -c`; then what changes
# the meaning of a path or an object, or where git's output goes.
_DROPPED = frozenset(
    (
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_CONFIG",
        "GIT_OBJECT_DIRECTORY",
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_GRAFT_FILE",
        "GIT_INDEX_FILE",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_REPLACE_REF_BASE",
        "GIT_PREFIX",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_SHALLOW_FILE",
        "GIT_COMMON_DIR",
        "GIT_LITERAL_PATHSPECS",
        "GIT_GLOB_PATHSPECS",
        "GIT_NOGLOB_PATHSPECS",
        "GIT_ICASE_PATHSPECS",
        "GIT_QUARANTINE_PATH",
        "GIT_NAMESPACE",
        "GIT_EXTERNAL_DIFF",
        "GIT_DIFF_OPTS",
        "GIT_ATTR_SOURCE",
        "GIT_REDIRECT_STDIN",
        "GIT_REDIRECT_STDOUT",
        "GIT_REDIRECT_STDERR",
    )
)
# On Windows, a console window would pop up where there is none yet.
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class Git(NamedTuple):
    """The git that is on this machine, and the environment that it is run in."""

    program: str
    environment: Mapping[str, str]


def find_git(environment: Mapping[str, str]) -> Git:
    """Return the first git on `environment`'s PATH; raises `GitRefused` where there is none.

    Entries that are not absolute are passed over: in a folder from elsewhere, the git that lies
    there is not the user's. The environment given on has no variable that leads to another
    repository than the folder's own.
    """
    name = "git.exe" if os.name == "nt" else "git"
    for entry in environment.get("PATH", os.defpath).split(os.pathsep):
        program = os.path.join(entry, name)
        if os.path.isabs(entry) and os.path.isfile(program) and os.access(program, os.X_OK):
            return Git(program, _clean(environment))
    raise GitRefused("", say("there is no git on this machine’s PATH; install git"))


def run(
    git: Git,
    folder: str,
    *args: str,
    feed: bytes = b"",
    fds: Sequence[int] = (),
    writes: bool = False,
) -> bytes:
    """Run git in `folder`, and return its standard output.

    `feed` is its standard input, which is never the user's. The descriptors `fds` stay open in
    git and what it starts, which holds a lock for as long as they live (Windows has no such way,
    and they are left out). With `writes`, hooks and the user's settings are in force, and a path
    is a pathspec (see `literal`); else nothing that the repository names is started, and a path
    is a path. Raises `GitRefused` with git's own words.
    """
    with start(git, folder, *args, fds=fds, writes=writes, is_fed=bool(feed)) as child:
        out, words = _wait(child, feed)
    if child.returncode:
        # `git commit` says on standard output why there is nothing to commit.
        raise refuse(out if writes and not words.strip() else words, child.returncode)
    return out


def _wait(child: subprocess.Popen[bytes], feed: bytes) -> tuple[bytes, bytes]:
    """Return what git says once it has ended; on Ctrl-C, too, it has ended before we go on.

    A second Ctrl-C kills it.
    """
    try:
        return child.communicate(feed or None)
    except BaseException:
        try:
            child.communicate()
        except BaseException:
            child.kill()
            raise
        raise


def start(
    git: Git,
    folder: str,
    *args: str,
    fds: Sequence[int] = (),
    writes: bool = False,
    is_fed: bool = True,
    words: IO[bytes] | int = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    """Start git in `folder` with pipes to it, as `run` does; the caller ends it.

    What git has to say goes to the file `words`, if one is given.
    """
    options = WRITING_OPTIONS if writes else READING_OPTIONS
    hardening = {"GIT_TERMINAL_PROMPT": "0"} if writes else _READING_ENVIRONMENT
    try:
        return subprocess.Popen(
            (git.program, *options, "-C", folder, *args),
            env={**git.environment, **hardening},
            stdin=subprocess.PIPE if is_fed else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=words,
            pass_fds=() if os.name == "nt" else fds,
            creationflags=_NO_WINDOW,
        )
    except OSError as fault:
        reason = explain_os_error(fault)
        raise GitRefused("", say("git cannot be started: {reason}", reason=reason)) from fault


def refuse(words: bytes, code: int) -> GitRefused:
    """Make the refusal of a git that ended with exit code `code`; `words` is what it said."""
    said = _decode(words).strip()
    if said:
        return GitRefused(said, code=code)
    silent = say(
        "git ended with exit code {code} and without a word; a hook may have refused", code=code
    )
    return GitRefused("", silent, code)


def _decode(words: bytes) -> str:
    """Decode what git or a hook said: UTF-8, or what old programs in Chinese offices speak."""
    for codec in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return words.decode(codec)
    return words.decode(errors="backslashreplace")


def literal(path: str) -> str:
    """Return the pathspec that means exactly `path`, a path from the top of the repository."""
    return f":(top,literal){path}"


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.upper() not in _DROPPED}
