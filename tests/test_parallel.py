"""Many clerks at once on one list: every entry is there, each in a commit of its own."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from repositories import Place, start_office
from terminal import PROGRAM

CLERKS = 50
PATIENCE = 180.0


class Ended(NamedTuple):
    """How a run ended; its words only where it failed, since some are told that they wait."""

    code: int
    words: str


@pytest.fixture
def clerk(tmp_path: Path) -> Place:
    """A repository with a list of fifty duties."""
    duty = (
        "  - no: {no}\n    content: 推进第{no}项改造。\n    departments: [住建局]\n"
        "    deadline: 10月末前完成\n    leaders: [张三]\n"
    )
    duties = "".join(duty.format(no=no) for no in range(1, CLERKS + 1))
    return start_office(tmp_path / "office", f"title: 清单\nyear: 2022\nduties:\n{duties}")


def run_at_once(clerk: Place, commands: Sequence[Sequence[str]]) -> list[Ended]:
    """Start all of the commands, then wait for them."""
    processes = [
        subprocess.Popen(
            [PROGRAM, *command],
            cwd=clerk.top,
            env=clerk.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    words = [process.communicate(timeout=PATIENCE)[1] for process in processes]
    codes = [process.returncode for process in processes]
    return [Ended(code, said if code else "") for code, said in zip(codes, words, strict=True)]


def record(ref: int, note: str) -> list[str]:
    return ["progress", f"tasks_2022/{ref}", "active", "--note", note, "--on", "2022-10-17"]


@pytest.mark.parametrize("spread", [True, False], ids=["fifty duties", "one duty"])
def test_fifty_clerks_at_once_make_fifty_entries_in_fifty_commits(
    clerk: Place, spread: bool
) -> None:
    notes = [f"第{no:02}次推进" for no in range(1, CLERKS + 1)]
    commands = [record(no if spread else 1, note) for no, note in enumerate(notes, start=1)]

    ended = run_at_once(clerk, commands)

    listed = [line.partition("note: ")[2] for line in clerk.text.splitlines() if "note:" in line]
    subjects = clerk.git("log", "--format=%s", "--max-count=50").splitlines()
    assert ended == [Ended(0, "")] * CLERKS
    assert sorted(listed) == notes
    assert sorted(subject.partition("：")[2] for subject in subjects) == notes
    assert clerk.count_commits() == CLERKS + 1
    assert clerk.git("rev-list", "--merges", "HEAD") == ""
    assert clerk.git("status", "--porcelain") == ""
    assert clerk.list_folder() == ["tasks_2022.yaml"]
    assert clerk.dutylist("check").code == 0


def test_clerks_of_several_folders_in_one_repository_wait_for_each_other(tmp_path: Path) -> None:
    office = start_office(tmp_path / "office")
    folders = [f"district_{at}" for at in range(4)]
    for folder in folders:
        office.write(f"{folder}/tasks_2022.yaml", office.text)
    office.commit("四区")
    commands = [
        ["progress", "1", "active", "--note", f"第{at}次", "--data", folder]
        for folder in folders
        for at in range(3)
    ]

    ended = run_at_once(office, commands)

    assert ended == [Ended(0, "")] * len(commands)
    assert office.count_commits() == 2 + len(commands)
