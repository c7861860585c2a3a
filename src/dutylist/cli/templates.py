"""The templates of an office: named on the command line, or lying in the data folder."""

import os
from collections.abc import Iterable
from pathlib import Path

from dutylist.errors import InvalidData, WrongUsage, explain_os_error
from dutylist.words import say

FOLDER = "templates"


def find_template(named: str | None, folders: Iterable[str], name: str) -> str | None:
    """Return the path of the template: the one that is named, else that of the first folder."""
    if named is not None:
        return named
    paths = (os.path.join(folder, FOLDER, name) for folder in folders)  # noqa: PTH118 - as typed
    return next((path for path in paths if Path(path).is_file()), None)


def read_template(path: str) -> str:
    """Return a template's text; raises `WrongUsage`, or `InvalidData` where it is no UTF-8."""
    try:
        return read_pattern(path).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InvalidData(say("{path} is no text in UTF-8", path=path)) from fault


def read_pattern(path: str) -> bytes:
    """Return a file's bytes; raises `WrongUsage` where there is none to read."""
    if os.path.lexists(path) and not Path(path).is_file():
        raise WrongUsage(say("{path} is no regular file", path=path))
    try:
        return Path(path).read_bytes()
    except OSError as fault:
        reason = explain_os_error(fault)
        raise WrongUsage(
            say("{path} cannot be read: {reason}", path=path, reason=reason)
        ) from fault
