"""`dutylist form import`: the forms that came back, merged into the lists."""

from typing import Annotated

import typer

from dutylist.cli.call import Call
from dutylist.cli.documents import FolderOption
from dutylist.cli.writing import NoCommitOption


def command(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE…", help="Forms as they came back, as 工信局.xlsx."),
    ],
    write: Annotated[
        bool, typer.Option("--write", help="Write the lists; without it nothing is written.")
    ] = False,
    data: FolderOption = None,
    no_commit: NoCommitOption = False,
) -> None:
    """Merge the forms that came back; a dry run, unless told to write.

    One commit for each form, with the department as the source. If anything is wrong in one of
    them, none is written.

    Example: dutylist form import 工信局.xlsx --write
    """
    from dutylist.cli.forms_in import Order, import_forms

    call: Call = context.obj
    import_forms(call, Order(tuple(files), tuple(data or ()), write, no_commit))
