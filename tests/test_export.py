"""The lists as documents: what other programs read in them, how they look, and where they go."""

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from papers_out import (
    Merge,
    make_duty,
    make_repealed,
    print_list,
    read_back,
    tell_merges,
    tell_rows,
    write_out,
)
from terminal import PROGRAM, make_environment, needs_terminal, run_in_pipe, run_on_terminal

from dutylist.annex.writers import FORMATS
from dutylist.annex.writers.layout import lay_out
from dutylist.annex.writers.xlsx import measure_rows, name_sheets
from dutylist.errors import WrongUsage

DAY = "--as-of=2022-10-01"
TALLY = "read 2 lists, 112 duties; shown 112 (2 repealed among them)\n"
NAMES = "docx, xlsx, html, md, csv, json, ics, sqlite, parquet"
DASH = "- is no file here; without -o the document goes to standard output"
NO_FORMAT = f"name a format, one of {NAMES}, or a file that ends in one with -o"
HEADS = [
    ["附件1", "2022年区政府重点工作责任清单"],
    ["附件2", "2022年区政府民生实事责任清单"],
]
OFFICE = shutil.which("soffice")
# LibreOffice 7.4 loses the first page of any web page, unless it takes it for a text.
AS_TEXT = ("--infilter=HTML (StarWriter)", "pdf:writer_pdf_Export")
BINARY = ("docx", "xlsx")
MERGING = ("docx", "xlsx", "html")
HOSTILE = (
    "=1+1",
    "+1",
    "-1+2",
    "@x",
    "#N/A",
    "<script>&amp;",
    "a|b\\|c",
    "_x0041_",
    "**粗**[a](b)",
)


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    """All duties, by way of JSON."""
    told: list[dict[str, Any]] = json.loads(run_in_pipe("list", DAY, "--format=json").out)
    return told


@pytest.mark.parametrize("format_", FORMATS)
def test_another_program_finds_all_duties_in_a_document(
    format_: str, records: list[dict[str, Any]]
) -> None:
    expected = [
        tell_rows([each for each in records if each["list"] == id_])
        for id_ in ("tasks_2022", "livelihood_2022")
    ]

    seen = run_in_pipe("export", DAY, "--format", format_)

    papers = read_back(format_, seen.out)
    assert [paper.rows for paper in papers] == expected
    assert [len(rows) for rows in expected] == [101, 11]
    assert [paper.heads for paper in papers] == HEADS
    assert seen.remarks == TALLY


@pytest.mark.parametrize("format_", MERGING)
def test_departments_and_leaders_are_merged_over_consecutive_duties(
    format_: str, records: list[dict[str, Any]]
) -> None:
    rows = tell_rows([each for each in records if each["list"] == "tasks_2022"])

    paper, _ = read_back(format_, run_in_pipe("export", "--format", format_).out)

    assert paper.merges == tell_merges(rows)
    assert Merge(0, 5, 5) in paper.merges
    assert len(paper.merges) == 21


@pytest.mark.parametrize("format_", MERGING)
def test_a_number_with_two_tasks_is_one_cell(format_: str) -> None:
    duties = [make_duty(4), make_duty("5.1"), make_duty("5.2", departments=("乙局",)), make_duty(6)]

    (paper,) = read_back(format_, write_out(format_, print_list(*duties)))

    assert [row[0] for row in paper.rows] == ["4", "5", "5", "6"]
    assert paper.merges == [Merge(0, 2, 2), Merge(0, 5, 4), Merge(1, 0, 2)]


@pytest.mark.parametrize("format_", FORMATS)
def test_duties_without_a_leader_have_an_empty_cell_each(format_: str) -> None:
    duties = [make_duty(no, departments=(f"{no}局",), leaders=()) for no in (1, 2)]

    (paper,) = read_back(format_, write_out(format_, print_list(*duties)))

    assert [row[5] for row in paper.rows] == ["", ""]
    assert paper.merges == []


