"""Documents made to do harm: each is answered, in bounded time and memory, and nothing is touched.

Every case is read by a process of its own, under limits that the system keeps: ten seconds of
processor time, and the peak of its memory is what the system says it was.
"""

import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import (
    S,
    c,
    docx_members,
    hints_of,
    lines_of,
    make_docx,
    make_xlsx,
    p,
    pack,
    read,
    relations,
    sheet,
    tbl,
    texts_of,
    v,
    xlsx_members,
)

from dutylist.annex.grid import Document
from dutylist.annex.readers.xlsx_formats import show_text, show_value
from dutylist.errors import InvalidData

SECONDS = 10
MEGABYTES = 500
READING = f"""
import json, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
from dutylist.annex.readers import read_document
from dutylist.annex.readers.xlsx_formats import show_text, show_value
from dutylist.errors import InvalidData
path = sys.argv[1]
try:
    answer = f"read: {{len(read_document(path, open(path, 'rb').read(), {{}}).blocks)}} blocks"
except InvalidData as refusal:
    answer = str(refusal).removeprefix(path + ": ")
# Not ru_maxrss: a process inherits it from the one that started it, which is pytest.
status = open("/proc/self/status").read().split()
print(json.dumps([answer, int(status[status.index("VmHWM:") + 1]) // 1024]))
"""
ENTITIES = {
    "outside": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "laughs": "<!DOCTYPE x ["
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    + ' <!ENTITY e "&e11;">]>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY e "{"a" * 100_000}">]>',
}
MERGED = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'


class Answer(NamedTuple):
    """What a reading process said, and its peak of memory in megabytes."""

    text: str
    peak: int


