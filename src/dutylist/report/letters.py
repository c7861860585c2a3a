"""Reminders put into words: short messages for a chat, and letters (催办单) as Markdown.

Both come of templates. A letter's Markdown is what its Word document is drawn from, too.
"""

from collections.abc import Iterable, Sequence

from dutylist.report.messages import Part, part_messages
from dutylist.report.reminders import Item, Reminder
from dutylist.report.wording import Template, Wording
from dutylist.words import Catalogue, say

PARTING = "─" * 20
"""The line between two messages: what stands between two such lines is pasted at once."""

# The catalogue names the templates of its language.
MESSAGE = say("reminder.en.txt.j2")
LETTER = say("reminder.en.md.j2")


def make_wording(catalogue: Catalogue, template: Template | None, *, is_plain: bool) -> Wording:
    """Return what puts reminders into words: messages in plain text, or letters in Markdown."""
    return Wording(MESSAGE if is_plain else LETTER, catalogue, template, is_plain=is_plain)


def word_messages(reminder: Reminder, wording: Wording) -> list[Part]:
    """Return the messages of one party, each short enough for a chat.

    Raises `InvalidData` where the template fails, as does `word_letter`.
    """

    def word(items: Sequence[Item], part: int, parts: int) -> str:
        return wording.write({**reminder._asdict(), "items": items, "part": part, "parts": parts})

    return part_messages(reminder.items, word)


def word_letter(reminder: Reminder, wording: Wording) -> str:
    """Return the letter of one party as Markdown."""
    return wording.write(reminder._asdict())


def join_messages(texts: Iterable[str]) -> str:
    """Return messages below one another, parted by a line."""
    return f"{PARTING}\n".join(texts)


def join_letters(letters: Iterable[str]) -> str:
    """Return letters below one another; the rule between two begins a page."""
    return "\n---\n\n".join(letters)
