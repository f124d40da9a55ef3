"""Lines to and from a person: static text, one fact a line, nothing ever drawn again."""

import codecs
import io
import os
import select
import textwrap
from typing import TextIO

from partnerassess.files.reading import clean
from partnerassess.render.characters import ASCII
from partnerassess.walk.stops import Stops

WIDEST = 100
"""The longest line that is comfortable to read, in columns."""
_WITHOUT_TERMINAL = 80
_LONGEST_LINE = 100_000
_CHUNK = 65_536
_INSTANT = 0.1
"""Seconds within which lines were pasted together: nobody types so fast."""
_PASTED, _PASTED_OVER = "\x1b[200~", "\x1b[201~"


class Left(Exception):
    """Raised when the person leaves: by saying so, or because there is no more input."""


class Conversation:
    """Says things on one stream and reads answers from another."""

    def __init__(self, *, source: TextIO, target: TextIO, stops: Stops, width: int | None = None) -> None:
        self._source = source
        self._lines = Lines(source)
        self._target = target
        self.stops = stops
        """What heeds signals."""
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
        wrapped = []
        for line in lines:
            if line.startswith(" "):
                wrapped.append(line)
            else:  # its own line breaks are spaces, and long words are left whole
                folded = " ".join(line.split())
                wrap = textwrap.wrap(folded, width, break_long_words=False, break_on_hyphens=False)
                wrapped += wrap or [""]
        if not self.is_unicode:
            wrapped = [part if part.startswith(" ") else ASCII.plain(part) for part in wrapped]
        self._write("".join(f"{part}\n" for part in wrapped))

    def ask(self, prompt: str) -> str:
        """Wait for a line. Raises Left if there is none, and Stopped if a signal comes first."""
        self._write(f"{prompt} ")
        return self._hear()

    def ask_words(self, prompt: str) -> str:
        """Wait for a text that may have been pasted, with all its lines. Raises like `ask`."""
        first = self.ask(prompt)
        return "\n".join((first, *self.hear_rest())) if first else first

    def hear_rest(self) -> tuple[str, ...]:
        """Give the lines that came in the same instant as the last, up to an empty one: they belong to it."""
        lines = []
        while self._lines.is_waiting() and (line := self._hear()):
            lines.append(line)
        return tuple(lines)

    def drop_pasted(self) -> int:
        """Pass over what was pasted into a terminal with the last line, and give how many lines that were."""
        dropped = 0
        while self._source.isatty() and self._lines.is_waiting():
            self._hear()
            dropped += 1
        return dropped

    def _hear(self) -> str:
        with self.stops.heeded():
            line = self._lines.read() if self._heard else None
        if line is None:
            raise Left
        if not self._source.isatty():
            self._write(f"{clean(line)}\n")  # a terminal shows what is typed; a transcript should, too
        return line

    def _write(self, text: str) -> None:
        try:
            self._target.write(text)
            self._target.flush()
        except (OSError, ValueError):
            self._heard = False  # nobody reads this any more: the next question ends the walk


class Lines:
    """The lines of a stream, and whether there is another already."""

    def __init__(self, source: TextIO) -> None:
        self._source = source
        self._handle = _find_handle(source)
        encoding = source.encoding or "utf-8"
        # A byte that is no text is taken out or refused later, not a crash.
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
        self._text = ""
        self._is_over = False

    def read(self) -> str | None:
        """Wait for a line, and give it without its end; null where there are no more."""
        if self._handle is None:
            line = self._source.readline(_LONGEST_LINE)
            rest = line
            while len(rest) == _LONGEST_LINE and not rest.endswith("\n"):
                rest = self._source.readline(_LONGEST_LINE)
            return _without_brackets(line) if line else None
        while "\n" not in self._text and not self._is_over:
            self._take()
        line, _, self._text = self._text.partition("\n")
        return _without_brackets(line[:_LONGEST_LINE]) if line or self._text or not self._is_over else None

    def is_waiting(self) -> bool:
        """Tell whether another line is there at once."""
        while self._handle is not None and "\n" not in self._text and not self._is_over:
            if not select.select([self._handle], [], [], _INSTANT)[0]:
                break
            self._take()
        return "\n" in self._text

    def _take(self) -> None:
        try:
            content = os.read(self._handle or 0, _CHUNK)
        except OSError:
            content = b""  # the terminal is gone
        self._is_over = not content
        self._text += self._decoder.decode(content, final=self._is_over).replace("\r\n", "\n")


def _find_handle(source: TextIO) -> int | None:
    """Give the number of a stream that can be asked whether something waits; null for others."""
    if os.name != "posix" or not isinstance(source, io.TextIOWrapper):
        return None
    try:
        return source.fileno()
    except (OSError, ValueError):
        return None


def _without_brackets(line: str) -> str:
    """Take out what some terminals put around a text that is pasted."""
    return line.rstrip("\r\n").replace(_PASTED, "").replace(_PASTED_OVER, "")


def find_width(stream: TextIO) -> int:
    """Give how many columns to fill: those of the terminal, up to a comfortable number."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        columns = _WITHOUT_TERMINAL
    return max(1, min(columns or _WITHOUT_TERMINAL, WIDEST))
