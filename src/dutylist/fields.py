"""The rules for single fields: what a text, a day, a number may be, without pydantic.

The models check with these what stands in a file; what writes checks with them what is about to
stand there. Importing this costs nothing, so that writing stays light.
"""

import re
import unicodedata
from datetime import date
from typing import TypeGuard

from dutylist.words import Message, say

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_REF = re.compile(r"[^/／\n\t]+/[1-9][0-9]{0,5}(?:\.[1-9][0-9]{0,3})?", re.ASCII)
TWO_TASKS = re.compile(r"[1-9][0-9]{0,5}\.[1-9][0-9]{0,3}", re.ASCII)
HIGHEST_NO = 999_999
EARLIEST_YEAR, LATEST_YEAR = 1949, 2999
MOST_NAME = 100


class FieldFault(ValueError):
    """A value that its field cannot hold.

    `rule` names what it broke, `fact` is the part of it that did so, and `message` says both.
    """

    def __init__(self, rule: str, fact: str, message: Message) -> None:
        super().__init__(str(message))
        self.rule = rule
        self.fact = fact
        self.message = message


class Figure(float):
    """A number in a file that is no plain whole number, with the text that stands there."""

    text: str

    @classmethod
    def of(cls, text: str) -> "Figure":
        """Read a number; what Python knows no number for (1_0, 0x1f, .inf) counts as none."""
        try:
            figure = cls(text)
        except ValueError:
            figure = cls("nan")
        figure.text = text
        return figure


def check_text(text: str) -> str:
    """Return the text without blanks around it; a FieldFault if it is empty or holds a control.

    Line ends (as a line feed alone) and tabs are no control characters here.
    """
    text = text.strip()
    if not text:
        raise FieldFault("blank_text", "", say("the text is empty"))
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t":
            code = f"U+{ord(character):04X}"
            message = say("the control character {code} stands in the text", code=code)
            raise FieldFault("control_character", code, message)
    return text


def check_name(text: str) -> str:
    """Return an office's name: a text of one line, of `MOST_NAME` characters at most.

    Raises a FieldFault for any other text: a paragraph that was pasted in its place.
    """
    text = check_text(text)
    if len(text) > MOST_NAME or "\n" in text or "\t" in text:
        message = say("a name is on one line, of {n} characters at most", n=MOST_NAME)
        raise FieldFault("name_form", text, message)
    return text


def check_day(text: str) -> date:
    """Return the day that a text of the form 2022-10-31 names; a FieldFault if it names none."""
    text = text.strip()
    if not _DAY.fullmatch(text):
        raise FieldFault("day_form", text, say("“{text}” is no day as 2022-10-31", text=text))
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = say("the calendar has no {day}", day=text)
        raise FieldFault("no_such_day", text, message) from None


def check_sha256(text: str) -> str:
    """Return a SHA-256 as 64 lower-case hex digits; a FieldFault if the text is none."""
    text = text.strip()
    if not _SHA256.fullmatch(text):
        message = say("“{text}” is no SHA-256 of 64 digits", text=text)
        raise FieldFault("sha256_form", text, message)
    return text


def check_ref(text: str) -> str:
    """Return a ref of the form tasks_2021/98; a FieldFault if the text is none."""
    text = check_text(text)
    if not _REF.fullmatch(text):
        message = say("“{text}” is no ref as tasks_2021/98", text=text)
        raise FieldFault("ref_form", text, message)
    return text


def show_figure(value: object) -> object:
    """Return a number as the text that stands in the file, anything else as it is."""
    if isinstance(value, Figure):
        return value.text
    return str(value) if type(value) is int else value


def is_no(value: object) -> TypeGuard[int | str]:
    """Tell whether `value` is a duty's number: a whole number from 1, or text as "5.1"."""
    if isinstance(value, str):
        return TWO_TASKS.fullmatch(value) is not None
    return type(value) is int and 1 <= value <= HIGHEST_NO
