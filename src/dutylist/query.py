"""A selection of duties into rows: which duties, how they stand, and what was left out.

The one set of filters of all reading commands lives here. Every answer accounts for every duty
that was read: shown, or left out for a reason (`Tally`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from dutylist.duty import Duty, Status
from dutylist.errors import NotFound, WrongUsage
from dutylist.index import Index, ListHead, Match, Snapshot, Window
from dutylist.index.lens import DUE
from dutylist.names import fold_name, fold_text
from dutylist.selection import Role, Selection
from dutylist.standing import DEFAULT_RULES, Rules, Standing, find_standing, is_reported
from dutylist.words import Message, say, say_n

FEW_NAMES = 10


class Kind(StrEnum):
    """What falls due on a day: the duty itself, a stage of it, or a report."""

    DEADLINE = "deadline"
    CHECKPOINT = "checkpoint"
    REPORT = "report"


class Row(NamedTuple):
    """One duty as it stands; for what falls due, also the day and the kind."""

    head: ListHead
    duty: Duty
    standing: Standing
    on: date | None = None
    kind: Kind | None = None

    @property
    def ref(self) -> str:
        """Return the duty's ref, as tasks_2022/26."""
        return f"{self.head.list_id}/{self.duty.no}"


class Tally(NamedTuple):
    """What became of the duties that were read: `read` is the sum of `shown` and all after it.

    `rows` are more than `shown` where one duty falls due several times.
    """

    lists: int
    read: int
    rows: int
    shown: int
    not_selected: int
    not_due: int = 0
    repealed: int = 0
    done: int = 0


class Answer(NamedTuple):
    """The rows of a question, in list order or by day, the tally, and remarks worth telling."""

    rows: tuple[Row, ...]
    tally: Tally
    remarks: tuple[Message, ...] = ()


class Question(NamedTuple):
    """What every question knows: the open index, its lists, the filters, and the day.

    `rules` are the rules for lamps, by data folder; a folder without has the default ones.
    """

    lens: Index
    snapshot: Snapshot
    selection: Selection
    day: date
    rules: Mapping[str, Rules] = MappingProxyType({})


def select_all(question: Question) -> Answer:
    """Return every selected duty, the repealed and the done among them."""
    scope = _Scope.of(question)
    rows = tuple(scope.give_rows())
    read = question.snapshot.duties
    tally = Tally(len(question.snapshot.lists), read, len(rows), len(rows), read - len(rows))
    return Answer(rows, tally, scope.remarks())


def select_due(question: Question, first: date, last: date) -> Answer:
    """Return what is still owed and falls from `first` to `last`, inclusive, by day.

    One row for each deadline, checkpoint and report; a report that was handed in is not owed.
    """
    scope = _Scope.of(question)
    rows = [
        row._replace(on=on, kind=kind)
        for row in scope.give_rows(Window(first.isoformat(), last.isoformat()))
        for on, kind in list_owed(row, question.day)
        if first <= on <= last
    ]
    rows.sort(key=lambda row: (row.on or date.min, _KINDS.index(row.kind)))
    return Answer(tuple(rows), scope.tally(rows), scope.remarks())


def select_overdue(question: Question) -> Answer:
    """Return the duties whose due date has passed, the longest overdue first."""
    scope = _Scope.of(question)
    window = Window("0001-01-01", question.day.isoformat(), least_kind=DUE)
    rows = [row for row in scope.give_rows(window) if row.standing.overdue]
    rows.sort(key=lambda row: row.standing.days_left or 0)
    return Answer(tuple(rows), scope.tally(rows), scope.remarks())


def select_refs(question: Question, refs: Sequence[str]) -> Answer:
    """Return the duties of the refs, as `tasks_2022/26`, or `26` in whichever list has it.

    A printed number that holds two tasks finds both. Raises `NotFound`, `WrongUsage`.
    """
    scope = _Scope.of(question)
    rows = tuple(row for ref in refs for row in scope.find_ref(ref))
    read = question.snapshot.duties
    tally = Tally(len(question.snapshot.lists), read, len(rows), len(rows), read - len(rows))
    return Answer(rows, tally, scope.remarks())


