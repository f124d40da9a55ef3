"""Starts the command line, as `partnerassess` or as `python -m partnerassess`.

This module knows only that starting takes a moment, in which somebody may think better of it.
"""

import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        import signal

        heed = signal.getsignal(signal.SIGINT)
        if heed is signal.default_int_handler:
            # Not everything that is imported passes an interruption on as what it is.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        from partnerassess.cli import main as run

        signal.signal(signal.SIGINT, heed)
        run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
