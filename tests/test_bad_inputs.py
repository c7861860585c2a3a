"""Every case of `tests/bad_inputs` gets the answer that its row of the manifest asks for.

The cases run the installed program as a clerk would. The tests below them make sure that the
harness itself would notice each thing it is there to notice.
"""

import shutil
import stat
import sys
from pathlib import Path

import pytest
from bad_inputs_case import (
    CORPUS,
    Case,
    Outcome,
    Scene,
    checks_of,
    needs_bash,
    read_cases,
    run_case,
)
from bad_inputs_verdict import CHECKS, complaints

CASES = read_cases()
PROGRAMS = Path(sys.executable).parent


ASKED = Case(
    name="asked",
    category="80_cli",
    folder="base",
    setup="-",
    command="dutylist",
    expected="accept",
    exit="-",
    position="-",
    checks="-",
    note="a case that asks for nothing but exit 0",
)
REFUSED = ASKED._replace(expected="reject-with-position", position="tasks_2022.yaml:7:14")
PLAIN = stat.S_IFREG | 0o644
FILE = Scene({"data/tasks_2022.yaml": (PLAIN, b"title: x\n")})
TABLE = b'[{"no": 1, "content": "a"}, {"no": 2, "content": "b"}]'


@pytest.fixture(scope="session")
def programs() -> Path:
    """The folder of the installed program: that of the interpreter that runs the tests."""
    found = shutil.which("dutylist", path=PROGRAMS)
    assert found, "dutylist is not installed beside this interpreter; install it: pip install -e ."
    return PROGRAMS


@needs_bash
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.category}/{case.name}")
def test_the_answer_is_what_the_manifest_asks_for(
    case: Case, tmp_path: Path, programs: Path
) -> None:
    outcome = run_case(case, tmp_path, programs)

    assert complaints(case, outcome) == []


def test_a_category_uses_a_name_once_and_every_stored_folder_is_used() -> None:
    names = [(case.category, case.name) for case in CASES]
    stored = {path.parent for path in CORPUS.glob("*/*/data")} | {CORPUS / "base"}

    assert len(set(names)) == len(names)
    assert {CORPUS / case.folder for case in CASES if case.folder != "-"} == stored


def test_every_check_in_the_manifest_is_known() -> None:
    assert {name for case in CASES for name, _ in checks_of(case)} <= CHECKS.keys()


def test_every_case_with_a_position_says_that_it_is_named() -> None:
    with_position = {case.expected for case in CASES if case.position != "-"}
    without = {case.expected for case in CASES if case.position == "-"}

    assert with_position == {"reject-with-position", "warn"}
    assert without == {"accept", "reject", "either"}


@pytest.mark.parametrize(
    ("case", "outcome"),
    [
        (ASKED, Outcome(0)),
        (ASKED, Outcome(0, "一\t二\r\n".encode(), before=FILE, after=FILE)),
        (ASKED._replace(expected="either"), Outcome(5)),
        (ASKED._replace(expected="reject"), Outcome(6, b"", b"refused\n")),
        (ASKED._replace(expected="either", exit="0,141"), Outcome(141)),
        (REFUSED, Outcome(4, b"", b"data/tasks_2022.yaml:7:14: content\n")),
        (REFUSED, Outcome(4, b"a.yaml:1:1: x\n" * 4, b"/d/tasks_2022.yaml:7:14: content\n")),
        (REFUSED, Outcome(4, b"x" * 3_000_000 + b" tasks_2022.yaml:7:14: x\n")),
        (REFUSED._replace(position="a.yaml:1:1|a.yaml:1:9"), Outcome(4, b"a.yaml:1:9: x")),
        (REFUSED._replace(position="a.yaml:1:"), Outcome(4, b"a.yaml:1:9: x")),
        (REFUSED._replace(expected="warn"), Outcome(0, b"tasks_2022.yaml:7:14: x")),
        (ASKED._replace(checks="edited"), Outcome(0, before=FILE)),
        (ASKED._replace(checks="mayadd"), Outcome(0, after=FILE)),
        (ASKED._replace(checks="codec:gbk;out:张三"), Outcome(0, "张三".encode("gbk"))),
        (ASKED._replace(checks="say:张三;quiet"), Outcome(0, b"", "张三".encode())),
        (ASKED._replace(checks="chars:三张张;not:张三"), Outcome(0, "三\n张".encode())),
        (ASKED._replace(checks="json;json:2;jsonhas:b"), Outcome(0, TABLE)),
        (ASKED._replace(checks="csv:1"), Outcome(0, b'no,content\r\n1,"a\nb"\r\n')),
        (ASKED._replace(checks="tsv:1"), Outcome(0, b"no\tcontent\n1\ta b\n")),
        (ASKED._replace(checks="md:1"), Outcome(0, b"| no |\n|---|\n| a\\|b |\n")),
        (ASKED._replace(checks="tsv:1", expected="either"), Outcome(4)),
    ],
)
def test_a_right_outcome_is_not_complained_of(case: Case, outcome: Outcome) -> None:
    assert complaints(case, outcome) == []


