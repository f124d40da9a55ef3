"""What is wrong with an input: located problems, collected and raised once.

This module knows how a problem is named to the person who must put it right. It does not know how
problems are found, nor what becomes of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
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
