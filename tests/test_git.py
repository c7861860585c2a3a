"""git's reading side on real repositories: found, resolved, listed, each byte held to its id."""

import os
import sys
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repositories import AUTHOR, Place, isolate, make_place, write_list

from dutylist.errors import GitRefused, NotFound
from dutylist.git.commits import list_commits
from dutylist.git.objects import MOST_BYTES, Objects, hash_object
from dutylist.git.reading import Revision, find_revision, find_revision_of_day, list_folder
from dutylist.git.repository import Repository
from dutylist.git.run import find_git, literal, run
from dutylist.history import find_repository, list_versions
from dutylist.versions import FileChange, FileVersion, Version

ANY = "data/a.yaml"
DAY = 86400

no_windows = pytest.mark.skipif(os.name == "nt", reason="Windows has neither modes nor scripts")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path / "repository")


def find(place: Place, below: str = "") -> Repository:
    found = Repository.find(str(place.top / below), place.environment)
    assert found is not None
    return found


def tell(versions: list[Version]) -> list[tuple[str, list[tuple[tuple[str, ...], str]]]]:
    """Return each commit's subject, and the paths of its files before and after; "" for none."""
    return [
        (
            version.subject,
            [
                (
                    tuple(old.path if old else "" for old in file.olds),
                    file.new.path if file.new else "",
                )
                for file in version.files
            ],
        )
        for version in versions
    ]


# Running git


def test_git_is_never_taken_from_a_relative_entry_of_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bait = tmp_path / "bin" / ("git.exe" if os.name == "nt" else "git")
    bait.parent.mkdir()
    bait.write_text("#!/bin/sh\n")
    bait.chmod(0o755)
    monkeypatch.chdir(tmp_path)

    baited = find_git({"PATH": os.pathsep.join(["bin", "", ".", os.environ["PATH"]])})
    with pytest.raises(GitRefused) as refusal:
        find_git({"PATH": os.pathsep.join(["bin", "", "."])})

    assert Path(baited.program).is_absolute()
    assert Path(baited.program) != bait
    assert str(refusal.value) == "there is no git on this machine’s PATH; install git"


def test_a_refusal_has_the_words_of_git(place: Place) -> None:
    git = find_git(place.environment)

    with pytest.raises(GitRefused) as refusal:
        run(git, str(place.top), "rev-list", "--max-count=1", "main")

    assert refusal.value.exit_code == 6
    assert refusal.value.words.startswith("fatal: ambiguous argument 'main'")


def test_a_git_that_says_nothing_has_its_exit_code_told(place: Place) -> None:
    git = find_git(place.environment)

    with pytest.raises(GitRefused) as refusal:
        run(git, str(place.top), "rev-parse", "--quiet", "--verify", "nowhere")

    assert (
        str(refusal.value)
        == "git ended with exit code 1 and without a word; a hook may have refused"
    )


def test_git_is_fed_what_it_is_given_and_else_nothing(place: Place) -> None:
    git = find_git(place.environment)

    fed = run(git, str(place.top), "hash-object", "--stdin", feed=b"x")
    unfed = run(git, str(place.top), "hash-object", "--stdin")

    assert fed.decode().strip() == hash_object("blob", b"x")
    assert unfed.decode().strip() == hash_object("blob", b"")


@pytest.mark.parametrize(
    "name",
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"],
)
def test_no_variable_leads_to_another_repository(place: Place, tmp_path: Path, name: str) -> None:
    head = place.commit()
    other = make_place(tmp_path / "other")
    environment = {**place.environment, name: str(other.top / ".git")}

    found = Repository.find(str(place.top), environment)

    assert found is not None
    assert (Path(found.top), found.head) == (place.top.resolve(), head)


def test_every_variable_that_git_calls_local_is_dropped_but_those_of_settings(place: Place) -> None:
    local = set(place.git("rev-parse", "--local-env-vars").split())

    git = find_git({**place.environment, **dict.fromkeys(local, "x")})

    assert local & git.environment.keys() == {"GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"}


