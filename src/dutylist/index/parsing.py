"""Files that the index lacks: parsed, and made ready for their rows."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from dutylist.duty import Duty
from dutylist.errors import Finding, Severity
from dutylist.index.rows import list_days, list_ended
from dutylist.store.folder import Source


class Parsed(NamedTuple):
    """A parsed file: its head (None if it is unreadable), its duties, and why it is unreadable."""

    source: Source
    head: list[Any] | None
    duties: Sequence[Duty]
    findings: Sequence[Finding]


def parse_sources(sources: Sequence[Source], read: Mapping[Source, bytes]) -> list[Parsed]:
    """Parse files; `read` has the bytes of those that have been read already."""
    with _keep_all():
        return [_parse(source, read.get(source)) for source in sources]


def sum_up(duties: Sequence[Duty]) -> tuple[int, str, str, bool]:
    """Return how many duties there are, the first and last of their days, and if any has ended."""
    days = list_days(duties)
    has_ended = any(True for duty in duties for _ in list_ended(duty))
    return len(duties), min(days, default=""), max(days, default=""), has_ended


@contextmanager
def _keep_all() -> Iterator[None]:
    """Keep Python from looking for cycles: a parser makes many objects and none.

    It costs an eighth of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _parse(source: Source, raw: bytes | None) -> Parsed:
    # Imported here, so that a command whose lists are indexed never loads pydantic or ruamel.yaml.
    from dutylist.store.lists import read_list  # noqa: PLC0415
    from dutylist.store.units import read_units  # noqa: PLC0415

    raw = source.read() if raw is None else raw
    if source.is_units:
        units = read_units(source.path, raw)
        if units.findings:
            return Parsed(source, None, (), units.findings)
        return Parsed(source, [list(unit) for unit in units.units], (), ())
    reading = read_list(source.path, raw, source.list_id)
    if reading.duty_list is None:
        found = [f for f in reading.findings if f.severity is not Severity.WARNING]
        return Parsed(source, None, (), found)
    title, year, annex, duties, origin, issuer = reading.duty_list
    head = [title, year, annex, *sum_up(duties), origin, issuer]
    return Parsed(source, head, duties, ())
