"""What many assessments have in common: their verdicts, what is missing most often, where answers are low.

This module knows what is counted, and what must be known of each assessment. It does not know how anything is
shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    EssentialState,
    FactorResult,
    QuestionState,
    Verdict,
)
from partnerassess.batch.counts import Counted, Counts
from partnerassess.model import Arrangement, Factor, Questionnaire, ScoredQuestion

MIDDLE = Fraction(1, 2)
"""An answer below this place on its scale, 0-1, counts as a gap of a portfolio."""

ANSWERED, LOW = "answered", "low"
"""What is counted of questions: that one is answered, and that it is so below the middle of its scale."""

_BEST_FIRST = tuple(Verdict)


class Remark(NamedTuple):
    """What has to be known of an assessment, beside its results, once its parts are gone."""

    left_out: Mapping[str, str]
    """By the ids of the arrangements about which it says nothing, why that is so."""
    cells: Mapping[str, bytes]
    """By the ids of the arrangements that apply, where their factors stand, each in a byte."""


class Member(NamedTuple):
    """One assessment of a portfolio."""

    assessment: Assessment
    """Whose it is, without any results."""
    remark: Remark


@dataclass(frozen=True, kw_only=True, slots=True)
class EssentialCount:
    """How often an essential factor is not met, or open, where its arrangement applies."""

    arrangement: Arrangement
    factor: Factor
    unmet: int
    open: int
    counted: int
    """In how many assessments its arrangement applies."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GapCount:
    """How often a question is answered below the middle of its scale."""

    question: ScoredQuestion
    low: int
    answered: int
    """In how many assessments it is answered, where it bears on an arrangement that applies."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArrangementTally:
    """What the assessments say of one arrangement, and which of them say nothing."""

    arrangement: Arrangement
    first: int
    """How often it is of rank 1."""
    counted: tuple[tuple[Verdict | None, tuple[Member, ...]], ...]
    """Those with each verdict that says something, best first; null without a `ready` band."""
    not_assessable: tuple[Member, ...]
    not_applying: tuple[Member, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PortfolioPart:
    """The assessments against one questionnaire, counted."""

    questionnaire: Questionnaire
    members: tuple[Member, ...]
    tallies: tuple[ArrangementTally, ...]
    """In the questionnaire's order."""
    essentials: tuple[EssentialCount, ...]
    """Those that are not met or open somewhere, the commonest first."""
    gaps: tuple[GapCount, ...]
    """Those with low answers, the commonest first."""


def count_parts(assessment: Assessment) -> Iterator[Counted]:
    """Give what an assessment adds to the counts of essential factors and of low answers."""
    name = assessment.questionnaire.id
    places: dict[str, Fraction] = {}
    for factor in _applying_factors(assessment):
        if factor.essential is not None:
            yield name, factor.factor.id, factor.essential.value
        for answer in factor.answers:
            if answer.standing.state is QuestionState.ANSWERED and not answer.standing.unanswered:
                places[answer.question.id] = answer.standing.bounds.lowest
    for question, place in places.items():
        yield name, question, ANSWERED
        if place < MIDDLE:
            yield name, question, LOW


def summarise(assessments: Iterable[tuple[Assessment, Remark]], counts: Counts) -> tuple[PortfolioPart, ...]:
    """Say what many assessments have in common, questionnaire by questionnaire.

    Of each only its names and what is remarked on it stay; `counts` is what `count_parts` gave for all.
    """
    groups: dict[str, _Group] = {}
    for assessment, remark in assessments:
        questionnaire = assessment.questionnaire
        group = groups.get(questionnaire.id)
        if group is None:
            group = groups[questionnaire.id] = _Group(questionnaire)
        group.add(assessment, remark)
    return tuple(group.part(counts) for group in groups.values())


def commonest_leader(part: PortfolioPart) -> Arrangement:
    """Give the arrangement that comes first most often; of several, the first of the questionnaire."""
    return max(part.tallies, key=lambda tally: tally.first).arrangement


class _Group:
    """The assessments against one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._members: list[Member] = []
        self._tallies = {each.id: _Tally(each) for each in questionnaire.arrangements}

    def add(self, assessment: Assessment, remark: Remark) -> None:
        """Take the next assessment."""
        member = Member(replace(assessment, arrangements=()), remark)
        self._members.append(member)
        for result in assessment.arrangements:
            self._tallies[result.arrangement.id].add(member, result)

    def part(self, counts: Counts) -> PortfolioPart:
        """Give all of them, counted."""
        return PortfolioPart(
            questionnaire=self._questionnaire,
            members=tuple(self._members),
            tallies=tuple(each.tally() for each in self._tallies.values()),
            essentials=_essential_counts(self._questionnaire, counts),
            gaps=_gap_counts(self._questionnaire, counts),
        )


class _Tally:
    """What assessments say of one arrangement."""

    def __init__(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        self._first = 0
        self._counted: dict[Verdict | None, list[Member]] = {}
        self._not_assessable: list[Member] = []
        self._not_applying: list[Member] = []

    def add(self, member: Member, result: ArrangementResult) -> None:
        """Take what the next assessment says."""
        self._first += result.rank == 1
        if not result.applies:
            self._not_applying.append(member)
        elif result.readiness is None:
            self._not_assessable.append(member)
        else:
            self._counted.setdefault(result.verdict, []).append(member)

    def tally(self) -> ArrangementTally:
        """Give what all of them say."""
        in_order = sorted(self._counted, key=lambda verdict: _BEST_FIRST.index(verdict) if verdict else 0)
        return ArrangementTally(
            arrangement=self._arrangement,
            first=self._first,
            counted=tuple((verdict, tuple(self._counted[verdict])) for verdict in in_order),
            not_assessable=tuple(self._not_assessable),
            not_applying=tuple(self._not_applying),
        )


def _essential_counts(questionnaire: Questionnaire, counts: Counts) -> tuple[EssentialCount, ...]:
    name = questionnaire.id
    found = [
        EssentialCount(
            arrangement=arrangement,
            factor=factor,
            unmet=counts[name, factor.id, EssentialState.UNMET.value],
            open=counts[name, factor.id, EssentialState.OPEN.value],
            counted=sum(counts[name, factor.id, state.value] for state in EssentialState),
        )
        for arrangement in questionnaire.arrangements
        for factor in arrangement.factors
    ]
    found = [each for each in found if each.unmet or each.open]
    return tuple(sorted(found, key=lambda each: (each.unmet, each.open), reverse=True))


def _gap_counts(questionnaire: Questionnaire, counts: Counts) -> tuple[GapCount, ...]:
    name = questionnaire.id
    found = [
        GapCount(
            question=question,
            low=counts[name, question.id, LOW],
            answered=counts[name, question.id, ANSWERED],
        )
        for question in questionnaire.questions.values()
        if isinstance(question, ScoredQuestion) and counts[name, question.id, LOW]
    ]
    return tuple(sorted(found, key=lambda count: (-count.low, count.answered)))


def _applying_factors(assessment: Assessment) -> Iterator[FactorResult]:
    return (factor for result in assessment.arrangements if result.applies for factor in result.factors())