@pytest.mark.parametrize("format_", FORMATS)
def test_what_a_list_says_is_text_in_every_format(format_: str) -> None:
    duties = [make_duty(no, text, departments=(text,)) for no, text in enumerate(HOSTILE, 1)]

    document = write_out(format_, print_list(*duties, title="=<b>#1</b>", annex="1. *附件*"))

    (paper,) = read_back(format_, document)
    shown = [text.replace("_x", "_x005F_x") if format_ == "xlsx" else text for text in HOSTILE]
    assert [row[1] for row in paper.rows] == shown
    assert [row[2] for row in paper.rows] == shown
    assert paper.heads == ["1. *附件*", "=<b>#1</b>"]
    assert b"<script>" not in document


@pytest.mark.parametrize("format_", FORMATS)
def test_what_acts_on_a_screen_or_fits_no_document_is_shown_as_an_escape(format_: str) -> None:
    duty = make_duty(1, "甲\u202e乙\ufffe丙\t丁\n 戊")

    (paper,) = read_back(format_, write_out(format_, print_list(duty)))

    assert paper.rows[0][1] == "甲\\u202e乙\\ufffe丙 丁\n戊"


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip), min_size=1))
def test_no_text_breaks_a_document(texts: list[str]) -> None:
    printed = print_list(*(make_duty(no, text) for no, text in enumerate(texts, 1)))

    papers = [read_back(each, write_out(each, printed))[0] for each in ("docx", "html", "md")]

    cells = [cell for cell in lay_out(printed.duties).cells if cell.column == 1]
    expected = ["\n".join(cell.lines).replace("\xa0", " ") for cell in cells[1:]]
    seen = [[row[1].replace("\xa0", " ") for row in paper.rows] for paper in papers]
    assert seen == [expected] * 3


def test_excel_keeps_text_as_text_and_numbers_as_numbers() -> None:
    printed = print_list(*(make_duty(no, text) for no, text in enumerate(HOSTILE, 1)))

    sheet = openpyxl.load_workbook(io.BytesIO(write_out("xlsx", printed))).worksheets[0]

    cells = [sheet.cell(3 + no, 2) for no in range(1, len(HOSTILE) + 1)]
    assert [cell.data_type for cell in cells] == ["s"] * len(HOSTILE)
    assert [bool(cell.quotePrefix) for cell in cells] == [text[0] in "=+-@" for text in HOSTILE]
    assert [sheet.cell(4, 1).value, sheet.cell(5, 1).value] == [1, 2]


def test_excel_takes_no_text_that_it_would_cut() -> None:
    printed = print_list(make_duty(1, "长" * 32768))

    with pytest.raises(WrongUsage) as refused:
        write_out("xlsx", printed)

    assert str(refused.value) == (
        f"a cell of Excel holds 32767 characters, and “{'长' * 20}…” has 32768; "
        "choose another format"
    )


@pytest.mark.parametrize(
    ("lists", "names"),
    [
        ([("tasks_2022", "附件1"), ("livelihood_2022", "附件2")], ["附件1", "附件2"]),
        ([("tasks_2021", "附件1"), ("tasks_2022", "附件1")], ["tasks_2021", "tasks_2022"]),
        ([("tasks_2022", "附件1"), ("livelihood_2022", None)], ["tasks_2022", "livelihood_2022"]),
        ([("a", "附件[1]:*?/\\"), ("b", "'附件'")], ["附件_1______", "附件"]),
        ([("x" * 40, None), ("x" * 41, None)], ["x" * 31, "x" * 27 + " (2)"]),
        ([("A", None), ("a", None), ("History", None)], ["A", "a (2)", "History (2)"]),
    ],
)  # fmt: skip
def test_sheets_have_names_that_excel_takes(
    lists: list[tuple[str, str | None]], names: list[str]
) -> None:
    printed = [print_list()._replace(list_id=id_, annex=annex) for id_, annex in lists]

    assert name_sheets(printed) == names


def test_rows_of_excel_have_room_for_what_merged_cells_say() -> None:
    departments = tuple(f"{no}局" for no in range(6))
    duties = [make_duty(no, departments=departments) for no in (1, 2)]

    heights = measure_rows(lay_out(duties))

    assert heights == [42.0, 57.0, 57.0]


