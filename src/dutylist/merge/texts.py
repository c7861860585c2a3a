"""The text of the merged list, field by field, so that it says what was aimed at.

Duties and fields have their own merge each; what is common to all pieces is in `choices`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dutylist.duty import Duty
from dutylist.merge.choices import (
    Pieces,
    Three,
    Unmergeable,
    choose_number,
    find_side,
    find_stray,
    indent,
    merge_container,
    merge_piece,
    take_along,
)
from dutylist.merge.entries import number
from dutylist.merge.order import find_place, order_old
from dutylist.merge.pieces import CONTAINERS, Piece
from dutylist.store.lists import DutyList

Fields = dict[str, Piece | None]
MergeParts = Callable[[str, Pieces], Piece]
MergeDuty = Callable[[Three[Duty | None], Pieces, Duty], Piece]

_RANKS = (
    "title", "year", "issuer", "annex", "source", "duties", "no", "content", "departments",
    "supporting", "deadline", "leaders", "due", "continues", "repealed", "extended", "progress", "",
)  # fmt: skip


class Version(NamedTuple):
    """One version of a list: what it says, and its fields' pieces."""

    duty_list: DutyList
    pieces: tuple[Piece, ...]


def merge_list(versions: Three[Version | None], aim: DutyList, merge_duty: MergeDuty) -> Fields:
    """Merge the fields of a list; a field that is gone is None. Raises `Unmergeable`."""
    if any(version and version.pieces[0].shut for version in versions[1:]):
        raise Unmergeable
    records = Three(*map(_read_list, versions))

    def merge_duties(_key: str, pieces: Pieces) -> Piece:
        if any(piece.shut for piece in pieces[1:] if piece):
            raise Unmergeable
        sides = [_find_duties(record) for record in records]
        parts = []
        for duty in aim.duties:
            found = [side.get(str(duty.no), (None, None)) for side in sides]
            duties, texts = (Three(*each) for each in zip(*found, strict=True))
            parts.append(merge_duty(duties, texts, duty))
        return merge_container(pieces, tuple(parts))

    return _merge_fields(records, _read_head(aim), merge_duties)


def merge_duty(duties: Three[Duty | None], pieces: Pieces, aim: Duty) -> Piece:
    """Merge the texts of one duty. Raises `Unmergeable`."""
    side = find_side(pieces, duties, aim)
    text = pieces[side] if side else None
    if text:
        return text
    if duties.ours is None or duties.theirs is None:
        return _find_kept(pieces)
    if any(piece and piece.shut for piece in pieces[1:]):
        raise Unmergeable
    records = Three(*map(_read_duty_text, duties, pieces))
    fields = _merge_fields(records, _read_duty(aim), _Dated(records, aim).merge)
    inner = choose_number(Three(*(piece and piece.inner for piece in pieces)))
    parts = tuple(piece for piece in fields.values() if piece)
    return take_along(_find_kept(pieces), pieces)._replace(parts=parts, inner=inner)


class _Record(NamedTuple):
    """A list or a duty: its values, and the pieces of its text, by key."""

    values: Mapping[str, object]
    pieces: Mapping[str, Piece]


def _read_list(version: Version | None) -> _Record:
    if version is None:
        return _Record({}, {})
    return _Record(_read_head(version.duty_list), {each.key: each for each in version.pieces})


def _read_head(duty_list: DutyList) -> dict[str, object]:
    return {**duty_list._asdict(), "": None}


def _read_duty_text(duty: Duty | None, piece: Piece | None) -> _Record:
    if duty is None or piece is None:
        return _Record({}, {})
    return _Record(_read_duty(duty), {part.key: part for part in piece.parts})


def _read_duty(duty: Duty) -> dict[str, object]:
    return {**duty._asdict(), "due": duty.given_due}


def _find_kept(pieces: Pieces) -> Piece:
    kept = [piece for piece in pieces[1:] if piece]
    return min(kept, key=lambda piece: piece.rank)


def _merge_fields(
    records: Three[_Record], aim: Mapping[str, object], merge_parts: MergeParts
) -> Fields:
    fields: Fields = {}
    stray: list[str] = []
    for key in _order_keys(*(record.pieces for record in records)):
        pieces = Three(*(record.pieces.get(key) for record in records))
        values = Three(*(record.values.get(key) for record in records))
        if key in CONTAINERS and aim[key] and not find_side(pieces, values, aim[key]):
            piece: Piece | None = merge_parts(key, pieces)
        else:
            piece = merge_piece(pieces, values, aim[key])
        if piece:
            piece = piece._replace(trivia=indent(stray, piece.column) + piece.trivia)
        stray = [] if piece else stray + find_stray(pieces)
        fields[key] = piece
    return _put_last(fields, stray)


def _put_last(fields: Fields, stray: Sequence[str]) -> Fields:
    """Put comments that are left over before the last field that there is."""
    key, last = next((key, piece) for key, piece in reversed(fields.items()) if piece)
    fields[key] = last._replace(trivia=last.trivia + indent(stray, last.column))
    return fields


def _order_keys(
    base: Mapping[str, Piece], ours: Mapping[str, Piece], theirs: Mapping[str, Piece]
) -> list[str]:
    """Return all keys in the order of the files; a new one stands where its side has it."""
    kept = ours.keys() | theirs.keys()
    order = order_old([*base], [*ours], [*theirs], kept)
    new = sorted(kept - base.keys(), key=_RANKS.index)
    for key in new:
        place = max(find_place(key, [*side], order) for side in (ours, theirs) if key in side)
        while place < len(order) and order[place] in new:
            place += 1
        order.insert(place, key)
    return order


class _Dated(NamedTuple):
    """Merges a duty's progress or extensions entry by entry."""

    records: Three[_Record]
    aim: Duty

    def merge(self, key: str, pieces: Pieces) -> Piece:
        sides = [dict(_number_parts(record, key)) for record in self.records]
        parts = []
        for item in number(getattr(self.aim, key)):
            texts = Three(*(side.get(item) for side in sides))
            values = Three(*(item if text else None for text in texts))
            parts.append(merge_piece(texts, values, item))
        return merge_container(pieces, tuple(part for part in parts if part))


def _number_parts(record: _Record, key: str) -> Iterator[tuple[object, Piece]]:
    values = record.values.get(key)
    piece = record.pieces.get(key)
    if piece and isinstance(values, tuple):
        yield from zip(
            number(values), piece.parts, strict=False
        )  # the parts of a shut piece are unknown


def _find_duties(record: _Record) -> dict[str, tuple[Duty, Piece]]:
    duties, piece = record.values.get("duties"), record.pieces.get("duties")
    if piece is None or piece.shut or not isinstance(duties, tuple):
        return {}
    return {str(each[0].no): each for each in zip(duties, piece.parts, strict=True)}
