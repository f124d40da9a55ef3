"""The explanation of an assessment: what carries it, what holds it back, what to find out, what to do.

This module knows how to select and order what scoring computed. It does not know how to compute a score,
so it can never contradict one.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    FactorResult,
    Pooled,
    QuestionResult,
    QuestionState,
)
from partnerassess.conditions import (
    BandIs,
    Fact,
    FactorAtLeast,
    FactorBelow,
    VerdictIs,
    grounds,
    holds,
)
from partnerassess.model import Advice, Questionnaire
from partnerassess.scoring import Gain, Swing, leader_is_certain, score_gains, score_swings
from partnerassess.visibility import Visibility

STRONG = Fraction(3, 4)
"""From here on an answer is a strength: three quarters of the way up its scale."""

WEAK = Fraction(1, 2)
"""Up to here an answer is a weak point: half of the way up its scale."""


class PlacedAnswer(Struct, frozen=True, kw_only=True):
    """An answer that is a strength or a weak point."""

    factor: FactorResult
    answer: QuestionResult
    position: Fraction
    """Where it stands on its scale, 0-1."""
    weight: Fraction
    """The share of the arrangement's weight in play that the question carries, 0-1."""

    @property
    def keeps_unmet(self) -> bool:
        """Tell whether it keeps an essential factor below its minimum."""
        minimum = self.factor.factor.essential
        return minimum is not None and self.answer.standing.weakest.highest < minimum


class ArrangementExplanation(Struct, frozen=True, kw_only=True, dict=True):
    """Why one arrangement's result is what it is; what variations say is worked out when it is asked for."""

    questionnaire: Questionnaire
    result: ArrangementResult
    strengths: tuple[PlacedAnswer, ...]
    """Answers at three quarters of their scale or above; by weight times distance from the middle."""
    weak_points: tuple[PlacedAnswer, ...]
    """Answers at half of their scale or below; first what keeps an essential factor unmet, then likewise."""

    @cached_property
    def gaps(self) -> tuple[Gain, ...]:
        """Give the answers below their top level, and what raising one gains, largest first."""
        gains = score_gains(self.questionnaire, self.result)
        return tuple(gain for gain in gains if not gain.answer.standing.is_withheld)

    @cached_property
    def find_out(self) -> tuple[Swing, ...]:
        """Give the open answers; those that widen the range most first."""
        return score_swings(self.questionnaire, self.result)


class GivenAdvice(Struct, frozen=True, kw_only=True):
    """A piece of advice whose condition holds."""

    advice: Advice
    arrangements: tuple[ArrangementResult, ...]
    """The applying arrangements it is about, in order of rank."""
    rests_on: frozenset[str]
    """The ids of the questions whose answers make its condition hold."""


class Explanation(Struct, frozen=True, kw_only=True):
    """Everything there is to say about an assessment beside its numbers."""

    assessment: Assessment
    leader_is_certain: bool | None
    """Whether the open answers leave the first place alone; null with nobody to compare."""
    arrangements: tuple[ArrangementExplanation, ...]
    """In the assessment's order."""
    advice: tuple[GivenAdvice, ...]
    """In the questionnaire's order."""

    @property
    def leading(self) -> ArrangementExplanation | None:
        """Give the leader's explanation; null if there is no leader, or others are looked at."""
        leader = self.assessment.leader
        name = leader.arrangement.id if leader else None
        return next((each for each in self.arrangements if each.result.arrangement.id == name), None)


def explain(assessment: Assessment, whole: Assessment | None = None) -> Explanation:
    """Explain an assessment; `whole` is the one it was taken from, where only some of it is looked at.

    Advice may rest on what is not looked at.
    """
    return Explanation(
        assessment=assessment,
        leader_is_certain=_leader_is_certain(assessment),
        arrangements=tuple(
            explain_arrangement(assessment.questionnaire, result) for result in assessment.arrangements
        ),
        advice=explain_advice(assessment, whole),
    )


def _leader_is_certain(assessment: Assessment) -> bool | None:
    """Tell whether nothing that is missing can change who is first; null with nobody to compare.

    Of pooled views that is so only where no verdict waits for people to talk, nor for an organisation that
    left open what another one answered.
    """
    certain = leader_is_certain(assessment)
    return certain and not (assessment.pooled and _waits_for_people(assessment, assessment.pooled))


