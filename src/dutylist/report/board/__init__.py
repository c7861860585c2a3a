"""The board: one self-contained web page for people who would rather look than read.

`facts` counts what it shows from the rows of an answer, `dates` and `course` the parts that have
days in them. `page` makes the page of the facts, with `board.html.j2`, `board.css` and `board.js`;
the other files put one part of it into words each.
"""
