"""The common version that both sides come from, which may itself hold conflicts.

Where two branches were merged into each other crosswise, git merges their common versions first,
and what contradicted itself there reaches us between markers. It counts as not there yet: each
side has settled it in its own way.
"""

import re
from collections.abc import Iterator

from dutylist.duty import Origin
from dutylist.merge.layout import lay_out, put_together
from dutylist.merge.records import forget_meanings
from dutylist.store.lists import DutyList, read_list

_MARKER = re.compile(r"([<|=>])\1{6,}(?=\s)")
_MOST_NESTED = 8


def settle_base(raw: bytes | None) -> tuple[bytes, DutyList] | None:
    """Return the bytes of a base and what is sure in it; None where nothing is.

    The bytes are a list; of duties that contradicted themselves they hold the first version.
    """
    if not raw:
        return None
    try:
        first, second = resolve(raw, 0), resolve(raw, 1)
    except UnicodeDecodeError:
        return None
    one = read_list("", first, "").duty_list
    other = one if second == first else read_list("", second, "").duty_list
    if one is None or other is None:
        return None
    return first, _keep_sure(forget_meanings(one), forget_meanings(other))


def resolve(raw: bytes, side: int) -> bytes:
    """Return a list without its conflicts: all as the first (0) or second (1) side has it."""
    laid = lay_out(raw)
    lines = list(laid.lines)
    for _ in range(_MOST_NESTED):
        if not any(map(_MARKER.match, lines)):
            break
        lines = list(_take_side(lines, side))
    return put_together(lines, laid.layout) if lines != list(laid.lines) else raw


def _take_side(lines: list[str], side: int) -> Iterator[str]:
    """Give the lines outside of all conflicts, and those of one side of each outermost one."""
    size = 0
    part: int | None = None
    for line in lines:
        match = _MARKER.match(line)
        kind, length = (match[1], len(match[0])) if match else ("", 0)
        if part is None and kind == "<":
            part, size = 0, length
        elif part is not None and kind and length == size:
            part = {"|": -1, "=": 1, ">": None}.get(kind, part)
        elif part in (None, side):
            yield line


def _keep_sure(one: DutyList, other: DutyList) -> DutyList:
    """Return what both have alike; a head's field that differs becomes one that no list has."""
    others = {duty.no: duty for duty in other.duties}
    duties = tuple(duty for duty in one.duties if others.get(duty.no) == duty)
    return DutyList(
        one.title if one.title == other.title else "",
        one.year if one.year == other.year else 0,
        one.annex if one.annex == other.annex else "",
        duties,
        one.source if one.source == other.source else Origin("", ""),
        one.issuer if one.issuer == other.issuer else "",
    )