def test_a_word_document_looks_like_an_official_annex() -> None:
    printed = print_list(make_duty(), make_duty(2))

    document: Any = docx.Document(io.BytesIO(write_out("docx", printed)))

    section, (table,) = document.sections[0], document.tables
    rows = [row._tr for row in table.rows]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert [round(each.mm) for each in (section.page_width, section.page_height)] == [297, 210]
    assert [len(row.xpath("./w:trPr/w:tblHeader")) for row in rows] == [1, 0, 0]
    assert [len(row.xpath("./w:trPr/w:cantSplit")) for row in rows] == [1, 1, 1]
    assert section.footer._element.xpath("string(.)") == "— 1 —"
    assert section.footer._element.xpath(".//w:fldSimple/@w:instr") == ["PAGE"]
    assert [
        find_fonts(document, paragraph.style.name) for paragraph in document.paragraphs[:2]
    ] == [
        ("Times New Roman", "黑体"),
        ("Times New Roman", "方正小标宋简体"),
    ]
    assert find_fonts(document, "DutyCell") == ("Times New Roman", "仿宋_GB2312")
    assert document.core_properties.title == "清单"
    assert document.core_properties.author == document.core_properties.comments == ""
    assert document.core_properties.language == "zh-CN"


def test_a_workbook_looks_like_an_official_annex() -> None:
    printed = [print_list(make_duty(), title=title, annex=title) for title in ("甲", "乙")]

    book: Any = openpyxl.load_workbook(io.BytesIO(write_out("xlsx", *printed)))

    sheet = book.worksheets[0]
    assert book.sheetnames == ["甲", "乙"]
    assert [cell.font.name for cell in (sheet["A1"], sheet["A2"], sheet["A3"], sheet["B4"])] == [
        "黑体", "方正小标宋简体", "黑体", "仿宋_GB2312",
    ]  # fmt: skip
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$3:$3")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.oddFooter.center.text == "— &P —"
    assert (book.properties.title, book.properties.creator) == ("甲；乙", None)


def find_fonts(document: Any, style: str) -> tuple[str, str]:
    """Return the fonts that a style has for Latin and for Chinese."""
    fonts = document.styles[style].element.find(qn("w:rPr")).find(qn("w:rFonts"))
    return fonts.get(qn("w:ascii")), fonts.get(qn("w:eastAsia"))


