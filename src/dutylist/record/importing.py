"""What an imported document makes of the lists: a new list, or the edits that bring one up to date.

Progress, amendments, due dates, links and comments of a list that is there stay. A duty that the
document no longer has stays, too, for a number never goes off a list; somebody repeals it. Where
the very same document was imported before, what the list says by hand since then holds.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dutylist.changes import Change, ListVersion, compare_duties, compare_lists
from dutylist.duty import Duty, Origin
from dutylist.errors import Severity
from dutylist.matching import LEAST_ALIKE, PRINTED, Match, MatchKind, match_duties
from dutylist.record.words import Imported
from dutylist.store.canonical import write_list
from dutylist.store.edit import AddDuty, Edit, Renumber, Reorder, SetField, SetHead
from dutylist.store.folder import Source
from dutylist.store.lists import DutyList
from dutylist.words import Message, say


class Request(NamedTuple):
    """A list as the document says it, the document, and the links that were confirmed, by number.

    With `anew` the document's word holds even if it was imported before.
    """

    source: Source
    read: ListVersion
    origin: Origin
    links: Mapping[int | str, str]
    anew: bool = False


class Relink(NamedTuple):
    """A link of another list that follows a duty to its new number."""

    source: Source
    no: int | str
    old: str
    new: str


class Concern(NamedTuple):
    """Something about the update of a list that a clerk has to look at.

    `no` is None where it is about the whole list.
    """

    severity: Severity
    no: int | str | None
    message: Message
    remedy: Message


class Import(NamedTuple):
    """What becomes of one list: what it says before and after, and how the duties were paired.

    `kept` tells that the document was imported before, so that the list's own word holds; `clash`
    are numbers that would stand for two duties, so that nothing can be written.
    """

    source: Source
    before: DutyList | None
    after: DutyList
    matches: tuple[Match, ...]
    edits: tuple[Edit, ...]
    concerns: tuple[Concern, ...]
    kept: bool = False
    clash: tuple[int | str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Tell whether the list is not there yet."""
        return self.before is None

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing is to be written."""
        return self.before is not None and not self.edits

    @property
    def moves(self) -> list[tuple[int | str, int | str]]:
        """Return the numbers that change, from what to what."""
        return list(_find_moved(self.matches))

    def write(self, *, schema: bool) -> bytes:
        """Return the bytes of a new list; with the line that leads editors to its `schema`."""
        return write_list(self.after, schema=schema)

    def list_changes(self) -> list[Change]:
        """Return what changes in a list that is there, by the new numbers."""
        if self.before is None:
            return []
        if self.clash:
            return [change for match in self.matches for change in _compare(match)]
        numbers = dict(self.moves)
        moved = tuple(
            duty._replace(no=numbers.get(duty.no, duty.no)) for duty in self.before.duties
        )
        return compare_lists(self.before._replace(duties=moved), self.after)

    def sum_up(self) -> Imported:
        """Return the numbers that the commit message tells."""
        kinds = [match.kind for match in self.matches]
        changed = {
            change.no for change in self.list_changes() if change.no is not None and change.old
        }
        before = {duty.no for duty in self.before.duties if duty.continues} if self.before else ()
        return Imported(
            self.source.list_id,
            self.after.title,
            len(self.after.duties),
            is_new=self.is_new,
            changed=0 if self.is_new else len(changed),
            added=0 if self.is_new else kinds.count(MatchKind.ADDED),
            renumbered=kinds.count(MatchKind.RENUMBERED),
            linked=sum(1 for each in self.after.duties if each.continues and each.no not in before),
        )


def plan_import(request: Request, before: DutyList | None) -> Import:
    """Return what the document makes of a list; `before` is what it says now, if it is there."""
    read = request.read
    origin = request.origin._replace(annex=read.annex)
    if before is None:
        duties = tuple(_link(duty, request.links) for duty in read.duties)
        after = DutyList(read.title, read.year, read.annex, duties, origin, read.issuer)
        return Import(request.source, None, after, (), (), ())
    matches = tuple(match_duties(before.duties, read.duties))
    if _is_known(before, origin) and not request.anew:
        after = before._replace(duties=tuple(_link(duty, request.links) for duty in before.duties))
        edits = tuple(_set_links(before.duties, after.duties))
        concerns = tuple(_tell_kept(matches))
        return Import(request.source, before, after, (), edits, concerns, kept=True)
    concerns = (*_find_strangers(before, matches), *_find_concerns(matches))
    if clash := tuple(_find_clash(matches)):
        told = (*_tell_clash(clash), *concerns)
        return Import(request.source, before, before, matches, (), told, clash=clash)
    duties = _order(before, matches, request.links)
    # A document that names no issuer takes none away: somebody has written it into the list.
    issuer = read.issuer or before.issuer
    after = DutyList(read.title, read.year, read.annex, duties, origin, issuer)
    edits = tuple(_edit(before, after, matches))
    return Import(request.source, before, after, matches, edits, concerns)


def plan_relinks(
    others: Mapping[Source, DutyList], imports: Sequence[Import]
) -> tuple[Relink, ...]:
    """Return which links of other lists have to follow duties that get other numbers."""
    moved = {
        f"{each.source.list_id}/{old}": f"{each.source.list_id}/{new}"
        for each in imports
        for old, new in each.moves
        if not each.clash
    }
    return tuple(
        Relink(source, duty.no, duty.continues, moved[duty.continues])
        for source, duty_list in others.items()
        for duty in duty_list.duties
        if duty.continues and duty.continues in moved
    )


def _is_known(before: DutyList, origin: Origin) -> bool:
    return before.source is not None and before.source.sha256 == origin.sha256


def _link(duty: Duty, links: Mapping[int | str, str]) -> Duty:
    return duty._replace(continues=links.get(duty.no, duty.continues))


def _set_links(before: Sequence[Duty], after: Sequence[Duty]) -> Iterator[Edit]:
    for old, new in zip(before, after, strict=True):
        if old.continues != new.continues:
            yield SetField(old.no, "continues", new.continues)


def _tell_kept(matches: Sequence[Match]) -> Iterator[Concern]:
    remedy = say("the list's word holds; “--anew” takes the document's")
    for match in matches:
        if match.kind is not MatchKind.SAME and (duty := match.old or match.new):
            problem = say("the list says otherwise than this document, which it was read from")
            yield Concern(Severity.WARNING, duty.no, problem, remedy)


def _find_clash(matches: Sequence[Match]) -> Iterator[int | str]:
    """Give the numbers of duties that stay, which the document gives to others."""
    taken = {match.new.no for match in matches if match.new}
    for match in matches:
        if match.kind is MatchKind.REMOVED and match.old and match.old.no in taken:
            yield match.old.no


def _tell_clash(clash: Sequence[int | str]) -> Iterator[Concern]:
    for no in clash:
        problem = say("duty {no} is no longer in the document, where its number stands before "
                      "another one; a number never goes to another duty", no=no)  # fmt: skip
        remedy = say("settle with the issuing office which number it keeps, and correct the "
                     "document or the list; nothing can be written as it is")  # fmt: skip
        yield Concern(Severity.ERROR, no, problem, remedy)


def _find_strangers(before: DutyList, matches: Sequence[Match]) -> Iterator[Concern]:
    """Doubt a document that has hardly anything of the list that it is to bring up to date."""
    alike = sum(1 for match in matches if match.old and match.new and match.share >= LEAST_ALIKE)
    if before.duties and alike * 2 < len(before.duties):
        problem = say("of {n} duties on the list, the document has {alike}",
                      n=len(before.duties), alike=alike)  # fmt: skip
        remedy = say("it may be another list: give it an id of its own with --list")
        yield Concern(Severity.ERROR, None, problem, remedy)


def _order(
    before: DutyList, matches: Sequence[Match], links: Mapping[int | str, str]
) -> tuple[Duty, ...]:
    """Return the duties as they will be: in the document's order, those it lacks in their place."""
    ordered = [_link(_renew(match, match.new), links) for match in matches if match.new]
    positions = {match.old.no: match.new.no for match in matches if match.old and match.new}
    previous: int | str | None = None
    gone = {match.old.no for match in matches if match.old and not match.new}
    for duty in before.duties:
        if duty.no in gone:
            at = next((at + 1 for at, each in enumerate(ordered) if each.no == previous), 0)
            ordered.insert(at, duty)
        previous = positions.get(duty.no, duty.no)
    return tuple(ordered)


