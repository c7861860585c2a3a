"""Writing: check → edit → write → commit, or nothing at all.

`drafts` says what is to be written, `words` puts it into a commit message, `places` where it may
go, `writing` does it in `steps`, `note` is what a run leaves for the next one should it be killed,
and `undo` takes a commit back.
"""
