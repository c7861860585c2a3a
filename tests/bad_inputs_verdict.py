"""The verdict on one run of a bad input: what its row of the manifest asks for and did not get.

What the output must and must not hold is here; what a run may change is in
`bad_inputs_changes`. `tests/bad_inputs/README.md` has the rules.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from bad_inputs_case import Case, Outcome, checks_of
from bad_inputs_changes import CHANGE_CHECKS, wrong_changes

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


class Answer(NamedTuple):
    """The output of a run as text."""

    stdout: str
    stderr: str

    @property
    def both(self) -> str:
        """Everything that a clerk would see."""
        return f"{self.stdout}\n{self.stderr}"


def complaints(case: Case, outcome: Outcome) -> list[str]:
    """Say what is wrong with the outcome, or nothing."""
    return [
        *wrong_exit(case, outcome),
        *unnamed_place(case, outcome),
        *traceback_shown(case, outcome),
        *planted_files(outcome),
        *wrong_changes(case, outcome),
        *wrong_encoding(case, outcome),
        *raw_characters(case, outcome),
        *broken_checks(case, outcome),
    ]


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


def is_judged_elsewhere(_: str, __: Answer) -> bool:
    """Hold always: another rule looks such a check up."""
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
    **dict.fromkeys(("codec", *CHANGE_CHECKS), is_judged_elsewhere),
}