def read_apart(folder: Path, name: str, raw: bytes) -> Answer:
    """Read a document in a process of its own, under limits."""
    (folder / name).write_bytes(raw)
    done = subprocess.run(
        (sys.executable, "-c", READING, name),
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return Answer(*json.loads(done.stdout))


def damaged(reason: str) -> str:
    return (
        f"the file is damaged or cut short ({reason}); "
        "get it again, or open it in its program and save it anew"
    )


def too_much(what: str) -> str:
    return (
        f"it holds {what}; no list is that large; import the pages or the sheet with the list alone"
    )


def unpacked(what: str) -> str:
    return (
        f"the archive holds {what}; no list needs that; "
        "copy the table into a new document, and delete empty rows and pictures"
    )


def with_part(part: str, content: str | bytes, kind: str = "docx") -> bytes:
    made = docx_members(p("甲")) if kind == "docx" else xlsx_members({"一": sheet(c("A1", "甲"))})
    return pack({**made, part: content})


def entity_docx(declaration: str, codec: str = "utf-8") -> bytes:
    body = make_xml(declaration, "&e;" * 100)
    return with_part("word/document.xml", body.encode(codec))


def make_xml(declaration: str, text: str) -> str:
    whole = str(docx_members(p("甲"))["word/document.xml"])
    return declaration + whole.replace("甲", text)


def lie_about_sizes(raw: bytes, size: int) -> bytes:
    """Return an archive that says of its largest member that it has `size` bytes."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        true = max(member.file_size for member in archive.infolist())
    return raw.replace(struct.pack("<I", true), struct.pack("<I", size))


def huge_sheet(megabytes: int) -> bytes:
    """Return a sheet of rows of blank cells, which packs to nearly nothing."""
    row = '<row><c s="1"/><c s="1"/><c s="1"/><c s="1"/></row>'
    return (
        f'<worksheet xmlns="{S}"><sheetData>'.encode()
        + row.encode() * (megabytes * 1024 * 1024 // len(row))
        + b"</sheetData></worksheet>"
    )


def nested_zip() -> bytes:
    inner = pack({"0": bytes(30_000_000)})
    for _ in range(5):
        inner = pack({str(copy): inner for copy in range(10)})
    return with_part("word/media/bomb.zip", inner)


def many_members(count: int) -> bytes:
    return pack({**docx_members(p("甲")), **{f"x{number}": "" for number in range(count)}})


def overlapping() -> bytes:
    """Return an archive whose directory names one member again and again."""
    raw = with_part("word/document.xml", b"<x/>")
    start = raw.index(b"PK\x01\x02")
    end = raw.index(b"PK\x05\x06")
    directory = raw[start:end] * 2
    count = directory.count(b"PK\x01\x02")
    sizes = struct.pack("<HHII", count, count, len(directory), start)
    return raw[:start] + directory + raw[end : end + 8] + sizes + raw[end + 20 :]


CASES: Mapping[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb in the main part": (
        "a.docx",
        lambda: with_part("word/document.xml", bytes(300_000_000)),
        unpacked("more than 64 MB when unpacked"),
    ),
    "bombs within bombs": ("a.docx", nested_zip, "read: 1 blocks"),
    "members that overlap": ("a.docx", overlapping, damaged("two members have one name")),
    "a size too small": (
        "a.docx",
        lambda: lie_about_sizes(with_part("word/document.xml", bytes(3_000_000)), 10),
        damaged("the archive cannot be unpacked"),
    ),
    "a size too large": (
        "a.docx",
        lambda: lie_about_sizes(with_part("word/document.xml", bytes(3_000_000)), 4_000_000_000),
        damaged("the archive cannot be unpacked"),
    ),
    "many members": ("a.docx", lambda: many_members(20_000), unpacked("more than 5000 members")),
    **{
        f"an entity, {name}, {codec}": (
            "a.docx",
            lambda text=text, codec=codec: entity_docx(text, codec),  # type: ignore[misc]
            damaged(
                "its part word/document.xml declares a document type, as no office program does"
            ),
        )
        for name, text in ENTITIES.items()
        for codec in ("utf-8", "utf-16", "utf-16-le")
    },
    "an entity in a foreign encoding": (
        "a.docx",
        lambda: entity_docx(
            '<?xml version="1.0" encoding="UTF-7"?>' + ENTITIES["outside"], "ascii"
        ),
        damaged("its part word/document.xml is in a foreign encoding"),
    ),
    "a sheet of 200 MB": (
        "a.xlsx",
        lambda: with_part("xl/worksheets/sheet1.xml", huge_sheet(200), "xlsx"),
        unpacked("more than 64 MB when unpacked"),
    ),
    "a sheet of 60 MB of blank cells": (
        "a.xlsx",
        lambda: with_part("xl/worksheets/sheet1.xml", huge_sheet(60), "xlsx"),
        damaged("its part xl/worksheets/sheet1.xml has too many elements"),
    ),
    "a sheet with all the elements that it may have": (
        "a.xlsx",
        lambda: with_part("xl/worksheets/sheet1.xml", huge_sheet(14), "xlsx"),
        "read: 0 blocks",
    ),
    "a million shared texts": (
        "a.xlsx",
        lambda: with_part(
            "xl/sharedStrings.xml", f'<sst xmlns="{S}">{"<si/>" * 10**6}</sst>', "xlsx"
        ),
        damaged("it holds more than 500000 texts"),
    ),
    "a sheet merged as a whole": (
        "a.xlsx",
        lambda: make_xlsx({"一": sheet(c("A1", "甲"), c("C9", "乙"), after=MERGED)}),
        "read: 1 blocks",
    ),
    "ranges over one another": (
        "a.xlsx",
        lambda: make_xlsx({"一": overlapping_ranges()}),
        too_much("more than 400000 cells"),
    ),
    "cells over the whole sheet": (
        "a.xlsx",
        lambda: make_xlsx(
            {
                "一": sheet(
                    *(
                        c(f"{column}{row}", "x")
                        for row in range(1, 1_000_000, 150)
                        for column in "AZ"
                    )
                )
            }
        ),
        too_much("a table with more than 20000 rows"),
    ),
    "a page with absurd spans": (
        "a.html",
        lambda: b"<table><tr><td rowspan=1000000 colspan=1000000>x<td>y<tr><td>z</table>",
        "read: 1 blocks",
    ),
    "a page with absurd spans in every cell": (
        "a.html",
        lambda: b"<table>" + b"<tr><td rowspan=1000000 colspan=1000000>x" * 15_000 + b"</table>",
        too_much("more than 400000 cells"),
    ),
    "a Word table with absurd spans": (
        "a.docx",
        lambda: make_docx(
            tbl(
                ['<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p/></w:tc>', "乙"],
                ["丙"],
            )
        ),
        "read: 1 blocks",
    ),
    **{
        f"100,000 times <{name}> in a page": (
            "a.html",
            lambda name=name: f"<{name}>".encode() * 100_000 + b"x",  # type: ignore[misc]
            "the page nests too deep, or is damaged; open it in a browser and save it anew, "
            "or copy the table into Excel",
        )
        for name in ("table", "div", "b", "ol", "table><tr><td")
    },
    "100,000 cells that are not closed": (
        "a.html",
        lambda: b"<table><tr>" + b"<td>" * 100_000,
        too_much("a table with more than 256 columns"),
    ),
    **{
        f"100,000 times <{name}> in Word": (
            "a.docx",
            lambda inner=inner: nested_docx(inner, 100_000),  # type: ignore[misc]
            damaged("its part word/document.xml nests too deep"),
        )
        for name, inner in (
            ("w:tbl", "<w:tbl><w:tr><w:tc>"),
            ("w:sdt", "<w:sdt><w:sdtContent>"),
            ("w:ins", "<w:p><w:ins>"),
        )
    },
    **{
        f"as deep as may be, {inner}": (
            "a.docx",
            lambda inner=inner, count=count: nested_docx(inner, count),  # type: ignore[misc]
            f"read: {blocks} blocks",
        )
        for inner, count, blocks in (
            ("<w:tbl><w:tr><w:tc>", 82, 1),
            ("<w:sdt><w:sdtContent>", 124, 1),
            ("<w:p><w:r><w:pict><w:txbxContent>", 60, 1),
            ("<w:ins>", 240, 1),
        )
    },
    "20 MB in one line": (
        "a.txt",
        lambda: "推".encode() * 7_000_000,
        too_much("a line with more than 1000000 characters"),
    ),
    "20 MB of line ends": (
        "a.txt",
        lambda: b"x" + b"\n" * 20_000_000,
        too_much("more than 200000 lines"),
    ),
    "20 MB of commas": (
        "a.csv",
        lambda: b"x," * 10_000_000,
        too_much("a table with more than 256 columns"),
    ),
    "20 MB of tabs": (
        "a.txt",
        lambda: b"x\ty\n" * 5_000_000,
        too_much("more than 200000 lines"),
    ),
    "pasted cells without end": (
        "a.txt",
        lambda: b"x\ty\n" * 190_000,
        too_much("a table with more than 20000 rows"),
    ),
    "pasted cells of which none is sure": (
        "a.txt",
        lambda: b"x\ty\n" + b"x\t\n" * 190_000,
        "read: 190001 blocks",
    ),
    "quoted cells that nothing closes": (
        "a.txt",
        lambda: b'x\t"y\n' + b'x\t"y""\n' * 190_000,
        too_much("a table with more than 20000 rows"),
    ),
    "20 MB of quotation marks": (
        "a.txt",
        lambda: b'x\t"y\n' * 4_000_000,
        too_much("more than 200000 lines"),
    ),
    "20 MB of pipes": (
        "a.md",
        lambda: b"|a|b|\n|-|-|\n" + b"|1|2|\n" * 190_000,
        too_much("a table with more than 20000 rows"),
    ),
    "a page of elements": (
        "a.html",
        lambda: b"<p>" * 10_000_000,
        "the page has too many elements; open it in a browser and save it anew, "
        "or copy the table into Excel",
    ),
    "a page as dear as may be": (
        "a.html",
        lambda: b"<p>" + b"<b></b>" * 1_900_000,
        "read: 0 blocks",
    ),
    "a page of 50 MB of text": (
        "a.html",
        lambda: b"<p>" + b"x" * 50_000_000,
        "the page nests too deep, or is damaged; open it in a browser and save it anew, "
        "or copy the table into Excel",
    ),
    "a document of elements": (
        "a.docx",
        lambda: make_docx("<w:p/>" * 3_000_000),
        damaged("its part word/document.xml has too many elements"),
    ),
    "a document as dear as may be": (
        "a.docx",
        lambda: make_docx(
            "<w:p><w:r/></w:p>" * 150_000 + "<w:p>" + "<w:r/>" * 1_400_000 + "</w:p>"
        ),
        "read: 0 blocks",
    ),
    "a file beyond all measure": (
        "a.txt",
        lambda: bytes(60_000_000) + b"x",
        "the file is larger than 50 MB; take the pictures out, or split it",
    ),
}


def overlapping_ranges() -> str:
    ranges = "".join(
        f'<mergeCell ref="{chr(ord("Z") - row)}{row + 1}:Z20000"/>' for row in range(25)
    )
    cells = (c(f"{chr(ord('Z') - row)}{row + 1}", "x") for row in range(25))
    rows = (c(f"Z{row}", "x") for row in range(100, 20_000, 100))
    return sheet(*cells, *rows, after=f"<mergeCells>{ranges}</mergeCells>")


def nested_docx(opening: str, count: int) -> bytes:
    names = [piece.removeprefix("<").removesuffix(">") for piece in opening.split("><")]
    closing = "".join(f"</{name}>" for name in reversed(names))
    return make_docx(opening * count + p("甲") + closing * count)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to ask for the peak")
@pytest.mark.parametrize("name", CASES)
def test_a_hostile_document_is_answered_in_bounded_time_and_memory(
    name: str, tmp_path: Path
) -> None:
    path, make, expected = CASES[name]

    answer = read_apart(tmp_path, path, make())

    assert answer.text == expected
    assert answer.peak < MEGABYTES
    assert [each.name for each in tmp_path.iterdir()] == [path]


# What is not what its name says


WRONG = "the file is not what its name says, but {}; "
REMEDY = "give it the right ending, or open it in its program and save it anew"
WORD, EXCEL = make_docx(p("甲")), make_xlsx({"一": sheet(c("A1", "甲"))})
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
OLD_NAME = "a document of an old Word, Excel or WPS (.doc, .xls, .wps, .et)"
ODT = pack({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


@pytest.mark.parametrize(
    ("name", "raw", "nature"),
    [
        ("a.docx", EXCEL, "an Excel workbook (.xlsx)"),
        ("a.xlsx", WORD, "a Word document (.docx)"),
        ("a.docx", ODT, "an OpenDocument file (.odt, .ods)"),
        ("a.docx", pack({"OFD.xml": "<x/>"}), "an OFD document (.ofd)"),
        ("a.docx", pack({"x": "y"}), "a zip archive"),
        ("a.xlsx", pack(docx_members("", content_type=SLIDES)), "a presentation (.pptx)"),
        ("a.docx", OLD, OLD_NAME),
        ("a.xlsx", OLD, OLD_NAME),
        ("a.docx", "清单".encode(), "plain text, or damaged"),
        ("a.xlsx", b"<html><table></table></html>", "a web page (.html)"),
        ("a.docx", b"%PDF-1.7 x", "a PDF (.pdf)"),
        ("a.docx", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("a.docx", b"{\\rtf1 x}", "a document in Rich Text Format (.rtf)"),
        ("a.doc", WORD, "a Word document (.docx)"),
        ("a.xls", b"<html><table></table></html>", "a web page (.html)"),
        ("a.odt", OLD, OLD_NAME),
        ("a.txt", WORD, "a Word document (.docx)"),
        ("a.csv", EXCEL, "an Excel workbook (.xlsx)"),
        ("a.md", OLD, OLD_NAME),
        ("a.html", b"%PDF-1.7 x", "a PDF (.pdf)"),
        ("a.html", "清单".encode(), "plain text, or damaged"),
        ("a.html", b"MIME-Version: 1.0\n", "a web archive (.mht)"),
        ("a.txt", b"<!DOCTYPE html><p>x", "a web page (.html)"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    name: str, raw: bytes, nature: str
) -> None:
    with pytest.raises(InvalidData) as refusal:
        read(name, raw)

    assert str(refusal.value) == f"{name}: {WRONG.format(nature)}{REMEDY}"


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.doc", "a.xls", "a.txt"])
def test_a_locked_document_is_refused_with_the_way_to_unlock_it(name: str) -> None:
    with pytest.raises(InvalidData) as refusal:
        read(name, OLD + "EncryptedPackage".encode("utf-16-le"))

    assert str(refusal.value) == (
        f"{name}: the document is locked with a password; "
        "open it in Word, Excel or WPS, take the password off, and save it"
    )


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.html", "a.md", "a.csv", "a.txt", "a.doc"])
@pytest.mark.parametrize("raw", [b"", b"\n \r\n", b"\xef\xbb\xbf", bytes(64)])
def test_an_empty_file_is_refused(name: str, raw: bytes) -> None:
    with pytest.raises(InvalidData) as refusal:
        read(name, raw)

    assert str(refusal.value) == f"{name}: the file is empty"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"a\nb\x00c", "a.txt:2:2: the control character U+0000 stands here"),
        ("清\x1b[31m单".encode(), "a.txt:1:2: the control character U+001B stands here"),
        (b"ab\n\xff\xff\xff", "a.txt:2:1: byte 0xff is neither UTF-8 nor UTF-16 nor GB18030"),
        (b"\xff\xfea\x00\x00", "a.txt:1:2: byte 0x00 is neither UTF-8 nor UTF-16 nor GB18030"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_place(raw: bytes, told: str) -> None:
    with pytest.raises(InvalidData) as refusal:
        read("a.txt", raw)

    assert str(refusal.value) == (
        f"{told}; this is no text file, or it is damaged: "
        "open it in the program that made it, and save it as UTF-8 text"
    )


# What leads outside, and what would run


def test_a_member_outside_of_the_archive_goes_nowhere(tmp_path: Path) -> None:
    members = {**docx_members(p("甲")), "../../x": "y", "/tmp/../x": "y", "C:\\x": "y"}

    answer = read_apart(tmp_path, "a.docx", pack(members))

    assert answer.text == "read: 1 blocks"
    assert [each.name for each in tmp_path.iterdir()] == ["a.docx"]


def test_parts_outside_of_the_document_are_never_followed() -> None:
    members = docx_members(p("甲"))
    rels = "word/_rels/document.xml.rels"
    outside = relations(("styles", "http://example.invalid/x.xml"), external=True)
    main = relations(("officeDocument", "file:///etc/passwd"), external=True)

    linked = read("a.docx", pack({**members, rels: outside}))
    with pytest.raises(InvalidData) as refusal:
        read("a.docx", pack({**members, "_rels/.rels": main}))

    assert lines_of(linked) == ["甲"]
    assert str(refusal.value) == "a.docx: " + damaged(
        "it does not say which of its parts is the document"
    )


def test_a_part_whose_name_climbs_is_looked_for_in_the_archive_alone() -> None:
    members = docx_members(p("甲"))

    with pytest.raises(InvalidData) as refusal:
        read(
            "a.docx",
            pack({**members, "_rels/.rels": relations(("officeDocument", "../../etc/passwd"))}),
        )

    assert str(refusal.value) == (
        "a.docx: the file is not what its name says, but another kind of document; " + REMEDY
    )


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        (
            "a.docx",
            pack(
                {
                    **docx_members(
                        p("甲"),
                        content_type="application/vnd.ms-word.document.macroEnabled.main+xml",
                    ),
                    "word/vbaProject.bin": b"Shell",
                }
            ),
        ),
        (
            "a.xlsx",
            pack(
                {
                    **xlsx_members(
                        {"一": sheet(c("A1", "甲"))},
                        content_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                    ),
                    "xl/vbaProject.bin": b"Shell",
                }
            ),
        ),
    ],
)
def test_macros_are_told_and_not_run(name: str, raw: bytes) -> None:
    document = read(name, raw)

    assert hints_of(document) == ["the macros in the document are not read, and never run"]


def test_a_formula_is_text_and_its_last_result_counts() -> None:
    cells = (
        v("A1", "2", formula="WEBSERVICE(&quot;http://example.invalid&quot;)"),
        c("B1", "=1+1"),
    )

    document = read("a.xlsx", make_xlsx({"一": sheet(*cells)}))

    assert texts_of(document) == [[["2", "=1+1"]]]


def test_an_encrypted_member_and_a_foreign_packing_are_refused() -> None:
    raw = bytearray(WORD)
    for place in _find_all(WORD, b"PK\x01\x02"):
        raw[place + 8] |= 1

    for made, reason in (
        (bytes(raw), "its part [Content_Types].xml is encrypted"),
        (
            pack(docx_members(p("甲")), zipfile.ZIP_LZMA),
            "its part [Content_Types].xml is packed in an unknown way",
        ),
    ):
        with pytest.raises(InvalidData) as refusal:
            read("a.docx", made)

        assert str(refusal.value) == f"a.docx: {damaged(reason)}"


def _find_all(raw: bytes, mark: bytes) -> list[int]:
    places = [raw.find(mark)]
    while places[-1] >= 0:
        places.append(raw.find(mark, places[-1] + 1))
    return places[:-1]


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.csv", "a.txt"])
@pytest.mark.parametrize("raw", [b"\xfe\xff", "\u3000\n".encode(), "\n".encode("utf-16")])
def test_a_text_of_nothing_but_blanks_is_empty(name: str, raw: bytes) -> None:
    with pytest.raises(InvalidData) as refusal:
        read(name, raw)

    assert str(refusal.value) == f"{name}: the file is empty"


# Whatever happens to a file on its way


RICH = pack(
    docx_members(
        p("附件1") + tbl(["序号", "内容"], ["1", "推进"]),
        styles='<w:style w:styleId="a"/>',
        numbering='<w:num w:numId="1"/>',
    ),
    zipfile.ZIP_STORED,
)
SHEET = pack(
    xlsx_members(
        {"一": sheet(c("A1", "甲"), v("B1", "0", kind="s"), v("C1", "44865"), after=MERGED)},
        texts=("<t>乙</t>",),
        formats=('m"月末"',),
    ),
    zipfile.ZIP_STORED,
)
PAGE = (
    "<!doctype html><meta charset=gbk><table><tr><td rowspan=2>甲<td>乙<tr><td>丙</table>"
).encode("gbk")
GOOD = {
    "a.docx": RICH,
    "b.docx": WORD,
    "a.xlsx": SHEET,
    "b.xlsx": EXCEL,
    "a.html": PAGE,
    "a.md": "| a | b |\n|---|---|\n| 1 | 甲 |\n".encode(),
    "a.csv": '序号,内容\n1,"甲\n乙"\n'.encode("gb18030"),
    "a.txt": "附件1\n1\t甲\n2\t乙\n".encode("utf-16"),
}


def answers(name: str, raw: bytes) -> bool:
    """Tell whether a document or a refusal comes back; anything else is raised."""
    try:
        return isinstance(read(name, raw), Document)
    except InvalidData:
        return True


@pytest.mark.parametrize("name", GOOD)
def test_a_file_cut_short_anywhere_is_answered(name: str) -> None:
    raw = GOOD[name]
    step = max(1, len(raw) // 400)

    assert all(answers(name, raw[:length]) for length in range(0, len(raw), step))


@pytest.mark.parametrize("name", GOOD)
@settings(max_examples=300, deadline=None)
@given(choices=st.data())
def test_a_file_with_any_bytes_changed_is_answered(name: str, choices: st.DataObject) -> None:
    raw = bytearray(GOOD[name])
    for _ in range(choices.draw(st.integers(1, 4))):
        place = choices.draw(st.integers(0, len(raw) - 1))
        raw[place] = choices.draw(st.integers(0, 255))

    assert answers(name, bytes(raw))


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
@settings(max_examples=300, deadline=None)
@given(choices=st.data())
def test_a_part_with_any_bytes_changed_is_answered(name: str, choices: st.DataObject) -> None:
    members = read_members(GOOD[name])
    part = choices.draw(st.sampled_from(sorted(members)))
    raw = bytearray(members[part])
    place = choices.draw(st.integers(0, len(raw) - 1))
    raw[place : place + choices.draw(st.integers(0, 3))] = choices.draw(st.binary(max_size=3))

    assert answers(name, pack({**members, part: bytes(raw)}))


def read_members(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@settings(max_examples=300, deadline=None)
@given(raw=st.binary(max_size=200), name=st.sampled_from(sorted(GOOD)))
def test_any_bytes_at_all_are_answered(raw: bytes, name: str) -> None:
    assert answers(name, raw)


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(alphabet='|-\t\n" ,<>&;#*a甲:\\', max_size=80),
    name=st.sampled_from(["a.md", "a.csv", "a.txt", "a.html"]),
)
def test_any_text_at_all_is_answered(text: str, name: str) -> None:
    assert answers(name, text.encode())


@settings(max_examples=1000, deadline=None)
@given(
    number=st.one_of(st.floats().map(str), st.integers().map(str), st.text(max_size=8)),
    code=st.text(alphabet='GeneralymdhsEe0#?.,%@;:/\\"[]$-+_*<>=1DBNum月日上午/ ', max_size=30),
    is_1904=st.booleans(),
)
def test_any_number_in_any_format_is_shown(number: str, code: str, is_1904: bool) -> None:
    shown = show_value(number, code, is_1904)

    assert isinstance(shown.text, str)
    assert isinstance(show_text(number, code), str)
