"""Writing runs killed at random moments: afterwards every list is whole, and nothing is lost.

A script, to be run by hand from time to time; `test_kills` runs a few of its kills:

    python tests/kill_writers.py --kills 1000 [--seed 1] [--group]

Each kill hits one `dutylist progress` with SIGKILL, alone or with its git; anywhere in the
run, while it has the lock, or between the note and the commit. The next run is left in peace and
must get over what it finds; then everything is counted. A folder in which something is wrong is
kept, and its place told.
"""

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from repositories import start_office
from terminal import run_in_pipe

from dutylist.record.note import NOTE_NAME
from dutylist.store.lock import LOCK_NAME

DUTIES = 20
KILLS_IN_A_FOLDER = 100
PATIENCE = 60.0
FSCK_EVERY = 10
# What a kill waits for, and the share of a usual run within which it comes then.
AIMS = (("", 1.1), (LOCK_NAME, 0.3), (NOTE_NAME, 0.1))
# How many of the kills are followed by another one, which hits the recovery.
STACKED = 0.3
# A program that lies elsewhere than it was installed from can be tried, too.
_PATH = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
SIGN = re.compile(r"sign-[a-z]+-[0-9]+-end")


class Faulty(Exception):
    """Something that no kill may bring about; says what and after which kill."""


class Tally(NamedTuple):
    """What became of the kills.

    `left` counts what the killed runs left behind: files beside the list, files and locks of git,
    a list that was ahead of its commit. Where it is empty, no kill hit anything worth hitting.
    """

    fates: Counter[str]
    left: Counter[str]
    faults: list[str]


class Office:
    """A repository in a folder of its own, and the notes that runs in it were given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clerk = start_office(folder / "office", _compose_list())
        self.confirmed: set[str] = set()
        self.given: set[str] = set()

    def start(self, sign: str) -> "Run":
        """Start a run that records progress, with `sign` in its note."""
        self.given.add(sign)
        return Run(self, sign)

    def find_left(self) -> Iterator[str]:
        """Give the kinds of files that no run at rest has beside the list or in git's folder."""
        for name in self.clerk.list_folder():
            if name != self.clerk.file.name:
                yield re.sub("-.*", "-….tmp", name)
        for path in self.clerk.top.joinpath(".git").rglob("*"):
            if path.suffix == ".lock" or path.name == NOTE_NAME:
                yield re.sub("[0-9]+", "N", path.relative_to(self.clerk.top).as_posix())


class Run:
    """One writing run, in a session of its own."""

    def __init__(self, place: Office, sign: str) -> None:
        self._place, self._sign = place, sign
        self._words = place.folder / "words"
        duty = f"tasks_2022/{random.randrange(DUTIES) + 1}"
        command = ["progress", duty, "active", "--note", f"推进中 {sign}", "--on", "2022-10-17"]
        with self._words.open("wb") as words:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dutylist", *command],
                cwd=place.clerk.top,
                env={**place.clerk.environment, **_PATH},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=words,
                start_new_session=True,
            )

    def wait_for(self, name: str) -> None:
        """Wait until the run has made a file in git's folder, or has ended."""
        awaited = self._place.clerk.top / ".git" / name
        while self._process.poll() is None and not awaited.exists():
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.001)

    def kill(self, after: float, *, group: bool) -> bool:
        """Kill the run, or its whole session, after some seconds; tell whether it still lived."""
        try:
            self._process.wait(after)
        except subprocess.TimeoutExpired:
            if group:
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        return self.end() == -signal.SIGKILL

    def end(self) -> int:
        """Wait for the run; a success that it has reported is expected to be kept from now on."""
        code = self._process.wait(PATIENCE)
        if code == 0 or self.words.startswith("committed ") or "\ncommitted " in self.words:
            self._place.confirmed.add(self._sign)
        return code

    @property
    def words(self) -> str:
        """Return what the run said on standard error."""
        return self._words.read_text(encoding="utf-8")


def kill_writers(kills: int, seed: int, *, only_groups: bool = False) -> Tally:
    """Kill so many writing runs and return what became of them; a fault ends the folder's turn."""
    random.seed(seed)
    tally = Tally(Counter(), Counter(), [])
    for first in range(0, kills, KILLS_IN_A_FOLDER):
        folder = Path(tempfile.mkdtemp(prefix="dutylist-kills-"))
        share = min(KILLS_IN_A_FOLDER, kills - first)
        try:
            _kill_in(Office(folder), share, tally, only_groups=only_groups)
        except (Faulty, subprocess.SubprocessError) as fault:
            tally.faults.append(f"{fault} (kept: {folder})")
        else:
            shutil.rmtree(folder)
    return tally


