"""`dutylist form`: what a department without git is sent, and what it sends back."""

import typer

from dutylist.errors import WrongUsage
from dutylist.words import say


def command(context: typer.Context) -> None:
    """Send a form to a department that has no git, and take in what comes back.

    Example: dutylist form export --department 工信局 -o 工信局.xlsx
    """
    if context.invoked_subcommand is None:
        raise WrongUsage(say("say which: dutylist form export, or dutylist form import"))
