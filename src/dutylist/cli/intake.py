"""What a document is to become: which list each one is, its links to earlier years, every doubt.

Planned from what was read and what is there; nothing is shown or written here.
"""

import re
from typing import NamedTuple

from dutylist.annex.grid import Spot
from dutylist.annex.reading import ReadList, Subject
from dutylist.annex.reading.results import Doubt
from dutylist.cli.documents import Known, Office, Paper, pair_known
from dutylist.errors import Severity, WrongUsage
from dutylist.fields import FieldFault, check_name, check_ref
from dutylist.matching import Continuation, propose
from dutylist.record.importing import Import, Relink, Request, plan_import, plan_relinks
from dutylist.store.folder import UNITS_NAME, Source, plan_source
from dutylist.store.lists import DutyList
from dutylist.store.profile import Profile
from dutylist.views.documents import split_doubts
from dutylist.words import say, say_n

_LIVELIHOOD = "民生"
_ID = re.compile(r"\w[\w.\-]{0,80}")

Requests = list[tuple[Request, Known | None]]
"""What is asked of each list of the document, with the list that is there already."""


class Order(NamedTuple):
    """What the clerk has asked for: see the options of the command."""

    file: str
    folders: tuple[str, ...]
    ids: tuple[str, ...]
    year: int | None
    decisions: Profile
    profile: str | None
    keep: bool
    continues: tuple[str, ...]
    anew: bool
    write: bool
    accept: bool
    no_commit: bool
    format: str


class Proposal(NamedTuple):
    """What becomes of each list, links that are proposed or follow a number, and every doubt."""

    paper: Paper
    names: tuple[str, ...]
    imports: tuple[Import, ...]
    proposed: tuple[tuple[int, Continuation], ...]
    relinks: tuple[Relink, ...]
    doubts: tuple[Doubt, ...]

    @property
    def errors(self) -> int:
        """Return how many doubts have to be settled before anything is written."""
        return sum(doubt.severity is Severity.ERROR for doubt in self.doubts)


def read_name_option(text: str) -> str:
    """Read a name; raises `WrongUsage` for none."""
    if not text.strip():
        raise WrongUsage(say("an empty text is no name"))
    return text.strip()


def read_issuer_option(text: str) -> str:
    """Read the name of the office that issued a document; raises `WrongUsage`."""
    try:
        return check_name(text)
    except FieldFault as fault:
        raise WrongUsage(
            say("{option}: {problem}", option="--issuer", problem=fault.message)
        ) from None


def read_parted_option(text: str) -> tuple[str, str]:
    """Read a decision of the form 市委/组织部; raises `WrongUsage`."""
    one, mark, other = text.replace("／", "/").partition("/")
    if not mark or not one.strip() or not other.strip() or "/" in other:
        raise WrongUsage(say("two names are said as 市委/组织部, not “{text}”", text=text))
    return one.strip(), other.strip()


def make_requests(order: Order, office: Office, paper: Paper, folder: str) -> Requests:
    """Return what is asked of each list: where it goes, what it says, and its links."""
    lists = paper.reading.lists
    if len(order.ids) > len(lists):
        raise WrongUsage(say_n("the document holds {n} list", "the document holds {n} lists",
                               len(lists)))  # fmt: skip
    issuer = office.profile.add(order.decisions).issuer
    paired = pair_known(office, paper.reading, issuer)
    by_id = {known.source.list_id: known for known in office.lists}
    taken = {known.source.list_id for known in paired.values()} | set(order.ids)
    requests = []
    for at, read in enumerate(lists):
        known = by_id.get(order.ids[at]) if at < len(order.ids) else paired.get(at)
        if at < len(order.ids):
            list_id = _check_id(order.ids[at])
        else:
            list_id = known.source.list_id if known else _name_list(read, taken | set(by_id))
        taken.add(list_id)
        source = known.source if known else plan_source(folder, list_id)
        duty_list = DutyList(read.title, read.year, read.annex, read.duties, None, issuer)
        requests.append((Request(source, duty_list, paper.origin, {}, order.anew), known))
    return _add_links(order, office, requests)


def _check_id(list_id: str) -> str:
    is_free = plan_source("", list_id).name != UNITS_NAME
    if not _ID.fullmatch(list_id) or list_id.endswith((".yaml", ".yml")) or not is_free:
        raise WrongUsage(
            say("“{id}” is no id of a list; it is the name of its file, as tasks_2023", id=list_id)
        )
    return list_id


