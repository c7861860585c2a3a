"""Golden screens: what a person sees of every command, in both languages, on two widths.

Each file of `tests/screens` is one command. After a change that is meant to be seen:

    UPDATE_SCREENS=1 pytest tests/test_screens.py

writes them anew; look at the difference as the clerk would who will meet it.
"""

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from terminal import DRAWN_HEIGHT, LOCALES, draw, make_environment, needs_terminal, run_on_terminal

from dutylist.cli.app import COMMANDS

SCREENS = Path(__file__).with_name("screens")
WIDTHS = (80, 120)
LONGEST = 60
DEMO = "--data=tests/demo"
BAD = "--data=tests/bad_inputs/50_semantic/wording_0631/data"
OCTOBER = "--as-of=2022-10-15"
SCENES: dict[str, tuple[str, ...]] = {
    "due": ("due", "--month", "10", "--as-of", "2022-10-01"),
    "due_quarter": ("due", "--quarter", "4", DEMO, OCTOBER),
    "overdue": ("overdue", "--as-of", "2022-11-01"),
    "list": ("list", "--department", "教育局", "--as-of", "2022-10-01"),
    "list_demo": ("list", DEMO, OCTOBER),
    "show": ("show", "26", OCTOBER),
    "show_progress": ("show", "1", "2", DEMO, OCTOBER),
    "show_earlier": ("show", "1", DEMO, "--as-of=2022-05-01"),
    "show_ended": ("show", "3", "4", DEMO, OCTOBER),
    "stats_by_department": ("stats", "--as-of=2022-11-01"),
    "stats_by_leader": ("stats", "--by", "leader", "--as-of=2022-11-01"),
    "stats_by_class": ("stats", "--by", "class", "--as-of=2022-11-01"),
    "stats_by_lamp": ("stats", "--by", "lamp", "--as-of=2022-11-01"),
    "explain_wording": ("explain", "11月中旬前完成", "--year", "2022"),
    "explain_duty": ("explain", "26", OCTOBER),
    "explain_extended": ("explain", "1", DEMO, OCTOBER),
    "check": ("check", BAD),
    "check_demo": ("check", DEMO),
    "schema": ("schema",),
    "help": ("--help",),
    **{f"help_{command}": (command, "--help") for command in COMMANDS},
    "unknown_leader": ("list", "--leader", "常小红"),
    "unknown_month": ("due", "--month", "13"),
    "unknown_option": ("due", "--mont"),
}


def show_screen(arguments: tuple[str, ...], lang: str, width: int) -> Iterator[str]:
    """Give the lines of one screen below a line that says which it is."""
    seen = run_on_terminal(*arguments, width=width, environment=make_environment(lang))
    # The two names of this option come in an order that changes from run to run.
    lines = [line.replace("-h, --help", "--help, -h") for line in draw(seen.out, width)]
    assert len(lines) < DRAWN_HEIGHT, "the screen is too short for this command"
    yield f"── {LOCALES[lang]}, {width} columns, exit code {seen.code} ──"
    yield from lines[:LONGEST]
    if len(lines) > LONGEST:
        yield f"── and {len(lines) - LONGEST} lines more ──"
    yield ""


def show_scene(name: str) -> str:
    """Return all screens of one command."""
    arguments = SCENES[name]
    lines = [f"$ dutylist {' '.join(arguments)}", ""]
    for lang, width in product(LOCALES, WIDTHS):
        lines += show_screen(arguments, lang, width)
    return "\n".join(lines)


@needs_terminal
@pytest.mark.parametrize("name", SCENES)
def test_a_command_looks_as_its_golden_screens_do(name: str) -> None:
    golden = SCREENS / f"{name}.txt"

    seen = show_scene(name)

    if os.environ.get("UPDATE_SCREENS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(seen, encoding="utf-8")
    assert seen.splitlines() == golden.read_text(encoding="utf-8").splitlines()


def test_every_golden_file_belongs_to_a_command() -> None:
    assert {path.stem for path in SCREENS.glob("*.txt")} == set(SCENES)
