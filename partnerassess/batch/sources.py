"""Where results come from: files scored quickly, or files or groups of answers scored with all their parts.

This module knows in which order reading and scoring come. It does not know what is gathered from results.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from partnerassess.batch.inputs import Input, name_of
from partnerassess.batch.outcomes import Outcome, Unusable
from partnerassess.batch.reading import Reader, View
from partnerassess.batch.results import Quick, Result, Whole
from partnerassess.canonical import Said

if TYPE_CHECKING:
    from partnerassess.batch.pools import Pools

CHUNK = 256
"""How many inputs one process takes at a time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class QuickFiles:
    """Files, scored with tables."""

    reader: Reader
    chunk: ClassVar[int] = CHUNK

    def results(self, inputs: Sequence[Input]) -> Iterator[Iterable[Result | Unusable]]:
        """Give for each input the results of its documents."""
        # Reading all of them first is a tenth faster than reading and scoring by turns.
        for views in [self.reader.views(each) for each in inputs]:
            yield [view if isinstance(view, Unusable) else _score(view) for view in views]


@dataclass(frozen=True, kw_only=True, slots=True)
class WholeFiles:
    """Files, or groups of answers put together, scored with all their parts, which takes far longer."""

    reader: Reader
    pools: "Pools | None" = None
    """The groups, which then take the place of files."""
    chunk: ClassVar[int] = 16

    def results(self, inputs: Sequence[Input]) -> Iterator[Iterable[Result | Unusable]]:
        """Give for each input the results of its documents."""
        source = self.pools or self.reader
        for item in inputs:
            yield (self._whole(outcome, name_of(item)) for outcome in source.outcomes(item))

    def _whole(self, outcome: Outcome, file: str) -> Whole | Unusable:
        if isinstance(outcome, Unusable):
            return outcome
        answers = outcome.assessment.answers
        total = 0
        if not outcome.is_group:
            name = outcome.assessment.questionnaire.id
            compiled = self.reader.find_compiled(name)
            if compiled is None:
                raise LookupError(name)
            total = compiled.tables.add_up(answers.answers)
        date = answers.date.isoformat() if answers.date else None
        said = Said(answers.partnership, answers.organisation, answers.respondent, date, total)
        return Whole(outcome, file, said)


Source = QuickFiles | WholeFiles


def _score(view: View) -> Quick:
    return Quick(view, view.compiled.tables.score(view.said.total))
