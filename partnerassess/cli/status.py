"""How a run ended, as the exit code that scripts see.

This module knows the codes and what they mean. It does not end the process.
"""

from enum import IntEnum


class ExitStatus(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    BUG = 1
    """An unexpected error: a fault in partnerassess itself."""
    USAGE = 2
    """Wrong options or arguments."""
    UNUSABLE = 3
    """Some input could not be used, or a file not written; the rest was still done."""
    NOT_MET = 4
    """Everything was scored, but `--require` is not met."""
    HUNG_UP = 129
    INTERRUPTED = 130
    QUIT = 131
    TERMINATED = 143
