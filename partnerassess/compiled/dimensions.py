"""One dimension of one arrangement: lanes for its answers, and from their sums the dimension's numbers.

This module knows how a dimension is made of factors. It does not know readiness or verdicts.

Where factors and dimensions are weighted means, nearly everything is a plain sum over the answers: each adds
its share of the dimension's weight to one of the lanes `answered` and `open`, and share × position to
`reached`. What is no such sum is a factor that is answered or in play only in part, or that is the minimum of
its questions. What such an exception adds to the plain sums is worked out and kept, by the factor's sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

from partnerassess.compiled.factors import FactorLanes, Place, lay_out_factors, positions, question_weight
from partnerassess.compiled.lanes import Lane, Layout, Memory, Ratio, spanning
from partnerassess.model import Aggregation, Factor, Scoring, WeightedQuestion


@dataclass(frozen=True, slots=True, eq=False)
class DimensionRow:
    """What one set of answers gives for a dimension; the same numbers are the same object."""

    point: Ratio | None
    """From the answers given, 0-1; null where too few are."""
    lowest: Ratio | None
    """With every open answer at its lowest level; null when nothing is in play."""
    highest: Ratio | None
    """With every open answer at its highest level; null when nothing is in play."""
    coverage: Ratio | None
    """The share of the weight in play that is answered; null when nothing is in play."""
    in_play: bool
    """Whether enough of the dimension's weight is in play to assess the arrangement."""


class _Shift(NamedTuple):
    """What an exception adds to the plain sums of its dimension, the first four in its finer numbers."""

    point: int
    lowest: int
    highest: int
    answered: int
    point_weight: int
    """What it adds to the weight that the point is divided by."""
    weight: int
    """What it adds to the weight that the other three are divided by."""


@dataclass(kw_only=True, slots=True, eq=False)
class DimensionLanes:
    """The sums of one dimension of one arrangement."""

    is_minimum: bool
    """Whether the dimension is the least of its factors instead of their mean."""
    coverage_needed: Ratio
    in_play_needed: Ratio
    unit: int
    """What a weight of 1 adds."""
    whole: int
    """The sum of all its factor weights, in that unit."""
    reached: Lane
    answered: Lane
    open: Lane
    plain: slice
    """The bytes of these three."""
    special: dict[str, FactorLanes]
    """The factors that can be exceptions, by id."""
    states: slice
    """The bytes that say how far each of those is answered."""
    _finer: int = 1
    """How much finer than `unit` the numbers of the exceptions so far have to be."""
    _plain: Memory[bytes, DimensionRow] = field(default_factory=Memory)
    _exceptions: Memory[bytes, tuple[FactorLanes, ...]] = field(default_factory=Memory)
    _shifts: Memory[tuple[int, bytes], _Shift] = field(default_factory=Memory)
    _rows: Memory[tuple[int, ...], DimensionRow] = field(default_factory=Memory)

    def put(self, factor: Factor, weighted: WeightedQuestion, place: Place) -> int:
        """Give what an answer adds to the sums of its factor and its dimension."""
        special = self.special.get(factor.id)
        added = special.put(weighted, place) if special else 0
        share = factor.weight * weighted.weight / question_weight(factor) * self.unit
        if place.is_open:
            return added + self.open.put(int(share))
        if place.position is None:
            return added
        is_sum = special is None or special.reached is not None
        reached = int(share * place.position) if is_sum else 0
        return added + self.answered.put(int(share)) + self.reached.put(reached)

    def read(self, sums: bytes) -> DimensionRow:
        """Give the dimension's numbers."""
        states = sums[self.states]
        exceptions = self._exceptions.get(states)
        if exceptions is None:
            found = tuple(each for each in self.special.values() if not each.is_plain(sums))
            exceptions = self._exceptions.keep(states, found)
        if exceptions or self.is_minimum:
            return self._read_minimum(sums) if self.is_minimum else self._read_sums(sums, exceptions)
        key = sums[self.plain]
        return self._plain.get(key) or self._plain.keep(key, self._read_sums(sums, ()))

    def _read_sums(self, sums: bytes, exceptions: tuple[FactorLanes, ...]) -> DimensionRow:
        """Add the shifts of the exceptions to the plain sums."""
        reached, covered = self.reached.read(sums), self.answered.read(sums)
        in_play = covered + self.open.read(sums)
        shifts = self._find_shifts(exceptions, sums)
        finer = self._finer
        point = lowest = reached * finer
        highest = (reached + in_play - covered) * finer
        point_weight, weight, covered = covered, in_play, covered * finer
        for more_point, more_low, more_high, more_covered, more_point_weight, more_weight in shifts:
            point += more_point
            lowest += more_low
            highest += more_high
            covered += more_covered
            point_weight += more_point_weight
            weight += more_weight
        return self._row(in_play, point, point_weight * finer, lowest, highest, covered, weight * finer)

    def _find_shifts(self, exceptions: tuple[FactorLanes, ...], sums: bytes) -> list[_Shift]:
        """Give what the exceptions add; all again if one of them needs finer numbers than any before."""
        while True:
            finer = self._finer
            shifts = []
            for each in exceptions:
                key = (each.place, each.key(sums))
                shifts.append(self._shifts.get(key) or self._shifts.keep(key, self._make_shift(each, sums)))
            if self._finer == finer:
                return shifts

    def _row(
        self, in_play: int, point: int, point_below: int, lowest: int, highest: int, covered: int, below: int
    ) -> DimensionRow:
        """Find or make the row for these numbers: the point over its own, the last ones over `below`."""
        needed, of = self.in_play_needed
        is_in_play = in_play * of >= needed * self.whole
        if not below:
            return self._rows.get((is_in_play,)) or self._rows.keep(
                (is_in_play,), DimensionRow(None, None, None, None, is_in_play)
            )
        needed, of = self.coverage_needed
        if covered * of < needed * below:
            point_below = 0
        shared, point_shared = gcd(lowest, highest, covered, below), gcd(point, point_below) or 1
        numbers = (
            lowest // shared, highest // shared, covered // shared, below // shared,
            point // point_shared, point_below // point_shared, is_in_play,
        )  # fmt: skip
        return self._rows.get(numbers) or self._rows.keep(numbers, _make_row(*numbers))

    def _make_shift(self, each: FactorLanes, sums: bytes) -> _Shift:
        """Work out what a factor's numbers are beyond what the plain sums hold of it."""
        numbers = each.read(sums)
        if numbers is None:
            return _Shift(0, 0, 0, 0, 0, 0)
        weight = each.factor.weight * self.unit
        share = weight / each.whole
        answered, unanswered = each.answered.read(sums) * share, each.open.read(sums) * share
        reached = each.reached.read(sums) * share / each.scale if each.reached else Fraction(0)
        parts = (
            (numbers.point or 0) * weight - reached,
            numbers.lowest * weight - reached,
            numbers.highest * weight - reached - unanswered,
            numbers.coverage * weight - answered,
        )
        finer = lcm(self._finer, *(part.denominator for part in parts))
        if finer > self._finer:
            self._finer = finer
            self._shifts.clear()
        point, lowest, highest, covered = (int(part * finer) for part in parts)
        counted = 0 if numbers.point is None else weight
        left = int(counted - answered), int(weight - answered - unanswered)
        return _Shift(point, lowest, highest, covered, *left)

    def _read_minimum(self, sums: bytes) -> DimensionRow:
        """Take the least of the factors instead of their mean."""
        in_play = self.answered.read(sums) + self.open.read(sums)
        every = [(each.factor.weight, each.read(sums)) for each in self.special.values()]
        there = [(weight, numbers) for weight, numbers in every if numbers]
        if not there:
            return self._row(in_play, 0, 0, 0, 0, 0, 0)
        point = min((each.point for _, each in there if each.point is not None), default=None)
        parts = (
            min(each.lowest for _, each in there),
            min(each.highest for _, each in there),
            sum((weight * each.coverage for weight, each in there), Fraction())
            / sum(weight for weight, _ in there),
        )
        below = lcm(*(part.denominator for part in parts))
        lowest, highest, covered = (int(part * below) for part in parts)
        return self._row(
            in_play, *(0, 0) if point is None else point.as_integer_ratio(), lowest, highest, covered, below
        )