@no_windows
def test_a_hook_is_not_told_that_its_own_patterns_are_literal(place: Place) -> None:
    place.write(ANY, "a")
    place.git("add", ".")
    hook = place.write(
        ".git/hooks/pre-commit", "#!/bin/sh\ngit diff --cached --name-only '*.yaml' > seen\n"
    )
    hook.chmod(0o755)

    run(find_git(place.environment), str(place.top), "commit", "--message=x", writes=True)

    assert (place.top / "seen").read_text() == f"{ANY}\n"


def test_a_literal_path_means_itself_from_anywhere(place: Place) -> None:
    place.write("data/[a].yaml", "1")
    place.write("data/a.yaml", "1")
    place.git("add", ".")

    told = run(
        find_git(place.environment),
        str(place.top / "data"),
        "commit",
        "--message=x",
        "--only",
        "--",
        literal("data/[a].yaml"),
        writes=True,
    )

    assert told
    assert place.git("ls-tree", "-r", "--name-only", "HEAD") == "data/[a].yaml"


@no_windows
def test_descriptors_are_handed_on(place: Place) -> None:
    place.write("file", "words")
    place.git(
        "config",
        "alias.say",
        f"!{sys.executable} -c 'import os,sys;print(os.read(int(sys.argv[1]),9))'",
    )
    opened = os.open(place.top / "file", os.O_RDONLY)
    git = find_git(place.environment)

    handed = run(git, str(place.top), "say", str(opened), fds=[opened], writes=True)
    with pytest.raises(GitRefused):
        run(git, str(place.top), "say", str(opened), writes=True)
    os.close(opened)

    assert handed == b"b'words'\n"


# Finding the repository


def test_a_repository_is_found_from_below(place: Place) -> None:
    place.write(ANY, "a")
    head = place.commit()

    found = find(place, "data")

    top = place.top.resolve()
    assert (Path(found.top), Path(found.git_dir), Path(found.common_dir), *found[4:]) == (
        (top, top / ".git", top / ".git", head, "refs/heads/main")
    )


def test_a_repository_without_a_commit_has_a_branch_but_no_head(place: Place) -> None:
    found = find(place)

    assert (found.head, found.branch) == (None, "refs/heads/main")


def test_a_detached_head_is_on_no_branch(place: Place) -> None:
    head = place.commit()
    place.git("checkout", "--quiet", "--detach")

    found = find(place)

    assert (found.head, found.branch) == (head, None)


def test_another_work_tree_shares_the_common_folder(place: Place, tmp_path: Path) -> None:
    head = place.commit()
    place.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "tree"))

    found = Repository.find(str(tmp_path / "tree"), place.environment)

    assert found is not None
    top = place.top.resolve()
    assert Path(found.top) == (tmp_path / "tree").resolve()
    assert Path(found.git_dir) == top / ".git" / "worktrees" / "tree"
    assert Path(found.common_dir) == top / ".git"
    assert (found.head, found.branch) == (head, "refs/heads/other")


def test_a_submodule_is_a_repository_of_its_own(place: Place, tmp_path: Path) -> None:
    inner = make_place(tmp_path / "inner")
    head = inner.commit()
    place.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.top), "inner"
    )

    found = find(place, "inner")

    assert Path(found.top) == place.top.resolve() / "inner"
    assert found.head == head


@pytest.mark.parametrize("name", ["区里 清单", "new\nline", "-x", "--output=x", "'$HOME'"])
def test_a_repository_of_any_name_is_found(tmp_path: Path, name: str) -> None:
    if os.name == "nt" and "\n" in name:
        pytest.skip("Windows has no such names")
    place = make_place(tmp_path / name)
    unborn = find(place)
    head = place.commit()

    found = find(place)

    assert (Path(unborn.top), unborn.head) == (place.top.resolve(), None)
    assert (Path(found.top), found.head, found.branch) == (
        place.top.resolve(),
        head,
        "refs/heads/main",
    )
    assert found.path_of(str(place.top / "data")) == "data"


def test_where_no_repository_is_none_is_found(tmp_path: Path) -> None:
    assert Repository.find(str(tmp_path), isolate()) is None


