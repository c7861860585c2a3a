"""Documents of all kinds into paragraphs and tables: what is printed counts, and nothing else.

Small documents are written here as XML or text, one for each thing that a reader must know; real
ones, made by LibreOffice, python-docx and openpyxl, must come back cell for cell.
"""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from papers import (
    W_STRICT,
    c,
    hints_of,
    lines_of,
    make_docx,
    make_xlsx,
    p,
    read,
    rows_of,
    sheet,
    spans_of,
    tbl,
    tc,
    texts_of,
    tr,
    v,
)

from dutylist.annex.grid import Paragraph, Spot, Table
from dutylist.annex.readers.numerals import show_number
from dutylist.annex.readers.xlsx_formats import show_text, show_value
from dutylist.errors import InvalidData, WrongUsage

PRINTED = Path(__file__).parent / "annex" / "annexes_2022.txt"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")
HEADER = ["序号", "工作内容", "责任部门", "牵头领导"]
MERGED = (
    "<table><tr><th>序号<th>工作内容<th>责任部门<th>牵头领导</tr>"
    "<tr><td>1<td>推进改造。<td rowspan=2>生态环境分局<br>工信局<td rowspan=3>周启明</tr>"
    "<tr><td>2<td>建设学校。</tr>"
    "<tr><td>3<td colspan=2>修路（住建局）。</tr></table>"
)
MERGED_ROWS = [
    HEADER,
    ["1", "推进改造。", "生态环境分局/工信局", "周启明"],
    ["2", "建设学校。", "生态环境分局/工信局", "周启明"],
    ["3", "修路（住建局）。", "修路（住建局）。", "周启明"],
]
MERGED_SPANS = [("生态环境分局工信局", 2, 1), ("周启明", 3, 1), ("修路（住建局）。", 1, 2)]


def run(xml: str) -> str:
    return f"<w:p>{xml}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def lvl(level: int, style: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, overrides: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{overrides}</w:num>'
    )


# Word


def test_paragraphs_and_tables_come_in_printed_order_with_their_places() -> None:
    body = p("附件1") + p("") + tbl(["序号", "工作内容"], ["1", "推进"]) + p("注：略")

    document = read("a.docx", make_docx(body))

    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]
    assert lines_of(document) == ["附件1", "注：略"]
    assert [block.spot for block in document.blocks] == [
        Spot(paragraph=1),
        Spot(table=1),
        Spot(paragraph=3),
    ]
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert [cell.spot for cell in table.cells] == [
        Spot(table=1, row=1, column=1),
        Spot(table=1, row=1, column=2),
        Spot(table=1, row=2, column=1),
        Spot(table=1, row=2, column=2),
    ]


def test_the_main_part_is_found_by_its_relationship_and_in_strict_namespaces() -> None:
    raw = make_docx(p("甲"), main="content/main.xml", namespace=W_STRICT)

    document = read("a.docx", raw)

    assert lines_of(document) == ["甲"]


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (f"<w:ins>{r('新增')}</w:ins>", ["新增"]),
        (f"<w:moveTo>{r('移来')}</w:moveTo>{r('的')}", ["移来的"]),
        (f"{r('留')}<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", ["留"]),
        (f"{r('留')}<w:moveFrom>{r('移走')}</w:moveFrom>", ["留"]),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", ["控件"]),
        (f"<w:hyperlink>{r('链接')}</w:hyperlink>", ["链接"]),
        (f"<w:smartTag><w:smartTagPr/>{r('十月')}</w:smartTag>", ["十月"]),
        (
            "<mc:AlternateContent><mc:Choice>"
            f"{r('新')}</mc:Choice><mc:Fallback>{r('旧')}</mc:Fallback></mc:AlternateContent>",
            ["新"],
        ),
        (
            f"{field('begin')}<w:r><w:instrText>PAGE</w:instrText></w:r>{r('指令')}"
            f"{field('separate')}{r('3')}{field('end')}{r('页')}",
            ["3页"],
        ),
        (f"<w:fldSimple w:instr='DATE'>{r('10月')}</w:fldSimple>", ["10月"]),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", ["甲", "乙", "丙"]),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", ["甲\t乙"]),
        ("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/></w:r>", ["1-2"]),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>", ["✓"]),
        (f"{r('可见')}{r('隐藏', '<w:vanish/>')}", ["可见"]),
        (f"{r('可见', '<w:vanish w:val=' + chr(34) + '0' + chr(34) + '/>')}", ["可见"]),
        (
            f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('hàn')}</w:rt>"
            f"<w:rubyBase>{r('汉')}</w:rubyBase></w:ruby></w:r>",
            ["汉"],
        ),
        (
            f"{r('正文')}<w:r><w:pict><w:txbxContent>{p('文本框')}</w:txbxContent></w:pict></w:r>",
            ["正文", "文本框"],
        ),
    ],
)
def test_word_text_is_what_is_printed_once_changes_are_accepted(
    xml: str, expected: list[str]
) -> None:
    document = read("a.docx", make_docx(run(xml)))

    assert lines_of(document) == expected


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"

    document = read("a.docx", make_docx(p("蔬菜园艺特产", mark) + p("管理中心") + p("完", mark)))

    assert lines_of(document) == ["蔬菜园艺特产管理中心", "完"]


