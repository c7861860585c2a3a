"""Recording progress, amendments and undoing: one edit, one commit, or nothing at all."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from repositories import LIST, LIST_NAME, Place, isolate, start_office
from terminal import PROGRAM

from dutylist.duty import Entry, Repeal, Status
from dutylist.record.words import read_trailers, write_amendment, write_progress
from dutylist.store.lock import hold_lock

ENTRY = """\
    progress:
      - on: 2022-10-20
        status: active
        note: 已开工
"""
WITH_ENTRY = LIST.replace("    leaders: [张三]\n", f"    leaders: [张三]\n{ENTRY}")
ON = "--on=2022-10-20"
PROGRESS = ("progress", "tasks_2022/1", "active", "--note=已开工", ON)


@pytest.fixture
def clerk(tmp_path: Path) -> Place:
    return start_office(tmp_path / "office")


def test_progress_is_one_entry_and_one_commit_that_a_leader_can_read(clerk: Place) -> None:
    seen = clerk.dutylist(*PROGRESS, "--value=45%", "--by=住建局", "--problem=资金\n未到位")

    added = ENTRY + "        value: 45%\n        by: 住建局\n        problem: |-\n"
    added += "          资金\n          未到位\n"
    assert seen.code == 0, seen.remarks
    assert clerk.text == LIST.replace("    leaders: [张三]\n", f"    leaders: [张三]\n{added}")
    assert clerk.git("status", "--porcelain") == ""
    assert clerk.list_folder() == ["tasks_2022.yaml"]
    assert clerk.git("log", "-1", "--format=%an%n%B", "--name-only").rstrip() == (
        "张三\n"
        "tasks_2022/1 推进中：已开工\n\n"
        "完成值：45%\n\n"
        "存在问题：\n    资金\n    未到位\n\n"
        "Duty: tasks_2022/1\nStatus: active\nOn: 2022-10-20\nBy: 住建局\n\n\n"
        "data/tasks_2022.yaml"
    )


def test_the_change_is_shown_before_and_the_commit_after(clerk: Place) -> None:
    seen = clerk.dutylist(*PROGRESS)

    id_ = clerk.git("rev-parse", "HEAD")[:8]
    assert seen.text == (
        "tasks_2022/1  推进第1批老旧小区改造\n\n"
        "+ 2022-10-20  active · 已开工\n"
        "status        pending → active\n"
    )
    assert seen.remarks == f"committed {id_}: tasks_2022/1 推进中：已开工\n"


def test_other_staged_and_changed_work_stays_as_it_is(clerk: Place) -> None:
    for name in ("staged.txt", "changed.txt"):
        (clerk.top / name).write_text("a\n", encoding="utf-8")
    clerk.git("add", "changed.txt")
    clerk.git("commit", "--quiet", "--message=一")
    clerk.git("add", "staged.txt")
    (clerk.top / "changed.txt").write_text("b\n", encoding="utf-8")
    before = clerk.git("status", "--porcelain")

    seen = clerk.dutylist(*PROGRESS)

    assert seen.code == 0
    assert clerk.git("status", "--porcelain") == before
    assert clerk.git("show", "--format=", "--name-only", "HEAD") == LIST_NAME


def test_a_dry_run_shows_the_change_and_writes_nothing(clerk: Place) -> None:
    seen = clerk.dutylist(*PROGRESS, "--dry-run")

    assert seen.code == 0
    assert "+ 2022-10-20  active · 已开工" in seen.text
    assert (clerk.text, clerk.count_commits()) == (LIST, 1)
    assert clerk.list_folder() == ["tasks_2022.yaml"]


def test_without_a_commit_the_edit_stays_in_the_work_tree(clerk: Place) -> None:
    seen = clerk.dutylist(*PROGRESS, "--no-commit")

    assert seen.code == 0
    assert seen.remarks == "data/tasks_2022.yaml is changed, not committed\n"
    assert (clerk.text, clerk.count_commits()) == (WITH_ENTRY, 1)


def test_without_a_commit_no_repository_is_needed(tmp_path: Path) -> None:
    clerk = Place(tmp_path, isolate())
    clerk.file.parent.mkdir()
    clerk.file.write_text(LIST, encoding="utf-8", newline="")

    seen = clerk.dutylist(*PROGRESS, "--no-commit")

    assert (seen.code, clerk.text) == (0, WITH_ENTRY)


def test_several_duties_get_one_commit(clerk: Place) -> None:
    seen = clerk.dutylist("progress", "1", "2", "done", "--note=全部完成", ON)

    assert seen.code == 0
    assert clerk.count_commits() == 2
    assert clerk.git("log", "-1", "--format=%B").rstrip() == (
        "tasks_2022/1、tasks_2022/2 办结：全部完成\n\n"
        "Duty: tasks_2022/1\nDuty: tasks_2022/2\nStatus: done\nOn: 2022-10-20"
    )


def test_duties_of_two_lists_get_one_commit_of_both_files(clerk: Place) -> None:
    other = clerk.file.with_name("livelihood_2022.yaml")
    other.write_text(LIST, encoding="utf-8", newline="")
    clerk.git("add", "--all")
    clerk.git("commit", "--quiet", "--message=二")

    seen = clerk.dutylist(
        "progress", "tasks_2022/1", "livelihood_2022/1", "active", "--note=已开工", ON
    )

    assert seen.code == 0
    assert clerk.text == other.read_bytes().decode() == WITH_ENTRY
    assert clerk.git("show", "--format=", "--name-only", "HEAD").split() == [
        "data/livelihood_2022.yaml",
        "data/tasks_2022.yaml",
    ]


def test_without_a_status_the_duty_keeps_the_one_it_has(clerk: Place) -> None:
    clerk.dutylist("progress", "2", "--note=已开工", ON)
    clerk.dutylist("progress", "1", "--note=尚在等待", ON)

    assert "note: 已选址  # 待批\n      - on: 2022-10-20\n        status: active\n" in clerk.text
    assert "        status: pending\n        note: 尚在等待\n" in clerk.text


def test_an_earlier_day_goes_before_a_later_one_and_that_is_told(clerk: Place) -> None:
    seen = clerk.dutylist("progress", "2", "推进中", "--note=起草", "--on=2022-03-01")

    assert seen.remarks.splitlines()[0] == (
        "tasks_2022/2 has an entry of 2022-04-08, which stays the last one"
    )
    assert clerk.text.index("note: 起草") < clerk.text.index("note: 已选址")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("1", "搞定", "--note=x"), 2, "a status is one of pending, active, blocked, done, "
         "not “搞定”"),
        (("1", "废止", "--note=x"), 2, "to repeal a duty: dutylist amend REF repeal"),
        (("active", "--note=x"), 2, "name a duty before the status, as tasks_2022/26"),
        (("1", "active", "--note= "), 2, "--note: the text is empty"),
        (("1", "active", "--note=\x1b[31m红"), 2,
         "--note: the control character U+001B stands in the text"),
        (("9", "active", "--note=x"), 3, "there is no duty 9"),
        (("tasks_2099/1", "active", "--note=x"), 3, "there is no list “tasks_2099”"),
        (("1", "active", "--note=x", "--on=2022-02-30"), 2, "the calendar has no 2022-02-30"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_written(
    clerk: Place, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    seen = clerk.dutylist("progress", *arguments)

    assert seen.code == code
    assert seen.remarks.splitlines()[0] == f"dutylist: {sentence}"
    assert (clerk.text, clerk.count_commits()) == (LIST, 1)


def test_line_ends_of_windows_become_those_of_the_list(clerk: Place) -> None:
    seen = clerk.dutylist("progress", "1", "active", "--note=一\r\n二", ON)

    assert seen.code == 0
    assert "        note: |-\n          一\n          二\n" in clerk.text


def test_a_note_is_asked_for(clerk: Place) -> None:
    seen = clerk.dutylist("progress", "1", "active")

    assert seen.code == 2
    assert "--note" in seen.remarks


def test_a_number_that_stands_in_two_lists_is_refused_with_the_candidates(clerk: Place) -> None:
    clerk.file.with_name("livelihood_2022.yaml").write_text(LIST, encoding="utf-8")

    seen = clerk.dutylist("progress", "1", "active", "--note=x")

    assert seen.code == 3
    assert seen.remarks == (
        "dutylist: “1” is more than one duty; name the one\n"
        "nearest: livelihood_2022/1, tasks_2022/1\n"
    )


def test_the_same_entry_twice_is_refused(clerk: Place) -> None:
    clerk.dutylist(*PROGRESS)

    seen = clerk.dutylist(*PROGRESS)

    assert seen.code == 2
    assert seen.remarks == "dutylist: tasks_2022/1 has this very entry already\n"


def test_a_broken_list_beside_keeps_nobody_from_writing_to_a_good_one(clerk: Place) -> None:
    clerk.file.with_name("livelihood_2022.yaml").write_text("title: [", encoding="utf-8")

    named = clerk.dutylist(*PROGRESS)
    bare = clerk.dutylist("progress", "1", "active", "--note=x", ON)

    assert (named.code, bare.code) == (0, 4)
    assert clerk.text == WITH_ENTRY


def test_a_list_with_changes_of_somebody_else_is_refused(clerk: Place) -> None:
    changed = LIST.replace("李四", "王五")
    clerk.file.write_text(changed, encoding="utf-8", newline="")

    seen = clerk.dutylist(*PROGRESS)

    assert seen.code == 5
    assert seen.remarks == (
        "dutylist: data/tasks_2022.yaml has changes that are not committed, maybe somebody "
        "else’s; look at them with git status and git diff HEAD, then commit them or take them "
        "back\n"
    )
    assert (clerk.text, clerk.count_commits()) == (changed, 1)


def test_a_list_that_git_does_not_have_yet_is_refused(clerk: Place) -> None:
    clerk.file.with_name("new_2023.yaml").write_text(LIST, encoding="utf-8", newline="")

    seen = clerk.dutylist("progress", "new_2023/1", "active", "--note=x")

    assert seen.code == 5
    assert seen.remarks == (
        "dutylist: data/new_2023.yaml is not in git yet; put it there first: "
        "git add data/new_2023.yaml, then git commit\n"
    )


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        ("assume-unchanged", "is marked as unchanged, so that git does not look at it"),
        ("skip-worktree", "is marked to be skipped, so that git does not look at it"),
    ],
)
def test_a_list_that_git_does_not_look_at_is_refused(
    clerk: Place, mark: str, sentence: str
) -> None:
    clerk.git("update-index", f"--{mark}", LIST_NAME)
    changed = LIST.replace("李四", "王五")
    clerk.file.write_text(changed, encoding="utf-8", newline="")

    seen = clerk.dutylist(*PROGRESS)

    assert seen.code == 5
    assert sentence in seen.remarks
    assert (clerk.text, clerk.count_commits()) == (changed, 1)


def test_a_git_that_was_killed_leaves_no_lock_behind(clerk: Place) -> None:
    clerk.hook("pre-commit", "kill -9 $PPID")

    seen = clerk.dutylist(*PROGRESS)

    assert seen.code == 6
    assert clerk.text == LIST
    assert list((clerk.top / ".git").glob("*.lock")) == []


def refuse_by_identity(clerk: Place) -> str:
    clerk.git("config", "--unset", "user.name")
    clerk.git("config", "--unset", "user.email")
    clerk.git("config", "user.useConfigOnly", "true")
    return "Author identity unknown"


def refuse_by_hook(clerk: Place) -> str:
    clerk.hook("pre-commit", 'printf "\\033[31m钩子不通过\\033[0m\\n" >&2; exit 1')
    return "\\x1b[31m钩子不通过\\x1b[0m"


def refuse_by_silent_hook(clerk: Place) -> str:
    clerk.hook("pre-commit", "exit 1")
    return "git ended with exit code 1 and without a word; a hook may have refused"


def refuse_by_message_hook(clerk: Place) -> str:
    clerk.hook("commit-msg", "echo 说明太短 >&2; exit 1")
    return "说明太短"


def refuse_by_merge(clerk: Place) -> str:
    clerk.git("checkout", "--quiet", "-b", "other")
    clerk.git("commit", "--quiet", "--allow-empty", "--message=甲")
    clerk.git("checkout", "--quiet", "main")
    clerk.git("commit", "--quiet", "--allow-empty", "--message=乙")
    clerk.git("merge", "--quiet", "--no-commit", "--no-ff", "other")
    return "cannot do a partial commit during a merge"


def refuse_by_detached_head(clerk: Place) -> str:
    clerk.git("checkout", "--quiet", "--detach")
    return "ref HEAD is not a symbolic ref"


def refuse_by_revert(clerk: Place) -> str:
    clerk.git("commit", "--quiet", "--allow-empty", "--message=甲")
    clerk.git("revert", "--no-commit", "HEAD")
    return "a revert is under way"


def refuse_by_signing(clerk: Place) -> str:
    clerk.git("config", "commit.gpgsign", "true")
    clerk.git("config", "gpg.program", "/bin/false")
    return "gpg failed to sign the data"


def refuse_by_missing_repository(clerk: Place) -> str:
    (clerk.top / ".git").rename(clerk.top / "gone")
    return "not a git repository"


@pytest.mark.skipif(os.name == "nt", reason="the hooks are shell scripts")
@pytest.mark.parametrize(
    "refuse",
    [
        refuse_by_identity,
        refuse_by_hook,
        refuse_by_silent_hook,
        refuse_by_message_hook,
        refuse_by_merge,
        refuse_by_detached_head,
        refuse_by_signing,
        refuse_by_revert,
        refuse_by_missing_repository,
    ],
)
def test_what_git_refuses_is_told_in_its_words_and_the_list_is_as_it_was(
    clerk: Place, refuse: Callable[[Place], str]
) -> None:
    words = refuse(clerk)

    seen = clerk.dutylist(*PROGRESS)

    assert seen.code == 6
    assert words in seen.remarks
    assert clerk.text == LIST
    assert clerk.list_folder() == ["tasks_2022.yaml"]


NASTY = "# 标题\n\nDuty: tasks_2022/9\nStatus: done\n--- >8 ---\n-x\r\nSigned-off-by: 张三 <z@x>"


def test_a_message_cannot_be_made_to_lie(clerk: Place) -> None:
    clerk.git("config", "commit.cleanup", "strip")

    clerk.dutylist("progress", "1", "active", f"--note={NASTY.replace(chr(13), '')}", ON)

    message = clerk.git("log", "-1", "--format=%B").rstrip("\n")
    assert message == (
        "tasks_2022/1 推进中：# 标题 Duty: tasks_2022/9 Status: …\n\n"
        "进展：\n    # 标题\n    Duty: tasks_2022/9\n    Status: done\n    --- >8 ---\n"
        "    -x\n    Signed-off-by: 张三 <z@x>\n\n"
        "Duty: tasks_2022/1\nStatus: active\nOn: 2022-10-20"
    )
    assert clerk.git("log", "-1", "--format=%(trailers:only,unfold)").split("\n")[:3] == [
        "Duty: tasks_2022/1",
        "Status: active",
        "On: 2022-10-20",
    ]


def test_signs_that_turn_text_round_are_shown_as_such_in_a_message() -> None:
    entry = Entry(date_of("2022-10-20"), Status.ACTIVE, "甲\u202e乙", by="x\nDuty: y/1")

    message = write_progress([("tasks_2022/1", entry)])

    assert message == (
        "tasks_2022/1 推进中：甲\\u202e乙\n\n"
        "Duty: tasks_2022/1\nStatus: active\nOn: 2022-10-20\nBy: x Duty: y/1\n"
    )
    assert read_trailers(message)["Duty"] == ["tasks_2022/1"]


def test_the_trailers_of_a_message_are_its_last_paragraph_or_none() -> None:
    assert read_trailers("a\n\nDuty: x/1\nDuty: x/2\nOn: 2022-10-20\n") == {
        "Duty": ["x/1", "x/2"],
        "On": ["2022-10-20"],
    }
    assert read_trailers("a\n\nDuty: x/1\nand more\n") == {}
    assert read_trailers("Duty: x/1\n") == {}


def test_many_duties_are_counted_in_the_subject_and_named_in_the_trailers() -> None:
    refs = [f"tasks_2022/{no}" for no in range(1, 6)]

    message = write_amendment(
        refs, Repeal(date_of("2022-10-20")), date_of("2022-10-20"), None, None
    )

    assert message.splitlines()[0] == "tasks_2022/1、tasks_2022/2、tasks_2022/3等5项 废止"
    assert read_trailers(message)["Duty"] == refs


def date_of(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    "command",
    [
        (*PROGRESS, "--note=一\n二", "--value=45%", "--by=住建局", "--problem=无", "--next=验收"),
        ("progress", "2", "done", "--note=起草", "--on=2022-03-01"),
        ("amend", "1", "2", "repeal", "--on=2022-06-01", "--by=区政府", "--reason=取消"),
        ("amend", "2", "extend", "--to=2023-03-31", "--on=2022-06-01"),
    ],
    ids=" ".join,
)
def test_the_index_learns_of_a_list_what_a_parse_would_find(
    clerk: Place, command: tuple[str, ...], tmp_path: Path
) -> None:
    clerk.dutylist(*command)
    anew = clerk._replace(
        environment={**clerk.environment, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    )
    questions = (("list",), ("due", "--within=400"), ("overdue",))

    learned = [clerk.dutylist(*each, "--format=json", "--as-of=2022-11-01") for each in questions]
    parsed = [anew.dutylist(*each, "--format=json", "--as-of=2022-11-01") for each in questions]

    assert learned == parsed
    assert learned[0].code == 0


def test_a_repeal_has_its_day_its_authority_and_its_reason(clerk: Place) -> None:
    seen = clerk.dutylist(
        "amend", "1", "废止", "--on=2022-06-01", "--by=区政府", "--reason=项目取消"
    )

    assert seen.code == 0, seen.remarks
    assert clerk.text == LIST.replace(
        "    leaders: [张三]\n",
        "    leaders: [张三]\n    repealed:\n      on: 2022-06-01\n      by: 区政府\n"
        "      reason: 项目取消\n",
    )
    assert clerk.git("log", "-1", "--format=%B").rstrip() == (
        "tasks_2022/1 废止：项目取消\n\n"
        "Duty: tasks_2022/1\nAmendment: repeal\nOn: 2022-06-01\nBy: 区政府"
    )


def test_an_extension_moves_the_due_date(clerk: Place) -> None:
    seen = clerk.dutylist(
        "amend", "1", "extend", "--to=2022-12-15", "--on=2022-10-01", "--by=区政府"
    )

    assert seen.text == (
        "tasks_2022/1  推进第1批老旧小区改造\n\n"
        "+ extended to  2022-10-31 → 2022-12-15\n"
        "+ decided on   2022-10-01\n"
        "+ by           区政府\n"
    )
    rows = json.loads(clerk.dutylist("show", "1", "--format=json", "--as-of=2022-10-20").text)
    assert [row["due"] for row in rows] == ["2022-12-15"]


def test_a_repealed_duty_is_reinstated(clerk: Place) -> None:
    clerk.dutylist("amend", "1", "repeal")

    seen = clerk.dutylist("amend", "1", "恢复", "--reason=重新启动")

    assert seen.code == 0
    assert clerk.text == LIST
    assert clerk.git("log", "-1", "--format=%s").rstrip() == "tasks_2022/1 恢复：重新启动"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("1", "extend"), "--to DATE goes with extend, and extend needs it"),
        (("1", "repeal", "--to=2022-12-31"), "--to DATE goes with extend, and extend needs it"),
        (("1", "reinstate"), "tasks_2022/1 is not repealed"),
        (("1", "cancel"), "an act is one of repeal, extend, reinstate, not “cancel”"),
        (("repeal",), "name a duty before the act, as tasks_2022/26"),
    ],
)
def test_an_amendment_that_makes_no_sense_is_refused(
    clerk: Place, arguments: tuple[str, ...], sentence: str
) -> None:
    seen = clerk.dutylist("amend", *arguments)

    assert (seen.code, seen.remarks) == (2, f"dutylist: {sentence}\n")
    assert (clerk.text, clerk.count_commits()) == (LIST, 1)


def test_undo_puts_the_bytes_back_as_a_new_commit(clerk: Place) -> None:
    clerk.dutylist(*PROGRESS)
    undone = clerk.git("rev-parse", "HEAD").strip()

    seen = clerk.dutylist("undo")

    assert seen.code == 0, seen.remarks
    assert (clerk.text, clerk.count_commits()) == (LIST, 3)
    assert clerk.git("log", "-1", "--format=%B").rstrip() == (
        f"撤回：tasks_2022/1 推进中：已开工\n\nDuty: tasks_2022/1\nUndoes: {undone}"
    )


def test_undo_shows_the_commit_and_what_goes_with_it(clerk: Place) -> None:
    clerk.dutylist(*PROGRESS)
    commit = clerk.git("rev-parse", "HEAD")[:8]
    day = clerk.git("log", "-1", "--format=%as")

    seen = clerk.dutylist("undo", "--dry-run")

    assert seen.text == (
        f"{commit}      {day}  张三  tasks_2022/1 推进中：已开工\n"
        "tasks_2022/1  entry withdrawn: 2022-10-20 · active · 已开工\n"
    )
    assert (clerk.text, clerk.count_commits()) == (WITH_ENTRY, 2)


def test_undo_again_takes_back_the_one_before(clerk: Place) -> None:
    clerk.dutylist(*PROGRESS)
    clerk.dutylist("progress", "2", "done", "--note=已建成", ON)

    codes = [clerk.dutylist("undo").code for _ in range(3)]

    assert codes == [0, 0, 3]
    assert clerk.text == LIST


def test_undo_after_a_rebase_knows_what_was_taken_back_already(clerk: Place) -> None:
    clerk.git("branch", "upstream")
    clerk.dutylist(*PROGRESS)
    clerk.dutylist("progress", "2", "done", "--note=已建成", ON)
    clerk.dutylist("undo")
    clerk.git("checkout", "--quiet", "upstream")
    clerk.write("other.txt", "甲\n")
    clerk.commit("别处")
    clerk.git("checkout", "--quiet", "main")
    clerk.git("rebase", "--quiet", "upstream")

    seen = clerk.dutylist("undo")

    assert seen.code == 0, seen.remarks
    assert clerk.text == LIST


def test_undo_keeps_what_was_written_since_in_other_duties(clerk: Place) -> None:
    clerk.dutylist(*PROGRESS)
    changed = clerk.text.replace("李四", "王五")
    clerk.file.write_text(changed, encoding="utf-8", newline="")
    clerk.git("commit", "--quiet", "--all", "--message=改牵头领导")

    seen = clerk.dutylist("undo")

    assert seen.code == 0, seen.remarks
    assert clerk.text == LIST.replace("李四", "王五")


def test_undo_refuses_where_what_it_would_take_back_has_changed(clerk: Place) -> None:
    clerk.dutylist(*PROGRESS)
    changed = clerk.text.replace("已开工", "已经开工")
    clerk.file.write_text(changed, encoding="utf-8", newline="")
    clerk.git("commit", "--quiet", "--all", "--message=改进展")

    seen = clerk.dutylist("undo")

    assert seen.code == 5
    assert seen.remarks == (
        "dutylist: “tasks_2022/1 推进中：已开工” cannot be taken back: what it wrote has been "
        "changed since; record what holds now as a new entry\n"
    )
    assert (clerk.text, clerk.count_commits()) == (changed, 3)


def test_undo_tells_when_others_may_have_the_commit(clerk: Place, tmp_path: Path) -> None:
    clerk.git("init", "--quiet", "--bare", str(tmp_path / "shared.git"))
    clerk.git("remote", "add", "origin", str(tmp_path / "shared.git"))
    clerk.dutylist(*PROGRESS)
    clerk.git("push", "--quiet", "origin", "main")

    seen = clerk.dutylist("undo", "--dry-run")

    assert seen.remarks.splitlines()[0] == (
        "others may have this commit already; a new entry would tell them better"
    )


def leave_note(clerk: Place, after: str) -> None:
    """Leave what a run leaves that was killed after it had replaced the list."""
    subject = "tasks_2022/1 推进中：已开工"
    note = (LIST_NAME, subject, LIST, sha256(after.encode()).hexdigest())
    clerk.write(".git/dutylist.note", json.dumps([note]))


def test_the_edit_of_a_killed_run_is_withdrawn_by_the_next_one(clerk: Place) -> None:
    leave_note(clerk, WITH_ENTRY)
    clerk.write(LIST_NAME, WITH_ENTRY)
    clerk.write(".git/.dutylist.lock", "")
    clerk.write("data/.dutylist-tasks_2022-0123456789ab.tmp", WITH_ENTRY[:80])

    seen = clerk.dutylist("progress", "2", "done", "--note=已建成", ON)

    assert seen.code == 0, seen.remarks
    assert seen.remarks.splitlines()[0] == (
        "a run that was broken off had not committed “tasks_2022/1 推进中：已开工”; "
        "its edit was withdrawn"
    )
    assert "已开工" not in clerk.text
    assert "已建成" in clerk.text
    assert clerk.git("status", "--porcelain") == ""
    assert [path.name for path in (clerk.top / ".git").glob("*dutylist*")] == []


def test_the_commit_that_a_killed_run_still_made_is_kept(clerk: Place) -> None:
    leave_note(clerk, WITH_ENTRY)
    clerk.write(LIST_NAME, WITH_ENTRY)
    clerk.commit("tasks_2022/1 推进中：已开工")
    clerk.write(".git/index.lock", "")

    seen = clerk.dutylist("progress", "2", "done", "--note=已建成", ON)

    assert seen.code == 0, seen.remarks
    assert "已开工" in clerk.text
    assert clerk.count_commits() == 3
    assert clerk.git("status", "--porcelain") == ""


def test_an_index_that_somebody_else_has_locked_since_is_left_alone(clerk: Place) -> None:
    leave_note(clerk, WITH_ENTRY)
    os.utime(clerk.top / ".git/dutylist.note", (0, 0))
    clerk.write(".git/index.lock", "")

    seen = clerk.dutylist(*PROGRESS)

    assert seen.code == 6
    assert (clerk.top / ".git/index.lock").exists()
    assert clerk.text == LIST


@pytest.mark.parametrize("note", ['[{"path": "da', "[[1, 2, 3, 4]]", "[[]]", "7", "[" * 100_000])
def test_a_note_that_says_nothing_belongs_to_a_run_that_had_changed_nothing(
    clerk: Place, note: str
) -> None:
    clerk.write(".git/dutylist.note", note)

    seen = clerk.dutylist(*PROGRESS)

    assert (seen.code, clerk.text) == (0, WITH_ENTRY)


def test_a_folder_in_the_place_of_the_note_is_told(clerk: Place) -> None:
    (clerk.top / ".git/dutylist.note").mkdir()

    seen = clerk.dutylist(*PROGRESS)

    assert seen.code == 5
    assert "cannot be read: it is no file" in seen.remarks
    assert clerk.text == LIST


def test_a_hook_that_adds_everything_finds_nothing_of_ours(clerk: Place) -> None:
    clerk.hook("pre-commit", "git add --all")

    seen = clerk.dutylist(*PROGRESS)

    assert seen.code == 0, seen.remarks
    assert clerk.git("show", "--format=", "--name-only", "HEAD") == LIST_NAME
    assert clerk.git("status", "--porcelain") == ""


def test_a_hook_that_puts_the_list_back_and_refuses_is_told_in_its_words(clerk: Place) -> None:
    clerk.hook("pre-commit", "git checkout --quiet HEAD -- .; echo 不行 >&2; exit 1")

    seen = clerk.dutylist(*PROGRESS)

    assert (seen.code, clerk.text) == (6, LIST)
    assert seen.remarks == "dutylist: git refused, and nothing was changed; it says:\ngit: 不行\n"


def test_a_hook_that_changes_the_list_and_refuses_is_told(clerk: Place) -> None:
    clerk.hook("pre-commit", "echo '# 钩子' >> data/tasks_2022.yaml; exit 1")

    seen = clerk.dutylist(*PROGRESS)

    assert (seen.code, clerk.text) == (6, f"{WITH_ENTRY}# 钩子\n")
    assert "could not be put back as it was" in seen.remarks


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signal to a child")
def test_who_breaks_off_while_git_is_at_work_waits_for_its_end(clerk: Place) -> None:
    clerk.hook("pre-commit", "touch waiting; sleep 1")

    process = subprocess.Popen(
        [PROGRAM, *PROGRESS], cwd=clerk.top, env=clerk.environment, stderr=subprocess.DEVNULL
    )
    while not (clerk.top / "waiting").exists():
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.01)
    process.send_signal(signal.SIGINT)
    code = process.wait(timeout=60)

    assert code == 130
    assert (clerk.text, clerk.count_commits()) == (WITH_ENTRY, 2)
    assert clerk.git("status", "--porcelain") == "?? waiting"


def test_readers_wait_for_no_writer(clerk: Place) -> None:
    with hold_lock(str(clerk.top / ".git"), 0, lambda: None):
        seen = clerk.dutylist("list")

    assert seen.code == 0


@pytest.mark.skipif(shutil.which("bash") is None, reason="the limit is set by bash")
def test_a_disk_that_takes_no_more_is_told_and_the_list_is_as_it_was(clerk: Place) -> None:
    long = f"{LIST}# {'长' * 2000}\n"
    clerk.write(LIST_NAME, long)
    clerk.commit("长批注")
    limited = f"ulimit -f 1; exec '{PROGRAM}' progress 1 active --note=已开工"

    ended = subprocess.run(
        ["bash", "-c", limited],
        cwd=clerk.top,
        env=clerk.environment,
        capture_output=True,
        check=False,
    )

    assert ended.returncode == 5, ended.stderr.decode()
    assert "the file would be larger than it may be" in ended.stderr.decode()
    assert (clerk.text, clerk.count_commits()) == (long, 2)
    assert clerk.git("status", "--porcelain") == ""