def _name_list(read: ReadList, taken: set[str]) -> str:
    """Return an id that no list has: tasks_2023, livelihood_2023, tasks_2023_2 …"""
    stem = "livelihood" if _LIVELIHOOD in read.title else "tasks"
    name = f"{stem}_{read.year}"
    at = 2
    while name in taken:
        name = f"{stem}_{read.year}_{at}"
        at += 1
    return name


def _add_links(order: Order, office: Office, requests: Requests) -> Requests:
    """Put the confirmed links to the lists that they are of."""
    if order.continues == ("all",):
        found = _find_continuations(office, requests)
        return [
            (request._replace(links={each.no: each.ref for to, each in found if to == at}), known)
            for at, (request, known) in enumerate(requests)
        ]
    links: list[dict[int | str, str]] = [{} for _ in requests]
    for text in order.continues:
        at, no, ref = _read_link(text, requests)
        _require_earlier(office, ref, requests[at][0].read.year)
        if no in links[at]:
            raise WrongUsage(say("two links are given for duty {no}; name one", no=no))
        links[at][no] = ref
    return [
        (request._replace(links=own), known)
        for (request, known), own in zip(requests, links, strict=True)
    ]


def _read_link(text: str, requests: Requests) -> tuple[int, int | str, str]:
    """Read 12=tasks_2022/98, or tasks_2023/12=tasks_2022/98 where several lists have a 12."""
    left, _, right = text.replace("／", "/").partition("=")
    list_id, _, number = left.strip().rpartition("/")
    places = [
        (at, duty.no)
        for at, (request, _) in enumerate(requests)
        for duty in request.read.duties
        if str(duty.no) == number and list_id in ("", request.source.list_id)
    ]
    try:
        ref = check_ref(right)
    except FieldFault:
        places = []
        ref = ""
    if len(places) != 1:
        raise WrongUsage(
            say("a link is said as 12=tasks_2022/98 or tasks_2023/12=tasks_2022/98, and names "
                "one duty of the document; “{text}” does not", text=text)
        )  # fmt: skip
    return *places[0], ref


def _require_earlier(office: Office, ref: str, year: int) -> None:
    list_id, _, number = ref.rpartition("/")
    for known in office.lists:
        numbers = {str(duty.no) for duty in known.duty_list.duties}
        if known.source.list_id == list_id and number in numbers:
            if known.duty_list.year < year:
                return
            raise WrongUsage(say("{ref} is of no earlier year than the document", ref=ref))
    raise WrongUsage(say("there is no duty {ref} in the data folder", ref=ref))


def _find_continuations(office: Office, requests: Requests) -> list[tuple[int, Continuation]]:
    """Return which earlier duties those of the document seem to continue, list by list."""
    found = []
    for at, (request, known) in enumerate(requests):
        earlier = {
            f"{each.source.list_id}/{duty.no}": duty
            for each in office.lists
            if each.duty_list.year < request.read.year
            for duty in each.duty_list.duties
        }
        linked = {
            duty.no: duty.continues
            for duty in (known.duty_list.duties if known else ())
            if duty.continues
        }
        found += [(at, each) for each in propose(request.read.duties, earlier, linked)]
    return found


def propose_imports(order: Order, office: Office, paper: Paper, requests: Requests) -> Proposal:
    """Return what becomes of each list, with the links to earlier duties that seem right."""
    imports = tuple(
        plan_import(request, known.duty_list if known else None) for request, known in requests
    )
    proposed = tuple(
        (at, each)
        for at, each in _find_continuations(office, requests)
        if each.no not in requests[at][0].links and order.continues != ("all",)
    )
    doubts = [*paper.reading.doubts]
    for at, each in enumerate(imports):
        doubts += [
            Doubt(
                concern.severity,
                Subject(at, concern.no),
                _find_spot(paper.reading.lists[at], concern.no),
                concern.message,
                concern.remedy,
            )
            for concern in each.concerns
        ]
    names = tuple(request.source.list_id for request, _ in requests)
    relinks = plan_relinks(find_others(office, requests), imports)
    return Proposal(paper, names, imports, proposed, relinks, tuple(split_doubts(doubts)))


def find_others(office: Office, requests: Requests) -> dict[Source, DutyList]:
    """Return the lists that are there and that the document is not about."""
    named = {request.source.list_id for request, _ in requests}
    return {
        known.source: known.duty_list for known in office.lists if known.source.list_id not in named
    }


def _find_spot(read: ReadList, no: int | str | None) -> Spot:
    spots = {duty.no: spot for duty, spot in zip(read.duties, read.spots, strict=True)}
    return spots.get(no, Spot()) if no is not None else Spot()
