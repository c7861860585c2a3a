"""The SQL of docs/scaling.md by the name in its first line, and what the commands answer.

Only the standard library is used: `tools/spark.py` asks the same questions with this, where
nothing else of the project is installed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "docs" / "scaling.md"
SHOWN_FOLDER = "lists.parquet"
SHOWN_DAY = "DATE '2022-10-01'"
SHOWN_SPAN = "DATE '2022-10-01' AND DATE '2022-10-31'"

DUE_KEYS = ("on", "kind", "ref", "status", "due", "days_left", "lamp", "bucket")
OVERDUE_KEYS = ("ref", "status", "due", "days_left", "lamp", "bucket")
COUNT_KEYS = (
    "key", "duties", "pending", "active", "blocked", "done", "repealed", "overdue", "red",
    "yellow", "green",
)  # fmt: skip

Row = tuple[object, ...]


def read_questions() -> dict[str, str]:
    """Return the blocks of SQL that the document has, by their names."""
    text = DOCUMENT.read_text(encoding="utf-8")
    blocks = re.findall(r"^```sql\n-- ([^\n]+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return dict(blocks)


def split(block: str) -> list[str]:
    """Return the statements of a block."""
    return [each.strip() for each in block.split(";\n") if each.strip()]


def show_rows(rows: Iterable[Sequence[object]]) -> list[Row]:
    """Return rows of an engine as JSON has them: days as text."""
    return [
        tuple(each.isoformat() if isinstance(each, date) else each for each in row) for row in rows
    ]


def pick(records: Iterable[Mapping[str, object]], keys: Sequence[str]) -> list[Row]:
    """Return records of a command as rows of these keys."""
    return [tuple(record[key] for key in keys) for record in records]
