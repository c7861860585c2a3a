"""The merge driver as git calls it: merges, rebases, picks and stashes in real repositories."""

import subprocess
from pathlib import Path

import pytest
from histories import Act, acts, apply, make_page
from hypothesis import HealthCheck, given, settings
from repositories import LIST, LIST_NAME, Place, isolate, start_office
from terminal import Seen, run_in_pipe

from dutylist.merge import Names, merge_lists

NEXT = """\
      - on: {on}
        status: active
        note: {note}
"""


@pytest.fixture
def office(tmp_path: Path) -> Place:
    office = start_office(tmp_path / "区政府 %d 'x'")
    assert office.dutylist("init").code == 0
    office.commit("设置")
    return office


def attempt(place: Place, *arguments: str) -> Seen:
    """Run git, which may refuse."""
    ended = subprocess.run(
        ["git", *arguments], cwd=place.top, env=place.environment, capture_output=True, check=False
    )
    return Seen(ended.stdout, ended.stderr, ended.returncode)


def part(office: Place, ours: str, theirs: str) -> None:
    """Leave `theirs` on the branch 督查室, and `ours` on main, both one commit ahead."""
    office.git("checkout", "--quiet", "-b", "督查室")
    office.write(LIST_NAME, theirs)
    office.commit("督查室")
    office.git("checkout", "--quiet", "main")
    office.write(LIST_NAME, ours)
    office.commit("main")


def add(text: str, on: str, note: str) -> str:
    """Add an entry to the last duty."""
    return text + NEXT.format(on=on, note=note)


BOTH = add(add(LIST, "2022-05-01", "五月"), "2022-06-01", "六月")


def test_git_merge_keeps_the_entries_of_both(office: Place) -> None:
    part(office, add(LIST, "2022-06-01", "六月"), add(LIST, "2022-05-01", "五月"))

    office.git("merge", "--quiet", "督查室")

    assert office.text == BOTH
    assert office.git("status", "--porcelain") == ""


def test_without_the_driver_the_same_merge_is_a_conflict(office: Place) -> None:
    office.git("config", "--remove-section", "merge.dutylist")
    part(office, add(LIST, "2022-06-01", "六月"), add(LIST, "2022-05-01", "五月"))

    seen = attempt(office, "merge", "督查室")

    assert seen.code != 0


def test_without_the_driver_check_finds_what_a_text_merge_doubled(office: Place) -> None:
    office.git("config", "--remove-section", "merge.dutylist")
    duty = (
        "  - no: 9\n    content: 新{}\n    departments: [教育局]\n    deadline: 年内完成\n"
        "    leaders: []\n"
    )
    first = LIST.replace("  - no: 1\n", duty.format("甲") + "  - no: 1\n")
    part(office, first, LIST + duty.format("乙"))
    office.git("merge", "--quiet", "督查室")

    seen = office.dutylist("check")

    assert seen.code == 4
    assert "The number 9 already stands on line 4." in seen.text


def test_a_contradiction_is_left_to_the_clerk(office: Place) -> None:
    part(office, LIST.replace("新建2所", "新建3所"), LIST.replace("新建2所", "新建4所"))

    seen = attempt(office, "merge", "督查室")

    assert seen.code == 1
    assert (
        "tasks_2022/2, content: “新建3所幼儿园” in HEAD, “新建4所幼儿园” in 督查室\n"
        in seen.remarks
    )
    duty = LIST[LIST.index("  - no: 2\n") :]
    assert office.text == LIST.replace(
        duty,
        "<<<<<<< HEAD\n"
        + duty.replace("新建2所", "新建3所")
        + "=======\n"
        + duty.replace("新建2所", "新建4所")
        + ">>>>>>> 督查室\n",
    )
    assert office.dutylist("check").code == 4


def test_a_settled_contradiction_passes_the_check(office: Place) -> None:
    part(office, LIST.replace("新建2所", "新建3所"), LIST.replace("新建2所", "新建4所"))
    attempt(office, "merge", "督查室")
    lines = office.text.splitlines(keepends=True)
    first, middle, last = (
        next(at for at, line in enumerate(lines) if line.startswith(mark * 7)) for mark in "<=>"
    )
    office.write(LIST_NAME, "".join(lines[:first] + lines[middle + 1 : last] + lines[last + 1 :]))

    office.commit("settled")

    assert office.text == LIST.replace("新建2所", "新建4所")
    assert office.dutylist("check").code == 0


