"""Lists as a Word document, which WPS opens as well: A4 turned, a page or more to each list.

python-docx makes the document around, the tables are written as WordprocessingML: its own way to
a cell takes a walk through the whole table each time. Chinese characters have a font of their own
in Word (eastAsia), without which Word takes the one of the reader's machine.
"""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm

from dutylist.annex.grid import Cell, list_rows
from dutylist.annex.writers.layout import (
    COLUMNS,
    CONTENT,
    MARGINS_MM,
    PAGE_MM,
    PrintedList,
    clean,
    join_titles,
    lay_out,
)
from dutylist.annex.writers.seal import seal


class Style(NamedTuple):
    """A paragraph style: its font for Chinese, its size in points, and how a paragraph stands.

    `space` is what follows the paragraph, in twentieths of a point; `more` are further properties.
    """

    font: str
    size: int
    alignment: str
    space: int = 0
    more: str = ""


_LATIN = "Times New Roman"
_BODY = "仿宋_GB2312"
_NEXT_BEST = {"方正小标宋简体": "宋体", _BODY: "仿宋", "黑体": "SimHei", "宋体": "SimSun"}
_ANNEX, _TITLE, _HEADER, _CELL, _CONTENT, _PAGE, _END = (
    "DutyAnnex", "DutyTitle", "DutyHeader", "DutyCell", "DutyContent", "DutyPage", "DutyEnd",
)  # fmt: skip
_STYLES = {
    _ANNEX: Style("黑体", 16, "left", space=120),
    _TITLE: Style("方正小标宋简体", 22, "center", space=240, more='<w:outlineLvl w:val="0"/>'),
    _HEADER: Style("黑体", 12, "center"),
    _CELL: Style(_BODY, 12, "center"),
    _CONTENT: Style(_BODY, 12, "both"),
    _PAGE: Style("宋体", 14, "center"),
    _END: Style(_BODY, 1, "left"),
}
_LONGEST_TITLE = 255  # python-docx puts no longer one into the properties

# Parts of python-docx's template, by the ends of their kinds, that say nothing of this document.
_UNUSED = (
    "/thumbnail", "/stylesWithEffects", "/customXml", "/extended-properties", "/fontTable",
)  # fmt: skip


def write(lists: Sequence[PrintedList], written: datetime) -> bytes:
    """Write the document; each list begins on a page of its own."""
    document = Document()
    _drop_unused(document)
    _set_fonts(document)
    _set_properties(document, join_titles(lists))
    _set_language(document)
    _set_styles(document)
    _set_page(document.sections[0])
    for at, printed in enumerate(lists):
        _append(document, *_write_list(printed, is_first=at == 0))
    _append(document, _write_paragraph(_END, ""))  # Word wants a paragraph behind a table
    archive = io.BytesIO()
    document.save(archive)
    return seal(archive.getvalue(), written)


def _drop_unused(document: WordDocument) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for id_, relation in list(relations.items()):
            if relation.reltype.endswith(_UNUSED):
                relations.pop(id_)


def _set_fonts(document: WordDocument) -> None:
    """Say which fonts are the next best, where a machine has not those of official papers."""
    fonts = "".join(_FONT.format(name=name, other=other) for name, other in _NEXT_BEST.items())
    markup = f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>"
    name = PackURI("/word/fontTable.xml")
    part = Part(name, CONTENT_TYPE.WML_FONT_TABLE, markup.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)


def _set_properties(document: WordDocument, title: str) -> None:
    properties = document.core_properties
    properties.title = title[:_LONGEST_TITLE]
    properties.author = properties.comments = ""
    properties.language = "zh-CN"


def _set_language(document: WordDocument) -> None:
    settings = document.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # the template is Word 2010's, in a mode of its own


def _set_styles(document: WordDocument) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    defaults.getparent().replace(defaults, _parse(_DEFAULTS.format(fonts=_name_fonts(_BODY))))
    for name, style in _STYLES.items():
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).element
        added.append(_parse(_PARAGRAPHS.format(**style._asdict())))
        added.append(_parse(_RUNS.format(fonts=_name_fonts(style.font), size=2 * style.size)))


