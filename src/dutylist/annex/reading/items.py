"""Duties in running text: numbered items, each with labelled lines or brackets behind it.

Of the ways in which paragraphs are numbered, that one counts the items which has the labels;
those above it are headings, those below it part of the content. Labels that stand above items
hold for those below. An item without a responsible department is no duty: it may be cut off.
A bulletin tells of duties by their numbers in an annex; to be told of is not to be listed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutylist.annex.grid import Paragraph, Spot
from dutylist.annex.reading.columns import Given
from dutylist.annex.reading.headings import (
    Heading,
    is_note,
    is_page_number,
    is_title,
    read_annex,
    read_heading,
)
from dutylist.annex.reading.labels import Labelled
from dutylist.annex.reading.lexicon import Role
from dutylist.annex.reading.marking import RANK, Marked, mark_paragraphs, names_party
from dutylist.annex.reading.raw import How, Piece, Query, Raw, doubt_heading, fail, warn
from dutylist.annex.reading.results import Fate
from dutylist.words import say

_LOWEST = 99
_MENTION = re.compile(
    r"(?:[0-9年月日-]{6,12}(?:[（(][^）)]*[）)])?[:：] ?)?"
    r"(?:附(?:件|表)[0-9一二三四五六七八九十]{0,3}|《[^》]*》|“[^”]*”)(?:第[0-9]| no\. [0-9])"
)


class ItemRow(NamedTuple):
    """A paragraph with its fate, and the duty or doubt that comes of it.

    A doubt beside a paragraph that is no duty is about the duty before it.
    """

    spot: Spot
    fate: Fate
    text: str
    raw: Raw | None = None
    query: Query | None = None


def has_items(run: Sequence[Paragraph], given: Given) -> bool:
    """Tell whether paragraphs hold items with labels."""
    return _choose_style(mark_paragraphs(run, given)) is not None


def read_items(run: Sequence[Paragraph], given: Given) -> Iterator[ItemRow]:
    """Give every paragraph of a run with its fate; the duty comes with its first paragraph."""
    marked = mark_paragraphs(run, given)
    style = _choose_style(marked)
    if style is None:
        yield from (ItemRow(each.spot, Fate.TEXT, each.printed) for each in marked)
        return
    yield from _doubt_leaders(list(_ItemReader(style, marked).read()))


def _doubt_leaders(rows: Sequence[ItemRow]) -> Iterator[ItemRow]:
    """Doubt an item without a leader where others have one."""
    has_leaders = any(row.raw and row.raw.pieces["leaders"].lines for row in rows)
    for row in rows:
        raw = row.raw
        if has_leaders and raw and not raw.pieces["leaders"].lines:
            query = warn("leaders", raw.spot, say("no leader is printed"))
            yield row._replace(raw=raw._replace(queries=(*raw.queries, query)))
        else:
            yield row


def _choose_style(marked: Sequence[Marked]) -> str | None:
    """Return the kind of number that the items have: that which has the departments."""
    counts: Counter[str] = Counter()
    style = ""
    owned = False
    for each in marked:
        if each.style:
            style, owned = each.style, False
        if names_party(each) and not owned and not _is_mention(each):
            counts[style] += 1
            owned = True
    if not counts:
        return None
    return max(counts, key=lambda name: (counts[name], RANK.get(name, -1)))


def _is_mention(marked: Marked) -> bool:
    """Tell whether a paragraph tells of a duty by its number in an annex: 附件1第26项."""
    return _MENTION.match(marked.text) is not None


class _ItemReader:
    def __init__(self, style: str, marked: Sequence[Marked]) -> None:
        self._style = style
        self._marked = marked
        self._above = self._stand_above()
        self._carried: list[Marked] = []
        self._open: list[Marked] = []
        self._heading: Heading | None = None
        self._heading_style = ""
        self._group = 0

    def read(self) -> Iterator[ItemRow]:
        for each in self._marked:
            if self._starts(each):
                yield from self._close()
                self._open = [each]
            elif self._above and each.is_label_line:
                yield from self._carry(each)
            elif self._open and not self._ends(each):
                self._open.append(each)
            else:
                yield from self._close()
                yield self._take_other(each)
        yield from self._close()

    def _stand_above(self) -> bool:
        """Tell whether labels stand above the items that they are for."""
        last: Marked | None = None
        for each in self._marked:
            if self._style and each.style == self._style:
                return last is not None
            if each.is_label_line and names_party(each):
                last = each
        return False

    def _carry(self, each: Marked) -> Iterator[ItemRow]:
        """Take a label line above items; behind items, a new group of labels begins."""
        if self._open:
            yield from self._close()
            self._carried = []
        self._carried.append(each)
        yield ItemRow(each.spot, Fate.HEADING, each.printed)

    def _starts(self, each: Marked) -> bool:
        if self._style:
            return each.style == self._style
        return bool(each.text) and names_party(each)

    def _ends(self, each: Marked) -> bool:
        """Tell whether a paragraph is no part of the open item: a heading, an annex, a note."""
        if each.is_label_line:
            return False
        if not self._style or read_annex(each.text) or is_note(each.text):
            return True
        if is_page_number(each.text) and not each.labels:
            return True
        if each.style and RANK.get(each.style, _LOWEST) < RANK[self._style]:
            return True
        has_labels = any(part.labels for part in self._open)
        return has_labels and not each.style and not each.labels

    def _take_other(self, each: Marked) -> ItemRow:
        """Return what a paragraph outside of the items is."""
        text = each.printed
        led = _find_led(each)
        if led and not each.text:
            # Labels outside of an item hold for those below, as a heading's do.
            self._heading = Heading(text, led, each.spot, is_led=True)
            return ItemRow(each.spot, Fate.HEADING, text)
        is_above = each.style and RANK.get(each.style, _LOWEST) < RANK.get(self._style, _LOWEST)
        if is_above or read_heading(text, each.spot).is_led:
            return self._take_heading(each)
        if is_page_number(each.text):
            return ItemRow(each.spot, Fate.FURNITURE, text)
        if is_note(each.text):
            return ItemRow(each.spot, Fate.NOTE, text)
        return ItemRow(each.spot, Fate.TEXT, text, query=self._doubt_text(text, each))

    def _doubt_text(self, text: str, each: Marked) -> Query | None:
        """Doubt a line below an item that may go on with it."""
        if not self._group or is_title(text) or read_annex(text):
            return None
        problem = say("a line below this duty was not read: “{text}”", text=text)
        return (fail if each.labels or each.style else warn)(None, each.spot, problem)

    def _take_heading(self, each: Marked) -> ItemRow:
        text = each.text or each.printed
        heading = read_heading(text, each.spot, is_numbered=bool(each.style))
        if led := _find_led(each):
            heading = Heading(text, led, each.spot, is_led=True)
        rank = RANK.get(each.style, _LOWEST)
        if heading.is_led or rank <= RANK.get(self._heading_style, _LOWEST):
            self._heading = heading if heading.is_led else None
            self._heading_style = each.style
        return ItemRow(each.spot, Fate.HEADING, each.printed)

    def _close(self) -> Iterator[ItemRow]:
        if not self._open:
            return
        first, *more = self._open
        self._open = []
        raw, query = self._make(first, more)
        fate = Fate.DUTY if raw else Fate.REJECTED
        yield ItemRow(first.spot, fate, first.printed, raw=raw, query=query)
        yield from (ItemRow(each.spot, fate, each.printed) for each in more)

    def _make(self, first: Marked, more: Sequence[Marked]) -> tuple[Raw | None, Query | None]:
        """Return the duty of an item, or why it is none."""
        content = tuple(part.text for part in (first, *more) if part.text)
        pieces = {"content": Piece(content, first.spot)}
        queries: list[Query] = []
        if len(content) > 1:
            problem = say("the content was put together from {n} paragraphs", n=len(content))
            queries.append(warn("content", first.spot, problem))
        parts = (*self._carried, first, *more)
        labels = [(label, part.spot) for part in parts for label in part.labels]
        _sort_labels(labels, pieces, queries)
        if "departments" not in pieces:
            problem = say("the item names no responsible department; it may be cut off")
            return None, fail(None, first.spot, problem)
        if not content:
            return None, fail(None, first.spot, say("the item has no content"))
        queries += self._doubt_above(first)
        if self._heading and "leaders" not in pieces:
            heading = self._heading
            queries += doubt_heading(heading, first.spot)
            pieces["leaders"] = Piece(heading.leaders, first.spot, How.HEADING, heading.spot)
        for field in ("supporting", "deadline", "leaders", "remark"):
            pieces.setdefault(field, Piece((), first.spot))
        self._group += 1
        return Raw(first.no, self._group, first.spot, pieces, tuple(queries)), None

    def _doubt_above(self, first: Marked) -> Iterator[Query]:
        fields = ("departments", "supporting", "deadline", "leaders")
        for field in fields if self._carried else ():
            problem = say("the labels were taken from above the item")
            yield warn(field, first.spot, problem)


def _find_led(marked: Marked) -> tuple[str, ...]:
    return tuple(label.value for label in marked.labels if label.role is Role.LEADERS)[:1]


def _sort_labels(
    labels: Sequence[tuple[Labelled, Spot]], pieces: dict[str, Piece], queries: list[Query]
) -> None:
    """Put labelled values into the pieces of a duty, and doubt those that are not plain."""
    roles = {label.role for label, _ in labels}
    for label, spot in labels:
        field = _choose_field(label, roles)
        if field is None:
            continue
        queries += _doubt_label(label, spot, field, roles)
        lines = tuple(line for line in label.value.split("\n") if line.strip())
        if field == "deadline" and pieces.get(field, Piece((), spot)).lines:
            problem = say("two deadlines are printed; the first was kept: “{text}” was not",
                          text=label.value)  # fmt: skip
            queries.append(fail(field, spot, problem))
            continue
        before = pieces[field].lines if field in pieces else ()
        if before:
            told = say("two labels name it; both were read: {text}", text=label.value)
            queries.append(warn(field, spot, told))
        pieces[field] = Piece((*before, *lines), spot)


def _doubt_label(label: Labelled, spot: Spot, field: str, roles: set[Role]) -> Iterator[Query]:
    if label.doubt:
        yield warn(field, spot, label.doubt)
    if label.role is Role.RESPONSIBLE and Role.LEAD in roles:
        problem = say("“{own}” beside “{lead}” was read as supporting departments",
                      own=label.label or "责任", lead="牵头")  # fmt: skip
        yield warn(field, spot, problem)
    if label.role in (Role.MIXED, Role.PERSON, Role.SHARED):
        problem = say("“{title}” may mean something else", title=label.label)
        yield warn(field, spot, problem)


def _choose_field(label: Labelled, roles: set[Role]) -> str | None:
    """Return the field that a label fills; None for one that is known and not kept."""
    if label.role in (Role.LEADERS, Role.PERSON):
        return "leaders"
    if label.role is Role.DEADLINE:
        return "deadline"
    if label.role in (Role.ASIDE, Role.REMARK):
        return None
    if label.role is Role.LEAD or (label.role is not Role.SUPPORTING and Role.LEAD not in roles):
        return "departments"
    return "supporting"
