"""Drafts into lists: numbers settled, names parted, deadlines read, and every doubt gathered.

Names are parted only now, for the whole document's names tell which line breaks wrap one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dutylist.annex.grid import Spot, join_lines
from dutylist.annex.reading.assemble import Draft
from dutylist.annex.reading.columns import Given
from dutylist.annex.reading.forms import is_none, read_deadline
from dutylist.annex.reading.labels import Labelled, read_acts, read_labels
from dutylist.annex.reading.lexicon import Role
from dutylist.annex.reading.marks import strip_repealed, take_part_marks
from dutylist.annex.reading.names import Names, Words, find_printed, find_sole, split_names
from dutylist.annex.reading.numbering import Numbered
from dutylist.annex.reading.people import split_people
from dutylist.annex.reading.raw import FIELDS, How, Piece, Query, Raw, fail, warn
from dutylist.annex.reading.results import Doubt, Step, StepKind, Subject
from dutylist.duty import DeadlineClass, Duty, Repeal
from dutylist.errors import Severity
from dutylist.words import say

MOST_LINES, MOST_EXCERPT, MOST_DOUBTS = 20, 200, 20
UNSTATED = "未列时限"
_PADDING = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_PARTIES = ("departments", "supporting")


class Finished(NamedTuple):
    """A list's duties with their places, and all steps and doubts about them."""

    duties: tuple[Duty, ...]
    spots: tuple[Spot, ...]
    steps: tuple[Step, ...]
    doubts: tuple[Doubt, ...]
    rejected: tuple[Spot, ...]


def gather_words(drafts: Sequence[Draft], known: Words) -> Words:
    """Return what is known of names, with those that the document itself prints whole."""
    cells = [
        raw.pieces[field].lines for draft in drafts for raw in draft.raws for field in _PARTIES
    ]
    return known._replace(printed=find_printed(cells), sole=find_sole(cells))


def finish(
    numbered: Sequence[Numbered], position: int, year: int, words: Words, given: Given
) -> Finished:
    """Make duties of the numbered tasks of the list at `position` in the document."""
    duties, spots, rejected = [], [], []
    steps: list[Step] = []
    doubts: list[Doubt] = []
    for each in numbered:
        made = _Maker(each, position, year, words, given)
        duty = made.make()
        steps += made.steps
        doubts += made.doubts
        if duty is None:
            rejected.append(each.raw.spot)
        else:
            duties.append(duty)
            spots.append(each.raw.spot)
    return Finished(
        tuple(duties), tuple(spots), tuple(steps), tuple(_gather(doubts, duties)), tuple(rejected)
    )