@pytest.mark.parametrize(
    ("expected", "code", "complaint"),
    [
        ("accept", None, "it did not end in time"),
        ("accept", 4, "exit 4, right were 0"),
        ("either", 1, "exit 1, right were 0, 2, 3, 4, 5, 6"),
        ("either", 127, "exit 127, right were 0, 2, 3, 4, 5, 6"),
        ("either", 139, "exit 139, right were 0, 2, 3, 4, 5, 6"),
        ("either", -11, "exit -11, right were 0, 2, 3, 4, 5, 6"),
        ("reject", 0, "exit 0, right were 2, 3, 4, 5, 6"),
        ("reject", 1, "exit 1, right were 2, 3, 4, 5, 6"),
        ("warn", 3, "exit 3, right were 0, 4"),
        ("reject-with-position", 0, "exit 0, right were 4"),
    ],
)
def test_a_wrong_exit_is_complained_of(expected: str, code: int | None, complaint: str) -> None:
    case = ASKED._replace(expected=expected)

    assert complaints(case, Outcome(code)) == [complaint]


def test_an_exit_that_the_case_does_not_list_is_complained_of() -> None:
    case = ASKED._replace(expected="reject", exit="2,3")

    assert complaints(case, Outcome(6)) == ["exit 6, right were 2, 3"]


@pytest.mark.parametrize(
    ("stderr", "named"),
    [
        (b"something is wrong\n", "none"),
        (b"tasks_2022.yaml:7:14\n", "none"),
        (b"tasks_2022.yaml:8:14: x\n", "tasks_2022.yaml:8:14"),
        (b"tasks_2022.yaml:7:1: x\n", "tasks_2022.yaml:7:1"),
        (b"tasks_2022.yaml:7:141: x\n", "tasks_2022.yaml:7:141"),
        (b"data/other_2022.yaml:7:14: x\n", "other_2022.yaml:7:14"),
        (
            b"a.yaml:1:1: x\n" * 5 + b"tasks_2022.yaml:7:14: x\n",
            "a.yaml:1:1, a.yaml:1:1, a.yaml:1:1, a.yaml:1:1, a.yaml:1:1",
        ),
    ],
)
def test_a_place_that_is_not_named_is_complained_of(stderr: bytes, named: str) -> None:
    found = complaints(REFUSED, Outcome(4, b"", stderr))

    assert found == [f"tasks_2022.yaml:7:14 is not among the places named: {named}"]


