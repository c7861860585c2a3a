"""Files into lists, or into findings: whatever the bytes, an answer, and never a wrong place.

`mistakes/` is a gallery: one small file for each mistake, and beside it, to be read like a page,
what `dutylist check` says of it. After a change of a sentence that is meant,

    UPDATE_MISTAKES=1 pytest tests/test_store.py

writes the pages anew; look at the difference as the clerk would who made the mistake.
"""

import codecs
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from dutylist.cli.app import app
from dutylist.errors import Finding, InvalidData, NoFolder, Place, Severity
from dutylist.standing import DEFAULT_RULES, Lamp, Rules
from dutylist.store.folder import find_folders, find_settings, find_sources
from dutylist.store.lists import Reading, read_list
from dutylist.store.schema import make_schema
from dutylist.store.settings import read_rules
from dutylist.store.source import MOST_BYTES, read_text
from dutylist.store.syntax import DEEPEST, compose
from dutylist.store.units import Unit, read_units
from dutylist.store.values import Builder

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "bad_inputs"
MISTAKES = ROOT / "tests" / "mistakes"
GOOD = (CORPUS / "00_good" / "ok_everything" / "data" / "tasks_2022.yaml").read_bytes()
SMALL = (
    "title: 2022年重点工作\nyear: 2022\nduties:\n  - no: 1\n    content: 推进改造。\n"
    "    departments: [住建局]\n    deadline: 10月末前完成\n    leaders: [张三]\n"
)
LINE_END = re.compile(r"\r\n|\n|\r")
ENTRY = "    progress:\n      - on: 2022-04-08\n        status: active\n        note: 推进\n"


def read(text: str | bytes, list_id: str = "tasks") -> Reading:
    raw = text.encode() if isinstance(text, str) else text
    return read_list(f"{list_id}.yaml", raw, list_id)


def told(findings: Iterable[Finding]) -> list[tuple[int, int, str, str]]:
    """Return the findings as line, column, problem and remedy."""
    return [
        (finding.place.line, finding.place.column, str(finding.problem), str(finding.remedy))
        for finding in findings
    ]


def gallery() -> list[Path]:
    return sorted(path for path in MISTAKES.iterdir() if path.suffix != ".txt")


def place_mistake(mistake: Path, folder: Path) -> None:
    """Put the mistake into a data folder: as a list, or beside a good list."""
    folder.mkdir()
    name = mistake.name
    if mistake.suffix == ".toml" or mistake.stem.startswith("units_"):
        (folder / "tasks_2022.yaml").write_text(SMALL, encoding="utf-8")
        name = "dutylist.toml" if mistake.suffix == ".toml" else "units.yaml"
    shutil.copyfile(mistake, folder / name)


