"""What is asked for: the one set of filters of all reading commands, as values.

Which duties that is, `query` finds out; nothing here costs anything to import.
"""

from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """In which role a department is looked for."""

    RESPONSIBLE = "responsible"
    SUPPORTING = "supporting"
    ANY = "any"


class Selection(NamedTuple):
    """The shared filters; within one filter any value will do, between filters all must hold."""

    lists: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    departments: tuple[str, ...] = ()
    role: Role = Role.RESPONSIBLE
    leaders: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