def test_content_controls_around_blocks_rows_and_cells_are_looked_into() -> None:
    def control(xml: str) -> str:
        return f"<w:sdt><w:sdtContent>{xml}</w:sdtContent></w:sdt>"

    row = f"<w:tr>{control(tc('乙'))}{tc('丙')}</w:tr>"
    body = control(p("甲")) + control(f"<w:tbl>{control(row)}</w:tbl>")

    document = read("a.docx", make_docx(body))

    assert lines_of(document) == ["甲"]
    assert texts_of(document) == [[["乙", "丙"]]]


def test_a_field_that_nobody_filled_in_is_empty() -> None:
    placeholder = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        f"<w:sdtContent>{r('单击输入')}</w:sdtContent></w:sdt>"
    )

    document = read("a.docx", make_docx(run(r("部门：") + placeholder)))

    assert lines_of(document) == ["部门："]
    assert hints_of(document) == ["a field that nobody has filled in counts as empty"]


def test_cells_of_word_span_as_the_document_says() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        [tc("清单", '<w:gridSpan w:val="3"/>')],
        ["1", tc("甲", down), "乙"],
        ["2", tc("", on), "丙"],
        [tc("3", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "丁"],
    )

    document = read("a.docx", make_docx(body))

    assert texts_of(document) == [
        [["清单", "清单", "清单"], ["1", "甲", "乙"], ["2", "甲", "丙"], ["3", "3", "丁"]]
    ]
    assert spans_of(document) == [("清单", 1, 3), ("甲", 2, 1), ("3", 1, 2)]


def test_a_row_that_begins_further_right_keeps_its_columns() -> None:
    late = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc("乙")}</w:tr>'
    body = f"<w:tbl>{tr(['1', '甲'])}{late}</w:tbl>"

    document = read("a.docx", make_docx(body))

    table = document.blocks[0]
    assert isinstance(table, Table)
    assert [(cell.text, cell.row, cell.column) for cell in table.cells] == [
        ("1", 0, 0),
        ("甲", 0, 1),
        ("乙", 1, 1),
    ]


def test_deleted_rows_and_cells_are_gone_and_inserted_ones_are_there() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('2')}{tc('删')}</w:tr>"
    new = f"<w:tr><w:trPr><w:ins/></w:trPr>{tc('3')}{tc('增')}</w:tr>"
    body = f"<w:tbl>{tr(['1', tc('格', '<w:cellDel/>'), '甲'])}{gone}{new}</w:tbl>"

    document = read("a.docx", make_docx(body))

    assert texts_of(document) == [[["1", "甲"], ["3", "增"]]]
    assert hints_of(document) == [
        "the document holds tracked changes: what they insert counts, what they delete does not"
    ]


def test_paragraphs_and_breaks_in_a_cell_are_its_lines() -> None:
    cell = tc(
        p("　生态环境分局 ")
        + p("")
        + run("<w:r><w:t>工信局</w:t><w:br/><w:t>\u200b住建局</w:t></w:r>")
    )

    document = read("a.docx", make_docx(tbl([cell])))

    assert rows_of(document) == [[[("生态环境分局", "工信局", "住建局")]]]


def test_a_table_in_a_cell_becomes_lines_of_the_cell() -> None:
    body = tbl(["1", tc(p("外") + tbl(["甲", "乙"], ["丙", "丁"]) + p(""))])

    document = read("a.docx", make_docx(body))

    assert rows_of(document) == [[[("1",), ("外", "甲\t乙", "丙\t丁")]]]
    assert hints_of(document) == ["a table within a cell is read as lines of the cell"]


def test_pages_are_counted_as_word_laid_them_out() -> None:
    turned = run("<w:r><w:lastRenderedPageBreak/><w:t>二</w:t></w:r>")

    document = read("a.docx", make_docx(p("一") + turned + tbl(["三"])))

    assert [block.spot.page for block in document.blocks] == [1, 2, 2]


def test_pages_are_counted_by_forced_breaks_where_word_left_no_marks() -> None:
    turned = run('<w:r><w:br w:type="page"/></w:r>')

    document = read(
        "a.docx", make_docx(p("一") + turned + p("二") + p("三", "<w:pageBreakBefore/>"))
    )

    assert [block.spot.page for block in document.blocks] == [1, 2, 3]


