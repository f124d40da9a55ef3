"""Results scored again under other conventions, with every answer where it stands.

This module knows how the one scorer's steps are taken again from a dimension's factors on, which keeps all
that is known of every answer, pooled ones included. It does not know which conventions are tried.
"""

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    DimensionResult,
    QuestionState,
    Range,
    Verdict,
)
from partnerassess.exact import Root
from partnerassess.model import Aggregation, Factor, Scoring
from partnerassess.scoring.formulas import aggregate, readiness_number
from partnerassess.scoring.verdicts import judge


def score_with_weight(
    before: ArrangementResult, factor: Factor, weight: Fraction, scoring: Scoring
) -> ArrangementResult:
    """Score an arrangement again with another weight of one of its factors; its rank is left open."""
    dimensions = tuple(
        _put_together(_with_weight(part, factor, weight), scoring)
        if part.range is None or part.dimension.id == factor.dimension
        else part
        for part in before.dimensions
    )
    return _conclude(before, dimensions, asked=scoring, scoring=scoring)


def score_with_rule(before: ArrangementResult, rule: Aggregation, scoring: Scoring) -> ArrangementResult:
    """Score an arrangement again with its dimensions put together in another way; its rank is left open."""
    return _conclude(before, before.dimensions, asked=scoring, scoring=replace(scoring, dimensions=rule))


def in_questionnaire_order(assessment: Assessment) -> list[ArrangementResult]:
    """Give an assessment's results in the questionnaire's order."""
    results = {each.arrangement.id: each for each in assessment.arrangements}
    return [results[each.id] for each in assessment.questionnaire.arrangements]


def waits_for_people(result: ArrangementResult, disputed: Collection[str]) -> bool:
    """Tell whether people have to talk about something essential before an arrangement is called ready.

    `disputed` are the ids of the questions that pooled answers leave to be discussed first.
    """
    return bool(disputed) and any(
        answer.question.id in disputed and answer.standing.state is QuestionState.ANSWERED
        for factor in result.factors()
        if factor.essential is not None
        for answer in factor.answers
    )


def _with_weight(part: DimensionResult, factor: Factor, weight: Fraction) -> DimensionResult:
    changed = replace(factor, weight=weight)
    factors = (replace(each, factor=changed) if each.factor is factor else each for each in part.factors)
    return replace(part, factors=tuple(factors))


def _put_together(part: DimensionResult, scoring: Scoring) -> DimensionResult:
    """Make a dimension's numbers again from those of its factors."""
    known = [(each.factor.weight, each.coverage) for each in part.factors if each.coverage is not None]
    coverage = aggregate(known, Aggregation.ARITHMETIC)
    in_play = aggregate([(each.factor.weight, each.in_play) for each in part.factors], Aggregation.ARITHMETIC)
    return replace(
        part, coverage=coverage, in_play=in_play or Fraction(0), range=_range(part, coverage, scoring)
    )


def _range(part: DimensionResult, coverage: Fraction | None, scoring: Scoring) -> Range[Fraction] | None:
    ranges = [(each.factor.weight, each.range) for each in part.factors if each.range]
    lowest = aggregate([(weight, each.lowest) for weight, each in ranges], scoring.factors)
    highest = aggregate([(weight, each.highest) for weight, each in ranges], scoring.factors)
    if lowest is None or highest is None or coverage is None:
        return None
    answered = [(weight, each.point) for weight, each in ranges if each.point is not None]
    point = aggregate(answered, scoring.factors) if coverage >= scoring.coverage_needed else None
    return Range(point=point, lowest=lowest, highest=highest)


def _conclude(
    before: ArrangementResult, dimensions: tuple[DimensionResult, ...], *, asked: Scoring, scoring: Scoring
) -> ArrangementResult:
    """Draw the conclusions from an arrangement's dimensions, which were put together as `asked` before.

    Where people have to talk first before it is called ready, that stays so.
    """
    readiness = _readiness(dimensions, scoring)
    if readiness is None:
        dimensions = tuple(replace(part, range=None) for part in dimensions)
    verdict, band, reasons = judge(dimensions, readiness, scoring)
    if verdict is Verdict.READY and before.verdict is Verdict.UNDETERMINED:
        waits = judge(before.dimensions, before.readiness, asked)[0] is Verdict.READY
        verdict = Verdict.UNDETERMINED if waits else verdict
    return replace(
        before,
        rank=None,
        readiness=readiness,
        verdict=verdict,
        band=band,
        reasons=reasons,
        dimensions=dimensions,
    )


def _readiness(dimensions: tuple[DimensionResult, ...], scoring: Scoring) -> Range[Root] | None:
    ranges = [
        (part.dimension, part.range)
        for part in dimensions
        if part.range and part.in_play >= scoring.in_play_needed
    ]
    if len(ranges) < len(dimensions):
        return None
    points = [(dimension, part.point) for dimension, part in ranges if part.point is not None]
    lowest = [(dimension, part.lowest) for dimension, part in ranges]
    highest = [(dimension, part.highest) for dimension, part in ranges]
    return Range(
        point=readiness_number(points, scoring.dimensions) if len(points) == len(ranges) else None,
        lowest=readiness_number(lowest, scoring.dimensions),
        highest=readiness_number(highest, scoring.dimensions),
    )
