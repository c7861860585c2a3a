"""How the reading commands hand over an answer: rows in the format asked for, then the tally."""

from collections.abc import Iterable, Mapping, Sequence

from dutylist.cli.call import Call, Scope
from dutylist.cli.output import Output
from dutylist.query import Answer
from dutylist.views.formats import (
    FALLING_KEYS,
    KEYS,
    Record,
    make_record,
    write_csv,
    write_json,
    write_markdown,
    write_tsv,
)
from dutylist.views.phrases import tell_tally
from dutylist.views.rows import RowColumn, tabulate
from dutylist.words import Message, say

_WRITERS = {"csv": write_csv, "tsv": write_tsv, "md": write_markdown}


def hand_over_rows(
    call: Call,
    scope: Scope,
    answer: Answer,
    columns: Sequence[RowColumn],
    rest: Message | None = None,
) -> None:
    """Write an answer's rows, then say on standard error what was read and what left out.

    `rest` says what the duties are that nothing else left out.
    """
    keys = FALLING_KEYS if any(row.on for row in answer.rows) else KEYS
    if scope.format == "table":
        if answer.rows:
            call.output.show([tabulate(answer.rows, columns, call.catalogue)])
    else:
        hand_over_records(call.output, scope.format, keys, map(make_record, answer.rows))
    call.output.remark(*answer.remarks, join_parts(tell_tally(answer.tally, rest)))


def hand_over_records(
    output: Output, format_: str, keys: Sequence[str], records: Record | Iterable[Record]
) -> None:
    """Write records in a format for programs; a single one is an object in JSON."""
    if format_ == "json":
        output.write(write_json(records, ascii_only=not output.speaks_unicode))
    else:
        rows = [records] if isinstance(records, Mapping) else records
        output.write(_WRITERS[format_](keys, rows))


def join_parts(parts: Sequence[Message]) -> Message:
    """Join parts of one remark."""
    joined = parts[0]
    for part in parts[1:]:
        joined = say("{first}; {second}", first=joined, second=part)
    return joined
