"""A wording as tokens: numbers with their values, known words by their part, and the rest.

Spelling is evened out first (full-width forms, blanks, dashes, traditional characters), while each
token keeps its place in the original, so that what is quoted back is what was written.
"""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from dutylist.deadline.lexicon import COUNTED, LEXICON, LONGEST, Kind

_SIMPLIFIED = str.maketrans(
    "個內長開實現間後於啟啓動驗報辦結時設進續歲爭務達質發佈運營轉產業從標準單電車項線條總書記當來兩週號節"
    "國慶會議場廠園區鄉鎮縣黨專題體農資億萬價處級組織機構備積極堅強調態觀點範圍確認證審預計劃畫擬則盡儘須"
    "應該將過經濟屆換採徵簽約關鋪頒檢複協籌統貫徹斷階無與較環護關閉給門學習試訂頭臺檔齊顯見層終種類遞陸編製遲錢線徑築頓驟據獲參與誤測資產圖畫續釋驗壓",
    "个内长开实现间后于启启动验报办结时设进续岁争务达质发布运营转产业从标准单电车项线条总书记当来两周号节"
    "国庆会议场厂园区乡镇县党专题体农资亿万价处级组织机构备积极坚强调态观点范围确认证审预计划画拟则尽尽须"
    "应该将过经济届换采征签约关铺颁检复协筹统贯彻断阶无与较环护关闭给门学习试订头台档齐显见层终种类递陆编制迟钱线径筑顿骤据获参与误测资产图画续释验压",
)
_EVEN = {
    **dict.fromkeys("‐‑‒–—―−─﹣－~～〜∼﹏", "-"),
    **dict.fromkeys("，,", "，"),
    **dict.fromkeys("；;", "；"),
    **dict.fromkeys("。｡!！", "。"),
    **dict.fromkeys(":：︰", "："),
    **dict.fromkeys("、､", "、"),
    **dict.fromkeys("(（﹙〔", "("),
    **dict.fromkeys(")）﹚〕", ")"),
    **dict.fromkeys("[［【", "["),
    **dict.fromkeys("]］】", "]"),
    **dict.fromkeys("/／∕", "/"),
    **dict.fromkeys(".．·", "."),
    **dict.fromkeys("…⋯", "…"),
    **dict.fromkeys("○◯〇", "〇"),
}
# Quotation marks say nothing about time: “十四五”末 is 十四五末.
_DROPPED = frozenset("\"'“”‘’「」『』＂＇\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f")
_PARTED = "\0"  # a blank between two digits: one number torn apart, or two
_DIGITS = {digit: value for value, digit in enumerate("0123456789")}
_CHINESE = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TENS = {"十": 10, "百": 100}
_NUMERALS = frozenset(_CHINESE) | frozenset(_TENS)
_PLAIN_SIGNS = frozenset("%‰+*&#°℃±≥≤<>=²³_《》〈〉×")
UNREADABLE = -1
_JANUARY = "元月"


class Token(NamedTuple):
    """One token: its part, its evened-out text, its value if a number, its place as written."""

    kind: Kind
    text: str
    start: int
    end: int
    value: int = 0


def split(wording: str) -> list[Token]:
    """Return the tokens of a wording; text that no word covers becomes one token a character."""
    text, places = _even_out(wording)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        kind, end, value = _next_token(text, at, tokens[-1] if tokens else None)
        tokens.append(Token(kind, text[at:end], places[at], places[end - 1] + 1, value))
        at = end
    return tokens


def _even_out(wording: str) -> tuple[str, list[int]]:
    """Return the wording with its spelling evened out, and where each character stood."""
    characters: list[str] = []
    places: list[int] = []
    for place, character, parted in _characters(wording):
        last = characters[-1] if characters else ""
        if character == last and character in "-…":
            continue
        if character == "." and last and last in ".…":
            characters[-1] = "…"
            continue
        if parted and character in _DIGITS and last in _DIGITS:
            characters.append(_PARTED)
            places.append(place)
        characters.append(character)
        places.append(place)
    return "".join(characters).translate(_SIMPLIFIED), places


