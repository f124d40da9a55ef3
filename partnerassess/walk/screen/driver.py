"""The terminal under the full screen: its size, and what happens when it is gone.

This module knows Textual's drivers. It does not know what is drawn.
"""

import contextlib
import os
import sys
from typing import Any

from textual.driver import Driver


class Unbreakable:
    """A stream to a terminal that may vanish: what nobody can see any more is dropped."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Write, if somebody is still there."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)

    def flush(self) -> None:
        """Flush, if somebody is still there."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()

    def fileno(self) -> int:
        """Give the stream's file number."""
        number: int = self._stream.fileno()
        return number

    def isatty(self) -> bool:
        """Tell whether it is a terminal."""
        return bool(self._stream.isatty())


def find_driver() -> type[Driver] | None:
    """Give the driver for this system; null for Textual's own choice."""
    return None if sys.platform == "win32" else _posix_driver()


def _posix_driver() -> type[Driver]:
    from textual.drivers.linux_driver import LinuxDriver

    class TerminalDriver(LinuxDriver):
        """Textual's driver, steady when the terminal goes, and right when only results are redirected."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._file: Any = Unbreakable(sys.stderr)  # not the one Textual takes, which may be closed

        def _get_terminal_size(self) -> tuple[int, int]:
            # The screen is drawn on stderr: stdout, which Textual asks, may be a file.
            try:
                columns, rows = os.get_terminal_size(self._file.fileno())
            except OSError:
                return super()._get_terminal_size()
            return columns or 80, rows or 24

    return TerminalDriver