@pytest.mark.parametrize("mistake", gallery(), ids=lambda path: path.stem)
def test_check_says_of_a_mistake_what_its_page_shows(
    mistake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_mistake(mistake, tmp_path / "data")
    monkeypatch.chdir(tmp_path)

    result = CliRunner(env={"DUTYLIST_LANG": "en"}).invoke(app, ["check"])

    said = f"$ dutylist check\n{result.stdout}{result.stderr}exit code {result.exit_code}\n"
    page = mistake.with_suffix(".txt")
    if os.environ.get("UPDATE_MISTAKES"):
        page.write_text(said, encoding="utf-8")
    assert said == page.read_text(encoding="utf-8")


def test_every_page_of_the_gallery_belongs_to_a_mistake() -> None:
    pages = {path.stem for path in MISTAKES.glob("*.txt")}

    assert pages == {path.stem for path in gallery()}


@pytest.mark.parametrize(
    ("raw", "finding"),
    [
        (b"", (1, 1, "the file is empty", "delete it, or write a list")),
        (b"\n\n", (1, 1, "the file is empty", "delete it, or write a list")),
        (codecs.BOM_UTF8, (1, 1, "the file is empty", "delete it, or write a list")),
        (
            SMALL.encode("utf-16"),
            (
                1,
                1,
                "the file is UTF-16 or UTF-32, not UTF-8",
                "save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)",
            ),
        ),
        (
            SMALL.encode("utf-32"),
            (
                1,
                1,
                "the file is UTF-16 or UTF-32, not UTF-8",
                "save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)",
            ),
        ),
        (
            SMALL.encode("gb18030"),
            (
                1,
                12,
                "the file is not UTF-8 but GBK (GB18030)",
                "save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)",
            ),
        ),
        (
            b"title: t\nyear: \xff\n",
            (
                2,
                7,
                "byte 0xff is not UTF-8",
                "save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)",
            ),
        ),
        (
            codecs.BOM_UTF8 + "年\r\n年\r\n".encode() + b"\xc3",
            (
                3,
                1,
                "byte 0xc3 is not UTF-8",
                "save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)",
            ),
        ),
        (
            b"#" * (MOST_BYTES + 1),
            (1, 1, "the file is larger than 20 MB", "split the list in two"),
        ),
    ],
    ids=["empty", "blank", "mark", "utf-16", "utf-32", "gbk", "byte", "after a mark", "large"],
)
def test_bytes_that_are_no_text_of_a_list_are_refused(
    raw: bytes, finding: tuple[int, int, str, str]
) -> None:
    reading = read(raw)

    assert reading.duty_list is None
    assert told(reading.findings) == [finding]


@pytest.mark.parametrize("code", [*range(9), 11, 12, *range(14, 32), 127, 0x85, 0x9F, 0x2028])
def test_a_control_character_is_found_before_any_parser(code: int) -> None:
    reading = read(SMALL.replace("改造", f"改{chr(code)}造"))

    problem = f"the control character U+{code:04X} stands here"
    remedy = "delete it; a crash or a copied terminal text leaves such characters behind"
    assert told(reading.findings) == [(5, 17, problem, remedy)]


def test_a_file_of_the_greatest_size_is_read() -> None:
    raw = SMALL.encode()

    reading = read(raw + b"#" * (MOST_BYTES - len(raw)))

    assert reading.findings == ()
    assert reading.duty_list is not None


@pytest.mark.parametrize(
    "raw",
    [
        SMALL.encode(),
        codecs.BOM_UTF8 + SMALL.encode(),
        SMALL.replace("\n", "\r\n").encode(),
        SMALL.replace("\n", "\r").encode(),
        codecs.BOM_UTF8 + SMALL.replace("\n", "\r\n").encode(),
        SMALL.rstrip("\n").encode(),
        b"\n\n# \xe6\xb3\xa8\n---\n" + SMALL.encode() + b"...\n",
    ],
    ids=["lf", "mark", "crlf", "cr", "mark and crlf", "no last line end", "document marks"],
)
def test_line_ends_and_marks_do_not_change_what_a_list_says(raw: bytes) -> None:
    reading = read(raw)

    assert reading.findings == ()
    assert reading.duty_list == read(SMALL).duty_list


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_line_ends_and_marks_do_not_move_a_place(end: str, mark: bytes) -> None:
    text = SMALL.replace("10月末前", "6月31日前").replace("\n", end)

    reading = read(mark + text.encode())

    assert [finding.place for finding in reading.findings] == [Place("tasks.yaml", 7, 15)]
    assert reading.findings[0].excerpt == "    deadline: 6月31日前完成"


def test_the_excerpt_of_a_very_long_line_is_cut_around_its_place() -> None:
    text = SMALL.replace("推进改造。", f"'{'改' * 500}' 完 {'成' * 500}")

    (finding,) = read(text).findings

    assert finding.place == Place("tasks.yaml", 5, 517)
    assert finding.excerpt[0] == finding.excerpt[-1] == "…"
    assert len(finding.excerpt) == 162
    assert finding.excerpt[finding.caret] == "完"


@pytest.mark.parametrize(
    "text",
    [
        SMALL.replace("推进", "'推\t进'").replace("改造。", ""),
        SMALL.replace("推进改造。", '"推\t进改造。"'),
        SMALL.replace("推进改造。", "|\n      推\t进改造。"),
        SMALL.replace("推进改造。", "推进改造。 # 见\t表"),
        SMALL + "#\t注\n",
        SMALL + "# 注\t\n",
    ],
    ids=["quoted", "double quoted", "block", "comment", "line of comment", "end of comment"],
)
def test_a_tab_may_stand_in_a_comment_and_in_marked_text(text: str) -> None:
    reading = read(text)

    assert reading.findings == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (SMALL.replace("    content", "\tcontent"), (5, 1)),
        (SMALL.replace("year: ", "year:\t"), (2, 6)),
        (SMALL.replace("year: ", "year: \t"), (2, 7)),
        (SMALL.replace("- no", "-\tno"), (4, 4)),
        (SMALL.replace("[住建局]", "[住建局,\t财政局]"), (6, 23)),
        (SMALL.replace("[住建局]", "[\t住建局]"), (6, 19)),
        (SMALL.replace("2022\n", "2022\t# 年\n"), (2, 11)),
        (SMALL + "\t\n", (9, 1)),
        (SMALL.replace("推进改造", "推进\t改造"), (5, 16)),
        (SMALL.replace("推进改造。", "推进改造。\t"), (5, 19)),
    ],
    ids=[
        "before a key",
        "after a colon",
        "after a blank",
        "after a dash",
        "after a comma",
        "after a bracket",
        "before a comment",
        "alone",
        "in bare text",
        "after bare text",
    ],
)
def test_a_tab_between_values_or_in_bare_text_is_refused(text: str, place: tuple[int, int]) -> None:
    reading = read(text)

    assert reading.duty_list is None
    assert [finding.place[1:] for finding in reading.findings] == [place]


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_nesting_is_refused_one_level_below_the_deepest(opening: str, closing: str) -> None:
    def nest(levels: int) -> str:
        return f"title: {opening * levels}x{closing * levels}\n"

    # The file itself is the first level.
    deepest, deeper = read(nest(DEEPEST - 1)), read(nest(DEEPEST))

    too_deep = "more than 16 levels lie inside each other"
    assert too_deep not in [str(finding.problem) for finding in deepest.findings]
    assert [str(finding.problem) for finding in deeper.findings] == [too_deep]


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 100_000, "? " * 50_000])
def test_deep_nesting_ends_no_process(text: str) -> None:
    reading = read(text)

    assert [str(finding.problem) for finding in reading.findings] == [
        "more than 16 levels lie inside each other"
    ]


