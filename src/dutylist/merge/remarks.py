"""What a merge says to people: each contradiction, and each thing that was kept."""

from datetime import date

from dutylist.duty import Entry, Origin, Repeal
from dutylist.merge.markers import Names
from dutylist.merge.records import Contradiction, Kept, Value
from dutylist.words import Message, say


def tell_contradiction(contradiction: Contradiction, names: Names) -> Message:
    """Say which field contradicts itself, with the values of both sides."""
    no, field, ours, theirs = contradiction
    if field == "":
        return say(
            "{ref}: the texts of {ours} and {theirs} cannot be put together; both stand there",
            ref=f"{names.list_id}/{no}",
            ours=names.ours,
            theirs=names.theirs,
        )
    return say(
        "{place}, {field}: “{value}” in {ours}, “{other}” in {theirs}",
        place=names.list_id if no is None else f"{names.list_id}/{no}",
        field="due" if field == "given_due" else field,
        value=_show(ours),
        ours=names.ours,
        other=_show(theirs),
        theirs=names.theirs,
    )


def tell_kept(kept: Kept, names: Names) -> Message:
    """Say what one side deleted and the merged list has nevertheless, and what to do."""
    ref = f"{names.list_id}/{kept.no}"
    side = names.ours if kept.by_ours else names.theirs
    if kept.what is None:
        return say(
            "{ref}: {side} deleted the duty; it is kept, for a number is never taken off a list. "
            "If it no longer holds, repeal it",
            ref=ref,
            side=side,
        )
    if isinstance(kept.what, Entry):
        return say(
            "{ref}: {side} deleted the entry of {day} “{note}”; it is kept, for the other side "
            "has it. If that is meant, delete it again",
            ref=ref,
            side=side,
            day=kept.what.on,
            note=kept.what.note,
        )
    return say(
        "{ref}: {side} deleted the extension of {day} to {to}; it is kept, for the other side "
        "has it. If that is meant, delete it again",
        ref=ref,
        side=side,
        day=kept.what.on,
        to=kept.what.to,
    )


def _show(value: Value) -> object:
    if isinstance(value, Repeal):
        return tuple(each for each in (say("repealed"), *value) if each is not None)
    if isinstance(value, Origin):
        return tuple(each for each in value if each is not None)
    if value in (None, ()):
        return say("nothing")
    return value.isoformat() if isinstance(value, date) else value