@pytest.mark.parametrize("below", ["bare", "place/.git", "place/.git/hooks"])
def test_a_folder_without_a_work_tree_is_refused_in_the_words_of_git(
    tmp_path: Path, below: str
) -> None:
    make_place(tmp_path / "place")
    make_place(tmp_path / "bare", "--bare")

    with pytest.raises(GitRefused) as refusal:
        Repository.find(str(tmp_path / below), isolate())

    assert refusal.value.words == "fatal: this operation must be run in a work tree"


def test_a_git_file_that_leads_nowhere_is_refused_in_the_words_of_git(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: /nowhere/at/all\n")

    with pytest.raises(GitRefused) as refusal:
        Repository.find(str(tmp_path), isolate())

    assert refusal.value.words == "fatal: not a git repository: /nowhere/at/all"


def test_a_repository_of_another_owner_is_refused_in_the_words_of_git(place: Place) -> None:
    environment = {**place.environment, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}

    with pytest.raises(GitRefused) as refusal:
        Repository.find(str(place.top), environment)

    assert refusal.value.words.startswith("fatal: detected dubious ownership in repository at")


def test_a_path_is_named_by_where_it_really_lies(place: Place, tmp_path: Path) -> None:
    place.write(ANY, "a")
    (tmp_path / "link").symlink_to(place.top / "data", target_is_directory=True)
    found = find(place)

    assert found.path_of(str(place.top)) == ""
    assert found.path_of(str(place.top / "data" / "not there")) == "data/not there"
    assert found.path_of(str(tmp_path / "link" / "a.yaml")) == ANY
    with pytest.raises(GitRefused):
        found.path_of(str(place.top) + "-beside")


# Objects


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_bytes_come_back_as_they_were_committed(tmp_path: Path, form: str) -> None:
    place = make_place(tmp_path / "r", f"--object-format={form}")
    raws = [b"", b"\n", b"missing\n", bytes(range(256)), b"x" * 100_000]
    for at, raw in enumerate(raws):
        (place.top / f"{at}.yaml").write_bytes(raw)
    head = place.commit()

    with Objects(find(place)) as objects:
        files = list_folder(objects, head, "")
        read = [objects.read_blob(id_ or "") for id_ in (files or {}).values()]

    assert read == raws
    assert list(files or {}) == [f"{at}.yaml" for at in range(len(raws))]


@pytest.mark.parametrize(
    "name",
    ["", "nowhere", "-x", "--batch", "HEAD:no", "HEAD\nHEAD", "\0", "a b", "symlink 3", "x" * 9999],
)
def test_a_name_of_nothing_finds_nothing_and_disturbs_nothing(place: Place, name: str) -> None:
    head = place.commit()

    with Objects(find(place)) as objects:
        missing = objects.find(name)
        after = objects.find("HEAD")

    assert missing is None
    assert after is not None
    assert (after.id, after.kind) == (head, "commit")


def test_a_forged_object_is_refused(place: Place) -> None:
    place.write(ANY, write_list("真"))
    place.commit()
    id_ = place.git("rev-parse", f"HEAD:{ANY}")
    loose = place.top / ".git" / "objects" / id_[:2] / id_[2:]
    loose.chmod(0o644)
    forged = write_list("假").encode()
    loose.write_bytes(zlib.compress(b"blob %d\0" % len(forged) + forged))

    with Objects(find(place)) as objects, pytest.raises(GitRefused) as refusal:
        objects.read_blob(id_)

    assert str(refusal.value) == f"the object {id_} is damaged; “git fsck” tells more"


@pytest.mark.parametrize("damage", [b"", b"rubbish", zlib.compress(b"blob 99\0short")])
def test_a_damaged_object_is_refused_and_the_next_one_read(place: Place, damage: bytes) -> None:
    place.write(ANY, "a")
    place.write("b", "b")
    place.commit()
    id_ = place.git("rev-parse", f"HEAD:{ANY}")
    loose = place.top / ".git" / "objects" / id_[:2] / id_[2:]
    loose.chmod(0o644)
    loose.write_bytes(damage)

    with Objects(find(place)) as objects:
        with pytest.raises(GitRefused):
            objects.read_blob(id_)
        after = objects.read_blob(hash_object("blob", b"b"))

    assert after == b"b"


def test_an_object_that_is_lost_is_refused(place: Place) -> None:
    place.write(ANY, "a")
    place.commit()
    id_ = place.git("rev-parse", f"HEAD:{ANY}")
    (place.top / ".git" / "objects" / id_[:2] / id_[2:]).unlink()

    with Objects(find(place)) as objects, pytest.raises(GitRefused) as refusal:
        objects.read_blob(id_)

    assert str(refusal.value) == f"the repository lacks the object {id_}"


def test_of_a_huge_blob_only_the_first_bytes_are_read(place: Place) -> None:
    (place.top / "huge").write_bytes(b"x" * (MOST_BYTES + 1000))
    place.commit()

    with Objects(find(place)) as objects:
        huge = objects.find("HEAD:huge")
        after = objects.find("HEAD")

    assert huge is not None
    assert len(huge.raw) == MOST_BYTES + 1
    assert after is not None


def test_a_replaced_object_is_read_as_it_was_committed(place: Place) -> None:
    place.write(ANY, "true")
    place.commit()
    place.git(
        "replace",
        place.git("rev-parse", f"HEAD:{ANY}"),
        place.git("hash-object", "-w", "--stdin", feed=b"false"),
    )

    with Objects(find(place)) as objects:
        raw = objects.read_blob(hash_object("blob", b"true"))

    assert raw == b"true"


def test_a_graft_does_not_change_the_past(place: Place) -> None:
    place.write(ANY, write_list("甲"))
    place.commit("first")
    place.write(ANY, write_list("乙"))
    head = place.commit("second")
    place.write(".git/info/grafts", f"{head}\n")

    versions = list_versions(find(place), str(place.top / "data"))

    assert [version.subject for version in versions] == ["second", "first"]


@no_windows
def test_links_are_followed_inside_the_commit_and_no_further(place: Place) -> None:
    place.write("lists/real.yaml", "real")
    links = {
        "inside.yaml": "../lists/real.yaml",
        "twice.yaml": "inside.yaml",
        "dangling.yaml": "nowhere",
        "circle.yaml": "circle.yaml",
        "outside.yaml": "../../outside",
        "absolute.yaml": "/etc/hostname",
        "folder.yaml": "../lists",
        "through.yaml": "../lists/real.yaml/more",
    }
    (place.top / "data" / "dir.yaml").mkdir(parents=True)
    place.write("data/dir.yaml/x", "x")
    for name, target in links.items():
        (place.top / "data" / name).symlink_to(target)
    head = place.commit()

    with Objects(find(place)) as objects:
        files = list_folder(objects, head, "data")

    real = hash_object("blob", b"real")
    assert files == {**dict.fromkeys([*links, "dir.yaml"]), "inside.yaml": real, "twice.yaml": real}


def test_a_folder_that_is_none_has_no_files(place: Place) -> None:
    place.write(ANY, "a")
    head = place.commit()

    with Objects(find(place)) as objects:
        assert list_folder(objects, head, "nowhere") is None
        assert list_folder(objects, head, ANY) is None


# Revisions


@pytest.mark.parametrize(
    "text", ["HEAD", "main", "v1", "v2", "refs/heads/main", "-x", "@", "HEAD^{/one}"]
)
def test_what_git_knows_as_a_commit_is_found(place: Place, text: str) -> None:
    head = place.commit("one", on="2022-04-08T12:00:00+08:00")
    place.git("tag", "v1")
    place.git("tag", "--annotate", "--message=tag", "v2")
    place.git("update-ref", "refs/heads/-x", head)

    with Objects(find(place)) as objects:
        found = find_revision(objects, text)
        short = find_revision(objects, head[:8])

    assert found == Revision(head, 1649390400, text)
    assert short.commit == head


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nope",
        f"HEAD:{ANY}",
        "HEAD:",
        "HEAD^{tree}",
        "^HEAD",
        "HEAD..HEAD",
        "--all",
        "-n1",
        "v^{commit}x",
        "HEAD~9",
        "\n",
        "HEAD\n",
        "blob",
    ],
)
def test_what_is_no_commit_is_not_found(place: Place, text: str) -> None:
    place.write(ANY, "a")
    place.commit()
    place.git("tag", "blob", f"HEAD:{ANY}")

    with Objects(find(place)) as objects, pytest.raises(NotFound) as refusal:
        find_revision(objects, text)

    assert str(refusal.value) == (
        f"no commit is called “{text}”; give a branch, a tag, a commit’s id or a day (2022-10-31)"
    )