def list_owed(row: Row, day: date) -> Iterator[tuple[date, Kind]]:
    """Give the days on which the duty owes something, as known on `day`."""
    duty, standing = row.duty, row.standing
    if standing.status in (Status.REPEALED, Status.DONE):
        return
    if standing.due:
        yield standing.due, Kind.DEADLINE
    for on in duty.meaning.checkpoints:
        if on != standing.due and on not in duty.meaning.reports:
            yield on, Kind.CHECKPOINT
    for on in duty.meaning.reports:
        if not is_reported(duty, on, day):
            yield on, Kind.REPORT


def find_default_year(snapshot: Snapshot, day: date) -> int:
    """Return the newest list year that has begun on `day`; before all of them, the first."""
    years = {head.year for head in snapshot.lists}
    return max((year for year in years if year <= day.year), default=min(years))


_KINDS: tuple[Kind | None, ...] = (Kind.DEADLINE, Kind.CHECKPOINT, Kind.REPORT, None)
_REF = re.compile(r"(?:(?P<list>[^/]+)/)?(?P<no>[0-9]{1,6}(?:\.[0-9]{1,4})?)", re.ASCII)
_DEPARTMENT_ROLES = {
    Role.RESPONSIBLE: ("responsible",),
    Role.SUPPORTING: ("supporting",),
    Role.ANY: ("responsible", "supporting"),
}


