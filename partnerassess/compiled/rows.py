"""One arrangement: from its sums the readiness, verdict and band.

This module knows how an arrangement is made of dimensions and essential factors. It does not know which of
them apply, nor their order.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from typing import Any, NamedTuple

from partnerassess.assessment import Verdict
from partnerassess.compiled.dimensions import DimensionLanes, DimensionRow, lay_out_dimension
from partnerassess.compiled.factors import EssentialLanes, lay_out_essential
from partnerassess.compiled.lanes import Lane, Layout, Memory, Ratio
from partnerassess.model import Aggregation, Arrangement, Band, Questionnaire, Scoring

_Range = tuple[Ratio | None, Ratio | None, Ratio | None]
"""Point, lowest and highest."""


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What follows from readiness and essential factors."""

    verdict: Verdict | None
    """Null when the questionnaire has no `ready` band."""
    band: Band | None
    group: int
    """The place of the verdict in the order of arrangements, the best being 0."""


class ArrangementRow(NamedTuple):
    """What one set of answers gives for an arrangement; the same numbers are mostly the same object."""

    arrangement: Arrangement
    degree: int
    """Readiness is the root of this degree of the three numbers that follow."""
    point: Ratio | None
    """From the answers given; null where too few are."""
    lowest: Ratio | None
    """With every open answer at its lowest level; null when the arrangement cannot be assessed."""
    highest: Ratio | None
    """With every open answer at its highest level; null when the arrangement cannot be assessed."""
    dimensions: Sequence[DimensionRow]
    """In the questionnaire's order."""
    unmet: tuple[str, ...]
    """The ids of the essential factors below their minimum."""
    open: tuple[str, ...]
    """The ids of the essential factors that are still open."""
    judgement: Judgement

    number: Ratio
    """What the order goes by within the verdict's group: the point, or the lowest where there is none."""

    @property
    def verdict(self) -> Verdict | None:
        """Give the verdict; null when the questionnaire has no `ready` band."""
        return self.judgement.verdict

    @property
    def band(self) -> Band | None:
        """Give the band."""
        return self.judgement.band

    @property
    def group(self) -> int:
        """Give the arrangement's place in the order, the best being 0: ready, with a point, without, none."""
        if self.lowest is None:
            return 4
        return (0 if self.verdict is Verdict.READY else 2) + (self.point is None)


