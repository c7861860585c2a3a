"""Collective parties (units.yaml): which of them a name belongs to."""

from collections.abc import Iterable

from dutylist.names import fold_name

Unit = tuple[str, tuple[str, ...], tuple[str, ...]]
"""A collective party: its name as printed, its members, and its aliases."""


def reach_units(units: Iterable[Unit], folded: str) -> set[str]:
    """Return the folded names that a folded name stands for: itself, and parties it is a member of.

    Of parties that are members of others, all are found.
    """
    found = {folded}
    grown = True
    while grown:
        reached = {
            fold_name(unit)
            for unit, members, aliases in units
            if found & {fold_name(other) for other in (*members, *aliases)}
        }
        grown = not reached <= found
        found |= reached
    return found
