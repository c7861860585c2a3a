"""Lists that a run makes or removes: with their commit, or not at all."""

import json
import os
import random
import signal
import stat
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from making import (
    DOCUMENT,
    NEW,
    NEW_NAME,
    SHA256,
    TITLE,
    import_lists,
    undo_last,
)
from repositories import LIST, LIST_NAME, Place, isolate, start_office

from dutylist.errors import GitRefused, NotFound, NotWritten
from dutylist.record.words import Imported, read_trailers, write_import

RENAMED = LIST.replace("二〇二二年责任清单", TITLE)
SUBJECT = "更新 tasks_2023、tasks_2022（共3项）"
PROGRESS = ("progress", "tasks_2022/1", "active", "--note=已开工", "--on=2022-10-20")
KILLS = 15


@pytest.fixture
def clerk(tmp_path: Path) -> Place:
    return start_office(tmp_path / "office")


def do_import(clerk: Place, *, edits: bool = True, commits: bool = True) -> None:
    import_lists(str(clerk.file.parent), clerk.environment, edits=edits, commits=commits)


def read_folder(clerk: Place) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in clerk.file.parent.iterdir()}


BEFORE = {"tasks_2022.yaml": LIST}
AFTER = {"tasks_2022.yaml": RENAMED, "tasks_2023.yaml": NEW}


def test_a_list_is_made_and_another_edited_in_one_commit(clerk: Place) -> None:
    clerk.write("beside.txt", "a\n")
    clerk.git("add", "beside.txt")

    do_import(clerk)

    assert read_folder(clerk) == AFTER
    assert clerk.git("status", "--porcelain") == "A  beside.txt"
    assert clerk.git("log", "-1", "--format=%B", "--name-status").rstrip() == (
        f"{SUBJECT}\n\n"
        "导入 tasks_2023：二〇二三年责任清单（1项）\n更新 tasks_2022：改1项\n\n"
        f"文件：{DOCUMENT}\n\n"
        f"List: tasks_2023\nList: tasks_2022\nSource: {DOCUMENT}\nSha256: {SHA256}\n\n\n"
        f"M\t{LIST_NAME}\nA\t{NEW_NAME}"
    )


def test_in_an_empty_folder_of_a_repository_without_commits_a_list_is_made(tmp_path: Path) -> None:
    clerk = start_office(tmp_path / "office")
    clerk.git("update-ref", "-d", "HEAD")
    clerk.git("rm", "--quiet", "-f", LIST_NAME)
    clerk.file.parent.mkdir(exist_ok=True)

    do_import(clerk, edits=False)

    assert read_folder(clerk) == {"tasks_2023.yaml": NEW}
    assert clerk.git("show", "--format=%s", "--name-only") == (
        f"导入 tasks_2023：二〇二三年责任清单（1项）\n\n{NEW_NAME}"
    )


def test_without_a_commit_no_repository_is_needed_for_a_new_list(tmp_path: Path) -> None:
    clerk = Place(tmp_path, isolate())
    clerk.write(LIST_NAME, LIST)

    do_import(clerk, commits=False)

    assert read_folder(clerk) == AFTER


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_new_list_has_the_mode_that_new_files_get(clerk: Place) -> None:
    before = os.umask(0o027)
    try:
        do_import(clerk)
    finally:
        os.umask(before)

    assert stat.S_IMODE((clerk.top / NEW_NAME).stat().st_mode) == 0o640


def test_a_list_that_is_there_by_now_is_not_written_over(clerk: Place) -> None:
    clerk.write(NEW_NAME, "title: 别人的\n")
    clerk.commit("别人")

    with pytest.raises(NotWritten):
        import_lists(str(clerk.file.parent), clerk.environment, edits=False)

    assert read_folder(clerk) == {**BEFORE, "tasks_2023.yaml": "title: 别人的\n"}
    assert clerk.git("status", "--porcelain") == ""


def test_a_link_to_nowhere_is_not_followed(clerk: Place) -> None:
    (clerk.top / NEW_NAME).symlink_to(clerk.top / "elsewhere.yaml")

    with pytest.raises(NotWritten):
        do_import(clerk, edits=False)

    assert not (clerk.top / "elsewhere.yaml").exists()
    assert (clerk.top / NEW_NAME).is_symlink()


@pytest.mark.parametrize("edits", [True, False])
def test_where_git_refuses_nothing_is_there_that_was_not(clerk: Place, edits: bool) -> None:
    clerk.hook("pre-commit", "echo 不行 >&2; exit 1")

    with pytest.raises(GitRefused) as refusal:
        do_import(clerk, edits=edits)

    assert refusal.value.words == "不行"
    assert read_folder(clerk) == BEFORE
    assert clerk.git("status", "--porcelain") == ""
    assert [path.name for path in (clerk.top / ".git").glob("*dutylist*")] == []


def test_a_new_list_that_git_ignores_is_refused(clerk: Place) -> None:
    clerk.write(".gitignore", "*_2023.yaml\n")
    clerk.commit("忽略")

    with pytest.raises(GitRefused):
        do_import(clerk)

    assert read_folder(clerk) == BEFORE
    assert clerk.git("status", "--porcelain") == ""


def test_the_new_list_of_a_killed_run_is_removed_by_the_next_one(clerk: Place) -> None:
    leave_note(clerk, NEW)
    clerk.write(NEW_NAME, NEW)
    clerk.git("add", NEW_NAME)

    seen = clerk.dutylist(*PROGRESS)

    assert seen.code == 0, seen.remarks
    assert clerk.list_folder() == ["tasks_2022.yaml"]
    assert clerk.git("status", "--porcelain") == ""


