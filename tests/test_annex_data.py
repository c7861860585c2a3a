"""The 2022 lists in `data/` say what the printed annexes say, cell by cell.

The reader below was written for this test from the layout of the text alone. It shares nothing
with the program or with the way the lists were written down, so a slip in either one shows.
"""

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
ANNEX = ROOT / "tests" / "annex" / "annexes_2022.txt"
TEXT = ANNEX.read_text(encoding="utf-8")
FILES = {"附件1": "tasks_2022.yaml", "附件2": "livelihood_2022.yaml"}
KEYS = ["no", "content", "departments", "supporting", "deadline", "leaders", "repealed"]
REPEALED_MARK = "（废止）"

Cell = list[str]
"""The lines of one printed cell, blank ones left out."""


class Row(NamedTuple):
    """One printed row: the six cells of the table."""

    no: Cell
    content: Cell
    departments: Cell
    supporting: Cell
    deadline: Cell
    leaders: Cell


class Annex(NamedTuple):
    """One printed table under its name and title."""

    name: str
    title: str
    header: list[Cell]
    rows: list[Row]


def read_annexes(text: str) -> list[Annex]:
    """Read every annex: a line such as 附件1 opens one, and the line after it is the title."""
    parts = re.split(r"^(附件\d+)\n(.+)\n", text, flags=re.MULTILINE)[1:]
    return [
        read_annex(name, title, table)
        for name, title, table in zip(parts[0::3], parts[1::3], parts[2::3], strict=True)
    ]


def read_annex(name: str, title: str, table: str) -> Annex:
    """Cut the cells into rows as wide as a row is; the first row is the header."""
    cells = read_cells(table.splitlines())
    width = len(Row._fields)
    assert len(cells) % width == 0, f"{name}: {len(cells)} cells do not fill rows of {width}"
    header, *rows = (cells[start : start + width] for start in range(0, len(cells), width))
    return Annex(name, title, header, [Row(*row) for row in rows])


def read_cells(lines: list[str]) -> list[Cell]:
    """Read the cells: a tab opens one, and lines without a tab go on with it."""
    cells: list[Cell] = []
    for line in lines:
        if line.startswith("\t"):
            cells.append([])
        if line.strip():
            cells[-1].append(line.strip())
    return cells


ANNEXES = read_annexes(TEXT)


def names_on_one_line(annexes: list[Annex]) -> set[str]:
    """Return every department that the annexes print whole, on a line of its own."""
    return {
        line
        for annex in annexes
        for row in annex.rows
        for line in [*row.departments, *row.supporting]
    }


WHOLE_NAMES = names_on_one_line(ANNEXES)


def department_names(cell: Cell) -> list[str]:
    return [name for line in unwrapped(cell) for name in names_in(line)]


def unwrapped(cell: Cell) -> list[str]:
    """Join two lines into one name where that very name stands on one line elsewhere.

    The layout prints a wrapped name and two departments alike, so only the rest of the document
    can tell them apart.
    """
    joined = cell[:1]
    for line in cell[1:]:
        if joined[-1] + line in WHOLE_NAMES:
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def names_in(line: str) -> Iterator[str]:
    """Split at blanks and at 、, which separates names but not the halves of 乡、街.

    No department has a name of one character, so a 、 beside a single character is part of a name.
    """
    for word in line.split():
        parts = word.split("、")
        yield from [word] if any(len(part) == 1 for part in parts) else parts


def duties_as_printed(annex: Annex) -> list[dict[str, object]]:
    """Say each row in the keys of the file, with the merged cells filled in from above."""
    duties: list[dict[str, object]] = []
    departments: Cell = []
    leaders: Cell = []
    for row in annex.rows:
        departments = row.departments or departments
        leaders = row.leaders or leaders
        content = "".join(row.content)
        duty: dict[str, object] = {
            "no": int("".join(row.no)),
            "content": content.removesuffix(REPEALED_MARK),
            "departments": department_names(departments),
            "supporting": department_names(row.supporting),
            "deadline": "".join(row.deadline),
            "leaders": leaders,
            "repealed": content.endswith(REPEALED_MARK),
        }
        duties.append({key: value for key, value in duty.items() if value not in ([], False)})
    return duties


