"""Where a bulletin counts each duty: the table, the order of the rules, and the laws."""

from collections import Counter
from datetime import date, timedelta

import pytest
from duties import make_duty
from hypothesis import given
from hypothesis import strategies as st

from dutylist.buckets import Bucket, count_buckets, place_duty, share_out
from dutylist.duty import DeadlineClass, Duty
from dutylist.standing import find_standing

SPRING = tuple(date(2022, month, 1) - timedelta(1) for month in range(2, 7))
STAGES = (date(2022, 7, 31), date(2022, 9, 30), date(2022, 11, 30))


def place(duty: Duty, day: str) -> str:
    """Return where the duty is counted on the day, as words."""
    on = date.fromisoformat(day)
    bucket, reason, days = place_duty(duty, find_standing(duty, on), on)
    return " ".join(map(str, (bucket, "-" if days is None else days, reason)))


@pytest.mark.parametrize(
    ("parts", "day", "expected"),
    [
        ((), "2022-10-31", "unreported - nothing has been reported yet"),
        ((), "2022-11-03", "overdue 3 overdue by 3 days"),
        (("active 2022-04-08",), "2022-04-07", "unreported - nothing has been reported yet"),
        (("active 2022-04-08",), "2022-04-08", "on-schedule - due in 206 days"),
        (("pending 2022-04-08",), "2022-04-08", "on-schedule - due in 206 days"),
        (("blocked 2022-04-08",), "2022-04-09", "behind 1 blocked for 1 day"),
        (("blocked 2022-04-08",), "2022-04-10", "behind 2 blocked for 2 days"),
        (("blocked 2022-04-08",), "2022-04-08", "behind 0 blocked since today"),
        (
            ("active 2022-03-01", "blocked 2022-04-08", "blocked 2022-06-01", "blocked 2022-06-09"),
            "2022-06-10",
            "behind 63 blocked for 63 days",
        ),
        (
            ("blocked 2022-04-08", "active 2022-05-01", "blocked 2022-06-01"),
            "2022-06-10",
            "behind 9 blocked for 9 days",
        ),
        (("blocked 2022-04-08",), "2022-11-01", "overdue 1 overdue by 1 day"),
        (
            ("extended 2022-05-01 2022-12-31",),
            "2022-11-01",
            "unreported - nothing has been reported yet",
        ),
        (
            ("active 2022-04-08", "extended 2022-05-01 2022-12-31"),
            "2022-04-30",
            "on-schedule - due in 184 days",
        ),
        (
            ("active 2022-04-08", "extended 2022-05-01 2022-12-31"),
            "2022-11-01",
            "adjusted - extended to 2022-12-31",
        ),
        (
            ("active 2022-04-08", "extended 2022-05-01 2022-12-31"),
            "2023-01-01",
            "overdue 1 overdue by 1 day",
        ),
        (("done 2022-11-20",), "2022-11-19", "overdue 19 overdue by 19 days"),
        (("done 2022-11-20",), "2022-11-20", "completed - done on 2022-11-20"),
        (
            ("done 2022-04-08", "repealed 2022-05-01"),
            "2022-05-01",
            "repealed - repealed on 2022-05-01",
        ),
    ],
)
def test_a_duty_due_on_31_october_is_counted_as_the_table_says(
    parts: tuple[str, ...], day: str, expected: str
) -> None:
    duty = make_duty(DeadlineClass.BY_DATE, "2022-10-31", *parts)

    assert place(duty, day) == expected


@pytest.mark.parametrize(
    ("parts", "day", "expected"),
    [
        (("active 2022-07-01",), "2022-07-31", "on-schedule - due in 122 days"),
        (("active 2022-07-01",), "2022-08-01", "on-schedule - due in 121 days"),
        (("pending 2022-07-01",), "2022-07-31", "on-schedule - due in 122 days"),
        (("pending 2022-07-01",), "2022-08-02", "behind 2 not up to the checkpoint of 2022-07-31"),
        (("active 2022-07-31",), "2022-10-01", "behind 1 not up to the checkpoint of 2022-09-30"),
        (("active 2022-08-01",), "2022-10-01", "on-schedule - due in 60 days"),
        (("active 2022-08-01",), "2022-12-01", "overdue 1 overdue by 1 day"),
    ],
)
def test_an_entry_answers_the_first_checkpoint_after_the_one_before_it(
    parts: tuple[str, ...], day: str, expected: str
) -> None:
    duty = make_duty(DeadlineClass.STAGED, "2022-11-30", *parts, checkpoints=STAGES)

    assert place(duty, day) == expected


@pytest.mark.parametrize(
    ("parts", "day", "expected"),
    [
        (("active 2022-01-31",), "2022-02-28", "on-schedule - ongoing, nothing missing"),
        (("active 2022-01-31",), "2022-03-01", "unreported - no report for 2022-02-28"),
        (("active 2022-03-02",), "2022-03-02", "on-schedule - ongoing, nothing missing"),
    ],
)
def test_a_duty_whose_cadence_missed_a_report_is_unreported(
    parts: tuple[str, ...], day: str, expected: str
) -> None:
    duty = make_duty(DeadlineClass.ONGOING, "", *parts, reports=SPRING)

    assert place(duty, day) == expected


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        ([], []),
        ([0, 0], [0, 0]),
        ([1], [1000]),
        ([1, 1, 1], [334, 333, 333]),
        ([2, 1, 1, 2], [333, 167, 167, 333]),
        ([1, 0, 2], [333, 0, 667]),
        ([1] * 7, [143, 143, 143, 143, 143, 143, 142]),
    ],
)
def test_shares_are_whole_tenths_of_a_percent_that_sum(
    counts: list[int], shares: list[int]
) -> None:
    assert share_out(counts) == shares


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=9))
def test_no_share_is_a_tenth_of_a_percent_off_and_none_is_a_share_of_nothing(
    counts: list[int],
) -> None:
    shares = share_out(counts)

    total = sum(counts)
    assert sum(shares) == (1000 if total else 0)
    for count, share in zip(counts, shares, strict=True):
        assert abs(share * total - count * 1000) < total or not total
        assert share == 0 or count


@given(st.lists(st.sampled_from(Bucket)))
def test_the_counts_are_those_of_the_buckets_in_their_order(placed: list[Bucket]) -> None:
    counts = count_buckets(placed)

    assert [count.bucket for count in counts] == list(Bucket)
    assert {count.bucket: count.duties for count in counts if count.duties} == Counter(placed)
