"""From inputs to a harvest: every result is noted, selected, kept, counted and written as a run needs it.

This module knows what a run can need of a result. It does not know how results come about, nor how their
texts look.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from partnerassess.batch.asked import Form, Ordering, Selecting, Survey
from partnerassess.batch.gathered import Harvest, pack
from partnerassess.batch.inputs import Input
from partnerassess.batch.outcomes import Unusable
from partnerassess.batch.results import Result
from partnerassess.batch.sources import Source
from partnerassess.model import Questionnaire

if TYPE_CHECKING:
    from partnerassess.batch.answersets import AnswerReader
    from partnerassess.requirement import Requirement


@dataclass(kw_only=True, slots=True)
class Harvester:
    """Scores inputs, and gathers from the results what a run needs."""

    source: Source
    form: Form | None = None
    survey: Survey | None = None
    requirement: "Requirement | None" = None
    selection: Selecting | None = None
    order: Ordering | None = None
    """With this texts wait until they can be put in order."""
    keep: int = 0
    """How many results are kept of each chunk."""
    count: bool = False
    """Whether verdicts are counted."""
    _faults: dict[str, str | None] = field(default_factory=dict)
    """Why the selection or the requirement makes no sense, by questionnaire; null where they do."""

    @property
    def chunk(self) -> int:
        """Give how many inputs a process takes at a time."""
        return self.source.chunk

    def prepare(self) -> None:
        """Make what nearly every input takes, so that processes started from now on share it."""
        self.source.reader.prepare()

    def gather(self, inputs: Sequence[Input]) -> Harvest:
        """Score inputs, and gather from the results."""
        harvest, before, texts = Harvest(), self.source.reader.recognised, list[str]()
        for results in self.source.results(inputs):
            for each in results:
                if isinstance(each, Unusable):
                    harvest.problems.append(each.problems)
                else:
                    texts.append(self._take(each, harvest))
            harvest.inputs += 1
        harvest.text = "".join(texts)
        harvest.recognised = self.source.reader.recognised - before
        harvest.unusable = len(harvest.problems)
        return harvest

    def _take(self, result: Result, harvest: Harvest) -> str:
        """Gather from one result, and give the text that leaves at once."""
        questionnaire = result.questionnaire
        harvest.note(questionnaire.id, result.said, result.document)
        if questionnaire.id not in self._faults:
            self._faults[questionnaire.id] = self._find_fault(questionnaire)
        harvest.fault = harvest.fault or self._faults[questionnaire.id]
        if self.requirement is not None and harvest.fault is None:
            harvest.missed += not self.requirement.is_met(result.assessment)
        chosen = result if self.selection is None else result.find_selected(self.selection)
        if chosen is None:
            harvest.passed_over += 1
            return ""
        return self._use(chosen, harvest)

    def _use(self, chosen: Result, harvest: Harvest) -> str:
        if len(harvest.kept) < self.keep:
            harvest.kept.append(chosen.keep(self.survey))
        if self.count:
            harvest.counts.update(chosen.counts())
        if self.survey is not None:
            harvest.counts.update(self.survey.count(chosen.assessment))
        text = "" if self.form is None else self.form.write(chosen)
        if self.order is None:
            return text
        harvest.waiting.append(pack(self.order.key_of(chosen.assessment), text))
        return ""

    def _find_fault(self, questionnaire: Questionnaire) -> str | None:
        asked = [each for each in (self.selection, self.requirement) if each is not None]
        found = (each.find_fault(questionnaire) for each in asked)
        return next(filter(None, found), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """Reads answers that are only scored later, together with others."""

    reader: "AnswerReader"
    chunk: int

    def prepare(self) -> None:
        """There is nothing to share."""

    def gather(self, inputs: Sequence[Input]) -> Harvest:
        """Read inputs."""
        harvest = Harvest()
        for item in inputs:
            for found in self.reader.answer_sets(item):
                if isinstance(found, Unusable):
                    harvest.problems.append(found.problems)
                else:
                    harvest.hold(found)
            harvest.inputs += 1
        harvest.unusable = len(harvest.problems)
        return harvest
