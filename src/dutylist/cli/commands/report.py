"""`dutylist report`: the bulletin of a period."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from dutylist.cli.call import Scope
from dutylist.cli.commands.due import read_month, read_quarter
from dutylist.cli.options import (
    Force,
    OutFile,
    StyleFile,
    TemplateFile,
    read_number,
    read_word,
    takes_scope,
)
from dutylist.errors import WrongUsage
from dutylist.words import say

if TYPE_CHECKING:
    from dutylist.query import Question
    from dutylist.report.period import Period

FORMATS = ("docx", "html", "md", "xlsx", "terminal")


def read_half(text: str) -> int:
    """Read a half of the year, 1 or 2."""
    return read_number(text, 1, 2, say("a half of the year is 1 or 2, not “{text}”", text=text))


def read_report_format(text: str) -> str:
    """Read the name of a bulletin's format."""
    return read_word(text, FORMATS, {}, say("a format"))


class Asked(NamedTuple):
    """The period asked for, in the user's terms; one of them at most."""

    month: int | None = None
    quarter: int | None = None
    half: int | None = None

    def find_period(self, question: "Question") -> "Period":
        """Return the period; months, quarters and halves are those of the list year."""
        from dutylist.query import find_default_year
        from dutylist.report.period import Period, Unit, find_month

        years = question.selection.years
        if not years and self == Asked():
            return find_month(question.day)
        year = max(years or (find_default_year(question.snapshot, question.day),))
        units = (Unit.MONTH, Unit.QUARTER, Unit.HALF)
        for unit, number in zip(units, self, strict=True):
            if number:
                return Period(unit, year, number)
        return Period(Unit.YEAR, year)


@takes_scope
def command(  # noqa: PLR0913, PLR0917 - an option to each thing that an office may choose
    context: typer.Context,
    scope: Scope,
    month: Annotated[
        int | None,
        typer.Option("--month", "-m", parser=read_month, metavar="MONTH", help="On this month."),
    ] = None,
    quarter: Annotated[
        int | None,
        typer.Option(
            "--quarter", "-q", parser=read_quarter, metavar="QUARTER", help="On this quarter."
        ),
    ] = None,
    half: Annotated[
        int | None,
        typer.Option("--half", parser=read_half, metavar="HALF", help="On this half of the year."),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            parser=read_report_format,
            metavar="FORMAT",
            help="docx, html, md, xlsx or terminal; may be left out where FILE's ending says it.",
        ),
    ] = None,
    out: OutFile = None,
    force: Force = False,
    template: TemplateFile = None,
    style: StyleFile = None,
) -> None:
    """Write the bulletin of a period: how duties stand, what is late, what changed, what is next.

    Of the month, quarter or half of the newest list year that has begun, or of --year; a year alone
    is that whole year, and without any it is the month of the day.

    Example: dutylist report --month 10 -o 通报.docx
    """  # fmt: skip
    from dutylist.cli.reporting import Order, run

    asked = Asked(month, quarter, half)
    if sum(part is not None for part in asked) > 1:
        raise WrongUsage(say("give one of --month, --quarter and --half"))
    order = Order(asked.find_period, format_, out, force, template, style)
    run(context.obj, scope, order)
