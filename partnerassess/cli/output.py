"""Where results go: standard output, a device, or a file that replaces nothing it should not.

Every output of every command is guarded, and written, here.
"""

import os
import select
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from partnerassess.cli.process import say
from partnerassess.files.reading import clean, find_files, identify, refuse
from partnerassess.files.saving import GrowingFile, write_bytes
from partnerassess.files.stopping import undisturbed
from partnerassess.problems import Problem, ProblemsFound

STANDARD_OUTPUT = "-"

_OUR_STREAMS = {
    **dict.fromkeys((STANDARD_OUTPUT, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"), 1),
    **dict.fromkeys(("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2"), 2),
}
_DESCRIPTORS = ("/dev/fd/", "/proc/self/fd/")
_AT_ONCE = 4096
"""How many bytes a pipe takes whole or not at all."""
_MARK = "\ufeff"
"""What a table on disk begins with: without it Excel takes UTF-8 for an old code page."""
_PATIENCE = 1.0
"""How many seconds a reader gets to take the rest of a row when the run is stopped."""


def guard(outputs: Iterable[str], reads: Iterable[str | None], *, force: bool = False) -> None:
    """Refuse outputs that would replace what they did not make; to be called before any work is done.

    `reads` are all the paths that the command reads: answers, folders of them, `-` for standard input, its
    questionnaire. None of them is ever replaced, under whatever name it is reached. Any other file that is
    there already is replaced only with `force`, and a link never. Raises ProblemsFound.
    """
    asked = list(outputs)
    for output in asked:
        if output.endswith(("/", os.sep)):
            raise _refused(output, "this is a folder, not a file", "name a file in it")
    there = [each for each in asked if not is_stream(each) and os.path.lexists(each)]
    named = [each for each in reads if each is not None] if there else []
    inputs = {identify(0 if each == "-" else each) for each in named} - {None}
    found = {identify(each) for each in _files_in(named)} - {None}
    for output in there:
        this = identify(output)
        if this in inputs or (this in found and not _is_left_aside(output)):
            raise _refused(output, "this file is one of the inputs", "choose another name for the output")
        if os.path.islink(output):
            raise _refused(
                output, "this is a link to another file", "name the file itself, or choose another name"
            )
        if os.path.isdir(output):
            raise _refused(output, "this is a folder, not a file", "name a file in it")
        if not force:
            hint = "choose another name, or replace it with --force"
            raise _refused(output, "this file is there already", hint)


def is_stream(output: str) -> bool:
    """Tell whether an output is no file that can be replaced: a standard stream, a device or a pipe."""
    if output in _OUR_STREAMS or output.startswith(_DESCRIPTORS):
        return True
    try:
        mode = os.stat(output).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def is_folder(output: str) -> bool:
    """Tell whether an output names a folder, which takes a file for each partnership."""
    return output.endswith(("/", os.sep)) or os.path.isdir(output)


def are_same_place(first: str, second: str) -> bool:
    """Tell whether what is written to one of two outputs would get mixed with, or replace, the other."""
    if first == second:
        return first != os.devnull
    # Standard output may lead to a file, too.
    paths = ["/dev/stdout" if _OUR_STREAMS.get(each) == 1 else each for each in (first, second)]
    if all(map(os.path.exists, paths)):
        return os.path.samefile(*paths) and not os.path.samefile(paths[0], os.devnull)
    return os.path.realpath(paths[0]) == os.path.realpath(paths[1])


def deliver(content: str | bytes, output: str) -> None:
    """Write something finished to its place: all of it to a stream, whole or not at all to a file.

    A file is named on stderr. Raises ProblemsFound if it cannot be written, and BrokenPipeError where nobody
    reads any more.
    """
    if not is_stream(output):
        with undisturbed():
            write_bytes(output, _mark_of(output).encode() + _encoded(content))
            _say_written(output)
        return
    stream = RowsToStream(output)
    try:
        stream.write(content)
    finally:
        stream.finish()


class RowsToStream:
    """Standard output, a device or a pipe, past all buffers: what is written is written, whatever comes."""

    def __init__(self, output: str = STANDARD_OUTPUT) -> None:
        """Open the stream; raises ProblemsFound where that cannot be done."""
        sys.stdout.flush()
        self._is_ours = output in _OUR_STREAMS
        self._name = "standard output" if output == STANDARD_OUTPUT else clean(output)
        self._descriptor = _descriptor(output)
        self._may_block = self._descriptor is not None and _may_block(self._descriptor)
        """Whether writing can take as long as somebody pleases, as with a pipe."""
        self._rest = memoryview(b"")
        self._is_begun = False

    def write(self, content: str | bytes) -> None:
        """Write whole rows, or something finished; raises ProblemsFound if the stream takes no more."""
        data = _encoded(content)
        for piece in _in_pieces(data) if self._may_block else [data]:
            self._rest, self._is_begun = memoryview(piece), False
            while self._rest:
                self._push(None)

    def finish(self) -> None:
        """Let the stream go, unless it is one of the process's own."""
        if not self._is_ours and self._descriptor is not None:
            self._is_ours = True
            with suppress(OSError):
                os.close(self._descriptor)

    def cut_short(self) -> str:
        """Finish a row that is written in part, if somebody still reads, and say where the rows are."""
        while self._rest and self._is_begun and self._push(_PATIENCE):
            pass
        return "The rows so far are complete."

    def discard(self) -> None:
        """There is nothing to take back."""

    def _push(self, patience: float | None) -> bool:
        """Write the next bytes once they can be taken; say whether that was in so many seconds.

        The system may take less than it is given. Whoever is told to stop while waiting has written nothing,
        and afterwards knows what was written.
        """
        if self._descriptor is None:
            self._rest = self._rest[sys.stdout.buffer.write(self._rest) :]
            return True
        try:
            if not self._may_block:
                self._rest = self._rest[os.write(self._descriptor, self._rest) :]
                return True
            if not select.select([], [self._descriptor], [], patience)[1]:
                return False
            with undisturbed():
                self._rest = self._rest[os.write(self._descriptor, self._rest[:_AT_ONCE]) :]
                self._is_begun = True
        except BrokenPipeError:
            raise
        except OSError as error:
            message = f"cannot be written: {error.strerror or error}"
            raise ProblemsFound([Problem(file=self._name, message=message)]) from error
        return True


class RowsToFile:
    """Rows for a file, which is whole or not there at all."""

    def __init__(self, path: str) -> None:
        """Make room for the file; raises ProblemsFound if it cannot be written."""
        self._file = GrowingFile(path)
        self._file.write(_mark_of(path))

    def write(self, text: str) -> None:
        """Write whole rows."""
        self._file.write(text)

    def finish(self) -> None:
        """Put the file in its place."""
        with undisturbed():
            self._file.finish()
            _say_written(self._file.path)

    def cut_short(self) -> str:
        """Keep the rows so far beside the file that was meant, and say where."""
        if self._file.is_settled:
            return f"The rows are in {self._file.path}."
        kept, path = f"The rows so far are in {self._file.set_aside()}", self._file.path
        return f"{kept}; {path} {'is as it was' if self._file.takes_a_place else 'is not there'}."

    def discard(self) -> None:
        """Throw away what was written."""
        self._file.discard()


Rows = RowsToStream | RowsToFile


def _say_written(path: str) -> None:
    say(f"Written: {clean(path)}")


def _encoded(content: str | bytes) -> bytes:
    """Give text as UTF-8 with plain line ends: programs read it, whatever this terminal's code page is."""
    return content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content


def _mark_of(path: str) -> str:
    return _MARK if path.lower().endswith(".csv") else ""


def open_rows(output: str) -> Rows:
    """Open a stream or a file for rows. Raises ProblemsFound if it cannot be written."""
    return RowsToStream(output) if is_stream(output) else RowsToFile(output)


def _descriptor(output: str) -> int | None:
    """Open a stream; null for a standard output that is none of the system's, as in a notebook."""
    if output in _OUR_STREAMS:
        try:
            return (sys.stdout, sys.stderr)[_OUR_STREAMS[output] - 1].fileno()
        except (OSError, ValueError):
            return None
    number = output.rpartition("/")[2]
    try:
        if output.startswith(_DESCRIPTORS) and number.isascii() and number.isdigit():
            return os.dup(int(number))
        return os.open(output, os.O_WRONLY | getattr(os, "O_NOCTTY", 0))
    except OSError as error:
        refuse(output, error)


def _may_block(descriptor: int) -> bool:
    if os.name == "nt":
        return False
    try:
        mode = os.fstat(descriptor).st_mode
    except OSError:
        return False  # writing will say what is wrong
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(descriptor)


def _is_left_aside(path: str) -> bool:
    """Tell whether we made a file ourselves, which is not read where it lies in a folder."""
    from partnerassess.batch.inputs import is_our_own

    return is_our_own(path)


def _files_in(paths: Iterable[str]) -> Iterator[str]:
    for path in filter(os.path.isdir, paths):
        yield from (found for found in find_files(path) if isinstance(found, str))


def _refused(output: str, message: str, hint: str) -> ProblemsFound:
    return ProblemsFound([Problem(file=clean(output), message=message, hint=hint)])


def _in_pieces(content: bytes) -> Sequence[bytes]:
    """Cut text into pieces of whole lines that a pipe takes at once, as far as the lines allow."""
    pieces, start = [], 0
    while len(content) - start > _AT_ONCE:
        end = content.rfind(b"\n", start, start + _AT_ONCE) + 1
        end = end or content.find(b"\n", start) + 1 or len(content)
        pieces.append(content[start:end])
        start = end
    return [*pieces, content[start:]]
