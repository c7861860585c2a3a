"""The documents as tests read them: the sessions they show, their tables, what stands in backticks.

A session is a fenced block of kind `console`: lines that start with `$ ` are commands, what
follows each is its whole output. `make sessions` runs them all and writes the output anew. A
comment above a block, as `<!-- 李经办, 2022-04-08 -->`, says who types it and when: its commands
run at the desk of that clerk, and may write there. All other sessions run in the project. What
the office was sent lies in `../来文` of every desk.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from terminal import ROOT, run_command_on_terminal, strip_styles

DOCUMENTS = (
    *(ROOT / name for name in ("README.md", "README.zh-CN.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
)
COLUMNS = 96
PROGRAMS = Path(sys.executable).parent

KEEPER = "李经办"
RECEIVED = "来文"
MAIL = {"李经办": "li@example.invalid", "王经办": "wang@example.invalid"}

_BLOCK = re.compile(
    r"^(?P<mark><!-- (?P<clerk>\w+), (?P<day>[0-9-]{10}) -->\n)?"
    r"```console\n(?P<lines>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PROMPT = "$ "


class Desk(NamedTuple):
    """Who types a command, and on which day, as 2022-04-08."""

    clerk: str
    day: str


class Session(NamedTuple):
    """One command that a document shows, with the output that it shows below.

    Without a `desk` it runs in the project, and depends on no other session.
    """

    document: Path
    command: str
    shown: str
    desk: Desk | None = None

    @property
    def name(self) -> str:
        """Return what tells this session from others."""
        return f"{self.document.name}: {self.command}"


class Office:
    """A temporary office: a desk for each clerk, and the server that they share.

    The keeper's desk is a repository with a copy of `data/`, on file since 2022-03-01; the others
    are empty. Beside the desks lie the documents of `tests/demo/来文`. Nothing comes from the
    machine's git settings, and every commit has the day of its session, so that the ids shown are
    the same everywhere.
    """

    def __init__(self, document: Path) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._root = Path(self._folder.name)
        self._surroundings = _make_environment(document, self._folder.name)
        self._places = {clerk: self._root / clerk for clerk in MAIL}
        for place in self._places.values():
            place.mkdir()
        self._open()

    def __enter__(self) -> "Office":
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def run(self, session: Session) -> str:
        """Return what a person sees who types the session's command at its desk."""
        desk = session.desk
        assert desk is not None
        left = self._root / "left"
        script = 'cd "$1"; eval "$2"; pwd > "$3"'
        command = ["bash", "-c", script, "bash", str(self._places[desk.clerk])]
        environment = self._make_environment(desk)
        seen = run_command_on_terminal([*command, session.command, str(left)], COLUMNS, environment)
        self._places[desk.clerk] = Path(left.read_text(encoding="utf-8").rstrip("\n"))
        return _tidy(seen.text)

    def _open(self) -> None:
        shutil.copytree(ROOT / "data", self._places[KEEPER] / "data")
        shutil.copytree(ROOT / "tests" / "demo" / RECEIVED, self._root / RECEIVED)
        self._run_git("init", "--quiet", "--bare", "--initial-branch=main", "../lists.git")
        self._run_git("init", "--quiet", "--initial-branch=main")
        self._run_git("add", "data")
        self._run_git("commit", "--quiet", "--message=2022年责任清单")

    def _run_git(self, *args: str) -> None:
        environment = self._make_environment(Desk(KEEPER, "2022-03-01"))
        subprocess.run(["git", *args], cwd=self._places[KEEPER], env=environment, check=True)

    def _make_environment(self, desk: Desk) -> dict[str, str]:
        roles = ("AUTHOR", "COMMITTER")
        return {
            **self._surroundings,
            **{f"GIT_{role}_NAME": desk.clerk for role in roles},
            **{f"GIT_{role}_EMAIL": MAIL[desk.clerk] for role in roles},
            **{f"GIT_{role}_DATE": f"{desk.day} 09:00:00 +0800" for role in roles},
            "TZ": "CST-8",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            # What git would say to the server is done in the office's folder; so the remote has one
            # name on every machine, and a merge that names it has one id.
            "GIT_SSH_COMMAND": """sh -c 'cd "$OFFICE" && eval "$1"'""",
            "GIT_SSH_VARIANT": "simple",
            "OFFICE": str(self._root),
            "GIT_PAGER": "cat",
            "GIT_EDITOR": "true",
        }


