"""`dutylist init`: a data folder, and the git settings by which its lists are merged."""

import os
import sys
from typing import Annotated

import typer

from dutylist.cli.call import Call
from dutylist.errors import Refusal, WrongUsage
from dutylist.store.folder import find_folders, find_sources
from dutylist.views.blocks import Cell, Lines
from dutylist.words import Message, say

USUAL_FOLDER = "data"


def command(
    context: typer.Context,
    folder: Annotated[
        str | None,
        typer.Argument(
            metavar="DIR", help="The data folder; else the one that is found, else a new data."
        ),
    ] = None,
) -> None:
    """Start a data folder, or set one up for work with git.

    Makes what is missing: a list, a git repository, .gitattributes, and the settings of this clone
    by which git merges lists by duty and entry. A second time it changes nothing.

    Example: dutylist init
    """
    # Imported here: help asks for none of it.
    from dutylist.setup import set_up

    call: Call = context.obj
    program = (sys.executable, "-P", "-m", "dutylist")
    for path in _find_folders(call, folder):
        setup = set_up(path, call.today.year, program, call.environment)
        done = setup.done or (say("{folder} is set up; nothing was changed", folder=path),)
        call.output.show([Lines([[Cell(each.text(call.catalogue))] for each in done])])
        call.output.remark(*_tell_next(path, setup.written))


def _find_folders(call: Call, named: str | None) -> list[str]:
    if named == "":
        raise WrongUsage(say("an empty name is no folder"))
    given = call.environment.get("DUTYLIST_DATA", "")
    folders = [named] if named else [part for part in given.split(os.pathsep) if part]
    if folders:
        return folders
    try:
        found = find_folders((), None, os.getcwd())  # noqa: PTH109 - paths stay relative
        find_sources(found[0])
    except Refusal:
        return [USUAL_FOLDER]
    return found


def _tell_next(folder: str, written: tuple[str, ...]) -> list[Message]:
    if not written:
        return []
    files = tuple(os.path.join(folder, name) for name in written)  # noqa: PTH118 - as it was typed
    return [
        say("next, commit {files}, and push", files=files),
        say("each colleague runs “dutylist init” once in their clone: git takes no settings along"),
    ]
