"""What `remind` says of its reminders: who gets one, who owes nothing, what was read."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutylist.cli.answers import join_parts
from dutylist.query.owed import Addressee, Owed
from dutylist.report.messages import LONGEST, Part
from dutylist.report.parties import NOBODY
from dutylist.report.reminders import Reminders
from dutylist.views.phrases import tell_tally
from dutylist.words import Message, say, say_n


class Asked(NamedTuple):
    """What is owed, and the reminders that tell it."""

    owed: Owed
    reminders: Reminders


class Worded(NamedTuple):
    """The reminder of a party in words: its messages, or its one letter."""

    party: str
    parts: Sequence[Part]


def tell_parts(worded: Sequence[Worded]) -> Iterator[Message]:
    """Say which reminders are several messages, and which messages are too long all the same."""
    parted = [each for each in worded if len(each.parts) > 1]
    if parted:
        yield say_n(
            "{n} reminder is longer than the {longest} bytes of a message, and parted",
            "{n} reminders are longer than the {longest} bytes of a message, and parted",
            len(parted),
            longest=LONGEST,
        )
    for each in worded:
        for at, part in enumerate(each.parts, start=1):
            if part.is_too_long:
                yield say(
                    "{party}: message {at} of {parts} has {bytes} bytes, more than {longest}",
                    party=each.party or _NOBODY,
                    at=at,
                    parts=len(each.parts),
                    bytes=len(part.text.encode()),
                    longest=LONGEST,
                )


def tell_reminders(asked: Asked, by: Addressee) -> Iterator[Message]:
    """Say what was read and left out, and who gets a reminder of how much."""
    answer, reminders = asked.owed.answer, asked.reminders
    yield from answer.remarks
    if reminders.letters:
        yield join_parts([*_tell_letters(reminders, by), *_tell_overlap(asked)])
    else:
        yield say("nothing is owed; no reminder was written")
    yield join_parts(tell_tally(answer, say("{n} not owed yet")))


def _tell_letters(reminders: Reminders, by: Addressee) -> Iterator[Message]:
    letters, idle = ([*filter(None, names)] for names in (_name(reminders), reminders.idle))
    if by is Addressee.LEADER:
        yield say_n("{n} leader is reminded", "{n} leaders are reminded", len(letters))
    else:
        yield say_n("{n} department is reminded", "{n} departments are reminded", len(letters))
    if idle:
        yield say_n("{n} owes nothing and gets none", "{n} owe nothing and get none", len(idle))


def _tell_overlap(asked: Asked) -> Iterator[Message]:
    letters = asked.reminders.letters
    total, shown = sum(len(each.items) for each in letters), asked.owed.answer.tally.shown
    if total != shown:
        yield say("a joint duty counts in each of its reminders: {total} in all", total=total)
    for each in letters:
        if each.party == NOBODY:
            yield say_n(
                "{n} duty names no leader, and is told apart",
                "{n} duties name no leader, and are told apart",
                len(each.items),
            )


def _name(reminders: Reminders) -> list[str]:
    return [each.party for each in reminders.letters]


_NOBODY = say("no leader named")
