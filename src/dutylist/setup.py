"""Setting up a data folder: a first list, a repository, and what merges lists by record.

Everything is looked at first, so that only what is missing is made, and each step says what it
did. Only the folder and the repository's own settings are touched, never the user's.
"""

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from dutylist.errors import NotWritten, explain_os_error
from dutylist.git.repository import Repository
from dutylist.git.run import Git, find_git, run
from dutylist.store.folder import UNITS_NAME, is_list_name, read_file
from dutylist.store.replace import replace_file
from dutylist.words import Message, say

ATTRIBUTES_NAME = ".gitattributes"

# Which merge each file shall have; git is asked, for only git knows all files of attributes.
_PROBES = {"list.yaml": "dutylist", "list.yml": "dutylist", UNITS_NAME: "text"}
_LINES = {
    "list.yaml": "/*.yaml merge=dutylist",
    "list.yml": "/*.yml merge=dutylist",
    UNITS_NAME: f"/{UNITS_NAME} merge=text",
}
_NAME = "duty lists, merged by duty and entry (dutylist)"
_ARGUMENTS = "merge-driver --ours=%X --theirs=%Y -- %O %A %B %L %P"
_FIRST_LIST = """\
# 责任清单：一个文件一份清单，文件名就是清单的编号。一项事项写成这样：
#
#   - no: 1
#     content: 规模以上工业总产值增长10%左右。
#     departments: [工信局]
#     supporting: [统计局]
#     deadline: 12月末前完成，按月实施推进
#     leaders: [张三]
#
# no 序号 · content 工作内容 · departments 责任部门 · supporting 配合部门（可不写）
# deadline 工作进度时限要求（照抄原文） · leaders 牵头领导（没有写 []）
title: {year}年重点工作责任清单
year: {year}
duties: []
"""


class Setup(NamedTuple):
    """What was done in a folder, and the files that are now to be committed."""

    done: tuple[Message, ...]
    written: tuple[str, ...]


def set_up(folder: str, year: int, program: Sequence[str], environment: Mapping[str, str]) -> Setup:
    """Make of `folder` a data folder whose lists git merges by record, as far as it is not one.

    `year` is that of a new folder's list; `program` is how this program is called. Raises
    `NotWritten` and `GitRefused`; what was done before stays, and the next run goes on.
    """
    git = find_git(environment)
    done: list[Message] = []
    written: list[str] = []
    _make_folder(folder, done)
    _start_list(folder, year, done, written)
    if Repository.find(folder, environment) is None:
        run(git, folder, "init", "--quiet", writes=True)
        done.append(say("made a git repository in {folder}", folder=folder))
    _add_attributes(git, folder, done, written)
    _set_driver(git, folder, program, done)
    return Setup(tuple(done), tuple(written))


def make_driver(program: Sequence[str]) -> str:
    """Return the command line by which git calls the merge driver, by way of a shell.

    git reads % in it, and the shell reads backslashes in it, on Windows, too.
    """
    words = [word.replace(os.sep, "/").replace("%", "%%") for word in program]
    return f"{shlex.join(words)} {_ARGUMENTS}"


def _make_folder(folder: str, done: list[Message]) -> None:
    if os.path.isdir(folder):
        return
    if os.path.lexists(folder):
        raise NotWritten(say("{folder} is in the way: it is no folder", folder=folder))
    with _told_as_refusal(folder):
        Path(folder).mkdir(parents=True)
    done.append(say("made the folder {folder}", folder=folder))


def _start_list(folder: str, year: int, done: list[Message], written: list[str]) -> None:
    with _told_as_refusal(folder):
        names = os.listdir(folder)
    if any(is_list_name(name) and name != UNITS_NAME for name in names):
        return
    path = Path(folder, f"tasks_{year}.yaml")
    with _told_as_refusal(str(path)), path.open("xb") as file:
        file.write(_FIRST_LIST.format(year=year).encode())
    done.append(say("wrote a first list, {path}, as yet without duties", path=path))
    written.append(path.name)


def _add_attributes(git: Git, folder: str, done: list[Message], written: list[str]) -> None:
    missing = _find_missing(git, folder)
    path = os.path.join(folder, ATTRIBUTES_NAME)
    added = "".join(f"{line}\n" for line in missing).encode()
    old = _read_attributes(path)
    if not missing or old.endswith(added):
        return
    end = b"\n" if old and not old.endswith(b"\n") else b""
    with _told_as_refusal(path):
        if old:
            replace_file(path, old + end + added, old)
        else:
            Path(path).write_bytes(added)
    done.append(say("added to {path}: {lines}", path=path, lines=tuple(missing)))
    written.append(ATTRIBUTES_NAME)


def _find_missing(git: Git, folder: str) -> list[str]:
    """Return the lines that .gitattributes needs for git to know how to merge the files."""
    answer = run(git, folder, "check-attr", "-z", "merge", "--", *_PROBES).split(b"\0")
    values = dict(zip(_PROBES, answer[2::3], strict=False))
    wrong = [name for name, value in _PROBES.items() if values.get(name) != value.encode()]
    if wrong and UNITS_NAME not in wrong:
        wrong.append(UNITS_NAME)  # the last line that fits a name holds
    return [_LINES[name] for name in wrong]


def _read_attributes(path: str) -> bytes:
    if os.path.islink(path):
        raise NotWritten(
            say("{path} is a link, which git does not follow; put a file in its place", path=path)
        )
    return read_file(path) if os.path.exists(path) else b""


def _set_driver(git: Git, folder: str, program: Sequence[str], done: list[Message]) -> None:
    listed = run(git, folder, "config", "--local", "--null", "--list").split(b"\0")
    settings = dict(os.fsdecode(each).partition("\n")[::2] for each in listed)
    # In this order: git merges nothing by a driver that has a name and no command line.
    wanted = {"merge.dutylist.driver": make_driver(program), "merge.dutylist.name": _NAME}
    for key, value in wanted.items():
        old = settings.get(key)
        if old == value:
            continue
        run(git, folder, "config", "--local", "--replace-all", key, value, writes=True)
        told = say("set {key} in this clone: {value}", key=key, value=value)
        if old is not None:
            told = say("{told}; it was {old}", told=told, old=old)
        done.append(told)


@contextmanager
def _told_as_refusal(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        reason = explain_os_error(fault)
        raise NotWritten(
            say("{path} cannot be written: {reason}", path=path, reason=reason)
        ) from fault
