"""The rules about what a run may change notice each change that they are there to notice.

The runs of `test_bad_inputs` trust these rules; here they are held against changes made up for
the purpose, and against a stand-in for dutylist that changes real files and a real repository.
"""

import stat
from pathlib import Path

import pytest
from bad_inputs_case import Case, Outcome, Repository, Scene, needs_bash, run_case
from bad_inputs_changes import wrong_changes

HEAD = "# 清单\nduties:\n"
FIRST = "  - no: 1\n    content: 一\n    progress:\n      - on: 2022-03-15\n        note: 旧\n\n"
SECOND = "  # 第二项\n  - content: 二\n    no: 2\n    progress: []\n"
OLD = f"{HEAD}{FIRST}{SECOND}"
ENTRY = "      - on: 2022-04-08\n        note: 新\n"
GREW = FIRST.replace("旧\n", f"旧\n{ENTRY}")
NEW = f"{HEAD}{GREW}{SECOND}"

FILE = stat.S_IFREG | 0o644
LINK = stat.S_IFLNK | 0o777
LIST = "data/tasks_2022.yaml"
HEAD_FILE = b"ref: refs/heads/main\n"

WRITES = Case(
    name="writes",
    category="60_keep_bytes",
    folder="base",
    setup="-",
    command="dutylist",
    expected="either",
    exit="-",
    position="-",
    checks="writes;duty:1",
    note="a case that adds an entry to duty 1",
)
COMMITS = WRITES._replace(checks="writes;duty:1;commit")
BEFORE = Repository(
    head="a1",
    parents=("a0",),
    refs={"refs/heads/main": "a1", "refs/heads/other": "a0"},
    committed={LIST: "100644 blob 1", "other.txt": "100644 blob 5"},
    staged={LIST: "100644 1 0", "other.txt": "100644 6 0"},
    unsaved=("other.txt",),
    pending={"HEAD": HEAD_FILE},
)
AFTER = BEFORE._replace(
    head="a2",
    parents=("a1",),
    refs={"refs/heads/main": "a2", "refs/heads/other": "a0"},
    committed={LIST: "100644 blob 2", "other.txt": "100644 blob 5"},
    staged={LIST: "100644 2 0", "other.txt": "100644 6 0"},
)


def scene(text: str, mode: int = FILE, repository: Repository | None = None) -> Scene:
    return Scene({LIST: (mode, text.encode())}, repository)


def found(case: Case, before: Scene, after: Scene, code: int = 0, check: int = 0) -> list[str]:
    return list(wrong_changes(case, Outcome(code, before=before, after=after, check=check)))


@pytest.mark.parametrize(
    ("checks", "old", "new"),
    [
        ("writes;duty:1", OLD, NEW),
        ("writes;duty:1;note:新;valid", OLD, NEW),
        ("writes;duty:1;crlf", OLD.replace("\n", "\r\n"), NEW.replace("\n", "\r\n")),
        ("writes;duty:1;mode:644", OLD, NEW),
        ("writes;duty:2", OLD, f"{HEAD}{FIRST}{SECOND}".replace("[]\n", f"\n{ENTRY}")),
        ("writes;duty:2", OLD.removesuffix("\n"), OLD + "    value: 1"),
        ("writes;duty:5.1", "duties:\n- no: '5.1'\n", "duties:\n- no: '5.1'\n  x: 1\n"),
        ("writes;duty:1", "duties:\n\n# 一\n- no: 1\n", "duties:\n\n# 一\n- no: 1\n  x: 1\n"),
        ("writes;duty:1", "duties:\n  -\n    no: 1\n", "duties:\n  -\n    no: 1\n    x: 1\n"),
        ("writes;duty:2", f"{OLD}  - {{no: 3}}\n", f"{OLD}    x: 1\n  - {{no: 3}}\n"),
        ("writes;duty:1;edited", OLD, ""),
    ],
)
def test_a_right_change_is_not_complained_of(checks: str, old: str, new: str) -> None:
    assert found(WRITES._replace(checks=checks), scene(old), scene(new)) == []


