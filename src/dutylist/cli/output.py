"""Where answers and remarks go: standard output and standard error, whatever they are.

Answers go to standard output, remarks to standard error. On a terminal an answer is drawn by
rich in the terminal's width; elsewhere it is plain text. An answer that cannot be written is a
refusal, never a silent loss.
"""

import codecs
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from dutylist.errors import Refusal, explain_os_error
from dutylist.views.blocks import Block, Cell, Lines
from dutylist.words import Catalogue, Message, say

if TYPE_CHECKING:
    from rich.console import Console

DEFAULT_WIDTH, DEFAULT_HEIGHT = 80, 25
BROKEN_PIPE_EXIT = 141


class OutputLost(Refusal):
    """Standard output takes no answer; nothing that was asked for has reached anybody."""

    exit_code = 2


class ReaderGone(Exception):
    """Whoever read standard output has closed it."""


class Output:
    """Standard output and error, fitted to what they can show."""

    def __init__(self, environment: Mapping[str, str], catalogue: Catalogue) -> None:
        self._environment = environment
        self.catalogue = catalogue
        for stream in (sys.stdout, sys.stderr):
            _never_fail_on_characters(stream)

    @property
    def is_terminal(self) -> bool:
        """Tell whether a person looks at standard output."""
        return _is_terminal(sys.stdout)

    @property
    def is_watched(self) -> bool:
        """Tell whether a person looks at standard error and wants bars that move there."""
        return _is_terminal(sys.stderr) and self._environment.get("DUTYLIST_BARS") != "no"

    @property
    def speaks_unicode(self) -> bool:
        """Tell whether standard output can say every character."""
        return _name_codec(sys.stdout).startswith("utf")

    def write(self, text: str) -> None:
        """Write to standard output and make sure that it got there."""
        stream = sys.stdout
        if stream is None:
            raise OutputLost(say("standard output is closed: the answer has nowhere to go"))
        try:
            stream.write(text)
            stream.flush()
        except BrokenPipeError as fault:
            _forget(stream)
            raise ReaderGone from fault
        except OSError as fault:
            _forget(stream)
            reason = explain_os_error(fault)
            raise OutputLost(
                say("the answer could not be written: {reason}", reason=reason)
            ) from fault

    def show(self, blocks: Sequence[Block]) -> None:
        """Write blocks to standard output, drawn on a terminal, plain elsewhere."""
        if self.is_terminal:
            self.write(self._draw(blocks, sys.stdout))
        else:
            self.write(_render_plain(blocks, self._fit))

    def complain(self, blocks: Sequence[Block]) -> None:
        """Write blocks to standard error, drawn on a terminal, plain elsewhere."""
        stream = sys.stderr
        if stream is None:
            return
        text = self._draw(blocks, stream) if _is_terminal(stream) else _render_plain(blocks)
        try:
            stream.write(text)
            stream.flush()
        except (OSError, ValueError):
            _forget(stream)  # nobody is left to tell that standard error takes no words

    def remark(self, *messages: Message) -> None:
        """Write remarks to standard error, one to a line."""
        lines = [[Cell(message.text(self.catalogue))] for message in messages]
        if lines:
            self.complain([Lines(lines)])

    def _fit(self, text: str) -> str:
        codec = _name_codec(sys.stdout)
        return text if codec.startswith("utf") else text.encode(codec, "replace").decode(codec)

    def _draw(self, blocks: Sequence[Block], stream: TextIO) -> str:
        # Imported here: a pipe has no use for rich, and rich costs as much as Typer.
        from dutylist.views.screen import LEAST_WIDTH, render_screen  # noqa: PLC0415

        width = max(LEAST_WIDTH, self.find_width(stream))
        console = _open_console(stream, width)
        with console.capture() as captured:
            for renderable in render_screen(blocks, width):
                console.print(renderable)
        return captured.get()

    def find_width(self, stream: TextIO | None) -> int:
        """Return the columns of a terminal: COLUMNS if it is a number, else what it reports."""
        asked = self._environment.get("COLUMNS", "")
        if asked.isascii() and asked.isdigit() and 0 < int(asked[:6]) <= 10_000:
            return int(asked[:6])
        with suppress(OSError, ValueError):
            if stream is not None:
                return os.get_terminal_size(stream.fileno()).columns or DEFAULT_WIDTH
        return DEFAULT_WIDTH

    def open_console(self) -> "Console":
        """Return rich's way to standard error, for what moves there while work lasts."""
        return _open_console(sys.stderr, self.find_width(sys.stderr))


def _open_console(stream: TextIO, width: int) -> "Console":
    # Imported here, as above.
    from rich.console import Console  # noqa: PLC0415

    return Console(
        file=stream,
        width=width,
        height=DEFAULT_HEIGHT,  # without one, rich takes no width from us on a dumb terminal
        markup=False,
        emoji=False,
        highlight=False,
    )


def _render_plain(blocks: Sequence[Block], fit: Callable[[str], str] = str) -> str:
    # Imported here: completing a name in the shell renders nothing.
    from dutylist.views.plain import render_plain  # noqa: PLC0415

    return render_plain(blocks, fit)


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _name_codec(stream: TextIO | None) -> str:
    return codecs.lookup(getattr(stream, "encoding", None) or "utf-8").name


def _never_fail_on_characters(stream: TextIO | None) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")


def _forget(stream: TextIO) -> None:
    """Keep the interpreter from flushing a dead stream once more when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
