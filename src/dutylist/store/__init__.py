"""YAML text ⇄ records, with the place of every value.

`folder` finds the files; `source` turns their bytes into text, `syntax` text into nodes with
places, `values` nodes into plain values, `lists` and `units` values into records. Each step
gathers findings and stops before the next one would stumble over them. The way back: `edit` makes
the smallest edit of a list, `canonical` writes a whole one. Nothing is imported here: finding the
files must not cost what parsing them does.
"""
