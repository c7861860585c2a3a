"""Word documents as offices here make them: styles, fonts, properties and pages.

python-docx makes the document around, what stands in it is written as WordprocessingML: the
library's own way to a cell takes a walk through the whole table each time. Chinese
characters have a font of their own in Word (eastAsia), without which Word takes the one of the
reader's machine. What is printed is the affair of those who call.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.exceptions import PythonDocxError
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from dutylist.annex.readers.archive import Archive
from dutylist.annex.writers.seal import seal
from dutylist.annex.writers.word_pattern import Pattern
from dutylist.errors import InvalidData
from dutylist.words import say


class Style(NamedTuple):
    """A paragraph style: its font for Chinese, its size in points, and how a paragraph stands.

    `space` is what follows the paragraph, `line` how far its lines are apart, if not by their own
    height, both in twentieths of a point; `first` is how far the first line is set in, in
    hundredths of a character; `more` are further properties. In a pattern that has the style
    `base`, the font and the size are those of `base`, and of a title or a heading all else, too.
    """

    font: str
    size: int
    alignment: str
    space: int = 0
    more: str = ""
    line: int = 0
    first: int = 0
    base: str = ""


_LATIN = "Times New Roman"
BODY = "仿宋_GB2312"
NORMAL = "Normal"
_NEXT_BEST = {"方正小标宋简体": "宋体", BODY: "仿宋", "黑体": "SimHei", "宋体": "SimSun"}
_LONGEST_TITLE = 255  # python-docx puts no longer one into the properties

# What python-docx raises at a document that is not as the standard has it.
_FAULTS = (
    ArithmeticError, AttributeError, LookupError, SyntaxError, TypeError, ValueError, OpcError,
    PythonDocxError,
)  # fmt: skip

# Parts of python-docx's template, by the ends of their kinds, that say nothing of this document.
_UNUSED = (
    "/thumbnail", "/stylesWithEffects", "/customXml", "/extended-properties", "/fontTable",
)  # fmt: skip


def make_document(
    title: str, styles: Mapping[str, Style], pattern: Pattern | None = None
) -> WordDocument:
    """Return an empty document in Chinese that has `styles` and nothing to tell its maker by.

    `pattern` is a document whose styles and page it takes over: of `styles` only those are added
    that the pattern lacks.
    """
    document = _open_pattern(pattern) if pattern else Document()
    if not pattern:
        _drop_unused(document)
        _set_fonts(document)
        _set_language(document)
        _set_defaults(document)
    _set_properties(document, title)
    _set_styles(document, styles, is_pattern=pattern is not None)
    return document


@contextmanager
def blame(pattern: Pattern | None) -> Iterator[None]:
    """Tell that the pattern cannot be used, as `InvalidData`, where work with it fails."""
    try:
        yield
    except _FAULTS as fault:
        if pattern is None:
            raise  # nobody's document, but a mistake here
        told = say("{path} gives no styles and page; save it anew as .docx", path=pattern.path)
        raise InvalidData(told) from fault


def save_document(document: WordDocument, written: datetime) -> bytes:
    """Return the document's file, the same bytes for the same document and time."""
    archive = io.BytesIO()
    document.save(archive)
    return seal(archive.getvalue(), written)


def append(document: WordDocument, *blocks: str) -> None:
    """Put blocks of WordprocessingML at the end of the document."""
    for block in blocks:
        document.element.body.insert_element_before(parse(block), "w:sectPr")


def write_paragraph(style: str, text: str, properties: str = "") -> str:
    """Write a paragraph in one of the document's styles; `properties` are further ones."""
    return write_runs(style, [(text, False)], properties)


def write_runs(style: str, runs: Iterable[tuple[str, bool]], properties: str = "") -> str:
    r"""Write a paragraph of texts, each strong or not; `\n` in a text breaks the line."""
    written = "".join(write_run(text, is_strong=is_strong) for text, is_strong in runs if text)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{written}</w:p>'


