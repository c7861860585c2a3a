"""Blocks into drafts of lists: where a list begins, which rows it has, and what else is there.

Annex lines and titles open a list, a header or the first item begins it; a table whose header
says the same, or that goes on with the numbers, belongs to the list before it.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from dutylist.annex.grid import Cell, Paragraph, Spot, Table, list_rows
from dutylist.annex.reading.columns import Columns, Given, read_header, settle, split_caption
from dutylist.annex.reading.forms import read_number
from dutylist.annex.reading.headings import (
    Heading,
    is_note,
    is_page_number,
    is_section,
    is_title,
    names_duties,
    read_annex,
    read_heading,
)
from dutylist.annex.reading.items import ItemRow, has_items, read_items
from dutylist.annex.reading.raw import Query, Raw, fail, warn
from dutylist.annex.reading.results import Fate, Row
from dutylist.annex.reading.rows import GridRow, RowReader, find_spot
from dutylist.annex.reading.tables import doubt_unkept, part_twins
from dutylist.words import say

_NUMBERED = re.compile(r"\s*(?:[0-9０-９]{1,4}\s*[\s.．、|)）]|[（(][0-9]{1,3}[）)]|[①-⑳])")
_ROW_MARK = re.compile(r"\t|\|| {3,}")

Line = tuple[str, Spot]
MOST_ABOVE_HEADER = 4


class Draft:
    """A list as it is found: the lines above it, its columns, its tasks, and doubts about it."""

    def __init__(self, above: Sequence[Line], columns: Columns | None, spot: Spot) -> None:
        self.above = list(above)
        self.columns = columns
        self.spot = spot
        self.raws: list[Raw] = []
        self.queries: list[Query] = []


class Assembly(NamedTuple):
    """All that was found: drafts, rows with their fates, doubts that belong to no duty, tables."""

    drafts: list[Draft]
    rows: list[Row]
    queries: list[Query]
    tables: int


def assemble(blocks: Sequence[Paragraph | Table], given: Given) -> Assembly:
    """Return the lists of a document's blocks as drafts, and an account of every row."""
    assembler = _Assembler(given)
    for is_table, group in groupby(blocks, key=lambda block: isinstance(block, Table)):
        run = list(group)
        if is_table:
            for block in run:
                if isinstance(block, Table):
                    assembler.take_table(block)
        else:
            assembler.take_run([block for block in run if isinstance(block, Paragraph)])
    return assembler.assembly