def test_markdown_says_everything_in_every_row() -> None:
    duties = [make_duty(1, supporting=("乙局", "丙局")), make_repealed(2)]

    document = write_out("md", print_list(*duties, title="清单_1", annex="- 附件")).decode()

    assert document == (
        "\\- 附件\n\n# 清单\\_1\n\n"
        "| 序号 | 工作内容 | 责任部门 | 配合部门 | 工作进度时限要求 | 牵头领导 |\n"
        "| ---: | --- | --- | --- | --- | --- |\n"
        "| 1 | 工作。 | 甲局 | 乙局<br>丙局 | 12月末前完成 | 张三 |\n"
        "| 2 | 工作。（废止） | 甲局 | — | 12月末前完成 | 张三 |\n"
    )


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_lists_give_the_same_bytes(format_: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{format_}"
    first, second = make_environment(PYTHONHASHSEED="1"), make_environment(PYTHONHASHSEED="2")

    piped = run_in_pipe("export", "-f", format_, environment=first).out
    run_in_pipe("export", "-o", str(path), environment=second)

    assert path.read_bytes() == piped


@pytest.mark.parametrize("format_", BINARY)
def test_a_document_carries_the_time_of_source_date_epoch(format_: str) -> None:
    known = make_environment(SOURCE_DATE_EPOCH="1650000000")

    seen = [
        run_in_pipe("export", "-f", format_, environment=each).out
        for each in (make_environment(), known)
    ]

    archives = [zipfile.ZipFile(io.BytesIO(each)) for each in seen]
    times = [{member.date_time for member in archive.infolist()} for archive in archives]
    assert times == [{(1980, 1, 1, 0, 0, 0)}, {(2022, 4, 15, 5, 20, 0)}]
    assert [b"<dcterms:" in archive.read("docProps/core.xml") for archive in archives] == [
        False
    ] * 2


def test_a_filtered_export_keeps_the_numbers_and_tells_what_it_leaves_out() -> None:
    seen = run_in_pipe("export", DAY, "--leader", "孟令伟", "--list", "livelihood_2022", "-f", "md")

    (paper,) = read_back("md", seen.out)
    assert [row[0] for row in paper.rows] == ["3", "4", "5", "6", "7", "8"]
    assert paper.heads == HEADS[1]
    assert seen.remarks == "read 2 lists, 112 duties; shown 6; 106 not selected\n"


def test_a_list_of_which_no_duty_is_chosen_is_left_out() -> None:
    seen = run_in_pipe("export", DAY, "--leader", "张宝库", "-f", "md")

    assert [paper.heads for paper in read_back("md", seen.out)] == [HEADS[0]]
    assert seen.remarks == "read 2 lists, 112 duties; shown 5; 107 not selected\n"


def test_nothing_is_written_where_nothing_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "空.docx"

    seen = run_in_pipe("export", DAY, "--search", "无此事项", "-o", str(path))

    assert (seen.code, seen.out, path.exists()) == (3, b"", False)
    assert seen.remarks == (
        "read 2 lists, 112 duties; shown 0; 112 not selected\n"
        "dutylist: no duty is selected; nothing was written\n"
    )


def test_the_day_decides_what_is_repealed_and_an_extension_is_told(tmp_path: Path) -> None:
    (tmp_path / "a_2022.yaml").write_text(
        "title: 清单\nyear: 2022\nduties:\n"
        "  - {no: 1, content: 甲, departments: [甲局], deadline: 6月, leaders: [],\n"
        "     repealed: {on: 2022-05-01}}\n"
        "  - {no: 2, content: 乙, departments: [乙局], deadline: 6月, leaders: [],\n"
        "     extended: [{on: 2022-05-01, to: 2022-09-30}]}\n",
        encoding="utf-8",
    )
    command = ("export", "--data", str(tmp_path), "-f", "md")

    before, after = (run_in_pipe(*command, f"--as-of=2022-0{month}-02") for month in (4, 5))

    contents = [[row[1] for row in read_back("md", seen.out)[0].rows] for seen in (before, after)]
    assert contents == [["甲", "乙"], ["甲（废止）", "乙"]]
    assert before.remarks == "read 1 list, 2 duties; shown 2\n"
    assert after.remarks == (
        "1 duty is extended; its deadline is printed as it was first worded\n"
        "read 1 list, 2 duties; shown 2 (1 repealed among them)\n"
    )


def test_the_files_name_says_the_format_and_the_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "附件.DOCX"

    seen = run_in_pipe("export", DAY, "-o", str(path))

    assert (seen.code, seen.out) == (0, b"")
    assert seen.remarks == f"wrote {path}\n{TALLY}"
    assert len(read_back("docx", path.read_bytes())) == 2
    assert list_names(tmp_path) == ["附件.DOCX"]


def test_a_file_that_is_there_is_replaced_only_when_told(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o640)

    refused = run_in_pipe("export", "-o", str(path))
    kept = path.read_bytes()
    forced = run_in_pipe("export", DAY, "-o", str(path), "--force")

    assert (refused.code, kept) == (5, b"old")
    assert refused.remarks == f"dutylist: {path} is there already; --force replaces it\n"
    assert (forced.code, forced.remarks) == (0, f"wrote {path}\n{TALLY}")
    assert len(read_back("md", path.read_bytes())) == 2
    assert list_names(tmp_path) == ["a.md"]
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o640


def list_names(folder: Path) -> list[str]:
    """Return the names of what is in a folder."""
    return sorted(each.name for each in folder.iterdir())


@pytest.mark.parametrize(
    ("name", "options", "reason"),
    [
        ("none/a.md", (), "could not be made: it does not exist; nothing was written"),
        ("file/a.md", (), "could not be made: it is no folder; nothing was written"),
        ("folder.md", ("--force",), "is no regular file, and stays as it is"),
        ("folder.md", (), "is there already; --force replaces it"),
        ("长" * 90 + ".md", (), "could not be made: its name is too long; nothing was written"),
    ],
)
def test_what_cannot_be_written_is_told(
    name: str, options: tuple[str, ...], reason: str, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.md").mkdir()
    path = tmp_path / name

    seen = run_in_pipe("export", DAY, "-o", str(path), *options)

    assert (seen.code, seen.remarks) == (5, f"dutylist: {path} {reason}\n")
    assert list_names(tmp_path) == ["file", "folder.md"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), NO_FORMAT),
        (("-o", "a"), NO_FORMAT),
        (("-o", ""), "an empty name is no file"),
        (("-o", "-", "-f", "md"), DASH),
        (("-o", "-", "-f", "parquet"), "parquet is a folder; name it with -o"),
        (("-o", "a.docx", "-f", "md"), "a.docx would be no docx file"),
        (("-f", "pdf"), f"a format is one of {NAMES}, not “pdf”"),
    ],
)
def test_a_format_that_is_not_sure_is_refused(options: tuple[str, ...], sentence: str) -> None:
    seen = run_in_pipe("export", *options)

    assert (seen.code, seen.out, seen.remarks) == (2, b"", f"dutylist: {sentence}\n")


