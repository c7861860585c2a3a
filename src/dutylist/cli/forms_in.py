"""How forms come back: read all, merge each with what the lists say by then, show, and write.

What is shown is what would be written. Each form is merged with what the forms before it add, so
that several of one round may speak of the same duty. With a finding in any of them none is written.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dutylist.annex.readers import check_ending, check_size, read_cells
from dutylist.cli.answers import join_parts
from dutylist.cli.call import Call, Scope
from dutylist.cli.writing import Change, Plan, Target, carry_out
from dutylist.duty import Duty, add_entry
from dutylist.errors import InvalidData, NotWritten, WrongUsage
from dutylist.form.base import Origin
from dutylist.form.merging import Merge, merge_form
from dutylist.form.reading import Form, read_form
from dutylist.git.repository import SHORT
from dutylist.index import ListHead, Unit
from dutylist.names import fold_name
from dutylist.query import Row, resolve_units, select_all
from dutylist.record.revisions import trace_lists
from dutylist.record.words import Filled, write_form
from dutylist.standing import find_standing
from dutylist.store.edit import AddEntry
from dutylist.store.folder import Source, find_sources, read_file
from dutylist.views.edits import Recorded
from dutylist.views.forms import show_cell_findings, show_form
from dutylist.words import Message, say, say_n

Rows = Mapping[str, Row]
"""The duties of the lists, by ref."""


class Order(NamedTuple):
    """What the clerk has asked for: see the options of the command."""

    files: tuple[str, ...]
    folders: tuple[str, ...]
    write: bool
    no_commit: bool


class Paper(NamedTuple):
    """A form that came back, the hash of its file, and whether somebody put macros into it.

    `names` are the folded names of its department, and of the parties that it is a member of.
    """

    form: Form
    sha256: str
    has_macros: bool
    names: frozenset[str] = frozenset()


class Proposal(NamedTuple):
    """What a form adds, and the duties as they are before that."""

    paper: Paper
    merge: Merge
    rows: Rows


def import_forms(call: Call, order: Order) -> None:
    """Merge the forms, show what they add, and write it if that was asked for."""
    papers = [_read_paper(call, path) for path in order.files]
    lists = {list_id for paper in papers for list_id in paper.form.base.lists}
    sources = _choose_sources(call.find_sources(order.folders), lists)
    rows = _find_rows(call, sources)
    for paper in papers:
        _require_same_lists(call, paper.form, sources, rows)
    proposals = list(_propose(call, _name_all(call, papers, sources), rows))
    for proposal in proposals:
        _show(call, proposal)
    _require_sound(call, proposals)
    busy = [proposal for proposal in proposals if proposal.merge.entries]
    if not busy:
        call.output.remark(say("nothing to write: nothing is new in the forms"))
    elif not order.write:
        call.output.remark(say("nothing was written: this was a dry run; --write writes"))
    for proposal in busy if order.write else ():
        _write(call, order, proposal)


def _read_paper(call: Call, path: str) -> Paper:
    check_ending(path)
    if Path(path).exists():
        check_size(path, Path(path).stat().st_size)
    raw = read_file(path)
    book = read_cells(path, raw, call.environment)
    return Paper(read_form(path, book), hashlib.sha256(raw).hexdigest(), book.has_macros)


def _choose_sources(sources: Sequence[Source], lists: set[str]) -> list[Source]:
    chosen = [source for source in sources if not source.is_units and source.list_id in lists]
    if len({source.folder for source in chosen}) > 1:
        raise WrongUsage(say("these lists lie in several data folders; name one with --data"))
    return chosen


def _find_rows(call: Call, sources: Sequence[Source]) -> Rows:
    if not sources:
        return {}
    rows = call.ask_of(sources, Scope(), lambda question: select_all(question).rows)
    return {row.ref: row for row in rows}


def _require_same_lists(call: Call, form: Form, sources: Sequence[Source], rows: Rows) -> None:
    """Refuse a form that was made of other lists which have the same ids."""
    base = form.base
    blobs = {
        source: base.lists[source.list_id].blob
        for source in sources
        if source.list_id in base.lists
    }
    heads = {row.head.list_id: row.head for row in rows.values()}
    traced = trace_lists(blobs, base.revision, call.environment)
    for source, is_same in traced.items():
        head, origin = heads.get(source.list_id), base.lists[source.list_id]
        if head is not None and not _is_same(head, origin, is_same):
            raise InvalidData(
                say("{path} was made of another list {list_id} than the one in {folder}: {origin}; "
                    "name the data folder of that list with --data",
                    path=form.path, list_id=source.list_id, folder=source.folder,
                    origin=_tell_list(origin))
            )  # fmt: skip


def _tell_list(origin: Origin) -> Message:
    if origin.issuer is None:
        return say("“{title}”", title=origin.title)
    return say("“{title}” of {issuer}", title=origin.title, issuer=origin.issuer)


def _is_same(head: ListHead, origin: Origin, is_same: bool | None) -> bool:
    """Tell whether a list is the one that a form was made of, with what history knows of that."""
    if head.issuer and origin.issuer and head.issuer != origin.issuer:
        return False
    if is_same is None:
        return (head.title, head.issuer) == (origin.title, origin.issuer)
    return is_same


def _name_all(call: Call, papers: Sequence[Paper], sources: Sequence[Source]) -> list[Paper]:
    """Return the papers with all names of their departments, of which units.yaml knows some."""
    folders = {source.folder for source in sources}
    units = [source for folder in folders for source in find_sources(folder) if source.is_units]
    snapshot = call.look_into(lambda index: index.take(units))
    return [paper._replace(names=_resolve(paper, snapshot.units, folders)) for paper in papers]


def _resolve(paper: Paper, units: Sequence[Unit], folders: set[str]) -> frozenset[str]:
    folded = fold_name(paper.form.base.department)
    return frozenset({folded}).union(*(resolve_units(folded, units, each) for each in folders))


def _propose(call: Call, papers: Sequence[Paper], rows: Rows) -> Iterator[Proposal]:
    for paper in papers:
        merge = merge_form(paper.form, _list_duties(rows), paper.names, call.today)
        yield Proposal(paper, merge, rows)
        rows = {**rows, **{ref: _add(rows[ref], merge) for ref in merge.entries}}


def _list_duties(rows: Rows) -> dict[str, Duty]:
    return {ref: row.duty for ref, row in rows.items()}


def _add(row: Row, merge: Merge) -> Row:
    duty = add_entry(row.duty, merge.entries[row.ref])
    return row._replace(duty=duty, standing=find_standing(duty, row.day))


def _show(call: Call, proposal: Proposal) -> None:
    """Show what a form adds on standard output, and account for its rows on standard error."""
    form, merge, rows = proposal.paper.form, proposal.merge, proposal.rows
    recorded = [Recorded(rows[ref], entry) for ref, entry in merge.entries.items()]
    call.output.show(show_form(form.path, _tell_origin(form), recorded, call.catalogue))
    call.output.remark(*merge.remarks, *_tell_rest(proposal.paper), _tell_rows(form, merge))


def _tell_origin(form: Form) -> Message:
    department, day, revision, *_ = form.base
    if not revision:
        return say("{department}, as of {day}", department=department, day=day)
    return say("{department}, as of {day}, made of {revision}",
               department=department, day=day, revision=revision[:SHORT])  # fmt: skip


def _tell_rest(paper: Paper) -> Iterator[Message]:
    form = paper.form
    if paper.has_macros:
        yield say("the macros in the document are not read, and never run")
    if form.missing:
        yield say_n("{n} row of the form is gone, and adds nothing: {refs}",
                    "{n} rows of the form are gone, and add nothing: {refs}",
                    len(form.missing), refs=form.missing)  # fmt: skip
    if form.passed_over:
        yield say_n("{n} row is of no duty, and is passed over: {rows}",
                    "{n} rows are of no duty, and are passed over: {rows}",
                    len(form.passed_over), rows=form.passed_over)  # fmt: skip


def _tell_rows(form: Form, merge: Merge) -> Message:
    """Say what became of every row, so that the sum is all that was read."""
    new, known, blank, wrong = len(merge.entries), len(merge.known), merge.blank, merge.wrong
    rows = say_n("{n} row", "{n} rows", new + known + blank + wrong)
    parts = [
        say("{path}: {rows}", path=form.path, rows=rows),
        say_n("{n} new entry", "{n} new entries", new),
        say_n("{n} recorded already", "{n} recorded already", known),
        say_n("{n} blank", "{n} blank", blank),
    ]
    if wrong:
        parts.append(say_n("{n} not understood", "{n} not understood", wrong))
    return join_parts(parts)


def _require_sound(call: Call, proposals: Sequence[Proposal]) -> None:
    findings = [finding for proposal in proposals for finding in proposal.merge.findings]
    if not findings:
        return
    call.output.complain(list(show_cell_findings(findings, call.catalogue)))
    raise InvalidData(
        say_n(
            "{n} finding; no form was taken in; settle it in the form, and import it again",
            "{n} findings; no form was taken in; settle them in the forms, and import them again",
            len(findings),
        )
    )


def _write(call: Call, order: Order, proposal: Proposal) -> None:
    refs = list(proposal.merge.entries)
    target = Target(refs, order.folders, dry_run=False, no_commit=order.no_commit)
    carry_out(call, target, lambda rows: _plan(call, proposal.paper, rows))


def _plan(call: Call, paper: Paper, rows: Sequence[Row]) -> Plan:
    """Merge anew with the very bytes that are about to be edited; it was all shown before."""
    found = {row.ref: row for row in rows}
    form = paper.form
    part = form._replace(rows=tuple(row for row in form.rows if row.ref in found))
    merge = merge_form(part, _list_duties(found), paper.names, call.today)
    if merge.findings or not merge.entries:
        raise NotWritten(
            say("{path}: the lists have changed meanwhile; import it again", path=form.path)
        )
    entries = list(merge.entries.items())
    base = form.base
    filled = Filled(base.department, Path(form.path).name, paper.sha256, base.revision)
    return Plan([_change(found[ref], merge) for ref, _ in entries], write_form(entries, filled), [])


def _change(row: Row, merge: Merge) -> Change:
    entry = merge.entries[row.ref]
    return Change(row, AddEntry(row.duty.no, entry), add_entry(row.duty, entry))
