"""Web pages: what is seen of them, as paragraphs and tables. Nothing is run, and nothing fetched.

A table that holds tables only lays out the page: the inner ones are the tables. A board is read for
its bulletin alone, for it shows each duty several times.
"""

from lxml import etree

from dutylist.annex.grid import Document, Spot
from dutylist.annex.readers.encoding import read_web_text
from dutylist.annex.readers.html_tables import read_lines, read_table
from dutylist.annex.readers.html_text import Flow
from dutylist.annex.readers.measure import Blocks
from dutylist.annex.readers.xml import DEAREST_TREE, cost_of
from dutylist.errors import InvalidData
from dutylist.words import Message, say

_FEWEST_CELLS, _FEWEST_ROWS = 3, 2


def read_html(path: str, raw: bytes) -> Document:
    """Return the page; raises `InvalidData` where it is no text or beyond measure."""
    blocks = Blocks(path)
    root = _parse(path, read_web_text(path, raw))
    bulletin = root.find(".//*[@data-dutylist='bulletin']")
    if bulletin is not None:
        blocks.hint(Spot(), say("the page is a board; its bulletin alone was read"))
    _Page(blocks).read(root if bulletin is None else bulletin)
    return blocks.document()


class _Page:
    """A page while it is read; paragraphs are counted."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._paragraphs = 0
        self._layouts: set[etree._Element] = set()

    def read(self, root: etree._Element) -> None:
        self._layouts = _find_layouts(root)
        if self._layouts:
            message = say("a table that holds tables is taken for the layout of the page")
            self._blocks.hint(Spot(), message)
        flow = Flow(self._take_line, lambda text: self._take_struck(text, self._spot()))
        flow.read(root, self._take_table)

    def _spot(self) -> Spot:
        return Spot(paragraph=self._paragraphs + 1)

    def _take_line(self, line: str) -> None:
        self._blocks.count_paragraph()
        self._blocks.add_paragraph(line, self._spot())
        self._paragraphs += 1

    def _take_table(self, table: etree._Element) -> bool:
        if table in self._layouts:
            return False
        for caption in table.iter("caption"):
            for line in read_lines(caption, self._spot(), self._take_struck):
                self._take_line(line)
        self._blocks.tables += 1
        number = self._blocks.tables
        cells = read_table(table, number, self._blocks, self._take_struck)
        self._blocks.add_table(cells, Spot(table=number))
        return True

    def _take_struck(self, text: str, spot: Spot) -> None:
        message = say("crossed-out text is read all the same: {text}", text=text[:40])
        self._blocks.hint(spot, message)


def _find_layouts(root: etree._Element) -> set[etree._Element]:
    layouts: set[etree._Element] = set()
    for table in root.iter("table"):
        outer = next(table.iterancestors("table"), None)
        if outer is not None and not _holds_rows(outer):
            layouts.add(outer)
    return layouts


def _holds_rows(table: etree._Element) -> bool:
    """Tell whether a table has rows of cells of its own, whatever stands within one of them."""
    rows = 0
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            filled = sum(_has_own_text(cell) for cell in row.iterchildren("td", "th"))
            rows += filled >= _FEWEST_CELLS
    return rows >= _FEWEST_ROWS


def _has_own_text(cell: etree._Element) -> bool:
    """Tell whether a cell holds text outside of tables within it."""
    if (cell.text or "").strip():
        return True
    return any(
        (each.tail or "").strip() or (each.tag != "table" and _has_own_text(each)) for each in cell
    )


def _parse(path: str, text: str) -> etree._Element:
    raw = text.encode("utf-8", "replace")
    if cost_of(raw) > DEAREST_TREE:
        raise _refuse(path, say("has too many elements"))
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise _refuse(path, say("holds no elements")) from fault
    if root is None:
        raise _refuse(path, say("holds no elements"))
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        # The parser gave up, and the rest of the page is not in the tree.
        raise _refuse(path, say("nests too deep, or is damaged"))
    return root


def _refuse(path: str, what: Message) -> InvalidData:
    return InvalidData(
        say(
            "{path}: the page {what}; open it in a browser and save it anew, "
            "or copy the table into Excel",
            path=path,
            what=what,
        )
    )
