"""Documents made for tests, from their own XML: small, exact, and with any mistake that is wanted.

`make_docx` and `make_xlsx` write what the standard asks for and nothing more; what stands in the
body or the sheet is given as XML. `rows_of` and its like say what a reader made of a document.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from dutylist.annex.grid import Document, Paragraph, Table, list_rows
from dutylist.annex.readers import read_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument"

DOCX_MAIN = f"{_OFFICE}.wordprocessingml.document.main+xml"
XLSX_MAIN = f"{_OFFICE}.spreadsheetml.sheet.main+xml"


def pack(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def types(main: str, content_type: str) -> str:
    """Return the content types of a package with that main part."""
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{content_type}"/></Types>'
    )


def relations(*targets: tuple[str, str], external: bool = False) -> str:
    """Return relationships rId1, rId2 …, each given as its kind and target."""
    mode = ' TargetMode="External"' if external else ""
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{target}"{mode}/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def docx_members(
    body: str,
    *,
    numbering: str = "",
    styles: str = "",
    namespace: str = W,
    main: str = "word/document.xml",
    content_type: str = DOCX_MAIN,
) -> dict[str, str | bytes]:
    """Return the members of a Word document with `body`; its elements have the prefix w."""
    head = f'xmlns:w="{namespace}" xmlns:mc="{MC}"'
    parts = {"numbering": numbering, "styles": styles}
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": types(main, content_type),
        "_rels/.rels": relations(("officeDocument", main)),
        main: f"<w:document {head}><w:body>{body}</w:body></w:document>",
    }
    folder, _, name = main.rpartition("/")
    members[f"{folder}/_rels/{name}.rels"] = relations(
        *((kind, f"{kind}.xml") for kind, content in parts.items() if content)
    )
    for kind, content in parts.items():
        if content:
            members[f"{folder}/{kind}.xml"] = f"<w:{kind} {head}>{content}</w:{kind}>"
    return members


def make_docx(body: str, **options: str) -> bytes:
    """Return a Word document; the options are those of `docx_members`."""
    return pack(docx_members(body, **options))


def p(text: str, properties: str = "") -> str:
    """Return a Word paragraph with one run."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run}</w:p>"


def tc(content: str, properties: str = "") -> str:
    """Return a Word cell; `content` is text, or XML where it begins with an element."""
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{inner}</w:tc>"


def tbl(*rows: Sequence[str]) -> str:
    """Return a Word table; a cell is text, or a whole `tc`."""
    return "<w:tbl>" + "".join(map(tr, rows)) + "</w:tbl>"


def tr(cells: Sequence[str]) -> str:
    """Return a Word row."""
    made = (cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr>{''.join(made)}</w:tr>"


def xlsx_members(
    sheets: Mapping[str, str],
    *,
    texts: Sequence[str] = (),
    formats: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
    properties: str = "",
    content_type: str = XLSX_MAIN,
) -> dict[str, str | bytes]:
    """Return the members of a workbook; a sheet is what stands in `worksheet`.

    `texts` are the shared ones, as XML within `si`; style n has the n-th of `formats`, a code or
    the number of one that is built in.
    """
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"'
        f' state="{(states or {}).get(name, "visible")}"/>'
        for number, name in enumerate(sheets, start=1)
    )
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": types("xl/workbook.xml", content_type),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{_R}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            *targets, ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">'
        + "".join(f"<si>{text}</si>" for text in texts)
        + "</sst>",
        "xl/styles.xml": _make_styles(formats),
    }
    for (_, part), content in zip(targets, sheets.values(), strict=True):
        members[f"xl/{part}"] = f'<worksheet xmlns="{S}">{content}</worksheet>'
    return members


def make_xlsx(
    sheets: Mapping[str, str],
    *,
    texts: Sequence[str] = (),
    formats: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
    properties: str = "",
) -> bytes:
    """Return a workbook; the arguments are those of `xlsx_members`."""
    return pack(
        xlsx_members(sheets, texts=texts, formats=formats, states=states, properties=properties)
    )


def sheet(*cells: str, after: str = "", before: str = "") -> str:
    """Return the cells of a sheet, each a whole `c`, all in one row element."""
    return f"{before}<sheetData><row>{''.join(cells)}</row></sheetData>{after}"


def c(reference: str, text: str) -> str:
    """Return a cell of a sheet with its text in place."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def v(reference: str, value: str, style: int = 0, kind: str = "n", formula: str = "") -> str:
    """Return a cell of a sheet with a value."""
    made = f"<f>{formula}</f>" if formula else ""
    return f'<c r="{reference}" s="{style}" t="{kind}">{made}<v>{escape(value)}</v></c>'


def _make_styles(formats: Sequence[str]) -> str:
    own = [code for code in formats if not code.isdigit() or code == "0"]
    numbers = {code: 200 + place for place, code in enumerate(own)}
    listed = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for code, number in numbers.items()
    )
    used = "".join(f'<xf numFmtId="{numbers.get(code, code)}"/>' for code in formats)
    return (
        f'<styleSheet xmlns="{S}"><numFmts>{listed}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'
    )


def read(name: str, content: bytes | str, path: str = "") -> Document:
    """Read a document of that name; `path` is the PATH on which programs are found."""
    raw = content.encode() if isinstance(content, str) else content
    return read_document(name, raw, {"PATH": path})


def rows_of(document: Document) -> list[list[list[tuple[str, ...]]]]:
    """Return the tables as rows of cells' lines; a merged cell stands in all its places."""
    return [
        [[row[column].lines for column in sorted(row)] for row in list_rows(block)]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def texts_of(document: Document) -> list[list[list[str]]]:
    """Return the tables as rows of texts, the lines of a cell joined by a slash."""
    return [[["/".join(lines) for lines in row] for row in rows] for rows in rows_of(document)]


def spans_of(document: Document) -> list[tuple[str, int, int]]:
    """Return text, rows and columns of the merged cells."""
    return [
        (cell.text, cell.rows, cell.columns)
        for block in document.blocks
        if isinstance(block, Table)
        for cell in block.cells
        if cell.rows > 1 or cell.columns > 1
    ]


def lines_of(document: Document) -> list[str]:
    """Return the paragraphs."""
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def hints_of(document: Document) -> list[str]:
    """Return what the reader noted, in English."""
    return [str(hint.message) for hint in document.hints]
