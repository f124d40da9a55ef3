"""The one weight whose smallest change puts another arrangement first.

With the other weights as they are, a dimension is D(w) = (a + w·x) / (b + w) in the weight w of a factor at
x. What decides the order changes only where such a number meets another one: another arrangement's
readiness, the start of `ready`, the coverage a point needs, the share that must be in play. These meeting
points are found in closed form, and the rules say on which of them somebody else comes first.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    DimensionResult,
    Range,
    standings_of,
)
from partnerassess.exact import Root
from partnerassess.model import Aggregation, Arrangement, Factor, Scoring
from partnerassess.scoring.columns import columns_of
from partnerassess.scoring.rules import ArrangementColumns, rules_of, whole_numbers

End = Callable[[Range[Fraction]], Fraction | None]
"""The lowest, the point or the highest of a number."""


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


def find_flip(assessment: Assessment) -> Flip | None:
    """Find the one factor whose weight has to change least to put another arrangement first.

    Null with fewer than two arrangements to compare, or where no single weight can do it. Ties go to the
    questionnaire's order. Where dimensions of different weight are averaged geometrically the turning
    weights are roots, known to 40 digits; else they are exact.
    """
    if sum(result.rank is not None for result in assessment.arrangements) < 2:
        return None
    contest = _Contest(assessment)
    turnings = sorted(_turnings(assessment), key=lambda each: abs(each[2] - each[1].weight))
    for arrangement, factor, turning, beyond in turnings:
        for weight in (turning, beyond):
            leader = contest.leader_with(arrangement, factor, weight)
            if leader is not contest.leader:
                return Flip(
                    arrangement=arrangement,
                    factor=factor,
                    weight=turning,
                    upwards=beyond > turning,
                    at_once=weight == turning,
                    leader=leader,
                )
    return None


class _Contest:
    """Who comes first, with one weight changed at a time."""

    def __init__(self, assessment: Assessment) -> None:
        rules = rules_of(assessment.questionnaire)
        self._columns = columns_of(rules, standings_of(assessment.arrangements))
        results = assessment.in_order()
        self._applies = [each.applies for each in results]
        self._waits = [assessment.waits_for_people(each) for each in results]
        self._rules = rules.arrangements
        scored = [rule.score(self._columns) for rule in self._rules]
        self._merits = [_merit(*each) for each in zip(scored, self._applies, self._waits, strict=True)]
        self.leader = self._first(self._merits)
        """Who comes first as it is; null where nobody can be ranked."""

    def leader_with(self, arrangement: Arrangement, factor: Factor, weight: Fraction) -> Arrangement | None:
        """Give who comes first if one factor had another weight."""
        place = next(place for place, rule in enumerate(self._rules) if rule.arrangement.id == arrangement.id)
        parts = self._rules[place].dimensions
        part = next(each for each in parts if each.dimension.id == factor.dimension)
        weights = {each.factor.id: each.factor.weight for each in part.factors} | {factor.id: weight}
        whole = dict(zip(weights, whole_numbers([*weights.values()]), strict=True))
        scored = self._rules[place].score(replace(self._columns, weights=whole))
        merits = list(self._merits)
        merits[place] = _merit(scored, self._applies[place], self._waits[place])
        return self._first(merits)

    def _first(self, merits: Sequence[tuple[Any, ...]]) -> Arrangement | None:
        place = max(range(len(merits)), key=lambda each: (merits[each], -each))
        is_ranked = merits[place][0] and merits[place][1]
        return self._rules[place].arrangement if is_ranked else None


def _merit(scored: ArrangementColumns, applies: bool, waits: bool) -> tuple[bool, bool, bool, bool, Root]:
    """Give what the order goes by, more being better."""
    number = scored.readiness.point if scored.pointed else scored.readiness.lowest
    return applies, scored.assessable, scored.verdict == 0 and not waits, scored.pointed, number


def _turnings(assessment: Assessment) -> Iterator[tuple[Arrangement, Factor, Fraction, Fraction]]:
    """Give the weights of a factor at which the order may turn.

    Each stands with a weight further away, with no other turning between the two.
    """
    for result in assessment.in_order():
        meets = _numbers_to_meet(assessment, result)
        for part in result.dimensions if result.applies else ():
            found: dict[str, set[Fraction]] = {each.factor.id: set() for each in part.factors}
            for numbers, wanted in _means_to_meet(assessment.questionnaire.scoring, result, part, meets):
                both = zip((each.factor for each in part.factors), numbers, strict=True)
                known = [(factor, number) for factor, number in both if number is not None]
                # Solve (a + w·x) / (b + w) = wanted for the weight of each factor that matters.
                above = sum((factor.weight * (number - wanted) for factor, number in known), Fraction(0))
                for factor, number in known:
                    if number != wanted:
                        found[factor.id].add(above / (wanted - number) + factor.weight)
            for factor in (each.factor for each in part.factors):
                for weight, beyond in _outwards(factor.weight, found[factor.id]):
                    yield result.arrangement, factor, weight, beyond


def _outwards(now: Fraction, weights: Collection[Fraction]) -> Iterator[tuple[Fraction, Fraction]]:
    """Give weights in both directions from now, each with a place between it and the next further away."""
    above = sorted(weight for weight in weights if weight > 0)
    up = [weight for weight in above if weight >= now]
    down = [weight for weight in reversed(above) if weight <= now]
    for turnings, end in ((up, Fraction(2)), (down, Fraction(0))):
        for weight, further in pairwise([*turnings, *(each * end for each in turnings[-1:])]):
            yield weight, (weight + further) / 2


def _numbers_to_meet(assessment: Assessment, result: ArrangementResult) -> list[Root]:
    """Give the numbers an arrangement's own could pass: everybody's if it leads, else the leader's."""
    is_leader = result.rank == 1
    others = [each for each in assessment.arrangements if each is not result and each.rank is not None]
    known = [each.readiness for each in others if each.readiness and (is_leader or each.rank == 1)]
    return [each.number for each in known]


def _means_to_meet(
    scoring: Scoring, result: ArrangementResult, part: DimensionResult, meets: Sequence[Root]
) -> Iterator[tuple[list[Fraction | None], Fraction]]:
    """Give a number for each factor, of which a dimension is the mean, and what that mean could pass.

    The number is null where a factor takes no part.
    """
    yield [each.in_play for each in part.factors], scoring.in_play_needed
    yield [each.coverage for each in part.factors], scoring.coverage_needed
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
                yield [end(each.range) if each.range else None for each in part.factors], needed


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