@pytest.mark.parametrize(
    ("checks", "old", "new", "complaint"),
    [
        ("", OLD, OLD, "duty 1 has no entry more, or has lost a line"),
        ("", OLD, NEW.replace("旧", "久"), "duty 1 has no entry more, or has lost a line"),
        ("", OLD, NEW.replace("\n\n", "\n"), "duty 1 has no entry more, or has lost a line"),
        ("", OLD, NEW.replace("  # 第二项\n", ""), "duty 1 has no entry more, or has lost a line"),
        ("", OLD, NEW.replace("# 清单", "#清单"), "the head of the list has changed"),
        ("", OLD, NEW.replace("[]", "[ ]"), "duty 2 has changed"),
        ("", OLD, NEW.removesuffix("\n"), "duty 2 has changed"),
        ("", OLD, NEW.removesuffix("\n") + "\r\n", "duty 2 has changed"),
        ("", OLD, NEW + "  - no: 3\n", "duty 3 has changed"),
        (";note:新", OLD, NEW.replace("新", "心"), "note:新 does not hold"),
        (";crlf", OLD.replace("\n", "\r\n"), NEW.replace("\n", "\r\n")[:-2], "duty 2 has changed"),
        (";crlf", OLD, NEW, "crlf does not hold"),
        (";mode:600", OLD, NEW, "mode:600 does not hold"),
        (";link", OLD, NEW, "link does not hold"),
    ],
)
def test_a_wrong_change_is_complained_of(checks: str, old: str, new: str, complaint: str) -> None:
    case = WRITES._replace(checks=f"writes;duty:1{checks}")

    assert complaint in found(case, scene(old), scene(new))


def test_a_list_that_no_longer_passes_check_is_complained_of() -> None:
    case = WRITES._replace(checks="writes;duty:1;valid")

    assert found(case, scene(OLD), scene(NEW), check=4) == ["valid does not hold"]


def test_a_changed_mode_is_complained_of() -> None:
    complaint = f"the mode of {LIST} has changed"

    assert found(WRITES, scene(OLD), scene(NEW, mode=stat.S_IFREG | 0o600)) == [complaint]


@pytest.mark.parametrize(
    ("name", "code"), [("data/.half", 0), ("data/.half", 5), ("beside.txt", 0), ("beside.txt", 5)]
)
def test_a_file_that_is_left_is_complained_of(name: str, code: int) -> None:
    after = scene(NEW if code == 0 else OLD)
    left = Scene({**after.files, name: (FILE, b"half")})

    assert found(WRITES, scene(OLD), left, code) == [f"{name} has changed"]


def test_a_list_that_is_gone_is_complained_of() -> None:
    assert found(WRITES, scene(OLD), Scene()) == [f"{LIST} is gone"]
    assert found(WRITES, scene(OLD), Scene(), code=5) == [f"{LIST} has changed"]


def test_a_refused_run_that_changed_the_list_is_complained_of() -> None:
    assert found(WRITES, scene(OLD), scene(NEW), code=6) == [f"{LIST} has changed"]


def test_a_link_may_change_what_it_leads_to_and_nothing_else() -> None:
    case = WRITES._replace(checks="writes;duty:1;link")
    link = (LINK, b"../real/list.yaml")
    before = Scene({LIST: link, "real/list.yaml": (FILE, OLD.encode())})
    written = Scene({LIST: link, "real/list.yaml": (FILE, NEW.encode())})
    replaced = Scene({LIST: (FILE, NEW.encode()), "real/list.yaml": (FILE, OLD.encode())})

    assert found(case, before, written) == []
    assert found(case, before, replaced) == [
        f"{LIST} has changed",
        "duty 1 has no entry more, or has lost a line",
        "link does not hold",
    ]


def test_a_right_commit_is_not_complained_of() -> None:
    before, after = scene(OLD, repository=BEFORE), scene(NEW, repository=AFTER)

    assert found(COMMITS, before, after) == []
    assert found(COMMITS, before, before, code=6) == []


ONE = "there is not exactly one new commit"
ALONE = f"the commit does not touch {LIST} alone"
STAGED = "something else that was staged has changed"
UNSAVED = "something else is changed, or no longer changed, against the commit"
PENDING = "another reference, or what git was in the middle of, has changed"