def write_table(widths_mm: Sequence[float], rows: Iterable[str]) -> str:
    """Write a table of rows that `write_row` wrote; it has a thin frame, and fixed columns."""
    widths = [measure(width) for width in widths_mm]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return _TABLE.format(total=sum(widths), columns=columns, rows="".join(rows))


def write_row(cells: Iterable[str], *, is_head: bool = False) -> str:
    """Write a row of cells that `write_cell` wrote; a head is repeated on each page."""
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def write_cell(width_mm: float, style: str, lines: Sequence[str], merge: str = "") -> str:
    """Write a cell with a paragraph to each line; `merge` is the markup of a joined cell."""
    paragraphs = "".join(write_paragraph(style, line) for line in lines or ("",))
    return _TABLE_CELL.format(width=measure(width_mm), merge=merge, paragraphs=paragraphs)


def write_run(text: str, *, is_strong: bool = False) -> str:
    r"""Write a text as part of a paragraph; `\n` in it breaks the line."""
    strong = "<w:b/>" if is_strong else ""
    broken = '</w:t><w:br/><w:t xml:space="preserve">'.join(map(escape, text.split("\n")))
    return _RUN.format(text=broken, strong=strong)


def measure(mm: float) -> int:
    """Return a width in twentieths of a point."""
    return round(mm / 25.4 * 1440)


def parse(markup: str) -> Any:
    """Return the element that the markup describes; what `w:` stands for is added to it."""
    return parse_xml(re.sub("^<[a-zA-Z:]+", rf"\g<0> {nsdecls('w')}", markup))


def _open_pattern(pattern: Pattern) -> WordDocument:
    """Return the document without its text: what is left are its styles, its page and its feet."""
    Archive(pattern.path, pattern.raw).read_all()
    document = Document(io.BytesIO(pattern.raw))
    body = document.element.body
    for child in list(body):
        if child is not body.sectPr:
            body.remove(child)
    body.get_or_add_sectPr()
    return document


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


def _set_defaults(document: WordDocument) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    defaults.getparent().replace(defaults, parse(_DEFAULTS.format(fonts=_name_fonts(BODY))))


def _set_styles(document: WordDocument, styles: Mapping[str, Style], *, is_pattern: bool) -> None:
    known = {style.name for style in document.styles}
    for name, style in styles.items():
        if name in known:
            continue
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        has_base = is_pattern and style.base in known
        if has_base:
            added.base_style = document.styles[style.base]
        if not has_base or style.base == NORMAL:
            added.element.append(parse(_describe_paragraphs(style)))
        if not has_base:
            fonts = _name_fonts(style.font)
            added.element.append(parse(_RUNS.format(fonts=fonts, size=2 * style.size)))


def _describe_paragraphs(style: Style) -> str:
    line = f'w:line="{style.line}" w:lineRule="exact"' if style.line else _LINE
    twentieths = style.first * style.size * 20 // 100
    indent = f'<w:ind w:firstLineChars="{style.first}" w:firstLine="{twentieths}"/>'
    return _PARAGRAPHS.format(
        **{**style._asdict(), "line": line, "indent": indent if style.first else ""}
    )


def _name_fonts(chinese: str) -> str:
    latin = "".join(f'w:{script}="{_LATIN}" ' for script in ("ascii", "hAnsi", "cs"))
    return f'<w:rFonts {latin}w:eastAsia="{chinese}"/>'


_DEFAULTS = """\
<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="24"/><w:szCs w:val="24"/>\
<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>\
<w:pPrDefault/></w:docDefaults>"""
_FONT = """\
<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>"""
_LINE = 'w:line="240" w:lineRule="auto"'
_PARAGRAPHS = """\
<w:pPr><w:spacing w:before="0" w:after="{space}" {line}/>{indent}\
<w:jc w:val="{alignment}"/>{more}</w:pPr>"""
_RUNS = '<w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
# The hint makes Chinese of quotation marks and dashes, which English has as well.
_RUN = (
    '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{strong}</w:rPr>'
    '<w:t xml:space="preserve">{text}</w:t></w:r>'
)
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
