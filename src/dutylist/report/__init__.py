"""Papers made of what the lists say on a day: bulletins for leaders and departments.

`period` has the months and quarters that a bulletin speaks of, `bulletin` the facts that it tells,
as plain records. `wording` puts them into words, by a template that gives Markdown; `markdown`
reads that text into blocks, and one file to a format draws the blocks.
"""
