"""What a run yields, chunk by chunk, small enough to pass between processes and to add up.

This module knows what is gathered from inputs: texts, problems, counts, answers that wait for others. It does
not know how the texts look, nor where they go.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import compress, decompress

from partnerassess.batch.asked import BriefForm, FullForm, Ordering, Selecting, Survey
from partnerassess.batch.inputs import Input, name_of
from partnerassess.batch.outcomes import Outcome, Scored, Unusable
from partnerassess.batch.reading import Reader, View
from partnerassess.canonical import Said
from partnerassess.compiled import Placed
from partnerassess.model import Answers, Questionnaire
from partnerassess.problems import Problem

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.batch.answersets import AnswerReader, AnswerSet
    from partnerassess.batch.brief import PooledResults
    from partnerassess.batch.counts import Counts
    from partnerassess.batch.pools import Pools
    from partnerassess.requirement import Requirement


class Kept(NamedTuple):
    """One set of answers, kept to show it later."""

    file: str
    document: int | None
    questionnaire: str
    said: Said
    pooled: "PooledResults | None" = None
    """The results, where they do not follow from what was said: that of several people together."""
    remark: Any = None
    """What a survey remarked on it."""


class Waiting(NamedTuple):
    """The text of one assessment, which leaves once all are there and in order."""

    key: Any
    """What to put it in order by; null where there is nothing."""
    packed: bytes

    @property
    def text(self) -> str:
        """Give the text as it was."""
        return decompress(self.packed).decode("utf-8", "surrogatepass")


def wait(key: object, text: str) -> Waiting:
    """Make a text small until its turn comes."""
    return Waiting(key, compress(text.encode("utf-8", "surrogatepass"), 1))


Identity = tuple[int, int, int]
"""Who answered about what and when, as a digest, to find the same again; the place of the input in its chunk,
from 0; and the place of the document in its input, from 1, or 0 where it is the only one."""


@dataclass(kw_only=True, slots=True)
class Harvest:
    """What was gathered from some inputs."""

    inputs: int = 0
    scored: int = 0
    recognised: int = 0
    """How many documents were in our own form, or JSON in its usual shape."""
    unusable: int = 0
    """How many documents, or inputs that could not be read at all, cannot be used."""
    missed: int = 0
    """How many assessments do not meet the requirement."""
    passed_over: int = 0
    """How many assessments were scored, but not selected."""
    fault: str | None = None
    """Why the requirement, or the selection, makes no sense for a questionnaire."""
    text: str = ""
    waiting: list[Waiting] = field(default_factory=list)
    problems: list[tuple[Problem, ...]] = field(default_factory=list)
    """For each input or document that cannot be used what is wrong with it."""
    questionnaires: list[str] = field(default_factory=list)
    """The ids of the questionnaires that were answered, in the order in which they first came up."""
    counts: "Counts" = field(default_factory=Counter)
    kept: list[Kept] = field(default_factory=list)
    answer_sets: "list[AnswerSet]" = field(default_factory=list)
    """What is to be scored together with others."""
    identities: list[Identity] = field(default_factory=list)

    @property
    def selected(self) -> int:
        """Give how many assessments were selected."""
        return self.scored - self.passed_over

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
        self.passed_over += other.passed_over
        self.fault = self.fault or other.fault
        self.text += other.text
        self.waiting += other.waiting
        self.problems += other.problems
        self.questionnaires += [each for each in other.questionnaires if each not in self.questionnaires]
        self.counts.update(other.counts)
        self.kept += other.kept
        self.answer_sets += other.answer_sets


def brief_of(kept: Kept, reader: Reader) -> "Assessment":
    """Give a set of answers that was kept as an assessment without parts.

    Raises LookupError if the reader does not know its questionnaire.
    """
    from partnerassess.batch.brief import brief_assessment, brief_pooled

    compiled = reader.find_compiled(kept.questionnaire)
    if compiled is None:
        raise LookupError(kept.questionnaire)
    tables = compiled.tables
    if kept.pooled is not None:
        return brief_pooled(tables.questionnaire, kept.said, kept.pooled)
    return brief_assessment(tables.questionnaire, kept.file, kept.said, tables.score(kept.said.total))


@dataclass(kw_only=True, slots=True)
class Harvester:
    """Gathers from inputs what a run needs; can be sent to other processes.

    What needs all parts of assessments (`full`, `survey`, `pools`) takes far longer than all else.
    """

    reader: Reader
    brief: BriefForm | None = None
    full: FullForm | None = None
    survey: Survey | None = None
    pools: "Pools | None" = None
    """Groups of answers, each of which is an input; without them inputs are files."""
    answers: "AnswerReader | None" = None
    """With this answers are only read, to be scored later together with others."""
    requirement: "Requirement | None" = None
    selection: Selecting | None = None
    order: Ordering | None = None
    """With this texts wait until they can be put in order."""
    keep: int = 0
    """How many sets of answers are kept of each chunk."""
    count: bool = False
    """Whether verdicts are counted."""
    _checked: set[str] = field(default_factory=set)
    """The questionnaires for which the selection makes sense, or has been said to make none."""

    @property
    def is_slow(self) -> bool:
        """Tell whether assessments are worked out with all their parts."""
        return self.full is not None or self.survey is not None or self.pools is not None

    def gather(self, inputs: Iterable[Input]) -> Harvest:
        """Read and score inputs."""
        harvest, before = Harvest(), self.reader.recognised
        harvest.text = "".join(self._texts(inputs, harvest))
        harvest.recognised = self.reader.recognised - before
        harvest.unusable = len(harvest.problems)
        return harvest

    def _texts(self, inputs: Iterable[Input], harvest: Harvest) -> Iterator[str]:
        """Gather from inputs one after the other, and give the texts that leave at once."""
        if self.answers is None and not self.is_slow:
            # Reading all of them first is a tenth faster than reading and scoring by turns.
            for views in [self.reader.views(each) for each in inputs]:
                for view in views:
                    yield self._brief(view, harvest)
                harvest.inputs += 1
            return
        for each in inputs:
            if self.answers is None:
                yield from self._full(each, harvest)
            else:
                self._hold(each, harvest, self.answers)
            harvest.inputs += 1

    def _hold(self, each: Input, harvest: Harvest, reader: "AnswerReader") -> None:
        for found in reader.answer_sets(each):
            if isinstance(found, Unusable):
                harvest.problems.append(found.problems)
                continue
            harvest.answer_sets.append(found)
            if found.questionnaire not in harvest.questionnaires:
                harvest.questionnaires.append(found.questionnaire)

    def _brief(self, view: View | Unusable, harvest: Harvest) -> str:
        if isinstance(view, Unusable):
            harvest.problems.append(view.problems)
            return ""
        tables, said = view.compiled.tables, view.said
        questionnaire, placed = tables.questionnaire, tables.score(said.total)
        self._note(harvest, questionnaire, said, view.document)
        if self.requirement is not None:
            self._require(self.requirement, _brief_assessment(view, placed), harvest)
        chosen: Sequence[Placed] | None = placed
        if self.selection is not None:
            self._check(self.selection, questionnaire, harvest)
            chosen = self.selection.find_placed(placed)
        if chosen is None:
            harvest.passed_over += 1
            return ""
        if len(harvest.kept) < self.keep:
            harvest.kept.append(Kept(view.file, view.document, questionnaire.id, said))
        if self.count:
            from partnerassess.batch.counts import count_placed

            harvest.counts.update(count_placed(questionnaire.id, chosen))
        text = "" if self.brief is None else self.brief.write(view, chosen)
        if self.order is None:
            return text
        harvest.waiting.append(wait(self.order.key_of(_brief_assessment(view, chosen)), text))
        return ""

    def _full(self, each: Input, harvest: Harvest) -> Iterator[str]:
        outcome: Outcome
        for outcome in (self.pools or self.reader).outcomes(each):
            if isinstance(outcome, Unusable):
                harvest.problems.append(outcome.problems)
                continue
            assessment = outcome.assessment
            self._note(harvest, assessment.questionnaire, _said(assessment.answers), outcome.document)
            if self.requirement is not None:
                self._require(self.requirement, assessment, harvest)
            chosen: Assessment | None = assessment
            if self.selection is not None:
                self._check(self.selection, assessment.questionnaire, harvest)
                chosen = self.selection.find_selected(assessment)
            if chosen is None:
                harvest.passed_over += 1
            else:
                found = outcome if chosen is assessment else outcome.look_at(chosen)
                yield self._whole(found, each, harvest)

    def _whole(self, scored: Scored, item: Input, harvest: Harvest) -> str:
        """Gather from an assessment with all its parts, and give the text that leaves at once."""
        assessment = scored.assessment
        if len(harvest.kept) < self.keep:
            harvest.kept.append(self._kept(scored, item))
        if self.count:
            from partnerassess.batch.counts import count_assessments

            harvest.counts.update(count_assessments([assessment]))
        if self.survey is not None:
            harvest.counts.update(self.survey.count(assessment))
        text = "" if self.full is None else self.full.write_full(scored)
        if self.order is None:
            return text
        harvest.waiting.append(wait(self.order.key_of(assessment), text))
        return ""

    def _kept(self, scored: Scored, item: Input) -> Kept:
        assessment, file = scored.assessment, name_of(item)
        name, said = assessment.questionnaire.id, _said(assessment.answers)
        remark = self.survey.remark(assessment) if self.survey else None
        if scored.pooled is not None:
            from partnerassess.batch.brief import pooled_results

            return Kept(file, None, name, said, pooled_results(assessment), remark)
        compiled = self.reader.find_compiled(name)
        total = compiled.tables.add_up(assessment.answers.answers) if compiled else 0
        return Kept(file, scored.document, name, said._replace(total=total), None, remark)

    def _check(self, selection: Selecting, questionnaire: Questionnaire, harvest: Harvest) -> None:
        """Note, once, why the selection makes no sense for a questionnaire; that goes before all else."""
        if questionnaire.id not in self._checked:
            self._checked.add(questionnaire.id)
            harvest.fault = selection.find_fault(questionnaire) or harvest.fault

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


def _brief_assessment(view: View, placed: Sequence[Placed]) -> "Assessment":
    from partnerassess.batch.brief import brief_assessment

    return brief_assessment(view.compiled.tables.questionnaire, view.file, view.said, placed)


def _said(answers: Answers) -> Said:
    """Give who answered, without what."""
    date = answers.date.isoformat() if answers.date else None
    return Said(answers.partnership, answers.organisation, answers.respondent, date, 0)


def _digest(*names: str | None) -> int:
    """Give the same number for the same names, however they are spaced inside and capitalised."""
    same = " ".join("\0".join([name or "" for name in names]).casefold().split())
    return int.from_bytes(blake2b(same.encode(), digest_size=8).digest(), "little")
