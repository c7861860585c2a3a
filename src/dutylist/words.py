"""Sentences for people, as values: what is said and the facts in it, in no language yet.

Every room may make a `Message`; only the edge turns it into text, in the reader's language. The
English text is the message's key in the catalogue (gettext's way), so `str(message)` is English
and needs no catalogue. Nothing here knows which language is chosen.
"""

from collections.abc import Mapping
from typing import NamedTuple, Protocol


class Catalogue(Protocol):
    """What a message asks of a language: the two look-ups of gettext."""

    def gettext(self, message: str, /) -> str:
        """Return the text for `message`, or `message` itself."""

    def ngettext(self, singular: str, plural: str, n: int, /) -> str:
        """Return the text for `n` things."""


class Message(NamedTuple):
    """One sentence: an English template in `str.format` style, and the facts for its fields.

    A fact may itself be a message; it is then put into the same language.
    """

    template: str
    facts: Mapping[str, object]
    plural: str | None = None
    count: int = 1

    def text(self, catalogue: Catalogue | None = None) -> str:
        """Return the sentence in the catalogue's language, or in English without one."""
        facts = {
            name: fact.text(catalogue) if isinstance(fact, Message) else fact
            for name, fact in self.facts.items()
        }
        return self._template(catalogue).format_map(facts)

    def _template(self, catalogue: Catalogue | None) -> str:
        if self.plural is None:
            return catalogue.gettext(self.template) if catalogue else self.template
        if catalogue:
            return catalogue.ngettext(self.template, self.plural, self.count)
        return self.template if self.count == 1 else self.plural

    def __str__(self) -> str:
        return self.text()


def say(template: str, /, **facts: object) -> Message:
    """Make a message; the catalogue is extracted from the first argument of these calls."""
    return Message(template, facts)


def say_n(singular: str, plural: str, count: int, /, **facts: object) -> Message:
    """Make a message about `count` things; `{n}` in the template is the count."""
    return Message(singular, {"n": count, **facts}, plural, count)
