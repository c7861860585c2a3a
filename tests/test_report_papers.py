"""The bulletin as files: blocks read from Markdown, Word and Excel as other programs find them."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from papers import docx_members, make_docx, p, pack
from repositories import write_list
from terminal import make_environment, needs_terminal, run_command_on_terminal, run_in_pipe

from dutylist.report.html import write_html
from dutylist.report.markdown import (
    Block,
    Closing,
    Heading,
    Item,
    PageBreak,
    Paragraph,
    Span,
    Table,
    read_markdown,
)
from dutylist.report.widths import share_widths

DATA = "--data=tests/bulletins"
OCTOBER = ("report", "--month=10", "--as-of=2022-11-05", DATA)
FORMATS = ("docx", "html", "md", "xlsx", "terminal")
COMPARED = ("no", "content", "departments", "supporting", "leaders", "deadline")
OFFICE = shutil.which("soffice")
BAR = """\
import sys
from gettext import NullTranslations
from dutylist.cli.output import Output
from dutylist.cli.working import Working
from dutylist.words import say
output = Output({"DUTYLIST_BARS": sys.argv[2]}, NullTranslations())
working = Working(output, say("writing the bulletin"), float(sys.argv[1]))
print(sum(working.track(range(3))))
"""


def text(*parts: str) -> tuple[Span, ...]:
    """Return a text of plain spans."""
    return tuple(map(Span, parts))


def make_paper(format_: str, *options: str, **changes: str) -> bytes:
    """Return the bulletin of October in Chinese."""
    environment = make_environment("zh", **changes)
    seen = run_in_pipe(*OCTOBER, f"--format={format_}", *options, environment=environment)
    assert seen.code == 0, seen.remarks
    return seen.out


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("# 题\n## 一、\n", [Heading(1, text("题")), Heading(2, text("一、"))]),
        ("一行\n续行\n\n另段", [Paragraph(text("一行续行")), Paragraph(text("另段"))]),
        ("- 甲\n1. 丙", [Item("-", text("甲")), Item("1.", text("丙"))]),
        ("> 某办\n> 某日", [Closing(text("某办")), Closing(text("某日"))]),
        ("> 　　年　月", [Closing(text("　　年　月"))]),
        ("甲\n\n---\n\n乙", [Paragraph(text("甲")), PageBreak(), Paragraph(text("乙"))]),
        (
            "| 甲 | 乙 |\n| --- | ---: |\n| 1\\|2 |\n| a<br>b | 3 | 4 |",
            [
                Table(
                    (text("甲"), text("乙")),
                    (False, True),
                    ((text("1|2"), ()), (text("a\nb"), text("3"))),
                )
            ],
        ),
        ("|不是表", [Paragraph(text("|不是表"))]),
        ("甲**乙**\\*丙\\*&lt;", [Paragraph((Span("甲"), Span("乙", True), Span("*丙*<")))]),
        ("1\\. 不是项\n", [Paragraph(text("1. 不是项"))]),
        ("", []),
    ],
)  # fmt: skip
def test_markdown_is_read_into_blocks(markdown: str, blocks: list[Block]) -> None:
    found = read_markdown(markdown)

    assert found == blocks


def test_blocks_become_markup_in_which_all_text_is_escaped() -> None:
    blocks = read_markdown(
        "# 题\\<b\\>\n\n**甲**\n\n3. 乙\n\n> 丙\n\n"
        "| 丁 | 数 |\n| --- | ---: |\n| &amp;\u202e<br>己 | 1 |"
    )

    markup = write_html(blocks, level=2)

    assert markup == (
        "<h2>题&lt;b&gt;</h2>\n"
        "<p><strong>甲</strong></p>\n"
        '<ol>\n<li value="3">乙</li>\n</ol>\n'
        '<p class="closing">丙</p>\n'
        '<div class="wide" role="region" aria-label="丁、数" tabindex="0">\n'
        "<table>\n<thead>\n"
        '<tr><th scope="col">丁</th><th scope="col">数</th></tr>\n'
        "</thead>\n<tbody>\n"
        '<tr><td>&amp;\\u202e<br>己</td><td class="number">1</td></tr>\n'
        "</tbody>\n</table>\n</div>"
    )


def test_columns_of_names_are_as_wide_as_a_name_and_the_widths_fill_the_page() -> None:
    row = (text("1"), text("张三李四"), text("很长的工作内容" * 9), text("短一些的内容" * 2))
    table = Table((text("序号"), text("领导"), text("内容"), text("进展")), (False,) * 4, (row,))

    widths = share_widths(table, 225, 10)

    assert [round(width, 1) for width in widths] == [10.1, 17.1, 137.7, 60.1]
    assert round(sum(widths), 6) == 225


def test_no_column_is_narrower_than_its_longest_word() -> None:
    head = tuple(map(text, ("bucket", "duties", "share", "period before", "change")))
    counts = tuple(map(text, ("on-schedule", "10", "100.0%", "10", "−1")))
    names = (text("on-schedule"), *counts[1:4], text("a long text of many words" * 40))

    alike = share_widths(Table(head, (False,) * 5, (counts,)), 156, 10)
    mixed = share_widths(Table(head, (False,) * 5, (names,)), 156, 10)

    assert [round(width, 1) for width in alike] == [45.5, 27.6, 27.6, 27.6, 27.6]
    assert [round(width, 1) for width in mixed] == [22.4, 13.6, 13.6, 13.6, 92.8]


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_bulletin_is_the_same_to_the_byte(format_: str) -> None:
    first, second = make_paper(format_), make_paper(format_)

    assert first == second


@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_an_archive_carries_the_time_that_is_given_and_no_other(format_: str) -> None:
    early = make_paper(format_, SOURCE_DATE_EPOCH="1667260800")
    late = make_paper(format_, SOURCE_DATE_EPOCH="1669852800")

    assert early != late
    assert len(early) == len(late)


@pytest.mark.parametrize("format_", ["docx", "xlsx", "md", "html"])
def test_the_annex_of_a_bulletin_comes_back_through_import(format_: str, tmp_path: Path) -> None:
    path = tmp_path / f"通报.{format_}"
    path.write_bytes(make_paper(format_))
    listed = json.loads(run_in_pipe("list", DATA, "--format=json").out)

    seen = run_in_pipe("import", str(path), f"--data={tmp_path}", "--format=json")

    told = json.loads(seen.out)
    (duties,) = [each["duties"] for each in told["lists"]]
    assert _compare(duties) == _compare(listed)
    assert [each["no"] for each in duties if each.get("repealed")] == [8]
    # Two tasks of one number, and a duty without a leader, are for a clerk to look at.
    # So is that a board was read for its bulletin alone.
    whole = {None} if format_ == "html" else set()
    assert {each["field"] for each in told["doubts"]} == {"no", "leaders"} | whole


def _compare(duties: list[dict[str, Any]]) -> list[list[Any]]:
    return [[duty.get(key, []) for key in COMPARED] for duty in duties]


def test_word_finds_the_text_upright_the_annex_turned_and_chinese_fonts() -> None:
    document = docx.Document(io.BytesIO(make_paper("docx")))

    pages = [
        (section.orientation, round(section.page_width / Mm(1)), round(section.page_height / Mm(1)))
        for section in document.sections
        if section.page_width and section.page_height
    ]
    assert pages == [(WD_ORIENT.PORTRAIT, 210, 297), (WD_ORIENT.LANDSCAPE, 297, 210)]
    assert document.core_properties.title == "关于2022年10月责任清单推进情况的通报"
    fonts = document.styles["DutyText"].element.find(qn("w:rPr")).find(qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert document.paragraphs[1].style is not None
    assert document.paragraphs[1].style.name == "DutyAddressee"
    assert [len(table.columns) for table in document.tables] == [5, 10]
    assert document.tables[1].cell(2, 6).text == "10月10日：完成选址。\n10月25日：施工单位进场。"


def test_an_office_s_own_document_gives_the_styles_and_the_page(tmp_path: Path) -> None:
    pattern = docx.Document()
    pattern.add_paragraph("这段话不要")
    pattern.sections[0].page_width, pattern.sections[0].page_height = Mm(200), Mm(280)
    pattern.styles["Title"].font.size = Pt(30)
    path = tmp_path / "样式.docx"
    pattern.save(str(path))

    document = docx.Document(io.BytesIO(make_paper("docx", f"--style={path}")))

    title = document.paragraphs[0]
    assert title.text == "关于2022年10月责任清单推进情况的通报"
    assert title.style is not None
    assert title.style.base_style is not None
    assert title.style.base_style.name == "Title"
    assert all("这段话不要" not in each.text for each in document.paragraphs)
    widths = [round(each.page_width / Mm(1)) for each in document.sections if each.page_width]
    assert widths == [200, 280]


def test_what_is_no_word_document_gives_no_styles(tmp_path: Path) -> None:
    path = tmp_path / "样式.docx"
    path.write_bytes(b"PK\x03\x04")

    seen = run_in_pipe(*OCTOBER, "--format=docx", f"--style={path}")

    assert (seen.out, seen.code) == (b"", 4)
    assert seen.remarks == (
        f"styles taken from {path}\n"
        f"dutylist: {path}: the file is damaged or cut short (the archive cannot be unpacked); "
        "get it again, or open it in its program and save it anew\n"
    )


def test_a_style_document_that_says_no_page_gets_ours(tmp_path: Path) -> None:
    path = tmp_path / "样式.docx"
    path.write_bytes(make_docx(p("这段话不要")))

    document = docx.Document(io.BytesIO(make_paper("docx", f"--style={path}")))

    widths = [round(each.page_width / Mm(1)) for each in document.sections if each.page_width]
    assert widths == [210, 297]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('<w:sectPr><w:pgSz w:w="宽" w:h="16838"/></w:sectPr>',
         " gives no styles and page; save it anew as .docx"),
        ('<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="9000" w:right="9000"/>'
         "</w:sectPr>", ": its margins leave no room for text"),
        ("", " gives no styles and page; save it anew as .docx"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", [OCTOBER, ("remind", "--as-of=2022-11-05", DATA)])
def test_a_style_document_that_cannot_be_used_is_named(
    tmp_path: Path, command: tuple[str, ...], body: str, reason: str
) -> None:
    path = tmp_path / "样式.docx"
    members = docx_members(body)
    if not body:
        members["word/document.xml"] = "<w/>"
    path.write_bytes(pack(members))

    seen = run_in_pipe(*command, "--format=docx", f"--style={path}")

    assert (seen.out, seen.code) == (b"", 4)
    assert seen.remarks == f"styles taken from {path}\ndutylist: {path}{reason}\n"


def test_excel_finds_numbers_text_that_stays_text_and_a_head_that_stays() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(make_paper("xlsx")))

    text_sheet, annex = workbook.worksheets
    assert (text_sheet.title, annex.title) == ("关于2022年10月责任清单推进情况的通报", "附件1")
    assert (annex.freeze_panes, annex.print_title_rows) == ("A4", "$3:$3")
    assert annex["A4"].value == 1
    hostile = annex["B13"]
    assert (hostile.value, hostile.data_type) == ("=1+1|<b>**不是标记**</b>[a](b)&amp;", "s")
    assert annex.page_setup.orientation == "landscape"


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")
@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_libreoffice_prints_a_bulletin(format_: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{format_}"
    path.write_bytes(make_paper(format_))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(OFFICE),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        ".",
        str(path),
    ]

    subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=True)

    printed = (tmp_path / "a.pdf").read_bytes()
    assert printed.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= 2


@needs_terminal
@pytest.mark.parametrize(
    ("delay", "bars", "is_shown"), [("0", "", True), ("3600", "", False), ("0", "no", False)]
)
def test_long_work_is_shown_on_a_terminal_while_it_lasts(
    delay: str, bars: str, is_shown: bool
) -> None:
    command = [sys.executable, "-c", BAR, delay, bars]

    seen = run_command_on_terminal(command, 80, make_environment())

    assert ("writing the bulletin" in seen.text) is is_shown
    assert seen.text.replace("\r", "").endswith("3\n")


def test_long_work_is_not_shown_in_a_pipe() -> None:
    command = [sys.executable, "-c", BAR, "0", ""]

    ended = subprocess.run(command, env=make_environment(), capture_output=True, check=True)

    assert (ended.stdout, ended.stderr) == (b"3" + os.linesep.encode(), b"")


def test_nine_hundred_duties_are_all_in_the_annex(tmp_path: Path) -> None:
    duties = write_list(*(f"第{no}项" for no in range(1, 901)))
    (tmp_path / "tasks_2022.yaml").write_text(duties, encoding="utf-8")

    seen = run_in_pipe(
        "report", "--month=10", "--as-of=2022-11-05", f"--data={tmp_path}", "--format=docx"
    )

    document = docx.Document(io.BytesIO(seen.out))
    assert len(document.tables[-1].rows) == 901
