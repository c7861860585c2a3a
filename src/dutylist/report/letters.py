"""Reminders put into words: short messages for a chat, and letters (催办单) as Markdown.

Both come of templates. A letter's Markdown is what its Word document is drawn from, too.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from dutylist.report.messages import Part, part_messages
from dutylist.report.reminders import Item, Reminder
from dutylist.words import say

PARTING = "─" * 20
"""The line between two messages: what stands between two such lines is pasted at once."""

# The catalogue names the templates of its language.
MESSAGE = say("reminder.en.txt.j2")
LETTER = say("reminder.en.md.j2")


class Wording(Protocol):
    """What puts facts into words."""

    def write(self, facts: Mapping[str, object], /) -> str:
        """Return the text; raises `InvalidData` where its template fails."""


def word_letter(reminder: Reminder, wording: Wording) -> list[Part]:
    """Return the letter of one party, as Markdown."""
    return [Part(wording.write(reminder._asdict()))]


def word_messages(reminder: Reminder, wording: Wording) -> list[Part]:
    """Return the messages of one party, each short enough for a chat."""
    facts = reminder._asdict()

    def word(items: Sequence[Item], part: int, parts: int) -> str:
        return wording.write({**facts, "items": items, "part": part, "parts": parts})

    return part_messages(reminder.items, word)


def join_messages(messages: Iterable[str]) -> str:
    """Return messages below one another, parted by a line."""
    return f"{PARTING}\n".join(messages)


def join_letters(letters: Iterable[str]) -> str:
    """Return letters below one another; the rule between two begins a page."""
    return "\n---\n\n".join(letters)
