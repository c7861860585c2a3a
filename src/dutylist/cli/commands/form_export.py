"""`dutylist form export`: an Excel form with a department's duties."""

from functools import partial

import typer

from dutylist.cli.call import Call, Scope
from dutylist.cli.options import Force, OutFile, takes_scope


# A form is of the lists as they are, and it is Excel.
@partial(takes_scope, without=("at", "format_"))
def command(
    context: typer.Context,
    scope: Scope,
    out: OutFile = None,
    force: Force = False,
) -> None:
    """Write a form for a department: its duties, with cells to fill in.

    Duties that are done or repealed are left out. The form knows the commit that it was made of.

    Example: dutylist form export --department 工信局 -o 工信局.xlsx
    """
    from dutylist.cli.forms_out import export_form

    call: Call = context.obj
    export_form(call, scope, out, force=force)
