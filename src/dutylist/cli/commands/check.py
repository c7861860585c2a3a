"""`dutylist check`: everything that is wrong in the files, at once."""

from collections.abc import Sequence

import typer

from dutylist.cli.answers import hand_over_records, join_parts
from dutylist.cli.call import Call
from dutylist.cli.options import DataOption, FormatOption
from dutylist.errors import Finding, InvalidData, Severity
from dutylist.store.folder import Source, find_settings
from dutylist.views.findings import FINDING_KEYS, make_finding_record, show_finding
from dutylist.words import say, say_n


def command(
    context: typer.Context, data: DataOption = None, format_: FormatOption = "table"
) -> None:
    """Check the files and report all findings: where, what is wrong, what to do.

    Exit code 4 if a finding is more than a warning.

    Example: dutylist check
    """
    call: Call = context.obj
    sources = call.find_sources(data or ())
    findings = [finding for source in sources for finding in _check(source)]
    for folder in dict.fromkeys(source.folder for source in sources):
        findings += _check_settings(folder)
    if format_ == "table":
        blocks = [block for finding in findings for block in show_finding(finding, call.catalogue)]
        call.output.show(blocks)
    else:
        records = map(make_finding_record, findings)
        hand_over_records(call.output, format_, FINDING_KEYS, records)
    _tell(call, len(sources), findings)
    if any(finding.severity is not Severity.WARNING for finding in findings):
        raise typer.Exit(InvalidData.exit_code)


def _check(source: Source) -> Sequence[Finding]:
    # Imported here: the help of all commands would load the parser otherwise.
    from dutylist.store.lists import read_list
    from dutylist.store.units import read_units

    if source.is_units:
        return read_units(source.path, source.read()).findings
    return read_list(source.path, source.read(), source.list_id).findings


def _check_settings(folder: str) -> Sequence[Finding]:
    path = find_settings(folder)
    if not path:
        return ()
    from dutylist.store.settings import read_rules

    try:
        read_rules(path)
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
