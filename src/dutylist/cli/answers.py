"""How the reading commands hand over an answer: rows in the format asked for, then the tally."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from dutylist.cli.call import Call, Scope
from dutylist.cli.output import Output
from dutylist.index import ListHead
from dutylist.query import Answer, Question
from dutylist.standing import DEFAULT_RULES, Rules
from dutylist.views.phrases import show_legends, tell_tally
from dutylist.views.rows import LIST_VIEW, RowView, tabulate
from dutylist.words import Message, say


class Reading(NamedTuple):
    """An answer, the day that was asked for, and the rules for lamps, by data folder."""

    answer: Answer
    day: date
    rules: Mapping[str, Rules]


def read(call: Call, scope: Scope, select: Callable[[Question], Answer]) -> Reading:
    """Put a question to the lists."""
    return call.ask(scope, lambda question: Reading(select(question), question.day, question.rules))


def hand_over_rows(call: Call, scope: Scope, reading: Reading, view: RowView) -> None:
    """Write an answer's rows, then say on standard error what was read and what left out."""
    answer = reading.answer
    if scope.format != "table":
        hand_over_row_records(call.output, scope.format, answer, falling=view.falling)
    elif answer.rows:
        call.output.show([tabulate(answer, view, call.catalogue)])
    if view.has_lamps:
        tell_lamps(call, scope, reading)
    tell_answer(call.output, answer, view)


def tell_lamps(call: Call, scope: Scope, reading: Reading) -> None:
    """Say on standard error what the lamps mean, where any have been shown to a person."""
    lit = [row for row in reading.answer.rows if row.standing.lamp]
    if lit and scope.format == "table":
        rules = {row.head.folder: reading.rules.get(row.head.folder, DEFAULT_RULES) for row in lit}
        call.output.complain(show_legends(rules, call.catalogue))


def tell_answer(output: Output, answer: Answer, view: RowView = LIST_VIEW) -> None:
    """Say on standard error what is worth knowing of an answer, then what was read."""
    output.remark(*answer.remarks, join_parts(tell_tally(answer, view.rest)))


def note_alike(answer: Answer) -> Answer:
    """Return the answer with a remark on the lists of several folders that no reader tells apart.

    A paper calls lists by annex, title and issuer, where a table has a column for the folder.
    """
    heads = sorted({row.head for row in answer.rows if not row.head.issuer}, key=_call_list)
    remarks = []
    for _, within in groupby(heads, key=_call_list):
        alike = list(within)
        if len({head.folder for head in alike}) > 1:
            names = tuple(sorted(f"{head.folder}/{head.list_id}" for head in alike))
            told = say("give these lists an issuer: they are called alike: {lists}", lists=names)
            remarks.append(told)
    return answer._replace(remarks=(*answer.remarks, *remarks))


def _call_list(head: ListHead) -> tuple[str, str]:
    return head.annex or "", head.title


def hand_over_row_records(
    output: Output, format_: str, answer: Answer, *, falling: bool = False
) -> None:
    """Write an answer's rows in a format for programs."""
    # Imported here, as below: a table for people needs none of it.
    from dutylist.views.formats import FALLING_KEYS, KEYS, make_record  # noqa: PLC0415

    keys = FALLING_KEYS if falling else KEYS
    hand_over_records(output, format_, keys, map(make_record, answer.rows))


def hand_over_records(
    output: Output,
    format_: str,
    keys: Sequence[str],
    records: Mapping[str, object] | Iterable[Mapping[str, object]],
) -> None:
    """Write records in a format for programs; a single one is an object in JSON."""
    from dutylist.views.formats import WRITERS, write_json  # noqa: PLC0415

    if format_ == "json":
        output.write(write_json(records, ascii_only=not output.speaks_unicode))
    else:
        rows = [records] if isinstance(records, Mapping) else records
        output.write(WRITERS[format_](keys, rows))


def join_parts(parts: Sequence[Message]) -> Message:
    """Join parts of one remark."""
    joined = parts[0]
    for part in parts[1:]:
        joined = say("{first}; {second}", first=joined, second=part)
    return joined
