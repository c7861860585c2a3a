"""How `report` carries its order out: the day, the facts, the words, and where they go."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from dutylist.annex.writers.word_pattern import Pattern
from dutylist.cli.answers import note_alike, tell_answer
from dutylist.cli.call import Call, Scope
from dutylist.cli.handing import choose_kind, hand_over, read_time, refuse_early
from dutylist.cli.templates import find_template, read_pattern, read_template
from dutylist.cli.working import Working
from dutylist.errors import NotFound, WrongUsage
from dutylist.query import Answer, Question, select_all
from dutylist.report.board.facts import Board, gather_board
from dutylist.report.bulletin import Bulletin
from dutylist.report.formats import FORMATS, Format, Paper, load_page, load_wording
from dutylist.report.gather import gather_bulletin
from dutylist.report.markdown import read_markdown
from dutylist.report.period import Period
from dutylist.report.screen import draw_blocks
from dutylist.words import Catalogue, say

TEMPLATE_NAME, STYLE_NAME = "bulletin.md.j2", "bulletin.docx"


class Order(NamedTuple):
    """What `report` is asked for; `find_period` says which period is meant."""

    find_period: Callable[[Question], Period]
    format: str | None
    out: str | None
    force: bool
    template: str | None
    style: str | None


class Told(NamedTuple):
    """An answer as on the day of the bulletin, and what bulletin and board tell of it."""

    answer: Answer
    bulletin: Bulletin
    board: Board


def run(call: Call, scope: Scope, order: Order) -> None:
    """Write the bulletin; raises `NotFound` where no duty is selected."""
    chosen = _choose_format(call, order)
    refuse_early(call.output, chosen, order.out, force=order.force)
    written = read_time(call.environment.get("SOURCE_DATE_EPOCH"))
    told = call.ask(scope, lambda question: tell(question, order))
    if told.answer.rows:
        working = Working(call.output, say("writing the bulletin"))
        text = _word(call, told, order, chosen)
        pattern = _find_pattern(call, told, order) if chosen.name == "docx" else None
        paper = Paper(text, read_markdown(text), written, working.track, pattern)
        if chosen.name == "html":
            paper = paper._replace(put_in_page=partial(_make_page, told, call.catalogue))
        _hand_over(call, paper, chosen, order.out)
        _tell_years(call, told)
    tell_answer(call.output, told.answer)
    if not told.answer.rows:
        raise NotFound(say("no duty is selected; nothing was written"))


def tell(question: Question, order: Order) -> Told:
    """Return what the bulletin of the period tells: as of its last day, or of the day asked for."""
    period = order.find_period(question)
    if period.first > question.day:
        raise WrongUsage(
            say("{period} has not begun on {day}", period=period.name, day=question.day)
        )
    day = min(question.day, period.last)
    answer = note_alike(select_all(_leave_out_unbegun(question._replace(day=day))))
    is_over = period.last < question.day
    bulletin = gather_bulletin(answer.rows, period, day, question.selection, is_over=is_over)
    board = gather_board(answer.rows, day, question.rules, period.name, is_over=is_over)
    return Told(answer, bulletin, board)


def _leave_out_unbegun(question: Question) -> Question:
    """Return the question without lists of years to come, where nobody has chosen lists or years.

    Next year's list is there before its year has begun, and nobody owes anything of it yet.
    """
    selection, day = question.selection, question.day
    years = {head.year for head in question.snapshot.lists}
    begun = tuple(sorted(year for year in years if year <= day.year))
    if selection.years or selection.lists or not begun or len(begun) == len(years):
        return question
    return question._replace(selection=selection._replace(years=begun))


def _choose_format(call: Call, order: Order) -> Format:
    """Return the format that is named, or that the file's ending says, or that fits the output."""
    named = FORMATS[order.format] if order.format else None
    usual = FORMATS["terminal" if call.output.is_terminal else "md"]
    chosen = choose_kind(FORMATS, named, order.out, usual)
    if order.style and chosen.name != "docx":
        raise WrongUsage(say("--style is for Word documents; add --format docx"))
    return chosen


def _word(call: Call, told: Told, order: Order, chosen: Format) -> str:
    """Put the bulletin into words, and say whose words they are where they are not ours."""
    wording = load_wording()
    path = find_template(order.template, _list_folders(told), TEMPLATE_NAME)
    template = None
    if path is not None:
        template = wording.Template(path, read_template(path))
        call.output.remark(say("worded by {path}", path=path))
    text: str = wording.word_bulletin(told.bulletin, call.catalogue, chosen.name, template)
    return text


def _find_pattern(call: Call, told: Told, order: Order) -> Pattern | None:
    path = find_template(order.style, _list_folders(told), STYLE_NAME)
    if path is None:
        return None
    call.output.remark(say("styles taken from {path}", path=path))
    return Pattern(path, read_pattern(path))


def _make_page(told: Told, catalogue: Catalogue, markup: str) -> str:
    page: str = load_page().make_page(told.board, markup, catalogue)
    return page


def _list_folders(told: Told) -> list[str]:
    return list(dict.fromkeys(row.head.folder for row in told.answer.rows))


def _hand_over(call: Call, paper: Paper, chosen: Format, out: str | None) -> None:
    if chosen.name == "terminal" and out is None:
        call.output.show(list(draw_blocks(paper.blocks)))
    else:
        hand_over(call.output, chosen, chosen.write(paper), out)


def _tell_years(call: Call, told: Told) -> None:
    """Say that lists of several years are counted together, where nobody has chosen them."""
    years = sorted({row.head.year for row in told.answer.rows})
    if len(years) > 1:
        call.output.remark(
            say("lists of {years} are counted together; --year chooses one year",
                years=tuple(map(str, years)))
        )  # fmt: skip