@dataclass(kw_only=True, slots=True, eq=False, repr=False)
class ArrangementLanes:
    """The sums of one arrangement."""

    arrangement: Arrangement
    scoring: Scoring
    is_geometric: bool
    is_even: bool
    """Whether all dimensions weigh the same."""
    multiplied: tuple[int, ...]
    """The dimensions' places, each as often as its weight says; the weights as small as they can be."""
    degree: int
    """Of which degree readiness is the root of what bands and rows hold."""
    finer: int
    """What makes the starts of all bands whole numbers."""
    starts: tuple[int, ...]
    """Where the bands start, × `finer`, as numbers that readiness is the root of."""
    ready: int | None
    """Which band is the `ready` one, the first being 0."""
    dimensions: tuple[DimensionLanes, ...]
    essentials: tuple[EssentialLanes, ...]
    judged: Lane
    """The sums that say how the essential factors stand."""
    _lookups: tuple[tuple[Memory[int, Any], int, int, Callable[[int], Any]], ...] = field(init=False)
    """Where the parts may be known, by which bits of the sums, and what works them out otherwise."""
    _states: Memory[int, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=Memory)
    _judgements: Memory[tuple[int, int | None, int, bool, bool], Judgement] = field(default_factory=Memory)

    def __post_init__(self) -> None:
        self._lookups = (
            *((each.known, *each.plain, each.read) for each in self.dimensions),
            (self._states, *self.judged, self._state),
        )

    def read(self, sums: int) -> ArrangementRow:
        """Give the arrangement's result."""
        *parts, (unmet, unsettled) = [
            known.get(sums >> start & mask) or work_out(sums)
            for known, start, mask, work_out in self._lookups
        ]
        point, lowest, highest = self._multiply(parts) if self.is_geometric else self._aggregate(parts)
        if lowest is None or highest is None:
            # Without numbers for the whole there are none for its dimensions, beside coverage.
            parts = [DimensionRow(None, None, None, part.coverage) for part in parts]
            return ArrangementRow(
                self.arrangement, self.degree, None, None, None, parts, unmet, unsettled, _NOT_ASSESSABLE,
                _NO_NUMBER,
            )  # fmt: skip
        low = self._count_reached(lowest)
        high = low if highest is lowest else self._count_reached(highest)
        middle = low if point is lowest else point and self._count_reached(point)
        reached = (low, middle, high, not unmet, not unsettled)
        judgement = self._judgements.get(reached) or self._judge(*reached)
        return ArrangementRow(
            self.arrangement, self.degree, point, lowest, highest, parts, unmet, unsettled, judgement,
            point or lowest,
        )  # fmt: skip

    def _multiply(self, parts: Sequence[DimensionRow]) -> _Range:
        """Give what point, lowest and highest are the roots of; nothing unless all is in play."""
        low = high = below = top = bottom = 1
        has_point = True
        for part in parts if self.is_even else [parts[place] for place in self.multiplied]:
            lowest, highest, point = part.lowest, part.highest, part.point
            if lowest is None or highest is None:
                return None, None, None
            low *= lowest[0]
            high *= highest[0]
            below *= lowest[1]
            if point is None:
                has_point = False
            else:
                top *= point[0]
                bottom *= point[1]
        least = (low, below)
        middle = least if top == low and bottom == below else (top, bottom)
        return middle if has_point else None, least, least if high == low else (high, below)

    def _aggregate(self, parts: Sequence[DimensionRow]) -> _Range:
        """Give point, lowest and highest that are means or minimums; nothing unless all is in play."""
        lows = [part.lowest for part in parts]
        lowest = self._mean_or_least(lows)
        points, highs = ([part.point for part in parts], [part.highest for part in parts])
        return (
            lowest if points == lows else self._mean_or_least(points),
            lowest,
            lowest if highs == lows else self._mean_or_least(highs),
        )

    def _mean_or_least(self, parts: Sequence[Ratio | None]) -> Ratio | None:
        numbers = [Fraction(*number) for number in parts if number is not None]
        if len(numbers) < len(parts):
            return None
        if self.scoring.dimensions is Aggregation.MINIMUM:
            return min(numbers).as_integer_ratio()
        total = sum((numbers[place] for place in self.multiplied), Fraction())
        return (total / len(self.multiplied)).as_integer_ratio()

    def _state(self, sums: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the essential factors that are unmet, and those that are open, and keep them."""
        unmet = tuple(each.factor.id for each in self.essentials if each.is_unmet(sums))
        unsettled = tuple(each.factor.id for each in self.essentials if each.is_open(sums))
        return self._states.keep(self.judged.read(sums), (unmet, unsettled))

    def _count_reached(self, number: Ratio) -> int:
        """Count the bands that start at a number or below it."""
        # As the starts are whole numbers, rounding down what is compared with them changes nothing.
        return bisect_right(self.starts, number[0] * self.finer // number[1])

    def _judge(self, low: int, middle: int | None, high: int, met: bool, settled: bool) -> Judgement:
        """Judge by how many bands the lowest, the point and the highest reach, and keep the judgement."""
        verdict, group = self._verdict(low, high, met, settled)
        allowed = len(self.starts) if self.ready is None or verdict is Verdict.READY else self.ready
        ends = {min(each, allowed) for each in ((low, high) if middle is None else (middle,))}
        reached = ends.pop()
        band = None if ends or not reached else self.scoring.bands[reached - 1]
        return self._judgements.keep((low, middle, high, met, settled), Judgement(verdict, band, group))

    def _verdict(self, low: int, high: int, met: bool, settled: bool) -> tuple[Verdict | None, int]:
        """Give the verdict and its place in the order."""
        if self.ready is None:
            return None, 0
        if not met or high <= self.ready:
            return Verdict.NOT_READY, 2
        return (Verdict.READY, 0) if settled and low > self.ready else (Verdict.UNDETERMINED, 1)


_NOT_ASSESSABLE = Judgement(Verdict.NOT_ASSESSABLE, None, 3)
_NO_NUMBER = (0, 1)


def lay_out_arrangement(
    layout: Layout, arrangement: Arrangement, questionnaire: Questionnaire
) -> ArrangementLanes:
    """Give an arrangement its lanes."""
    scoring = questionnaire.scoring
    multiplied = _multiplied(questionnaire)
    is_geometric = scoring.dimensions is Aggregation.GEOMETRIC
    degree = len(multiplied) if is_geometric else 1
    starts = [band.position**degree for band in scoring.bands]
    finer = lcm(*(each.denominator for each in starts))
    dimensions = tuple(
        lay_out_dimension(layout, arrangement.factors_in(dimension), scoring)
        for dimension in questionnaire.dimensions
    )
    start = layout.size
    essentials = tuple(
        lay_out_essential(layout, factor, factor.essential)
        for dimension in questionnaire.dimensions
        for factor in arrangement.factors_in(dimension)
        if factor.essential is not None
    )
    return ArrangementLanes(
        arrangement=arrangement,
        scoring=scoring,
        is_geometric=is_geometric,
        is_even=len(multiplied) == len(questionnaire.dimensions),
        multiplied=multiplied,
        degree=degree,
        finer=finer,
        starts=tuple(int(each * finer) for each in starts),
        ready=None if scoring.ready is None else scoring.bands.index(scoring.ready),
        dimensions=dimensions,
        essentials=essentials,
        judged=layout.since(start),
    )


def _multiplied(questionnaire: Questionnaire) -> tuple[int, ...]:
    """Give the places of the dimensions, each as often as its weight says."""
    weights = [dimension.weight for dimension in questionnaire.dimensions]
    shared = gcd(*weights)
    return tuple(place for place, weight in enumerate(weights) for _ in range(weight // shared))
