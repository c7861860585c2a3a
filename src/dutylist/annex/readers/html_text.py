"""The text of a web page as lines: what is seen, broken where a browser breaks it.

`Flow` goes over elements in order and gathers lines; tables are left to whoever asks for them.
"""

import re
from collections.abc import Callable

from lxml import etree

from dutylist.annex.readers.numerals import show_number
from dutylist.annex.readers.spans import read_whole

UNSEEN = frozenset((
    "script", "style", "head", "title", "noscript", "template", "iframe", "object", "rt", "rp",
    "svg", "math", "canvas", "audio", "video", "select", "datalist", "textarea",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main",
    "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
))  # fmt: skip
_STRUCK = frozenset(("del", "s", "strike"))
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_UNNUMBERED = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b", re.IGNORECASE)
_BLANKS = re.compile("[ \t\n\r\x0c\x0b\x85\u2028\u2029]+")
_WHOLE = re.compile(r"\s*(-?[0-9]{1,6})\s*$")
_LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


class Counter:
    """An ordered list: the number of its next item."""

    def __init__(self, element: etree._Element) -> None:
        self.is_numbered = element.tag == "ol" and not _UNNUMBERED.search(_style(element))
        self._style = _LIST_STYLES.get(str(element.get("type", "")), "decimal")
        self._step = -1 if element.get("reversed") is not None else 1
        first = sum(1 for each in element if each.tag == "li") if self._step < 0 else 1
        self._next = _read_signed(element.get("start"), first)

    def label(self, item: etree._Element) -> str:
        """Count an item, and return its number as printed."""
        number = _read_signed(item.get("value"), self._next)
        self._next = number + self._step
        shown = show_number(number, self._style) or str(number)
        return f"{shown}. " if self.is_numbered else ""


class Flow:
    """Lines of text as they come; `take_line` gets each, `take_struck` what is crossed out."""

    def __init__(
        self, take_line: Callable[[str], None], take_struck: Callable[[str], None]
    ) -> None:
        self._take_line = take_line
        self._take_struck = take_struck
        self._pieces: list[str] = []
        self._lists: list[Counter] = []
        self._preserved = 0
        self._label = ""

    def read(
        self, root: etree._Element, take_table: Callable[[etree._Element], bool] | None = None
    ) -> None:
        """Read all below `root`; `take_table` tells whether it has taken a table for itself."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            name = str(element.tag)
            if event == "end":
                if element is not root:
                    self._leave(name, element)
            elif element is not root and (name in UNSEEN or is_hidden(element)):
                walker.skip_subtree()
            elif name == "table" and element is not root and take_table is not None:
                self._break()
                if take_table(element):
                    walker.skip_subtree()
                else:
                    self._enter(name, element)
            else:
                self._enter(name, element)
        self._break()

    def _enter(self, name: str, element: etree._Element) -> None:
        if name in _BLOCKS or name == "br":
            self._break()
        if name in ("ol", "ul"):
            self._lists.append(Counter(element))
        elif name == "li" and self._lists:
            self._label = self._lists[-1].label(element)
        elif name == "pre":
            self._preserved += 1
        elif name in _STRUCK and (text := "".join(map(str, element.itertext())).strip()):
            self._take_struck(text)
        self._add(element.text)

    def _leave(self, name: str, element: etree._Element) -> None:
        if name in _BLOCKS and name not in UNSEEN:
            self._break()
        if name == "li" and self._label:  # an item without a text
            self._take_line(self._label.strip())
            self._label = ""
        if name in ("ol", "ul") and self._lists and not is_hidden(element):
            self._lists.pop()
        elif name == "pre" and not is_hidden(element):
            self._preserved = max(0, self._preserved - 1)
        self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text and self._preserved:
            *lines, last = text.replace("\r\n", "\n").split("\n")
            for line in lines:
                self._pieces.append(line)
                self._break()
            self._pieces.append(last)
        elif text:
            self._pieces.append(_BLANKS.sub(" ", text))

    def _break(self) -> None:
        if not self._pieces:
            return
        line = "".join(self._pieces)
        self._pieces.clear()
        if not self._preserved:
            line = re.sub(" {2,}", " ", line).strip(" ")
        line = line.replace("\xa0", " ").rstrip()
        if line.strip("\u200b\ufeff \u3000"):
            # The number of an item stands before its first text, in whatever blocks that may be.
            self._take_line(self._label + line)
            self._label = ""


def is_hidden(element: etree._Element) -> bool:
    """Tell whether a browser shows nothing of an element."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(_style(element)))


def _style(element: etree._Element) -> str:
    return str(element.get("style", ""))


def _read_signed(text: str | None, default: int) -> int:
    match = _WHOLE.match(text or "")
    return int(match[1]) if match else default


def read_span(element: etree._Element, name: str) -> int:
    """Return a rowspan or colspan; one that is no number is 1."""
    return read_whole(element.get(name), 1)
