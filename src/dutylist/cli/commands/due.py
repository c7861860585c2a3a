"""`dutylist due`: what is still owed and falls in a span of days."""

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from dutylist.cli.call import Call, Scope
from dutylist.cli.options import read_day, read_number, takes_scope
from dutylist.errors import WrongUsage
from dutylist.words import say

if TYPE_CHECKING:
    from dutylist.query import Answer, Question

DEFAULT_DAYS = 30
MOST_DAYS = 10**10


def read_month(text: str) -> int:
    """Read a month, 1 to 12."""
    return read_number(
        text, 1, 12, say("a month is a number from 1 to 12, not “{text}”", text=text)
    )


def read_quarter(text: str) -> int:
    """Read a quarter, 1 to 4."""
    return read_number(
        text, 1, 4, say("a quarter is a number from 1 to 4, not “{text}”", text=text)
    )


def read_days(text: str) -> int:
    """Read a number of days."""
    return read_number(text, 0, MOST_DAYS, say("days are a number, not “{text}”", text=text))


class Span(NamedTuple):
    """The span of days asked for, in the user's terms; one of them at most."""

    month: int | None = None
    quarter: int | None = None
    by: date | None = None
    within: int | None = None

    def find_days(self, year: int, today: date) -> tuple[date, date]:
        """Return the first and last day; months and quarters are those of `year`."""
        if self.month:
            return _span_months(year, self.month, self.month)
        if self.quarter:
            return _span_months(year, self.quarter * 3 - 2, self.quarter * 3)
        if self.by:
            return today, self.by
        days = DEFAULT_DAYS if self.within is None else self.within
        return today, today + timedelta(days=min(days, (date.max - today).days))


@takes_scope
def command(
    context: typer.Context,
    scope: Scope,
    month: Annotated[
        int | None,
        typer.Option(
            "--month", "-m", parser=read_month, metavar="MONTH", help="What falls in this month."
        ),
    ] = None,
    quarter: Annotated[
        int | None,
        typer.Option(
            "--quarter",
            "-q",
            parser=read_quarter,
            metavar="QUARTER",
            help="What falls in this quarter.",
        ),
    ] = None,
    by: Annotated[
        date | None,
        typer.Option(
            "--by", parser=read_day, metavar="DATE", help="What falls from today to this day."
        ),
    ] = None,
    within: Annotated[
        int | None,
        typer.Option(
            "--within",
            parser=read_days,
            metavar="DAYS",
            help="What falls within so many days; 30 if nothing is asked.",
        ),
    ] = None,
) -> None:
    """List what is still owed and falls due: deadlines, checkpoints and reports.

    Months and quarters are those of the newest list year that has begun, or of --year.

    Example: dutylist due --month 10
    """  # fmt: skip
    from dutylist.cli.answers import hand_over_rows, read
    from dutylist.views.rows import DUE_VIEW

    span = Span(month, quarter, by, within)
    if sum(part is not None for part in span) > 1:
        raise WrongUsage(say("give one of --month, --quarter, --by and --within"))
    call: Call = context.obj
    reading = read(call, scope, lambda question: _select(question, span))
    hand_over_rows(call, scope, reading, DUE_VIEW)


def _select(question: "Question", span: Span) -> "Answer":
    from dutylist.query import find_default_year, select_due

    years = question.selection.years or (find_default_year(question.snapshot, question.day),)
    return select_due(question, *span.find_days(max(years), question.day))


def _span_months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
