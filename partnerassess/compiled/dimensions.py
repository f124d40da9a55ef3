"""One dimension of one arrangement: lanes for its answers, and from their sums the dimension's numbers.

This module knows how a dimension is made of factors. It does not know readiness or verdicts.

Where factors and dimensions are weighted means, nearly everything is a plain sum over the answers: each adds
its share of the dimension's weight to one of the lanes `answered` and `open`, and share × position to
`reached`. What is no such sum is a factor that is answered or in play only in part, or that is the minimum of
its questions. How far such exceptions are answered decides by what their own sums are multiplied before they
are added to the plain ones; that is worked out once, and kept as a shape.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Literal, NamedTuple

from partnerassess.compiled.factors import FactorLanes, Place, lay_out_factors, positions
from partnerassess.compiled.lanes import Lane, Layout, Memory, Ratio, times
from partnerassess.model import Aggregation, Factor, Scoring


@dataclass(slots=True, eq=False, repr=False)
class DimensionRow:
    """What one set of answers gives for a dimension; where two numbers are the same, so are the objects."""

    point: Ratio | None
    """From the answers given, 0-1; null where too few are."""
    lowest: Ratio | None
    """With every open answer at its lowest level; null when too little is in play for the arrangement."""
    highest: Ratio | None
    """With every open answer at its highest level; null when too little is in play for the arrangement."""
    coverage: Ratio | None
    """The share of the weight in play that is answered; null when nothing is in play."""
    is_kept: bool = False
    """Whether the same object comes again, so that what is made of it is worth keeping too."""


class _Part(NamedTuple):
    """What a factor in some state adds to the plain sums of its dimension."""

    point: Fraction
    """What its own sum is multiplied by to give what it adds to the point."""
    ends: Fraction
    """The same for the lowest and the highest."""
    point_weight: int
    """What it adds to the weight that the point is divided by."""
    weight: int
    """What it adds to the weight that everything else is divided by."""
    covered: Fraction
    """What it adds to the weight that is answered."""
    gap: Fraction
    """What it adds to the highest, but not to the lowest."""
    finer: int
    """What makes all of these but the first whole numbers."""


class _Shape(NamedTuple):
    """What the states of all factors of a dimension decide: the sums of the parts, and how to use them."""

    point_finer: int
    """How much finer than weights the numbers about the point have to be."""
    finer: int
    """The same for all other numbers."""
    means: tuple[tuple[int, int, int, int], ...]
    """For each exception that is a mean: where its lane is, its mask, and what it is multiplied by."""
    minimums: tuple[tuple[FactorLanes, int, int], ...]
    """Each exception that is a minimum, and what it is multiplied by."""
    point_weight: int
    weight: int
    covered: int
    gap: int


@dataclass(kw_only=True, slots=True, eq=False, repr=False)
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
    shares: dict[tuple[str, str], int]
    """By factor and question the share of the weight that an answer takes part with, in that unit."""
    special: dict[str, FactorLanes]
    """The factors that can be exceptions, by id."""
    states: Lane
    """The sums that say how far each of those is answered."""
    sums: tuple[Lane, Lane, Lane]
    """The plain sums `reached`, `answered` and `open`."""
    plain: Lane
    """`states` and these three."""
    known: Memory[int, DimensionRow] = field(default_factory=Memory)
    """Rows by the sums `plain`, for which there are no exceptions."""
    _shapes: Memory[int, _Shape] = field(default_factory=Memory)
    _parts: Memory[tuple[str, tuple[int, int]], _Part | Literal[False]] = field(default_factory=Memory)

    def put(self, factor: str, question: str, place: Place) -> int:
        """Give what an answer adds to the sums of its factor and its dimension."""
        special = self.special.get(factor)
        added = special.put(question, place) if special else 0
        share = self.shares[factor, question]
        reached, answered, unanswered = self.sums
        if place.is_open:
            return added + unanswered.put(share)
        if place.position is None:
            return added
        is_sum = special is None or special.reached is not None
        return added + answered.put(share) + reached.put(times(place.position, share) if is_sum else 0)

    def read(self, sums: int) -> DimensionRow:
        """Give the dimension's numbers, for sums that are not known yet."""
        if self.is_minimum:
            return self._read_minimum(sums)
        start, mask = self.states
        states = sums >> start & mask
        shape = self._shapes.get(states) or self._shapes.keep(states, self._find_shape(sums))
        row = self._read_mean(sums, shape)
        if not shape.means and not shape.minimums:
            row.is_kept = True
            self.known.keep(self.plain.read(sums), row)
        return row

    def _read_mean(self, sums: int, shape: _Shape) -> DimensionRow:
        """Add to the plain sums what the exceptions add."""
        point_finer, finer, means, minimums, more_point_weight, more_weight, more_covered, gap = shape
        (start, mask), (answered_start, answered_mask), (open_start, open_mask) = self.sums
        reached = sums >> start & mask
        answered = sums >> answered_start & answered_mask
        in_play = answered + (sums >> open_start & open_mask)
        point, lowest = reached * point_finer, reached * finer
        for start, mask, times_point, times_ends in means:
            own = sums >> start & mask
            point += own * times_point
            lowest += own * times_ends
        highest = lowest + (in_play - answered) * finer + gap
        for factor, times_point, times_ends in minimums:
            numbers = factor.read(sums)
            if numbers is not None:
                point += int((numbers.point or 0) * times_point)
                lowest += int(numbers.lowest * times_ends)
                highest += int(numbers.highest * times_ends)
        point_below, below = (answered + more_point_weight) * point_finer, (in_play + more_weight) * finer
        return self._row(in_play, point, point_below, lowest, highest, answered * finer + more_covered, below)

    def _row(
        self, in_play: int, point: int, point_below: int, lowest: int, highest: int, covered: int, below: int
    ) -> DimensionRow:
        """Make the row for these numbers, the last three over the weight `below`."""
        coverage = (covered, below) if below else None
        needed, of = self.in_play_needed
        if coverage is None or in_play * of < needed * self.whole:
            return DimensionRow(None, None, None, coverage)
        needed, of = self.coverage_needed
        has_point = point_below and covered * of >= needed * below
        least = (lowest, below)
        middle = least if point == lowest and point_below == below else (point, point_below)
        most = least if highest == lowest else (highest, below)
        return DimensionRow(middle if has_point else None, least, most, coverage)

    def _find_shape(self, sums: int) -> _Shape:
        """Work out what the exceptions add, from how far they are answered."""
        found = [(each, self._find_part(each, sums)) for each in self.special.values()]
        exceptions = [(each, part) for each, part in found if part]
        scales = [each.scale for each, _ in exceptions if each.reached is None]
        point_finer = lcm(*scales, *[part.point.denominator for _, part in exceptions])
        finer = lcm(*scales, *[part.finer for _, part in exceptions])
        multiplied = [
            (each, times(part.point, point_finer), times(part.ends, finer)) for each, part in exceptions
        ]
        return _Shape(
            point_finer,
            finer,
            tuple([(*each.reached, point, ends) for each, point, ends in multiplied if each.reached]),
            tuple([(each, point, ends) for each, point, ends in multiplied if not each.reached]),
            sum([part.point_weight for _, part in exceptions]),
            sum([part.weight for _, part in exceptions]),
            sum([times(part.covered, finer) for _, part in exceptions]),
            sum([times(part.gap, finer) for _, part in exceptions]),
        )

    def _find_part(self, each: FactorLanes, sums: int) -> _Part | Literal[False]:
        """Give what an exception adds; False for a factor that is none."""
        state = each.state(sums)
        part = self._parts.get((each.factor.id, state))
        if part is None:
            made = not each.is_plain(sums) and self._make_part(each, *state)
            part = self._parts.keep((each.factor.id, state), made)
        return part

    def _make_part(self, each: FactorLanes, answered: int, unanswered: int) -> _Part:
        """Work out what a factor adds beyond what the plain sums hold of it."""
        weight = int(each.factor.weight * self.unit)
        share, in_play = Fraction(weight, each.whole), answered + unanswered
        point = ends = Fraction(weight)
        gap = -unanswered * share
        if each.reached:
            point = (Fraction(weight, answered) - share) / each.scale if answered else Fraction()
            ends = (Fraction(weight, in_play) - share) / each.scale
            gap += Fraction(weight * unanswered, in_play)
        covered = Fraction(weight * answered, in_play or 1) - answered * share
        return _Part(
            point,
            ends,
            int((weight if answered else 0) - answered * share),
            int((weight if in_play else 0) - in_play * share),
            covered,
            gap,
            lcm(ends.denominator, covered.denominator, gap.denominator),
        )

    def _read_minimum(self, sums: int) -> DimensionRow:
        """Take the least of the factors instead of their mean."""
        _, answered, unanswered = self.sums
        in_play = answered.read(sums) + unanswered.read(sums)
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
        middle = (0, 0) if point is None else point.as_integer_ratio()
        return self._row(in_play, *middle, lowest, highest, covered, below)


