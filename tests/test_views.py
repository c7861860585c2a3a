"""Laws of the views: no character is lost, none acts on a terminal, every format reads back."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from terminal import UNSAFE, split_cells, squeeze

from dutylist.changes import Change, ChangeKind, Head
from dutylist.cli.language import load_catalogue
from dutylist.duty import (
    Deadline,
    DeadlineClass,
    Duty,
    Entry,
    Extension,
    Origin,
    Repeal,
    Status,
)
from dutylist.errors import Finding, Place, Severity
from dutylist.index import ListHead
from dutylist.query import Row
from dutylist.query.changes import ChangeRow
from dutylist.query.steps import Step
from dutylist.safe import show_text
from dutylist.standing import DEFAULT_RULES, Lamp, Rules, find_standing
from dutylist.views.blocks import Block, Cell, Column, Fields, Lines, Style, Table
from dutylist.views.changes import SHORT_ID, show_step, tabulate_changes
from dutylist.views.edits import Recorded, show_recorded
from dutylist.views.findings import show_finding
from dutylist.views.formats import write_csv, write_json, write_markdown, write_tsv
from dutylist.views.phrases import show_legend, show_legends
from dutylist.views.plain import render_plain
from dutylist.views.screen import LEAST_WIDTH, render_screen
from dutylist.views.stats import BAR_CELLS, COUNT_KEYS, Count, GroupBy, draw_bars, tell_overlap
from dutylist.views.text import measure, pad
from dutylist.views.wrap import fold, wrap
from dutylist.words import say

ENGLISH, CHINESE = load_catalogue({}), load_catalogue({"LC_ALL": "zh_CN"})
CLOSING = "，。、；：？！）》」』】〕〉”’…—％‰℃,.;:?!)]}%"
# What official lists are written in: Han, their punctuation, figures and Latin words.
PHRASES = st.text(
    st.sampled_from("区政府重点工作责任清单完成万亩“”‘’（）《》，。、；：！％—…●①2022.5% abcXYZ-/"),
    max_size=60,
)
TEXTS = st.one_of(st.text(max_size=60), PHRASES)
WIDTHS = st.integers(2, 90)
TITLES = ("content", "departments", "lamp")
DAY = date(2022, 10, 20)
# What a list may hold: `fields.check_text` lets no controls and no blanks at the ends through.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
NOTES = TEXTS.map(lambda text: CONTROLS.sub("", text).strip()).filter(bool)
NAMES = NOTES.map(lambda text: "".join(text.split("\n")))
OPEN = st.none() | NOTES
DAYS = st.dates(date(2022, 1, 1), date(2023, 12, 31))
ENTRIES = st.builds(Entry, DAYS, st.sampled_from(list(Status)[:4]), NOTES, OPEN, OPEN, OPEN, OPEN)
EXTENSIONS = st.builds(Extension, DAYS, DAYS, OPEN, OPEN)
REPEALS = st.builds(Repeal, st.none() | DAYS, OPEN, OPEN)
DUTIES = st.builds(
    Duty,
    no=st.integers(1, 999),
    content=NOTES,
    departments=st.lists(NAMES, min_size=1, max_size=3).map(tuple),
    supporting=st.just(()),
    leaders=st.just(()),
    deadline=NAMES,
    meaning=st.just(Deadline(DeadlineClass.UNSTATED)),
    repealed=st.none() | REPEALS,
    extended=st.lists(EXTENSIONS, max_size=2).map(tuple),
    progress=st.lists(ENTRIES, max_size=2).map(tuple),
)


@given(TEXTS, WIDTHS)
@example("", 2)
@example("x" * 300, 2)
def test_breaking_lines_loses_no_character(text: str, width: int) -> None:
    assert "".join(wrap(text, width)) == text
    assert "".join(fold(text, width)) == text


@given(PHRASES, WIDTHS)
def test_no_line_is_wider_than_asked_but_for_blanks_that_nobody_sees(text: str, width: int) -> None:
    assert all(measure(line.rstrip()) <= width for line in wrap(text, width))
    assert all(measure(line) <= width for line in fold(text, width))


@given(PHRASES, st.integers(12, 90))
def test_a_line_starts_with_closing_punctuation_only_after_as_much_as_fills_a_line(
    text: str, width: int
) -> None:
    lines = wrap(text, width)

    for before, line in pairwise(lines):
        if line[0] in CLOSING and not before[-1].isspace():
            unbroken = re.search(r"\S*$", before)
            assert unbroken
            assert measure(unbroken[0] + line[0]) > width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("新建高标准农田2万亩。", 20, ["新建高标准农田2万", "亩。"]),
        ("完成老旧小区改造，年底前建成。", 16, ["完成老旧小区改", "造，年底前建成。"]),
        ("支持海清“邵管海”白酒坊", 9, ["支持海清", "“邵管海”", "白酒坊"]),
        ("严格（一类）项目", 7, ["严格", "（一", "类）项", "目"]),
        ("粮食产量在1.2亿斤以上", 14, ["粮食产量在1.2", "亿斤以上"]),
        ("due in 30 days", 10, ["due in 30 ", "days"]),
        ("红灯● 黄灯", 6, ["红灯", "● 黄灯"]),
        ("tasks_2022/26", 6, ["tasks_", "2022/2", "6"]),
    ],
)
def test_lines_break_as_chinese_is_set(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(TEXTS)
@example("①②③④⑤ — … “” ‘’ ㎡ ℃ 〇 ！（）")
@example("𠮷野家 🚧 ❤️ é")
def test_what_is_shown_is_as_wide_as_rich_says(text: str) -> None:
    shown = show_text(text)

    assert measure(shown) == cell_len(shown)


@pytest.mark.parametrize("code", range(0xA0, 0x10000, 0x100), ids=lambda code: f"U+{code:04X}")
def test_every_character_is_as_wide_as_rich_says(code: int) -> None:
    block = [chr(each) for each in range(code, code + 0x100) if not 0xD800 <= each < 0xE000]

    assert [measure(each) for each in block] == [cell_len(each) for each in block]


@given(TEXTS, st.integers(0, 90))
def test_padding_fills_up_to_a_width_and_never_cuts(text: str, width: int) -> None:
    padded = pad(text, width)

    assert padded.rstrip(" ") == text.rstrip(" ")
    assert measure(padded) == max(width, measure(text))


@given(st.text())
@example("\x1b[31m\x9b0m\x7f\u202e\u2066\ud800\udc9b")
def test_what_could_act_on_a_terminal_is_shown_as_an_escape(text: str) -> None:
    shown = show_text(text)

    assert not UNSAFE.search(shown)
    assert not re.search("[\n\t\ud800-\udfff]", shown)
    assert show_text(shown) == shown


@given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))))
def test_a_harmless_text_is_shown_as_it_is(text: str) -> None:
    assert show_text(text) == text


VALUES = st.one_of(
    TEXTS, st.integers(), st.booleans(), st.none(), st.lists(TEXTS, max_size=3).map(tuple)
)
RECORDS = st.lists(st.fixed_dictionaries(dict.fromkeys("abc", VALUES)), max_size=4)


def show_value(value: object) -> str:
    """Return what a cell of CSV says of a value, without the guard against formulas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = "；".join(value) if isinstance(value, tuple) else str(value)
    return "\n".join(show_text(line) for line in text.split("\n"))


