"""Each duty's text merged and tried: it is taken only if it reads as what was aimed at."""

from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from dutylist.duty import Duty
from dutylist.merge.choices import Pieces, Three, Unmergeable
from dutylist.merge.pieces import Piece, write
from dutylist.merge.records import Aims, Contradiction, forget_meanings
from dutylist.merge.rewrite import SHELL, rewrite_duty
from dutylist.merge.texts import Fields, Version, merge_duty, merge_list
from dutylist.store.lists import DutyList, read_list


class Texts(NamedTuple):
    """The merged fields, as they read where ours holds and where theirs holds."""

    aims: Aims
    ours: Fields
    theirs: Fields


def merge_texts(versions: Three[Version | None], aims: Aims) -> Texts:
    """Merge the texts of three versions; raises `Unmergeable` where their shape forbids it.

    A duty whose texts cannot be put together becomes a contradiction as a whole.
    """
    stuck: set[str] = set()
    texts = _try(versions, aims, stuck)
    if not stuck:
        return texts
    return _try(versions, _give_up(versions, aims, stuck), stuck)


def _try(versions: Three[Version | None], aims: Aims, stuck: set[str]) -> Texts:
    ours = merge_list(versions, aims.ours, _Trial(1, stuck).merge)
    if not aims.contradictions:
        return Texts(aims, ours, ours)
    return Texts(aims, ours, merge_list(versions, aims.theirs, _Trial(2, stuck).merge))


class _Trial(NamedTuple):
    """Merges duties towards one side's aim; one that is stuck is that side's own."""

    side: int
    stuck: set[str]

    def merge(self, duties: Three[Duty | None], pieces: Pieces, aim: Duty) -> Piece:
        """Merge one duty in the first way that works."""
        for piece in _find_ways(duties, pieces, aim) if str(aim.no) not in self.stuck else ():
            if _is_own(piece, duties, pieces, aim) or _says(piece, aim):
                return piece
        self.stuck.add(str(aim.no))
        own = pieces[self.side]
        if own is None:
            raise Unmergeable
        return own


def _find_ways(duties: Three[Duty | None], pieces: Pieces, aim: Duty) -> Iterator[Piece]:
    """Give the texts that may say what is aimed at, the best first."""
    with suppress(Unmergeable):
        yield merge_duty(duties, pieces, aim)
    yield from rewrite_duty(duties, pieces, aim)


def _is_own(piece: Piece, duties: Three[Duty | None], pieces: Pieces, aim: Duty) -> bool:
    return any(
        piece is own and duty == aim for duty, own in zip(duties[1:], pieces[1:], strict=True)
    )


def _says(piece: Piece, aim: Duty) -> bool:
    duty_list = read_list("", "".join((*SHELL, *write(piece))).encode(), "").duty_list
    return duty_list is not None and forget_meanings(duty_list).duties == (aim,)


def _give_up(versions: Three[Version | None], aims: Aims, stuck: set[str]) -> Aims:
    """Return the aims with the duties that are stuck as each side has them."""
    own = [each for each in versions[1:] if each]
    contradictions = [each for each in aims.contradictions if str(each.no) not in stuck]
    contradictions += [
        Contradiction(duty.no, "", None, None) for duty in aims.ours.duties if str(duty.no) in stuck
    ]
    ours, theirs = (
        _put_own(aim, version.duty_list, stuck)
        for aim, version in zip((aims.ours, aims.theirs), own, strict=True)
    )
    return aims._replace(ours=ours, theirs=theirs, contradictions=tuple(contradictions))


def _put_own(aim: DutyList, side: DutyList, stuck: set[str]) -> DutyList:
    own = {duty.no: duty for duty in side.duties if str(duty.no) in stuck}
    return aim._replace(duties=tuple(own.get(duty.no, duty) for duty in aim.duties))
