"""Official documents → grid → duties, and back.

`readers` turn a file into a `grid`, and know nothing of duties; `reading` turns a grid into duties,
and knows no file; `writers` put duties into documents in the official layout. What is not sure is
a doubt with its place, never a quiet guess.
"""
