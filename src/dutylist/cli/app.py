"""The program itself: its commands, loaded when called, and the boundary where it ends.

Every way out goes through `DutyGroup.main`: a refusal becomes its sentence and exit code, a usage
error of Typer's is said in our words, and anything else is a bug, with its traceback and exit 1.
"""

import os
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from dutylist import __version__
from dutylist.cli.call import Call
from dutylist.cli.language import load_catalogue
from dutylist.cli.output import BROKEN_PIPE_EXIT, Output, ReaderGone
from dutylist.cli.usage import USAGE_ERROR, explain_usage
from dutylist.errors import GitRefused, InvalidData, NotFound, Refusal, WrongUsage
from dutylist.words import Message, say

COMMANDS = {
    "due": say("List what is still owed and falls due: deadlines, checkpoints and reports."),
    "overdue": say("List what is overdue: the due date has passed, neither done nor repealed."),
    "list": say("List the duties, all or those that the filters choose."),
    "show": say("Show the whole record of a duty, and all that was reported on it."),
    "stats": say("Count the duties by group, and how they stand."),
    "progress": say("Record progress on duties: one entry each, one commit."),
    "amend": say("Repeal, extend or reinstate duties: one commit."),
    "undo": say("Take back the last commit that dutylist made, as a new commit."),
    "log": say("Tell the history of duties: who changed what, when, in which commit."),
    "diff": say("Compare the lists of two revisions or days, duty by duty."),
    "explain": say("Explain how a deadline's wording is read, or why a duty stands as it does."),
    "import": say("Read an official document into duty lists; a dry run, unless told to write."),
    "verify": say("Compare the lists with the document that they were read from."),
    "form": say("Send a form to a department that has no git, and take in what comes back."),
    "export": say("Write the lists as an annex, a calendar, or tables for other programs."),
    "report": say(
        "Write the bulletin of a period: how duties stand, what is late, what changed, "
        "what is next."
    ),
    "remind": say("Write reminders: what each department or leader owes, and what falls due."),
    "check": say("Check the files and report all findings: where, what is wrong, what to do."),
    "init": say("Start a data folder, or set one up for work with git."),
    "schema": say(
        "Print the JSON Schema of the files, for editors, or what the tables of an export mean."
    ),
    "merge-driver": say("Merge two versions of a list by duty and entry; git calls this."),
}
"""The commands, the daily ones first, with the first sentence of their help."""
ACTS = {
    "form": {
        "export": say("Write a form for a department: its duties, with cells to fill in."),
        "import": say("Merge the forms that came back; a dry run, unless told to write."),
    },
}
"""What the commands can do that are asked to do one thing or another."""


class DutyCommand(TyperCommand):
    """A command whose help speaks the reader's language."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return _write_help(self, ctx, {})


class WordGroup(TyperGroup):
    """A group of commands, known by their words; each is imported when it is called for."""

    words: Mapping[str, Message] = {}
    path: tuple[str, ...] = ()

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        """Return the names of the commands, the daily ones first."""
        return list(self.words)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - Typer's signature
        """Import and build one command."""
        return load_command(*self.path, cmd_name) if cmd_name in self.words else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called; raises `WrongUsage` with the nearest names."""
        if args[0] not in self.words and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise _no_such_command(args[0], self.words, " ".join(("dutylist", *self.path)))
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """Return the help page of the group."""
        return _write_help(self, ctx, self.words)


class DutyGroup(WordGroup):
    """The group of all commands."""

    words = COMMANDS

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters; Typer's installer of completions speaks our words."""
        params = super().get_params(ctx)
        for param in params:
            if param.name == "install_completion":
                param.callback = _install_completion
        return params

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run, and end the process with the exit code that `docs` promise."""
        output = Output(os.environ, load_catalogue(os.environ))
        extra = {**extra, "standalone_mode": False, "obj": Call(output, os.environ)}
        try:
            code = super().main(*args, **extra)
        except Refusal as refusal:
            _tell(output, refusal)
            sys.exit(refusal.exit_code)
        except ReaderGone:
            sys.exit(BROKEN_PIPE_EXIT)
        except USAGE_ERROR as error:
            called = args[0] if args and args[0] else sys.argv[1:]
            command = next((word for word in called if word in COMMANDS), "")
            output.remark(*explain_usage(error, command))
            sys.exit(WrongUsage.exit_code)
        sys.exit(code if isinstance(code, int) else 0)


app = typer.Typer(
    cls=DutyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback(invoke_without_command=True)
def dutylist(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Keep a government's duty lists (责任清单): who owes what by when, and what is late.

    Example: dutylist due --month 10
    """
    call: Call = context.obj
    if version:
        call.output.write(f"dutylist {__version__}\n")
    elif context.invoked_subcommand is None:
        call.output.write(context.get_help() + "\n")


def load_command(*path: str) -> TyperCommand:
    """Import the file of a command, as form or form export, and make a command of its function."""
    name = "_".join(path).replace("-", "_")
    # A command may be called what Python keeps for itself: import.
    module = import_module(f"dutylist.cli.commands.{name}{'_' if iskeyword(name) else ''}")
    single = typer.Typer(name=path[-1], add_completion=False, rich_markup_mode=None)
    settings = app.info.context_settings
    if path[0] in ACTS and len(path) == 1:
        group = type("ActGroup", (WordGroup,), {"words": ACTS[path[0]], "path": path})
        make = single.callback(cls=group, invoke_without_command=True, context_settings=settings)
        make(module.command)
    else:
        single.command(path[-1], cls=DutyCommand, context_settings=settings)(module.command)
    # Typer's type for this is the base of commands and groups.
    command: TyperCommand = typer.main.get_command(single)  # type: ignore[assignment]
    return command


def _install_completion(context: Any, _param: Any, asked: bool) -> None:
    if not asked or context.resilient_parsing:
        return
    # Done once in a lifetime; Typer names it nowhere else.
    from typer.completion import install  # type: ignore[attr-defined]  # noqa: PLC0415

    call: Call = context.obj
    shell, path = install()
    call.output.remark(
        say("completion for {shell} stands in {path}", shell=shell, path=path),
        say("it works from the next terminal on"),
    )
    raise typer.Exit


def _write_help(command: Any, context: Any, commands: Mapping[str, Message]) -> str:
    # Imported here: most runs show no help.
    from dutylist.cli.help import write_page  # noqa: PLC0415

    return write_page(command, context, commands)


def _no_such_command(name: str, known: Mapping[str, Message], group: str) -> WrongUsage:
    nearest = get_close_matches(name, known, n=1)
    if nearest:
        return WrongUsage(
            say("there is no command “{name}”; nearest: {nearest}", name=name, nearest=nearest[0])
        )
    return WrongUsage(
        say("there is no command “{name}”; {group} --help names them all", name=name, group=group)
    )


def _tell(output: Output, refusal: Refusal) -> None:
    if isinstance(refusal, InvalidData):
        # Imported here: most runs find nothing wrong.
        from dutylist.views.findings import show_finding  # noqa: PLC0415

        for finding in refusal.findings:
            output.complain(show_finding(finding, output.catalogue))
    output.remark(say("dutylist: {message}", message=refusal.message))
    if isinstance(refusal, GitRefused):
        lines = [line for line in refusal.words.splitlines() if line.strip()]
        output.remark(*(say("git: {line}", line=line) for line in lines))
    if isinstance(refusal, NotFound) and refusal.nearest:
        output.remark(say("nearest: {names}", names=refusal.nearest))
