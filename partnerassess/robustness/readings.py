"""What scoring's rules say under drawn weights and answers: who stands before whom, and in which band.

This module knows the rules of docs/scoring.md on arrays, one number per draw. It does not draw anything.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from partnerassess.assessment import (
    ArrangementResult,
    DimensionResult,
    EssentialState,
    FactorResult,
    QuestionResult,
    QuestionState,
)
from partnerassess.model import Scoring
from partnerassess.pooling.disputes import waits_for_people
from partnerassess.robustness.acceptability import Numbers, weighted
from partnerassess.robustness.ends import End, highest, lowest, point
from partnerassess.robustness.firsts import APART, SLACK

Weights = Mapping[str, Numbers]
"""Every factor's drawn weight, by factor id."""

Flags = NDArray[np.bool_]

NO_BAND = -1
NOT_ASSESSABLE = -2


def order_keys(
    result: ArrangementResult,
    weights: Weights,
    positions: Mapping[str, Numbers],
    scoring: Scoring,
    disputed: Collection[str] = (),
) -> Numbers:
    """Give a number per draw that puts arrangements in scoring's order: by verdict, then by readiness."""
    parts = [_completed(part, weights, positions, scoring) for part in result.dimensions]
    readiness = _readiness(result, parts, scoring)
    keys = readiness
    if scoring.ready:
        reaches = readiness >= float(scoring.ready.position) - SLACK
        met, unmet = _essentials(result, positions)
        met = met & (not waits_for_people(result, disputed))
        keys = readiness + APART * np.where(met & ~unmet & reaches, 1, 0)
    ordered: Numbers = np.where(_is_assessable(result, weights, scoring), keys, -1.0)
    return ordered


def band_places(
    result: ArrangementResult, weights: Weights, scoring: Scoring, disputed: Collection[str] = ()
) -> NDArray[np.int64]:
    """Give the place of the arrangement's band in every draw of weights, with the answers as they are."""
    if not scoring.bands:
        return np.full(len(weights[result.dimensions[0].factors[0].factor.id]), NO_BAND)
    least, most = (_ends(result, weights, scoring, end) for end in (lowest, highest))
    covered = _covered(result, weights, scoring)
    figure = np.where(covered, _ends(result, weights, scoring, point), 0.0)
    settled = _is_settled(result, disputed)
    low, high, middle = (_capped(ends, least, scoring, settled=settled) for ends in (least, most, figure))
    places = np.where(covered, middle, np.where(low == high, low, NO_BAND))
    return np.where(_is_assessable(result, weights, scoring), places, NOT_ASSESSABLE)


def keeps_band(result: ArrangementResult, places: NDArray[np.int64], scoring: Scoring) -> float | None:
    """Give the share of draws in which the band is the one the arrangement has; null without bands."""
    if not scoring.bands:
        return None
    now = scoring.bands.index(result.band) if result.band else NO_BAND
    return float((places == now).mean())


def _completed(
    part: DimensionResult, weights: Weights, positions: Mapping[str, Numbers], scoring: Scoring
) -> Numbers:
    """Give a dimension with every open answer drawn."""
    factors = [factor for factor in part.factors if factor.range]
    values = [_factor_value(factor, positions, scoring) for factor in factors]
    return _together(values, [weights[factor.factor.id] for factor in factors], scoring)


def _factor_value(factor: FactorResult, positions: Mapping[str, Numbers], scoring: Scoring) -> Numbers:
    answers = _in_play(factor)
    places = np.broadcast_arrays(*(_place(answer, positions) for answer in answers))
    shares = np.array([float(answer.weight) for answer in answers])
    return weighted(np.stack(places, axis=-1), shares, scoring.questions)


def _in_play(factor: FactorResult) -> list[QuestionResult]:
    return [answer for answer in factor.answers if answer.standing.state is not QuestionState.OUT]


def _place(answer: QuestionResult, positions: Mapping[str, Numbers]) -> Numbers:
    drawn = positions.get(answer.question.id)
    return np.array(float(answer.standing.bounds.lowest)) if drawn is None else drawn


