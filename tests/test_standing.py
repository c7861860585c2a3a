"""How a duty stands on a day: the truth table in full, and the laws that hold for any duty.

Duties are made here from dates alone, so that the deadline language has no say; the table in
docs/standing.md, which starts from wordings, is checked in `test_documents.py`.
"""

from datetime import date, timedelta

import pytest
from duties import make_duty
from hypothesis import given
from hypothesis import strategies as st

from dutylist.duty import Deadline, DeadlineClass, Duty, Entry, Extension, Repeal, Status
from dutylist.standing import (
    DEFAULT_RULES,
    Lamp,
    Rules,
    Standing,
    find_due,
    find_last_entry,
    find_missing_report,
    find_standing,
    is_reported,
)

DATED = (
    DeadlineClass.BY_DATE,
    DeadlineClass.WITHIN_YEAR,
    DeadlineClass.MILESTONE,
    DeadlineClass.PERIODIC,
    DeadlineClass.STAGED,
    DeadlineClass.RELATIVE,
    DeadlineClass.UNSTATED,
    DeadlineClass.UNPARSED,
)
"""The classes that can be overdue once they have a date: all but ongoing."""

ENDED = (Status.DONE, Status.REPEALED)
MONTH_ENDS = tuple(date(2022, month, 1) - timedelta(1) for month in range(2, 13))


def tell(standing: Standing) -> str:
    """Return a standing as a row of the tables below."""
    days_left = standing.days_left
    cells = (
        standing.status,
        standing.due or "-",
        "overdue" if standing.overdue else "-",
        "-" if days_left is None else days_left,
        standing.lamp or "-",
        standing.reason,
    )
    return " ".join(map(str, cells))


DUE_ON_31_OCTOBER = [
    # asked on, in the file, status, due, overdue, days left, lamp, reason
    ("2022-01-01", "", "pending 2022-10-31 - 303 green due in 303 days"),
    ("2022-09-30", "", "pending 2022-10-31 - 31 green due in 31 days"),
    ("2022-10-01", "", "pending 2022-10-31 - 30 yellow due in 30 days"),
    ("2022-10-30", "", "pending 2022-10-31 - 1 yellow due in 1 day"),
    ("2022-10-31", "", "pending 2022-10-31 - 0 yellow due today"),
    ("2022-11-01", "", "pending 2022-10-31 overdue -1 red overdue by 1 day"),
    ("2022-11-02", "", "pending 2022-10-31 overdue -2 red overdue by 2 days"),
    ("2023-10-31", "", "pending 2022-10-31 overdue -365 red overdue by 365 days"),
    ("2022-09-30", "pending 2022-04-08", "pending 2022-10-31 - 31 green due in 31 days"),
    ("2022-10-31", "pending 2022-04-08", "pending 2022-10-31 - 0 yellow due today"),
    ("2022-11-01", "pending 2022-04-08", "pending 2022-10-31 overdue -1 red overdue by 1 day"),
    ("2022-09-30", "active 2022-04-08", "active 2022-10-31 - 31 green due in 31 days"),
    ("2022-10-31", "active 2022-04-08", "active 2022-10-31 - 0 yellow due today"),
    ("2022-11-01", "active 2022-04-08", "active 2022-10-31 overdue -1 red overdue by 1 day"),
    ("2022-09-30", "blocked 2022-04-08", "blocked 2022-10-31 - 31 yellow blocked"),
    ("2022-10-31", "blocked 2022-04-08", "blocked 2022-10-31 - 0 yellow blocked"),
    ("2022-11-01", "blocked 2022-04-08", "blocked 2022-10-31 overdue -1 red overdue by 1 day"),
    ("2022-09-30", "done 2022-04-08", "done 2022-10-31 - - - done on 2022-04-08"),
    ("2022-10-31", "done 2022-04-08", "done 2022-10-31 - - - done on 2022-04-08"),
    ("2022-11-01", "done 2022-04-08", "done 2022-10-31 - - - done on 2022-04-08"),
    ("2022-09-30", "repealed", "repealed 2022-10-31 - - - repealed"),
    ("2022-10-31", "repealed", "repealed 2022-10-31 - - - repealed"),
    ("2022-11-01", "repealed", "repealed 2022-10-31 - - - repealed"),
]


