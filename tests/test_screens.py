"""Golden screens: what a person sees of every command, in both languages, on two widths.

Each file of `tests/screens` is one command. Those of `SCENES` run in the project and change
nothing; those of `DESK_SCENES` each meet a copy of one repository, whose commits have the same ids
on every machine. After a change that is meant to be seen:

    UPDATE_SCREENS=1 pytest tests/test_screens.py

writes them anew; look at the difference as the clerk would who will meet it.
"""

import os
import re
import shlex
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from repositories import Place, make_place
from terminal import (
    DRAWN_HEIGHT,
    LOCALES,
    PROGRAM,
    ROOT,
    Seen,
    draw,
    make_environment,
    needs_terminal,
    run_command_on_terminal,
    run_on_terminal,
)

from dutylist.cli.app import ACTS, COMMANDS

SCREENS = Path(__file__).with_name("screens")
WIDTHS = (80, 120)
LONGEST = 60
DEMO = "--data=tests/demo"
BAD = "--data=tests/bad_inputs/50_semantic/wording_0631/data"
BULLETINS = "--data=tests/bulletins"
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
    "report": ("report", "--month=10", "--as-of=2022-11-05", "--department=档案馆", BULLETINS),
    "remind": ("remind", "--within=30", "--as-of=2022-11-05", "--data=tests/reminders"),
    "explain_wording": ("explain", "11月中旬前完成", "--year", "2022"),
    "explain_duty": ("explain", "26", OCTOBER),
    "explain_extended": ("explain", "1", DEMO, OCTOBER),
    "check": ("check", BAD),
    "check_demo": ("check", DEMO),
    "schema": ("schema",),
    "help": ("--help",),
    **{f"help_{command}": (command, "--help") for command in COMMANDS},
    **{
        f"help_{command}_{act}": (command, act, "--help")
        for command, acts in ACTS.items()
        for act in acts
    },
    "unknown_leader": ("list", "--leader", "常小红"),
    "unknown_month": ("due", "--month", "13"),
    "unknown_option": ("due", "--mont"),
}


DESK_LIST = "data/demo_2022.yaml"
LONG_NOTE = (
    "管线产权单位已进场，三个小区完成迁改方案会审，外墙保温、屋面防水同步施工，"
    "计划十一月中旬完成室外管网。\n近期多雨，进度放缓。"
)
REFUSED = ("progress", "1", "done", "--note=已开放", "--on=2022-10-20")


class Desk(NamedTuple):
    """A command at a desk of its own: what it meets there, made by git and hand."""

    arguments: tuple[str, ...]
    prepare: Callable[[Place], object] = lambda _: None


def refuse_by_hook(place: Place) -> None:
    """Have a hook refuse every commit, in words and colours of its own."""
    words = "\\033[1;31m✗ 提交说明须写明填报单位\\033[0m\\n见《清单管理办法》第七条\\n"
    place.hook("pre-commit", f'printf "{words}" >&2; exit 1')


def change_by_hand(place: Place) -> None:
    """Change the list without a commit."""
    replace(place, "签约项目5个", "签约项目6个")


def lose_an_entry(place: Place) -> None:
    """Delete an entry of duty 3, and rewrite one of duty 1, by hand."""
    replace(place, "        note: 设备到货，恢复施工。\n", "        note: 恢复施工。\n")
    note = "        note: 推介会如期举办，签约项目5个。\n"
    replace(place, f"      - on: 2022-06-18\n        status: done\n{note}", "")


def empty(place: Place) -> None:
    """Leave nothing, not even a repository."""
    shutil.rmtree(place.top)
    place.top.mkdir()