@given(RECORDS)
def test_csv_reads_back_as_the_same_rows(records: list[dict[str, object]]) -> None:
    read = list(csv.reader(io.StringIO(write_csv("abc", records), newline="")))

    values = [[show_value(record[key]) for key in "abc"] for record in records]
    unguarded = [[cell.removeprefix("'") for cell in row] for row in read[1:]]
    assert read[0] == list("abc")
    assert unguarded == [[value.removeprefix("'") for value in row] for row in values]


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_csv_guards_text_that_a_spreadsheet_would_run(start: str) -> None:
    written = write_csv("a", [{"a": f"{start}1+1"}])

    assert written.split("\r\n")[1].strip('"').startswith("'")


@given(RECORDS)
def test_tsv_has_a_line_for_each_row_and_a_cell_for_each_key(
    records: list[dict[str, object]],
) -> None:
    lines = write_tsv("abc", records).split("\n")

    assert lines.pop() == ""
    assert [line.count("\t") for line in lines] == [2] * (len(records) + 1)


@given(RECORDS)
def test_markdown_has_the_same_number_of_cells_in_every_row(
    records: list[dict[str, object]],
) -> None:
    lines = write_markdown("abc", records).split("\n")

    assert lines.pop() == ""
    cells = [re.findall(r"(?:\\.|[^|\\])*\|", line) for line in lines]
    assert [len(row) for row in cells] == [4] * (len(records) + 2)
    assert all(line.startswith("| ") or line.startswith("|") for line in lines)


