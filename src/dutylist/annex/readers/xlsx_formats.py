"""Values of a workbook as its number formats show them: a date shown as 10月末 reads as 10月末.

What a format asks for and nobody here can do is shown as a plain number, and said to be so.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from typing import NamedTuple

from dutylist.annex.readers.xlsx_clock import Clock, count_as
from dutylist.annex.readers.xlsx_codes import GENERAL, Section, Token, read_code
from dutylist.annex.readers.xlsx_dates import read_moment

_DATE_KINDS = ("date", "elapsed", "noon", "fraction")
_WIDEST = 400


class Shown(NamedTuple):
    """A value as text; `is_sure` is false where the format could not be followed."""

    text: str
    is_sure: bool = True


def show_value(text: str, code: str, is_1904: bool) -> Shown:
    """Return a number, as written in the file, in a format."""
    try:
        number = _read_number(text)
    except InvalidOperation:
        return Shown(text, False)
    if abs(number) >= Decimal(10) ** 300:
        return Shown(text, False)
    section, is_own = _choose(read_code(code), number)
    if section is None:
        return Shown(show_general(number), False)
    if not section.tokens:
        return Shown("", False)
    return _show(section, -number if is_own and number < 0 else number, is_1904)


def show_text(text: str, code: str) -> str:
    """Return a text in a format: `@"前"` puts something behind it."""
    sections = read_code(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if not section.has("text"):
        return text
    return "".join(
        text if token.kind == "text" else token.text
        for token in section.tokens
        if token.kind in ("text", "literal", "other")
    )


def show_general(number: Decimal) -> str:
    """Return a number as General shows it, to the 15 digits that Excel knows."""
    shown = format(float(number), ".15g")
    if "e" in shown:
        mantissa, _, exponent = shown.partition("e")
        return f"{mantissa}E{int(exponent):+03}"
    return shown


def _read_number(text: str) -> Decimal:
    """Return a number without the noise of its binary form: 5.0999999999999996 is 5.1."""
    number = Decimal(text.strip())
    if not number.is_finite() or abs(number.adjusted()) > 400:
        raise InvalidOperation
    return Decimal(format(float(number), ".15g"))


def _choose(sections: Sequence[Section], number: Decimal) -> tuple[Section | None, bool]:
    """Return the section for a number, and whether that section shows the sign itself."""
    numeric = [section for section in sections[:3] if not section.has("text")]
    if any(section.has("condition") for section in sections):
        return None, False
    if not numeric:
        return read_code(GENERAL)[0], False
    if number < 0 and len(numeric) > 1:
        return numeric[1], True
    if number == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], False


def _show(section: Section, number: Decimal, is_1904: bool) -> Shown:
    if section.has(*_DATE_KINDS):
        return _show_moment(section, number, is_1904)
    if section.has("general"):
        return Shown(_fill(section, _numeral(section, number) or show_general(number), "general"))
    if section.has("digits"):
        return _show_digits(section, number)
    return Shown(_fill(section, ""))


def _fill(section: Section, shown: str, kind: str = "") -> str:
    return "".join(
        shown if token.kind == kind else token.text
        for token in section.tokens
        if token.kind in (kind, "literal", "other", "percent", "point", "comma")
    )


def _show_digits(section: Section, number: Decimal) -> Shown:
    first, last = _find_digits(section.tokens)
    middle = section.tokens[first : last + 1]
    kinds = {token.kind for token in middle}
    if "literal" in kinds or "other" in kinds:
        return _show_template(section, middle, number)
    numeral = _numeral(section, number)
    shown = numeral or _show_pattern(middle, _scale(section, middle, number))
    sign = "-" if number < 0 and shown.strip("0.,%") else ""
    before = _fill(Section(section.tokens[:first]), "")
    behind = _fill(Section(section.tokens[last + 1 :]), "")
    return Shown(f"{sign}{before}{shown}{behind}")


def _find_digits(tokens: Sequence[Token]) -> tuple[int, int]:
    kinds = ("digits", "point", "comma", "exponent")
    places = [place for place, token in enumerate(tokens) if token.kind == "digits"]
    first, last = places[0], places[-1]
    if first and tokens[first - 1].kind == "point":
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].kind in kinds:
        last += 1
    return first, last


def _scale(section: Section, middle: Sequence[Token], number: Decimal) -> Decimal:
    percents = sum(token.text == "%" for token in section.tokens if token.kind == "percent")
    thousands = 0
    for token in reversed(middle):
        if token.kind != "comma":
            break
        thousands += 1
    return abs(number).scaleb(2 * percents - 3 * thousands)


def _show_pattern(middle: Sequence[Token], number: Decimal) -> str:
    pattern = "".join(token.text for token in middle).rstrip(",")
    if "E" in pattern.upper():
        return _show_exponent(pattern, number)
    whole, _, decimals = pattern.partition(".")
    shown, _, behind = _round(number, len(decimals)).partition(".")
    shown = shown.lstrip("0").rjust(whole.count("0"), "0")
    kept = len(decimals.rstrip("#?"))
    behind = behind[:kept] + behind[kept:].rstrip("0")
    grouped = _group(shown) if "," in whole else shown
    return (
        f"{grouped}.{behind}" if "." in pattern and (behind or kept or decimals == "") else grouped
    )


def _show_exponent(pattern: str, number: Decimal) -> str:
    mantissa, _, exponent = pattern.upper().partition("E")
    places = len(mantissa.partition(".")[2])
    shown, _, power = format(number, f".{places}E").partition("E")
    width = len(exponent) - 1
    return f"{shown}E{power[0]}{power[1:].rjust(width, '0')}"


def _show_template(section: Section, middle: Sequence[Token], number: Decimal) -> Shown:
    """Return figures put between literals, as in 000-0000; fractions are beyond us."""
    if any(token.text == "/" or token.kind in ("point", "comma", "exponent") for token in middle):
        return Shown(show_general(number), False)
    width = sum(len(token.text) for token in middle if token.kind == "digits")
    figures = _round(abs(number), 0).rjust(width, "0")
    extra = len(figures) - width
    text = "-" if number < 0 else ""
    for token in section.tokens:
        if token.kind == "digits":
            size = len(token.text) + extra
            text, figures, extra = text + figures[:size], figures[size:], 0
        elif token.kind in ("literal", "other", "percent"):
            text += token.text
    return Shown(text)


def _numeral(section: Section, number: Decimal) -> str | None:
    kinds = [token.text for token in section.tokens if token.kind == "numerals"]
    if not kinds or number != int(number) or not 0 <= number < 100_000:
        return None
    return count_as(int(number), kinds[0])


def _round(number: Decimal, places: int) -> str:
    with localcontext(prec=_WIDEST * 2):
        step = Decimal(1).scaleb(-min(places, _WIDEST))
        return format(number.quantize(step, ROUND_HALF_UP), "f")


def _group(figures: str) -> str:
    head = len(figures) % 3
    groups = [figures[start : start + 3] for start in range(head, len(figures), 3)]
    return ",".join(([figures[:head]] if head else []) + groups)


def _show_moment(section: Section, number: Decimal, is_1904: bool) -> Shown:
    tokens = section.tokens
    places = max((len(token.text) - 1 for token in tokens if token.kind == "fraction"), default=0)
    moment = read_moment(number, is_1904, min(places, 3))
    if moment is None or section.has("text", "general", "exponent"):
        return Shown(show_general(number), False)
    clock = Clock(section, moment)
    return Shown("".join(clock.show(place) for place in range(len(tokens))), clock.is_sure)
