"""Findings as people read them: the place, the line with a mark, what is wrong, what to do."""

from dutylist.errors import Finding, Severity
from dutylist.safe import show_text
from dutylist.views.blocks import Cell, Lines, Style
from dutylist.views.text import measure
from dutylist.words import Catalogue, say

SEVERITY_WORDS = {
    Severity.INVALID: (say("invalid"), Style.RED),
    Severity.ERROR: (say("error"), Style.RED),
    Severity.WARNING: (say("warning"), Style.YELLOW),
}


def show_finding(finding: Finding, catalogue: Catalogue) -> list[Lines]:
    """Return the place and excerpt, then the sentences about them."""
    path, line, column = finding.place
    word, style = SEVERITY_WORDS[finding.severity]
    head = [
        Cell(f"{path}:{line}:{column}: ", Style.STRONG),
        Cell(word.text(catalogue), style),
    ]
    if finding.subject:
        head += [Cell(say(": ").text(catalogue)), Cell(finding.subject.text(catalogue))]
    blocks = [Lines([head])]
    if finding.excerpt.strip():
        blocks.append(Lines(_show_excerpt(finding), marked=True, follows=True))
    sentences = say(
        "{problem}. {remedy}.",
        problem=capitalise(finding.problem.text(catalogue)),
        remedy=capitalise(finding.remedy.text(catalogue)),
    )
    return [*blocks, Lines([[Cell(sentences.text(catalogue))]], follows=True)]


def capitalise(sentence: str) -> str:
    """Return a sentence with its first letter large, where its script has such."""
    return sentence[:1].upper() + sentence[1:]


def _show_excerpt(finding: Finding) -> list[list[Cell]]:
    number = f"{finding.place.line:5} | "
    before = show_text(finding.excerpt[: finding.caret])
    return [
        [Cell(number, Style.FAINT), Cell(finding.excerpt)],
        [
            Cell("| ".rjust(len(number)), Style.FAINT),
            Cell(" " * measure(before)),
            Cell("^", Style.RED),
        ],
    ]


def make_finding_record(finding: Finding) -> dict[str, object]:
    """Return a finding as plain values, in English."""
    return {
        "path": finding.place.path,
        "line": finding.place.line,
        "column": finding.place.column,
        "severity": finding.severity,
        "subject": finding.subject and str(finding.subject),
        "problem": str(finding.problem),
        "remedy": str(finding.remedy),
        "excerpt": finding.excerpt,
    }


FINDING_KEYS = ("path", "line", "column", "severity", "subject", "problem", "remedy", "excerpt")