@given(RECORDS, st.booleans())
def test_json_reads_back_as_the_same_values(
    records: list[dict[str, object]], ascii_only: bool
) -> None:
    written = write_json(records, ascii_only=ascii_only)

    as_lists = [
        {key: list(value) if isinstance(value, tuple) else value for key, value in record.items()}
        for record in records
    ]
    assert json.loads(written) == as_lists
    assert written.isascii() or not ascii_only
    assert not UNSAFE.search(written)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4))
def test_a_plain_table_has_a_line_for_each_row_and_lined_up_columns(
    rows: list[tuple[str, str, str]],
) -> None:
    # A mark without a width of its own, at the start of a text, stands on the gap before it.
    assume(all(cell_len(text[0]) for row in rows for text in map(show_text, row) if text))

    lines = render_plain([make_table(rows)]).split("\n")

    assert lines.pop() == ""
    assert len(lines) == len(rows) + 1
    second = split_cells(lines[0]).index("d")
    for line, row in zip(lines[1:], rows, strict=True):
        cells = split_cells(line)
        assert "".join(cells[: second - 2]).rstrip(" ") == show_text(row[0]).rstrip(" ")
        assert "".join(cells[second:]).startswith(show_text(row[1]).rstrip(" "))


@given(st.lists(st.tuples(PHRASES, PHRASES, PHRASES), min_size=1, max_size=4), st.integers(20, 120))
def test_a_drawn_table_fits_its_width_and_keeps_every_character(
    rows: list[tuple[str, str, str]], width: int
) -> None:
    drawn = draw_plainly([make_table(rows)], width)

    assert all(measure(line) <= width for line in drawn)
    assert sorted(squeeze(drawn).replace("─", "")) == sorted(count_expected(rows, drawn))


@given(TEXTS, TEXTS, st.integers(LEAST_WIDTH, 120))
def test_drawn_fields_keep_every_character(label: str, value: str, width: int) -> None:
    drawn = draw_plainly([Fields([(show_text(label), Cell(value))])], width)

    assert sorted(squeeze(drawn)) == sorted(squeeze([show_text(label), show_text(value)]))


CHANGES = st.one_of(
    st.builds(Change, st.just(1), st.just(ChangeKind.ADDED), st.none(), st.none(), DUTIES),
    st.builds(Change, st.just(1), st.just(ChangeKind.REMOVED), st.none(), DUTIES, st.none()),
    st.builds(
        Change,
        st.none(),
        st.just(ChangeKind.ADDED),
        st.none(),
        st.none(),
        st.builds(Head, NAMES, st.just(2022), OPEN),
    ),
    *(
        st.builds(Change, st.just(1), st.just(ChangeKind.AMENDED), st.just(field), values, values)
        for field, values in (
            ("content", NOTES),
            ("leaders", st.lists(NAMES, max_size=3).map(tuple)),
            ("progress", ENTRIES),
            ("extended", EXTENSIONS),
            ("repealed", REPEALS),
        )
    ),
)


