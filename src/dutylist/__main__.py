"""The program: `dutylist` and `python -m dutylist`."""

import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    from dutylist.cli.app import app  # noqa: PLC0415 - importing this module must do nothing

    sys.exit(app())


if __name__ == "__main__":
    main()
