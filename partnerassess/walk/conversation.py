"""Lines to and from a person: static text, one fact a line, nothing ever drawn again.

This module knows streams and line widths. It does not know what is talked about.
"""

import io
import os
import textwrap
from typing import TextIO

from partnerassess.files import clean
from partnerassess.render.terminal.marks import ASCII
from partnerassess.walk.stops import Stops

WIDEST = 100
"""The longest line that is comfortable to read, in columns."""
_WITHOUT_TERMINAL = 80
_LONGEST_LINE = 100_000


class Left(Exception):
    """Raised when the person leaves: by saying so, or because there is no more input."""


class Conversation:
    """Says things on one stream and reads answers from another."""

    def __init__(self, *, source: TextIO, target: TextIO, stops: Stops, width: int | None = None) -> None:
        if isinstance(source, io.TextIOWrapper):
            source.reconfigure(errors="surrogateescape")  # a byte that is no text is refused, not a crash
        self._source = source
        self._target = target
        self._stops = stops
        self._width = width
        self._heard = True

    @property
    def width(self) -> int:
        """How many columns a line may fill now."""
        return self._width or find_width(self._target)

    @property
    def is_unicode(self) -> bool:
        """Whether every character can be shown."""
        return (self._target.encoding or "utf-8").lower().replace("-", "") == "utf8"

    def say(self, *lines: str) -> None:
        """Say some facts, each on a line of its own; long ones are wrapped.

        A line that starts with a space stays as it is: a command to copy, or something laid out already.
        Where not every character can be shown, quotation marks and arrows are written as on a typewriter.
        """
        width = self.width
        wrapped = [part for line in lines for part in _wrap(line, width)]
        if not self.is_unicode:
            wrapped = [part if part.startswith(" ") else ASCII.plain(part) for part in wrapped]
        self._write("".join(f"{part}\n" for part in wrapped))

    def ask(self, prompt: str) -> str:
        """Wait for a line. Raises Left if there is none, and Stopped if a signal comes first."""
        self._write(f"{prompt} ")
        with self._stops.heeded():
            line = self._read()
        if not self._source.isatty():
            self._write(f"{clean(line)}\n")  # a terminal shows what is typed; a transcript should, too
        return line

    def _read(self) -> str:
        try:
            line = self._source.readline(_LONGEST_LINE) if self._heard else ""
        except OSError:
            line = ""  # the terminal is gone
        if not line:
            raise Left
        rest = line
        while len(rest) == _LONGEST_LINE and not rest.endswith("\n"):
            rest = self._source.readline(_LONGEST_LINE)
        return line.rstrip("\r\n")

    def _write(self, text: str) -> None:
        try:
            self._target.write(text)
            self._target.flush()
        except (OSError, ValueError):
            self._heard = False  # nobody reads this any more: the next question ends the walk


def find_width(stream: TextIO) -> int:
    """Give how many columns to fill: those of the terminal, up to a comfortable number."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        columns = _WITHOUT_TERMINAL
    return max(1, min(columns or _WITHOUT_TERMINAL, WIDEST))


def _wrap(text: str, width: int) -> list[str]:
    """Break a text into lines; its own line breaks stay, and long words are left whole."""
    if text.startswith(" "):
        return [text]
    wrapped = (
        textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)
        for paragraph in text.split("\n")
    )
    return [line for lines in wrapped for line in lines or [""]]
