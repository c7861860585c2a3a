"""Rows as text files: CSV that Excel opens, and the JSON of the reading commands."""

from collections.abc import Iterable

from dutylist.query import Row
from dutylist.views.formats import KEYS, make_record, write_csv, write_json

# Excel takes a file without this mark for one in the machine's old encoding.
BYTE_ORDER_MARK = "\ufeff"


def write_csv_file(rows: Iterable[Row]) -> bytes:
    """Return the rows as CSV: the text of `list --format csv`, in UTF-8 behind a mark."""
    return (BYTE_ORDER_MARK + write_csv(KEYS, map(make_record, rows))).encode()


def write_json_file(rows: Iterable[Row]) -> bytes:
    """Return the rows as the JSON of `list --format json`, in UTF-8."""
    return write_json(map(make_record, rows)).encode()
