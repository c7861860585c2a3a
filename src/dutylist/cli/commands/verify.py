"""`dutylist verify`: every duty that no longer says what its document says."""

from typing import TYPE_CHECKING, Annotated

import typer

from dutylist.cli.call import Call
from dutylist.cli.documents import FolderOption, ProfileOption, YearOption
from dutylist.cli.options import FormatOption
from dutylist.errors import InvalidData, NotFound
from dutylist.words import say, say_n

if TYPE_CHECKING:
    from dutylist.cli.documents import Known, Paper
    from dutylist.duty import Duty
    from dutylist.query.changes import ChangeRow


def command(
    context: typer.Context,
    against: Annotated[
        str, typer.Option("--against", metavar="FILE", help="The document to compare with.")
    ],
    year: YearOption = None,
    profile: ProfileOption = None,
    data: FolderOption = None,
    format_: FormatOption = "table",
) -> None:
    """Compare the lists with the document that they were read from.

    Tells every duty that no longer says what the document says; a repeal that was recorded since
    is no difference. The left side is the list, the right side the document.

    Example: dutylist verify --against annexes_2022.txt
    """
    from dutylist.cli.answers import hand_over_records, join_parts
    from dutylist.cli.documents import find_office, pair_known, read_paper
    from dutylist.views.changes import CHANGE_KEYS, make_change_record, tabulate_changes

    call: Call = context.obj
    office = find_office(call, data or (), profile)
    paper = read_paper(call, against, office, office.profile, year)
    paired = pair_known(office, paper.reading)
    if not paired:
        raise NotFound(say("no list in the data folder comes from {document}", document=against))
    rows = [row for at, known in sorted(paired.items()) for row in _compare(paper, at, known)]
    if format_ != "table":
        records = (make_change_record(row, flat=format_ != "json") for row in rows)
        hand_over_records(call.output, format_, CHANGE_KEYS, records)
    elif rows:
        call.output.show([tabulate_changes(rows, call.catalogue)])
    duties = sum(len(known.duty_list.duties) for known in paired.values())
    call.output.remark(
        join_parts(
            [
                say_n("compared {n} duty", "compared {n} duties", duties),
                say_n("{n} difference", "{n} differences", len(rows)),
                say_n("{n} doubt about the document", "{n} doubts about the document",
                      len(paper.reading.doubts)),
            ]
        )
    )  # fmt: skip
    if rows:
        raise typer.Exit(InvalidData.exit_code)


def _compare(paper: "Paper", at: int, known: "Known") -> "list[ChangeRow]":
    """Return what the list says otherwise than the document, as from the list to the document."""
    from dutylist.changes import Change, ChangeKind, compare_duties
    from dutylist.matching import match_duties
    from dutylist.query.changes import ChangeRow

    changes: list[Change] = []
    for match in match_duties(known.duty_list.duties, paper.reading.lists[at].duties):
        old, new = match.old, match.new
        if old and new and old.no != new.no:
            changes.append(Change(old.no, ChangeKind.AMENDED, "no", old.no, new.no))
        if old and new:
            changes += compare_duties([old], [_take_printed(old, new)])
        elif new or (old and not old.repealed):  # a repealed one is rightly gone
            changes += compare_duties([old] if old else [], [new] if new else [])
    return [ChangeRow(known.source.folder, known.source.list_id, change) for change in changes]


def _take_printed(old: "Duty", new: "Duty") -> "Duty":
    """Return the list's duty with what the document prints.

    A repeal that was decided since, on a day, is in no document, and need not be.
    """
    from dutylist.matching import PRINTED

    printed = {field: getattr(new, field) for field in PRINTED}
    holds = old.repealed and (old.repealed.on or new.repealed)
    repealed = old.repealed if holds else new.repealed
    return old._replace(meaning=new.meaning, repealed=repealed, **printed)