def _renew(match: Match, new: Duty) -> Duty:
    """Return the duty of a pair: what is printed from the document, all else from the list."""
    if match.old is None:
        return new
    printed = {field: getattr(new, field) for field in PRINTED}
    repealed = match.old.repealed or new.repealed
    return match.old._replace(no=new.no, meaning=new.meaning, repealed=repealed, **printed)


def _compare(match: Match) -> list[Change]:
    """Return what a pair alone would change; a duty that the document lacks changes nothing."""
    if match.new is None:
        return []
    old = [match.old._replace(no=match.new.no)] if match.old else []
    return compare_duties(old, [_renew(match, match.new)])


def _find_moved(matches: Sequence[Match]) -> Iterator[tuple[int | str, int | str]]:
    for match in matches:
        if match.old and match.new and match.old.no != match.new.no:
            yield match.old.no, match.new.no


def _edit(before: DutyList, after: DutyList, matches: Sequence[Match]) -> Iterator[Edit]:
    """Give the edits, in an order in which each finds the numbers that it names."""
    new = {duty.no: duty for duty in after.duties}
    for match in matches:
        if match.old and match.new:
            yield from _edit_fields(match.old, new[match.new.no])
    moved = dict(_find_moved(matches))
    if moved:
        yield Renumber(moved)
    order = [moved.get(duty.no, duty.no) for duty in before.duties]
    for at, duty in enumerate(after.duties):
        if duty.no not in order:
            previous = after.duties[at - 1].no if at else None
            order.insert(order.index(previous) + 1 if previous in order else 0, duty.no)
            yield AddDuty(duty, previous)
    if order != list(new):
        yield Reorder(list(new))
    for key in ("title", "year", "issuer", "annex", "source"):
        if getattr(before, key) != getattr(after, key):
            yield SetHead(key, getattr(after, key))


