"""What stands above a list and between its rows: annex, title, year, and headings with leaders."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from dutylist.annex.grid import Spot
from dutylist.annex.reading.forms import find_role, is_person, is_title_of_office
from dutylist.annex.reading.lexicon import ROLE_TITLE, Role

LONGEST_TITLE = 80
LONGEST_HEADING = 200

_ANNEX = re.compile(
    r"附\s*[件表录]\s*(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,3})?"
    r"(?P<part>-[0-9]{1,3})?\s*(?:[:.、]\s*(?P<rest>.*)|(?P<glued>[^一-龥].*|20[0-9]{2}年.*)|)"
)
_TITLE_WORD = re.compile(
    "清单|分解|分工|一览|台账|任务|安排表|推进表|情况|计划表|实事|重点工作|要点|目录|表$|责任制|项目库|"
    "事项|工作部署|督办|督查|指标"
)
_LETTER = re.compile(
    "^(?:各|经|根据|为|按照|现将|请|抄送|主送|联系|来源|发布|索引|索 引|文号|名 称|当前位置)"
)
_SITE = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]{1,20}(?:网|网站|门户|政府|平台)\s*$")
_YEAR = re.compile(r"(?<![0-9])((?:19|20|21)[0-9]{2})\s*(?:年|—|-|度)")
_CHINESE_YEAR = re.compile("([一二][〇○零一二三四五六七八九]{3})年")
_BARE_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_SECTION = re.compile(
    r"\s*(?:[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[章节部篇类]|"
    r"[IVX]+[.、])"
)
_PAGE = re.compile(
    r"[-—–－·\s]*(?:第\s*)?[0-9]{1,4}\s*(?:页)?(?:[\s,，/／]*(?:共|of)?\s*[0-9]{1,4}\s*页?)?[-—–－·\s]*"
)
_NOTE = re.compile(
    r"\s*(?:[【\[（(]?(?:备\s*注|注|说\s*明|附注|填表说明)[】\]）)]?\s*[:：1-9]|[*※＊]\s*\S)"
)
_TOTAL = re.compile(r"\s*(?:合\s*计|总\s*计|小\s*计|共\s*计)\s*[:：]?\s*[0-9０-９]*\s*\S{0,2}\s*")
_SHARED = re.compile(r"[（(【\[〔]([^（()）【】\[\]〔〕]*[:：][^（()）【】\[\]〔〕]*)[）)】\]〕]")
_LED_BY = re.compile(
    r"(?P<who>[\u3400-\u9fff·、\s]{2,20}?)(?:同志)?(?:主抓|分管|牵头|负责|包抓|领办|领衔|督办|主持|联系)"
)


_FIRST_LEADS = re.compile(
    "(?:第一(?:位|个|名)?|首位|排在?(?:前|首)|列在?(?:前|首|第一))[^。；]{0,14}(?:牵头|主办|主责|总负责)"
)


class Annex(NamedTuple):
    """A line such as 附件1, and the title that follows it on the same line, if any."""

    name: str
    title: str


class Heading(NamedTuple):
    """A heading: its text without what it says of people, and the leaders that it names.

    `is_sure` is False where it does not say that the people it names lead what stands below.
    """

    text: str
    leaders: tuple[str, ...]
    spot: Spot
    is_led: bool = False
    is_sure: bool = True


def read_annex(text: str) -> Annex | None:
    """Return the annex that a line opens."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _ANNEX.fullmatch(plain)
    if not match or len(plain) > LONGEST_TITLE:
        return None
    name = f"附件{match['number'] or ''}{match['part'] or ''}"
    return Annex(name, (match["rest"] or match["glued"] or "").strip(" :."))


def is_title(text: str) -> bool:
    """Tell whether a line can be the title of a list."""
    bare = text.strip()
    if not 4 <= len(bare) <= LONGEST_TITLE or bare[-1] in "。；;，,、！":
        return False
    if _LETTER.match(bare) or _SECTION.match(bare) or bare[-1] in ":：":
        return False
    return _TITLE_WORD.search("".join(bare.split())) is not None


def names_duties(text: str) -> bool:
    """Tell whether a title says that duties are handed out below it."""
    return re.search("责任|任务|分工|分解|清单|台账|实事|督办|督查|重点工作", text) is not None


def may_be_part_of_title(text: str) -> bool:
    """Tell whether a line can be the first half of a title that goes on below."""
    bare = text.strip()
    if not 4 <= len(bare) <= 40 or re.search("[。；;，,：:！]", bare):
        return False
    if re.fullmatch(r"[0-9〇○零一二三四五六七八九十]{1,4}年.{1,3}月.{1,3}日", bare):
        return False
    return not (_LETTER.match(bare) or _SECTION.match(bare) or read_annex(bare))


def tidy_title(text: str) -> str:
    """Return a title without padding, and without the name of the site that a page puts behind."""
    bare = _SITE.sub("", text.strip())
    return re.sub(r"(?<=[\u3000-\uffef])\s+(?=[\u3000-\uffef])", "", bare)


