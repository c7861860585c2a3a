"""`dutylist check` against the last commit: what the files have lost, by hand or in a merge."""

import json
import re
from pathlib import Path

import pytest
from repositories import Place, make_place, write_list
from story import CANAL, ENTRY, NAME, OLD, run, tell
from terminal import PROGRAM

TWO = write_list("修路", "建桥")
BEGUN = TWO.replace("  - no: 2", ENTRY + "  - no: 2")
EXTENSION = "    extended:\n      - {on: 2022-05-30, to: 2023-06-30}\n"


def start(top: Path, text: str = BEGUN) -> Place:
    place = make_place(top)
    place.write(OLD, text)
    place.commit("起始")
    return place


def list_findings(place: Place) -> list[tuple[int, str, str]]:
    """Return the line, severity and problem of each finding."""
    seen = run(place, "check", "--format=json")
    return [(row["line"], row["severity"], row["problem"]) for row in json.loads(seen.text)]


def test_an_entry_that_vanished_is_an_error_at_its_duty(tmp_path: Path) -> None:
    place = start(tmp_path)
    place.write(OLD, TWO)

    seen = run(place, "check")

    assert (seen.code, seen.text + seen.remarks) == (
        4,
        "data/tasks_2022.yaml:4:9: error: duty 1, progress\n"
        "    4 |   - no: 1\n"
        "      |         ^\n"
        "The entry of 2022-05-01 is gone, which the last commit has: “开工”. Put it back"
        " (git show HEAD:data/tasks_2022.yaml): entries are only added; write a correction as a"
        " new one, and take back a commit with dutylist undo.\n"
        "checked 1 file; 1 error\n",
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (BEGUN, BEGUN, []),
        (BEGUN, "# 说明\n" + BEGUN.replace("[李四]", "[ 李四 ]"), []),
        (BEGUN, BEGUN + CANAL.replace("no: 4", "no: 3"), []),
        (BEGUN, BEGUN.replace("建桥", "建大桥"), []),
        (
            BEGUN,
            BEGUN.replace("开工", "动工"),
            [
                (
                    9,
                    "error",
                    "the entry of 2022-05-01 is gone, which the last commit has: “开工”",
                )
            ],
        ),
        (
            TWO + EXTENSION,
            TWO,
            [
                (
                    9,
                    "error",
                    "the extension of 2022-05-30 to 2023-06-30 is gone, which the last commit has",
                )
            ],
        ),
        (
            TWO,
            write_list("修路"),
            [(4, "error", "duty 2 is gone, which the last commit has: “建桥”")],
        ),
        (
            TWO,
            TWO.replace("no: 1", "no: 3"),
            [
                (4, "error", "duty 1 is gone, which the last commit has: “修路”"),
                (9, "warning", "the number 2 stands after a higher one"),
            ],
        ),
        (BEGUN, "title: [\n", None),
    ],
    ids=range(9),
)
def test_duties_entries_and_extensions_must_still_be_there(
    tmp_path: Path, before: str, after: str, expected: list[tuple[int, str, str]] | None
) -> None:
    place = start(tmp_path, before)
    place.write(OLD, after)

    found = list_findings(place)

    if expected is None:
        assert [severity for _, severity, _ in found] == ["invalid"]
    else:
        assert found == expected


def test_a_long_note_is_told_shortly(tmp_path: Path) -> None:
    place = start(tmp_path, BEGUN.replace("note: 开工", f"note: {'长' * 50}"))
    place.write(OLD, TWO)

    assert list_findings(place) == [
        (
            4,
            "error",
            f"the entry of 2022-05-01 is gone, which the last commit has: “{'长' * 40}…”",
        )
    ]


