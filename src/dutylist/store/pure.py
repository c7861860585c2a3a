"""The parser to fall back on where ruamel.yaml's C extension is missing: same events, slower."""

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML


class PureParser:
    """Gives the events of a text one at a time, as the C parser does."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(text))

    def get_event(self) -> Any:
        """Return the next event; raises ruamel's errors, as the C parser does."""
        return next(self._events)