def test_a_time_that_is_none_is_refused() -> None:
    seen = run_in_pipe("export", "-f", "md", environment=make_environment(SOURCE_DATE_EPOCH="x"))

    sentence = "SOURCE_DATE_EPOCH counts seconds from 1970, and is “x”"
    assert (seen.code, seen.remarks) == (2, f"dutylist: {sentence}\n")


@needs_terminal
@pytest.mark.parametrize("format_", BINARY)
def test_a_terminal_is_sent_no_archive(format_: str) -> None:
    seen = run_on_terminal("export", "-f", format_)

    sentence = f"dutylist: a terminal cannot show {format_}; name a file with -o\r\n"
    assert (seen.code, seen.text) == (2, sentence)


@needs_terminal
def test_a_terminal_shows_text() -> None:
    seen = run_on_terminal("export", DAY, "-f", "md")

    piped = run_in_pipe("export", DAY, "-f", "md")
    assert seen.text.replace("\r\n", "\n") == piped.text + TALLY


@pytest.mark.parametrize("format_", ["docx", "md"])
def test_a_pipe_gets_the_bytes_of_the_file_whatever_its_encoding(format_: str) -> None:
    foreign = make_environment(PYTHONIOENCODING="gbk", PYTHONUTF8=None)

    seen = run_in_pipe("export", "-f", format_, environment=foreign)

    assert seen.out == run_in_pipe("export", "-f", format_).out


@needs_terminal
def test_a_reader_that_has_seen_enough_ends_the_command() -> None:
    reading, writing = os.pipe()
    os.close(reading)

    ended = subprocess.run(
        [PROGRAM, "export", "-f", "docx"],
        env=make_environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )

    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("format_", "module", "library"),
    [("docx", "docx", "python-docx"), ("xlsx", "openpyxl", "openpyxl")],
)
def test_a_library_that_is_missing_is_named_with_its_extra(
    format_: str, module: str, library: str, tmp_path: Path
) -> None:
    missing = f"raise ModuleNotFoundError(name='{module}')"
    (tmp_path / f"{module}.py").write_text(missing, encoding="utf-8")

    lacking = make_environment(PYTHONPATH=str(tmp_path))
    seen = run_in_pipe("export", "-f", format_, environment=lacking)

    sentence = f"writing .{format_} needs {library}; install it: pip install 'dutylist[{format_}]'"
    assert (seen.code, seen.remarks) == (2, f"dutylist: {sentence}\n")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")
@pytest.mark.parametrize("format_", MERGING)
def test_libreoffice_prints_a_document(format_: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{format_}"
    path.write_bytes(run_in_pipe("export", "-f", format_).out)
    taken, given = AS_TEXT if format_ == "html" else ("--norestore", "pdf")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    subprocess.run(
        [str(OFFICE), profile, "--headless", taken, "--convert-to", given, "--outdir", ".", path],
        cwd=tmp_path,
        capture_output=True,
        timeout=120,
        check=True,
    )

    printed = (tmp_path / "a.pdf").read_bytes()
    assert printed.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 8
