"""What the sheets of a workbook lean on: their list, shared texts, number formats."""

import re
from collections.abc import Iterator
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
    """What all sheets share: texts and number formats, and which of them are crossed out."""

    sheets: tuple[SheetEntry, ...]
    is_1904: bool
    texts: tuple[str, ...]
    struck_texts: frozenset[int]
    formats: tuple[str, ...]
    struck_styles: frozenset[int]


def read_workbook(package: Package) -> Workbook:
    """Return what the workbook says before any sheet is read."""
    archive = package.archive
    root = parse_part(archive, package.main)
    if name_of(str(root.tag)) != "workbook":
        raise archive.damaged(say("its part {part} is no workbook", part=package.main))
    properties = find(root, "workbookPr")
    part, styles = package.related("sharedStrings"), package.related("styles")
    texts = _read_texts(archive, part) if part else _Texts(archive)
    style_root = parse_part(archive, styles) if styles else None
    return Workbook(
        tuple(_list_sheets(package, root)),
        properties is not None and get(properties, "date1904") in ("1", "true"),
        tuple(texts.texts),
        frozenset(texts.struck),
        () if style_root is None else _read_formats(style_root),
        frozenset() if style_root is None else frozenset(_find_struck(style_root)),
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
        self.struck: set[int] = set()
        self._archive = archive
        self._pieces: list[str] = []
        self._is_text = False
        self._phonetic = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = name_of(tag)
        if name == "strike" and is_on(attributes.get("val")):
            self.struck.add(len(self.texts))
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


def _read_texts(archive: Archive, part: str) -> _Texts:
    target = _Texts(archive)
    stream_part(archive, part, target)
    return target


def is_on(value: str | None) -> bool:
    """Tell whether a mark such as strike is set: it is if it says nothing of itself."""
    return value not in ("0", "false")


def _find_struck(root: etree._Element) -> Iterator[int]:
    """Give the styles whose font is crossed out, by the number that a cell names them by."""
    fonts, styles = find(root, "fonts"), find(root, "cellXfs")
    if fonts is None or styles is None:
        return
    struck = {
        at
        for at, font in enumerate(children(fonts, "font"))
        if any(is_on(get(mark, "val")) for mark in children(font, "strike"))
    }
    for at, style in enumerate(children(styles, "xf")):
        if read_whole(get(style, "fontId"), 0) in struck:
            yield at


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
