"""A small history of one list, as clerks make it: entries, hand edits, a slip and a rename."""

from pathlib import Path

from repositories import Place, make_place, write_list
from terminal import Seen, run_in_pipe

OLD, NAME = "data/tasks_2022.yaml", "data/duties_2022.yaml"
LIST = write_list("修路", "建桥", "植树", title="责任清单")
ENTRY = """\
    progress:
      - on: 2022-05-01
        status: active
        note: 开工
        value: 20%
"""
CANAL = """\
  - no: 4
    content: 修渠
    departments: [水利局]
    deadline: 年内完成
    leaders: [王五]
"""


def tell_story(top: Path) -> Place:
    """Make the repository; each commit is on a day of its own, at nine in the morning."""
    place = make_place(top)
    begun = LIST.replace("  - no: 2", ENTRY + "  - no: 2")
    bridge, trees = begun.index("  - no: 2"), begun.index("  - no: 3")
    amended = (
        begun[:bridge]
        + begun[bridge:trees]
        .replace("建桥", "建两座桥")
        .replace("10月末前完成", "年内完成")
        .replace("[李四]", "[]\n    repealed: {on: 2022-06-01, by: 区政府}")
        + begun[trees:]
    )
    mended = amended.replace("开工", "动工").replace(
        "  - no: 3",
        "    extended:\n      - {on: 2022-05-30, to: 2023-06-30, reason: 雨季}\n  - no: 3",
    )
    for day, subject, text in (
        ("2022-04-01", "建立", LIST),
        ("2022-05-01", "tasks_2022/1 推进中：开工", begun),
        ("2022-06-01", "手改", amended),
        ("2022-06-02", "坏了", amended + "<<<<<<< 坏\n"),
        ("2022-06-03", "修好", mended),
    ):
        place.write(OLD, text)
        place.commit(subject, on=at(day))
    place.git("mv", OLD, NAME)
    place.record("改名", on=at("2022-06-04"))
    place.write(NAME, mended[: mended.index("  - no: 3")] + CANAL)
    place.commit("换一项", on=at("2022-06-05"))
    return place


def at(day: str) -> str:
    """Return nine in the morning of a day, in China."""
    return f"{day}T09:00:00+08:00"


def run(place: Place, *arguments: str, **changes: str) -> Seen:
    """Run dutylist at the top of the repository."""
    return run_in_pipe(
        *arguments, environment={**place.environment, "TZ": "UTC-8", **changes}, cwd=place.top
    )


def tell(place: Place, *arguments: str) -> str:
    """Return what dutylist writes; the commits' ids are told by order, commit-1 is the oldest."""
    seen = run(place, *arguments)
    text = seen.text + seen.remarks
    ids = place.git("rev-list", "--reverse", "--date-order", "--all").split()
    for number, id_ in enumerate(ids, start=1):
        text = text.replace(id_, f"commit-{number}").replace(id_[:8], f"commit-{number}")
    return text