def test_a_list_renamed_on_one_side_is_merged(office: Place) -> None:
    office.git("checkout", "--quiet", "-b", "督查室")
    office.git("mv", LIST_NAME, "data/duties_2022.yaml")
    office.commit("改名")
    office.git("checkout", "--quiet", "main")
    office.write(LIST_NAME, add(LIST, "2022-05-01", "五月"))
    office.commit("main")

    office.git("merge", "--quiet", "督查室")

    renamed = office.top / "data/duties_2022.yaml"
    assert renamed.read_text(encoding="utf-8") == add(LIST, "2022-05-01", "五月")


def test_a_list_that_both_added_is_merged_without_a_base(office: Place) -> None:
    new = LIST.replace("老旧小区", "道路")
    office.git("checkout", "--quiet", "-b", "督查室")
    office.write("data/new_2022.yaml", add(new, "2022-05-01", "五月"))
    office.commit("督查室")
    office.git("checkout", "--quiet", "main")
    office.write("data/new_2022.yaml", add(new, "2022-06-01", "六月"))
    office.commit("main")

    office.git("merge", "--quiet", "督查室")

    merged = (office.top / "data/new_2022.yaml").read_text(encoding="utf-8")
    assert merged == add(add(new, "2022-05-01", "五月"), "2022-06-01", "六月")


def test_branches_merged_crosswise_merge_again(office: Place) -> None:
    part(office, LIST.replace("新建2所", "新建3所"), LIST.replace("新建2所", "新建4所"))
    settled = LIST.replace("新建2所", "新建5所")
    main, other = office.git("rev-parse", "main", "督查室").split()
    attempt(office, "merge", other)
    office.write(LIST_NAME, settled)
    office.commit("merged")
    office.git("checkout", "--quiet", "督查室")
    attempt(office, "merge", main)
    office.write(LIST_NAME, add(settled, "2022-05-01", "五月"))
    office.commit("merged, too")

    office.git("merge", "--quiet", "main")

    assert office.text == add(settled, "2022-05-01", "五月")


@pytest.mark.parametrize("way", ["rebase", "cherry-pick"])
def test_other_ways_to_bring_commits_together_merge_by_record(office: Place, way: str) -> None:
    part(office, add(LIST, "2022-06-01", "六月"), add(LIST, "2022-05-01", "五月"))

    office.git(way, "督查室")

    assert office.text == BOTH


def test_a_stash_comes_back_merged(office: Place) -> None:
    office.write(LIST_NAME, add(LIST, "2022-05-01", "五月"))
    office.git("stash", "--quiet")
    office.write(LIST_NAME, add(LIST, "2022-06-01", "六月"))
    office.commit("六月")

    office.git("stash", "pop", "--quiet")

    assert office.text == BOTH


def test_a_clone_pulls_after_its_own_init(office: Place, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    office.git("clone", "--quiet", "--bare", ".", str(remote))
    office.git("remote", "add", "origin", str(remote))
    office.git("clone", "--quiet", str(remote), str(tmp_path / "clone"))
    clone = Place(tmp_path / "clone", isolate())
    for setting in (("user.name", "李四"), ("user.email", "lisi@example.invalid")):
        clone.git("config", *setting)
    clone.dutylist("init")
    office.write(LIST_NAME, add(LIST, "2022-06-01", "六月"))
    office.commit("六月")
    office.git("push", "--quiet", "origin", "main")
    clone.write(LIST_NAME, add(LIST, "2022-05-01", "五月"))
    clone.commit("五月")

    clone.git("pull", "--quiet", "--rebase", "origin", "main")

    assert clone.text == BOTH


def test_a_version_that_is_no_list_is_merged_by_lines_and_never_clean(office: Place) -> None:
    part(office, LIST.replace("新建2所", "新建3所"), LIST.replace("year: 2022", "year: 二零"))

    seen = attempt(office, "merge", "督查室")

    assert seen.code == 1
    assert office.text == LIST.replace("新建2所", "新建3所").replace("year: 2022", "year: 二零")
    assert (
        "tasks_2022: 督查室: no valid list; the lines were merged as git merges any text. Read the "
        "file and run check before you commit it\n" in seen.remarks
    )
    assert "督查室:2:7: invalid\n" in seen.remarks


def run_driver(folder: Path, base: bytes, ours: bytes, theirs: bytes, *more: str) -> Seen:
    for name, raw in (("base", base), ("ours", ours), ("theirs", theirs)):
        (folder / name).write_bytes(raw)
    arguments = ("merge-driver", *more, "--", "base", "ours", "theirs", "7", "data/tasks_2022.yaml")
    return run_in_pipe(*arguments, environment=isolate(), cwd=folder)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(b"y", b"x"), (b"\0", b"\xff\xfe"), (b"[" * 100_000, b"{" * 9), (b"\xb2\xe2", b"\r\r\n")],
)
def test_any_bytes_end_in_a_file_with_both_sides(
    tmp_path: Path, ours: bytes, theirs: bytes
) -> None:
    seen = run_driver(tmp_path, b"", ours, theirs)

    merged = (tmp_path / "ours").read_bytes()
    assert seen.code == 4
    assert b"Traceback" not in seen.err
    assert ours in merged
    assert theirs in merged
    assert merged.startswith(b"<<<<<<< ours\n")