def lay_out_dimension(layout: Layout, factors: Sequence[Factor], scoring: Scoring) -> DimensionLanes:
    """Give a dimension its lanes."""
    unit = _unit(factors)
    whole = int(sum(factor.weight for factor in factors) * unit)
    reached, answered, unanswered = (layout.lane(whole) for _ in range(3))
    is_minimum = scoring.factors is Aggregation.MINIMUM
    special = [factor for factor in factors if is_minimum or len(factor.questions) > 1]
    start = layout.size
    lanes = lay_out_factors(layout, special, scoring)
    return DimensionLanes(
        is_minimum=is_minimum,
        coverage_needed=scoring.coverage_needed.as_integer_ratio(),
        in_play_needed=scoring.in_play_needed.as_integer_ratio(),
        unit=unit,
        whole=whole,
        reached=reached,
        answered=answered,
        open=unanswered,
        plain=spanning(reached, unanswered),
        special={each.factor.id: each for each in lanes},
        states=slice(start, lanes[-1].open.end if lanes else start),
    )


def _unit(factors: Sequence[Factor]) -> int:
    """Give the least number that turns every weight, share, and share × position into a whole one."""
    parts = [factor.weight for factor in factors]
    for factor in factors:
        total = question_weight(factor)
        for each in factor.questions:
            share = factor.weight * each.weight / total
            parts += [share, *(share * position for position in positions(each.question))]
    return lcm(*(part.denominator for part in parts))


def _make_row(
    lowest: int, highest: int, covered: int, below: int, point: int, point_below: int, in_play: bool
) -> DimensionRow:
    least, middle = (lowest, below), (point, point_below)
    return DimensionRow(
        None if not point_below else least if middle == least else middle,
        least,
        least if highest == lowest else (highest, below),
        (covered, below),
        in_play,
    )
