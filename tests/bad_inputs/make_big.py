"""Writes an input that is too large to be stored: python3 make_big.py NAME.

The current folder gets a `data/tasks_2022.yaml`; NAME is one of the cases below.
"""

import sys
from pathlib import Path

GOOD = (Path(__file__).parent / "base_two_leads.yaml").read_text(encoding="utf-8")
HEAD = GOOD[: GOOD.index("  - no: 1\n")]


def with_content(content: str) -> str:
    return GOOD.replace("推进第1批", content, 1)


def with_wording(wording: str) -> str:
    return GOOD.replace("10月末前完成", wording, 1)


def duty_without_day(no: int) -> str:
    return (
        f"  - no: {no}\n    content: 推进第{no}批老旧小区改造。\n    departments: [住建局]\n"
        "    supporting: []\n    deadline: 尽快\n    leaders: [张三]\n"
    )


INPUTS = {
    "deep_braces_50k": lambda: "{a: " * 50_000 + "1" + "}" * 50_000 + "\n",
    "deep_dashes_5000": lambda: "- " * 5000 + "x\n",
    "brackets_never_closed": lambda: "a: " + "[" * 100_000,
    "over_20_mb_list": lambda: GOOD + ("# " + "x" * 98 + "\n") * 215_000,
    "content_of_1_mb": lambda: with_content("长" * 350_000),
    "wording_of_300_kb": lambda: with_wording("长" * 100_000),
    "wording_of_20000_stages": lambda: with_wording("；".join(["11月底前建成"] * 20_000)),
    "wording_of_blanks": lambda: with_wording('"尽' + " " * 50_000 + '快"'),
    "unclosed_quote_2_mb": lambda: with_content('"推进') + "# 注释\n" * 200_000,
    "duties_2000_all_bad": lambda: HEAD + "".join(map(duty_without_day, range(1, 2001))),
    "unknown_keys_5000": lambda: "".join(f"k{i}: 1\n" for i in range(5000)) + GOOD,
    "documents_20000": lambda: "---\n" * 20_000,
    "anchors_20000": lambda: "".join(f"a{i}: &a{i} 1\n" for i in range(20_000)),
    "comment_of_3_mb": lambda: GOOD + "#" + "x" * 3_000_000 + "\n",
    "zeros_1_mb": lambda: "\0" * 1_000_000,
}

if __name__ == "__main__":
    folder = Path("data")
    folder.mkdir()
    (folder / "tasks_2022.yaml").write_text(INPUTS[sys.argv[1]](), encoding="utf-8", newline="\n")
