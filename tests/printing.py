"""Lists printed in the manners in which documents reach an office, for the laws of the reader.

Each manner gives the bytes of a document and its name. Cells are printed whole in some, merged in
others, and in flattened text one to a line, as a page that was copied gives them.
"""

import html
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

TITLE = "2024年某区重点工作责任清单"
HEAD = ("序号", "工作内容", "责任部门", "配合部门", "完成时限", "牵头领导")


class Printed(NamedTuple):
    """One duty as printed: every field a text, names parted by 、."""

    no: str
    content: str
    departments: str
    supporting: str
    deadline: str
    leaders: str


class Paper(NamedTuple):
    """A document: its name, and its bytes."""

    name: str
    raw: bytes


def print_html(duties: Sequence[Printed]) -> Paper:
    """Print a web page whose equal departments and leaders are merged."""
    rows = []
    for at, duty in enumerate(duties):
        cells = []
        for field, text in zip(Printed._fields, duty, strict=True):
            span = 1
            if field in ("departments", "leaders") and text:
                if at and getattr(duties[at - 1], field) == text:
                    continue
                span = count_same(duties, at, field)
            lines = "<br>".join(html.escape(text).split("、"))
            cells.append(f'<td rowspan="{span}">{lines}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = "".join(f"<th>{title}</th>" for title in HEAD)
    page = f"<p>{TITLE}</p><table><tr>{head}</tr>{''.join(rows)}</table>"
    return Paper("清单.html", f"<!doctype html><meta charset=utf-8>{page}".encode())


def count_same(duties: Sequence[Printed], at: int, field: str) -> int:
    """Count the duties from one on that say the same in a field."""
    text = getattr(duties[at], field)
    rest = (getattr(duty, field) == text for duty in duties[at:])
    return next((count for count, same in enumerate(rest) if not same), len(duties) - at)


def print_markdown(duties: Sequence[Printed]) -> Paper:
    """Print a pipe table."""
    rows = [HEAD, ("---",) * len(HEAD), *duties]
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return Paper("清单.md", "\n".join([f"# {TITLE}", "", *lines, ""]).encode())


def print_tabs(duties: Sequence[Printed]) -> Paper:
    """Print a table as Excel gives it to the clipboard, in GB18030 with CR LF."""
    lines = ["\t".join(row) for row in (HEAD, *duties)]
    return Paper("清单.txt", "\r\n".join([TITLE, *lines, ""]).encode("gb18030"))


def print_led(duties: Sequence[Printed]) -> Paper:
    """Print cells that begin with a tab, a name to a line, what is merged printed once."""
    lines = [TITLE, *(f"\t{title}" for title in HEAD)]
    for at, duty in enumerate(duties):
        for field, text in zip(Printed._fields, duty, strict=True):
            is_merged = field in ("departments", "leaders") and at
            is_blank = is_merged and getattr(duties[at - 1], field) == text
            first, *more = ("" if is_blank else text).split("、")
            lines += [f"\t{first}", *more]
    return Paper("清单.txt", "\n".join([*lines, ""]).encode())


def print_bare(duties: Sequence[Printed]) -> Paper:
    """Print a piece of a cell to a line; empty cells are gone."""
    lines = [TITLE, *HEAD]
    for duty in duties:
        lines += [piece for text in duty for piece in text.split("、") if piece]
    return Paper("清单.txt", "\n\n".join([*lines, ""]).encode())


def print_items(duties: Sequence[Printed]) -> Paper:
    """Print numbered paragraphs with brackets behind them."""
    lines = [TITLE, "", "一、重点任务"]
    lines += [f"{duty.no}.{duty.content}{_label(duty)}" for duty in duties]
    return Paper("清单.txt", "\n".join([*lines, ""]).encode("utf-16"))


def _label(duty: Printed) -> str:
    labels = ("责任部门", "配合部门", "完成时限", "牵头领导")
    parts = (f"{label}：{text}" for label, text in zip(labels, duty[2:], strict=True) if text)
    return f"【{'；'.join(parts)}】"


Manner = Callable[[Sequence[Printed]], Paper]
MANNERS: tuple[Manner, ...] = (
    print_html, print_markdown, print_tabs, print_led, print_bare, print_items,
)  # fmt: skip


def list_fields(duties: Sequence[Printed]) -> Iterator[tuple[str, str, str]]:
    """Give the number, the field and the text of everything that is printed."""
    for duty in duties:
        for field in Printed._fields[1:]:
            yield duty.no, field, getattr(duty, field)
