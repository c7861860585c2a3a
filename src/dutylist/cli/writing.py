"""What the writing commands share: finding the duties they name, and telling what they did.

A command makes a `Plan` from the duties; everything else, the order of lock, edit and commit
among it, is the same for all and lies in `record`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from dutylist.cli.call import Call, Scope
from dutylist.errors import NotFound, WrongUsage
from dutylist.fields import FieldFault, check_text
from dutylist.git.repository import SHORT
from dutylist.index.lens import hash_blob
from dutylist.store.folder import Blob, Source
from dutylist.words import Message, say

if TYPE_CHECKING:
    from dutylist.duty import Duty
    from dutylist.index import Index
    from dutylist.query import Row
    from dutylist.record.drafts import Draft
    from dutylist.record.writing import Outcome
    from dutylist.store.edit import Edit
    from dutylist.views.blocks import Block

DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")
]
NoCommitOption = Annotated[
    bool, typer.Option("--no-commit", help="Leave the edit in the work tree, without a commit.")
]


class Change(NamedTuple):
    """The edit of one duty, and what the duty is afterwards."""

    row: "Row"
    edit: "Edit"
    after: "Duty"


class Plan(NamedTuple):
    """What a command wants written: a change for each duty, the words, and how to show it."""

    changes: Sequence[Change]
    message: str
    blocks: "Sequence[Block]"
    remarks: Sequence[Message] = ()


class Target(NamedTuple):
    """Which duties, in which folders, and whether anything is to be written at all."""

    refs: Sequence[str]
    folders: Sequence[str]
    dry_run: bool
    no_commit: bool


def carry_out(call: Call, target: Target, plan: "Callable[[Sequence[Row]], Plan]") -> None:
    """Write what `plan` makes of the duties, commit it, and tell."""
    # All at once, and before the lock is taken: others wait for it.
    from dutylist.query import select_refs  # noqa: F401, PLC0415
    from dutylist.record.writing import Surroundings, rehearse, write  # noqa: PLC0415
    from dutylist.views.edits import show_recorded  # noqa: F401, PLC0415

    sources = _choose_sources(call.find_sources(target.folders), target.refs)

    plans: list[Plan] = []

    def decide(before: Mapping[Source, bytes]) -> "Draft":
        plans.append(plan(_find_rows(call, before, target.refs)))
        return _draft(plans[-1], sources)

    def show() -> None:
        call.output.show(plans[-1].blocks)
        call.output.remark(*plans[-1].remarks)

    if target.dry_run:
        rehearse(sources, decide)
        show()
        call.output.remark(say("nothing was written: this was a dry run"))
        return
    surroundings = Surroundings(call.environment, call.output.remark, show)
    outcome = write(sources, decide, surroundings, commits=not target.no_commit)
    tell_outcome(call, outcome)
    _learn(call, outcome, plans[-1].changes)


def _learn(call: Call, outcome: "Outcome", changes: Sequence[Change]) -> None:
    """Tell the index what the lists say now: the next command need not parse them anew."""
    duties: dict[tuple[str, str], dict[int | str, Duty]] = {}
    for row, _, after in changes:
        duties.setdefault((row.head.folder, row.head.list_id), {})[after.no] = after

    def learn(index: "Index") -> None:
        for source, _, old, new in outcome.written:
            changed = duties[source.folder, source.list_id]
            index.learn(hash_blob(old), hash_blob(new), changed)

    call.look_into(learn)


def tell_outcome(call: Call, outcome: "Outcome") -> None:
    """Tell what was written: the commit, or the files that now wait for one."""
    if outcome.commit:
        subject = outcome.message.partition("\n")[0]
        call.output.remark(
            say("committed {id}: {subject}", id=outcome.commit[:SHORT], subject=subject)
        )
    for written in () if outcome.commit else outcome.written:
        call.output.remark(say("{path} is changed, not committed", path=written.source.path))
    for made in () if outcome.commit else outcome.made:
        call.output.remark(say("{path} is new, not committed", path=made.source.path))


def read_text_option(name: str, text: str | None) -> str | None:
    """Read a text that is to stand in a file; raises `WrongUsage` for one that cannot."""
    if text is None:
        return None
    try:
        text.encode()
        # Text from a Windows program brings its line ends along.
        return check_text(text.replace("\r\n", "\n"))
    except UnicodeEncodeError:
        raise WrongUsage(say("{option}: the text is not UTF-8", option=name)) from None
    except FieldFault as fault:
        raise WrongUsage(say("{option}: {problem}", option=name, problem=fault.message)) from None


def hold_source(source: Source, raw: bytes) -> Source:
    """Return a list as what it said when it was read, whatever becomes of the file."""
    return source._replace(origin=Blob(hash_blob(raw), source.path, lambda _: raw))


def _choose_sources(sources: Sequence[Source], refs: Sequence[str]) -> list[Source]:
    """Return the lists that the refs may mean: a bare number may be in any."""
    named = {ref.replace("／", "/").rpartition("/")[0].strip() for ref in refs}
    lists = [source for source in sources if not source.is_units]
    chosen = [source for source in lists if source.list_id in named]
    return lists if "" in named or not chosen else chosen


def _find_rows(call: Call, before: Mapping[Source, bytes], refs: Sequence[str]) -> "list[Row]":
    """Find the one duty of each ref in the very bytes that are about to be edited."""
    from dutylist.query import select_refs  # noqa: PLC0415

    sources = [hold_source(source, raw) for source, raw in before.items()]
    found = call.ask_of(
        sources, Scope(), lambda question: [select_refs(question, [ref]).rows for ref in refs]
    )
    rows = [_require_one(ref, rows) for ref, rows in zip(refs, found, strict=True)]
    return list({row.ref_in_folder: row for row in rows}.values())


def _require_one(ref: str, rows: "Sequence[Row]") -> "Row":
    if len(rows) > 1:
        names = [f"{row.head.folder}: {row.ref}" for row in rows]
        if len({row.head.folder for row in rows}) == 1:
            names = [row.ref for row in rows]
        raise NotFound(say("“{ref}” is more than one duty; name the one", ref=ref), names)
    return rows[0]


def _draft(plan: Plan, sources: Sequence[Source]) -> "Draft":
    from dutylist.record.drafts import Draft  # noqa: PLC0415

    known = {(source.folder, source.list_id): source for source in sources}
    edits: dict[Source, list[Edit]] = {}
    for row, edit, _ in plan.changes:
        edits.setdefault(known[row.head.folder, row.head.list_id], []).append(edit)
    return Draft(edits, plan.message)
