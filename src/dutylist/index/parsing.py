"""A file that the index lacks: parsed, and made ready for its rows."""

from collections.abc import Sequence
from typing import Any

from dutylist.duty import Duty
from dutylist.errors import Finding, Severity
from dutylist.index.rows import list_days, list_ended
from dutylist.store.folder import Source


def parse_source(
    source: Source, raw: bytes | None
) -> tuple[list[Any] | None, Sequence[Duty], list[Finding]]:
    """Parse a file: its head, its duties, and the findings that make it unreadable.

    `raw` are its bytes, where they have been read already.
    """
    # Imported here, so that a command whose lists are indexed never loads pydantic or ruamel.yaml.
    from dutylist.store.lists import read_list  # noqa: PLC0415
    from dutylist.store.units import read_units  # noqa: PLC0415

    raw = source.read() if raw is None else raw
    if source.is_units:
        units = read_units(source.path, raw)
        if units.findings:
            return None, (), list(units.findings)
        return [list(unit) for unit in units.units], (), []
    reading = read_list(source.path, raw, source.list_id)
    if reading.duty_list is None:
        found = [f for f in reading.findings if f.severity is not Severity.WARNING]
        return None, (), found
    title, year, annex, duties = reading.duty_list
    return [title, year, annex, *sum_up(duties)], duties, []


def sum_up(duties: Sequence[Duty]) -> tuple[int, str, str, bool]:
    """Return how many duties there are, the first and last of their days, and if any has ended."""
    days = list_days(duties)
    has_ended = any(True for duty in duties for _ in list_ended(duty))
    return len(duties), min(days, default=""), max(days, default=""), has_ended
