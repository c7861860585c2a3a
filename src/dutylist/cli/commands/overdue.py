"""`dutylist overdue`: the duties whose due date has passed."""

import typer

from dutylist.cli.call import Call, Scope
from dutylist.cli.options import takes_scope


@takes_scope
def command(context: typer.Context, scope: Scope) -> None:
    """List what is overdue: the due date has passed, neither done nor repealed.

    Example: dutylist overdue --as-of 2022-11-01
    """
    from dutylist.cli.answers import hand_over_rows, read
    from dutylist.query import select_overdue
    from dutylist.views.rows import OVERDUE_VIEW

    call: Call = context.obj
    hand_over_rows(call, scope, read(call, scope, select_overdue), OVERDUE_VIEW)