@pytest.mark.parametrize(
    "written", ["45%", "8.20", "45.10", "012", "0x1f", "1_000", "1e3", ".5", "+5", ".inf", "-3"]
)
def test_a_figure_is_kept_as_the_clerk_wrote_it(written: str) -> None:
    reading = read(f"{SMALL}{ENTRY}        value: {written}\n")

    assert reading.duty_list is not None
    assert reading.duty_list.duties[0].progress[0].value == written


@pytest.mark.parametrize("key", ["int", "float", "UnitRecord", "RepealRecord", "literal[True]"])
@pytest.mark.parametrize(("indent", "line"), [("", 9), ("    ", 9)])
def test_an_unknown_key_is_named_whatever_it_is_called(key: str, indent: str, line: int) -> None:
    reading = read(f"{SMALL}{indent}{key}: 1\n")

    places = [finding.place[1:] for finding in reading.findings]
    assert places == [(line, len(indent) + 1)]
    assert [str(finding.problem) for finding in reading.findings] == [
        f"“{key}” is no key of the format"
    ]


ODD = [
    *"：，　“”\t\r\n'\"[]{}&*!|>%@`#?,:-~\\",
    *("- ", ": ", " #", "\r\n", "---\n", "...\n", "<<: ", "&a ", "*a ", "!!str ", "%YAML 1.1\n"),
    *("\ufeff", "\u200b", "\u2028", "\x00", "\x1b", "\x7f", "\x85", "\ufffe", "\uffff", "😀"),
    *("null", "true", "2022-02-30", ".inf", "0x", '"\\ud800"', '"\\x07"', "<<<<<<< a\n"),
]

flips = st.tuples(st.just("flip"), st.integers(0, len(GOOD) - 1), st.integers(1, 255))
cuts = st.tuples(st.just("cut"), st.integers(0, len(GOOD)), st.just(0))
deletions = st.tuples(st.just("delete"), st.integers(0, 50), st.just(0))
copies = st.tuples(st.just("copy"), st.integers(0, 50), st.integers(0, 50))
insertions = st.tuples(st.just("insert"), st.integers(0, len(GOOD)), st.sampled_from(ODD))
mutations = st.lists(flips | cuts | deletions | copies | insertions, min_size=1, max_size=4)


def mutate(raw: bytes, changes: list[tuple[str, int, Any]]) -> bytes:
    for change, at, what in changes:
        lines = raw.split(b"\n")
        if change == "flip":
            raw = raw[:at] + bytes([raw[at] ^ what]) + raw[at + 1 :] if at < len(raw) else raw
        elif change == "cut":
            raw = raw[:at]
        elif change == "delete":
            raw = b"\n".join(lines[:at] + lines[at + 1 :])
        elif change == "copy":
            raw = b"\n".join([*lines[:at], *lines[what : what + 1], *lines[at:]])
        else:
            text = raw.decode(errors="ignore")
            raw = f"{text[:at]}{what}{text[at:]}".encode()
    return raw


