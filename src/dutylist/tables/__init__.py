"""Duties as tables of plain values, for other programs: text, calendars, SQLite, Parquet.

`schema` says once which tables there are and what each column means, and `extract` fills them.
Each format has a file here, which takes what was extracted, or the rows, and gives bytes. Nothing
is imported here, so that a format whose library is not installed costs nobody else anything.
"""
