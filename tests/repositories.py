"""Real repositories for tests: git by itself, with no settings of this machine."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from terminal import Seen, make_environment, run_in_pipe

AUTHOR = "张三"
EMAIL = "zhangsan@example.invalid"
NOON = "2022-04-08T12:00:00+08:00"
LIST_NAME = "data/tasks_2022.yaml"
LIST = """\
title: 二〇二二年责任清单
year: 2022
duties:
  - no: 1
    content: 推进第1批老旧小区改造
    departments: [住建局]
    deadline: 10月末前完成
    leaders: [张三]

  # 市里督办
  - no: 2
    content: 新建2所幼儿园
    departments: [教育局]
    deadline: 年内完成
    leaders: [李四]
    progress:
      - on: 2022-04-08
        status: active
        note: 已选址  # 待批
"""


class Place(NamedTuple):
    """A work tree and the surroundings that everything in it is run in."""

    top: Path
    environment: Mapping[str, str]

    def git(
        self, *arguments: str, feed: bytes = b"", changes: Mapping[str, str] | None = None
    ) -> str:
        """Return what git says, without the last line end."""
        return self.run("git", *arguments, feed=feed, changes=changes).rstrip("\n")

    def run(
        self, *command: str, feed: bytes = b"", changes: Mapping[str, str] | None = None
    ) -> str:
        """Return what a command that succeeds says."""
        ended = subprocess.run(
            command,
            cwd=self.top,
            env={**self.environment, **(changes or {})},
            input=feed,
            capture_output=True,
            check=True,
        )
        return ended.stdout.decode()

    def write(self, name: str, text: str) -> Path:
        """Write a file below the top."""
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def commit(self, subject: str = "change", on: str = NOON, author_on: str = "") -> str:
        """Commit all that there is, at the time `on`, and return the commit's id."""
        self.git("add", "--all")
        return self.record(subject, on, author_on)

    def record(self, subject: str, on: str = NOON, author_on: str = "") -> str:
        """Commit what is staged, if anything, and return the commit's id."""
        times = {"GIT_COMMITTER_DATE": on, "GIT_AUTHOR_DATE": author_on or on}
        self.git("commit", "--quiet", "--allow-empty", f"--message={subject}", changes=times)
        return self.git("rev-parse", "HEAD")

    def diverge(self, name: str, base: str, ours: str, theirs: str) -> None:
        """Commit a file, and let two branches change it: side to `theirs`, main to `ours`."""
        self.write(name, base)
        self.commit("起始")
        self.git("checkout", "--quiet", "-b", "side")
        self.write(name, theirs)
        self.commit("他们")
        self.git("checkout", "--quiet", "main")
        self.write(name, ours)
        self.commit("我们")

    def hook(self, name: str, script: str) -> None:
        """Set a hook up, as a shell script."""
        path = self.write(f".git/hooks/{name}", f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def count_commits(self) -> int:
        """Count the commits before and with HEAD."""
        return int(self.git("rev-list", "--count", "HEAD"))

    def dutylist(self, *arguments: str) -> Seen:
        """Run dutylist as whoever works here does."""
        return run_in_pipe(*arguments, environment=self.environment, cwd=self.top)

    @property
    def file(self) -> Path:
        """Return the path of the one list of an office."""
        return self.top / LIST_NAME

    @property
    def text(self) -> str:
        """Return the list of an office as it is in the work tree."""
        return self.file.read_bytes().decode()

    def list_folder(self) -> list[str]:
        """Return what lies in the data folder of an office."""
        return sorted(path.name for path in self.file.parent.iterdir())


def isolate(**changes: str) -> dict[str, str]:
    """Return surroundings in which git knows no settings but a repository's own."""
    return make_environment(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_SYSTEM=os.devnull, **changes)


def make_place(top: Path, *options: str) -> Place:
    """Make an empty repository; its branch is main."""
    place = Place(top, isolate())
    top.mkdir(parents=True, exist_ok=True)
    place.git("init", "--quiet", "--initial-branch=main", *options)
    place.git("config", "user.name", AUTHOR)
    place.git("config", "user.email", EMAIL)
    return place


def start_office(top: Path, text: str = LIST) -> Place:
    """Make a repository with one list, which is committed."""
    place = make_place(top)
    place.git("config", "core.autocrlf", "false")
    place.write(LIST_NAME, text)
    place.commit("起始")
    return place


def write_list(*duties: str, title: str = "清单", year: int = 2022) -> str:
    """Write the text of a list whose duties have these contents, numbered from 1."""
    lines = [f"title: {title}", f"year: {year}", "duties:"]
    for no, content in enumerate(duties, start=1):
        lines += [
            f"  - no: {no}",
            f"    content: {content}",
            "    departments: [工信局]",
            "    deadline: 10月末前完成",
            "    leaders: [李四]",
        ]
    return "\n".join([*lines, ""])
