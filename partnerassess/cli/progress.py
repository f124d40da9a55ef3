"""How far a long run has come, on one line that is written over and over.

This module knows how to draw the line, and that only a terminal gets it. It does not know what is counted.
"""

import sys
import time

_EVERY = 0.1
"""Seconds between two drawings."""
_BAR = 24


class Progress:
    """A line on stderr while a run goes on; nothing at all where stderr is not a terminal."""

    def __init__(self) -> None:
        self.is_shown = sys.stderr.isatty()
        """Whether anybody sees it."""
        self._total = self._done = 0
        self._started = self._drawn = time.monotonic()
        self._width = 0

    def begin(self, total: int) -> None:
        """Start again, with so many inputs before us."""
        self._total, self._done = total, 0
        self._started = self._drawn = time.monotonic()

    def add(self, done: int) -> None:
        """Say that so many more inputs are done, unless something was said a moment ago."""
        self._done += done
        now = time.monotonic()
        if self.is_shown and now - self._drawn >= _EVERY:
            self._drawn = now
            self._put(format_progress(self._done, self._total, now - self._started))

    def clear(self) -> None:
        """Take the line away, so that something else can be written."""
        if self._width:
            self._put("")
            sys.stderr.write("\r")
            sys.stderr.flush()
            self._width = 0

    def _put(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()
        self._width = max(self._width, len(text))


def format_progress(done: int, total: int, seconds: float) -> str:
    """Say how far a run is after so many seconds: a bar, the rate and the time that is left."""
    rate = done / seconds if seconds > 0 else 0.0
    filled = _BAR * done // total if total else 0
    left = (total - done) / rate if rate else 0.0
    return (
        f"[{'#' * filled}{'-' * (_BAR - filled)}] {done:,} of {total:,}, {rate:,.0f} a second, "
        f"{format_duration(left)} left"
    )


def format_duration(seconds: float) -> str:
    """Say how long something takes in round numbers: `8 s`, `2 min 5 s`."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"
