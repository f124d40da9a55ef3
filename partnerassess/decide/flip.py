"""The one weight whose smallest change puts another arrangement first.

With the other weights as they are, a dimension is D(w) = (a + w·x) / (b + w) in the weight w of a factor at
x. What decides the order changes only where such a number meets another one: another arrangement's
readiness, the start of `ready`, the coverage a point needs, the share that must be in play. These meeting
points are found in closed form, and the rules say on which of them somebody else comes first.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    DimensionResult,
    FactorResult,
    Range,
    standings_of,
)
from partnerassess.exact import Root
from partnerassess.model import Aggregation, Arrangement, Factor, Scoring
from partnerassess.pooling.disputes import waits_for_people
from partnerassess.scoring.columns import columns_of
from partnerassess.scoring.rules import ArrangementColumns, ArrangementRule, rules_of, whole_numbers

End = Callable[[Range[Fraction]], Fraction | None]
"""The lowest, the point or the highest of a number."""

Of = Callable[[FactorResult], Fraction | None]
"""A number of a factor; null where it takes no part."""


class Flip(Struct, frozen=True, kw_only=True):
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


class _Turning(Struct, frozen=True, kw_only=True):
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
    contest = _Contest(assessment)
    for turning in sorted(_turnings(assessment), key=lambda each: each.distance):
        for weight in (turning.weight, turning.beyond):
            leader = contest.leader_with(turning.result, turning.factor.factor, weight)
            if leader is not contest.leader:
                return Flip(
                    arrangement=turning.result.arrangement,
                    factor=turning.factor.factor,
                    weight=turning.weight,
                    upwards=turning.beyond > turning.weight,
                    at_once=weight == turning.weight,
                    leader=leader,
                )
    return None


class _Contest:
    """Who comes first, with one weight changed at a time."""

    def __init__(self, assessment: Assessment) -> None:
        rules = rules_of(assessment.questionnaire)
        self._columns = columns_of(rules, standings_of(assessment.arrangements))
        results = in_order(assessment)
        self._applies = [each.applies for each in results]
        self._waits = [waits_for_people(assessment, each) for each in results]
        self._rules = rules.arrangements
        scored = [rule.score(self._columns) for rule in self._rules]
        self._merits = [_merit(*each) for each in zip(scored, self._applies, self._waits, strict=True)]
        self.leader = self._first(self._merits)
        """Who comes first as it is; null where nobody can be ranked."""

    def leader_with(self, result: ArrangementResult, factor: Factor, weight: Fraction) -> Arrangement | None:
        """Give who comes first if one factor had another weight."""
        place = next(
            place for place, rule in enumerate(self._rules) if rule.arrangement.id == result.arrangement.id
        )
        rule = self._rules[place]
        columns = replace(self._columns, weights=_weights_with(rule, factor, weight))
        merits = list(self._merits)
        merits[place] = _merit(rule.score(columns), self._applies[place], self._waits[place])
        return self._first(merits)

    def _first(self, merits: Sequence[tuple[Any, ...]]) -> Arrangement | None:
        place = max(range(len(merits)), key=lambda each: (merits[each], -each))
        is_ranked = merits[place][0] and merits[place][1]
        return self._rules[place].arrangement if is_ranked else None


def _merit(scored: ArrangementColumns, applies: bool, waits: bool) -> tuple[bool, bool, bool, bool, Root]:
    """Give what the order goes by, more being better."""
    number = scored.readiness.point if scored.pointed else scored.readiness.lowest
    return applies, scored.assessable, scored.verdict == 0 and not waits, scored.pointed, number


def _weights_with(rule: ArrangementRule, factor: Factor, weight: Fraction) -> Mapping[str, int]:
    """Give the weights of a factor's dimension with another one for it, as whole numbers."""
    part = next(each for each in rule.dimensions if each.dimension.id == factor.dimension)
    factors = [each.factor for each in part.factors]
    weights = whole_numbers([weight if each.id == factor.id else each.weight for each in factors])
    return dict(zip((each.id for each in factors), weights, strict=True))


def _turnings(assessment: Assessment) -> Iterator[_Turning]:
    for result in in_order(assessment):
        if not result.applies:
            continue
        meets = _numbers_to_meet(assessment, result)
        for part in result.dimensions:
            weights: dict[str, set[Fraction]] = {each.factor.id: set() for each in part.factors}
            for of, wanted in _means_to_meet(assessment.questionnaire.scoring, result, part, meets):
                for factor, weight in _find_weights(part, of, wanted):
                    weights[factor.id].add(weight)
            for each in part.factors:
                found = sorted(weight for weight in weights[each.factor.id] if weight > 0)
                yield from _outwards(result, each, found)


def _find_weights(part: DimensionResult, of: Of, wanted: Fraction) -> Iterator[tuple[Factor, Fraction]]:
    """Solve (a + w·x) / (b + w) = wanted for the weight of each factor; without those that do not matter."""
    numbers = [(each.factor, number) for each in part.factors if (number := of(each)) is not None]
    above = sum((factor.weight * (number - wanted) for factor, number in numbers), Fraction(0))
    for factor, number in numbers:
        if number != wanted:
            yield factor, above / (wanted - number) + factor.weight


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


def _means_to_meet(
    scoring: Scoring, result: ArrangementResult, part: DimensionResult, meets: Sequence[Root]
) -> Iterator[tuple[Of, Fraction]]:
    """Give numbers of factors, of which a dimension is the mean, and what that mean could pass."""
    yield lambda each: each.in_play, scoring.in_play_needed
    yield lambda each: each.coverage, scoring.coverage_needed
    if scoring.factors is Aggregation.MINIMUM or result.readiness is None:
        return
    starts = [Root(scoring.ready.position)] if scoring.ready else []
    curves: tuple[tuple[End, list[Root]], ...] = (
        (lambda known: known.lowest, [*starts, *meets]),
        (lambda known: known.highest, starts),
        (lambda known: known.point, list(meets)),
    )
    for end, wanted in curves:
        for number in wanted:
            needed = _needed(scoring, result, part, end, number)
            if needed is not None:
                yield partial(_of_factor, end), needed


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
    total = weight + sum(each for each, _ in others)
    match scoring.dimensions:
        case Aggregation.MINIMUM:
            return number.digits()
        case Aggregation.ARITHMETIC:
            rest = sum((each * value for each, value in others), Fraction(0))
            return (number.digits() * total - rest) / weight
        case Aggregation.GEOMETRIC:
            if not all(value for _, value in others):
                return None
            # D to the power of its weight, times the others' powers, is the number to the power of them all.
            parts = [(base, exponent * total) for base, exponent in number.parts]
            divided = [(1 / value, each * number.degree) for each, value in others]
            return Root.of_powers([*parts, *divided], weight * number.degree).digits()


def in_order(assessment: Assessment) -> list[ArrangementResult]:
    """Give an assessment's results in the questionnaire's order."""
    results = {each.arrangement.id: each for each in assessment.arrangements}
    return [results[each.id] for each in assessment.questionnaire.arrangements]
