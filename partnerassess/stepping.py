"""Stepping stones: joint work on a small scale, as a first step towards tying organisations together.

This module knows the route the evidence points to: try the partner out in smaller projects first. It does
not know how the suggestion is worded or shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from partnerassess.assessment import ArrangementResult, Assessment, FactorResult, Verdict
from partnerassess.model import Extent, ScoredQuestion, Source
from partnerassess.planning import READY, Target, find_effort, find_target

ROUTE = Source(ref="hsmc-2017", where="Leading and managing partnering is different; case study D")
"""Where the suggestion to begin small comes from: five case studies with 10-12 interviews each."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """Something that the smaller arrangement's practice would build up for the larger one."""

    question: ScoredQuestion
    """Asked by both."""
    factor: FactorResult
    """Where it counts in the larger one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SteppingStone:
    """A smaller arrangement to begin with."""

    larger: ArrangementResult
    """The structural arrangement, which is not ready."""
    smaller: ArrangementResult
    """The individual arrangement of the same nature."""
    effort: Fraction
    """What making the smaller one ready takes at least; zero if it is ready."""
    larger_effort: Fraction | None
    """The same for the larger one; null if that is out of reach."""
    builds: tuple[Built, ...]
    """What both need and the larger one has not in full, heaviest first."""


def find_stepping_stones(assessment: Assessment) -> tuple[SteppingStone, ...]:
    """Find the smaller arrangements to begin with, in the order of the larger ones.

    One is suggested where a structural arrangement is not ready, and the individual one of the same nature
    is ready or takes less effort. Without a `ready` band there is nothing to suggest.
    """
    target = find_target(READY, assessment.questionnaire)
    if isinstance(target, str):
        return ()
    return tuple(_stones(assessment, target))


def _stones(assessment: Assessment, target: Target) -> Iterator[SteppingStone]:
    for larger in assessment.arrangements:
        smaller = _find_smaller(assessment, larger)
        if smaller is None or larger.verdict is Verdict.READY:
            continue
        effort, more = (find_effort(assessment, each.arrangement.id, target) for each in (smaller, larger))
        if effort is not None and (more is None or effort < more):
            yield SteppingStone(
                larger=larger,
                smaller=smaller,
                effort=effort,
                larger_effort=more,
                builds=tuple(_builds(smaller, larger)),
            )


def _find_smaller(assessment: Assessment, larger: ArrangementResult) -> ArrangementResult | None:
    """Give the individual arrangement of a structural one's nature, if both can be assessed."""
    place = larger.arrangement.typology
    if place is None or place.scale is not Extent.STRUCTURAL or larger.rank is None:
        return None
    for result in assessment.arrangements:
        other = result.arrangement.typology
        fits = other and other.scale is Extent.INDIVIDUAL and other.nature is place.nature
        # It need not apply: somebody who plans for whole organisations may not have thought of it.
        if fits and result.readiness is not None:
            return result
    return None


def _builds(smaller: ArrangementResult, larger: ArrangementResult) -> Iterator[Built]:
    practised = {each.id for each in smaller.arrangement.questions()}
    factors = [each for each in larger.factors() if each.range]
    factors.sort(key=lambda each: -each.factor.weight)
    for factor in factors:
        for answer in factor.answers:
            has_room = answer.standing.bounds.lowest < 1
            if answer.question.id in practised and answer.question.effort is not None and has_room:
                yield Built(question=answer.question, factor=factor)
