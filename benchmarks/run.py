"""Measures dutylist against its floors, as ratios in one run: `make bench`.

The floor is what any Typer program with a rich table costs before it does anything. A command and
its floor are run in turn, A B A B …, and the ratio is that of their fastest runs: whatever else
the machine does can only slow a run down. `--small` measures with 9 lists in place of 900.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from lists import LISTS, write_list, write_lists

RUNS = 15
DAY = ("--as-of", "2022-10-01")
DUE = ("due", "--month", "10", *DAY)
PROGRAM = (sys.executable, "-c", "from dutylist.__main__ import main; main()")
COMPLETION = (
    sys.executable,
    "-c",
    "import sys; sys.argv[0] = 'dutylist'; from dutylist.__main__ import main; main()",
)
FLOOR = (sys.executable, "-c", "import typer, rich.console, rich.table")
TYPER = (sys.executable, "-c", "import typer")
REAL_LISTS = Path(__file__).parent.parent / "data"


class Measure(NamedTuple):
    """One line of the report: what was measured, against what, and the ratio wanted."""

    name: str
    ratio: float
    goal: float
    milliseconds: float


def main() -> None:
    """Measure everything and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="9 lists in place of 900")
    lists = 9 if parser.parse_args().small else LISTS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = make_environment(folder)
        print(f"{'what':<52} {'ratio':>6} {'goal':>6} {'ms':>8}")
        for measure in (
            *measure_small(environment),
            measure_progress(folder / "office", environment),
            *measure_large(folder, lists, environment),
        ):
            kept = "" if measure.ratio <= measure.goal else "  over"
            print(
                f"{measure.name:<52} {measure.ratio:>6.2f} {measure.goal:>6.2f}"
                f" {measure.milliseconds:>8.0f}{kept}",
                flush=True,
            )


def make_environment(folder: Path) -> dict[str, str]:
    """Return the environment of an installed program: its own cache, and bytecode on disk."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "LC_ALL": "C.UTF-8"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def measure_small(environment: dict[str, str]) -> list[Measure]:
    """Measure the commands of every day on the lists of 2022, the index warm."""
    data = ("--data", str(REAL_LISTS))
    due = [*PROGRAM, *DUE, *data]
    complete = {
        **environment,
        "_DUTYLIST_COMPLETE": "complete_bash",
        "COMP_WORDS": f"dutylist list --data {REAL_LISTS} --leader 常",
        "COMP_CWORD": "5",
    }
    return [
        compare("due --month 10, 112 duties, index warm", due, FLOOR, 1.3, environment),
        compare("--help", [*PROGRAM, "--help"], FLOOR, 1.3, environment),
        compare("completion of a name", COMPLETION, TYPER, 1.2, complete),
    ]


def measure_progress(office: Path, environment: dict[str, str]) -> Measure:
    """Measure an entry with its commit, against the floor and one plain commit of git's."""
    git = ("git", "-C", str(office))
    shutil.copytree(REAL_LISTS, office / "data")
    for setting in (("user.name", "bench"), ("user.email", "bench@example.invalid")):
        environment = _add_setting(environment, *setting)
    for act in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message=start")):
        time_once((*git, *act), environment)
    progress = [*PROGRAM, "progress", "tasks_2022/26", "active", "--data", str(office / "data")]
    time_once([*progress, "--note=warm"], environment)
    times, floors, commits = [], [], []
    for run in range(RUNS):
        times.append(time_once([*progress, f"--note=run {run}"], environment))
        floors.append(time_once(FLOOR, environment))
        (office / "plain.txt").write_text(f"{run}\n", encoding="utf-8")
        time_once((*git, "add", "plain.txt"), environment)
        plain = (*git, "commit", "--quiet", "--message=plain", "--", "plain.txt")
        commits.append(time_once(plain, environment))
    ratio = min(times) / (min(floors) + min(commits))
    return Measure("progress with its commit", ratio, 1.3, min(times) * 1000)


def _add_setting(environment: dict[str, str], key: str, value: str) -> dict[str, str]:
    """Return the environment with one more setting of git's, and none of this machine's."""
    count = int(environment.get("GIT_CONFIG_COUNT", "0"))
    return {
        **environment,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_COUNT": str(count + 1),
        f"GIT_CONFIG_KEY_{count}": key,
        f"GIT_CONFIG_VALUE_{count}": value,
    }


def measure_large(folder: Path, lists: int, environment: dict[str, str]) -> list[Measure]:
    """Measure many lists: the first index, a warm one, and one after a change."""
    data = folder / "data"
    write_lists(data, lists)
    time.sleep(2.5)  # a file changed just now is read again at every run, as git would
    due = [*PROGRAM, *DUE, "--data", str(data)]
    one_leader = [*due, "--leader", "领导001"]
    parse = [sys.executable, __file__.replace("run.py", "bare.py"), str(data)]
    first = time_once(due, environment) / min(time_once(parse, environment) for _ in range(2))
    change = _alternate(data)
    return [
        Measure(f"first index of {lists} lists, against the bare C parse", first, 2.0, 0.0),
        compare(f"due --month 10, {lists} lists", due, FLOOR, 1.6, environment),
        compare(f"due --month 10 --leader, {lists} lists", one_leader, FLOOR, 1.6, environment),
        compare("the same after one list changed", one_leader, FLOOR, 3.0, environment, change),
    ]


def compare(
    name: str,
    command: Sequence[str],
    floor: Sequence[str],
    goal: float,
    environment: dict[str, str],
    before: Callable[[], None] = lambda: None,
) -> Measure:
    """Run `command` and `floor` in turn and return the ratio of the fastest runs."""
    time_once(command, environment)
    times, floors = [], []
    for _ in range(RUNS):
        before()
        times.append(time_once(command, environment))
        floors.append(time_once(floor, environment))
    return Measure(name, min(times) / min(floors), goal, min(times) * 1000)


def time_once(command: Sequence[str], environment: dict[str, str]) -> float:
    """Run a command, its answer thrown away, and return the seconds that passed."""
    start = time.perf_counter()
    subprocess.run(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - start


def _alternate(data: Path) -> Callable[[], None]:
    """Return a change to one list that no run has seen before."""
    changes = iter(range(1_000_000))

    def change() -> None:
        text = write_list(0, 2022)
        mark = f"# change {next(changes)}\n"
        (data / "district000_2022.yaml").write_text(mark + text, encoding="utf-8")

    return change


if __name__ == "__main__":
    main()
