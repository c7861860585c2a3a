"""What the documents say is true: sessions, tables, names of files and options.

A document that shows a command shows what the command prints; a table that lists keys, codes or
wordings lists those of the program. So none of them can drift.
"""

import ast
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer.main
from documents import (
    DOCUMENTS,
    RECEIVED,
    Office,
    Session,
    read_code,
    read_links,
    read_sessions,
    read_table,
    read_tables,
    run_session,
)
from pydantic import BaseModel
from terminal import ROOT, run_in_pipe
from test_rooms import ALLOWED, SOURCE

from dutylist.annex.readers import ENDINGS
from dutylist.annex.reading.forms import find_role
from dutylist.annex.reading.lexicon import Role
from dutylist.changes import ChangeKind
from dutylist.cli.app import ACTS, COMMANDS, app, load_command
from dutylist.cli.options import FORMATS
from dutylist.cli.output import BROKEN_PIPE_EXIT, OutputLost
from dutylist.deadline import parse
from dutylist.duty import Deadline, DeadlineClass, Duty, Entry, Extension, Repeal, Status
from dutylist.errors import Refusal
from dutylist.model import (
    DutyListRecord,
    DutyRecord,
    ExtensionRecord,
    ProgressRecord,
    RepealRecord,
    SourceRecord,
    UnitRecord,
)
from dutylist.record.words import (
    Filled,
    Imported,
    read_trailers,
    write_amendment,
    write_form,
    write_import,
    write_progress,
    write_undo,
)
from dutylist.standing import DEFAULT_RULES, Rules, Standing, find_standing
from dutylist.store.profile import PROFILE_NAME, Profile, read_profile
from dutylist.views.changes import CHANGE_KEYS, STEP_KEYS
from dutylist.views.findings import FINDING_KEYS
from dutylist.views.formats import FALLING_KEYS, make_meaning_record
from dutylist.views.stats import COUNT_KEYS

README, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
DOCS = ROOT / "docs"
ANNEXES = ROOT / "tests" / "annex" / "annexes_2022.txt"
DOUBTFUL = ROOT / "tests" / "demo" / RECEIVED / "2023年重点工作.txt"
PROGRESS, IMPORT = DOCS / "progress.md", DOCS / "import.md"
SESSIONS = [session for document in DOCUMENTS for session in read_sessions(document)]
WRITING = list(dict.fromkeys(session.document for session in SESSIONS if session.desk))
YEAR = 2022
NONE = "—"
INTERRUPTED = 130
PROGRAMS = (
    "git",
    "cd",
    "sed",
    "make",
    "pip",
    "pipx",
    "py",
    "python",
    "uv",
    "setx",
    "export",
    "venv",
)

on_a_terminal = pytest.mark.skipif(
    os.name == "nt" or shutil.which("bash") is None,
    reason="sessions are bash commands on a terminal of their own",
)


@on_a_terminal
@pytest.mark.parametrize(
    "session",
    [session for session in SESSIONS if session.desk is None],
    ids=lambda session: session.name,
)
def test_a_shown_command_prints_what_is_shown(session: Session) -> None:
    seen = run_session(session.document, session.command)

    assert seen == session.shown


@on_a_terminal
@pytest.mark.parametrize("document", WRITING, ids=lambda document: document.name)
def test_commands_shown_at_desks_print_one_after_the_other_what_is_shown(document: Path) -> None:
    sessions = [session for session in read_sessions(document) if session.desk]

    with Office(document) as office:
        seen = [(session.command, office.run(session)) for session in sessions]

    assert seen == [(session.command, session.shown) for session in sessions]


@pytest.mark.parametrize("document", [README, CHINESE], ids=lambda document: document.name)
def test_the_first_screen_of_a_readme_ends_with_the_two_commands(document: Any) -> None:
    lines = document.read_text(encoding="utf-8").splitlines()
    commands = [at for at, line in enumerate(lines) if line.startswith(("make due", "make test"))]

    assert commands == [commands[0], commands[0] + 1]
    assert commands[1] < 50


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_file_that_a_document_names_exists(document: Any) -> None:
    links = [link for link in read_links(document) if "://" not in link]
    at_desks = {session.command for session in read_sessions(document) if session.desk}
    codes = [code for code in read_code(document) if code not in at_desks]
    paths = [path for code in codes for path in find_paths(code)]

    missing = [link for link in links if not leads_somewhere(document, link)]
    missing += [path for path in paths if not (ROOT / path).exists()]

    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_option_that_a_document_names_exists(document: Any) -> None:
    named = {
        option
        for code in read_code(document)
        if not code.startswith(PROGRAMS)
        for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", code.partition(" | ")[0])
    }

    assert named <= list_all_options()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_command_that_a_document_names_exists(document: Any) -> None:
    named = {
        name
        for code in read_code(document)
        for name in re.findall(r"^(?:\$ )?dutylist ([a-z][a-z-]*)", code)
    }

    assert named <= set(COMMANDS)


