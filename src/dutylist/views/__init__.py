"""Results into what people and programs read; returned, never printed.

A view turns a result into `blocks` (a table, fields, lines) in the reader's language; `plain`
makes text of blocks for pipes, `screen` makes rich renderables for terminals, and `formats` makes
JSON, CSV, TSV and Markdown of rows. Nothing is imported here: a pipe never pays for rich.
"""
