"""One case of `tests/bad_inputs`: how it is run, and how its outcome is judged.

Running gives an `Outcome`, which only records; `complaints` holds it against the case's row of
the manifest and says in sentences what is wrong. `tests/bad_inputs/README.md` has the rules.
"""

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

CORPUS = Path(__file__).parent / "bad_inputs"
SECONDS = 20.0
KIBIBYTES = 1_500_000

DOCUMENTED = frozenset({0, 2, 3, 4, 5, 6})
EXITS: Mapping[str, frozenset[int]] = {
    "accept": frozenset({0}),
    "warn": frozenset({0, 4}),
    "reject": DOCUMENTED - {0},
    "reject-with-position": frozenset({4}),
    "either": DOCUMENTED,
}

# A name is looked for once, from where it begins: a run of 3 MB without a blank is output, too.
PLACE = re.compile(r"(?<![^\s/\\:])([^\s/\\:]+\.ya?ml:\d+:\d+): ")
PLACES_READ = 5
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Case(NamedTuple):
    """One row of the manifest, column by column; `-` says nothing."""

    name: str
    category: str
    folder: str
    setup: str
    command: str
    expected: str
    exit: str
    position: str
    checks: str
    note: str


class Outcome(NamedTuple):
    """What one run did; `exit` is None when it had to be ended."""

    exit: int | None
    stdout: bytes = b""
    stderr: bytes = b""
    before: Mapping[str, tuple[int, bytes]] = {}
    after: Mapping[str, tuple[int, bytes]] = {}
    planted: tuple[str, ...] = ()


class Answer(NamedTuple):
    """The output of a run as text."""

    stdout: str
    stderr: str

    @property
    def both(self) -> str:
        """Everything that a clerk would see."""
        return f"{self.stdout}\n{self.stderr}"


def read_cases() -> list[Case]:
    """Read the manifest."""
    _, *rows = (CORPUS / "manifest.tsv").read_text(encoding="utf-8").splitlines()
    return [Case(*row.split("\t")) for row in rows]


def run_case(case: Case, tmp_path: Path, programs: Path, seconds: float = SECONDS) -> Outcome:
    """Run a case in a sandbox below `tmp_path`, with `programs` first in the search path."""
    sandbox = tmp_path / "sandbox"
    surroundings = environment(sandbox, programs)
    copy_folder(case.folder, sandbox)
    set_up(case.setup, sandbox, surroundings)
    before = snapshot(sandbox / "data")

    # Not every system can bound the address space; there the bound is not tested.
    command = f"ulimit -v {KIBIBYTES} 2>/dev/null\n{case.command}"
    code, stdout, stderr = run(command, sandbox, surroundings, seconds)

    after = snapshot(sandbox / "data")
    return Outcome(code, stdout, stderr, before, after, files_named("PWNED", tmp_path))


def complaints(case: Case, outcome: Outcome) -> list[str]:
    """Say what is wrong with the outcome, or nothing."""
    return [
        *wrong_exit(case, outcome),
        *unnamed_place(case, outcome),
        *traceback_shown(case, outcome),
        *planted_files(outcome),
        *changed_files(case, outcome),
        *wrong_encoding(case, outcome),
        *raw_characters(case, outcome),
        *broken_checks(case, outcome),
    ]


def checks_of(case: Case) -> list[tuple[str, str]]:
    """Return the checks of a case as (name, text)."""
    asked = [] if case.checks == "-" else case.checks.split(";")
    return [(name, text) for name, _, text in (check.partition(":") for check in asked)]


def copy_folder(folder: str, sandbox: Path) -> None:
    if folder == "-":
        sandbox.mkdir()
    else:
        shutil.copytree(CORPUS / folder, sandbox)


def set_up(setup: str, sandbox: Path, surroundings: Mapping[str, str]) -> None:
    for folder in ("HOME", "XDG_CACHE_HOME"):
        Path(surroundings[folder]).mkdir()
    if setup == "-":
        return
    script, state = setup.split(" ")
    interpreter = sys.executable if script.endswith(".py") else "bash"
    command = [interpreter, str(CORPUS / script), state]
    subprocess.run(command, cwd=sandbox, env=surroundings, stdin=subprocess.DEVNULL, check=True)


