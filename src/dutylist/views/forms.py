"""Forms that came back, as a clerk sees them: what they add, and what is wrong in which cell."""

from collections.abc import Iterator, Sequence

from dutylist.form.findings import CellFinding
from dutylist.views.blocks import Block, Cell, Lines, Style
from dutylist.views.edits import Recorded, show_recorded
from dutylist.views.findings import capitalise
from dutylist.words import Catalogue, Message, say


def show_form(
    path: str, told: Message, recorded: Sequence[Recorded], catalogue: Catalogue
) -> list[Block]:
    """Return a form's name and what it is, and what each duty is given."""
    head = Lines([[Cell(path, Style.STRONG), Cell("  "), Cell(told.text(catalogue))]])
    return [head, *show_recorded(recorded, catalogue)]


def show_cell_findings(findings: Sequence[CellFinding], catalogue: Catalogue) -> Iterator[Lines]:
    """Give each finding: the cell, whose it is, what it says, what is wrong, and what to do."""
    for finding in findings:
        spot = finding.spot
        where = say("{document}, {place}", document=spot.path, place=spot.name)
        head = [
            Cell(where.text(catalogue), Style.STRONG),
            Cell(say(": ").text(catalogue)),
            Cell(say("error").text(catalogue), Style.RED),
        ]
        if spot.title:
            names = tuple(name for name in (spot.ref, spot.title) if name)
            head += [Cell(say(": ").text(catalogue))]
            head += [Cell(say("{names}", names=names).text(catalogue))]
        yield Lines([head])
        if finding.excerpt.strip():
            first = finding.excerpt.strip().partition("\n")[0]
            yield Lines([[Cell("      | ", Style.FAINT), Cell(first)]], follows=True)
        sentences = say(
            "{problem}. {remedy}.",
            problem=capitalise(finding.problem.text(catalogue)),
            remedy=capitalise(finding.remedy.text(catalogue)),
        )
        yield Lines([[Cell(sentences.text(catalogue))]], follows=True)