def load(name: str) -> Any:
    return YAML(typ="safe", pure=True).load(ROOT / "data" / name)


LISTS = {annex: load(name) for annex, name in FILES.items()}
DUTIES: list[dict[str, Any]] = [duty for listed in LISTS.values() for duty in listed["duties"]]


def differing_cells(annex: Annex) -> list[tuple[object, ...]]:
    """Return (number, key, as printed, as kept) for every cell that is not the same."""
    printed, kept = duties_as_printed(annex), LISTS[annex.name]["duties"]
    return [
        (theirs["no"], key, theirs.get(key), ours.get(key))
        for theirs, ours in zip(printed, kept, strict=True)
        for key in theirs | ours
        if theirs.get(key) != ours.get(key)
    ]


def characters(names: list[str]) -> Counter[str]:
    """Count the characters, apart from those that separate names."""
    return Counter(re.sub(r"[\s、]", "", "".join(names)))


def test_every_cell_of_annex_1_is_in_the_data_as_printed() -> None:
    assert differing_cells(ANNEXES[0]) == []


def test_every_cell_of_annex_2_is_in_the_data_as_printed() -> None:
    assert differing_cells(ANNEXES[1]) == []


def test_the_header_row_names_the_six_columns() -> None:
    headers = [["".join("".join(cell).split()) for cell in annex.header] for annex in ANNEXES]

    columns = ["序号", "工作内容", "责任部门", "配合部门", "工作进度时限要求"]
    assert headers == [[*columns, "政府牵头领导"], [*columns, "牵头领导"]]


def test_the_heads_of_the_lists_are_as_printed() -> None:
    heads = [
        (listed["annex"], listed["title"], listed["year"], list(listed))
        for listed in LISTS.values()
    ]

    keys = ["title", "year", "annex", "source", "duties"]
    assert heads == [(annex.name, annex.title, 2022, keys) for annex in ANNEXES]
    assert [annex.name for annex in ANNEXES] == ["附件1", "附件2"]


def test_the_lists_name_the_document_that_they_were_read_from() -> None:
    sources = [listed["source"] for listed in LISTS.values()]

    digest = sha256(ANNEX.read_bytes()).hexdigest()
    assert sources == [
        {"document": ANNEX.name, "sha256": digest, "annex": annex.name} for annex in ANNEXES
    ]


def test_there_are_101_and_11_duties_numbered_without_a_gap() -> None:
    numbers = [[duty["no"] for duty in listed["duties"]] for listed in LISTS.values()]

    assert numbers == [list(range(1, 102)), list(range(1, 12))]


@pytest.mark.parametrize(
    ("wording", "in_annex_1", "in_annex_2"),
    [
        ("年内完成", 36, 8),
        ("长期保持", 25, 0),
        ("长期坚持", 2, 0),
        ("持续推进", 1, 0),
        ("10月末前完成", 14, 3),
        ("11月中旬前完成", 6, 0),
        ("12月末前完成", 3, 0),
        ("12月末前完成，按月实施推进", 2, 0),
        ("12月末前完成，按季度实施推进", 3, 0),
        ("年内有实质性进展", 9, 0),
    ],
)
def test_every_wording_stands_in_the_data_as_often_as_in_the_text(
    wording: str, in_annex_1: int, in_annex_2: int
) -> None:
    printed = [half.splitlines().count(f"\t{wording}") for half in TEXT.split("附件2\n")]
    kept = [
        sum(duty["deadline"] == wording for duty in listed["duties"]) for listed in LISTS.values()
    ]

    assert printed == kept == [in_annex_1, in_annex_2]


def test_there_are_ten_wordings_and_no_other() -> None:
    counts = Counter(duty["deadline"] for duty in DUTIES)

    assert (len(counts), counts.total()) == (10, 112)


def test_seventeen_unrepealed_duties_are_due_in_october_and_six_in_november() -> None:
    owed = [duty["deadline"] for duty in DUTIES if "repealed" not in duty]

    assert sum(wording.startswith("10月") for wording in owed) == 17
    assert sum(wording.startswith("11月") for wording in owed) == 6


