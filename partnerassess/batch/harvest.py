"""What a run yields, chunk by chunk, small enough to pass between processes and to add up.

This module knows what is gathered from inputs: texts, problems, counts. It does not know how the texts look,
nor where they go.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, Protocol

from partnerassess.batch.inputs import Input
from partnerassess.batch.outcomes import Outcome, Scored, Unusable
from partnerassess.batch.reading import Reader, View
from partnerassess.canonical import Said
from partnerassess.compiled import Placed
from partnerassess.model import Questionnaire
from partnerassess.problems import Problem

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.batch.counts import Counts
    from partnerassess.requirement import Requirement


class Kept(NamedTuple):
    """One set of answers, kept to show it later."""

    file: str
    document: int | None
    questionnaire: str
    said: Said


Identity = tuple[int, int, int]
"""Who answered about what and when, as a digest, to find the same again; the place of the input in its chunk,
from 0; and the place of the document in its input, from 1, or 0 where it is the only one."""


@dataclass(kw_only=True, slots=True)
class Harvest:
    """What was gathered from some inputs."""

    inputs: int = 0
    scored: int = 0
    recognised: int = 0
    """How many documents were read without the strict reader."""
    unusable: int = 0
    """How many documents, or inputs that could not be read at all, cannot be used."""
    missed: int = 0
    """How many assessments do not meet the requirement."""
    fault: str | None = None
    """Why the requirement makes no sense for a questionnaire."""
    text: str = ""
    problems: list[tuple[Problem, ...]] = field(default_factory=list)
    """For each input or document that cannot be used what is wrong with it."""
    questionnaires: list[str] = field(default_factory=list)
    """The ids of the questionnaires that were answered, in the order in which they first came up."""
    counts: "Counts" = field(default_factory=Counter)
    kept: list[Kept] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """Give how many documents, or inputs that could not be read at all, there were."""
        return self.scored + self.unusable

    def add(self, other: "Harvest") -> None:
        """Add what was gathered from the inputs that follow."""
        self.identities += [
            (digest, place + self.inputs, document) for digest, place, document in other.identities
        ]
        self.inputs += other.inputs
        self.scored += other.scored
        self.recognised += other.recognised
        self.unusable += other.unusable
        self.missed += other.missed
        self.fault = self.fault or other.fault
        self.text += other.text
        self.problems += other.problems
        self.questionnaires += [each for each in other.questionnaires if each not in self.questionnaires]
        self.counts.update(other.counts)
        self.kept += other.kept


def brief_of(kept: Kept, reader: Reader) -> "Assessment":
    """Score a set of answers that was kept, without parts.

    Raises LookupError if the reader does not know its questionnaire.
    """
    from partnerassess.batch.brief import brief_assessment

    compiled = reader.find_compiled(kept.questionnaire)
    if compiled is None:
        raise LookupError(kept.questionnaire)
    tables = compiled.tables
    return brief_assessment(tables.questionnaire, kept.file, kept.said, tables.score(kept.said.total))


class BriefForm(Protocol):
    """Writes what is known of an assessment without its parts."""

    def write(self, view: View, placed: Sequence[Placed]) -> str:
        """Write one assessment."""


class FullForm(Protocol):
    """Writes an assessment with all its parts."""

    def write_full(self, scored: Scored) -> str:
        """Write one assessment."""


@dataclass(kw_only=True, slots=True)
class Harvester:
    """Gathers from inputs what a run needs; can be sent to other processes."""

    reader: Reader
    brief: BriefForm | None = None
    full: FullForm | None = None
    """With this every assessment is worked out with all its parts, which takes far longer."""
    requirement: "Requirement | None" = None
    keep: int = 0
    """How many sets of answers are kept of each chunk."""
    count: bool = False
    """Whether verdicts are counted."""

    def gather(self, inputs: Iterable[Input]) -> Harvest:
        """Read and score inputs."""
        harvest, before, texts = Harvest(), self.reader.recognised, list[str]()
        for each in inputs:
            if self.full is not None:
                texts += self._full(each, harvest, self.full)
            else:
                for view in self.reader.views(each):
                    texts.append(self._brief(view, harvest))
            harvest.inputs += 1
        harvest.text = "".join(texts)
        harvest.recognised = self.reader.recognised - before
        harvest.unusable = len(harvest.problems)
        return harvest

    def _brief(self, view: View | Unusable, harvest: Harvest) -> str:
        if isinstance(view, Unusable):
            harvest.problems.append(view.problems)
            return ""
        tables, said = view.compiled.tables, view.said
        placed = tables.score(said.total)
        self._note(harvest, tables.questionnaire, said, view.document)
        if self.requirement is not None:
            from partnerassess.batch.brief import brief_assessment

            assessment = brief_assessment(tables.questionnaire, view.file, said, placed)
            self._require(self.requirement, assessment, harvest)
        if len(harvest.kept) < self.keep:
            harvest.kept.append(Kept(view.file, view.document, tables.questionnaire.id, said))
        if self.count:
            from partnerassess.batch.counts import count_placed

            harvest.counts.update(count_placed(tables.questionnaire.id, placed))
        return "" if self.brief is None else self.brief.write(view, placed)

    def _full(self, each: Input, harvest: Harvest, form: FullForm) -> Iterator[str]:
        outcome: Outcome
        for outcome in self.reader.outcomes(each):
            if isinstance(outcome, Unusable):
                harvest.problems.append(outcome.problems)
                continue
            answers = outcome.assessment.answers
            date = answers.date.isoformat() if answers.date else None
            said = Said(answers.partnership, answers.organisation, answers.respondent, date, 0)
            self._note(harvest, outcome.assessment.questionnaire, said, outcome.document)
            if self.requirement is not None:
                self._require(self.requirement, outcome.assessment, harvest)
            yield form.write_full(outcome)

    def _note(self, harvest: Harvest, questionnaire: Questionnaire, said: Said, document: int | None) -> None:
        harvest.scored += 1
        if questionnaire.id not in harvest.questionnaires:
            harvest.questionnaires.append(questionnaire.id)
        if said.partnership:
            digest = _digest(questionnaire.id, *said[:4])
            harvest.identities.append((digest, harvest.inputs, document or 0))

    def _require(self, requirement: "Requirement", assessment: "Assessment", harvest: Harvest) -> None:
        fault = requirement.find_fault(assessment.questionnaire)
        harvest.fault = harvest.fault or fault
        harvest.missed += fault is None and not requirement.is_met(assessment)


def _digest(*names: str | None) -> int:
    """Give the same number for the same names, however they are spaced inside and capitalised."""
    same = " ".join("\0".join([name or "" for name in names]).casefold().split())
    return int.from_bytes(blake2b(same.encode(), digest_size=8).digest(), "little")