@settings(max_examples=2000, deadline=None)
@given(mutations)
def test_a_mutated_list_is_read_or_refused_at_a_place_inside_it(
    changes: list[tuple[str, int, Any]],
) -> None:
    raw = mutate(GOOD, changes)

    reading = read(raw)

    lines = LINE_END.split(raw.removeprefix(codecs.BOM_UTF8).decode(errors="replace"))
    invalid = [f for f in reading.findings if f.severity is Severity.INVALID]
    assert (reading.duty_list is None) is bool(invalid)
    for finding in reading.findings:
        _, line, column = finding.place
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
        assert 0 <= finding.caret <= len(finding.excerpt)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode()))
def test_any_bytes_are_refused_or_read(raw: bytes) -> None:
    reading, units = read(raw), read_units("units.yaml", raw)

    assert reading.duty_list is not None or reading.findings
    assert not (units.units and units.findings)


PURE = """
import json, sys
sys.modules["_ruamel_yaml"] = sys.modules["_ruamel_yaml_clibz"] = None
from dutylist.store import pure, syntax
from dutylist.store.lists import read_list
assert syntax._Parser is pure.PureParser
files = json.load(sys.stdin)
readings = [read_list("tasks.yaml", bytes.fromhex(raw), "tasks") for raw in files]
json.dump([repr(reading.duty_list) for reading in readings], sys.stdout)
"""


def read_without_extension(files: Iterable[bytes]) -> list[str]:
    """Read the files in a process that has no C extension; return the lists as text."""
    done = subprocess.run(
        [sys.executable, "-c", PURE],
        input=json.dumps([raw.hex() for raw in files]),
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    lists: list[str] = json.loads(done.stdout)
    return lists


def test_without_the_c_extension_the_same_files_are_valid_and_say_the_same() -> None:
    files = {path: path.read_bytes() for path in sorted(CORPUS.rglob("*.yaml"))}
    files |= {path: path.read_bytes() for path in gallery()}

    slow = read_without_extension(files.values())

    fast = [repr(read(raw).duty_list) for raw in files.values()]
    different = [
        path.relative_to(ROOT).as_posix()
        for path, one, other in zip(files, fast, slow, strict=True)
        if one != other
    ]
    assert len(files) > 300
    assert different == []


@pytest.mark.parametrize(
    "text",
    [
        SMALL.replace("推进改造", "推进\t改造"),
        SMALL.replace("推进改造。", "推进改造。\t"),
        SMALL.replace("[住建局]", "[住建局?]"),
        SMALL.replace("[住建局]", "[住建局:财政局]"),
        SMALL.replace("推进改造", "推进\ufeff改造"),
        SMALL.replace("推进改造", "推进\uffff改造"),
        SMALL.replace("推进改造。", '"推进\\ud800。"'),
        SMALL.replace("推进改造。", '"推进\\/改造"'),
    ],
    ids=[
        "tab in text",
        "tab after text",
        "question mark in a bracket",
        "colon in a bracket",
        "mark in text",
        "no character",
        "half a character",
        "escaped slash",
    ],
)
def test_without_the_c_extension_an_odd_list_is_no_more_and_no_less_valid(text: str) -> None:
    (slow,) = read_without_extension([text.encode()])

    assert slow == repr(read(text).duty_list)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", ()),
        ("# 暂无\n", ()),
        ("{}\n", ()),
        ("乡、街: [平西乡]\n", (Unit("乡、街", ("平西乡",), ()),)),
        ("乡、街:\n  - 平西乡\n  - 平东乡\n", (Unit("乡、街", ("平西乡", "平东乡"), ()),)),
        ("乡、街: []\n", (Unit("乡、街", (), ()),)),
        ("乡、街: {}\n", (Unit("乡、街", (), ()),)),
        (
            "乡、街: {members: [平西乡], aliases: [各乡街]}\n",
            (Unit("乡、街", ("平西乡",), ("各乡街",)),),
        ),
        ("乡、街:\n  aliases: [各乡街]\n", (Unit("乡、街", (), ("各乡街",)),)),
        (
            "' 乡、街 ': [' 平西乡 ']\n各街道: []\n",
            (Unit("乡、街", ("平西乡",), ()), Unit("各街道", (), ())),
        ),
    ],
)
def test_units_may_be_written_in_these_forms(text: str, units: tuple[Unit, ...]) -> None:
    reading = read_units("units.yaml", text.encode())

    assert reading == (units, ())


