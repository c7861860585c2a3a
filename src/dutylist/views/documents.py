"""What was read from a document, as people and programs read it: lists, steps, doubts, rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dutylist.annex.grid import Spot, name_column
from dutylist.annex.reading.results import (
    Doubt,
    Fate,
    Reading,
    ReadList,
    Row,
    Step,
    StepKind,
    Subject,
)
from dutylist.duty import Duty
from dutylist.errors import Severity
from dutylist.views.blocks import Block, Cell, Column, Fields, Lines, Style, Table
from dutylist.views.findings import SEVERITY_WORDS, capitalise
from dutylist.views.formats import make_meaning_record
from dutylist.views.phrases import join_names, name_term
from dutylist.words import Catalogue, Message, say, say_n

FATES: Mapping[Fate, Message] = {
    Fate.HEADING: say("heading"),
    Fate.NOTE: say("note"),
    Fate.FURNITURE: say("page number"),
    Fate.TEXT: say("other text"),
    Fate.REJECTED: say("not read"),
}
_STEPS: Mapping[StepKind, Message] = {
    StepKind.INHERITED: say("inherited"),
    StepKind.JOINED: say("joined"),
    StepKind.SPLIT: say("parted"),
    StepKind.KEPT_WHOLE: say("kept whole"),
    StepKind.TAKEN_OFF: say("taken off"),
}
_FIELDS: Mapping[str, Message] = {
    "no": say("no"),
    "title": say("title"),
    "year": say("year"),
    "content": say("content"),
    "departments": say("departments"),
    "supporting": say("supporting"),
    "deadline": say("deadline"),
    "leaders": say("leaders"),
    "stage": say("stage"),
    "remark": say("remark"),
    "repealed": say("repealed"),
}


def name_spot(spot: Spot) -> Message | None:
    """Say where in a document something stands; None where nothing is known."""
    parts: list[Message] = []
    if spot.sheet:
        parts.append(say("sheet {name}", name=spot.sheet))
    if spot.page:
        parts.append(say("page {n}", n=spot.page))
    if spot.table and not spot.sheet and not spot.line:
        parts.append(say("table {n}", n=spot.table))
    if spot.line:
        parts.append(say("line {n}", n=spot.line))
    if spot.row and not spot.line:
        parts.append(say("row {n}", n=spot.row))
    if spot.column:
        named = name_column(spot.column) if spot.sheet else spot.column
        parts.append(say("column {name}", name=named))
    if spot.paragraph and not spot.line:
        parts.append(say("paragraph {n}", n=spot.paragraph))
    return say("{places}", places=tuple(parts)) if parts else None


def show_head(
    read: ReadList, list_id: str, issuer: str | None, fate: Message, catalogue: Catalogue
) -> Fields:
    """Return the head of a list that was read, its fate, and how its columns were read.

    No document says who its `issuer` is: that is known otherwise, or not at all.
    """
    pairs = [
        (list_id, Cell(read.title, Style.STRONG)),
        *([(say("issuer").text(catalogue), Cell(issuer))] if issuer else []),
        (say("annex").text(catalogue), Cell(read.annex or "—")),
        (say("year").text(catalogue), Cell(str(read.year))),
        (
            say("duties").text(catalogue),
            Cell(say("{n}; {fate}", n=len(read.duties), fate=fate).text(catalogue)),
        ),
    ]
    if read.columns:
        told = tuple(
            say("{title} → {field}", title=each.header, field=_name_field(each.field))
            for each in read.columns
        )
        text = say("{parts}", parts=told).text(catalogue)
        pairs.append((say("columns").text(catalogue), Cell(text)))
    return Fields(pairs)


def _name_field(field: str | None) -> Message:
    return _FIELDS.get(field or "", say("not kept"))


def tabulate_duties(duties: Iterable[Duty], catalogue: Catalogue) -> Table:
    """Return duties as they would be written."""
    columns = [
        Column(say("no").text(catalogue), 6, right=True),
        Column(say("content").text(catalogue)),
        Column(say("departments").text(catalogue), 22),
        Column(say("supporting").text(catalogue), 22, below=True),
        Column(say("deadline").text(catalogue), 22),
        Column(say("leaders").text(catalogue), 16, below=True),
    ]
    rows = [
        [
            Cell(str(duty.no), Style.STRONG),
            Cell(_tell_content(duty, catalogue)),
            Cell(join_names(duty.departments, catalogue)),
            Cell(join_names(duty.supporting, catalogue) or "—", Style.FAINT),
            Cell(duty.deadline),
            Cell(join_names(duty.leaders, catalogue) or "—", Style.FAINT),
        ]
        for duty in duties
    ]
    return Table(columns, rows)


def _tell_content(duty: Duty, catalogue: Catalogue) -> str:
    if not duty.repealed:
        return duty.content
    mark = name_term("repealed", catalogue)
    return say("{content} ({mark})", content=duty.content, mark=mark).text(catalogue)


def tabulate_steps(steps: Sequence[Step], names: Sequence[str], catalogue: Catalogue) -> Table:
    """Return what was inherited, joined or parted: the value, for which duties, from where."""
    columns = [
        Column(say("step").text(catalogue), 10),
        Column(say("field").text(catalogue), 12, below=True),
        Column(say("value").text(catalogue)),
        Column(say("duty").text(catalogue), 30),
        Column(say("from").text(catalogue), 24, below=True),
    ]
    rows = []
    for (kind, position, field, text, source), own in _group_steps(steps).items():
        place = name_spot(source or own[0].spot)
        numbers = join_numbers([str(step.subject.no) for step in own])
        rows.append(
            [
                Cell(_STEPS[kind].text(catalogue)),
                Cell(_name_field(field).text(catalogue), Style.FAINT),
                Cell(text),
                Cell(f"{names[position]}/{numbers}"),
                Cell(place.text(catalogue) if place else "", Style.FAINT),
            ]
        )
    return Table(columns, rows)


def _group_steps(
    steps: Sequence[Step],
) -> dict[tuple[StepKind, int, str | None, str, Spot | None], list[Step]]:
    """Gather the duties that got one value from one place."""
    groups: dict[tuple[StepKind, int, str | None, str, Spot | None], list[Step]] = {}
    for step in steps:
        key = (step.kind, step.subject.position, step.subject.field, step.text, step.source)
        groups.setdefault(key, []).append(step)
    return groups


def join_numbers(numbers: Sequence[str]) -> str:
    """Write numbers with runs: 2—5, 7."""
    runs: list[list[str]] = []
    for number in dict.fromkeys(numbers):
        last = runs[-1][-1] if runs else ""
        if last.isdigit() and number.isdigit() and int(number) == int(last) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)


def show_doubts(
    doubts: Iterable[Doubt], document: str, names: Sequence[str], catalogue: Catalogue
) -> Iterator[Lines]:
    """Give each doubt: where in the document, about what, the text, and what to do.

    What is doubtful in the same way at several duties is told once, at the first of them.
    """
    alike: dict[tuple[object, ...], list[Doubt]] = {}
    for doubt in doubts:
        subject = doubt.subject
        about = (subject.position, subject.no is None, subject.field) if subject else doubt.spot
        key = (doubt.severity, about, str(doubt.problem), str(doubt.remedy))
        alike.setdefault(key, []).append(doubt)
    for own in alike.values():
        yield from _show_doubt(own, document, names, catalogue)


def _show_doubt(
    doubts: Sequence[Doubt], document: str, names: Sequence[str], catalogue: Catalogue
) -> Iterator[Lines]:
    first = doubts[0]
    word, style = SEVERITY_WORDS[first.severity]
    place = name_spot(first.spot)
    where = say("{document}, {place}", document=document, place=place) if place else None
    head = [
        Cell(where.text(catalogue) if where else document, Style.STRONG),
        Cell(say(": ").text(catalogue)),
        Cell(word.text(catalogue), style),
    ]
    if first.subject:
        numbers = [str(each.subject.no) for each in doubts if each.subject and each.subject.no]
        told = _name_subject(first.subject, numbers, names).text(catalogue)
        head += [Cell(say(": ").text(catalogue)), Cell(told)]
    sentences = say(
        "{problem}. {remedy}.",
        problem=capitalise(first.problem.text(catalogue)),
        remedy=capitalise(first.remedy.text(catalogue)),
    )
    yield Lines([head])
    if first.excerpt:
        yield Lines([[Cell("      | ", Style.FAINT), Cell(first.excerpt)]], follows=True)
    yield Lines([[Cell(sentences.text(catalogue))]], follows=True)


def _name_subject(subject: Subject, numbers: Sequence[str], names: Sequence[str]) -> Message:
    name = names[subject.position]
    ref = f"{name}/{join_numbers(numbers)}" if numbers else name
    if subject.field is None:
        return say("{ref}", ref=ref)
    return say("{ref}, {field}", ref=ref, field=_name_field(subject.field))


def tabulate_others(rows: Iterable[Row], catalogue: Catalogue) -> Table | None:
    """Return the rows that became no duty and are no header, each with what it was taken for."""
    cells = [
        [
            Cell(place.text(catalogue) if (place := name_spot(row.spot)) else "", Style.FAINT),
            Cell(FATES[row.fate].text(catalogue)),
            Cell(row.text),
        ]
        for row in rows
        if row.fate in FATES
    ]
    columns = [
        Column(say("place").text(catalogue), 24),
        Column(say("taken for").text(catalogue), 12),
        Column(say("text").text(catalogue)),
    ]
    return Table(columns, cells) if cells else None


def tell_rows(reading: Reading) -> list[Message]:
    """Say what became of every row, so that the sum is all that was read."""
    counts = {fate: sum(row.fate is fate for row in reading.rows) for fate in Fate}
    counts.pop(Fate.BLANK)
    told = [
        say_n("read {n} table", "read {n} tables", reading.tables),
        say_n("{n} row", "{n} rows", sum(counts.values())),
        say_n("{n} of a duty", "{n} of duties", counts[Fate.DUTY]),
        say_n("{n} header", "{n} headers", counts[Fate.HEADER]),
    ]
    rest = (
        (Fate.HEADING, say_n("{n} heading", "{n} headings", counts[Fate.HEADING])),
        (Fate.NOTE, say_n("{n} note", "{n} notes", counts[Fate.NOTE])),
        (Fate.FURNITURE, say_n("{n} page number", "{n} page numbers", counts[Fate.FURNITURE])),
        (Fate.TEXT, say_n("{n} other text", "{n} other texts", counts[Fate.TEXT])),
        (Fate.REJECTED, say_n("{n} not read", "{n} not read", counts[Fate.REJECTED])),
    )
    return told + [message for fate, message in rest if counts[fate]]


def make_reading_record(
    reading: Reading, names: Sequence[str], lists: Sequence[Mapping[str, object]]
) -> dict[str, object]:
    """Return a reading as plain values: what becomes of its lists, and the account of the rest."""
    return {
        "lists": list(lists),
        "rows": [
            {"fate": row.fate, "text": row.text, **_make_spot(row.spot)} for row in reading.rows
        ],
        "steps": [_make_step(step, names) for step in reading.steps],
        "doubts": [_make_doubt(doubt, names) for doubt in reading.doubts],
    }


def make_list_record(read: ReadList, list_id: str) -> dict[str, object]:
    """Return a list that was read as plain values."""
    return {
        "list": list_id,
        "title": read.title,
        "year": read.year,
        "annex": read.annex,
        "columns": [{"title": each.header, "field": each.field} for each in read.columns],
        "duties": [
            {**_make_duty(duty), **_make_spot(spot)}
            for duty, spot in zip(read.duties, read.spots, strict=True)
        ],
    }


def _make_duty(duty: Duty) -> dict[str, object]:
    return {
        "no": duty.no,
        "content": duty.content,
        "departments": duty.departments,
        "supporting": duty.supporting,
        "leaders": duty.leaders,
        "deadline": duty.deadline,
        **make_meaning_record(duty.meaning),
        "repealed": duty.repealed is not None,
    }


def _make_spot(spot: Spot) -> dict[str, object]:
    return {"place": {key: value for key, value in spot._asdict().items() if value}}


def _make_step(step: Step, names: Sequence[str]) -> dict[str, object]:
    record = {"kind": step.kind, "text": step.text, **_make_subject(step.subject, names)}
    record.update(_make_spot(step.spot))
    if step.source:
        record["from"] = _make_spot(step.source)["place"]
    return record


def _make_doubt(doubt: Doubt, names: Sequence[str]) -> dict[str, object]:
    return {
        "severity": doubt.severity,
        **_make_subject(doubt.subject, names),
        "problem": str(doubt.problem),
        "remedy": str(doubt.remedy),
        "excerpt": doubt.excerpt,
        **_make_spot(doubt.spot),
    }


def _make_subject(subject: Subject | None, names: Sequence[str]) -> dict[str, object]:
    if subject is None:
        return {"list": None, "no": None, "field": None}
    return {"list": names[subject.position], "no": subject.no, "field": subject.field}


def split_doubts(doubts: Iterable[Doubt]) -> Iterator[Doubt]:
    """Give the doubts in the order to look at: errors first, then as they stand."""
    ordered = list(doubts)
    for severity in (Severity.ERROR, Severity.WARNING):
        yield from (doubt for doubt in ordered if doubt.severity is severity)


def show_blocks(parts: Iterable[Block | None]) -> list[Block]:
    """Return the blocks that there are."""
    return [
        block
        for block in parts
        if block is not None and not (isinstance(block, Table) and not block.rows)
    ]
