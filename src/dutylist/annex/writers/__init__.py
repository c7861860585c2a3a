"""Duties into documents: lists of duties in, the bytes of a document out.

Each format has one file here, loaded when it is asked for, so that a format whose library is not
installed costs nobody else anything. `layout` says once what the official annex looks like. To
add a format, write its `write` and add its line to `FORMATS`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import NamedTuple

from dutylist.annex.writers.layout import PrintedList
from dutylist.errors import WrongUsage
from dutylist.words import say


class Format(NamedTuple):
    """A format: its name, the ending of its files, whether they are text, and what writes them.

    `write` takes the lists and the time that a document's archive is to carry; the same lists
    and the same time give the same bytes. Text is UTF-8. It raises `WrongUsage` where a library
    is missing, or where the format cannot hold a list.
    """

    name: str
    ending: str
    is_binary: bool
    write: Callable[[Sequence[PrintedList], datetime], bytes]


def _write_by(module: str, library: str, lists: Sequence[PrintedList], written: datetime) -> bytes:
    """Load the module that writes a format, and write; `library` is what it may lack."""
    try:
        writer = import_module(f"{__name__}.{module}")
    except ModuleNotFoundError as fault:
        raise WrongUsage(
            say(
                "writing .{format} needs {library}; install it: pip install 'dutylist[{format}]'",
                format=module,
                library=library,
            )
        ) from fault
    document: bytes = writer.write(lists, written)
    return document


FORMATS = {
    each.name: each
    for each in (
        Format("docx", ".docx", True, partial(_write_by, "docx", "python-docx")),
        Format("xlsx", ".xlsx", True, partial(_write_by, "xlsx", "openpyxl")),
        Format("html", ".html", False, partial(_write_by, "html", "")),
        Format("md", ".md", False, partial(_write_by, "markdown", "")),
    )
}
"""The formats by name."""
