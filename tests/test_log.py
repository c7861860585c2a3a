"""`dutylist log`: the history of the lists and of one duty, told from what the files held."""

import json
from pathlib import Path

import pytest
from repositories import NOON, Place, make_place, write_list
from story import OLD, run, tell, tell_story

WHOLE = """\
commit-7       2022-06-05 09:00 +08:00  张三  换一项
duties_2022/3  removed: 植树 · 工信局 · 10月末前完成
duties_2022/4  added: 修渠 · 水利局 · 年内完成

commit-6     2022-06-04 09:00 +08:00  张三  改名
duties_2022  renamed: tasks_2022 → duties_2022

commit-5      2022-06-03 09:00 +08:00  张三  修好
tasks_2022/1  entry rewritten: 2022-05-01 · active · 开工 · value: 20% → \
2022-05-01 · active · 动工 · value: 20%
tasks_2022/2  extended: 2023-06-30 (decided on 2022-05-30) · 雨季

commit-4    2022-06-02 09:00 +08:00  张三  坏了
tasks_2022  not readable: this version holds no valid list

commit-3      2022-06-01 09:00 +08:00  张三  手改
tasks_2022/2  content: 建桥 → 建两座桥
              leaders: 李四 → —
              deadline: 10月末前完成 → 年内完成
              repealed: 2022-06-01 · 区政府

commit-2      2022-05-01 09:00 +08:00  张三  tasks_2022/1 推进中：开工
tasks_2022/1  progress: 2022-05-01 · active · 开工 · value: 20%

commit-1    2022-04-01 09:00 +08:00  张三  建立
tasks_2022  added: 责任清单 · 2022 · 3 duties
read 7 commits of the lists; shown 7 commits with 15 changes
"""
OF_ONE = """\
commit,at,author,subject,ref,kind,field,old,new,folder
commit-6,2022-06-04T09:00:00+08:00,张三,改名,duties_2022,renamed,,tasks_2022,duties_2022,data
commit-5,2022-06-03T09:00:00+08:00,张三,修好,tasks_2022/1,amended,progress,\
2022-05-01 active 开工 20%,2022-05-01 active 动工 20%,data
commit-4,2022-06-02T09:00:00+08:00,张三,坏了,tasks_2022,unreadable,,,,data
commit-2,2022-05-01T09:00:00+08:00,张三,tasks_2022/1 推进中：开工,tasks_2022/1,progressed,progress,\
,2022-05-01 active 开工 20%,data
commit-1,2022-04-01T09:00:00+08:00,张三,建立,tasks_2022/1,added,,,\
1 修路 工信局 10月末前完成 李四,data
read 7 commits of the lists; shown 5 commits with 5 changes
"""
TWO = write_list("修路", "建桥")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return tell_story(tmp_path_factory.mktemp("story") / "repository")


def list_rows(place: Place, *arguments: str) -> list[tuple[str, str, str]]:
    """Return the subject, the ref and the kind of each change."""
    rows = json.loads(run(place, "log", "--format=json", *arguments).text)
    return [(row["subject"], row["ref"], row["kind"]) for row in rows]


def enter(no: int, note: str, on: str = "2022-05-01", text: str = TWO) -> str:
    """Return the list with one entry on a duty that had none."""
    entry = f"    progress:\n      - on: {on}\n        status: active\n        note: {note}\n"
    head, mark, rest = text.partition(f"  - no: {no}\n")
    own, next_, others = rest.partition("  - no: ")
    return head + mark + own + entry + next_ + others


def merge(place: Place, text: str) -> None:
    """Merge the side branch by hand, with this result."""
    place.git("merge", "--quiet", "--no-commit", "--strategy=ours", "side")
    place.write(OLD, text)
    place.commit("合并")


def test_the_history_is_told_field_by_field_the_newest_first(place: Place) -> None:
    assert tell(place, "log") == WHOLE


def test_one_duty_is_followed_through_a_rename_and_a_version_that_was_no_list(
    place: Place,
) -> None:
    assert tell(place, "log", "1", "--format=csv").replace("\r\n", "\n") == OF_ONE
    assert tell(place, "log", "duties_2022/1") == tell(place, "log", "1")