def _edit_fields(old: Duty, new: Duty) -> Iterator[Edit]:
    for field in (*PRINTED, "repealed", "continues"):
        value = getattr(new, field)
        if getattr(old, field) != value:
            is_absent = value == () and field == "supporting"
            yield SetField(old.no, field, None if is_absent else value)


def _find_concerns(matches: Sequence[Match]) -> Iterator[Concern]:
    clash = set(_find_clash(matches))
    contents = Counter(match.new.content for match in matches if match.new)
    for match in matches:
        if match.kind is MatchKind.REMOVED and match.old and match.old.no not in clash:
            problem = say("the document no longer has this duty; it stays on the list")
            remedy = say("if it is repealed, record that: dutylist amend {no} repeal",
                         no=match.old.no)  # fmt: skip
            yield Concern(Severity.WARNING, match.old.no, problem, remedy)
        if match.old and match.new:
            yield from _find_pair_concerns(match, match.old, match.new)
            if contents[match.new.content] > 1 and match.old.departments != match.new.departments:
                problem = say("several duties have this content, and the departments differ")
                remedy = say("make sure that what was reported goes with the right one")
                yield Concern(Severity.ERROR, match.new.no, problem, remedy)


def _find_pair_concerns(match: Match, old: Duty, new: Duty) -> Iterator[Concern]:
    if match.kind is MatchKind.REPLACED:
        problem = say("the number {no} stands before an altogether different content", no=new.no)
        remedy = say("if it is another duty, it needs a number of its own; what was reported "
                     "on the old one would stay with it")  # fmt: skip
        yield Concern(Severity.ERROR, new.no, problem, remedy)
    if match.kind is MatchKind.RENUMBERED and match.share < 1:
        problem = say("this was taken for the former duty {no}, for their contents are alike",
                      no=old.no)  # fmt: skip
        yield Concern(Severity.WARNING, new.no, problem, say("compare the two contents"))
    if old.given_due and old.deadline != new.deadline:
        problem = say("the date under due: was set for the former wording, and stays")
        yield Concern(Severity.WARNING, new.no, problem, say("set it anew, or take it out"))
    if old.repealed and not new.repealed and not old.repealed.on:
        problem = say("the list has it repealed, the document does not; it stays repealed")
        remedy = say("if it holds again: dutylist amend {no} reinstate", no=new.no)
        yield Concern(Severity.WARNING, new.no, problem, remedy)
