"""The words of a paper: a Jinja2 template makes Markdown, or plain text, of the facts.

The template is ours or an office's; it is sandboxed, a name that it gets wrong is an error, and
what it puts out is escaped: whatever a list says is text in every format.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from importlib.resources import files
from itertools import groupby
from traceback import walk_tb
from typing import NamedTuple

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from markupsafe import Markup

from dutylist.annex.writers.markdown import EMPTY, escape_line
from dutylist.errors import InvalidData
from dutylist.report.bulletin import Bulletin, Item
from dutylist.report.sandbox import Sandbox
from dutylist.safe import show_text
from dutylist.terms import TERMS
from dutylist.words import Catalogue, Message, say

# The catalogue names the template of its language.
BUILT_IN = say("bulletin.en.md.j2")

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_FAULTS = (
    TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError,
    RecursionError, MemoryError,
)  # fmt: skip


class Template(NamedTuple):
    """A template of an office: what it is called, and its text."""

    name: str
    text: str


def word_bulletin(
    bulletin: Bulletin, catalogue: Catalogue, format_: str, template: Template | None = None
) -> str:
    """Return the bulletin as Markdown; raises `InvalidData` where the template fails.

    `format_` is what the text is for: a template may leave out what does not fit a terminal.
    """
    wording = Wording(BUILT_IN, catalogue, template)
    return wording.write({**bulletin._asdict(), "format": format_})


class Wording:
    """A template that is ready to put facts into words, as often as wanted.

    `built_in` names ours, for where an office has none. What it gives is Markdown, or plain text.
    """

    def __init__(
        self,
        built_in: Message,
        catalogue: Catalogue,
        template: Template | None = None,
        *,
        is_plain: bool = False,
    ) -> None:
        words = _PlainWords(catalogue) if is_plain else _Words(catalogue)
        self._environment = _make_environment(words, template)
        self._name = template.name if template else built_in.text(catalogue)

    def write(self, facts: Mapping[str, object]) -> str:
        """Return the text for the facts; raises `InvalidData` where the template fails."""
        try:
            text = self._environment.get_template(self._name).render(facts)
        except _FAULTS as fault:
            raise _explain(fault, self._name) from fault
        return _BLANK_LINES.sub("\n\n", text).strip() + "\n"


def _make_environment(words: "_Words", template: Template | None) -> Sandbox:
    environment = Sandbox(
        autoescape=True,
        finalize=words.show,
        loader=FunctionLoader(lambda name: _load(name, template)),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(words.filters)
    return environment


def _load(name: str, template: Template | None) -> tuple[str, str, Callable[[], bool]] | None:
    """Load a template: the office's own, or one of ours, which it may extend."""
    if template and name == template.name:
        return template.text, name, lambda: True
    ours = files("dutylist.report") / "templates" / name
    if "/" in name or "\\" in name or not ours.is_file():
        return None
    return ours.read_text(encoding="utf-8"), name, lambda: True


class _Words:
    """How facts become words of one language, in Markdown."""

    line_break = "<br>"

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @property
    def filters(self) -> Mapping[str, Callable[..., object]]:
        """Return the filters of templates, which `docs/report.md` tells of."""
        return {
            "han": _write_han,
            "lines": self.write_lines,
            "names": self.join_names,
            "percent": _write_percent,
            "ref": lambda item: self.name_duties([item]),
            "refs": self.name_duties,
            "short": _shorten,
            "signed": _write_signed,
            "term": self.name_term,
        }

    def show(self, value: object) -> object:
        """Return what the template puts out for a value: Markdown in which it is but text."""
        if isinstance(value, Markup | StrictUndefined):
            return value
        return Markup(self.mark(self._tell(value)))

    def mark(self, text: str) -> str:
        """Return a text as one line that holds no mark."""
        return escape_line(_flatten(text))

    def write_lines(self, texts: str | Sequence[object]) -> Markup:
        """Write texts, or the lines of one, below one another in one cell."""
        each = texts.split("\n") if isinstance(texts, str) else texts
        lines = (self.mark(self._tell(text).strip()) for text in each)
        return Markup(self.line_break.join(line for line in lines if line) or EMPTY)

    def join_names(self, names: Sequence[object]) -> str:
        return say("{names}", names=tuple(map(self._tell, names))).text(self._catalogue)

    def name_term(self, value: str) -> str:
        return TERMS[value].text(self._catalogue) if value in TERMS else value

    def name_duties(self, items: Sequence[Item]) -> str:
        """Say which duties these are, by the printed numbers in each list."""
        # No number holds the 、 that Chinese puts between them, as names may.
        comma, semicolon = say(",").text(self._catalogue), say("; ").text(self._catalogue)
        named = []
        for (annex, title), within in groupby(
            items, key=lambda each: (each.annex, each.list_title)
        ):
            nos = comma.join(_join_numbers([item.no for item in within]))
            message = say("“{title}” no. {nos}", title=title, nos=nos)
            if annex:
                message = say("{annex} no. {nos}", annex=annex, nos=nos)
            named.append(message.text(self._catalogue))
        return semicolon.join(named)

    def _tell(self, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, Message):
            return value.text(self._catalogue)
        return self.name_term(value) if isinstance(value, StrEnum) else str(value)


class _PlainWords(_Words):
    """How facts become words of one language, in a text without any marks."""

    line_break = "\n"

    def mark(self, text: str) -> str:
        return _flatten(text)


def _flatten(text: str) -> str:
    """Return the text as one line, without what acts on a screen."""
    return show_text(text.replace("\n", " ").replace("\t", " "))


def _write_han(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _write_percent(share: int) -> Markup:
    whole, tenth = divmod(share, 10)
    return Markup(f"{whole}.{tenth}%")


def _write_signed(number: int) -> Markup:
    return Markup(f"+{number}" if number > 0 else f"−{-number}" if number else "0")


def _shorten(text: str, longest: int = 40) -> str:
    """Return the text in so many characters, the last of them … where it has more."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"


def _join_numbers(numbers: Sequence[str]) -> list[str]:
    """Return the numbers, each once; three or more in a row as the first and the last of them."""
    joined: list[str] = []
    runs: list[list[str]] = []
    for number in dict.fromkeys(numbers):
        if runs and int(number) == int(runs[-1][-1]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        joined += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else run
    return joined


def _explain(fault: Exception, name: str) -> InvalidData:
    """Return the refusal of a template that fails, with the line where it does."""
    line = fault.lineno if isinstance(fault, TemplateSyntaxError) else _find_line(fault, name)
    reason = _say_reason(fault)
    if line is None:
        return InvalidData(say("the template {name} fails: {reason}", name=name, reason=reason))
    return InvalidData(
        say("{name}, line {line}: the template fails: {reason}",
            name=name, line=line, reason=reason)
    )  # fmt: skip


def _find_line(fault: Exception, name: str) -> int | None:
    """Return the last line of the template that the fault came by."""
    lines = [
        line for frame, line in walk_tb(fault.__traceback__) if frame.f_code.co_filename == name
    ]
    return lines[-1] if lines else None


def _say_reason(fault: Exception) -> object:
    if isinstance(fault, TemplateNotFound):
        return say("there is no template {name}", name=fault.name)
    if isinstance(fault, SecurityError):
        return say("it may not do that ({words})", words=str(fault))
    return str(fault) or type(fault).__name__
