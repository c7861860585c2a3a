"""`dutylist check`: everything that is wrong in the files, at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from dutylist.cli.answers import hand_over_records, join_parts
from dutylist.cli.call import Call
from dutylist.cli.options import AtOption, DataOption, FormatOption
from dutylist.errors import Finding, InvalidData, Severity
from dutylist.store.folder import Source
from dutylist.views.findings import FINDING_KEYS, make_finding_record, show_finding
from dutylist.words import say, say_n

if TYPE_CHECKING:
    from dutylist.cli.losses import Present


def command(
    context: typer.Context,
    data: DataOption = None,
    at: AtOption = None,
    format_: FormatOption = "table",
) -> None:
    """Check the files and report all findings: where, what is wrong, what to do.

    Exit code 4 if a finding is more than a warning.

    Example: dutylist check
    """
    call: Call = context.obj
    with call.open(data or (), at) as files:
        findings = _check_lists(call, files.sources, is_past=at is not None)
    for path, raw in files.settings.values():
        findings += _check_settings(path, raw)
    if format_ == "table":
        blocks = [block for finding in findings for block in show_finding(finding, call.catalogue)]
        call.output.show(blocks)
    else:
        records = map(make_finding_record, findings)
        hand_over_records(call.output, format_, FINDING_KEYS, records)
    _tell(call, len(files.sources), findings)
    if any(finding.severity is not Severity.WARNING for finding in findings):
        raise typer.Exit(InvalidData.exit_code)


def _check_lists(call: Call, sources: Sequence[Source], *, is_past: bool) -> list[Finding]:
    # Imported here: the help of all commands would load the parser otherwise.
    from dutylist.cli.losses import Present, find_losses
    from dutylist.store.lists import read_list
    from dutylist.store.units import read_units

    findings: list[Finding] = []
    present = []
    for source in sources:
        raw = source.read()
        if source.is_units:
            findings += read_units(source.path, raw).findings
            continue
        reading = read_list(source.path, raw, source.list_id)
        findings += reading.findings
        present.append(Present(source, raw, reading.duty_list))
    findings += _check_links(present)
    if not is_past:
        findings += find_losses(present, call.environment, call.output.remark)
    order = {source.path: at for at, source in enumerate(sources)}
    return sorted(findings, key=lambda each: (order.get(each.place.path, len(order)), each.place))


def _check_links(present: "Sequence[Present]") -> list[Finding]:
    from dutylist.store.links import Linked, review_links

    linked: dict[str, list[Linked]] = {}
    for source, raw, duty_list in present:
        if duty_list:
            each = Linked(source.path, source.list_id, raw, duty_list)
            linked.setdefault(source.folder, []).append(each)
    return [finding for lists in linked.values() for finding in review_links(lists)]


def _check_settings(path: str, raw: bytes | None) -> Sequence[Finding]:
    from dutylist.store.settings import read_rules

    try:
        read_rules(path, raw)
    except InvalidData as refusal:
        return refusal.findings
    return ()


def _tell(call: Call, files: int, findings: Sequence[Finding]) -> None:
    checked = say_n("checked {n} file", "checked {n} files", files)
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    errors = len(findings) - warnings
    told = [say_n("{n} error", "{n} errors", errors)] if errors else []
    told += [say_n("{n} warning", "{n} warnings", warnings)] if warnings else []
    call.output.remark(join_parts([checked, *(told or [say("nothing found")])]))
