"""What the folder of a Parquet export is like: which files it has, and how they are called.

Whoever is to replace such a folder must know it from others, with or without the library that
writes its files.
"""

import re
from urllib.parse import quote

from dutylist.tables.schema import TABLES

MARK = "_dutylist.json"
"""The file by which an export is known; engines pass over names that begin with a low line."""

# What means something in a path or to Hive stands there by its number; Chinese stays readable.
_UNSAFE = re.compile(r"""[\x00-\x1f"#%'*/:=?\\{}\[\]^\x7f]""")
_PART = re.compile(
    rf"(?:{'|'.join(table.name for table in TABLES)})"
    r"/year=[0-9]+/list=[^/]+/part-[0-9]+\.parquet"
)


def name_part(table: str, year: int, list_id: str, at: int) -> str:
    """Return the path of the file that holds a table of the list at this place of the export."""
    return f"{table}/year={year}/list={_encode(list_id)}/part-{at}.parquet"


def is_part(path: str) -> bool:
    """Tell whether an export has files that are called so; `path` is as `name_part` gives it."""
    return path == MARK or _PART.fullmatch(path) is not None


def _encode(name: str) -> str:
    return _UNSAFE.sub(lambda match: quote(match[0], safe=""), name)
