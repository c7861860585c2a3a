"""Lists drawn at random with all that happens to duties in a year, and what is read of them."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from dutylist.index import Clock, ask
from dutylist.query import Answer, Question, Row, select_all
from dutylist.selection import Selection
from dutylist.standing import Rules
from dutylist.store.folder import find_sources

FIRST, LAST = date(2022, 1, 1), date(2023, 1, 31)
WORDINGS = (
    "6月底前完成", "10月末前完成", "12月末前完成，按月实施推进", "年内完成", "长期保持",
    "年内持续推进，按季度实施推进", "7月底前开工；11月底前建成", "每季度末月20日前", "每月25日前",
    "3月底前启动；6月底前完成主体；10月底前竣工，按月实施推进", "会后7日内", "按有关要求办理",
    "9月投入使用", "力争8月底前完成", "5月底、7月底前、8月底前",
)  # fmt: skip
NAMES = ("财政局", "教育局", "乡、街", "=公式局", "a;b,c\\局")

Duty = dict[str, object]


def _show(day: date) -> str:
    return day.isoformat()


DAYS = st.dates(FIRST, LAST)
DAY_TEXTS = DAYS.map(_show)
_ENTRIES = st.fixed_dictionaries(
    {
        "on": DAY_TEXTS,
        "status": st.sampled_from(("pending", "active", "active", "blocked", "done")),
        "note": st.sampled_from(("已开工", "甲\n乙", "=1+1", "资金未到位")),
    },
    optional={
        "value": st.just("45%"),
        "by": st.just("财政局"),
        "problem": st.just("缺资金"),
        "next": st.just("争取资金"),
    },
)
_EXTENSIONS = st.fixed_dictionaries(
    {"on": DAY_TEXTS, "to": DAY_TEXTS}, optional={"reason": st.just("汛期")}
)
_DUTIES = st.fixed_dictionaries(
    {
        "content": st.sampled_from(("新建2所幼儿园。", "=1+1", "修路；“绕行”, 甲\\乙", "长" * 90)),
        "departments": st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True),
        "deadline": st.sampled_from(WORDINGS),
        "leaders": st.lists(st.sampled_from(("张三", "李四")), max_size=2, unique=True),
    },
    optional={
        "supporting": st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True),
        "due": DAY_TEXTS,
        "progress": st.lists(_ENTRIES, min_size=1, max_size=4),
        "extended": st.lists(_EXTENSIONS, min_size=1, max_size=3),
        "repealed": st.one_of(st.just(True), st.fixed_dictionaries({"on": DAY_TEXTS})),
    },
)
HISTORIES = st.lists(_DUTIES, min_size=1, max_size=8)
"""The duties of a list, as they may have come to be in a year."""


def write_lists(folder: Path, **lists: Sequence[Mapping[str, object]]) -> Path:
    """Write lists by their ids into a folder, numbering their duties; JSON is YAML, too."""
    folder.mkdir(exist_ok=True)
    for list_id, duties in lists.items():
        numbered = [{"no": no, **duty} for no, duty in enumerate(duties, start=1)]
        told = {"title": f"清单{list_id}", "year": 2022, "duties": numbered}
        path = folder / f"{list_id}.yaml"
        path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return folder


def make_duty(**fields: object) -> Duty:
    """Return a duty for a file; what a test does not care about is filled in."""
    return {
        "content": "新建2所幼儿园。",
        "departments": ["教育局"],
        "deadline": "10月末前完成",
        "leaders": ["张三"],
        **fields,
    }


def put(
    folder: Path, day: date, question: Callable[[Question], Answer] = select_all, **rules: Any
) -> Sequence[Row]:
    """Return the rows of a question to the lists of a folder, with these rules for lamps."""
    sources = find_sources(str(folder))
    told = {str(folder): Rules(**rules)}
    asked = ask(
        None,
        Clock(0),
        lambda index: question(Question(index, index.take(sources), Selection(), day, told)),
    )
    return asked.rows


def find_next(day: date) -> date:
    """Return the day after."""
    return day + timedelta(days=1)
