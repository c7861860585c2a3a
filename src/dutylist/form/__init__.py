"""Excel forms for departments that have no git: what goes out, what comes back, what that adds.

`columns` says what a form looks like, `base` what it knows of the lists that it was made of,
`writer` draws it; `reading` finds it again in a workbook, `answers` reads what was filled in, and
`merging` says which progress entries that is, three ways: base, form, and the lists as they are.
"""
