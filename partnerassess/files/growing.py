"""A file that is written bit by bit and only takes its place once it is whole."""

import os
from collections.abc import Callable
from contextlib import suppress
from itertools import chain, count

from partnerassess.files.reading import refuse
from partnerassess.files.saving import (
    fill,
    find_target,
    move,
    move_to_free_name,
    open_temporary,
    settle_folder,
)

_BUFFER = 64 * 1024


class GrowingFile:
    """A file being written: `finish` puts it in its place, `set_aside` beside it, `discard` throws it away.

    Whatever stands in the way of writing raises ProblemsFound, and leaves the old file and nothing else.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Take the name of the file, and make room for it in its folder."""
        self.path = os.fspath(path)
        try:
            self._target, self._status = find_target(path)
            # A new file gets the permissions that the system gives to new files.
            mode = 0o666 if self._status is None else 0o600
            self._handle, self._temporary = open_temporary(self._target, mode)
        except (OSError, ValueError) as error:
            refuse(self.path, error)
        self._waiting = bytearray()
        self.is_settled = False
        """Whether nothing more can be written: it is in its place, or beside it, or thrown away."""

    @property
    def takes_a_place(self) -> bool:
        """Tell whether there was a file of this name when the writing began, whose place this one takes."""
        return self._status is not None

    def write(self, text: str) -> None:
        """Add a text."""
        self._waiting += text.encode("utf-8", "backslashreplace")
        if len(self._waiting) < _BUFFER:
            return
        try:
            rest = memoryview(bytes(self._waiting))
            while rest:
                rest = rest[os.write(self._handle, rest) :]
        except OSError as error:
            self.discard()
            refuse(self.path, error)
        self._waiting.clear()

    def finish(self) -> None:
        """Put the file in its place, whole."""
        self._settle(lambda: move(self._temporary, self._target))

    def set_aside(self) -> str:
        """Keep what is there so far in a new file beside the one that was meant, and give its name."""
        endings = chain([".part"], (f".{number}.part" for number in count(2)))
        kept = ""

        def move_beside() -> None:
            nonlocal kept
            for ending in endings:
                with suppress(FileExistsError):
                    move_to_free_name(self._temporary, f"{self._target}{ending}")
                    kept = f"{self.path}{ending}"
                    return

        self._settle(move_beside)
        return kept

    def discard(self) -> None:
        """Throw away what was written, unless it has found its place."""
        if self.is_settled:
            return
        self.is_settled = True
        with suppress(OSError):
            os.close(self._handle)
        with suppress(OSError):
            os.unlink(self._temporary)

    def _settle(self, move_it: Callable[[], None]) -> None:
        try:
            fill(self._handle, bytes(self._waiting), self._status)
            os.close(self._handle)
            move_it()
        except OSError as error:
            self.discard()
            refuse(self.path, error)
        self.is_settled = True
        settle_folder(self._target)
