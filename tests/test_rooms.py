"""Who may import whom, and who may touch what: the rule that keeps the rooms apart.

`ALLOWED` is the rule; docs/architecture.md shows it, and a test there holds the two together.
Imports are read from the source, those inside functions and those for types alone included.
"""

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "dutylist"

ALLOWED: dict[str, frozenset[str]] = {
    "words": frozenset(),
    "names": frozenset(),
    "safe": frozenset(),
    "selection": frozenset(),
    "track": frozenset(),
    "versions": frozenset(),
    "fields": frozenset({"words"}),
    "model": frozenset({"fields"}),
    "errors": frozenset({"words"}),
    "terms": frozenset({"words"}),
    "duty": frozenset({"words"}),
    "changes": frozenset({"duty"}),
    "matching": frozenset({"duty", "names"}),
    "deadline": frozenset({"duty", "words"}),
    "standing": frozenset({"duty", "words"}),
    "buckets": frozenset({"duty", "standing", "words"}),
    "annex": frozenset({"deadline", "duty", "errors", "safe", "words"}),
    "form": frozenset({"annex", "duty", "errors", "fields", "names", "standing", "terms", "words"}),
    "git": frozenset({"errors", "versions", "words"}),
    "store": frozenset(
        {"changes", "deadline", "duty", "errors", "fields", "model", "standing", "words"}
    ),
    "merge": frozenset({"duty", "errors", "store", "words"}),
    "driver": frozenset({"errors", "git", "merge", "store", "words"}),
    "setup": frozenset({"errors", "git", "store", "words"}),
    "record": frozenset(
        {
            "changes",
            "duty",
            "errors",
            "git",
            "matching",
            "safe",
            "store",
            "terms",
            "words",
        }
    ),
    "history": frozenset({"errors", "git", "store", "versions", "words"}),
    "index": frozenset({"duty", "errors", "names", "store", "track"}),
    "query": frozenset(
        {
            "buckets",
            "changes",
            "duty",
            "errors",
            "index",
            "names",
            "selection",
            "standing",
            "versions",
            "words",
        }
    ),
    "views": frozenset(
        {
            "annex",
            "buckets",
            "changes",
            "duty",
            "errors",
            "form",
            "query",
            "safe",
            "standing",
            "terms",
            "words",
        }
    ),
    "report": frozenset(
        {
            "annex",
            "buckets",
            "duty",
            "errors",
            "index",
            "names",
            "query",
            "safe",
            "selection",
            "standing",
            "terms",
            "track",
            "views",
            "words",
        }
    ),
    "tables": frozenset({"duty", "errors", "query", "safe", "standing", "views", "words"}),
    "cli": frozenset(
        {
            "annex",
            "changes",
            "deadline",
            "driver",
            "duty",
            "errors",
            "fields",
            "form",
            "git",
            "history",
            "index",
            "matching",
            "names",
            "query",
            "record",
            "report",
            "safe",
            "selection",
            "setup",
            "standing",
            "store",
            "tables",
            "terms",
            "track",
            "views",
            "words",
        }
    ),
}
"""The rooms, and the rooms that each may import."""

OWNERS: dict[str, frozenset[str]] = {
    "typer": frozenset({"cli"}),
    "gettext": frozenset({"cli"}),
    # The clock is read at the edge alone; a lock and a file that is in use are waited for.
    "time": frozenset({"cli", "store/lock.py", "store/replace.py"}),
    "rich": frozenset({"cli", "views"}),
    "pydantic": frozenset(
        {"model", "store/faults.py", "store/lists.py", "store/schema.py", "store/units.py"}
    ),
    "pydantic_core": frozenset({"model"}),
    "ruamel": frozenset({"store"}),
    "tomllib": frozenset({"store"}),
    "sqlite3": frozenset({"index", "tables/sqlite.py"}),
    "pyarrow": frozenset({"tables/parquet.py"}),
    "filelock": frozenset({"store/lock.py"}),
    "subprocess": frozenset({"git", "annex/readers/office.py"}),
    "zipfile": frozenset({"annex/readers/archive.py", "annex/writers/seal.py"}),
    # What reads takes a document's own XML; what writes leaves that to the libraries.
    "lxml": frozenset({"annex"}),
    "docx": frozenset({"annex/writers/word.py", "annex/writers/word_pages.py"}),
    "openpyxl": frozenset(
        {"annex/writers/sheets.py", "annex/writers/xlsx.py", "form/writer.py", "report/sheet.py"}
    ),
    "jinja2": frozenset({"report"}),
    "markupsafe": frozenset({"report"}),
    "logging": frozenset(),
}
"""Libraries that belong to few: a room, or one file of it."""

