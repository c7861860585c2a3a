"""What is wrong with a well-formed list: numbers twice, unknown wordings, dates that collide.

A number twice makes a list unreadable, for no ref would be sure. A wording that the grammar does
not know is an error for `check` alone: other commands show the duty as it is. The rest is worth
a warning.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from dutylist.duty import DeadlineClass, Duty, Entry, Extension
from dutylist.errors import Finding, Severity
from dutylist.store.faults import name_subject
from dutylist.store.source import Text
from dutylist.store.syntax import Node
from dutylist.store.values import find_node
from dutylist.words import Message, say

_REPEALED_MARK = re.compile(r"[（(〔【\[]\s*(?:已)?废\s*止\s*[）)〕】\]]")
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}", re.ASCII)
_INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_NAME_FIELDS = ("departments", "supporting", "leaders")


def review_list(
    text: Text, root: Node, duties: Sequence[Duty], list_id: str, year: int
) -> list[Finding]:
    """Return the findings about a list that the schema accepts, in the order of the file."""
    review = _Review(text, root)
    findings = [*review.find_year(list_id, year), *review.find_numbers(duties)]
    findings += review.find_same_content(duties)
    for index, duty in enumerate(duties):
        spot = _Spot(review, index, duty)
        for find in (find_deadline, find_content, find_names, find_amendments, find_progress):
            findings += find(spot)
    return sorted(findings, key=lambda finding: finding.place)


def review_remains(text: Text, root: Node, duties: Sequence[Duty]) -> list[Finding]:
    """Return the findings that matter even about duties that the schema refuses in part.

    `duties` holds as much of each duty as could be read; numbers and wordings are looked at.
    """
    review = _Review(text, root)
    findings = list(review.find_numbers(duties))
    for index, duty in enumerate(duties):
        if duty.deadline:
            findings += find_deadline(_Spot(review, index, duty))
    return findings


class _Review(NamedTuple):
    text: Text
    root: Node

    def find_year(self, list_id: str, year: int) -> Iterator[Finding]:
        named = _YEAR.findall(list_id)
        if named and str(year) not in named:
            node, _ = find_node(self.root, ("year",))
            yield self.text.finding(
                node.line,
                node.column,
                say("the list's year is {year}, its name says {named}", year=year, named=named[-1]),
                say("rename the file or mend the year"),
                severity=Severity.WARNING,
            )

    def find_numbers(self, duties: Sequence[Duty]) -> Iterator[Finding]:
        first: dict[str, int] = {}
        before: tuple[int, ...] = ()
        for index, duty in enumerate(duties):
            if not duty.no:
                continue
            spot = _Spot(self, index, duty)
            number = tuple(int(part) for part in str(duty.no).split("."))
            if str(duty.no) in first:
                yield spot.finding(
                    ("no",),
                    say(
                        "the number {no} already stands on line {line}",
                        no=duty.no,
                        line=first[str(duty.no)],
                    ),
                    say("a number is never used again, not even a repealed one; give the next"),
                    Severity.INVALID,
                )
            elif number < before:
                yield spot.warning(
                    ("no",),
                    say("the number {no} stands after a higher one", no=duty.no),
                    say("keep the printed order"),
                )
            first.setdefault(str(duty.no), spot.node(("no",)).line)
            before = max(before, number)

    def find_same_content(self, duties: Sequence[Duty]) -> Iterator[Finding]:
        first: dict[str, Duty] = {}
        for index, duty in enumerate(duties):
            earlier = first.setdefault(duty.content, duty)
            if earlier is not duty:
                yield _Spot(self, index, duty).warning(
                    ("content",),
                    say("duty {no} has the same content", no=earlier.no),
                    say("if it is the same duty, keep one of the two"),
                )


class _Spot(NamedTuple):
    """One duty in its file: makes findings about its fields."""

    review: _Review
    position: int
    duty: Duty

    def node(self, path: tuple[str | int, ...]) -> Node:
        return find_node(self.review.root, ("duties", self.position, *path))[0]

    def finding(
        self,
        path: tuple[str | int, ...],
        problem: Message,
        remedy: Message,
        severity: Severity,
    ) -> Finding:
        node = self.node(path)
        subject = name_subject(self.duty.no, str(path[0]))
        return self.review.text.finding(
            node.line, node.column, problem, remedy, severity=severity, subject=subject
        )

    def warning(self, path: tuple[str | int, ...], problem: Message, remedy: Message) -> Finding:
        return self.finding(path, problem, remedy, Severity.WARNING)


def find_deadline(spot: _Spot) -> Iterator[Finding]:
    """Find a wording that gives no sure date; a date under due: settles most of them."""
    meaning, given = spot.duty.meaning, spot.duty.given_due
    path = ("deadline",)
    if meaning.cls is DeadlineClass.UNPARSED:
        remedy = say("correct the wording, or ask for it to be added to the deadline language")
        severity = Severity.WARNING if given else Severity.ERROR
        yield spot.finding(path, meaning.why, remedy, severity)
    elif given:
        return
    elif meaning.cls is DeadlineClass.UNSTATED:
        yield spot.warning(
            path, meaning.why, say("ask the issuing office, then write the date under due:")
        )
    elif meaning.cls is DeadlineClass.RELATIVE:
        yield spot.warning(path, meaning.why, say("write the date under due: once it is known"))
    elif meaning.ambiguous:
        yield spot.warning(
            path, meaning.why, say("write the date under due: if another one is meant")
        )


def find_content(spot: _Spot) -> Iterator[Finding]:
    """Find a repealed mark or an invisible character in the content."""
    content = spot.duty.content
    if _REPEALED_MARK.search(content):
        yield spot.warning(
            ("content",),
            say("the mark （废止） stands in the content"),
            say("take it out and write “repealed: true” below"),
        )
    if match := _INVISIBLE.search(content):
        yield spot.warning(("content",), _say_invisible(match), _RETYPE)


_RETYPE = say("type it again by hand")


def _say_invisible(match: re.Match[str]) -> Message:
    return say("the invisible character {code} stands here", code=f"U+{ord(match[0]):04X}")


def find_names(spot: _Spot) -> Iterator[Finding]:
    """Find names that a filter would miss."""
    for field in _NAME_FIELDS:
        names: tuple[str, ...] = getattr(spot.duty, field)
        seen: set[str] = set()
        for index, name in enumerate(names):
            path = (field, index)
            if match := _INVISIBLE.search(name):
                yield spot.warning(path, _say_invisible(match), _RETYPE)
            elif _has_inner_blank(name):
                yield spot.warning(
                    path,
                    say("a blank stands inside the name “{name}”", name=name),
                    say("take it out, or write two names with a comma between"),
                )
            elif any(mark in name for mark in "，；;"):
                yield spot.warning(
                    path,
                    say("“{name}” may be two names", name=name),
                    say("separate names with a half-width comma and a blank"),
                )
            elif name in seen:
                yield spot.warning(
                    path, say("“{name}” stands here twice", name=name), say("delete one of the two")
                )
            seen.add(name)


def _has_inner_blank(name: str) -> bool:
    # A blank after a Latin word belongs to a name ("ABB Ltd"); after a Han character it is padding.
    return any(
        blank.isspace() and "CJK" in unicodedata.name(before, "")
        for before, blank in pairwise(name)
    )


def find_amendments(spot: _Spot) -> Iterator[Finding]:
    """Find an extension that moves nothing, or that follows the repeal."""
    duty = spot.duty
    due = duty.given_due or duty.meaning.due
    for index, extension in enumerate(duty.extended):
        if due and extension.to <= due:
            yield spot.warning(
                ("extended", index, "to"),
                say("the duty was already due on {due}, which is no earlier", due=due),
                say("write the new, later date"),
            )
        if _is_after_repeal(duty, extension):
            yield spot.warning(
                ("extended", index, "on"), _AFTER_REPEAL, say("check which of the two holds")
            )
        due = extension.to


_AFTER_REPEAL = say("this is dated after the duty was repealed")


def _is_after_repeal(duty: Duty, extension: Extension) -> bool:
    repeal = duty.repealed
    return repeal is not None and repeal.on is not None and extension.on > repeal.on


def find_progress(spot: _Spot) -> Iterator[Finding]:
    """Find entries out of order, twice, or after the repeal."""
    entries = spot.duty.progress
    repeal = spot.duty.repealed
    seen: set[Entry] = set()
    for index, entry in enumerate(entries):
        path = ("progress", index, "on")
        if entry in seen:
            yield spot.finding(
                path,
                say("this entry stands here twice"),
                say("delete one of the two; a merge may have left both"),
                Severity.ERROR,
            )
        elif index and entry.on < entries[index - 1].on:
            yield spot.warning(
                path,
                say("this entry is dated before the one above it"),
                say("put the entries in the order of their dates"),
            )
        seen.add(entry)
        if repeal and repeal.on and entry.on > repeal.on:
            yield spot.warning(path, _AFTER_REPEAL, say("check which of the two holds"))
