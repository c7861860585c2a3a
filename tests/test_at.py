"""`--at`: the lists as they were on file at a revision or on a day, read out of git.

The program runs as a process of its own, in a real repository.
"""

import json
import os
import zlib
from pathlib import Path
from typing import Any

import pytest
from repositories import Place, isolate, make_place, write_list
from terminal import Seen, run_in_pipe

has_zones = pytest.mark.skipif(os.name == "nt", reason="Windows knows no TZ of this kind")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Make a repository with three days of history; today's file says something else again."""
    place = make_place(tmp_path / "区里")
    place.write("data/tasks_2022.yaml", write_list("甲"))
    place.commit("first", on="2022-03-01T12:00:00+08:00")
    place.write("data/tasks_2022.yaml", write_list("甲", "乙"))
    place.write("data/dutylist.toml", "[lamps]\nsoon_days = 60\n")
    place.commit("second", on="2022-04-08T12:00:00+08:00")
    place.write("data/more_2022.yaml", write_list("丙"))
    place.git("rm", "--quiet", "data/dutylist.toml")
    place.commit("third", on="2022-05-01T12:00:00+08:00")
    place.write("data/tasks_2022.yaml", write_list("今"))
    return place


def ask(place: Place, *arguments: str, **changes: str) -> Seen:
    environment = {**place.environment, "TZ": "Asia/Shanghai", **changes}
    return run_in_pipe(*arguments, environment=environment, cwd=place.top)


def read(place: Place, *arguments: str) -> Any:
    seen = ask(place, *arguments, "--format=json")
    assert seen.code == 0, seen.remarks
    return json.loads(seen.text)


def list_contents(place: Place, *arguments: str) -> list[str]:
    return [row["content"] for row in read(place, "list", *arguments)]


@pytest.mark.parametrize(
    ("at", "contents"),
    [
        ("HEAD", ["丙", "甲", "乙"]),
        ("HEAD~1", ["甲", "乙"]),
        ("main~2", ["甲"]),
        ("2022-03-01", ["甲"]),
        ("2022-04-07", ["甲"]),
        ("2022-04-08", ["甲", "乙"]),
        ("2022-04-30", ["甲", "乙"]),
        ("2022-05-01", ["丙", "甲", "乙"]),
        ("2999-12-31", ["丙", "甲", "乙"]),
        ("9999-12-31", ["丙", "甲", "乙"]),
    ],
)
def test_the_lists_are_read_as_they_were_on_file(
    place: Place, at: str, contents: list[str]
) -> None:
    assert list_contents(place, f"--at={at}") == contents


@has_zones
def test_a_day_ends_at_midnight_where_the_user_is(place: Place) -> None:
    place.git("reset", "--quiet", "--hard")
    place.write("data/tasks_2022.yaml", write_list("夜"))
    place.commit("at night", on="2022-06-01T00:30:00+08:00")

    here = ask(place, "list", "--at=2022-05-31", "--format=json")
    west = ask(place, "list", "--at=2022-05-31", "--format=json", TZ="America/New_York")

    assert [row["content"] for row in json.loads(here.text)] == ["丙", "甲", "乙"]
    assert [row["content"] for row in json.loads(west.text)] == ["丙", "夜"]


@pytest.mark.parametrize(
    "command",
    [
        ("list",), ("due", "--month=10"), ("overdue",), ("show", "tasks_2022/2"), ("stats",),
        ("explain", "tasks_2022/2"), ("check",),
    ],
)  # fmt: skip
def test_every_reading_command_says_which_commit_it_read(
    place: Place, command: tuple[str, ...]
) -> None:
    id_ = place.git("rev-parse", "HEAD~1")

    then = ask(place, *command, "--at=2022-04-10")
    now = ask(place, *command)

    assert then.code == 0, then.remarks
    assert then.remarks.split("\n")[0] == f"as on file at {id_[:8]} of 2022-04-08"
    assert "as on file" not in now.remarks
    assert (then.text, then.remarks) != (now.text, now.remarks)


@has_zones
def test_the_day_of_a_commit_is_told_where_the_user_is(place: Place) -> None:
    seen = ask(place, "list", "--at=HEAD", TZ="Pacific/Honolulu")

    assert seen.remarks.split("\n")[0].endswith(" of 2022-04-30")


def test_what_was_on_file_and_what_was_true_are_different_questions(place: Place) -> None:
    (then,) = read(place, "show", "tasks_2022/1", "--at=HEAD~2", "--as-of=2022-11-30")
    (before,) = read(place, "show", "tasks_2022/1", "--at=HEAD~2", "--as-of=2022-10-01")

    assert (then["overdue"], then["days_left"]) == (True, -30)
    assert (before["overdue"], before["days_left"]) == (False, 30)


def test_the_rule_for_lamps_is_the_one_of_that_commit(place: Place) -> None:
    lamps = [
        read(place, "show", "tasks_2022/1", f"--at={at}", "--as-of=2022-09-15")[0]["lamp"]
        for at in ("HEAD~2", "HEAD~1", "HEAD")
    ]

    assert lamps == ["green", "yellow", "green"]


