"""The deadline language, by tables of real and realistic wordings.

`wordings/corpus.tsv` holds wordings met in official lists and notices, `good.tsv` what else must be
understood, `bad.tsv` what must be refused and the sentence that says why.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from dutylist.deadline import parse
from dutylist.duty import Deadline, DeadlineClass
from dutylist.words import Message

WORDINGS = Path(__file__).parent / "wordings"


def rows(name: str) -> list[dict[str, str]]:
    with (WORDINGS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def cases(*names: str) -> list[object]:
    return [
        pytest.param(row, id=f"{name}-{row['wording']}-{row['year']}")
        for name in names
        for row in rows(name)
    ]


def days(text: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day) for day in text.split())


def meaning(row: dict[str, str]) -> Deadline:
    """Return the deadline that a table's row expects, but for its reason."""
    checkpoints = days(row["checkpoints"])
    return Deadline(
        cls=DeadlineClass(row["class"]),
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        checkpoints=checkpoints,
        stages=tuple(row["stages"].split(" | ")) if row["stages"] else (),
        cadence=row["cadence"] or None,
        reports=checkpoints if row["reports"] == "=" else days(row["reports"]),
        soft="soft" in row["flags"],
        ambiguous="ambiguous" in row["flags"],
    )


@pytest.mark.parametrize("row", cases("corpus.tsv", "good.tsv"))
def test_a_wording_means_what_the_table_says(row: dict[str, str]) -> None:
    deadline = parse(row["wording"], int(row["year"]))

    assert deadline._replace(why=Message("", {})) == meaning(row)


@pytest.mark.parametrize("row", cases("bad.tsv"))
def test_a_wording_that_is_no_deadline_is_refused_with_its_reason(row: dict[str, str]) -> None:
    deadline = parse(row["wording"], int(row["year"]))

    assert deadline == Deadline(DeadlineClass.UNPARSED, why=deadline.why)
    assert str(deadline.why) == row["why"]


def test_the_tables_repeat_no_wording() -> None:
    names = ("corpus.tsv", "good.tsv", "bad.tsv")
    keys = [(row["wording"], row["year"]) for name in names for row in rows(name)]

    assert sorted({key for key in keys if keys.count(key) > 1}) == []


