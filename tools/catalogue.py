"""The Chinese catalogue: gathered from the source, merged with what is translated, compiled.

    python tools/catalogue.py update    write dutylist.po and dutylist.mo anew
    python tools/catalogue.py check     name what is missing, stale or untranslated; exit 1

Both files are committed, the compiled one too: a plain `pip install` from git then needs neither
a build step nor Babel. The files hold no dates, line numbers or names of people, so that they
change only where a sentence does.
"""

import ast
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "dutylist"
LOCALE = "zh_CN"
PO = SOURCE / "locale" / LOCALE / "LC_MESSAGES" / "dutylist.po"
MO = PO.with_suffix(".mo")
WIDTH = 100

_HEADER = f"""\
Language: {LOCALE}
Plural-Forms: nplurals=1; plural=0;
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
"""
_COMMENT = """\
# What dutylist says, in Simplified Chinese. Sentences are gathered from the source by
# tools/catalogue.py; only the msgstr lines are written by hand."""
_SPOKEN = {"say": 1, "say_n": 2}
_SPOKEN_OPTIONS = ("help", "metavar")
_COMMAND_FUNCTIONS = ("command", "dutylist")
# Typer adds two options of its own and takes no other words for them.
_TYPER_HELP = (
    "Install completion for the current shell.",
    "Show completion for the current shell, to copy it or customize the installation.",
)

MessageId = str | tuple[str, ...]


class Spoken(NamedTuple):
    """A sentence in the source; without an `id`, one that is computed and cannot be gathered."""

    id: MessageId | None
    path: str
    line: int


class ChineseCatalog(Catalog):
    """A catalogue with a header that is the same on every day and every machine."""

    def __init__(self) -> None:
        super().__init__(header_comment=_COMMENT, fuzzy=False)

    def __iter__(self) -> Iterator[Message]:
        """Give the header, then the messages in the order in which they were added."""
        yield Message("", _HEADER)
        yield from self._messages.values()

    @property
    def num_plurals(self) -> int:
        """Return how many forms a counted noun has."""
        return 1


def gather() -> list[Spoken]:
    """Return all that the source says, by file and line."""
    spoken: list[Spoken] = []
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = [*_find_messages(tree, name)]
        if path.is_relative_to(SOURCE / "cli"):
            found += [*_find_help(tree, name), *_find_docstrings(tree, name)]
        spoken += sorted(found, key=lambda each: each.line)
    return [*spoken, *(Spoken(text, "typer", 0) for text in _TYPER_HELP)]


def read_catalogue() -> Catalog:
    """Return the catalogue as committed; an empty one where there is none yet."""
    if not PO.exists():
        return ChineseCatalog()
    with PO.open("rb") as file:
        return read_po(file)


def merge(spoken: Sequence[Spoken], translated: Catalog) -> Catalog:
    """Return a catalogue of exactly what is spoken, with the translations that there are."""
    merged = ChineseCatalog()
    for each in spoken:
        if each.id is None:
            continue
        old = translated.get(each.id)
        merged.add(
            each.id,
            old.string if old and old.id == each.id else None,
            locations=[(each.path, each.line)],
            user_comments=old.user_comments if old else (),
        )
    return merged


def write_text(catalogue: Catalog) -> bytes:
    """Return the bytes of the .po file."""
    file = io.BytesIO()
    write_po(file, catalogue, width=WIDTH, include_lineno=False)
    return file.getvalue()


def compile_text(text: bytes) -> bytes:
    """Return the bytes of the .mo file for those of the .po file."""
    catalogue, file = ChineseCatalog(), io.BytesIO()
    for message in read_po(io.BytesIO(text)):
        if message.id:
            catalogue[message.id] = message
    write_mo(file, catalogue)
    return file.getvalue()


def find_faults(spoken: Sequence[Spoken], translated: Catalog) -> list[str]:
    """Return what is missing, stale, untranslated or wrongly filled in, a sentence to each."""
    return [
        *_compare(spoken, translated),
        *_find_untranslated(translated),
        *_find_wrong_fields(translated),
    ]


def find_stale_file() -> list[str]:
    """Return a sentence if the .mo file is not the .po file compiled."""
    if MO.exists() and PO.exists() and MO.read_bytes() == compile_text(PO.read_bytes()):
        return []
    return [f"{MO.name} was not compiled from {PO.name} as it stands"]


def list_fields(text: str) -> set[str]:
    """Return the names of the fields of a template."""
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def list_strings(message: Message) -> list[str]:
    """Return the translations of a message: one, for Chinese counts without plurals."""
    return [message.string] if isinstance(message.string, str) else [*(message.string or [""])]


def main(arguments: Sequence[str]) -> int:
    """Run one of the two commands and return its exit code."""
    if [*arguments] not in (["update"], ["check"]):
        sys.stderr.write("usage: python tools/catalogue.py update|check\n")
        return 2
    if [*arguments] == ["update"]:
        _update()
    faults = [*find_faults(gather(), read_catalogue()), *find_stale_file()]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def _update() -> None:
    text = write_text(merge(gather(), read_catalogue()))
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(text)
    MO.write_bytes(compile_text(text))


def _find_messages(tree: ast.AST, path: str) -> Iterator[Spoken]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        count = _SPOKEN.get(node.func.id)
        if count is None:
            continue
        texts = [text for text in map(_read_text, node.args[:count]) if text]
        known = len(texts) == count
        id_: MessageId = texts[0] if texts and count == 1 else tuple(texts)
        yield Spoken(id_ if known else None, path, node.lineno)


def _find_help(tree: ast.AST, path: str) -> Iterator[Spoken]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in _SPOKEN_OPTIONS:
            yield Spoken(_read_text(node.value), path, node.value.lineno)


def _find_docstrings(tree: ast.AST, path: str) -> Iterator[Spoken]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in _COMMAND_FUNCTIONS:
            text = ast.get_docstring(node)
            if text:
                yield Spoken(text, path, node.lineno)


def _read_text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _compare(spoken: Sequence[Spoken], translated: Catalog) -> Iterator[str]:
    known = {message.id for message in translated if message.id}
    for each in spoken:
        if each.id is None:
            yield f"{each.path}:{each.line}: a computed text cannot be translated"
        elif each.id not in known:
            yield f"{each.path}:{each.line}: missing: {each.id!r}"
    for stale in sorted(known - {each.id for each in spoken}, key=str):
        yield f"stale: {stale!r}"


def _find_untranslated(translated: Catalog) -> Iterator[str]:
    for message in translated:
        if message.id and not all(list_strings(message)):
            yield f"untranslated: {message.id!r}"


def _find_wrong_fields(translated: Catalog) -> Iterator[str]:
    for message in translated:
        original = message.id if isinstance(message.id, str) else message.id[-1]
        for text in list_strings(message):
            if text and original and list_fields(text) != list_fields(original):
                yield f"other fields than the English has: {text!r}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