def test_the_commit_of_a_day_has_no_later_ancestor(place: Place) -> None:
    first = place.record("first", on="@1000 +0000")
    place.record("clock runs ahead", on=f"@{9 * DAY} +0000")
    place.record("clock is right again", on="@3000 +0000")
    repository = find(place)

    found = find_revision_of_day(repository, DAY, "1970-01-01")

    assert found == Revision(first, 1000, first[:8])


def test_before_the_first_commit_there_is_no_commit_of_the_day(place: Place) -> None:
    unborn = find(place)
    place.record("first", on=f"@{9 * DAY} +0000")

    with pytest.raises(NotFound) as none:
        find_revision_of_day(unborn, DAY, "1970-01-01")
    with pytest.raises(NotFound) as later:
        find_revision_of_day(find(place), DAY, "1970-01-01")

    assert str(none.value) == "the repository has no commit yet"
    assert str(later.value) == "on 1970-01-01 nothing was on file yet: no commit is that old"


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[int, list[int]]]:
    """Draw commits, parents first: the time of each, and its parents by position."""
    commits: list[tuple[int, list[int]]] = []
    for at in range(draw(st.integers(1, 9))):
        parents = st.lists(st.integers(0, at - 1), min_size=1, max_size=3, unique=True)
        commits.append((draw(st.integers(1, 9)), draw(parents) if at else []))
    return commits


