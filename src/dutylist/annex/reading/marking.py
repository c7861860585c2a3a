"""Paragraphs with their numbers and labels told apart, one item or label line to each.

What one paragraph holds of several items is parted, and what several hold of one bracket or label
is joined, so that the reader of items sees each piece once.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutylist.annex.grid import Paragraph, Spot
from dutylist.annex.reading.columns import Given
from dutylist.annex.reading.forms import find_role, is_unit, read_number
from dutylist.annex.reading.headings import read_annex
from dutylist.annex.reading.labels import (
    LABEL_ROLES,
    PAIRS,
    PARTY_ROLES,
    Labelled,
    find_labels,
    read_labels,
    take_brackets,
)

MOST_JOINED = 5
LONGEST_VALUE = 60
LONGEST_REST = 30
LONGEST_ITEM = 5000

_HAN_NO = "[一二三四五六七八九十百]{1,5}"
MARKERS = {
    "5.1": re.compile(
        r"\s*(?P<no>[0-9]{1,4}\.[0-9]{1,3})"
        r"(?:[.、\s]+(?=\D)|(?=[\u3400-\u9fff])(?![亿万元个%％倍公里米吨户人家岁年月日平]))"
    ),
    "1.": re.compile(r"\s*(?P<no>[0-9０-９]{1,4})\s*(?:[.．](?![0-9])|、)"),
    "1)": re.compile(r"\s*(?P<no>[0-9０-９]{1,4})\s*[)）]"),
    "(1)": re.compile(r"\s*[（(]\s*(?P<no>[0-9０-９]{1,4})\s*[）)]"),
    "①": re.compile(r"\s*(?P<no>[①-⑳])"),
    "项目": re.compile(
        rf"\s*(?:项目|任务|事项|工程|实事|工作)\s*(?P<no>[0-9]{{1,4}}|{_HAN_NO})\s*[:：、.]"
    ),
    "第1": re.compile(rf"\s*第\s*(?P<no>[0-9]{{1,4}}|{_HAN_NO})\s*[项条]\s*[:：、.]?"),
    "(一)": re.compile(rf"\s*[（(]\s*(?P<no>{_HAN_NO})\s*[）)]"),
    "一、": re.compile(rf"\s*(?P<no>{_HAN_NO})\s*、"),
}
_ORDER = ("一、", "(一)", "项目", "第1", "1.", "5.1", "1)", "(1)", "①")
RANK = {name: at for at, name in enumerate(_ORDER)}
"""How deep each kind of number stands: sections above, points of a list below."""

_GLUED = re.compile(r"\s*(?P<no>[0-9]{1,4})[.．](?=[0-9])")
_INNER = re.compile(r"(?<=[；;。）)】\]〕])\s*(?=(?P<no>[0-9]{1,4})\s*(?:[.．](?![0-9])|、))")
_BOXED = re.compile(r"[【\[〔［]\s*(?P<label>[\u3400-\u9fff]{2,12})\s*[】\]〕］]\s*[:：]?\s*")
_CONTENT_LABEL = re.compile(
    r"^(?:主要内容|工作内容|建设内容|任务内容|项目内容|具体内容)\s*[:：]\s*"
)


class Marked(NamedTuple):
    """A paragraph with its number, if it has one, and what it says of who and when.

    `text` is the rest of it, without number and labels; `printed` is all of it.
    """

    text: str
    spot: Spot
    style: str
    no: int | str | None
    labels: tuple[Labelled, ...]
    is_label_line: bool
    printed: str


def mark_paragraphs(run: Sequence[Paragraph], given: Given) -> list[Marked]:
    """Return the paragraphs of a run that hold text, each with its number and labels."""
    filled = [each for each in run if each.text.strip()]
    parted = [part for each in _join_brackets(filled) for part in _part_items(each)]
    marked = [_mark(each, given) for each in parted]
    return list(_attach_values(_number_glued(marked, parted, given)))


def names_party(marked: Marked) -> bool:
    """Tell whether a paragraph's labels name a department."""
    return any(label.role in PARTY_ROLES for label in marked.labels)


