"""The one way to parse the XML of office documents: without entities, DTD, network or huge trees.

What a tree would cost is estimated from the bytes before there is one. Names of elements are told
apart by `name_of`, which knows both families of namespaces (transitional and strict).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

from lxml import etree

from dutylist.annex.readers.archive import Archive
from dutylist.errors import InvalidData
from dutylist.words import Message, say

DEAREST_TREE = 240 * 1024 * 1024
"""Bytes of memory that one tree may take, as estimated by `cost_of`."""
MOST_ELEMENTS = 1_500_000
"""Elements that a part may have which is read as a stream."""

_ENCODING = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]+)["']""")
_ENCODINGS = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii"))
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_MARK = b"\xef\xbb\xbf"

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct:",
}


class Target:
    """What a stream of XML is read into; a subclass sees names as `name_of` gives them."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""

    def data(self, text: str) -> None:
        """Take a piece of text."""

    def close(self) -> None:
        """Take the end of the part."""


def parse_part(archive: Archive, name: str) -> etree._Element:
    """Return the root of a member; raises `InvalidData` for what no office program writes."""
    raw = _read(archive, name)
    if cost_of(raw) > DEAREST_TREE:
        raise archive.damaged(say("its part {part} has too many elements", part=name))
    try:
        root = etree.fromstring(raw, _make_parser())
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise archive.damaged(_explain(name, fault)) from fault
    return root


def stream_part(archive: Archive, name: str, target: Target) -> None:
    """Read a member into `target` without ever having a tree of it."""
    raw = _read(archive, name)
    if raw.count(b"<") - raw.count(b"</") > MOST_ELEMENTS:
        raise archive.damaged(say("its part {part} has too many elements", part=name))
    try:
        etree.fromstring(raw, _make_parser(target))
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise archive.damaged(_explain(name, fault)) from fault


def cost_of(raw: bytes) -> int:
    """Return about how many bytes of memory libxml2 takes for a tree of `raw`."""
    elements = raw.count(b"<") - raw.count(b"</")
    texts = max(0, raw.count(b">") - raw.count(b"><"))
    return len(raw) + 120 * (elements + texts) + 220 * raw.count(b"=")


@lru_cache(maxsize=4096)
def name_of(tag: str) -> str:
    """Return an element's or attribute's name, short where its namespace is one that we read."""
    namespace, brace, name = tag.rpartition("}")
    if not brace:
        return tag
    prefix = _PREFIXES.get(namespace[1:])
    return tag if prefix is None else prefix + name


def get(element: etree._Element, name: str) -> str | None:
    """Return an attribute by its short name, whichever namespace it is in."""
    for key, text in element.attrib.items():
        if name_of(str(key)) == name:
            return str(text)
    return None


def find(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Return the first child at a path of short names."""
    for name in names:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def children(element: etree._Element, name: str = "") -> Iterator[etree._Element]:
    """Give the children of an element, all or those of a short name."""
    for child in element:
        if isinstance(child.tag, str) and (not name or name_of(child.tag) == name):
            yield child


def _make_parser(target: Target | None = None) -> etree.XMLParser:
    return etree.XMLParser(
        target=cast("Any", target),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _read(archive: Archive, name: str) -> bytes:
    """Return a member without a DOCTYPE, in an encoding in which one would be seen."""
    raw = archive.read(name)
    if raw.startswith(_WIDE):
        raw = _narrow(archive, name, raw)
    declared = _ENCODING.match(raw.removeprefix(_MARK))
    if declared and declared[1].lower() not in _ENCODINGS:
        raise archive.damaged(say("its part {part} is in a foreign encoding", part=name))
    if b"<!DOCTYPE" in raw:
        raise _refuse_doctype(archive, name)
    return raw


def _narrow(archive: Archive, name: str, raw: bytes) -> bytes:
    codec = "utf-16" if raw[0] > 0x3C else ("utf-16-le" if raw[0] else "utf-16-be")
    try:
        text = raw.decode(codec).encode()
    except UnicodeError as fault:
        raise archive.damaged(_explain(name, fault)) from fault
    return re.sub(rb"^<\?xml[^>]{0,200}\?>", b"", text)


def _refuse_doctype(archive: Archive, name: str) -> InvalidData:
    reason = say("its part {part} declares a document type, as no office program does", part=name)
    return archive.damaged(reason)


def _explain(name: str, fault: Exception) -> Message:
    if "depth" in str(fault):
        return say("its part {part} nests too deep", part=name)
    return say("its part {part} is no XML", part=name)
