"""units.yaml: collective parties, their known members and other names.

The file is optional and small. It is read with the same care as a list.
"""

from typing import NamedTuple

from pydantic import ValidationError

from dutylist.errors import Finding
from dutylist.model import UnitRecord, UnitsRecord
from dutylist.store.faults import explain_faults, merge_faults
from dutylist.store.source import read_text
from dutylist.store.syntax import compose
from dutylist.store.values import Builder
from dutylist.words import say


class Unit(NamedTuple):
    """A party: the name that lists print, its known members, its other names."""

    name: str
    members: tuple[str, ...]
    aliases: tuple[str, ...]


_WHOLE_UNITS = (
    say("this is no list of parties"),
    say("write each party as “乡、街: [平西乡]”, with a half-width colon and a blank"),
)


class UnitsReading(NamedTuple):
    """What units.yaml holds; with findings, no units."""

    units: tuple[Unit, ...]
    findings: tuple[Finding, ...]


def read_units(path: str, raw: bytes) -> UnitsReading:
    """Read the bytes of a units.yaml; an empty one names no units. Never raises on any bytes."""
    text, findings = read_text(path, raw)
    if findings:
        return UnitsReading((), tuple(findings))
    root, findings = compose(text)
    if root is None or findings:
        return UnitsReading((), tuple(findings))
    builder = Builder(text)
    values = builder.build(root)
    try:
        record = UnitsRecord.model_validate(values)
    except ValidationError as error:
        return UnitsReading(
            (), merge_faults(builder.findings, explain_faults(text, root, error, _WHOLE_UNITS))
        )
    if builder.findings:
        return UnitsReading((), tuple(builder.findings))
    return UnitsReading(tuple(_make_unit(*item) for item in record.root.items()), ())


def _make_unit(name: str, value: tuple[str, ...] | UnitRecord) -> Unit:
    if isinstance(value, UnitRecord):
        return Unit(name, value.members, value.aliases)
    return Unit(name, value, ())
