"""The buckets of a bulletin (通报): where each duty is counted, once, on a day.

A pure function of a duty and its standing. Every duty is in one bucket, so that the counts sum to
the total. The order of the questions is the rule: what a bulletin must not hide is asked first.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from dutylist.duty import Duty, Status
from dutylist.standing import Standing, find_missing_report, sort_entries
from dutylist.words import Message, say, say_n


class Bucket(StrEnum):
    """Where a duty is counted, in the order in which a bulletin tells them.

    已完成 completed · 达序时 on-schedule · 未达序时 behind · 逾期 overdue · 未报进展 unreported ·
    调整 adjusted · 废止 repealed
    """

    DONE = "completed"
    ON_SCHEDULE = "on-schedule"
    BEHIND = "behind"
    OVERDUE = "overdue"
    UNREPORTED = "unreported"
    ADJUSTED = "adjusted"
    REPEALED = "repealed"


class Placing(NamedTuple):
    """The bucket of a duty, the reason, and for the late and the behind, by how many days."""

    bucket: Bucket
    reason: Message
    days: int | None = None


class BucketCount(NamedTuple):
    """How many duties are in a bucket, and their share of all in tenths of a percent."""

    bucket: Bucket
    duties: int
    share: int


def find_bucket(duty: Duty, standing: Standing, day: date) -> Bucket:
    """Return the bucket of `duty`, whose standing at the end of `day` is `standing`."""
    return place_duty(duty, standing, day).bucket


def place_duty(duty: Duty, standing: Standing, day: date) -> Placing:
    """Return the bucket of `duty` with its reason; `standing` is its standing at the end of `day`.

    Repealed and done go first, then overdue. Blocked is behind schedule, and so is a duty whose
    newest checkpoint has passed while its last entry says that it has not begun, or is no later
    than the checkpoint before that. Unreported are those whose cadence missed a report, and those
    that nobody has reported on at all: what is not reported is not on schedule. Of the others,
    the extended are adjusted, and the rest is on schedule.
    """
    if standing.status is Status.REPEALED:
        return Placing(Bucket.REPEALED, standing.reason)
    if standing.status is Status.DONE:
        return Placing(Bucket.DONE, standing.reason)
    if standing.overdue:
        return Placing(Bucket.OVERDUE, standing.reason, -(standing.days_left or 0))
    return (
        _place_behind(duty, standing, day)
        or _place_unreported(duty, standing, day)
        or _place_on_schedule(duty, standing, day)
    )


def count_buckets(placed: Iterable[Bucket]) -> list[BucketCount]:
    """Count the buckets, all seven in their order; the shares of any duties sum to 100 %."""
    members = list(placed)
    counts = [members.count(bucket) for bucket in Bucket]
    shares = share_out(counts)
    return [BucketCount(*each) for each in zip(Bucket, counts, shares, strict=True)]


def share_out(counts: Sequence[int], whole: int = 1000) -> list[int]:
    """Return each count's part of `whole`, in whole numbers that sum to it; all 0 where none is.

    The largest remainder: each part is rounded down, and what is then missing goes, one by one,
    to those that lost most by it, the first of equals first.
    """
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    parts = [count * whole // total for count in counts]
    missing = whole - sum(parts)
    neediest = sorted(range(len(counts)), key=lambda at: -(counts[at] * whole % total))
    for at in neediest[:missing]:
        parts[at] += 1
    return parts


def _place_behind(duty: Duty, standing: Standing, day: date) -> Placing | None:
    last = standing.last_progress
    if last and last.status is Status.BLOCKED:
        days = (day - _find_blocked_since(duty, day)).days
        reason = say_n("blocked for {n} day", "blocked for {n} days", days)
        return Placing(Bucket.BEHIND, reason if days else say("blocked since today"), days)
    missed = _find_missed_checkpoint(duty, standing, day)
    if missed:
        reason = say("not up to the checkpoint of {day}", day=missed)
        return Placing(Bucket.BEHIND, reason, (day - missed).days)
    return None


def _find_blocked_since(duty: Duty, day: date) -> date:
    """Return the day of the first of the blocked entries that end the progress.

    Another report that it is still blocked makes it no shorter.
    """
    since = day
    for entry in reversed(sort_entries(duty, day)):
        if entry.status is not Status.BLOCKED:
            break
        since = entry.on
    return since


def _place_unreported(duty: Duty, standing: Standing, day: date) -> Placing | None:
    if not standing.last_progress:
        return Placing(Bucket.UNREPORTED, say("nothing has been reported yet"))
    asked = find_missing_report(duty, day)
    return Placing(Bucket.UNREPORTED, say("no report for {day}", day=asked)) if asked else None


def _place_on_schedule(duty: Duty, standing: Standing, day: date) -> Placing:
    if standing.due and any(extension.on <= day for extension in duty.extended):
        return Placing(Bucket.ADJUSTED, say("extended to {day}", day=standing.due))
    return Placing(Bucket.ON_SCHEDULE, standing.reason)


def _find_missed_checkpoint(duty: Duty, standing: Standing, day: date) -> date | None:
    """Return the newest checkpoint before `day`, if the last entry does not answer it.

    Days that ask for a report are asked about as reports, and the last stage is the due date.
    """
    checkpoints = [
        on
        for on in duty.meaning.checkpoints
        if on not in (duty.meaning.due, standing.due, *duty.meaning.reports)
    ]
    passed = bisect_left(checkpoints, day)
    last = standing.last_progress
    if not passed or not last:
        return None
    before = checkpoints[passed - 2] if passed > 1 else date.min
    answers = last.status is Status.ACTIVE and last.on > before
    return None if answers else checkpoints[passed - 1]
