"""The styles of a Word document, as far as they decide what is read: numbering and hidden text."""

from typing import NamedTuple

from lxml import etree

from dutylist.annex.readers.archive import Archive
from dutylist.annex.readers.xml import children, find, get, parse_part

_OFF = frozenset(("0", "false", "off", "none"))
_DEEPEST = 50


class NumberAt(NamedTuple):
    """Which numbering a paragraph takes part in, and on which level (from 0), where it is said."""

    number_id: str | None
    level: str | None


class Style(NamedTuple):
    """A style; what it leaves open is said by the one that it is based on."""

    base: str | None
    number: NumberAt
    is_hidden: bool | None


class Styles:
    """All styles by their ids."""

    def __init__(self, archive: Archive, part: str | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default: str | None = None
        if part is None:
            return
        for element in children(parse_part(archive, part), "style"):
            style_id = get(element, "styleId") or ""
            self._styles[style_id] = _read_style(element)
            if get(element, "type") == "paragraph" and (get(element, "default") or "0") not in _OFF:
                self.default = style_id

    def number_of(self, style_id: str | None) -> NumberAt:
        """Return the numbering that a paragraph style gives, its bases looked at, too."""
        number_id = level = None
        for style in self._lineage(style_id):
            number_id = number_id or style.number.number_id
            level = level or style.number.level
        return NumberAt(number_id, level)

    def is_hidden(self, style_id: str | None) -> bool:
        """Tell whether text in a style is hidden."""
        said = (style.is_hidden for style in self._lineage(style_id))
        return next((hidden for hidden in said if hidden is not None), False)

    def _lineage(self, style_id: str | None) -> list[Style]:
        lineage: list[Style] = []
        # Styles may be based on each other in a circle.
        while style_id in self._styles and len(lineage) < _DEEPEST:
            lineage.append(self._styles[style_id])
            style_id = lineage[-1].base
        return lineage


def read_number_at(properties: etree._Element | None) -> NumberAt:
    """Return the numbering that the properties of a paragraph name."""
    place = find(properties, "numPr")
    return NumberAt(_value(find(place, "numId")), _value(find(place, "ilvl")))


def read_switch(properties: etree._Element | None, name: str) -> bool | None:
    """Return whether a property is on or off; None where nothing is said."""
    element = find(properties, name)
    return None if element is None else (get(element, "val") or "1").lower() not in _OFF


def read_value(properties: etree._Element | None, name: str) -> str | None:
    """Return the value of a property; None where nothing is said."""
    return _value(find(properties, name))


def _value(element: etree._Element | None) -> str | None:
    return None if element is None else get(element, "val")


def _read_style(element: etree._Element) -> Style:
    return Style(
        read_value(element, "basedOn"),
        read_number_at(find(element, "pPr")),
        read_switch(find(element, "rPr"), "vanish"),
    )
