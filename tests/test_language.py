"""Chinese readers meet Chinese: a complete catalogue, terms that are accepted, no English left.

Screens are looked at as a clerk gets them, by running the program on the committed lists.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from gettext import NullTranslations
from pathlib import Path
from types import ModuleType

import pytest

from dutylist.cli.app import ACTS, COMMANDS
from dutylist.cli.commands.amend import ACT_TERMS, Act
from dutylist.cli.commands.init import USUAL_FOLDER
from dutylist.cli.commands.remind import FORMATS as REMINDER_FORMATS
from dutylist.cli.commands.report import FORMATS as REPORT_FORMATS
from dutylist.cli.commands.schema import KINDS
from dutylist.cli.commands.stats import read_group
from dutylist.cli.exporting import FORMATS as EXPORT_FORMATS
from dutylist.cli.language import load_catalogue
from dutylist.cli.options import FORMATS, read_class, read_role, read_status
from dutylist.duty import DeadlineClass, Status
from dutylist.model import DutyListRecord, DutyRecord, ExtensionRecord, ProgressRecord
from dutylist.selection import Role
from dutylist.store.lists import read_list
from dutylist.store.profile import FIELDS as PROFILE_FIELDS
from dutylist.terms import CLASSES, GROUPS, ROLES, STATUSES
from dutylist.views.findings import show_finding
from dutylist.views.phrases import name_term
from dutylist.views.stats import GroupBy

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "bad_inputs"
GOLDEN = ROOT / "tests" / "screens"
BAD_FOLDER = "tests/bad_inputs/50_semantic/wording_0631/data"
DAY = "--as-of=2022-09-01"
SCREENS: tuple[tuple[str, ...], ...] = (
    ("--help",),
    *((command, "--help") for command in COMMANDS),
    *((command, act, "--help") for command, acts in ACTS.items() for act in acts),
    ("due", "--month", "13"),
    ("due", "--month"),
    ("due", "--mont"),
    ("due", "--month", "10", "--quarter", "4"),
    ("duee",),
    ("nosuch",),
    ("show",),
    ("show", "26", DAY),
    ("show", "999"),
    ("list", DAY),
    ("list", "--leader", "某某"),
    ("list", "--department", "平西乡", DAY),
    ("list", "--class", "无此类"),
    ("list", "--format", "无此格式"),
    ("list", "--as-of", "2022-02-30"),
    ("list", "--data", "tests/annex"),
    ("list", "多余"),
    ("due", "--month", "10", DAY),
    ("overdue", "--as-of=2022-11-01"),
    *(("stats", "--by", group, DAY) for group in GroupBy),
    ("explain", "26", DAY),
    ("explain", "11月中旬前完成", "--year=2022"),
    ("explain", "力争9月前完成", "--year=2022"),
    ("explain", "每旬", "--year=2022"),
    ("explain", "汛前", "--year=2022"),
    ("explain", "6月31日前", "--year=2022"),
    ("check",),
    ("check", "--data", BAD_FOLDER),
    ("progress", "26", "active"),
    ("progress", "active", "--note", "某某"),
    ("progress", "26", "repealed", "--note", "某某"),
    ("progress", "26", "无此状态", "--note", "某某"),
    ("progress", "26", "--note", " "),
    ("amend", "26", "无此操作"),
    ("amend", "26", "extend"),
    ("amend", "extend", "--to", "2022-12-31"),
    ("log", "--limit", "0"),
    ("diff", "--at", "2022-10-01"),
    ("list", "--at", ""),
    ("init", ""),
    ("import", "tests/annex/annexes_2022.txt", "--list=tasks_2022", "--list=livelihood_2022"),
    ("import", "tests/annexes/not_a_list_menu/document.txt"),
    ("import", "无此文件.docx"),
    ("import", "清单.pdf"),
    ("import", "tests/annex/annexes_2022.txt", "--column", "某某"),
    ("verify", "--against", "tests/annex/annexes_2022.txt"),
    ("remind", "--as-of=2022-10-20"),
    ("remind", "--out=a.md", "--split=b"),
    ("form",),
    ("form", "export"),
    ("form", "import", "无此文件.xlsx"),
    ("export",),
    ("export", "--format", "docx", "--leader", "某某"),
    ("report", "--month", "10", "--leader", "张宝库", "--as-of=2022-11-05", "--format=terminal"),
    ("report", "--month", "12", "--as-of=2022-11-05"),
    ("report", "--half", "3"),
    ("report", "--month", "10", "--quarter", "4"),
    ("report", "--template", "无此文件"),
)

# What stands as it is in any language: options, refs and files, ids of commits, codes of
# characters, YAML's tags.
TYPED = re.compile(
    r"(?<![\w-])--?[a-z][a-z-]*|[\w.-]*[/_][\w./-]*|[\w-]+\.(?:yaml|json|toml)|(?<!\w)\.[a-z]+"
    r"|\b[0-9a-f]{8}\b|U\+[0-9A-F]+|0x[0-9a-f]+|D:\\\w+|tag:[\w.,:/]+",
    re.ASCII,
)
# A JSON Schema, and what `init` writes into the settings of git.
FOR_MACHINES = ("schema", "init")
EXCERPT = re.compile(r"^ *[0-9]* \| .*$", re.MULTILINE)
WORD = re.compile(r"[A-Za-z](?:[A-Za-z-]*[A-Za-z])")
HAN = re.compile(r"[\u4e00-\u9fff]+")
FIELDS = frozenset(
    name
    for record in (DutyListRecord, DutyRecord, ProgressRecord, ExtensionRecord)
    for name in record.model_fields
)
VALUES = frozenset((
    *COMMANDS, *FORMATS, *EXPORT_FORMATS, *REPORT_FORMATS, *REMINDER_FORMATS, *PROFILE_FIELDS,
    *KINDS, *DeadlineClass, *Status, *Role, *GroupBy, *Act,
    "true", "false", "all",
))  # fmt: skip
NAMES = frozenset((
    "dutylist", "UTF", "UTF-8", "UTF-16", "UTF-32", "GBK", "GB", "MB", "YAML", "TOML", "JSON",
    "Schema", "Jinja", "Excel", "Word", "WPS", "Markdown", "shell", "git", "HEAD", USUAL_FOLDER,
))  # fmt: skip
QUOTED_TERMS = "责任清单 长期保持 受阻 常晓红 11月中旬前完成 财政局 教育局 张三 10月31日 废止 \
前三季度增长 区政府常务会议 2023年责任清单 责任主体 通报"

Run = Callable[[str, tuple[str, ...]], str]


def load_tool() -> ModuleType:
    """Load tools/catalogue.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "tools" / "catalogue.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