class Table(NamedTuple):
    """A Markdown table: its titles and its rows, cells without their backticks."""

    titles: list[str]
    rows: list[list[str]]


def read_sessions(document: Path) -> list[Session]:
    """Return every command of a document's console blocks, with its output."""
    return [
        session
        for block in _BLOCK.finditer(document.read_text(encoding="utf-8"))
        for session in _read_block(document, block)
    ]


def run_session(document: Path, command: str) -> str:
    """Return what a person sees who types `command`: output and remarks, without the colours.

    It runs on a terminal of its own, since what a pipe gets is a table as wide as its longest
    line; so this is the screen that the reader of the document will meet.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = _make_environment(document, home)
        seen = run_command_on_terminal(["bash", "-c", command], COLUMNS, environment)
    return _tidy(seen.text)


def read_table(document: Path, first_title: str, *more_titles: str) -> Table:
    """Return the only table of a document whose titles begin so."""
    found = [
        table
        for table in read_tables(document)
        if table.titles[: 1 + len(more_titles)] == [first_title, *more_titles]
    ]
    assert len(found) == 1, f"{document.name} has {len(found)} tables that start so"
    return found[0]


def read_tables(document: Path) -> list[Table]:
    """Return all tables of a document, in order."""
    tables: list[Table] = []
    block: list[list[str]] = []
    for line in [*document.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            cells = re.split(r"(?<!\\)\|", line)[1:-1]
            block.append([cell.strip().replace("\\|", "|").replace("`", "") for cell in cells])
        elif block:
            tables.append(Table(block[0], block[2:]))
            block = []
    return tables


def read_code(document: Path) -> list[str]:
    """Return what stands between backticks in a document's text, and its commands."""
    text = document.read_text(encoding="utf-8")
    inline = _CODE.findall(_FENCED.sub("", text))
    return inline + [session.command for session in read_sessions(document)]


def read_links(document: Path) -> list[str]:
    """Return the targets of a document's links."""
    return _LINK.findall(document.read_text(encoding="utf-8"))


def _read_block(document: Path, block: re.Match[str]) -> Iterator[Session]:
    desk = Desk(block["clerk"], block["day"]) if block["mark"] else None
    prompt = rf"^{re.escape(_PROMPT)}"
    for part in re.split(prompt, block["lines"], flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield Session(document, command, shown.rstrip("\n"), desk)


def _tidy(sent: str) -> str:
    lines = strip_styles(sent).split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n")


def _make_environment(document: Path, home: str) -> dict[str, str]:
    # Machines differ in the locales they have, and bash complains of one that is missing.
    return {
        "PATH": os.pathsep.join([str(PROGRAMS), os.environ["PATH"]]),
        "HOME": home,
        "TERM": "xterm",
        "DUTYLIST_BARS": "no",
        "LC_ALL": "C",
        "PYTHONUTF8": "1",
        "DUTYLIST_LANG": "zh" if document.name == "README.zh-CN.md" else "en",
    }


def _write_anew(document: Path) -> None:
    with Office(document) as office:

        def write_block(block: re.Match[str]) -> str:
            parts = [_write_session(office, each) for each in _read_block(document, block)]
            return f"{block['mark'] or ''}```console\n" + "\n\n".join(parts) + "\n```"

        text = document.read_text(encoding="utf-8")
        document.write_text(_BLOCK.sub(write_block, text), encoding="utf-8")


def _write_session(office: Office, session: Session) -> str:
    here = session.document, session.command
    seen = office.run(session) if session.desk else run_session(*here)
    assert "Traceback" not in seen, f"{session.name}\n{seen}"
    return f"{_PROMPT}{session.command}\n{seen}".rstrip("\n")


if __name__ == "__main__":
    for each in DOCUMENTS:
        _write_anew(each)
