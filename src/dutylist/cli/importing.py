"""How a document becomes lists: read, pair with the lists that are there, show, and write.

What is shown is what would be written. Errors are doubts that somebody has to settle first, in the
document, by a decision, or by accepting what was understood.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from dutylist.annex.grid import list_texts
from dutylist.annex.reading import Reading
from dutylist.annex.reading.forms import fold
from dutylist.cli.call import Call
from dutylist.cli.documents import Office, Paper, find_office, read_paper
from dutylist.cli.import_answer import show_proposal, tell_proposal
from dutylist.cli.intake import Order, Proposal, Requests, make_requests, propose_imports
from dutylist.cli.writing import tell_outcome
from dutylist.errors import (
    GitRefused,
    InvalidData,
    NotWritten,
    WrongUsage,
    explain_os_error,
)
from dutylist.git.repository import Repository
from dutylist.record.drafts import Draft
from dutylist.record.importing import Import, Request, plan_import, plan_relinks
from dutylist.record.words import write_import
from dutylist.record.writing import Surroundings, write
from dutylist.store.edit import Edit, SetField
from dutylist.store.folder import Source, read_file
from dutylist.store.lists import load_list
from dutylist.store.profile import PROFILE_NAME, Profile, write_profile
from dutylist.store.replace import create_file, replace_file
from dutylist.words import say, say_n

SCHEMA = "schema/duty-list.json"
"""Where a data folder keeps the schema for editors, if it has it; see `make schema`."""


def run(call: Call, order: Order) -> None:
    """Read the document, show what was understood, and write it if that was asked for."""
    office = find_office(call, order.folders, order.profile)
    profile = office.profile.add(order.decisions)
    paper = read_paper(call, order.file, office, profile, order.year)
    _require_titles(order.decisions, paper)
    if not paper.reading.lists:
        raise _refuse_empty(order.file, paper.reading)
    folder = _choose_folder(call, order, office)
    requests = make_requests(order, office, paper, folder)
    proposal = propose_imports(order, office, paper, requests)
    show_proposal(call, proposal, order.format)
    tell_proposal(call, proposal)
    if not order.write:
        call.output.remark(say("nothing was written: this was a dry run; --write writes"))
    else:
        _write(call, order, requests, proposal)
    if order.keep:
        _keep_profile(call, order, folder, profile)


def _require_titles(decisions: Profile, paper: Paper) -> None:
    """Refuse a decision about a column that the document does not have: it is a slip."""
    texts = [fold(text) for text in list_texts(paper.document)]
    for title in decisions.columns:
        if not any(fold(title) in text for text in texts):
            raise WrongUsage(say("the document has no column or label “{title}”", title=title))


def _refuse_empty(path: str, reading: Reading) -> InvalidData:
    rows = [row.text for row in reading.rows if row.text]
    first = f"“{rows[0][:40]}”" if rows else "—"
    return InvalidData(
        say(
            "{path} holds no duty list: no table whose header names tasks and departments, and no "
            "numbered items that name a department; {n} rows were read, the first is {first}; "
            "say what a column is with --column TITLE=FIELD",
            path=path,
            n=len(rows),
            first=first,
        )
    )


def _choose_folder(call: Call, order: Order, office: Office) -> str:
    """Return the data folder; one that is named and not there yet is made when it is written to."""
    if office.folder is not None:
        return office.folder
    given = call.environment.get("DUTYLIST_DATA", "")
    named = [*order.folders, *(part for part in given.split(os.pathsep) if part)]
    if not named and order.write:
        raise WrongUsage(
            say("there is no data folder here; “dutylist init” makes one, or name one with --data")
        )
    return named[0] if named else "data"


def _write(
    call: Call,
    order: Order,
    requests: Requests,
    proposal: Proposal,
) -> None:
    if proposal.errors and not order.accept:
        raise InvalidData(
            say_n(
                "{n} error is not settled, and nothing was written; correct the document, say what "
                "is meant (--column, --whole, --parted), or write all the same with --accept",
                "{n} errors are not settled, and nothing was written; correct the document, say "
                "what is meant (--column, --whole, --parted), or write all the same with --accept",
                proposal.errors,
            )
        )
    _require_free(proposal.imports)
    if all(each.is_idle for each in proposal.imports):
        call.output.remark(say("nothing to write: the lists say this already"))
        return
    folder = requests[0][0].source.folder
    commits = not order.no_commit and _is_kept_in_git(call, folder)
    _make_folder(folder)
    sources = [request.source for request, known in requests if known]
    sources += dict.fromkeys(each.source for each in proposal.relinks)
    new = [request.source for request, known in requests if not known]

    def decide(before: Mapping[Source, bytes]) -> Draft:
        return _draft([request for request, _ in requests], before, proposal.paper)

    surroundings = Surroundings(call.environment, call.output.remark, lambda: None)
    outcome = write(sources, decide, surroundings, commits=commits, new=new)
    tell_outcome(call, outcome)


def _require_free(imports: Sequence[Import]) -> None:
    """Refuse to write where a number would stand for two duties, whatever is accepted."""
    for each in imports:
        if each.clash:
            raise InvalidData(
                say("{path}: the number {no} would stand for two duties; nothing was written",
                    path=each.source.path, no=each.clash[0])
            )  # fmt: skip


def _is_kept_in_git(call: Call, folder: str) -> bool:
    """Tell whether the lists can be committed; where they cannot, that is remarked on."""
    place = Path(folder)
    while not place.is_dir():
        place = place.parent
    try:
        repository = Repository.find(str(place), call.environment)
    except GitRefused:
        repository = None
    if repository is None:
        call.output.remark(
            say("{folder} lies in no repository: nothing is committed; “dutylist init” makes one",
                folder=folder)
        )  # fmt: skip
    return repository is not None


def _make_folder(folder: str) -> None:
    try:
        Path(folder).mkdir(exist_ok=True)
    except OSError as fault:
        reason = explain_os_error(fault)
        raise NotWritten(
            say("{folder} cannot be made: {reason}", folder=folder, reason=reason)
        ) from fault


def _draft(requests: Sequence[Request], before: Mapping[Source, bytes], paper: Paper) -> Draft:
    """Plan anew from the very bytes that are about to be edited."""
    lists = {source: load_list(source.path, raw, source.list_id) for source, raw in before.items()}
    plans = [plan_import(request, lists.pop(request.source, None)) for request in requests]
    _require_free(plans)
    busy = [plan for plan in plans if not plan.is_idle]
    edits: dict[Source, list[Edit]] = {
        plan.source: [*plan.edits] for plan in busy if not plan.is_new
    }
    for each in plan_relinks(lists, plans):
        edits.setdefault(each.source, []).append(SetField(each.no, "continues", each.new))
    message = write_import(
        [plan.sum_up() for plan in busy], paper.origin.document, paper.origin.sha256
    )
    new = {
        plan.source: plan.write(schema=Path(plan.source.folder, SCHEMA).exists())
        for plan in busy
        if plan.is_new
    }
    return Draft(edits, message, new)


def _keep_profile(call: Call, order: Order, folder: str, profile: Profile) -> None:
    """Write the decisions into the profile, beside the lists if it is not named."""
    path = order.profile or str(Path(folder, PROFILE_NAME))
    raw = write_profile(profile)
    if Path(path).exists():
        replace_file(path, raw, read_file(path))
    else:
        create_file(path, raw)
    call.output.remark(say("kept the decisions in {path}; commit it with the lists", path=path))