def environment(sandbox: Path, programs: Path) -> dict[str, str]:
    """Return the whole environment of a case: nothing of the tester's own gets in.

    PYTHONPATH alone is handed on, since it may be what the installed program is found by.
    """
    handed_on = {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}
    return {
        "PATH": os.pathsep.join([str(programs), os.environ["PATH"]]),
        "HOME": str(sandbox / ".home"),
        "XDG_CACHE_HOME": str(sandbox / ".cache"),
        "CORPUS": str(CORPUS),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "USER": "clerk",
        "LOGNAME": "clerk",
        "GIT_CONFIG_NOSYSTEM": "1",
        # A temporary folder may lie inside a repository, which is not the case's.
        "GIT_CEILING_DIRECTORIES": str(sandbox.parent),
        **handed_on,
    }


def run(
    command: str, sandbox: Path, surroundings: Mapping[str, str], seconds: float
) -> tuple[int | None, bytes, bytes]:
    """Run a command with bash and return its exit code, standard output and standard error.

    It runs in a session of its own: there is no terminal to reach, and a program that hangs can
    be ended together with its children, which would otherwise keep the pipes open.
    """
    with subprocess.Popen(
        ["bash", "-c", command],
        cwd=sandbox,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            stdout, stderr = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None, *process.communicate()
    return process.returncode, stdout, stderr


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return the mode and the content of everything in a folder."""
    return {
        path.relative_to(folder).as_posix(): (path.lstat().st_mode, content(path))
        for path in sorted(folder.rglob("*"))
    }


def content(path: Path) -> bytes:
    """Return a file's bytes or a link's target; a pipe would wait for ever, so it has none."""
    if path.is_symlink():
        return os.fsencode(path.readlink())
    return path.read_bytes() if path.is_file() and os.access(path, os.R_OK) else b""


def files_named(name: str, folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob(name)))


def wrong_exit(case: Case, outcome: Outcome) -> Iterator[str]:
    if outcome.exit is None:
        yield "it did not end in time"
    elif outcome.exit not in allowed_exits(case):
        allowed = ", ".join(map(str, sorted(allowed_exits(case))))
        yield f"exit {outcome.exit}, right were {allowed}"


def allowed_exits(case: Case) -> frozenset[int]:
    if case.exit == "-":
        return EXITS[case.expected]
    return frozenset(map(int, case.exit.split(",")))


def unnamed_place(case: Case, outcome: Outcome) -> Iterator[str]:
    named = PLACE.findall(answer_of(case, outcome).both)[:PLACES_READ]
    wanted = [] if case.position == "-" else case.position.split("|")
    if wanted and not any(is_at(place, right) for place in named for right in wanted):
        yield f"{case.position} is not among the places named: {', '.join(named) or 'none'}"


def is_at(place: str, wanted: str) -> bool:
    """Whether the place is the wanted one, whose column may be open (`FILE:LINE:`)."""
    return place.startswith(wanted) if wanted.endswith(":") else place == wanted


def answer_of(case: Case, outcome: Outcome) -> Answer:
    """Read the output as far as it is text; `wrong_encoding` complains of the rest."""
    codec = codec_of(case)
    return Answer(
        outcome.stdout.decode(codec, errors="backslashreplace"),
        outcome.stderr.decode(codec, errors="backslashreplace"),
    )


def codec_of(case: Case) -> str:
    return dict(checks_of(case)).get("codec", "utf-8")


def traceback_shown(case: Case, outcome: Outcome) -> Iterator[str]:
    if "Traceback" in answer_of(case, outcome).both:
        yield "a traceback is shown"


def planted_files(outcome: Outcome) -> Iterator[str]:
    for path in outcome.planted:
        yield f"the input was run: there is {path}"


def changed_files(case: Case, outcome: Outcome) -> Iterator[str]:
    allowances = {name for name, _ in checks_of(case)}
    if "edited" in allowances:
        return
    may_add = "mayadd" in allowances and outcome.exit == 0
    for name in sorted(outcome.before.keys() | outcome.after.keys()):
        added = name not in outcome.before
        if outcome.before.get(name) != outcome.after.get(name) and not (added and may_add):
            yield f"the data folder has changed: {name}"


def wrong_encoding(case: Case, outcome: Outcome) -> Iterator[str]:
    for name, raw in (("output", outcome.stdout), ("error", outcome.stderr)):
        try:
            raw.decode(codec_of(case))
        except UnicodeDecodeError as error:
            yield f"standard {name} is not {codec_of(case)} at byte {error.start}"


def raw_characters(case: Case, outcome: Outcome) -> Iterator[str]:
    text = answer_of(case, outcome).both.replace("\r\n", "\n")
    for character in sorted(set(text) - {"\n", "\t"}):
        if character in BIDI or unicodedata.category(character) == "Cc":
            yield f"U+{ord(character):04X} stands raw in the output"


def broken_checks(case: Case, outcome: Outcome) -> Iterator[str]:
    answer = answer_of(case, outcome)
    for name, text in checks_of(case):
        asked = name not in ANSWER_CHECKS or outcome.exit == 0
        if asked and not CHECKS[name](text, answer):
            yield f"{name}:{text} does not hold" if text else f"{name} does not hold"


def stands_on_output(text: str, answer: Answer) -> bool:
    return text in answer.stdout


def is_said(text: str, answer: Answer) -> bool:
    return text in answer.stdout or text in answer.stderr


def is_not_on_output(text: str, answer: Answer) -> bool:
    return text not in answer.stdout


def keeps_characters(text: str, answer: Answer) -> bool:
    return set(text) <= set(answer.stdout)


def says_nothing_of_pipes(_: str, answer: Answer) -> bool:
    return not re.search(r"broken ?pipe|errno 32", answer.both, re.IGNORECASE)


def is_allowed(_: str, __: Answer) -> bool:
    """Hold always: such a check allows something, which another rule looks up."""
    return True


def is_json(text: str, answer: Answer) -> bool:
    """Whether the output is JSON and, where a count is given, an array of so many alike rows."""
    try:
        rows = json.loads(answer.stdout)
    except ValueError:
        return False
    return not text or (isinstance(rows, list) and are_alike(rows, int(text)))


def are_alike(rows: list[object], count: int) -> bool:
    columns = [tuple(row) if isinstance(row, dict) else None for row in rows]
    return len(rows) == count and None not in columns and len(set(columns)) <= 1


def json_holds(text: str, answer: Answer) -> bool:
    return is_json("", answer) and any(
        text in found for found in texts_in(json.loads(answer.stdout))
    )


def texts_in(parsed: object) -> Iterator[str]:
    if isinstance(parsed, str):
        yield parsed
    elif isinstance(parsed, dict):
        for value in parsed.values():
            yield from texts_in(value)
    elif isinstance(parsed, list):
        for value in parsed:
            yield from texts_in(value)


def is_csv(text: str, answer: Answer) -> bool:
    try:
        table = list(csv.reader(io.StringIO(answer.stdout, newline=""), strict=True))
    except csv.Error:
        return False
    return has_rows(table, int(text))


def is_tsv(text: str, answer: Answer) -> bool:
    """Whether every line is a row: `cut` and `paste` know no quotes, so no cell holds a tab."""
    lines = answer.stdout.rstrip("\n").split("\n")
    return has_rows([line.split("\t") for line in lines], int(text))


def is_markdown(text: str, answer: Answer) -> bool:
    lines = [line for line in answer.stdout.split("\n") if line.startswith("|")]
    table = [re.split(r"(?<!\\)\|", line) for line in lines]
    # The line of dashes below the head is no row.
    return has_rows(table, int(text) + 1)


def has_rows(table: list[list[str]], count: int) -> bool:
    """Whether there is a head and so many rows below it, all of them as wide as the head."""
    return len(table) == count + 1 and len({len(row) for row in table}) == 1


ANSWER_CHECKS: Mapping[str, Callable[[str, Answer], bool]] = {
    "out": stands_on_output,
    "chars": keeps_characters,
    "json": is_json,
    "jsonhas": json_holds,
    "csv": is_csv,
    "tsv": is_tsv,
    "md": is_markdown,
}
CHECKS: Mapping[str, Callable[[str, Answer], bool]] = {
    **ANSWER_CHECKS,
    "say": is_said,
    "not": is_not_on_output,
    "quiet": says_nothing_of_pipes,
    "codec": is_allowed,
    "edited": is_allowed,
    "mayadd": is_allowed,
}
