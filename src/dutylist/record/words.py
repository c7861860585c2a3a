"""Commit messages that a leader can read, with trailers that machines can.

The subject says duty, status and note in official terms, whatever language the clerk works in: a
history has one language. What a user typed can't pass for more than it is: in the subject it
stands on one line, in the body every line is indented, and the trailers are a paragraph of ours.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dutylist.duty import Entry, Extension, Repeal
from dutylist.safe import show_text
from dutylist.terms import STATUSES

SUBJECT_LENGTH = 50
BODY_LENGTH = 1500
FEW_REFS = 3
_TERMS = {status: term for term, status in STATUSES.items()}
_TRAILER = re.compile(r"(?P<key>[A-Z][a-z0-9]+): (?P<value>.*)")


class CommitWords(NamedTuple):
    """What a commit message says: of which duties, what was done, in whose words.

    `act` is a short phrase in official terms, as 推进中 or 延期至2022-12-31; `texts` are what the
    user typed, with their labels; `trailers` stand after the duties'.
    """

    refs: Sequence[str]
    act: str
    texts: Sequence[tuple[str, str | None]] = ()
    trailers: Sequence[tuple[str, str | None]] = ()

    def write(self) -> str:
        """Return the whole message."""
        given = [(label, text) for label, text in self.texts if text]
        lead = f"{_join_refs(self.refs)} {self.act}"
        whole = f"{lead}：{_flatten(given[0][1])}" if given else lead
        subject = _cut(whole, SUBJECT_LENGTH)
        is_told = subject == whole and given and "\n" not in given[0][1]
        body = [_write_text(label, text) for label, text in given[1 if is_told else 0 :]]
        trailers = [("Duty", ref) for ref in self.refs]
        trailers += [(key, value) for key, value in self.trailers if value]
        return _join_message(subject, body, trailers)


class Imported(NamedTuple):
    """What the import of a document did to one list, which has so many `duties` now.

    The other figures are of a list that was there before: duties whose printed fields changed, that
    are new, that got another number, and (of any list) that were said to continue an earlier one.
    """

    list_id: str
    title: str
    duties: int
    is_new: bool = True
    changed: int = 0
    added: int = 0
    renumbered: int = 0
    linked: int = 0


class Filled(NamedTuple):
    """A form that came back: whose it is, its file and hash, and the commit it was made of."""

    department: str
    document: str
    sha256: str
    revision: str


def write_progress(entries: Sequence[tuple[str, Entry]]) -> str:
    """Return the message for progress on the duties of some refs: one entry, in as many."""
    refs = [ref for ref, _ in entries]
    entry = entries[0][1]
    statuses = list(dict.fromkeys(each.status for _, each in entries))
    texts = (
        ("进展", entry.note),
        ("完成值", entry.value),
        ("存在问题", entry.problem),
        ("下步计划", entry.next),
    )
    told = [("Status", status.value) for status in statuses]
    trailers = [*told, ("On", str(entry.on)), ("By", entry.by)]
    act = "、".join(_TERMS[status] for status in statuses)
    return CommitWords(refs, act, texts, trailers).write()


def write_form(entries: Sequence[tuple[str, Entry]], form: Filled) -> str:
    """Return the message for what a department has reported in a form."""
    refs = [ref for ref, _ in entries]
    lead = f"{form.department}填报{len(refs)}项：{_join_refs(refs)}"
    body = [
        _write_text(f"{ref} {_TERMS[entry.status]}（{entry.on}）", entry.note)
        for ref, entry in entries
    ]
    trailers = [("Duty", ref) for ref in refs]
    trailers += [("By", form.department), ("Form", form.document), ("Sha256", form.sha256)]
    trailers += [("Base", form.revision)] if form.revision else []
    return _join_message(_cut(_flatten(lead), SUBJECT_LENGTH), body, trailers)


def write_amendment(
    refs: Sequence[str],
    given: Extension | Repeal | None,
    on: date,
    by: str | None,
    reason: str | None,
) -> str:
    """Return the message for an extension, a repeal, or (None) a reinstatement."""
    act, name = "恢复", "reinstate"
    if isinstance(given, Extension):
        act, name = f"延期至{given.to}", "extend"
    elif given:
        act, name = "废止", "repeal"
    to = str(given.to) if isinstance(given, Extension) else None
    trailers = [("Amendment", name), ("On", str(on)), ("To", to), ("By", by)]
    return CommitWords(refs, act, [("原因", reason)], trailers).write()


def write_import(lists: Sequence[Imported], document: str, sha256: str) -> str:
    """Return the message for what the import of a document made of some lists."""
    told = [_tell_import(each) for each in lists]
    subject = _cut(_flatten(told[0] if len(told) == 1 else _tell_imports(lists)), SUBJECT_LENGTH)
    body = [] if told == [subject] else ["\n".join(_flatten(line) for line in told)]
    trailers = [("List", each.list_id) for each in lists]
    trailers += [("Source", document), ("Sha256", sha256)]
    return _join_message(subject, [*body, _write_text("文件", document)], trailers)


def write_undo(named: Sequence[str], subject: str, commit: str, key: str = "Duty") -> str:
    """Return the message for taking back the commit of that id and subject.

    `named` is what that commit was about; `key` is the trailer that says so, Duty or List.
    """
    trailers = [(key, each) for each in named]
    return _join_message(name_undo(subject), [], [*trailers, ("Undoes", commit)])


def name_undo(subject: str) -> str:
    """Return the subject of the commit that takes the one of this subject back."""
    return _cut(f"撤回：{_flatten(subject)}", SUBJECT_LENGTH)


def read_trailers(message: str) -> dict[str, list[str]]:
    """Return the trailers of a message, by key; empty where its last paragraph is anything else."""
    found: dict[str, list[str]] = {}
    paragraphs = message.strip("\n").split("\n\n")
    for line in paragraphs[-1].split("\n") if len(paragraphs) > 1 else ():
        match = _TRAILER.fullmatch(line)
        if match is None:
            return {}
        found.setdefault(match["key"], []).append(match["value"])
    return found


def is_import(trailers: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether the trailers are those of an import."""
    return all(key in trailers for key in ("List", "Source", "Sha256"))


