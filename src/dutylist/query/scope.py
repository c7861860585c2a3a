"""The filters: which duties of which lists are meant. They are read here and nowhere else.

A filter narrows, blob by blob, the positions of the duties that are chosen; duties themselves are
unpacked last.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from dutylist.duty import Duty, Status
from dutylist.errors import NotFound, WrongUsage
from dutylist.index import ListHead, Part, Snapshot, make_place
from dutylist.names import fold_name, fold_text
from dutylist.query.rows import Question, Row, Tally
from dutylist.query.units import reach_units
from dutylist.selection import Role, Selection
from dutylist.standing import DEFAULT_RULES, find_standing
from dutylist.words import Message, say, say_n

FEW_NAMES = 10

_NO = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,4})?", re.ASCII)
_DEPARTMENT_ROLES = {
    Role.RESPONSIBLE: (Part.RESPONSIBLE,),
    Role.SUPPORTING: (Part.SUPPORTING,),
    Role.ANY: (Part.RESPONSIBLE, Part.SUPPORTING),
}


class Window(NamedTuple):
    """Days as text, `first` to `last` inclusive, and what must fall on one of them."""

    first: str
    last: str
    parts: tuple[Part, ...] = (Part.DUE, Part.ASKED)


class Scope:
    """The lists and, by blob, the positions in them that the filters choose; read here alone."""

    def __init__(self, question: Question, heads: Sequence[ListHead]) -> None:
        self._question = question
        self._heads = heads
        self._chosen: dict[int, Collection[int]] = {head.blob: range(head.duties) for head in heads}
        self._remarks: list[Message] = []

    @classmethod
    def of(cls, question: Question) -> "Scope":
        """Check the filters against the lists and return their scope; raises `NotFound`."""
        selection = question.selection
        scope = cls(question, _choose_lists(question.snapshot, selection))
        scope._choose_departments(selection)
        scope._choose_names(selection.leaders, (Part.LEADER,))
        scope._choose_classes(selection.classes)
        scope._choose_texts([fold_text(words) for words in selection.search])
        return scope

    def give_rows(self, window: Window | None = None) -> Iterator[Row]:
        """Give the rows of the chosen duties, list by list, as printed.

        With a `window`, only of those of which something may fall in it. With a filter by status
        all are looked at, for only then is the tally exact.
        """
        statuses = self._question.selection.statuses
        if statuses:
            self._choose_statuses(statuses)
        positions = self._narrow(window) if window else self._chosen
        yield from self._read_rows(self._heads, positions)

    def find_ref(self, ref: str) -> list[Row]:
        """Return the duties of one ref, at least one; raises `NotFound`, `WrongUsage`."""
        # A list's name is its own affair; only the number may be typed in full width.
        list_id, slash, number = ref.strip().replace("／", "/").rpartition("/")
        no = unicodedata.normalize("NFKC", number)
        if not _NO.fullmatch(no) or "/" in list_id or bool(list_id) != bool(slash):
            raise WrongUsage(say("“{ref}” is no ref; a ref is tasks_2022/26 or 26", ref=ref))
        heads = self._heads
        if list_id:
            heads = _choose_lists(self._question.snapshot, Selection(lists=(list_id,)))
        numbers = self._question.lens.read_part(Part.NUMBERS, (head.blob for head in heads))
        positions = {
            blob: [at for at, each in enumerate(known) if no in (each, each.partition(".")[0])]
            for blob, known in numbers.items()
        }
        rows = list(self._read_rows(heads, positions))
        if not rows:
            raise NotFound(say("there is no duty {ref}", ref=ref))
        return rows

    def tally(self, rows: Sequence[Row]) -> Tally:
        """Account for every duty that was read."""
        read = self._question.snapshot.duties
        selected = sum(len(self._chosen[head.blob]) for head in self._heads)
        shown = len({row.ref_in_folder for row in rows})
        repealed, done = (self._count_ended(status) for status in (Status.REPEALED, Status.DONE))
        return Tally(
            len(self._question.snapshot.lists),
            read,
            len(rows),
            shown,
            read - selected,
            selected - shown - repealed - done,
            repealed,
            done,
        )

    def remarks(self) -> tuple[Message, ...]:
        """Return what is worth telling about the filters."""
        return tuple(self._remarks)

    def _read_rows(
        self, heads: Sequence[ListHead], positions: Mapping[int, Collection[int]]
    ) -> Iterator[Row]:
        places = [make_place(blob, at) for blob, within in positions.items() for at in within]
        duties = self._question.lens.read_duties(places)
        for head in heads:
            rules = self._question.rules.get(head.folder, DEFAULT_RULES)
            for at in sorted(positions.get(head.blob, ())):
                duty = duties[make_place(head.blob, at)]
                standing = find_standing(duty, self._question.day, rules)
                yield Row(head, duty, standing, self._question.day)

    def _narrow(self, window: Window) -> dict[int, Collection[int]]:
        falling: dict[int, set[int]] = {
            head.blob: set()
            for head in self._heads
            if head.first_day <= window.last and window.first <= head.last_day
        }
        for part in window.parts:
            for blob, days in self._question.lens.read_part(part, falling).items():
                for day, positions in days.items():
                    if window.first <= day <= window.last:
                        falling[blob].update(positions)
        return {
            blob: found.intersection(self._chosen[blob]) for blob, found in falling.items() if found
        }

    def _keep(self, found: Mapping[int, Collection[int]]) -> None:
        """Keep what was chosen so far and is in `found`."""
        for blob, within in self._chosen.items():
            self._chosen[blob] = set(found.get(blob, ())).intersection(within)

    def _choose_departments(self, selection: Selection) -> None:
        before = dict(self._chosen)
        self._choose_names(selection.departments, _DEPARTMENT_ROLES[selection.role])
        if selection.departments and selection.role is Role.RESPONSIBLE:
            self._remark_supporting(selection.departments, before)

    def _choose_names(self, names: Sequence[str], roles: Sequence[Part]) -> None:
        if names:
            known = {part for name in names for part in self._resolve(name, roles)}
            self._keep(self._find_parties(known, roles))

    def _choose_classes(self, classes: Sequence[str]) -> None:
        if classes:
            lists = self._question.lens.read_part(Part.CLASS, self._chosen).items()
            self._keep({blob: _join(known, classes) for blob, known in lists})

    def _choose_texts(self, texts: Sequence[str]) -> None:
        if texts:
            self._keep_duties(lambda duty: any(text in fold_text(duty.content) for text in texts))

    def _choose_statuses(self, statuses: Sequence[str]) -> None:
        day = self._question.day
        self._keep_duties(lambda duty: find_standing(duty, day).status in statuses)

    def _keep_duties(self, is_meant: Callable[[Duty], bool]) -> None:
        """Keep the chosen duties that are meant, which takes unpacking them all."""
        places = [make_place(blob, at) for blob, within in self._chosen.items() for at in within]
        found: dict[int, set[int]] = {}
        for place, duty in self._question.lens.read_duties(places).items():
            blob, at = divmod(place, make_place(1, 0))
            if is_meant(duty):
                found.setdefault(blob, set()).add(at)
        self._keep(found)

    def _find_parties(self, names: Set[str], roles: Sequence[Part]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {blob: set() for blob in self._chosen}
        for role in roles:
            for blob, parties in self._question.lens.read_part(role, self._chosen).items():
                for name in names & parties.keys():
                    found[blob].update(parties[name][1])
        return found

    def _resolve(self, name: str, roles: Sequence[Part]) -> set[str]:
        """Return the folded names that `name` stands for: itself, and parties it is a member of.

        Raises `NotFound` with the nearest names where no list and no party has it.
        """
        folded = fold_name(name)
        if not folded:
            raise WrongUsage(say("a name is empty"))
        is_leader = Part.LEADER in roles
        found = {folded} if is_leader else self._resolve_units(folded)
        known = self._list_names((Part.LEADER,) if is_leader else _DEPARTMENT_ROLES[Role.ANY])
        if found.isdisjoint(known):
            raise _no_such_name(name, folded, known, is_leader=is_leader)
        return found

    def _list_names(self, roles: Sequence[Part]) -> dict[str, str]:
        """Return the names that all lists print in `roles`: folded form to printed form."""
        blobs = [head.blob for head in self._question.snapshot.lists]
        return {
            folded: printed
            for role in roles
            for parties in self._question.lens.read_part(role, blobs).values()
            for folded, (printed, _) in parties.items()
        }

    def _resolve_units(self, folded: str) -> set[str]:
        units = self._question.snapshot.units
        found = reach_units(units, folded)
        through = tuple(unit for unit, *_ in units if fold_name(unit) in found - {folded})
        if through:
            self._remarks.append(
                say("duties of {units} are among them (units.yaml)", units=through)
            )
        return found

    def _remark_supporting(
        self, departments: Sequence[str], before: Mapping[int, Collection[int]]
    ) -> None:
        """Say how many more duties the departments support: nobody should think that is all."""
        found = self._find_parties({fold_name(name) for name in departments}, (Part.SUPPORTING,))
        more = sum(
            len(
                found[head.blob].intersection(before[head.blob]).difference(self._chosen[head.blob])
            )
            for head in self._heads
        )
        if more:
            self._remarks.append(
                say_n(
                    "{n} more duty is supported; --role any shows that one, too",
                    "{n} more duties are supported; --role any shows those, too",
                    more,
                )
            )

    def _count_ended(self, status: Status) -> int:
        day = self._question.day.isoformat()
        heads = [head for head in self._heads if head.has_ended]
        lists = self._question.lens.read_part(Part.ENDED, (head.blob for head in heads))
        return sum(
            ended == status and at in self._chosen[head.blob] and first <= day < beyond
            for head in heads
            for ended, at, first, beyond in lists[head.blob]
        )


def _join(positions: Mapping[str, Sequence[int]], keys: Iterable[str]) -> set[int]:
    return {at for key in keys for at in positions.get(key, ())}


def _choose_lists(snapshot: Snapshot, selection: Selection) -> tuple[ListHead, ...]:
    ids = {head.list_id for head in snapshot.lists}
    for name in selection.lists:
        if name not in ids:
            raise NotFound(say("there is no list “{name}”", name=name), find_nearest(name, ids))
    years = {head.year for head in snapshot.lists}
    for year in selection.years:
        if year not in years:
            known = [str(known_year) for known_year in sorted(years)]
            raise NotFound(say("there is no list of the year {year}", year=year), known)
    return tuple(
        head
        for head in snapshot.lists
        if (not selection.lists or head.list_id in selection.lists)
        and (not selection.years or head.year in selection.years)
    )


def _no_such_name(name: str, folded: str, names: Mapping[str, str], *, is_leader: bool) -> NotFound:
    nearest = [names[match] for match in find_nearest(folded, names)]
    if is_leader:
        return NotFound(say("no list names the leader “{name}”", name=name), nearest)
    return NotFound(say("no list names the department “{name}”", name=name), nearest)


def find_nearest(word: str, known: Iterable[str]) -> list[str]:
    """Return the known words that look most like `word`; all of them where they are few."""
    # Imported here: nobody who types a name right pays for it.
    from difflib import get_close_matches  # noqa: PLC0415

    words = sorted(known)
    short = word[:100]
    close = get_close_matches(short, words, n=5, cutoff=0.4)
    close += [other for other in words if short and short in other and other not in close]
    return close[:5] or words[:FEW_NAMES]