@given(st.lists(CHANGES, min_size=1, max_size=3), st.integers(LEAST_WIDTH, 120))
def test_a_drawn_comparison_keeps_every_character(changes: list[Change], width: int) -> None:
    rows = [ChangeRow("data", "tasks_2022", change) for change in changes]

    drawn = draw_plainly([tabulate_changes(rows, ENGLISH)], width)

    told = [text for change in changes for text in list_texts((change.old, change.new))]
    assert all(measure(line) <= width for line in drawn)
    assert list_missing(told, drawn) == Counter()


@given(st.lists(CHANGES, min_size=1, max_size=3), NAMES, NAMES, st.integers(LEAST_WIDTH, 120))
def test_a_drawn_commit_keeps_every_character(
    changes: list[Change], author: str, subject: str, width: int
) -> None:
    rows = tuple(ChangeRow("data", "tasks_2022", change) for change in changes)
    step = Step("0123456789", "2022-10-20T09:00:00+08:00", author, subject, rows)

    drawn = draw_plainly([show_step(step, ENGLISH)], width)

    told = [text for change in changes for text in list_texts((change.old, change.new))]
    assert all(measure(line) <= width for line in drawn)
    assert list_missing([author, subject, *told], drawn) == Counter()


@given(DUTIES, st.one_of(ENTRIES, EXTENSIONS, REPEALS), st.integers(LEAST_WIDTH, 120))
def test_a_drawn_edit_keeps_every_character(
    duty: Duty, given_: Entry | Extension | Repeal, width: int
) -> None:
    recorded = [Recorded(make_row(duty), given_)]

    drawn = draw_plainly(show_recorded(recorded, ENGLISH), width)

    assert all(measure(line) <= width for line in drawn)
    assert list_missing([duty.content, *list_texts(given_)], drawn) == Counter()


@given(DUTIES, REPEALS, st.integers(LEAST_WIDTH, 120))
def test_a_drawn_reinstatement_keeps_every_character(
    duty: Duty, repeal: Repeal, width: int
) -> None:
    recorded = [Recorded(make_row(duty._replace(repealed=repeal)), None)]

    drawn = draw_plainly(show_recorded(recorded, ENGLISH), width)

    assert list_missing([duty.content, *list_texts(repeal)], drawn) == Counter()


EARLIER, LATER = date(2022, 9, 1), date(2022, 12, 1)
BEGUN = Entry(DAY, Status.ACTIVE, "开工")
REPEALED = Repeal(DAY, "区政府", "并入")


@pytest.mark.parametrize(
    ("known", "given_", "lines"),
    [
        ({}, BEGUN, ["+ 2022-10-20  active · 开工", "status        pending → active"]),
        (
            {"progress": (BEGUN,)},
            BEGUN._replace(on=EARLIER, status=Status.BLOCKED),
            ["+ 2022-09-01  blocked · 开工"],
        ),
        ({"progress": (BEGUN,)}, BEGUN._replace(note="复工"), ["+ 2022-10-20  active · 复工"]),
        ({"repealed": REPEALED}, BEGUN, ["+ 2022-10-20  active · 开工"]),
        (
            {},
            Extension(DAY, LATER, "雨季\n停工"),
            ["+ extended to  — → 2022-12-01", "+ decided on   2022-10-20",
             "+ reason       雨季", "               停工"],
        ),
        (
            {"extended": (Extension(DAY, LATER),)},
            Extension(EARLIER, DAY),
            ["+ extended to  2022-10-20", "+ decided on   2022-09-01"],
        ),
        (
            {},
            REPEALED,
            ["+ repealed  2022-10-20", "+ by        区政府", "+ reason    并入"],
        ),
        (
            {"repealed": REPEALED, "progress": (BEGUN,)},
            None,
            ["- repealed  2022-10-20", "- by        区政府", "- reason    并入",
             "status      repealed → active"],
        ),
        ({"repealed": Repeal()}, None, ["- repealed  yes", "status      repealed → pending"]),
    ],
    ids=range(9),
)  # fmt: skip
def test_an_edit_is_shown_with_what_it_moves(
    known: dict[str, object], given_: Entry | Extension | Repeal | None, lines: list[str]
) -> None:
    duty = Duty(1, "修路", ("住建局",), (), (), "年内", Deadline(DeadlineClass.UNSTATED), **known)  # type: ignore[arg-type]  # by name, each of its type

    shown = render_plain(show_recorded([Recorded(make_row(duty), given_)], ENGLISH))

    assert shown.splitlines() == ["tasks_2022/1  修路", "", *lines]


