"""Typer's complaints about a command line, in our words and the reader's language.

Typer's own sentences are English only, so each kind of error is told from its facts.
"""

import re
from typing import Any

import typer

from dutylist.words import Message, say

# Typer shows one of its Click's errors; the one above it is what they all are.
USAGE_ERROR: type[Any] = typer.BadParameter.__mro__[1]

_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)", re.DOTALL)


def explain_usage(error: Any, command: str) -> list[Message]:
    """Return what was wrong with the command line, and where to read more.

    `command` is the command that was called, for the errors that do not know it themselves.
    """
    context = getattr(error, "ctx", None)
    path = context.command_path if context else f"dutylist {command}".strip()
    return [
        say("dutylist: {message}", message=_explain(error)),
        say("“{command} --help” tells more", command=path),
    ]


def _explain(error: Any) -> Message:
    option = getattr(error, "option_name", None)
    if option is not None and hasattr(error, "possibilities"):
        return _explain_no_such_option(option, error.possibilities)
    if option is not None and "does not take" in error.message:
        return say("{option} takes no value", option=option)
    if option is not None:
        return say("{option} needs a value", option=option)
    if hasattr(error, "param_type") and error.param is not None:
        return say("{name} is missing", name=_name(error.param))
    extra = _EXTRA.fullmatch(error.message)
    if extra:
        return say("too much: {words}", words=extra[1])
    return say("wrong usage: {words}", words=error.format_message())


def _explain_no_such_option(option: str, possibilities: Any) -> Message:
    if possibilities:
        nearest = tuple(sorted(possibilities))
        return say(
            "there is no option {option}; nearest: {nearest}", option=option, nearest=nearest
        )
    return say("there is no option {option}", option=option)


def _name(param: Any) -> Message | str:
    if param.param_type_name == "argument":
        # The catalogue has it: help pages show it, too.
        return Message(str(param.metavar), {})
    return str(param.opts[0])
