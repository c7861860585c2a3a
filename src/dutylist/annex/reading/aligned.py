"""Tables whose columns were lined up with blanks, as text taken from a page has them.

A line of column titles with wide gaps between them opens one; a row begins with its number, and
lines without one go on with the cells above which they stand.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from dutylist.annex.grid import Cell, Paragraph, Table
from dutylist.annex.reading.columns import Given, Header, is_header
from dutylist.annex.reading.forms import find_role, fold, read_number
from dutylist.annex.reading.lexicon import Role
from dutylist.annex.reading.raw import Query, fail
from dutylist.words import say

_GAP = re.compile(r"[ \u3000]{2,}|\u3000+")


class Segment(NamedTuple):
    """A text on a line, and the cells of the screen before it."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Return the cell behind the text."""
        return self.start + _measure(self.text)


class Aligned(NamedTuple):
    """A table that was found, where it ends, and what is not sure about it."""

    table: Table
    end: int
    queries: tuple[Query, ...]


def find_aligned(run: Sequence[Paragraph], at: int, given: Given) -> Aligned | None:
    """Return the table whose titles stand on this line; None if none do."""
    titles = _cut(run[at].text)
    if len(titles) < 3 or "\t" in run[at].text or find_role(titles[0].text) is not Role.NO:
        return None
    names = {column: fold(title.text) for column, title in enumerate(titles)}
    roles = {
        column: role
        for column, name in names.items()
        if (role := given.get(name) or find_role(name))
    }
    if not is_header(Header(1, names, roles)):
        return None
    return _read_rows(run, at, titles)


def _read_rows(run: Sequence[Paragraph], at: int, titles: Sequence[Segment]) -> Aligned | None:
    rows: list[list[list[str]]] = [[[title.text] for title in titles]]
    spots = [run[at].spot]
    queries: list[Query] = []
    line = at + 1
    while line < len(run) and (segments := _cut(run[line].text)):
        is_new = read_number(segments[0].text) is not None and segments[0].start < titles[1].start
        if not is_new and len(rows) == 1:
            break
        if is_new:
            rows.append([[] for _ in titles])
            spots.append(run[line].spot)
        if not _seat(segments, titles, rows[-1], exact=is_new):
            problem = say("the texts of this line do not stand below the titles of the columns")
            queries.append(fail(None, spots[-1], problem))
        line += 1
        line = _skip_blank(run, line)
    if len(rows) == 1:
        return None
    cells = tuple(
        Cell(tuple(lines), spot, row, column)
        for row, (columns, spot) in enumerate(zip(rows, spots, strict=True))
        for column, lines in enumerate(columns)
    )
    table = Table(cells, len(rows), len(titles), run[at].spot, has_spans=False)
    return Aligned(table, line, tuple(queries))


def _skip_blank(run: Sequence[Paragraph], line: int) -> int:
    """Pass over a blank line within the table: behind it stands a row again."""
    after = line
    while after < len(run) and not run[after].text.strip():
        after += 1
    if after == len(run) or after == line:
        return line
    segments = _cut(run[after].text)
    is_row = len(segments) > 1 and read_number(segments[0].text) is not None
    return after if is_row else line


def _seat(
    segments: Sequence[Segment], titles: Sequence[Segment], row: list[list[str]], *, exact: bool
) -> bool:
    """Put each text into the column that it stands below; tell whether that was plain."""
    if exact and len(segments) == len(titles):
        columns = list(range(len(titles)))
    else:
        columns = [_find_column(segment, titles) for segment in segments]
    for segment, column in zip(segments, columns, strict=True):
        row[column].append(segment.text)
    near = all(
        abs(segment.start - titles[column].start) <= 3
        for segment, column in zip(segments, columns, strict=True)
    )
    return len(set(columns)) == len(columns) and (near or len(segments) == len(titles))


def _find_column(segment: Segment, titles: Sequence[Segment]) -> int:
    return min(range(len(titles)), key=lambda at: abs(titles[at].start - segment.start))


def _cut(line: str) -> list[Segment]:
    segments = []
    at = 0
    for gap in [*_GAP.finditer(line), None]:
        end = gap.start() if gap else len(line)
        if text := line[at:end].strip():
            lead = len(line[at:end]) - len(line[at:end].lstrip())
            segments.append(Segment(text, _measure(line[: at + lead])))
        at = gap.end() if gap else end
    return segments


def _measure(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
