"""A repository from elsewhere starts nothing: whatever its settings and files name as a program.

Each bait is a script that leaves a marker when it is run. Plain git takes each of them (a test
says so, with the call that does it); the reading commands take none.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from repositories import Place, make_place, write_list
from terminal import ROOT, run_command_on_terminal, run_in_pipe, run_on_terminal

from dutylist.cli.app import COMMANDS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the baits are scripts of a POSIX shell")

HOOKS = (
    "applypatch-msg", "commit-msg", "fsmonitor-watchman", "post-applypatch", "post-checkout",
    "post-commit", "post-index-change", "post-merge", "post-receive", "post-rewrite",
    "post-update", "pre-applypatch", "pre-auto-gc", "pre-commit", "pre-merge-commit", "pre-push",
    "pre-rebase", "pre-receive", "prepare-commit-msg", "proc-receive", "push-to-checkout",
    "reference-transaction", "sendemail-validate", "update",
)  # fmt: skip
BUILT_IN = ("rev-parse", "rev-list", "cat-file", "diff-tree", "ls-tree", "symbolic-ref", "status")
FILE = "data/tasks_2022.yaml"
SETTINGS = "data/dutylist.toml"
SIGNATURE = " -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n"


class Bait(NamedTuple):
    """A setting that names a program, and a call of plain git that runs it."""

    key: str
    call: tuple[str, ...]
    feed: bytes = b""
    on_terminal: bool = False


BAITS = {
    "fsmonitor": Bait("core.fsmonitor", ("status",)),
    "pager": Bait("core.pager", ("branch",), on_terminal=True),
    "log pager": Bait("pager.log", ("log",), on_terminal=True),
    "external diff": Bait("diff.external", ("diff", "HEAD~2", "HEAD", "--", FILE)),
    "diff driver": Bait(
        "diff.driver.command",
        ("-c", "filter.long.process=", "diff", "HEAD~2", "HEAD", "--", SETTINGS),
    ),
    "textconv": Bait("diff.bait.textconv", ("log", "-p", "HEAD~1", "--", FILE)),
    "clean": Bait("filter.bait.clean", ("hash-object", "--path", FILE, FILE)),
    "smudge": Bait("filter.bait.smudge", ("cat-file", "--filters", f"HEAD:{FILE}")),
    "process": Bait("filter.long.process", ("cat-file", "--filters", f"HEAD:{SETTINGS}")),
    "ssh": Bait("core.sshCommand", ("fetch", "ssh://nowhere.invalid/x")),
    "editor": Bait("core.editor", ("config", "--edit")),
    "credentials": Bait("credential.helper", ("credential", "fill"), b"protocol=https\nhost=x\n\n"),
    "askpass": Bait(
        "core.askPass",
        ("-c", "credential.helper=", "credential", "fill"),
        b"protocol=https\nhost=x\n\n",
    ),
    "signature": Bait("gpg.program", ("log", "-1", "signed")),
    "alias": Bait("alias.bait", ("bait",)),
    "other references": Bait("core.alternateRefsCommand", ("rev-list", "--alternate-refs")),
    "merge": Bait("merge.bait.driver", ("merge-tree", "--write-tree", "main", "side")),
}  # fmt: skip


class Trap(NamedTuple):
    """A hostile repository, and where the markers are left."""

    place: Place
    markers: Path

    def find_markers(self) -> list[str]:
        """Return the names of what was run."""
        return sorted(marker.name for marker in self.markers.iterdir())


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    """Make a repository in which everything that can name a program does so."""
    place = make_place(tmp_path / "trap")
    trap = Trap(place, tmp_path / "markers")
    trap.markers.mkdir()
    _write_history(place)
    make_script = _make_scripts(trap, tmp_path / "scripts")
    for name in HOOKS:
        make_script(name)
    settings = [(bait.key, make_script(name)) for name, bait in BAITS.items()]
    settings = [(key, f"!{path}" if key == "alias.bait" else path) for key, path in settings]
    settings += [(f"alias.{name}", f"!{make_script(f'alias {name}')}") for name in BUILT_IN]
    attributes = place.write(".git/more-attributes", "*.toml diff=driver filter=long\n")
    settings += [
        ("core.hooksPath", str(tmp_path / "scripts")),
        ("log.showSignature", "true"),
        ("core.attributesFile", str(attributes)),
        ("uploadpack.packObjectsHook", make_script("pack objects")),
        ("remote.origin.uploadpack", make_script("upload pack")),
    ]
    # One file more, for what is included counts as well.
    for key, value in settings:
        place.git("config", "--file", str(place.top / ".git" / "included"), key, value)
    place.write(".git/info/attributes", "*.yaml diff=bait filter=bait merge=bait\n")
    place.write(".git/objects/info/alternates", f"{_make_other(tmp_path)}\n")
    place.git("config", "include.path", "included")
    return trap


@pytest.fixture
def partial(trap: Trap) -> Trap:
    """Make the trap a partial clone that lacks a list; git would fetch it by way of ssh."""
    place = trap.place
    id_ = place.git("rev-parse", f"HEAD:{FILE}")
    (place.top / ".git" / "objects" / id_[:2] / id_[2:]).unlink()
    for key, value in (
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.url", "ssh://nowhere.invalid/x"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.partialCloneFilter", "blob:none"),
    ):
        place.git("config", key, value)
    return trap


def _write_history(place: Place) -> None:
    place.write(FILE, write_list("甲"))
    place.write("data/dutylist.toml", "[lamps]\nsoon_days = 3\n")
    place.write("data/--output=x.yaml", write_list("乙"))
    place.commit("first")
    place.git("checkout", "--quiet", "-b", "side")
    place.write(FILE, write_list("甲", "左"))
    place.commit("side")
    place.git("checkout", "--quiet", "main")
    place.write(FILE, write_list("甲", "右"))
    place.write("data/dutylist.toml", "[lamps]\nsoon_days = 5\n")
    place.commit("second")
    tree = place.git("rev-parse", "HEAD^{tree}")
    raw = f"tree {tree}\nparent {place.git('rev-parse', 'HEAD')}\n"
    raw += "author 张三 <x@example.invalid> 1651000000 +0000\n"
    raw += f"committer 张三 <x@example.invalid> 1651000000 +0000\ngpgsig{SIGNATURE}\nsigned\n"
    signed = place.git("hash-object", "-t", "commit", "-w", "--stdin", feed=raw.encode())
    place.git("update-ref", "refs/heads/signed", signed)
    place.git("update-ref", "refs/heads/main", signed)
    place.git("update-ref", "refs/heads/-x", signed)
    place.git("update-ref", "refs/heads/--output=x", signed)
    # The file differs from HEAD, and its stamp from the index.
    place.write(FILE, write_list("甲", "今"))


def _make_scripts(trap: Trap, folder: Path) -> Callable[[str], str]:
    folder.mkdir()

    def make(name: str) -> str:
        path = folder / name.replace(" ", "-")
        path.write_text(f"#!/bin/sh\n: > '{trap.markers}/{name}'\nexit 1\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return make


def _make_other(tmp_path: Path) -> Path:
    other = make_place(tmp_path / "other")
    other.commit("other")
    return other.top / ".git" / "objects"


def run_git(trap: Trap, bait: Bait) -> None:
    """Run plain git as a careless program would, however it ends."""
    command = ["git", "-C", str(trap.place.top), *bait.call]
    if bait.on_terminal:
        run_command_on_terminal(command, 80, trap.place.environment)
        return
    script = 'out="$(cat | "$@" 2>&1)" || true'
    Place(trap.place.top, trap.place.environment).run(
        "sh", "-c", script, "sh", *command, feed=bait.feed
    )


def list_questions() -> dict[str, list[tuple[str, ...]]]:
    """Return the questions by reading command: of today, and of the past in all its forms."""
    ats = ("HEAD", "HEAD~1", "signed", "-x", "--output=x", "2022-04-26", "2999-01-01")
    ref = "tasks_2022/1"
    commands: list[tuple[str, ...]] = [
        ("list",), ("due", "--month=10"), ("overdue",), ("stats",), ("check",), ("log",),
        ("show", ref), ("explain", ref), ("export", "--format=md"),
        ("report", "--format=html"), ("remind",),
    ]  # fmt: skip
    asked = {
        command[0]: [command, *((*command, f"--at={at}") for at in ats)] for command in commands
    }
    asked["log"] += [("log", ref), ("log", "--format=json")]
    asked["diff"] = [("diff",), ("diff", "HEAD~1"), ("diff", "HEAD~1", "HEAD")]
    asked["diff"] += [("diff", "--", "-x", "--output=x"), ("diff", "2022-04-20", "2022-04-30")]
    asked["import"] = [("import", DOCUMENT), ("import", DOCUMENT, "--format=json")]
    asked["form"] = [("form", "export", "-d", "工信局")]
    asked["verify"] = [("verify", "--against", DOCUMENT)]
    return asked


DOCUMENT = str(ROOT / "tests" / "annex" / "annexes_2022.txt")
QUESTIONS = list_questions()
EXITS = {"verify": 3, "form": 5}
"""The exit codes other than 0: the lists come from no document, and are not on file as they are."""


@pytest.mark.parametrize("name", BAITS)
def test_plain_git_takes_the_bait(trap: Trap, name: str) -> None:
    before = trap.find_markers()

    run_git(trap, BAITS[name])

    assert before == []
    assert name in trap.find_markers()


def test_plain_git_runs_the_hooks(trap: Trap) -> None:
    run_git(trap, Bait("", ("update-ref", "refs/heads/new", "HEAD")))

    assert trap.find_markers() == ["reference-transaction"]


def test_plain_git_fetches_what_a_partial_clone_lacks(partial: Trap) -> None:
    run_git(partial, Bait("", ("cat-file", "-p", f"HEAD:{FILE}")))

    assert "ssh" in partial.find_markers()


@pytest.mark.parametrize("command", QUESTIONS)
def test_no_reading_command_runs_anything(trap: Trap, command: str) -> None:
    for question in QUESTIONS[command]:
        seen = run_in_pipe(*question, environment=trap.place.environment, cwd=trap.place.top)

        expected: tuple[int, list[str]] = (EXITS.get(command, 0), [])
        assert (seen.code, trap.find_markers()) == expected, (question, seen.remarks)
    assert not (trap.place.top / "x").exists()


def test_nothing_is_run_on_a_terminal_either(trap: Trap) -> None:
    folder = f"--data={trap.place.top / 'data'}"

    for question in (("list",), ("list", "--at=HEAD"), ("show", "tasks_2022/1", "--at=signed")):
        run_on_terminal(*question, folder, environment=trap.place.environment)

    assert trap.find_markers() == []


@pytest.mark.parametrize("command", QUESTIONS)
def test_nothing_is_fetched_into_a_partial_clone(partial: Trap, command: str) -> None:
    for question in QUESTIONS[command]:
        seen = run_in_pipe(*question, environment=partial.place.environment, cwd=partial.place.top)

        assert partial.find_markers() == []
        assert seen.code in (EXITS.get(command, 0), 6), (question, seen.remarks)


def test_every_reading_command_is_asked() -> None:
    others = {"progress", "amend", "undo", "init", "schema", "merge-driver"}

    assert QUESTIONS.keys() == COMMANDS.keys() - others


def test_a_git_file_that_leads_into_the_trap_changes_nothing(trap: Trap, tmp_path: Path) -> None:
    outside = Place(tmp_path / "outside", trap.place.environment)
    outside.write(FILE, write_list("丁"))
    outside.write(".git", f"gitdir: {trap.place.top / '.git'}\n")

    now = run_in_pipe("list", environment=outside.environment, cwd=outside.top)
    then = run_in_pipe("list", "--at=HEAD", environment=outside.environment, cwd=outside.top)

    assert (now.code, then.code) == (0, 0)
    assert trap.find_markers() == []
