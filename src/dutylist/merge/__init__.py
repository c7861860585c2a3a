"""Three versions of a list into one, by duty and entry: bytes in, bytes out.

First it is settled what the merged list says (`records`, `entries`), then its text is put together
(`trial`) from the versions' own lines (`texts`, of `pieces`), or by edits of one (`rewrite`). The
result is read like any list, and must say just that.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from dutylist.errors import InvalidData
from dutylist.merge.base import settle_base
from dutylist.merge.choices import Three, Unmergeable, choose_number
from dutylist.merge.layout import Laid, Layout, lay_out, level, merge_layouts, put_together
from dutylist.merge.markers import Markers, Names, write_both, write_fields
from dutylist.merge.pieces import Piece, cut, write
from dutylist.merge.records import Aims, forget_meanings, merge_records
from dutylist.merge.remarks import tell_contradiction, tell_kept
from dutylist.merge.rewrite import rewrite_list
from dutylist.merge.texts import Version
from dutylist.merge.trial import Texts, merge_texts
from dutylist.store.lists import DutyList, read_list
from dutylist.store.source import Text
from dutylist.store.syntax import compose
from dutylist.words import Message, say

__all__ = ["Markers", "Merged", "Names", "merge_lists"]


Versions = Three[Version | None]


class Merged(NamedTuple):
    """The merged bytes; with conflicts, they hold markers. `remarks` tell what was kept."""

    raw: bytes
    conflicts: tuple[Message, ...]
    remarks: tuple[Message, ...]


def merge_lists(
    base: bytes | None, ours: bytes, theirs: bytes, names: Names, marker_size: int = 7
) -> Merged:
    """Merge two versions of a list that come from `base`; without one, all is new on both sides.

    Each conflict stands between markers of `marker_size` signs, around its record alone. Raises
    `InvalidData` where a side is no valid list, or where the texts cannot be put together.
    """
    our, their = _read_sides(ours, theirs, names)
    if ours in (base, theirs):
        return Merged(theirs, (), ())
    if theirs == base:
        return Merged(ours, (), ())
    settled = settle_base(base)
    aims = merge_records(settled and settled[1], our, their)
    versions, layout = _lay_out(Three(settled and settled[0], ours, theirs))
    try:
        texts = merge_texts(versions, aims)
        raw = _write(texts, versions, layout, Markers.of(names, marker_size))
    except Unmergeable:
        texts = Texts(aims, {}, {})
        raw = _rewrite(versions, layout, aims)
    conflicts = tuple(tell_contradiction(each, names) for each in texts.aims.contradictions)
    return Merged(raw, conflicts, tuple(tell_kept(each, names) for each in aims.kept))


def _read_sides(ours: bytes, theirs: bytes, names: Names) -> tuple[DutyList, DutyList]:
    our, their = read_list(names.ours, ours, ""), read_list(names.theirs, theirs, "")
    if our.duty_list and their.duty_list:
        return forget_meanings(our.duty_list), forget_meanings(their.duty_list)
    broken = [
        (name, reading.findings)
        for name, reading in ((names.ours, our), (names.theirs, their))
        if not reading.duty_list
    ]
    raise InvalidData(
        say("{sides}: no valid list", sides=tuple(name for name, _ in broken)),
        [finding for _, findings in broken for finding in findings],
    )


def _lay_out(raws: Three[bytes | None]) -> tuple[Versions, Layout]:
    laid = level([lay_out(raw) for raw in raws if raw is not None])
    base = laid[0] if raws.base is not None else None
    *_, ours, theirs = laid
    versions = Three(base and _cut(base), _cut(ours), _cut(theirs))
    return versions, merge_layouts(base and base.layout, ours.layout, theirs.layout)


def _cut(laid: Laid) -> Version:
    text = "".join(laid.lines)
    duty_list = read_list("", text.encode(), "").duty_list
    root, _ = compose(Text.of("", text))
    assert duty_list, "it has been read before"
    assert root, "it has been read before"
    return Version(forget_meanings(duty_list), cut(laid.lines, root))


def _write(texts: Texts, versions: Versions, layout: Layout, markers: Markers) -> bytes:
    """Return the merged bytes, with markers where the texts differ; raises `Unmergeable`."""
    column = choose_number(Three(*(each and each.pieces[0].column for each in versions)))
    for fields, aim in ((texts.ours, texts.aims.ours), (texts.theirs, texts.aims.theirs)):
        _prove(put_together(write_fields(fields, column), layout), aim)
    return put_together(write_both(texts.ours, texts.theirs, column, markers), layout)


def _rewrite(versions: Versions, layout: Layout, aims: Aims) -> bytes:
    """Return the merged bytes of lists that cannot be cut; raises `InvalidData`."""
    lists = Three(*(each and each.duty_list for each in versions))
    pieces = Three(*(each and _join(each.pieces) for each in versions))
    for merged in rewrite_list(lists, pieces, aims.ours) if not aims.contradictions else ():
        with suppress(Unmergeable):
            return _prove(put_together(write(merged), layout), aims.ours)
    raise InvalidData(
        say("the two texts cannot be put together duty by duty; write each key on its own line")
    )


def _join(pieces: Sequence[Piece]) -> Piece:
    """Return all lines of a list as one piece."""
    return Piece("", 0, (), tuple(line for piece in pieces for line in write(piece)), shut=True)


def _prove(raw: bytes, aim: DutyList) -> bytes:
    """Return the bytes of a list if they say what is aimed at; raises `Unmergeable`."""
    duty_list = read_list("", raw, "").duty_list
    if duty_list is None or forget_meanings(duty_list) != aim:
        raise Unmergeable
    return raw
