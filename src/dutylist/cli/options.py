"""The options that all reading commands share, once, and what their values may be.

`takes_scope` adds them to a command, which is given one `Scope` in their place.
"""

import functools
import inspect
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

import typer

from dutylist.cli.call import Moment, Scope
from dutylist.cli.completion import (
    complete_department,
    complete_issuer,
    complete_leader,
    complete_list,
)
from dutylist.duty import DeadlineClass, Status
from dutylist.errors import WrongUsage
from dutylist.selection import Role, Selection
from dutylist.terms import CLASSES, ROLES, STATUSES, TERMS
from dutylist.words import Message, say

OutFile = Annotated[
    str | None,
    typer.Option("--out", "-o", metavar="FILE", help="The file to write, a new one."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file, where there is one.")]
TemplateFile = Annotated[
    str | None,
    typer.Option("--template", metavar="FILE", help="The wording, as a Jinja2 template."),
]
StyleFile = Annotated[
    str | None,
    typer.Option("--style", metavar="FILE", help="A Word document with the styles and page."),
]
"""The options of the commands that write documents."""


FORMATS = ("table", "json", "csv", "tsv", "md")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
T = TypeVar("T")


def read_day(text: str) -> date:
    """Read a day of the form 2022-10-31; raises `WrongUsage`."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(say("the calendar has no {day}", day=text)) from None
    raise WrongUsage(say("a day is written as 2022-10-31, not “{text}”", text=text))


def read_moment(text: str) -> Moment:
    """Read a day of the form 2022-10-31, or what git may know as a revision; raises `WrongUsage`.

    A branch or a tag that is called like a day can be named as refs/heads/2022-10-31.
    """
    if not text:
        raise WrongUsage(say("name a revision, as HEAD~1, or a day, as 2022-10-31"))
    return Moment(text, read_day(text) if _DAY.fullmatch(text) else None)


def read_number(text: str, least: int, most: int, refusal: Message) -> int:
    """Read a whole number from `least` to `most`; raises `WrongUsage` with `refusal`."""
    if text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most:
        return int(text)
    raise WrongUsage(refusal)


def read_word(text: str, words: Iterable[str], terms: Mapping[str, str], what: Message) -> str:
    """Read one of a closed set of words, English or official Chinese; raises `WrongUsage`."""
    known = [str(word) for word in words]
    word = terms.get(text.strip(), text.strip().lower())
    if word in known:
        return word
    raise WrongUsage(
        say(
            "{what} is one of {words}, not “{text}”",
            what=what,
            words=tuple(TERMS.get(word, word) for word in known),
            text=text,
        )
    )


def read_class(text: str) -> str:
    """Read a deadline class, or its official term."""
    return read_word(text, DeadlineClass, CLASSES, say("a class"))


def read_status(text: str) -> str:
    """Read a status, or its official term."""
    return read_word(text, Status, STATUSES, say("a status"))


def read_role(text: str) -> Role:
    """Read the role in which departments are looked for."""
    return Role(read_word(text, Role, ROLES, say("a role")))


def read_format(text: str) -> str:
    """Read the name of an output format."""
    return read_word(text, FORMATS, {}, say("a format"))


def read_year(text: str) -> int:
    """Read a year of the calendar."""
    return read_number(text, 1, 9999, say("a year is written as 2022, not “{text}”", text=text))


DataOption = Annotated[
    list[str] | None,
    typer.Option("--data", metavar="FOLDER", help="The data folder; may be given several times."),
]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=read_day,
        metavar="DATE",
        help="What was true on this day; today if not given.",
    ),
]
AtOption = Annotated[
    Moment | None,
    typer.Option(
        "--at",
        parser=read_moment,
        metavar="REV|DATE",
        help="Read the lists as they were on file at this revision or day.",
    ),
]
FormatOption = Annotated[
    str,
    typer.Option(
        "--format", "-f", parser=read_format, metavar="FORMAT", help="table, json, csv, tsv or md."
    ),
]

_FILTERS: dict[str, Any] = {
    "list_": Annotated[
        list[str] | None,
        typer.Option(
            "--list", metavar="LIST", help="Only this list, as tasks_2022.",
            autocompletion=complete_list,
        ),
    ],
    "year": Annotated[
        list[int] | None,
        typer.Option("--year", parser=read_year, metavar="YEAR", help="Only lists of this year."),
    ],
    "department": Annotated[
        list[str] | None,
        typer.Option(
            "--department", "-d", metavar="NAME", help="Only duties of this department.",
            autocompletion=complete_department,
        ),
    ],
    "role": Annotated[
        Role,
        typer.Option(
            "--role", parser=read_role, metavar="ROLE",
            help="The department's role: responsible, supporting or any.",
        ),
    ],
    "leader": Annotated[
        list[str] | None,
        typer.Option(
            "--leader", "-l", metavar="NAME", help="Only duties under this leader.",
            autocompletion=complete_leader,
        ),
    ],
    "class_": Annotated[
        list[str] | None,
        typer.Option(
            "--class", "-c", parser=read_class, metavar="CLASS",
            help="Only this class of deadline, as ongoing or 长期保持.",
        ),
    ],
    "status": Annotated[
        list[str] | None,
        typer.Option(
            "--status", "-s", parser=read_status, metavar="STATUS",
            help="Only this status, as blocked or 受阻.",
        ),
    ],
    "search": Annotated[
        list[str] | None,
        typer.Option("--search", metavar="TEXT", help="Only duties whose content holds this text."),
    ],
    "issuer": Annotated[
        list[str] | None,
        typer.Option(
            "--issuer", metavar="NAME", help="Only lists that this office issued.",
            autocompletion=complete_issuer,
        ),
    ],
    "data": DataOption,
    "as_of": AsOfOption,
    "at": AtOption,
    "format_": FormatOption,
}  # fmt: skip
_DEFAULTS: dict[str, object] = {"role": "responsible", "format_": "table"}


def takes_scope(command: Callable[..., T], without: Collection[str] = ()) -> Callable[..., T]:
    """Give `command` the shared options; it takes a `scope` in their place.

    An option of its own goes before the shared one of that name; those of `without` make no sense
    for it.
    """
    signature = inspect.signature(command)
    own_names = {*signature.parameters, *without}
    shared = {name: each for name, each in _FILTERS.items() if name not in own_names}

    @functools.wraps(command)
    def wrapper(**given: Any) -> T:
        scope = _make_scope({name: given.pop(name) for name in shared})
        return command(**given, scope=scope)

    own = [each for name, each in signature.parameters.items() if name != "scope"]
    added = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=_DEFAULTS.get(name),
            annotation=annotation,
        )
        for name, annotation in shared.items()
    ]
    # Typer reads this; the type of a function has no room for it.
    wrapper.__signature__ = signature.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
    wrapper.__annotations__ = {
        **{each.name: each.annotation for each in [*own, *added]}, "return": None
    }  # fmt: skip
    return wrapper


def _make_scope(given: Mapping[str, Any]) -> Scope:
    selection = Selection(
        lists=tuple(given["list_"] or ()),
        years=tuple(given["year"] or ()),
        departments=tuple(given["department"] or ()),
        role=given["role"],
        leaders=tuple(given["leader"] or ()),
        classes=tuple(given["class_"] or ()),
        statuses=tuple(given["status"] or ()),
        search=tuple(given["search"] or ()),
        issuers=tuple(given["issuer"] or ()),
    )
    format_ = given.get("format_", "table")
    return Scope(selection, given["data"] or (), given["as_of"], format_, given.get("at"))
