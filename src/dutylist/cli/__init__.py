"""The command line: the only room that prints, reads the clock and the environment, or exits.

`app` is the group and the one boundary where refusals become words and exit codes; each command
is a file in `commands`; `call` is what a command is given; `options` are the shared filters;
`output` writes; `help` and `usage` speak for Typer in the reader's language (`language`).
"""
