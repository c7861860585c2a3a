"""Documents of all kinds → one `Document` of paragraphs and tables; nothing is known of duties.

The ending of a name says which reader is meant, and the bytes must bear it out. lxml is imported
only for the kinds that need it. Files are read elsewhere: bytes come in, values go out.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from dutylist.annex.grid import Document
from dutylist.annex.readers.kinds import (
    ENDINGS,
    OLD_BINARY,
    Kind,
    Nature,
    find_ending,
    find_nature,
    has_elements,
    name_nature,
)
from dutylist.annex.readers.measure import MOST_BYTES, check_size
from dutylist.errors import InvalidData, WrongUsage
from dutylist.words import Message, say

if TYPE_CHECKING:
    from dutylist.annex.readers.xlsx_cells import CellBook

__all__ = ["ENDINGS", "MOST_BYTES", "check_ending", "check_size", "read_cells", "read_document"]

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STREAMS = {
    Kind.OLD_TEXT: ("WordDocument".encode("utf-16-le"),),
    Kind.OLD_SHEET: ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le")),
}
_MADE_OF = {Kind.OLD_TEXT: "docx", Kind.OLD_SHEET: "xlsx"}


def read_document(path: str, raw: bytes, environment: Mapping[str, str]) -> Document:
    """Return the document that `raw` is; `path` is its name, `environment` has the PATH.

    Raises `WrongUsage` where the kind is not read, or what reads it is not installed, and
    `InvalidData` for a file that is not what its name says, damaged, locked, or beyond measure.
    """
    kind = check_ending(path)
    nature = _check_nature(path, raw)
    if kind in _MADE_OF:
        made = _convert_old(path, raw, kind, nature, environment)
        return _read_package(path, made, Kind(_MADE_OF[kind]), Nature.ZIP)
    if kind in (Kind.DOCX, Kind.XLSX):
        return _read_package(path, raw, kind, nature)
    return _read_text_kind(path, raw, kind, nature)


def read_cells(path: str, raw: bytes, environment: Mapping[str, str]) -> "CellBook":
    """Return a workbook cell by cell, for whoever knows where in it what stands.

    Raises what `read_document` raises, and `WrongUsage` for what is no workbook by its name.
    """
    kind = check_ending(path)
    if kind not in (Kind.XLSX, Kind.OLD_SHEET):
        raise WrongUsage(say("{path} is no workbook; save it as .xlsx", path=path))
    nature = _check_nature(path, raw)
    if kind is Kind.OLD_SHEET:
        raw, nature = _convert_old(path, raw, kind, nature, environment), Nature.ZIP
    if nature is not Nature.ZIP:
        raise _refuse_nature(path, nature, raw)
    try:
        from dutylist.annex.readers import office_xml  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise _refuse_without_library(fault, ".xlsx", Kind.XLSX) from fault
    return office_xml.read_cell_package(path, raw)


def check_ending(path: str) -> Kind:
    """Return the kind that a file's name says; raises `WrongUsage` for one that is not read."""
    ending = find_ending(path)
    if ending in ENDINGS:
        return ENDINGS[ending]
    remedy = _REMEDIES.get(ending) or say(
        "save it as .docx, .xlsx, .html, .md, .csv or .txt, and give the name that ending"
    )
    if not ending:
        raise WrongUsage(
            say(
                "{path}: the name has no ending that says its kind; {remedy}",
                path=path,
                remedy=remedy,
            )
        )
    raise WrongUsage(
        say("{path}: {ending} is not read; {remedy}", path=path, ending=ending, remedy=remedy)
    )


def _check_nature(path: str, raw: bytes) -> Nature:
    """Return what the bytes are; raises `InvalidData` where nobody could read them."""
    check_size(path, len(raw))
    nature = find_nature(raw)
    if nature is Nature.EMPTY:
        raise InvalidData(say("{path}: the file is empty", path=path))
    if nature is Nature.OLE and _ENCRYPTED in raw:
        raise _refuse_password(path)
    return nature


def _convert_old(
    path: str, raw: bytes, kind: Kind, nature: Nature, environment: Mapping[str, str]
) -> bytes:
    from dutylist.annex.readers.archive import Archive  # noqa: PLC0415
    from dutylist.annex.readers.office import convert  # noqa: PLC0415

    ending, into = find_ending(path), _MADE_OF[kind]
    if kind is Kind.OLD_TEXT and ending in OLD_BINARY and nature is Nature.RTF:
        ending = ".rtf"  # which Word, too, opens whatever its name
    if nature is not _expect_old(ending):
        raise _refuse_nature(path, nature, raw)
    if nature is Nature.OLE and not any(stream in raw for stream in _STREAMS[kind]):
        raise _refuse_stream(path, kind)
    if nature is Nature.ZIP:
        Archive(path, raw).read_all()  # nobody else would count what it unpacks to
    return convert(path, raw, ending, into, environment)


