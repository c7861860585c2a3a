"""What a file has lost against an earlier version of it: duties, progress entries, extensions.

Nothing of that kind is ever taken away by hand, so a loss is an error: a merge or a slip made it.
Where the earlier version comes from is not known here.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutylist.changes import Change, ChangeKind, compare_duties, is_loss, read_number
from dutylist.duty import Duty, Entry, Extension
from dutylist.errors import Finding, Place, Severity
from dutylist.store.faults import name_subject
from dutylist.store.source import Text, read_text
from dutylist.store.syntax import Node, compose
from dutylist.store.values import find_node, has_child
from dutylist.words import Message, say

SHORT = 40


class Earlier(NamedTuple):
    """An earlier version of a file: what people call it, and how git does.

    `named` is as "the last commit", `revision` as HEAD, and `path` the path in that revision.
    """

    named: Message
    revision: str
    path: str

    @property
    def command(self) -> str:
        """Return the command that prints this version."""
        place = f"{self.revision}:{self.path}"
        return f'git show "{place}"' if " " in place else f"git show {place}"


def find_lost(before: Sequence[Duty], duties: Sequence[Duty]) -> list[Change]:
    """Return what `duties` have no more: duties, entries, extensions; rewritten ones count."""
    return [change for change in compare_duties(before, duties) if is_loss(change)]


def tell_lost(
    path: str, raw: bytes, duties: Sequence[Duty], earlier: Earlier, lost: Sequence[Change]
) -> list[Finding]:
    """Return a finding for each loss, at the duty in the file, in the order of the file.

    `raw` are the bytes of the file and `duties` what it holds; a duty that is gone is told at the
    one that it stood after.
    """
    text, _ = read_text(path, raw)
    root, _ = compose(text)
    if root is None:
        return []
    findings = [_tell(text, root, duties, earlier, change) for change in lost]
    return sorted(findings, key=lambda finding: finding.place)


def tell_lost_list(path: str, earlier: Earlier) -> Finding:
    """Return the finding about a file that is gone; `path` is where it was."""
    return Finding(
        Place(path, 1, 1),
        Severity.WARNING,
        say("this list is gone; {earlier} has it", earlier=earlier.named),
        say(
            "if that was not meant, put it back ({command}); a list stays, also when all is done",
            command=earlier.command,
        ),
    )


def _tell(
    text: Text, root: Node, duties: Sequence[Duty], earlier: Earlier, change: Change
) -> Finding:
    path = list(_find_place(root, duties, change))
    node, key = find_node(root, path)
    if path[-1] == change.field and key:
        node = key
    return text.finding(
        node.line,
        node.column,
        _say_problem(change, earlier),
        _say_remedy(change, earlier),
        severity=Severity.ERROR,
        subject=name_subject(change.no, change.field or ""),
    )


def _find_place(root: Node, duties: Sequence[Duty], change: Change) -> Iterator[str | int]:
    """Give the path of the key under which the lost record stood, or of the number before it."""
    yield "duties"
    no = change.no or 0
    positions = [at for at, duty in enumerate(duties) if read_number(duty.no) <= read_number(no)]
    if not positions:
        return
    at = max(positions, key=lambda at: read_number(duties[at].no))
    yield at
    has_key = has_child(find_node(root, ("duties", at))[0], change.field or "no")
    yield change.field if change.field and has_key else "no"


def _say_problem(change: Change, earlier: Earlier) -> Message:
    lost = change.old
    if isinstance(lost, Entry):
        return say(
            "the entry of {day} is gone, which {earlier} has: “{note}”",
            day=lost.on,
            earlier=earlier.named,
            note=_shorten(lost.note),
        )
    if isinstance(lost, Extension):
        return say(
            "the extension of {day} to {to} is gone, which {earlier} has",
            day=lost.on,
            to=lost.to,
            earlier=earlier.named,
        )
    content = lost.content if isinstance(lost, Duty) else ""
    return say(
        "duty {no} is gone, which {earlier} has: “{content}”",
        no=change.no,
        earlier=earlier.named,
        content=_shorten(content),
    )


def _say_remedy(change: Change, earlier: Earlier) -> Message:
    if change.kind is ChangeKind.REMOVED:
        return say(
            "a duty is never taken off a list: put it back ({command}), and repeal it",
            command=earlier.command,
        )
    return say(
        "put it back ({command}): entries are only added; write a correction as a new one,"
        " and take back a commit with dutylist undo",
        command=earlier.command,
    )


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[:SHORT]}…"