def test_a_branch_that_is_called_like_a_day_has_a_longer_name(place: Place) -> None:
    place.git("branch", "2022-05-01", "HEAD~2")

    day = list_contents(place, "--at=2022-05-01")
    branch = list_contents(place, "--at=refs/heads/2022-05-01")

    assert (day, branch) == (["丙", "甲", "乙"], ["甲"])


def test_parties_are_read_as_they_were_on_file(place: Place) -> None:
    place.git("reset", "--quiet", "--hard")
    place.write("data/units.yaml", "各局: [工信局]\n")
    place.write("data/tasks_2022.yaml", write_list("甲").replace("[工信局]", "[各局]"))
    place.commit("units")
    place.git("rm", "--quiet", "data/units.yaml")
    place.commit("no units")

    then = list_contents(place, "-d工信局", "--list=tasks_2022", "--at=HEAD~1")
    now = list_contents(place, "-d工信局", "--at=HEAD")

    assert (then, now) == (["甲"], ["丙"])


def test_nothing_in_the_repository_is_touched(place: Place) -> None:
    def look() -> dict[str, tuple[int, bytes]]:
        files = [path for path in place.top.rglob("*") if path.is_file()]
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = look()

    for command in (("list",), ("check",), ("stats",)):
        assert ask(place, *command, "--at=2022-04-10").code == 0

    assert look() == before


def test_two_folders_are_read_each_in_its_own_repository(place: Place, tmp_path: Path) -> None:
    other = make_place(tmp_path / "县里")
    other.write("lists/a_2022.yaml", write_list("丁"))
    id_ = other.commit("first", on="2022-02-01T12:00:00+08:00")
    other.write("lists/a_2022.yaml", write_list("戊"))
    other.commit("second", on="2022-09-01T12:00:00+08:00")
    folders = ("--data=data", f"--data={other.top / 'lists'}")

    seen = ask(place, "list", *folders, "--at=2022-03-05", "--format=json")

    ours = place.git("rev-parse", "HEAD~2")
    assert [row["content"] for row in json.loads(seen.text)] == ["甲", "丁"]
    assert seen.remarks.split("\n")[:2] == [
        f"data: as on file at {ours[:8]} of 2022-03-01",
        f"{other.top / 'lists'}: as on file at {id_[:8]} of 2022-02-01",
    ]


def test_two_folders_of_one_repository_are_told_of_once(place: Place) -> None:
    place.write("more/b_2022.yaml", write_list("己"))
    place.commit("more")

    seen = ask(place, "list", "--data=data", "--data=more", "--at=HEAD")

    assert seen.remarks.count("as on file at") == 1


def test_a_folder_that_is_gone_since_can_be_named(place: Place) -> None:
    place.git("reset", "--quiet", "--hard")
    place.git("mv", "data", "lists")
    place.commit("renamed")

    then = list_contents(place, "--data=data", "--at=HEAD~1")
    seen = ask(place, "list", "--data=lists", "--at=HEAD~1")

    assert then == ["丙", "甲", "乙"]
    assert (seen.code, seen.remarks.split("\n")[1]) == (
        3,
        "dutylist: HEAD~1:lists: there was no such folder then",
    )


def test_a_folder_in_no_repository_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.yaml").write_text(write_list("甲"), encoding="utf-8")

    seen = run_in_pipe("list", "--at=HEAD", environment=isolate(), cwd=tmp_path)

    assert (seen.code, seen.text, seen.remarks) == (
        6,
        "",
        "dutylist: data is in no git repository\n",
    )


@pytest.mark.parametrize(
    ("at", "code", "words"),
    [
        ("", 2, "name a revision, as HEAD~1, or a day, as 2022-10-31"),
        ("2022-02-30", 2, "the calendar has no 2022-02-30"),
        ("2022-01-31", 3, "on 2022-01-31 nothing was on file yet: no commit is that old"),
        ("0001-01-01", 3, "on 0001-01-01 nothing was on file yet: no commit is that old"),
        *(
            (at, 3, f"no commit is called “{at}”; give a branch, a tag, a commit’s id or a day"
                    " (2022-10-31)")
            for at in ("nope", "HEAD:data", "--all", "main..HEAD", "2022-4-8", "HEAD~9")
        ),
    ],
)  # fmt: skip
def test_what_is_no_revision_and_no_day_is_refused(
    place: Place, at: str, code: int, words: str
) -> None:
    seen = ask(place, "list", f"--at={at}")

    assert (seen.code, seen.text, seen.remarks) == (code, "", f"dutylist: {words}\n")


def test_a_list_that_was_invalid_then_is_told_with_the_commit_before_its_path(
    place: Place,
) -> None:
    place.git("reset", "--quiet", "--hard")
    place.write("data/tasks_2022.yaml", write_list("甲").replace("year: 2022", "year: 22"))
    place.commit("bad")
    place.write("data/tasks_2022.yaml", write_list("好"))
    place.commit("good")

    listed = ask(place, "list", "--at=HEAD~1")
    checked = ask(place, "check", "--at=HEAD~1")
    now = ask(place, "check")

    assert (listed.code, checked.code, now.code) == (4, 4, 0)
    assert "HEAD~1:data/tasks_2022.yaml:2:7:" in listed.remarks
    assert checked.text.startswith("HEAD~1:data/tasks_2022.yaml:2:7:")


