"""The few calls of git, as a subprocess; nothing else of the program is known here.

`run` starts git and hardens it against a hostile repository, `repository` finds the repository of
a folder, `objects` gets objects out of it, `reading` finds revisions and what they held, `commits`
what commits did to files; `writing` makes commits. Nothing is imported here: who only writes must
not pay for what reads.
"""
