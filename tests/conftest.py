"""What all tests need of the process that they run in."""

import signal

# A job in the background of a shell ignores Ctrl-C, and all that it starts does so, too; but some
# tests are about what Ctrl-C does to a run. This handler counts for none that is started.
signal.signal(signal.SIGINT, signal.default_int_handler)