@pytest.mark.parametrize("cls", DATED)
@pytest.mark.parametrize(("day", "part", "row"), DUE_ON_31_OCTOBER)
def test_a_dated_duty_stands_as_the_table_says_whatever_its_class(
    cls: DeadlineClass, day: str, part: str, row: str
) -> None:
    duty = make_duty(cls, "2022-10-31", *([part] if part else []))

    standing = find_standing(duty, date.fromisoformat(day))

    assert tell(standing) == row


ONGOING_UNTIL_31_DECEMBER = [
    ("2022-11-30", "", "pending 2022-12-31 - 31 green ongoing, nothing missing"),
    ("2022-12-15", "", "pending 2022-12-31 - 16 green ongoing, nothing missing"),
    ("2022-12-31", "", "pending 2022-12-31 - 0 green ongoing, nothing missing"),
    ("2023-01-01", "", "pending 2022-12-31 - -1 green ongoing, nothing missing"),
    ("2023-01-01", "active 2022-04-08", "active 2022-12-31 - -1 green ongoing, nothing missing"),
    ("2022-12-15", "blocked 2022-04-08", "blocked 2022-12-31 - 16 yellow blocked"),
    ("2023-01-01", "blocked 2022-04-08", "blocked 2022-12-31 - -1 yellow blocked"),
    ("2023-01-01", "done 2022-12-31", "done 2022-12-31 - - - done on 2022-12-31"),
    ("2023-01-01", "repealed 2022-06-01", "repealed 2022-12-31 - - - repealed on 2022-06-01"),
]


@pytest.mark.parametrize(("day", "part", "row"), ONGOING_UNTIL_31_DECEMBER)
def test_an_ongoing_duty_is_never_overdue_though_its_year_ends(
    day: str, part: str, row: str
) -> None:
    duty = make_duty(DeadlineClass.ONGOING, "2022-12-31", *([part] if part else []))

    standing = find_standing(duty, date.fromisoformat(day))

    assert tell(standing) == row


UNDATED = {
    DeadlineClass.BY_DATE: "ongoing, nothing missing",
    DeadlineClass.WITHIN_YEAR: "ongoing, nothing missing",
    DeadlineClass.MILESTONE: "ongoing, nothing missing",
    DeadlineClass.ONGOING: "ongoing, nothing missing",
    DeadlineClass.PERIODIC: "ongoing, nothing missing",
    DeadlineClass.STAGED: "ongoing, nothing missing",
    DeadlineClass.RELATIVE: "the day is not fixed yet",
    DeadlineClass.UNSTATED: "no deadline is stated",
    DeadlineClass.UNPARSED: "the wording of the deadline is not understood",
}


@pytest.mark.parametrize("cls", DeadlineClass)
@pytest.mark.parametrize(
    ("part", "row"),
    [
        ("", "pending - - - green {calm}"),
        ("pending 2022-04-08", "pending - - - green {calm}"),
        ("active 2022-04-08", "active - - - green {calm}"),
        ("blocked 2022-04-08", "blocked - - - yellow blocked"),
        ("done 2022-04-08", "done - - - - done on 2022-04-08"),
        ("repealed", "repealed - - - - repealed"),
    ],
)
def test_a_duty_without_a_date_is_never_overdue_and_says_why_it_has_none(
    cls: DeadlineClass, part: str, row: str
) -> None:
    duty = make_duty(cls, "", *([part] if part else []))

    standing = find_standing(duty, date(2999, 12, 31))

    assert tell(standing) == row.format(calm=UNDATED[cls])


def test_the_class_of_a_duty_without_a_date_is_in_the_table() -> None:
    assert set(UNDATED) == set(DeadlineClass)
    assert set(DATED) == set(DeadlineClass) - {DeadlineClass.ONGOING}


