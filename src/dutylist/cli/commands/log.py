"""`dutylist log`: who changed what in the lists, when, and in which commit."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from dutylist.cli.call import Call, Files, Scope
from dutylist.cli.options import read_day, read_number, takes_scope
from dutylist.words import Message, say, say_n

if TYPE_CHECKING:
    from dutylist.index import Index, ListHead
    from dutylist.query.lost import Lost
    from dutylist.query.steps import Step

MOST_STEPS = 10**10
# It takes some seconds to parse more versions than these.
MOST_UNTOLD = 50


def read_limit(text: str) -> int:
    """Read how many commits are to be shown at most."""
    return read_number(
        text, 1, MOST_STEPS, say("a limit is a number from 1, not “{text}”", text=text)
    )


class History(NamedTuple):
    """The commits that changed records, of how many; what is in no commit yet, and what is lost."""

    steps: list["Step"]
    commits: set[str]
    uncommitted: int
    lost: list["Lost"]
    is_shallow: bool


@takes_scope
def command(
    context: typer.Context,
    scope: Scope,
    refs: Annotated[
        list[str] | None,
        typer.Argument(metavar="REF", help="A duty, as tasks_2022/26, or just 26."),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", "-n", parser=read_limit, metavar="N", help="Only the newest N commits."
        ),
    ] = None,
    since: Annotated[
        date | None,
        typer.Option("--since", parser=read_day, metavar="DATE", help="From this day on."),
    ] = None,
    until: Annotated[
        date | None,
        typer.Option("--until", parser=read_day, metavar="DATE", help="Until this day, inclusive."),
    ] = None,
) -> None:
    """Tell the history of duties: who changed what, when, in which commit.

    Example: dutylist log 26
    """
    from dutylist.query.steps import choose_days

    call: Call = context.obj
    with call.open(scope.folders, scope.at) as files:
        history = _read(call, scope, files)
        chosen = _choose(call, scope, files, history.steps, refs or ())
    steps = choose_days(chosen, since, until)[:limit]
    has_folders = len({source.folder for source in files.sources}) > 1
    _show(call, scope.format, steps, has_folders=has_folders)
    _tell(call, history._replace(lost=_choose_lost(history.lost, chosen)), steps)


def _read(call: Call, scope: Scope, files: Files) -> History:
    """Return the history of all folders, the newest commit first."""
    from dutylist.query.steps import merge_steps

    folders = dict.fromkeys(source.folder for source in files.sources)
    histories = [_read_folder(call, scope, folder, files) for folder in folders]
    return History(
        merge_steps([history.steps for history in histories]),
        {commit for history in histories for commit in history.commits},
        sum(history.uncommitted for history in histories),
        [lost for history in histories for lost in history.lost],
        any(history.is_shallow for history in histories),
    )


def _read_folder(call: Call, scope: Scope, folder: str, files: Files) -> History:
    from dutylist.cli.past import resolve
    from dutylist.git.objects import Objects
    from dutylist.history import find_repository, gather_sources, list_committed, list_versions
    from dutylist.query.lost import find_lost
    from dutylist.query.steps import list_steps

    repository = find_repository(folder, call.environment)
    with Objects(repository) as objects:
        if scope.at:
            repository = repository._replace(head=resolve(objects, scope.at).commit)
        versions = list_versions(repository, folder)
        sources = gather_sources(objects, folder, versions)

        def look(index: "Index") -> History:
            known = index.take_versions(list(sources.values()), partial(_tell_unread, call))
            heads = {blob: known[source] for blob, source in sources.items() if source in known}
            steps = list_steps(index, folder, versions, heads)
            committed = list_committed(objects, repository.head, folder) if repository.head else []
            last = list(index.take_versions(committed).values())
            uncommitted = 0 if scope.at else _count_uncommitted(index, last, folder, files)
            # Of a list that nobody can read now, all entries would seem lost.
            lost = find_lost(index, last, steps) if len(last) == len(committed) else []
            commits = {version.commit for version in versions}
            return History(steps, commits, uncommitted, lost, repository.is_shallow)

        return call.look_into(look)


def _tell_unread(call: Call, versions: int) -> None:
    """Tell why the answer is long in coming."""
    if versions > MOST_UNTOLD:
        call.output.remark(say("reading {n} versions of the lists for the first time", n=versions))


def _count_uncommitted(index: "Index", last: "list[ListHead]", folder: str, files: Files) -> int:
    """Count the lists that are not as the last commit has them, readable or not."""
    from dutylist.index import Snapshot
    from dutylist.query.changes import compare_pair, pair_heads

    present = [each for each in files.sources if each.folder == folder and not each.is_units]
    old = Snapshot(tuple(last), ())
    new = Snapshot(tuple(index.take_versions(present).values()), ())
    return sum(any(True for _ in compare_pair(index, pair)) for pair in pair_heads(index, old, new))


def _choose(
    call: Call, scope: Scope, files: Files, steps: "list[Step]", refs: Sequence[str]
) -> "list[Step]":
    from dutylist.query.steps import select_steps
    from dutylist.selection import Selection

    if scope.selection == Selection() and not refs:
        return steps  # what all duties are need not be known; the files may be in a poor state
    return call.ask_of(files.sources, scope, lambda question: select_steps(question, steps, refs))


def _choose_lost(lost: "Sequence[Lost]", steps: "Sequence[Step]") -> "list[Lost]":
    """Return what is lost of what these steps added."""
    added = {(step.commit, row.ref) for step in steps for row in step.rows}
    return [each for each in lost if (each.commit, each.ref) in added]


def _show(call: Call, format_: str, steps: "Sequence[Step]", *, has_folders: bool) -> None:
    from dutylist.cli.answers import hand_over_records
    from dutylist.views.changes import STEP_KEYS, fold_lists, make_step_records, show_step

    if format_ == "table":
        folded = (fold_lists(step) for step in steps)
        call.output.show(
            [show_step(step, call.catalogue, has_folders=has_folders) for step in folded]
        )
        return
    records = (
        record for step in steps for record in make_step_records(step, flat=format_ != "json")
    )
    hand_over_records(call.output, format_, STEP_KEYS, records)


def _tell(call: Call, history: History, steps: "Sequence[Step]") -> None:
    from dutylist.cli.answers import join_parts

    changes = say_n("{n} change", "{n} changes", sum(len(step.rows) for step in steps))
    shown = say_n("{n} commit", "{n} commits", len(steps))
    read = say_n(
        "read {n} commit of the lists", "read {n} commits of the lists", len(history.commits)
    )
    told = say("shown {shown} with {changes}", shown=shown, changes=changes)
    call.output.remark(join_parts([read, told if steps else say("nothing found")]))
    if history.is_shallow:
        call.output.remark(
            say("this clone is shallow: its oldest commit seems to add all that was there before")
        )
    if history.lost:
        call.output.remark(_say_lost(history.lost))
    if history.uncommitted:
        call.output.remark(
            say_n(
                "{n} list is not as the last commit has it; dutylist diff shows how",
                "{n} lists are not as the last commit has them; dutylist diff shows how",
                history.uncommitted,
            )
        )


def _say_lost(lost: "Sequence[Lost]") -> Message:
    from dutylist.views.changes import SHORT_ID

    entries = tuple(
        say(
            "{ref} of {day} (commit {commit})",
            ref=each.ref,
            day=each.entry.on,
            commit=each.commit[:SHORT_ID],
        )
        for each in lost
    )
    return say_n(
        "{n} entry is gone, though no commit took it back; a merge lost it: {entries}",
        "{n} entries are gone, though no commit took them back; a merge lost them: {entries}",
        len(lost),
        entries=entries,
    )