def _expect_old(ending: str) -> Nature:
    if ending in OLD_BINARY:
        return Nature.OLE
    return Nature.RTF if ending == ".rtf" else Nature.ZIP


def _read_package(path: str, raw: bytes, kind: Kind, nature: Nature) -> Document:
    if nature is not Nature.ZIP:
        raise _refuse_nature(path, nature, raw)
    try:
        from dutylist.annex.readers import office_xml  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise _refuse_without_library(fault, f".{kind}", kind) from fault
    return office_xml.read_package(path, raw, kind)


def _read_text_kind(path: str, raw: bytes, kind: Kind, nature: Nature) -> Document:
    is_page = nature is Nature.HTML
    # Markdown may hold a page's elements, and text may tell of them; a table cannot be one.
    if nature is not Nature.TEXT and not (is_page and kind in (Kind.HTML, Kind.MARKDOWN)):
        raise _refuse_nature(path, nature, raw)
    return _TEXT_READERS[kind](path, raw)


def _read_html(path: str, raw: bytes) -> Document:
    from dutylist.annex.readers.encoding import read_web_text  # noqa: PLC0415

    if not has_elements(read_web_text(path, raw)):
        raise _refuse_nature(path, Nature.TEXT, raw)
    try:
        from dutylist.annex.readers.html import read_html  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise _refuse_without_library(fault, ".html", Kind.HTML) from fault
    return read_html(path, raw)


def _read_markdown(path: str, raw: bytes) -> Document:
    from dutylist.annex.readers.markdown import read_markdown  # noqa: PLC0415

    return read_markdown(path, raw)


def _read_separated(path: str, raw: bytes) -> Document:
    from dutylist.annex.readers.separated import read_separated  # noqa: PLC0415

    return read_separated(path, raw)


def _read_plain(path: str, raw: bytes) -> Document:
    from dutylist.annex.readers.text import read_plain  # noqa: PLC0415

    return read_plain(path, raw)


_TEXT_READERS: dict[Kind, Callable[[str, bytes], Document]] = {
    Kind.HTML: _read_html,
    Kind.MARKDOWN: _read_markdown,
    Kind.SEPARATED: _read_separated,
    Kind.TEXT: _read_plain,
}


def _refuse_nature(path: str, nature: Nature, raw: bytes) -> InvalidData:
    return InvalidData(
        say(
            "{path}: the file is not what its name says, but {nature}; "
            "give it the right ending, or open it in its program and save it anew",
            path=path,
            nature=name_nature(nature, raw),
        )
    )


def _refuse_stream(path: str, kind: Kind) -> InvalidData:
    message = {
        Kind.OLD_TEXT: say(
            "{path}: there is no Word text in the file; "
            "it is damaged, or of another program: open it there and save it as .docx",
            path=path,
        ),
        Kind.OLD_SHEET: say(
            "{path}: there is no workbook in the file; "
            "it is damaged, or of another program: open it there and save it as .xlsx",
            path=path,
        ),
    }
    return InvalidData(message[kind])


def _refuse_password(path: str) -> InvalidData:
    return InvalidData(
        say(
            "{path}: the document is locked with a password; "
            "open it in Word, Excel or WPS, take the password off, and save it",
            path=path,
        )
    )


def _refuse_without_library(fault: ModuleNotFoundError, ending: str, extra: str) -> WrongUsage:
    if (fault.name or "").partition(".")[0] != "lxml":
        raise fault
    return WrongUsage(
        say(
            "reading {ending} needs lxml; install it: pip install 'dutylist[{extra}]'",
            ending=ending,
            extra=extra,
        )
    )


_CONVERT = say("open it in WPS or Word and save it as .docx, or copy the table into Excel")
_RECOGNISE = say(
    "let WPS or another program recognise its text and save it as .docx; "
    "then compare the result with the picture"
)
_UNPACK = say("unpack it, and import the document in it")
_REMEDIES: dict[str, Message] = {
    **dict.fromkeys((".pdf", ".ofd", ".ceb", ".caj"), _CONVERT),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif"), _RECOGNISE),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz"), _UNPACK),
    **dict.fromkeys((".mht", ".mhtml"), say("open it in a browser and save it as .html")),
    ".xlsb": say("open it in Excel or WPS and save it as .xlsx"),
}