@pytest.mark.parametrize(
    ("name", "target", "words"),
    [
        (
            "twin.yml",
            "",
            "HEAD:data/twin.yaml and HEAD:data/twin.yml are both the list twin;"
            " rename or remove one",
        ),
        ("away.yaml", "../../outside.yaml", "HEAD:data/away.yaml is not a regular file"),
    ],
)  # fmt: skip
def test_a_folder_of_a_commit_keeps_the_rules_of_a_folder_on_disk(
    place: Place, name: str, target: str, words: str
) -> None:
    id_ = place.git("hash-object", "-w", "--stdin", feed=(target or write_list("甲")).encode())
    place.git("update-index", "--add", "--cacheinfo", f"100644,{id_},data/twin.yaml")
    mode = "120000" if target else "100644"
    place.git("update-index", "--add", "--cacheinfo", f"{mode},{id_},data/{name}")
    place.record("odd")

    seen = ask(place, "list", "--at=HEAD")

    assert (seen.code, seen.remarks.split("\n")[1]) == (4, f"dutylist: {words}")


def test_a_folder_without_lists_is_refused(place: Place) -> None:
    place.write("empty/notes.txt", "x")
    place.commit("empty")

    seen = ask(place, "list", "--data=empty", "--at=HEAD")

    assert (seen.code, seen.remarks.split("\n")[1]) == (
        4,
        "dutylist: HEAD:empty holds no duty list; a list is a file named like tasks_2022.yaml",
    )


def test_a_huge_list_is_refused_with_the_usual_finding(place: Place) -> None:
    place.write("data/tasks_2022.yaml", write_list("甲") + "#" * (21 * 1024 * 1024))
    place.commit("huge")

    seen = ask(place, "check", "--at=HEAD")

    assert seen.code == 4
    assert seen.text == (
        "HEAD:data/tasks_2022.yaml:1:1: invalid\n"
        "The file is larger than 20 MB. Split the list in two.\n"
    )


def test_what_was_parsed_once_is_not_read_again(place: Place, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    ask(place, "list", "--at=HEAD~1", XDG_CACHE_HOME=cache)
    id_ = place.git("rev-parse", "HEAD~1:data/tasks_2022.yaml")
    (place.top / ".git" / "objects" / id_[:2] / id_[2:]).unlink()

    known = ask(place, "list", "--at=HEAD~1", XDG_CACHE_HOME=cache)
    unknown = ask(place, "list", "--at=HEAD~1", XDG_CACHE_HOME=str(tmp_path / "other"))

    assert (known.code, known.remarks.split("\n")[-2]) == (
        0,
        "read 1 list, 2 duties; shown 2",
    )
    assert (unknown.code, unknown.remarks.split("\n")[1]) == (
        6,
        f"dutylist: the repository lacks the object {id_}",
    )


def test_a_forged_object_never_gets_into_the_index(place: Place, tmp_path: Path) -> None:
    id_ = place.git("rev-parse", "HEAD:data/tasks_2022.yaml")
    loose = place.top / ".git" / "objects" / id_[:2] / id_[2:]
    sound = loose.read_bytes()
    forged = write_list("假").encode()
    loose.chmod(0o644)
    loose.write_bytes(zlib.compress(b"blob %d\0" % len(forged) + forged))
    cache = str(tmp_path / "cache")

    bad = ask(place, "list", "--at=HEAD", XDG_CACHE_HOME=cache)
    loose.write_bytes(sound)
    good = ask(place, "list", "--at=HEAD", "--format=json", XDG_CACHE_HOME=cache)

    assert bad.code == 6
    assert [row["content"] for row in json.loads(good.text)] == ["丙", "甲", "乙"]


def test_a_repository_with_longer_ids_is_read(tmp_path: Path) -> None:
    place = make_place(tmp_path, "--object-format=sha256")
    place.write("data/tasks_2022.yaml", write_list("甲"))
    place.commit()
    place.write("data/tasks_2022.yaml", write_list("乙"))

    assert list_contents(place, "--at=HEAD") == ["甲"]
    assert list_contents(place, "--at=HEAD") == ["甲"]
    assert list_contents(place) == ["乙"]


def test_the_top_of_a_repository_may_be_the_data_folder(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    place.write("tasks_2022.yaml", write_list("甲"))
    place.commit()
    place.write("tasks_2022.yaml", "no list")

    seen = ask(place, "list", "--data=.", "--at=HEAD", "--format=json")

    assert [row["content"] for row in json.loads(seen.text)] == ["甲"]


def test_git_is_not_started_where_nothing_past_is_asked_for(place: Place) -> None:
    without = {**place.environment, "PATH": os.devnull}

    now = run_in_pipe("list", environment=without, cwd=place.top)
    then = run_in_pipe("list", "--at=HEAD", environment=without, cwd=place.top)

    assert now.code == 0
    assert (then.code, then.remarks) == (
        6,
        "dutylist: there is no git on this machine’s PATH; install git\n",
    )
