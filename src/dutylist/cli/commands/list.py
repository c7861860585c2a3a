"""`dutylist list`: every duty, the repealed and the done marked as such."""

import typer

from dutylist.cli.call import Call, Scope
from dutylist.cli.options import takes_scope


@takes_scope
def command(context: typer.Context, scope: Scope) -> None:
    """List the duties, all or those that the filters choose.

    Example: dutylist list --leader 常晓红
    """
    from dutylist.cli.answers import hand_over_rows, read
    from dutylist.query import select_all
    from dutylist.views.rows import LIST_VIEW

    call: Call = context.obj
    hand_over_rows(call, scope, read(call, scope, select_all), LIST_VIEW)