@pytest.mark.parametrize(
    ("day", "parts", "row"),
    [
        # Progress: the newest entry counts, on its day already; of two on one day, the lower one.
        ("2022-04-07", ["active 2022-04-08"], "pending 2022-10-31 - 207 green due in 207 days"),
        ("2022-04-08", ["active 2022-04-08"], "active 2022-10-31 - 206 green due in 206 days"),
        (
            "2022-11-19",
            ["done 2022-11-20"],
            "pending 2022-10-31 overdue -19 red overdue by 19 days",
        ),
        ("2022-11-20", ["done 2022-11-20"], "done 2022-10-31 - - - done on 2022-11-20"),
        (
            "2022-11-01",
            ["done 2022-06-01", "active 2022-07-01"],
            "active 2022-10-31 overdue -1 red overdue by 1 day",
        ),
        (
            "2022-06-30",
            ["done 2022-06-01", "active 2022-07-01"],
            "done 2022-10-31 - - - done on 2022-06-01",
        ),
        (
            "2022-06-30",
            ["active 2022-06-02", "blocked 2022-06-01"],
            "active 2022-10-31 - 123 green due in 123 days",
        ),
        (
            "2022-06-30",
            ["active 2022-06-01", "blocked 2022-06-01"],
            "blocked 2022-10-31 - 123 yellow blocked",
        ),
        (
            "2022-06-30",
            ["blocked 2022-06-01", "active 2022-06-01"],
            "active 2022-10-31 - 123 green due in 123 days",
        ),
        # Repeal: from its day on; without a day, always; it goes before anything reported.
        ("2022-05-31", ["repealed 2022-06-01"], "pending 2022-10-31 - 153 green due in 153 days"),
        ("2022-06-01", ["repealed 2022-06-01"], "repealed 2022-10-31 - - - repealed on 2022-06-01"),
        ("2021-01-01", ["repealed"], "repealed 2022-10-31 - - - repealed"),
        (
            "2022-05-31",
            ["done 2022-05-01", "repealed 2022-06-01"],
            "done 2022-10-31 - - - done on 2022-05-01",
        ),
        (
            "2022-06-01",
            ["done 2022-05-01", "repealed 2022-06-01"],
            "repealed 2022-10-31 - - - repealed on 2022-06-01",
        ),
        (
            "2022-07-01",
            ["repealed 2022-06-01", "active 2022-07-01"],
            "repealed 2022-10-31 - - - repealed on 2022-06-01",
        ),
        # Extension: from the day of the decision on; the newest decision counts.
        (
            "2022-08-31",
            ["extended 2022-09-01 2022-12-31"],
            "pending 2022-10-31 - 61 green due in 61 days",
        ),
        (
            "2022-09-01",
            ["extended 2022-09-01 2022-12-31"],
            "pending 2022-12-31 - 121 green due in 121 days",
        ),
        (
            "2022-11-01",
            ["extended 2022-09-01 2022-12-31"],
            "pending 2022-12-31 - 60 green due in 60 days",
        ),
        (
            "2022-11-09",
            ["extended 2022-11-10 2022-12-31"],
            "pending 2022-10-31 overdue -9 red overdue by 9 days",
        ),
        (
            "2022-11-10",
            ["extended 2022-11-10 2022-12-31"],
            "pending 2022-12-31 - 51 green due in 51 days",
        ),
        (
            "2023-01-01",
            ["extended 2022-09-01 2022-12-31"],
            "pending 2022-12-31 overdue -1 red overdue by 1 day",
        ),
        (
            "2022-12-01",
            ["extended 2022-11-20 2023-03-31", "extended 2022-09-01 2022-12-31"],
            "pending 2023-03-31 - 120 green due in 120 days",
        ),
        (
            "2022-10-01",
            ["extended 2022-11-20 2023-03-31", "extended 2022-09-01 2022-12-31"],
            "pending 2022-12-31 - 91 green due in 91 days",
        ),
        (
            "2022-11-01",
            ["done 2022-10-31", "extended 2022-09-01 2022-12-31"],
            "done 2022-12-31 - - - done on 2022-10-31",
        ),
        # The clerk's date goes before the wording's, an extension before both.
        ("2022-11-01", ["due 2022-11-20"], "pending 2022-11-20 - 19 yellow due in 19 days"),
        ("2022-10-01", ["due 2022-09-30"], "pending 2022-09-30 overdue -1 red overdue by 1 day"),
        (
            "2022-11-01",
            ["due 2022-09-30", "extended 2022-09-01 2022-12-31"],
            "pending 2022-12-31 - 60 green due in 60 days",
        ),
    ],
)
def test_what_is_dated_after_the_day_is_not_seen_and_the_newest_counts(
    day: str, parts: list[str], row: str
) -> None:
    duty = make_duty(DeadlineClass.BY_DATE, "2022-10-31", *parts)

    standing = find_standing(duty, date.fromisoformat(day))

    assert tell(standing) == row


