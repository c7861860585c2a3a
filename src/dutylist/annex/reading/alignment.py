"""Which pieces of a flattened row belong to which column, where cells may be missing.

A row that came out of its table one piece to a line has lost its empty and its merged cells. The
cheapest way to put the pieces into the columns in order is found by dynamic programming, by what
a piece looks like; whether it was the only one is for the caller to doubt.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from dutylist.annex.reading.forms import (
    is_collective,
    is_deadline,
    is_none,
    is_person,
    is_title_of_office,
    is_unit,
)
from dutylist.annex.reading.lexicon import Role

_PARTY_ROLES = (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORTING, Role.MIXED)
_SKIP = {Role.CONTENT: 6.0, Role.DEADLINE: 4.0, Role.LEADERS: 3.0, Role.PERSON: 3.0,
         Role.LEAD: 3.0, Role.RESPONSIBLE: 3.0, Role.MIXED: 2.0, Role.SUPPORTING: 1.5}  # fmt: skip
_AGAIN = {Role.CONTENT: 1.5, Role.DEADLINE: 3.0, Role.LEADERS: 0.6, Role.PERSON: 1.0}
_NEW_TASK = 5.0
MOST_PIECES = 60
LEAST_UNSURE = 2.0


class Seat(NamedTuple):
    """Where a piece belongs: the task within the row, from 0, and the column."""

    task: int
    column: int


class Seating(NamedTuple):
    """The columns of all pieces, and whether every one of them looks as it should."""

    seats: tuple[Seat, ...]
    is_sure: bool


def seat_pieces(pieces: Sequence[str], roles: Sequence[Role | None]) -> Seating | None:
    """Return the best seats for the pieces behind a row's number; None where there are too many.

    `roles` are those of the columns behind the number.
    """
    if not pieces or len(pieces) > MOST_PIECES:
        return None
    content = next((at for at, role in enumerate(roles) if role is Role.CONTENT), 0)
    costs: list[dict[tuple[int, int], tuple[float, tuple[int, int] | None]]] = []
    first = {
        (0, column): (_skip(roles, 0, column) + _judge(pieces[0], role), None)
        for column, role in enumerate(roles)
    }
    costs.append({seat: (cost, None) for seat, (cost, _) in first.items()})
    for piece in pieces[1:]:
        costs.append(_step(costs[-1], piece, roles, content))
    best = min(
        costs[-1], key=lambda seat: costs[-1][seat][0] + _skip(roles, seat[1] + 1, len(roles))
    )
    return _trace(costs, best, pieces, roles)


def looks_like_content(piece: str) -> bool:
    """Tell whether a piece looks like what is to be done, and like nothing else."""
    return _judge(piece, Role.CONTENT) < LEAST_UNSURE


def _step(
    before: dict[tuple[int, int], tuple[float, tuple[int, int] | None]],
    piece: str,
    roles: Sequence[Role | None],
    content: int,
) -> dict[tuple[int, int], tuple[float, tuple[int, int] | None]]:
    found: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
    judged = [_judge(piece, role) for role in roles]
    for (task, column), (cost, _) in before.items():
        for to in range(column, len(roles)):
            if to == column:
                moved = _AGAIN.get(roles[to] or Role.ASIDE, 0.6)
            else:
                moved = _skip(roles, column + 1, to)
            _keep(found, (task, to), cost + moved + judged[to], (task, column))
        if column > content:
            rest = _skip(roles, column + 1, len(roles)) / 2
            total = cost + _NEW_TASK + rest + judged[content]
            _keep(found, (task + 1, content), total, (task, column))
    return found


def _keep(
    found: dict[tuple[int, int], tuple[float, tuple[int, int] | None]],
    seat: tuple[int, int],
    cost: float,
    before: tuple[int, int],
) -> None:
    if seat not in found or cost < found[seat][0]:
        found[seat] = (cost, before)


def _trace(
    costs: Sequence[dict[tuple[int, int], tuple[float, tuple[int, int] | None]]],
    last: tuple[int, int],
    pieces: Sequence[str],
    roles: Sequence[Role | None],
) -> Seating:
    seats: list[Seat] = []
    seat: tuple[int, int] | None = last
    for step in reversed(costs):
        if seat is None:
            break
        seats.append(Seat(*seat))
        seat = step[seat][1]
    seats.reverse()
    sure = all(
        _judge(piece, roles[seat.column]) < LEAST_UNSURE
        for piece, seat in zip(pieces, seats, strict=True)
    )
    return Seating(tuple(seats), sure)


def _skip(roles: Sequence[Role | None], start: int, end: int) -> float:
    skipped = roles[start:end]
    # Of two columns for one thing, one may be left out lightly.
    cost = 0.0
    for at, role in enumerate(skipped, start=start):
        twin = role is Role.CONTENT and roles.count(Role.CONTENT) > 1 and at != roles.index(role)
        cost += 1.0 if twin else _SKIP.get(role or Role.ASIDE, 0.5)
    return cost


@lru_cache(maxsize=65536)
def _judge(piece: str, role: Role | None) -> float:
    """Return how badly a piece fits into a column: 0 as it should look, 8 not at all."""
    if not piece or is_none(piece):
        return 6.0 if role is Role.CONTENT else 0.0
    if role is Role.DEADLINE:
        return 0.0 if is_deadline(piece) else 6.0
    if role in (Role.LEADERS, Role.PERSON):
        return _judge_people(piece)
    if role in _PARTY_ROLES:
        return _judge_parties(piece)
    if role is Role.CONTENT:
        return _judge_content(piece)
    return 1.0 if role is not Role.STAGE else 0.8


def _judge_people(piece: str) -> float:
    names = [name for mark in "，,；;" for name in piece.replace(mark, "、").split("、")]
    people = ["".join(name.split()) for name in names if name.strip()]
    if people and all(is_person(name) for name in people):
        return 0.0
    return 1.0 if is_title_of_office(piece.replace("、", "")) else 6.0


def _judge_parties(piece: str) -> float:
    if is_collective(piece) or is_unit("".join(piece.split())):
        return 0.0
    for mark in "，,；; ":
        piece = piece.replace(mark, "、")
    names = [name.removesuffix("等") for name in piece.split("、") if name]
    good = sum(is_unit(name) or len(name) == 1 for name in names)
    if names and good == len(names):
        return 0.0
    if is_deadline(piece):
        return 8.0
    if any(is_person(name) for name in names):
        return 5.0
    return 3.0 if good else 4.0


def _judge_content(piece: str) -> float:
    if is_deadline(piece) or not _judge_people(piece):
        return 5.0
    if piece.endswith(("。", "；", "！")) or len(piece) >= 14:
        return 0.0
    return 3.5 if is_unit(piece) else 0.5
