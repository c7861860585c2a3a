"""Changes as people and programs read them: what was, what is, and in which commit.

Every change is told whole, however long its texts are, but for what `fold_lists` folds.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from dutylist.changes import Change, ChangeKind, Head
from dutylist.duty import Duty, Entry, Extension, Origin, Repeal, list_keys
from dutylist.query.changes import ChangeRow
from dutylist.query.steps import Step
from dutylist.views.blocks import Cell, Column, Fields, Style, Table
from dutylist.views.formats import LIST_SEPARATOR
from dutylist.views.phrases import join_names, join_parts, name_term, tell_more
from dutylist.words import Catalogue, Message, say, say_n

CHANGE_KEYS = ("ref", "list", "no", "kind", "field", "old", "new", "folder")
STEP_KEYS = ("commit", "at", "author", "subject", "ref", "kind", "field", "old", "new", "folder")

SHORT_ID = 8
_MOST_REF, _MOST_WHAT = 24, 18

_KINDS: Mapping[ChangeKind, tuple[Message, Style]] = {
    ChangeKind.ADDED: (say("added"), Style.GREEN),
    ChangeKind.REMOVED: (say("removed"), Style.RED),
    ChangeKind.RENAMED: (say("renamed"), Style.YELLOW),
    ChangeKind.REPEALED: (say("repealed"), Style.YELLOW),
    ChangeKind.REINSTATED: (say("reinstated"), Style.YELLOW),
    ChangeKind.EXTENDED: (say("extended"), Style.YELLOW),
    ChangeKind.PROGRESSED: (say("progress"), Style.GREEN),
    ChangeKind.UNREADABLE: (say("not readable"), Style.RED),
}
_FIELDS: Mapping[str, Message] = {
    "title": say("title"),
    "year": say("year"),
    "annex": say("annex"),
    "issuer": say("issuer"),
    "source": say("source"),
    "no": say("number"),
    "content": say("content"),
    "departments": say("departments"),
    "supporting": say("supporting"),
    "leaders": say("leaders"),
    "deadline": say("deadline"),
    "due": say("due as given"),
    "continues": say("continues"),
    "repealed": say("repeal amended"),
    "extended": say("extension rewritten"),
    "progress": say("entry rewritten"),
}
_WITHDRAWN: Mapping[str, Message] = {
    "extended": say("extension withdrawn"),
    "progress": say("entry withdrawn"),
}


def tabulate_changes(
    rows: Iterable[ChangeRow], catalogue: Catalogue, *, has_folders: bool = False
) -> Table:
    """Return the changes as a table: the duty, what happened, and from what to what.

    With `has_folders`, the data folder stands before the duty.
    """
    folder = [Column(say("folder").text(catalogue), _MOST_REF)] if has_folders else []
    return Table(
        [
            *folder,
            Column(say("duty").text(catalogue), _MOST_REF, below=has_folders),
            Column(say("what").text(catalogue), _MOST_WHAT),
            Column(say("change").text(catalogue)),
        ],
        [
            [
                *([Cell(row.folder)] if has_folders else []),
                Cell(row.ref, Style.STRONG),
                name_change(row.change, catalogue),
                Cell(tell_change(row.change, catalogue)),
            ]
            for row in rows
        ],
    )


def fold_lists(step: Step) -> Step:
    """Return a commit with each list that it added or removed as one change.

    How many duties came or went with the list is told, and not which: nobody reads a hundred.
    """
    counts = Counter(_name_kind(row) for row in step.rows if row.change.no is not None)
    whole = {
        _name_kind(row) for row in step.rows if isinstance(row.change.old or row.change.new, Head)
    }
    rows = [row for row in step.rows if row.change.no is None or _name_kind(row) not in whole]
    return step._replace(rows=tuple(_count_duties(row, counts[_name_kind(row)]) for row in rows))


def show_step(step: Step, catalogue: Catalogue, *, has_folders: bool = False) -> Fields:
    """Return one commit: its id, day, author and subject, then its changes.

    With `has_folders`, each duty is told with the data folder that it is in.
    """
    about = "  ".join(part for part in (show_moment(step.at), step.author, step.subject) if part)
    pairs = [(step.commit[:SHORT_ID], Cell(about, Style.STRONG))]
    before = ("", "")
    for row in step.rows:
        what = name_change(row.change, catalogue)
        told = tell_change(row.change, catalogue)
        text = say("{what}: {change}", what=what.text, change=told).text(catalogue)
        name = f"{row.folder}: {row.ref}" if has_folders else row.ref
        label = "" if (row.folder, row.ref) == before else name
        for line in text.split("\n"):
            pairs.append((label, Cell(line, what.style)))
            label = ""
        before = row.folder, row.ref
    return Fields(pairs)


def show_moment(at: str) -> str:
    """Return a time of the form 2026-10-08T09:12:00+08:00 as people read it."""
    day, _, time = at.partition("T")
    clock, offset = time[:5], time[8:]
    return " ".join(part for part in (day, clock, offset) if part)


def name_change(change: Change, catalogue: Catalogue) -> Cell:
    """Return the word for what happened: the field for an amendment."""
    field = change.field or ""
    if change.kind is ChangeKind.AMENDED:
        return Cell(_FIELDS[field].text(catalogue))
    if change.kind is ChangeKind.WITHDRAWN:
        return Cell(_WITHDRAWN[field].text(catalogue), Style.RED)
    word, style = _KINDS[change.kind]
    return Cell(word.text(catalogue), style)


def tell_change(change: Change, catalogue: Catalogue) -> str:
    """Return what was and what is, with an arrow between them where there are both."""
    if change.kind is ChangeKind.UNREADABLE:
        return say("this version holds no valid list").text(catalogue)
    old, new = (_tell_value(value, catalogue) for value in (change.old, change.new))
    if change.kind is ChangeKind.REINSTATED:
        return say("no longer repealed ({old})", old=old).text(catalogue)
    if change.kind is ChangeKind.AMENDED or (old and new):
        return f"{old or '—'} → {new or '—'}"
    return old or new


def make_change_record(row: ChangeRow, *, flat: bool) -> dict[str, object]:
    """Return a change as plain values, as the files have them; `flat` where cells hold no more."""
    change = row.change
    show = _flatten if flat else _show_value
    return {
        "ref": row.ref,
        "list": row.list_id,
        "no": change.no,
        "kind": change.kind,
        "field": change.field,
        "old": show(change.old),
        "new": show(change.new),
        "folder": row.folder,
    }


def make_step_records(step: Step, *, flat: bool) -> Iterator[dict[str, object]]:
    """Give a record for each change of a commit."""
    about = {
        "commit": step.commit, "at": step.at, "author": step.author, "subject": step.subject
    }  # fmt: skip
    for row in step.rows:
        record = {**about, **make_change_record(row, flat=flat)}
        yield {key: record[key] for key in STEP_KEYS}


class _Whole(NamedTuple):
    """A list that came or went with its duties."""

    head: Head
    duties: int


def _name_kind(row: ChangeRow) -> tuple[str, str, ChangeKind]:
    return row.folder, row.list_id, row.change.kind


def _count_duties(row: ChangeRow, duties: int) -> ChangeRow:
    old, new = (
        _Whole(value, duties) if isinstance(value, Head) else value
        for value in (row.change.old, row.change.new)
    )
    return row._replace(change=row.change._replace(old=old, new=new))


def _tell_value(value: object, catalogue: Catalogue) -> str:
    match value:
        case None:
            told = ""
        case Duty(content=content, departments=departments, deadline=deadline, continues=ref):
            link = ref and say("continues {ref}", ref=ref).text(catalogue)
            told = join_parts([content, join_names(departments, catalogue), deadline, link])
        case Entry():
            told = _tell_entry(value, catalogue)
        case Extension(on=on, to=to, reason=reason, by=by):
            decided = say("{to} (decided on {on})", to=to, on=on).text(catalogue)
            told = join_parts([decided, by, reason])
        case Repeal(on=on, by=by, reason=reason):
            told = join_parts([str(on) if on else say("yes").text(catalogue), by, reason])
        case Head(title=title, year=year, annex=annex, source=source, issuer=issuer):
            origin = _tell_value(source, catalogue)
            told = join_parts([title, str(year), issuer, annex, origin])
        case Origin(document=document, sha256=sha256, annex=annex):
            told = join_parts([document, annex, f"SHA-256 {sha256[:SHORT_ID]}"])
        case _Whole(head=head, duties=duties):
            count = say_n("{n} duty", "{n} duties", duties).text(catalogue)
            told = join_parts([_tell_value(head, catalogue), count])
        case tuple():
            told = join_names(value, catalogue)
        case _:
            told = str(value)
    return told


def _tell_entry(entry: Entry, catalogue: Catalogue) -> str:
    parts = [str(entry.on), name_term(entry.status, catalogue), entry.note]
    return join_parts([*parts, *tell_more(entry, catalogue)])


def _show_value(value: object) -> object:
    """Return a value as JSON has it, keyed as in the files; what a record leaves open is absent."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Duty):
        return {key: _show_value(part) for key, part in list_keys(value).items()}
    if isinstance(value, Repeal) and value == Repeal():
        return True
    if isinstance(value, Entry | Extension | Repeal | Origin | Head):
        return {key: _show_value(part) for key, part in value._asdict().items() if part is not None}
    if isinstance(value, tuple):
        return [_show_value(part) for part in value]
    return value


def _flatten(value: object) -> str | None:
    """Return a value as the text of one cell."""
    plain = _show_value(value)
    if isinstance(plain, Mapping):
        return " ".join(_flatten_part(part) for part in plain.values())
    return None if plain is None else _flatten_part(plain)


def _flatten_part(part: object) -> str:
    if isinstance(part, Mapping):
        return " ".join(_flatten_part(each) for each in part.values())
    if isinstance(part, list):
        return LIST_SEPARATOR.join(_flatten_part(each) for each in part)
    return str(part).lower() if isinstance(part, bool) else str(part)
