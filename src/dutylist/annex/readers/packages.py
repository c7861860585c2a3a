"""Office Open XML packages: which part is the document, and where its other parts are.

Parts are found by relationships and content types, as the standard has it, not by the names that
one program happens to give them. Relationships that lead outside are never followed.
"""

import posixpath
from typing import NamedTuple

from dutylist.annex.readers.archive import Archive
from dutylist.annex.readers.xml import children, name_of, parse_part
from dutylist.words import say

_TYPES = "[Content_Types].xml"


class Relation(NamedTuple):
    """A relationship: the last word of its type (`styles`, `worksheet` …) and the part."""

    kind: str
    part: str


class Package:
    """An open package and its main part."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._read_types()
        mains = [
            relation.part
            for relation in self.relations("").values()
            if relation.kind == "officeDocument"
        ]
        if not mains:
            raise archive.damaged(say("it does not say which of its parts is the document"))
        self.main = mains[0]

    @property
    def content_type(self) -> str:
        """Return the content type of the main part."""
        extension = self.main.rpartition(".")[2].lower()
        return self._overrides.get(self.main.lower()) or self._defaults.get(extension, "")

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the inner relationships of a part by their ids."""
        folder, name = posixpath.split(part)
        member = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.archive.has(member):
            return {}
        found: dict[str, Relation] = {}
        for element in children(parse_part(self.archive, member)):
            if (
                name_of(str(element.tag)) == "rel:Relationship"
                and element.get("TargetMode") != "External"
            ):
                kind = str(element.get("Type", "")).rpartition("/")[2]
                target = _resolve(folder, str(element.get("Target", "")))
                found[str(element.get("Id", ""))] = Relation(kind, target)
        return found

    def related(self, kind: str) -> str | None:
        """Return the part of that kind that belongs to the main part, if it is there."""
        for relation in self.relations(self.main).values():
            if relation.kind == kind and self.archive.has(relation.part):
                return relation.part
        return None

    def _read_types(self) -> None:
        self._overrides: dict[str, str] = {}
        self._defaults: dict[str, str] = {}
        for element in children(parse_part(self.archive, _TYPES)):
            content_type = str(element.get("ContentType", ""))
            if name_of(str(element.tag)) == "ct:Override":
                part = str(element.get("PartName", "")).lstrip("/").lower()
                self._overrides[part] = content_type
            elif name_of(str(element.tag)) == "ct:Default":
                self._defaults[str(element.get("Extension", "")).lower()] = content_type


def _resolve(folder: str, target: str) -> str:
    """Return a target as the name of a member, which has no slash in front."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
