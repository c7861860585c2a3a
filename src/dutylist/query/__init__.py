"""A selection of duties into rows: which duties, how they stand, and what was left out.

`rows` has what a question and an answer are, `scope` reads the filters, with `lists` and `parties`
for what their names stand for, and `select` puts the questions. Every answer accounts for every
duty that was read: shown, or left out for a reason.
"""

from dutylist.query.lists import find_nearest
from dutylist.query.parties import resolve_units
from dutylist.query.rows import Answer, Kind, Question, Row, Tally
from dutylist.query.select import (
    find_default_year,
    list_owed,
    select_all,
    select_due,
    select_overdue,
    select_refs,
)

__all__ = [
    "Answer",
    "Kind",
    "Question",
    "Row",
    "Tally",
    "find_default_year",
    "find_nearest",
    "list_owed",
    "resolve_units",
    "select_all",
    "select_due",
    "select_overdue",
    "select_refs",
]