CATALOGUE = load_tool()
CHINESE = load_catalogue({"LC_ALL": "zh_CN.UTF-8"})


def list_english(text: str, allowed: Iterable[str] = ()) -> list[str]:
    """Return the English words of a Chinese screen that nobody types and nothing is named."""
    known = {*VALUES, *NAMES, *allowed}
    bare = TYPED.sub(" ", EXCERPT.sub("", text))
    return [word for word in WORD.findall(bare) if word not in known]


def list_foreign_han(text: str, known: str) -> list[str]:
    """Return the Chinese of an English screen that comes from no list and is no quoted term."""
    return [run for run in HAN.findall(text) if run not in known]


def list_echoed(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a screen may repeat: the words of the command line, and keys of a bad file."""
    return (*arguments, *FIELDS) if BAD_FOLDER in arguments else arguments


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the installed program under a locale and return all that it says."""
    program = shutil.which("dutylist", path=Path(sys.executable).parent)
    assert program, (
        "dutylist is not installed beside this interpreter; install it: pip install -e ."
    )
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "LANG", "DUTYLIST_"))
    }
    cache = str(tmp_path_factory.mktemp("cache"))

    def run_program(locale: str, arguments: tuple[str, ...]) -> str:
        # The machine may not have the locale; its name alone must choose the language.
        environment = {
            **inherited, "LC_ALL": locale, "XDG_CACHE_HOME": cache, "PYTHONUTF8": "1"
        }  # fmt: skip
        ended = subprocess.run(
            [program, *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert ended.returncode in (0, 2, 3, 4), ended.stderr
        return ended.stdout + ended.stderr

    return run_program


def test_no_message_is_missing_stale_untranslated_or_filled_in_otherwise() -> None:
    assert CATALOGUE.find_faults(CATALOGUE.gather(), CATALOGUE.read_catalogue()) == []


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    assert CATALOGUE.find_stale_file() == []


def test_gathering_and_writing_twice_gives_the_same_bytes() -> None:
    spoken, translated = CATALOGUE.gather(), CATALOGUE.read_catalogue()

    first = CATALOGUE.write_text(CATALOGUE.merge(spoken, translated))
    second = CATALOGUE.write_text(CATALOGUE.merge(spoken, translated))

    assert first == second
    assert CATALOGUE.compile_text(first) == CATALOGUE.compile_text(second)


def test_the_catalogue_names_no_date_and_no_person() -> None:
    header = CATALOGUE.PO.read_text(encoding="utf-8").split("\n\n")[0]

    assert "Date" not in header
    assert "Translator" not in header
    assert "Team" not in header


@pytest.mark.parametrize(
    ("spoken", "translation", "fault"),
    [
        ("kept", None, "a.py:1: missing: 'kept'"),
        ("kept", ("kept", ""), "untranslated: 'kept'"),
        ("{n} kept", ("{n} kept", "保留 {m}"), "other fields than the English has: '保留 {m}'"),
        (None, None, "a.py:1: a computed text cannot be translated"),
    ],
)
def test_every_kind_of_fault_is_noticed(
    spoken: str | None, translation: tuple[str, str] | None, fault: str
) -> None:
    catalogue = CATALOGUE.ChineseCatalog()
    if translation:
        catalogue.add(*translation)

    faults = CATALOGUE.find_faults([CATALOGUE.Spoken(spoken, "a.py", 1)], catalogue)

    assert faults == [fault]


def test_a_translation_that_nothing_says_is_stale() -> None:
    catalogue = CATALOGUE.ChineseCatalog()
    catalogue.add("gone", "已去")

    assert CATALOGUE.find_faults([], catalogue) == ["stale: 'gone'"]


@pytest.mark.parametrize(
    ("environment", "is_chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_TW"}, True),
        ({"LANG": "zh_Hans_CN.UTF-8"}, True),
        ({"LANG": "zh"}, True),
        ({"LC_MESSAGES": "zh_CN", "LANG": "en_US.UTF-8"}, True),
        ({"LC_MESSAGES": "en_US", "LANG": "zh_CN.UTF-8"}, False),
        ({"LC_ALL": "zh_CN", "LC_MESSAGES": "en_US", "LANG": "C"}, True),
        ({"LC_ALL": "C", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, False),
        ({"LC_ALL": "", "LANG": "zh_CN"}, True),
        ({"DUTYLIST_LANG": "zh", "LC_ALL": "C"}, True),
        ({"DUTYLIST_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, False),
        ({"LANG": "C"}, False),
        ({"LANG": "POSIX"}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8"}, False),
        ({}, False),
    ],
    ids=str,
)
def test_the_first_variable_that_is_set_chooses_the_language(
    environment: Mapping[str, str], is_chinese: bool
) -> None:
    catalogue = load_catalogue(environment)

    assert (catalogue.gettext("overdue") == "逾期") is is_chinese
    assert (type(catalogue) is NullTranslations) is not is_chinese


@pytest.mark.parametrize("value", DeadlineClass)
def test_a_class_is_accepted_as_it_is_shown(value: DeadlineClass) -> None:
    assert read_class(name_term(value, CHINESE)) == value
    assert read_class(value) == value


@pytest.mark.parametrize("value", Status)
def test_a_status_is_accepted_as_it_is_shown(value: Status) -> None:
    assert read_status(name_term(value, CHINESE)) == value
    assert read_status(value) == value


@pytest.mark.parametrize("value", GroupBy)
def test_a_group_is_accepted_as_its_column_is_titled(value: GroupBy) -> None:
    assert read_group(CHINESE.gettext(value)) == value
    assert read_group(value) == value


@pytest.mark.parametrize(
    ("title", "role"), [("departments", Role.RESPONSIBLE), ("supporting", Role.SUPPORTING)]
)
def test_a_role_is_accepted_as_its_column_is_titled(title: str, role: Role) -> None:
    assert read_role(CHINESE.gettext(title)) is role


def test_the_help_names_only_terms_that_are_accepted() -> None:
    helped = {
        "The department's role: responsible, supporting or any.": ROLES,
        "department, leader, class, status, lamp, list or bucket.": GROUPS,
        "write pending, active, blocked or done": STATUSES,
        "Only this class of deadline, as ongoing or 长期保持.": CLASSES,
        "Only this status, as blocked or 受阻.": STATUSES,
    }

    for original, terms in helped.items():
        text = CHINESE.gettext(original)
        for value, term in re.findall(r"([a-z]+)(?:（| 或 )([\u4e00-\u9fff]+)", text):
            assert terms[term] == value


@pytest.mark.parametrize(
    ("original", "terms"),
    [
        ("Duties, as tasks_2022/26 or just 26; then repeal, extend or reinstate.", ACT_TERMS),
        (
            "Duties, as tasks_2022/26 or just 26; then the status: pending, active, blocked or "
            "done. Without one the status stays.",
            {term: word for term, word in STATUSES.items() if word != Status.REPEALED},
        ),
    ],
    ids=["acts", "statuses"],
)
def test_what_follows_the_refs_is_named_in_both_languages(
    original: str, terms: Mapping[str, str]
) -> None:
    text = CHINESE.gettext(original)

    assert text != original
    assert [word for pair in terms.items() for word in pair if word not in text] == []


@pytest.mark.parametrize("arguments", SCREENS, ids=" ".join)
def test_a_chinese_screen_holds_no_english_word(run: Run, arguments: tuple[str, ...]) -> None:
    screen = run("zh_CN.UTF-8", arguments)

    assert HAN.search(screen)
    assert list_english(screen, list_echoed(arguments)) == []


@pytest.mark.parametrize("arguments", SCREENS, ids=" ".join)
def test_an_english_screen_holds_only_the_chinese_of_the_lists(
    run: Run, arguments: tuple[str, ...]
) -> None:
    folders = (ROOT / "data", ROOT / BAD_FOLDER)
    lists = (path.read_text("utf-8") for folder in folders for path in folder.glob("*.yaml"))
    printed = re.sub(r"\s", "", (ROOT / "tests/annex/annexes_2022.txt").read_text("utf-8"))
    known = "\n".join((*lists, *arguments, QUOTED_TERMS, printed))

    screen = run("C.UTF-8", arguments)

    assert list_foreign_han(screen, known) == []


def test_the_golden_screens_in_chinese_hold_no_english_word() -> None:
    left = {}
    for path in sorted(GOLDEN.glob("*.txt")):
        command, *parts = re.split(
            r"^── (\S+), .* ──$", path.read_text("utf-8"), flags=re.MULTILINE
        )
        screens = zip(parts[::2], parts[1::2], strict=True)
        shown = "".join(text for lang, text in screens if lang.startswith("zh"))
        words = list_english(shown, (*WORD.findall(command), *FIELDS))
        if words and path.stem not in FOR_MACHINES:
            left[path.stem] = words

    assert left == {}


def test_findings_about_bad_lists_are_told_in_chinese_but_for_what_the_file_says() -> None:
    left = {}
    for path in sorted(CORPUS.glob("[0-6]*/*/data/*_2022.yaml")):
        raw = path.read_bytes()
        own = WORD.findall(raw.decode("utf-8", "replace"))
        for finding in read_list(path.name, raw, path.stem).findings:
            lines = [line for block in show_finding(finding, CHINESE) for line in block.lines]
            text = "\n".join("".join(cell.text for cell in line) for line in lines)
            words = list_english(text, (*own, *FIELDS))
            if words:
                left[path.parent.parent.name] = words

    assert left == {}


def test_the_search_for_english_finds_what_is_left_of_it() -> None:
    screen = "dutylist due [OPTIONS] --month MONTH 如 tasks_2022/26，by-date 或 every day。"

    assert list_english(screen) == ["OPTIONS", "MONTH", "every", "day"]


def test_the_search_for_chinese_finds_a_sentence_of_ours() -> None:
    assert list_foreign_han("责任部门 财政局 shown 2", "财政局") == ["责任部门"]
