"""What is still owed as a calendar (iCalendar, RFC 5545): an all-day event to each day.

An event is known by its duty and by which of the duty's days it is, not by the date: imported
again after an extension, it moves. Nothing in a calendar tells when it was written; its time
stamp and its sequence are of the day that was asked for, so that a later export goes before an
earlier one, even where an extension was taken back in between.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple
from uuid import UUID, uuid5

from dutylist.query import Kind, Row, list_owed
from dutylist.safe import show_text
from dutylist.tables.extract import name_duty, require_names
from dutylist.views.phrases import name_term
from dutylist.words import Catalogue, Message, say

LONGEST_LINE = 75  # octets, without the line end
ALARM_HOUR = 9

_FIRST_DAY = date(2000, 1, 1)
_SPACE = UUID("6c2f2a3e-2f57-5d0f-9c0e-6f9d3c1b7a42")  # ours alone: events of no other program


class Event(NamedTuple):
    """One day on which a duty owes something: which of its days, and what is owed."""

    row: Row
    on: date
    kind: Kind
    position: int
    stage: str


def list_events(rows: Iterable[Row]) -> list[Event]:
    """Return what the duties still owe, by day: deadlines, checkpoints and reports."""
    events = [_make_event(row, on, kind) for row in rows for on, kind in list_owed(row, row.day)]
    return sorted(events, key=lambda event: event.on)


def write_calendar(events: Sequence[Event], alarm: int | None, catalogue: Catalogue) -> bytes:
    """Return the calendar; with `alarm`, each event rings so many days before, in the morning.

    Raises `WrongUsage` where two duties would have one name.
    """
    require_names(event.row for event in events)
    lines = chain(
        ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//dutylist//export//EN", "CALSCALE:GREGORIAN"),
        chain.from_iterable(_write_event(event, alarm, catalogue) for event in events),
        ("END:VCALENDAR",),
    )
    return b"".join(fold(line) for line in lines)


def name_event(event: Event) -> str:
    """Return the event's UID: the same for the same duty and the same one of its days."""
    name = f"{name_duty(event.row)} {event.kind} {event.position}"
    return f"{uuid5(_SPACE, name)}@dutylist"


def fold(line: str) -> bytes:
    """Return a line of a calendar, folded by octets; no character is cut in two."""
    folded = bytearray()
    room = LONGEST_LINE
    for character in line:
        octets = character.encode()
        if len(octets) > room:
            folded += b"\r\n "
            room = LONGEST_LINE - 1
        folded += octets
        room -= len(octets)
    return bytes(folded) + b"\r\n"


def _make_event(row: Row, on: date, kind: Kind) -> Event:
    meaning = row.duty.meaning
    if kind is Kind.DEADLINE:
        return Event(row, on, kind, 1, "")
    if kind is Kind.REPORT:
        return Event(row, on, kind, meaning.reports.index(on) + 1, "")
    at = meaning.checkpoints.index(on)
    return Event(row, on, kind, at + 1, meaning.stages[at] if meaning.stages else "")


_SUMMARIES = {
    Kind.DEADLINE: say("due: {content}"),
    Kind.CHECKPOINT: say("stage due: {content}"),
    Kind.REPORT: say("report due: {content}"),
}


def _write_event(event: Event, alarm: int | None, catalogue: Catalogue) -> Iterator[str]:
    row = event.row
    titled = _SUMMARIES[event.kind]._replace(facts={"content": row.duty.content})
    summary = titled.text(catalogue)
    yield "BEGIN:VEVENT"
    yield f"UID:{name_event(event)}"
    yield f"DTSTAMP:{_show_day(row.day)}T000000Z"
    yield f"SEQUENCE:{max(0, (row.day - _FIRST_DAY).days)}"
    yield f"DTSTART;VALUE=DATE:{_show_day(event.on)}"
    if event.on < date.max:  # the day after is none of the calendar's; without it, one day is meant
        yield f"DTEND;VALUE=DATE:{_show_day(event.on + timedelta(days=1))}"
    yield f"SUMMARY:{_escape(summary)}"
    yield f"DESCRIPTION:{_escape(_describe(event, catalogue))}"
    yield f"CATEGORIES:{_escape(name_term(event.kind, catalogue))}"
    yield "TRANSP:TRANSPARENT"
    if alarm is not None:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{_show_trigger(alarm)}")
        yield from (f"DESCRIPTION:{_escape(summary)}", "END:VALARM")
    yield "END:VEVENT"


def _describe(event: Event, catalogue: Catalogue) -> str:
    duty, issuer = event.row.duty, event.row.head.issuer
    facts: list[tuple[Message, tuple[str, ...]]] = [
        (say("duty"), (event.row.ref,)),
        (say("list"), (event.row.head.title,)),
        (say("issuer"), (issuer,) if issuer else ()),
        (say("stage"), (event.stage,) if event.stage else ()),
        (say("departments"), duty.departments),
        (say("supporting"), duty.supporting),
        (say("leaders"), duty.leaders),
        (say("deadline"), (duty.deadline,)),
    ]
    lines = (say("{name}: {value}", name=name, value=value) for name, value in facts if value)
    return "\n".join(line.text(catalogue) for line in lines)


def _show_day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _show_trigger(days: int) -> str:
    """Show when to ring, counted from the midnight with which the day begins."""
    if not days:
        return f"PT{ALARM_HOUR}H"
    before = days - 1
    return f"-P{f'{before}D' if before else ''}T{24 - ALARM_HOUR}H"


def _escape(text: str) -> str:
    safe = "\n".join(show_text(line) for line in text.split("\n"))
    for special in ("\\", ";", ","):
        safe = safe.replace(special, f"\\{special}")
    return safe.replace("\n", "\\n")