@pytest.mark.parametrize("now", [NEW, f"{NEW}# 已改\n"])
def test_a_new_list_that_was_committed_or_changed_since_is_kept(clerk: Place, now: str) -> None:
    leave_note(clerk, NEW)
    clerk.write(NEW_NAME, now)
    if now == NEW:
        clerk.commit("导入")

    seen = clerk.dutylist(*PROGRESS)

    assert seen.code == 0, seen.remarks
    assert read_folder(clerk)["tasks_2023.yaml"] == now


def test_a_list_that_a_killed_undo_removed_is_put_back(clerk: Place) -> None:
    do_import(clerk)
    note = (NEW_NAME, "撤回：导入", NEW, "")
    clerk.write(".git/dutylist.note", json.dumps([note]))
    (clerk.top / NEW_NAME).unlink()

    seen = clerk.dutylist(*PROGRESS)

    assert seen.code == 0, seen.remarks
    assert read_folder(clerk)["tasks_2023.yaml"] == NEW
    assert clerk.git("status", "--porcelain") == ""


def leave_note(clerk: Place, after: str) -> None:
    """Leave what a run leaves that was killed after it had made the list."""
    note = (NEW_NAME, "导入", "", sha256(after.encode()).hexdigest())
    clerk.write(".git/dutylist.note", json.dumps([note]))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_run_that_makes_a_list_is_done_or_undone_wherever_it_is_killed(clerk: Place) -> None:
    draw = random.Random(2023)
    fates: Counter[str] = Counter()

    for _ in range(KILLS):
        start = clerk.git("rev-parse", "HEAD")
        code = run_and_kill(clerk, draw.uniform(0.1, 0.8), group=draw.random() < 0.5)
        left = clerk.git("--no-optional-locks", "status", "--porcelain")
        seen = clerk.dutylist(*PROGRESS)

        is_made = "tasks_2023.yaml" in clerk.list_folder()
        assert seen.code == 0, seen.remarks
        assert is_made == (clerk.git("rev-list", "--count", f"{start}..HEAD") == "2")
        assert is_made == (TITLE in clerk.text)
        assert clerk.git("status", "--porcelain") == ""
        assert [path.name for path in (clerk.top / ".git").glob("*dutylist*")] == []
        fates[f"{'killed' if code else 'ended'}, {'left' if left else 'nothing'} behind"] += 1
        clerk.git("reset", "--quiet", "--hard", start)

    assert sum(fates.values()) == KILLS


def run_and_kill(clerk: Place, after: float, *, group: bool) -> int:
    """Start an import, kill it (or its git, too) after some seconds, and return how it ended."""
    process = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("making.py"), "data"],
        cwd=clerk.top,
        env=clerk.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(after)
    except subprocess.TimeoutExpired:
        if group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        return process.wait()


def test_undo_takes_an_import_back_as_a_whole(clerk: Place) -> None:
    do_import(clerk)

    undo_last(str(clerk.file.parent), clerk.environment)

    assert read_folder(clerk) == BEFORE
    assert clerk.git("status", "--porcelain") == ""
    assert clerk.git("log", "-1", "--format=%s", "--name-status") == (
        f"撤回：{SUBJECT}\n\nM\t{LIST_NAME}\nD\t{NEW_NAME}"
    )
    with pytest.raises(NotFound):
        undo_last(str(clerk.file.parent), clerk.environment)


def test_an_import_is_not_taken_back_once_somebody_wrote_to_its_lists(clerk: Place) -> None:
    do_import(clerk)
    clerk.write(NEW_NAME, NEW.replace("年内完成", "10月末前完成"))
    clerk.commit("改期限")

    with pytest.raises(NotWritten) as refusal:
        undo_last(str(clerk.file.parent), clerk.environment)

    assert str(refusal.value) == (
        f"“{SUBJECT}” cannot be taken back: a list that it wrote has been changed or removed "
        "since; import the document that holds now"
    )
    assert clerk.text == RENAMED


def test_where_git_refuses_an_undo_the_list_is_there_again(clerk: Place) -> None:
    do_import(clerk)
    clerk.hook("pre-commit", "exit 1")

    with pytest.raises(GitRefused):
        undo_last(str(clerk.file.parent), clerk.environment)

    assert read_folder(clerk) == AFTER
    assert clerk.git("status", "--porcelain") == ""


def test_the_message_of_an_import_says_what_came_of_it() -> None:
    new = Imported("tasks_2023", "2023年区政府重点工作责任清单", 101)
    amended = Imported(
        "tasks_2022", "", 102, is_new=False, changed=3, added=1, renumbered=5, linked=2
    )

    told = write_import([new], "清单\n.docx", SHA256)

    assert told == (
        "导入 tasks_2023：2023年区政府重点工作责任清单（101项）\n\n文件：\n    清单\n    .docx\n\n"
        f"List: tasks_2023\nSource: 清单 .docx\nSha256: {SHA256}\n"
    )
    assert write_import([amended], "a", SHA256).partition("\n")[0] == (
        "更新 tasks_2022：改3项、增1项、重新编号5项、延续2项"
    )
    assert read_trailers(told) == {
        "List": ["tasks_2023"],
        "Source": ["清单 .docx"],
        "Sha256": [SHA256],
    }
