"""Duties and edits drawn at random, and the fields that an edit should leave behind.

The texts are those that trip loaders; the days are few, so that entries meet. How a list is
written down is up to a `Pen`.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from pens import TWO_TASKS

from dutylist.duty import Duty, Entry, Extension, Repeal, Status
from dutylist.store.edit import (
    AddEntry,
    AddExtension,
    RecordEdit,
    RemoveEntry,
    RemoveExtension,
    SetField,
)
from dutylist.store.lists import read_list

WORDS = ("推进", "已开工", "𠮷田路", "完成😀", "一期", "（含）", "质量：好", "45%", "。")
TEXTS = (
    "yes", "~", "null", "0o17", "12:30", "2022-04-08", "- a", "a: b", "a #b", "#x", "'q'", '"q"',
    "[x]", "{x}", "a, b", "x:", "1_000", "007", "---", "...", "=", "<<", "!t", "&a", "*a", "|", ">",
    "%d", "@a", "`a`", "?", "? a", "C:\\路\\t", "a\tb", "一\n二", "一\n\n  二\n三", "一 \n二",
    "\u2028x", "x\u2028y", "一\n- 二", "一\n# 二", "a ' b \" c", "On", "0x1F", "1e3", "-1", ".5",
)  # fmt: skip
WORDINGS = ("10月末前完成", "长期保持", "12月末前完成，按季度实施推进", "年内完成")
NAMES = ("住建局", "财政局", "乡、街", "教育局", "no", "1", "法院")


def draw_text(random: Random) -> str:
    """Draw a text that a field may hold."""
    if random.random() < 0.4:
        return random.choice(TEXTS).strip()
    return random.choice((" ", "", "、")).join(
        random.choice(WORDS) for _ in range(random.randint(1, 4))
    )


def draw_day(random: Random) -> date:
    """Draw one of few days, so that days meet."""
    return date(2022, 1, 1) + timedelta(days=random.randint(0, 8) * 30)


def draw_entry(random: Random) -> Entry:
    """Draw a progress entry."""
    status = random.choice((Status.PENDING, Status.ACTIVE, Status.BLOCKED, Status.DONE))
    parts = [draw_text(random) if random.random() < 0.2 else None for _ in range(4)]
    return Entry(draw_day(random), status, draw_text(random), *parts)


def draw_extension(random: Random) -> Extension:
    """Draw an extension."""
    reason = draw_text(random) if random.random() < 0.5 else None
    return Extension(draw_day(random), draw_day(random), reason)


def draw_repeal(random: Random) -> Repeal | bool:
    """Draw a repeal: true, or a record."""
    if random.random() < 0.4:
        return True
    return Repeal(draw_day(random), draw_text(random) if random.random() < 0.5 else None)


def draw_names(random: Random, least: int) -> tuple[str, ...]:
    """Draw names in an order of their own."""
    return tuple(random.sample(NAMES, random.randint(least, 3)))


def draw_ref(random: Random) -> str:
    """Draw the ref of a duty of an earlier list."""
    return f"{random.choice(('tasks_2021', '清单: 甲', '#1'))}/{random.choice((98, TWO_TASKS))}"


def draw_duty(random: Random, no: int | str) -> dict[str, Any]:
    """Draw the fields of a duty, by the keys of the file."""
    duty: dict[str, Any] = {
        "no": no,
        "content": draw_text(random),
        "departments": draw_names(random, 1),
        "deadline": random.choice(WORDINGS),
        "leaders": random.choice(((), ("张三",), ("张三", "李四"))),
    }
    optional: dict[str, Callable[[], Any]] = {
        "supporting": lambda: draw_names(random, 0),
        "due": lambda: draw_day(random),
        "continues": lambda: draw_ref(random),
        "repealed": lambda: draw_repeal(random),
        "extended": lambda: tuple(draw_extension(random) for _ in range(random.randint(0, 2))),
        "progress": lambda: tuple(
            sorted((draw_entry(random) for _ in range(random.randint(0, 3))), key=lambda e: e.on)
        ),
    }
    for key, draw in optional.items():
        if random.random() < (0.7 if key == "progress" else 0.25):
            duty[key] = draw()
    return duty


def draw_duties(random: Random) -> list[dict[str, Any]]:
    """Draw one to three duties, one of which may have two tasks under its number."""
    numbers: list[int | str] = [1, TWO_TASKS, 26]
    return [draw_duty(random, no) for no in numbers[: random.randint(1, 3)]]


def draw_edit(random: Random, duty: Mapping[str, Any]) -> RecordEdit:
    """Draw an edit that can be made of the duty."""
    no, chance = duty["no"], random.random()
    if duty.get("progress") and chance < 0.15:
        return RemoveEntry(no, random.choice(duty["progress"]))
    if duty.get("extended") and chance < 0.25:
        return RemoveExtension(no, random.choice(duty["extended"]))
    if chance < 0.5:
        return AddEntry(no, draw_entry(random))
    if chance < 0.6:
        return AddExtension(no, draw_extension(random))
    return SetField(no, *draw_field(random))


def draw_field(random: Random) -> tuple[str, Any]:
    """Draw a key of a duty and a new value; None takes it out."""
    draws: dict[str, Callable[[], Any]] = {
        "content": lambda: draw_text(random),
        "departments": lambda: draw_names(random, 1),
        "supporting": lambda: random.choice((None, draw_names(random, 0))),
        "deadline": lambda: random.choice(WORDINGS),
        "leaders": lambda: draw_names(random, 0),
        "due": lambda: random.choice((None, draw_day(random))),
        "continues": lambda: random.choice((None, draw_ref(random))),
        "repealed": lambda: random.choice((None, draw_repeal(random))),
    }
    key = random.choice(list(draws))
    return key, draws[key]()


def intend(duty: Mapping[str, Any], edit: RecordEdit) -> dict[str, Any]:
    """Return the fields of a duty as they should be after the edit."""
    fields = dict(duty)
    if isinstance(edit, SetField):
        fields[edit.key] = edit.value
        return {key: value for key, value in fields.items() if value is not None}
    key = "progress" if isinstance(edit, AddEntry | RemoveEntry) else "extended"
    records = list(fields.get(key, ()))
    if isinstance(edit, AddEntry):
        earlier = [entry for entry in records if entry.on <= edit.entry.on]
        records.insert(len(earlier), edit.entry)
    elif isinstance(edit, AddExtension):
        records.append(edit.extension)
    else:
        gone = edit.entry if isinstance(edit, RemoveEntry) else edit.extension
        del records[len(records) - 1 - records[::-1].index(gone)]
    return {**fields, key: tuple(records)}


def read_fields(raw: bytes) -> list[dict[str, Any]]:
    """Return the fields of each duty of a list, all keys of the file with a value."""
    reading = read_list("tasks.yaml", raw, "tasks")
    assert reading.duty_list is not None, (raw, reading.findings)
    return [complete(_list_fields(duty)) for duty in reading.duty_list.duties]


def complete(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields with those that may be left out."""
    absent = {
        "supporting": (), "due": None, "continues": None, "repealed": None, "extended": (),
        "progress": (),
    }  # fmt: skip
    whole = {**absent, **fields}
    return {**whole, "repealed": Repeal() if whole["repealed"] is True else whole["repealed"]}


def _list_fields(duty: Duty) -> dict[str, Any]:
    fields = duty._asdict()
    del fields["meaning"]
    return {"due": fields.pop("given_due"), **fields}
