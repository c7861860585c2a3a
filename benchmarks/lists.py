"""Many duty lists for measuring: the wordings of the 2022 lists, in their real proportions.

900 lists are 90 districts over the ten years to 2022, 112 duties each. Nothing is random: every
run writes the same bytes.
"""

from pathlib import Path

LISTS, YEARS, DUTIES = 900, 10, 112
LAST_YEAR = 2022
# How often each wording stands in the 112 duties of 2022.
WORDINGS = (
    *["年内完成"] * 44,
    *["长期保持"] * 25,
    *["10月末前完成"] * 17,
    *["年内有实质性进展"] * 9,
    *["11月中旬前完成"] * 6,
    *["12月末前完成，按季度实施推进"] * 3,
    *["12月末前完成"] * 3,
    *["12月末前完成，按月实施推进"] * 2,
    *["长期坚持"] * 2,
    "持续推进",
)
DEPARTMENTS = (
    "财政局",
    "发改局",
    "工信局",
    "商务局",
    "教育局",
    "住建局",
    "平西乡",
    "执法局",
    "卫健局",
)


def write_lists(folder: Path, lists: int = LISTS) -> None:
    """Write so many lists into `folder`, the newest year first to be complete."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(lists):
        district, year = divmod(number, YEARS)
        name = f"district{district:03}_{LAST_YEAR - year}.yaml"
        text = write_list(district, LAST_YEAR - year)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def write_list(district: int, year: int) -> str:
    """Return the text of one list."""
    head = f"title: {year}年第{district}区重点工作责任清单\nyear: {year}\nannex: 附件1\nduties:\n"
    return head + "\n".join(_write_duty(district, no) for no in range(1, DUTIES + 1))


def _write_duty(district: int, no: int) -> str:
    wording = WORDINGS[(no * 37 + district) % len(WORDINGS)]
    responsible = DEPARTMENTS[(no // 9) % len(DEPARTMENTS)]
    supporting = DEPARTMENTS[(no * 5 + district) % len(DEPARTMENTS)]
    lines = [
        f"  - no: {no}",
        f"    content: 推进第{district}区第{no}项重点项目建设，完善配套设施，提升公共服务水平。",
        f"    departments: [{responsible}]",
        f"    supporting: [乡、街, {supporting}]",
        f"    deadline: {wording}",
        f"    leaders: [领导{district:02}{no % 6}]",
    ]
    if no % 20 == 0:
        lines += [
            "    progress:",
            f"      - on: {LAST_YEAR - 9}-04-08",
            "        status: active",
            "        note: 已开工",
        ]
    return "\n".join(lines) + "\n"