def test_the_commands_page_names_every_option_of_every_command() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")

    missing = {option for option in list_all_options() if f"`{option}`" not in text}

    assert missing - {"-h"} == {"--help"}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_section_of_a_command_names_its_options_but_for_the_shared_ones(command: str) -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    sections = re.split(r"^##+ (.+)\n", text, flags=re.MULTILINE)[1:]
    named = dict(zip(sections[::2], sections[1::2], strict=True))

    told = named[command] + named["Filters"]
    missing = {option for option in list_options(command) if not re.search(f"`{option}[` ]", told)}

    assert missing == set()


def test_the_commands_page_has_a_section_for_every_command() -> None:
    sections = re.findall(r"^### (.+)$", (DOCS / "commands.md").read_text(encoding="utf-8"), re.M)

    assert sections == list(COMMANDS)


def test_the_readme_lists_every_command() -> None:
    assert [row[0] for row in read_table(README, "command").rows] == list(COMMANDS)


@pytest.mark.parametrize(
    ("document", "title"),
    [(README, "code"), (CHINESE, "代码"), (DOCS / "commands.md", "code")],
    ids=["README.md", "README.zh-CN.md", "docs/commands.md"],
)
def test_a_table_of_exit_codes_lists_those_of_the_program(document: Any, title: str) -> None:
    known = {0, 1, INTERRUPTED, BROKEN_PIPE_EXIT, *(each.exit_code for each in list_refusals())}

    assert [int(row[0]) for row in read_table(document, title).rows] == sorted(known)


def test_a_lost_answer_has_the_exit_code_that_the_documents_give_it() -> None:
    assert OutputLost.exit_code == 2


def test_the_table_of_rooms_is_the_rule_that_is_enforced() -> None:
    rows = read_table(DOCS / "architecture.md", "room").rows

    shown = {room: split_cell(allowed) for room, *_, allowed in rows}

    assert shown == {room: set(others) for room, others in ALLOWED.items()}


def test_the_tables_of_keys_list_those_of_the_models() -> None:
    models: list[type[BaseModel]] = [
        DutyListRecord,
        SourceRecord,
        DutyRecord,
        ProgressRecord,
        ExtensionRecord,
        RepealRecord,
        UnitRecord,
    ]
    tables = [each for each in read_tables(DOCS / "file-format.md") if each.titles[0] == "key"]

    shown = [[(key, needed) for key, needed, *_ in table.rows] for table in tables]

    assert shown == [
        [(key, "yes" if field.is_required() else "no") for key, field in model.model_fields.items()]
        for model in models
    ]


def test_the_table_of_json_keys_lists_those_of_a_row() -> None:
    rows = read_table(DOCS / "commands.md", "key").rows

    assert [key for key, _ in rows] == list(FALLING_KEYS)


@pytest.mark.parametrize(
    "keys",
    [make_meaning_record(parse("6月", YEAR)), COUNT_KEYS, FINDING_KEYS, STEP_KEYS, CHANGE_KEYS],
    ids=["explain", "stats", "check", "log", "diff"],
)
def test_the_commands_page_names_the_keys_of_other_rows(keys: Iterable[str]) -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")

    assert [key for key in keys if f"`{key}`" not in text] == []


def test_the_table_of_changes_lists_every_kind() -> None:
    rows = read_table(DOCS / "commands.md", "kind").rows

    assert [row[0] for row in rows] == [kind.value for kind in ChangeKind]


