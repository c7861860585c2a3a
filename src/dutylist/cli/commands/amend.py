"""`dutylist amend`: repeal (废止), extend (延期) and reinstate duties."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple

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
from dutylist.duty import Extension, Repeal
from dutylist.errors import WrongUsage
from dutylist.words import Message, say

if TYPE_CHECKING:
    from dutylist.cli.writing import Change, Plan
    from dutylist.query import Row


class Act(StrEnum):
    """What is decided about a duty."""

    REPEAL = "repeal"
    EXTEND = "extend"
    REINSTATE = "reinstate"


ACT_TERMS = {"废止": "repeal", "延期": "extend", "恢复": "reinstate"}


class Decision(NamedTuple):
    """A decision: what, when, by whom and why; `to` is the new due date of an extension."""

    act: Act
    on: date
    to: date | None
    by: str | None
    reason: str | None


def command(  # noqa: PLR0913, PLR0917 - an option to a column of the form
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="REF… ACT",
            help="Duties, as tasks_2022/26 or just 26; then repeal, extend or reinstate.",
        ),
    ],
    to: Annotated[
        date | None,
        typer.Option(
            "--to", parser=read_day, metavar="DATE", help="The new due date of an extension."
        ),
    ] = None,
    on: Annotated[
        date | None,
        typer.Option(
            "--on", parser=read_day, metavar="DATE", help="The day of the decision; else today."
        ),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decided it.")] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")] = None,
    data: DataOption = None,
    dry_run: DryRunOption = False,
    no_commit: NoCommitOption = False,
) -> None:
    """Repeal, extend or reinstate duties: one commit.

    A repealed duty stays on the list and is counted apart.

    Example: dutylist amend tasks_2022/26 extend --to 2023-03-31 --by 区政府常务会议
    """
    call: Call = context.obj
    *refs, act = words
    decision = Decision(
        Act(read_word(act, Act, ACT_TERMS, say("an act"))),
        on or call.today,
        to,
        read_text_option("--by", by),
        read_text_option("--reason", reason),
    )
    _require_sense(refs, decision)
    target = Target(refs, data or (), dry_run, no_commit)
    carry_out(call, target, lambda rows: _plan(call, rows, decision))


def _require_sense(refs: Sequence[str], decision: Decision) -> None:
    if not refs:
        raise WrongUsage(say("name a duty before the act, as tasks_2022/26"))
    if (decision.act is Act.EXTEND) != (decision.to is not None):
        raise WrongUsage(say("--to DATE goes with extend, and extend needs it"))


def _plan(call: Call, rows: "Sequence[Row]", decision: Decision) -> "Plan":
    from dutylist.cli.writing import Plan
    from dutylist.record.words import write_amendment
    from dutylist.views.edits import Recorded, show_recorded

    for row in rows:
        _require_change(row, decision)
    given = _make_amendment(decision)
    return Plan(
        [_make_change(row, given) for row in rows],
        write_amendment(
            [row.ref for row in rows], given, decision.on, decision.by, decision.reason
        ),
        show_recorded([Recorded(row, given) for row in rows], call.catalogue),
        [remark for row in rows for remark in _tell_doubts(row, given)],
    )


def _make_amendment(decision: Decision) -> Extension | Repeal | None:
    if decision.act is Act.REPEAL:
        return Repeal(decision.on, decision.by, decision.reason)
    if decision.to is not None:
        return Extension(decision.on, decision.to, decision.reason, decision.by)
    return None


def _make_change(row: "Row", given: Extension | Repeal | None) -> "Change":
    from dutylist.cli.writing import Change
    from dutylist.store.edit import AddExtension, SetField

    duty = row.duty
    if isinstance(given, Extension):
        after = duty._replace(extended=(*duty.extended, given))
        return Change(row, AddExtension(duty.no, given), after)
    return Change(row, SetField(duty.no, "repealed", given), duty._replace(repealed=given))


def _require_change(row: "Row", decision: Decision) -> None:
    """Refuse what is so already."""
    repealed = row.duty.repealed is not None
    if decision.act is Act.REPEAL and repealed:
        raise WrongUsage(say("{ref} is repealed already", ref=row.ref))
    if decision.act is Act.REINSTATE and not repealed:
        raise WrongUsage(say("{ref} is not repealed", ref=row.ref))
    if decision.act is Act.EXTEND and _make_amendment(decision) in row.duty.extended:
        raise WrongUsage(say("{ref} has this very extension already", ref=row.ref))


def _tell_doubts(row: "Row", given: Extension | Repeal | None) -> Sequence[Message]:
    """Say what a clerk may not have meant; none of it is wrong in itself."""
    if not isinstance(given, Extension):
        return ()
    doubts = []
    due = row.standing.due
    if due and given.to <= due:
        doubts.append(
            say("{ref} is due on {due}, which is no earlier than that", ref=row.ref, due=due)
        )
    if row.duty.repealed:
        doubts.append(say("{ref} is repealed; its status stays so", ref=row.ref))
    return doubts
