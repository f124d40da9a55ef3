"""Sets of answers that belong together, each group scored as one when its turn comes.

This module knows how a group of small sets becomes one result. It does not know why they belong together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from partnerassess.batch.answersets import AnswerSet, Ledger
from partnerassess.batch.inputs import Input, name_of
from partnerassess.batch.outcomes import Outcome, Scored
from partnerassess.batch.reading import Reader


@dataclass(kw_only=True, slots=True, eq=False)
class Pools:
    """Groups of answer sets, which take the place of files as inputs: each by its name."""

    reader: Reader
    groups: dict[str, Sequence[AnswerSet]]
    show_small_groups: bool
    _ledgers: dict[str, Ledger] = field(default_factory=dict)

    def __reduce__(self) -> tuple[object, ...]:
        # Whatever has been made for a questionnaire is made anew in another process.
        return _make_pools, (self.reader, self.groups, self.show_small_groups)

    def outcomes(self, item: Input) -> Iterator[Outcome]:
        """Pool the group of this name and score what comes out."""
        from partnerassess.pooling import pool

        group = self.groups[name_of(item)]
        ledger = self._ledger(group[0].questionnaire)
        answer_sets = [ledger.unpack(each) for each in group]
        assessment = pool(ledger.questionnaire, answer_sets, show_small_groups=self.show_small_groups)
        yield Scored(assessment=assessment, document=None, is_group=True)

    def _ledger(self, name: str) -> Ledger:
        """Give the ledger of a questionnaire; raises LookupError if the reader does not know it."""
        ledger = self._ledgers.get(name)
        if ledger is None:
            compiled = self.reader.find_compiled(name)
            if compiled is None:
                raise LookupError(name)
            ledger = self._ledgers[name] = Ledger(compiled.tables.questionnaire)
        return ledger


def name_groups(groups: Sequence[Sequence[AnswerSet]]) -> dict[str, Sequence[AnswerSet]]:
    """Give every group a name of its own, in the order given."""
    return {
        f"{group[0].partnership or 'answers without a name'} (group {number})": group
        for number, group in enumerate(groups, start=1)
    }


def _make_pools(reader: Reader, groups: dict[str, Sequence[AnswerSet]], show_small_groups: bool) -> Pools:
    return Pools(reader=reader, groups=groups, show_small_groups=show_small_groups)
