"""The sentences and labels that several views share, as messages or in the reader's language."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from dutylist.duty import Entry, Status
from dutylist.query import Answer, Row
from dutylist.standing import Lamp, Rules
from dutylist.terms import TERMS
from dutylist.views.blocks import Cell, Lines, Style
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


def join_parts(parts: Sequence[str | None]) -> str:
    """Join what is told in one line, without what says nothing."""
    return " · ".join(part for part in parts if part)


def tell_more(entry: Entry, catalogue: Catalogue) -> list[str]:
    """Return what an entry says beside its day, status and note: a text for each."""
    told = (
        (entry.value, say("value: {text}", text=entry.value)),
        (entry.problem, say("problem: {text}", text=entry.problem)),
        (entry.next, say("next: {text}", text=entry.next)),
        (entry.by, say("by {text}", text=entry.by)),
    )
    return [message.text(catalogue) for value, message in told if value]


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


def tell_tally(answer: Answer, rest: Message) -> list[Message]:
    """Say what was read, shown and left out; the parts are told in this order, none dropped.

    `rest` names the duties that no other reason left out, as "{n} not overdue".
    """
    tally = answer.tally
    duties = say_n("{n} duty", "{n} duties", tally.read)
    left_out = (
        (tally.not_due, rest._replace(facts={"n": tally.not_due})),
        (tally.repealed, say("{n} repealed", n=tally.repealed)),
        (tally.done, say("{n} done", n=tally.done)),
        (tally.not_selected, say("{n} not selected", n=tally.not_selected)),
    )
    return [
        say_n("read {n} list, {duties}", "read {n} lists, {duties}", tally.lists, duties=duties),
        _tell_shown(answer),
        *(message for count, message in left_out if count),
    ]


def _tell_shown(answer: Answer) -> Message:
    """Say how many are shown, and how many of them are repealed or done."""
    shown, rows = answer.tally.shown, answer.tally.rows
    told = say("shown {shown}", shown=shown)
    if rows != shown:
        told = say("shown {shown} in {rows} rows", shown=shown, rows=rows)
    statuses = [row.standing.status for row in answer.rows]
    repealed, done = statuses.count(Status.REPEALED), statuses.count(Status.DONE)
    counts = ((repealed, say("{n} repealed", n=repealed)), (done, say("{n} done", n=done)))
    ended = tuple(message for count, message in counts if count)
    return say("{shown} ({ended} among them)", shown=told, ended=ended) if ended else told


def tell_legend(rules: Rules) -> list[tuple[Lamp, Message]]:
    """Say what lights each lamp under the rules in force."""
    causes = [(Lamp.RED, say("overdue")), (rules.blocked, say("blocked"))]
    if rules.soon_days:
        soon = say_n("due within {n} day", "due within {n} days", rules.soon_days)
        causes.insert(1, (Lamp.YELLOW, soon))
    causes.append((rules.missing_report, say("a report missing")))
    lit = {lamp: [cause for by, cause in causes if by is lamp] for lamp in Lamp}
    legend = [(lamp, _join_causes(lit[lamp])) for lamp in (Lamp.RED, Lamp.YELLOW) if lit[lamp]]
    return [*legend, (Lamp.GREEN, say("all else"))]


def _join_causes(causes: Sequence[Message]) -> Message:
    *before, joined = causes
    for index, cause in enumerate(reversed(before)):
        form = say("{first}, {rest}") if index else say("{first} or {rest}")
        joined = form._replace(facts={"first": cause, "rest": joined})
    return joined


def show_legend(rules: Rules, catalogue: Catalogue) -> list[Cell]:
    """Show what lights each lamp, in one line: the rule is configuration, no reader knows it."""
    line: list[Cell] = []
    for lamp, cause in tell_legend(rules):
        told = say("{lamp}: {cause}", lamp=TERMS[lamp], cause=cause).text(catalogue)
        between = [Cell(say("; ").text(catalogue))] if line else []
        line += [*between, Cell("● ", LAMP_STYLES[lamp]), Cell(told)]
    return line


def show_legends(rules: Mapping[str, Rules], catalogue: Catalogue) -> list[Lines]:
    """Show the legend of the rules of the data folders; once for all that have the same."""
    if len(set(rules.values())) == 1:
        return [Lines([show_legend(next(iter(rules.values())), catalogue)])]
    colon = Cell(say(": ").text(catalogue))
    folders: dict[Rules, list[str]] = {}
    for folder, each in rules.items():
        folders.setdefault(each, []).append(folder)
    return [
        Lines(
            [[Cell(join_names(named, catalogue)), colon, *show_legend(each, catalogue)]],
            follows=True,
        )
        for each, named in folders.items()
    ]
