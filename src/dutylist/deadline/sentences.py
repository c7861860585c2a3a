"""How a deadline was read, in words: one sentence for every reading that the grammar knows.

The readings double as their own names: a time remembers the function that explains it. What the
grammar refuses is said in `refusals`.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from dutylist.words import Message, say

Reading: TypeAlias = Callable[[str, date], Message]


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


def other_weekday(text: str, due: date) -> Message:
    """Tell how 10月31日（周二） was read, in doubt, where that day is a Monday."""
    return say("“{text}” names a day of the week that {due} is not", text=text, due=due)


def which_year(text: str, due: date) -> Message:
    """Doubt the 年内 of 2025年建成，年内开工."""
    return say(
        "“{text}” does not say which of its years is meant; the latest is taken: {due}",
        text=text,
        due=due,
    )


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


def vague_rhythm(text: str) -> Message:
    """Doubt 每月初."""
    return say("“{text}” names no day of its period; the latest that fits is taken", text=text)


def clamped(text: str) -> Message:
    """Doubt 每月31日前."""
    return say("“{text}” names a day that some months lack; their last day is taken", text=text)


def unsure_rhythm(text: str) -> Message:
    """Doubt 次月5日前 and two rhythms at once."""
    return say("“{text}” can be read as more than one rhythm; all its days are listed", text=text)


def each_or_one(text: str) -> Message:
    """Tell how 一季度一次 was read, in doubt."""
    return say("“{text}” may be one time of the year or each of its kind; each is taken", text=text)


def relative(text: str) -> Message:
    """Read 会后7日内."""
    return say("“{text}” hangs on something whose day the list does not give", text=text)


def unstated() -> Message:
    """Read 未列时限."""
    return say("the document states no deadline")
