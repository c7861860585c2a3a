"""The sentences and labels that several views share, as messages or in the reader's language."""

import re
from collections.abc import Sequence
from functools import cache

from dutylist.duty import Status
from dutylist.query import Row, Tally
from dutylist.standing import Lamp, Rules
from dutylist.terms import TERMS
from dutylist.views.blocks import Cell, Style
from dutylist.words import Catalogue, Message, say, say_n

LAMP_STYLES = {Lamp.RED: Style.RED, Lamp.YELLOW: Style.YELLOW, Lamp.GREEN: Style.GREEN}


@cache
def name_term(value: str, catalogue: Catalogue) -> str:
    """Return the word for a value: its official term in Chinese, itself in English."""
    message = TERMS.get(value)
    return message.text(catalogue) if message else value


def join_names(names: Sequence[str], catalogue: Catalogue) -> str:
    """Join names that may themselves hold 、."""
    return names[0] if len(names) == 1 else _join(tuple(names), catalogue)


@cache
def _join(names: tuple[str, ...], catalogue: Catalogue) -> str:
    return say("{names}", names=names).text(catalogue)


_EVERY = re.compile(r"every ([0-9]+) (days|hours|working days|weeks|months|years)", re.ASCII)


def name_cadence(cadence: str, catalogue: Catalogue) -> str:
    """Return the words for a cadence, `every 3 days` among them."""
    match = _EVERY.fullmatch(cadence)
    if not match:
        return name_term(cadence, catalogue)
    number = int(match[1])
    every = {
        "days": say_n("every {n} day", "every {n} days", number),
        "hours": say_n("every {n} hour", "every {n} hours", number),
        "working days": say_n("every {n} working day", "every {n} working days", number),
        "weeks": say_n("every {n} week", "every {n} weeks", number),
        "months": say_n("every {n} month", "every {n} months", number),
        "years": say_n("every {n} year", "every {n} years", number),
    }
    return every[match[2]].text(catalogue)


def show_lamp(row: Row, catalogue: Catalogue) -> Cell:
    """Show the lamp by sign and word; a duty without a lamp by its status."""
    lamp = row.standing.lamp
    if lamp is None:
        return Cell(name_term(row.standing.status, catalogue), Style.FAINT)
    return Cell(f"● {name_term(lamp, catalogue)}", LAMP_STYLES[lamp])


def tell_tally(tally: Tally, rest: Message) -> list[Message]:
    """Say what was read, shown and left out; the parts are told in this order, none dropped.

    `rest` names the duties that no other reason left out, as "{n} not overdue".
    """
    duties = say_n("{n} duty", "{n} duties", tally.read)
    parts = [
        say_n("read {n} list, {duties}", "read {n} lists, {duties}", tally.lists, duties=duties)
    ]
    if tally.rows == tally.shown:
        parts.append(say("shown {shown}", shown=tally.shown))
    else:
        parts.append(say("shown {shown} in {rows} rows", shown=tally.shown, rows=tally.rows))
    left_out = (
        (tally.not_due, rest._replace(facts={"n": tally.not_due})),
        (tally.repealed, say("{n} repealed", n=tally.repealed)),
        (tally.done, say("{n} done", n=tally.done)),
        (tally.not_selected, say("{n} not selected", n=tally.not_selected)),
    )
    return [*parts, *(message for count, message in left_out if count)]


def tell_ended(rows: Sequence[Row]) -> list[Message]:
    """Say how many of the shown duties are repealed or done."""
    repealed = sum(row.standing.status is Status.REPEALED for row in rows)
    done = sum(row.standing.status is Status.DONE for row in rows)
    counts = (
        (repealed, say("{n} of them repealed", n=repealed)),
        (done, say("{n} of them done", n=done)),
    )
    return [message for count, message in counts if count]


def tell_legend(rules: Rules) -> list[Message]:
    """Say what lights each lamp under the rules in force, a message to a lamp."""
    causes = [(Lamp.RED, say("overdue")), (rules.blocked, say("blocked"))]
    if rules.soon_days:
        soon = say_n("due within {n} day", "due within {n} days", rules.soon_days)
        causes.append((Lamp.YELLOW, soon))
    causes.append((rules.missing_report, say("a report missing")))
    legend = [
        say(
            "{lamp}: {causes}",
            lamp=TERMS[lamp],
            causes=tuple(cause for lit, cause in causes if lit is lamp),
        )
        for lamp in (Lamp.RED, Lamp.YELLOW)
        if any(lit is lamp for lit, _ in causes)
    ]
    return [*legend, say("{lamp}: otherwise", lamp=TERMS[Lamp.GREEN])]
