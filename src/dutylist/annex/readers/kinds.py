"""What a file is: by the ending of its name, and by what its bytes begin with.

The two must agree. A reader that is given something else would find nonsense in it, or nothing.
"""

import re
from enum import StrEnum
from pathlib import PurePath

from dutylist.words import Message, say


class Kind(StrEnum):
    """The kinds of documents that are read, or that come out of LibreOffice to be read."""

    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"
    MARKDOWN = "markdown"
    SEPARATED = "separated"
    TEXT = "text"
    OLD_TEXT = "old text"
    OLD_SHEET = "old sheet"


ENDINGS = {
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), Kind.DOCX),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx", ".xltm"), Kind.XLSX),
    **dict.fromkeys((".html", ".htm", ".xhtml"), Kind.HTML),
    **dict.fromkeys((".md", ".markdown"), Kind.MARKDOWN),
    **dict.fromkeys((".csv", ".tsv", ".tab"), Kind.SEPARATED),
    **dict.fromkeys((".txt", ".text"), Kind.TEXT),
    **dict.fromkeys((".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt"), Kind.OLD_TEXT),
    **dict.fromkeys((".xls", ".xlt", ".et", ".ett", ".ods"), Kind.OLD_SHEET),
}
"""What is read, by the ending of the file's name."""


class Nature(StrEnum):
    """What bytes really are."""

    EMPTY = "empty"
    ZIP = "zip"
    OLE = "ole"
    RTF = "rtf"
    HTML = "html"
    PDF = "pdf"
    PICTURE = "picture"
    MAIL = "mail"
    PACKED = "packed"
    TEXT = "text"


OLD_BINARY = frozenset((".doc", ".dot", ".wps", ".wpt", ".xls", ".xlt", ".et", ".ett"))

_STARTS = (
    (b"PK\x03\x04", Nature.ZIP),
    (b"PK\x05\x06", Nature.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Nature.OLE),
    (b"{\\rtf", Nature.RTF),
    (b"%PDF-", Nature.PDF),
    (b"\x89PNG", Nature.PICTURE),
    (b"\xff\xd8\xff", Nature.PICTURE),
    (b"GIF8", Nature.PICTURE),
    (b"II*\x00", Nature.PICTURE),
    (b"MM\x00*", Nature.PICTURE),
    (b"Rar!", Nature.PACKED),
    (b"7z\xbc\xaf", Nature.PACKED),
    (b"\x1f\x8b", Nature.PACKED),
    (b"MIME-Version:", Nature.MAIL),
)
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,4000}?-->\s*)?<(?:!doctype html|html)",
    re.IGNORECASE | re.DOTALL,
)
_ELEMENT = re.compile(r"<\s*/?\s*[a-zA-Z!]")
_MARK = b"\xef\xbb\xbf"
_HEAD = 8192


def find_nature(raw: bytes) -> Nature:
    """Return what bytes are by how they begin; what is nothing else may be text."""
    if not raw.strip(b"\x00\t\n\r ").removeprefix(_MARK):
        return Nature.EMPTY
    head = raw[:_HEAD].removeprefix(_MARK)
    for start, nature in _STARTS:
        if head.startswith(start):
            return nature
    return Nature.HTML if _PAGE.match(head) else Nature.TEXT


def find_ending(path: str) -> str:
    """Return the ending of a file's name, with its dot, in small letters."""
    return PurePath(path).suffix.lower()


def has_elements(text: str) -> bool:
    """Tell whether a text holds anything that looks like an element of a page."""
    return _ELEMENT.search(text) is not None


def name_nature(nature: Nature, raw: bytes = b"") -> Message:
    """Return what bytes are, in words; what an archive holds is told by the names in it."""
    if nature is Nature.ZIP:
        named = (name for part, name in _PARTS.items() if part in raw)
        return next(named, _NATURES[nature])
    return _NATURES[nature]


_PARTS = {
    b"word/": say("a Word document (.docx)"),
    b"xl/": say("an Excel workbook (.xlsx)"),
    b"ppt/": say("a presentation (.pptx)"),
    b"OFD.xml": say("an OFD document (.ofd)"),
    b"opendocument": say("an OpenDocument file (.odt, .ods)"),
}


_NATURES = {
    Nature.EMPTY: say("an empty file"),
    Nature.ZIP: say("a zip archive"),
    Nature.OLE: say("a document of an old Word, Excel or WPS (.doc, .xls, .wps, .et)"),
    Nature.RTF: say("a document in Rich Text Format (.rtf)"),
    Nature.HTML: say("a web page (.html)"),
    Nature.PDF: say("a PDF (.pdf)"),
    Nature.PICTURE: say("a picture"),
    Nature.MAIL: say("a web archive (.mht)"),
    Nature.PACKED: say("a packed archive"),
    Nature.TEXT: say("plain text, or damaged"),
}
