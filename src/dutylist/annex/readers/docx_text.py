"""The text of a Word document's paragraphs, as it is printed once all tracked changes are accepted.

A `Story` goes through the document in printed order and keeps what lasts beyond a paragraph: open
fields, the page, automatic numbers. It knows no tables.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from dutylist.annex.grid import Spot
from dutylist.annex.readers.docx_numbers import Numbers
from dutylist.annex.readers.docx_styles import Styles, read_switch, read_value
from dutylist.annex.readers.measure import Blocks
from dutylist.annex.readers.xml import children, find, get, name_of
from dutylist.words import say

# What has no text of its own that is printed at this place.
_SILENT = frozenset((
    "rPr", "pPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "fldData", "rubyPr", "rt",
    "instrText", "delText", "delInstrText", "m:ctrlPr", "m:rPr",
))  # fmt: skip
_DELETED = frozenset(("del", "moveFrom"))
_INSERTED = frozenset(("ins", "moveTo"))
_WRAPPERS = frozenset(
    ("ins", "moveTo", "customXml", "smartTag", "sdtContent", "hyperlink", "dir", "bdo")
)
_DRAWN = frozenset(("drawing", "pict", "object"))
_PICTURES = ("}pic", "}imagedata", "}OLEObject", "}chart")
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_PAGE_MARKS = tuple(f"{{*}}{name}" for name in ("lastRenderedPageBreak", "pageBreakBefore"))
_BREAKS = ("{*}br",)
# Symbol fonts have codes of their own; these are the marks that official tables use.
_SYMBOLS = {
    "Wingdings": {0xFC: "✓", 0xFE: "☑", 0xA8: "☐", 0x6F: "☐", 0x6C: "●", 0x6E: "■", 0xFB: "✗"},
    "Wingdings 2": {0x50: "✓", 0x52: "☑", 0xA3: "☐", 0x4F: "✗"},
}


class Passage(NamedTuple):
    """A paragraph as read: its lines, the page of its first text, and what hangs on it."""

    text: str
    page: int
    boxes: tuple[etree._Element, ...]
    has_picture: bool


class Story:
    """The reading of one document, paragraph by paragraph."""

    def __init__(
        self, blocks: Blocks, styles: Styles, numbers: Numbers, root: etree._Element
    ) -> None:
        self.blocks = blocks
        self.spot = Spot()
        self._styles = styles
        self._numbers = numbers
        self._fields: list[bool] = []  # of each open field: is its instruction being read
        self._pages = _find_page_marks(root)
        self.page = 1 if self._pages else 0
        self._carried = ""
        self._begin(None)

    def read(self, paragraph: etree._Element) -> Passage | None:
        """Return a paragraph; None where it goes on in the next, its own end being deleted."""
        properties = find(paragraph, "pPr")
        self.blocks.count_paragraph()
        self._begin(properties)
        self._walk(paragraph, is_hidden=self._styles.is_hidden(read_value(properties, "pStyle")))
        text = self._carried + "".join(self._pieces)
        if self._is_end_deleted(properties):
            self._carried = text
            return None
        self._carried = ""
        label = self._numbers.label(properties)
        if "section" in self._pages and find(properties, "sectPr") is not None:
            self._turn_page(find(properties, "sectPr"))
        page = self._first_page or self.page
        return Passage(label + text, page, tuple(self._boxes), self._has_picture)

    def take_rest(self) -> str:
        """Return the text of a last paragraph whose end is deleted: nothing follows to join it."""
        rest, self._carried = self._carried, ""
        return rest

    def see_through(self, parent: etree._Element, *wanted: str) -> Iterator[etree._Element]:
        """Give the wanted elements in `parent`, looking into controls and tracked insertions."""
        waiting = [iter(parent)]
        while waiting:
            child = next(waiting[-1], None)
            if child is None:
                waiting.pop()
            elif isinstance(child.tag, str):
                if name_of(child.tag) in wanted:
                    yield child
                elif (inner := self._open(child)) is not None:
                    waiting.append(iter(inner))

    def note_unknown(self) -> None:
        """Note the styles of numbers that nobody here can count in."""
        for style in sorted(self._numbers.unknown_styles):
            message = say(
                "automatic numbers in the style {style} are shown in plain figures", style=style
            )
            self.blocks.hint(Spot(), message)

    def _begin(self, properties: etree._Element | None) -> None:
        self._pieces: list[str] = []
        self._boxes: list[etree._Element] = []
        self._has_picture = False
        self._first_page = 0
        if "break" in self._pages and read_switch(properties, "pageBreakBefore"):
            self.page += 1

    def _open(self, element: etree._Element) -> etree._Element | None:
        name = name_of(str(element.tag))
        if name == "sdt":
            return self._open_control(element)
        if name == "mc:AlternateContent":
            return _choose(element)
        if name == "altChunk":
            self.blocks.hint(self.spot, say("a document put inside this one is not read"))
        if name in _INSERTED:
            self.note_changes()
        return element if name in _WRAPPERS else None

    def _open_control(self, element: etree._Element) -> etree._Element | None:
        if read_switch(find(element, "sdtPr"), "showingPlcHdr"):
            message = say("a field that nobody has filled in counts as empty")
            self.blocks.hint(self.spot, message)
            return None
        return find(element, "sdtContent")

    def _walk(self, parent: etree._Element, *, is_hidden: bool) -> None:
        for child in children(parent):
            name = name_of(str(child.tag))
            if name == "r":
                self._take_run(child, is_hidden)
            elif name in _DELETED:
                self.note_changes()
            elif name in ("t", "m:t"):
                self._emit(child.text or "", is_hidden)
            elif name in _SIGNS:
                self._emit(_SIGNS[name], is_hidden)
            elif name in _ACTS:
                _ACTS[name](self, child, is_hidden)
            elif name in _DRAWN:
                self._take_drawing(child)
            elif name in ("sdt", "mc:AlternateContent"):
                if (inner := self._open(child)) is not None:
                    self._walk(inner, is_hidden=is_hidden)
            elif name not in _SILENT:
                if name in _INSERTED:
                    self.note_changes()
                self._walk(child, is_hidden=is_hidden)

    def _emit(self, text: str, is_hidden: bool) -> None:
        if any(self._fields) or not text:
            return
        if is_hidden:
            self.blocks.hint(self.spot, say("hidden text is passed over"))
            return
        if not self._first_page and not text.isspace():
            self._first_page = self.page
        self._pieces.append(text)

    def _take_run(self, run: etree._Element, is_hidden: bool) -> None:
        properties = find(run, "rPr") if len(run) else None
        if properties is not None:
            is_hidden = self._is_hidden(properties, is_hidden)
            if read_switch(properties, "strike") or read_switch(properties, "dstrike"):
                self._note_struck(run)
        self._walk(run, is_hidden=is_hidden)

    def _is_hidden(self, properties: etree._Element, is_hidden: bool) -> bool:
        if (said := read_switch(properties, "vanish")) is not None:
            return said
        return is_hidden or self._styles.is_hidden(read_value(properties, "rStyle"))

    def _note_struck(self, run: etree._Element) -> None:
        if text := "".join(each.text or "" for each in children(run, "t")).strip():
            message = say("crossed-out text is read all the same: {text}", text=text[:40])
            self.blocks.hint(self.spot, message)

    def _take_break(self, element: etree._Element, is_hidden: bool) -> None:
        if get(element, "type") == "page" and "break" in self._pages:
            self.page += 1
        self._emit("\n", is_hidden)

    def _take_rendered_break(self, _: etree._Element, __: bool) -> None:
        self.page += 1

    def _take_field_mark(self, element: etree._Element, _: bool) -> None:
        kind = get(element, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _take_symbol(self, element: etree._Element, is_hidden: bool) -> None:
        font, code = get(element, "font") or "", _read_code(get(element, "char"))
        own = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
        if known := _SYMBOLS.get(font, {}).get(own):
            self._emit(known, is_hidden)
        elif 0xE000 <= code <= 0xF8FF or not 0x20 <= code < 0xD800:
            message = say("a symbol of the font {font} cannot be read as text", font=font)
            self.blocks.hint(self.spot, message)
        else:
            self._emit(chr(code), is_hidden)

    def _take_note(self, _: etree._Element, __: bool) -> None:
        self.blocks.hint(self.spot, say("a footnote or endnote is not read"))

    def _take_drawing(self, element: etree._Element) -> None:
        boxes = list(_find_boxes(element))
        self._boxes += boxes
        if not boxes and any(str(each.tag).endswith(_PICTURES) for each in element.iter()):
            self._has_picture = True

    def _is_end_deleted(self, properties: etree._Element | None) -> bool:
        marks = find(properties, "rPr")
        return marks is not None and any(name_of(str(each.tag)) in _DELETED for each in marks)

    def _turn_page(self, section: etree._Element | None) -> None:
        if read_value(section, "type") not in ("continuous", "nextColumn"):
            self.page += 1

    def note_changes(self) -> None:
        """Note that the document holds tracked changes, once."""
        message = say(
            "the document holds tracked changes: what they insert counts, what they delete does not"
        )
        self.blocks.hint_once(Spot(), message)


_ACTS: dict[str, Callable[[Story, etree._Element, bool], None]] = {
    "br": Story._take_break,
    "lastRenderedPageBreak": Story._take_rendered_break,
    "fldChar": Story._take_field_mark,
    "sym": Story._take_symbol,
    "footnoteReference": Story._take_note,
    "endnoteReference": Story._take_note,
}


def _find_page_marks(root: etree._Element) -> frozenset[str]:
    """Return by what pages can be counted: as Word last laid them out, or by forced breaks."""
    marks = {name_of(str(each.tag)): each for each in root.iter(*_PAGE_MARKS)}
    if "lastRenderedPageBreak" in marks:
        return frozenset(("rendered",))
    breaks = (each for each in root.iter(*_BREAKS) if get(each, "type") == "page")
    has_breaks = "pageBreakBefore" in marks or next(breaks, None) is not None
    return frozenset(("break", "section")) if has_breaks else frozenset()


def _choose(alternatives: etree._Element) -> etree._Element | None:
    """Return the one branch that counts; the others say the same for older programs."""
    choice = find(alternatives, "mc:Choice")
    return find(alternatives, "mc:Fallback") if choice is None else choice


def _find_boxes(element: etree._Element) -> Iterator[etree._Element]:
    waiting = [element]
    while waiting:
        each = waiting.pop()
        name = name_of(str(each.tag))
        if name == "txbxContent":
            yield each
        elif name == "mc:AlternateContent":
            waiting += [] if (branch := _choose(each)) is None else [branch]
        else:
            waiting += reversed(list(children(each)))


def _read_code(text: str | None) -> int:
    try:
        return int((text or "")[:6], 16)
    except ValueError:
        return 0
