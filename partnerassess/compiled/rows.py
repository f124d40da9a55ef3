"""One arrangement: from its sums the readiness, verdict and band.

This module knows how an arrangement is made of dimensions and essential factors, and how arrangements are put
in order. It does not know which of them apply.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from partnerassess.assessment import Verdict
from partnerassess.compiled.dimensions import DimensionLanes, DimensionRow, lay_out_dimension
from partnerassess.compiled.factors import EssentialLanes, lay_out_essential
from partnerassess.compiled.lanes import Layout, Memory, Ratio
from partnerassess.model import Aggregation, Arrangement, Band, Questionnaire, Scoring

_Range = tuple[Ratio | None, Ratio | None, Ratio | None]
_READY, _UNDETERMINED, _NOT_READY, _NOT_ASSESSABLE = (
    (verdict, place) for place, verdict in enumerate(Verdict)
)


class ArrangementRow(NamedTuple):
    """What one set of answers gives for an arrangement."""

    arrangement: Arrangement
    degree: int
    """Readiness is the root of this degree of the three numbers that follow."""
    point: Ratio | None
    """From the answers given; null where too few are."""
    lowest: Ratio | None
    """With every open answer at its lowest level; null when the arrangement cannot be assessed."""
    highest: Ratio | None
    """With every open answer at its highest level; null when the arrangement cannot be assessed."""
    band: Band | None
    verdict: Verdict | None
    """Null when the questionnaire has no `ready` band."""
    dimensions: tuple[DimensionRow, ...]
    """In the questionnaire's order."""
    unmet: tuple[str, ...]
    """The ids of the essential factors below their minimum."""
    open: tuple[str, ...]
    """The ids of the essential factors that are still open."""
    group: int
    """Its place by verdict, the best being 0."""
    number: Ratio
    """What the order goes by within the group: the point, or the lowest where there is none."""
    near: float
    """The same, as the nearest float."""


@dataclass(kw_only=True, slots=True, eq=False)
class ArrangementLanes:
    """The sums of one arrangement."""

    arrangement: Arrangement
    scoring: Scoring
    is_geometric: bool
    is_product: bool
    """Whether readiness is a root of the plain product of the dimensions."""
    powers: tuple[int, ...]
    """The weights of the dimensions, as small as they can be."""
    degree: int
    starts: tuple[Ratio, ...]
    """Where the bands start, as numbers that readiness is the root of."""
    ready: int | None
    """Which band is the `ready` one, the first being 0."""
    dimensions: tuple[DimensionLanes, ...]
    essentials: tuple[EssentialLanes, ...]
    judged: slice
    """The bytes that say how the essential factors stand."""
    _states: Memory[bytes, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=Memory)

    def read(self, sums: bytes) -> ArrangementRow:
        """Give the arrangement's result."""
        parts = tuple([dimension.read(sums) for dimension in self.dimensions])
        key = sums[self.judged]
        unmet, unsettled = self._states.get(key) or self._states.keep(key, self._state(sums))
        point, lowest, highest = self._readiness(parts)
        if lowest is None:
            # Without numbers for the whole there are none for its dimensions, beside coverage.
            parts = tuple([DimensionRow(None, None, None, part.coverage, part.in_play) for part in parts])
        verdict, group = self._verdict(lowest, highest, unmet, unsettled)
        number = point or lowest or (0, 1)
        return ArrangementRow(
            self.arrangement,
            self.degree,
            point,
            lowest,
            highest,
            self._band(point or lowest, point or highest, verdict),
            verdict,
            parts,
            unmet,
            unsettled,
            group,
            number,
            number[0] / number[1],
        )

    def _readiness(self, parts: tuple[DimensionRow, ...]) -> _Range:
        """Give what point, lowest and highest are the roots of."""
        top = bottom = 1
        settled = True
        for part in parts:
            number = part.lowest
            if number is None or not part.in_play:
                return None, None, None
            top *= number[0]
            bottom *= number[1]
            if part.point is not number or part.highest is not number:
                settled = False
        # Where all dimensions weigh the same, readiness is the root of their plain product.
        lowest = (top, bottom) if self.is_product else self._together([part.lowest for part in parts])
        if settled:
            return lowest, lowest, lowest
        point = self._together([part.point for part in parts])
        return point, lowest, self._together([part.highest for part in parts])

    def _together(self, numbers: Sequence[Ratio | None]) -> Ratio | None:
        """Give what readiness is the root of; null when a dimension has no such number."""
        if not self.is_geometric:
            return self._mean_or_least([Fraction(*number) for number in numbers if number is not None])
        top = bottom = 1
        for number, power in zip(numbers, self.powers):  # noqa: B905 checking their lengths takes time
            if number is None:
                return None
            top *= number[0] ** power
            bottom *= number[1] ** power
        return top, bottom

    def _state(self, sums: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the essential factors that are unmet, and those that are open."""
        return (
            tuple(each.factor.id for each in self.essentials if each.is_unmet(sums)),
            tuple(each.factor.id for each in self.essentials if each.is_open(sums)),
        )

    def _mean_or_least(self, numbers: Sequence[Fraction]) -> Ratio | None:
        if len(numbers) < len(self.powers):
            return None
        if self.scoring.dimensions is Aggregation.MINIMUM:
            return min(numbers).as_integer_ratio()
        weighted = [number * power for number, power in zip(numbers, self.powers, strict=True)]
        return (sum(weighted, Fraction()) / sum(self.powers)).as_integer_ratio()

    def _verdict(
        self, lowest: Ratio | None, highest: Ratio | None, unmet: tuple[str, ...], unsettled: tuple[str, ...]
    ) -> tuple[Verdict | None, int]:
        """Give the verdict and its place, the best being 0."""
        if lowest is None or highest is None:
            return _NOT_ASSESSABLE
        if self.ready is None:
            return None, 0
        start, below = self.starts[self.ready]
        if unmet or highest[0] * below < start * highest[1]:
            return _NOT_READY
        return _UNDETERMINED if unsettled or lowest[0] * below < start * lowest[1] else _READY

    def _band(self, low: Ratio | None, high: Ratio | None, verdict: Verdict | None) -> Band | None:
        """Give the band that both ends are in, going no higher than the verdict allows."""
        if low is None or high is None:
            return None
        allowed = len(self.starts) if self.ready is None or verdict is Verdict.READY else self.ready
        reached = self._count_reached(low, allowed)
        if not reached or (high is not low and self._count_reached(high, allowed) != reached):
            return None
        return self.scoring.bands[reached - 1]

    def _count_reached(self, number: Ratio, allowed: int) -> int:
        """Count the bands that start at a number or below it, of those that are allowed."""
        numerator, denominator = number
        count = 0
        for start, below in self.starts[:allowed]:
            if numerator * below < start * denominator:
                break
            count += 1
        return count


def lay_out_arrangement(
    layout: Layout, arrangement: Arrangement, questionnaire: Questionnaire
) -> ArrangementLanes:
    """Give an arrangement its lanes."""
    scoring = questionnaire.scoring
    weights = [dimension.weight for dimension in questionnaire.dimensions]
    powers = tuple(weight // gcd(*weights) for weight in weights)
    is_geometric = scoring.dimensions is Aggregation.GEOMETRIC
    degree = sum(powers) if is_geometric else 1
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
        is_product=is_geometric and set(powers) == {1},
        powers=powers,
        degree=degree,
        starts=tuple((band.position**degree).as_integer_ratio() for band in scoring.bands),
        ready=None if scoring.ready is None else scoring.bands.index(scoring.ready),
        dimensions=dimensions,
        essentials=essentials,
        judged=slice(start, layout.size),
    )