@settings(max_examples=40, deadline=None)
@given(histories(), st.integers(0, 10))
def test_the_commit_of_a_day_is_the_newest_first_parent_without_a_later_ancestor(
    history: list[tuple[int, list[int]]], end: int
) -> None:
    with TemporaryDirectory() as folder:
        place = make_place(Path(folder))
        place.git("fast-import", "--quiet", feed=_write_stream(history))
        ids = place.git("log", "--all", "--format=%s %H").split("\n")
        repository = find(place)
        try:
            found = find_revision_of_day(repository, end, "the day").commit
        except NotFound:
            found = ""

    names = {id_: int(subject) for subject, id_ in map(str.split, ids)}
    expected = next((at for at in _walk(history) if _find_latest(history, at) < end), None)
    assert names.get(found) == expected


def _write_stream(history: list[tuple[int, list[int]]]) -> bytes:
    lines = []
    for at, (time, parents) in enumerate(history):
        lines += [
            "commit refs/heads/main",
            f"mark :{at + 1}",
            f"committer {AUTHOR} <> {time} +0000",
            f"data {len(str(at))}",
            str(at),
            *(
                f"{word} :{parent + 1}"
                for word, parent in zip(["from", "merge", "merge"], parents, strict=False)
            ),
            "",
        ]
    return "\n".join(
        [*lines, "reset refs/heads/main", f"from :{len(history)}", "", "done", ""]
    ).encode()


def _walk(history: list[tuple[int, list[int]]]) -> list[int]:
    """Return the first parents, from the last commit on."""
    line = [len(history) - 1]
    while parents := history[line[-1]][1]:
        line.append(parents[0])
    return line


def _find_latest(history: list[tuple[int, list[int]]], at: int) -> int:
    time, parents = history[at]
    return max([time, *(_find_latest(history, parent) for parent in parents)])


# History


