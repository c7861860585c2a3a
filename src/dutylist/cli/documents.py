"""What the commands that read official documents share: the document, the profile, the lists there.

A document is read with all that is known beforehand: what a clerk once decided (the profile), and
the names that the lists and units.yaml use.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from dutylist.annex.reading import Context, Reading, read_lists
from dutylist.annex.reading.forms import fold
from dutylist.annex.reading.lexicon import Role
from dutylist.annex.reading.names import Words
from dutylist.changes import pair_lists
from dutylist.cli.call import Call
from dutylist.cli.options import read_number
from dutylist.duty import Origin
from dutylist.errors import InvalidData, NoFolder, WrongUsage
from dutylist.fields import EARLIEST_YEAR, LATEST_YEAR
from dutylist.store.folder import Source, find_folders, find_sources, read_file
from dutylist.store.lists import DutyList, load_list
from dutylist.store.profile import FIELDS, PROFILE_NAME, Profile, read_profile
from dutylist.store.units import read_units
from dutylist.words import say

if TYPE_CHECKING:
    from dutylist.annex.grid import Document


def read_list_year(text: str) -> int:
    """Read a year that a list may be of."""
    refusal = say("a year is written as 2022, not “{text}”", text=text)
    return read_number(text, EARLIEST_YEAR, LATEST_YEAR, refusal)


FolderOption = Annotated[
    list[str] | None, typer.Option("--data", metavar="FOLDER", help="The data folder.")
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="FILE",
        help="Decisions kept from earlier; else import.toml in the data folder.",
    ),
]
YearOption = Annotated[
    int | None,
    typer.Option(
        "--year", parser=read_list_year, metavar="YEAR", help="The year, if the title has none."
    ),
]

_ROLES = {
    "no": Role.NO,
    "content": Role.CONTENT,
    # Two columns that somebody calls responsible both are.
    "departments": Role.LEAD,
    "supporting": Role.SUPPORTING,
    "deadline": Role.DEADLINE,
    "leaders": Role.LEADERS,
    "stage": Role.STAGE,
    "ignore": Role.ASIDE,
}
_FIELD_TERMS = {
    "序号": "no", "工作内容": "content", "责任部门": "departments", "配合部门": "supporting",
    "时限": "deadline", "牵头领导": "leaders", "阶段": "stage", "不取": "ignore",
}  # fmt: skip


class Known(NamedTuple):
    """One list that is there: its file, and what it says."""

    source: Source
    duty_list: DutyList


class Office(NamedTuple):
    """What is known before a document is read: the folder, its lists, names, and decisions."""

    folder: str | None
    lists: tuple[Known, ...]
    names: frozenset[str]
    profile: Profile


class Paper(NamedTuple):
    """A document that was read: its name and hash, what it looks like, and what it says."""

    origin: Origin
    document: "Document"
    reading: Reading


def find_office(call: Call, folders: Sequence[str], profile: str | None) -> Office:
    """Return what is known in the data folder; without one, only the profile, if it is named.

    Raises `WrongUsage` for several folders, `InvalidData` for lists or a profile that do not hold.
    """
    folder = _find_folder(call, folders)
    lists: list[Known] = []
    names: set[str] = set()
    for source in find_sources(folder, may_lack=True) if folder is not None else ():
        raw = source.read()
        if source.is_units:
            units = read_units(source.path, raw)
            if units.findings:
                raise InvalidData.of(units.findings)
            for unit in units.units:
                names |= {unit.name, *unit.members, *unit.aliases}
            continue
        found = load_list(source.path, raw, source.list_id)
        lists.append(Known(source, found))
        names |= {name for duty in found.duties for name in (*duty.departments, *duty.supporting)}
    return Office(folder, tuple(lists), frozenset(names), _find_profile(folder, profile))


def read_paper(call: Call, path: str, office: Office, profile: Profile, year: int | None) -> Paper:
    """Read a document. Raises `InvalidData` where it holds no list, `WrongUsage`."""
    # Imported here: help asks for none of it.
    from dutylist.annex.readers import check_ending, check_size, read_document  # noqa: PLC0415

    check_ending(path)
    if Path(path).exists():
        check_size(path, Path(path).stat().st_size)
    raw = read_file(path)
    document = read_document(path, raw, call.environment)
    name = Path(path).name
    words = Words(office.names | frozenset(profile.whole), parted=frozenset(profile.parted))
    given = {fold(title): _ROLES[field] for title, field in profile.columns.items()}
    reading = read_lists(document, Context(name, year, given, words))
    return Paper(Origin(name, hashlib.sha256(raw).hexdigest()), document, reading)


def read_column_option(text: str) -> tuple[str, str]:
    """Read a decision of the form 责任主体=supporting; raises `WrongUsage`."""
    title, mark, field = text.replace("＝", "=").rpartition("=")
    field = _FIELD_TERMS.get(field.strip(), field.strip())
    if not mark or not title.strip() or field not in FIELDS:
        raise WrongUsage(
            say("a column is said as 责任主体=supporting; fields are {fields}", fields=FIELDS)
        )
    return title.strip(), field


def pair_known(office: Office, reading: Reading, issuer: str | None = None) -> dict[int, Known]:
    """Return, by its position in the document, the list that is there for each one read.

    Where the `issuer` of the document is known, no list of another one is meant.
    """
    read = [DutyList(each.title, each.year, each.annex, each.duties) for each in reading.lists]
    pairs = {}
    for year in {each.year for each in read}:
        here = [
            known
            for known in office.lists
            if known.duty_list.year == year
            and (issuer is None or known.duty_list.issuer in {None, issuer})
        ]
        new = [at for at, each in enumerate(read) if each.year == year]
        for there, at in pair_lists([known.duty_list for known in here], [read[at] for at in new]):
            pairs[new[at]] = here[there]
    return pairs


def _find_folder(call: Call, folders: Sequence[str]) -> str | None:
    """Return the one data folder; None if none is there yet, or none is named and none is found."""
    named = list(folders) or [
        part for part in call.environment.get("DUTYLIST_DATA", "").split(os.pathsep) if part
    ]
    if len(named) > 1:
        raise WrongUsage(say("a document is read into one data folder; name one with --data"))
    if named and not Path(named[0]).exists():
        return None
    try:
        return find_folders(named, None, os.getcwd())[0]  # noqa: PTH109 - paths stay relative
    except (NoFolder, FileNotFoundError):
        return None


def _find_profile(folder: str | None, named: str | None) -> Profile:
    if named is not None:
        return read_profile(named, read_file(named))
    if folder is None:
        return Profile()
    path = os.path.join(folder, PROFILE_NAME)  # noqa: PTH118 - as the user typed the folder
    return read_profile(path, read_file(path)) if Path(path).exists() else Profile()
