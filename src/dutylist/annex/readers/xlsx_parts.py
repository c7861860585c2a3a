"""What the sheets of a workbook lean on: their list, shared texts, number formats."""

import re
from typing import NamedTuple

from lxml import etree

from dutylist.annex.readers.archive import Archive
from dutylist.annex.readers.packages import Package
from dutylist.annex.readers.spans import read_whole
from dutylist.annex.readers.xlsx_codes import BUILT_IN, GENERAL
from dutylist.annex.readers.xml import (
    Target,
    children,
    find,
    get,
    name_of,
    parse_part,
    stream_part,
)
from dutylist.words import say

MOST_TEXTS = 500_000

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_PLAIN = frozenset((0x09, 0x0A, 0x0D))


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it: `kind` is worksheet, chartsheet …"""

    name: str
    part: str
    kind: str
    is_hidden: bool


class Workbook(NamedTuple):
    """What all sheets share."""

    sheets: tuple[SheetEntry, ...]
    is_1904: bool
    texts: tuple[str, ...]
    formats: tuple[str, ...]


def read_workbook(package: Package) -> Workbook:
    """Return what the workbook says before any sheet is read."""
    archive = package.archive
    root = parse_part(archive, package.main)
    if name_of(str(root.tag)) != "workbook":
        raise archive.damaged(say("its part {part} is no workbook", part=package.main))
    properties = find(root, "workbookPr")
    texts, styles = package.related("sharedStrings"), package.related("styles")
    return Workbook(
        tuple(_list_sheets(package, root)),
        properties is not None and get(properties, "date1904") in ("1", "true"),
        _read_texts(archive, texts) if texts else (),
        _read_formats(parse_part(archive, styles)) if styles else (),
    )


def unescape(text: str) -> str:
    """Return a text of a workbook with its _x000A_ as the characters meant."""
    return _ESCAPED.sub(_unescape_one, text) if "_x" in text else text


def _unescape_one(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    is_text = code in _PLAIN or 0x20 <= code < 0x7F or 0xA0 <= code < 0xD800
    return chr(code) if is_text else match[0]


def _list_sheets(package: Package, root: etree._Element) -> list[SheetEntry]:
    relations = package.relations(package.main)
    found: list[SheetEntry] = []
    listed = find(root, "sheets")
    for element in [] if listed is None else children(listed, "sheet"):
        relation = relations.get(get(element, "r:id") or "")
        if relation is None:
            raise package.archive.damaged(say("a sheet of it is missing"))
        is_hidden = (get(element, "state") or "visible") != "visible"
        found.append(SheetEntry(get(element, "name") or "", *_turn(relation), is_hidden))
    return found


def _turn(relation: tuple[str, str]) -> tuple[str, str]:
    kind, part = relation
    return part, kind


class _Texts(Target):
    """Shared texts: the runs of one joined, what shows how to pronounce it left out."""

    def __init__(self, archive: Archive) -> None:
        self.texts: list[str] = []
        self._archive = archive
        self._pieces: list[str] = []
        self._is_text = False
        self._phonetic = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        name = name_of(tag)
        self._phonetic += name == "rPh"
        self._is_text = name == "t" and not self._phonetic

    def data(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        name = name_of(tag)
        self._is_text = False
        self._phonetic -= name == "rPh"
        if name == "si":
            self.texts.append(unescape("".join(self._pieces)))
            self._pieces.clear()
            if len(self.texts) > MOST_TEXTS:
                raise self._archive.damaged(say("it holds more than {n} texts", n=MOST_TEXTS))


def _read_texts(archive: Archive, part: str) -> tuple[str, ...]:
    target = _Texts(archive)
    stream_part(archive, part, target)
    return tuple(target.texts)


def _read_formats(root: etree._Element) -> tuple[str, ...]:
    """Return the format code of each style that a cell can name by its number."""
    own = find(root, "numFmts")
    codes = dict(BUILT_IN)
    for element in [] if own is None else children(own, "numFmt"):
        codes[read_whole(get(element, "numFmtId"), 0)] = get(element, "formatCode") or GENERAL
    styles = find(root, "cellXfs")
    if styles is None:
        return ()
    return tuple(
        codes.get(read_whole(get(style, "numFmtId"), 0), GENERAL)
        for style in children(styles, "xf")
    )
