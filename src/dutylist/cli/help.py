"""Help pages: Typer knows the commands and options, we say them in the reader's language.

Typer's own pages fold Chinese as if a character were one cell wide, and know no other language.
"""

import inspect
import sys
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any

from dutylist.cli.call import Call
from dutylist.views.text import measure, pad
from dutylist.views.wrap import wrap
from dutylist.words import Catalogue, Message, say

NARROWEST, WIDEST = 40, 100
_INDENT = "  "
_GAP = 2
_SHOW_HELP = say("Show this page and exit.")


def write_page(command: Any, context: Any, commands: Mapping[str, Message]) -> str:
    """Return the help page of a Typer command, or of the group of all `commands`."""
    call: Call = context.find_root().obj
    words = call.catalogue
    width = max(NARROWEST, min(WIDEST, call.output.find_width(sys.stdout)))
    parts = [
        say("Usage: {line}", line=_write_usage(command, context, words)).text(words),
        *_write_paragraphs(command, words, width),
    ]
    params = command.get_params(context)
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option" and not param.hidden]
    parts += _write_section(say("Arguments").text(words), map(_row(words), arguments), width)
    parts += _write_section(say("Options").text(words), map(_row(words), options), width)
    rows = [(name, summary.text(words)) for name, summary in commands.items()]
    parts += _write_section(say("Commands").text(words), rows, width)
    return "\n\n".join(parts)


def _write_usage(command: Any, context: Any, words: Catalogue) -> str:
    pieces = [context.command_path, say("[OPTIONS]").text(words)]
    for param in command.get_params(context):
        if param.param_type_name == "argument":
            pieces.append(_write_argument(param, words))
    if hasattr(command, "list_commands"):
        pieces.append(say("COMMAND …").text(words))
    return " ".join(pieces)


def _write_argument(param: Any, words: Catalogue) -> str:
    name = words.gettext(param.metavar)
    if any(sign in name for sign in "…["):
        return name  # it says itself what may be repeated or left out
    name = f"{name}…" if param.nargs != 1 else name
    return name if param.required else f"[{name}]"


def _write_paragraphs(command: Any, words: Catalogue, width: int) -> list[str]:
    text = words.gettext(inspect.cleandoc(command.help or ""))
    return [
        "\n".join(line.rstrip() for line in wrap(" ".join(part.split()), width))
        for part in text.split("\n\n")
    ]


def _row(words: Catalogue) -> Any:
    return lambda param: _describe_param(param, words)


def _describe_param(param: Any, words: Catalogue) -> tuple[str, str]:
    if param.name == "help":
        # Typer keeps these in a set: their order changes from run to run.
        return ", ".join(sorted(param.opts, key=len, reverse=True)), _SHOW_HELP.text(words)
    text = words.gettext(param.help or "")
    metavar = words.gettext(param.metavar) if param.metavar else ""
    if param.param_type_name == "argument":
        return metavar, text
    return f"{', '.join(param.opts)} {metavar}".strip(), text


def _write_section(title: str, rows: Iterable[tuple[str, str]], width: int) -> list[str]:
    rows = list(rows)
    if not rows:
        return []
    column = min(max(measure(name) for name, _ in rows), 28) + _GAP
    lines = [title]
    for name, text in rows:
        names = [name, ""] if measure(name) + _GAP > column else [name]
        told = wrap(text, width - column - len(_INDENT))
        told = ["", *told] if len(names) == 2 else told
        lines += (
            f"{_INDENT}{pad(name_part, column)}{line.strip()}".rstrip()
            for name_part, line in zip_longest(names, told, fillvalue="")
        )
    return ["\n".join(lines)]
