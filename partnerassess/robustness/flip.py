"""The one weight whose smallest change puts another arrangement first, exactly.

This module knows how readiness depends on the weight of one factor. It does not know draws or chances.

With the other weights as they are, a dimension is D(w) = (a + w·x) / (b + w) in the weight w of a factor at
x. What decides the order changes only where such a number meets another one: another arrangement's
readiness, the start of `ready`, the coverage a point needs, the share that must be in play. These meeting
points are found in closed form, and the one scorer says on which of them somebody else comes first.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    DimensionResult,
    FactorResult,
)
from partnerassess.exact import Root
from partnerassess.model import Aggregation, Arrangement, Factor, Scoring
from partnerassess.robustness.again import in_questionnaire_order, score_with_weight
from partnerassess.robustness.ends import End, highest, lowest, point
from partnerassess.scoring.score import rank


@dataclass(frozen=True, kw_only=True, slots=True)
class Flip:
    """The smallest change of one factor's weight that changes which arrangement comes first."""

    arrangement: Arrangement
    """The arrangement the factor belongs to."""
    factor: Factor
    weight: Fraction
    """The weight at which the order turns; it stands at `factor.weight`."""
    upwards: bool
    """Whether the weight has to rise; else it has to fall."""
    at_once: bool
    """Whether another comes first at this very weight, and not only beyond it."""
    leader: Arrangement | None
    """Who comes first then; null where nobody can be ranked any more."""

    @property
    def change(self) -> Fraction:
        """Give how far the weight has to move; negative for down."""
        return self.weight - self.factor.weight


@dataclass(frozen=True, kw_only=True, slots=True)
class _Turning:
    """A weight of one factor at which the order may turn."""

    result: ArrangementResult
    factor: FactorResult
    weight: Fraction
    beyond: Fraction
    """A weight further away, with no other turning between the two."""

    @property
    def distance(self) -> Fraction:
        return abs(self.weight - self.factor.factor.weight)


def find_flip(assessment: Assessment) -> Flip | None:
    """Find the one factor whose weight has to change least to put another arrangement first.

    Null with fewer than two arrangements to compare, or where no single weight can do it. Ties go to the
    questionnaire's order. Where dimensions of different weight are averaged geometrically the turning
    weights are roots, known to 40 digits; else they are exact.
    """
    if sum(result.rank is not None for result in assessment.arrangements) < 2:
        return None
    for turning in sorted(_turnings(assessment), key=lambda each: each.distance):
        for weight in (turning.weight, turning.beyond):
            leader = _leader_with(assessment, turning.result, turning.factor.factor, weight)
            if leader != _id_of(assessment.leader):
                return Flip(
                    arrangement=turning.result.arrangement,
                    factor=turning.factor.factor,
                    weight=turning.weight,
                    upwards=turning.beyond > turning.weight,
                    at_once=weight == turning.weight,
                    leader=_named(assessment, leader),
                )
    return None


def _turnings(assessment: Assessment) -> Iterator[_Turning]:
    for result in in_questionnaire_order(assessment):
        if not result.applies:
            continue
        meets = _numbers_to_meet(assessment, result)
        for part in result.dimensions:
            means = list(_means_to_meet(assessment.questionnaire.scoring, result, part, meets))
            for factor in part.factors:
                weights = {weight for mean in means if (weight := mean.find_weight(factor)) is not None}
                yield from _outwards(result, factor, sorted(weight for weight in weights if weight > 0))


def _outwards(
    result: ArrangementResult, factor: FactorResult, weights: Sequence[Fraction]
) -> Iterator[_Turning]:
    """Give the turnings of one weight, each with a place between it and the next one further away."""
    now = factor.factor.weight
    up = [weight for weight in weights if weight >= now]
    down = [weight for weight in reversed(weights) if weight <= now]
    for turning, end in ((up, Fraction(2)), (down, Fraction(0))):
        for weight, further in pairwise([*turning, *(each * end for each in turning[-1:])]):
            yield _Turning(result=result, factor=factor, weight=weight, beyond=(weight + further) / 2)


