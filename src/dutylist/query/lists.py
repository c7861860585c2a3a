"""Which lists are meant, and the words nearest to one that nothing is called by."""

from collections.abc import Iterable, Sequence

from dutylist.errors import NotFound, WrongUsage
from dutylist.index import ListHead, Snapshot
from dutylist.names import fold_name
from dutylist.selection import Selection
from dutylist.words import say

FEW_NAMES = 10


def choose_lists(snapshot: Snapshot, selection: Selection) -> tuple[ListHead, ...]:
    """Return the lists that the filters by list, year and issuer choose; raises `NotFound`."""
    ids = {head.list_id for head in snapshot.lists}
    for name in selection.lists:
        if name not in ids:
            raise NotFound(say("there is no list “{name}”", name=name), find_nearest(name, ids))
    years = {head.year for head in snapshot.lists}
    for year in selection.years:
        if year not in years:
            known = [str(known_year) for known_year in sorted(years)]
            raise NotFound(say("there is no list of the year {year}", year=year), known)
    issuers = _find_issuers(snapshot, selection.issuers)
    return tuple(
        head
        for head in snapshot.lists
        if (not selection.lists or head.list_id in selection.lists)
        and (not selection.years or head.year in selection.years)
        and (not issuers or fold_name(head.issuer or "") in issuers)
    )


def find_nearest(word: str, known: Iterable[str]) -> list[str]:
    """Return the known words that look most like `word`; all of them where they are few."""
    # Imported here: nobody who types a name right pays for it.
    from difflib import get_close_matches  # noqa: PLC0415

    words = sorted(known)
    short = word[:100]
    close = get_close_matches(short, words, n=5, cutoff=0.4)
    close += [other for other in words if short and short in other and other not in close]
    return close[:5] or words[:FEW_NAMES]


def _find_issuers(snapshot: Snapshot, names: Sequence[str]) -> set[str]:
    """Return the folded names of the issuers asked for, each of which has issued a list."""
    wanted = {name: fold_name(name) for name in names}
    if not wanted:
        return set()
    known = {fold_name(head.issuer): head.issuer for head in snapshot.lists if head.issuer}
    for name, folded in wanted.items():
        if not folded:
            raise WrongUsage(say("a name is empty"))
        if folded not in known:
            nearest = [known[match] for match in find_nearest(folded, known)]
            raise NotFound(say("no list names the issuer “{name}”", name=name), nearest)
    return set(wanted.values())