def test_of_two_extensions_decided_on_one_day_the_lower_one_counts() -> None:
    duty = make_duty(
        DeadlineClass.BY_DATE,
        "2022-10-31",
        "extended 2022-09-01 2022-11-30",
        "extended 2022-09-01 2022-12-31",
    )

    due = find_due(duty, date(2022, 10, 1))

    assert due == date(2022, 12, 31)


@pytest.mark.parametrize(
    ("day", "parts", "row"),
    [
        ("2022-01-31", [], "pending 2022-12-31 - 334 green due in 334 days"),
        ("2022-02-01", [], "pending 2022-12-31 - 333 yellow no report for 2022-01-31"),
        ("2022-02-28", [], "pending 2022-12-31 - 306 yellow no report for 2022-01-31"),
        ("2022-03-01", [], "pending 2022-12-31 - 305 yellow no report for 2022-02-28"),
        # An entry answers the report after it, a late entry the report before it.
        ("2022-02-01", ["active 2022-01-01"], "active 2022-12-31 - 333 green due in 333 days"),
        ("2022-02-01", ["active 2022-01-31"], "active 2022-12-31 - 333 green due in 333 days"),
        ("2022-02-28", ["active 2022-02-05"], "active 2022-12-31 - 306 green due in 306 days"),
        ("2022-03-01", ["active 2022-02-05"], "active 2022-12-31 - 305 green due in 305 days"),
        (
            "2022-03-01",
            ["active 2022-01-31"],
            "active 2022-12-31 - 305 yellow no report for 2022-02-28",
        ),
        (
            "2022-02-04",
            ["active 2022-02-05"],
            "pending 2022-12-31 - 330 yellow no report for 2022-01-31",
        ),
        # What is worse speaks; of two that light the same lamp, the first of these.
        ("2022-03-01", ["blocked 2022-01-31"], "blocked 2022-12-31 - 305 yellow blocked"),
        ("2022-12-15", [], "pending 2022-12-31 - 16 yellow due in 16 days"),
        ("2023-01-01", [], "pending 2022-12-31 overdue -1 red overdue by 1 day"),
        ("2022-03-01", ["done 2022-01-15"], "done 2022-12-31 - - - done on 2022-01-15"),
        ("2022-03-01", ["repealed"], "repealed 2022-12-31 - - - repealed"),
    ],
)
def test_a_report_that_the_rhythm_asked_for_and_nobody_wrote_is_missing(
    day: str, parts: list[str], row: str
) -> None:
    duty = make_duty(DeadlineClass.BY_DATE, "2022-12-31", *parts, reports=MONTH_ENDS)

    standing = find_standing(duty, date.fromisoformat(day))

    assert tell(standing) == row


@pytest.mark.parametrize(
    ("cls", "day", "parts", "row"),
    [
        ("ongoing", "2022-02-01", [], "pending - - - yellow no report for 2022-01-31"),
        (
            "ongoing",
            "2022-02-01",
            ["active 2022-01-20"],
            "active - - - green ongoing, nothing missing",
        ),
        ("periodic", "2022-01-31", [], "pending - - - green ongoing, nothing missing"),
        ("periodic", "2022-02-01", [], "pending - - - yellow no report for 2022-01-31"),
        ("relative", "2022-02-01", [], "pending - - - yellow no report for 2022-01-31"),
    ],
)
def test_a_duty_without_a_date_can_miss_a_report(
    cls: str, day: str, parts: list[str], row: str
) -> None:
    duty = make_duty(DeadlineClass(cls), "", *parts, reports=MONTH_ENDS)

    standing = find_standing(duty, date.fromisoformat(day))

    assert tell(standing) == row


