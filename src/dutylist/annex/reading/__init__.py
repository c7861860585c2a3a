"""A grid into duties: what is printed, where it is printed, and what a reader cannot be sure of.

`read_lists` is the way in. The steps: flattened tables are put together again (`flattened`), lists
found (`assemble`, with `columns` and `rows` for tables, `items` for running text), and their tasks
made into duties (`numbering`, `finish`). Words and looks are in `lexicon` and `forms`.
"""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import NamedTuple

from dutylist.annex.grid import Cell, Document, Paragraph, Spot, Table
from dutylist.annex.reading.assemble import Assembly, Draft, assemble
from dutylist.annex.reading.columns import Given
from dutylist.annex.reading.finish import attach, finish, gather_words, take_queries
from dutylist.annex.reading.flattened import restore_tables
from dutylist.annex.reading.forms import strip_marks
from dutylist.annex.reading.headings import (
    choose_title,
    find_bare_years,
    find_years,
    read_annex,
    says_first_leads,
    tidy_title,
)
from dutylist.annex.reading.names import Words
from dutylist.annex.reading.numbering import number_tasks
from dutylist.annex.reading.raw import LOOK, Query, warn
from dutylist.annex.reading.results import (
    ColumnRead,
    Doubt,
    Fate,
    Reading,
    ReadList,
    Row,
    Step,
    Subject,
)
from dutylist.errors import Severity, WrongUsage
from dutylist.words import say

__all__ = ("Context", "ReadList", "Reading", "Subject", "read_lists")


class Context(NamedTuple):
    """What is known beforehand: the document's name, the year if told, titles, and names."""

    name: str
    year: int | None = None
    given: Given = MappingProxyType({})
    words: Words = Words()


def read_lists(document: Document, context: Context) -> Reading:
    """Return the lists of a document with an account of every row.

    Raises `WrongUsage` where neither the document nor the context names a year.
    """
    restored = restore_tables(_clean(document), context.given)
    assembly = assemble(restored.blocks, context.given)
    left = list(restored.queries)
    for draft in assembly.drafts:
        draft.raws, left = attach(draft.raws, left)
    drafts = [draft for draft in assembly.drafts if draft.raws]
    words = gather_words(drafts, context.words)
    lists: list[ReadList] = []
    steps: list[Step] = []
    doubts: list[Doubt] = take_queries([*left, *assembly.queries], None)
    rejected: set[Spot] = set()
    for draft in assembly.drafts:
        if not draft.raws:
            doubts += take_queries(draft.queries, None)
            continue
        position = len(lists)
        head = _read_head(draft, assembly, context)
        if any(head.title == each.title and head.year == each.year for each in lists):
            problem = say("a list before this one has the same title")
            head.queries.append(warn("title", draft.spot, problem))
        numbering = number_tasks(draft.raws)
        made = finish(numbering.tasks, position, head.year, words, context.given)
        queries = [*draft.queries, *numbering.queries, *head.queries]
        if not made.duties:
            # Nothing of it can be written; what is wrong with its rows is told all the same.
            doubts += [
                *take_queries(queries, None),
                *(each._replace(subject=None) for each in made.doubts),
            ]
            rejected |= {*made.rejected, *(raw.spot for raw in numbering.rejected)}
            continue
        doubts += [*take_queries(queries, position), *made.doubts]
        steps += made.steps
        rejected |= {*made.rejected, *(raw.spot for raw in numbering.rejected)}
        columns = _tell_columns(draft)
        lists.append(ReadList(*head[:3], made.duties, made.spots, columns))
    doubts += _doubt_hints(document, lists)
    rows = tuple(_reject(row, rejected) for row in assembly.rows)
    return Reading(tuple(lists), rows, tuple(steps), tuple(doubts), assembly.tables)


def _doubt_hints(document: Document, lists: Sequence[ReadList]) -> Iterator[Doubt]:
    """Make doubts of what the reader of the document noticed, beside the duty in that place."""
    subjects = {
        spot._replace(column=0, page=0): Subject(position, duty.no)
        for position, each in enumerate(lists)
        for duty, spot in zip(each.duties, each.spots, strict=True)
    }
    for spot, message in document.hints:
        subject = subjects.get(spot._replace(column=0, page=0))
        yield Doubt(Severity.WARNING, subject, spot, message, LOOK)


def _clean(document: Document) -> Document:
    """Return the document without invisible marks, which would make two names of one."""
    return document._replace(blocks=tuple(map(_clean_block, document.blocks)))


def _clean_block(block: Paragraph | Table) -> Paragraph | Table:
    if isinstance(block, Paragraph):
        return block._replace(text=strip_marks(block.text))
    return block._replace(cells=tuple(map(_clean_cell, block.cells)))


def _clean_cell(cell: Cell) -> Cell:
    lines = (strip_marks(line).strip() for line in cell.lines)
    return cell._replace(lines=tuple(line for line in lines if line))


class _Head(NamedTuple):
    title: str
    year: int
    annex: str | None
    queries: list[Query]


def _read_head(draft: Draft, assembly: Assembly, context: Context) -> _Head:
    queries: list[Query] = []
    annexes = [annex for text, _ in draft.above if (annex := read_annex(text))]
    titled = choose_title(_expand(draft))
    if titled is None:
        title = context.name.rpartition(".")[0] or context.name
        problem = say("no title stands above the list; it is called after the document")
        queries.append(warn("title", draft.spot, problem))
    else:
        title = titled[0]
    if any(says_first_leads(row.text) for row in assembly.rows):
        problem = say("the document says that of several departments the first leads")
        queries.append(warn("departments", draft.spot, problem))
        queries.append(warn("supporting", draft.spot, problem))
    year = context.year or _find_year(title, draft, assembly, context, queries)
    return _Head(title, year, annexes[-1].name if annexes else None, queries)


def _expand(draft: Draft) -> list[tuple[str, Spot]]:
    """Return the lines above a list; of an annex line, the title that stands on it."""
    lines = []
    for text, spot in draft.above:
        annex = read_annex(text)
        lines.append((annex.title if annex else text, spot))
    return lines


def _find_year(
    title: str, draft: Draft, assembly: Assembly, context: Context, queries: list[Query]
) -> int:
    printed = find_years(title)
    if len(printed) == 1:
        return printed[0]
    near = find_years(" ".join(text for text, _ in draft.above))
    named = find_bare_years(context.name)
    everywhere = find_years(
        " ".join(row.text for row in assembly.rows if row.fate is not Fate.DUTY)
    )
    for years in (printed, named, near, everywhere):
        if years:
            problem = say("the title does not say which year is meant; {year} was taken",
                          year=years[0])  # fmt: skip
            remedy = say("say it with --year if it is another one")
            queries.append(warn("year", draft.spot, problem, remedy))
            return years[0]
    raise WrongUsage(say("the document names no year; say it with --year"))


def _tell_columns(draft: Draft) -> tuple[ColumnRead, ...]:
    if draft.columns is None:
        return ()
    field_of = {
        column: field for field, columns in draft.columns.fields.items() for column in columns
    }
    titles = draft.columns.header.titles
    return tuple(
        ColumnRead(tidy_title(title), field_of.get(column))
        for column, title in sorted(titles.items())
    )


def _reject(row: Row, rejected: set[Spot]) -> Row:
    is_rejected = row.fate is Fate.DUTY and row.spot in rejected
    return row._replace(fate=Fate.REJECTED) if is_rejected else row
