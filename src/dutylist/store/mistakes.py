"""What a clerk did when YAML cannot be read: the parser's error explained, at the right place.

A parser names the place where it could go no further, which is often the end of the file. Here
its error is turned into the mistake that most likely caused it: the quotation mark that was
never closed, the full-width colon, the tab.
"""

import re
from typing import Any, NamedTuple

from ruamel.yaml.error import MarkedYAMLError

from dutylist.errors import Finding
from dutylist.store.source import Text
from dutylist.words import Message, say

_FULLWIDTH_KEY = re.compile(r"[ \t-]*[A-Za-z_]+\s*：")
_TIGHT_KEY = re.compile(r"[ \t-]*[A-Za-z_]+:\S")
_LONG_DASH = re.compile(r"[ \t]*[—–－]")
_QUOTE_IT = say("put the whole text in quotes, as '…'")


class _Error(NamedTuple):
    """A parser's error: where its construct began, where it stopped, and the line there."""

    context: str
    problem: str
    began: Any
    stopped: Any
    line: str

    @property
    def rest(self) -> str:
        return self.line[self.stopped.column :]


class _Mark(NamedTuple):
    line: int
    column: int


class _Mistake(NamedTuple):
    mark: Any
    problem: Message
    remedy: Message


def explain_error(text: Text, fault: MarkedYAMLError) -> Finding:
    """Turn a parser's error into the finding that names the likely mistake."""
    stopped = fault.problem_mark or fault.context_mark
    began = fault.context_mark or stopped
    if stopped is None:
        return text.finding(1, 1, _UNREAD, _LOOK_THERE)
    error = _Error(
        fault.context or "", fault.problem or "", began, stopped, _line_at(text, stopped.line)
    )
    mistake = _explain(text, error)
    line = min(mistake.mark.line + 1, len(text.lines))
    return text.finding(line, mistake.mark.column + 1, mistake.problem, mistake.remedy)


_LOOK_THERE = say("look at this line and the one above it")


def _explain(text: Text, error: _Error) -> _Mistake:
    for explain in (
        _explain_tab,
        _explain_quote,
        _explain_key,
        _explain_mark,
        _explain_bracket,
        _explain_block,
    ):
        mistake = explain(text, error)
        if mistake:
            return mistake
    return _Mistake(error.stopped, _UNREAD, _LOOK_THERE)


_UNREAD = say("YAML cannot be read on from here")


def _line_at(text: Text, line: int) -> str:
    return text.lines[line] if line < len(text.lines) else ""


def _explain_tab(_text: Text, error: _Error) -> _Mistake | None:
    if "tab" not in error.problem and not error.rest.startswith("\t"):
        return None
    return _Mistake(
        error.stopped,
        say("a tab stands here, where only blanks may stand"),
        say("put blanks in its place; text from Excel brings tabs along"),
    )


def _explain_quote(_text: Text, error: _Error) -> _Mistake | None:
    if "quoted scalar" not in error.context:
        return None
    if "escape" in error.problem or "Unicode" in error.problem:
        return _Mistake(
            _mark_escape(error),
            say("in double quotes, \\ starts an escape, and this is none that YAML knows"),
            say("use single quotes, as 'D:\\file', or write \\\\"),
        )
    return _Mistake(
        error.began,
        say("the quotation mark that opens here is never closed"),
        say("close it, or take it away"),
    )


def _mark_escape(error: _Error) -> Any:
    backslash = error.line.rfind("\\", 0, error.stopped.column + 1)
    return error.stopped if backslash < 0 else _Mark(error.stopped.line, backslash)


def _explain_key(text: Text, error: _Error) -> _Mistake | None:
    if "could not find expected ':'" not in error.problem:
        return None
    line = _line_at(text, error.began.line)
    if _FULLWIDTH_KEY.match(line):
        return _Mistake(error.began, say("a full-width colon ： stands after the key"), _COLON)
    if _TIGHT_KEY.match(line):
        return _Mistake(error.began, say("there is no blank after the colon"), _COLON)
    return _Mistake(error.began, say("there is no colon after the key"), _COLON)


_COLON = say("write the key, then a half-width colon and a blank, as “year: 2022”")


def _explain_mark(_text: Text, error: _Error) -> _Mistake | None:
    if "unexpected ':'" in error.problem:
        return _Mistake(error.began, say("a colon stands inside a text in brackets"), _QUOTE_IT)
    if "mapping values are not allowed" in error.problem:
        return _Mistake(error.stopped, *_explain_second_colon(error))
    if "cannot start any token" in error.problem:
        sign = error.rest[:1]
        return _Mistake(
            error.stopped,
            say("text cannot start with {sign} unless it is quoted", sign=sign),
            _QUOTE_IT,
        )
    if "not allowed in this context" in error.problem or "not allowed here" in error.problem:
        return _Mistake(
            error.stopped,
            say("{sign} followed by a blank starts a list or a key here", sign=error.rest[:1]),
            _QUOTE_IT,
        )
    if error.context.endswith(("an alias", "an anchor", "a tag", "a block scalar", "a directive")):
        return _Mistake(
            error.began,
            say(
                "{sign} at the start of a text means something to YAML",
                sign=error.line[error.began.column :][:1],
            ),
            _QUOTE_IT,
        )
    return None


def _explain_second_colon(error: _Error) -> tuple[Message, Message]:
    if ": " in error.line[: error.stopped.column]:
        return say("a colon with a blank after it stands inside a text"), _QUOTE_IT
    return (
        say("this key does not stand where the keys above it do"),
        say("line it up with the keys of the same duty, with blanks"),
    )


def _explain_bracket(_text: Text, error: _Error) -> _Mistake | None:
    if "flow" not in error.context:
        return None
    return _Mistake(
        error.began,
        say("the bracket that opens here is never closed, or a comma is missing in it"),
        say("write a list as [财政局, 教育局], with half-width brackets and commas"),
    )


def _explain_block(_text: Text, error: _Error) -> _Mistake | None:
    if _LONG_DASH.match(error.line) and error.line[: error.stopped.column].strip() == "":
        return _Mistake(
            error.stopped,
            say("a long dash stands here; a duty starts with a half-width -"),
            say("write “- no: …” with - from the keyboard"),
        )
    if not error.context.startswith("while parsing a block"):
        return None
    if error.line[: error.stopped.column].strip():
        return _Mistake(
            error.stopped, say("more text follows after a closing quote or bracket"), _QUOTE_IT
        )
    return _Mistake(
        error.stopped,
        say("this line does not stand where the lines of its kind above it do"),
        say("line it up with blanks: “- no:” under “- no:”, key under key"),
    )