def test_history_tells_what_each_commit_did_to_lists(place: Place) -> None:
    place.write("data/a.yaml", write_list("甲"))
    place.write("data/units.yaml", "各街道: [前进街道]\n")
    place.write("data/.hidden.yaml", "x")
    place.write("data/schema/x.yaml", "x")
    place.write("notes/b.yaml", "x")
    first = place.commit("first: 第一\n\nbody", on="2022-04-08T12:00:00+08:00")
    place.write("data/a.yaml", write_list("甲", "乙"))
    second = place.commit(
        "second", on="2022-04-09T12:00:00Z", author_on="2022-04-01T01:02:03-07:00"
    )
    place.write("notes/b.yaml", "y")
    place.commit("elsewhere")
    place.git("mv", "data/a.yaml", "data/b.yaml")
    place.commit("renamed")
    place.git("rm", "--quiet", "data/b.yaml")
    place.commit("removed")

    versions = list_versions(find(place), str(place.top / "data"))

    assert tell(versions) == [
        ("removed", [(("data/b.yaml",), "")]),
        ("renamed", [(("data/a.yaml",), "data/b.yaml")]),
        ("second", [(("data/a.yaml",), "data/a.yaml")]),
        ("first: 第一", [(("",), "data/a.yaml")]),
    ]
    one, two = (hash_object("blob", write_list(*each).encode()) for each in ("甲", ("甲", "乙")))
    assert versions[2] == Version(
        second,
        (first,),
        AUTHOR,
        "2022-04-01T01:02:03-07:00",
        "second",
        (FileChange((FileVersion("data/a.yaml", one),), FileVersion("data/a.yaml", two)),),
    )


def test_history_follows_a_list_into_the_folder_and_a_folder_that_was_renamed(place: Place) -> None:
    place.write("drafts/a.yaml", write_list("甲"))
    place.write("drafts/b.yaml", write_list("乙", "丙", "丁"))
    place.commit("drafted")
    place.write("drafts/a.yaml", write_list("甲", "乙"))
    place.commit("edited")
    (place.top / "data").mkdir()
    place.git("mv", "drafts/a.yaml", "data/a.yaml")
    place.commit("moved")
    place.git("mv", "data", "lists")
    place.commit("renamed")
    place.git("mv", "lists/a.yaml", "a.yaml")
    place.commit("gone")

    versions = list_versions(find(place), str(place.top / "lists"))

    assert tell(versions) == [
        ("gone", [(("lists/a.yaml",), "")]),
        ("renamed", [(("data/a.yaml",), "lists/a.yaml")]),
        ("moved", [(("drafts/a.yaml",), "data/a.yaml")]),
        ("edited", [(("drafts/a.yaml",), "drafts/a.yaml")]),
        ("drafted", [(("",), "drafts/a.yaml")]),
    ]


def test_history_keeps_both_sides_and_what_a_merge_itself_made(place: Place) -> None:
    place.write(ANY, write_list("甲"))
    base = place.commit("base")
    place.git("checkout", "--quiet", "-b", "side")
    place.write(ANY, write_list("甲", "左"))
    side = place.commit("side")
    place.git("checkout", "--quiet", "main")
    place.write(ANY, write_list("甲", "右"))
    main = place.commit("main")
    place.git("merge", "--quiet", "--no-commit", "--strategy=ours", "side")
    place.write(ANY, write_list("甲", "左", "右"))
    merge = place.commit("merge")
    place.git("checkout", "--quiet", "-b", "again", main)
    place.write("data/c.yaml", write_list("丙"))
    place.commit("again")
    place.git("merge", "--quiet", "--no-ff", "--message=takes main as it is", "main")

    versions = list_versions(find(place), str(place.top / "data"))

    assert [
        (version.subject, version.parents) for version in versions if version.subject != "again"
    ] == [
        ("merge", (main, side)),
        *sorted(
            [("main", (base,)), ("side", (base,))],
            key=lambda each: [v.subject for v in versions].index(each[0]),
        ),
        ("base", ()),
    ]
    assert versions[[v.commit for v in versions].index(merge)].files == (
        FileChange(
            (
                FileVersion(ANY, hash_object("blob", write_list("甲", "右").encode())),
                FileVersion(ANY, hash_object("blob", write_list("甲", "左").encode())),
            ),
            FileVersion(ANY, hash_object("blob", write_list("甲", "左", "右").encode())),
        ),
    )


