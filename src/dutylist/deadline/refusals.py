"""Why a wording was not understood, in words: one sentence for every fault.

The rules raise a `Refusal`, and only `parse` catches it: what is refused is never guessed at.
"""

from dutylist.words import Message, say


class Refusal(Exception):
    """A wording, or a part of it, that the grammar does not take."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


def empty() -> Refusal:
    """Refuse a blank."""
    return Refusal(say("the wording is empty"))


def too_long(length: int, most: int) -> Refusal:
    """Refuse a text that no cell of a list would hold."""
    return Refusal(
        say(
            "the wording is {length} characters long; at most {most} are read",
            length=length,
            most=most,
        )
    )


def unknown(text: str) -> Refusal:
    """Refuse text that no rule covers."""
    return Refusal(say("“{text}” is not understood as part of a deadline", text=text))


def doubtful(text: str, word: str) -> Refusal:
    """Refuse 另行, 左右, 如果 …"""
    return Refusal(say("“{word}” in “{text}” leaves open what is due when", text=text, word=word))


def no_day(year_number: int, month_number: int, day_number: str) -> Refusal:
    """Refuse 6月31日."""
    return Refusal(
        say(
            "month {month} of {year} has no day {day}",
            year=year_number,
            month=month_number,
            day=day_number,
        )
    )


def no_month(text: str) -> Refusal:
    """Refuse 13月."""
    return Refusal(say("there is no month {month}", month=text))


def no_quarter(text: str) -> Refusal:
    """Refuse 第五季度."""
    return Refusal(say("there is no quarter {quarter}", quarter=text))


def no_such_day(text: str) -> Refusal:
    """Refuse 每月99日."""
    return Refusal(say("no month has a day {day}", day=text))


def no_such_hour(text: str) -> Refusal:
    """Refuse 25时, and 0时, which belongs to two days."""
    return Refusal(say("hour {hour} does not tell which day is meant", hour=text))


def far_year(text: str) -> Refusal:
    """Refuse 2202年 in a list of 2022."""
    return Refusal(say("year {year} is too far from the list's year", year=text))


def past(text: str) -> Refusal:
    """Refuse 去年."""
    return Refusal(say("“{text}” is already past", text=text))


def as_of(text: str) -> Refusal:
    """Refuse 截至8月底."""
    return Refusal(say("“{text}” tells how far things stood; it sets no deadline", text=text))


def no_time(text: str) -> Refusal:
    """Refuse 完成, 尽快."""
    return Refusal(say("“{text}” gives no time by which to finish", text=text))


def no_month_named(text: str) -> Refusal:
    """Refuse 25日前, 月底前."""
    return Refusal(say("“{text}” does not say which month or year is meant", text=text))


def two_numbers(text: str) -> Refusal:
    """Refuse 10/31, 10.31."""
    return Refusal(say("“{text}” may be a date or something else; write it as 10月31日", text=text))


def elsewhere(text: str) -> Refusal:
    """Refuse 按序时进度推进."""
    return Refusal(say("“{text}” points to a schedule that is not written here", text=text))


def only_begins(text: str) -> Refusal:
    """Refuse 从3月起."""
    return Refusal(say("“{text}” says when it begins, not when it ends", text=text))


def backwards(text: str) -> Refusal:
    """Refuse 11月至3月."""
    return Refusal(say("“{text}” ends before it begins", text=text))


def after(text: str) -> Refusal:
    """Refuse 10月底后."""
    return Refusal(say("“{text}” is after a time, not by a time", text=text))


def mixed(text: str) -> Refusal:
    """Refuse 汛前开工，11月底前建成."""
    return Refusal(
        say("“{text}” mixes a day of the calendar with one that the list does not give", text=text)
    )


def uncountable(text: str) -> Refusal:
    """Refuse 每月两次."""
    return Refusal(say("“{text}” names a rhythm without its days", text=text))
