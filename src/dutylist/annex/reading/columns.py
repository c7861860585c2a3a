"""The header of a table: which rows it has, and which column fills which field.

A header may have two rows, be padded or wrapped, and use any of many words. What two columns both
claim, and what a title does not say for sure, is settled by one rule and doubted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dutylist.annex.grid import Cell, join_lines
from dutylist.annex.reading.forms import find_role, fold, is_known_title, read_number
from dutylist.annex.reading.headings import is_title
from dutylist.annex.reading.lexicon import Role
from dutylist.words import Message, say

LONGEST_HEADER = 30
MOST_ROWS = 3
MOST_TITLE_LINES = 6
_PARTIES = (Role.LEAD, Role.RESPONSIBLE, Role.MIXED, Role.SHARED)


class Header(NamedTuple):
    """A header: how many rows it takes, the title of each column, and what each one holds."""

    rows: int
    titles: Mapping[int, str]
    roles: Mapping[int, Role]


class Columns(NamedTuple):
    """Which columns fill which field, in printed order, and what is not sure about that.

    `fields` has no, content, departments, supporting, deadline, leaders and stage; `shared` are
    the columns that hold departments and people at once.
    """

    header: Header
    fields: Mapping[str, tuple[int, ...]]
    doubts: tuple[tuple[str, Message], ...]
    shared: frozenset[int] = frozenset()

    @property
    def key(self) -> tuple[str, ...]:
        """Return what tells two headers apart."""
        return tuple(fold(title) for _, title in sorted(self.header.titles.items()))


Given = Mapping[str, Role]
"""What a profile says of titles, folded."""


def read_header(rows: Sequence[Mapping[int, Cell]], at: int, given: Given) -> Header | None:
    """Return the header that starts at this row, of up to three rows; None if none does."""
    end = at + 1
    while end < min(len(rows), at + MOST_ROWS) and _goes_on(rows[end - 1], rows[end]):
        end += 1
    for last in range(end, at, -1):
        titles = _read_titles(rows[at:last])
        header = Header(last - at, titles, _find_roles(titles, given))
        if is_header(header):
            return header
    return None


def is_header(header: Header) -> bool:
    """Tell whether these titles head a list of duties: a content and who answers for it."""
    if any(len(title) > LONGEST_HEADER for title in header.titles.values()):
        return False
    roles = set(header.roles.values())
    return Role.CONTENT in roles and not roles.isdisjoint(_PARTIES)


def _read_titles(rows: Sequence[Mapping[int, Cell]]) -> dict[int, str]:
    titles: dict[int, str] = {}
    for column in sorted({column for row in rows for column in row}):
        cells = [row[column] for row in rows if column in row]
        distinct = list(dict.fromkeys(cell for cell in cells if cell.text))
        titles[column] = _join_titles([fold(_take_own(cell)) for cell in distinct])
    return titles


def split_caption(cell: Cell) -> tuple[str, str]:
    """Return the list's title that some programs put into the first header cell, and the rest."""
    for at in range(1, len(cell.lines) if len(cell.lines) <= MOST_TITLE_LINES else 0):
        above, own = join_lines(cell.lines[:at]), join_lines(cell.lines[at:])
        if is_title(above) and not is_known_title(above) and is_known_title(own):
            return above, own
    return "", cell.text


def _take_own(cell: Cell) -> str:
    return split_caption(cell)[1]


def _join_titles(parts: Sequence[str]) -> str:
    """Return the lowest title where it is known by itself, else all of them."""
    last = parts[-1] if parts else ""
    return last if is_known_title(last) or find_role(last) is Role.STAGE else "".join(parts)


def _goes_on(first: Mapping[int, Cell], second: Mapping[int, Cell]) -> bool:
    """Tell whether the second row belongs to the header: it parts columns of the first."""
    if len({cell for cell in first.values() if cell.text}) < 2:
        return False  # a title across the table
    own = [cell for column, cell in second.items() if first.get(column) != cell and cell.text]
    if not own or any(read_number(cell.text) for cell in own):
        return False
    if all(cell.column in first and first[cell.column].columns > 1 for cell in own):
        return True  # every title stands below one that is spread over several columns
    reaches = any(first.get(column) == cell for column, cell in second.items())
    known = sum(find_role(cell.text) is not None for cell in own)
    above_blank = any(not first[cell.column].text for cell in own if cell.column in first)
    spread = any(cell.columns > 1 for cell in first.values())
    return known * 2 >= len(own) and (spread or above_blank) and (reaches or known >= 2)


def _find_roles(titles: Mapping[int, str], given: Given) -> dict[int, Role]:
    found = {}
    for column, title in titles.items():
        role = given.get(title) or find_role(title)
        if role:
            found[column] = role
    if Role.CONTENT not in found.values():
        _guess_content(titles, found)
    return found


def _guess_content(titles: Mapping[int, str], found: dict[int, Role]) -> None:
    """Take the unknown column right behind the numbers for the content; it is doubted later."""
    numbers = [column for column, role in found.items() if role is Role.NO]
    others = set(found.values()) & {Role.DEADLINE, Role.LEADERS, Role.SUPPORTING, *_PARTIES}
    after = numbers[0] + 1 if numbers else None
    if after is not None and titles.get(after) and after not in found and len(others) >= 2:
        found[after] = Role.CONTENT


