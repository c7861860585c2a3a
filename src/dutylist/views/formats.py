"""Rows for programs: JSON, CSV, TSV and Markdown. Keys and values are English and stable.

Whatever could act on a terminal is escaped in every format, so that no list can play tricks on
the person who only looks at the output.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from dutylist.duty import Deadline
from dutylist.query import Row
from dutylist.safe import show_text

KEYS = (
    "ref", "list", "year", "no", "content", "departments", "supporting", "leaders", "deadline",
    "class", "due", "checkpoints", "cadence", "soft", "ambiguous", "status", "overdue",
    "days_left", "lamp", "reason", "last_progress", "bucket", "issuer",
    "folder",
)  # fmt: skip
FALLING_KEYS = (*KEYS, "on", "kind")
MEANING_KEYS = ("class", "due", "checkpoints", "cadence", "soft", "ambiguous")
LIST_SEPARATOR = "；"

_RAW_CONTROLS = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_FORMULA = re.compile(r"[=+\-@\t\r]")

_ASCII, _UNICODE = json.JSONEncoder(), json.JSONEncoder(ensure_ascii=False)

Record = Mapping[str, object]
_Quote = Callable[[str], str]


def make_record(row: Row) -> dict[str, object]:
    """Return the row as plain values, with `on` and `kind` where it tells what falls due."""
    duty, meaning, standing = row.duty, row.duty.meaning, row.standing
    last = standing.last_progress
    record: dict[str, object] = {
        "ref": row.ref,
        "list": row.head.list_id,
        "year": row.head.year,
        "no": duty.no,
        "content": duty.content,
        "departments": duty.departments,
        "supporting": duty.supporting,
        "leaders": duty.leaders,
        "deadline": duty.deadline,
        **make_meaning_record(meaning),
        "due": _show_day(standing.due),
        "status": standing.status,
        "overdue": standing.overdue,
        "days_left": standing.days_left,
        "lamp": standing.lamp,
        "reason": str(standing.reason),
        "last_progress": last
        and {key: value for key, value in _list_entry(last._asdict()) if value is not None},
        "bucket": row.bucket,
        "issuer": row.head.issuer,
        "folder": row.head.folder,
    }
    if row.on:
        record["on"] = row.on.isoformat()
        record["kind"] = row.kind
    return record


def make_meaning_record(meaning: Deadline) -> dict[str, object]:
    """Return the deadline part alone: what a wording means."""
    return {
        "class": meaning.cls,
        "due": _show_day(meaning.due),
        "checkpoints": [day.isoformat() for day in meaning.checkpoints],
        "cadence": meaning.cadence,
        "soft": meaning.soft,
        "ambiguous": meaning.ambiguous,
    }


def _list_entry(entry: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    return (
        (key, _show_day(value) if isinstance(value, date) else value)
        for key, value in entry.items()
    )


def _show_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def write_json(value: Record | Iterable[Record], *, ascii_only: bool = False) -> str:
    """Write one object, or an array with a row to a line; `ascii_only` for other encodings."""
    if isinstance(value, Mapping):
        return _encode(value, ascii_only=ascii_only) + "\n"
    rows = ",\n".join(_encode(record, ascii_only=ascii_only) for record in value)
    return f"[\n{rows}\n]\n" if rows else "[]\n"


def _encode(record: Record, *, ascii_only: bool) -> str:
    encoded = (_ASCII if ascii_only else _UNICODE).encode(record)
    return _RAW_CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", encoded)


def write_csv(keys: Sequence[str], records: Iterable[Record]) -> str:
    """Write RFC 4180 rows below the keys; text that a spreadsheet would run gets a ' before it."""
    return _write_rows(keys, records, ",", _quote_csv, "\r\n")


def write_tsv(keys: Sequence[str], records: Iterable[Record]) -> str:
    r"""Write tab-separated rows below the keys; tabs and line ends inside are \t and \n."""
    return _write_rows(keys, records, "\t", show_text, "\n")


def write_markdown(keys: Sequence[str], records: Iterable[Record]) -> str:
    """Write a Markdown table."""
    body = _write_rows(keys, records, " | ", _quote_markdown, " |\n| ")
    head, _, rest = body.partition("\n")
    rule = "|" + " --- |" * len(keys)
    return f"| {head}\n{rule}\n{rest}".removesuffix("| ")


def _write_rows(
    keys: Sequence[str],
    records: Iterable[Record],
    separator: str,
    quote: _Quote,
    line_end: str,
) -> str:
    lines = [separator.join(keys)]
    lines += (
        separator.join(_write_cell(record.get(key), quote) for key in keys) for record in records
    )
    return line_end.join(lines) + line_end


def _write_cell(value: object, quote: _Quote) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return quote(" ".join(str(part) for part in value.values()))
    if isinstance(value, list | tuple):
        return quote(LIST_SEPARATOR.join(str(part) for part in value))
    return quote(str(value))


def _quote_csv(text: str) -> str:
    guarded = f"'{text}" if _FORMULA.match(text) else text
    safe = "\n".join(show_text(line) for line in guarded.split("\n"))
    return '"' + safe.replace('"', '""') + '"' if re.search('[",\n]', safe) else safe


def _quote_markdown(text: str) -> str:
    return show_text(text.replace("\n", " ")).replace("\\", "\\\\").replace("|", "\\|")


WRITERS = {"csv": write_csv, "tsv": write_tsv, "md": write_markdown}
"""The writers of the formats in rows and columns, by the format's name."""
