"""A bulletin's blocks as a Word document, laid out as official papers are (GB/T 9704).

The text stands on A4; a page with a wide table is turned. An office's own document may give the
styles and the page instead: its styles of our names, else its Title, headings and Normal.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from dutylist.annex.writers.word import (
    BODY,
    NORMAL,
    Style,
    append,
    blame,
    make_document,
    save_document,
    write_cell,
    write_row,
    write_runs,
    write_table,
)
from dutylist.annex.writers.word_pages import (
    add_section,
    find_print_width,
    has_page,
    number_pages,
    set_page,
    turn_page,
)
from dutylist.annex.writers.word_pattern import Pattern
from dutylist.errors import InvalidData
from dutylist.report.markdown import (
    Block,
    Closing,
    Heading,
    Item,
    PageBreak,
    Paragraph,
    Table,
    Text,
    show_plain,
    split_pages,
)
from dutylist.report.widths import is_short, is_wide, share_widths
from dutylist.track import Track
from dutylist.words import say

_PAGE_MM = (210.0, 297.0)
_MARGINS_MM = (37.0, 26.0, 35.0, 28.0)
_LINE = 560
_SIZE = 10
_TITLE, _HEADING, _SUBHEADING, _FIRST, _TEXT, _CLOSING, _ANNEX = (
    "DutyPaperTitle", "DutyHeading", "DutySubheading", "DutyAddressee", "DutyText", "DutyClosing",
    "DutyAnnexTitle",
)  # fmt: skip
_HEADER, _CELL, _LONG_CELL, _PAGE, _END = (
    "DutyTableHeader", "DutyTableCell", "DutyTableText", "DutyPage", "DutyEnd",
)  # fmt: skip
_STYLES = {
    _TITLE: Style(
        "方正小标宋简体", 22, "center", 560, '<w:outlineLvl w:val="0"/>', line=660, base="Title"
    ),
    _HEADING: Style(
        "黑体", 16, "both", 0, '<w:outlineLvl w:val="1"/>', line=_LINE, first=200, base="Heading 1"
    ),
    _SUBHEADING: Style(
        "楷体_GB2312", 16, "both", 0, '<w:outlineLvl w:val="2"/>', line=_LINE, first=200,
        base="Heading 2",
    ),
    _FIRST: Style(BODY, 16, "left", line=_LINE, base=NORMAL),
    _TEXT: Style(BODY, 16, "both", line=_LINE, first=200, base=NORMAL),
    _CLOSING: Style(BODY, 16, "right", line=_LINE, base=NORMAL),
    _ANNEX: Style("黑体", 16, "center", 120, '<w:outlineLvl w:val="1"/>', base="Heading 1"),
    _HEADER: Style("黑体", _SIZE, "center"),
    _CELL: Style(BODY, _SIZE, "center"),
    _LONG_CELL: Style(BODY, _SIZE, "left"),
    _PAGE: Style("宋体", 14, "center"),
    _END: Style(BODY, 1, "left"),
}  # fmt: skip


def write(
    blocks: Sequence[Block], written: datetime, track: Track, pattern: Pattern | None = None
) -> bytes:
    """Write the document; raises `InvalidData` where the pattern is none that can be used."""
    with blame(pattern):
        return _write(blocks, written, track, pattern)


def _write(
    blocks: Sequence[Block], written: datetime, track: Track, pattern: Pattern | None
) -> bytes:
    titles = [show_plain(block.text) for block in blocks if isinstance(block, Heading)]
    document = make_document(titles[0] if titles else "", _STYLES, pattern)
    if not pattern or not has_page(document.sections[0]):
        set_page(document.sections[0], _PAGE_MM, _MARGINS_MM, _PAGE)
    for at, page in enumerate(split_pages(blocks)):
        section = add_section(document) if at else document.sections[0]
        if at:
            number_pages(section, are_anew=_has_title(page))
        turn_page(
            section, is_wide=any(isinstance(block, Table) and is_wide(block) for block in page)
        )
        width = find_print_width(section)
        if pattern and width <= 0:
            raise InvalidData(say("{path}: its margins leave no room for text", path=pattern.path))
        append(document, *_write_page(page, width, track, is_annex=at > 0 and not _has_title(page)))
    return save_document(document, written)


def _has_title(page: Sequence[Block]) -> bool:
    """Tell whether a paper of its own begins on the page; an annex of the first has no title."""
    return any(isinstance(block, Heading) and block.level == 1 for block in page[:1])


def _write_page(
    blocks: Sequence[Block], width: float, track: Track, *, is_annex: bool
) -> Iterator[str]:
    before: Block | None = None
    for block in blocks:
        if isinstance(block, Table):
            yield _write_table(block, width, track)
            yield _write_text(_END, ())  # Word wants a paragraph behind a table
        elif isinstance(block, Item):
            yield _write_text(
                _TEXT, block.text, f"{block.mark.rstrip('.')}．" if _has_number(block) else ""
            )
        elif not isinstance(block, PageBreak):
            yield _write_text(_choose_style(block, before, is_annex=is_annex), block.text)
        before = block


def _has_number(item: Item) -> bool:
    return item.mark[0].isdigit()


def _choose_style(
    block: Heading | Paragraph | Closing, before: Block | None, *, is_annex: bool
) -> str:
    """Return the style of a text; right below the head, a line with a colon is the addressee."""
    if isinstance(block, Closing):
        return _CLOSING
    if isinstance(block, Heading):
        if is_annex:
            return _ANNEX
        return {1: _TITLE, 2: _HEADING}.get(block.level, _SUBHEADING)
    # A letter's number, at the right, belongs to its head.
    is_title = isinstance(before, Heading) and before.level == 1
    is_below_head = is_title or isinstance(before, Closing)
    is_addressee = is_below_head and show_plain(block.text).endswith(("：", ":"))
    return _FIRST if is_addressee or is_annex else _TEXT


def _write_text(style: str, text: Text, mark: str = "") -> str:
    return write_runs(style, [(mark, False), *text])


def _write_table(table: Table, width: float, track: Track) -> str:
    widths = share_widths(table, width, _SIZE)
    styles = [_CELL if is_short(table, at) else _LONG_CELL for at in range(len(table.head))]
    head = write_row(map(_write_cell, widths, [_HEADER] * len(widths), table.head), is_head=True)
    rows = [write_row(map(_write_cell, widths, styles, row)) for row in track(table.rows)]
    return write_table(widths, [head, *rows])


def _write_cell(width: float, style: str, text: Text) -> str:
    """Write a cell, in which every line is a paragraph, as in the official annex."""
    return write_cell(width, style, "".join(span.text for span in text).split("\n"))