@pytest.mark.parametrize(
    ("rules", "day", "part", "lamp_and_reason"),
    [
        (Rules(soon_days=0), "2022-10-31", "", "green due today"),
        (Rules(soon_days=0), "2022-11-01", "", "red overdue by 1 day"),
        (Rules(soon_days=7), "2022-10-23", "", "green due in 8 days"),
        (Rules(soon_days=7), "2022-10-24", "", "yellow due in 7 days"),
        (Rules(soon_days=366), "2022-01-01", "", "yellow due in 303 days"),
        (Rules(blocked=Lamp.RED), "2022-09-01", "blocked 2022-04-08", "red blocked"),
        (Rules(blocked=Lamp.RED), "2022-10-31", "blocked 2022-04-08", "red blocked"),
        (Rules(blocked=Lamp.RED), "2022-11-01", "blocked 2022-04-08", "red overdue by 1 day"),
        (Rules(blocked=Lamp.GREEN), "2022-09-01", "blocked 2022-04-08", "green due in 60 days"),
        (Rules(blocked=Lamp.GREEN), "2022-10-31", "blocked 2022-04-08", "yellow due today"),
        (Rules(blocked=Lamp.GREEN), "2022-11-01", "blocked 2022-04-08", "red overdue by 1 day"),
    ],
)
def test_a_government_may_light_its_lamps_otherwise(
    rules: Rules, day: str, part: str, lamp_and_reason: str
) -> None:
    duty = make_duty(DeadlineClass.BY_DATE, "2022-10-31", *([part] if part else []))

    standing = find_standing(duty, date.fromisoformat(day), rules)

    assert f"{standing.lamp} {standing.reason}" == lamp_and_reason


@pytest.mark.parametrize(
    ("rules", "lamp_and_reason"),
    [
        (Rules(), "yellow blocked"),
        (Rules(missing_report=Lamp.RED), "red no report for 2022-02-28"),
        (Rules(missing_report=Lamp.GREEN), "yellow blocked"),
        (Rules(blocked=Lamp.GREEN), "yellow no report for 2022-02-28"),
        (Rules(blocked=Lamp.RED, missing_report=Lamp.RED), "red blocked"),
        (Rules(blocked=Lamp.GREEN, missing_report=Lamp.GREEN), "green ongoing, nothing missing"),
    ],
)
def test_the_worst_lamp_is_lit_and_its_own_reason_given(rules: Rules, lamp_and_reason: str) -> None:
    duty = make_duty(DeadlineClass.ONGOING, "", "blocked 2022-01-15", reports=MONTH_ENDS)

    standing = find_standing(duty, date(2022, 3, 1), rules)

    assert f"{standing.lamp} {standing.reason}" == lamp_and_reason


def test_the_default_rules_are_those_of_the_design() -> None:
    assert Rules(30, Lamp.YELLOW, Lamp.YELLOW) == DEFAULT_RULES


@pytest.mark.parametrize(
    ("asked", "known_on", "reported"),
    [
        ("2022-01-31", "2022-02-04", False),
        ("2022-01-31", "2022-02-05", True),
        ("2022-02-28", "2022-02-28", True),
        ("2022-03-31", "2022-04-01", False),
    ],
)
def test_an_entry_answers_the_reports_on_both_sides_of_it(
    asked: str, known_on: str, reported: bool
) -> None:
    duty = make_duty(DeadlineClass.ONGOING, "", "active 2022-02-05", reports=MONTH_ENDS)

    answered = is_reported(duty, date.fromisoformat(asked), date.fromisoformat(known_on))

    assert answered is reported


