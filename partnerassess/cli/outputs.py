"""Where the rows of a long run go: standard output as they are made, or a file that is whole or not at all.

This module knows how rows reach their place so that none is ever half written. It does not know what is in
them.
"""

import os
import select
import stat
import sys

from partnerassess.cli.stopping import undisturbed
from partnerassess.cli.streams import STANDARD_OUTPUT
from partnerassess.files.growing import GrowingFile

_AT_ONCE = 4096
"""How many bytes a pipe takes whole or not at all."""
_PATIENCE = 1.0
"""How many seconds a reader gets to take the rest of a row when the run is stopped."""


class RowsToStream:
    """Rows for standard output."""

    def __init__(self) -> None:
        sys.stdout.flush()
        buffer = sys.stdout.buffer
        # Past all buffers: what is written is written, also when the program ends in the next moment.
        self._stream = getattr(buffer, "raw", buffer)
        self._may_block = _may_block()
        self._rest = memoryview(b"")
        self._is_begun = False

    def write(self, text: str) -> None:
        """Write whole rows."""
        content = text.encode("utf-8", "backslashreplace")
        for piece in _in_pieces(content) if self._may_block else [content]:
            self._rest, self._is_begun = memoryview(piece), False
            while self._rest:
                self._push(None)

    def finish(self) -> None:
        """There is nothing left to do."""

    def cut_short(self) -> str:
        """Finish a row that is written in part, if somebody still reads, and say where the rows are."""
        while self._rest and self._is_begun and self._push(_PATIENCE):
            pass
        return "The rows so far are complete."

    def discard(self) -> None:
        """There is nothing to take back."""

    def _push(self, patience: float | None) -> bool:
        """Write the next bytes once they can be taken; say whether that was in so many seconds.

        Whoever is told to stop while waiting has written nothing, and afterwards knows what was written.
        """
        if not self._may_block:
            self._rest = self._rest[self._stream.write(self._rest) or 0 :]
            return True
        if not select.select([], [self._stream], [], patience)[1]:
            return False
        with undisturbed():
            self._rest = self._rest[self._stream.write(self._rest[:_AT_ONCE]) or 0 :]
            self._is_begun = True
        return True


class RowsToFile:
    """Rows for a file."""

    def __init__(self, path: str) -> None:
        self._file = GrowingFile(path)

    def write(self, text: str) -> None:
        """Write whole rows."""
        self._file.write(text)

    def finish(self) -> None:
        """Put the file in its place."""
        with undisturbed():
            self._file.finish()

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


def open_rows(output: str) -> Rows:
    """Open standard output (`-`) or a file for rows. Raises ProblemsFound if it cannot be written."""
    return RowsToStream() if output == STANDARD_OUTPUT else RowsToFile(output)


def _may_block() -> bool:
    """Tell whether writing to standard output can take as long as somebody pleases, as with a pipe."""
    if os.name == "nt":
        return False
    try:
        descriptor = sys.stdout.fileno()
        mode = os.fstat(descriptor).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(descriptor)


def _in_pieces(content: bytes) -> list[bytes]:
    """Cut text into pieces of whole lines that a pipe takes at once, as far as the lines allow."""
    pieces, start = [], 0
    while len(content) - start > _AT_ONCE:
        end = content.rfind(b"\n", start, start + _AT_ONCE) + 1
        end = end or content.find(b"\n", start) + 1 or len(content)
        pieces.append(content[start:end])
        start = end
    return [*pieces, content[start:]]
