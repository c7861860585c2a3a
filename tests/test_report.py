"""The bulletin: its facts and words in full, its periods, its templates, and what it refuses.

The expected texts are `tests/bulletins`; the list beside them has a duty for each bucket.
"""

import json
from pathlib import Path

import pytest
from repositories import write_list
from terminal import Seen, make_environment, needs_terminal, run_in_pipe, run_on_terminal

FOLDER = Path(__file__).with_name("bulletins")
DATA = "--data=tests/bulletins"
OVER = "--as-of=2022-11-05"
OCTOBER = ("--month=10", OVER, DATA)
TALLY = "read 1 list, 10 duties; shown 10 (1 repealed, 1 done among them)\n"
BUCKETS = ("completed", "on-schedule", "behind", "overdue", "unreported", "adjusted", "repealed")


def report(*arguments: str, lang: str = "en", **changes: str) -> Seen:
    """Run `report` in the project."""
    return run_in_pipe("report", *arguments, environment=make_environment(lang, **changes))


def write_template(path: Path, text: str) -> str:
    """Write a template and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return str(path)


def word(folder: Path, text: str, *arguments: str) -> Seen:
    """Run `report` on October, or on what is asked for, with a template of this text."""
    asked = (*arguments, DATA) if arguments else OCTOBER
    return report(*asked, "--template", write_template(folder / "t.j2", text))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_bulletin_says_in_full_how_the_duties_stand(lang: str) -> None:
    expected = (FOLDER / f"2022-10.{lang}.md").read_text(encoding="utf-8")

    seen = report(*OCTOBER, lang=lang)

    assert seen.text == expected
    assert seen.code == 0


def test_the_buckets_of_a_bulletin_are_those_of_list_and_stats(tmp_path: Path) -> None:
    day = "--as-of=2022-10-31"
    template = "{% for each in buckets %}{{ each.duties }} {% endfor %}"
    rows = json.loads(run_in_pipe("list", DATA, day, "--format=json").out)
    stats = json.loads(run_in_pipe("stats", DATA, day, "--by=bucket", "--format=json").out)
    listed = [sum(row["bucket"] == bucket for row in rows) for bucket in BUCKETS]

    seen = word(tmp_path, template, "--month=10", day)

    assert [int(number) for number in seen.text.split()] == listed
    assert {each["key"]: each["duties"] for each in stats} == dict(
        zip(BUCKETS, listed, strict=True)
    )
    assert sum(listed) == len(rows)


@pytest.mark.parametrize(
    ("arguments", "period", "day"),
    [
        (("--month=10", OVER), "month 10 of 2022", "2022-10-31"),
        (("--month=10", "--as-of=2022-10-31"), "month 10 of 2022", "2022-10-31"),
        (("--quarter=4", OVER), "the fourth quarter of 2022", "2022-11-05"),
        (("--half=1", OVER), "the first half of 2022", "2022-06-30"),
        (("--year=2022", "--as-of=2023-02-01"), "the year 2022", "2022-12-31"),
        (("--year=2022", "--month=9", OVER), "month 9 of 2022", "2022-09-30"),
        ((OVER,), "month 11 of 2022", "2022-11-05"),
        (("--as-of=2024-02-29",), "month 2 of 2024", "2024-02-29"),
        (("--as-of=9999-12-31",), "month 12 of 9999", "9999-12-31"),
        (("--as-of=0001-01-01",), "month 1 of 1", "0001-01-01"),
    ],
)
def test_a_bulletin_is_told_as_of_the_last_day_of_its_period_that_has_come(
    tmp_path: Path, arguments: tuple[str, ...], period: str, day: str
) -> None:
    seen = word(tmp_path, "{{ period.name }}|{{ day }}", *arguments)

    assert seen.text == f"{period}|{day}\n"


def test_what_is_still_to_come_in_a_running_period_falls_due_next(tmp_path: Path) -> None:
    days = "{% for each in due %} {{ each.on }} {{ each.kind }}{% endfor %}"
    template = "{{ is_over }} {{ due_until }}:" + days

    seen = word(tmp_path, template, "--month=10", "--as-of=2022-10-10")

    assert seen.text == (
        "False 2022-11-30: 2022-10-31 deadline 2022-10-31 deadline 2022-10-31 deadline "
        "2022-10-31 report 2022-11-20 deadline 2022-11-30 deadline 2022-11-30 report\n"
    )


def test_a_report_for_today_may_still_come_while_the_period_runs(tmp_path: Path) -> None:
    template = "{% for each in missing %}{{ each.department }} {% endfor %}."

    running = word(tmp_path, template, "--month=10", "--as-of=2022-10-31")
    over = word(tmp_path, template, "--month=10", "--as-of=2022-11-01")

    assert running.text == ".\n"
    assert over.text == "工信局 发改局 .\n"


def test_before_a_list_has_begun_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    template = "{{ movements.before|length }} {{ movements.entries }}"

    seen = word(tmp_path, template, "--month=1", OVER)

    assert seen.text == "0 0\n"


def test_a_bulletin_for_one_leader_says_so() -> None:
    seen = report(*OCTOBER, "--leader=王五", lang="zh")

    assert seen.text.split("\n")[:5] == [
        "# 关于2022年10月王五牵头的责任清单推进情况的通报",
        "",
        "各有关单位：",
        "",
        "现将王五牵头的《2022年示范责任清单》2022年10月推进情况（截至2022年10月31日）通报如下。",
    ]


def test_lists_of_several_years_are_counted_together_with_a_remark(tmp_path: Path) -> None:
    for year in (2021, 2022):
        text = write_list("修路", year=year)
        (tmp_path / f"tasks_{year}.yaml").write_text(text, encoding="utf-8")

    seen = report("--month=3", OVER, f"--data={tmp_path}")

    assert seen.remarks == (
        "lists of 2021, 2022 are counted together; --year chooses one year\n"
        "read 2 lists, 2 duties; shown 2\n"
    )
    assert "“清单” no. 1" in seen.text


def test_lists_of_one_title_are_told_apart_by_who_issued_them(tmp_path: Path) -> None:
    for issuer in ("东区", "西区"):
        text = write_list("修路").replace("year:", f"issuer: {issuer}\nyear:")
        path = tmp_path / issuer / "tasks_2022.yaml"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    template = write_template(tmp_path / "t.j2", "{{ unreported|refs }}")
    folders = [f"--data={tmp_path / issuer}" for issuer in ("东区", "西区")]

    seen = report("--month=3", OVER, f"--template={template}", *folders, lang="zh")

    assert seen.text == "《东区清单》第1项；《西区清单》第1项\n"


@pytest.mark.parametrize("command", [("report", "--month=3"), ("remind",)])
def test_lists_that_are_called_alike_and_have_no_issuer_are_named(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    for name in ("east", "west"):
        path = tmp_path / name / "tasks_2022.yaml"
        path.parent.mkdir()
        path.write_text(write_list("修路"), encoding="utf-8")
    folders = [str(tmp_path / name) for name in ("east", "west")]

    seen = run_in_pipe(*command, OVER, *(f"--data={each}" for each in folders))

    assert seen.remarks.split("\n")[0] == (
        "give these lists an issuer: they are called alike: "
        f"{folders[0]}/tasks_2022, {folders[1]}/tasks_2022"
    )


def test_departments_of_two_districts_are_two_and_one_that_is_named_twice_is_one(
    tmp_path: Path,
) -> None:
    for issuer in ("东区", "西区"):
        text = write_list("修路").replace("year:", f"issuer: {issuer}\nyear:")
        text = text.replace("[工信局]", "[工信局, 工 信局]").replace("完成", "完成，按月推进")
        path = tmp_path / issuer / "tasks_2022.yaml"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    template = write_template(
        tmp_path / "t.j2",
        "{% for each in missing %}{{ each.department }} {{ each.reports|length }}；{% endfor %}",
    )
    folders = [f"--data={tmp_path / issuer}" for issuer in ("东区", "西区")]

    seen = report("--month=3", OVER, f"--template={template}", *folders)

    assert seen.text == "工信局（东区） 1；工信局（西区） 1；\n"


@pytest.mark.parametrize(
    ("arguments", "code", "remark"),
    [
        (("--month=12", OVER), 2, "month 12 of 2022 has not begun on 2022-11-05"),
        (("--month=10", "--quarter=4"), 2, "give one of --month, --quarter and --half"),
        (("--half=3",), 2, "a half of the year is 1 or 2, not “3”"),
        (("--format=pdf",), 2, "a format is one of docx, html, md, xlsx, terminal, not “pdf”"),
        (("--out=",), 2, "an empty name is no file"),
        (("--out=-",), 2, "- is no file here; without -o the document goes to standard output"),
        (("--format=docx", "-o", "a.xlsx"), 2, "a.xlsx would be no xlsx file"),
        (("--style=a.docx", "--format=md"), 2, "--style is for Word documents; add --format docx"),
        (("--template=nowhere.j2",), 2, "nowhere.j2 cannot be read: it does not exist"),
        (("--template=tests",), 2, "tests is no regular file"),
        (("--list=nowhere",), 3, "there is no list “nowhere”\nnearest: tasks_2022"),
        (
            ("--status=active", "--search=无此内容", OVER),
            3,
            "read 1 list, 10 duties; shown 0; 10 not selected\n"
            "dutylist: no duty is selected; nothing was written",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    arguments: tuple[str, ...], code: int, remark: str
) -> None:
    seen = report(*arguments, DATA)

    assert seen.remarks.removeprefix("dutylist: ") == f"{remark}\n"
    assert (seen.text, seen.code) == ("", code)


def test_a_template_in_the_data_folder_is_taken_and_named(tmp_path: Path) -> None:
    (tmp_path / "tasks_2022.yaml").write_text(write_list("修路"), encoding="utf-8")
    path = write_template(
        tmp_path / "templates" / "bulletin.md.j2",
        '{% extends "bulletin.zh.md.j2" %}\n{% block addressee %}\n各局：\n{% endblock %}\n',
    )

    seen = report("--month=10", OVER, f"--data={tmp_path}")

    assert seen.text.split("\n")[2] == "各局："
    assert seen.remarks.split("\n")[0] == f"worded by {path}"


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("一\n{% if %}", ", line 2", "Expected an expression, got 'end of statement block'"),
        ("一\n\n{{ nobody }}", ", line 3", "'nobody' is undefined"),
        ("{{ period.nothing }}", ", line 1", "'dutylist.report.period.Period object' has no "
         "attribute 'nothing'"),
        ("{{ 1 / 0 }}", ", line 1", "division by zero"),
        ('{{ "a" * 100000000 }}', ", line 1", "it may not do that (* is for numbers, and ** for "
         "none)"),
        ("{% set n = namespace(x='甲') %}\n{% for _ in range(99) %}\n{% set n.x = n.x ~ n.x %}\n"
         "{% endfor %}", ", line 3", "it may not do that (a text has at most 20000000 characters)"),
        ("{% set n = namespace(x='甲') %}\n{% for _ in range(99) %}\n{% set n.x = n.x + n.x %}\n"
         "{% endfor %}", ", line 3", "it may not do that (a text has at most 20000000 characters)"),
        ("{% set n = namespace(x='甲') %}\n{% for _ in range(99) %}\n{% set n.x %}{{ n.x }}"
         "{{ n.x }}{% endset %}\n{% endfor %}", ", line 3",
         "it may not do that (a text has at most 20000000 characters)"),
        ("{% set n = namespace(x=2) %}\n{% for _ in range(99) %}\n{% set n.x = n.x * n.x %}\n"
         "{% endfor %}", ", line 3", "it may not do that (the number is too large)"),
        ("{% set x = range(99999)|join %}\n{{ x|replace('', x) }}", ", line 2",
         "it may not do that (a text has at most 20000000 characters)"),
        ("{% set x = range(99999)|join %}\n{{ range(99)|join(x) }}", ", line 2",
         "it may not do that (a text has at most 20000000 characters)"),
        ("{{ (1e308 * 10)|int }}", ", line 1", "cannot convert float infinity to integer"),
        ("{{ '甲'.ljust(999999999999) }}", ", line 1", "it may not do that (access to attribute "
         "'ljust' of 'str' object is unsafe.)"),
        ("{{ '{:999999999999}'.format(1) }}", ", line 1", "it may not do that (access to attribute "
         "'format' of 'str' object is unsafe.)"),
        ("{{ '%999999999999d' % 1 }}", ", line 1", "it may not do that (% is for numbers, and ** "
         "for none)"),
        ("{{ '甲'|center(999999999999) }}", ", line 1", "No filter named 'center'."),
        ("{{ lipsum(1) }}", ", line 1", "'lipsum' is undefined"),
        ("{{ ().__class__.__bases__ }}", ", line 1", "it may not do that (access to attribute "
         "'__class__' of 'tuple' object is unsafe.)"),
        ('{% include "/etc/passwd" %}', ", line 1", "there is no template /etc/passwd"),
        ('{% extends "../bulletin.zh.md.j2" %}', ", line 1", "there is no template "
         "../bulletin.zh.md.j2"),
    ],
)  # fmt: skip
def test_a_template_that_fails_is_told_with_its_line(
    tmp_path: Path, text: str, place: str, reason: str
) -> None:
    seen = word(tmp_path, text)

    path = tmp_path / "t.j2"
    assert seen.remarks == (
        f"worded by {path}\ndutylist: {path}{place}: the template fails: {reason}\n"
    )
    assert (seen.text, seen.code) == ("", 4)


def test_a_template_that_writes_without_end_is_stopped(tmp_path: Path) -> None:
    twice = "{% for _ in range(99999) %}" * 2

    seen = word(tmp_path, f"{twice}{'甲' * 1000}{'{% endfor %}' * 2}")

    path = tmp_path / "t.j2"
    assert seen.remarks == (
        f"worded by {path}\ndutylist: the template {path} fails: it may not do that "
        "(a text has at most 20000000 characters)\n"
    )
    assert (seen.text, seen.code) == ("", 4)


def test_what_a_list_says_is_text_in_whatever_a_template_makes_of_it(tmp_path: Path) -> None:
    seen = word(
        tmp_path, "{% for row in annex[0].rows if row.no == '9' %}{{ row.content }}{% endfor %}"
    )

    assert (
        seen.text
        == "整治“散乱污”企业。\\=1+1\\|\\<b\\>\\*\\*不是标记\\*\\*\\</b\\>\\[a\\](b)&amp;amp;\n"
    )


def test_without_jinja2_a_sentence_says_how_to_install_it(tmp_path: Path) -> None:
    (tmp_path / "jinja2.py").write_text("raise ModuleNotFoundError", encoding="utf-8")

    seen = report(*OCTOBER, PYTHONPATH=str(tmp_path))

    refusal = "dutylist: the wording needs Jinja2; install it: pip install 'dutylist[report]'\n"
    assert (seen.text, seen.remarks, seen.code) == ("", refusal, 2)


def test_a_template_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.j2"
    path.write_bytes(b"\xff\xfe")

    seen = report(*OCTOBER, "--template", str(path))

    refusal = f"dutylist: {path} is no text in UTF-8\n"
    assert (seen.remarks, seen.code) == (refusal, 4)


@needs_terminal
def test_a_terminal_is_shown_the_bulletin_without_its_annex() -> None:
    seen = run_on_terminal("report", *OCTOBER, environment=make_environment("zh"))

    text = seen.out.decode()
    assert "关于2022年10月责任清单推进情况的通报" in text
    assert "附表从略；其他格式附有全表。" in text
    assert "十一月上旬封顶" not in text


def test_lists_of_years_to_come_stay_out_until_they_are_asked_for(tmp_path: Path) -> None:
    for year in (2022, 2023):
        text = write_list("修路").replace("year: 2022", f"year: {year}")
        (tmp_path / f"tasks_{year}.yaml").write_text(text, encoding="utf-8")
    data = f"--data={tmp_path}"

    usual = report("--month=10", "--as-of=2022-11-05", data)
    asked = report("--as-of=2023-01-15", data)

    assert "| total | 1 |" in usual.text
    assert usual.remarks == "read 2 lists, 2 duties; shown 1; 1 not selected\n"
    assert "| total | 2 |" in asked.text


@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a"])
def test_a_file_of_an_unknown_ending_is_not_written(name: str, tmp_path: Path) -> None:
    seen = report(*OCTOBER, "-o", str(tmp_path / name))

    assert (seen.remarks, seen.code) == (
        "dutylist: name a format, one of docx, html, md, xlsx, terminal, "
        "or a file that ends in one with -o\n",
        2,
    )
    assert list(tmp_path.iterdir()) == []


@needs_terminal
def test_what_a_template_puts_out_is_escaped_on_a_terminal(tmp_path: Path) -> None:
    path = write_template(tmp_path / "a.j2", "{{ total }} \x1b[31m")

    seen = run_on_terminal("report", *OCTOBER, "--format=md", "--template", path)

    assert "10 \\x1b[31m" in seen.text.splitlines()
