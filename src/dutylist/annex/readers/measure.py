"""How large a document may be, and the blocks of one as its reader finds them.

A document beyond measure is refused with a sentence, never cut short quietly: a table that lacks
its last rows would read like a whole one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from dutylist.annex.grid import Cell, Document, Hint, Paragraph, Spot, Table
from dutylist.errors import InvalidData
from dutylist.words import Message, say, say_n

MOST_BYTES = 50 * 1024 * 1024
MOST_PARAGRAPHS = 200_000
MOST_ROWS = 20_000
MOST_COLUMNS = 256
MOST_PLACES = 400_000
"""Places of all tables together, those that a merged cell covers included."""
LONGEST_CELL = 50_000
LONGEST_PARAGRAPH = 1_000_000
MOST_TEXT = 20_000_000
"""Characters of all cells and paragraphs together."""

_MOST_ALIKE = 20

LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# What stands around a text and is not seen: blanks of all widths, and marks without a width.
_UNSEEN = (
    "".join(chr(code) for code in range(0x10000) if chr(code).isspace())
    + "\u200b\u200c\u200d\u2060\ufeff\u00ad"
)


def check_size(path: str, size: int) -> None:
    """Raise `InvalidData` where a file of `size` bytes is more than any list needs."""
    if size > MOST_BYTES:
        raise InvalidData(
            say(
                "{path}: the file is larger than {most} MB; take the pictures out, or split it",
                path=path,
                most=MOST_BYTES // 1024 // 1024,
            )
        )


def clean(line: str) -> str:
    """Return a line without the blanks and invisible marks around it."""
    return line.strip(_UNSEEN)


def clean_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a cell's text, without the empty ones and the blanks around each."""
    return tuple(line for piece in LINE_END.split(text) if (line := clean(piece)))


class Blocks:
    """Blocks and hints of one document, in the order in which its reader finds them."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.tables = 0
        self._blocks: list[Paragraph | Table] = []
        self._hints: list[Hint] = []
        self._alike: Counter[str] = Counter()
        self._paragraphs = 0
        self._places = 0
        self._characters = 0

    def add_paragraph(self, text: str, spot: Spot) -> None:
        """Add one line of text; raises `InvalidData` where it is beyond measure."""
        if len(text) > LONGEST_PARAGRAPH:
            raise self._too_much(say("a line with more than {n} characters", n=LONGEST_PARAGRAPH))
        self._count_text(len(text))
        self._blocks.append(Paragraph(text, spot))

    def count_paragraph(self) -> None:
        """Count a paragraph, be it empty or within a cell: each takes its time."""
        self._paragraphs += 1
        if self._paragraphs > MOST_PARAGRAPHS:
            raise self._too_much(say("more than {n} lines", n=MOST_PARAGRAPHS))

    def add_table(self, cells: Sequence[Cell], spot: Spot, *, has_spans: bool = True) -> None:
        """Add a table of `cells`; one without any is none."""
        if not cells:
            return
        rows = max(cell.row + cell.rows for cell in cells)
        columns = max(cell.column + cell.columns for cell in cells)
        self.check_extent(rows, columns)
        for cell in cells:
            self.count_cell(cell)
        self._blocks.append(Table(tuple(cells), rows, columns, spot, has_spans))

    def split(self, text: str) -> list[str]:
        """Return the lines of `text`; raises `InvalidData` where they are too many to be kept."""
        ends = sum(1 for _ in islice(LINE_END.finditer(text), MOST_PARAGRAPHS + 1))
        if ends > MOST_PARAGRAPHS:
            raise self._too_much(say("more than {n} lines", n=MOST_PARAGRAPHS))
        lines = LINE_END.split(text)
        # An end of line at the end begins no other.
        return lines[:-1] if not lines[-1] else lines

    def check_extent(self, rows: int, columns: int) -> None:
        """Raise `InvalidData` where a table has more rows or columns than any list."""
        if rows > MOST_ROWS:
            raise self._too_much(say("a table with more than {n} rows", n=MOST_ROWS))
        if columns > MOST_COLUMNS:
            raise self._too_much(say("a table with more than {n} columns", n=MOST_COLUMNS))

    def check_places(self, places: int) -> None:
        """Raise `InvalidData` where a table has more places than all tables may have."""
        if places > MOST_PLACES:
            raise self._too_much(say("more than {n} cells", n=MOST_PLACES))

    def count_cell(self, cell: Cell) -> None:
        """Count a cell's places and text; raises `InvalidData` where they are beyond measure."""
        length = sum(map(len, cell.lines))
        if length > LONGEST_CELL:
            raise self._too_much(say("a cell with more than {n} characters", n=LONGEST_CELL))
        self._count_text(length)
        self._places += cell.rows * cell.columns
        self.check_places(self._places)

    def hint(self, spot: Spot, message: Message) -> None:
        """Note what was passed over; of very many alike only the first are kept singly."""
        self._alike[message.template] += 1
        if self._alike[message.template] <= _MOST_ALIKE:
            self._hints.append(Hint(spot, message))

    def hint_once(self, spot: Spot, message: Message) -> None:
        """Note what holds for the document as a whole, however often it is met."""
        if not self._alike[message.template]:
            self.hint(spot, message)

    def document(self) -> Document:
        """Return what was found."""
        return Document(tuple(self._blocks), (*self._hints, *self._sum_up()))

    def _sum_up(self) -> Iterable[Hint]:
        for template, count in self._alike.items():
            if count > _MOST_ALIKE:
                last = next(
                    hint for hint in reversed(self._hints) if hint.message.template == template
                )
                more = say_n(
                    "the same holds for {n} place more: {remark}",
                    "the same holds for {n} places more: {remark}",
                    count - _MOST_ALIKE,
                    remark=last.message,
                )
                yield Hint(Spot(), more)

    def _count_text(self, length: int) -> None:
        self._characters += length
        if self._characters > MOST_TEXT:
            raise self._too_much(say("more than {n} characters", n=MOST_TEXT))

    def _too_much(self, what: Message) -> InvalidData:
        return InvalidData(
            say(
                "{path}: it holds {what}; no list is that large; "
                "import the pages or the sheet with the list alone",
                path=self.path,
                what=what,
            )
        )
