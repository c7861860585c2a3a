"""A document as all readers see it: paragraphs and tables, every cell with its place and spans.

Everything is text here; nothing is known of duties. A reader gives what is printed, in printed
order, and says of each piece where it stands, so that every later finding can name the place.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutylist.words import Message


class Spot(NamedTuple):
    """A place in a document, from 1; what is 0 or empty is not known or makes no sense there.

    `table` counts the tables of the document (of a workbook: of the sheet), `row` and `column`
    are those of the table as printed, of a sheet as its program names them (column 3 is C).
    `line` is a line of a text file, `paragraph` counts those outside of tables.
    """

    sheet: str = ""
    page: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    paragraph: int = 0
    line: int = 0


class Cell(NamedTuple):
    """One cell: its lines as broken in the document, its place in the grid, and its spans.

    `row` and `column` count from 0 within the table. `lines` holds no empty text and no blanks
    around one; a cell without text has none. A covered place has no cell of its own.
    """

    lines: tuple[str, ...]
    spot: Spot
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def text(self) -> str:
        """Return the lines as one text, joined as they are read aloud."""
        return join_lines(self.lines)


class Table(NamedTuple):
    """Cells by row and column; `has_spans` where the format can say that cells are merged."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    spot: Spot
    has_spans: bool = True


class Paragraph(NamedTuple):
    """A line of text outside of all tables, as it stands: leading blanks and tabs included."""

    text: str
    spot: Spot


class Hint(NamedTuple):
    """Something that a reader passed over or had to decide, and where: one sentence."""

    spot: Spot
    message: Message


class Document(NamedTuple):
    """What a reader gives: blocks in printed order, and what it passed over (a hidden sheet …)."""

    blocks: tuple[Paragraph | Table, ...]
    hints: tuple[Hint, ...] = ()


def join_lines(lines: Sequence[str]) -> str:
    """Join lines that were broken by the page: Chinese without a blank, words with one."""
    parts: list[str] = []
    for line in lines:
        if parts and _needs_blank(parts[-1][-1:], line[:1]):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


def _needs_blank(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def list_texts(document: Document) -> Iterator[str]:
    """Give all texts of a document: those of paragraphs, and those of cells."""
    for block in document.blocks:
        if isinstance(block, Table):
            yield from (cell.text for cell in block.cells)
        else:
            yield block.text


def list_rows(table: Table) -> Iterator[dict[int, Cell]]:
    """Give the rows of a table as column → cell; a merged cell stands in all that it covers."""
    rows: list[dict[int, Cell]] = [{} for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.rows, table.rows)):
            for column in range(cell.column, min(cell.column + cell.columns, table.columns)):
                rows[row].setdefault(column, cell)
    yield from rows


def name_column(column: int) -> str:
    """Return the letters of a column, from 1, as the program shows them."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