def _tell_imports(lists: Sequence[Imported]) -> str:
    act = "导入" if all(each.is_new for each in lists) else "更新"
    names = "、".join(each.list_id for each in lists)
    return f"{act} {names}（共{sum(each.duties for each in lists)}项）"


def _tell_import(each: Imported) -> str:
    if each.is_new:
        return f"导入 {each.list_id}：{each.title}（{each.duties}项）"
    counts = (
        ("改", each.changed),
        ("增", each.added),
        ("重新编号", each.renumbered),
        ("延续", each.linked),
    )
    told = "、".join(f"{word}{count}项" for word, count in counts if count)
    return f"更新 {each.list_id}：{told or '来源'}"


def _join_message(subject: str, body: Sequence[str], trailers: Sequence[tuple[str, str]]) -> str:
    closing = "\n".join(f"{key}: {_flatten(value)}" for key, value in trailers)
    return "\n\n".join([subject, *body, closing]) + "\n"


def _join_refs(refs: Sequence[str]) -> str:
    if len(refs) <= FEW_REFS:
        return "、".join(refs)
    return f"{'、'.join(refs[:FEW_REFS])}等{len(refs)}项"


def _flatten(text: str) -> str:
    return show_text(" ".join(text.split()))


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _write_text(label: str, text: str) -> str:
    """Write what a user typed, so that no line of it passes for one of ours."""
    lines = [show_text(line) for line in _cut(text, BODY_LENGTH).split("\n") if line.strip()]
    if len(lines) == 1:
        return f"{label}：{lines[0]}"
    return "\n".join([f"{label}：", *(f"    {line}" for line in lines)])
