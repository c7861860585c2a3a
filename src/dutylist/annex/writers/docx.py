"""Lists as a Word document, which WPS opens as well: A4 turned, a page or more to each list.

The official annex's styles and its table are here; how a Word document is made is in `word`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

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
from dutylist.annex.writers.word import (
    BODY,
    Style,
    append,
    make_document,
    save_document,
    write_cell,
    write_paragraph,
    write_row,
    write_table,
)
from dutylist.annex.writers.word_pages import set_page

_ANNEX, _TITLE, _HEADER, _CELL, _CONTENT, _PAGE, _END = (
    "DutyAnnex", "DutyTitle", "DutyHeader", "DutyCell", "DutyContent", "DutyPage", "DutyEnd",
)  # fmt: skip
_STYLES = {
    _ANNEX: Style("黑体", 16, "left", space=120),
    _TITLE: Style("方正小标宋简体", 22, "center", space=240, more='<w:outlineLvl w:val="0"/>'),
    _HEADER: Style("黑体", 12, "center"),
    _CELL: Style(BODY, 12, "center"),
    _CONTENT: Style(BODY, 12, "both"),
    _PAGE: Style("宋体", 14, "center"),
    _END: Style(BODY, 1, "left"),
}


def write(lists: Sequence[PrintedList], written: datetime) -> bytes:
    """Write the document; each list begins on a page of its own."""
    document = make_document(join_titles(lists), _STYLES)
    set_page(document.sections[0], PAGE_MM, MARGINS_MM, _PAGE)
    for at, printed in enumerate(lists):
        append(document, *_write_list(printed, is_first=at == 0))
    append(document, write_paragraph(_END, ""))  # Word wants a paragraph behind a table
    return save_document(document, written)


def _write_list(printed: PrintedList, *, is_first: bool) -> Iterator[str]:
    heads = [(_TITLE, clean(printed.title))]
    if printed.annex:
        heads.insert(0, (_ANNEX, clean(printed.annex)))
    for at, (style, text) in enumerate(heads):
        begins_page = "" if is_first or at else "<w:pageBreakBefore/>"
        yield write_paragraph(style, text, f"<w:keepNext/>{begins_page}")
    yield _write_table(printed)


def _write_table(printed: PrintedList) -> str:
    rows = (
        write_row(
            [_write_cell(at, cells[column]) for column in range(len(COLUMNS))], is_head=at == 0
        )
        for at, cells in enumerate(list_rows(lay_out(printed.duties)))
    )
    return write_table([column.width for column in COLUMNS], rows)


def _write_cell(row: int, cell: Cell) -> str:
    is_covered = row != cell.row
    merge = "<w:vMerge/>" if is_covered else '<w:vMerge w:val="restart"/>'
    style = _CONTENT if cell.column == CONTENT else _CELL
    lines = () if is_covered else cell.lines
    width = COLUMNS[cell.column].width
    return write_cell(width, style if row else _HEADER, lines, merge if cell.rows > 1 else "")