def test_what_is_passed_over_in_word_is_told() -> None:
    body = (
        run("<w:r><w:footnoteReference/></w:r>")
        + run(r("藏", "<w:vanish/>") + r("划", "<w:strike/>"))
        + run("<w:r><w:sym w:font='Webdings' w:char='F041'/></w:r>")
        + tbl([tc(run("<w:r><w:drawing><x:pic xmlns:x='x'/></w:drawing></w:r>"))])
        + run(f"<w:ins>{r('增')}</w:ins>")
    )

    document = read("a.docx", make_docx(body))

    assert hints_of(document) == [
        "a footnote or endnote is not read",
        "hidden text is passed over",
        "crossed-out text is read all the same: 划",
        "a symbol of the font Webdings cannot be read as text",
        "this cell holds a picture and no text",
        "the document holds tracked changes: what they insert counts, what they delete does not",
    ]


# Automatic numbers


def test_automatic_numbers_are_counted_outside_of_tables_and_within() -> None:
    levels = numbering(lvl(0, "chineseCountingThousand", "%1、"), lvl(1, "decimal", "%1.%2."))
    body = (
        numbered("总则")
        + numbered("其一", 1)
        + numbered("其二", 1)
        + tbl([tc(numbered("")), "甲"], [tc(numbered("")), "乙"])
        + numbered("其一", 1)
    )

    document = read("a.docx", make_docx(body, numbering=levels))

    assert lines_of(document) == ["一、总则", "一.1. 其一", "一.2. 其二", "三.1. 其一"]
    assert texts_of(document) == [[["二、", "甲"], ["三、", "乙"]]]


def test_a_numbering_may_start_anew_or_go_on() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    levels = numbering(lvl(0, "decimal", "（%1）"), overrides=override)
    body = numbered("甲") + numbered("乙") + numbered("丙", number=2) + numbered("丁", number=2)

    document = read("a.docx", make_docx(body, numbering=levels))

    assert lines_of(document) == ["（1）甲", "（2）乙", "（5）丙", "（6）丁"]


def test_a_level_that_was_skipped_counts_as_begun() -> None:
    levels = numbering(*(lvl(level, "decimal", f"%{level + 1}.") for level in range(3)))
    body = numbered("甲") + numbered("乙", 2) + numbered("丙", 1) + numbered("丁", 2)

    document = read("a.docx", make_docx(body, numbering=levels))

    assert lines_of(document) == ["1. 甲", "1. 乙", "2. 丙", "1. 丁"]


