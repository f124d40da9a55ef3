"""What one answer is worth: gains of answered questions, swings of open ones.

This module knows how readiness changes when one answer does. It does not know which changes matter to
whom. It is asked only when somebody reads the result, so that scoring many files does not pay for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from oracle.formulas import (
    Counted,
    Weighted,
    aggregate,
    as_answered,
    at_lowest,
    at_middle,
    factor_number,
    readiness_number,
)
from partnerassess.assessment import (
    ArrangementResult,
    DimensionResult,
    FactorResult,
    QuestionResult,
    QuestionState,
)
from partnerassess.exact import Root
from partnerassess.model import Scoring, Unanswered


@dataclass(frozen=True, kw_only=True, slots=True)
class Gain:
    """What raising one answer would do for an arrangement's readiness."""

    factor: FactorResult
    answer: QuestionResult
    one_level: Root
    """Readiness with this answer one level higher."""
    to_top: Root
    """Readiness with this answer at its top level."""
    now: Root
    """Readiness as it is: the point, or the lowest where there is no point."""

    def of_one_level(self) -> Fraction:
        """Give the gain from one level up, 0-1."""
        return self.one_level.digits() - self.now.digits()

    def of_top_level(self) -> Fraction:
        """Give the gain from going straight to the top level, 0-1."""
        return self.to_top.digits() - self.now.digits()


@dataclass(frozen=True, kw_only=True, slots=True)
class Swing:
    """What finding out one open answer could do to an arrangement's readiness."""

    factor: FactorResult
    answer: QuestionResult
    size: Fraction
    """From its lowest to its highest level, the other open answers halfway up; 0-1."""


def score_gains(result: ArrangementResult, scoring: Scoring) -> tuple[Gain, ...]:
    """Give the gain of every answered question below its top level, largest first.

    Ties, such as a zero elsewhere that swallows every gain, go by factor weight × (1 − factor).
    """
    if result.readiness is None:
        return ()
    has_point = result.readiness.point is not None
    variation = _Variation(result, scoring, as_answered if has_point else at_lowest)
    now = result.readiness.lowest if result.readiness.point is None else result.readiness.point
    gains = [
        Gain(
            factor=factor,
            answer=answer,
            one_level=variation.readiness(factor, answer, _next_level(answer)),
            to_top=variation.readiness(factor, answer, Fraction(1)),
            now=now,
        )
        for factor, answer in _answers(result, QuestionState.ANSWERED)
        if answer.standing.bounds.lowest < 1
    ]
    gains.sort(key=lambda gain: (gain.one_level, gain.to_top, _room(gain.factor)), reverse=True)
    return tuple(gains)


def score_swings(result: ArrangementResult, scoring: Scoring) -> tuple[Swing, ...]:
    """Give the swing of every open question, largest first."""
    if result.readiness is None:
        return ()
    variation = _Variation(
        result, scoring, at_lowest if scoring.unanswered is Unanswered.LOWEST else at_middle
    )
    swings = [
        Swing(
            factor=factor,
            answer=answer,
            size=variation.readiness(factor, answer, Fraction(1)).digits()
            - variation.readiness(factor, answer, Fraction(0)).digits(),
        )
        for state in (QuestionState.OPEN, QuestionState.ANSWERED)
        for factor, answer in _answers(result, state)
        if answer.standing.unanswered
    ]
    swings.sort(key=lambda swing: swing.size, reverse=True)
    return tuple(swings)


class _Variation:
    """An arrangement's readiness when everything counts in one way, but one answer is changed."""

    def __init__(self, result: ArrangementResult, scoring: Scoring, counted: Counted) -> None:
        self._result, self._scoring, self._counted = result, scoring, counted
        self._factors = {
            factor.factor.id: factor_number(factor.answers, counted, scoring.questions)
            for factor in result.factors()
        }
        self._dimensions = {
            part.dimension.id: self._dimension(part, self._factors) for part in result.dimensions
        }

    def readiness(self, changed: FactorResult, answer: QuestionResult, position: Fraction) -> Root:
        """Give readiness with one answer of one factor at another place."""
        counted = [
            (each.weight, position if each is answer else self._counted(each.standing))
            for each in changed.answers
        ]
        factors = self._factors | {changed.factor.id: aggregate(_known(counted), self._scoring.questions)}
        numbers = [
            (
                part.dimension,
                self._dimension(part, factors)
                if part.dimension.id == changed.factor.dimension
                else self._dimensions[part.dimension.id],
            )
            for part in self._result.dimensions
        ]
        return readiness_number(numbers, self._scoring.dimensions)

    def _dimension(self, part: DimensionResult, factors: Mapping[str, Fraction | None]) -> Fraction:
        numbers = [(factor.factor.weight, factors[factor.factor.id]) for factor in part.factors]
        return aggregate(_known(numbers), self._scoring.factors) or Fraction(0)


def _known(parts: list[tuple[Fraction, Fraction | None]]) -> list[Weighted]:
    return [(weight, number) for weight, number in parts if number is not None]


def _answers(
    result: ArrangementResult, state: QuestionState
) -> Iterator[tuple[FactorResult, QuestionResult]]:
    return (
        (factor, answer)
        for factor in result.factors()
        for answer in factor.answers
        if answer.standing.state is state
    )


def _next_level(answer: QuestionResult) -> Fraction:
    here = answer.standing.bounds.lowest
    return min(level.position for level in answer.question.levels if level.position > here)


def _room(factor: FactorResult) -> Fraction:
    """Give factor weight × (1 − x), which says where there is most left to gain."""
    number = Fraction(0) if factor.range is None else factor.range.lowest
    return factor.factor.weight * (1 - number)
