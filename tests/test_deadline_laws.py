"""Laws of the deadline language that hold for every wording, by hypothesis."""

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from dutylist.deadline import parse
from dutylist.deadline.lexicon import LEXICON
from dutylist.duty import Deadline, DeadlineClass

YEARS = st.integers(min_value=1, max_value=9999)
LIST_YEARS = st.integers(min_value=1990, max_value=2090)
PIECES = st.sampled_from(
    [
        *LEXICON,
        "1",
        "12",
        "31",
        "2022",
        "2025",
        "十一",
        "二〇二三",
        "、",
        "…",
        "工程",
        "%",
        "0",
        "99999",
    ]
)
ASSEMBLED = st.lists(PIECES, max_size=12).map("".join)
MONTHS = st.integers(min_value=1, max_value=12).map(lambda month: f"{month}月")
PARTS = st.sampled_from(["", "底", "末", "上旬", "中旬", "下旬", "初", "中", "5日", "28日", "份"])
PERIODS = st.sampled_from(
    [
        "一季度",
        "第三季度末",
        "上半年",
        "下半年",
        "年底",
        "年末",
        "年中",
        "3-5月",
        "3月至10月",
    ]
)
TIMES = st.one_of(st.builds(lambda month, part: month + part, MONTHS, PARTS), PERIODS)
DATED = st.builds(lambda year, time: year + time, st.sampled_from(["", "明年", "2023年"]), TIMES)
VERBS = st.sampled_from(["", "完成", "全面完成", "开工", "报送市政府", "取得明显成效", "持续推进"])
ENDED = st.builds(
    lambda time, end, verb: time + end + verb, TIMES, st.sampled_from(["", "前"]), VERBS
)
FULL_WIDTH = str.maketrans("0123456789-,:;()", "０１２３４５６７８９－，：；（）")


def meaning(deadline: Deadline) -> tuple[object, ...]:
    """Return all that a deadline says but the wording it quotes."""
    return (*deadline[:3], *deadline[4:8])


@given(st.text(), YEARS)
@example("\ud800", 2022)
@example("一" * 1999, 2022)
@example("百十", 2022)
@example("明年年底前", 9999)
@example("次年次年次年", 9998)
def test_no_text_makes_it_fail(wording: str, year: int) -> None:
    assert parse(wording, year).cls in DeadlineClass


@given(ASSEMBLED, YEARS)
def test_no_pile_of_known_words_makes_it_fail(wording: str, year: int) -> None:
    deadline = parse(wording, year)

    assert deadline.cls in DeadlineClass
    assert str(deadline.why) != ""


@given(ASSEMBLED, LIST_YEARS)
def test_parsing_twice_gives_the_same(wording: str, year: int) -> None:
    assert parse(wording, year) == parse(wording, year)


@given(ASSEMBLED, LIST_YEARS)
def test_days_ascend_and_stages_keep_step(wording: str, year: int) -> None:
    deadline = parse(wording, year)

    assert list(deadline.checkpoints) == sorted(set(deadline.checkpoints))
    assert list(deadline.reports) == sorted(set(deadline.reports))
    assert len(deadline.stages) in {0, len(deadline.checkpoints)}


@given(ASSEMBLED, LIST_YEARS)
def test_what_is_not_understood_says_nothing_else(wording: str, year: int) -> None:
    deadline = parse(wording, year)

    if deadline.cls in {DeadlineClass.UNPARSED, DeadlineClass.UNSTATED}:
        assert deadline == Deadline(deadline.cls, why=deadline.why)


@given(ASSEMBLED, LIST_YEARS)
def test_a_staged_deadline_is_due_with_its_last_stage(wording: str, year: int) -> None:
    deadline = parse(wording, year)

    if deadline.cls is DeadlineClass.STAGED:
        assert deadline.due == deadline.checkpoints[-1]


@given(ENDED, LIST_YEARS)
def test_a_time_without_a_year_falls_in_the_list_s_year(wording: str, year: int) -> None:
    deadline = parse(wording, year)

    assert deadline.due is not None
    assert deadline.due.year == year


@given(DATED)
def test_before_never_moves_a_day_later(time: str) -> None:
    plain, before = parse(time, 2022), parse(time + "前", 2022)

    assert plain.due is not None
    assert before.due is not None
    assert before.due <= plain.due


@given(ENDED, LIST_YEARS, st.data())
def test_blanks_between_words_change_nothing(wording: str, year: int, data: st.DataObject) -> None:
    places = [
        at
        for at in range(len(wording) + 1)
        if not (0 < at < len(wording) and wording[at - 1].isdigit() and wording[at].isdigit())
    ]
    at = data.draw(st.sampled_from(places))
    blank = data.draw(st.sampled_from([" ", "\t", "\n", "　", "\u00a0", "  "]))

    spaced = parse(wording[:at] + blank + wording[at:], year)

    assert meaning(spaced) == meaning(parse(wording, year))


@given(ENDED, LIST_YEARS)
def test_full_width_writing_changes_nothing(wording: str, year: int) -> None:
    assert meaning(parse(wording.translate(FULL_WIDTH), year)) == meaning(parse(wording, year))


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)))
def test_every_day_that_exists_is_read_back(day: date) -> None:
    wording = f"{day.year}年{day.month}月{day.day}日前"

    assert parse(wording, day.year).due == day


@given(LIST_YEARS, st.integers(1, 12), st.integers(0, 99))
def test_no_day_is_read_that_does_not_exist(year: int, month: int, number: int) -> None:
    deadline = parse(f"{month}月{number}日前", year)

    if deadline.due is None:
        assert deadline.cls is DeadlineClass.UNPARSED
    else:
        assert (deadline.due.month, deadline.due.day) == (month, number)