def _numbers_to_meet(assessment: Assessment, result: ArrangementResult) -> list[Root]:
    """Give the numbers an arrangement's own could pass: everybody's if it leads, else the leader's."""
    is_leader = result.rank == 1
    others = [each for each in assessment.arrangements if each is not result and each.rank is not None]
    known = [each.readiness for each in others if each.readiness and (is_leader or each.rank == 1)]
    return [each.lowest if each.point is None else each.point for each in known]


class _Mean:
    """A mean over a dimension's factors, and a number that it could pass."""

    def __init__(
        self, part: DimensionResult, of: Callable[[FactorResult], Fraction | None], wanted: Fraction
    ) -> None:
        self._of, self._wanted = of, wanted
        numbers = [(each.factor.weight, number) for each in part.factors if (number := of(each)) is not None]
        total = sum((weight for weight, _ in numbers), Fraction(0))
        self._above = sum((weight * number for weight, number in numbers), Fraction(0)) - total * wanted

    def find_weight(self, factor: FactorResult) -> Fraction | None:
        """Solve (a + w·x) / (b + w) = wanted for the weight of one factor; null where it does not matter."""
        own = self._of(factor)
        if own is None or own == self._wanted:
            return None
        return self._above / (self._wanted - own) + factor.factor.weight


def _means_to_meet(
    scoring: Scoring, result: ArrangementResult, part: DimensionResult, meets: Sequence[Root]
) -> Iterator[_Mean]:
    yield _Mean(part, lambda each: each.in_play, scoring.in_play_needed)
    yield _Mean(part, lambda each: each.coverage, scoring.coverage_needed)
    if scoring.factors is Aggregation.MINIMUM or result.readiness is None:
        return
    starts = [Root(scoring.ready.position)] if scoring.ready else []
    curves: tuple[tuple[End, list[Root]], ...] = (
        (lowest, [*starts, *meets]),
        (highest, starts),
        (point, list(meets)),
    )
    for end, wanted in curves:
        for number in wanted:
            needed = _needed(scoring, result, part, end, number)
            if needed is not None:
                yield _Mean(part, partial(_of_factor, end), needed)


def _of_factor(end: End, factor: FactorResult) -> Fraction | None:
    return end(factor.range) if factor.range else None


def _needed(
    scoring: Scoring, result: ArrangementResult, part: DimensionResult, end: End, number: Root
) -> Fraction | None:
    """Give what one dimension would have to be for the whole to be `number`; null where nothing would do."""
    others = [
        (each.dimension.weight, value)
        for each in result.dimensions
        if each is not part and each.range and (value := end(each.range)) is not None
    ]
    if len(others) < len(result.dimensions) - 1:
        return None
    weight = part.dimension.weight
    match scoring.dimensions:
        case Aggregation.MINIMUM:
            return number.digits()
        case Aggregation.ARITHMETIC:
            total = weight + sum(each for each, _ in others)
            rest = sum((each * value for each, value in others), Fraction(0))
            return (number.digits() * total - rest) / weight
        case Aggregation.GEOMETRIC:
            return _geometric_need(weight, others, number)


def _geometric_need(weight: int, others: Sequence[tuple[int, Fraction]], number: Root) -> Fraction | None:
    """Solve w-th power times the others' powers = number to the power of all weights."""
    product, total = Fraction(1), weight
    for each, value in others:
        product *= value**each
        total += each
    if not product:
        return None
    # number ** total is radicand ** (total / degree), so both sides are taken to the power of the degree.
    return Root(number.radicand**total / product**number.degree, weight * number.degree).digits()


def _leader_with(
    assessment: Assessment, result: ArrangementResult, factor: Factor, weight: Fraction
) -> str | None:
    """Give the id of whoever comes first if one factor had another weight."""
    again = score_with_weight(result, factor, weight, assessment.questionnaire.scoring)
    results = tuple(again if each is result else each for each in in_questionnaire_order(assessment))
    first = rank(results)[0]
    return first.arrangement.id if first.rank == 1 else None


def _id_of(result: ArrangementResult | None) -> str | None:
    return result.arrangement.id if result else None


def _named(assessment: Assessment, name: str | None) -> Arrangement | None:
    return next((each for each in assessment.questionnaire.arrangements if each.id == name), None)