DESK_SCENES: dict[str, Desk] = {
    "progress": Desk((
        "progress", "1", "active", "--note", "电梯安装完成", "--value", "85%",
        "--by", "政务服务局", "--on=2022-10-20",
    )),
    "progress_several": Desk((
        "progress", "demo_2022/2", "5", "blocked", "--note", LONG_NOTE,
        "--problem", "资金缺口120万元", "--next", "提请区财政局追加", "--on=2022-10-20",
    )),
    "progress_dry_run": Desk((
        "progress", "6", "--note=三季度情况已报送", "--dry-run", "--on=2022-09-20",
    )),
    "amend_extend": Desk((
        "amend", "5", "6", "extend", "--to=2022-12-31", "--by", "区政府常务会议",
        "--reason", "受汛情影响，主体工程顺延。", "--on=2022-10-20",
    )),
    "amend_repeal": Desk(("amend", "2", "repeal", "--reason=并入城市更新项目", "--on=2022-10-20")),
    "amend_reinstate": Desk(("amend", "5", "reinstate", "--on=2022-10-20")),
    "undo": Desk(("undo",)),
    "log": Desk(("log",)),
    "log_duty": Desk(("log", "2")),
    "diff": Desk(("diff", "2022-10-10", "HEAD")),
    "diff_uncommitted": Desk(("diff",), change_by_hand),
    "list_at": Desk(("list", "--at=2022-10-10", "--as-of=2022-10-31")),
    "show_recorded": Desk(("show", "2", "--as-of=2022-10-31")),
    "check_vanished": Desk(("check",), lose_an_entry),
    "refused_by_hook": Desk(REFUSED, refuse_by_hook),
    "refused_for_changes": Desk(REFUSED, change_by_hand),
    "init": Desk(("init",), empty),
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a repository with the demonstration, in which a clerk worked for some days."""
    place = make_place(tmp_path_factory.mktemp("office") / "desk")
    place.git("config", "core.autocrlf", "false")
    place.write(DESK_LIST, (ROOT / "tests/demo/demo_2022.yaml").read_text(encoding="utf-8"))
    place.commit("2022年示范责任清单", on=at_nine("2022-10-10"))
    for day, arguments in (
        ("2022-10-11", ("progress", "2", "active", "--note=管线迁改复工", "--by=住建局")),
        ("2022-10-12", ("amend", "1", "extend", "--to=2022-12-20", "--by=区政府常务会议")),
        ("2022-10-13", ("progress", "3", "6", "done", "--note=年度任务完成", "--value=100%")),
        ("2022-10-14", ("amend", "5", "repeal", "--by=区委常委会", "--reason=汛期已过")),
        ("2022-10-15", ("amend", "4", "reinstate")),
    ):
        work(place, day, *arguments, f"--on={day}")
    replace(place, "完成老旧小区改造3个", "完成老旧小区改造4个")
    place.commit("更正数量", on=at_nine("2022-10-17"))
    work(place, "2022-10-18", "progress", "4", "active", "--note=完成选址", "--on=2022-10-18")
    return place


def at_nine(day: str) -> str:
    """Return nine in the morning of a day, in China."""
    return f"{day}T09:00:00+08:00"


def surround(place: Place, day: str, lang: str = "en") -> Place:
    """Return the place with a clock for commits and a language."""
    times = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), at_nine(day))
    changes = {**times, "TZ": "CST-8", "LC_ALL": LOCALES[lang]}
    return place._replace(environment={**place.environment, **changes})


def work(place: Place, day: str, *arguments: str) -> None:
    """Run a command that succeeds."""
    seen = surround(place, day).dutylist(*arguments)
    assert seen.code == 0, seen.remarks


def replace(place: Place, old: str, new: str) -> None:
    """Replace a text that stands once in the list, as by hand."""
    text = (place.top / DESK_LIST).read_bytes().decode()
    assert text.count(old) == 1
    place.write(DESK_LIST, text.replace(old, new))


def show_screen(seen: Seen, lang: str, width: int) -> Iterator[str]:
    """Give the lines of one screen below a line that says which it is."""
    # The two names of this option come in an order that changes from run to run.
    lines = [line.replace("-h, --help", "--help, -h") for line in draw(seen.out, width)]
    assert len(lines) < DRAWN_HEIGHT, "the screen is too short for this command"
    yield f"── {LOCALES[lang]}, {width} columns, exit code {seen.code} ──"
    yield from lines[:LONGEST]
    if len(lines) > LONGEST:
        yield f"── and {len(lines) - LONGEST} lines more ──"
    yield ""


def show_scene(arguments: Iterable[str], run: Callable[[str, int], Seen]) -> str:
    """Return all screens of one command; `run` is given a language and a width."""
    lines = [f"$ dutylist {' '.join(arguments)}", ""]
    for lang, width in product(LOCALES, WIDTHS):
        lines += show_screen(run(lang, width), lang, width)
    return "\n".join(lines)


def sit_down(scene: Desk, desk: Place, top: Path, lang: str, width: int) -> Seen:
    """Run a command in a copy of the repository."""
    shutil.copytree(desk.top, top)
    place = surround(desk._replace(top=top), "2022-10-20", lang)
    scene.prepare(place)
    script = ["sh", "-c", 'cd "$0" && exec "$@"', str(top), str(PROGRAM), *scene.arguments]
    return run_command_on_terminal(script, width, place.environment)


def hide_what_differs(shown: str) -> str:
    """Return a screen without this machine's Python and this year, which `init` tells."""
    driver = re.compile(r"(merge\.dutylist\.driver[^:：]*[:：]).*?%P", re.DOTALL)
    return re.sub(r"tasks_20\d\d", "tasks_YEAR", driver.sub(r"\1 …", shown))


def compare(name: str, seen: str) -> None:
    """Compare a scene with its golden file, or write that anew where this is asked for."""
    golden = SCREENS / f"{name}.txt"
    if os.environ.get("UPDATE_SCREENS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(seen, encoding="utf-8")
    assert seen.splitlines() == golden.read_text(encoding="utf-8").splitlines()


@needs_terminal
@pytest.mark.parametrize("name", SCENES)
def test_a_command_looks_as_its_golden_screens_do(name: str) -> None:
    arguments = SCENES[name]

    seen = show_scene(
        arguments,
        lambda lang, width: run_on_terminal(
            *arguments, width=width, environment=make_environment(lang)
        ),
    )

    compare(name, seen)


@needs_terminal
@pytest.mark.parametrize("name", DESK_SCENES)
def test_a_command_at_a_desk_looks_as_its_golden_screens_do(
    name: str, desk: Place, tmp_path: Path
) -> None:
    scene = DESK_SCENES[name]

    seen = show_scene(
        map(shlex.quote, scene.arguments),
        lambda lang, width: sit_down(scene, desk, tmp_path / f"{lang}{width}", lang, width),
    )

    compare(name, hide_what_differs(seen))


def test_every_golden_file_belongs_to_a_command() -> None:
    names = [*SCENES, *DESK_SCENES]
    assert sorted(path.stem for path in SCREENS.glob("*.txt")) == sorted(names)
