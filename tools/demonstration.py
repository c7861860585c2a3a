"""A data folder with progress in it, to try the commands on: invented, and the same every time.

    python tools/demonstration.py demo        write demo/*.yaml from data/*.yaml; demo/ is new

The lists of 2022 carry no progress, and none is invented for them where they are kept. What is
written here is for pictures and for trying things out: each list's title says so, and the leaders
have other names.
"""

import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

from dutylist.duty import DeadlineClass, Duty, Entry, Extension, Status
from dutylist.store.canonical import write_list
from dutylist.store.lists import load_list

LISTS = Path(__file__).parents[1] / "data"
NAMES = ("tasks_2022", "livelihood_2022")
LAST_DAY = date(2022, 11, 25)
MARK = "（演示）"
# Nobody is to be seen behind schedule with what never happened.
LEADERS = ("张三", "李四", "王五", "赵六", "孙七", "周八")

_ACTIVE = (
    "已印发实施方案，明确责任人和时间表",
    "完成前期调研，正在组织招标",
    "项目主体施工，完成总进度的一半",
    "已召开两次调度会，按计划推进",
    "完成投资过半，进度符合计划",
)
_PROBLEMS = ("资金尚未全部到位", "用地手续仍在办理", "施工单位人手不足")
_STEPS = ("下月上旬完成验收准备", "倒排工期，每周调度一次", "继续向上级部门争取资金")
_REASON = "因设计方案变更，经区政府同意延期"


def demonstrate(folder: Path) -> None:
    """Write the lists with invented progress into a new folder."""
    random = Random(2022)
    folder.mkdir(parents=True)
    others: dict[str, str] = {}
    for name in NAMES:
        path = LISTS / f"{name}.yaml"
        duty_list = load_list(str(path), path.read_bytes(), name)
        known = dict.fromkeys(name for duty in duty_list.duties for name in duty.leaders)
        new = [name for name in known if name not in others]
        others.update(zip(new, LEADERS[len(others) :], strict=False))
        duties = tuple(_pretend(duty, others, random) for duty in duty_list.duties)
        told = duty_list._replace(title=f"{duty_list.title}{MARK}", duties=duties)
        (folder / path.name).write_bytes(write_list(told, schema=False))


def _pretend(duty: Duty, others: Mapping[str, str], random: Random) -> Duty:
    duty = duty._replace(leaders=tuple(others[name] for name in duty.leaders))
    if duty.repealed:
        return duty
    entries = tuple(_invent(duty, random))
    duty = duty._replace(progress=entries)
    due = duty.meaning.due
    is_open = bool(entries) and entries[-1].status is Status.ACTIVE
    if due and due < LAST_DAY and is_open and random.random() < 0.4:
        extension = Extension(due - timedelta(10), date(2022, 12, 31), _REASON, "区政府")
        return duty._replace(extended=(extension,))
    return duty


def _invent(duty: Duty, random: Random) -> Iterator[Entry]:
    """Give a few entries, quarter by quarter, in the way that departments report."""
    by = duty.departments[0]
    is_diligent = random.random() < 0.85
    for month in range(3, LAST_DAY.month + 1):
        is_asked = month % 3 == 0 or month == LAST_DAY.month
        if not is_asked and not (duty.meaning.cadence and is_diligent):
            continue
        if not is_diligent and random.random() < 0.6:
            continue
        on = date(2022, month, random.randint(12, 24))
        due = duty.meaning.due
        is_near = duty.meaning.cls is not DeadlineClass.ONGOING and due and (due - on).days < 110
        if is_near and random.random() < 0.3:
            yield Entry(on, Status.DONE, "全部完成，已通过验收", by=by)
            return
        if random.random() < 0.07:
            yield Entry(
                on, Status.BLOCKED, "进度受阻，已报区政府协调", by=by,
                problem=random.choice(_PROBLEMS), next=random.choice(_STEPS),
            )  # fmt: skip
            continue
        step = random.choice(_STEPS) if random.random() < 0.5 else None
        yield Entry(on, Status.ACTIVE, random.choice(_ACTIVE), by=by, next=step)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    demonstrate(Path(sys.argv[1]))
