"""The filters: which duties of which lists are meant. They are read here and nowhere else.

A filter narrows, blob by blob, the positions of the duties that are chosen; duties themselves are
unpacked last.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dutylist.duty import Duty, Status
from dutylist.errors import NotFound, WrongUsage
from dutylist.index import ListHead, Part, make_place
from dutylist.names import fold_name, fold_text
from dutylist.query.lists import choose_lists
from dutylist.query.parties import Meant, resolve_name
from dutylist.query.rows import Question, Row, Tally
from dutylist.selection import Role, Selection
from dutylist.standing import DEFAULT_RULES, find_standing
from dutylist.words import Message, say, say_n

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
    """The lists and, list by list, the positions that the filters choose; read here alone.

    Lists of several folders may be one blob, and the filters choose differently in each.
    """

    def __init__(self, question: Question, heads: Sequence[ListHead]) -> None:
        self._question = question
        self._heads = heads
        self._chosen: list[Collection[int]] = [range(head.duties) for head in heads]
        self._remarks: list[Message] = []

    @classmethod
    def of(cls, question: Question) -> "Scope":
        """Check the filters against the lists and return their scope; raises `NotFound`."""
        selection = question.selection
        scope = cls(question, choose_lists(question.snapshot, selection))
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
            named = Selection(lists=(list_id,), issuers=self._question.selection.issuers)
            heads = choose_lists(self._question.snapshot, named)
        numbers = self._question.lens.read_part(Part.NUMBERS, (head.blob for head in heads))
        positions = [
            [at for at, each in enumerate(numbers[head.blob]) if no in _name_numbers(each)]
            for head in heads
        ]
        rows = list(self._read_rows(heads, positions))
        if not rows:
            raise NotFound(say("there is no duty {ref}", ref=ref))
        return rows

    def tally(self, rows: Sequence[Row]) -> Tally:
        """Account for every duty that was read."""
        read = self._question.snapshot.duties
        selected = sum(map(len, self._chosen))
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

    @property
    def heads(self) -> tuple[ListHead, ...]:
        """Return the lists that the filters leave."""
        return tuple(self._heads)

    def remarks(self) -> tuple[Message, ...]:
        """Return what is worth telling about the filters."""
        return tuple(self._remarks)

    def _read_rows(
        self, heads: Sequence[ListHead], positions: Sequence[Collection[int]]
    ) -> Iterator[Row]:
        chosen = [each for each in zip(heads, positions, strict=True) if each[1]]
        duties = self._question.lens.read_duties(_list_places(chosen))
        for head, within in chosen:
            rules = self._question.rules.get(head.folder, DEFAULT_RULES)
            for at in sorted(within):
                duty = duties[make_place(head.blob, at)]
                standing = find_standing(duty, self._question.day, rules)
                yield Row(head, duty, standing, self._question.day)

    def _narrow(self, window: Window) -> list[Collection[int]]:
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
        return [
            falling[head.blob].intersection(within) if falling.get(head.blob) else ()
            for head, within in self._list_chosen()
        ]

    def _list_chosen(self) -> Iterator[tuple[ListHead, Collection[int]]]:
        return zip(self._heads, self._chosen, strict=True)

    def _keep(self, find: Callable[[ListHead], Collection[int]]) -> None:
        """Keep what was chosen so far and is found in the list."""
        self._chosen = [
            set(find(head)).intersection(within) for head, within in self._list_chosen()
        ]

    def _choose_departments(self, selection: Selection) -> None:
        before = list(self._chosen)
        self._choose_names(selection.departments, _DEPARTMENT_ROLES[selection.role])
        if selection.departments and selection.role is Role.RESPONSIBLE:
            self._remark_supporting(selection.departments, before)

    def _choose_names(self, names: Sequence[str], roles: Sequence[Part]) -> None:
        if not names:
            return
        known = roles if Part.LEADER in roles else _DEPARTMENT_ROLES[Role.ANY]
        meant = [resolve_name(self._question, name, known) for name in names]
        for each in meant:
            self._remark_units(each)
        wanted = {
            head.folder: {name for each in meant for name in each.names[head.folder]}
            for head in self._heads
        }
        self._keep(self._find_parties(wanted, roles))

    def _choose_classes(self, classes: Sequence[str]) -> None:
        if classes:
            lists = self._question.lens.read_part(Part.CLASS, self._list_blobs())
            self._keep(lambda head: _join(lists[head.blob], classes))

    def _choose_texts(self, texts: Sequence[str]) -> None:
        if texts:
            self._keep_duties(lambda duty: any(text in fold_text(duty.content) for text in texts))

    def _choose_statuses(self, statuses: Sequence[str]) -> None:
        day = self._question.day
        self._keep_duties(lambda duty: find_standing(duty, day).status in statuses)

    def _keep_duties(self, is_meant: Callable[[Duty], bool]) -> None:
        """Keep the chosen duties that are meant, which takes unpacking them all."""
        found: dict[int, set[int]] = {}
        duties = self._question.lens.read_duties(_list_places(self._list_chosen()))
        for place, duty in duties.items():
            blob, at = divmod(place, make_place(1, 0))
            if is_meant(duty):
                found.setdefault(blob, set()).add(at)
        self._keep(lambda head: found.get(head.blob, ()))

    def _find_parties(
        self, names: Mapping[str, Collection[str]], roles: Sequence[Part]
    ) -> Callable[[ListHead], set[int]]:
        """Return what finds the duties that have one of a folder's `names` in one of the roles."""
        parts = [self._question.lens.read_part(role, self._list_blobs()) for role in roles]

        def find(head: ListHead) -> set[int]:
            return {
                at
                for lists in parts
                for name in lists[head.blob].keys() & names[head.folder]
                for at in lists[head.blob][name][1]
            }

        return find

    def _list_blobs(self) -> set[int]:
        return {head.blob for head in self._heads}

    def _remark_units(self, meant: Meant) -> None:
        folders = {head.folder for head in self._heads}
        through = meant.list_units(self._question.snapshot.units, folders)
        if through:
            self._remarks.append(
                say("duties of {units} are among them (units.yaml)", units=through)
            )

    def _remark_supporting(
        self, departments: Sequence[str], before: Sequence[Collection[int]]
    ) -> None:
        """Say how many more duties the departments support: nobody should think that is all."""
        names = {fold_name(name) for name in departments}
        wanted = {head.folder: names for head in self._heads}
        find = self._find_parties(wanted, (Part.SUPPORTING,))
        more = sum(
            len(find(head).intersection(earlier).difference(within))
            for (head, within), earlier in zip(self._list_chosen(), before, strict=True)
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
        chosen = [(head, within) for head, within in self._list_chosen() if head.has_ended]
        lists = self._question.lens.read_part(Part.ENDED, (head.blob for head, _ in chosen))
        return sum(
            ended == status and at in within and first <= day < beyond
            for head, within in chosen
            for ended, at, first, beyond in lists[head.blob]
        )


def _list_places(chosen: Iterable[tuple[ListHead, Collection[int]]]) -> list[int]:
    return [make_place(head.blob, at) for head, within in chosen for at in within]


def _name_numbers(no: str) -> tuple[str, str]:
    """Return what a duty's number may be asked by: 5.1 also as the printed 5."""
    return no, no.partition(".")[0]


def _join(positions: Mapping[str, Sequence[int]], keys: Iterable[str]) -> set[int]:
    return {at for key in keys for at in positions.get(key, ())}