@pytest.mark.parametrize("text", ["[red]", "[/]", "[bold", ":smile:", "[link=x]", "\\[a]"])
@pytest.mark.parametrize("width", [LEAST_WIDTH, 80])
def test_what_looks_like_markup_is_literal_on_a_terminal(text: str, width: int) -> None:
    blocks: list[Block] = [
        make_table([(text, text, text)]),
        Fields([("label", Cell(text))]),
        Lines([[Cell(text)]]),
    ]

    drawn = squeeze(draw_plainly(blocks, width))

    assert drawn.count(text) == 5


def test_a_column_below_another_shares_its_place() -> None:
    columns = [Column("duty", 10), Column("lamp", 8, below=True), Column("content")]
    table = Table(columns, [[Cell("t/1"), Cell("● red"), Cell("新建高标准农田2万亩。" * 2)]])

    assert draw_plainly([table], 28) == [
        "duty   content",
        "lamp",
        "────────────────────────────",
        "t/1    新建高标准农田2万亩。",
        "● red  新建高标准农田2万亩。",
    ]


def test_a_screen_too_narrow_for_content_gets_cards_without_empty_lines() -> None:
    columns = [Column("duty", 20), Column("content"), Column("supporting", 12)]
    rows = [[Cell("tasks_2022/1"), Cell("新建高标准农田2万亩。"), Cell("")]]

    assert draw_plainly([Table(columns, rows)], 36) == [
        "duty        tasks_2022/1",
        "content     新建高标准农田2万亩。",
    ]


def test_a_mark_stays_below_what_it_marks_where_the_line_is_folded() -> None:
    finding = Finding(
        place=Place("a.yaml", 7, 20),
        severity=Severity.ERROR,
        problem=say("the calendar has no {day}", day="2022-06-31"),
        remedy=say("the calendar has no {day}", day="2022-06-31"),
        excerpt="    deadline: 2022年6月31日前全部完成",
        caret=21,
    )

    assert draw_plainly(show_finding(finding, ENGLISH), 30)[1:4] == [
        "    7 |     deadline: 2022年6",
        "月31日前全部完成",
        "  ^",
    ]
    assert render_plain(show_finding(finding, ENGLISH)).splitlines()[1:3] == [
        "    7 |     deadline: 2022年6月31日前全部完成",
        "      |" + " " * 24 + "^",
    ]


@pytest.mark.parametrize(
    ("rules", "english", "chinese"),
    [
        (
            DEFAULT_RULES,
            "● red: overdue; ● yellow: due within 30 days, blocked or a report missing;"
            " ● green: all else",
            "● 红灯：逾期；● 黄灯：30 天内到期、受阻或应报未报；● 绿灯：其余情形",
        ),
        (
            Rules(soon_days=0, blocked=Lamp.RED, missing_report=Lamp.GREEN),
            "● red: overdue or blocked; ● green: all else",
            "● 红灯：逾期或受阻；● 绿灯：其余情形",
        ),
        (
            Rules(soon_days=1, blocked=Lamp.RED, missing_report=Lamp.RED),
            "● red: overdue, blocked or a report missing; ● yellow: due within 1 day;"
            " ● green: all else",
            "● 红灯：逾期、受阻或应报未报；● 黄灯：1 天内到期；● 绿灯：其余情形",
        ),
    ],
)
def test_the_legend_tells_the_rules_in_force(rules: Rules, english: str, chinese: str) -> None:
    assert "".join(cell.text for cell in show_legend(rules, ENGLISH)) == english
    assert "".join(cell.text for cell in show_legend(rules, CHINESE)) == chinese


