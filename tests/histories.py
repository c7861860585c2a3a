"""Random histories of a list: a base, and what two clerks did to it apart from each other.

A list is kept as a `Page`, which is written out as a clerk would; a history is a list of small
acts, each a kind and two numbers that say where and what. Comments are unique.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from hypothesis import strategies as st

Act = tuple[int, int, int]

_DAYS = ("2022-03-01", "2022-04-08", "2022-04-08", "2022-05-20")
_STATUSES = ("pending", "active", "blocked", "done")
_TEXTS = ("甲", "乙 # 不是批注", "丙：丁", "“戊”")
_NAMES = ("财政局", "教育局", "乡、街")


@dataclass
class Part:
    """A field or an entry: its text without comments, and where comments stand."""

    lines: list[str]
    above: list[str] = field(default_factory=list)
    beside: str = ""
    below: list[str] = field(default_factory=list)

    def write(self, indent: str) -> list[str]:
        first, *rest = self.lines
        beside = f"  {self.beside}" if self.beside else ""
        lines = [*self.above, first + beside, *rest]
        return [*(indent + line for line in lines), *(f"{indent}  {each}" for each in self.below)]


@dataclass
class Item:
    """A duty: its fields and dated things, in the order of the text."""

    no: str
    fields: dict[str, Part]
    dated: dict[str, list[Part]] = field(default_factory=dict)
    openers: dict[str, Part] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    flow: bool = False

    def write(self, page: "Page") -> list[str]:
        indent = " " * page.indent
        blank = [""] if page.blanks else []
        above = [*blank, *(indent + line for line in self.above)]
        if self.flow and not self.dated:
            inside = ", ".join(line for part in self.fields.values() for line in part.lines)
            return [*above, f"{indent}- {{{inside}}}"]
        lines = [line for part in self.fields.values() for line in part.write(f"{indent}  ")]
        for key, entries in self.dated.items():
            lines += self.openers[key].write(f"{indent}  ")
            for entry in entries:
                lines += _dash(entry.write(f"{indent}  {' ' * (page.inner + 2)}"), page, entry)
        return [*above, *_put_dash(lines, page.indent)]


@dataclass
class Page:
    """A list: its head, its duties, and its layout."""

    head: dict[str, Part]
    items: list[Item]
    end: list[str] = field(default_factory=list)
    indent: int = 2
    inner: int = 2
    blanks: bool = True
    line_end: str = "\n"
    mark: bool = False
    whole: bool = True

    def write(self) -> bytes:
        lines = [line for part in self.head.values() for line in part.write("")]
        lines += [line for item in self.items for line in item.write(self)]
        text = "".join(f"{line}\n" for line in [*lines, *self.end])
        text = text if self.whole else text.removesuffix("\n")
        mark = b"\xef\xbb\xbf" if self.mark else b""
        return mark + text.replace("\n", self.line_end).encode()


def _dash(lines: list[str], page: Page, entry: Part) -> list[str]:
    at = len(entry.above)
    column = page.indent + 2 + page.inner
    head = [line[2:] if line.strip() else line for line in lines[:at]]
    return [*head, f"{' ' * column}- {lines[at][column + 2 :]}", *lines[at + 1 :]]


def _put_dash(lines: list[str], indent: int) -> list[str]:
    return [f"{' ' * indent}- {lines[0][indent + 2 :]}", *lines[1:]]


def make_item(no: str, what: int = 0) -> Item:
    fields = {
        "no": Part([f'no: "{no}"' if "." in no else f"no: {no}"]),
        "content": Part([f"content: 第{no}项"]),
        "departments": Part([f"departments: [{_NAMES[what % 3]}]"]),
        "deadline": Part(["deadline: 年内完成"]),
        "leaders": Part(["leaders: [张三]"]),
    }
    return Item(no, fields)


def make_page() -> Page:
    head = {
        "title": Part(["title: 清单"]),
        "year": Part(["year: 2022"]),
        "duties": Part(["duties:"]),
    }
    return Page(head, [make_item(no) for no in ("1", "5", "9")])


def apply(page: Page, acts: Sequence[Act], clerk: str) -> Page:
    """Return the page after what a clerk did to it."""
    changed = deepcopy(page)
    for step, (kind, where, what) in enumerate(acts):
        _ACTS[kind % len(_ACTS)](changed, where, what, f"{clerk}{step}")
    return changed


def _add_entry(page: Page, where: int, what: int, tag: str) -> None:
    item = page.items[where % len(page.items)]
    if item.flow:
        return
    note = (f"{tag}", "同报", "又报")[what % 3]
    lines = [f"on: {_DAYS[what % 4]}", f"status: {_STATUSES[what % 4]}", f"note: {note}"]
    lines += [["value: 45%"], ["by: 财政局  # 据电话" + tag], [], []][where % 4]
    _insert(item, "progress", lines, what)


def _insert(item: Item, key: str, lines: list[str], what: int) -> None:
    entries = item.dated.setdefault(key, [])
    item.openers.setdefault(key, Part([f"{key}:"]))
    if all(_strip(entry.lines) != _strip(lines) for entry in entries):
        entries.insert(len(entries) if what % 5 else 0, Part(lines))


def _strip(lines: list[str]) -> list[str]:
    return [line.partition("  #")[0] for line in lines]


def _add_extension(page: Page, where: int, what: int, _tag: str) -> None:
    item = page.items[where % len(page.items)]
    if not item.flow:
        _insert(item, "extended", [f"on: {_DAYS[what % 4]}", f"to: 2023-01-{what + 1:02}"], what)


def _delete_entry(page: Page, where: int, what: int, _tag: str) -> None:
    item = page.items[where % len(page.items)]
    for key, entries in item.dated.items():
        if len(entries) > 1:
            del entries[what % len(entries)]
            return
        if what % 2:
            del item.dated[key]
            return


def _comment_entry(page: Page, where: int, what: int, tag: str) -> None:
    entries = [each for item in page.items for some in item.dated.values() for each in some]
    if entries:
        _comment(entries[where % len(entries)], what, tag)


def _comment(part: Part, what: int, tag: str) -> None:
    if what % 3 == 0 and not part.beside:
        part.beside = f"# 旁{tag}"
    elif what % 3 == 1:
        part.above.append(f"# 上{tag}")
    else:
        part.below.append(f"# 下{tag}")


def _comment_field(page: Page, where: int, what: int, tag: str) -> None:
    item = page.items[where % len(page.items)]
    parts = [*item.fields.values(), *item.openers.values()]
    if not item.flow:
        part = parts[what % len(parts)]
        _comment(part, 0 if part is parts[0] and what % 3 == 1 else what, tag)


def _comment_duty(page: Page, where: int, _what: int, tag: str) -> None:
    page.items[where % len(page.items)].above.append(f"# 项{tag}")


def _comment_head(page: Page, where: int, what: int, tag: str) -> None:
    if where % 3 == 0:
        page.end.append(f"# 尾{tag}")
    else:
        _comment([*page.head.values()][where % len(page.head)], what % 2, tag)


def _amend(page: Page, where: int, what: int, tag: str) -> None:
    item = page.items[where % len(page.items)]
    key = ("content", "departments", "deadline", "due", "repealed", "supporting")[what % 6]
    choices = {
        "content": [f"content: '{_TEXTS[where % 4]}'", f"content: 由{tag}改"],
        "departments": ["departments: [教育局]", "departments: [教育局, 财政局]"],
        "deadline": ["deadline: 长期保持", "deadline: 6月底前完成"],
        "due": ["due: 2022-06-30", "due: 2022-07-31"],
        "repealed": ["repealed: true", "repealed: {on: 2022-06-01, by: 区政府}"],
        "supporting": ["supporting: [乡、街]", "supporting: []"],
    }[key]
    part = item.fields.setdefault(key, Part([""]))
    part.lines = [choices[where // 3 % 2]]


def _unset(page: Page, where: int, what: int, _tag: str) -> None:
    item = page.items[where % len(page.items)]
    item.fields.pop(("due", "repealed", "supporting")[what % 3], None)


def _change_head(page: Page, where: int, what: int, _tag: str) -> None:
    if where % 2:
        page.head["title"].lines = [f"title: 清单{what % 3}"]
    else:
        annex = page.head.pop("annex", Part([""]))
        annex.lines = [f"annex: 附件{what % 3}"]
        page.head = {"annex": annex, **page.head} if what % 2 else _before_duties(page, annex)


def _before_duties(page: Page, annex: Part) -> dict[str, Part]:
    duties = page.head.pop("duties")
    return {**page.head, "annex": annex, "duties": duties}


def _add_duty(page: Page, where: int, what: int, _tag: str) -> None:
    no = ("2", "3", "5.1", "5.2", "10", "11")[where % 6]
    if all(item.no != no for item in page.items):
        item = make_item(no, what)
        item.flow = what % 7 == 0
        key = tuple(map(int, no.split(".")))
        place = [tuple(map(int, each.no.split("."))) > key for each in page.items]
        page.items.insert(place.index(True) if True in place else len(place), item)


def _delete_duty(page: Page, where: int, _what: int, _tag: str) -> None:
    if len(page.items) > 1:
        del page.items[where % len(page.items)]


def _lay_out(page: Page, where: int, what: int, _tag: str) -> None:
    match where % 6:
        case 0:
            page.indent = (0, 2, 4)[what % 3]
        case 1:
            page.inner = (0, 2)[what % 2]
        case 2:
            page.blanks = not page.blanks
        case 3:
            page.line_end = ("\n", "\r\n")[what % 2]
        case 4:
            page.mark = not page.mark
        case _:
            page.whole = not page.whole


def _restyle(page: Page, where: int, what: int, _tag: str) -> None:
    item = page.items[where % len(page.items)]
    match what % 4:
        case 0 if not item.dated and all(map(_is_bare, item.fields.values())):
            item.flow = not item.flow
        case 1 if not item.flow:
            item.fields["leaders"].lines = ["leaders:", "  - 张三"]
        case 2:
            fields = dict(item.fields)
            deadline = fields.pop("deadline")
            item.fields = {"no": fields.pop("no"), "deadline": deadline, **fields}
        case _:
            item.fields["deadline"].lines = [
                line.replace(" 年内完成", ' "年内完成"') for line in item.fields["deadline"].lines
            ]


def _is_bare(part: Part) -> bool:
    return len(part.lines) == 1 and not (part.above or part.beside or part.below)


def _move_entry(page: Page, where: int, what: int, _tag: str) -> None:
    item = page.items[where % len(page.items)]
    entries = item.dated.get("progress", [])
    if len(entries) > 1:
        entries.insert(0, entries.pop(what % len(entries)))


def _edit_entry(page: Page, where: int, _what: int, tag: str) -> None:
    entries = [each for item in page.items for each in item.dated.get("progress", [])]
    if entries:
        entry = entries[where % len(entries)]
        entry.lines = [f"note: {tag}改" if "note:" in line else line for line in entry.lines]


_ACTS: tuple[Callable[[Page, int, int, str], None], ...] = (
    _add_entry, _add_entry, _add_entry, _amend, _amend, _add_extension, _delete_entry,
    _comment_entry, _comment_field, _comment_duty, _comment_head, _unset, _change_head, _add_duty,
    _delete_duty, _lay_out, _restyle, _move_entry, _edit_entry,
)  # fmt: skip

acts = st.lists(
    st.tuples(st.integers(0, len(_ACTS) - 1), st.integers(0, 11), st.integers(0, 23)), max_size=8
)
