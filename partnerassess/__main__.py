"""Starts the command line, as `partnerassess` or as `python -m partnerassess`.

This module knows only that starting takes a moment, in which somebody may think better of it.
"""

import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        from partnerassess.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
