"""One file for each command; the file's name is the command's, its `command` the function.

A command imports what it works with when it is called: its help, and completing a name for it in
the shell, need its options alone.
"""