EDGE = frozenset({"cli", "__main__"})
"""Who may print, read the clock and the environment, and end the process."""


class Source(NamedTuple):
    """One file of the program."""

    path: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """Return the room that the file belongs to."""
        return self.path.partition("/")[0].removesuffix(".py")


def read_source() -> list[Source]:
    """Read every file of the program."""
    return [
        Source(path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(SOURCE.rglob("*.py"))
    ]


FILES = read_source()


def find_imports(tree: ast.Module) -> Iterator[tuple[str, ...]]:
    """Give the dotted name of everything that a file imports, in parts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield tuple(alias.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield (*(node.module or "").split("."), alias.name)


def find_rooms(source: Source) -> set[str]:
    """Return the other rooms that a file imports."""
    return {
        parts[1]
        for parts in find_imports(source.tree)
        if parts[0] == "dutylist" and parts[1] in ALLOWED and parts[1] != source.room
    }


def find_edge_acts(tree: ast.Module) -> Iterator[str]:
    """Give what in a file prints, reads the clock or the environment, or ends the process."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in {"print", "input", "exit", "quit"}:
                yield node.func.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if (node.value.id, node.attr) in _EDGE_ATTRIBUTES:
                yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.Name) and node.id == "SystemExit":
            yield node.id


_EDGE_ATTRIBUTES = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("os", "environ"),
    ("os", "getenv"),
    ("os", "getcwd"),
    ("os", "_exit"),
    ("Path", "cwd"),
    ("Path", "home"),
    ("sys", "argv"),
    ("sys", "exit"),
    ("sys", "stdin"),
    ("sys", "stdout"),
    ("sys", "stderr"),
}


def is_owner(source: Source, library: str) -> bool:
    """Tell whether a file may import a library."""
    owners = OWNERS.get(library)
    return owners is None or source.room in owners or source.path in owners


@pytest.mark.parametrize("source", FILES, ids=lambda source: source.path)
def test_a_file_imports_only_the_rooms_that_its_room_may(source: Source) -> None:
    imported = find_rooms(source)

    assert imported <= ALLOWED.get(source.room, EDGE)


@pytest.mark.parametrize("source", FILES, ids=lambda source: source.path)
def test_a_file_imports_no_library_that_belongs_to_another_room(source: Source) -> None:
    foreign = [parts[0] for parts in find_imports(source.tree) if not is_owner(source, parts[0])]

    assert foreign == []


@pytest.mark.parametrize("source", FILES, ids=lambda source: source.path)
def test_a_file_imports_only_libraries_that_the_project_asks_for(source: Source) -> None:
    asked = {
        "dutylist",
        "pydantic",
        "pydantic_core",
        "rich",
        "ruamel",
        "typer",
        "dateutil",
        "filelock",
        "lxml",
        "docx",
        "openpyxl",
        "jinja2",
        "markupsafe",
        "pyarrow",
    }
    imported = {parts[0] for parts in find_imports(source.tree)}

    assert imported - asked - sys.stdlib_module_names == set()


@pytest.mark.parametrize(
    "source", [each for each in FILES if each.room not in EDGE], ids=lambda source: source.path
)
def test_only_the_edge_prints_exits_or_reads_clock_and_environment(source: Source) -> None:
    acts = list(find_edge_acts(source.tree))

    assert acts == []


def test_every_room_of_the_source_is_in_the_table() -> None:
    rooms = {source.room for source in FILES} - {"__init__", "__main__"}

    assert rooms == set(ALLOWED)


def test_every_import_that_the_table_allows_is_made() -> None:
    made: dict[str, set[str]] = {room: set() for room in ALLOWED}
    for source in FILES:
        if source.room in made:
            made[source.room] |= find_rooms(source)

    assert made == {room: set(others) for room, others in ALLOWED.items()}


def test_the_rooms_form_no_circle() -> None:
    order = list(TopologicalSorter(ALLOWED).static_order())

    assert order[-1] == "cli"


def test_the_reader_of_imports_sees_those_inside_functions_and_for_types() -> None:
    tree = ast.parse(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n"
        "    from dutylist.query import Row\n"
        "def command():\n"
        "    import sqlite3, dutylist.store.lists\n"
        "    print(date.today(), os.environ)\n"
    )

    assert find_rooms(Source("duty.py", tree)) == {"query", "store"}
    assert ("sqlite3",) in list(find_imports(tree))
    assert sorted(find_edge_acts(tree)) == ["date.today", "os.environ", "print"]
