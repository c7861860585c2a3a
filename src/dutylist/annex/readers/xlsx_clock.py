"""Days and times as the tokens of a number format show them: 2022年10月31日, 下午6时, 星期一."""

from dutylist.annex.readers.numerals import count_in_chinese
from dutylist.annex.readers.xlsx_codes import Section
from dutylist.annex.readers.xlsx_dates import Moment

_LEGAL = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_CHINESE_DAYS = "日一二三四五六"


def count_as(number: int, kind: str) -> str:
    """Return a number in the numerals that a format asks for: [DBNum1] is 十二, [DBNum2] 拾贰."""
    if kind == "[DBNum1]":
        text = count_in_chinese(number, "〇一二三四五六七八九")
        return f"一{text}" if 10 <= number < 20 else text
    if kind == "[DBNum2]":
        return count_in_chinese(number, *_LEGAL)
    return str(number)


class Clock:
    """A moment shown token by token; m means a minute beside h and s, and a month elsewhere."""

    def __init__(self, section: Section, moment: Moment) -> None:
        self.is_sure = True
        self._moment = moment
        self._tokens = section.tokens
        kinds = [token.text for token in section.tokens if token.kind == "numerals"]
        self._numerals = kinds[0] if kinds else ""
        self._has_noon = section.has("noon")

    def show(self, place: int) -> str:
        """Return what the token at a place shows; `is_sure` tells afterwards if all were known."""
        token = self._tokens[place]
        if token.kind == "date":
            return self._show_part(token.text.lower(), place)
        if token.kind == "elapsed":
            return self._show_elapsed(token.text[1:-1].lower())
        if token.kind == "noon":
            return self._show_noon(token.text)
        if token.kind == "fraction":
            return f"{self._moment.fraction:.{min(len(token.text) - 1, 3)}f}"[1:]
        if token.kind == "digits":
            self.is_sure = False
        return "" if token.kind == "numerals" else token.text

    def _show_part(self, letters: str, place: int) -> str:
        if letters[0] == "m" and self._is_minute(place):
            return self._figures(self._moment.minute, len(letters))
        if letters[0] in "yemd":
            return self._show_date_part(letters)
        if letters[0] in "hs":
            figure = self._hour() if letters[0] == "h" else self._moment.second
            return self._figures(figure, len(letters))
        if letters[0] == "a":
            name = _CHINESE_DAYS[self._moment.weekday]
            return name if len(letters) == 3 else f"星期{name}"
        self.is_sure = False  # eras and the Buddhist calendar
        return ""

    def _show_date_part(self, letters: str) -> str:
        if letters[0] in "ye":
            return self._show_year(letters)
        width = len(letters)
        return self._show_month(width) if letters[0] == "m" else self._show_day(width)

    def _show_year(self, letters: str) -> str:
        year = str(self._moment.year)
        figures = year[2:] if letters in ("y", "yy") else year
        if self._numerals in ("[DBNum1]", "[DBNum2]"):
            digits = _LEGAL[0] if self._numerals == "[DBNum2]" else "〇一二三四五六七八九"
            return "".join(digits[int(figure)] for figure in figures)
        return figures

    def _show_month(self, width: int) -> str:
        name = _MONTHS[self._moment.month - 1]
        if width <= 2:
            return self._figures(self._moment.month, width)
        return {3: name[:3], 5: name[0]}.get(width, name)

    def _show_day(self, width: int) -> str:
        if width <= 2:
            return self._figures(self._moment.day, width)
        name = _DAYS[self._moment.weekday]
        return name[:3] if width == 3 else name

    def _show_elapsed(self, letters: str) -> str:
        seconds = int(self._moment.serial * 86_400)
        size = {"h": 3600, "m": 60, "s": 1}[letters[0]]
        return str(seconds // size).rjust(len(letters), "0")

    def _show_noon(self, names: str) -> str:
        before, behind = names.split("/")
        return before if self._moment.hour < 12 else behind

    def _hour(self) -> int:
        hour = self._moment.hour
        return (hour - 1) % 12 + 1 if self._has_noon else hour

    def _figures(self, number: int, width: int) -> str:
        if self._numerals:
            text = count_as(number, self._numerals)
            # Excel says 十月, not 一十月, in a date.
            return text.removeprefix("一") if 10 <= number < 20 and "1" in self._numerals else text
        return str(number).rjust(min(width, 2), "0")

    def _is_minute(self, place: int) -> bool:
        parts = [
            (index, token.text.strip("[]").lower()[0])
            for index, token in enumerate(self._tokens)
            if token.kind in ("date", "elapsed")
        ]
        at = next(order for order, (index, _) in enumerate(parts) if index == place)
        before = parts[at - 1][1] if at else ""
        behind = parts[at + 1][1] if at + 1 < len(parts) else ""
        return before == "h" or behind == "s"
