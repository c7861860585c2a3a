"""The writing commands meet git, the list and the folder in odd states, and lose nothing.

The states are made by `writing_states.sh`; each run is judged by the rules of the bad inputs: on
exit 0 one duty and one commit of one list, otherwise nothing at all.
"""

import sys
from pathlib import Path

import pytest
from bad_inputs_case import Case, Outcome, needs_bash, run_case
from bad_inputs_verdict import complaints

pytestmark = needs_bash

PROGRAMS = Path(sys.executable).parent
STATES = Path(__file__).parent / "writing_states.sh"
PROGRESS = "dutylist progress tasks_2022/1 active --note 新进展"
ONE_ENTRY = "writes;duty:1;commit;valid;note:新进展"
NOTHING = "writes;duty:1;commit"


def run_in(state: str, command: str, expected: str, checks: str, tmp_path: Path) -> list[str]:
    """Run a command in a state, and return what is wrong with the outcome."""
    outcome, case = meet(state, command, expected, checks, tmp_path)
    return complaints(case, outcome)


def meet(
    state: str, command: str, expected: str, checks: str, tmp_path: Path
) -> tuple[Outcome, Case]:
    setup = f"../{STATES.name} {state}"
    case = Case(state, "states", "base", setup, command, "either", expected, "-", checks, "-")
    return run_case(case, tmp_path, PROGRAMS), case


@pytest.mark.parametrize(
    "state",
    [
        "packed",
        "sha256",
        "split_index",
        "sparse",
        "branch_in_chinese",
        "tag_named_head",
        "alias",
        "template",
        "cleanup_scissors",
        "cleanup_strip",
        "encoding_gbk",
        "message_rewritten",
        "hook_afterwards_fails",
        "autocrlf_of_lf",
        "crlf_in_git",
        "eol_attribute",
        "ident",
        "clean_filter",
        "mode_ignored",
    ],
)
def test_an_entry_is_recorded_and_committed_all_the_same(state: str, tmp_path: Path) -> None:
    assert run_in(state, PROGRESS, "0", ONE_ENTRY, tmp_path) == []


@pytest.mark.parametrize("state", ["crlf_in_git", "eol_attribute"])
def test_the_line_ends_of_the_folder_stay(state: str, tmp_path: Path) -> None:
    assert run_in(state, PROGRESS, "0", f"{ONE_ENTRY};crlf", tmp_path) == []


@pytest.mark.parametrize(
    ("state", "folder"), [("shallow", "clone"), ("submodule", "below"), ("worktree", "beside")]
)
def test_the_repository_nearest_to_the_list_gets_the_commit(
    state: str, folder: str, tmp_path: Path
) -> None:
    command = f"cd {folder} && {PROGRESS} && git log -1 --format=%s -- data"
    checks = f"writes;duty:1;list:{folder}/data/tasks_2022.yaml;out:tasks_2022/1 推进中：新进展"

    assert run_in(state, command, "0", checks, tmp_path) == []


@pytest.mark.parametrize(
    "surroundings",
    [
        "GIT_DIR=$PWD/beside/.git GIT_WORK_TREE=$PWD/beside",
        "GIT_INDEX_FILE=$PWD/beside.index",
        "GIT_OBJECT_DIRECTORY=$PWD/beside",
        "GIT_LITERAL_PATHSPECS=1",
        "GIT_EDITOR='touch PWNED' EDITOR='touch PWNED'",
        "GIT_EXTERNAL_DIFF='touch PWNED' GIT_PAGER='touch PWNED' PAGER='touch PWNED'",
        "GIT_TRACE=1",
        "TMPDIR=/no/such/folder",
        "LC_ALL=C",
    ],
)
def test_variables_lead_no_commit_astray(surroundings: str, tmp_path: Path) -> None:
    assert run_in("packed", f"{surroundings} {PROGRESS}", "0", ONE_ENTRY, tmp_path) == []


def test_a_git_that_lies_in_the_working_folder_is_not_run(tmp_path: Path) -> None:
    assert run_in("git_lies_here", f"PATH=.:$PATH {PROGRESS}", "0", ONE_ENTRY, tmp_path) == []


@pytest.mark.parametrize(
    ("state", "name"), [("magic_name", ":(icase)x_2022"), ("option_name", "--amend")]
)
def test_a_name_is_never_a_pattern_or_an_option(state: str, name: str, tmp_path: Path) -> None:
    command = f"dutylist progress --note 新进展 -- '{name}/1' active"

    assert run_in(state, command, "0", f"{ONE_ENTRY};list:data/{name}.yaml", tmp_path) == []


