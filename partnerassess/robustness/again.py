"""Results scored again under other conventions, with every answer where it stands.

This module knows how the one scorer's steps are taken again from a dimension's factors on, which keeps all
that is known of every answer, pooled ones included. It does not know which conventions are tried.
"""

from dataclasses import replace
from fractions import Fraction

from partnerassess.assessment import ArrangementResult, Assessment, DimensionResult, Verdict
from partnerassess.model import Aggregation, Factor, Scoring
from partnerassess.scoring.arrangement import score_from_dimensions, score_from_factors
from partnerassess.scoring.verdicts import judge


def score_with_weight(
    before: ArrangementResult, factor: Factor, weight: Fraction, scoring: Scoring
) -> ArrangementResult:
    """Score an arrangement again with another weight of one of its factors; its rank is left open."""
    dimensions = tuple(
        _with_weight(part, factor, weight, scoring)
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


def _with_weight(
    part: DimensionResult, factor: Factor, weight: Fraction, scoring: Scoring
) -> DimensionResult:
    changed = replace(factor, weight=weight)
    factors = (replace(each, factor=changed) if each.factor is factor else each for each in part.factors)
    return score_from_factors(part.dimension, tuple(factors), scoring)


def _conclude(
    before: ArrangementResult, dimensions: tuple[DimensionResult, ...], *, asked: Scoring, scoring: Scoring
) -> ArrangementResult:
    """Draw the conclusions from an arrangement's dimensions, which were put together as `asked` before.

    Where people have to talk first before it is called ready, that stays so.
    """
    after = score_from_dimensions(before.arrangement, dimensions, scoring, applies=before.applies)
    if after.verdict is Verdict.READY and before.verdict is Verdict.UNDETERMINED:
        waits = judge(before.dimensions, before.readiness, asked)[0] is Verdict.READY
        return replace(after, verdict=Verdict.UNDETERMINED if waits else after.verdict)
    return after