def test_numbers_come_from_styles_legal_ones_are_figures_and_bullets_are_none() -> None:
    legal = lvl(1, "decimal", "%1.%2", "<w:isLgl/>")
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="k"><w:basedOn w:val="h"/>'
        "</w:style>"
    )
    levels = numbering(lvl(0, "upperRoman", "%1."), legal, lvl(2, "bullet", "●"))
    body = (
        p("甲", '<w:pStyle w:val="h"/>')
        + p("乙", '<w:pStyle w:val="k"/>')
        + numbered("丙", 1)
        + numbered("丁", 2)
        + p("戊", '<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )

    document = read("a.docx", make_docx(body, numbering=levels, styles=styles))

    assert lines_of(document) == ["I. 甲", "II. 乙", "2.1 丙", "丁", "戊"]


@pytest.mark.parametrize(
    ("style", "number", "shown"),
    [
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 101, "一〇一"),
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1005, "一千零五"),
        ("chineseCountingThousand", 10500, "一万零五百"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("japaneseCounting", 99, "九十九"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 1, "⑴"),
        ("lowerLetter", 27, "aa"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("hebrew1", 1, None),
    ],
)
def test_numbers_are_shown_in_the_styles_of_word(
    style: str, number: int, shown: str | None
) -> None:
    assert show_number(number, style) == shown


# Excel


def test_a_sheet_is_a_table_with_its_name_and_the_places_that_excel_names() -> None:
    raw = make_xlsx({"清单": sheet(c("B3", "序号"), c("C3", "工作内容"), c("C4", "推进"))})

    document = read("a.xlsx", raw)

    table = document.blocks[0]
    assert isinstance(table, Table)
    assert table.spot == Spot(sheet="清单", table=1)
    assert [(cell.row, cell.column, cell.lines) for cell in table.cells] == [
        (0, 0, ("序号",)),
        (0, 1, ("工作内容",)),
        (1, 0, ()),
        (1, 1, ("推进",)),
    ]
    assert table.cells[3].spot == Spot(sheet="清单", table=1, row=4, column=3)


def test_merged_ranges_are_spans() -> None:
    ranges = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/></mergeCells>'
    cells = (c("A1", "清单"), c("A2", "甲"), c("B2", "1"), c("B3", "2"))

    document = read("a.xlsx", make_xlsx({"一": sheet(*cells, after=ranges)}))

    assert texts_of(document) == [[["清单", "清单"], ["甲", "1"], ["甲", "2"]]]
    assert spans_of(document) == [("清单", 1, 2), ("甲", 2, 1)]


def test_shared_texts_join_their_runs_and_leave_out_how_they_are_pronounced() -> None:
    rich = "<r><t>重点</t></r><r><t>工作_x000A_清单</t></r><rPh sb='0' eb='1'><t>zhong</t></rPh>"

    document = read("a.xlsx", make_xlsx({"一": sheet(v("A1", "0", kind="s"))}, texts=(rich,)))

    assert rows_of(document) == [[[("重点工作", "清单")]]]


def test_values_of_all_types_are_read_and_what_is_doubtful_is_told() -> None:
    cells = (
        v("A1", "1", kind="b"),
        v("B1", "#REF!", kind="e", formula="X1"),
        v("C1", "三项", kind="str", formula="A1"),
        v("D1", "", formula="SUM(A1)"),
        v("E1", "3", formula="1+2"),
        v("F1", "9", kind="s"),
        c("G1", "末"),
    )

    document = read("a.xlsx", make_xlsx({"一": sheet(*cells)}))

    assert texts_of(document) == [[["TRUE", "#REF!", "三项", "", "3", "", "末"]]]
    assert hints_of(document) == [
        "a formula went wrong here and shows #REF!",
        "a formula without a result is not read; open the file in Excel or WPS and save it",
        "the text of this cell is missing in the file",
    ]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("1.0", "General", "1"),
        ("5.0999999999999996", "General", "5.1"),
        ("1E+20", "General", "1E+20"),
        ("44865", 'm"月末"', "10月末"),
        ("44865", 'm"月末前完成"', "10月末前完成"),
        ("44865", 'yyyy"年"m"月"d"日"', "2022年10月31日"),
        ("44865", '[$-804]yyyy"年"m"月"d"日";@', "2022年10月31日"),
        ("44865", "yyyy年mm月", "2022年10月"),
        ("44865", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二二年十月三十一日"),
        ("44865", "yyyy\\-mm\\-dd", "2022-10-31"),
        ("44865", "[$-F800]dddd, mmmm dd, yyyy", "2022年10月31日"),
        ("44865", "aaaa", "星期一"),
        ("44865.75", "yyyy/m/d h:mm", "2022/10/31 18:00"),
        ("44865.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("44865", "d-mmm-yy", "31-Oct-22"),
        ("0.5", "mm:ss.0", "00:00.0"),
        ("1.5", "[h]:mm", "36:00"),
        ("59", "m/d", "2/28"),
        ("60", "m/d", "2/29"),
        ("61", "m/d", "3/1"),
        ("10", '0"月末"', "10月末"),
        ("10", 'General"月末"', "10月末"),
        ("3", "000", "003"),
        ("3.14159", "0.00", "3.14"),
        ("2.675", "0.00", "2.68"),
        ("0.1", "0%", "10%"),
        ("0.125", "0.0%", "12.5%"),
        ("1234567.5", "#,##0", "1,234,568"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("1.5", "0.##", "1.5"),
        ("-5", "0;(0)", "(5)"),
        ("-5", "0.0", "-5.0"),
        ("0", '0;-0;"无"', "无"),
        ("12000", '0.0,"千"', "12.0千"),
        ("43412345678", "000-0000-0000", "434-1234-5678"),
        ("12345", "0.00E+00", "1.23E+04"),
        ("3", "[Red]0_ ", "3 "),
        ("5", '[$¥-804]0"元"', "¥5元"),
        ("7", "@", "7"),
        ("12", '[DBNum1]0"项"', "一十二项"),
    ],
)
def test_numbers_are_shown_as_their_format_says(value: str, code: str, shown: str) -> None:
    assert show_value(value, code, False) == (shown, True)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("-1", "yyyy-m-d", "-1"),
        ("2.5", "# ?/?", "2.5"),
        ("5", "[>3]0;General", "5"),
        ("3000000", "yyyy", "3000000"),
        ("五", "0", "五"),
        ("NaN", "0", "NaN"),
        ("9e999", "0", "9e999"),
        ("7", ";;;", ""),
    ],
)
def test_what_a_format_cannot_show_is_shown_plainly_and_unsure(
    value: str, code: str, shown: str
) -> None:
    assert show_value(value, code, False) == (shown, False)


def test_a_text_takes_on_what_its_format_puts_around_it() -> None:
    assert show_text("10", '@"月末前"') == "10月末前"
    assert show_text("甲", "0.00") == "甲"


def test_formats_by_number_are_those_of_a_chinese_excel_and_1904_is_heeded() -> None:
    cells = (v("A1", "44865", 0), v("B1", "44865", 1), v("C1", "44865", 2), v("D1", "1", 3))
    formats = ("57", "58", "14", "31")

    document = read("a.xlsx", make_xlsx({"一": sheet(*cells)}, formats=formats))
    later = read(
        "a.xlsx",
        make_xlsx(
            {"一": sheet(v("A1", "43403", 2))},
            formats=formats,
            properties='<workbookPr date1904="1"/>',
        ),
    )

    assert texts_of(document) == [[["2022年10月", "10月31日", "2022/10/31", "1900年1月1日"]]]
    assert texts_of(later) == [[["2022/10/31"]]]


def test_an_unknown_format_is_told_with_its_place() -> None:
    raw = make_xlsx({"一": sheet(v("A1", "2.5", 0))}, formats=("# ?/?",))

    document = read("a.xlsx", raw)

    assert [(str(hint.message), hint.spot) for hint in document.hints] == [
        (
            "the number format # ?/? is not known; 2.5 is read as 2.5",
            Spot(sheet="一", table=1, row=1, column=1),
        )
    ]


def test_hidden_sheets_stay_out_and_hidden_rows_and_columns_are_told() -> None:
    hidden_row = '<row r="3" hidden="1"><c r="A3" t="inlineStr"><is><t>3</t></is></c></row>'
    seen = (
        '<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1">'
        f"{c('A1', '1')}{c('B1', '2')}</row>{hidden_row}</sheetData>"
    )

    document = read(
        "a.xlsx", make_xlsx({"见": seen, "藏": sheet(c("A1", "甲"))}, states={"藏": "veryHidden"})
    )

    assert texts_of(document) == [[["1", "2"], ["", ""], ["3", ""]]]
    assert hints_of(document) == [
        "these rows are hidden, and read all the same: 3",
        "these columns are hidden, and read all the same: B",
        "the sheet 藏 is hidden and is passed over",
    ]


def test_a_cell_far_from_all_others_stays_out_and_a_block_apart_is_a_table() -> None:
    apart = [c(f"A{row}", str(row)) for row in range(900, 904)]
    raw = make_xlsx({"一": sheet(*(c(f"A{n}", "甲") for n in range(1, 6)), *apart, c("XFD9", "x"))})

    document = read("a.xlsx", raw)

    assert texts_of(document) == [[["甲"]] * 5, [["900"], ["901"], ["902"], ["903"]]]
    assert [(str(hint.message), hint.spot) for hint in document.hints] == [
        ("a cell far from all others stays out: x", Spot(sheet="一", row=9, column=16384))
    ]


# Web pages


def test_spans_of_a_page_are_those_of_its_table() -> None:
    document = read("a.html", MERGED)

    assert texts_of(document) == [MERGED_ROWS]
    assert spans_of(document) == MERGED_SPANS


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<p>甲<br>乙<div>丙</div>丁", ["甲", "乙", "丙", "丁"]),
        ("<title>某网站</title><h1>清单</h1>", ["清单"]),
        ("<p>甲</p><script>乙</script><style>丙</style><noscript>丁</noscript>", ["甲"]),
        ("<p>甲<span hidden>乙</span><i style='color:red; display : none'>丙</i>丁", ["甲丁"]),
        ("<p>吕&nbsp;&nbsp;乐&amp;甲<!-- 注 -->乙", ["吕  乐&甲乙"]),
        ("<p> 甲\n\n乙  丙 ", ["甲 乙 丙"]),
        ("<pre>甲\n  乙</pre>", ["甲", "  乙"]),
        ("<ol start=3><li>甲<li value=9>乙<li>丙</ol>", ["3. 甲", "9. 乙", "10. 丙"]),
        ("<ol type=A><li>甲<ol><li>乙</ol><li>丙</ol>", ["A. 甲", "1. 乙", "B. 丙"]),
        ("<ul><li>甲</ul><ol style='list-style:none'><li>1.乙</ol>", ["甲", "1.乙"]),
        ("<ol><li><p>甲</p><p>乙</p><li><li>丙</ol>", ["1. 甲", "乙", "2.", "3. 丙"]),
        ("<ruby>汉<rt>hàn</rt></ruby>", ["汉"]),
    ],
)
def test_a_page_reads_as_a_browser_shows_it(page: str, lines: list[str]) -> None:
    document = read("a.html", f"<html><body>{page}</body></html>")

    assert lines_of(document) == lines