@pytest.mark.parametrize(
    ("state", "code", "words"),
    [
        ("detached", "6", "HEAD"),
        ("merge_beside", "6", "cannot do a partial commit during a merge"),
        ("cherry_pick_beside", "6", "cannot do a partial commit during a cherry-pick"),
        ("rebase_beside", "6", "rebase"),
        ("revert_beside", "5,6", "revert"),
        ("revert_without_commit", "5,6", "revert"),
        ("no_commit_yet", "5,6", "commit"),
        ("staged", "5", "git diff HEAD"),
        ("staged_and_back", "5", "git diff HEAD"),
        ("removed_from_index", "5", "git status"),
        ("meant_to_be_added", "5", "git"),
        ("not_looked_at", "5,6", "skip-worktree"),
        ("assumed_unchanged", "5,6", "assume-unchanged"),
        ("index_locked", "6", "index.lock"),
        ("branch_locked", "6", "main.lock"),
        ("unsafe_line_ends", "6", "LF would be replaced by CRLF"),
        ("hook_silent", "6", "hook"),
        ("hook_speaks_gbk", "6", "不行"),
        ("hook_turns_text", "6", r"\x1b[31m\x07\u202eabc"),
        ("hook_empties_message", "6", "empty commit message"),
        ("hook_puts_back", "6", "git"),
        ("signing_program_missing", "6", "no-such-program"),
        ("lock_is_folder", "5", ".dutylist.lock"),
        ("lock_is_link", "5", ".dutylist.lock"),
        ("lock_is_pipe", "5", ".dutylist.lock"),
        ("note_is_folder", "5", "dutylist.note"),
        ("note_is_link", "5", "dutylist.note"),
        ("note_is_pipe", "5", "dutylist.note"),
    ],
)
def test_what_cannot_be_committed_is_refused_with_the_reason(
    state: str, code: str, words: str, tmp_path: Path
) -> None:
    assert run_in(state, PROGRESS, code, f"{NOTHING};say:{words}", tmp_path) == []


def test_a_list_whose_new_name_is_not_committed_is_refused(tmp_path: Path) -> None:
    command = "dutylist progress works_2022/1 active --note 新进展"
    checks = f"{NOTHING};list:data/works_2022.yaml;say:git status"

    assert run_in("renamed", command, "5", checks, tmp_path) == []


@pytest.mark.parametrize("act", ["repeal --reason 并入", "extend --to 2022-12-31 --reason 雨季"])
@pytest.mark.parametrize("state", ["detached", "merge_beside", "staged", "hook_silent"])
def test_an_amendment_is_refused_like_an_entry(state: str, act: str, tmp_path: Path) -> None:
    assert run_in(state, f"dutylist amend 1 {act}", "5,6", NOTHING, tmp_path) == []


def test_a_repository_that_may_not_be_written_is_left_alone(tmp_path: Path) -> None:
    command = f'bash "$CORPUS/as_clerk.sh" {PROGRESS}'

    assert run_in("read_only_repository", command, "5,6", NOTHING, tmp_path) == []


@pytest.mark.parametrize(
    ("damage", "repair"),
    [
        ("cp .git/HEAD kept; echo nonsense >.git/HEAD", "mv kept .git/HEAD"),
        ("mv .git kept; echo 'gitdir: /no/such/folder' >.git", "rm .git; mv kept .git"),
        ("cp .git/config kept; echo '[odd' >>.git/config", "mv kept .git/config"),
        ("cp .git/index kept; echo nonsense >.git/index", "mv kept .git/index"),
    ],
)
def test_a_damaged_repository_is_told_in_the_words_of_git(
    damage: str, repair: str, tmp_path: Path
) -> None:
    command = f"{damage}; {PROGRESS}; code=$?; {repair}; exit $code"

    assert run_in("packed", command, "6", f"{NOTHING};say:fatal", tmp_path) == []


@pytest.mark.parametrize("output", [">/dev/full", ">&-", ">/dev/full 2>&1"])
def test_what_cannot_be_shown_is_not_written(output: str, tmp_path: Path) -> None:
    assert run_in("packed", f"{PROGRESS} {output}", "2", NOTHING, tmp_path) == []


def test_lists_of_two_repositories_get_no_common_commit(tmp_path: Path) -> None:
    refs = "tasks_2022/1 livelihood_2022/1"
    command = f"dutylist progress {refs} active --note x --data one/data --data two/data"

    assert run_in("two_repositories", command, "2", "writes;duty:1", tmp_path) == []


@pytest.mark.parametrize(
    "note",
    [
        "nonsense",
        "[]",
        "[" * 100_000,
        "[[1, 2, 3, 4]]",
        '[["data", "x", "x", "x"]]',
        '[["no/such/list.yaml", "x", "x", "x"]]',
    ],
)
def test_a_note_that_no_run_has_left_is_removed(note: str, tmp_path: Path) -> None:
    left = f"printf %s '{note}' >.git/dutylist.note"
    command = f"{left}; {PROGRESS} && test ! -e .git/dutylist.note"

    assert run_in("packed", command, "0", ONE_ENTRY, tmp_path) == []


def test_a_lock_that_nobody_holds_is_taken_over(tmp_path: Path) -> None:
    command = f"{PROGRESS} && test ! -e .git/.dutylist.lock"

    assert run_in("lock_left", command, "0", "writes;duty:1;valid;note:新进展", tmp_path) == []


def test_an_interrupted_run_ends_after_the_git_that_it_started(tmp_path: Path) -> None:
    told = "git status --short data; git ls-tree --name-only HEAD data/"
    command = f"{PROGRESS}; code=$?; sleep 2; ls -A data; {told}; exit $((code == 130 ? 0 : 6))"

    outcome, case = meet("interrupts", command, "0", "edited", tmp_path)

    assert complaints(case, outcome) == []
    assert outcome.stdout.decode().endswith("tasks_2022.yaml\ndata/tasks_2022.yaml\n")


def test_a_hook_that_adds_everything_adds_nothing_of_ours(tmp_path: Path) -> None:
    assert run_in("adds_everything", PROGRESS, "0", ONE_ENTRY, tmp_path) == []
