"""The process: its exit codes, and its streams, what they can show and how text gets there without harm."""

import io
import os
import sys
from collections.abc import Iterable
from enum import IntEnum
from typing import TYPE_CHECKING, TextIO

from partnerassess.files.reading import clean
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from rich.console import Console

STANDARD_INPUT = "-"

PLAIN_WIDTH = 100
"""How wide text is laid out where there is no terminal, in columns."""

_MAX_INPUT = 64 * 1024 * 1024
"""The most bytes that are read from standard input, as many as from a file."""


class ExitStatus(IntEnum):
    """How a run ended, as the exit code of every command."""

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


def prepare() -> None:
    """Make both output streams survive characters they cannot show, as on a Windows code page.

    Raises ProblemsFound if standard output is closed: there would be nowhere to put the results.
    """
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 for the rest of the process
    if sys.stdout is None:
        sys.stdout = sys.stderr
        raise ProblemsFound([Problem(file="standard output", message="it is closed")])
    sys.stdout, sys.stderr = _hardened(sys.stdout), _hardened(sys.stderr)


def _hardened(stream: TextIO) -> TextIO:
    """Make a stream replace what it cannot show, and write all it is given or say that it could not.

    Python's unbuffered mode drops what the system did not take at once, and says nothing.
    """
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    if isinstance(stream.buffer, io.RawIOBase):
        buffered = io.BufferedWriter(stream.detach())
        return io.TextIOWrapper(buffered, encoding=stream.encoding, errors="replace", line_buffering=True)
    stream.reconfigure(errors="replace")
    return stream


def is_utf8(stream: TextIO) -> bool:
    """Tell whether a stream takes every character."""
    return (stream.encoding or "").lower().replace("-", "").replace("_", "") in {"utf8", "utf8sig"}


def console(stream: TextIO) -> "Console":
    """Make a console that takes text as it is: no markup, no emoji names, no guessed highlights.

    Where it is no terminal, the width is the one that was set, or that of the terminal next to a pipe, as in
    `score … | less`.
    """
    from rich.console import Console

    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isascii() and columns.isdigit() else 0
    for beside in (sys.stderr, sys.stdin):
        if not width and beside is not None and beside.isatty():
            width = os.get_terminal_size(beside.fileno()).columns
    return Console(
        file=stream,
        width=None if stream.isatty() else width or PLAIN_WIDTH,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
    )


def is_accessible() -> bool:
    """Tell whether somebody has said once for all that plain text suits them, as for a screen reader."""
    return os.environ.get("ACCESSIBLE", "0") not in ("", "0")


def asks_for_words() -> bool:
    """Tell whether somebody has no use for drawings: a screen reader, or a terminal that only writes."""
    return is_accessible() or os.environ.get("TERM") == "dumb"


def say(text: str) -> None:
    """Write one line for the person at the keyboard, which is not part of the result."""
    try:
        print(text, file=sys.stderr)  # noqa: T201 the only place that does
    except OSError:
        # Nobody can be told, but the results and the exit code still count.
        abandon(sys.stderr)


def fall_silent() -> None:
    """Let go of stderr if nobody hears it any more, as in a window that was closed: the exit code counts."""
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        abandon(sys.stderr)


def say_problems(problems: Iterable[Problem]) -> None:
    """Write problems to stderr, one a line, with nothing in them that could move the cursor."""
    for problem in problems:
        say(clean(str(problem)))


def abandon(stream: TextIO) -> None:
    """Stop writing to a stream nobody reads any more, so that closing it at exit is quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def read_standard_input() -> bytes:
    """Read all of standard input; raises ProblemsFound if it cannot be read, or is larger than 64 MiB."""
    if sys.stdin is None:
        message = "it is closed"
    else:
        try:
            content = sys.stdin.buffer.read(_MAX_INPUT + 1)
        except OSError as error:
            message = f"it cannot be read: {error.strerror}"
        else:
            if len(content) <= _MAX_INPUT:
                return content
            message = "it is larger than 64 MiB"
    raise ProblemsFound([Problem(file="standard input", message=message)])