def find_years(text: str) -> list[int]:
    """Return the years that a text names with 年, in order, each once."""
    plain = unicodedata.normalize("NFKC", text)
    found = [int(year) for year in _YEAR.findall(plain)]
    for written in _CHINESE_YEAR.findall(text):
        digits = written.translate(str.maketrans("〇○零一二三四五六七八九", "000123456789"))
        found.append(int(digits))
    return list(dict.fromkeys(found))


def find_bare_years(text: str) -> list[int]:
    """Return the years that a file's name holds."""
    return list(dict.fromkeys(int(year) for year in _BARE_YEAR.findall(text)))


def says_first_leads(text: str) -> bool:
    """Tell whether a text says that the department named first leads the others."""
    return _FIRST_LEADS.search(text) is not None


def is_page_number(text: str) -> bool:
    """Tell whether a line is a page number: 3, - 3 -, 第3页, 第 3 页 共 9 页."""
    bare = text.strip()
    return 0 < len(bare) <= 20 and _PAGE.fullmatch(bare) is not None


def is_marked_page_number(text: str) -> bool:
    """Tell whether a page number has something about it that a row's number has not."""
    return is_page_number(text) and not text.strip().isdigit()


def is_note(text: str) -> bool:
    """Tell whether a line is a note below a table."""
    return _NOTE.match(text) is not None


def is_total(text: str) -> bool:
    """Tell whether a row adds up."""
    return _TOTAL.fullmatch(text) is not None


def is_section(text: str) -> bool:
    """Tell whether a line begins as sections do: 一、 （一） 第一部分."""
    return _SECTION.match(text) is not None


def read_heading(text: str, spot: Spot, *, is_numbered: bool = False) -> Heading:
    """Return a heading and the leaders that it gives to all that stands below it.

    Known are 一、…（牵头领导：甲、乙）, 一、某某副区长主抓的工作, and, doubted, 一、…（某某).
    The number may have been taken off before.
    """
    if len(text) > LONGEST_HEADING:
        return Heading(text.strip(), (), spot)
    for match in _SHARED.finditer(text):
        label, _, value = match[1].replace("：", ":").partition(":")
        if find_role(label) in (Role.LEADERS, Role.PERSON):
            bare = (text[: match.start()] + text[match.end() :]).strip()
            return Heading(bare, (value.strip(),), spot, is_led=True)
    label, mark, value = text.replace("：", ":").partition(":")
    if mark and find_role(_SECTION.sub("", label)) is Role.LEADERS and value.strip():
        return Heading(text.strip(), (value.strip(),), spot, is_led=True)
    heading = _read_led(text, spot)
    if heading is None and (is_numbered or is_section(text)):
        heading = _read_named(text, spot)
    return heading or Heading(text.strip(), (), spot)


def _read_named(text: str, spot: Spot) -> Heading | None:
    """Read 一、工业经济（某某）, which names people and does not say for what."""
    match = re.search(r"[（(【\[〔]([^（()）【】\[\]〔〕:：]+)[）)】\]〕]\s*$", text)
    people = _find_people(match[1]) if match else ()
    if not match or not people:
        return None
    return Heading(text[: match.start()].strip(), people, spot, is_led=True, is_sure=False)


def _read_led(text: str, spot: Spot) -> Heading | None:
    match = _LED_BY.search(_SECTION.sub("", text.strip(), count=1))
    if match and (leaders := _find_people(match["who"])):
        return Heading(text.strip(), leaders, spot, is_led=True)
    return None


def _find_people(who: str) -> tuple[str, ...]:
    """Return the persons of 某某副区长 or 区长某某、副区长某某; none if any part is no person."""
    people = []
    for part in re.split(r"[、\s]+", who.strip()):
        bare = _take_title(part)
        if not bare and is_title_of_office(part):
            continue
        if not is_person(bare):
            return ()
        people.append(bare)
    return tuple(people)


def _take_title(part: str) -> str:
    for title in sorted(ROLE_TITLE.finditer(part), key=lambda match: -len(match[0])):
        bare = part[: title.start()] + part[title.end() :]
        if title.start() == 0 or title.end() == len(part):
            return bare
    return part


def choose_title(lines: Sequence[tuple[str, Spot]]) -> tuple[str, Spot] | None:
    """Return the title among the lines above a list: the nearest that is one, whole.

    A title that was broken over two lines is put together.
    """
    filled = [(text.strip(), spot) for text, spot in lines if text.strip()]
    for at in range(len(filled) - 1, -1, -1):
        text, spot = filled[at]
        if is_title(text):
            return _extend_title(filled, at, text, spot)
    return None


def _extend_title(
    lines: Sequence[tuple[str, Spot]], at: int, text: str, spot: Spot
) -> tuple[str, Spot]:
    if find_years(text) or at == 0:
        return tidy_title(text), spot
    before, spot_before = lines[at - 1]
    if may_be_part_of_title(before) and find_years(before):
        return tidy_title(before + text), spot_before
    return tidy_title(text), spot
