"""What a run says on stderr while it goes on, and keeps in a file: how far it is, and what is wrong."""

import json
import sys
import time
from collections.abc import Mapping, Sequence

from msgspec.structs import asdict

from partnerassess.cli.output import Rows
from partnerassess.cli.process import say
from partnerassess.files.reading import clean
from partnerassess.problems import AlikeLimit, Problem

_SAME = "the same questionnaire, partnership, organisation, respondent and date as"
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


class Complaints:
    """Says what is wrong with inputs, one line for each; nothing is said twice."""

    def __init__(self) -> None:
        self.progress = Progress()
        """Where it stands, which what is said goes before."""
        self.log: Rows | None = None
        """Where everything is kept as well, if anywhere."""
        self._alike = AlikeLimit()

    def tell(self, words: str) -> None:
        """Write one line, where the progress stood."""
        self.progress.clear()
        say(clean(words))

    def say_problems(self, problems: Sequence[Problem]) -> None:
        """Name an input that cannot be used on one line, unless there are many alike in its file.

        All that is wrong with it is kept in any case.
        """
        first, more = problems[0], len(problems) - 1
        others = f" (and {more} more; `partnerassess check` names them all)" if more else ""
        for each in self._alike.take(first):
            self.tell(f"{each}{others if each is first else ''}")
        for each in problems:
            self._keep({"kind": "unusable", **asdict(each)})

    def say_rest(self) -> None:
        """Say how many problems like others were not said."""
        for problem in self._alike.rest():
            self.tell(str(problem))

    def say_duplicates(self, count: int, named: Sequence[tuple[str, str]]) -> None:
        """Name the first of the views that are there twice; they are scored all the same."""
        for name, first in named:
            say(clean(f"{name}: {_SAME} {first}"))
            self._keep({"kind": "duplicate", "file": name, "message": f"{_SAME} {first}"})
        if count > len(named):
            say(f"and {count - len(named):,} more that are there twice")

    def _keep(self, line: Mapping[str, object]) -> None:
        if self.log:
            self.log.write(json.dumps(line, ensure_ascii=False) + "\n")
