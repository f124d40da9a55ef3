"""What the numbers say: essential factors, verdict and band, each with its reasons.

This module knows minimums, cut-offs and the short wording of reasons. It does not know how the numbers
came about.
"""

from collections.abc import Iterable
from fractions import Fraction

from partnerassess.assessment import (
    DimensionResult,
    EssentialState,
    FactorResult,
    QuestionResult,
    QuestionState,
    Range,
    Reason,
    Verdict,
)
from partnerassess.exact import Root
from partnerassess.model import Band, Factor, Scoring

_SHARES = {
    Fraction(1, 4): "a quarter",
    Fraction(1, 3): "a third",
    Fraction(1, 2): "half",
    Fraction(2, 3): "two thirds",
    Fraction(3, 4): "three quarters",
    Fraction(1): "all",
}

Judgement = tuple[Verdict | None, Band | None, tuple[Reason, ...]]


def essential_state(factor: Factor, answers: Iterable[QuestionResult]) -> EssentialState | None:
    """Tell whether an essential factor is met, unmet or open; null for a factor that is not essential.

    It goes by the weakest of its questions: a good answer to one does not make up for another.
    """
    minimum = factor.essential
    if minimum is None:
        return None
    standings = [answer.standing for answer in answers]
    in_play = [standing for standing in standings if standing.state is not QuestionState.OUT]
    if not in_play:
        explained = all(standing.noted for standing in standings)
        return EssentialState.MET if explained else EssentialState.OPEN
    if any(standing.weakest.highest < minimum for standing in in_play):
        return EssentialState.UNMET
    if all(standing.weakest.lowest >= minimum for standing in in_play):
        return EssentialState.MET
    return EssentialState.OPEN


def judge(
    dimensions: tuple[DimensionResult, ...], readiness: Range[Root] | None, scoring: Scoring
) -> Judgement:
    """Give the verdict and the band of an arrangement, with the reasons for both."""
    if readiness is None:
        return Verdict.NOT_ASSESSABLE, None, _why_not_assessable(dimensions, scoring)
    verdict, reasons = _verdict(dimensions, readiness, scoring.ready)
    band, band_reasons = _band(readiness, verdict, scoring)
    return verdict, band, reasons + _why_no_point(dimensions, readiness, scoring) + band_reasons


def _verdict(
    dimensions: tuple[DimensionResult, ...], readiness: Range[Root], ready: Band | None
) -> tuple[Verdict | None, tuple[Reason, ...]]:
    if ready is None:
        return None, ()
    factors = [factor for dimension in dimensions for factor in dimension.factors]
    threshold = Root(ready.position)
    against = _against(factors, readiness, ready, threshold)
    if against:
        return Verdict.NOT_READY, against
    unsettled = _unsettled(factors, readiness, ready, threshold)
    if unsettled:
        return Verdict.UNDETERMINED, unsettled
    if readiness.point is None:
        return Verdict.READY, (Reason("Ready whatever the open answers turn out to be."),)
    return Verdict.READY, ()


def _against(
    factors: list[FactorResult], readiness: Range[Root], ready: Band, threshold: Root
) -> tuple[Reason, ...]:
    unmet = [
        Reason(f"Essential factor not met: {factor.factor.title}.")
        for factor in factors
        if factor.essential is EssentialState.UNMET
    ]
    if readiness.highest >= threshold:
        return tuple(unmet)
    settled = readiness.lowest == readiness.highest
    below = "Readiness is" if settled else "Even with every open answer at its best, readiness would be"
    return (*unmet, Reason(f"{below} below where “{ready.title}” starts."))


def _unsettled(
    factors: list[FactorResult], readiness: Range[Root], ready: Band, threshold: Root
) -> tuple[Reason, ...]:
    reasons = [_why_open(factor) for factor in factors if factor.essential is EssentialState.OPEN]
    if readiness.lowest < threshold:
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


def _band(
    readiness: Range[Root], verdict: Verdict | None, scoring: Scoring
) -> tuple[Band | None, tuple[Reason, ...]]:
    ends = (readiness.lowest, readiness.highest) if readiness.point is None else (readiness.point,)
    reached = [_band_of(end, scoring.bands) for end in ends]
    allowed = [_within_verdict(band, verdict, scoring) for band in reached]
    if not allowed or any(band != allowed[0] for band in allowed):
        return None, ()
    if allowed == reached or allowed[0] is None:
        return allowed[0], ()
    text = f"“{allowed[0].title}” is the highest band while the verdict is not “ready”."
    return allowed[0], (Reason(text),)


def _band_of(number: Root, bands: tuple[Band, ...]) -> Band | None:
    reached = [band for band in bands if number >= Root(band.position)]
    return reached[-1] if reached else None


def _within_verdict(band: Band | None, verdict: Verdict | None, scoring: Scoring) -> Band | None:
    if band is None or scoring.ready is None or verdict is Verdict.READY:
        return band
    below = scoring.bands[: scoring.bands.index(scoring.ready)]
    return band if band in below else below[-1]


def _share(share: Fraction) -> str:
    return _SHARES.get(share, f"{share.numerator} in {share.denominator}")