class _Assembler:
    def __init__(self, given: Given) -> None:
        self._given = given
        self._above: list[Line] = []
        self._draft: Draft | None = None
        self._reader: RowReader | None = None
        self._heading: Heading | None = None
        self.assembly = Assembly([], [], [], 0)

    def take_run(self, run: Sequence[Paragraph]) -> None:
        """Take paragraphs: items, or what stands above and below tables."""
        if has_items(run, self._given):
            for item in read_items(run, self._given):
                self._take_item(item)
            return
        for paragraph in run:
            self._take_line(paragraph)

    def take_table(self, table: Table) -> None:
        """Take a table, which may hold lists with their titles, or go on with one."""
        for part in part_twins(table, self._given):
            self._take_table(part)

    def _take_table(self, table: Table) -> None:
        rows = list(list_rows(table))
        at = 0
        found = False
        while at < len(rows):
            taken = self._take_header(table, rows, at)
            found = found or bool(taken)
            if not taken:
                found = self._take_row(table, rows, at, found=found) or found
            at += taken or 1
        self.assembly = self.assembly._replace(tables=self.assembly.tables + found)
        if found and self._reader and self._draft:
            self._draft.queries += doubt_unkept(self._reader, rows)
            self._reader.unkept = {}

    def _take_item(self, item: ItemRow) -> None:
        is_head = item.fate is Fate.TEXT and (read_annex(item.text) or is_title(item.text))
        self._note(item.spot, Fate.HEADING if is_head else item.fate, item.text)
        if item.query:
            self._add_query(item)
        if item.raw:
            self._open_items(item.raw).raws.append(item.raw)
        elif item.fate in (Fate.TEXT, Fate.NOTE):
            self._above.append((item.text, item.spot))

    def _open_items(self, raw: Raw) -> Draft:
        """Return the list of an item: a new one below a title where the numbers restart."""
        draft = self._draft
        heads = self._has_head()
        is_open = draft is not None and draft.columns is None and self._reader is None
        if draft is None or not is_open or (heads and _restarts(draft, raw)):
            draft = self._open(None, raw.spot)
        return draft

    def _has_head(self) -> bool:
        return any(read_annex(text) or is_title(text) for text, _ in self._above)

    def _open(self, columns: Columns | None, spot: Spot) -> Draft:
        self._draft = Draft(self._above, columns, spot)
        self._above = []
        self._reader = RowReader(columns) if columns else None
        self.assembly.drafts.append(self._draft)
        return self._draft

    def _take_line(self, paragraph: Paragraph) -> None:
        text = paragraph.text.strip()
        if not text:
            return
        fate = Fate.TEXT
        if read_annex(text) or is_title(text):
            fate = Fate.HEADING
        elif is_note(text):
            fate = Fate.NOTE
        elif is_page_number(text):
            fate = Fate.FURNITURE
        if self._remember(text, paragraph.spot):
            fate = Fate.HEADING
        elif fate is Fate.TEXT:
            self._doubt_lost(text, paragraph.spot)
        self._note(paragraph.spot, fate, text)
        if fate is not Fate.FURNITURE:
            self._above.append((text, paragraph.spot))

    def _doubt_lost(self, text: str, spot: Spot) -> None:
        """Doubt a line below the beginning of a list that begins as its duties do."""
        is_row = text.count("\t") > 1 or text.count("|") > 2
        if self._draft is None or not (is_row or _NUMBERED.match(text)):
            return
        problem = say("this line begins as a duty does, and was not read: “{text}”", text=text)
        remedy = say("if it is a duty, write it as the others are written")
        query = fail if is_row or _ROW_MARK.search(text) else warn
        self._draft.queries.append(query(None, spot, problem, remedy))

    def _take_above(self, text: str, spot: Spot) -> None:
        """Take a row above a header within its table: a title, an annex, a section."""
        self._note(spot, Fate.HEADING if text else Fate.BLANK, text)
        if text:
            self._remember(text, spot)
            self._above.append((text, spot))

    def _remember(self, text: str, spot: Spot) -> bool:
        """Remember a heading for the rows that come below it; tell whether it is one."""
        heading = read_heading(text, spot)
        if not heading.is_led and not is_section(text):
            return False
        self._heading = heading
        return True

    def _take_header(self, table: Table, rows: Sequence[GridRow], at: int) -> int:
        """Take a header if one begins here; return the number of its rows."""
        header = read_header(rows, at, self._given)
        if header is None:
            return 0
        columns = settle(header, self._given)
        if not self._is_of_duties(columns):
            return 0
        heads = rows[at : at + header.rows]
        spot = find_spot(rows[at], at)
        captions = dict.fromkeys(split_caption(cell)[0] for cell in rows[at].values())
        self._above += [(caption, spot) for caption in captions if caption]
        reader = self._reader
        if reader is None or reader.columns.key != columns.key or self._has_head():
            draft = self._open(columns, spot)
            draft.queries += [warn(field, spot, problem) for field, problem in columns.doubts]
            reader = self._reader
        if reader:
            reader.columns = columns
            reader.open(table, heads)
            if self._heading:
                reader.lead(self._heading)
                self._heading = None
        for index, row in enumerate(heads, start=at):
            self._note(find_spot(row, index), Fate.HEADER, _tell(row))
        return header.rows

    def _is_of_duties(self, columns: Columns) -> bool:
        """Tell a list of duties from other tables that have a task and an office in them."""
        if any(columns.fields[field] for field in ("deadline", "leaders", "supporting", "stage")):
            return True
        return any(names_duties(text) for text, _ in self._above)

    def _take_row(self, table: Table, rows: Sequence[GridRow], at: int, *, found: bool) -> bool:
        """Take a row below a header; return whether it belongs to a list."""
        row = rows[at]
        if self._is_head(rows, at):
            self._take_above(_tell(row), find_spot(row, at))
            return False
        if not found and not self._goes_on(table, row):
            self._pass_over(row, at)
            return False
        if self._reader is None or self._draft is None:
            self._pass_over(row, at)
            return False
        if not found:
            self._reader.open(table, [])
        outcome = self._reader.read(row, at)
        self._note(find_spot(row, at), outcome.fate, _tell(row))
        if outcome.query:
            self._draft.queries.append(outcome.query)
        if outcome.raw:
            self._draft.raws.append(outcome.raw)
        return True

    def _is_head(self, rows: Sequence[GridRow], at: int) -> bool:
        """Tell whether a row is an annex line or a title above a header in the same table."""
        filled = [cell for cell in dict.fromkeys(rows[at].values()) if cell.lines]
        if len(filled) > 1 or (filled and filled[0].row < at):
            return False
        ahead = range(at + 1, min(at + 1 + MOST_ABOVE_HEADER, len(rows)))
        return any(read_header(rows, later, self._given) for later in ahead) and not (
            filled and read_number(filled[0].text) is not None
        )

    def _goes_on(self, table: Table, row: GridRow) -> bool:
        """Tell whether a table without a header goes on with the list before it."""
        reader = self._reader
        if reader is None or self._has_head():
            return False
        width = len(reader.columns.header.titles)
        numbers = reader.columns.fields["no"]
        cell = row.get(numbers[0]) if numbers else None
        number = read_number(cell.text) if cell else None
        last = reader.last.no if reader.last else None
        follows = isinstance(number, int) and isinstance(last, int) and number == last + 1
        return table.columns == width and (follows or (cell is not None and not cell.lines))

    def _pass_over(self, row: GridRow, at: int) -> None:
        text = _tell(row)
        self._note(find_spot(row, at), Fate.TEXT if text else Fate.BLANK, text)
        if text:
            self._above.append((text, find_spot(row, at)))
        first = row[min(row)] if row else None
        if first and first.row == at and read_number(first.text) is not None and len(row) > 2:
            problem = say("no header above this row says what its columns hold")
            remedy = say("if it is a duty, give the table a header in the document")
            self.assembly.queries.append(fail(None, first.spot, problem, remedy))

    def _add_query(self, item: ItemRow) -> None:
        """Put an item's doubt to the list, or that of a text to the duty above it."""
        draft = self._draft
        queries = draft.queries if draft else self.assembly.queries
        if item.query is None:
            return
        if item.fate is Fate.TEXT and draft and draft.raws:
            last = draft.raws[-1]
            draft.raws[-1] = last._replace(queries=(*last.queries, item.query))
        else:
            queries.append(item.query)

    def _note(self, spot: Spot, fate: Fate, text: str) -> None:
        self.assembly.rows.append(Row(spot, fate, text))


def _restarts(draft: Draft, raw: Raw) -> bool:
    last = draft.raws[-1].no if draft.raws else None
    if isinstance(raw.no, int) and isinstance(last, int):
        return raw.no <= last
    return True


def _tell(row: GridRow) -> str:
    cells: list[Cell] = list(dict.fromkeys(cell for _, cell in sorted(row.items())))
    return " | ".join(cell.text for cell in cells if cell.lines)
