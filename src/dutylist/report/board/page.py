"""The page of a board: its facts in words, laid out by the template beside this file.

Styles and script lie in the page, and its policy names them by their hashes: a browser runs no
other script and fetches nothing, whatever a list may hold. The same board gives the same bytes.
"""

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dutylist.report.board.chart import draw_course, list_course, name_states
from dutylist.report.board.facts import Board
from dutylist.report.board.figures import (
    show_bar,
    show_buckets,
    show_legends,
    show_lit,
    show_parties,
)
from dutylist.report.board.labels import (
    COUNTS,
    SORTED_DOWN,
    SORTED_UP,
    name_list,
    tell_day,
    tell_gaps,
    tell_labels,
)
from dutylist.report.board.months import WEEKDAYS, show_months, tell_left_out
from dutylist.report.board.table import list_duties, list_options
from dutylist.views.phrases import name_term
from dutylist.words import Catalogue, Message, say, say_n


def make_page(board: Board, bulletin_html: str, catalogue: Catalogue) -> str:
    """Return the page; `bulletin_html` is a part of a page that is put in as it is, or empty."""
    style, script = _read("board.css"), _read("board.js")
    return _load_template().render(
        t=tell_labels(catalogue),
        language=say("en").text(catalogue),
        policy=_make_policy(style, script),
        style=style,
        script=script,
        bulletin=bulletin_html,
        **_tell_head(board, catalogue),
        **_show_parts(board, catalogue),
        **_show_table(board, catalogue),
    )


def _tell_head(board: Board, catalogue: Catalogue) -> dict[str, object]:
    titles = dict.fromkeys(name_list(row.head) for row in board.rows)
    duties = say_n("{n} duty", "{n} duties", len(board.rows))
    lists = {(row.head.folder, row.head.list_id) for row in board.rows}
    read = say_n("{n} list, {duties}", "{n} lists, {duties}", len(lists), duties=duties)
    day = say("as of {day}", day=tell_day(board.day, catalogue))
    return {
        "titles": list(titles),
        "day": day.text(catalogue),
        "period": board.period.text(catalogue) if board.period else "",
        "read": read.text(catalogue),
        "notes": [note.text(catalogue) for note in _NOTES],
    }


def _show_parts(board: Board, catalogue: Catalogue) -> dict[str, object]:
    unnamed = say("(none named)").text(catalogue)
    return {
        "buckets": show_buckets(board.buckets, catalogue),
        "bucket_words": {each.bucket: name_term(each.bucket, catalogue) for each in board.buckets},
        "bucket_bar": show_bar(
            [each.bucket for each in board.buckets], [each.duties for each in board.buckets]
        ),
        "lit": show_lit(board.lit, catalogue),
        "legends": show_legends(board.rules, catalogue),
        "leaders": show_parties(board.leaders, unnamed, catalogue),
        "departments": show_parties(board.departments, unnamed, catalogue),
        "year": board.year.year,
        "weekdays": [day.text(catalogue) for day in WEEKDAYS],
        "months": list(show_months(board.year, board.rows, board.day, catalogue)),
        "left_out": [message.text(catalogue) for message in tell_left_out(board.year)],
        "chart": draw_course(board.course, board.year.year, board.day, catalogue),
        "states": name_states(catalogue),
        "course": list_course(board.course, catalogue),
    }


def _show_table(board: Board, catalogue: Catalogue) -> dict[str, object]:
    leaders = [party.key for party in board.leaders]
    departments = [party.key for party in board.departments]
    return {
        "options": list_options(board.rows, catalogue),
        "duties": list_duties(board.rows, leaders, departments, catalogue),
        "counts": tell_gaps(COUNTS, catalogue, "shown", "all", "hidden"),
        "sorted_up": tell_gaps(SORTED_UP, catalogue, "column"),
        "sorted_down": tell_gaps(SORTED_DOWN, catalogue, "column"),
    }


@cache
def _load_template() -> Template:
    """Compile the template, which takes longer than to fill it in."""
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_read("board.html.j2"))


def _read(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8").strip("\n")


def _make_policy(style: str, script: str) -> str:
    """Return the content security policy: nothing at all but this style and this script."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hash(style)}",
            f"script-src {_hash(script)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


_NOTES: Sequence[Message] = (
    say(
        "Each duty is in one bucket. Shares are rounded to a tenth of a percent by the largest"
        " remainder, so that they sum to 100 %."
    ),
    say(
        "A duty with several leaders or departments counts for each of them; these columns may"
        " sum to more than the total. Departments that only support are not counted."
    ),
    say(
        "The chart is drawn from the dated entries of the lists as they are on file;"
        " overdue goes before any status."
    ),
    say(
        "Everything in this file can be read by whoever has it; it asks for nothing from"
        " any network."
    ),
)
"""How the page counts, so that nobody has to wonder why columns sum to what they do."""