def test_the_table_of_trailers_lists_those_of_the_commit_messages() -> None:
    day = date(2022, 4, 8)
    refs = ["tasks_2022/26"]
    filled = Filled("甲局", "甲局.xlsx", "0" * 64, "0" * 40)
    messages = {
        "form": write_form([(refs[0], Entry(day, Status.ACTIVE, "进展"))], filled),
        "progress": write_progress([(refs[0], Entry(day, Status.ACTIVE, "进展", by="甲局"))]),
        "amend": write_amendment(refs, Extension(day, day), day, "区政府", None),
        "undo": write_undo(refs, "推进中", "0" * 40),
        "import": write_import([Imported("tasks_2023", "清单", 1)], "a.docx", "0" * 64),
    }
    rows = read_table(PROGRESS, "trailer").rows

    shown = {command: {row[0] for row in rows if command in row[2]} for command in messages}

    assert shown == {command: set(read_trailers(each)) for command, each in messages.items()}


def test_the_table_of_endings_lists_those_that_are_read() -> None:
    rows = read_table(IMPORT, "ending").rows

    assert [ending for row in rows for ending in row[0].split()] == list(ENDINGS)


def test_every_title_of_the_table_of_columns_is_read_as_its_field() -> None:
    rows = read_table(IMPORT, "field", "titles").rows
    titles = [(field, title) for field, told in rows for title in told.split(", ")]

    read = [(name_field(find_role(title)), title) for _, title in titles]

    assert read == titles


