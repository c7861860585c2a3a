"""The real annexes as Word, Excel, web page, Markdown and text are the same 112 duties.

`export` and then `import` is the identity; so is the same document made by other programs.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repositories import isolate
from terminal import ROOT, run_in_pipe

from dutylist.annex.readers import read_document
from dutylist.annex.reading import Context, Reading, read_lists
from dutylist.annex.writers import FORMATS
from dutylist.annex.writers.layout import PrintedList
from dutylist.deadline import parse
from dutylist.duty import Duty, Repeal
from dutylist.store.lists import DutyList, read_list

NAMES = ("tasks_2022", "livelihood_2022")
ON = datetime(2022, 3, 1, tzinfo=UTC)
SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")

YEAR = 2023
DEPARTMENTS = (
    "住建局", "财政局", "农业农村局", "生态环境分局", "铁西消防救援大队", "乡、街", "各街道",
    "平西乡", "区直相关部门", "蔬菜园艺特产管理中心", "各乡镇、街道", "红开区企业服务局",
    "各县（市、区）政府",
)  # fmt: skip
LEADERS = ("周启明", "林若水", "吕乐", "欧阳修远", "陆知远", "阿布都·热合曼")
WORDINGS = (
    "年内完成",
    "长期保持",
    "10月末前完成",
    "12月末前完成，按月实施推进",
    "6月底前开工；11月底前建成",
)
CONTENTS = st.text(
    "推进建设改造完成新增老旧小区道路一二三，、“”（）%.0123456789 ABC", min_size=4, max_size=40
)


def load_lists() -> list[DutyList]:
    """Return the two lists of 2022."""
    found = []
    for name in NAMES:
        path = ROOT / "data" / f"{name}.yaml"
        duty_list = read_list(path.name, path.read_bytes(), name).duty_list
        assert duty_list is not None
        found.append(duty_list)
    return found


LISTS = load_lists()


def write_as(format_: str, lists: Sequence[DutyList]) -> bytes:
    printed = [
        PrintedList(f"list_{at}", each.title, each.year, each.annex, each.duties)
        for at, each in enumerate(lists)
    ]
    return FORMATS[format_].write(printed, ON)


def read_back(name: str, raw: bytes) -> Reading:
    return read_lists(read_document(name, raw, os.environ), Context(name))


def require_same(reading: Reading, lists: Sequence[DutyList]) -> None:
    """Fail unless what was read is, field by field, what the lists print."""
    heads = [(each.title, each.year, each.annex) for each in reading.lists]
    assert heads == [(each.title, each.year, each.annex) for each in lists]
    for read, expected in zip(reading.lists, lists, strict=True):
        assert list(read.duties) == [print_duty(duty) for duty in expected.duties]


def print_duty(duty: Duty) -> Duty:
    """Return what an annex prints of a duty."""
    repealed = Repeal() if duty.repealed else None
    return Duty(*duty[:7], repealed=repealed)


@pytest.mark.parametrize("format_", FORMATS)
def test_export_then_import_is_the_identity_without_a_doubt(format_: str) -> None:
    reading = read_back(f"annexes_2022.{format_}", write_as(format_, LISTS))

    require_same(reading, LISTS)
    assert reading.doubts == ()


@pytest.mark.parametrize("format_", FORMATS)
def test_the_commands_give_the_files_that_they_were_given(format_: str, tmp_path: Path) -> None:
    document = str(tmp_path / f"annexes.{format_}")
    environment = isolate()

    out = run_in_pipe("export", "-o", document, environment=environment, cwd=ROOT)
    back = run_in_pipe(
        "import", document, "--data", "lists", "--write", environment=environment, cwd=tmp_path
    )

    assert (out.code, back.code) == (0, 0), (out.remarks, back.remarks)
    for name in NAMES:
        kept, again = (
            [line for line in path.read_text(encoding="utf-8").splitlines() if ": " in line]
            for path in (ROOT / "data" / f"{name}.yaml", tmp_path / "lists" / f"{name}.yaml")
        )
        # The document is another one, and the new folder has no schema for editors.
        sources = ("  document:", "  sha256:", "# yaml-language-server:")
        rest, again_rest = (
            [line for line in lines if not line.startswith(sources)] for lines in (kept, again)
        )
        assert again_rest == rest


@needs_office
@pytest.mark.parametrize(
    ("source", "ending", "reader"),
    [
        ("html", "docx", "HTML (StarWriter)"),
        ("html", "xlsx", "HTML (StarCalc)"),
        ("docx", "doc", None),
        ("docx", "odt", None),
        ("docx", "html", None),
        ("xlsx", "xls", None),
        ("xlsx", "ods", None),
        ("doc", "docx", None),
    ],
)
def test_what_libreoffice_makes_of_it_is_the_same_112(
    source: str, ending: str, reader: str | None, tmp_path: Path
) -> None:
    first = "docx" if source == "doc" else source
    path = tmp_path / f"annexes_2022.{first}"
    path.write_bytes(write_as(first, LISTS))
    if source != first:
        path = convert(path, source, None)

    made = convert(path, ending, reader)

    require_same(read_back(made.name, made.read_bytes()), LISTS)


def convert(path: Path, ending: str, reader: str | None) -> Path:
    """Let LibreOffice save a document as another kind."""
    folder = path.parent / f"as_{ending}"
    subprocess.run(
        [
            str(SOFFICE), "--headless", f"-env:UserInstallation={(path.parent / 'home').as_uri()}",
            *([f"--infilter={reader}"] if reader else []),
            "--convert-to", ending, "--outdir", str(folder), str(path),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return folder / f"{path.stem}.{ending}"


@st.composite
def draw_lists(draw: st.DrawFn) -> DutyList:
    """Draw a list such as an office could print."""
    names = st.lists(st.sampled_from(DEPARTMENTS), min_size=1, max_size=3, unique=True)
    leaders = st.lists(st.sampled_from(LEADERS), min_size=1, max_size=2, unique=True)
    duties: list[Duty] = []
    for at in range(1, draw(st.integers(1, 6)) + 1):
        numbers: list[int | str] = [at]
        if draw(st.booleans()) and at > 1:
            numbers = [f"{at}.1", f"{at}.2"]
        for no in numbers:
            wording = draw(st.sampled_from(WORDINGS))
            content = f"推进{draw(CONTENTS).strip()}。"
            duties.append(
                Duty(
                    no, " ".join(content.split()), tuple(draw(names)), tuple(draw(names)),
                    tuple(draw(leaders)), wording, parse(wording, YEAR),
                    repealed=draw(st.sampled_from((None, Repeal(date(2023, 5, 1))))),
                )
            )  # fmt: skip
    return DutyList(f"{YEAR}年区政府重点工作责任清单", YEAR, "附件1", tuple(duties))


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=25, deadline=None)
@given(duty_list=draw_lists())
def test_any_ordinary_list_comes_back_as_it_went_out(format_: str, duty_list: DutyList) -> None:
    reading = read_back(f"{YEAR}.{format_}", write_as(format_, [duty_list]))

    require_same(reading, [duty_list])