def test_twenty_eight_duties_are_ongoing() -> None:
    ongoing = {"长期保持", "长期坚持", "持续推进"}

    assert sum(duty["deadline"] in ongoing for duty in DUTIES) == 28


def test_only_duties_10_and_31_of_annex_1_are_repealed() -> None:
    repealed = [
        (annex, duty["no"])
        for annex, listed in LISTS.items()
        for duty in listed["duties"]
        if duty.get("repealed") is True
    ]

    assert repealed == [("附件1", 10), ("附件1", 31)]
    assert TEXT.count(REPEALED_MARK) == 2


def test_the_mark_of_a_repealed_duty_is_not_in_its_content() -> None:
    assert not [duty for duty in DUTIES if "废止" in duty["content"]]


def test_chang_xiaohong_leads_32_duties_and_shares_one() -> None:
    led = [duty["leaders"] for duty in DUTIES if "常晓红" in duty["leaders"]]

    assert Counter(map(tuple, led)) == {("常晓红",): 31, ("常晓红", "薛英辉"): 1}


def test_only_duty_40_has_joint_leaders_and_two_responsible_departments() -> None:
    shared = [duty for duty in DUTIES if len(duty["leaders"]) > 1 or len(duty["departments"]) > 1]

    assert [(duty["no"], duty["departments"]) for duty in shared] == [
        (40, ["生态环境分局", "工信局"])
    ]


def test_gongxinju_is_responsible_for_six_duties_and_supports_two_more() -> None:
    responsible = [duty["no"] for duty in DUTIES if "工信局" in duty["departments"]]
    supporting = [duty["no"] for duty in DUTIES if "工信局" in duty.get("supporting", [])]

    assert responsible == [26, 27, 28, 29, 30, 40]
    assert supporting == [14, 101]


def test_every_character_of_the_printed_content_is_in_the_data_in_order() -> None:
    printed = "".join("".join(row.content) for annex in ANNEXES for row in annex.rows)
    kept = "".join(duty["content"] for duty in DUTIES)

    assert kept == printed.replace(REPEALED_MARK, "")


def test_every_character_of_the_printed_supporting_departments_is_in_the_data() -> None:
    printed = [line for annex in ANNEXES for row in annex.rows for line in row.supporting]
    kept = [name for duty in DUTIES for name in duty.get("supporting", [])]

    assert characters(kept) == characters(printed)


def test_a_merged_cell_is_printed_where_its_value_begins_and_nowhere_else() -> None:
    for annex in ANNEXES:
        printed = [row.departments for row in annex.rows]
        kept = [duty["departments"] for duty in LISTS[annex.name]["duties"]]

        begins = [True] + [before != after for before, after in pairwise(kept)]
        assert [bool(cell) for cell in printed] == begins


def test_every_duty_gives_its_keys_in_the_order_of_the_format() -> None:
    for duty in DUTIES:
        assert list(duty) == [key for key in KEYS if key in duty]


@pytest.mark.parametrize("name", FILES.values())
def test_a_list_is_plain_lines_with_one_blank_line_between_duties(name: str) -> None:
    kept = (ROOT / "data" / name).read_bytes().decode("utf-8")

    head, *later = kept.split("\n\n")
    assert head.startswith("# yaml-language-server: $schema=schema/duty-list.json\n")
    assert all(block.startswith("  - no: ") for block in later)
    assert len(later) == kept.count("  - no: ") - 1
    assert kept.endswith("\n")
    assert not set(kept) & set("\r\t\"'")


def test_every_collective_party_and_member_of_units_is_named_in_the_annexes() -> None:
    units = load("units.yaml")
    named = {
        name for duty in DUTIES for name in [*duty["departments"], *duty.get("supporting", [])]
    }

    assert set(units) <= named
    assert {member for unit in units.values() for member in unit["members"]} <= named


def test_every_name_for_several_departments_is_in_units() -> None:
    named = {
        name for duty in DUTIES for name in [*duty["departments"], *duty.get("supporting", [])]
    }

    collective = {name for name in named if re.search(r"、|^各|相关|各.*部门$", name)}
    assert set(load("units.yaml")) == collective
