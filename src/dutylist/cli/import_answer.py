"""How a clerk sees what was understood of a document: blocks or JSON, and an account of rows."""

from collections.abc import Iterator, Mapping, Sequence

from dutylist.cli.answers import hand_over_records, join_parts
from dutylist.cli.call import Call
from dutylist.cli.intake import Proposal
from dutylist.query.changes import ChangeRow
from dutylist.record.importing import Import
from dutylist.views.blocks import Block, Cell, Lines, Style
from dutylist.views.changes import make_change_record, tabulate_changes
from dutylist.views.documents import (
    make_list_record,
    make_reading_record,
    show_blocks,
    show_doubts,
    show_head,
    tabulate_duties,
    tabulate_others,
    tabulate_steps,
    tell_rows,
)
from dutylist.words import Message, say, say_n


def show_proposal(call: Call, proposal: Proposal, format_: str) -> None:
    """Show the lists as they would be, what was done to get there, and what is doubtful."""
    if format_ == "json":
        hand_over_records(call.output, "json", (), _make_record(proposal))
        return
    reading, catalogue = proposal.paper.reading, call.catalogue
    parts: list[Block | None] = []
    for read, name, each in zip(reading.lists, proposal.names, proposal.imports, strict=True):
        parts.append(show_head(read, name, each.after.issuer, _tell_fate(each), catalogue))
        if each.is_new:
            parts.append(tabulate_duties(read.duties, catalogue))
        else:
            parts.append(tabulate_changes(_list_rows(each), catalogue))
            parts += _show_renumbered(call, each)
    parts.append(tabulate_steps(reading.steps, proposal.names, catalogue))
    parts.append(tabulate_others(reading.rows, catalogue))
    parts += _show_proposed(call, proposal)
    parts += _show_relinks(call, proposal)
    document = proposal.paper.origin.document
    parts += show_doubts(proposal.doubts, document, proposal.names, catalogue)
    call.output.show(show_blocks(parts))


def _tell_fate(each: Import) -> Message:
    if each.is_new:
        return say("a new list, {path}", path=each.source.path)
    if each.kept:
        return say("{path} was imported from this very document", path=each.source.path)
    if each.is_idle:
        return say("{path} says the same", path=each.source.path)
    return say("brings {path} up to date", path=each.source.path)


def _list_rows(each: Import) -> list[ChangeRow]:
    return [
        ChangeRow(each.source.folder, each.source.list_id, change) for change in each.list_changes()
    ]


def _show_renumbered(call: Call, each: Import) -> list[Block]:
    runs = list(_join_moves(each.moves))
    if not runs:
        return []
    lines = [say("{old} → {new}", old=old, new=new).text(call.catalogue) for old, new in runs]
    title = say("renumbered").text(call.catalogue)
    return [Lines([[Cell(title, Style.STRONG)], *([Cell(line)] for line in lines)])]


def _join_moves(moves: Sequence[tuple[int | str, int | str]]) -> Iterator[tuple[str, str]]:
    """Give moves with their runs in one: 27—101 are now 28—102."""
    at = 0
    while at < len(moves):
        end = at + 1
        while end < len(moves) and _goes_on(moves[end - 1], moves[end]):
            end += 1
        first, last = moves[at], moves[end - 1]
        pairs = zip(first, last, strict=True)
        old, new = (str(one) if end - at == 1 else f"{one}—{other}" for one, other in pairs)
        yield old, new
        at = end


def _goes_on(before: tuple[int | str, int | str], after: tuple[int | str, int | str]) -> bool:
    pairs = zip(before, after, strict=True)
    return all(
        isinstance(one, int) and isinstance(other, int) and other == one + 1 for one, other in pairs
    )


def _show_proposed(call: Call, proposal: Proposal) -> list[Block]:
    """Show which earlier duties the new ones seem to continue, and how to confirm it."""
    if not proposal.proposed:
        return []
    lines = [
        [
            Cell(f"{proposal.names[at]}/{each.no}={each.ref}", Style.STRONG),
            Cell(f"  {each.share:.0%}  "),
            Cell(each.content),
        ]
        for at, each in proposal.proposed
    ]
    title = say("seem to continue earlier duties; confirm one with --continues, or all of them "
                "with --continues all")  # fmt: skip
    return [Lines([[Cell(title.text(call.catalogue))], *lines])]


def _show_relinks(call: Call, proposal: Proposal) -> list[Block]:
    lines = [
        say("{ref} continues {old}, which is now {new}", ref=f"{each.source.list_id}/{each.no}",
            old=each.old, new=each.new).text(call.catalogue)
        for each in proposal.relinks
    ]  # fmt: skip
    return [Lines([[Cell(line)] for line in lines])] if lines else []


def _make_record(proposal: Proposal) -> Mapping[str, object]:
    reading, origin = proposal.paper.reading, proposal.paper.origin
    lists = []
    for read, name, each in zip(reading.lists, proposal.names, proposal.imports, strict=True):
        record = make_list_record(read, name)
        record["issuer"] = each.after.issuer
        record["is_new"] = each.is_new
        record["changes"] = [make_change_record(row, flat=False) for row in _list_rows(each)]
        record["renumbered"] = [{"old": old, "new": new} for old, new in each.moves]
        lists.append(record)
    told = reading._replace(doubts=proposal.doubts)
    return {
        "document": origin.document,
        "sha256": origin.sha256,
        **make_reading_record(told, proposal.names, lists),
        "continues": [
            {"list": proposal.names[at], "no": each.no, "ref": each.ref, "share": each.share}
            for at, each in proposal.proposed
        ],
        "relinks": [
            {"list": each.source.list_id, "no": each.no, "old": each.old, "new": each.new}
            for each in proposal.relinks
        ],
    }


def tell_proposal(call: Call, proposal: Proposal) -> None:
    """Say on standard error what became of every row, and how much is doubtful."""
    reading = proposal.paper.reading
    duties = sum(len(each.duties) for each in reading.lists)
    call.output.remark(join_parts(tell_rows(reading)))
    warnings = len(proposal.doubts) - proposal.errors
    call.output.remark(
        join_parts(
            [
                say_n("{n} list", "{n} lists", len(reading.lists)),
                say_n("{n} duty", "{n} duties", duties),
                say_n("{n} step", "{n} steps", len(reading.steps)),
                say_n("{n} error", "{n} errors", proposal.errors),
                say_n("{n} warning", "{n} warnings", warnings),
            ]
        )
    )