def test_folders_of_equal_rules_share_a_legend_and_others_have_their_own() -> None:
    strict = Rules(soon_days=0)

    same = render_plain(show_legends({"a": DEFAULT_RULES, "b": DEFAULT_RULES}, ENGLISH))
    own = render_plain(show_legends({"a": DEFAULT_RULES, "b": strict}, ENGLISH))

    assert len(same.splitlines()) == 1
    assert own.splitlines() == [
        "a: ● red: overdue; ● yellow: due within 30 days, blocked or a report missing;"
        " ● green: all else",
        "b: ● red: overdue; ● yellow: blocked or a report missing; ● green: all else",
    ]


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=20))
def test_bars_grow_with_their_counts_and_none_is_too_long(numbers: list[int]) -> None:
    counts = [Count(str(at), number, *[0] * 9) for at, number in enumerate(numbers)]

    table = draw_bars(counts, GroupBy.LEADER, ENGLISH)[0]

    assert isinstance(table, Table)
    lengths = [measure(row[-1].text) for row in table.rows]
    assert max(lengths) == BAR_CELLS
    ordered = [length for _, length in sorted(zip(numbers, lengths, strict=True))]
    assert ordered == sorted(ordered)


def test_counts_that_add_up_to_more_than_the_duties_say_so() -> None:
    counts = [Count(key, 2, *[0] * (len(COUNT_KEYS) - 2)) for key in "ab"]

    assert tell_overlap(counts, 4) == []
    assert [str(message) for message in tell_overlap(counts, 3)] == [
        "a joint duty counts in each of its groups: 4 in all"
    ]


def make_table(rows: list[tuple[str, str, str]]) -> Table:
    """Return a table with an open column and two of few cells."""
    columns = [Column(TITLES[0]), Column(TITLES[1], 12), Column(TITLES[2], 8, below=True)]
    return Table(columns, [[Cell(text, Style.STRONG) for text in row] for row in rows])


def make_row(duty: Duty) -> Row:
    """Return a duty as it stands on the day of these tests."""
    head = ListHead("data", "tasks_2022", 1, "清单", 2022, None, 1, "", "", False)
    return Row(head, duty, find_standing(duty, DAY), DAY)


def list_texts(value: object) -> Iterator[str]:
    """Give the texts of a value that are told of it: of a duty, what stands in its first lines."""
    match value:
        case Duty():
            yield from (value.content, *value.departments, value.deadline)
        case Origin():
            yield from (value.document, value.annex or "", value.sha256[:SHORT_ID])
        case str() if not isinstance(value, Status):
            yield value
        case tuple():
            for part in value:
                yield from list_texts(part)


def list_missing(told: Sequence[str], drawn: Sequence[str]) -> Counter[str]:
    """Return what the texts hold more often than what is drawn does, blanks apart."""
    lines = [show_text(line) for text in told for line in text.split("\n")]
    return Counter(squeeze(lines)) - Counter(squeeze(drawn))


def draw_plainly(blocks: Sequence[Block], width: int) -> list[str]:
    """Return the lines that a screen shows, as `cli.output` has rich draw them."""
    console = Console(
        file=io.StringIO(), width=width, height=25, markup=False, emoji=False, highlight=False
    )
    with console.capture() as captured:
        for text in render_screen(blocks, width):
            console.print(text)
    return captured.get().splitlines()


def count_expected(rows: list[tuple[str, str, str]], drawn: list[str]) -> str:
    """Return the characters that a drawn table must hold: titles once, or in each card."""
    if any("─" in line for line in drawn):
        return squeeze([*TITLES, *(show_text(text) for row in rows for text in row)])
    shown = [
        (title, show_text(text))
        for row in rows
        for title, text in zip(TITLES, row, strict=True)
        if text
    ]
    return squeeze([part for pair in shown for part in pair])
