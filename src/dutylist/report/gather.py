"""The facts of a bulletin gathered from the rows of a question.

All is told from what the lists say now: the end of the period before is another day that the same
duties are asked about, so no history is needed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from dutylist.annex.writers.layout import print_no
from dutylist.buckets import Bucket, Placing, count_buckets, place_duty
from dutylist.duty import Duty, Entry
from dutylist.index import ListHead
from dutylist.query import Kind, Row, list_owed
from dutylist.report.bulletin import (
    AnnexList,
    AnnexRow,
    Bulletin,
    Item,
    ListCount,
    Missing,
    Movements,
    Owed,
)
from dutylist.report.parties import Key, find_keys, name_parties
from dutylist.report.period import Period
from dutylist.selection import Selection
from dutylist.standing import find_standing, is_reported


class _Placed(NamedTuple):
    """A row with where it is counted, now and at the end of the period before.

    `before` is None where the duty's list had not begun by then.
    """

    row: Row
    placing: Placing
    before: Bucket | None


_LAGGING = (Bucket.BEHIND, Bucket.OVERDUE, Bucket.UNREPORTED)
_CALM = (Bucket.ON_SCHEDULE, Bucket.ADJUSTED)


def gather_bulletin(
    rows: Sequence[Row], period: Period, day: date, selection: Selection, *, is_over: bool
) -> Bulletin:
    """Return what a bulletin of the period tells of the rows, which stand as on `day`."""
    placed = [_place(row, period, day) for row in tell_apart(rows)]
    counts = count_buckets(each.placing.bucket for each in placed)
    due_until = period.last_of_next
    return Bulletin(
        period,
        day,
        is_over,
        selection,
        len(rows),
        tuple(counts),
        tuple(_count_lists(placed)),
        _take_latest(placed, Bucket.OVERDUE),
        _take_latest(placed, Bucket.BEHIND),
        _take_latest(placed, Bucket.UNREPORTED),
        tuple(_find_missing(placed, period, day, is_over=is_over)),
        _find_movements(placed, period, day),
        tuple(_find_due(placed, day, due_until, is_over=is_over)),
        due_until,
        tuple(_fill_annex(placed, period, day)),
    )


def tell_apart(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the rows, their lists called so that they are told apart wherever that can be.

    Annexes do it where no two are the same, else titles, and of equal titles those who issued them.
    """
    heads = {row.head for row in rows}
    if len({head.annex for head in heads}) == len(heads):
        return iter(rows)
    are_alike = len({head.title for head in heads}) < len(heads)
    called = {head: _name_list(head, with_issuer=are_alike) for head in heads}
    return (
        row._replace(head=row.head._replace(annex=None, title=called[row.head])) for row in rows
    )


def _name_list(head: ListHead, *, with_issuer: bool) -> str:
    has_issuer = with_issuer and head.issuer and head.issuer not in head.title
    return f"{head.issuer}{head.title}" if has_issuer else head.title


def _place(row: Row, period: Period, day: date) -> _Placed:
    eve = period.day_before
    before = None
    if row.head.year <= eve.year:
        before = place_duty(row.duty, find_standing(row.duty, eve), eve).bucket
    return _Placed(row, place_duty(row.duty, row.standing, day), before)


def _make_item(placed: _Placed) -> Item:
    head, duty = placed.row.head, placed.row.duty
    return Item(
        placed.row.ref,
        head.title,
        head.annex,
        print_no(duty.no),
        duty.content,
        duty.departments,
        duty.leaders,
        duty.deadline,
        placed.row.standing.due,
        *placed.placing,
        placed.row.standing.last_progress,
    )


def _count_lists(placed: Iterable[_Placed]) -> Iterator[ListCount]:
    for head, within in groupby(placed, key=lambda each: each.row.head):
        buckets = [each.placing.bucket for each in within]
        counts = tuple(count_buckets(buckets))
        yield ListCount(head.list_id, head.title, head.annex, len(buckets), counts)


def _take_latest(placed: Iterable[_Placed], bucket: Bucket) -> tuple[Item, ...]:
    """Return the duties of a bucket, those that are latest first."""
    items = [_make_item(each) for each in placed if each.placing.bucket is bucket]
    return tuple(sorted(items, key=lambda item: -(item.days or 0)))