def write_settings(folder: Path, text: str | bytes) -> str:
    path = folder / "dutylist.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("", DEFAULT_RULES),
        ("[lamps]\n", DEFAULT_RULES),
        ("[lamps]\nsoon_days = 0\n", Rules(soon_days=0)),
        ("[lamps]\r\nsoon_days = 366\r\n", Rules(soon_days=366)),
        ('lamps.blocked = "red"\n', Rules(blocked=Lamp.RED)),
        (
            '[lamps]\nmissing_report = "green" # 不亮灯\n',
            Rules(missing_report=Lamp.GREEN),
        ),
        (
            '\ufeff[lamps]\nsoon_days = 7\nblocked = "green"\nmissing_report = "red"\n',
            Rules(7, Lamp.GREEN, Lamp.RED),
        ),
    ],
)
def test_settings_change_only_what_they_name(tmp_path: Path, text: str, rules: Rules) -> None:
    path = write_settings(tmp_path, text)

    assert read_rules(path) == rules


@pytest.mark.parametrize(
    "text",
    [
        "[lamps]\nsoon_days = -1\n",
        "[lamps]\nsoon_days = 367\n",
        "[lamps]\nsoon_days = 30.0\n",
        "[lamps]\nsoon_days = true\n",
        "[lamps]\nblocked = 'Red'\n",
        "[lamps]\nblocked = ['red']\n",
        "[lamps]\nblocked = {}\n",
        "[[lamps]]\nblocked = 'red'\n",
        "lamps = 3\n",
        "other = 3\n",
        "a = 2022-02-30\n",
        "lamps",
        "[lamps]\n[lamps]\n",
        f"[lamps]\nsoon_days = {'1' * 5000}\n",
        f"a = {'[' * 100_000}\n",
        "年 = 1\n",
        b"[lamps]\n# \xff\n",
        b"[lamps]\n\x00\n",
    ],
    ids=range(18),
)
def test_settings_that_make_no_sense_are_refused_at_their_place(
    tmp_path: Path, text: str | bytes
) -> None:
    path = write_settings(tmp_path, text)

    with pytest.raises(InvalidData) as refusal:
        read_rules(path)

    lines = LINE_END.split(Path(path).read_text(encoding="utf-8", errors="replace"))
    for finding in refusal.value.findings:
        assert finding.place.path == path
        assert 1 <= finding.place.line <= len(lines)
        assert 1 <= finding.place.column <= len(lines[finding.place.line - 1]) + 1


def test_settings_that_are_no_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "dutylist.toml").mkdir()
    path = find_settings(str(tmp_path))
    assert path is not None

    with pytest.raises(InvalidData):
        read_rules(path)


def test_the_lists_of_a_folder_are_its_yaml_files_but_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", ".hidden.yaml", "units.yaml", "notes.txt", "yaml"):
        (tmp_path / name).write_text(SMALL, encoding="utf-8")
    (tmp_path / "more").mkdir()

    sources = find_sources(str(tmp_path))

    assert [(source.name, source.list_id, source.is_units) for source in sources] == [
        ("a.yml", "a", False),
        ("b.yaml", "b", False),
        ("units.yaml", "units", True),
    ]