@pytest.mark.parametrize(
    ("wording", "why"),
    [
        ("3月15日前", "“3月15日前” includes the day itself: 2022-03-15"),
        ("10月末前完成", "“10月末前完成” runs to the last day of the month: 2022-10-31"),
        ("11月中旬前", "“11月中旬前” runs to the last of the ten days named: 2022-11-20"),
        ("5月上半月", "“5月上半月” runs to the last day of the half month: 2022-05-15"),
        ("一季度", "“一季度” runs to the last day of the quarter: 2022-03-31"),
        ("上半年", "“上半年” runs to the last day of the half year: 2022-06-30"),
        ("年内完成", "“年内完成” runs to the last day of the year: 2022-12-31"),
        ("十四五末", "“十四五末” runs to the last day of the five-year plan: 2025-12-31"),
        ("3月至10月", "“3月至10月” runs to the end of the range: 2022-10-31"),
        (
            "10月前",
            "“10月前” may mean before that time begins or by its end; the end is taken: 2022-10-31",
        ),
        (
            "到2023年",
            "“到2023年” does not say whether that time's beginning or end is meant; "
            "the end is taken: 2023-12-31",
        ),
        ("10月初", "“10月初” names no day; the latest early day is taken: 2022-10-10"),
        ("年中", "“年中” names no day; the latest reading is taken: 2022-06-30"),
        (
            "2025年建成，年内开工",
            "“2025年建成，年内开工” does not say which of its years is meant; "
            "the latest is taken: 2025-12-31",
        ),
        (
            "3月内",
            "“3月内” may be that month or that many months; the month is taken: 2022-03-31",
        ),
        (
            "3、9月底前",
            "“3、9月底前” may begin with an item number or list several times; "
            "the last is 2022-09-30",
        ),
        (
            "10月31日（周二）前",
            "“10月31日（周二）前” names a day of the week that 2022-10-31 is not",
        ),
        (
            "4月、10月15日前",
            "“4月、10月15日前” names a day for some of its months only; "
            "the others are taken to their end, and the last day is 2022-10-15",
        ),
        (
            "1-11月",
            "“1-11月” may be the months that figures cover; taken as a range it ends on 2022-11-30",
        ),
        ("9月投入使用", "“9月投入使用” names something to be reached, not finished, by 2022-09-30"),
        (
            "务求…取得重大突破",
            "“务求…取得重大突破” names no time; the end of the list's year is taken: 2022-12-31",
        ),
        (
            "7月底前开工；11月底前建成",
            "“7月底前开工；11月底前建成” goes by stages; the last is due on 2022-11-30",
        ),
        (
            "9月底前完成，6月底前启动",
            "“9月底前完成，6月底前启动” names its times out of order; "
            "the latest is taken: 2022-09-30",
        ),
        (
            "10月末前完成（力争9月末）",
            "“10月末前完成（力争9月末）” gives more than one time for the same thing; "
            "the latest is taken: 2022-10-31",
        ),
        ("3月、9月", "“3月、9月” lists several days; the last is 2022-09-30"),
        (
            "12月末前完成，按月实施推进",
            "“12月末前完成，按月实施推进” is due on 2022-12-31; "
            "its rhythm asks for reports, not for an earlier end",
        ),
        ("年内持续推进", "“年内持续推进” asks to keep at it until 2022-12-31"),
        ("长期坚持", "“长期坚持” asks to keep at it and names no end"),
        ("每月25日前", "“每月25日前” comes round again and has no end of its own"),
        ("按月调度", "“按月调度” names no day; the last day of each period is taken"),
        ("每月初", "“每月初” names no day of its period; the latest that fits is taken"),
        ("每月31日前", "“每月31日前” names a day that some months lack; their last day is taken"),
        (
            "按月调度、按季通报",
            "“按月调度、按季通报” can be read as more than one rhythm; all its days are listed",
        ),
        (
            "一季度一次",
            "“一季度一次” may be one time of the year or each of its kind; each is taken",
        ),
        ("会后7日内", "“会后7日内” hangs on something whose day the list does not give"),
        ("未列时限", "the document states no deadline"),
    ],
)
def test_explains_how_a_wording_was_read(wording: str, why: str) -> None:
    assert str(parse(wording, 2022).why) == why


@pytest.mark.parametrize(
    ("wording", "why"),
    [
        ("", "the wording is empty"),
        (" \t\n　\u200b", "the wording is empty"),
        ("完" * 2001, "the wording is 2001 characters long; at most 2000 are read"),
        ("10月末前完成 " * 30_000, "the wording is 239999 characters long; at most 2000 are read"),
        ("9" * 5000, "the wording is 5000 characters long; at most 2000 are read"),
        ("9" * 1900 + "月", "there is no month 999999999999"),
        ("\ud800月底前", "“\ud800月底前” is not understood as part of a deadline"),
        ("1\n2月底前", "“1\n2月底前” is not understood as part of a deadline"),
    ],
)
def test_refuses_what_no_cell_of_a_list_would_hold(wording: str, why: str) -> None:
    deadline = parse(wording, 2022)

    assert deadline == Deadline(DeadlineClass.UNPARSED, why=deadline.why)
    assert str(deadline.why) == why


@pytest.mark.parametrize(
    ("wording", "year", "due"),
    [
        ("年内完成", 9999, date(9999, 12, 31)),
        ("年内完成", 1, date(1, 12, 31)),
        ("2月底前", 2024, date(2024, 2, 29)),
        ("明年6月底前", 9999, None),
        ("每季度结束后10日内", 9999, None),
        ("每季度结束后10日内", 1, None),
    ],
)
def test_knows_the_ends_of_the_calendar(wording: str, year: int, due: date | None) -> None:
    assert parse(wording, year).due == due


def test_quotes_a_long_wording_only_in_part() -> None:
    deadline = parse("10月底前完成" + "很好" * 30 + "待定", 2022)

    assert str(deadline.why) == (
        "“待定” in “10月底前完成很好很好很好很好很好很好很好很好很好很好很好很好很好很好很好很好…” "
        "leaves open what is due when"
    )
