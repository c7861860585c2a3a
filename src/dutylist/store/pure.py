"""The parser to fall back on where ruamel.yaml's C extension is missing: same events, slower.

It is held to what the C parser takes: a file must not be valid on one machine only.
"""

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.parser import ParserError


class PureParser:
    """Gives the events of a text one at a time, as the C parser does."""

    def __init__(self, text: str) -> None:
        yaml = YAML(typ="safe", pure=True)
        yaml.version = (1, 1)
        self._events: Iterator[Any] = iter(yaml.parse(text))
        self._brackets: list[bool] = []

    def get_event(self) -> Any:
        """Return the next event; raises ruamel's errors, as the C parser does."""
        event = next(self._events)
        name = type(event).__name__
        if name in ("SequenceStartEvent", "MappingStartEvent"):
            self._brackets.append(bool(event.flow_style))
        elif name in ("SequenceEndEvent", "MappingEndEvent"):
            self._brackets.pop()
        elif (
            name == "ScalarEvent" and not event.style and any(self._brackets) and ":" in event.value
        ):
            raise ParserError(
                "while scanning a plain scalar", event.start_mark, "found unexpected ':'"
            )
        return event