def test_a_renamed_list_in_a_merge_has_its_name_on_each_side(place: Place) -> None:
    duties = [f"事项{at}" for at in range(9)]
    place.write("data/a.yaml", write_list(*duties))
    place.commit("base")
    place.git("checkout", "--quiet", "-b", "side")
    place.git("mv", "data/a.yaml", "data/b.yaml")
    place.commit("side")
    place.git("checkout", "--quiet", "main")
    place.write("data/a.yaml", write_list(*duties, "又"))
    place.commit("main")
    place.git("merge", "--quiet", "--no-commit", "side")
    place.write("data/b.yaml", write_list(*duties, "又", "再"))
    place.commit("merge")

    versions = list_versions(find(place), str(place.top / "data"))

    assert tell(versions)[0] == ("merge", [(("data/a.yaml", "data/b.yaml"), "data/b.yaml")])


def test_no_commit_stands_before_its_child_whatever_the_clocks_say(place: Place) -> None:
    for at, day in enumerate([5, 1, 9, 2]):
        place.write(ANY, write_list(str(at)))
        place.commit(str(at), on=f"@{day * DAY} +0000")

    versions = list_versions(find(place), str(place.top / "data"))

    assert [version.subject for version in versions] == ["3", "2", "1", "0"]


@pytest.mark.parametrize("folder", ["", "区里的", "-x", ":(glob)*", "--output=x", "*"])
def test_history_is_told_of_a_folder_of_any_name(place: Place, folder: str) -> None:
    if os.name == "nt" and set(folder) & set(":*"):
        pytest.skip("Windows has no such names")
    for name in ("commit.yaml", "--output=x.yaml", "甲.yaml", ":100644 a.yaml"):
        if os.name != "nt" or ":" not in name:
            place.write(f"{folder}/{name}" if folder else name, write_list("甲", name))
    place.write("other/a.yaml", write_list("甲"))
    place.commit("commit")

    (version,) = list_versions(find(place), str(place.top / folder))

    names = sorted(file.new.name for file in version.files if file.new)
    assert version.subject == "commit"
    assert [name for name in names if name != ":100644 a.yaml"] == [
        "--output=x.yaml",
        "commit.yaml",
        "甲.yaml",
    ]


def test_without_a_commit_there_is_no_history(place: Place) -> None:
    assert list_versions(find(place), str(place.top)) == []


def test_links_and_submodules_are_no_versions_of_a_list(place: Place) -> None:
    id_ = place.git("hash-object", "-w", "--stdin", feed=b"../x.yaml")
    head = place.record("empty")
    place.git("update-index", "--add", "--cacheinfo", f"120000,{id_},data/link.yaml")
    place.git("update-index", "--add", "--cacheinfo", f"160000,{head},data/module.yaml")
    place.record("links")
    place.git("update-index", "--add", "--cacheinfo", f"100644,{id_},data/link.yaml")
    place.record("a file at last")

    commits = list_commits(find(place), ["data"])

    assert tell(commits) == [("a file at last", [(("",), "data/link.yaml")]), ("links", [])]


def test_a_history_takes_as_many_runs_of_git_whatever_its_length(
    place: Place, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    counts = []
    for rounds in (2, 20):
        for at in range(rounds):
            place.write(ANY, write_list(f"{rounds} {at}"))
            place.commit()
        trace.unlink(missing_ok=True)
        repository = Repository.find(
            str(place.top), {**place.environment, "GIT_TRACE2": str(trace)}
        )
        assert repository is not None
        list_versions(repository, str(place.top / "data"))
        counts.append(trace.read_text().count(" start "))

    assert counts == [3, 3]


def test_no_repository_is_refused_by_the_folder_s_name(tmp_path: Path) -> None:
    with pytest.raises(GitRefused) as refusal:
        find_repository(str(tmp_path), isolate())

    assert str(refusal.value) == f"{tmp_path} is in no git repository"
