"""What a long run has to say on stderr while it goes on, and keeps in a file for programs.

This module knows how problems and duplicates are put, and how many of them are said. It does not know how
they were found.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from partnerassess.cli.output import Rows, open_rows
from partnerassess.cli.progress import Progress
from partnerassess.cli.streams import more_problems, say
from partnerassess.files import clean
from partnerassess.problems import AlikeLimit, Problem

_SAME = "the same questionnaire, partnership, organisation, respondent and date as"


class Complaints:
    """Says what is wrong with inputs, one line for each; nothing is said twice."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._alike = AlikeLimit()
        self._log: Rows | None = None

    def keep_in(self, file: str) -> None:
        """Keep everything in a file as well; raises ProblemsFound if it cannot be written."""
        self._log = open_rows(file)

    def tell(self, words: str) -> None:
        """Write one line, where the progress stood."""
        self._progress.clear()
        say(clean(words))

    def say_problems(self, problems: Sequence[Problem]) -> None:
        """Name an input that cannot be used on one line, unless there are many alike in its file.

        All that is wrong with it is kept in any case.
        """
        for each in self._alike.take(problems[0]):
            self.tell(f"{each}{more_problems(problems) if each is problems[0] else ''}")
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

    def finish(self) -> None:
        """Put the file in its place."""
        if self._log:
            self._log.finish()

    def cut_short(self) -> None:
        """Keep what is in the file so far."""
        if self._log:
            self._log.cut_short()

    def discard(self) -> None:
        """Throw the file away."""
        if self._log:
            self._log.discard()

    def _keep(self, line: Mapping[str, object]) -> None:
        if self._log:
            self._log.write(json.dumps(line, ensure_ascii=False) + "\n")
