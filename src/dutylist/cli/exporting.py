"""The formats of `export`: official annexes, and tables for other programs, in one table.

A format is given what was read, and gives a document's bytes, or the files of a folder. What
writes it is loaded when it is asked for.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from dutylist.annex.writers import FORMATS as PAPERS
from dutylist.annex.writers import Format as Paper
from dutylist.annex.writers.layout import PrintedList
from dutylist.cli.handing import hand_over, refuse_early, refuse_existing
from dutylist.cli.options import read_word
from dutylist.cli.output import Output
from dutylist.duty import Duty, Status
from dutylist.errors import NotFound, WrongUsage
from dutylist.store.tree import create_tree, replace_tree, require_known
from dutylist.tables.folder import is_part
from dutylist.words import Catalogue, say

if TYPE_CHECKING:
    from dutylist.cli.answers import Reading
    from dutylist.query import Row

Files = Mapping[str, bytes]


class Material(NamedTuple):
    """What a document is made of: what was read, and what its format may need beside."""

    reading: "Reading"
    written: datetime
    alarm: int | None
    catalogue: Catalogue


class Format(NamedTuple):
    """A format: its name, the ending of its files, whether they are no text, and what writes them.

    A paper is laid out as an official annex. A folder is written as files, by their paths in it.
    """

    name: str
    ending: str
    is_binary: bool
    write: Callable[[Material], bytes | Files]
    is_paper: bool = False
    is_folder: bool = False


def read_export_format(text: str) -> Format:
    """Read the name of a format of `export`."""
    return FORMATS[read_word(text, FORMATS, {}, say("a format"))]


def refuse_hopeless(output: Output, chosen: Format, out: str | None, *, force: bool) -> None:
    """Refuse what can come to no good end, before anything is read."""
    if not chosen.is_folder:
        refuse_early(output, chosen, out, force=force)
    elif out in (None, "-"):
        raise WrongUsage(say("{format} is a folder; name it with -o", format=chosen.name))
    elif os.path.lexists(out):
        if not force:
            raise refuse_existing(out)
        require_known(out, is_part)


def hand_over_export(output: Output, chosen: Format, made: bytes | Files, out: str | None) -> None:
    """Write a document to the file `out` or to standard output, and a folder's files to `out`."""
    if isinstance(made, bytes):
        hand_over(output, chosen, made, out)
        return
    path = out or ""
    if os.path.lexists(path):
        replace_tree(path, made, is_part)
    else:
        create_tree(path, made)
    output.remark(say("wrote {path}", path=path))


def _write_paper(paper: Paper, material: Material) -> bytes:
    return paper.write(_gather_lists(material.reading.answer.rows), material.written)


def _gather_lists(rows: "Sequence[Row]") -> list[PrintedList]:
    return [
        PrintedList(head.list_id, head.title, head.year, head.annex, tuple(map(_settle, within)))
        for head, within in groupby(rows, key=lambda row: row.head)
    ]


def _settle(row: "Row") -> Duty:
    """Return the duty as it stood on the day: its repeal may be a later one."""
    return row.duty if row.standing.status is Status.REPEALED else row.duty._replace(repealed=None)


# What writes a format is imported where it is asked for, here as in the commands.
def _write_csv(material: Material) -> bytes:
    from dutylist.tables.text import write_csv_file  # noqa: PLC0415

    return write_csv_file(material.reading.answer.rows)


def _write_json(material: Material) -> bytes:
    from dutylist.tables.text import write_json_file  # noqa: PLC0415

    return write_json_file(material.reading.answer.rows)


def _write_calendar(material: Material) -> bytes:
    from dutylist.tables.ics import list_events, write_calendar  # noqa: PLC0415

    events = list_events(material.reading.answer.rows)
    if not events:
        raise NotFound(say("of what is selected, nothing is owed; nothing was written"))
    return write_calendar(events, material.alarm, material.catalogue)


def _write_database(material: Material) -> bytes:
    from dutylist.tables.extract import extract_lists  # noqa: PLC0415
    from dutylist.tables.sqlite import write_database  # noqa: PLC0415

    return write_database(extract_lists(material.reading.answer.rows, material.reading.rules))


def _write_parquet(material: Material) -> Files:
    from dutylist.tables.extract import extract_lists  # noqa: PLC0415

    try:
        from dutylist.tables.parquet import write_files  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise WrongUsage(
            say("writing Parquet needs pyarrow; install it: pip install 'dutylist[parquet]'")
        ) from fault
    reading = material.reading
    return write_files(extract_lists(reading.answer.rows, reading.rules), reading.day)


FORMATS = {
    each.name: each
    for each in (
        *(
            Format(paper.name, paper.ending, paper.is_binary, partial(_write_paper, paper), True)
            for paper in PAPERS.values()
        ),
        Format("csv", ".csv", False, _write_csv),
        Format("json", ".json", False, _write_json),
        Format("ics", ".ics", False, _write_calendar),
        Format("sqlite", ".sqlite", True, _write_database),
        Format("parquet", ".parquet", True, _write_parquet, is_folder=True),
    )
}
"""The formats by name."""
