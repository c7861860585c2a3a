"""The board's facts and its page as text: every duty is counted, and nothing acts that is a text.

What a browser makes of the page is in test_board_browser.py.
"""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from boards import CHINESE, DAY, ENGLISH, make_duty, make_head, make_office, make_rows
from clerks import draw_duty
from papers import hints_of, lines_of, read, rows_of
from repositories import start_office

from dutylist.buckets import Bucket, count_buckets
from dutylist.deadline import parse
from dutylist.duty import Duty, Entry, Repeal, Status
from dutylist.query import Kind
from dutylist.report.board.course import STATES
from dutylist.report.board.facts import Lit, gather_board
from dutylist.report.board.months import show_months
from dutylist.report.board.page import make_page
from dutylist.standing import Lamp, Rules

VOID = ("meta", "br", "hr", "input")


class Reader(HTMLParser):
    """Reads a page: its elements with their attributes, and whether they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def list_ids(self) -> list[str]:
        """Return the ids of all elements."""
        return [str(attributes["id"]) for _, attributes in self.elements if "id" in attributes]

    def list_named(self) -> Iterator[str]:
        """Give the ids that other elements name, by link, label or pattern."""
        for _, attributes in self.elements:
            yield from (attributes.get("aria-labelledby") or "").split()
            for value in (attributes.get("href"), attributes.get("fill")):
                yield from re.findall(r"#([\w-]+)", value or "")


def read_page(page: str) -> Reader:
    """Read a page to its end."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def draw_rows(seed: int) -> list[Duty]:
    """Draw duties at random."""
    random = Random(seed)
    fields: list[dict[str, Any]] = [draw_duty(random, no) for no in range(1, 13)]
    return [_make(each) for each in fields]


def _make(fields: dict[str, Any]) -> Duty:
    given = {**fields, "given_due": fields.get("due")}
    given.pop("due", None)
    given["meaning"] = parse(given["deadline"], 2022)
    given["supporting"] = given.get("supporting", ())
    if given.get("repealed") is True:
        given["repealed"] = Repeal()
    return Duty(**given)


@pytest.mark.parametrize("seed", range(20))
def test_every_duty_is_counted_once_in_buckets_lamps_and_at_each_month_end(seed: int) -> None:
    rows = make_rows(draw_rows(seed))

    board = gather_board(rows, DAY, {})

    assert list(board.buckets) == count_buckets(row.bucket for row in rows)
    assert [sum(point.counts.values()) for point in board.course] == [12] * 11
    assert board.lit.duties == 12


@pytest.mark.parametrize("seed", range(20))
def test_every_duty_is_in_the_calendar_or_counted_as_left_out(seed: int) -> None:
    rows = make_rows(draw_rows(seed))

    year = gather_board(rows, DAY, {}).year

    shown = {item.at for items in year.days.values() for item in items}
    assert len(shown) + year.repealed + year.elsewhere == 12


def test_a_duty_counts_for_each_of_its_leaders_and_departments() -> None:
    board = gather_board(make_office(), DAY, {})

    assert [(each.name, each.lit) for each in board.leaders] == [
        ("张三", Lit(1, 1, 0, 1, 1)),
        ("王五", Lit(0, 0, 0, 1, 0)),
        ("李四", Lit(0, 1, 1, 0, 0)),
        ("", Lit(0, 0, 1, 0, 0)),
    ]
    assert [(each.name, each.lit) for each in board.departments] == [
        ("教育局", Lit(1, 1, 0, 0, 0)),
        ("住建局", Lit(0, 2, 0, 0, 0)),
        ("商务局", Lit(0, 0, 0, 1, 1)),
        ("政务服务局", Lit(0, 0, 1, 0, 0)),
        ("信访局", Lit(0, 0, 1, 0, 0)),
    ]


def test_parties_of_two_districts_are_two_and_spellings_of_one_are_one() -> None:
    east, west = (make_head(folder=name, issuer=f"{name}政府") for name in ("东区", "西区"))
    spellings = [
        make_duty(1, departments=("住建局", "住 建局")),
        make_duty(2, departments=("住  建局",)),
    ]
    rows = [*make_rows(spellings, head=east), *make_rows([make_duty(1)], head=west)]

    board = gather_board(rows, DAY, {})
    page = make_page(board, "", CHINESE)

    assert [(each.name, each.lit.duties) for each in board.departments] == [
        ("住建局（东区政府）", 2),
        ("住建局（西区政府）", 1),
    ]
    assert [each.name for each in board.leaders] == ["张三（东区政府）", "张三（西区政府）"]
    assert re.findall('<tr role="row".*? data-department="(.*?)"', page) == ["0", "0", "1"]
    assert '<option value="1">住建局（西区政府）</option>' in page