def test_json_has_the_values_as_the_files_have_them(place: Place) -> None:
    seen = run(place, "log", "2", "--format=json", "--until=2022-06-01")

    rows = json.loads(seen.text)
    assert [(row["field"], row["old"], row["new"]) for row in rows[:-1]] == [
        ("content", "建桥", "建两座桥"),
        ("leaders", ["李四"], []),
        ("deadline", "10月末前完成", "年内完成"),
        ("repealed", None, {"on": "2022-06-01", "by": "区政府"}),
    ]
    assert list(rows[-1]) == [
        "commit", "at", "author", "subject", "ref", "kind", "field", "old", "new", "folder",
    ]  # fmt: skip
    assert rows[-1]["new"] == {
        "no": 2,
        "content": "建桥",
        "departments": ["工信局"],
        "deadline": "10月末前完成",
        "leaders": ["李四"],
    }


def test_a_duty_that_is_gone_may_be_named_as_it_was_called(place: Place) -> None:
    assert list_rows(place, "3") == list_rows(place, "tasks_2022/3")
    assert list_rows(place, "3") == [
        ("换一项", "duties_2022/3", "removed"),
        ("改名", "duties_2022", "renamed"),
        ("坏了", "tasks_2022", "unreadable"),
        ("建立", "tasks_2022/3", "added"),
    ]


def test_filters_choose_the_duties_as_they_are_now(place: Place) -> None:
    assert list_rows(place, "--department=水利局") == [("换一项", "duties_2022/4", "added")]
    assert list_rows(place, "--list=duties_2022") == list_rows(place)


@pytest.mark.parametrize(
    ("options", "subjects"),
    [
        (("--limit=2",), ["换一项", "改名"]),
        (("-n", "1"), ["换一项"]),
        (("--since=2022-06-04",), ["换一项", "改名"]),
        (("--until=2022-05-01",), ["tasks_2022/1 推进中：开工", "建立"]),
        (("--since=2022-06-02", "--until=2022-06-03"), ["修好", "坏了"]),
        (("--at=2022-05-15",), ["tasks_2022/1 推进中：开工", "建立"]),
        (("--at=HEAD~5",), ["tasks_2022/1 推进中：开工", "建立"]),
    ],
    ids=str,
)
def test_options_choose_the_commits(
    place: Place, options: tuple[str, ...], subjects: list[str]
) -> None:
    told = dict.fromkeys(subject for subject, _, _ in list_rows(place, *options))

    assert list(told) == subjects


