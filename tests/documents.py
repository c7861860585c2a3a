"""The documents as tests read them: the sessions they show, their tables, what stands in backticks.

A session is a fenced block of kind `console`: lines that start with `$ ` are commands, what
follows each is its whole output. `make sessions` runs them all and writes the output anew.
"""

import os
import re
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

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PROMPT = "$ "


class Session(NamedTuple):
    """One command that a document shows, with the output that it shows below."""

    document: Path
    command: str
    shown: str

    @property
    def name(self) -> str:
        """Return what tells this session from others."""
        return f"{self.document.name}: {self.command}"


class Table(NamedTuple):
    """A Markdown table: its titles and its rows, cells without their backticks."""

    titles: list[str]
    rows: list[list[str]]


def read_sessions(document: Path) -> list[Session]:
    """Return every command of a document's console blocks, with its output."""
    return [
        Session(document, command, shown)
        for block in _BLOCK.findall(document.read_text(encoding="utf-8"))
        for command, shown in _split_block(block)
    ]


def run_session(document: Path, command: str) -> str:
    """Return what a person sees who types `command`: output and remarks, without the colours.

    It runs on a terminal of its own, since what a pipe gets is a table as wide as its longest
    line; so this is the screen that the reader of the document will meet.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = _make_environment(document, home)
        seen = run_command_on_terminal(["bash", "-c", command], COLUMNS, environment)
    lines = strip_styles(seen.text).split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n")


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


def _split_block(block: str) -> Iterator[tuple[str, str]]:
    for part in re.split(rf"^{re.escape(_PROMPT)}", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown.rstrip("\n")


def _make_environment(document: Path, home: str) -> dict[str, str]:
    # Machines differ in the locales they have, and bash complains of one that is missing.
    return {
        "PATH": os.pathsep.join([str(PROGRAMS), os.environ["PATH"]]),
        "HOME": home,
        "TERM": "xterm",
        "LC_ALL": "C",
        "PYTHONUTF8": "1",
        "DUTYLIST_LANG": "zh" if document.name == "README.zh-CN.md" else "en",
    }


def _write_anew(document: Path) -> None:
    def write_block(match: re.Match[str]) -> str:
        parts = [_write_session(document, command) for command, _ in _split_block(match[1])]
        return "```console\n" + "\n\n".join(parts) + "\n```"

    text = document.read_text(encoding="utf-8")
    document.write_text(_BLOCK.sub(write_block, text), encoding="utf-8")


def _write_session(document: Path, command: str) -> str:
    seen = run_session(document, command)
    assert "Traceback" not in seen, f"{document.name}: {command}\n{seen}"
    return f"{_PROMPT}{command}\n{seen}".rstrip("\n")


if __name__ == "__main__":
    for each in DOCUMENTS:
        _write_anew(each)