def _kill_in(place: Office, kills: int, tally: Tally, *, only_groups: bool) -> None:
    usual = min(_run_in_peace(place, f"sign-first-{n}-end") for n in range(1, 4))
    killed: list[str] = []
    missing, number = kills, 0
    while missing:
        number += 1
        sign = f"sign-killed-{number}-end"
        if _kill_one(place, sign, usual, tally, group=only_groups or random.random() < 0.5):
            killed.append(sign)
            missing -= 1
        if missing and random.random() < STACKED:
            continue
        _run_in_peace(place, f"sign-next-{number}-end")
        _require_sound(place, number)
        tally.fates.update(f"killed and {_tell_fate(place, sign)}" for sign in killed)
        killed.clear()


def _kill_one(place: Office, sign: str, usual: float, tally: Tally, *, group: bool) -> bool:
    """Start a run and kill it; tell whether it still lived."""
    run = place.start(sign)
    awaited, share = random.choice(AIMS)
    if awaited:
        run.wait_for(awaited)
    was_alive = run.kill(random.uniform(0, share) * usual, group=group)
    whom = "with its git" if group else "alone"
    tally.fates[f"killed {whom}" if was_alive else "had ended before the kill"] += 1
    tally.left.update(_find_left(place))
    return was_alive


def _run_in_peace(place: Office, sign: str) -> float:
    """Record progress undisturbed; return the seconds that it took."""
    began = time.monotonic()
    run = place.start(sign)
    code = run.end()
    if code:
        raise Faulty(f"the run after a kill, {sign}, ended with {code}: {run.words}")
    return time.monotonic() - began


def _find_left(place: Office) -> Iterator[str]:
    yield from place.find_left()
    if place.clerk.git("--no-optional-locks", "diff", "--name-only", "HEAD"):
        yield "a list that is not as in HEAD"


def _tell_fate(place: Office, sign: str) -> str:
    if sign in place.confirmed:
        return "had reported success"
    return "committed" if sign in place.clerk.text else "left no trace"


def _require_sound(place: Office, number: int) -> None:
    """Raise `Faulty` where anything is lost, doubled, half done or left behind."""
    listed = Counter(SIGN.findall(place.clerk.text))
    committed = Counter(SIGN.findall(place.clerk.git("log", "--format=%s")))
    twice = [sign for sign, times in (listed + committed).items() if times > 2]
    for what, found in {
        "reported and lost": place.confirmed - listed.keys(),
        "listed or committed twice": twice,
        "listed and in no commit": listed.keys() - committed.keys(),
        "in a commit and not listed": committed.keys() - listed.keys(),
        "of nobody": listed.keys() - place.given,
        "left behind": list(place.find_left()),
        "not clean": place.clerk.git("status", "--porcelain").splitlines(),
    }.items():
        if found:
            raise Faulty(f"after kill {number}, {what}: {sorted(found)}")
    checked = run_in_pipe(
        "check", environment={**place.clerk.environment, **_PATH}, cwd=place.clerk.top
    )
    if checked.code:
        raise Faulty(f"after kill {number}, check says: {checked.remarks}")
    if number % FSCK_EVERY == 0:
        place.clerk.git("fsck", "--strict", "--no-dangling")


def _compose_list() -> str:
    duty = (
        "  - no: {no}\n    content: 推进第{no}项改造。\n    departments: [住建局]\n"
        "    deadline: 10月末前完成\n    leaders: [张三]\n"
    )
    duties = "".join(duty.format(no=no) for no in range(1, DUTIES + 1))
    return f"title: 2022年重点工作\nyear: 2022\nduties:\n{duties}"


def main() -> int:
    """Kill as the command line asks, and report; returns 1 where anything was wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=1000)
    options.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    options.add_argument("--group", action="store_true", help="always kill git, too")
    asked = options.parse_args()

    began = time.monotonic()
    tally = kill_writers(asked.kills, asked.seed, only_groups=asked.group)

    report = [f"{asked.kills} kills in {time.monotonic() - began:.0f} s, seed {asked.seed}", ""]
    report += [f"{times:6} {fate}" for fate, times in sorted(tally.fates.items())]
    report += ["", "left behind by the killed, and got over by the next run:"]
    report += [f"{times:6} {kind}" for kind, times in sorted(tally.left.items())]
    report += ["", f"faults: {len(tally.faults)}", *tally.faults, ""]
    sys.stdout.write("\n".join(report))
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