@pytest.mark.parametrize(
    ("after", "complaint"),
    [
        (AFTER._replace(parents=("a9",)), ONE),
        (AFTER._replace(parents=("a1", "a0")), ONE),
        (AFTER._replace(head="a1", parents=("a0",)), ONE),
        (AFTER._replace(committed=BEFORE.committed), ALONE),
        (AFTER._replace(committed={**AFTER.committed, "other.txt": "100644 blob 6"}), ALONE),
        (AFTER._replace(committed={**AFTER.committed, ".lock": "100644 blob 7"}), ALONE),
        (AFTER._replace(staged={**AFTER.staged, "other.txt": "100644 5 0"}), STAGED),
        (AFTER._replace(staged={**AFTER.staged, "new.txt": "100644 7 0"}), STAGED),
        (AFTER._replace(staged=BEFORE.staged), STAGED),
        (AFTER._replace(unsaved=()), UNSAVED),
        (AFTER._replace(unsaved=(LIST, "other.txt")), UNSAVED),
        (AFTER._replace(refs={**AFTER.refs, "refs/heads/other": "a2"}), PENDING),
        (AFTER._replace(refs={**AFTER.refs, "refs/stash": "a7"}), PENDING),
        (AFTER._replace(pending={"HEAD": b"ref: refs/heads/other\n"}), PENDING),
        (AFTER._replace(pending={"HEAD": HEAD_FILE, "index.lock": b""}), PENDING),
        (None, "there is no repository"),
    ],
)
def test_a_wrong_commit_is_complained_of(after: Repository | None, complaint: str) -> None:
    before = scene(OLD, repository=BEFORE)

    assert found(COMMITS, before, scene(NEW, repository=after)) == [complaint]


def test_a_refused_run_that_changed_the_repository_is_complained_of() -> None:
    before, after = scene(OLD, repository=BEFORE), scene(OLD, repository=AFTER)

    assert found(COMMITS, before, after, code=6) == ["the repository has changed"]


def test_a_reading_run_that_changed_the_repository_is_complained_of() -> None:
    case = WRITES._replace(checks="-")
    before, after = scene(OLD, repository=BEFORE), scene(OLD, repository=AFTER)

    assert found(case, before, after) == ["the repository has changed"]


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    """A folder whose `dutylist` adds an entry to duty 1, and then runs its first argument."""
    folder = tmp_path / "programs"
    folder.mkdir()
    program = folder / "dutylist"
    adds = "sed -i '0,/by: 李经办/s//&\\n      - on: 2022-04-08\\n        status: active/'"
    commits = "git commit -q -m '进展' --only data/tasks_2022.yaml"
    script = f'#!/usr/bin/env bash\n[ "$1" = check ] && exit 4\n{adds} "$PWD/{LIST}"\n'
    program.write_text(f'{script}{commits}\neval "$1"\n', encoding="utf-8", newline="\n")
    program.chmod(0o755)
    return folder


@needs_bash
@pytest.mark.parametrize(
    ("setup", "script", "complaint"),
    [
        ("ready", "", []),
        ("staged_other_file", "", []),
        ("dirty_other_file", "", []),
        ("ready", "touch data/.half", ["data/.half has changed"]),
        ("ready", "git commit -q --allow-empty -m x", [ONE]),
        ("ready", "git commit -q --amend --allow-empty -m x", []),
        ("ready", "git tag x", [PENDING]),
        ("ready", "touch .git/index.lock", [PENDING]),
        ("ready", "echo x >x; git add x", ["x has changed", STAGED, UNSAVED]),
        ("staged_other_file", "git rm -q --cached other.txt", [STAGED, UNSAVED]),
        ("staged_other_file", "git commit -q --amend -m x", [ALONE, UNSAVED]),
        ("dirty_other_file", "git add other.txt", [STAGED]),
    ],
)
def test_a_run_records_what_becomes_of_the_repository(
    setup: str, script: str, complaint: list[str], tmp_path: Path, stand_in: Path
) -> None:
    case = COMMITS._replace(setup=f"setup.sh {setup}", command=f"dutylist '{script}'")

    outcome = run_case(case, tmp_path, stand_in)

    assert list(wrong_changes(case, outcome)) == complaint


@needs_bash
def test_a_run_that_must_leave_a_valid_list_is_followed_by_check(
    tmp_path: Path, stand_in: Path
) -> None:
    case = COMMITS._replace(setup="setup.sh ready", checks="writes;duty:1;valid")

    outcome = run_case(case, tmp_path, stand_in)

    assert outcome.check == 4