def _set_page(section: Section) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = map(Mm, PAGE_MM)
    margins = [Mm(margin) for margin in MARGINS_MM]
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = margins
    section.footer_distance = Mm(16)
    paragraph = section.footer.paragraphs[0]._p  # which makes the footer
    paragraph.getparent().replace(paragraph, _parse(_PAGE_NUMBER))


def _append(document: WordDocument, *blocks: str) -> None:
    for block in blocks:
        document.element.body.insert_element_before(_parse(block), "w:sectPr")


def _write_list(printed: PrintedList, *, is_first: bool) -> Iterator[str]:
    heads = [(_TITLE, clean(printed.title))]
    if printed.annex:
        heads.insert(0, (_ANNEX, clean(printed.annex)))
    for at, (style, text) in enumerate(heads):
        begins_page = "" if is_first or at else "<w:pageBreakBefore/>"
        yield _write_paragraph(style, text, f"<w:keepNext/>{begins_page}")
    yield _write_table(printed)


def _write_table(printed: PrintedList) -> str:
    columns = "".join(f'<w:gridCol w:w="{_measure(at)}"/>' for at in range(len(COLUMNS)))
    rows = "".join(
        _write_row(at, [cells[column] for column in range(len(COLUMNS))])
        for at, cells in enumerate(list_rows(lay_out(printed.duties)))
    )
    total = sum(map(_measure, range(len(COLUMNS))))
    return _TABLE.format(total=total, columns=columns, rows=rows)


def _write_row(row: int, cells: Sequence[Cell]) -> str:
    head = "<w:tblHeader/>" if row == 0 else ""
    written = "".join(_write_cell(row, cell) for cell in cells)
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{written}</w:tr>"


def _write_cell(row: int, cell: Cell) -> str:
    is_covered = row != cell.row
    merge = "<w:vMerge/>" if is_covered else '<w:vMerge w:val="restart"/>'
    style = _CONTENT if cell.column == CONTENT else _CELL
    lines = ("",) if is_covered or not cell.lines else cell.lines
    return _TABLE_CELL.format(
        width=_measure(cell.column),
        merge=merge if cell.rows > 1 else "",
        paragraphs="".join(_write_paragraph(style if row else _HEADER, each) for each in lines),
    )


def _write_paragraph(style: str, text: str, properties: str = "") -> str:
    run = _RUN.format(text=escape(text)) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{run}</w:p>'


def _measure(column: int) -> int:
    """Return a column's width in twentieths of a point."""
    return round(COLUMNS[column].width / 25.4 * 1440)


def _name_fonts(chinese: str) -> str:
    latin = "".join(f'w:{script}="{_LATIN}" ' for script in ("ascii", "hAnsi", "cs"))
    return f'<w:rFonts {latin}w:eastAsia="{chinese}"/>'


def _parse(markup: str) -> Any:
    """Return the element that the markup describes; what `w:` stands for is added to it."""
    return parse_xml(re.sub("^<[a-zA-Z:]+", rf"\g<0> {nsdecls('w')}", markup))


_DEFAULTS = """\
<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="24"/><w:szCs w:val="24"/>\
<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>\
<w:pPrDefault/></w:docDefaults>"""
_FONT = """\
<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>"""
_PARAGRAPHS = """\
<w:pPr><w:spacing w:before="0" w:after="{space}" w:line="240" w:lineRule="auto"/>\
<w:jc w:val="{alignment}"/>{more}</w:pPr>"""
_RUNS = '<w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
# The hint makes Chinese of quotation marks and dashes, which English has as well.
_RUN = (
    '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
)
_PAGE_NUMBER = f"""\
<w:p><w:pPr><w:pStyle w:val="{_PAGE}"/></w:pPr>{_RUN.format(text="— ")}\
<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>{_RUN.format(text=" —")}</w:p>"""
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE = f"""\
<w:tbl><w:tblPr><w:tblW w:w="{{total}}" w:type="dxa"/><w:jc w:val="center"/>\
<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>\
<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="68" w:type="dxa"/>\
<w:bottom w:w="40" w:type="dxa"/><w:right w:w="68" w:type="dxa"/></w:tblCellMar>\
</w:tblPr><w:tblGrid>{{columns}}</w:tblGrid>{{rows}}</w:tbl>"""
_TABLE_CELL = """\
<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}<w:vAlign w:val="center"/></w:tcPr>\
{paragraphs}</w:tc>"""
