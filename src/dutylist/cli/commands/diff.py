"""`dutylist diff`: what changed between two versions of the lists, duty by duty."""

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from dutylist.cli.call import Call, Files, Moment, Scope
from dutylist.cli.options import read_moment, takes_scope
from dutylist.errors import WrongUsage
from dutylist.words import Message, say

if TYPE_CHECKING:
    from dutylist.index import Index
    from dutylist.query.changes import Comparison

VersionArgument = Annotated[
    Moment | None,
    typer.Argument(
        parser=read_moment, metavar="VERSION", help="A branch, a tag, a commit, or a day."
    ),
]


@takes_scope
def command(
    context: typer.Context, scope: Scope, old: VersionArgument = None, new: VersionArgument = None
) -> None:
    """Compare the lists of two revisions or days, duty by duty.

    Without a second version, with the files as they are; without any, those with the last commit.

    Example: dutylist diff 2022-09-30 2022-10-31
    """
    from dutylist.cli.answers import hand_over_records
    from dutylist.views.changes import CHANGE_KEYS, make_change_record, tabulate_changes

    call: Call = context.obj
    if scope.at:
        raise WrongUsage(say("diff is given its versions as arguments, without --at"))
    told: tuple[list[Message], list[Message]] = ([], [])
    found = _compare(call, scope, (old or Moment("HEAD"), new), told)
    if scope.format != "table":
        records = (make_change_record(row, flat=scope.format != "json") for row in found.rows)
        hand_over_records(call.output, scope.format, CHANGE_KEYS, records)
    elif found.rows:
        has_folders = len(found.old.folders | found.new.folders) > 1
        table = tabulate_changes(found.rows, call.catalogue, has_folders=has_folders)
        call.output.show([table])
    _tell(call, found, told)


def _compare(
    call: Call,
    scope: Scope,
    versions: tuple[Moment, Moment | None],
    told: tuple[list[Message], list[Message]],
) -> "Comparison":
    from dutylist.query import Question
    from dutylist.query.changes import select_changes

    day = scope.as_of or call.today
    with ExitStack() as stack:
        old, new = (
            stack.enter_context(call.open(scope.folders, version, names.append, may_lack=True))
            for version, names in zip(versions, told, strict=True)
        )
        _tell_lacking(call, old, new)

        def compare(index: "Index") -> "Comparison":
            return select_changes(
                *(
                    Question(index, index.take(files.sources), scope.selection, day)
                    for files in (old, new)
                )
            )

        return call.look_into(compare)


def _tell_lacking(call: Call, old: Files, new: Files) -> None:
    """Tell which folders one version lacks; raises `NotFound` for what both lack."""
    for folder, refusal in {**old.lacking, **new.lacking}.items():
        if folder in old.lacking and folder in new.lacking:
            raise refusal
        call.output.remark(refusal.message)


def _tell(call: Call, found: "Comparison", told: tuple[list[Message], list[Message]]) -> None:
    from dutylist.cli.answers import join_parts
    from dutylist.views.change_counts import tell_counts, tell_version

    for snapshot, names in zip((found.old, found.new), told, strict=True):
        name = join_parts(names or [say("the files as they are")])
        call.output.remark(tell_version(name, len(snapshot.lists), snapshot.duties))
    call.output.remark(join_parts(tell_counts(found.rows)))
