"""Why a verdict, a band or a missing point is what it is, in words."""

from fractions import Fraction

from partnerassess.assessment import (
    DimensionResult,
    EssentialState,
    FactorResult,
    QuestionState,
    Range,
    Reason,
    Verdict,
)
from partnerassess.exact import Root
from partnerassess.model import Band, Scoring

_SHARES = {
    Fraction(1, 4): "a quarter",
    Fraction(1, 3): "a third",
    Fraction(1, 2): "half",
    Fraction(2, 3): "two thirds",
    Fraction(3, 4): "three quarters",
    Fraction(1): "all",
}


def why(
    dimensions: tuple[DimensionResult, ...],
    readiness: Range[Root] | None,
    verdict: Verdict | None,
    band: Band | None,
    scoring: Scoring,
) -> tuple[Reason, ...]:
    """Give the reasons for what the rules say of an arrangement."""
    if readiness is None:
        return _why_not_assessable(dimensions, scoring)
    return (
        *_why_verdict(dimensions, readiness, verdict, scoring.ready),
        *_why_no_point(dimensions, readiness, scoring),
        *_why_band(readiness, verdict, band, scoring),
    )


def _why_verdict(
    dimensions: tuple[DimensionResult, ...],
    readiness: Range[Root],
    verdict: Verdict | None,
    ready: Band | None,
) -> tuple[Reason, ...]:
    factors = [factor for dimension in dimensions for factor in dimension.factors]
    if ready is None:
        return ()
    if verdict is Verdict.NOT_READY:
        return _against(factors, readiness, ready)
    if verdict is Verdict.UNDETERMINED:
        return _unsettled(factors, readiness, ready)
    if readiness.point is None:
        return (Reason("Ready whatever the open answers turn out to be."),)
    return ()


def _against(factors: list[FactorResult], readiness: Range[Root], ready: Band) -> tuple[Reason, ...]:
    unmet = [
        Reason(f"Essential factor not met: {factor.factor.title}.")
        for factor in factors
        if factor.essential is EssentialState.UNMET
    ]
    if readiness.highest >= Root(ready.position):
        return tuple(unmet)
    settled = readiness.is_settled
    below = "Readiness is" if settled else "Even with every open answer at its best, readiness would be"
    return (*unmet, Reason(f"{below} below where “{ready.title}” starts."))


def _unsettled(factors: list[FactorResult], readiness: Range[Root], ready: Band) -> tuple[Reason, ...]:
    reasons = [_why_open(factor) for factor in factors if factor.essential is EssentialState.OPEN]
    if readiness.lowest < Root(ready.position):
        deciding = tuple(
            answer.question
            for factor in factors
            for answer in factor.answers
            if answer.standing.state is QuestionState.OPEN
        )
        text = f"The open answers decide whether readiness reaches where “{ready.title}” starts."
        reasons.append(Reason(text, deciding))
    return tuple(reasons)


def _why_open(factor: FactorResult) -> Reason:
    title, minimum = factor.factor.title, factor.factor.essential or Fraction(0)
    in_play = [answer for answer in factor.answers if answer.standing.state is not QuestionState.OUT]
    if not in_play:
        return Reason(f"Essential factor left out without a note saying why: {title}.")
    deciding = tuple(answer.question for answer in in_play if answer.standing.weakest.lowest < minimum)
    return Reason(f"Essential factor still open: {title}.", deciding)


def _why_not_assessable(dimensions: tuple[DimensionResult, ...], scoring: Scoring) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            f"Too much of {dimension.dimension.title} does not apply to say anything: "
            f"{_share(scoring.in_play_needed)} of it must be in play."
        )
        for dimension in dimensions
        if dimension.in_play < scoring.in_play_needed or dimension.coverage is None
    )


def _why_no_point(
    dimensions: tuple[DimensionResult, ...], readiness: Range[Root], scoring: Scoring
) -> tuple[Reason, ...]:
    if readiness.point is not None:
        return ()
    return tuple(
        Reason(
            f"Too little of {dimension.dimension.title} is answered for a single figure: "
            f"{_share(scoring.coverage_needed)} of it is needed."
        )
        for dimension in dimensions
        if dimension.range is None or dimension.range.point is None
    )


def _why_band(
    readiness: Range[Root], verdict: Verdict | None, band: Band | None, scoring: Scoring
) -> tuple[Reason, ...]:
    """Say that the verdict keeps a band down, where the number by itself reaches a higher one."""
    if band is None or scoring.ready is None or verdict is Verdict.READY:
        return ()
    ends = (readiness.lowest, readiness.highest) if readiness.point is None else (readiness.point,)
    if all(end < Root(scoring.ready.position) for end in ends):
        return ()
    return (Reason(f"“{band.title}” is the highest band while the verdict is not “ready”."),)


def _share(share: Fraction) -> str:
    return _SHARES.get(share, f"{share.numerator} in {share.denominator}")