def _waits_for_people(assessment: Assessment, pooled: Pooled) -> bool:
    rankable = [result for result in assessment.arrangements if result.rank is not None]
    if pooled.disputed and any(result.open_answers() for result in rankable):
        return True
    standings = (answer.standing for result in rankable for answer in result.answers())
    return any(standing.point is not None and standing.coverage < 1 for standing in standings)


def explain_arrangement(questionnaire: Questionnaire, result: ArrangementResult) -> ArrangementExplanation:
    """Explain one arrangement's result."""
    middle = Fraction(1, 2)
    answers = sorted(
        _placed(result), key=lambda each: each.weight * abs(each.position - middle), reverse=True
    )
    weak = [each for each in answers if each.position <= WEAK]
    return ArrangementExplanation(
        questionnaire=questionnaire,
        result=result,
        strengths=tuple(each for each in answers if each.position >= STRONG),
        weak_points=tuple(sorted(weak, key=lambda each: not each.keeps_unmet)),
    )


def _placed(result: ArrangementResult) -> Iterator[PlacedAnswer]:
    """Give every answer of an arrangement that was given and may be told."""
    for factor, answer, weight in weights_of(result) if result.readiness else ():
        here = answer.standing
        if here.point is not None and not here.unanswered and not here.is_withheld:
            yield PlacedAnswer(factor=factor, answer=answer, position=here.point, weight=weight)


def weights_of(result: ArrangementResult) -> Iterator[tuple[FactorResult, QuestionResult, Fraction]]:
    """Give every question in play with the share of the arrangement's weight in play that it carries, 0-1."""
    whole = sum(part.dimension.weight for part in result.dimensions)
    for part in result.dimensions:
        factors = [factor for factor in part.factors if factor.range]
        within = sum(factor.factor.weight for factor in factors)
        for factor in factors:
            in_play = [each for each in factor.answers if each.standing.state is not QuestionState.OUT]
            share = Fraction(part.dimension.weight, whole) * factor.factor.weight / within
            total = sum(each.weight for each in in_play)
            yield from ((factor, each, share * each.weight / total) for each in in_play)


def explain_advice(assessment: Assessment, whole: Assessment | None = None) -> tuple[GivenAdvice, ...]:
    """Give the advice about an assessment whose condition holds of the whole, with what it rests on."""
    evidence, given = _Evidence(whole or assessment), []
    for advice in assessment.questionnaire.advice:
        about = tuple(
            result
            for result in assessment.arrangements
            if result.applies and result.arrangement.id in advice.arrangements
        )
        if about and holds(advice.when, evidence.is_true):
            facts = grounds(advice.when, evidence.is_true)
            rests_on = frozenset(name for fact in facts for name in evidence.questions_of(fact))
            given.append(GivenAdvice(advice=advice, arrangements=about, rests_on=rests_on))
    return tuple(given)


class _Evidence:
    """The facts of one assessment that advice may rest on."""

    def __init__(self, assessment: Assessment) -> None:
        self._visibility = Visibility(assessment.questionnaire, assessment.answers)
        self._results = {result.arrangement.id: result for result in assessment.arrangements}
        self._factors = {
            factor.factor.id: factor for result in assessment.arrangements for factor in result.factors()
        }

    def is_true(self, fact: Fact) -> bool | None:
        """Tell whether a fact is true; null while the open answers leave it open."""
        match fact:
            case FactorAtLeast(factor=factor, position=position):
                return self._reaches(factor, position)
            case FactorBelow(factor=factor, position=position):
                reaches = self._reaches(factor, position)
                in_play = self._factors[factor].range is not None
                return None if reaches is None else in_play and not reaches
            case VerdictIs(arrangement=arrangement, verdicts=verdicts):
                verdict = self._results[arrangement].verdict
                return verdict is not None and verdict.value in verdicts
            case BandIs(arrangement=arrangement, bands=bands):
                result = self._results[arrangement]
                if result.band is None:
                    return None if result.readiness else False
                return result.band.id in bands
            case _:
                return self._visibility.is_true(fact)

    def questions_of(self, fact: Fact) -> Iterator[str]:
        """Give the ids of the questions that a fact is about; none where it is about an arrangement."""
        match fact:
            case FactorAtLeast(factor=factor) | FactorBelow(factor=factor):
                yield from (answer.question.id for answer in self._factors[factor].answers)
            case VerdictIs() | BandIs():
                pass
            case _:
                yield fact.question

    def _reaches(self, factor: str, position: Fraction) -> bool | None:
        known = self._factors[factor].range
        if known is None or known.highest < position:
            return False
        return True if known.lowest >= position else None
