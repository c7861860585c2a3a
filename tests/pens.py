"""Lists as many hands would write them: the same records in random YAML styles.

A `Pen` draws each choice: block or brackets, quotes, indentation, comments, blank lines, line
ends, order of keys. Who uses what it writes holds what is read back against the records.
"""

import codecs
import re
from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from dutylist.duty import Entry, Extension, Repeal, Status

PLAIN = re.compile(r"[\u4e00-\u9fff\U0001f600-\U0001f64f\U00020000-\U0002a6df（）：，。%]+")
TWO_TASKS = "2.1"
"""A number that is text, and always in quotes."""


class Pen:
    """Writes one list; every choice of style is drawn from `random`."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.tidy = self.chance(0.3)
        self.json = self.chance(0.1)
        self.after_block_text = False

    def chance(self, share: float) -> bool:
        """Tell by chance; a share of 0 is never."""
        return self.random.random() < share

    def odd(self, share: float = 0.2) -> bool:
        """Tell by chance whether to be unusual here; a tidy pen never is."""
        return not self.tidy and self.chance(share)

    def write(self, duties: Sequence[Mapping[str, Any]]) -> bytes:
        """Return the bytes of a list with these duties."""
        head = {"title": "清单", "year": 2022, "duties": tuple(duties)}
        if self.json:
            lines = self.flow(head, 2).split("\n")
        else:
            lines = self.mapping(head, 0) + self.noise(0)
        if self.odd():
            lines[:0] = [self.random.choice(("---", "--- # 开始"))]
        if self.odd():
            lines[:0] = ["# 说明: 注", ""][: self.random.randint(1, 2)]
        if self.odd(0.1):
            lines += ["...", "# 完"][: self.random.randint(1, 2)]
        return self.join(lines)

    def join(self, lines: Sequence[str]) -> bytes:
        """Join lines with the line ends of one system, or of several."""
        ends = self.random.choice((("\n",), ("\n",), ("\r\n",), ("\n", "\r\n"), ("\r",)))
        text = "".join(line + self.random.choice(ends) for line in lines)
        if self.chance(0.15):
            text = text.rstrip("\r\n")
        return (codecs.BOM_UTF8 if self.odd(0.15) else b"") + text.encode()

    def mapping(self, record: Mapping[str, Any], column: int) -> list[str]:
        """Write a record in block style, all lines with their indentation."""
        keys = list(record)
        if self.odd(0.3):
            self.random.shuffle(keys)
        lines: list[str] = []
        for key in keys:
            lines += self.noise(column)
            pair = self.pair(key, record[key], column)
            lines += [" " * column + pair[0], *pair[1:]]
        return lines

    def pair(self, key: str, value: Any, column: int) -> list[str]:
        """Write a pair; the first line without its indentation."""
        quote = self.random.choice("'\"") if self.odd(0.1) else ""
        mark = f"{quote}{key}{quote}{' ' if self.odd(0.1) else ''}:"
        if self.odd(0.05):
            mark = f"? {quote}{key}{quote}\n{' ' * column}:"
        gap = " " * (self.random.randint(2, 5) if self.odd(0.1) else 1)
        rest = self.value(value, column)
        if rest[0]:
            below = self.odd(0.1) and rest[0][0] not in "|>"
            rest[0] = f"\n{' ' * (column + 2)}{rest[0]}" if below else gap + rest[0]
        return "\n".join([mark + rest[0], *rest[1:]]).split("\n")

    def value(self, value: Any, column: int) -> list[str]:
        """Write a value: what stands behind the colon, then the lines below."""
        record = as_record(value)
        if record is not None or isinstance(value, tuple):
            return self.collection(value, column)
        if isinstance(value, Status) or value == TWO_TASKS:
            return self.tail([self.quoted(value)])
        if isinstance(value, str):
            return self.text(value, column)
        return self.tail([self.bare(value)])

    def collection(self, value: Any, column: int) -> list[str]:
        """Write a record or a list, with brackets or on the lines below."""
        record = as_record(value)
        names = isinstance(value, tuple) and (not value or isinstance(value[0], str))
        if value == () or self.chance(0.7 if names else 0.15):
            return self.tail(self.flow(value, column + 2).split("\n"))
        deeper = self.random.choice((0, 2, 2, 4))
        if record is not None:
            return [self.comment(), *self.mapping(record, column + max(deeper, 1))]
        return [self.comment(), *self.items(value, column + deeper)]

    def items(self, items: Sequence[Any], column: int) -> list[str]:
        """Write a list with dashes at `column`, all lines with their indentation."""
        blanks = self.random.randint(1, 4) if self.odd() else 1
        lines: list[str] = []
        for item in items:
            lines += self.noise(column)
            lines += self.item(item, column, blanks)
        return lines

    def item(self, item: Any, column: int, blanks: int) -> list[str]:
        """Write one item with its dash."""
        inner = column + 1 + blanks
        dash = " " * column + "-" + " " * blanks
        record = as_record(item)
        if record is None:
            first, *rest = self.tail([self.quoted(item)])
            return [dash + first, *rest]
        if self.chance(0.1):
            first, *rest = self.tail(self.flow(record, inner).split("\n"))
            return [dash + first, *rest]
        lines = self.mapping(record, inner)
        if self.odd(0.1):
            return [f"{' ' * column}-{self.comment()}", *lines]
        while not lines[0].strip() or lines[0].lstrip().startswith("#"):
            del lines[0]
        return [dash + lines[0].lstrip(" "), *lines[1:]]

    def noise(self, column: int) -> list[str]:
        """Write comments and blank lines where they change nothing."""
        if not self.odd(0.25):
            return []
        # Behind block text, a comment further right would be one of its lines.
        most = column if self.after_block_text else 12
        indents = [self.random.choice((0, column, 12)) for _ in range(self.random.randint(1, 2))]
        return ["" if self.chance(0.4) else " " * min(i, most) + "# 注: - x" for i in indents]

    def comment(self) -> str:
        """Write the comment at the end of a line, or nothing."""
        return self.random.choice((" # 注", "   #", " # a: b ]")) if self.odd(0.15) else ""

    def tail(self, lines: list[str]) -> list[str]:
        """Put a comment or blanks at the end of the last of these lines."""
        self.after_block_text = False
        lines[-1] += self.comment() or ("  " if self.odd(0.05) else "")
        return lines

    def text(self, text: str, column: int) -> list[str]:
        """Write a text: on one line, over several, or as block text."""
        lines = text.split("\n")
        plain = not any("\t" in line or "\u2028" in line or line != line.strip() for line in lines)
        if plain and self.chance(0.5 if "\n" in text else 0.1):
            return self.block_text(lines, column)
        if " " in text and PLAIN.fullmatch(text.replace(" ", "")) and self.odd(0.3):
            first, rest = text.split(" ", 1)
            return self.tail([first, " " * (column + 3) + rest])
        if " " in text and self.odd(0.2):
            first, rest = self.quoted(text, "'").split(" ", 1)
            if first != "'" and not rest.startswith(" ") and first[0] == "'" and rest != "'":
                return self.tail([first, " " * (column + 3) + rest])
        return self.tail([self.quoted(text)])

    def block_text(self, lines: Sequence[str], column: int) -> list[str]:
        """Write a text with | or >, its lines further right than its key."""
        self.after_block_text = True
        deeper = self.random.choice((1, 2, 4))
        mark = "|" if len(lines) > 1 or self.chance(0.5) else ">"
        number = str(deeper) if self.odd(0.1) and column else ""
        chomp = self.random.choice(("", "-", "+", "-"))
        head = mark + self.random.choice((number + chomp, chomp + number)) + self.comment()
        body = [" " * (column + deeper) + line if line else "" for line in lines]
        return [head, *body, *[""] * (self.random.randint(0, 2) if self.odd() else 0)]

    def quoted(self, text: str, quote: str = "") -> str:
        """Write a text on one line, bare or in quotes."""
        awkward = re.search("[\t\n\u2028]", text)
        bare = PLAIN.fullmatch(text) and not quote and not self.json
        if bare and self.chance(0.7):
            return text
        if awkward or (not quote and self.chance(0.5)) or self.json:
            escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            return '"' + escaped.replace("\t", "\\t").replace("\u2028", "\\u2028") + '"'
        return "'" + text.replace("'", "''") + "'"

    def bare(self, value: Any) -> str:
        """Write a number, a day or true."""
        if isinstance(value, bool):
            return "true"
        quote = '"' if self.json and isinstance(value, date) else ""
        return f"{quote}{value}{quote}"

    def flow(self, value: Any, column: int) -> str:
        """Write a value with brackets, on one line or on several."""
        record = as_record(value)
        if record is not None:
            parts = [self.flow_pair(key, part, column) for key, part in record.items()]
            return self.brackets("{", parts, "}", column)
        if isinstance(value, tuple):
            return self.brackets("[", [self.flow(part, column + 1) for part in value], "]", column)
        return self.quoted(value) if isinstance(value, str) else self.bare(value)

    def flow_pair(self, key: str, value: Any, column: int) -> str:
        """Write a pair in brackets."""
        quote = '"' if self.json else self.random.choice(("'", '"')) if self.odd(0.1) else ""
        gap = "" if quote and self.odd() else " "
        return f"{quote}{key}{quote}:{gap}{self.flow(value, column + 1)}"

    def brackets(self, left: str, parts: Sequence[str], right: str, column: int) -> str:
        """Write parts between brackets."""
        wide = self.chance(0.6 if self.json else 0.2)
        if not wide:
            blank = " " if self.odd(0.1) else ""
            comma = "," if parts and self.odd(0.1) else ""
            return f"{left}{blank}{', '.join(parts)}{comma}{blank}{right}"
        start = "\n" + " " * (column + self.random.choice((0, 2)))
        if self.odd(0.2):
            return left + " " + f"{start}, ".join(parts) + start + right
        lines = left + self.flow_comment()
        for at, part in enumerate(parts, 1):
            comma = "," if at < len(parts) or self.odd() else ""
            lines += start + part + (self.odd(0.05) * " ") + comma + self.flow_comment()
        return lines + (f"\n{' ' * column}" if self.chance(0.7) or "#" in lines else "") + right

    def flow_comment(self) -> str:
        """Write a comment inside brackets."""
        return "" if self.json else self.comment()


def as_record(value: Any) -> dict[str, Any] | None:
    """Return the fields that are written of a record; None for what is none."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Entry | Extension | Repeal):
        return {key: part for key, part in value._asdict().items() if part is not None}
    return None
