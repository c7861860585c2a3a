"""How `remind` carries its order out: what is owed, put into words party by party, handed over.

Nothing is written before all of it is in words; what can come to no good end is refused before
anything is read.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from dutylist.annex.writers.word_pattern import Pattern
from dutylist.cli.answers import note_alike
from dutylist.cli.call import Call, Scope
from dutylist.cli.folders import refuse_folder, write_folder
from dutylist.cli.handing import choose_kind, hand_over, read_time, refuse_early
from dutylist.cli.reminded import Asked, Worded, tell_parts, tell_reminders
from dutylist.cli.templates import find_template, read_pattern, read_template
from dutylist.cli.working import Working
from dutylist.errors import WrongUsage
from dutylist.query import Question
from dutylist.query.owed import Addressee, select_owed
from dutylist.report.filenames import name_files
from dutylist.report.formats import load_wording, write_word
from dutylist.report.letters import (
    LETTER,
    MESSAGE,
    Wording,
    join_letters,
    join_messages,
    word_letter,
    word_messages,
)
from dutylist.report.markdown import read_markdown
from dutylist.report.messages import Part
from dutylist.report.reminders import Reminder, gather_reminders
from dutylist.track import track_nothing
from dutylist.words import Message, say, say_n


class Order(NamedTuple):
    """What was asked for: how far ahead, for whom, in which form, and where it goes."""

    within: int
    by: Addressee
    format: str | None
    out: str | None
    split: str | None
    force: bool
    template: str | None
    style: str | None


class Form(NamedTuple):
    """A format of reminders: its name, its files' ending, whether they are no text, and its words.

    `template` is what an office's own one is called in a data folder, `built_in` names ours; of a
    reminder `word` makes its texts, and `join` joins those of several.
    """

    name: str
    ending: str
    is_binary: bool
    template: str
    built_in: Message
    word: Callable[[Reminder, Wording], list[Part]]
    join: Callable[[Iterable[str]], str]


Writer = Callable[[Sequence[Worded]], bytes]

_LETTERS = ("reminder.md.j2", LETTER, word_letter, join_letters)
FORMS = {
    "text": Form("text", ".txt", False, "reminder.txt.j2", MESSAGE, word_messages, join_messages),
    "md": Form("md", ".md", False, *_LETTERS),
    "docx": Form("docx", ".docx", True, *_LETTERS),
}


def run(call: Call, scope: Scope, order: Order) -> None:
    """Write the reminders, then say what was read, who gets one, and who owes nothing."""
    named = FORMS[order.format] if order.format else None
    form = choose_kind(FORMS, named, order.out, FORMS["text"])
    _refuse_early(call, form, order)
    written = read_time(call.environment.get("SOURCE_DATE_EPOCH"))
    asked = call.ask(scope, lambda question: _ask(question, order))
    if asked.reminders.letters:
        worded = _word_all(call, form, order, asked)
        _hand_over(call, form, order, worded, _make_writer(call, form, order, asked, written))
        call.output.remark(*tell_parts(worded))
    call.output.remark(*tell_reminders(asked, order.by))


def _refuse_early(call: Call, form: Form, order: Order) -> None:
    if order.style is not None and form.name != "docx":
        raise WrongUsage(say("--style is for Word documents; add --format docx"))
    if order.split is None:
        refuse_early(call.output, form, order.out, force=order.force)
    elif order.out is not None:
        raise WrongUsage(say("give one of --out and --split"))
    else:
        refuse_folder(order.split)


def _ask(question: Question, order: Order) -> Asked:
    day = question.day
    until = day + timedelta(min(order.within, (day.max - day).days))
    owed = select_owed(question, until, order.by)
    owed = owed._replace(answer=note_alike(owed.answer))
    return Asked(owed, gather_reminders(owed, order.by, day, until))


def _word_all(call: Call, form: Form, order: Order, asked: Asked) -> list[Worded]:
    """Put the reminders into words, and say whose words they are where they are not ours."""
    wording = load_wording()
    path = find_template(order.template, _list_folders(asked), form.template)
    template = None
    if path is not None:
        template = wording.Template(path, read_template(path))
        call.output.remark(say("worded by {path}", path=path))
    is_plain = form.name == "text"
    words = wording.Wording(form.built_in, call.catalogue, template, is_plain=is_plain)
    working = Working(call.output, say("writing the reminders"))
    letters = working.track(asked.reminders.letters)
    return [Worded(each.party, form.word(each, words)) for each in letters]


def _make_writer(call: Call, form: Form, order: Order, asked: Asked, written: datetime) -> Writer:
    """Return what makes a document of reminders that are in words."""
    if form.name != "docx":
        return lambda worded: _join(form, worded).encode()
    pattern = _find_pattern(call, order, asked)

    def write(worded: Sequence[Worded]) -> bytes:
        return write_word(read_markdown(_join(form, worded)), written, track_nothing, pattern)

    return write


def _join(form: Form, worded: Iterable[Worded]) -> str:
    return form.join(part.text for each in worded for part in each.parts)


def _find_pattern(call: Call, order: Order, asked: Asked) -> Pattern | None:
    path = find_template(order.style, _list_folders(asked), "reminder.docx")
    if path is None:
        return None
    call.output.remark(say("styles taken from {path}", path=path))
    return Pattern(path, read_pattern(path))


def _list_folders(asked: Asked) -> list[str]:
    return list(dict.fromkeys(row.head.folder for row in asked.owed.answer.rows))


def _hand_over(
    call: Call, form: Form, order: Order, worded: Sequence[Worded], write: Writer
) -> None:
    """Write one document of all reminders, or a file to each party."""
    if order.split is None:
        hand_over(call.output, form, write(worded), order.out)
        return
    nobody = say("no leader named").text(call.catalogue)
    names = name_files((each.party or nobody for each in worded), form.ending)
    working = Working(call.output, say("writing the reminders"))
    documents = (write([each]) for each in working.track(worded))
    files = dict(zip(names, documents, strict=True))
    others = write_folder(order.split, files, force=order.force)
    call.output.remark(
        say_n("wrote {n} file into {path}", "wrote {n} files into {path}",
              len(files), path=order.split)
    )  # fmt: skip
    if others:
        call.output.remark(
            say_n(
                "{n} other file is in {path}, and stays as it is",
                "{n} other files are in {path}, and stay as they are",
                others,
                path=order.split,
            )
        )
