"""One case of `tests/bad_inputs`: how it is run, and what is recorded of the run.

Running gives an `Outcome`, which only records; `bad_inputs_verdict` holds it against the case's
row of the manifest. `tests/bad_inputs/README.md` has the rules.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

CORPUS = Path(__file__).parent / "bad_inputs"
SECONDS = 20.0
KIBIBYTES = 1_500_000

# What a run may always write to: its home, its cache and the inside of a repository, which is
# recorded by what git says of it.
NOT_RECORDED = frozenset({".git", ".home", ".cache"})

needs_bash = pytest.mark.skipif(
    os.name == "nt" or shutil.which("bash") is None,
    reason="the cases are bash commands with GNU tools, and there is no bash here",
)


class Case(NamedTuple):
    """One row of the manifest, column by column; `-` says nothing."""

    name: str
    category: str
    folder: str
    setup: str
    command: str
    expected: str
    exit: str
    position: str
    checks: str
    note: str


class Repository(NamedTuple):
    """A repository as git tells of it; a change to any file but these is a change to a folder.

    `committed` and `staged` go by path; `unsaved` are the paths where the work tree differs from
    what is staged, and this from what is committed.
    """

    head: str = ""
    parents: tuple[str, ...] = ()
    refs: Mapping[str, str] = {}
    committed: Mapping[str, str] = {}
    staged: Mapping[str, str] = {}
    unsaved: tuple[str, ...] = ()
    pending: Mapping[str, bytes] = {}


class Scene(NamedTuple):
    """The sandbox at one moment: the mode and the content of every file, and the repository."""

    files: Mapping[str, tuple[int, bytes]] = {}
    repository: Repository | None = None


class Outcome(NamedTuple):
    """What one run did; `exit` is None when it had to be ended.

    `check` is the exit of `dutylist check` afterwards, None where the case does not ask for it.
    """

    exit: int | None
    stdout: bytes = b""
    stderr: bytes = b""
    before: Scene = Scene()
    after: Scene = Scene()
    planted: tuple[str, ...] = ()
    check: int | None = None


def read_cases() -> list[Case]:
    """Read the manifest."""
    _, *rows = (CORPUS / "manifest.tsv").read_text(encoding="utf-8").splitlines()
    return [Case(*row.split("\t")) for row in rows]


def checks_of(case: Case) -> list[tuple[str, str]]:
    """Return the checks of a case as (name, text)."""
    asked = [] if case.checks == "-" else case.checks.split(";")
    return [(name, text) for name, _, text in (check.partition(":") for check in asked)]


def run_case(case: Case, tmp_path: Path, programs: Path, seconds: float = SECONDS) -> Outcome:
    """Run a case in a sandbox below `tmp_path`, with `programs` first in the search path."""
    sandbox = tmp_path / "sandbox"
    surroundings = environment(sandbox, programs)
    copy_folder(case.folder, sandbox)
    set_up(case.setup, sandbox, surroundings)
    before = record(sandbox, surroundings)

    # Not every system can bound the address space; there the bound is not tested.
    command = f"ulimit -v {KIBIBYTES} 2>/dev/null\n{case.command}"
    code, stdout, stderr = run(command, sandbox, surroundings, seconds)

    after = record(sandbox, surroundings)
    check = None
    if ("valid", "") in checks_of(case):
        check, *_ = run("dutylist check --data data", sandbox, surroundings, seconds)
    planted = files_named("PWNED", tmp_path)
    return Outcome(code, stdout, stderr, before, after, planted, check)


def copy_folder(folder: str, sandbox: Path) -> None:
    if folder == "-":
        sandbox.mkdir()
    else:
        shutil.copytree(CORPUS / folder, sandbox)


def set_up(setup: str, sandbox: Path, surroundings: Mapping[str, str]) -> None:
    for folder in ("HOME", "XDG_CACHE_HOME"):
        Path(surroundings[folder]).mkdir()
    if setup == "-":
        return
    script, state = setup.split(" ")
    interpreter = sys.executable if script.endswith(".py") else "bash"
    command = [interpreter, str(CORPUS / script), state]
    subprocess.run(command, cwd=sandbox, env=surroundings, stdin=subprocess.DEVNULL, check=True)


def environment(sandbox: Path, programs: Path) -> dict[str, str]:
    """Return the whole environment of a case: nothing of the tester's own gets in.

    PYTHONPATH alone is handed on, since it may be what the installed program is found by.
    """
    handed_on = {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}
    return {
        "PATH": os.pathsep.join([str(programs), os.environ["PATH"]]),
        "HOME": str(sandbox / ".home"),
        "XDG_CACHE_HOME": str(sandbox / ".cache"),
        "CORPUS": str(CORPUS),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "USER": "clerk",
        "LOGNAME": "clerk",
        "GIT_CONFIG_NOSYSTEM": "1",
        # A temporary folder may lie inside a repository, which is not the case's.
        "GIT_CEILING_DIRECTORIES": str(sandbox.parent),
        **handed_on,
    }


def run(
    command: str, sandbox: Path, surroundings: Mapping[str, str], seconds: float
) -> tuple[int | None, bytes, bytes]:
    """Run a command with bash and return its exit code, standard output and standard error.

    It runs in a session of its own: there is no terminal to reach, and a program that hangs can
    be ended together with its children, which would otherwise keep the pipes open.
    """
    with subprocess.Popen(
        ["bash", "-c", command],
        cwd=sandbox,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            stdout, stderr = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None, *process.communicate()
    return process.returncode, stdout, stderr


def record(sandbox: Path, surroundings: Mapping[str, str]) -> Scene:
    has_repository = (sandbox / ".git").exists()
    return Scene(snapshot(sandbox), look_into(sandbox, surroundings) if has_repository else None)


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return the mode and the content of everything in a folder."""
    return {
        path.relative_to(folder).as_posix(): (path.lstat().st_mode, content(path))
        for path in sorted(folder.rglob("*"))
        if NOT_RECORDED.isdisjoint(path.relative_to(folder).parts)
    }