def test_a_page_does_not_say_where_on_a_machine_its_lists_lie() -> None:
    rows = [
        row
        for district in ("甲区", "乙区")
        for row in make_rows([make_duty(1)], head=make_head(folder=f"/srv/office/{district}/data"))
    ]
    rules = {"/srv/office/乙区/data": Rules(soon_days=10)}

    page = make_page(gather_board(rows, DAY, rules), "", CHINESE)

    assert "/srv/office" not in page
    assert '<option value="0">甲区/data/tasks_2022</option>' in page
    assert '<span class="folder">乙区/data</span>' in page


@pytest.mark.parametrize(("is_over", "told"), [(True, "1 report (1 missing"), (False, "1 report")])
def test_a_report_of_the_last_day_is_missing_once_the_period_is_over(
    is_over: bool, told: str
) -> None:
    rows = make_rows([make_duty(1, deadline="12月末前完成，按月实施推进")], date(2022, 10, 31))

    board = gather_board(rows, date(2022, 10, 31), {}, is_over=is_over)

    months = list(show_months(board.year, rows, board.day, ENGLISH))
    assert months[9].agenda[0].groups[0].text.removesuffix(" among them)") == told


def test_the_course_tells_how_duties_stood_at_each_month_end_and_on_the_day() -> None:
    board = gather_board(make_office(), DAY, {})

    told = {point.day: tuple(point.counts[state] for state in STATES) for point in board.course}
    assert told[date(2022, 5, 31)] == (0, 2, 0, 5, 0, 0)
    assert told[date(2022, 6, 30)] == (1, 2, 0, 4, 0, 0)
    assert told[date(2022, 8, 31)] == (1, 3, 0, 2, 0, 1)
    assert told[date(2022, 10, 31)] == (1, 4, 1, 0, 0, 1)
    assert told[DAY] == (1, 3, 1, 0, 1, 1)
    assert len(told) == 11


def test_the_calendar_shows_what_is_done_as_met_and_asks_for_no_report_after_it() -> None:
    entry = Entry(date(2022, 3, 10), Status.DONE, "完成")
    duty = make_duty(1, deadline="12月末前完成，按月实施推进", progress=(entry,))

    year = gather_board(make_rows([duty]), DAY, {}).year

    assert [(on, item.kind, item.is_met) for on, items in year.days.items() for item in items] == [
        (date(2022, 1, 31), Kind.REPORT, True),
        (date(2022, 2, 28), Kind.REPORT, True),
        (date(2022, 12, 31), Kind.DEADLINE, True),
    ]


def test_a_report_that_is_missing_is_yellow_in_the_calendar() -> None:
    duty = make_duty(1, deadline="12月末前完成，按季度实施推进")

    days = gather_board(make_rows([duty]), DAY, {}).year.days

    assert [(on.month, items[0].lamp) for on, items in days.items()] == [
        (3, Lamp.YELLOW), (6, Lamp.YELLOW), (9, Lamp.YELLOW), (12, Lamp.YELLOW),
    ]  # fmt: skip


def test_the_calendar_is_that_of_the_newest_year_that_has_begun() -> None:
    years = (2021, 2022, 2023)
    heads = [make_head(f"tasks_{year}", year=year) for year in years]
    rows = [row for head in heads for row in make_rows([make_duty(1)], head=head)]

    board = gather_board(rows, DAY, {})

    assert board.year.year == 2022


def test_a_year_that_has_not_begun_and_one_that_is_over_have_whole_charts() -> None:
    rows = make_office()

    before = gather_board(rows, date(2021, 12, 1), {})
    after = gather_board(rows, date(2023, 3, 1), {})

    assert (len(before.course), len(after.course)) == (0, 12)
    assert "该年度尚未开始。" in make_page(before, "", CHINESE)
    assert read_page(make_page(after, "", CHINESE)).faults == []


def test_no_duty_at_all_makes_a_page() -> None:
    page = make_page(gather_board([], DAY, {}), "", CHINESE)

    assert "0 份清单，0 项事项" in page