def lay_out_dimension(layout: Layout, factors: Sequence[Factor], scoring: Scoring) -> DimensionLanes:
    """Give a dimension its lanes."""
    shares, unit = _shares(factors)
    whole = sum(times(factor.weight, unit) for factor in factors)
    is_minimum = scoring.factors is Aggregation.MINIMUM
    special = [factor for factor in factors if is_minimum or len(factor.questions) > 1]
    lanes = lay_out_factors(layout, special, scoring)
    start = lanes[0].answered.start if lanes else layout.size
    states = layout.since(start)
    sums = (layout.lane(whole), layout.lane(whole), layout.lane(whole))
    return DimensionLanes(
        is_minimum=is_minimum,
        coverage_needed=scoring.coverage_needed.as_integer_ratio(),
        in_play_needed=scoring.in_play_needed.as_integer_ratio(),
        unit=unit,
        whole=whole,
        shares=shares,
        special={each.factor.id: each for each in lanes},
        states=states,
        sums=sums,
        plain=layout.since(start),
    )


def _shares(factors: Sequence[Factor]) -> tuple[dict[tuple[str, str], int], int]:
    """Give the share of every question, in the least unit that makes weights and share × position whole."""
    shares, parts = {}, [factor.weight for factor in factors]
    for factor in factors:
        total = sum((each.weight for each in factor.questions), Fraction())
        for each in factor.questions:
            share = shares[factor.id, each.question.id] = factor.weight * each.weight / total
            parts += [share, *(share * position for position in positions(each.question))]
    unit = lcm(*(part.denominator for part in parts))
    return {key: times(share, unit) for key, share in shares.items()}, unit
