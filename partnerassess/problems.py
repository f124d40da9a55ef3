"""What is wrong with an input: located problems, collected and raised once."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

MOST_ALIKE = 20
"""The most problems of one kind that are listed for one file."""

_PARTICULARS = r"`[^`]*`|U\+[0-9A-F]+|[*&]\S+|[0-9]+"
"""What differs between the messages of two problems of one kind: names, characters, numbers."""


class Problem(Struct, frozen=True, kw_only=True):
    """One thing that is wrong with an input, where it is, and what to do about it."""

    file: str
    """The file as the user named it; `-` is standard input."""
    line: int | None = None
    """The line, counted from 1; null when the whole file is meant."""
    column: int | None = None
    """The column, counted from 1."""
    path: str = ""
    """The place inside the file in the file's own words, such as `answers.joint-working`."""
    message: str
    """What is wrong."""
    hint: str | None = None
    """What to do about it."""
    more: int = 0
    """How many problems this one stands for, where it sums up others."""

    def __str__(self) -> str:
        """Say it as `file:line:column: path: what is wrong (what to do)`."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        text = ": ".join(part for part in (place, self.path, self.message) if part)
        return f"{text} ({self.hint})" if self.hint else text


class ProblemsFound(Exception):
    """Raised once for an input that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def limit_alike(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """List at most MOST_ALIKE problems of a kind for a file, the first ones, and say how many more there are.

    Problems are of one kind if their messages differ only in names and numbers. The order stays.
    """
    problems = tuple(problems)
    if len(problems) <= MOST_ALIKE:
        return problems
    return tuple(_limit([(problem, _kind_of(problem)) for problem in problems]))


class AlikeLimit:
    """Lists problems one by one as they come, at most MOST_ALIKE of a kind for each file.

    The problems of a file come one after the other. What is left out of them is summed up before those of
    the next file, and by `rest` at the end.
    """

    def __init__(self) -> None:
        self._file: str | None = None
        self._counts: Counter[tuple[str, str]] = Counter()
        self._last: dict[tuple[str, str], Problem] = {}

    def take(self, problem: Problem) -> Iterator[Problem]:
        """Take the next problem; give what is to be listed now."""
        if problem.file != self._file:
            yield from self.rest()
            self._file = problem.file
        kind = _kind_of(problem)
        self._counts[kind] += 1
        if self._counts[kind] <= MOST_ALIKE:
            self._last[kind] = problem
            yield problem

    def rest(self) -> Iterator[Problem]:
        """Give how many more there are of each kind of which not all were listed, and forget them."""
        for kind, count in self._counts.items():
            if count > MOST_ALIKE:
                yield count_more(self._last[kind], count - MOST_ALIKE)
        self._counts.clear()
        self._last.clear()


def place_of(problem: Problem) -> tuple[int, int]:
    """Give the line and column of a problem, to sort by; what is about the whole file comes first."""
    return problem.line or 0, problem.column or 0


def count_more(last: Problem, count: int) -> Problem:
    """Say how many problems of the kind of the last one listed are not listed; 0 or more."""
    message = f"and {count:,} more like this"
    return Problem(file=last.file, line=last.line, column=last.column, message=message, more=count)


def _limit(problems: list[tuple[Problem, tuple[str, str]]]) -> Iterator[Problem]:
    left = Counter(kind for _, kind in problems)
    listed: Counter[tuple[str, str]] = Counter()
    for problem, kind in problems:
        listed[kind] += 1
        if listed[kind] <= MOST_ALIKE:
            yield problem
        if listed[kind] == MOST_ALIKE and left[kind] > MOST_ALIKE:
            yield count_more(problem, left[kind] - MOST_ALIKE)


def _kind_of(problem: Problem) -> tuple[str, str]:
    return problem.file, re.sub(_PARTICULARS, "", problem.message)
