"""One factor: lanes for its answers, and from their sums the factor's numbers.

This module knows how a factor is made of answers, and whether an essential one is met. It does not know
dimensions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from partnerassess.compiled.lanes import Lane, Layout, Memory, times
from partnerassess.model import Aggregation, Factor, ScoredQuestion, Scoring


class Place(NamedTuple):
    """How one answer takes part: at its position if it is answered, or open, or out."""

    position: Fraction | None = None
    """0-1; null when the answer is open or out."""
    is_open: bool = False
    noted: bool = False
    """Whether a note says why it is out."""


class FactorNumbers(NamedTuple):
    """What one set of answers gives for a factor that is in play, 0-1."""

    point: Fraction | None
    lowest: Fraction
    highest: Fraction
    coverage: Fraction


@dataclass(kw_only=True, slots=True, eq=False, repr=False)
class FactorLanes:
    """The sums of one factor."""

    factor: Factor
    amounts: dict[str, int]
    """What each of its questions adds to `answered` or `open`: its weight, as a whole number."""
    whole: int
    """The sum of them all."""
    answered: Lane
    open: Lane
    scale: int
    """What makes every position of its questions a whole number."""
    reached: Lane | None
    """The sum of weight × position × `scale`; null for a factor that is the minimum of its questions."""
    counts: dict[Fraction, Lane]
    """How many answers there are at each position, for a factor that is such a minimum."""
    details: Lane
    """The lane `reached`, or all of `counts`."""
    _known: Memory[tuple[int, int, int], FactorNumbers | None] = field(default_factory=Memory)

    def put(self, question: str, place: Place) -> int:
        """Give what an answer adds."""
        amount = self.amounts[question]
        if place.is_open:
            return self.open.put(amount)
        if place.position is None:
            return 0
        if self.reached is None:
            return self.answered.put(amount) + self.counts[place.position].put(1)
        return self.answered.put(amount) + self.reached.put(times(place.position, amount * self.scale))

    def state(self, sums: int) -> tuple[int, int]:
        """Give how much of `whole` is answered, and how much open."""
        return self.answered.read(sums), self.open.read(sums)

    def is_plain(self, sums: int) -> bool:
        """Tell whether the factor is a mean that is answered, open or out as a whole."""
        return self.reached is not None and self.state(sums) in ((self.whole, 0), (0, self.whole), (0, 0))

    def read(self, sums: int) -> FactorNumbers | None:
        """Give the factor's numbers; null when it is out."""
        key = (*self.state(sums), self.details.read(sums))
        return self._known[key] if key in self._known else self._known.keep(key, self._numbers(sums))

    def _numbers(self, sums: int) -> FactorNumbers | None:
        answered, unanswered = self.state(sums)
        in_play = answered + unanswered
        if not in_play:
            return None
        coverage = Fraction(answered, in_play)
        if self.reached is not None:
            total = Fraction(self.reached.read(sums), self.scale)
            point = total / answered if answered else None
            return FactorNumbers(point, total / in_play, (total + unanswered) / in_play, coverage)
        least = min((place for place, lane in self.counts.items() if lane.read(sums)), default=None)
        highest = Fraction(1) if least is None else least
        return FactorNumbers(least, Fraction(0) if unanswered else highest, highest, coverage)


@dataclass(kw_only=True, slots=True, eq=False, repr=False)
class EssentialLanes:
    """How many questions of an essential factor speak for and against its being met."""

    factor: Factor
    minimum: Fraction
    below: Lane
    """Questions that cannot reach the minimum."""
    unsure: Lane
    """Questions that may or may not reach it."""
    out: Lane
    noted: Lane
    """Questions that are out with a note."""

    def put(self, place: Place) -> int:
        """Give what an answer adds."""
        if place.is_open:
            return self.unsure.put(1) if self.minimum > 0 else 0
        if place.position is None:
            return self.out.put(1) + self.noted.put(place.noted)
        return self.below.put(1) if place.position < self.minimum else 0

    def is_unmet(self, sums: int) -> bool:
        """Tell whether some question in play cannot reach the minimum."""
        return bool(self.below.read(sums))

    def is_open(self, sums: int) -> bool:
        """Tell whether it is neither met nor unmet; out without a note on every question counts as open."""
        if self.is_unmet(sums):
            return False
        every = len(self.factor.questions)
        is_out = self.out.read(sums) == every
        return self.noted.read(sums) < every if is_out else bool(self.unsure.read(sums))


def lay_out_factors(layout: Layout, factors: Sequence[Factor], scoring: Scoring) -> tuple[FactorLanes, ...]:
    """Give factors their lanes, those that say how far they are answered after all others."""
    details = [_lay_out_details(layout, factor, scoring) for factor in factors]
    return tuple(_lay_out_factor(layout, *each) for each in zip(factors, details, strict=True))


def lay_out_essential(layout: Layout, factor: Factor, minimum: Fraction) -> EssentialLanes:
    """Give an essential factor the lanes that say whether it is met."""
    below, unsure, out, noted = (layout.lane(len(factor.questions)) for _ in range(4))
    return EssentialLanes(factor=factor, minimum=minimum, below=below, unsure=unsure, out=out, noted=noted)


def positions(question: ScoredQuestion) -> list[Fraction]:
    """Give the positions of a question's levels, 0-1."""
    return [level.position for level in question.levels]


class _Details(NamedTuple):
    """The lanes of a factor that say what was answered."""

    amounts: dict[str, int]
    scale: int
    reached: Lane | None
    counts: dict[Fraction, Lane]
    lane: Lane


def _lay_out_details(layout: Layout, factor: Factor, scoring: Scoring) -> _Details:
    unit = lcm(*(each.weight.denominator for each in factor.questions))
    amounts = {each.question.id: times(each.weight, unit) for each in factor.questions}
    places = sorted({position for each in factor.questions for position in positions(each.question)})
    scale = lcm(*(position.denominator for position in places))
    start = layout.size
    if scoring.questions is Aggregation.MINIMUM and len(factor.questions) > 1:
        counts = {place: layout.lane(len(factor.questions)) for place in places}
        return _Details(amounts, scale, None, counts, layout.since(start))
    reached = layout.lane(sum(amounts.values()) * scale)
    return _Details(amounts, scale, reached, {}, reached)


def _lay_out_factor(layout: Layout, factor: Factor, details: _Details) -> FactorLanes:
    whole = sum(details.amounts.values())
    return FactorLanes(
        factor=factor,
        amounts=details.amounts,
        whole=whole,
        answered=layout.lane(whole),
        open=layout.lane(whole),
        scale=details.scale,
        reached=details.reached,
        counts=details.counts,
        details=details.lane,
    )
