"""Number formats of a workbook, cut into sections and tokens, and those that have but a number.

The numbers from 27 to 58 mean what a Chinese Excel shows for them.
"""

import re
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"

_AMPM_TIME = '上午/下午h"时"mm"分"'
_CHINESE_DATES = {
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: _AMPM_TIME,
    35: f'{_AMPM_TIME}ss"秒"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: _AMPM_TIME,
    56: f'{_AMPM_TIME}ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0;-",
    42: '"¥"#,##0;"¥"-#,##0;"¥"-',
    43: "#,##0.00;-#,##0.00;-",
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥"-',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **_CHINESE_DATES,
}
"""The codes of the formats that a file names by their numbers alone."""

# Dates and times in the way of the system that shows them; this is a Chinese one.
_SYSTEM = {"[$-F800]": 'yyyy"年"m"月"d"日"', "[$-F400]": "h:mm:ss"}

_TOKEN = re.compile(
    r"""
      (?P<literal>"[^"]*"?|\\.|!.)
    | (?P<blank>_.)
    | (?P<fill>\*.)
    | (?P<general>General|G/通用格式|G/標準|通用格式)
    | (?P<noon>AM/PM|A/P|上午/下午|am/pm|a/p)
    | (?P<elapsed>\[(?:h+|m+|s+|H+|M+|S+)\])
    | (?P<numerals>\[DBNum[1-4]\])
    | (?P<condition>\[[<>=][^\]]*\])
    | (?P<currency>\[\$[^\]]*\])
    | (?P<colour>\[[^\]]*\])
    | (?P<exponent>[Ee][+-])
    | (?P<fraction>(?<=[sS\]])\.0+)
    | (?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|a{3,4}|A{3,4}|e+|g+|b+)
    | (?P<digits>[0#?]+)
    | (?P<point>\.)
    | (?P<comma>,)
    | (?P<percent>[%‰])
    | (?P<text>@)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a format code: its kind as named in the pattern, and its own text."""

    kind: str
    text: str


class Section(NamedTuple):
    """One of up to four sections of a code."""

    tokens: tuple[Token, ...]

    def has(self, *kinds: str) -> bool:
        """Tell whether there is a token of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)


@lru_cache(maxsize=512)
def read_code(code: str) -> tuple[Section, ...]:
    """Return the sections of a format code."""
    code = next((own for mark, own in _SYSTEM.items() if code.startswith(mark)), code)
    sections: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code):
        token = Token(match.lastgroup or "other", match[0])
        if token == Token("other", ";"):
            sections.append([])
        elif token.kind == "literal":
            sections[-1].append(Token("literal", _unquote(token.text)))
        elif token.kind == "currency":
            sections[-1].append(Token("literal", token.text[2:-1].partition("-")[0]))
        elif token.kind == "blank":
            sections[-1].append(Token("literal", " "))
        elif token.kind not in ("fill", "colour"):
            sections[-1].append(token)
    return tuple(Section(tuple(tokens)) for tokens in sections)


def _unquote(literal: str) -> str:
    return literal[1:].removesuffix('"') if literal.startswith('"') else literal[1:]
