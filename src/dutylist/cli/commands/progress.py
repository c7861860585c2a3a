"""`dutylist progress`: one entry for each duty, one commit."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from dutylist.cli.call import Call
from dutylist.cli.options import DataOption, read_day, read_word
from dutylist.cli.writing import (
    DryRunOption,
    NoCommitOption,
    Target,
    carry_out,
    read_text_option,
)
from dutylist.duty import Entry, Status, add_entry
from dutylist.errors import WrongUsage
from dutylist.terms import STATUSES
from dutylist.words import Message, say

if TYPE_CHECKING:
    from dutylist.cli.writing import Plan
    from dutylist.query import Row

RECORDED = [status for status in Status if status is not Status.REPEALED]
"""What an entry may say; a repeal is a decision, and no progress."""

WordsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="REF… [STATUS]",
        help="Duties, as tasks_2022/26 or just 26; then the status: pending, active, blocked or "
        "done. Without one the status stays.",
    ),
]
DayOption = Annotated[
    date | None,
    typer.Option(
        "--on", parser=read_day, metavar="DATE", help="The day that it speaks of; else today."
    ),
]


def command(  # noqa: PLR0913, PLR0917 - an option to a column of the form
    context: typer.Context,
    words: WordsArgument,
    note: Annotated[
        str,
        typer.Option("--note", metavar="TEXT", help="What was done, in words; it is asked for."),
    ],
    on: DayOption = None,
    value: Annotated[
        str | None, typer.Option("--value", metavar="N", help="The figure reached, as 45%.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="DEPT", help="The department that reports it.")
    ] = None,
    problem: Annotated[
        str | None, typer.Option("--problem", metavar="TEXT", help="What stands in the way.")
    ] = None,
    next_: Annotated[
        str | None, typer.Option("--next", metavar="TEXT", help="What comes next.")
    ] = None,
    data: DataOption = None,
    dry_run: DryRunOption = False,
    no_commit: NoCommitOption = False,
) -> None:
    """Record progress on duties: one entry each, one commit.

    Example: dutylist progress tasks_2022/26 active --note "前三季度增长9.6%" --value 9.6%
    """
    call: Call = context.obj
    refs, status = split_words(words)
    entry = Entry(
        on or call.today,
        status or Status.PENDING,
        read_text_option("--note", note) or "",
        read_text_option("--value", value),
        read_text_option("--by", by),
        read_text_option("--problem", problem),
        read_text_option("--next", next_),
    )
    target = Target(refs, data or (), dry_run, no_commit)
    carry_out(call, target, lambda rows: _plan(call, rows, entry, status))


def split_words(words: Sequence[str]) -> tuple[list[str], Status | None]:
    """Part the refs from the status, which is the last word if it holds no number."""
    *refs, last = words
    if any(character.isnumeric() for character in last):
        return list(words), None
    if STATUSES.get(last, last.lower()) == Status.REPEALED:
        raise WrongUsage(say("to repeal a duty: dutylist amend REF repeal"))
    status = Status(read_word(last, RECORDED, STATUSES, say("a status")))
    if not refs:
        raise WrongUsage(say("name a duty before the status, as tasks_2022/26"))
    return refs, status


def _plan(call: Call, rows: "Sequence[Row]", entry: Entry, status: Status | None) -> "Plan":
    from dutylist.cli.writing import Change, Plan
    from dutylist.record.words import write_progress
    from dutylist.store.edit import AddEntry
    from dutylist.views.edits import Recorded, show_recorded

    given = [(row, _fit_entry(row, entry, status)) for row in rows]
    return Plan(
        [
            Change(row, AddEntry(row.duty.no, each), add_entry(row.duty, each))
            for row, each in given
        ],
        write_progress([(row.ref, each) for row, each in given]),
        show_recorded([Recorded(row, each) for row, each in given], call.catalogue),
        [remark for row in rows for remark in _tell_doubts(call, row, entry)],
    )


def _fit_entry(row: "Row", entry: Entry, status: Status | None) -> Entry:
    """Return the entry as this duty gets it: without a status, the duty's stays."""
    from dutylist.standing import find_last_entry

    last = find_last_entry(row.duty, entry.on)
    kept = last.status if last else Status.PENDING
    fitting = entry._replace(status=status or kept)
    if fitting in row.duty.progress:
        raise WrongUsage(say("{ref} has this very entry already", ref=row.ref))
    return fitting


def _tell_doubts(call: Call, row: "Row", entry: Entry) -> Sequence[Message]:
    """Say what a clerk may not have meant; none of it is wrong in itself."""
    doubts = []
    if entry.on > call.today:
        doubts.append(say("{day} is still to come; the entry counts from then on", day=entry.on))
    if row.standing.status is Status.REPEALED:
        doubts.append(say("{ref} is repealed; its status stays so", ref=row.ref))
    later = [each.on for each in row.duty.progress if each.on > entry.on]
    if later:
        doubts.append(
            say(
                "{ref} has an entry of {day}, which stays the last one",
                ref=row.ref,
                day=max(later),
            )
        )
    return doubts
