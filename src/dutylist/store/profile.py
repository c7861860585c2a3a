"""import.toml in a data folder: what a clerk has once decided about the documents of an office.

issuer = "石拐区人民政府"        # who issued the lists, which the documents seldom say

[columns]                     # what a title or label means: a field, or "ignore"
"责任主体" = "supporting"

[names]
whole = ["蔬菜园艺特产管理中心"]     # one name, wherever a line or a blank breaks it
parted = [["市委", "组织部"]]        # two names, though they look like one
"""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from dutylist.errors import InvalidData
from dutylist.fields import FieldFault, check_name
from dutylist.store.source import Text, read_text
from dutylist.store.toml import explain_setting, read_toml
from dutylist.words import say

PROFILE_NAME = "import.toml"
_REMEDY = say("see docs/import.md for what may stand here")
FIELDS = ("no", "content", "departments", "supporting", "deadline", "leaders", "stage", "ignore")


class Profile(NamedTuple):
    """The decisions: what titles mean, names that are one, pairs that are two, and the issuer."""

    columns: Mapping[str, str] = MappingProxyType({})
    whole: tuple[str, ...] = ()
    parted: tuple[tuple[str, str], ...] = ()
    issuer: str | None = None

    def add(self, other: "Profile") -> "Profile":
        """Return both; where they differ, the other's word holds."""
        return Profile(
            {**self.columns, **other.columns},
            tuple(dict.fromkeys((*self.whole, *other.whole))),
            tuple(dict.fromkeys((*self.parted, *other.parted))),
            other.issuer or self.issuer,
        )


def read_profile(path: str, raw: bytes) -> Profile:
    """Return the decisions of a profile; raises `InvalidData` with the place of a fault."""
    text, findings = read_text(path, raw)
    if findings:
        raise InvalidData.of(findings)
    settings = read_toml(text, _REMEDY)
    columns, names = settings.pop("columns", {}), settings.pop("names", {})
    issuer = settings.pop("issuer", None)
    for key in settings:
        raise _refuse(text, key)
    whole, parted = _read_names(text, names)
    return Profile(_read_columns(text, columns), whole, parted, _read_issuer(text, issuer))


def write_profile(profile: Profile) -> bytes:
    """Return the text of a profile."""
    lines = ["# 导入文件时的约定（dutylist import）。", ""]
    lines += [f"issuer = {_quote(profile.issuer)}", ""] if profile.issuer else []
    lines.append("[columns]")
    lines += [f"{_quote(title)} = {_quote(field)}" for title, field in profile.columns.items()]
    lines += ["", "[names]"]
    lines += ["whole = [", *(f"  {_quote(name)}," for name in profile.whole), "]"]
    pairs = (f"  [{_quote(one)}, {_quote(other)}]," for one, other in profile.parted)
    lines += ["parted = [", *pairs, "]"]
    return ("\n".join(lines) + "\n").encode()


def _quote(text: str) -> str:
    # What JSON escapes TOML does, too; DEL is the one control that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _read_columns(text: Text, columns: Any) -> dict[str, str]:
    if not isinstance(columns, dict):
        raise _refuse(text, "columns")
    for title, field in columns.items():
        if field not in FIELDS:
            raise _refuse(text, title)
    return dict(columns)


def _read_names(text: Text, names: Any) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    known = isinstance(names, dict) and names.keys() <= {"whole", "parted"}
    whole = names.get("whole", []) if known else None
    parted = names.get("parted", []) if known else None
    if not _is_texts(whole) or not isinstance(parted, list):
        raise _refuse(text, "names")
    if not all(_is_texts(pair) and len(pair) == 2 for pair in parted):
        raise _refuse(text, "parted")
    return tuple(whole or ()), tuple((one, other) for one, other in parted)


def _read_issuer(text: Text, issuer: Any) -> str | None:
    if issuer is None:
        return None
    try:
        return check_name(issuer if isinstance(issuer, str) else "")
    except FieldFault:
        raise _refuse(text, "issuer") from None


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each for each in value)


def _refuse(text: Text, key: str) -> InvalidData:
    return InvalidData.of([explain_setting(text, key, _REMEDY)])