def _together(values: Sequence[Numbers], weights: Sequence[Numbers], scoring: Scoring) -> Numbers:
    columns = np.stack(np.broadcast_arrays(*values, weights[0])[:-1], axis=-1)
    return weighted(columns, np.stack(weights, axis=-1), scoring.factors)


def _readiness(result: ArrangementResult, parts: Sequence[Numbers], scoring: Scoring) -> Numbers:
    shares = np.array([float(part.dimension.weight) for part in result.dimensions])
    return weighted(np.stack(parts, axis=-1), shares, scoring.dimensions)


def _essentials(result: ArrangementResult, positions: Mapping[str, Numbers]) -> tuple[Flags, Flags]:
    """Tell per draw whether every essential factor is met, and whether one is unmet."""
    met, unmet = np.array(True), np.array(False)
    for factor in result.factors():
        if factor.essential is None:
            continue
        answers = _in_play(factor)
        if not answers:
            met = met & (factor.essential is EssentialState.MET)
        for answer in answers:
            least, most = _weakest(answer, positions)
            minimum = float(factor.factor.essential or 0) - SLACK
            met, unmet = met & (least >= minimum), unmet | (most < minimum)
    return met, unmet


def _weakest(answer: QuestionResult, positions: Mapping[str, Numbers]) -> tuple[Numbers, Numbers]:
    """Give between what the least favourable view of an answer lies."""
    drawn = positions.get(answer.question.id)
    if drawn is not None:
        return drawn, drawn
    weakest = answer.standing.weakest
    return np.array(float(weakest.lowest)), np.array(float(weakest.highest))


def _ends(result: ArrangementResult, weights: Weights, scoring: Scoring, end: End) -> Numbers:
    """Give one end of readiness per draw; zero where a dimension has nothing to make it of."""
    parts = []
    for part in result.dimensions:
        known = [
            (np.array(float(value)), weights[factor.factor.id])
            for factor in part.factors
            if factor.range and (value := end(factor.range)) is not None
        ]
        values, shares = [value for value, _ in known], [share for _, share in known]
        empty = np.zeros_like(weights[part.factors[0].factor.id])
        parts.append(_together(values, shares, scoring) if known else empty)
    return _readiness(result, parts, scoring)


def _is_settled(result: ArrangementResult, disputed: Collection[str]) -> bool:
    """Tell whether all that is essential is met, with nothing to discuss first."""
    essentials = [factor.essential for factor in result.factors() if factor.essential]
    met = all(state is EssentialState.MET for state in essentials)
    return met and not waits_for_people(result, disputed)


def _capped(numbers: Numbers, least: Numbers, scoring: Scoring, *, settled: bool) -> NDArray[np.int64]:
    """Give the place of the band that numbers fall in, within what the verdict allows."""
    starts = np.array([float(band.position) for band in scoring.bands])
    places = np.searchsorted(starts, numbers + SLACK, side="right") - 1
    if scoring.ready is None:
        return places
    is_ready = settled & (least >= float(scoring.ready.position) - SLACK)
    return np.where(is_ready, places, np.minimum(places, scoring.bands.index(scoring.ready) - 1))


def _covered(result: ArrangementResult, weights: Weights, scoring: Scoring) -> Flags:
    """Tell per draw whether every dimension has the coverage that a point needs, and anything answered."""
    needed = float(scoring.coverage_needed) - SLACK
    shares = [_share(part, weights, lambda factor: factor.coverage) for part in result.dimensions]
    enough: Flags = np.all([(share >= needed) & (share > 0) for share in shares], axis=0)
    return enough


def _is_assessable(result: ArrangementResult, weights: Weights, scoring: Scoring) -> Flags:
    needed = float(scoring.in_play_needed) - SLACK
    shares = [_share(part, weights, lambda factor: factor.in_play) for part in result.dimensions]
    enough: Flags = np.all([share >= needed for share in shares], axis=0)
    return enough


def _share(part: DimensionResult, weights: Weights, of: Callable[[FactorResult], Fraction | None]) -> Numbers:
    known = [
        (float(share), weights[factor.factor.id])
        for factor in part.factors
        if (share := of(factor)) is not None
    ]
    total: Numbers = np.sum([weight for _, weight in known], axis=0)
    covered: Numbers = np.sum([share * weight for share, weight in known], axis=0)
    return covered / total