def test_the_document_of_imports_shows_a_profile_that_can_be_read() -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```$", IMPORT.read_text(encoding="utf-8"), re.M | re.S)

    profiles = [read_profile(PROFILE_NAME, block.encode()) for block in blocks]

    assert profiles == [
        Profile(
            {"包干单位": "departments", "责任主体": "supporting", "进度得分": "ignore"},
            ("城乡供水服务中心",),
            (("市委", "组织部"),),
        )
    ]


def test_the_tables_of_an_import_list_the_keys_of_its_json() -> None:
    record, doubtful = (read_import(path) for path in (ANNEXES, DOUBTFUL))
    shown = {
        table.titles[0]: [key for row in table.rows for key in row[0].split()]
        for table in read_tables(IMPORT)
        if table.titles[1:] == ["holds"]
    }

    assert [*record] == shown["name"]
    assert [*record["lists"][0]] == shown["of a list"]
    assert [*record["lists"][0]["duties"][0]] == shown["of a duty"]
    assert [*record["rows"][0]] == shown["of a row"]
    assert [*record["steps"][0]] == shown["of a step"]
    assert [*doubtful["doubts"][0]] == shown["of a doubt"]
    assert [*doubtful["continues"][0]] == shown["of a link"][:4]


def test_the_table_of_refusals_quotes_the_program() -> None:
    told = read_texts()
    sentences = [
        sentence
        for row in read_table(PROGRESS, "code", "it says").rows
        for sentence in row[1].split(" or ")
        if not sentence.startswith("git:")
    ]

    unknown = [each for each in sentences if not any(text.startswith(each) for text in told)]

    assert unknown == []


def test_the_commands_page_explains_every_format() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")

    assert re.findall(r"^`(\w+)`\n: ", text, re.MULTILINE) == list(FORMATS)


def test_the_deadlines_page_reads_every_wording_as_the_grammar_does() -> None:
    tables = [each for each in read_tables(DOCS / "deadlines.md") if each.titles[0] == "wording"]
    rows = [row for table in tables for row in table.rows]

    assert rows == [[row[0], *tell_meaning(parse(row[0], YEAR))] for row in rows]


def test_the_deadlines_page_has_an_example_of_every_class() -> None:
    classes = read_tables(DOCS / "deadlines.md")[0].rows

    assert list(dict.fromkeys(row[1] for row in classes)) == [each.value for each in DeadlineClass]


@pytest.mark.parametrize(
    "row",
    read_table(DOCS / "standing.md", "deadline", "in the file").rows,
    ids=lambda row: " ".join(row[:3]),
)
def test_the_truth_table_of_standing_is_true(row: list[str]) -> None:
    deadline, held, asked_on, *told = row
    duty = make_duty(deadline, held)

    standing = find_standing(duty, date.fromisoformat(asked_on))

    assert told == tell_standing(standing)


def test_the_truth_table_of_standing_has_every_status_and_class() -> None:
    rows = read_table(DOCS / "standing.md", "deadline", "in the file").rows

    assert {row[3] for row in rows} == set(Status)
    assert {parse(row[0], YEAR).cls for row in rows} == set(DeadlineClass)


def test_the_table_of_settings_lists_those_of_the_rules() -> None:
    rows = read_table(DOCS / "standing.md", "setting").rows

    assert [row[0] for row in rows] == list(Rules._fields)
    assert [row[1] for row in rows] == [str(value) for value in DEFAULT_RULES]


def leads_somewhere(document: Path, link: str) -> bool:
    """Tell whether a link names a file, and if it names a heading, one that is there."""
    name, _, anchor = link.partition("#")
    target = document.parent / name if name else document
    return target.exists() and (not anchor or anchor in list_anchors(target))


def list_anchors(document: Path) -> list[str]:
    """Return what the headings of a document are called in links, as GitHub does."""
    titles = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles]


def find_paths(code: str) -> list[str]:
    """Return what in a piece of code names a file of the project."""
    folders = "src|tests|docs|data|tools|benchmarks|requirements"
    rooms = "cli|views|store|index|deadline|git|merge|query|record"
    return [
        *re.findall(rf"(?<![\w/])(?:{folders})/[\w./-]*\w", code),
        *(f"src/dutylist/{path}" for path in re.findall(rf"^(?:{rooms})/[\w./-]*\w", code)),
    ]


def list_all_options() -> set[str]:
    """Return every option of the program and of its commands."""
    known = {"--help", "-h"}.union(*map(list_options, COMMANDS))
    return known.union(*(param.opts for param in typer.main.get_command(app).params))


def list_options(command: str) -> set[str]:
    """Return the options of a command."""
    paths = [(command,), *((command, act) for act in ACTS.get(command, ()))]
    params = (param for path in paths for param in load_command(*path).params)
    options = {option for param in params for option in param.opts}
    return {option for option in options if option.startswith("-")}


def read_texts() -> set[str]:
    """Return every text in the source of the program, with an ellipsis for each fact."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    texts = (node.value for node in nodes if isinstance(node, ast.Constant))
    return {re.sub(r"{\w+}", "…", text) for text in texts if isinstance(text, str)}


def list_refusals() -> Iterator[type[Refusal]]:
    """Give every kind of refusal."""
    waiting = [Refusal]
    while waiting:
        kind = waiting.pop()
        yield kind
        waiting += kind.__subclasses__()


def read_import(path: Path) -> Any:
    """Return what a dry run of an import says as JSON."""
    return json.loads(run_in_pipe("import", str(path), "--format", "json").out)


def name_field(role: Role | None) -> str | None:
    """Return the field that a column of this role fills where it stands alone."""
    return "departments" if role is Role.LEAD else role


def split_cell(cell: str) -> set[str]:
    """Return the names in a cell of a table."""
    return set() if cell == NONE else set(cell.split(", "))


def tell_meaning(meaning: Deadline) -> list[str]:
    """Return the cells that the deadlines page shows for a meaning."""
    days = [str(day) for day in meaning.checkpoints]
    checkpoints = f"{days[0]} … {days[-1]}" if len(days) > 4 else ", ".join(days)
    marks = [mark for mark in ("soft", "ambiguous") if getattr(meaning, mark)]
    cells = [meaning.cls, str(meaning.due or ""), checkpoints, meaning.cadence, ", ".join(marks)]
    return [cell or NONE for cell in cells]


def tell_standing(standing: Standing) -> list[str]:
    """Return the cells that the truth table shows for a standing."""
    days_left = standing.days_left
    return [
        standing.status,
        "yes" if standing.overdue else "no",
        NONE if days_left is None else str(days_left),
        standing.lamp or NONE,
        str(standing.reason),
    ]


def make_duty(deadline: str, held: str) -> Duty:
    """Return the duty of a row of the truth table, as `active 2022-04-08, due 2022-11-20`."""
    duty = Duty(
        no=1,
        content="工作",
        departments=("甲局",),
        supporting=(),
        leaders=(),
        deadline=deadline,
        meaning=parse(deadline, YEAR),
    )
    for part in [] if held == NONE else held.split(", "):
        word, *days = part.replace(" to ", " ").split()
        duty = add_to_duty(duty, word, [date.fromisoformat(day) for day in days])
    return duty


def add_to_duty(duty: Duty, word: str, days: list[date]) -> Duty:
    """Return the duty with what one part of a truth table's cell says."""
    if word == "due":
        return duty._replace(given_due=days[0])
    if word == "repealed":
        return duty._replace(repealed=Repeal(next(iter(days), None)))
    if word == "extended":
        return duty._replace(extended=(*duty.extended, Extension(days[0], days[1])))
    return duty._replace(progress=(*duty.progress, Entry(days[0], Status(word), "进展")))
