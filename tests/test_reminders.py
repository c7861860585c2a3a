"""The facts of reminders held against the other commands, and the files that reminders become."""

import os
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from terminal import Seen, run_in_pipe
from test_query import (
    make_duty,
    selections,
    write_list,
    written_days,
    written_lists,
)

from dutylist.cli.folders import write_folder
from dutylist.errors import NotFound, NotWritten
from dutylist.index import Clock, ask
from dutylist.names import fold_name
from dutylist.query import Question, Row, select_all, select_due, select_overdue
from dutylist.query.owed import Addressee, Owed, select_owed
from dutylist.report.filenames import name_files
from dutylist.report.parties import NOBODY
from dutylist.report.reminders import Reminders, gather_reminders
from dutylist.selection import Selection
from dutylist.standing import find_missing_report
from dutylist.store.folder import find_sources

FOLDER = Path(__file__).parent / "reminders"
DAY = "--as-of=2022-11-05"


class Asked(NamedTuple):
    """What is owed, the reminders of it, and the refs that other commands find."""

    owed: Owed
    reminders: Reminders
    expected: set[str]


@settings(deadline=None, max_examples=60)
@given(written_lists, selections, written_days, st.integers(0, 120), st.sampled_from(Addressee))
def test_reminders_tell_what_due_overdue_and_the_lamps_tell_and_nothing_else(
    lists: list[list[dict[str, object]]],
    filters: dict[str, Any],
    day: date,
    within: int,
    by: Addressee,
) -> None:
    until = day + timedelta(within)
    with TemporaryDirectory() as temporary:
        for number, duties in enumerate(lists):
            numbered = [make_duty(no, **fields) for no, fields in enumerate(duties, start=1)]
            write_list(Path(temporary) / f"list_{number}.yaml", *numbered)
        sources = find_sources(temporary)

        def look(question: Question) -> Asked:
            owed = select_owed(question, until, by)
            expected = {row.ref for row in select_due(question, day, until).rows}
            expected |= {row.ref for row in select_overdue(question).rows}
            expected |= {row.ref for row in select_all(question).rows if _lacks_report(row, day)}
            return Asked(owed, gather_reminders(owed, by, day, until), expected)

        try:
            asked = ask(
                None,
                Clock(0),
                lambda index: look(Question(index, index.take(sources), Selection(**filters), day)),
            )
        except NotFound:  # no list names the department or leader
            return

    told = {item.ref for letter in asked.reminders.letters for item in letter.items}
    tally = asked.owed.answer.tally
    assert told == asked.expected
    assert tally.shown == len(told)
    assert tally.read == sum(map(len, lists)) == sum(tally[3:])
    assert _pair(asked.reminders) == _expect(asked.owed, by)
    for letter in asked.reminders.letters:
        assert sorted(letter.items) == sorted(letter.overdue + letter.missing + letter.due)
        assert [item.at for item in letter.items] == list(range(1, len(letter.items) + 1))
        assert all(item.demands[0].on <= until for item in letter.items)


def _lacks_report(row: Row, day: date) -> bool:
    is_owed = row.standing.status not in ("done", "repealed")
    return is_owed and find_missing_report(row.duty, day) is not None


def _pair(reminders: Reminders) -> set[tuple[str, str]]:
    return {
        (fold_name(letter.party), item.ref) for letter in reminders.letters for item in letter.items
    }


def _expect(owed: Owed, by: Addressee) -> set[tuple[str, str]]:
    """Return each party of each duty that is owed, as far as the filters name the party."""
    pairs = set()
    for row in owed.answer.rows:
        leaders, departments = row.duty.leaders or (NOBODY,), row.duty.departments
        for name in leaders if by is Addressee.LEADER else departments:
            folded = fold_name(name)
            meant = owed.addressed
            if meant is None or any(each.holds(row.head.folder, folded) for each in meant):
                pairs.add((fold_name(name), row.ref))
    return pairs


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["财政局", "乡、街"], ["财政局.txt", "乡、街.txt"]),
        (['a/b\\c:d*e?f"g<h>i|j'], ["a／b＼c：d＊e？f＂g＜h＞i｜j.txt"]),
        (["CON", "con.局", "nul", "Com1", "COM10", "LPT¹", "aux 局"], [
            "_CON.txt", "_con.局.txt", "_nul.txt", "_Com1.txt", "COM10.txt", "_LPT¹.txt",
            "_aux 局.txt",
        ]),
        (["甲局 ", "甲局.", "甲局...", " 甲局"], [
            "甲局.txt", "甲局（2）.txt", "甲局（3）.txt", "甲局（4）.txt",
        ]),
        (["ABC局", "abc局", "ａｂｃ局", "ABC局（2）"], [
            "ABC局.txt", "abc局（2）.txt", "ａｂｃ局（3）.txt", "ABC局（2）（2）.txt",
        ]),
        (["..", ".隐", "-rf", "~", ""], [
            "_.txt", "_.隐.txt", "_-rf.txt", "_~.txt", "_（2）.txt",
        ]),
        (["甲\x1b\n乙\u202e"], ["甲＼x1b 乙＼u202e.txt"]),
        (["长" * 100], ["长" * 66 + ".txt"]),
        (["长" * 100, "长" * 101], ["长" * 66 + ".txt", "长" * 66 + "（2）.txt"]),
    ],
)  # fmt: skip
def test_names_become_file_names_that_every_system_takes(
    names: Sequence[str], expected: Sequence[str]
) -> None:
    assert name_files(names, ".txt") == expected


