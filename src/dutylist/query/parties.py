"""Whom a name in a filter stands for, data folder by data folder.

A department is also reached through the collective parties that it is a member of. Which these
are, each folder's own units.yaml says: 各街道 of one district are not those of another.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dutylist.errors import NotFound, WrongUsage
from dutylist.index import Part, Unit
from dutylist.names import fold_name
from dutylist.query.lists import find_nearest
from dutylist.query.rows import Question
from dutylist.words import say


class Meant(NamedTuple):
    """The folded names that a name stands for, by folder; its units are the others among them."""

    names: Mapping[str, frozenset[str]]
    folded: str

    def holds(self, folder: str, folded: str) -> bool:
        """Tell whether a folded name that a list of the folder prints is meant."""
        return folded in self.names.get(folder, ())

    def list_units(self, units: Iterable[Unit], folders: Iterable[str]) -> tuple[str, ...]:
        """Return the parties of these folders through which the name is reached, as printed."""
        chosen = set(folders)
        found = (
            unit.name
            for unit in units
            if unit.folder in chosen
            and fold_name(unit.name) in self.names[unit.folder] - {self.folded}
        )
        return tuple(dict.fromkeys(found))


def resolve_name(question: Question, name: str, roles: Sequence[Part]) -> Meant:
    """Return what `name` stands for: itself, and in each folder the parties it is a member of.

    Raises `NotFound` with the nearest names where no list prints any of them in one of `roles`.
    """
    folded = fold_name(name)
    if not folded:
        raise WrongUsage(say("a name is empty"))
    is_leader = Part.LEADER in roles
    known = dict(_list_names(question, roles))
    units = () if is_leader else question.snapshot.units
    names = {folder: resolve_units(folded, units, folder) for folder in known}
    if all(names[folder].isdisjoint(printed) for folder, printed in known.items()):
        everywhere = {key: each for printed in known.values() for key, each in printed.items()}
        raise _no_such_name(name, folded, everywhere, is_leader=is_leader)
    return Meant(names, folded)


def _list_names(question: Question, roles: Sequence[Part]) -> Iterator[tuple[str, dict[str, str]]]:
    """Give each folder with the names that its lists print in `roles`: folded to printed form."""
    blobs: dict[str, list[int]] = {}
    for head in question.snapshot.lists:
        blobs.setdefault(head.folder, []).append(head.blob)
    for folder, within in blobs.items():
        yield (
            folder,
            {
                folded: printed
                for role in roles
                for parties in question.lens.read_part(role, within).values()
                for folded, (printed, _) in parties.items()
            },
        )


def resolve_units(folded: str, units: Iterable[Unit], folder: str) -> frozenset[str]:
    """Return a folded name, and those of the folder's parties through which it is reached."""
    own = [unit for unit in units if unit.folder == folder]
    found = {folded}
    grown = True
    while grown:
        reached = {
            fold_name(unit.name)
            for unit in own
            if found & {fold_name(other) for other in (*unit.members, *unit.aliases)}
        }
        grown = not reached <= found
        found |= reached
    return frozenset(found)


def _no_such_name(name: str, folded: str, names: Mapping[str, str], *, is_leader: bool) -> NotFound:
    nearest = [names[match] for match in find_nearest(folded, names)]
    if is_leader:
        return NotFound(say("no list names the leader “{name}”", name=name), nearest)
    return NotFound(say("no list names the department “{name}”", name=name), nearest)