def test_a_footer_goes_last_a_caption_first_and_a_span_ends_with_its_group() -> None:
    page = (
        "<table><caption>表一</caption><tfoot><tr><td>注<td>注</tfoot>"
        "<tbody><tr><td rowspan=0>甲<td>1<tr><td>2</tbody>"
        "<tbody><tr><td rowspan=99>乙<td>3</tbody><thead><tr><th>名<th>号</thead></table>"
    )

    document = read("a.html", page)

    assert lines_of(document) == ["表一"]
    assert texts_of(document) == [
        [["名", "号"], ["甲", "1"], ["甲", "2"], ["乙", "3"], ["注", "注"]]
    ]


def test_a_table_that_lays_out_the_page_is_looked_into() -> None:
    page = "<table><tr><td>栏目<td><p>正文<table><tr><td>1<td>甲</table></table>"

    document = read("a.html", page)

    assert lines_of(document) == ["栏目", "正文"]
    assert texts_of(document) == [[["1", "甲"]]]
    assert hints_of(document) == ["a table that holds tables is taken for the layout of the page"]


def test_crossed_out_text_is_read_and_told() -> None:
    document = read("a.html", "<table><tr><td><del>住建局</del>工信局</table>")

    assert texts_of(document) == [[["住建局工信局"]]]
    assert hints_of(document) == ["crossed-out text is read all the same: 住建局"]