@pytest.mark.parametrize("catalogue", [CHINESE, ENGLISH])
def test_a_page_is_well_formed_and_names_only_what_is_there(catalogue: Any) -> None:
    rows = make_office()

    reader = read_page(make_page(gather_board(rows, DAY, {}), "<p>通报</p>", catalogue))

    ids = reader.list_ids()
    assert (reader.faults, reader.open) == ([], [])
    assert len(ids) == len(set(ids))
    assert set(reader.list_named()) - set(ids) == set()


def test_headings_go_down_one_step_at_a_time() -> None:
    reader = read_page(make_page(gather_board(make_office(), DAY, {}), "", CHINESE))

    levels = [int(tag[1]) for tag, _ in reader.elements if re.fullmatch("h[1-6]", tag)]
    steps = [after - before for before, after in pairwise(levels)]
    assert (levels[0], levels.count(1), max(steps)) == (1, 1, 1)


def test_the_same_board_gives_the_same_bytes() -> None:
    first, second = (make_page(gather_board(make_office(), DAY, {}), "", CHINESE) for _ in "12")

    assert first == second


def test_texts_are_escaped_and_marks_that_turn_text_are_shown() -> None:
    evil = "</script><img src=x onerror=alert(1)>\u202e\x1b[31m"
    duty = make_duty(1, evil, departments=(evil,), leaders=(evil,), supporting=(evil,))
    entry = Entry(date(2022, 3, 1), Status.ACTIVE, evil, problem=evil)
    rows = make_rows([duty._replace(progress=(entry,))], head=make_head(title=evil, annex=evil))

    page = make_page(gather_board(rows, DAY, {}), "", CHINESE)

    assert [tag for tag, _ in read_page(page).elements if tag in ("img", "script")] == ["script"]
    assert ("\u202e" in page, "\x1b" in page) == (False, False)
    assert "&lt;img src=x onerror=alert(1)&gt;\\u202e\\x1b[31m" in page


def test_the_legend_says_the_rules_of_each_folder_where_they_differ() -> None:
    rows = [
        row
        for folder in ("甲区", "乙区")
        for row in make_rows([make_duty(1)], head=make_head(folder=folder))
    ]

    page = make_page(gather_board(rows, DAY, {"乙区": Rules(soon_days=10)}), "", CHINESE)

    legends = re.findall(r'<p class="legend">(<span class="folder">.*?)</p>', page)
    told = [re.sub(r"<.*?>", "", legend).split() for legend in legends]
    assert told == [
        ["甲区■", "红灯：逾期▲", "黄灯：30", "天内到期、受阻或应报未报●", "绿灯：其余情形"],
        ["乙区■", "红灯：逾期▲", "黄灯：10", "天内到期、受阻或应报未报●", "绿灯：其余情形"],
    ]


def test_the_bar_of_buckets_is_told_in_words_as_well() -> None:
    page = make_page(gather_board(make_office(), DAY, {}), "", CHINESE)

    told = re.search(r'<desc id="bar-desc">(.*?)</desc>', page)
    assert told is not None
    assert told[1] == (
        "已完成 1 (14.3%); 达序时 1 (14.3%); 未达序时 1 (14.3%); 逾期 1 (14.3%); "
        "未报进展 1 (14.3%); 调整 1 (14.3%); 废止 1 (14.2%)"
    )
    assert [each.bucket for each in gather_board(make_office(), DAY, {}).buckets] == list(Bucket)


def test_a_board_is_read_for_its_bulletin_alone_and_the_reader_says_so() -> None:
    page = make_page(gather_board(make_office(), DAY, {}), "<h3>通报</h3><p>正文。</p>", CHINESE)

    document = read("看板.html", page)

    assert (lines_of(document), rows_of(document)) == (["通报正文", "通报", "正文。"], [])
    assert hints_of(document) == ["the page is a board; its bulletin alone was read"]


def test_the_command_writes_the_board_with_the_bulletin_in_it(tmp_path: Path) -> None:
    office = start_office(tmp_path)
    order = ("report", "--format=html", "--as-of=2022-11-15")

    first, second = (office.dutylist(*order) for _ in "12")

    reader = read_page(first.text)
    assert (first.code, reader.faults, first.out) == (0, [], second.out)
    assert {"figures", "lamps", "calendar", "course", "duties", "bulletin"} <= set(
        reader.list_ids()
    )
    assert '<li class="b-overdue"><a href="#duties" data-bucket="overdue">' in first.text
