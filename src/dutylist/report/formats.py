"""The formats of a bulletin: each has one file here, loaded when it is asked for.

All of them draw the blocks of one text, so that they say the same. To add a format, write its
`write` and add its line to `FORMATS`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from dutylist.annex.writers.word_pattern import Pattern
from dutylist.errors import WrongUsage
from dutylist.report.html import write_html
from dutylist.report.markdown import Block
from dutylist.report.screen import draw_blocks
from dutylist.track import Track
from dutylist.views.plain import render_plain
from dutylist.words import say


class Paper(NamedTuple):
    """A bulletin that is to be written: its text, and the blocks of it.

    `written` is the time that an archive is to carry, `pattern` an office's own Word document, and
    `put_in_page` puts its markup into a page.
    """

    text: str
    blocks: Sequence[Block]
    written: datetime
    track: Track
    pattern: Pattern | None = None
    put_in_page: Callable[[str], str] = str


class Format(NamedTuple):
    """A format: its name, the ending of its files, whether they are no text, and what writes it.

    `write` gives the same bytes for the same paper; text is UTF-8. It raises `WrongUsage` where a
    library is missing, or where the format cannot hold a text.
    """

    name: str
    ending: str
    is_binary: bool
    write: Callable[[Paper], bytes]


def load_wording() -> ModuleType:
    """Load what puts a paper into words; raises `WrongUsage` where Jinja2 is missing."""
    return _load_templates("wording")


def load_page() -> ModuleType:
    """Load what makes the page of a board; raises `WrongUsage` where Jinja2 is missing."""
    return _load_templates("board.page")


def _load_templates(module: str) -> ModuleType:
    try:
        return import_module(f"dutylist.report.{module}")
    except ModuleNotFoundError as fault:
        raise WrongUsage(
            say("the wording needs Jinja2; install it: pip install 'dutylist[report]'")
        ) from fault


def write_word(
    blocks: Sequence[Block], written: datetime, track: Track, pattern: Pattern | None = None
) -> bytes:
    """Write a Word document of the blocks; raises `WrongUsage` where its library is missing."""
    document: bytes = _load("word", "docx", "python-docx").write(blocks, written, track, pattern)
    return document


def _write_word(paper: Paper) -> bytes:
    return write_word(paper.blocks, paper.written, paper.track, paper.pattern)


def _write_sheet(paper: Paper) -> bytes:
    workbook: bytes = _load("sheet", "xlsx", "openpyxl").write(
        paper.blocks, paper.written, paper.track
    )
    return workbook


def _write_page(paper: Paper) -> bytes:
    return paper.put_in_page(write_html(paper.blocks, level=BULLETIN_LEVEL)).encode()


def _write_text(paper: Paper) -> bytes:
    return paper.text.encode()


def _write_screen(paper: Paper) -> bytes:
    return render_plain(draw_blocks(paper.blocks)).encode()


def _load(module: str, extra: str, library: str) -> ModuleType:
    """Load the module that writes a format; `library` is what it may lack."""
    try:
        return import_module(f"dutylist.report.{module}")
    except ModuleNotFoundError as fault:
        raise WrongUsage(
            say(
                "writing .{format} needs {library}; install it: pip install 'dutylist[{format}]'",
                format=extra,
                library=library,
            )
        ) from fault


BULLETIN_LEVEL = 3
"""The level of the bulletin's title on the page, whose sections have titles of the second."""

FORMATS = {
    each.name: each
    for each in (
        Format("docx", ".docx", True, _write_word),
        Format("html", ".html", False, _write_page),
        Format("md", ".md", False, _write_text),
        Format("xlsx", ".xlsx", True, _write_sheet),
        Format("terminal", ".txt", False, _write_screen),
    )
}
"""The formats by name."""