@pytest.mark.parametrize(
    ("checks", "stdout", "complaint"),
    [
        ("out:张三", "李四", "out:张三 does not hold"),
        ("say:张三", "李四", "say:张三 does not hold"),
        ("not:张三", "张三", "not:张三 does not hold"),
        ("chars:张三", "张…", "chars:张三 does not hold"),
        ("json", "张三", "json does not hold"),
        ("json:2", "[]", "json:2 does not hold"),
        ("json:2", '[{"no": 1}, {"on": 2}]', "json:2 does not hold"),
        ("json:2", "[1, 2]", "json:2 does not hold"),
        ("json:1", '{"no": 1}', "json:1 does not hold"),
        ("jsonhas:张", "张三", "jsonhas:张 does not hold"),
        ("jsonhas:张", '[{"张": ["三", null, 1]}]', "jsonhas:张 does not hold"),
        ("csv:1", "no,content\n1\n", "csv:1 does not hold"),
        ("csv:1", 'no\n"a', "csv:1 does not hold"),
        ("csv:1", "", "csv:1 does not hold"),
        ("tsv:1", "no\tcontent\n1\ta\tb\n", "tsv:1 does not hold"),
        ("tsv:1", 'no\n"a\nb"\n', "tsv:1 does not hold"),
        ("md:1", "| no |\n|---|\n| a | b |\n", "md:1 does not hold"),
        ("md:1", "| no |\n|---|\n", "md:1 does not hold"),
        ("quiet", "[Errno 32] …", "quiet does not hold"),
        ("quiet", "BrokenPipeError", "quiet does not hold"),
    ],
)
def test_a_check_that_does_not_hold_is_complained_of(
    checks: str, stdout: str, complaint: str
) -> None:
    case = ASKED._replace(checks=checks)

    assert complaints(case, Outcome(0, stdout.encode())) == [complaint]


@pytest.mark.parametrize(
    ("stderr", "complaint"),
    [
        ("Traceback (most recent call last):", "a traceback is shown"),
        ("\x1b[31m", "U+001B stands raw in the output"),
        ("one\rtwo", "U+000D stands raw in the output"),
        ("\x7f", "U+007F stands raw in the output"),
        ("\x9b31m", "U+009B stands raw in the output"),
        ("张\u202e三", "U+202E stands raw in the output"),
        ("\u2066", "U+2066 stands raw in the output"),
        ("\u200f", "U+200F stands raw in the output"),
    ],
)
def test_what_must_never_be_shown_is_complained_of(stderr: str, complaint: str) -> None:
    assert complaints(ASKED, Outcome(0, b"", stderr.encode())) == [complaint]


@pytest.mark.parametrize(
    ("checks", "raw", "complaint"),
    [
        ("-", "张三".encode("gbk"), "standard output is not utf-8 at byte 0"),
        ("codec:ascii", "a张三".encode(), "standard output is not ascii at byte 1"),
    ],
)
def test_output_in_another_encoding_is_complained_of(
    checks: str, raw: bytes, complaint: str
) -> None:
    assert complaints(ASKED._replace(checks=checks), Outcome(0, raw)) == [complaint]


@pytest.mark.parametrize(
    ("checks", "code", "before", "after"),
    [
        ("-", 0, FILE, Scene()),
        ("-", 0, Scene(), FILE),
        ("-", 0, FILE, Scene({"data/tasks_2022.yaml": (PLAIN, b"title: y\n")})),
        ("-", 0, FILE, Scene({"data/tasks_2022.yaml": (stat.S_IFREG, b"title: x\n")})),
        ("mayadd", 4, Scene(), FILE),
        ("mayadd", 0, FILE, Scene()),
    ],
)
def test_a_changed_data_folder_is_complained_of(
    checks: str, code: int, before: Scene, after: Scene
) -> None:
    case = ASKED._replace(expected="either", checks=checks)

    found = complaints(case, Outcome(code, before=before, after=after))

    assert found == ["data/tasks_2022.yaml has changed"]


def test_a_planted_file_is_complained_of() -> None:
    found = complaints(ASKED, Outcome(0, planted=("sandbox/PWNED",)))

    assert found == ["the input was run: there is sandbox/PWNED"]


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    """A folder whose `dutylist` is a script: the words of its first argument."""
    folder = tmp_path / "programs"
    folder.mkdir()
    program = folder / "dutylist"
    program.write_text('#!/usr/bin/env bash\neval "$1"\n', encoding="utf-8", newline="\n")
    program.chmod(0o755)
    return folder


