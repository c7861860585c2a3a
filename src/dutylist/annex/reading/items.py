"""Duties in running text: numbered items, each with labelled lines or brackets behind it.

Of the ways in which paragraphs are numbered, that one counts the items which has the labels;
those above it are headings, those below it part of the content. An item without a responsible
department is no duty: it may have been cut off.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutylist.annex.grid import Paragraph, Spot
from dutylist.annex.reading.columns import Given
from dutylist.annex.reading.forms import find_role, read_number
from dutylist.annex.reading.headings import (
    Heading,
    is_note,
    is_page_number,
    read_annex,
    read_heading,
)
from dutylist.annex.reading.labels import (
    LABEL_ROLES,
    Labelled,
    find_labels,
    read_labels,
    take_brackets,
)
from dutylist.annex.reading.lexicon import Role
from dutylist.annex.reading.raw import How, Piece, Query, Raw, fail, warn
from dutylist.annex.reading.results import Fate
from dutylist.words import say

_HAN_NO = "[一二三四五六七八九十百]{1,5}"
_MARKERS = {
    # 1.5亿元 is no item 1; 1.3号线 is one.
    "1.": re.compile(
        r"\s*(?P<no>[0-9０-９]{1,4})\s*"
        r"(?:[.．、](?![0-9])|[.．](?=[0-9]{1,3}\s*[^0-9.%％亿万元个]))"
    ),
    "5.1": re.compile(r"\s*(?P<no>[0-9]{1,4}\.[0-9]{1,3})[.、\s]+(?=\D)"),
    "1)": re.compile(r"\s*(?P<no>[0-9０-９]{1,4})\s*[)）]"),
    "(1)": re.compile(r"\s*[（(]\s*(?P<no>[0-9０-９]{1,4})\s*[）)]"),
    "①": re.compile(r"\s*(?P<no>[①-⑳])"),
    "项目": re.compile(
        rf"\s*(?:项目|任务|事项|工程|实事|工作)\s*(?P<no>[0-9]{{1,4}}|{_HAN_NO})\s*[:：、.]"
    ),
    "第1": re.compile(rf"\s*第\s*(?P<no>[0-9]{{1,4}}|{_HAN_NO})\s*[项条]\s*[:：、.]?"),
    "(一)": re.compile(r"\s*[（(]\s*(?P<no>[一二三四五六七八九十百]{1,5})\s*[）)]"),
    "一、": re.compile(r"\s*(?P<no>[一二三四五六七八九十百]{1,5})\s*、"),
}  # fmt: skip
_RANK = {
    name: at
    for at, name in enumerate(("一、", "(一)", "项目", "第1", "1.", "5.1", "1)", "(1)", "①"))
}


_CONTENT_LABEL = re.compile(
    r"^(?:主要内容|工作内容|建设内容|任务内容|项目内容|具体内容)\s*[:：]\s*"
)


class Marked(NamedTuple):
    """A paragraph with its number, if it has one, and what it says of who and when."""

    text: str
    spot: Spot
    style: str
    no: int | str | None
    labels: tuple[Labelled, ...]
    is_label_line: bool


class ItemRow(NamedTuple):
    """A paragraph with its fate, and the duty, heading or doubt that comes of it."""

    spot: Spot
    fate: Fate
    text: str
    raw: Raw | None = None
    heading: Heading | None = None
    query: Query | None = None


def has_items(run: Sequence[Paragraph], given: Given) -> bool:
    """Tell whether paragraphs hold items with labels."""
    return _choose_style(_mark_all(run, given)) is not None


def read_items(run: Sequence[Paragraph], given: Given) -> Iterator[ItemRow]:
    """Give every paragraph of a run with its fate; the duty comes with its last paragraph."""
    marked = _mark_all(run, given)
    style = _choose_style(marked)
    if style is None:
        yield from (ItemRow(each.spot, Fate.TEXT, each.text) for each in marked)
        return
    yield from _ItemReader(style).read(marked)


def _mark_all(run: Sequence[Paragraph], given: Given) -> list[Marked]:
    return list(_attach_values([_mark(each, given) for each in run if each.text.strip()]))


def _mark(paragraph: Paragraph, given: Given) -> Marked:
    text = paragraph.text.strip().strip("|").strip()
    labels = read_labels(text, given)
    if labels:
        return Marked("", paragraph.spot, "", None, tuple(labels), is_label_line=True)
    style, no, rest = _read_marker(text)
    rest = _CONTENT_LABEL.sub("", rest) if not style else rest
    bare, labels = take_brackets(rest, given)
    if not style and labels and not bare.strip("。；; "):
        return Marked("", paragraph.spot, "", None, tuple(labels), is_label_line=True)
    bare, inline = _take_inline(bare, given)
    return Marked(bare, paragraph.spot, style, no, (*labels, *inline), is_label_line=False)


def _take_inline(text: str, given: Given) -> tuple[str, list[Labelled]]:
    """Take labelled values off the end of a sentence: ….责任单位：甲局 完成时限：6月底."""
    places = find_labels(text, given)
    if not places or places[0][0] == 0:
        return text, []
    start = places[0][0]
    if text[:start].rstrip()[-1:] not in "。；;！ 　" and text[start - 1] not in " 　":
        return text, []
    return text[:start].strip(), read_labels(text[start:], given)


def _attach_values(marked: Sequence[Marked]) -> Iterator[Marked]:
    """Put a label that stands alone on its line together with the lines that hold its value."""
    at = 0
    while at < len(marked):
        each = marked[at]
        role = find_role(each.text) if not each.style and len(each.text) <= 12 else None
        empty = each.is_label_line and len(each.labels) == 1 and not each.labels[0].value
        if (role in LABEL_ROLES and not each.labels) or empty:
            label = each.labels[0] if empty else Labelled(role or Role.RESPONSIBLE, each.text, "")
            values = []
            while at + 1 < len(marked) and _is_value(marked[at + 1]):
                at += 1
                values.append(marked[at].text)
            if values:
                yield each._replace(
                    text="", labels=(label._replace(value="\n".join(values)),), is_label_line=True
                )
                at += 1
                continue
        yield each
        at += 1


def _is_value(marked: Marked) -> bool:
    if marked.style or marked.labels or marked.is_label_line or len(marked.text) > 60:
        return False
    return find_role(marked.text) is None and not read_annex(marked.text)


def _read_marker(text: str) -> tuple[str, int | str | None, str]:
    for style, pattern in _MARKERS.items():
        match = pattern.match(text)
        if match and (number := read_number(match["no"])) is not None:
            return style, number, text[match.end() :].strip()
    return "", None, text


def _choose_style(marked: Sequence[Marked]) -> str | None:
    """Return the kind of number that the items have: that which has the departments."""
    counts: Counter[str] = Counter()
    style = ""
    owned = False
    for each in marked:
        if each.style:
            style, owned = each.style, False
        parties = any(label.role not in (Role.DEADLINE, Role.LEADERS) for label in each.labels)
        if parties and not owned:
            counts[style] += 1
            owned = True
    if not counts:
        return None
    best = max(counts, key=lambda name: (counts[name], _RANK.get(name, -1)))
    return best if best or counts[best] else None


class _ItemReader:
    def __init__(self, style: str) -> None:
        self._style = style
        self._open: list[Marked] = []
        self._heading: Heading | None = None
        self._heading_style = ""
        self._group = 0
        self._done = False

    def read(self, marked: Sequence[Marked]) -> Iterator[ItemRow]:
        for each in marked:
            if self._starts(each):
                yield from self._close()
                self._open = [each]
            elif self._open and not self._ends(each):
                self._open.append(each)
            else:
                yield from self._close()
                yield self._take_other(each)
        yield from self._close()

    def _starts(self, each: Marked) -> bool:
        if self._style:
            return each.style == self._style
        return bool(each.text) and any(
            label.role not in (Role.DEADLINE, Role.LEADERS) for label in each.labels
        )

    def _ends(self, each: Marked) -> bool:
        """Tell whether a paragraph is no part of the open item: a heading, an annex, a note."""
        if each.is_label_line:
            return False
        if not self._style or read_annex(each.text) or is_note(each.text):
            return True
        if is_page_number(each.text) and not each.labels:
            return True
        ranks = _RANK.get(each.style, 99), _RANK[self._style]
        if each.style and ranks[0] < ranks[1]:
            return True
        has_labels = any(part.labels for part in self._open)
        return has_labels and not each.style and not each.labels

    def _take_other(self, each: Marked) -> ItemRow:
        text = each.text or "；".join(f"{label.label}：{label.value}" for label in each.labels)
        if not each.text or (each.style and each.labels):
            # Labels outside of an item hold for those below: a heading's leaders.
            led = [label for label in each.labels if label.role is Role.LEADERS]
            if led and not each.text:
                self._heading = Heading(text, (led[0].value,), each.spot, is_led=True)
                return ItemRow(each.spot, Fate.HEADING, text, heading=self._heading)
        if each.style and _RANK.get(each.style, 99) < _RANK.get(self._style, 99):
            return self._take_heading(each)
        if is_page_number(each.text):
            return ItemRow(each.spot, Fate.FURNITURE, text)
        if is_note(each.text):
            return ItemRow(each.spot, Fate.NOTE, text)
        return ItemRow(each.spot, Fate.TEXT, text)

    def _take_heading(self, each: Marked) -> ItemRow:
        heading = read_heading(each.text, each.spot)
        led = [label for label in each.labels if label.role is Role.LEADERS]
        if led:
            heading = Heading(each.text, (led[0].value,), each.spot, is_led=True)
        rank = _RANK.get(each.style, 99)
        if heading.is_led or rank <= _RANK.get(self._heading_style, 99):
            self._heading = heading if heading.is_led else None
            self._heading_style = each.style
        return ItemRow(each.spot, Fate.HEADING, each.text, heading=heading)

    def _close(self) -> Iterator[ItemRow]:
        if not self._open:
            return
        first, *more = self._open
        self._open = []
        raw, query = self._make(first, more)
        fate = Fate.DUTY if raw else Fate.REJECTED
        yield ItemRow(first.spot, fate, first.text, raw=raw, query=query)
        yield from (ItemRow(each.spot, fate, each.text or _tell(each)) for each in more)

    def _make(self, first: Marked, more: Sequence[Marked]) -> tuple[Raw | None, Query | None]:
        """Return the duty of an item, or why it is none."""
        parts = (first, *more)
        content = tuple(part.text for part in parts if part.text)
        labels = [(label, part.spot) for part in parts for label in part.labels]
        pieces = {"content": Piece(content, first.spot)}
        queries: list[Query] = []
        if len(content) > 1:
            problem = say("the content was put together from {n} paragraphs", n=len(content))
            queries.append(warn("content", first.spot, problem))
        self._sort_labels(labels, pieces, queries)
        if not pieces.get("departments"):
            problem = say("the item names no responsible department; it may be cut off")
            return None, fail(None, first.spot, problem)
        if not content:
            return None, fail(None, first.spot, say("the item has no content"))
        if self._heading and not pieces.get("leaders"):
            heading = self._heading
            pieces["leaders"] = Piece(heading.leaders, first.spot, How.HEADING, heading.spot)
        for field in ("supporting", "deadline", "leaders", "remark"):
            pieces.setdefault(field, Piece((), first.spot))
        self._group += 1
        return Raw(first.no, self._group, first.spot, pieces, tuple(queries)), None

    def _sort_labels(
        self,
        labels: Sequence[tuple[Labelled, Spot]],
        pieces: dict[str, Piece],
        queries: list[Query],
    ) -> None:
        roles = {label.role for label, _ in labels}
        for label, spot in labels:
            field = _choose_field(label, roles)
            if label.doubt:
                queries.append(warn(field, spot, label.doubt))
            if label.role is Role.RESPONSIBLE and Role.LEAD in roles:
                problem = say("“{own}” beside “{lead}” was read as supporting departments",
                              own=label.label or "责任", lead="牵头")  # fmt: skip
                queries.append(warn(field, spot, problem))
            if label.role is Role.MIXED or label.role is Role.PERSON:
                problem = say("“{title}” may mean something else", title=label.label)
                queries.append(warn(field, spot, problem))
            lines = tuple(line for line in label.value.split("\n") if line.strip())
            if field in pieces and pieces[field].lines and field == "deadline":
                problem = say("two deadlines are printed; the first was kept: “{text}” was not",
                              text=label.value)  # fmt: skip
                queries.append(fail(field, spot, problem))
                continue
            before = pieces[field].lines if field in pieces else ()
            pieces[field] = Piece((*before, *lines), spot)


def _choose_field(label: Labelled, roles: set[Role]) -> str:
    if label.role in (Role.LEADERS, Role.PERSON):
        return "leaders"
    if label.role is Role.DEADLINE:
        return "deadline"
    if label.role is Role.SUPPORTING:
        return "supporting"
    if label.role is Role.LEAD or Role.LEAD not in roles:
        return "departments"
    return "supporting"


def _tell(marked: Marked) -> str:
    return "；".join(f"{label.label}：{label.value}" for label in marked.labels)