def settle(header: Header, given: Given) -> Columns:
    """Decide which columns fill which field."""
    by_role: dict[Role, list[int]] = {}
    for column, role in sorted(header.roles.items()):
        by_role.setdefault(role, []).append(column)
    doubts: list[tuple[str, Message]] = []
    said = {column for column, title in header.titles.items() if title in given}
    fields = _settle_parties(by_role, header, said, doubts)
    fields["no"] = by_role.get(Role.NO, [])[:1]
    fields["content"] = _settle_content(by_role.get(Role.CONTENT, []), header, said, doubts)
    fields["deadline"] = by_role.get(Role.DEADLINE, [])
    fields["leaders"] = _settle_leaders(by_role, header, said, doubts)
    doubts += _doubt_shared(by_role, header)
    fields["stage"] = by_role.get(Role.STAGE, [])
    fields["remark"] = by_role.get(Role.REMARK, [])
    if fields["deadline"] and fields["stage"]:
        told = tuple(header.titles[column] for column in fields["stage"])
        problem = say("{titles} are not kept where a deadline is printed", titles=told)
        doubts.append(("deadline", problem))
    if len(fields["deadline"]) > 1:
        doubts.append(("deadline", _say_both(header, fields["deadline"])))
    shared = frozenset(by_role.get(Role.SHARED, ()))
    return Columns(
        header, {name: tuple(columns) for name, columns in fields.items()}, tuple(doubts), shared
    )


def _settle_parties(
    by_role: Mapping[Role, list[int]],
    header: Header,
    said: set[int],
    doubts: list[tuple[str, Message]],
) -> dict[str, list[int]]:
    lead, own = by_role.get(Role.LEAD, []), by_role.get(Role.RESPONSIBLE, [])
    mixed, helping = by_role.get(Role.MIXED, []), list(by_role.get(Role.SUPPORTING, []))
    for field, same in (("departments", lead or own), ("supporting", helping)):
        if len(same) > 1 and not set(same) & said:
            doubts.append((field, _say_both(header, same)))
    departments = lead or own
    if lead and own:
        helping = own + helping
        if not set(own) <= said:
            doubts.append(("supporting", _say_beside(header, lead, own)))
    if mixed:
        field = "supporting" if departments else "departments"
        departments, helping = (departments, helping + mixed) if departments else (mixed, helping)
        title = header.titles[mixed[0]]
        doubts.append((field, say("“{title}” names responsible and supporting departments at once",
                                  title=title)))  # fmt: skip
    return {"departments": departments or by_role.get(Role.SHARED, []), "supporting": helping}


def _say_beside(header: Header, lead: Sequence[int], own: Sequence[int]) -> Message:
    return say(
        "“{own}” beside “{lead}” was read as supporting departments",
        own=header.titles[own[0]],
        lead=header.titles[lead[0]],
    )


def _settle_content(
    columns: list[int], header: Header, said: set[int], doubts: list[tuple[str, Message]]
) -> list[int]:
    if len(columns) > 1 and not set(columns) <= said:
        doubts.append(("content", _say_both(header, columns)))
    for column, title in header.titles.items():
        if column in columns or column in said or _is_progress(title, header):
            continue
        if re.search("问题|名称|概况", title):
            told = say("“{title}” is not kept; it may belong to the content", title=title)
            doubts.append(("content", told))
    if len(columns) == 1 and not set(columns) <= said:
        title = header.titles[columns[0]]
        if find_role(title) is not Role.CONTENT:
            doubts.append(("content", say("“{title}” was taken for the content", title=title)))
    return columns


def _is_progress(title: str, header: Header) -> bool:
    """Tell whether a column of problems belongs to what is reported: one of progress is there."""
    is_aside = find_role(title) is Role.ASIDE
    return is_aside and any(re.search("进展|达序", each) for each in header.titles.values())


def _settle_leaders(
    by_role: Mapping[Role, list[int]],
    header: Header,
    said: set[int],
    doubts: list[tuple[str, Message]],
) -> list[int]:
    leaders = by_role.get(Role.LEADERS, [])
    people = by_role.get(Role.PERSON, [])
    if len(leaders) > 1 and not set(leaders) & said:
        doubts.append(("leaders", _say_both(header, leaders)))
    if leaders or not people:
        return leaders or by_role.get(Role.SHARED, [])
    if not set(people) <= said:
        title = header.titles[people[0]]
        doubts.append(("leaders", say("“{title}” was read as the leaders; it may name people of "
                                      "the departments", title=title)))  # fmt: skip
    return people


def _doubt_shared(
    by_role: Mapping[Role, list[int]], header: Header
) -> Iterator[tuple[str, Message]]:
    """Doubt a column of departments whose title names people, too."""
    for title in header.titles.values():
        if find_role(title) is Role.SUPPORTING and re.search("责任人|负责人|领导", title):
            yield "supporting", say("“{title}” names departments and people at once", title=title)
    for column in by_role.get(Role.SHARED, ()):
        title = header.titles[column]
        told = say("“{title}” names departments and people at once", title=title)
        yield from (("departments", told), ("leaders", told))


def _say_both(header: Header, columns: Sequence[int]) -> Message:
    titles = tuple(f"“{header.titles[column]}”" for column in columns)
    return say("{titles} hold it together; they were joined in this order", titles=titles)