def _characters(wording: str) -> Iterator[tuple[int, str, bool]]:
    """Yield each character that counts, its place, and whether a blank stands before it."""
    parted = False
    for place, written in enumerate(wording):
        if written.isspace():
            parted = True
        elif written not in _DROPPED:
            for part in _compatible(written):
                yield place, _EVEN.get(part, part), parted
                parted = False


def _compatible(character: str) -> str:
    """Return full-width letters, Kangxi radicals and squared months (㋉) in their plain form."""
    if character.isascii() or "\u4e00" <= character <= "\u9fff" or "①" <= character <= "⑳":
        return character
    plain = unicodedata.normalize("NFKC", character)
    # Superscripts and their like are not digits of a date.
    return character if plain.isdigit() and not "０" <= character <= "９" else plain


def _next_token(text: str, at: int, before: Token | None) -> tuple[Kind, int, int]:
    counted = before is not None and (
        before.kind in {Kind.NUMBER, Kind.EACH} or before.text == "第"
    )
    word = _longest(text, at, COUNTED if counted else LEXICON)
    if counted and word == at:
        word = _longest(text, at, LEXICON)
    if text.startswith(_JANUARY, at) and not (before and before.kind in {Kind.NUMBER, Kind.TEXT}):
        return Kind.NUMBER, at + 1, 1
    number = _number_end(text, at)
    if number > word:
        return Kind.NUMBER, number, _value(text[at:number])
    if word > at:
        found = text[at:word]
        return (counted and COUNTED.get(found)) or LEXICON[found], word, 0
    return _stray(text, at)


def _longest(text: str, at: int, words: dict[str, Kind]) -> int:
    """Return where the longest known word at this place ends, or `at`."""
    for end in range(min(len(text), at + LONGEST), at, -1):
        if text[at:end] in words:
            return end
    return at


def _stray(text: str, at: int) -> tuple[Kind, int, int]:
    character = text[at]
    if character == "《" and (end := text.find("》", at)) > 0:
        return Kind.PLAIN, end + 1, 0
    ideograph = "\u3400" <= character <= "\u9fff"
    plain = ideograph or (character.isascii() and character.isalpha()) or character in _PLAIN_SIGNS
    return (Kind.TEXT if plain else Kind.ALIEN), at + 1, 0


def _number_end(text: str, at: int) -> int:
    script = _DIGITS if text[at] in _DIGITS else _NUMERALS
    end = at
    while end < len(text) and text[end] in script:
        end += 1
    return end


def _value(numeral: str) -> int:
    """Return a numeral's value; anything too long or oddly built is unreadable, never guessed."""
    if len(numeral) > 8:
        return UNREADABLE
    if numeral[0] in _DIGITS:
        return int(numeral)
    if len(numeral) == 1:
        return _CHINESE.get(numeral, _TENS.get(numeral, UNREADABLE))
    if not any(character in _TENS for character in numeral):
        # 二〇二二 is a year; 一二 may be twelve, or one and two.
        return _year_value(numeral) if len(numeral) == 4 else UNREADABLE
    return _counted_value(numeral)


def _year_value(numeral: str) -> int:
    return int("".join(str(_CHINESE[character]) for character in numeral))


def _counted_value(numeral: str) -> int:
    """Return the value of 十一, 二十五, 一百零五 …"""
    total, pending = 0, UNREADABLE
    for character in numeral:
        if character in _TENS:
            total += (1 if pending == UNREADABLE else pending) * _TENS[character]
            pending = UNREADABLE
        elif pending in {UNREADABLE, 0}:
            pending = _CHINESE[character]
        else:
            return UNREADABLE
    value = total + max(pending, 0)
    return value if _is_regular(numeral) else UNREADABLE


def _is_regular(numeral: str) -> bool:
    tens, hundreds = numeral.count("十"), numeral.count("百")
    ordered = (
        "百" not in numeral or "十" not in numeral or numeral.index("百") < numeral.index("十")
    )
    return tens <= 1 and hundreds <= 1 and ordered