def test_a_list_that_is_gone_is_a_warning_and_a_renamed_one_is_found(tmp_path: Path) -> None:
    place = start(tmp_path)
    other = write_list("开渠", title="工程", year=2023)
    place.write("data/works_2023.yaml", other)
    place.commit("工程")
    (place.top / "data/works_2023.yaml").unlink()
    (place.top / OLD).unlink()
    place.write(NAME, TWO)

    assert tell(place, "check") == (
        "data/duties_2022.yaml:4:9: error: duty 1, progress\n"
        "    4 |   - no: 1\n"
        "      |         ^\n"
        "The entry of 2022-05-01 is gone, which the last commit has: “开工”. Put it back"
        " (git show HEAD:data/tasks_2022.yaml): entries are only added; write a correction as a"
        " new one, and take back a commit with dutylist undo.\n"
        "\n"
        "data/works_2023.yaml:1:1: warning\n"
        "This list is gone; the last commit has it. If that was not meant, put it back"
        " (git show HEAD:data/works_2023.yaml); a list stays, also when all is done.\n"
        "checked 1 file; 1 error; 1 warning\n"
    )


def merge(place: Place, base: str, ours: str, theirs: str) -> None:
    """Merge two branches as a host does, that knows lines alone; where it cannot, take ours."""
    place.diverge(OLD, base, ours, theirs)
    place.git("merge", "--quiet", "--strategy-option=ours", "--message=合并", "side")


def test_an_entry_that_a_merge_lost_is_told_with_the_commit_that_has_it(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    merge(place, TWO, BEGUN, BEGUN.replace("开工", "他方"))

    side = place.git("rev-parse", "--short=8", "side")
    assert list_findings(place) == [
        (
            9,
            "error",
            f"the entry of 2022-05-01 is gone, which the merged commit {side} has: “他方”",
        )
    ]


def test_what_one_side_took_back_is_not_missed_after_the_merge(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    merge(place, BEGUN, BEGUN.replace("    leaders", "    supporting: [财政局]\n    leaders"), TWO)

    assert list_findings(place) == []


def test_a_merge_of_lines_that_doubles_a_number_or_an_entry_is_told(tmp_path: Path) -> None:
    ours = TWO + CANAL.replace("no: 4", "no: 3")
    theirs = TWO.replace("  - no: 1", CANAL.replace("no: 4", "no: 3") + "  - no: 1")
    twice, numbers = make_place(tmp_path / "entries"), make_place(tmp_path / "numbers")

    merge(numbers, TWO, ours, theirs)
    entry = ENTRY.removeprefix("    progress:\n")
    merge(
        twice,
        BEGUN,
        BEGUN.replace("    progress:\n", f"    progress:\n{entry.replace('05-01', '06-01')}"),
        BEGUN.replace("20%\n", f"20%\n{entry.replace('05-01', '06-01')}"),
    )

    assert ("invalid", "the number 3 already stands on line 4") in [
        each[1:] for each in list_findings(numbers)
    ]
    assert ("error", "this entry stands here twice") in [each[1:] for each in list_findings(twice)]


def test_markers_that_a_merge_left_are_told(tmp_path: Path) -> None:
    place = start(tmp_path)
    place.write(OLD, BEGUN + "<<<<<<< main\n=======\n>>>>>>> side\n")
    place.commit("合并")

    assert {problem for _, _, problem in list_findings(place)} == {
        "a merge left its conflict marker here"
    }


def test_without_a_repository_a_commit_or_git_check_goes_on(tmp_path: Path) -> None:
    unborn = make_place(tmp_path / "unborn")
    unborn.write(OLD, TWO)
    none = unborn._replace(top=tmp_path / "none")
    none.write(OLD, TWO)
    lost = start(tmp_path / "lost")
    lost.write(OLD, TWO)

    quiet = [run(place, "check") for place in (unborn, none)]
    quiet.append(run(lost, "check", PATH=str(PROGRAM.parent)))

    assert [(seen.code, seen.remarks) for seen in quiet] == [
        (0, "checked 1 file; nothing found\n")
    ] * 3


def test_a_repository_that_git_refuses_is_a_remark(tmp_path: Path) -> None:
    place = start(tmp_path)
    place.write(".git/config", "[core\n")

    seen = run(place, "check")

    assert seen.code == 0
    assert re.fullmatch(
        "data: not compared with the last commit: fatal: bad config line 1 in file .*\n"
        "checked 1 file; nothing found\n",
        seen.remarks,
    )


def test_the_past_is_checked_by_itself(tmp_path: Path) -> None:
    place = start(tmp_path)
    place.write(OLD, TWO)

    assert run(place, "check", "--at=HEAD").code == 0
