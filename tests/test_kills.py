"""A few of the kills of `kill_writers`: what a thousand of them show, shown on every run."""

import os

import pytest
from kill_writers import kill_writers

KILLS = 25


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL and no sessions")
def test_a_run_killed_at_a_random_moment_loses_and_doubles_nothing() -> None:
    tally = kill_writers(KILLS, seed=2022)

    assert tally.faults == []
    assert tally.fates["killed alone"] + tally.fates["killed with its git"] == KILLS