def content(path: Path) -> bytes:
    """Return a file's bytes or a link's target; a pipe would wait for ever, so it has none."""
    if path.is_symlink():
        return os.fsencode(path.readlink())
    return path.read_bytes() if path.is_file() and os.access(path, os.R_OK) else b""


def look_into(top: Path, surroundings: Mapping[str, str]) -> Repository:
    """Ask git what the repository of a work tree holds, without writing to it."""

    def git(*words: str) -> str:
        options = [
            "--no-optional-locks",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.quotepath=off",
            "-C",
            str(top),
        ]
        asked = ["git", *options, *words]
        answer = subprocess.run(asked, env=surroundings, stdout=subprocess.PIPE, check=True)
        return os.fsdecode(answer.stdout)

    head = git("rev-parse", "--revs-only", "HEAD").strip()
    refs = git("for-each-ref", "--format=%(objectname)\t%(refname)%00").replace("\0\n", "\0")
    differing = ("diff", "--name-only", "--no-ext-diff", "-z")
    unsaved = git(*differing) + git(*differing, "--cached")
    return Repository(
        head,
        tuple(git("rev-list", "--parents", "--max-count=1", head).split()[1:]) if head else (),
        by_path(refs),
        by_path(git("ls-tree", "-r", "-z", head)) if head else {},
        by_path(git("ls-files", "--stage", "-z")),
        tuple(unsaved.split("\0")[:-1]),
        pending_files(Path(git("rev-parse", "--absolute-git-dir").removesuffix("\n"))),
    )


def by_path(lines: str) -> dict[str, str]:
    """Read lines of `facts TAB path NUL`; a path of several lines has the facts of all."""
    found: dict[str, str] = {}
    for line in lines.split("\0")[:-1]:
        facts, path = line.split("\t", 1)
        found[path] = f"{found[path]}; {facts}" if path in found else facts
    return found


def pending_files(git_dir: Path) -> dict[str, bytes]:
    """Return the files that say what git is in the middle of, and its locks."""
    names = [path for path in git_dir.iterdir() if path.name.endswith(("HEAD", ".lock"))]
    return {path.name: content(path) for path in names if path.name != "ORIG_HEAD"}


def files_named(name: str, folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob(name)))