class _Maker:
    """Makes one duty, and says how."""

    def __init__(
        self, numbered: Numbered, position: int, year: int, words: Words, given: Given
    ) -> None:
        self._no = numbered.no
        self._raw = numbered.raw
        self._position = position
        self._year = year
        self._words = words
        self._given = given
        self.steps: list[Step] = []
        self.doubts: list[Doubt] = [
            self._make_doubt(query) for query in (*numbered.queries, *numbered.raw.queries)
        ]

    def make(self) -> Duty | None:
        pieces = self._share(self._route(dict(self._raw.pieces)))
        for field in FIELDS:
            self._tell_origin(field, pieces[field])
        content, repealed = self._read_content(pieces)
        departments, supporting = self._read_parties(pieces)
        leaders = self._take("leaders", pieces["leaders"], split_people(pieces["leaders"].lines))
        deadline = self._read_deadline(pieces["deadline"])
        if not departments:
            if not self._is_refused("departments"):
                problem = say("no responsible department is printed")
                self._doubt(fail("departments", pieces["departments"].spot, problem))
            return None
        meaning = read_deadline(deadline, self._year)
        return Duty(
            self._no, content, departments, supporting, leaders, deadline, meaning,
            repealed=Repeal() if repealed else None,
        )  # fmt: skip

    def _route(self, pieces: dict[str, Piece]) -> dict[str, Piece]:
        """Put what a label inside a cell says where it belongs: 牵头：甲局／配合：乙局."""
        for field in _PARTIES:
            piece = pieces[field]
            labelled = [each for line in piece.lines for each in self._find_parts(line)]
            if not labelled:
                continue
            parts: dict[str, list[str]] = {"departments": [], "supporting": [], "leaders": []}
            for each in labelled:
                parts[_FIELD_OF.get(each.role, field)].append(each.value)
            self._step(StepKind.SPLIT, field, piece, "；".join(piece.lines))
            if not all(map(self._find_parts, piece.lines)):
                problem = say("only a part of this cell is labelled")
                self._doubt(fail(field, piece.spot, problem))
            for name, values in parts.items():
                kept = () if name == field else pieces[name].lines
                pieces[name] = pieces[name]._replace(lines=(*kept, *values))
        return pieces

    def _find_parts(self, line: str) -> list[Labelled]:
        return read_labels(line, self._given) or read_acts(line)

    def _share(self, pieces: dict[str, Piece]) -> dict[str, Piece]:
        """Part departments from people where one column holds both."""
        piece = pieces["departments"]
        if not piece.lines or pieces["leaders"] != piece:
            return pieces
        names, people = take_part_marks(piece.lines)
        if people:
            problem = say("departments and people share a cell; they were parted by their looks")
            for field in ("departments", "leaders"):
                self._doubt(warn(field, piece.spot, problem))
        pieces["departments"] = piece._replace(lines=names)
        pieces["leaders"] = piece._replace(lines=people)
        return pieces

    def _read_content(self, pieces: Mapping[str, Piece]) -> tuple[str, bool]:
        piece = pieces["content"]
        mark = strip_repealed(join_lines(piece.lines))
        if mark.mark:
            self._step(StepKind.TAKEN_OFF, "content", piece, mark.mark)
        if mark.is_inside:
            problem = say("the mark {mark} stands within the content", mark=mark.mark)
            self._doubt(warn("content", piece.spot, problem))
        remark = pieces.get("remark")
        said = strip_repealed(join_lines(remark.lines), bare=True) if remark else None
        if remark and said and said.mark and not mark.mark:
            self._step(StepKind.TAKEN_OFF, "repealed", remark, join_lines(remark.lines))
            problem = say("the remark says that the duty is repealed: “{text}”",
                          text=join_lines(remark.lines))  # fmt: skip
            self._doubt(warn("repealed", remark.spot, problem))
        if remark and _AMENDED.search(join_lines(remark.lines)):
            problem = say("the remark speaks of a change: “{text}”", text=join_lines(remark.lines))
            self._doubt(warn("deadline", remark.spot, problem))
        return mark.text, bool(mark.mark or (said and said.mark))

    def _read_parties(self, pieces: Mapping[str, Piece]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found = {
            field: list(
                self._take(field, pieces[field], split_names(pieces[field].lines, self._words))
            )
            for field in _PARTIES
        }
        parts = [_read_part(name) for name in found["departments"]]
        if any(part for _, part in parts):
            self._sort_parts(parts, found, pieces["departments"])
        return tuple(found["departments"]), tuple(dict.fromkeys(found["supporting"]))

    def _sort_parts(
        self,
        parts: Sequence[tuple[str, str | None]],
        found: dict[str, list[str]],
        piece: Piece,
    ) -> None:
        """Sort names by the part that stands in brackets behind them: 甲局（牵头）、乙局."""
        leads = any(part == "departments" for _, part in parts)
        bare = [name for name, part in parts if part is None]
        found["departments"] = [name for name, part in parts if part == "departments"]
        (found["supporting"] if leads else found["departments"]).extend(bare)
        found["supporting"] += [name for name, part in parts if part == "supporting"]
        self._step(StepKind.SPLIT, "departments", piece, "；".join(piece.lines))
        if leads and bare:
            problem = say("beside one that leads, {names} were read as supporting",
                          names=tuple(bare))  # fmt: skip
            self._doubt(warn("supporting", piece.spot, problem))

    def _read_deadline(self, piece: Piece) -> str:
        wording = "" if all(map(is_none, piece.lines)) else join_lines(piece.lines)
        wording = _PADDING.sub("", wording).removesuffix("。")
        if not wording:
            problem = say("no deadline is printed; {wording} stands for it", wording=UNSTATED)
            remedy = say("ask the issuing office, then write the date under due:")
            self._doubt(warn("deadline", piece.spot, problem, remedy))
            return UNSTATED
        meaning = read_deadline(wording, self._year)
        if meaning.cls is DeadlineClass.UNPARSED:
            problem = say("the deadline language does not know “{wording}”: {why}",
                          wording=wording, why=meaning.why)  # fmt: skip
            remedy = say("correct it in the document, or accept it as it is: it will be shown as "
                         "not understood, and fail dutylist check")  # fmt: skip
            self._doubt(fail("deadline", piece.spot, problem, remedy))
        return wording

    def _take(self, field: str, piece: Piece, names: Names) -> tuple[str, ...]:
        for move in names.moves:
            self._step(move.kind, field, piece, move.text)
        for problem in names.doubts[:MOST_DOUBTS]:
            remedy = say("if it is wrong, correct the document, or say so in the profile")
            self._doubt(warn(field, piece.spot, problem, remedy))
        return names.names

    def _tell_origin(self, field: str, piece: Piece) -> None:
        if piece.how is not How.PRINTED and piece.lines:
            self._step(StepKind.INHERITED, field, piece, " / ".join(piece.lines), piece.source)

    def _step(
        self, kind: StepKind, field: str, piece: Piece, text: str, source: Spot | None = None
    ) -> None:
        subject = Subject(self._position, self._no, field)
        spot = self._raw.spot if kind is StepKind.INHERITED else piece.spot
        self.steps.append(Step(kind, subject, spot, text, source))

    def _doubt(self, query: Query) -> None:
        self.doubts.append(self._make_doubt(query))

    def _make_doubt(self, query: Query) -> Doubt:
        subject = Subject(self._position, self._no, query.field)
        excerpt = ""
        if query.field and query.field in self._raw.pieces:
            excerpt = " / ".join(self._raw.pieces[query.field].lines[:MOST_LINES])[:MOST_EXCERPT]
        return Doubt(query.severity, subject, query.spot, query.problem, query.remedy, excerpt)

    def _is_refused(self, field: str) -> bool:
        return any(
            doubt.severity is Severity.ERROR and doubt.subject and doubt.subject.field == field
            for doubt in self.doubts
        )


_AMENDED = re.compile("延期|延至|顺延|推迟|调整|取消|合并|暂缓|暂停|并入|撤销|终止|不再")
_FIELD_OF = {
    Role.LEAD: "departments",
    Role.RESPONSIBLE: "departments",
    Role.SUPPORTING: "supporting",
    Role.LEADERS: "leaders",
    Role.PERSON: "leaders",
}
_PART_OF = {
    "牵头": "departments", "主办": "departments", "牵头单位": "departments", "责任": "departments",
    "主责": "departments", "配合": "supporting", "协办": "supporting", "配合单位": "supporting",
    "参与": "supporting", "协同": "supporting", "主": "departments", "牵": "departments",
    "协": "supporting", "配": "supporting",
}  # fmt: skip


def _read_part(name: str) -> tuple[str, str | None]:
    """Return a name without the part in brackets behind it, and the field of that part."""
    for opening, closing in ("（）", "()", "〔〕", "[]"):
        if name.endswith(closing) and opening in name:
            bare, _, part = name[:-1].rpartition(opening)
            if part.strip() in _PART_OF and bare.strip():
                return bare.strip(), _PART_OF[part.strip()]
    return name, None


def _gather(doubts: Sequence[Doubt], duties: Sequence[Duty]) -> Iterator[Doubt]:
    """Say once for the whole list what holds for each of its duties."""
    keys = [
        (doubt.subject.field if doubt.subject else None, str(doubt.problem)) for doubt in doubts
    ]
    seen = Counter(keys)
    told = set()
    for doubt, key in zip(doubts, keys, strict=True):
        whole = len(duties) > 2 and seen[key] >= len(duties) and doubt.subject is not None
        if not whole or doubt.subject is None:
            yield doubt
        elif key not in told:
            told.add(key)
            yield doubt._replace(subject=doubt.subject._replace(no=None), excerpt="")


def take_queries(queries: Sequence[Query], position: int | None) -> list[Doubt]:
    """Return doubts that belong to a list as a whole, or to none."""
    return [
        Doubt(
            query.severity,
            Subject(position, None, query.field) if position is not None and query.field else None,
            query.spot,
            query.problem,
            query.remedy,
        )
        for query in queries
    ]


def attach(raws: Sequence[Raw], queries: Sequence[Query]) -> tuple[list[Raw], list[Query]]:
    """Put doubts to the tasks in whose place they arose; return those that are left over."""
    by_spot: dict[Spot, list[Query]] = {}
    for query in queries:
        by_spot.setdefault(query.spot, []).append(query)
    attached = []
    for raw in raws:
        own = by_spot.pop(raw.spot, [])
        attached.append(raw._replace(queries=(*raw.queries, *own)))
    return attached, [query for own in by_spot.values() for query in own]
