"""Workbooks (.xlsx): every visible sheet as a table, its values as the program shows them.

lxml reads the sheets' own XML. Formulas are never computed: what the file says they last gave is
what counts.
"""

from dutylist.annex.grid import Document, Spot
from dutylist.annex.readers.measure import Blocks
from dutylist.annex.readers.packages import Package
from dutylist.annex.readers.xlsx_parts import SheetEntry, Workbook, read_workbook
from dutylist.annex.readers.xlsx_sheet import Sheet
from dutylist.annex.readers.xlsx_tables import add_tables
from dutylist.annex.readers.xml import stream_part
from dutylist.words import say


def read_xlsx(path: str, package: Package) -> Document:
    """Return the workbook; raises `InvalidData` where it is damaged or beyond measure."""
    blocks = Blocks(path)
    workbook = read_workbook(package)
    for entry in workbook.sheets:
        _read_sheet(package, blocks, workbook, entry)
    if "macroEnabled" in package.content_type:
        blocks.hint(Spot(), say("the macros in the document are not read, and never run"))
    return blocks.document()


def _read_sheet(package: Package, blocks: Blocks, workbook: Workbook, entry: SheetEntry) -> None:
    spot = Spot(sheet=entry.name)
    if entry.kind != "worksheet":
        blocks.hint(
            spot, say("the sheet {sheet} holds no cells and is passed over", sheet=entry.name)
        )
        return
    if entry.is_hidden:
        blocks.hint(spot, say("the sheet {sheet} is hidden and is passed over", sheet=entry.name))
        return
    sheet = Sheet(blocks, workbook, entry.name)
    stream_part(package.archive, entry.part, sheet)
    add_tables(blocks, sheet, entry.name)
