"""The process's streams: what they can show, and how text gets there without harm.

This module knows stdout, stderr and stdin. It does not know what is written to them.
"""

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from partnerassess.files import clean, find_files, write_bytes, write_text
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

STANDARD_INPUT = STANDARD_OUTPUT = "-"

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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def is_utf8(stream: TextIO) -> bool:
    """Tell whether a stream takes every character."""
    return (stream.encoding or "").lower().replace("-", "").replace("_", "") in {"utf8", "utf8sig"}


def console(stream: TextIO, *, width: int | None = None) -> "Console":
    """Make a console that takes text as it is: no markup, no emoji names, no guessed highlights."""
    from rich.console import Console

    if width is None and not stream.isatty():
        width = _columns() or PLAIN_WIDTH
    return Console(file=stream, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False)


def laid_out(page: "Callable[[int], RenderableType]") -> str:
    """Lay a page out as plain text for a file."""
    text = io.StringIO()
    console(text, width=PLAIN_WIDTH).print(page(PLAIN_WIDTH))
    return text.getvalue()


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


def report_first(problems: Sequence[Problem]) -> None:
    """Write the first problem of an input to stderr, and how many more there are; for runs over many."""
    say(clean(f"{problems[0]}{more_problems(problems)}"))


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
    """Read all of standard input; raises ProblemsFound if it is larger than 64 MiB."""
    content = sys.stdin.buffer.read(MAX_INPUT + 1)
    if len(content) > MAX_INPUT:
        raise ProblemsFound([Problem(file="standard input", message="it is larger than 64 MiB")])
    return content


def deliver(text: str, output: str, *, new: bool = False) -> None:
    """Write a finished text to standard output (`-`) or, whole or not at all, to a file.

    With `new`, a file that is there already is left alone. Raises ProblemsFound if the file cannot be
    written.
    """
    if output == STANDARD_OUTPUT:
        # As bytes: what programs read is UTF-8 with plain line ends, whatever this terminal's code page is.
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return
    try:
        write_text(output, text, new=new)
    except FileExistsError:
        hint = "choose another name, or remove it first"
        raise ProblemsFound([Problem(file=output, message="this file is there already", hint=hint)]) from None


def deliver_bytes(content: bytes, output: str) -> None:
    """Write a finished file that is no text to standard output (`-`) or, whole or not at all, to a file.

    Raises ProblemsFound if the file cannot be written.
    """
    if output == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    else:
        write_bytes(output, content)


def refuse_overwriting(inputs: Iterable[str], output: str) -> None:
    """Raise ProblemsFound if writing the output would replace one of the inputs, under whatever name."""
    target = None if output == STANDARD_OUTPUT else _identify(output)
    if target is not None and any(_identify(each) == target for each in _input_files(inputs)):
        hint = "choose another name for the output"
        raise ProblemsFound([Problem(file=output, message="this file is one of the inputs", hint=hint)])


def _input_files(inputs: Iterable[str]) -> Iterator[str | int]:
    for path in inputs:
        if path == STANDARD_INPUT:
            yield 0
        elif os.path.isdir(path):
            yield from (found for found in find_files(path) if isinstance(found, str))
        else:
            yield path


def _identify(file: str | int) -> tuple[int, int] | None:
    """Give what tells a file from all others, whatever leads to it; null if there is none."""
    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino
