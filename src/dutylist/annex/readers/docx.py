"""Word documents (.docx): paragraphs and tables of the main part, in printed order.

lxml reads the document's own XML, for what stands in tracked insertions and content controls
counts as well. Headers, footers and notes are not read; nothing in a document is run or fetched.
"""

from lxml import etree

from dutylist.annex.grid import Document, Spot
from dutylist.annex.readers.archive import Archive
from dutylist.annex.readers.docx_numbers import Numbers
from dutylist.annex.readers.docx_styles import Styles
from dutylist.annex.readers.docx_tables import read_table
from dutylist.annex.readers.docx_text import Story
from dutylist.annex.readers.measure import LINE_END, Blocks, clean
from dutylist.annex.readers.packages import Package
from dutylist.annex.readers.xml import find, name_of, parse_part
from dutylist.words import say


def read_docx(path: str, package: Package) -> Document:
    """Return the document; raises `InvalidData` where it is damaged or beyond measure."""
    archive, blocks = package.archive, Blocks(path)
    root = parse_part(archive, package.main)
    body = find(root, "body")
    if name_of(str(root.tag)) != "document" or body is None:
        raise archive.damaged(say("its part {part} is no document", part=package.main))
    story = _begin(package, blocks, archive, root)
    _Body(story).read(body)
    story.note_unknown()
    if "macroEnabled" in package.content_type:
        blocks.hint(Spot(), say("the macros in the document are not read, and never run"))
    return blocks.document()


def _begin(package: Package, blocks: Blocks, archive: Archive, root: etree._Element) -> Story:
    styles = Styles(archive, package.related("styles"))
    numbers = Numbers(archive, package.related("numbering"), styles)
    return Story(blocks, styles, numbers, root)


class _Body:
    """The main part while it is read; paragraphs and tables are counted."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._paragraphs = 0

    def read(self, parent: etree._Element) -> None:
        """Read all blocks in `parent`, which is the body or a text box."""
        for element in self._story.see_through(parent, "p", "tbl"):
            if name_of(str(element.tag)) == "tbl":
                self._take_table(element)
            else:
                self._take_paragraph(element)
        self._add_lines(
            self._story.take_rest(), Spot(page=self._story.page, paragraph=self._paragraphs)
        )

    def _take_paragraph(self, element: etree._Element) -> None:
        self._paragraphs += 1
        spot = self._story.spot = Spot(page=self._story.page, paragraph=self._paragraphs)
        passage = self._story.read(element)
        if passage is None:
            return
        spot = spot._replace(page=passage.page)
        self._add_lines(passage.text, spot)
        for box in passage.boxes:
            self.read(box)

    def _add_lines(self, text: str, spot: Spot) -> None:
        for line in LINE_END.split(text):
            if clean(line):
                self._story.blocks.add_paragraph(line.rstrip(), spot)

    def _take_table(self, element: etree._Element) -> None:
        blocks = self._story.blocks
        blocks.tables += 1
        number = blocks.tables
        cells = read_table(self._story, element, number)
        page = cells[0].spot.page if cells else self._story.page
        blocks.add_table(cells, Spot(page=page, table=number))
