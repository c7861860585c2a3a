"""`dutylist export`: the lists as documents, in the layout of an official annex."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dutylist.annex.writers import FORMATS, Format
from dutylist.annex.writers.layout import PrintedList
from dutylist.cli.call import Call, Scope
from dutylist.cli.options import read_number, read_word, takes_scope
from dutylist.cli.output import Output
from dutylist.duty import Duty, Status
from dutylist.errors import NotFound, NotWritten, WrongUsage, explain_os_error
from dutylist.words import say, say_n

if TYPE_CHECKING:
    from dutylist.cli.answers import Reading
    from dutylist.query import Row

_NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)
_MOST_SECONDS = 10**10


def read_document_format(text: str) -> Format:
    """Read the name of a document's format."""
    return FORMATS[read_word(text, FORMATS, {}, say("a format"))]


@takes_scope
def command(
    context: typer.Context,
    scope: Scope,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            parser=read_document_format,
            metavar="FORMAT",
            help="docx, xlsx, html or md; may be left out where FILE's ending says it.",
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", "-o", metavar="FILE", help="The file to write, a new one."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file, where there is one.")
    ] = False,
) -> None:
    """Write the lists as an official annex: Word, Excel, a web page or Markdown.

    Example: dutylist export --list tasks_2022 -o 附件1.docx
    """
    from dutylist.cli.answers import read, tell_answer
    from dutylist.query import select_all

    call: Call = context.obj
    chosen = _choose_format(format_, out)
    _refuse_early(call.output, chosen, out, force=force)
    written = _read_time(call.environment.get("SOURCE_DATE_EPOCH"))
    reading = read(call, scope, select_all)
    if reading.answer.rows:
        document = chosen.write(_gather_lists(reading.answer.rows), written)
        _hand_over(call.output, chosen, document, out)
        _tell_extended(call.output, reading)
    tell_answer(call.output, reading.answer)
    if not reading.answer.rows:
        raise NotFound(say("no duty is selected; nothing was written"))


def _choose_format(named: Format | None, out: str | None) -> Format:
    """Return the format that is named, or that the file's ending says; raises `WrongUsage`."""
    if out == "":
        raise WrongUsage(say("an empty name is no file"))
    ending = Path(out or "").suffix.lower()
    told = next((each for each in FORMATS.values() if each.ending == ending), None)
    chosen = named or told
    if chosen is None:
        raise WrongUsage(
            say(
                "name a format, one of {formats}, or a file that ends in one with -o",
                formats=tuple(FORMATS),
            )
        )
    if told not in (None, chosen):
        raise WrongUsage(
            say("{path} would be no {ending} file", path=out, ending=ending.removeprefix("."))
        )
    return chosen


def _refuse_early(output: Output, chosen: Format, out: str | None, *, force: bool) -> None:
    """Refuse what can come to no good end, before anything is read."""
    if out is None and chosen.is_binary and output.is_terminal:
        raise WrongUsage(
            say("a terminal cannot show {format}; name a file with -o", format=chosen.name)
        )
    if out is not None and os.path.lexists(out) and not force:
        raise _refuse_existing(out)


def _read_time(seconds: str | None) -> datetime:
    """Return the time that documents carry: that of SOURCE_DATE_EPOCH, else always the same."""
    if not seconds:
        return _NO_TIME
    refusal = say("SOURCE_DATE_EPOCH counts seconds from 1970, and is “{text}”", text=seconds)
    return datetime.fromtimestamp(read_number(seconds, 0, _MOST_SECONDS, refusal), UTC)


def _gather_lists(rows: "Sequence[Row]") -> list[PrintedList]:
    return [
        PrintedList(head.list_id, head.title, head.year, head.annex, tuple(map(_settle, within)))
        for head, within in groupby(rows, key=lambda row: row.head)
    ]


def _settle(row: "Row") -> Duty:
    """Return the duty as it stood on the day: its repeal may be a later one."""
    return row.duty if row.standing.status is Status.REPEALED else row.duty._replace(repealed=None)


def _hand_over(output: Output, chosen: Format, document: bytes, out: str | None) -> None:
    if out is not None:
        _write_file(out, document)
        output.remark(say("wrote {path}", path=out))
    elif output.is_terminal and not chosen.is_binary:
        output.write(document.decode())
    else:
        _write_bytes(output, document)


def _write_bytes(output: Output, document: bytes) -> None:
    """Write the very bytes to standard output, whatever encoding and line ends it has."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        # In Latin-1 every byte is a character.
        reconfigure(encoding="latin-1", newline="")
    output.write(document.decode("latin-1"))


def _write_file(path: str, document: bytes) -> None:
    """Write the file, all at once; one that is there was asked to be replaced."""
    from dutylist.store.replace import create_file, replace_file

    if not os.path.lexists(path):
        create_file(path, document)
    elif Path(path).is_file():
        replace_file(path, document, _read_old(path))
    else:
        raise NotWritten(say("{path} is no regular file, and stays as it is", path=path))


def _read_old(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as fault:
        reason = explain_os_error(fault)
        raise NotWritten(
            say("{path} cannot be replaced: {reason}", path=path, reason=reason)
        ) from fault


def _refuse_existing(path: str) -> NotWritten:
    return NotWritten(say("{path} is there already; --force replaces it", path=path))


def _tell_extended(output: Output, reading: "Reading") -> None:
    """Tell of the deadlines that no longer hold, for a document prints them as they were set."""
    extended = sum(
        any(each.on <= reading.day for each in row.duty.extended) for row in reading.answer.rows
    )
    if extended:
        output.remark(
            say_n(
                "{n} duty is extended; its deadline is printed as it was first worded",
                "{n} duties are extended; their deadlines are printed as they were first worded",
                extended,
            )
        )
