"""Documents as other programs read them: python-docx, openpyxl, lxml; and duties to write.

A paper is what stands above the table, the table's texts with a merged cell's text in every row
that it covers, and the merged cells. Lines of a cell are joined by a line feed.
"""

import html
import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import docx
import lxml.html
import openpyxl
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from dutylist.annex.writers import FORMATS
from dutylist.annex.writers.layout import PrintedList
from dutylist.deadline import parse
from dutylist.duty import Duty, Repeal

HEADER = ["序号", "工作内容", "责任部门", "配合部门", "工作进度时限要求", "牵头领导"]
MOMENT = datetime(1980, 1, 1, tzinfo=UTC)


class Merge(NamedTuple):
    """A merged cell: its first row below the header, its column, and how many rows it covers."""

    row: int
    column: int
    rows: int


class Paper(NamedTuple):
    """One list as it is read back."""

    heads: list[str]
    rows: list[list[str]]
    merges: list[Merge]


def make_duty(no: int | str = 1, content: str = "工作。", **changes: Any) -> Duty:
    """Return a duty of one department and one leader."""
    duty = Duty(no, content, ("甲局",), (), ("张三",), "12月末前完成", parse("12月末前完成", 2022))
    return duty._replace(**changes)


def make_repealed(no: int) -> Duty:
    """Return a repealed duty."""
    return make_duty(no, repealed=Repeal())


def print_list(*duties: Duty, title: str = "清单", annex: str | None = "附件1") -> PrintedList:
    """Return a list to be printed."""
    return PrintedList("tasks_2022", title, 2022, annex, duties)


def write_out(format_: str, *lists: PrintedList) -> bytes:
    """Return the document of the lists."""
    return FORMATS[format_].write(lists, MOMENT)


def read_back(format_: str, document: bytes) -> list[Paper]:
    """Return the papers of a document."""
    return list(READERS[format_](document))


def tell_rows(records: Sequence[dict[str, Any]]) -> list[list[str]]:
    """Return the rows that a paper is to have, of the program's own JSON."""
    return [
        [
            str(each["no"]).partition(".")[0],
            each["content"] + ("（废止）" if each["status"] == "repealed" else ""),
            "\n".join(each["departments"]),
            "\n".join(each["supporting"]),
            each["deadline"],
            "\n".join(each["leaders"]),
        ]
        for each in records
    ]


def tell_merges(rows: Sequence[Sequence[str]], columns: Iterable[int] = (2, 5)) -> list[Merge]:
    """Return the merged cells that a paper is to have: equal texts that are not empty."""
    merges = []
    for column in columns:
        first = 0
        for row in range(1, len(rows) + 1):
            ends = row == len(rows) or rows[row][column] != rows[first][column]
            if ends or not rows[row][column]:
                merges += [Merge(first, column, row - first)] if row - first > 1 else []
                first = row
    return sorted(merges)


def _read_word(document: bytes) -> Iterable[Paper]:
    heads: list[str] = []
    for block in docx.Document(io.BytesIO(document)).iter_inner_content():
        if isinstance(block, WordParagraph):
            heads += [block.text] if block.text else []
            continue
        yield Paper(heads, *_read_word_table(block))
        heads = []


def _read_word_table(table: WordTable) -> tuple[list[list[str]], list[Merge]]:
    cells = [list(row.cells) for row in table.rows]
    assert [each.text.replace("\n", "") for each in cells[0]] == HEADER
    owners = [[cell._tc for cell in row] for row in cells[1:]]
    return [[cell.text for cell in row] for row in cells[1:]], _find_merges(owners)


def _find_merges(owners: Sequence[Sequence[object]]) -> list[Merge]:
    """Return the merged cells where the same element stands for several rows."""
    places: dict[tuple[int, object], list[int]] = {}
    for row, within in enumerate(owners):
        for column, owner in enumerate(within):
            places.setdefault((column, owner), []).append(row)
    return sorted(
        Merge(rows[0], column, len(rows)) for (column, _), rows in places.items() if len(rows) > 1
    )


def _read_excel(document: bytes) -> Iterable[Paper]:
    for sheet in openpyxl.load_workbook(io.BytesIO(document)).worksheets:
        values = [[_tell(cell.value) for cell in row] for row in sheet.iter_rows()]
        heads = [row[0] for row in values[: _find_header(values)]]
        first = len(heads) + 1
        assert [each.replace("\n", "") for each in values[first - 1]] == HEADER
        merges = []
        for area in sheet.merged_cells.ranges:
            if area.min_row > first:
                merge = Merge(area.min_row - first - 1, area.min_col - 1, area.size["rows"])
                merges.append(merge)
                for row in range(area.min_row, area.max_row):
                    values[row][merge.column] = values[row - 1][merge.column]
        yield Paper(heads, values[first:], sorted(merges))


def _find_header(values: Sequence[Sequence[str]]) -> int:
    return next(at for at, row in enumerate(values) if row[0] == HEADER[0])


def _tell(value: object) -> str:
    return "" if value is None else str(value)


def _read_page(document: bytes) -> Iterable[Paper]:
    page: Any = lxml.html.document_fromstring(document.decode())
    for line in page.iter("br"):
        line.tail = "\n" + (line.tail or "")
    for section in page.iter("section"):
        heads = [each.text_content() for each in section.xpath(".//p | .//caption")]
        titles = [each.text_content().replace("\n", "") for each in section.xpath(".//thead//th")]
        assert titles == HEADER
        owners = _spread(section.xpath(".//tbody/tr"))
        texts = [[cell.text_content() for cell in row] for row in owners]
        yield Paper(heads, texts, _find_merges(owners))


def _spread(rows: Sequence[Any]) -> list[list[Any]]:
    """Return the cell of every place, as a browser spreads rowspans."""
    reaching: dict[int, tuple[Any, int]] = {}
    spread = []
    for row in rows:
        own = iter(row)
        for column in range(len(HEADER)):
            cell, left = reaching.get(column, (None, 0))
            if not left:
                cell = next(own)
                left = int(cell.get("rowspan", "1"))
            reaching[column] = cell, left - 1
        spread.append([cell for _, (cell, _) in sorted(reaching.items())])
    return spread


def _read_markdown(document: bytes) -> Iterable[Paper]:
    for part in re.split(r"(?<=\|)\n\n", document.decode().strip()):
        head, table = part.split("\n\n| ", 1)
        rows = [_split(line) for line in f"| {table}".strip().split("\n")]
        assert rows[0] == HEADER
        heads = [_plain(line.removeprefix("# ")) for line in head.split("\n\n")]
        yield Paper(heads, [["" if cell == "—" else cell for cell in row] for row in rows[2:]], [])


def _split(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line)[1:-1]
    return [_plain(cell.strip().replace("<br>", "\n")) for cell in cells]


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))


READERS: dict[str, Callable[[bytes], Iterable[Paper]]] = {
    "docx": _read_word,
    "xlsx": _read_excel,
    "html": _read_page,
    "md": _read_markdown,
}
