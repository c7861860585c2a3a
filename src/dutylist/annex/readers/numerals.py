"""Numbers as Word and Excel print them: 一二三, 甲乙丙, ①②③, a b c, I II III, full width.

A style is named as the documents' own formats name it; an unknown one gives None.
"""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def show_number(number: int, style: str) -> str | None:
    """Return `number` (not negative, below 100,000) in a style; None for an unknown style."""
    if style not in _STYLES or not 0 <= number < 100_000:
        return None
    return _STYLES[style](number)


def count_in_chinese(
    number: int, digits: str = "零" + _DIGITS[1:], units: tuple[str, ...] = _UNITS
) -> str:
    """Return a number below 100,000 as it is read: 十二, 一百零五, 一万二千."""
    if number >= 10_000:
        rest = number % 10_000
        gap = digits[0] if 0 < rest < 1000 else ""
        tail = _count_thousands(rest, digits, units) if rest else ""
        return f"{digits[number // 10_000]}万{gap}{tail}"
    text = _count_thousands(number, digits, units)
    return text.removeprefix(digits[1]) if 10 <= number < 20 and units is _UNITS else text


def _count_thousands(number: int, digits: str, units: tuple[str, ...]) -> str:
    figures = str(number)
    text = ""
    for place, figure in zip(reversed(range(len(figures))), figures, strict=True):
        if figure != "0":
            text += digits[int(figure)] + units[place]
        elif not text.endswith(digits[0]):
            text += digits[0]
    return text.rstrip(digits[0]) or digits[0]


def _count_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(figure)] for figure in str(number))


def _count_in_word(number: int) -> str:
    """Return 十 to 九十九 as read, and from 100 figure by figure, as Word does."""
    return count_in_chinese(number) if number < 100 else _count_by_digit(number)


def _from_series(series: str) -> Callable[[int], str]:
    def show(number: int) -> str:
        return series[number - 1] if 1 <= number <= len(series) else str(number)

    return show


def _letters(number: int) -> str:
    """Return a, b … z, aa, bb …: as Word goes on, not as columns of a sheet do."""
    if not number:
        return ""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 30)


def _roman(number: int) -> str:
    text = ""
    for size, sign in _ROMAN:
        count, number = divmod(number, size)
        text += sign * count
    return text


_STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "chineseCounting": _count_in_word,
    "chineseCountingThousand": count_in_chinese,
    "japaneseCounting": count_in_chinese,
    "taiwaneseCounting": _count_in_word,
    "taiwaneseCountingThousand": count_in_chinese,
    "japaneseDigitalTenThousand": _count_by_digit,
    "ideographDigital": _count_by_digit,
    "taiwaneseDigital": _count_by_digit,
    "chineseLegalSimplified": lambda n: count_in_chinese(n, _LEGAL_DIGITS, _LEGAL_UNITS),
    "ideographTraditional": _from_series("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from_series("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _from_series("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "decimalEnclosedCircle": _from_series("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _from_series("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedFullstop": _from_series("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "decimalEnclosedParen": _from_series("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda _: "",
}