@given(st.lists(st.text()))
def test_no_two_names_are_one_file_and_each_can_be_written(names: list[str]) -> None:
    files = name_files(names, ".docx")

    assert len({name.casefold() for name in files}) == len(files) == len(names)
    with TemporaryDirectory() as temporary:
        for name in files:
            Path(temporary, name).write_bytes(b"")
        assert sorted(os.listdir(temporary)) == sorted(files)  # noqa: PTH208 - names, not paths


def split(folder: Path, *arguments: str) -> Seen:
    return run_in_pipe("remind", f"--data={FOLDER}", DAY, f"--split={folder}", *arguments)


def read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_file_each_goes_into_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "催办"

    seen = split(folder, "--within=30")

    whole = run_in_pipe("remind", f"--data={FOLDER}", DAY, "--within=30").text
    messages = whole.split("────────────────────\n")
    names = ("住建局.txt", "财政局.txt", "教育局.txt", "政务服务局.txt")
    assert (seen.code, seen.text) == (0, "")
    assert seen.remarks.splitlines()[0] == f"wrote 4 files into {folder}"
    assert read(folder) == {
        name: message.encode() for name, message in zip(names, messages, strict=True)
    }
    assert list(tmp_path.iterdir()) == [folder]


def test_leaders_get_word_letters_of_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "letters"

    split(folder, "--by=leader", "--format=docx")

    assert sorted(read(folder)) == ["no leader named.docx", "张三.docx", "李四.docx"]


def test_offices_of_one_name_in_two_districts_are_two(tmp_path: Path) -> None:
    text = (FOLDER / "tasks_2022.yaml").read_text("utf-8")
    for district in ("东区", "西区"):
        (tmp_path / district).mkdir()
        issued = text.replace("annex: 附件1", f"issuer: {district}政府")
        (tmp_path / district / "tasks_2022.yaml").write_text(issued, "utf-8")
    folders = [f"--data={tmp_path / district}" for district in ("东区", "西区")]

    seen = run_in_pipe("remind", *folders, DAY, "--department=教育局", "--split=催办", cwd=tmp_path)

    assert seen.code == 0
    assert sorted(read(tmp_path / "催办")) == [
        "教育局（东区政府）.txt", "教育局（西区政府）.txt",
    ]  # fmt: skip


def test_files_that_are_there_are_replaced_with_force_alone(tmp_path: Path) -> None:
    (tmp_path / "财政局.txt").write_text("旧")
    (tmp_path / "教育局.txt").write_text("旧")
    (tmp_path / "别的.txt").write_text("别的")
    before = read(tmp_path)

    refused = split(tmp_path, "--within=30")
    kept = read(tmp_path)
    forced = split(tmp_path, "--within=30", "--force")

    assert (refused.code, kept) == (5, before)
    assert refused.remarks == (
        f"dutylist: 2 files are in {tmp_path} already (财政局.txt, 教育局.txt); "
        "--force replaces them\n"
    )
    assert forced.remarks.splitlines()[:2] == [
        f"wrote 4 files into {tmp_path}",
        f"1 other file is in {tmp_path}, and stays as it is",
    ]
    assert len(read(tmp_path)) == 5
    assert "旧".encode() not in read(tmp_path).values()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "催办"
    path.write_text("文件")

    seen = split(path)

    assert (seen.code, seen.remarks) == (
        5,
        f"dutylist: {path} is there already, and is no folder\n",
    )


def test_a_folder_is_made_where_its_own_folder_is_there(tmp_path: Path) -> None:
    seen = split(tmp_path / "无" / "催办")

    assert (seen.code, list(tmp_path.iterdir())) == (5, [])
    assert seen.remarks == (
        f"dutylist: {tmp_path / '无' / '催办'} could not be made: it does not exist; "
        "nothing was written\n"
    )


def test_where_one_file_fails_all_are_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "1").write_bytes(b"old")
    (tmp_path / "3").mkdir()
    long = "4" * 300  # which no disk takes

    with pytest.raises(NotWritten, match="3 is no regular file"):
        write_folder(str(tmp_path), {"1": b"new", "2": b"new", "3": b"new"}, force=True)
    with pytest.raises(NotWritten, match="its name is too long"):
        write_folder(str(tmp_path), {"1": b"new", "2": b"new", long: b"new"}, force=True)
    with pytest.raises(NotWritten, match="its name is too long"):
        write_folder(str(tmp_path / "new"), {"1": b"new", long: b"new"}, force=True)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "3"]
    assert (tmp_path / "1").read_bytes() == b"old"
