"""`dutylist undo`: the last commit of dutylist's, taken back by a new one."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dutylist.cli.call import Call
from dutylist.cli.options import DataOption
from dutylist.cli.writing import DryRunOption, tell_outcome
from dutylist.errors import GitRefused, WrongUsage
from dutylist.store.folder import Source
from dutylist.words import say

if TYPE_CHECKING:
    from dutylist.git.messages import Commit
    from dutylist.git.repository import Repository
    from dutylist.record.drafts import Draft
    from dutylist.record.undo import Undoing


def command(context: typer.Context, data: DataOption = None, dry_run: DryRunOption = False) -> None:
    """Take back the last commit that dutylist made, as a new commit.

    A second undo takes back the one before. An entry that others already have is better put
    right by a new entry.

    Example: dutylist undo
    """
    from dutylist.record.undo import plan_undo
    from dutylist.record.writing import Surroundings, rehearse, write

    call: Call = context.obj
    sources = [source for source in call.find_sources(data or ()) if not source.is_units]
    found: list[tuple[Repository, Commit, Undoing]] = []

    def decide(before: Mapping[Source, bytes]) -> "Draft":
        repository, commit = _find_commit(call, sources)
        found.append((repository, commit, plan_undo(repository, commit, before)))
        return found[-1][-1].draft

    def show() -> None:
        _tell(call, *found[-1])

    if dry_run:
        rehearse(sources, decide)
        show()
        call.output.remark(say("nothing was written: this was a dry run"))
        return
    surroundings = Surroundings(call.environment, call.output.remark, show)
    tell_outcome(call, write(sources, decide, surroundings))


def _find_commit(call: Call, sources: list[Source]) -> "tuple[Repository, Commit]":
    from dutylist.git.repository import Repository
    from dutylist.record.undo import find_last

    real = {str(Path(source.path).resolve().parent) for source in sources}
    if len({source.folder for source in sources}) > 1:
        raise WrongUsage(say("name the one data folder whose last commit is meant, with --data"))
    folder = real.pop()
    repository = Repository.find(folder, call.environment)
    if repository is None:
        raise GitRefused("", say("{folder} lies in no work tree of git", folder=folder))
    # Lists that are links may lie in several folders; then every commit is looked at.
    return repository, find_last(repository, "" if real else repository.path_of(folder))


def _tell(call: Call, repository: "Repository", commit: "Commit", undoing: "Undoing") -> None:
    """Show which commit goes, and what that changes."""
    from dutylist.git.messages import is_shared
    from dutylist.query.changes import ChangeRow
    from dutylist.query.steps import Step
    from dutylist.views.changes import fold_lists, show_step

    rows = tuple(
        ChangeRow(source.folder, source.list_id, change)
        for source, changes in undoing.changes.items()
        for change in changes
    )
    step = Step(commit.id, commit.day, commit.author, commit.subject, rows)
    call.output.show([show_step(fold_lists(step), call.catalogue)])
    if is_shared(repository, commit.id):
        call.output.remark(
            say("others may have this commit already; a new entry would tell them better")
        )