@needs_bash
@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("exit 3", ["exit 3, right were 0"]),
        ("kill -SEGV $$", ["exit 139, right were 0"]),
        ("touch data/.tmp", ["data/.tmp has changed"]),
        ("touch -r . data/tasks_2022.yaml", []),
        ("chmod 600 data/tasks_2022.yaml", ["data/tasks_2022.yaml has changed"]),
        ("mkfifo data/pipe", ["data/pipe has changed"]),
        ("ln -s x data/link", ["data/link has changed"]),
        ("cat; test ! -t 0", []),
        (": >/dev/tty", ["exit 1, right were 0"]),
    ],
)
def test_a_run_records_what_the_program_does(
    script: str, found: list[str], tmp_path: Path, stand_in: Path
) -> None:
    case = ASKED._replace(command=f"dutylist '{script}' 2>/dev/null")

    outcome = run_case(case, tmp_path, stand_in)

    assert complaints(case, outcome) == found


@needs_bash
def test_a_run_finds_what_was_planted_in_and_beside_its_sandbox(
    tmp_path: Path, stand_in: Path
) -> None:
    case = ASKED._replace(command="dutylist 'touch PWNED ../PWNED .home/PWNED'")

    outcome = run_case(case, tmp_path, stand_in)

    assert outcome.planted == ("PWNED", "sandbox/.home/PWNED", "sandbox/PWNED")


@needs_bash
def test_a_program_that_hangs_is_ended_with_its_children(tmp_path: Path, stand_in: Path) -> None:
    case = ASKED._replace(command="dutylist 'tail -f /dev/null & tail -f /dev/null' | cat")

    outcome = run_case(case, tmp_path, stand_in, seconds=0.5)

    assert complaints(case, outcome) == ["it did not end in time"]


@needs_bash
def test_a_run_has_its_own_surroundings(
    tmp_path: Path, stand_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUTYLIST_DATA", "elsewhere")
    monkeypatch.setenv("LC_ALL", "zh_CN.GBK")
    shown = '"$HOME" "$XDG_CACHE_HOME" "$CORPUS" "$LC_ALL" "$DUTYLIST_DATA"'
    case = ASKED._replace(command=f"dutylist 'printf \"%s\\n\" {shown}'")

    outcome = run_case(case, tmp_path, stand_in)

    sandbox = tmp_path / "sandbox"
    expected = [f"{sandbox}/.home", f"{sandbox}/.cache", str(CORPUS), "C.UTF-8", ""]
    assert outcome.stdout.decode() == "".join(f"{line}\n" for line in expected)


@needs_bash
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is known to bound the memory")
def test_a_run_has_one_and_a_half_gigabytes(tmp_path: Path, stand_in: Path) -> None:
    case = ASKED._replace(command="dutylist 'ulimit -v'")

    assert run_case(case, tmp_path, stand_in).stdout == b"1500000\n"


@needs_bash
def test_a_clerk_cannot_read_what_the_mode_forbids(tmp_path: Path, stand_in: Path) -> None:
    asked = 'chmod 0 data/tasks_2022.yaml; bash "$CORPUS/as_clerk.sh" test -r data/tasks_2022.yaml'
    case = ASKED._replace(command=f"{asked}; echo $?")

    assert run_case(case, tmp_path, stand_in).stdout == b"1\n"


@needs_bash
@pytest.mark.parametrize("setup", sorted({case.setup for case in CASES} - {"-"}))
def test_every_state_can_be_set_up(setup: str, tmp_path: Path, stand_in: Path) -> None:
    folder = "base" if setup.startswith("setup.sh") else "-"
    case = ASKED._replace(folder=folder, setup=setup, command="ls data >names")

    assert complaints(case, run_case(case, tmp_path, stand_in)) == []
