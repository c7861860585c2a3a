"""How a form goes out: the duties still owed by one department, and what they were made of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from dutylist.cli.answers import tell_answer
from dutylist.cli.call import Call, Scope
from dutylist.cli.handing import hand_over, read_time, refuse_early
from dutylist.cli.writing import hold_source
from dutylist.duty import Status
from dutylist.errors import NotFound, WrongUsage
from dutylist.form.base import Base, Known, Origin, digest, digest_entry
from dutylist.form.columns import tell_duty
from dutylist.index.lens import hash_blob
from dutylist.names import fold_name
from dutylist.query import Answer, Row, select_all
from dutylist.record.revisions import find_revision
from dutylist.store.folder import Source
from dutylist.words import say

ENDED = (Status.DONE, Status.REPEALED)


class _Workbook(NamedTuple):
    """What is handed over: an Excel workbook."""

    name: str = "xlsx"
    is_binary: bool = True


def export_form(call: Call, scope: Scope, out: str | None, *, force: bool) -> None:
    """Write the form of the one department that is asked for."""
    department = _require_one(scope)
    _require_workbook(out)
    refuse_early(call.output, _Workbook(), out, force=force)
    written = read_time(call.environment.get("SOURCE_DATE_EPOCH"))
    before = {source: source.read() for source in call.find_sources(scope.folders)}
    held = [hold_source(source, raw) for source, raw in before.items()]
    answer = _leave_out_ended(call.ask_of(held, scope, select_all))
    if not answer.rows:
        tell_answer(call.output, answer)
        raise NotFound(say("no duty is selected; nothing was written"))
    base = _make_base(call, scope, answer.rows, before, department)
    document = _write(base, answer.rows, written)
    hand_over(call.output, _Workbook(), document, out)
    tell_answer(call.output, answer)


def _require_one(scope: Scope) -> str:
    if len(scope.selection.departments) != 1:
        raise WrongUsage(say("a form is for one department; name it with --department"))
    return scope.selection.departments[0]


def _require_workbook(out: str | None) -> None:
    if out == "":
        raise WrongUsage(say("an empty name is no file"))
    if out not in (None, "-") and Path(out or "").suffix.lower() != ".xlsx":
        raise WrongUsage(say("a form is a workbook; name a file that ends in .xlsx, not {path}",
                             path=out))  # fmt: skip


def _leave_out_ended(answer: Answer) -> Answer:
    """Return the answer without what is done or repealed, which is counted apart."""
    rows = tuple(row for row in answer.rows if row.standing.status not in ENDED)
    counts = Counter(row.standing.status for row in answer.rows)
    tally = answer.tally._replace(
        rows=len(rows),
        shown=len(rows),
        done=counts[Status.DONE],
        repealed=counts[Status.REPEALED],
    )
    return answer._replace(rows=rows, tally=tally)


def _make_base(
    call: Call, scope: Scope, rows: Sequence[Row], before: Mapping[Source, bytes], department: str
) -> Base:
    folder = _require_one_folder(rows)
    heads = {row.head.list_id: row.head for row in rows}
    lists = {
        source: raw
        for source, raw in before.items()
        if source.folder == folder and source.list_id in heads
    }
    revision = find_revision(lists, call.environment)
    blobs = {
        source.list_id: revision.blobs[source.path] if revision else hash_blob(raw)
        for source, raw in lists.items()
    }
    return Base(
        _name_department(rows, department),
        scope.as_of or call.today,
        revision.commit if revision else "",
        {
            list_id: Origin(head.year, blobs[list_id], head.title, head.issuer)
            for list_id, head in heads.items()
        },
        {row.ref: _know(row) for row in rows},
    )


def _require_one_folder(rows: Sequence[Row]) -> str:
    """Return the folder of the duties: a form names them by ref, which is known within one."""
    folders = {row.head.folder for row in rows}
    if len(folders) > 1:
        raise WrongUsage(say("these duties lie in several data folders; name one with --data"))
    return folders.pop()


def _name_department(rows: Sequence[Row], asked: str) -> str:
    """Return the department's name as the lists print it, or as it was asked for, on one line."""
    names = (name for row in rows for name in (*row.duty.departments, *row.duty.supporting))
    found = next((name for name in names if fold_name(name) == fold_name(asked)), asked.strip())
    return " ".join(found.splitlines())


def _know(row: Row) -> Known:
    cells = tuple(map(digest, tell_duty(row.ref, row.duty, row.standing)))
    return Known(cells, frozenset(map(digest_entry, row.duty.progress)), row.standing.status)


def _write(base: Base, rows: Sequence[Row], written: datetime) -> bytes:
    try:
        # Imported here: a form that is refused needs no library.
        from dutylist.form.writer import Sheets, write_form  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise WrongUsage(
            say("writing .{format} needs {library}; install it: pip install 'dutylist[{format}]'",
                format="xlsx", library="openpyxl")
        ) from fault  # fmt: skip
    titles = list(dict.fromkeys(row.head.title for row in rows))
    duties = {row.ref: tell_duty(row.ref, row.duty, row.standing) for row in rows}
    return write_form(base, Sheets(titles, duties), written)