days = st.dates(date(2021, 6, 1), date(2023, 6, 30))
texts = st.none() | st.sampled_from(["", "区政府", "用地手续"])
entries = st.builds(
    Entry, days, st.sampled_from([status for status in Status if status is not Status.REPEALED]),
    st.just("进展"), texts, texts, texts, texts,
)  # fmt: skip
meanings = st.builds(
    Deadline,
    st.sampled_from(DeadlineClass),
    st.none() | days,
    reports=st.lists(days, max_size=6, unique=True).map(lambda reports: tuple(sorted(reports))),
)
duties = st.builds(
    Duty,
    no=st.integers(1, 999),
    content=st.just("推进老旧小区改造。"),
    departments=st.just(("住建局",)),
    supporting=st.just(()),
    leaders=st.just(()),
    deadline=st.just("10月末前完成"),
    meaning=meanings,
    given_due=st.none() | days,
    repealed=st.none() | st.builds(Repeal, st.none() | days),
    extended=st.lists(st.builds(Extension, days, days), max_size=3).map(tuple),
    progress=st.lists(entries, max_size=4).map(tuple),
)
rules = st.builds(Rules, st.integers(0, 366), st.sampled_from(Lamp), st.sampled_from(Lamp))


@given(duties, days, rules)
def test_overdue_is_red_and_never_done_repealed_or_ongoing(
    duty: Duty, day: date, rule: Rules
) -> None:
    standing = find_standing(duty, day, rule)

    assert not standing.overdue or standing.lamp is Lamp.RED
    assert not standing.overdue or standing.status not in ENDED
    assert not standing.overdue or duty.meaning.cls is not DeadlineClass.ONGOING
    assert not standing.overdue or (standing.due is not None and standing.due < day)


@given(duties, days, rules)
def test_a_lamp_is_missing_exactly_where_the_duty_has_ended(
    duty: Duty, day: date, rule: Rules
) -> None:
    standing = find_standing(duty, day, rule)

    assert (standing.lamp is None) is (standing.status in ENDED)
    assert standing.status not in ENDED or standing.days_left is None


@given(duties, days)
def test_days_left_count_from_the_day_to_the_due_date(duty: Duty, day: date) -> None:
    standing = find_standing(duty, day)

    assert standing.due == find_due(duty, day)
    if standing.status not in ENDED:
        assert standing.days_left == (standing.due and (standing.due - day).days)


@given(duties, days, rules)
def test_standing_is_a_pure_function(duty: Duty, day: date, rule: Rules) -> None:
    asked = duty._replace(), day, rule

    first, second = find_standing(duty, day, rule), find_standing(*asked)

    assert first == second
    assert (duty, day, rule) == asked


@given(duties, days, rules, entries, st.integers(1, 400))
def test_progress_dated_after_the_day_changes_nothing(
    duty: Duty, day: date, rule: Rules, entry: Entry, later: int
) -> None:
    unseen = entry._replace(on=day + timedelta(later))

    standing = find_standing(duty._replace(progress=(*duty.progress, unseen)), day, rule)

    assert standing == find_standing(duty, day, rule)


@given(duties, days, rules, days, st.integers(1, 400))
def test_an_amendment_dated_after_the_day_changes_nothing(
    duty: Duty, day: date, rule: Rules, to: date, later: int
) -> None:
    after = day + timedelta(later)
    kept = duty._replace(repealed=None)
    amended = kept._replace(extended=(*kept.extended, Extension(after, to)), repealed=Repeal(after))

    standing = find_standing(amended, day, rule)

    assert standing == find_standing(kept, day, rule)


@given(duties, days)
def test_the_last_progress_is_one_of_the_entries_and_none_is_newer(duty: Duty, day: date) -> None:
    last = find_last_entry(duty, day)

    seen = [entry for entry in duty.progress if entry.on <= day]
    assert (last is None) is (not seen)
    assert last is None or last in seen
    assert last is None or last.on == max(entry.on for entry in seen)
    assert find_standing(duty, day).last_progress == last


@given(duties, days)
def test_a_missing_report_is_the_last_one_asked_for_before_the_day(duty: Duty, day: date) -> None:
    missing = find_missing_report(duty, day)

    asked = [report for report in duty.meaning.reports if report < day]
    assert missing is None or missing == max(asked)
    assert missing is None or not is_reported(duty, missing, day)


@given(duties, days)
def test_the_default_rules_hold_where_none_are_given(duty: Duty, day: date) -> None:
    assert find_standing(duty, day) == find_standing(duty, day, DEFAULT_RULES)
