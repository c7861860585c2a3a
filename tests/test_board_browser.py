"""The board in a real browser: network cut, by keyboard, small, dark, printed, unscripted."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from boards import (
    PHONE,
    Seen,
    make_duty,
    make_head,
    make_office,
    make_rows,
    open_browser,
    open_page,
    write_board,
)
from playwright.sync_api import Browser

EVIL = "</script><img src=x onerror=alert(1)><svg onload=alert(2)>\u202e\x1b[31m&amp;"
LONG = "推进" + "W" * 300 + "与" + "很长的名称" * 60
ALL = ["附件1 1", "附件1 2", "附件1 3", "附件1 4", "附件1 5", "附件2 1", "附件2 2"]

# Colours, on what they stand: for each text that is to be seen, the ratio of their luminances.
CONTRAST = """() => {
  const read = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = read(colour).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((read(colour)[3] ?? 1) === 1) return colour;
    }
    throw new Error("nothing behind it");
  };
  const low = [];
  let count = 0;
  for (const element of document.querySelectorAll("body *:not(script, title, desc)")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    const inChart = element.closest("svg");
    // A word in the bar stands on the colour that its outline has.
    const front = inChart ? style.fill : style.color;
    const back = style.strokeWidth === "4px" && inChart ? style.stroke : ground(element);
    const [a, b] = [light(front), light(back)].sort((one, other) => other - one);
    count += 1;
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) low.push(`${element.textContent.trim()}: ${ratio.toFixed(2)}`);
  }
  return { count, low };
}"""

# Every colour that is drawn with, as hue and saturation.
BLUE = """() => {
  const found = new Set();
  for (const element of document.querySelectorAll("body, body *")) {
    const style = getComputedStyle(element);
    for (const name of ["color", "backgroundColor", "borderTopColor", "outlineColor", "fill",
                        "stroke", "textDecorationColor", "accentColor"]) {
      const parts = (style[name].match(/^rgba?\\((.*)\\)$/) ?? [])[1]?.split(",").map(Number);
      if (!parts || parts[3] === 0) continue;
      const [r, g, b] = parts;
      if (b > r && b > g + 8) found.add(`${element.tagName} ${name} ${style[name]}`);
    }
  }
  return [...found];
}"""

# What reaches beyond the screen and is not within a region that scrolls and has a name.
OVERFLOW = """() => [...document.querySelectorAll("body *")].filter((element) => {
  if (element.closest(".scroll, .wide, .skip, .patterns, defs, title, desc")) return false;
  const box = element.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 0.5 || box.left < -0.5);
}).map((element) => `${element.tagName} ${element.textContent.slice(0, 20)}`)"""

REGIONS = """() => [...document.querySelectorAll("*")].filter((element) =>
  element.scrollWidth > element.clientWidth + 1
  && ["auto", "scroll"].includes(getComputedStyle(element).overflowX)
).every((element) => element.getAttribute("role") === "region" && element.tabIndex === 0
  && (element.getAttribute("aria-label")
    || document.getElementById(element.getAttribute("aria-labelledby"))))"""


def print_pages(seen: Seen, folder: Path) -> list[str]:
    """Print a page, and return the text of each sheet without blanks."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("no pdftotext is installed: prints are not read")
    paper = folder / "board.pdf"
    seen.page.pdf(path=paper, prefer_css_page_size=True)
    ended = subprocess.run([program, paper, "-"], capture_output=True, check=True)
    return ["".join(sheet.split()) for sheet in ended.stdout.decode().split("\f")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as started:
        yield started


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_board(tmp_path_factory.mktemp("board"), make_office(), "<p>通报正文。</p>")


@pytest.fixture
def seen(browser: Browser, path: Path) -> Iterator[Seen]:
    with open_page(browser, path) as opened:
        yield opened


def test_it_loads_with_the_network_cut_and_asks_for_nothing(seen: Seen) -> None:
    assert (seen.asked, seen.complaints) == ([], [])
    assert seen.page.title() == "责任清单落实情况看板 · 截至2022年11月15日"
    assert seen.list_shown() == ALL
    assert seen.read_count() == "显示 7 项，共 7 项；另有 0 项不符合筛选条件，未显示"


def test_no_script_but_its_own_runs_and_nothing_is_fetched(seen: Seen) -> None:
    seen.page.evaluate("""() => {
      window.broken = [];
      document.addEventListener("securitypolicyviolation", (event) =>
        window.broken.push(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      const image = document.createElement("img");
      image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
      document.body.append(script, image);
      fetch("https://example.invalid/").catch(() => {});
    }""")
    seen.page.wait_for_function("window.broken.length >= 3")

    broken = seen.page.evaluate("window.broken.sort()")
    assert broken == ["connect-src", "img-src", "script-src-elem"]
    assert seen.page.evaluate("window.ran ?? false") is False


def test_words_and_choices_narrow_the_table_by_keyboard(seen: Seen) -> None:
    seen.page.get_by_label("关键词").focus()
    seen.page.keyboard.type("管网　铺设")
    by_words = seen.list_shown()
    seen.page.get_by_label("关键词").fill("")
    seen.page.locator("#filters").get_by_label("牵头领导").focus()
    seen.page.keyboard.press("ArrowDown")
    by_leader = seen.list_shown()

    assert by_words == ["附件2 1"]
    assert by_leader == ["附件1 1", "附件1 2", "附件1 4", "附件1 5"]
    assert seen.read_count() == "显示 4 项，共 7 项；另有 3 项不符合筛选条件，未显示"


@pytest.mark.parametrize(
    ("label", "word", "shown"),
    [
        ("清单", "附件2", ["附件2 1", "附件2 2"]),
        ("牵头领导", "（未列）", ["附件2 2"]),
        ("责任部门", "教育局", ["附件1 1", "附件2 1"]),
        ("时限类别", "长期保持", ["附件2 2"]),
        ("状态", "受阻", ["附件2 1"]),
        ("灯", "红灯", ["附件1 1"]),
        ("灯", "不亮灯", ["附件1 2", "附件1 4"]),
        ("通报类别", "未报进展", ["附件1 5"]),
    ],
)
def test_each_choice_shows_the_rows_that_it_fits(
    seen: Seen, label: str, word: str, shown: list[str]
) -> None:
    seen.page.locator("#filters").get_by_label(label, exact=True).select_option(label=word)

    assert seen.list_shown() == shown


def test_where_no_row_fits_the_page_says_so_until_all_are_shown_again(seen: Seen) -> None:
    seen.page.get_by_label("关键词").fill("没有这样的事")
    empty = seen.list_shown(), seen.page.get_by_text("没有符合筛选条件的事项。").is_visible()
    seen.page.get_by_role("button", name="清除筛选").press("Enter")
    seen.page.wait_for_function("!document.querySelector('#duty-table tbody tr').hidden")

    assert empty == ([], True)
    assert seen.list_shown() == ALL
    assert not seen.page.get_by_text("没有符合筛选条件的事项。").is_visible()


@pytest.mark.parametrize(
    ("column", "up", "down"),
    [
        ("序号", ALL, ALL[::-1]),
        (
            "时限要求",
            ["附件1 2", "附件1 1", "附件1 3", "附件1 4", "附件1 5", "附件2 1", "附件2 2"],
            ["附件1 4", "附件1 5", "附件2 1", "附件1 3", "附件1 1", "附件1 2", "附件2 2"],
        ),
        (
            "灯",
            ["附件1 1", "附件1 5", "附件2 1", "附件1 3", "附件2 2", "附件1 2", "附件1 4"],
            ["附件1 2", "附件1 4", "附件1 3", "附件2 2", "附件1 5", "附件2 1", "附件1 1"],
        ),
        (
            "最近进展",
            ["附件1 5", "附件1 1", "附件1 2", "附件2 2", "附件1 3", "附件2 1", "附件1 4"],
            ["附件2 1", "附件1 3", "附件2 2", "附件1 2", "附件1 1", "附件1 5", "附件1 4"],
        ),
    ],
)
def test_a_column_sorts_by_keyboard_both_ways_with_what_has_no_value_last(
    seen: Seen, column: str, up: list[str], down: list[str]
) -> None:
    button = seen.page.locator("#duty-table").get_by_role("button", name=column)
    head = button.locator("..")
    button.press("Enter")
    ascending = seen.list_shown(), head.get_attribute("aria-sort"), seen.read_count()
    button.press("Space")

    told = "显示 7 项，共 7 项；另有 0 项不符合筛选条件，未显示；按“{}”{}序排列"
    assert ascending == (up, "ascending", told.format(column, "升"))
    assert (seen.list_shown(), head.get_attribute("aria-sort")) == (down, "descending")
    assert seen.read_count() == told.format(column, "降")
    assert seen.page.locator("[aria-sort]").count() == 1


def test_every_column_can_be_sorted_by(seen: Seen) -> None:
    buttons = seen.page.locator("#duty-table thead").get_by_role("button")

    for at in range(buttons.count()):
        buttons.nth(at).press("Enter")
        assert sorted(seen.list_shown()) == ALL
        assert buttons.nth(at).evaluate("each => each.closest('th').ariaSort") == "ascending"
    assert buttons.count() == 9


def test_a_number_of_the_lamps_leads_to_its_duties(seen: Seen) -> None:
    row = seen.page.get_by_role("row", name="教育局").first
    row.get_by_role("link").nth(1).press("Enter")

    assert seen.list_shown() == ["附件1 1"]
    assert seen.page.url.endswith("#duties")


def test_a_number_of_the_calendar_leads_to_its_row_even_if_it_was_filtered_out(seen: Seen) -> None:
    seen.page.get_by_label("关键词").fill("没有这样的事")
    seen.page.locator("#on-1031").get_by_role("link", name="1", exact=True).press("Enter")

    assert seen.list_shown() == ALL
    assert seen.page.url.endswith("#duty-0")


def test_the_first_tab_leads_past_the_head_to_the_table(seen: Seen) -> None:
    seen.page.keyboard.press("Tab")
    focused = seen.page.evaluate("document.activeElement.textContent")
    place = seen.page.evaluate("document.activeElement.getBoundingClientRect().left")

    assert (focused, place) == ("跳到全部事项表", 8)


def test_everything_that_takes_the_focus_shows_it(seen: Seen) -> None:
    seen.page.keyboard.press("Tab")
    unseen = seen.page.evaluate("""() => [...document.querySelectorAll(
      "a, button, input, select, summary, [tabindex='0']")].filter((each) => {
        each.focus({ focusVisible: true });
        return each.checkVisibility()
          && (document.activeElement !== each || getComputedStyle(each).outlineWidth !== "3px");
      }).map((each) => each.outerHTML)""")

    assert unseen == []


def test_every_control_table_and_picture_has_a_name(seen: Seen) -> None:
    unnamed = seen.page.evaluate("""() => [...document.querySelectorAll(
      "input, select, button, table, nav, [role=region], [role=img], form, main section")]
      .filter((each) => !(each.labels?.length || each.getAttribute("aria-label")
        || each.caption?.textContent.trim() || each.textContent.trim() && each.matches("button")
        || (each.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean)
          .some((id) => document.getElementById(id)?.textContent.trim())))
      .map((each) => each.outerHTML.slice(0, 80))""")
    heads = seen.page.evaluate("[...document.querySelectorAll('th')].every((each) => each.scope)")

    assert (unnamed, heads) == ([], True)
    assert seen.page.locator("html").get_attribute("lang") == "zh-CN"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_it_stands_on(
    browser: Browser, path: Path, scheme: str
) -> None:
    with open_page(browser, path, color_scheme=scheme) as seen:
        contrast = seen.page.evaluate(CONTRAST)
        ground = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert contrast["low"] == []
    assert contrast["count"] > 300
    assert ground == {"light": "rgb(253, 252, 249)", "dark": "rgb(24, 23, 20)"}[scheme]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_blue(browser: Browser, path: Path, scheme: str) -> None:
    with open_page(browser, path, color_scheme=scheme) as seen:
        assert seen.page.evaluate(BLUE) == []


def test_each_lamp_has_its_shape_and_its_word(seen: Seen) -> None:
    lamps = seen.page.locator("#duty-table .lamp").all_inner_texts()

    assert lamps == ["■ 红灯", "不亮灯", "● 绿灯", "不亮灯", "▲ 黄灯", "▲ 黄灯", "● 绿灯"]


@pytest.mark.parametrize("script", [True, False])
def test_nothing_overflows_on_a_telephone(
    browser: Browser, tmp_path: Path, *, script: bool
) -> None:
    names = (LONG, "W" * 200)
    duty = make_duty(1, LONG, departments=names, leaders=names, supporting=names, deadline=LONG)
    rows = [*make_office(), *make_rows([duty], head=make_head("x", title=LONG, annex="W" * 80))]
    path = write_board(tmp_path, rows, f"<p>{LONG}</p>")

    with open_page(browser, path, viewport=PHONE, java_script_enabled=script) as seen:
        width = seen.page.evaluate("document.documentElement.scrollWidth")
        beyond, named = seen.page.evaluate(OVERFLOW), seen.page.evaluate(REGIONS)

    assert (width, beyond, named) == (360, [], True)


def test_on_a_telephone_rows_are_cards_that_name_their_values_and_still_a_table(
    browser: Browser, path: Path
) -> None:
    with open_page(browser, path, viewport=PHONE) as seen:
        row = seen.page.locator("#duty-table").get_by_role("row").nth(1)
        cell = row.get_by_role("cell").nth(1)
        label = cell.evaluate("each => getComputedStyle(each, '::before').content")
        sortable = seen.page.get_by_role("button", name="时限要求").is_visible()

        assert (label, sortable) == ('"牵头领导　"', True)
        assert row.get_by_role("cell").count() == 8


def test_no_text_of_a_list_acts(browser: Browser, tmp_path: Path) -> None:
    duty = make_duty(1, EVIL, departments=(EVIL,), leaders=(EVIL,), supporting=(EVIL,))
    path = write_board(tmp_path, make_rows([duty], head=make_head(title=EVIL, annex=EVIL)))

    with open_page(browser, path) as seen:
        seen.page.locator("#filters").get_by_label("牵头领导").select_option(index=1)
        content = seen.page.locator(".c-content").last.inner_text()
        scripts = seen.page.locator("script, img, [onload], [onerror]").count()

        assert content == EVIL.replace("\u202e", "\\u202e").replace("\x1b", "\\x1b")
        assert (scripts, seen.list_shown(), seen.asked, seen.complaints) == (1, ["1"], [], [])


def test_without_scripts_the_page_is_whole_and_offers_nothing_that_needs_one(
    browser: Browser, path: Path
) -> None:
    with open_page(browser, path, java_script_enabled=False) as seen:
        assert seen.list_shown() == ALL
        assert seen.page.locator("#filters").is_visible() is False
        assert seen.page.get_by_role("button").count() == 0
        assert seen.read_count() == "2 份清单，7 项事项"


def test_paper_shows_all_rows_whatever_is_filtered_and_no_controls(seen: Seen) -> None:
    seen.page.get_by_label("关键词").fill("没有这样的事")
    seen.page.emulate_media(media="print", color_scheme="dark")

    ground = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    controls = ("#filters", "#count", "#none-fit", "nav ul")
    shown = [each for each in controls if seen.page.locator(each).is_visible()]
    assert (seen.list_shown(), ground, shown) == (ALL, "rgb(255, 255, 255)", [])


def test_the_print_holds_every_duty(seen: Seen, tmp_path: Path) -> None:
    printed = "".join(print_pages(seen, tmp_path))

    contents = [row.duty.content for row in make_office()]
    assert [content for content in contents if content not in printed] == []


def test_the_print_repeats_the_heads_of_the_columns_on_each_page(
    browser: Browser, tmp_path: Path
) -> None:
    rows = make_rows([make_duty(no) for no in range(1, 101)])

    with open_page(browser, write_board(tmp_path, rows)) as seen:
        pages = print_pages(seen, tmp_path)

    with_duties = [page for page in pages if "推进老旧小区改造" in page]
    assert len(with_duties) > 2
    assert [page for page in with_duties if "最近进展" not in page] == []


def test_nine_hundred_duties_filter_and_sort(browser: Browser, tmp_path: Path) -> None:
    leaders = (("张三",), ("李四",))
    duties = [make_duty(no, f"第{no}项", leaders=leaders[no % 2]) for no in range(1, 901)]
    path = write_board(tmp_path, make_rows(duties))

    with open_page(browser, path) as seen:
        seen.page.locator("#filters").get_by_label("牵头领导").select_option(label="李四")

        assert seen.read_count() == "显示 450 项，共 900 项；另有 450 项不符合筛选条件，未显示"
        assert path.stat().st_size < 3_000_000
