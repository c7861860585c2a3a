"""What a text looks like: an office, a person, a title, a deadline, a number. Pure judgements.

These decide nothing by themselves; they let the readers find cells that slipped into another
column, and doubt what does not look like what it is read as.
"""

import re
import unicodedata
from functools import lru_cache

from dutylist.annex.reading.lexicon import (
    BARE_ENDINGS,
    DOUBLE_SURNAMES,
    GENERIC_PARTIES,
    ROLE_TITLE,
    SHORT_UNITS,
    SURNAMES,
    TITLE_PATTERNS,
    TITLES,
    UNIT_ENDING,
    Role,
)
from dutylist.deadline import parse
from dutylist.duty import Deadline, DeadlineClass

ANY_YEAR = 2022
LONGEST_UNIT = 40
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NAME = re.compile(f"[{_HAN}]{{2,4}}")
_DOTTED_NAME = re.compile(f"[{_HAN}]{{1,8}}(?:[·•・][{_HAN}]{{1,8}}){{1,3}}")
_DATED = re.compile(
    "[0-9０-９一二三四五六七八九十]\\s*(?:年|月|日|季度|个?工作日|天)|年[内底末中初]|全年|当年|每|半年|汛前"
)
_TOWN_ENDS = "乡镇县区村局委办厅院站队处科街"
LONGEST_UNDATED = 8
# A footnote mark of Markdown, [^1], is no part of what it stands behind.
_INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u00ad]|\\[\\^[\\w-]{1,12}\\]")
_SENTENCE = re.compile(r"[。！？；;!?]")
_CJK_DIGITS = {digit: at for at, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_NONE = frozenset(("—", "——", "-", "--", "－", "/", "／", "无", "\\", "―", "–", "*", "～", "无。"))


def strip_marks(text: str) -> str:
    """Return a text without marks that nobody sees, and with plain blanks."""
    return _INVISIBLE.sub("", text).replace("\u00a0", " ")


def fold(text: str) -> str:
    """Return a header or a label for comparison: half width, no blanks, no closing colon."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(plain.split()).strip(":;。").replace("(", "(").replace(")", ")")


def is_none(text: str) -> bool:
    """Tell whether a cell says in so many words that it holds nothing."""
    return "".join(text.split()) in _NONE


@lru_cache(maxsize=4096)
def find_role(text: str) -> Role | None:
    """Return what a column of this title holds; None for a title that is not known."""
    title = fold(text)
    if not title or len(title) > 24:
        return None
    for role, titles in TITLES.items():
        if title in titles:
            return role
    bare = re.sub(r"\([^()]*\)$", "", title)
    if bare != title and not re.search("配合|协同|责任|牵头", title[len(bare) :]):
        return find_role(bare)
    if len(title) > 16 or _SENTENCE.search(title):
        return None
    return next((role for pattern, role in TITLE_PATTERNS if _fits(pattern, title, role)), None)


def _fits(pattern: re.Pattern[str], title: str, role: Role) -> bool:
    if role in (Role.CONTENT, Role.LEADERS):
        return re.search(f"(?:{pattern.pattern})$", title) is not None and len(title) <= 12
    return pattern.search(title) is not None


def is_known_title(text: str) -> bool:
    """Tell whether a text is, to the letter, the title of a column or a label."""
    title = fold(text)
    return any(title in titles for titles in TITLES.values())


def is_unit(name: str) -> bool:
    """Tell whether a name ends as offices and parties do."""
    bare = _strip_brackets(name)
    if bare in SHORT_UNITS:
        return True
    if not 2 < len(bare) <= LONGEST_UNIT or _SENTENCE.search(bare):
        return is_collective(bare)
    return bare not in BARE_ENDINGS and UNIT_ENDING.search(bare) is not None


def is_collective(name: str) -> bool:
    """Tell whether a name is a party made of several, as 乡、街 or 各乡镇、街道."""
    parts = re.split("[、/]", name.removeprefix("各"))
    return len(parts) > 1 and all(GENERIC_PARTIES.fullmatch(part) for part in parts)


def is_person(name: str) -> bool:
    """Tell whether a name is written as a person's: a surname and one or two characters more."""
    if _DOTTED_NAME.fullmatch(name):
        return True
    if not _NAME.fullmatch(name) or ROLE_TITLE.fullmatch(name):
        return False
    if name[:2] in DOUBLE_SURNAMES:
        return len(name) > 2
    if len(name) > 3 or (len(name) == 3 and name[-1] in _TOWN_ENDS):
        return False  # 红旗镇 begins with a surname, too
    return name[0] in SURNAMES and not is_title_of_office(name[1:])


def is_title_of_office(text: str) -> bool:
    """Tell whether a text is an office that a person holds, as 副市长, and no name."""
    return ROLE_TITLE.fullmatch("".join(text.split())) is not None


@lru_cache(maxsize=8192)
def read_deadline(wording: str, year: int = ANY_YEAR) -> Deadline:
    """Return the meaning of a wording; the year hardly matters for whether it is one."""
    return parse(wording, year)


def is_deadline(text: str) -> bool:
    """Tell whether the deadline language knows a text, and it is no sentence about work."""
    if not text or len(text) > 60:
        return False
    known = read_deadline(text).cls
    if known in (DeadlineClass.UNPARSED, DeadlineClass.UNSTATED):
        return False
    # 加快推进…建设 sets no deadline that one could see: it is what is to be done.
    return _DATED.search(text) is not None or len(text) <= LONGEST_UNDATED


def read_number(text: str) -> int | str | None:
    """Return the number that a cell of the first column prints: 5, "5.1"; None for none.

    Known are 5, 5., 5、, 05, （5）, ５, ⑤, 五, （五）, 5.1, 5-1 and 5（1）.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    plain = plain.removeprefix("第").removesuffix("项").removesuffix("条")
    plain = plain.strip(".、,:").removeprefix("(").removesuffix(")")
    if match := re.fullmatch(r"0*([1-9][0-9]{0,5})", plain, re.ASCII):
        return int(match[1])
    two = r"0*([1-9][0-9]{0,5})(?:[.\-—–_](?=\d)|\()0*([1-9][0-9]{0,3})\)?"
    if match := re.fullmatch(two, plain, re.ASCII):
        return f"{match[1]}.{match[2]}"
    return read_chinese_number(plain)


def read_chinese_number(text: str) -> int | None:
    """Return the value of 三, 十二, 二十, 一百零一; None for anything else."""
    if not re.fullmatch("[〇零一二两三四五六七八九十百]{1,7}", text):
        return None
    total = digit = 0
    for character in text:
        if character in _CJK_DIGITS:
            digit = _CJK_DIGITS[character]
            continue
        unit = 10 if character == "十" else 100
        total += (digit or 1) * unit
        digit = 0
    return total + digit or None


def _strip_brackets(name: str) -> str:
    return re.sub(r"[（(〔\[【][^（）()〔〕\[\]【】]*[）)〕\]】]$", "", name).strip()
