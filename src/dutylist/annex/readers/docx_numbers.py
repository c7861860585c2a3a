"""Automatic numbers of a Word document, counted anew: they are printed, but not in its text.

Paragraphs must be asked for their labels once each, in printed order.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from dutylist.annex.readers.archive import Archive
from dutylist.annex.readers.docx_styles import NumberAt, Styles, read_number_at, read_value
from dutylist.annex.readers.numerals import show_number
from dutylist.annex.readers.spans import read_whole
from dutylist.annex.readers.xml import children, find, get, name_of, parse_part

_LEVELS = 9
_FIELD = re.compile("%([1-9])")
_PADDED = re.compile(r"^(0+)[1-9]")


class Level(NamedTuple):
    """How one level is counted and printed: `text` has %1 for the number of the first level."""

    start: int
    style: str
    text: str
    suffix: str
    is_legal: bool
    restart: int | None
    paragraph_style: str | None


class Numbering(NamedTuple):
    """One numbering in use: the levels that it shares with others, and where it starts anew."""

    family: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Numbers:
    """The numberings of a document, and how far each is counted."""

    def __init__(self, archive: Archive, part: str | None, styles: Styles) -> None:
        self._styles = styles
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        self.unknown_styles: set[str] = set()
        root = None if part is None else parse_part(archive, part)
        self._numberings = {} if root is None else _read_numberings(root, styles)

    def label(self, properties: etree._Element | None) -> str:
        """Count a paragraph with these properties, and return its number as printed, or nothing."""
        style_id = read_value(properties, "pStyle") or self._styles.default
        direct, inherited = read_number_at(properties), self._styles.number_of(style_id)
        number_id = direct.number_id or inherited.number_id
        numbering = self._numberings.get(number_id or "")
        if number_id is None or numbering is None:
            return ""
        level = _find_level(numbering, style_id, direct, inherited)
        if level not in numbering.levels:
            return ""
        counters = self._count(number_id, numbering, level)
        return self._show(numbering, counters, level)

    def _count(self, number_id: str, numbering: Numbering, level: int) -> list[int | None]:
        counters = self._counters.setdefault(numbering.family, [None] * _LEVELS)
        start = numbering.starts.get(level)
        if start is not None and (number_id, level) not in self._started:
            counters[level] = start
        else:
            count = counters[level]
            counters[level] = numbering.levels[level].start if count is None else count + 1
        self._started.add((number_id, level))
        for higher in range(level):  # one that was skipped counts as begun
            if counters[higher] is None and higher in numbering.levels:
                counters[higher] = numbering.levels[higher].start
        for deeper in range(level + 1, _LEVELS):
            if _restarts(numbering.levels.get(deeper), level):
                counters[deeper] = None
        return counters

    def _show(self, numbering: Numbering, counters: list[int | None], level: int) -> str:
        shape = numbering.levels[level]
        if shape.style == "bullet":
            return ""

        def fill(field: re.Match[str]) -> str:
            other = int(field[1]) - 1
            named = numbering.levels.get(other)
            if named is None or other > level:
                return ""
            count = counters[other]
            return self._show_one(named, named.start if count is None else count, shape.is_legal)

        return _join_suffix(_FIELD.sub(fill, shape.text), shape.suffix)

    def _show_one(self, level: Level, number: int, is_legal: bool) -> str:
        if is_legal:
            return str(number)
        if padded := _PADDED.match(level.style):
            return str(number).zfill(len(padded[0]))
        shown = show_number(number, level.style)
        if shown is None:
            self.unknown_styles.add(level.style)
        return str(number) if shown is None else shown


def _restarts(level: Level | None, after: int) -> bool:
    """Tell whether a level is counted anew after one that is higher; `restart` counts from 1."""
    if level is None or level.restart is None:
        return True
    return after < level.restart


def _join_suffix(label: str, suffix: str) -> str:
    """Return a label with the gap that is seen behind it; full-width marks bring their own."""
    has_gap = suffix != "nothing" and label and label[-1].isascii()
    return f"{label} " if has_gap else label


def _find_level(
    numbering: Numbering, style_id: str | None, direct: NumberAt, inherited: NumberAt
) -> int:
    if direct.level is not None:
        return read_whole(direct.level, 0)
    if direct.number_id is None:
        for number, level in numbering.levels.items():
            if style_id and level.paragraph_style == style_id:
                return number
        return read_whole(inherited.level, 0)
    return 0


def _read_numberings(root: etree._Element, styles: Styles) -> dict[str, Numbering]:
    shared = {get(each, "abstractNumId") or "": each for each in children(root, "abstractNum")}
    families = {
        get(each, "numId") or "": read_value(each, "abstractNumId") or ""
        for each in children(root, "num")
    }
    found: dict[str, Numbering] = {}
    for element in children(root, "num"):
        number_id = get(element, "numId") or ""
        family = families[number_id]
        if (link := read_value(shared.get(family), "numStyleLink")) is not None:
            family = families.get(styles.number_of(link).number_id or "", family)
        if number_id != "0" and family in shared:
            found[number_id] = _read_numbering(element, family, shared[family])
    return found


def _read_numbering(element: etree._Element, family: str, shared: etree._Element) -> Numbering:
    levels = _read_levels(shared)
    starts: dict[int, int] = {}
    for override in children(element, "lvlOverride"):
        levels |= _read_levels(override)
        start = read_value(override, "startOverride")
        if start is not None:
            starts[read_whole(get(override, "ilvl"), 0)] = read_whole(start, 1)
    return Numbering(family, levels, starts)


def _read_levels(parent: etree._Element) -> dict[int, Level]:
    levels = {read_whole(get(each, "ilvl"), 0): each for each in children(parent, "lvl")}
    return {number: _read_level(each) for number, each in levels.items() if number < _LEVELS}


def _read_level(element: etree._Element) -> Level:
    restart = read_value(element, "lvlRestart")
    legal = find(element, "isLgl")
    return Level(
        start=read_whole(read_value(element, "start"), 0),
        style=_find_style(element),
        text=read_value(element, "lvlText") or "",
        suffix=read_value(element, "suff") or "tab",
        is_legal=legal is not None and (get(legal, "val") or "1") not in ("0", "false"),
        restart=None if restart is None else read_whole(restart, 0),
        paragraph_style=read_value(element, "pStyle"),
    )


def _find_style(element: etree._Element) -> str:
    """Return the style of a level; one of the newer kind (001, 002 …) stands in a choice."""
    for each in element.iter():
        if isinstance(each.tag, str) and name_of(each.tag) == "numFmt":
            style = get(each, "val") or "decimal"
            return get(each, "format") or style if style == "custom" else style
    return "decimal"