@pytest.mark.parametrize(
    "raw",
    [
        "<p>清单".encode(),
        "\ufeff<p>清单".encode(),
        "<p>清单".encode("gb18030"),
        "<meta charset='gb2312'><p>清单".encode("gbk"),
        '<meta http-equiv="Content-Type" content="text/html; charset=big5"><p>清單'.encode("big5"),
        "<meta charset=gbk><p>清单".encode(),
        "<p>清单".encode("utf-16"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_is_in(raw: bytes) -> None:
    document = read("a.html", raw)

    assert lines_of(document) in (["清单"], ["清單"])


# Text


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_of_all_encodings_and_line_ends_is_read(codec: str, ends: str) -> None:
    raw = ends.join(("附件1", "\t序号", "", "推进。", "")).encode(codec)

    document = read("a.txt", raw)

    assert [
        (block.text, block.spot.line) for block in document.blocks if isinstance(block, Paragraph)
    ] == [
        ("附件1", 1),
        ("\t序号", 2),
        ("", 3),
        ("推进。", 4),
    ]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_digits(codec: str) -> None:
    document = read("a.txt", "附件1\r\n2022年清单\r\n".encode(codec))

    assert lines_of(document) == ["附件1", "2022年清单"]


def test_a_flattened_annex_stays_text() -> None:
    printed = PRINTED.read_text(encoding="utf-8")

    document = read("annexes.txt", printed)

    assert lines_of(document) == printed.splitlines()


def test_cells_that_end_in_pipes_stay_text() -> None:
    text = "序号 |\n主要 任务 |\n\n24 |\n优化 |\n||\n"

    document = read("a.txt", text)

    assert lines_of(document) == text.splitlines()


def test_cells_pasted_from_excel_become_a_table() -> None:
    text = '附件1\n序号\t内容\t部门\n1\t推进\t"甲\n乙"\n2\t\t丙\n注：略\n'

    document = read("a.txt", text)

    assert lines_of(document) == ["附件1", "注：略"]
    assert rows_of(document) == [
        [
            [("序号",), ("内容",), ("部门",)],
            [("1",), ("推进",), ("甲", "乙")],
            [("2",), (), ("丙",)],
        ]
    ]
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert table.has_spans is False
    assert [cell.spot.line for cell in table.cells if cell.column == 0] == [2, 3, 5]


def test_a_true_pipe_table_in_text_becomes_a_table() -> None:
    document = read("a.txt", "清单\n| 序号 | 内容 |\n|---|:-:|\n| 1 | 推进 |\n\n完\n")

    assert lines_of(document) == ["清单", "", "完"]
    assert texts_of(document) == [[["序号", "内容"], ["1", "推进"]]]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |", [["a", "b"], ["1", "2"]]),
        ("a | b\n--|:--\n1 | 2\n", [["a", "b"], ["1", "2"]]),
        ("| a |\n|---|\n| 甲\\|乙<br>**丙** |", [["a"], ["甲|乙/丙"]]),
        ("|a|b|\n|-|-|\n||2|\n", [["a", "b"], ["", "2"]]),
        ("|a|b|\n|-|-|\n|1|\n|1|2|3|\n", [["a", "b"], ["1"], ["1", "2", "3"]]),
        ("|a|b|\n|-|-|\n|&nbsp;x&amp;|`y`|\n# z", [["a", "b"], ["x&", "y"]]),
    ],
)
def test_pipe_tables_are_read_as_github_reads_them(text: str, rows: list[list[str]]) -> None:
    document = read("a.md", text)

    assert texts_of(document) == [rows]


def test_marks_of_markdown_are_taken_off_and_numbers_stay() -> None:
    text = "# 清单 #\n**一、总则**\n- 甲\n1. 乙\n> 丙\n```\n|a|\n|-|\n```\na|b\n"

    document = read("a.md", text)

    assert lines_of(document) == ["清单", "一、总则", "甲", "1. 乙", "丙", "|a|", "|-|", "a|b"]
    assert rows_of(document) == []


def test_ragged_rows_of_a_pipe_table_are_told() -> None:
    document = read("a.md", "|a|b|\n|-|-|\n|1|\n")

    assert [(str(hint.message), hint.spot.line) for hint in document.hints] == [
        ("this row has 1 cells where the header has 2", 3)
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", '序号,内容\n1,"甲\n乙"\n'),
        ("a.csv", '序号;内容\r\n1;"甲\r\n乙"\r\n'),
        ("a.csv", '序号\t内容\n1\t"甲\n乙"\n'),
        ("a.csv", 'sep=;\n序号;内容\n1;"甲\n乙"\n'),
        ("a.tsv", '序号\t内容\n1\t"甲\n乙"\n\t\n'),
        ("a.csv", '序号,内容,,\n1,"甲\n乙",,\n,,,\n'),
    ],
)
def test_separated_cells_are_read_whatever_parts_them(name: str, text: str) -> None:
    document = read(name, text)

    assert rows_of(document) == [[[("序号",), ("内容",)], [("1",), ("甲", "乙")]]]


