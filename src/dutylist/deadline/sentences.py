"""What the deadline language says for itself: every reading and every fault, one sentence each.

A `Refusal` carries the sentence that says why a wording was not understood; `parse` catches it.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from dutylist.words import Message, say

Reading: TypeAlias = Callable[[str, date], Message]


class Refusal(Exception):
    """A wording, or a part of it, that the grammar does not take."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


def day(text: str, due: date) -> Message:
    """Read a day: 3月15日前."""
    return say("“{text}” includes the day itself: {due}", text=text, due=due)


def month(text: str, due: date) -> Message:
    """Read a month: 10月末前."""
    return say("“{text}” runs to the last day of the month: {due}", text=text, due=due)


def ten_days(text: str, due: date) -> Message:
    """Read a third of a month: 11月中旬前."""
    return say("“{text}” runs to the last of the ten days named: {due}", text=text, due=due)


def half_month(text: str, due: date) -> Message:
    """Read half a month: 10月上半月."""
    return say("“{text}” runs to the last day of the half month: {due}", text=text, due=due)


def quarter(text: str, due: date) -> Message:
    """Read a quarter: 一季度末前."""
    return say("“{text}” runs to the last day of the quarter: {due}", text=text, due=due)


def half_year(text: str, due: date) -> Message:
    """Read half a year: 上半年."""
    return say("“{text}” runs to the last day of the half year: {due}", text=text, due=due)


def year(text: str, due: date) -> Message:
    """Read a year: 年内, 2025年."""
    return say("“{text}” runs to the last day of the year: {due}", text=text, due=due)


def plan(text: str, due: date) -> Message:
    """Read a five-year plan: 十四五末."""
    return say("“{text}” runs to the last day of the five-year plan: {due}", text=text, due=due)


def stretch(text: str, due: date) -> Message:
    """Read a range: 3月至10月."""
    return say("“{text}” runs to the end of the range: {due}", text=text, due=due)


def bare_before(text: str, due: date) -> Message:
    """Doubt 10月前: before October begins, or by its end."""
    return say(
        "“{text}” may mean before that time begins or by its end; the end is taken: {due}",
        text=text,
        due=due,
    )


def bare_until(text: str, due: date) -> Message:
    """Doubt 到2023年."""
    return say(
        "“{text}” does not say whether that time's beginning or end is meant; "
        "the end is taken: {due}",
        text=text,
        due=due,
    )


def beginning(text: str, due: date) -> Message:
    """Doubt 10月初."""
    return say("“{text}” names no day; the latest early day is taken: {due}", text=text, due=due)


def middle(text: str, due: date) -> Message:
    """Doubt 10月中 and 年中."""
    return say("“{text}” names no day; the latest reading is taken: {due}", text=text, due=due)


def count_or_month(text: str, due: date) -> Message:
    """Doubt 3月内: in March, or within three months."""
    return say(
        "“{text}” may be that month or that many months; the month is taken: {due}",
        text=text,
        due=due,
    )


def item_or_list(text: str, due: date) -> Message:
    """Doubt 3、9月底前: two months, or item 3."""
    return say(
        "“{text}” may begin with an item number or list several times; the last is {due}",
        text=text,
        due=due,
    )


def shared_day(text: str, due: date) -> Message:
    """Doubt 4月、7月、10月15日前: does the day belong to all?"""
    return say(
        "“{text}” names a day for some of its months only; "
        "the others are taken to their end, and the last day is {due}",
        text=text,
        due=due,
    )


def reporting_period(text: str, due: date) -> Message:
    """Doubt 1-11月: a time to work in, or what figures cover."""
    return say(
        "“{text}” may be the months that figures cover; taken as a range it ends on {due}",
        text=text,
        due=due,
    )


def milestone(text: str, due: date) -> Message:
    """Read a milestone."""
    return say("“{text}” names something to be reached, not finished, by {due}", text=text, due=due)


def assumed_year(text: str, due: date) -> Message:
    """Doubt 务求取得重大突破."""
    return say(
        "“{text}” names no time; the end of the list's year is taken: {due}", text=text, due=due
    )


def stages(text: str, due: date) -> Message:
    """Read a chain of stages."""
    return say("“{text}” goes by stages; the last is due on {due}", text=text, due=due)


def unordered(text: str, due: date) -> Message:
    """Doubt stages that go back in time."""
    return say(
        "“{text}” names its times out of order; the latest is taken: {due}", text=text, due=due
    )


def alternatives(text: str, due: date) -> Message:
    """Doubt 力争9月末, 10月末前."""
    return say(
        "“{text}” gives more than one time for the same thing; the latest is taken: {due}",
        text=text,
        due=due,
    )


def listed(text: str, due: date) -> Message:
    """Read 6月30日和12月10日前."""
    return say("“{text}” lists several days; the last is {due}", text=text, due=due)


def with_reports(text: str, due: date) -> Message:
    """Read 12月末前完成，按月实施推进."""
    return say(
        "“{text}” is due on {due}; its rhythm asks for reports, not for an earlier end",
        text=text,
        due=due,
    )


def ongoing_until(text: str, due: date) -> Message:
    """Read 年内持续推进."""
    return say("“{text}” asks to keep at it until {due}", text=text, due=due)


def ongoing(text: str) -> Message:
    """Read 长期坚持."""
    return say("“{text}” asks to keep at it and names no end", text=text)


def rhythm(text: str) -> Message:
    """Read 每月25日前."""
    return say("“{text}” comes round again and has no end of its own", text=text)


def open_rhythm(text: str) -> Message:
    """Read 按月调度, 每季度."""
    return say("“{text}” names no day; the last day of each period is taken", text=text)


def clamped(text: str) -> Message:
    """Doubt 每月31日前."""
    return say("“{text}” names a day that some months lack; their last day is taken", text=text)


def unsure_rhythm(text: str) -> Message:
    """Doubt 次月5日前 and two rhythms at once."""
    return say("“{text}” can be read as more than one rhythm; all its days are listed", text=text)


def relative(text: str) -> Message:
    """Read 会后7日内."""
    return say("“{text}” hangs on something whose day the list does not give", text=text)


def unstated() -> Message:
    """Read 未列时限."""
    return say("the document states no deadline")


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
