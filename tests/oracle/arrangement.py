"""One arrangement's readiness, with every part it is made of.

This module knows how factors, dimensions and readiness are put together from standings. It does not
know about other arrangements or ranks.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from oracle.formulas import (
    aggregate,
    as_answered,
    at_highest,
    at_lowest,
    factor_number,
    readiness_number,
)
from oracle.verdicts import essential_state, judge
from partnerassess.assessment import (
    ArrangementResult,
    DimensionResult,
    FactorResult,
    FactorState,
    QuestionResult,
    QuestionState,
    Range,
    Standing,
)
from partnerassess.exact import Root
from partnerassess.model import Aggregation, Answer, Arrangement, Dimension, Factor, Questionnaire, Scoring

NO_ANSWERS: Mapping[str, Answer] = {}


def score_arrangement(
    questionnaire: Questionnaire,
    arrangement: Arrangement,
    standings: Mapping[str, Standing],
    answers: Mapping[str, Answer] = NO_ANSWERS,
    *,
    applies: bool = True,
) -> ArrangementResult:
    """Score one arrangement; its rank is left open until it is compared with the others."""
    scoring = questionnaire.scoring
    dimensions = tuple(
        score_from_factors(
            dimension,
            tuple(
                _score_factor(factor, standings, answers, scoring.questions)
                for factor in arrangement.factors_in(dimension)
            ),
            scoring,
        )
        for dimension in questionnaire.dimensions
    )
    return score_from_dimensions(arrangement, dimensions, scoring, applies=applies)


def score_from_dimensions(
    arrangement: Arrangement,
    dimensions: tuple[DimensionResult, ...],
    scoring: Scoring,
    *,
    applies: bool = True,
) -> ArrangementResult:
    """Score an arrangement whose dimensions are scored already; its rank is left open."""
    readiness = _readiness(dimensions, scoring)
    if readiness is None:
        dimensions = tuple(replace(dimension, range=None) for dimension in dimensions)
    verdict, band, reasons = judge(dimensions, readiness, scoring)
    return ArrangementResult(
        arrangement=arrangement,
        applies=applies,
        rank=None,
        readiness=readiness,
        band=band,
        verdict=verdict,
        reasons=reasons,
        dimensions=dimensions,
    )


def score_from_factors(
    dimension: Dimension, factors: tuple[FactorResult, ...], scoring: Scoring
) -> DimensionResult:
    """Score a dimension whose factors are scored already."""
    coverage = aggregate(
        [(factor.factor.weight, factor.coverage) for factor in factors if factor.coverage is not None],
        Aggregation.ARITHMETIC,
    )
    in_play = aggregate(
        [(factor.factor.weight, factor.in_play) for factor in factors], Aggregation.ARITHMETIC
    )
    return DimensionResult(
        dimension=dimension,
        factors=factors,
        range=_dimension_range(factors, coverage, scoring),
        coverage=coverage,
        in_play=in_play or Fraction(0),
    )


def _score_factor(
    factor: Factor, standings: Mapping[str, Standing], answers: Mapping[str, Answer], rule: Aggregation
) -> FactorResult:
    results = tuple(
        QuestionResult(
            question=weighted.question,
            weight=weighted.weight,
            standing=standings[weighted.question.id],
            answer=answers.get(weighted.question.id),
        )
        for weighted in factor.questions
    )
    total = sum(result.weight for result in results)
    in_play = sum(result.weight for result in results if result.standing.state is not QuestionState.OUT)
    answered = sum(result.weight * result.standing.coverage for result in results)
    lowest, highest = factor_number(results, at_lowest, rule), factor_number(results, at_highest, rule)
    return FactorResult(
        factor=factor,
        state=_factor_state(in_play, answered),
        answers=results,
        range=None
        if lowest is None or highest is None
        else Range(point=factor_number(results, as_answered, rule), lowest=lowest, highest=highest),
        in_play=Fraction(in_play, total),
        coverage=Fraction(answered, in_play) if in_play else None,
        essential=essential_state(factor, results),
    )


def _factor_state(in_play: Fraction | int, answered: Fraction | int) -> FactorState:
    if not in_play:
        return FactorState.OUT
    if not answered:
        return FactorState.OPEN
    return FactorState.ANSWERED if answered == in_play else FactorState.PARTLY


def _dimension_range(
    factors: tuple[FactorResult, ...], coverage: Fraction | None, scoring: Scoring
) -> Range[Fraction] | None:
    ranges = [(factor.factor.weight, factor.range) for factor in factors if factor.range]
    lowest = aggregate([(weight, part.lowest) for weight, part in ranges], scoring.factors)
    highest = aggregate([(weight, part.highest) for weight, part in ranges], scoring.factors)
    if lowest is None or highest is None or coverage is None:
        return None
    answered = [(weight, part.point) for weight, part in ranges if part.point is not None]
    point = aggregate(answered, scoring.factors) if coverage >= scoring.coverage_needed else None
    return Range(point=point, lowest=lowest, highest=highest)


def _readiness(dimensions: tuple[DimensionResult, ...], scoring: Scoring) -> Range[Root] | None:
    if any(dimension.in_play < scoring.in_play_needed for dimension in dimensions):
        return None
    ranges = [(part.dimension, part.range) for part in dimensions if part.range]
    if len(ranges) < len(dimensions):
        return None
    points = [(dimension, part.point) for dimension, part in ranges if part.point is not None]
    return Range(
        point=readiness_number(points, scoring.dimensions) if len(points) == len(dimensions) else None,
        lowest=readiness_number([(dimension, part.lowest) for dimension, part in ranges], scoring.dimensions),
        highest=readiness_number(
            [(dimension, part.highest) for dimension, part in ranges], scoring.dimensions
        ),
    )
