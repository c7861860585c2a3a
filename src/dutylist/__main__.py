"""The program: `dutylist` and `python -m dutylist`."""

import os
import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # We use none of pydantic's plugins, and looking for them reads every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from dutylist.cli.app import app  # noqa: PLC0415 - importing this module must do nothing

    sys.exit(app())


if __name__ == "__main__":
    main()
