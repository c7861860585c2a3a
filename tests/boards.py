"""Boards for tests: rows of duties made in memory, and their pages in a real browser.

The network is cut for each page: it is offline, and whatever asks for anything but the file is
stopped and noted.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from dutylist.cli.language import load_catalogue
from dutylist.deadline import parse
from dutylist.duty import Duty, Entry, Extension, Repeal, Status
from dutylist.index import ListHead
from dutylist.query import Row
from dutylist.report.board.facts import gather_board
from dutylist.report.board.page import make_page
from dutylist.standing import find_standing

YEAR = 2022
DAY = date(2022, 11, 15)
CHINESE = load_catalogue({"LANG": "zh_CN.UTF-8"})
ENGLISH = load_catalogue({"LANG": "C"})
PHONE = {"width": 360, "height": 740}

_SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip


def make_head(list_id: str = "tasks_2022", folder: str = "data", **changes: Any) -> ListHead:
    """Make the head of a list."""
    head = ListHead(folder, list_id, 1, "二〇二二年责任清单", YEAR, None, 0, "", "", True)
    return head._replace(**changes)


def make_duty(no: int | str, content: str = "推进老旧小区改造", **changes: Any) -> Duty:
    """Make a duty; its wording means what the grammar says."""
    wording = changes.pop("deadline", "12月末前完成")
    duty = Duty(no, content, ("住建局",), (), ("张三",), wording, parse(wording, YEAR))
    return duty._replace(**changes)


def make_rows(duties: Sequence[Duty], day: date = DAY, head: ListHead | None = None) -> list[Row]:
    """Make the rows of a list's duties."""
    home = head or make_head()
    return [Row(home, duty, find_standing(duty, day), day) for duty in duties]


def make_office() -> list[Row]:
    """Make the rows of duties of which each stands in another way, in two lists."""
    tasks = [
        make_duty(1, "新建2所幼儿园", departments=("教育局",), deadline="10月末前完成",
                  progress=(_report("2022-04-08", Status.ACTIVE, "已选址"),)),
        make_duty(2, "举办招商推介会", leaders=("王五", "张三"), deadline="6月末前完成",
                  departments=("商务局",),
                  progress=(_report("2022-06-18", Status.DONE, "已举办"),)),
        make_duty(3, "建成便民服务中心", leaders=("李四",), departments=("政务服务局",),
                  supporting=("乡、街", "财政局"), extended=(
                      Extension(date(2022, 9, 20), date(2022, 12, 20), "设备到货推迟"),),
                  progress=(_report("2022-10-09", Status.ACTIVE, "恢复施工"),)),
        make_duty(4, "新建农贸市场", departments=("商务局",), repealed=Repeal(date(2022, 8, 15))),
        make_duty(5, deadline="12月末前完成，按月实施推进",
                  progress=(_report("2022-02-11", Status.ACTIVE, "一期开工"),)),
    ]  # fmt: skip
    livelihood = [
        make_duty(1, "铺设供热管网", leaders=("李四",), departments=("住建局", "教育局"),
                  progress=(_report("2022-10-10", Status.BLOCKED, "停工", "管线未迁"),)),
        make_duty(2, "长期做好信访工作", leaders=(), departments=("信访局",), deadline="长期保持",
                  progress=(_report("2022-07-01", Status.ACTIVE, "正常推进"),)),
    ]  # fmt: skip
    head = make_head("livelihood_2022", title="民生实事清单", annex="附件2", blob=2)
    return make_rows(tasks, head=make_head(annex="附件1")) + make_rows(livelihood, head=head)


def write_board(folder: Path, rows: Sequence[Row], bulletin: str = "", day: date = DAY) -> Path:
    """Write the page of the rows, in Chinese."""
    path = folder / "board.html"
    path.write_text(make_page(gather_board(rows, day, {}), bulletin, CHINESE), encoding="utf-8")
    return path


class Seen(NamedTuple):
    """A page that is open, what else it asked for, and what the browser complained of."""

    page: Page
    asked: list[str]
    complaints: list[str]

    def list_shown(self) -> list[str]:
        """Return the numbers of the rows that are to be seen, with their lists, from the top."""
        numbers = self.page.locator("#duty-table tbody tr:visible .c-no").all_inner_texts()
        return [" ".join(number.split()) for number in numbers]

    def read_count(self) -> str:
        """Return what the page says of how many rows are shown."""
        return self.page.locator("#count").inner_text()


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start the Chromium of this system; skip where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium is installed: pages are not looked at")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_SWITCHES))
        yield browser
        browser.close()


@contextmanager
def open_page(browser: Browser, path: Path, **options: Any) -> Iterator[Seen]:
    """Open a page with the network cut; `options` are those of a browser's context."""
    context = browser.new_context(**options)
    context.set_offline(True)
    page = context.new_page()
    seen = Seen(page, [], [])

    def pass_own(route: Route) -> None:
        if route.request.url == path.as_uri():
            route.continue_()
        else:
            seen.asked.append(route.request.url)
            route.abort()

    page.route("**/*", pass_own)
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("dialog", lambda dialog: seen.complaints.append(dialog.message))
    page.goto(path.as_uri())
    yield seen
    context.close()


def _report(on: str, status: Status, note: str, problem: str | None = None) -> Entry:
    return Entry(date.fromisoformat(on), status, note, problem=problem)