def test_what_is_not_committed_yet_is_told_in_a_remark(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    place.write(OLD, TWO)
    place.commit("起始")
    place.write(OLD, TWO.replace("修路", "修大路"))

    assert run(place, "log", "-n", "1").remarks == (
        "read 1 commit of the lists; shown 1 commit with 3 changes\n"
        "1 list is not as the last commit has it; dutylist diff shows how\n"
    )


def test_layout_and_comments_are_no_change(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    place.write(OLD, TWO)
    place.commit("起始")
    place.write(OLD, "# 说明\n" + TWO.replace("[李四]", "\n      - 李四"))
    place.commit("排版")

    assert run(place, "log", "--since=2022-04-09").remarks == (
        "read 2 commits of the lists; nothing found\n"
    )
    assert {subject for subject, _, _ in list_rows(place)} == {"起始"}


def test_a_merge_that_keeps_both_sides_changed_nothing_by_itself(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    ours, theirs = enter(1, "我方"), enter(2, "他方")
    place.diverge(OLD, TWO, ours, theirs)

    merge(place, enter(2, "他方", text=ours))

    assert sorted(list_rows(place)[:2]) == [
        ("他们", "tasks_2022/2", "progressed"),
        ("我们", "tasks_2022/1", "progressed"),
    ]
    assert "合并" not in {subject for subject, _, _ in list_rows(place)}


def test_a_merge_that_changed_something_or_lost_an_entry_is_told(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    ours, theirs = enter(1, "我方"), enter(1, "他方")
    place.diverge(OLD, TWO, ours, theirs)

    merge(place, ours.replace("建桥", "建大桥"))

    assert tell(place, "log", "-n", "1") == (
        "commit-4      2022-04-08 12:00 +08:00  张三  合并\n"
        "tasks_2022/1  entry withdrawn: 2022-05-01 · active · 他方\n"
        "tasks_2022/2  content: 建桥 → 建大桥\n"
        "read 4 commits of the lists; shown 1 commit with 2 changes\n"
    )


def test_what_one_side_took_back_is_no_loss_of_the_merge(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    entered = enter(1, "误报")
    place.write(OLD, entered)
    place.commit("起始")
    place.git("checkout", "--quiet", "-b", "side")
    place.write(OLD, TWO)
    place.commit("撤回")
    place.git("checkout", "--quiet", "main")
    place.write(OLD, enter(2, "我方", text=entered))
    place.commit("我们")

    merge(place, enter(2, "我方"))

    assert [row for row in list_rows(place) if row[2] == "withdrawn"] == [
        ("撤回", "tasks_2022/1", "withdrawn")
    ]


def test_a_message_cannot_lie_about_what_was_changed(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    place.write(OLD, TWO)
    place.commit("tasks_2022/2 办结\x1b[31m")

    assert tell(place, "log") == (
        "commit-1    2022-04-08 12:00 +08:00  张三  tasks_2022/2 办结\\x1b[31m\n"
        "tasks_2022  added: 清单 · 2022 · 2 duties\n"
        "read 1 commit of the lists; shown 1 commit with 3 changes\n"
    )


def test_lines_of_a_note_stay_lines(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    place.write(OLD, TWO)
    place.commit("起始")
    place.write(OLD, enter(1, '"第一行\\n第二行"'))
    place.commit("进展")

    assert tell(place, "log", "-n1").splitlines()[:3] == [
        "commit-2      2022-04-08 12:00 +08:00  张三  进展",
        "tasks_2022/1  progress: 2022-05-01 · active · 第一行",
        "              第二行",
    ]


def test_the_author_s_own_day_is_told_whoever_committed(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    place.write(OLD, TWO)
    place.commit("起始", on=NOON, author_on="2021-12-31T23:30:00-05:00")

    assert tell(place, "log").splitlines()[0] == ("commit-1    2021-12-31 23:30 -05:00  张三  起始")
    assert len(list_rows(place, "--until=2021-12-31")) == 3


def test_without_repository_commit_or_duty_a_sentence_says_so(tmp_path: Path, place: Place) -> None:
    empty = make_place(tmp_path / "empty")
    empty.write(OLD, TWO)
    bare = empty._replace(top=tmp_path / "none")
    bare.write(OLD, TWO)

    no_commit, no_repository, no_duty = run(empty, "log"), run(bare, "log"), run(place, "log", "9")

    assert (no_commit.code, no_commit.text, no_commit.remarks) == (
        0,
        "",
        "read 0 commits of the lists; nothing found\n"
        "1 list is not as the last commit has it; dutylist diff shows how\n",
    )
    assert (no_repository.code, no_repository.remarks) == (
        6,
        "dutylist: data is in no git repository\n",
    )
    assert (no_duty.code, no_duty.remarks) == (3, "dutylist: there is no duty 9\n")


def test_the_list_may_be_broken_where_only_the_past_is_asked_for(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    place.write(OLD, TWO)
    place.commit("起始")
    place.write(OLD, "title: [\n")

    seen = run(place, "log")

    assert seen.code == 0
    assert seen.remarks == (
        "read 1 commit of the lists; shown 1 commit with 3 changes\n"
        "1 list is not as the last commit has it; dutylist diff shows how\n"
    )


def test_a_merge_that_took_one_side_for_the_whole_is_found_however_long_ago(
    tmp_path: Path,
) -> None:
    place = make_place(tmp_path)
    ours, theirs = enter(1, "我方"), enter(2, "他方")
    place.diverge(OLD, TWO, ours, theirs)
    place.git("merge", "--quiet", "--strategy=ours", "--message=合并", "side")
    place.write(OLD, ours.replace("建桥", "建大桥"))
    place.commit("后来", on="2022-04-09T12:00:00+08:00")

    told = tell(place, "log", "-n", "1")

    side = [number for number in (2, 3) if f"(commit commit-{number})" in told]
    assert len(side) == 1
    assert told == (
        "commit-5      2022-04-09 12:00 +08:00  张三  后来\n"
        "tasks_2022/2  content: 建桥 → 建大桥\n"
        "read 4 commits of the lists; shown 1 commit with 1 change\n"
        "1 entry is gone, though no commit took it back; a merge lost it:"
        f" tasks_2022/2 of 2022-05-01 (commit commit-{side[0]})\n"
    )


def test_what_is_lost_is_told_only_where_it_is_asked_for(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    place.diverge(OLD, TWO, enter(1, "我方"), enter(2, "他方"))
    place.git("merge", "--quiet", "--strategy=ours", "--message=合并", "side")

    one, two = (run(place, "log", ref).remarks for ref in ("1", "2"))

    read = "read 3 commits of the lists; shown 2 commits with 2 changes\n"
    side = place.git("rev-parse", "side")[:8]
    assert one == read
    assert two == (
        read + "1 entry is gone, though no commit took it back; a merge lost it:"
        f" tasks_2022/2 of 2022-05-01 (commit {side})\n"
    )


def test_one_of_two_lists_of_the_same_bytes_that_has_changed_is_counted_alone(
    tmp_path: Path,
) -> None:
    place = make_place(tmp_path)
    place.write(OLD, TWO)
    place.write("data/works_2022.yaml", TWO)
    place.commit("起始")
    place.write("data/works_2022.yaml", TWO.replace("修路", "修大路"))

    assert run(place, "log", "-n", "1").remarks == (
        "read 1 commit of the lists; shown 1 commit with 6 changes\n"
        "1 list is not as the last commit has it; dutylist diff shows how\n"
    )


def test_before_many_versions_are_read_for_the_first_time_it_says_so(tmp_path: Path) -> None:
    place = make_place(tmp_path / "place")
    import_versions(place, [TWO.replace("修路", f"修{number}条路") for number in range(51)])
    shown = "read 51 commits of the lists; shown 1 commit with 1 change\n"

    first, second = (
        run(place, "log", "-n1", XDG_CACHE_HOME=str(tmp_path / "cache")).remarks for _ in range(2)
    )

    assert first == f"reading 51 versions of the lists for the first time\n{shown}"
    assert second == shown


def import_versions(place: Place, versions: list[str]) -> None:
    """Commit versions of the list one after the other, in one run of git."""
    commands = "".join(
        f"commit refs/heads/main\ncommitter 张三 <z@example.invalid> {at} +0800\ndata 0\n"
        f"M 100644 inline {OLD}\ndata {len(text.encode())}\n{text}\n"
        for at, text in enumerate(versions, start=1_650_000_000)
    )
    place.git("fast-import", "--quiet", feed=commands.encode())
    place.git("reset", "--quiet", "--hard")


def test_a_shallow_clone_is_said_to_be_one(place: Place, tmp_path: Path) -> None:
    place.git("clone", "--quiet", "--depth=1", place.top.as_uri(), str(tmp_path / "clone"))

    assert run(place._replace(top=tmp_path / "clone"), "log", "-n1").remarks == (
        "read 1 commit of the lists; shown 1 commit with 4 changes\n"
        "this clone is shallow: its oldest commit seems to add all that was there before\n"
    )


def test_a_commit_that_changed_two_folders_is_one_commit(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    place.write("甲/tasks_2022.yaml", TWO)
    place.write("乙/works_2023.yaml", write_list("开渠", year=2023))
    place.commit("起始")
    place.write("乙/works_2023.yaml", write_list("修渠", year=2023))
    place.commit("改动", on="2022-04-09T12:00:00+08:00")

    assert tell(place, "log", "--data=甲", "--data=乙") == (
        "commit-2          2022-04-09 12:00 +08:00  张三  改动\n"
        "乙: works_2023/1  content: 开渠 → 修渠\n"
        "\n"
        "commit-1        2022-04-08 12:00 +08:00  张三  起始\n"
        "甲: tasks_2022  added: 清单 · 2022 · 2 duties\n"
        "乙: works_2023  added: 清单 · 2023 · 1 duty\n"
        "read 2 commits of the lists; shown 2 commits with 6 changes\n"
    )


def test_lists_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    place.write("甲/tasks_2022.yaml", write_list("修路"))
    place.write("乙/tasks_2022.yaml", write_list("建桥"))
    place.commit("起始")
    place.write("甲/tasks_2022.yaml", write_list("修大路"))
    place.write("乙/tasks_2022.yaml", write_list("建大桥"))
    place.commit("改动", on="2022-04-09T12:00:00+08:00")

    assert tell(place, "log", "-n1", "--data=甲", "--data=乙") == (
        "commit-2          2022-04-09 12:00 +08:00  张三  改动\n"
        "甲: tasks_2022/1  content: 修路 → 修大路\n"
        "乙: tasks_2022/1  content: 建桥 → 建大桥\n"
        "read 2 commits of the lists; shown 1 commit with 2 changes\n"
    )
