"""`dutylist remind`: who is told what, in which words, and what is said about the rest."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from terminal import make_environment, needs_terminal, run_in_pipe, run_on_terminal

from dutylist.report.messages import LONGEST, Part, part_messages

FOLDER = Path(__file__).parent / "reminders"
DAY = "--as-of=2022-11-05"
MESSAGES = """\
[Reminder] 住建局
As of 2022-11-05: 1 overdue, 1 due within 30 days.
OVERDUE
1. 完成供热管网改造5公里 (tasks_2022/3): was due on 2022-10-15, overdue by 21 days
DUE SOON
2. 推进第1批老旧小区改造，完成3.2万平方米外墙保温、雨污分流和小区道路硬化，并… (tasks_2022/1): \
due on 2022-11-30 (in 25 days); blocked
────────────────────
[Reminder] 财政局
As of 2022-11-05: 1 due within 30 days.
DUE SOON
1. 推进第1批老旧小区改造，完成3.2万平方米外墙保温、雨污分流和小区道路硬化，并… (tasks_2022/1): \
due on 2022-11-30 (in 25 days); blocked
────────────────────
[Reminder] 教育局
As of 2022-11-05: 1 without a report.
REPORT MISSING
1. 新建2所幼儿园 (tasks_2022/2): no report for 2022-10-31; due on 2022-11-10 (in 5 days)
────────────────────
[Reminder] 政务服务局
As of 2022-11-05: 1 without a report.
REPORT MISSING
1. 持续优化营商环境 (tasks_2022/5): no report for 2022-09-30
"""
REMARKS = """\
4 departments are reminded; 1 owes nothing and gets none; \
a joint duty counts in each of its reminders: 5 in all
read 1 list, 5 duties; shown 4; 1 done
"""
LEADERS = """\
【工作提醒】张三
截至2022年11月5日，您牵头的事项中，欠报进展1项，30天内到期或应报1项。请督促责任部门抓紧推进，及时报送进展。
【欠报进展】
1. 持续优化营商环境（tasks_2022/5）：9月30日应报的进展未报（政务服务局）
【即将到期】
2. 推进第1批老旧小区改造，完成3.2万平方米外墙保温、雨污分流和小区道路硬化，并…（tasks_2022/1）：\
11月30日到期（还有25天）；目前受阻（住建局，财政局）
────────────────────
【工作提醒】李四
截至2022年11月5日，您牵头的事项中，逾期1项。请督促责任部门抓紧推进，及时报送进展。
【逾期】
1. 完成供热管网改造5公里（tasks_2022/3）：应于10月15日前完成，逾期21天（住建局）
────────────────────
【工作提醒】未列牵头领导的事项
截至2022年11月5日，欠报进展1项。请督促责任部门抓紧推进，及时报送进展。
【欠报进展】
1. 新建2所幼儿园（tasks_2022/2）：10月31日应报的进展未报；11月10日到期（还有5天）（教育局）
"""
LETTER = """\
# 催办单

> 编号：〔　　　　〕　　号

致教育局：

截至2022年11月5日，贵单位承担的下列事项欠报进展1项。请抓紧推进，按时限要求完成，并及时报送进展；\
存在困难的，请说明原因和下步计划。

| 序号 | 工作内容 | 时限要求 | 当前状态 | 催办原因 |
| ---: | --- | --- | --- | --- |
| 1 | 新建2所幼儿园<br>（附件1第2项） | 10月末前完成，按月实施推进<br>（延期至11月10日） | \
推进中<br>8月8日：主体封顶 | 10月31日应报的进展未报<br>11月10日到期（还有5天） |

