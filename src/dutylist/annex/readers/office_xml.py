"""Which Office Open XML document a package really holds, and the reader for it."""

from dutylist.annex.grid import Document
from dutylist.annex.readers.archive import Archive
from dutylist.annex.readers.docx import read_docx
from dutylist.annex.readers.kinds import Kind
from dutylist.annex.readers.packages import Package
from dutylist.annex.readers.xlsx import read_xlsx
from dutylist.annex.readers.xlsx_cells import CellBook, read_book
from dutylist.errors import InvalidData
from dutylist.words import Message, say

_TEXT_MARKS = ("wordprocessingml.", "ms-word.")
_SHEET_MARKS = ("spreadsheetml.", "ms-excel.sheet.macro", "ms-excel.template.macro")
_SLIDE_MARKS = ("presentationml.", "ms-powerpoint.")


def read_package(path: str, raw: bytes, kind: Kind) -> Document:
    """Return the document of a package; raises `InvalidData` where it is of another kind."""
    package = _open(path, raw, kind)
    return read_docx(path, package) if kind is Kind.DOCX else read_xlsx(path, package)


def read_cell_package(path: str, raw: bytes) -> CellBook:
    """Return the workbook of a package cell by cell; raises `InvalidData` where it is none."""
    return read_book(path, _open(path, raw, Kind.XLSX))


def _open(path: str, raw: bytes, kind: Kind) -> Package:
    archive = Archive(path, raw)
    if not archive.has("[Content_Types].xml"):
        raise _refuse(path, _name_foreign(archive))
    package = Package(archive)
    found = _find_kind(package.content_type)
    if found is not kind:
        raise _refuse(path, _name_package(package.content_type, found))
    return package


def _find_kind(content_type: str) -> Kind | None:
    lowered = content_type.lower()
    if any(mark in lowered for mark in _TEXT_MARKS):
        return Kind.DOCX
    return Kind.XLSX if any(mark in lowered for mark in _SHEET_MARKS) else None


def _name_package(content_type: str, kind: Kind | None) -> Message:
    if kind is Kind.DOCX:
        return say("a Word document (.docx)")
    if kind is Kind.XLSX:
        return say("an Excel workbook (.xlsx)")
    if "binary" in content_type.lower():
        return say("a binary workbook (.xlsb)")
    is_slides = any(mark in content_type.lower() for mark in _SLIDE_MARKS)
    return say("a presentation (.pptx)") if is_slides else say("another kind of document")


def _name_foreign(archive: Archive) -> Message:
    if archive.has("OFD.xml"):
        return say("an OFD document (.ofd)")
    if archive.has("mimetype") and archive.has("content.xml"):
        return say("an OpenDocument file (.odt, .ods)")
    return say("a zip archive")


def _refuse(path: str, what: Message) -> InvalidData:
    return InvalidData(
        say(
            "{path}: the file is not what its name says, but {nature}; "
            "give it the right ending, or open it in its program and save it anew",
            path=path,
            nature=what,
        )
    )
