"""What all workbooks that we write have in common: text that stays text, measures, the page.

openpyxl takes a text that begins with = for a formula; here every text is written as one, and
marked so that Excel keeps it one when somebody edits the cell.
"""

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dutylist.errors import WrongUsage
from dutylist.words import say

LONGEST_TEXT = 32767
"""What a cell of Excel holds; openpyxl would cut a longer text without a word."""

_THIN = Side(style="thin")
FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_A4 = 9

# Excel reads _x0041_ in a text as A; the first _ is written so itself.
_ESCAPE_LOOKALIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def write_text(cell: SheetCell, text: str) -> None:
    """Write a text that stays one; raises `WrongUsage` where it is longer than a cell can be."""
    escaped = _ESCAPE_LOOKALIKE.sub("_x005F_", text)
    if len(escaped) > LONGEST_TEXT:
        raise WrongUsage(
            say(
                "a cell of Excel holds {most} characters, and “{start}…” has {n}; "
                "choose another format",
                most=LONGEST_TEXT,
                start=text[:20],
                n=len(text),
            )
        )
    cell.value = escaped
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))


def set_page(sheet: Worksheet, margins_mm: Sequence[float]) -> None:
    """Have a sheet printed on A4 turned, as wide as the page, its number below.

    The margins are clockwise from the top.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.print_options.horizontalCentered = True
    footer = HeaderFooterItem()
    footer.center.text = "— &P —"
    sheet.HeaderFooter.oddFooter = footer
    margins = sheet.page_margins
    margins.top, margins.right, margins.bottom, margins.left = (mm / 25.4 for mm in margins_mm)
    margins.footer = min(16.0, margins_mm[2]) / 25.4


def find_mm(font: Font) -> float:
    """Return the width of half a Chinese character in millimetres."""
    return float(font.size) / 2 / 72 * 25.4


def count_lines(text: str, width: int) -> int:
    """Return how many lines a text takes, `width` halves of a Chinese character wide.

    A line that ends before its time, for no line begins with ，, leaves room for one character.
    """
    halves = sum(2 if east_asian_width(each) in "WFA" else 1 for each in text)
    return 1 if halves <= width else -(-halves // (width - 2))


def measure_column(width: float) -> float:
    """Return a width in Excel's unit: digits of its standard font, 7 dots each and 5 around."""
    return round((width / 25.4 * 96 - 5) / 7, 2)