> （印发单位）
> 　　　　年　　月　　日
"""
IN_CHINESE = make_environment("zh")


def remind(*arguments: str, **surroundings: Any) -> Any:
    return run_in_pipe("remind", f"--data={FOLDER}", DAY, *arguments, **surroundings)


def test_each_department_that_owes_something_is_told_what_and_why() -> None:
    seen = remind("--within=30")

    assert (seen.code, seen.text, seen.remarks) == (0, MESSAGES, REMARKS)


def test_each_leader_is_told_the_departments_and_a_duty_without_a_leader_stands_apart() -> None:
    seen = remind("--within=30", "--by=牵头领导", environment=IN_CHINESE)

    assert seen.text == LEADERS
    assert seen.remarks.splitlines()[0] == "提醒 2 位领导；1 项未列牵头领导，单独成篇"


def test_a_letter_tells_all_of_a_duty_and_leaves_blanks_for_the_office() -> None:
    seen = remind("--format=md", "--department=教育局", environment=IN_CHINESE)

    assert seen.text == LETTER


def test_word_letters_are_one_page_each_and_count_their_pages_from_1(tmp_path: Path) -> None:
    path = tmp_path / "催办单.docx"

    seen = remind("--within=30", f"--out={path}", environment=IN_CHINESE)

    letters = docx.Document(io.BytesIO(path.read_bytes()))
    texts = [paragraph.text for paragraph in letters.paragraphs]
    starts = [part.find(f"{{{part.nsmap['w']}}}pgNumType") for part in _list_sections(letters)]
    assert seen.code == 0
    assert texts.count("催办单") == len(letters.sections) == len(letters.tables) == 4
    assert [text for text in texts if text.startswith("致")] == [
        "致住建局：",
        "致财政局：",
        "致教育局：",
        "致政务服务局：",
    ]
    assert [len(table.rows) for table in letters.tables] == [3, 2, 2, 2]
    assert [each is not None for each in starts] == [False, True, True, True]


def test_the_same_lists_give_the_same_letters(tmp_path: Path) -> None:
    first, second = tmp_path / "1.docx", tmp_path / "2.docx"

    remind(f"--out={first}")
    remind(f"--out={second}")

    assert first.read_bytes() == second.read_bytes()


def test_a_filter_by_name_writes_to_nobody_else() -> None:
    seen = remind("--within=30", "--department=财政局")

    assert seen.text == MESSAGES.split("────────────────────\n")[1]
    assert seen.remarks == (
        "1 department is reminded\nread 1 list, 5 duties; shown 1; 4 not selected\n"
    )


def test_a_member_of_a_collective_party_finds_its_reminder(tmp_path: Path) -> None:
    text = (FOLDER / "tasks_2022.yaml").read_text("utf-8")
    (tmp_path / "tasks_2022.yaml").write_text(text.replace("教育局", "乡、街, 教育局"), "utf-8")
    (tmp_path / "units.yaml").write_text("乡、街:\n  members: [平西乡]\n", "utf-8")

    seen = run_in_pipe("remind", f"--data={tmp_path}", DAY, "--department=平西乡")

    heads = [line for line in seen.text.splitlines() if line.startswith("[Reminder]")]
    assert heads == ["[Reminder] 乡、街"]


def test_where_nothing_is_owed_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "催办.txt"

    seen = remind("--department=林业局", f"--out={path}")

    assert (seen.code, seen.text, path.exists()) == (0, "", False)
    assert seen.remarks == (
        "nothing is owed; no reminder was written\n"
        "read 1 list, 5 duties; shown 0; 1 done; 4 not selected\n"
    )


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (("--out=a.txt", "--split=b"), "give one of --out and --split"),
        (("--style=a.docx",), "--style is for Word documents; add --format docx"),
        (("--format=md", "--out=a.docx"), "a.docx would be no docx file"),
        (("--split=",), "an empty name is no folder"),
        (("--out=",), "an empty name is no file"),
        (("--out=-",), "- is no file here; without -o the document goes to standard output"),
        (("--by=status",), "an addressee is one of department, leader, not “status”"),
        (("--within=-1",), "days are a number, not “-1”"),
        (("--format=html",), "a format is one of text, md, docx, not “html”"),
        (("--template=no.j2",), "no.j2 cannot be read: it does not exist"),
    ],
)
def test_what_makes_no_sense_is_refused(
    arguments: Sequence[str], refusal: str, tmp_path: Path
) -> None:
    seen = remind(*arguments, cwd=tmp_path)

    assert (seen.code, seen.text) == (2, "")
    assert seen.remarks.splitlines()[0] == f"dutylist: {refusal}"
    assert list(tmp_path.iterdir()) == []


def test_an_office_words_its_messages_itself(tmp_path: Path) -> None:
    template = tmp_path / "own.j2"
    template.write_text("{{ party }}：{{ items|length }}项 {{ part }}/{{ parts }}\n", "utf-8")

    seen = remind(f"--template={template}", "--department=教育局")

    assert seen.text == "教育局：1项 1/1\n"
    assert seen.remarks.splitlines()[0] == f"worded by {template}"


def test_a_template_that_fails_is_told_with_its_line(tmp_path: Path) -> None:
    template = tmp_path / "own.j2"
    template.write_text("一行\n{{ partie }}\n", "utf-8")

    seen = remind(f"--template={template}")

    assert (seen.code, seen.text) == (4, "")
    assert seen.remarks.splitlines()[-1] == (
        f"dutylist: {template}, line 2: the template fails: 'partie' is undefined"
    )


def test_a_letter_extends_our_template_and_changes_a_block(tmp_path: Path) -> None:
    template = tmp_path / "own.j2"
    text = '{% extends "reminder.zh.md.j2" %}{% block title %}# 督办单\n{% endblock %}'
    template.write_text(text, "utf-8")

    seen = remind("--format=md", f"--template={template}", "-d教育局", environment=IN_CHINESE)

    assert seen.text == LETTER.replace("# 催办单", "# 督办单")


@needs_terminal
def test_what_a_list_says_cannot_act_on_a_terminal(tmp_path: Path) -> None:
    text = (FOLDER / "tasks_2022.yaml").read_text("utf-8")
    hostile = text.replace("新建2所幼儿园", '"甲\u202e乙 | *丙* <b>"')
    (tmp_path / "tasks_2022.yaml").write_text(hostile, "utf-8")
    arguments = ("remind", f"--data={tmp_path}", DAY, "--department=教育局")

    seen = run_on_terminal(*arguments, width=200)
    letter = run_in_pipe(*arguments, "--format=md")

    assert "1. 甲\\u202e乙 | *丙* <b> (tasks_2022/2):" in seen.text
    assert "| 1 | 甲\\\\u202e乙 \\| \\*丙\\* \\<b\\><br>" in letter.text


@pytest.mark.parametrize(
    ("sizes", "longest", "expected"),
    [
        ([3], 10, ["1/1 aaa"]),
        ([3, 3], 10, ["1/1 aaabbb"]),
        ([3, 4], 10, ["1/2 aaa", "2/2 bbbb"]),
        ([2] * 4, 8, ["1/2 aabb", "2/2 ccdd"]),
        ([2] * 10, 6, [f"{at}/10 {letter * 2}" for at, letter in enumerate("abcdefghij", 1)]),
        ([2, 9, 2], 8, ["1/3 aa", "2/3 bbbbbbbbb", "3/3 cc"]),
    ],
)
def test_a_reminder_is_parted_between_duties(
    sizes: Sequence[int], longest: int, expected: Sequence[str]
) -> None:
    items = [chr(ord("a") + at) * size for at, size in enumerate(sizes)]

    parts = part_messages(items, lambda share, at, of: f"{at}/{of} {''.join(share)}", longest)

    assert parts == [Part(text, len(text) > longest) for text in expected]


def test_a_message_is_measured_in_bytes_and_told_when_one_duty_is_too_long(
    tmp_path: Path,
) -> None:
    template = tmp_path / "own.j2"
    template.write_text("{{ 'x' }}{% for i in range(683) %}字{% endfor %}\n", "utf-8")

    seen = remind(f"--template={template}", "--department=教育局")

    assert len(seen.out) == 1 + 683 * 3 + 1 == LONGEST + 3
    assert seen.remarks.splitlines()[1] == ("教育局: message 1 of 1 has 2051 bytes, more than 2048")


def _list_sections(document: Any) -> list[Any]:
    return [section._sectPr for section in document.sections]
