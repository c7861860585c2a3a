"""dutylist.toml in a data folder: how this government lights its lamps; the file is optional.

[lamps]
soon_days = 30              # yellow this many days before the due date; 0: never
blocked = "yellow"          # red, yellow or green
missing_report = "yellow"   # red, yellow or green
"""

from typing import Any

from dutylist.errors import InvalidData
from dutylist.standing import DEFAULT_RULES, Lamp, Rules
from dutylist.store.folder import read_file
from dutylist.store.source import read_text
from dutylist.store.toml import explain_setting, read_toml
from dutylist.words import say

MOST_DAYS = 366
_REMEDY = say("see docs/standing.md for what may stand here")


def read_rules(path: str, raw: bytes | None = None) -> Rules:
    """Return the rules of a dutylist.toml; raises `InvalidData` with the place of each fault.

    `raw` are its bytes where they were committed, and `path` is but a name for them.
    """
    text, findings = read_text(path, read_file(path) if raw is None else raw)
    if findings:
        raise InvalidData.of(findings)
    settings = read_toml(text, _REMEDY)
    lamps = settings.get("lamps", {})
    unsound = [key for key in settings if key != "lamps" or not isinstance(lamps, dict)]
    if isinstance(lamps, dict):
        unsound += [key for key, value in lamps.items() if not _is_sound(key, value)]
    if unsound:
        found = [explain_setting(text, key, _REMEDY) for key in unsound]
        raise InvalidData.of(sorted(found, key=lambda finding: finding.place))
    days = lamps.pop("soon_days", DEFAULT_RULES.soon_days)
    return DEFAULT_RULES._replace(
        soon_days=days, **{key: Lamp(value) for key, value in lamps.items()}
    )


def _is_sound(key: str, value: Any) -> bool:
    if key == "soon_days":
        return type(value) is int and 0 <= value <= MOST_DAYS
    return key in ("blocked", "missing_report") and value in [lamp.value for lamp in Lamp]