class _Scope:
    """The chosen lists and the condition that the filters make; the one place they are read."""

    def __init__(self, question: Question, heads: Sequence[ListHead]) -> None:
        self._question = question
        self._heads = heads
        self._conditions: list[str] = []
        self._values: list[object] = []
        self._remarks: list[Message] = []
        self._matched: int | None = None

    @classmethod
    def of(cls, question: Question) -> "_Scope":
        """Check the filters against the lists and return their scope; raises `NotFound`."""
        selection = question.selection
        scope = cls(question, _choose_lists(question.snapshot, selection))
        scope._add_departments(selection)
        scope._add_names(selection.leaders, ("leader",))
        if selection.classes:
            scope._add_condition("duty.class IN", selection.classes)
        if selection.search:
            found = " OR ".join(["instr(duty.words, ?)"] * len(selection.search))
            scope._conditions.append(f"({found})")
            scope._values += map(fold_text, selection.search)
        return scope

    def give_rows(self, window: Window | None = None) -> Iterator[Row]:
        """Give the rows of the selected duties, list by list, as printed.

        With a filter by status, all of them are looked at: only then is the tally exact.
        """
        statuses = self._question.selection.statuses
        matches: dict[int, list[Match]] = {}
        for match in self._find(None if statuses else window):
            matches.setdefault(match.blob, []).append(match)
        selected = 0
        for head in self._heads:
            for match in matches.get(head.blob, ()):
                row = self._stand(head, match.duty)
                if not statuses or row.standing.status in statuses:
                    selected += 1
                    yield row
        if statuses:
            self._matched = selected

    def find_ref(self, ref: str) -> list[Row]:
        """Return the duties of one ref, at least one; raises `NotFound`, `WrongUsage`."""
        match = _REF.fullmatch(unicodedata.normalize("NFKC", ref).strip())
        if not match:
            raise WrongUsage(say("“{ref}” is no ref; a ref is tasks_2022/26 or 26", ref=ref))
        heads = self._heads
        if match["list"]:
            heads = _choose_lists(self._question.snapshot, Selection(lists=(match["list"],)))
        self._conditions = ["(duty.no = ? OR duty.no LIKE ? || '.%')"]
        self._values = [match["no"], match["no"]]
        rows = [
            self._stand(head, found.duty)
            for head in heads
            for found in self._question.lens.find([head.blob], *self._condition())
        ]
        if not rows:
            raise NotFound(say("there is no duty {ref}", ref=ref))
        return rows

    def tally(self, rows: Sequence[Row]) -> Tally:
        """Account for every duty that was read."""
        read = self._question.snapshot.duties
        matched = self._count() if self._matched is None else self._matched
        shown = len({(row.head, row.duty.no) for row in rows})
        repealed, done = (self._count_ended(status) for status in (Status.REPEALED, Status.DONE))
        return Tally(
            len(self._question.snapshot.lists),
            read,
            len(rows),
            shown,
            read - matched,
            matched - shown - repealed - done,
            repealed,
            done,
        )

    def remarks(self) -> tuple[Message, ...]:
        """Return what is worth telling about the filters."""
        return tuple(self._remarks)

    def _stand(self, head: ListHead, duty: Duty) -> Row:
        rules = self._question.rules.get(head.folder, DEFAULT_RULES)
        return Row(head, duty, find_standing(duty, self._question.day, rules))

    def _add_condition(self, start: str, values: Sequence[object]) -> None:
        self._conditions.append(f"{start} ({','.join('?' * len(values))})")
        self._values += values

    def _add_departments(self, selection: Selection) -> None:
        roles = _DEPARTMENT_ROLES[selection.role]
        self._add_names(selection.departments, roles)
        if selection.departments and selection.role is Role.RESPONSIBLE:
            self._remark_supporting(selection)

    def _add_names(self, names: Sequence[str], roles: Sequence[str]) -> None:
        if not names:
            return
        known = sorted({part for name in names for part in self._resolve(name, roles)})
        in_roles, in_names = (",".join("?" * len(values)) for values in (roles, known))
        self._conditions.append(
            "(duty.blob, duty.position) IN (SELECT blob, position FROM party"
            f" WHERE role IN ({in_roles}) AND name IN ({in_names}))"
        )
        self._values += [*roles, *known]

    def _resolve(self, name: str, roles: Sequence[str]) -> set[str]:
        """Return the folded names that `name` stands for: itself, and parties it is a member of.

        Raises `NotFound` with the nearest names where no list and no party has it.
        """
        folded = fold_name(name)
        if not folded:
            raise WrongUsage(say("a name is empty"))
        is_leader = "leader" in roles
        found = {folded}
        if not is_leader:
            found |= self._resolve_units(folded)
        every_role = ("leader",) if is_leader else _DEPARTMENT_ROLES[Role.ANY]
        blobs = [head.blob for head in self._question.snapshot.lists]
        if not self._question.lens.has_name(blobs, every_role, sorted(found)):
            names = self._question.lens.list_names(blobs, every_role)
            raise _no_such_name(name, folded, names, is_leader=is_leader)
        return found

    def _resolve_units(self, folded: str) -> set[str]:
        found = {folded}
        grown = True
        while grown:
            reached = {
                fold_name(unit)
                for unit, members, aliases in self._question.snapshot.units
                if found & {fold_name(other) for other in (*members, *aliases)}
            }
            grown = not reached <= found
            found |= reached
        through = [
            unit
            for unit, *_ in self._question.snapshot.units
            if fold_name(unit) in found - {folded}
        ]
        if through:
            self._remarks.append(
                say("duties of {units} are among them (units.yaml)", units=tuple(through))
            )
        return found

    def _remark_supporting(self, selection: Selection) -> None:
        asked = self._question._replace(
            selection=Selection(departments=selection.departments, role=Role.SUPPORTING)
        )
        scope = _Scope.of(asked)
        supported = scope._count()
        if supported:
            self._remarks.append(
                say_n(
                    "it supports {n} more duty; --role any shows that one, too",
                    "it supports {n} more duties; --role any shows those, too",
                    supported,
                )
            )

    def _condition(self) -> tuple[str, list[object]]:
        return " AND ".join(self._conditions) or "TRUE", self._values

    def _find(self, window: Window | None) -> Iterator[Match]:
        blobs = {head.blob for head in self._heads}
        return self._question.lens.find(blobs, *self._condition(), window)

    def _count(self) -> int:
        if not self._conditions:
            return sum(head.duties for head in self._heads)
        return self._add_up(self._question.lens.count)

    def _count_ended(self, status: Status) -> int:
        statuses = self._question.selection.statuses
        if statuses and status not in statuses:
            return 0
        day = self._question.day.isoformat()
        return self._add_up(
            lambda blobs, condition, values: self._question.lens.count_ended(
                status, day, blobs, condition, values
            )
        )

    def _add_up(self, count: Callable[[set[int], str, list[object]], dict[int, int]]) -> int:
        """Add up counts by blob; lists of equal bytes are one blob, and each of them counts."""
        counts = count({head.blob for head in self._heads}, *self._condition())
        return sum(counts.get(head.blob, 0) for head in self._heads)


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