def _find_missing(
    placed: Sequence[_Placed], period: Period, day: date, *, is_over: bool
) -> Iterator[Missing]:
    """Give the departments that owed a report, in the order in which the lists name them.

    On the last day of a period that is over, its report had to be there; today's may still come.
    """
    names = name_parties((each.row.head, each.row.duty.departments) for each in placed)
    found: dict[Key, list[Owed]] = {}
    for each in placed:
        for on in _list_missing(each, period, day):
            if on < day or is_over:
                for key in find_keys(each.row.head, each.row.duty.departments):
                    owed = Owed(on, Kind.REPORT, _make_item(each))
                    found.setdefault(key, []).append(owed)
    for key, reports in found.items():
        yield Missing(names[key], tuple(reports))


def _list_missing(placed: _Placed, period: Period, day: date) -> Iterator[date]:
    duty = placed.row.duty
    if placed.placing.bucket in (Bucket.DONE, Bucket.REPEALED):
        return
    for on in duty.meaning.reports:
        if period.first <= on <= day and not is_reported(duty, on, day):
            yield on


def _find_movements(placed: Sequence[_Placed], period: Period, day: date) -> Movements:
    known = [each.before for each in placed if each.before]
    entries = [len(_list_entries(each.row.duty, period, day)) for each in placed]
    return Movements(
        tuple(count_buckets(known)) if known else (),
        done=_take_newly(placed, Bucket.DONE),
        overdue=_take_newly(placed, Bucket.OVERDUE),
        behind=_take_newly(placed, Bucket.BEHIND),
        unreported=_take_newly(placed, Bucket.UNREPORTED),
        recovered=tuple(
            _make_item(each)
            for each in placed
            if each.before in _LAGGING and each.placing.bucket in _CALM
        ),
        repealed=_take_newly(placed, Bucket.REPEALED),
        extended=tuple(
            _make_item(each) for each in placed if _is_extended(each.row.duty, period, day)
        ),
        entries=sum(entries),
        duties=sum(map(bool, entries)),
    )


def _take_newly(placed: Iterable[_Placed], bucket: Bucket) -> tuple[Item, ...]:
    """Return the duties that are in a bucket and were not; a repeal of no day is none of them."""
    return tuple(
        _make_item(each)
        for each in placed
        if each.placing.bucket is bucket and each.before is not bucket and not _is_timeless(each)
    )


def _is_timeless(placed: _Placed) -> bool:
    repeal = placed.row.duty.repealed
    return placed.placing.bucket is Bucket.REPEALED and (repeal is None or repeal.on is None)


def _is_extended(duty: Duty, period: Period, day: date) -> bool:
    return any(period.first <= each.on <= day for each in duty.extended)


def _list_entries(duty: Duty, period: Period, day: date) -> tuple[Entry, ...]:
    """Return the entries of the period, oldest first."""
    within = (entry for entry in duty.progress if period.first <= entry.on <= day)
    return tuple(sorted(within, key=lambda entry: entry.on))


def _find_due(
    placed: Iterable[_Placed], day: date, until: date, *, is_over: bool
) -> Iterator[Owed]:
    """Give what falls from `day` on, by day: due on the day itself is not overdue yet.

    A report for the last day of a period that is over is told as missing.
    """
    owed = [
        Owed(on, kind, _make_item(each))
        for each in placed
        for on, kind in list_owed(each.row, day)
        if day <= on <= until and not (is_over and on == day and kind is Kind.REPORT)
    ]
    yield from sorted(owed, key=lambda each: (each.on, list(Kind).index(each.kind)))


def _fill_annex(placed: Iterable[_Placed], period: Period, day: date) -> Iterator[AnnexList]:
    for head, within in groupby(placed, key=lambda each: each.row.head):
        rows = tuple(_make_row(each, period, day) for each in within)
        yield AnnexList(head.list_id, head.title, head.annex, rows)


def _make_row(placed: _Placed, period: Period, day: date) -> AnnexRow:
    duty, last = placed.row.duty, placed.row.standing.last_progress
    return AnnexRow(
        print_no(duty.no),
        duty.content,
        placed.placing.bucket is Bucket.REPEALED,
        duty.leaders,
        duty.departments,
        duty.supporting,
        duty.deadline,
        _list_entries(duty, period, day),
        placed.placing.bucket,
        last.problem if last else None,
        last.next if last else None,
    )
