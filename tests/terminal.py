"""The installed program as a real process: in a pipe, or on a terminal of its own.

A terminal is a pseudo-terminal of a given width; what it is sent is drawn by pyte, so that tests
see what a person would see there. Windows has no pseudo-terminals of this kind.
"""

import os
import re
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pyte
import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = Path(sys.executable).with_name("dutylist.exe" if os.name == "nt" else "dutylist")
HEIGHT = 40
DRAWN_HEIGHT = 400
LOCALES = {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}

needs_terminal = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")

# What a terminal is told about looks: colours, bold, faint. All else would move its cursor.
STYLE = re.compile(r"\x1b\[([0-9;]*)m")
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


class Seen(NamedTuple):
    """What a process wrote, and how it ended."""

    out: bytes
    err: bytes
    code: int

    @property
    def text(self) -> str:
        """Return standard output as text."""
        return self.out.decode()

    @property
    def remarks(self) -> str:
        """Return standard error as text."""
        return self.err.decode()


@cache
def _find_home() -> TemporaryDirectory[str]:
    # One for all runs, so that the index is warm; removed when the interpreter ends.
    return TemporaryDirectory(prefix="dutylist-home-")


def make_environment(lang: str = "en", **changes: str | None) -> dict[str, str]:
    """Return surroundings that say nothing but what is given; None takes a variable away."""
    home = _find_home().name
    known = {
        "PATH": os.pathsep.join((str(PROGRAM.parent), os.environ.get("PATH", os.defpath))),
        "HOME": home,
        "XDG_CACHE_HOME": str(Path(home) / "cache"),
        "LC_ALL": LOCALES[lang],
        # The machine may not have the locale.
        "PYTHONUTF8": "1",
        "TERM": "xterm-256color",
        # How long work lasts is up to the machine; its bars are no part of what is compared.
        "DUTYLIST_BARS": "no",
        "SYSTEMROOT": os.environ.get("SYSTEMROOT"),
        **changes,
    }
    return {name: value for name, value in known.items() if value is not None}


def run_in_pipe(
    *arguments: str, environment: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> Seen:
    """Run the program with its output in pipes."""
    ended = subprocess.run(
        [PROGRAM, *arguments],
        cwd=cwd,
        env=make_environment() if environment is None else environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Seen(ended.stdout, ended.stderr, ended.returncode)


def run_on_terminal(
    *arguments: str, width: int = 80, environment: Mapping[str, str] | None = None
) -> Seen:
    """Run the program on a terminal of `width` columns; all that it is sent is `out`."""
    known = make_environment() if environment is None else environment
    return run_command_on_terminal([str(PROGRAM), *arguments], width, known)


def run_command_on_terminal(
    command: Sequence[str], width: int, environment: Mapping[str, str]
) -> Seen:
    """Run any command on a terminal of `width` columns, in the project's folder."""
    import fcntl  # noqa: PLC0415 - there is none on Windows
    import termios  # noqa: PLC0415

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, width, 0, 0))
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    sent = b"".join(_read_all(ours))
    return Seen(sent, b"", process.wait(timeout=60))


def draw(sent: bytes, width: int) -> list[str]:
    """Return the lines that a terminal of `width` columns shows, without the blanks at the ends."""
    screen = pyte.Screen(width, DRAWN_HEIGHT)
    pyte.ByteStream(screen).feed(sent)
    shown = "\n".join(line.rstrip() for line in screen.display).rstrip("\n")
    return shown.split("\n") if shown else []


def strip_styles(text: str) -> str:
    """Return what was sent to a terminal without colours, and with plain line ends."""
    return STYLE.sub("", text).replace("\r\n", "\n")


def split_cells(line: str) -> list[str]:
    """Return a line cell by cell: a wide character is followed by an empty one."""
    from rich.cells import cell_len  # noqa: PLC0415

    cells: list[str] = []
    for each in line:
        width = cell_len(each)
        if width or not cells:
            cells += [each, *[""] * (width - 1)]
        else:  # a mark that joins the character before it
            cells[-1] += each
    return cells


def squeeze(parts: Sequence[str]) -> str:
    """Return texts as one, without blanks and line ends."""
    return re.sub(r"\s", "", "".join(parts))


def _read_all(terminal: int) -> Iterator[bytes]:
    try:
        while part := os.read(terminal, 65536):
            yield part
    except OSError:  # Linux says so at the end of a terminal
        pass
    finally:
        os.close(terminal)
