"""The process's streams: what they can show, and how text gets there without harm.

This module knows stdout, stderr and stdin. It does not know what is written to them.
"""

import io
import os
import shlex
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

from partnerassess.files import clean
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from rich.console import Console

STANDARD_INPUT = "-"

PLAIN_WIDTH = 100
"""How wide text is laid out where there is no terminal, in columns."""


MAX_INPUT = 64 * 1024 * 1024
"""The most bytes that are read from standard input, as many as from a file."""


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


def console(stream: TextIO, *, width: int | None = None) -> "Console":
    """Make a console that takes text as it is: no markup, no emoji names, no guessed highlights."""
    from rich.console import Console

    if width is None and not stream.isatty():
        width = _columns() or PLAIN_WIDTH
    return Console(file=stream, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False)


def is_accessible() -> bool:
    """Tell whether somebody has said once for all that plain text suits them, as for a screen reader."""
    return os.environ.get("ACCESSIBLE", "0") not in ("", "0")


def asks_for_words() -> bool:
    """Tell whether somebody has no use for drawings: a screen reader, or a terminal that only writes."""
    return is_accessible() or os.environ.get("TERM") == "dumb"


def quote(path: str) -> str:
    """Give a path as it is typed in a command."""
    if os.name == "nt":
        return f'"{path}"' if " " in path else path
    return shlex.quote(path)


def say(text: str) -> None:
    """Write one line for the person at the keyboard, which is not part of the result."""
    try:
        print(text, file=sys.stderr)  # noqa: T201 the only place that does
    except OSError:
        # Nobody can be told, but the results and the exit code still count.
        abandon(sys.stderr)


def report(problems: Iterable[Problem]) -> None:
    """Write problems to stderr, one a line, with nothing in them that could move the cursor."""
    for problem in problems:
        say(clean(str(problem)))


def more_problems(problems: Sequence[Problem]) -> str:
    """Say how many problems of an input there are beside the first; nothing if there are none."""
    more = len(problems) - 1
    return f" (and {more} more; `partnerassess check` names them all)" if more else ""


def abandon(stream: TextIO) -> None:
    """Stop writing to a stream nobody reads any more, so that closing it at exit is quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _columns() -> int | None:
    """Give the width the user set or that of the terminal next to a pipe, as in `score … | less`."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns):
        return int(columns)
    for stream in (sys.stderr, sys.stdin):
        if stream is not None and stream.isatty():
            return os.get_terminal_size(stream.fileno()).columns or None
    return None


def read_standard_input() -> bytes:
    """Read all of standard input; raises ProblemsFound if it cannot be read, or is larger than 64 MiB."""
    if sys.stdin is None:
        raise _unreadable("it is closed")
    try:
        content = sys.stdin.buffer.read(MAX_INPUT + 1)
    except OSError as error:
        raise _unreadable(f"it cannot be read: {error.strerror}") from error
    if len(content) > MAX_INPUT:
        raise _unreadable("it is larger than 64 MiB")
    return content


def _unreadable(message: str) -> ProblemsFound:
    return ProblemsFound([Problem(file="standard input", message=message)])


class StandardInput:
    """Standard input, which can be read only once, however often it is asked for."""

    def __init__(self) -> None:
        self._content: bytes | None = None

    def __call__(self) -> bytes:
        """Give all of it; raises ProblemsFound if it is larger than 64 MiB."""
        if self._content is None:
            self._content = read_standard_input()
        return self._content
