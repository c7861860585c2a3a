"""The small TOML files of a data folder, dutylist.toml and import.toml: read, and what is wrong."""

import re
import tomllib
from typing import Any

from dutylist.errors import Finding, InvalidData
from dutylist.store.source import Text
from dutylist.words import Message, say


def read_toml(text: Text, remedy: Message) -> dict[str, Any]:
    """Return the settings of a text; raises `InvalidData` with the place where it is no TOML."""
    try:
        return tomllib.loads(text.text)
    except (ValueError, RecursionError) as fault:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(fault))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        problem = say("this is no TOML")
        raise InvalidData.of([text.finding(line, column, problem, remedy)]) from None


def explain_setting(text: Text, key: str, remedy: Message) -> Finding:
    """Return the finding about a key that is no setting, or has a value that it cannot have."""
    name = re.compile(rf"""\s*\[*\s*["']?(?=({re.escape(key)})(?![\w-]))""")
    places = ((at, name.match(line)) for at, line in enumerate(text.lines, start=1))
    line, match = next(((at, match) for at, match in places if match), (1, None))
    problem = say("“{key}” is no setting, or has a value it cannot have", key=key)
    return text.finding(line, match.end() + 1 if match else 1, problem, remedy)
