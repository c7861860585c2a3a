"""The pages of a Word document: its sections, how large they are, and the number at their foot."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

from dutylist.annex.writers.word import parse, write_run


def set_page(
    section: Section, size_mm: tuple[float, float], margins_mm: Sequence[float], number_style: str
) -> None:
    """Give a section its page, `size_mm` wide and high, with its number at the foot.

    `margins_mm` are those at the top, right, bottom and left.
    """
    section.page_width, section.page_height = map(Mm, size_mm)
    is_wide = size_mm[0] > size_mm[1]
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    margins = [Mm(margin) for margin in margins_mm]
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = margins
    section.footer_distance = Mm(16)
    paragraph = section.footer.paragraphs[0]._p  # which makes the footer
    paragraph.getparent().replace(paragraph, parse(_write_number(number_style)))


def has_page(section: Section) -> bool:
    """Tell whether a section says how large its page is."""
    return bool(section.page_width and section.page_height)


def add_section(document: WordDocument) -> Section:
    """Begin a new page with a section of its own, whose page is as the one before until set."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    return section


def turn_page(section: Section, *, is_wide: bool) -> None:
    """Turn a section's page, its margins with it, if it is not as it should be."""
    if (section.orientation == WD_ORIENT.LANDSCAPE) == is_wide:
        return
    width, height = section.page_width, section.page_height
    section.page_width, section.page_height = height, width
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    top, right = section.top_margin, section.right_margin
    bottom, left = section.bottom_margin, section.left_margin
    section.top_margin, section.right_margin = left, top
    section.bottom_margin, section.left_margin = right, bottom


def number_pages(section: Section, *, are_anew: bool) -> None:
    """Count a section's pages from 1, or go on from the section before."""
    properties = section._sectPr
    for numbering in properties.findall(qn("w:pgNumType")):
        properties.remove(numbering)  # a copy of the one before
    if are_anew:
        properties.insert_element_before(parse('<w:pgNumType w:start="1"/>'), *_BEHIND_NUMBERING)


def find_print_width(section: Section) -> float:
    """Return how wide the print of a section is, in millimetres."""
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    return ((section.page_width or Mm(210)) - margins) / Mm(1)


def _write_number(style: str) -> str:
    page = '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    number = f"{write_run('— ')}{page}{write_run(' —')}"
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{number}</w:p>'


_BEHIND_NUMBERING = (
    "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:bidi",
    "w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange",
)  # fmt: skip