def test_names_that_git_leaves_as_signs_are_not_shown(tmp_path: Path) -> None:
    seen = run_driver(
        tmp_path, LIST.encode(), LIST.replace("2所", "3所").encode(),
        LIST.replace("2所", "4所").encode(), "--ours=%X", "--theirs=%Y",
    )  # fmt: skip

    assert seen.remarks == (
        "tasks_2022/2, content: “新建3所幼儿园” in ours, “新建4所幼儿园” in theirs\n"
    )


def test_names_that_git_gives_are_shown(tmp_path: Path) -> None:
    seen = run_driver(
        tmp_path, LIST.encode(), LIST.replace("2所", "3所").encode(),
        LIST.replace("2所", "4所").encode(), "--ours=Updated upstream", "--theirs=-x\x1b[31m",
    )  # fmt: skip

    assert "in Updated upstream, “新建4所幼儿园” in -x\\x1b[31m\n" in seen.remarks
    assert ">>>>>>> -x?[31m\n" in (tmp_path / "ours").read_text(encoding="utf-8")


def test_a_result_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    for name in ("base", "theirs"):
        (tmp_path / name).write_text(LIST, encoding="utf-8")
    (tmp_path / "ours").mkdir()

    seen = run_in_pipe(
        "merge-driver", "base", "ours", "theirs", environment=isolate(), cwd=tmp_path
    )

    assert (seen.code, seen.remarks) == (4, "dutylist: ours is not a regular file\n")


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts, acts, acts)
def test_git_merge_leaves_what_the_merge_of_the_lists_gives(
    tmp_path_factory: pytest.TempPathFactory, before: list[Act], ours: list[Act], theirs: list[Act]
) -> None:
    base = apply(make_page(), before, "z")
    sides = apply(base, ours, "a").write(), apply(base, theirs, "b").write()
    office = start_office(tmp_path_factory.mktemp("office"), base.write().decode())
    office.dutylist("init")
    office.git("branch", "--quiet", "督查室")
    for side, branch in zip(sides, ("main", "督查室"), strict=True):
        office.git("checkout", "--quiet", branch)
        office.file.write_bytes(side)
        office.commit(branch)
    office.git("checkout", "--quiet", "main")

    seen = attempt(office, "merge", "督查室")

    merged = merge_lists(base.write(), *sides, Names("HEAD", "督查室", "tasks_2022"))
    assert office.file.read_bytes() == merged.raw
    assert bool(seen.code) == bool(merged.conflicts)


ENTERED = add(LIST, "2022-05-01", "五月")
CHANGED = LIST.replace("张三", "王五")


def test_an_entry_taken_back_stays_so_where_the_commits_are_applied_anew(office: Place) -> None:
    part(office, ENTERED, CHANGED)
    office.write(LIST_NAME, LIST)
    office.commit("撤回")

    office.git("rebase", "--quiet", "督查室")

    assert office.text == CHANGED


def test_a_reverted_commit_takes_its_entry_along(office: Place) -> None:
    office.write(LIST_NAME, ENTERED)
    entered = office.commit("进展")
    office.write(LIST_NAME, add(ENTERED, "2022-06-01", "六月"))
    office.commit("更多进展")

    office.git("revert", "--no-edit", entered)

    assert office.text == add(LIST, "2022-06-01", "六月")


def test_an_entry_that_one_side_of_a_merge_took_back_is_kept(office: Place) -> None:
    office.write(LIST_NAME, ENTERED)
    office.commit("进展")
    part(office, LIST, ENTERED.replace("张三", "王五"))

    seen = attempt(office, "merge", "--quiet", "督查室")

    assert seen.code == 0
    assert "it is kept, for the other side has it" in seen.remarks + seen.text
    assert office.text == ENTERED.replace("张三", "王五")
