"""The language of deadlines: an official wording in, its meaning out.

Text becomes tokens, tokens become clauses, clauses become one `Deadline`. The grammar is closed:
a wording is understood only if every part of it was read by a rule. No file, no clock, no guess.
"""

from dutylist.deadline.meaning import parse

__all__ = ["parse"]
