"""When people see something essential too differently to call an arrangement ready: discuss it first."""

from collections.abc import Mapping
from fractions import Fraction

from msgspec.structs import replace

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    FactorResult,
    QuestionResult,
    QuestionState,
    Reason,
    Verdict,
)
from partnerassess.model import Scoring
from partnerassess.pooling.opinions import Opinions

WIDE = Fraction(2)
"""From this many steps between organisations on an essential question they discuss it first."""


def discuss_first(
    result: ArrangementResult, said: Mapping[str, Opinions], scoring: Scoring
) -> ArrangementResult:
    """Turn `ready` into `undetermined` where an essential question is seen too differently; nothing else."""
    if result.verdict is not Verdict.READY or scoring.ready is None:
        return result
    found = (_find_dispute(factor, answer, said) for factor in result.factors() for answer in factor.answers)
    disputes = tuple(Reason(f"Discuss first: {dispute}.") for dispute in found if dispute)
    if not disputes:
        return result
    # Without a point the first reason says that it is ready whatever the open answers turn out to be.
    has_point = result.readiness is not None and result.readiness.point is not None
    reasons = result.reasons if has_point else result.reasons[1:]
    band = scoring.bands[scoring.bands.index(scoring.ready) - 1]
    lowered = Reason(f"“{band.title}” is the highest band while the verdict is not “ready”.")
    return replace(result, verdict=Verdict.UNDETERMINED, band=band, reasons=(*disputes, *reasons, lowered))


def disputed_questions(assessment: Assessment, said: Mapping[str, Opinions]) -> tuple[str, ...]:
    """Give the ids of the essential questions, of arrangements that apply, that are seen too differently."""
    found = (
        answer.question.id
        for result in assessment.arrangements
        for factor in result.factors()
        for answer in factor.answers
        if result.applies and _find_dispute(factor, answer, said)
    )
    return tuple(dict.fromkeys(found))


def waits_for_people(assessment: Assessment, result: ArrangementResult) -> bool:
    """Tell whether people have to talk about something essential before an arrangement is called ready."""
    disputed = assessment.pooled.disputed if assessment.pooled else ()
    return bool(disputed) and any(
        answer.question.id in disputed and answer.standing.state is QuestionState.ANSWERED
        for factor in result.factors()
        if factor.essential is not None
        for answer in factor.answers
    )


def _find_dispute(factor: FactorResult, answer: QuestionResult, said: Mapping[str, Opinions]) -> str | None:
    """Say what is seen too differently about a question of an essential factor; null if nothing is."""
    minimum, everything = factor.factor.essential, said[answer.question.id]
    if minimum is None or answer.standing.state is not QuestionState.ANSWERED:
        return None
    if everything.is_split_at(minimum):
        return f"answers lie on both sides of what is needed for {factor.factor.title}"
    if everything.gap >= WIDE:
        return f"the organisations see {factor.factor.title} very differently"
    return None
