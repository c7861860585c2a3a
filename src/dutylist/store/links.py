"""What is wrong with `continues`: refs that lead to no duty, as far as that can be known here.

A ref may name a list that lies elsewhere, so only one to a list of the same folder is looked up.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dutylist.errors import Finding, Severity
from dutylist.store.faults import name_subject
from dutylist.store.lists import DutyList
from dutylist.store.source import read_text
from dutylist.store.syntax import compose
from dutylist.store.values import find_node
from dutylist.words import Message, say


class Linked(NamedTuple):
    """A list of a folder: how findings name it, its id, its bytes, and what it holds."""

    path: str
    list_id: str
    raw: bytes
    duty_list: DutyList


def review_links(lists: Sequence[Linked]) -> list[Finding]:
    """Return a warning for each duty that continues one which its list does not have.

    `lists` are all those of one folder.
    """
    numbers = {each.list_id: {str(duty.no) for duty in each.duty_list.duties} for each in lists}
    return [finding for each in lists for finding in _review(each, numbers)]


def _review(linked: Linked, numbers: Mapping[str, set[str]]) -> Iterator[Finding]:
    wrong = [
        (at, problem)
        for at, duty in enumerate(linked.duty_list.duties)
        if duty.continues and (problem := _explain(linked, duty.continues, numbers))
    ]
    if not wrong:
        return
    text, _ = read_text(linked.path, linked.raw)
    root, _ = compose(text)
    assert root is not None, "the list has been read before"
    for at, problem in wrong:
        node, _ = find_node(root, ("duties", at, "continues"))
        subject = name_subject(linked.duty_list.duties[at].no, "continues")
        remedy = say(
            "name the duty of the earlier list that this one carries on, or delete the line"
        )
        yield text.finding(
            node.line, node.column, problem, remedy, severity=Severity.WARNING, subject=subject
        )


def _explain(linked: Linked, ref: str, numbers: Mapping[str, set[str]]) -> Message | None:
    list_id, _, no = ref.rpartition("/")
    if list_id == linked.list_id:
        return say("“{ref}” is of this very list", ref=ref)
    if no not in numbers.get(list_id, {no}):
        return say("the list {id} has no duty {no}", id=list_id, no=no)
    return None
