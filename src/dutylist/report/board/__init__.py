"""The board: one self-contained web page for people who would rather look than read.

`facts` counts what it shows from the rows of an answer, `dates` and `course` the parts that have
days in them; `page` makes the page of the facts, with `board.html.j2`, `board.css` and `board.js`.
"""

from dutylist.report.board.facts import Board, gather_board
from dutylist.report.board.page import make_page

__all__ = ["Board", "gather_board", "make_page"]