def _join_brackets(run: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Put together what a bracket that is not closed on its line goes on with."""
    at = 0
    while at < len(run):
        text, end = run[at].text, at + 1
        while _is_open(text) and end < min(len(run), at + MOST_JOINED):
            if _read_marker(run[end].text)[0]:
                break
            text, end = text.rstrip() + run[end].text.strip(), end + 1
        whole = end > at + 1 and not _is_open(text)
        yield run[at]._replace(text=text) if whole else run[at]
        at = end if whole else at + 1


def _is_open(text: str) -> bool:
    closing: list[str] = []
    for character in text:
        if character in PAIRS:
            closing.append(PAIRS[character])
        elif closing and character == closing[-1]:
            closing.pop()
    return bool(closing)


def _part_items(paragraph: Paragraph) -> list[Paragraph]:
    """Part a paragraph that holds several items, whose numbers go on by one."""
    style, number, _ = _read_marker(paragraph.text)
    if style != "1." or not isinstance(number, int):
        return [paragraph]
    starts = [0]
    for match in _INNER.finditer(paragraph.text):
        if int(match["no"]) == number + 1:
            starts.append(match.end())
            number += 1
    ends = [*starts[1:], len(paragraph.text)]
    return [
        paragraph._replace(text=paragraph.text[start:end])
        for start, end in zip(starts, ends, strict=True)
    ]


def _mark(paragraph: Paragraph, given: Given) -> Marked:
    text = paragraph.text.strip().strip("|").strip()
    if len(text) > LONGEST_ITEM:  # no item is that long, and looking for labels would take for ever
        return Marked(text, paragraph.spot, "", None, (), is_label_line=False, printed=text)
    printed, text = text, _unbox(text, given)
    line = Marked("", paragraph.spot, "", None, (), is_label_line=True, printed=printed)
    labels = read_labels(text, given)
    if labels:
        return line._replace(labels=tuple(labels))
    style, no, rest = _read_marker(text)
    rest = _CONTENT_LABEL.sub("", rest) if not style else rest
    bare, labels = take_brackets(rest, given)
    if not style and labels and not bare.strip("。；; "):
        return line._replace(labels=tuple(labels))
    bare, inline = _take_inline(bare, given)
    labels += inline
    return Marked(
        bare, paragraph.spot, style, no, tuple(labels), is_label_line=False, printed=printed
    )


def _unbox(text: str, given: Given) -> str:
    """Write 【责任单位】甲局 as 责任单位：甲局."""

    def write(match: re.Match[str]) -> str:
        role = given.get(match["label"]) or find_role(match["label"])
        return f" {match['label']}：" if role in LABEL_ROLES else match[0]

    return _BOXED.sub(write, text).strip()


def _take_inline(text: str, given: Given) -> tuple[str, list[Labelled]]:
    """Take labelled values off the end of a sentence: ….责任单位：甲局 完成时限：6月底."""
    places = find_labels(text, given)
    if not places or places[0][0] == 0:
        return text, []
    start = places[0][0]
    if text[:start].rstrip()[-1:] not in "。；;！ 　" and text[start - 1] not in " 　":
        return text, []
    return text[:start].strip(), read_labels(text[start:], given)


def _read_marker(text: str) -> tuple[str, int | str | None, str]:
    for style, pattern in MARKERS.items():
        match = pattern.match(text)
        if match and (number := read_number(match["no"])) is not None:
            return style, number, text[match.end() :].strip()
    return "", None, text


def _number_glued(
    marked: Sequence[Marked], run: Sequence[Paragraph], given: Given
) -> Iterator[Marked]:
    """Give 2.2025年底前… its number where it goes on with the numbers before it."""
    last = 0
    for each, paragraph in zip(marked, run, strict=True):
        match = _GLUED.match(paragraph.text)
        if match and not each.is_label_line and int(match["no"]) == last + 1:
            rest = _mark(paragraph._replace(text=paragraph.text[match.end() :]), given)
            last += 1
            yield rest._replace(style="1.", no=last)
            continue
        if each.style == "1." and isinstance(each.no, int):
            last = each.no
        yield each


def _attach_values(marked: Iterator[Marked]) -> Iterator[Marked]:
    """Put a label together with the lines below it that hold its value, or go on with it."""
    waiting: Marked | None = None
    for each in marked:
        if waiting is not None and _is_value(each, waiting.labels[-1]):
            *before, last = waiting.labels
            value = "\n".join(part for part in (last.value, each.text) if part)
            waiting = waiting._replace(
                labels=(*before, last._replace(value=value)),
                printed=f"{waiting.printed} {each.printed}",
            )
            continue
        if waiting is not None:
            yield waiting
        waiting = _open_label(each)
        if waiting is None:
            yield each
    if waiting is not None:
        yield waiting


def _open_label(marked: Marked) -> Marked | None:
    """Return a paragraph as a label line whose value may go on below; None if it is none."""
    if marked.is_label_line:
        return marked
    role = find_role(marked.text) if not marked.style and len(marked.text) <= 12 else None
    if role not in LABEL_ROLES or marked.labels or role is None:
        return None
    labels = (Labelled(role, marked.text, ""),)
    return marked._replace(text="", labels=labels, is_label_line=True)


def _is_value(marked: Marked, label: Labelled) -> bool:
    """Tell whether a line is a label's value, or goes on with the names of one."""
    if marked.style or marked.labels or marked.is_label_line or len(marked.text) > LONGEST_VALUE:
        return False
    if find_role(marked.text) is not None or read_annex(marked.text):
        return False
    if not label.value or label.value.endswith(("、", "，", ",")):
        return True
    if label.role not in PARTY_ROLES:
        return False
    last = re.split(r"[、，,；;\s]", label.value)[-1]
    names = [name for name in re.split(r"[、，,；;\s]", marked.text.rstrip("。")) if name]
    is_broken = not is_unit(last) and len(marked.text) <= LONGEST_REST and is_unit(names[-1])
    return is_broken or all(is_unit(name.removesuffix("等")) for name in names)