# What is refused


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "清单.pdf",
            "清单.pdf: .pdf is not read; open it in WPS or Word and save it as .docx, "
            "or copy the table into Excel",
        ),
        (
            "清单.ofd",
            "清单.ofd: .ofd is not read; open it in WPS or Word and save it as .docx, "
            "or copy the table into Excel",
        ),
        (
            "清单.jpg",
            "清单.jpg: .jpg is not read; let WPS or another program recognise its text and save "
            "it as .docx; then compare the result with the picture",
        ),
        (
            "清单.mht",
            "清单.mht: .mht is not read; open it in a browser and save it as .html",
        ),
        (
            "清单",
            "清单: the name has no ending that says its kind; save it as .docx, .xlsx, .html, "
            ".md, .csv or .txt, and give the name that ending",
        ),
    ],
)
def test_a_kind_that_is_not_read_is_refused_with_the_way_to_convert_it(
    name: str, told: str
) -> None:
    with pytest.raises(WrongUsage) as refusal:
        read(name, b"x")

    assert str(refusal.value) == told


def test_old_documents_need_libreoffice() -> None:
    with pytest.raises(WrongUsage) as refusal:
        read("清单.doc", OLD_WORD, path="relative")

    assert str(refusal.value) == (
        "清单.doc: reading .doc needs LibreOffice, which is not on PATH; install it, "
        "or open the document in Word or WPS and save it as .docx"
    )


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html"])
def test_a_missing_library_is_named_with_the_command_that_installs_it(
    kind: str, tmp_path: Path
) -> None:
    raw = {"docx": make_docx(p("甲")), "xlsx": make_xlsx({"一": sheet()}), "html": b"<p>x"}[kind]
    (tmp_path / f"a.{kind}").write_bytes(raw)
    program = (
        "import sys; sys.modules['lxml'] = None\n"
        "from dutylist.annex.readers import read_document\n"
        "from dutylist.errors import WrongUsage\n"
        "try: read_document(sys.argv[1], open(sys.argv[1], 'rb').read(), {})\n"
        "except WrongUsage as refusal: print(refusal)\n"
    )

    done = subprocess.run(
        (sys.executable, "-c", program, str(tmp_path / f"a.{kind}")),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == (
        f"reading .{kind} needs lxml; install it: pip install 'dutylist[{kind}]'\n"
    )


def test_text_kinds_are_read_without_lxml(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from dutylist.annex.readers import read_document\n"
        "for name in ('a.csv', 'a.txt', 'a.md'): read_document(name, b'1,2', {})\n"
        "print([name for name in ('lxml', 'zipfile', 'subprocess') if name in sys.modules])\n"
    )

    done = subprocess.run(
        (sys.executable, "-c", program), capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert done.stdout == "[]\n"


# Real documents


def test_what_python_docx_writes_comes_back() -> None:
    paper = docx.Document()
    paper.add_paragraph("附件1")
    table = paper.add_table(4, 4)
    _fill(lambda row, column, text: setattr(table.cell(row, column), "text", text))
    table.cell(1, 2).merge(table.cell(2, 2))
    table.cell(1, 3).merge(table.cell(3, 3))
    table.cell(3, 1).merge(table.cell(3, 2))
    stream = io.BytesIO()
    paper.save(stream)

    document = read("a.docx", stream.getvalue())

    assert lines_of(document) == ["附件1"]
    assert texts_of(document) == [MERGED_ROWS]
    assert spans_of(document) == MERGED_SPANS


def test_what_openpyxl_writes_comes_back() -> None:
    document = read("a.xlsx", write_workbook())

    assert [row[:4] for row in texts_of(document)[0]] == MERGED_ROWS
    assert texts_of(document)[0][1][4] == "10月末"
    assert spans_of(document) == MERGED_SPANS


def write_workbook() -> bytes:
    """Return the merged table as openpyxl writes it, with a date shown as 10月末 beside it."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    _fill(lambda row, column, text: page.cell(row + 1, column + 1, text))
    for area in ("C2:C3", "D2:D4", "B4:C4"):
        page.merge_cells(area)
    page["E2"] = date(2022, 10, 31)
    page["E2"].number_format = 'm"月末"'
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(put: Callable[[int, int, str], object]) -> None:
    """Put the texts of the merged table where no merged cell covers them."""
    for row, texts in enumerate(MERGED_ROWS):
        for column, text in enumerate(texts):
            if (row, column) not in ((2, 2), (2, 3), (3, 2), (3, 3)):
                put(row, column, text.replace("/", "\n"))


OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The merged table as LibreOffice saves it, in all kinds."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "a.html").write_text(f"<meta charset=utf-8><p>附件1</p>{MERGED}", encoding="utf-8")
    (folder / "b.xlsx").write_bytes(write_workbook())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind, source in _CONVERSIONS:
        command = (str(OFFICE), profile, "--headless", "--convert-to", kind, "--outdir")
        subprocess.run(
            (*command, str(folder), str(folder / source)), check=True, capture_output=True
        )
    return folder


_CONVERSIONS = (
    ("odt:writer8", "a.html"),
    ("docx:MS Word 2007 XML", "a.odt"),
    ("doc:MS Word 97", "a.odt"),
    ("rtf:Rich Text Format", "a.odt"),
    ("html:HTML (StarWriter)", "a.docx"),
    ("ods:calc8", "b.xlsx"),
    ("xlsx:Calc MS Excel 2007 XML", "b.ods"),
    ("xls:MS Excel 97", "b.ods"),
)


@needs_office
@pytest.mark.parametrize("ending", ["docx", "html", "doc", "rtf", "odt"])
def test_texts_that_libreoffice_writes_come_back(ending: str, office: Path) -> None:
    raw = (office / f"a.{ending}").read_bytes()

    document = read(f"a.{ending}", raw, path=os.environ["PATH"])

    assert "附件1" in lines_of(document)
    assert texts_of(document) == [MERGED_ROWS]
    assert spans_of(document) == MERGED_SPANS


@needs_office
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_sheets_that_libreoffice_writes_come_back(ending: str, office: Path) -> None:
    raw = (office / f"b.{ending}").read_bytes()

    document = read(f"b.{ending}", raw, path=os.environ["PATH"])

    assert [row[:4] for row in texts_of(document)[0]] == MERGED_ROWS
    assert texts_of(document)[0][1][4] == "10月末"
    assert spans_of(document) == MERGED_SPANS


@needs_office
def test_what_libreoffice_cannot_read_is_refused() -> None:
    damaged = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le")

    with pytest.raises(InvalidData) as refusal:
        read("a.xls", damaged, path=os.environ["PATH"])

    assert str(refusal.value) == (
        "a.xls: LibreOffice cannot read it; it may be damaged or need a password; "
        "open it in Word or WPS, and save it as .xlsx without a password"
    )


@pytest.mark.skipif(os.name == "nt", reason="the program that stands in is a shell script")
def test_libreoffice_is_given_a_copy_a_profile_of_its_own_and_no_shell(tmp_path: Path) -> None:
    program, seen = tmp_path / "soffice", tmp_path / "seen"
    program.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > {seen}\n'
        f"cat profile/user/registrymodifications.xcu > {tmp_path / 'profile'}\n",
        encoding="utf-8",
    )
    program.chmod(0o755)

    with pytest.raises(InvalidData):
        read("a; touch x.doc", OLD_WORD, path=f"relative:{tmp_path}:/bin:/usr/bin")

    given = seen.read_text(encoding="utf-8").splitlines()
    folder = Path(given[-1]).parent
    assert given == [
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        "--infilter=MS Word 97",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "made"),
        str(folder / "document.doc"),
    ]
    assert not folder.exists()
    assert "DisableMacrosExecution" in (tmp_path / "profile").read_text(encoding="utf-8")


def test_an_old_document_without_what_its_name_says_is_refused() -> None:
    with pytest.raises(InvalidData) as refusal:
        read("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    assert str(refusal.value) == (
        "a.doc: there is no Word text in the file; it is damaged, or of another program: "
        "open it there and save it as .docx"
    )