@pytest.mark.parametrize("names", [[], ["units.yaml"], ["notes.txt", ".tasks_2022.yaml"]])
def test_a_folder_without_a_list_is_refused(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("{}\n", encoding="utf-8")

    with pytest.raises(InvalidData) as refusal:
        find_sources(str(tmp_path))

    assert str(refusal.value) == (
        f"{tmp_path} holds no duty list; a list is a file named like tasks_2022.yaml"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_what_is_no_regular_file_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "tasks_2022.yaml").write_text(SMALL, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.yaml")

    with pytest.raises(InvalidData) as refusal:
        find_sources(str(tmp_path))

    assert str(refusal.value) == f"{tmp_path / 'pipe.yaml'} is not a regular file"


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tasks_2022.yaml").symlink_to(tmp_path / "nowhere")

    with pytest.raises(InvalidData) as refusal:
        find_sources(str(tmp_path))

    path = tmp_path / "tasks_2022.yaml"
    assert str(refusal.value) == f"{path} cannot be read: it does not exist"


def test_folders_are_those_named_else_the_environment_s_else_data_here_or_above(
    tmp_path: Path,
) -> None:
    here = tmp_path / "office" / "desk"
    here.mkdir(parents=True)
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other, tmp_path / "data"):
        folder.mkdir()
    both = os.pathsep.join([str(one), "", str(other)])

    named = find_folders([str(one), str(other), str(one)], both, str(here))
    environment = find_folders([], both, str(here))
    above = find_folders([], "", str(here))

    assert named == [str(one), str(other)]
    assert environment == [str(one), str(other)]
    assert above == [os.path.join("..", "..", "data")]  # noqa: PTH118 - as it is shown


@pytest.mark.parametrize("named", ["", "nowhere", "file"])
def test_a_folder_that_is_none_is_refused(tmp_path: Path, named: str) -> None:
    (tmp_path / "file").touch()
    folder = str(tmp_path / named) if named else ""

    with pytest.raises(NoFolder) as refusal:
        find_folders([folder], None, str(tmp_path))

    looked = folder or "''"
    assert str(refusal.value) == (
        f"no data folder at {looked}; name one with --data or DUTYLIST_DATA"
    )


def test_one_folder_under_two_names_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()

    folders = find_folders(
        [str(tmp_path / "data"), f"{tmp_path}/data/", f"{tmp_path}/./data"], None, str(tmp_path)
    )

    assert folders == [str(tmp_path / "data")]


def plain(raw: bytes) -> Any:
    """Return a file's values as an editor sees them: lists, texts and numbers."""
    text, _ = read_text("list.yaml", raw)
    root, _ = compose(text)
    assert root is not None
    return json.loads(json.dumps(Builder(text).build(root)))


@pytest.mark.parametrize(("kind", "name"), [("list", "duty-list"), ("units", "units")])
def test_the_committed_schema_is_the_one_that_the_models_make(kind: str, name: str) -> None:
    path = ROOT / "data" / "schema" / f"{name}.json"

    committed = json.loads(path.read_text(encoding="utf-8"))

    stale = f"{path.relative_to(ROOT)} is out of date; run `make schema` and commit it"
    assert committed == make_schema(kind), stale


@pytest.mark.parametrize("kind", ["list", "units"])
def test_the_schema_is_itself_sound(kind: str) -> None:
    Draft202012Validator.check_schema(make_schema(kind))


@pytest.mark.parametrize(
    "path",
    [*sorted((ROOT / "data").glob("*.yaml")), *sorted((CORPUS / "00_good").rglob("*.yaml"))],
    ids=lambda path: path.parent.parent.name + "-" + path.stem,
)
def test_the_schema_accepts_every_good_file(path: Path) -> None:
    kind = "units" if path.name == "units.yaml" else "list"

    faults = Draft202012Validator(make_schema(kind)).iter_errors(plain(path.read_bytes()))

    assert [fault.message for fault in faults] == []


@pytest.mark.parametrize(
    "mistake",
    [
        "title_missing",
        "duties_missing",
        "departments_missing",
        "leaders_missing",
        "departments_are_empty",
        "departments_are_text",
        "unknown_key",
        "unknown_key_in_the_head",
        "unknown_key_in_progress",
        "unknown_key_in_extension",
        "unknown_key_in_repeal",
        "year_is_text",
        "year_out_of_range",
        "number_is_zero",
        "number_is_text",
        "number_is_a_fraction",
        "content_is_a_number",
        "content_is_true",
        "status_in_chinese",
        "note_missing",
        "repealed_is_false",
        "repealed_is_a_day",
        "extension_is_a_day",
        "a_duty_is_text",
        "due_is_a_number",
    ],
)
def test_the_schema_refuses_what_the_models_refuse(mistake: str) -> None:
    raw = (MISTAKES / f"{mistake}.yaml").read_bytes()

    assert read(raw).duty_list is None
    assert not Draft202012Validator(make_schema("list")).is_valid(plain(raw))


@pytest.mark.parametrize("mistake", ["units_member_is_text", "units_unknown_key"])
def test_the_schema_of_units_refuses_what_the_models_refuse(mistake: str) -> None:
    raw = (MISTAKES / f"{mistake}.yaml").read_bytes()

    assert read_units("units.yaml", raw).findings
    assert not Draft202012Validator(make_schema("units")).is_valid(plain(raw))
