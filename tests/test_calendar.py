"""Calendars: read by a second parser, event by event; and how their lines are written."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import DAYS, TWENTY, make_duty, name_lists, put, write_lists
from terminal import run_in_pipe

from dutylist.cli.language import load_catalogue
from dutylist.query import list_owed
from dutylist.tables.ics import fold, list_events, write_calendar

DAY = date(2022, 10, 1)
STAGED = "7月底前开工；11月底前建成"
EVENT = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//dutylist//export//EN
CALSCALE:GREGORIAN
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20221001T000000Z
SEQUENCE:8309
DTSTART;VALUE=DATE:20221031
DTEND;VALUE=DATE:20221101
SUMMARY:到期：修路\\;绕行\\, 甲\\\\n乙\\n丙
DESCRIPTION:事项：a/1\\n清单：清单a\\n责任部门：乡、街，教
 育局\\n牵头领导：张三\\n时限要求：10月末前完成
CATEGORIES:时限要求
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-P2DT15H
DESCRIPTION:到期：修路\\;绕行\\, 甲\\\\n乙\\n丙
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def export(folder: Path, day: date = DAY, alarm: int | None = None) -> bytes:
    """Return the calendar of the lists of a folder, in English."""
    return write_calendar(list_events(put(folder, day)), alarm, load_catalogue({}))


def read(calendar: bytes) -> list[Any]:
    """Return the events that another program reads in a calendar, none of them faulty."""
    parsed = icalendar.Calendar.from_ical(calendar)
    assert parsed.errors == []
    events = list(parsed.walk("VEVENT"))
    assert [each for event in events for each in event.errors] == []
    return events


def tell(events: Sequence[Any]) -> list[tuple[date, str]]:
    """Return the days and the titles of events."""
    return [(event.decoded("DTSTART"), str(event["SUMMARY"])) for event in events]


def test_an_event_in_full(tmp_path: Path) -> None:
    duty = make_duty(content="修路;绕行, 甲\\n乙\n丙", departments=["乡、街", "教育局"])
    write_lists(tmp_path / "data", a=[duty])

    events = list_events(put(tmp_path / "data", DAY))
    calendar = write_calendar(events, 3, load_catalogue({"LANG": "zh_CN.UTF-8"}))

    (uid,) = re.findall(r"^UID:(.+)\r$", calendar.decode(), re.MULTILINE)
    assert calendar.decode() == EVENT.format(uid=uid).replace("\n", "\r\n")
    assert re.fullmatch(r"[0-9a-f-]{36}@dutylist", uid)
    assert [str(event["SUMMARY"]) for event in read(calendar)] == ["到期：修路;绕行, 甲\\n乙\n丙"]


def test_deadlines_stages_and_reports_have_an_event_each(tmp_path: Path) -> None:
    duties = [
        make_duty(content="建校", deadline=STAGED),
        make_duty(content="报表", deadline="每季度末月20日前"),
        make_duty(content="长效", deadline="长期保持"),
        make_duty(progress=[{"on": "2022-09-01", "status": "done", "note": "已完工"}]),
        make_duty(repealed=True),
    ]
    folder = write_lists(tmp_path / "data", a=duties)

    seen = tell(read(export(folder, date(2022, 6, 1))))

    assert seen == [
        (date(2022, 3, 20), "report due: 报表"),
        (date(2022, 6, 20), "report due: 报表"),
        (date(2022, 7, 31), "stage due: 建校"),
        (date(2022, 9, 20), "report due: 报表"),
        (date(2022, 10, 31), "due: 新建2所幼儿园。"),
        (date(2022, 11, 30), "due: 建校"),
        (date(2022, 12, 20), "report due: 报表"),
    ]


def test_the_stage_is_told_in_the_words_of_its_deadline(tmp_path: Path) -> None:
    folder = write_lists(tmp_path / "data", a=[make_duty(deadline=STAGED)])

    first, last = read(export(folder))

    assert "stage: 开工" in str(first["DESCRIPTION"]).split("\n")
    assert "stage" not in str(last["DESCRIPTION"])


def test_a_deadline_that_is_put_off_moves_its_event(tmp_path: Path) -> None:
    extended = [{"on": "2022-10-15", "to": "2022-12-20"}]
    folder = write_lists(tmp_path / "data", a=[make_duty(extended=extended)])

    (before,), (after,) = (read(export(folder, date(2022, 10, day))) for day in (1, 20))

    assert before["UID"] == after["UID"]
    assert [each.decoded("DTSTART") for each in (before, after)] == [
        date(2022, 10, 31),
        date(2022, 12, 20),
    ]
    assert [each["SEQUENCE"] for each in (before, after)] == [8309, 8328]
    assert before.decoded("DTSTAMP") < after.decoded("DTSTAMP")


def test_an_extension_that_was_taken_back_does_not_put_a_later_export_behind(
    tmp_path: Path,
) -> None:
    extended = [{"on": "2022-10-15", "to": "2022-12-20"}]
    extension = write_lists(tmp_path / "before", a=[make_duty(extended=extended)])
    without = write_lists(tmp_path / "after", a=[make_duty()])

    (before,), (after,) = (
        read(export(folder, date(2022, 10, day)))
        for folder, day in ((extension, 20), (without, 21))
    )

    assert before["UID"] == after["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"]


def test_before_the_year_2000_the_sequence_is_none_below_zero(tmp_path: Path) -> None:
    (event,) = read(export(write_lists(tmp_path / "data", a=[make_duty()]), date(1999, 5, 1)))

    assert event["SEQUENCE"] == 0


def test_who_issued_the_list_is_told_where_it_is_known(tmp_path: Path) -> None:
    folder = write_lists(tmp_path / "data", "铁西区政府", a=[make_duty()])

    (event,) = read(export(folder))

    assert "issuer: 铁西区政府" in str(event["DESCRIPTION"]).split("\n")


def test_a_report_that_came_leaves_the_other_events_as_they_were(tmp_path: Path) -> None:
    entry = {"on": "2022-03-10", "status": "active", "note": "已报"}
    folder = write_lists(
        tmp_path / "data", a=[make_duty(deadline="每季度末月20日前", progress=[entry])]
    )

    early, late = (read(export(folder, date(2022, 3, day))) for day in (1, 15))

    assert [event["UID"] for event in late] == [event["UID"] for event in early][1:]


@pytest.mark.parametrize(
    ("days", "before"), [(0, timedelta(hours=9)), (1, -timedelta(hours=15)),
                         (30, -timedelta(days=29, hours=15))],
)  # fmt: skip
def test_an_alarm_rings_at_nine_in_the_morning(
    days: int, before: timedelta, tmp_path: Path
) -> None:
    folder = write_lists(tmp_path / "data", a=[make_duty()])

    (event,) = read(export(folder, alarm=days))

    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == before
    assert alarm["ACTION"] == "DISPLAY"


def test_without_the_option_nothing_rings(tmp_path: Path) -> None:
    (event,) = read(export(write_lists(tmp_path / "data", a=[make_duty()])))

    assert list(event.walk("VALARM")) == []


def test_the_last_day_of_the_calendar_has_no_day_after(tmp_path: Path) -> None:
    (event,) = read(export(write_lists(tmp_path / "data", a=[make_duty(due="9999-12-31")])))

    assert event.decoded("DTSTART") == date.max
    assert "DTEND" not in event


@settings(max_examples=3, deadline=None)
@given(TWENTY, DAYS)
def test_another_parser_reads_all_that_is_owed_on_its_days(
    histories: Sequence[Sequence[dict[str, object]]], day: date
) -> None:
    with TemporaryDirectory() as top:
        folder = write_lists(Path(top) / "data", **name_lists(histories))
        rows = put(folder, day)
        calendar = export(folder, day, 3)

    events = read(calendar)

    owed = sorted(on for row in rows for on, _ in list_owed(row, day))
    contents = sorted(row.duty.content for row in rows for _ in list_owed(row, day))
    assert [event.decoded("DTSTART") for event in events] == owed
    assert [event.decoded("DTEND") - event.decoded("DTSTART") for event in events] == [
        timedelta(days=1)
    ] * len(owed)
    assert sorted(str(event["SUMMARY"]).partition(": ")[2] for event in events) == contents
    assert len({event["UID"] for event in events}) == len(owed)


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_a_line_is_folded_by_octets_and_no_character_is_cut(text: str) -> None:
    folded = fold(text)

    lines = folded.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.startswith(b" ") and line.decode() for line in lines[1:])
    assert folded.replace(b"\r\n ", b"") == text.encode() + b"\r\n"


def test_a_line_is_folded_no_earlier_than_it_must_be() -> None:
    assert fold("a" * 75) == b"a" * 75 + b"\r\n"
    assert fold("a" * 76) == b"a" * 75 + b"\r\n a\r\n"
    assert fold("长" * 26) == ("长" * 25 + "\r\n 长\r\n").encode()
    assert fold("a" + "长" * 26) == ("a" + "长" * 24 + "\r\n " + "长长\r\n").encode()


def test_a_text_says_nothing_to_the_calendar_but_itself(tmp_path: Path) -> None:
    content = "甲\u202e乙\nEND:VEVENT\nEND:VCALENDAR"
    folder = write_lists(tmp_path / "data", a=[make_duty(content=content)])

    (event,) = read(export(folder))

    shown = "due: 甲\\u202e乙\nEND:VEVENT\nEND:VCALENDAR"
    assert str(event["SUMMARY"]) == shown


def test_the_calendar_of_2022_has_the_days_of_the_program() -> None:
    seen = run_in_pipe("export", "--as-of=2022-10-01", "-f", "ics", "--leader=薛英辉")

    events = read(seen.out)
    told = run_in_pipe("due", "--as-of=2022-10-01", "--leader=薛英辉", "-m", "10", "-f", "csv")
    october = [event for event in events if event.decoded("DTSTART").month == 10]
    assert len(october) == len(told.out.decode().splitlines()) - 1 > 0


def test_where_nothing_is_owed_there_is_no_calendar(tmp_path: Path) -> None:
    folder = write_lists(tmp_path / "data", a=[make_duty(repealed=True)])
    path = tmp_path / "a.ics"

    seen = run_in_pipe("export", "--data", str(folder), "-o", str(path))

    assert (seen.code, path.exists()) == (3, False)
    assert seen.remarks == ("dutylist: of what is selected, nothing is owed; nothing was written\n")
