"""Sentences for people, as values: what is said and the facts in it, in no language yet.

Every room may make a `Message`; only the edge turns it into text, in the reader's language. The
English text is the message's key in the catalogue (gettext's way), so `str(message)` is English
and needs no catalogue. Nothing here knows which language is chosen.
"""

from collections.abc import Mapping
from typing import NamedTuple, Protocol


class Catalogue(Protocol):
    """What a message asks of a language: the two look-ups of gettext."""

    def __hash__(self) -> int:
        """Tell catalogues apart, for texts that are looked up over and over."""

    def gettext(self, message: str, /) -> str:
        """Return the text for `message`, or `message` itself."""

    def ngettext(self, singular: str, plural: str, n: int, /) -> str:
        """Return the text for `n` things."""


class Message(NamedTuple):
    """One sentence: an English template in `str.format` style, and the facts for its fields.

    A fact may itself be a message, which is put into the same language, or a tuple of messages
    and values, which are joined as that language joins a list.
    """

    template: str
    facts: Mapping[str, object]
    plural: str | None = None
    number: int = 1

    def text(self, catalogue: Catalogue | None = None) -> str:
        """Return the sentence in the catalogue's language, or in English without one."""
        facts = {name: _show_fact(fact, catalogue) for name, fact in self.facts.items()}
        return self._template(catalogue).format_map(facts)

    def _template(self, catalogue: Catalogue | None) -> str:
        if not self.template:
            return ""  # which gettext keeps for the catalogue's head
        if self.plural is None:
            return catalogue.gettext(self.template) if catalogue else self.template
        if catalogue:
            return catalogue.ngettext(self.template, self.plural, self.number)
        return self.template if self.number == 1 else self.plural

    def __str__(self) -> str:
        return self.text()


def say(template: str, /, **facts: object) -> Message:
    """Make a message; the catalogue is extracted from the first argument of these calls."""
    return Message(template, facts)


def say_n(singular: str, plural: str, number: int, /, **facts: object) -> Message:
    """Make a message about a number of things; `{n}` in the template is that number."""
    return Message(singular, {"n": number, **facts}, plural, number)


def _show_fact(fact: object, catalogue: Catalogue | None) -> object:
    if isinstance(fact, Message):
        return fact.text(catalogue)
    if isinstance(fact, tuple):
        return _JOINT.text(catalogue).join(str(_show_fact(part, catalogue)) for part in fact)
    return fact


_JOINT = say(", ")
