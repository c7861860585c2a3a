"""One duty in full, and why it stands as it does."""

from collections.abc import Iterator, Sequence
from datetime import date

from dutylist.duty import Deadline, Duty, Entry, Status
from dutylist.query import Row
from dutylist.standing import Rules
from dutylist.views.blocks import Block, Cell, Fields, Lines, Style
from dutylist.views.phrases import (
    join_names,
    join_parts,
    name_cadence,
    name_term,
    show_lamp,
    show_legend,
    tell_more,
)
from dutylist.words import Catalogue, Message, say, say_n


def show_record(row: Row, name: str, day: date, catalogue: Catalogue) -> list[Block]:
    """Return the whole record as known on `day`: the list, the standing, what was reported.

    `name` is what the duty is called among those shown.
    """
    return [
        Lines([[Cell(name, Style.STRONG), Cell("  "), Cell(row.head.title)]]),
        Fields(
            _translate(
                [*_tell_printed(row, catalogue), *_tell_standing(row, day, catalogue)], catalogue
            )
        ),
        *_show_progress(row.duty, day, catalogue),
    ]


def explain_duty(
    row: Row, name: str, meaning: Deadline, rules: Rules, catalogue: Catalogue
) -> list[Block]:
    """Return how the duty's wording was read, with the reason, and why its lamp is lit.

    `name` is what the duty is called among those shown.
    """
    standing = _tell_standing(row, row.day, catalogue)
    is_moved = row.standing.due != meaning.due
    legend = "".join(cell.text for cell in show_legend(rules, catalogue))
    pairs = [
        *_tell_wording(row.duty.deadline, row.head.year, meaning, catalogue, is_moved=is_moved),
        *(standing if is_moved else standing[1:]),
        (say("rule for lamps"), Cell(legend)),
    ]
    return [
        Lines([[Cell(name, Style.STRONG), Cell("  "), Cell(row.duty.content)]]),
        Fields(_translate(pairs, catalogue)),
    ]


def explain_wording(
    wording: str, year: int, meaning: Deadline, catalogue: Catalogue
) -> list[Block]:
    """Return how a wording was read in a list of `year`."""
    return [Fields(_translate(_tell_wording(wording, year, meaning, catalogue), catalogue))]


def show_entry(entry: Entry, catalogue: Catalogue) -> Iterator[tuple[str, Cell]]:
    """Give the lines of a progress entry, the first one labelled with its day."""
    first, *more = entry.note.split("\n")
    yield str(entry.on), Cell(join_parts([name_term(entry.status, catalogue), first]))
    yield from (("", Cell(line)) for line in more)
    texts = tell_more(entry, catalogue)
    yield from (("", Cell(line)) for text in texts for line in text.split("\n"))


def _tell_wording(
    wording: str, year: int, meaning: Deadline, catalogue: Catalogue, *, is_moved: bool = False
) -> list[tuple[Message, Cell]]:
    pairs: list[tuple[Message, Cell]] = [
        (say("deadline"), Cell(wording, Style.STRONG)),
        (say("year"), Cell(str(year))),
        (say("class"), Cell(name_term(meaning.cls, catalogue))),
        (say("due by wording") if is_moved else say("due"), Cell(str(meaning.due or "—"))),
    ]
    pairs += _tell_stages(meaning)
    if meaning.cadence:
        pairs.append((say("reports"), Cell(name_cadence(meaning.cadence, catalogue))))
    if meaning.reports:
        days = join_names([str(day) for day in meaning.reports], catalogue)
        pairs.append((say("report days"), Cell(days)))
    if meaning.soft:
        pairs.append((say("soft"), Cell(say("an aim, not a promise").text(catalogue))))
    if meaning.ambiguous:
        both = say("there is another reading; due: in the file settles it")
        pairs.append((say("ambiguous"), Cell(both.text(catalogue), Style.YELLOW)))
    pairs.append((say("how it was read"), Cell(meaning.why.text(catalogue))))
    return pairs


def _translate(
    pairs: Sequence[tuple[Message, Cell]], catalogue: Catalogue
) -> list[tuple[str, Cell]]:
    return [(label.text(catalogue), cell) for label, cell in pairs]


def _tell_printed(row: Row, catalogue: Catalogue) -> list[tuple[Message, Cell]]:
    duty, issuer = row.duty, row.head.issuer
    return [
        *([(say("issuer"), Cell(issuer))] if issuer else []),
        (say("content"), Cell(duty.content, Style.STRONG)),
        (say("departments"), Cell(join_names(duty.departments, catalogue))),
        (say("supporting"), Cell(join_names(duty.supporting, catalogue) or "—")),
        (say("leaders"), Cell(join_names(duty.leaders, catalogue) or "—")),
        (say("deadline"), Cell(duty.deadline)),
        (say("class"), Cell(name_term(duty.meaning.cls, catalogue))),
        *_tell_stages(duty.meaning),
        *([(say("continues"), Cell(duty.continues))] if duty.continues else []),
    ]


def _tell_stages(meaning: Deadline) -> list[tuple[Message, Cell]]:
    stages = meaning.stages or ("",) * len(meaning.checkpoints)
    return [
        (say("checkpoint"), Cell(f"{day}  {stage}".rstrip()))
        for day, stage in zip(meaning.checkpoints, stages, strict=False)
    ]


def _tell_standing(row: Row, day: date, catalogue: Catalogue) -> list[tuple[Message, Cell]]:
    duty, standing = row.duty, row.standing
    pairs: list[tuple[Message, Cell]] = [(say("due"), Cell(str(standing.due or "—")))]
    if duty.given_due:
        pairs.append((say("due as given"), Cell(str(duty.given_due))))
    for extension in (each for each in duty.extended if each.on <= day):
        told = say("{to} (decided on {on})", to=extension.to, on=extension.on).text(catalogue)
        pairs.append((say("extended to"), Cell(join_parts([told, extension.by, extension.reason]))))
    if duty.repealed and standing.status is Status.REPEALED:
        repeal = duty.repealed
        when = str(repeal.on) if repeal.on else say("yes").text(catalogue)
        pairs.append((say("repealed"), Cell(join_parts([when, repeal.by, repeal.reason]))))
    pairs.append((say("status"), Cell(name_term(standing.status, catalogue))))
    if standing.lamp:
        pairs.append((say("lamp"), show_lamp(row, catalogue)))
    pairs.append((say("reason"), Cell(standing.reason.text(catalogue))))
    return pairs


def _show_progress(duty: Duty, day: date, catalogue: Catalogue) -> Iterator[Block]:
    known = [entry for entry in duty.progress if entry.on <= day]
    later = len(duty.progress) - len(known)
    if known:
        yield Fields([pair for entry in known for pair in show_entry(entry, catalogue)])
    if not duty.progress:
        yield Lines([[Cell(say("no progress on file").text(catalogue), Style.FAINT)]])
    if later:
        told = say_n("{n} entry is dated later", "{n} entries are dated later", later)
        yield Lines([[Cell(told.text(catalogue), Style.FAINT)]], follows=bool(known))
