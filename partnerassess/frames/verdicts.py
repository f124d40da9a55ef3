"""Readiness, verdict and band as expressions: compared in whole numbers, divided only to be shown.

This module knows cut-offs. It does not know what the sums are made of.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import gcd, prod
from operator import and_, mul, or_
from typing import assert_never

import narwhals as nw

from partnerassess.assessment import Verdict
from partnerassess.frames.cells import Table, count, either, mine, total, whole
from partnerassess.frames.dimensions import ENDS, Sums
from partnerassess.model import Aggregation, Arrangement, Scoring

_LARGEST = 2**63 - 1
_NOTHING = nw.lit(None, nw.String())


@dataclass(frozen=True, slots=True)
class Ratio:
    """A number `above / below`, or a root of it, between 0 and 1."""

    above: nw.Expr
    below: nw.Expr
    largest: int
    """The most that either can be."""
    degree: int = 1

    def reaches(self, position: Fraction) -> nw.Expr:
        """Tell whether the number reaches a position, 0-1; raises ValueError if its numbers grow too long."""
        number, of = position.numerator**self.degree, position.denominator**self.degree
        if self.largest * of > _LARGEST:
            raise ValueError(
                "the questionnaire's weights and levels are too fine for sums in whole numbers of 64 bits: "
                "use `score`"
            )
        is_reached: nw.Expr = self.above * of >= self.below * number
        return is_reached

    def shown(self, scoring: Scoring) -> nw.Expr:
        """Give the number on the shown scale, as a float."""
        below = either(self.below == 0, whole(1), self.below)
        ratio: nw.Expr = self.above.cast(nw.Float64()) / below.cast(nw.Float64())
        root: nw.Expr = ratio.sqrt() if self.degree == 2 else ratio ** (1 / self.degree)
        bottom, top = scoring.shown_as
        return (ratio if self.degree == 1 else root) * float(top - bottom) + float(bottom)


Readiness = tuple[Ratio, ...]
"""The least of these numbers: one, or all dimensions where readiness is their minimum."""

Ends = dict[str, Readiness]
"""Readiness by end, such as `lowest`."""


def add_results(
    table: Table, sums: Mapping[str, tuple[Sums, ...]]
) -> tuple[Table, list[tuple[str, nw.Expr]]]:
    """Give the results of every arrangement by name, as expressions over columns that are added for them."""
    scoring, arrangements = table.questionnaire.scoring, table.questionnaire.arrangements
    table, ends = _add_readiness(table, sums)
    columns: dict[str, nw.Expr] = {}
    for arrangement in arrangements:
        name = arrangement.id
        readiness = ends[name]
        is_assessable = reduce(and_, (each.is_assessable for each in sums[name]))
        columns |= {
            f"result/{name}/assessable": is_assessable,
            f"result/{name}/pointed": is_assessable & reduce(and_, (each.has_point for each in sums[name])),
            f"result/{name}/verdict": _verdict(
                arrangement, readiness["lowest"], readiness["highest"], scoring
            ),
            **{f"result/{name}/band_{end}": _band(readiness[end], scoring) for end in ENDS},
        }
    table = table.plus(columns)
    held = {
        f"result/{each.id}/held_{end}": _held_back(each.id, end, scoring)
        for each in arrangements
        for end in ENDS
    }
    return table.plus(held), [
        (f"{arrangement.id}_{name}", value)
        for arrangement in arrangements
        for name, value in _results(arrangement, ends[arrangement.id], scoring)
    ]


def _results(arrangement: Arrangement, ends: Ends, scoring: Scoring) -> Iterator[tuple[str, nw.Expr]]:
    name = arrangement.id
    is_assessable, has_point = mine(f"result/{name}/assessable"), mine(f"result/{name}/pointed")
    point, lowest, highest = (mine(f"result/{name}/held_{end}") for end in ("point", "lowest", "highest"))
    band = either(has_point, point, either(lowest == highest, lowest, whole(-1)))
    yield "applies", mine(f"applies/{name}")
    yield "readiness", nw.when(has_point).then(_shown(ends["point"], scoring))
    yield "lowest", nw.when(is_assessable).then(_shown(ends["lowest"], scoring))
    yield "highest", nw.when(is_assessable).then(_shown(ends["highest"], scoring))
    yield "verdict", either(is_assessable, mine(f"result/{name}/verdict"), _text(Verdict.NOT_ASSESSABLE))
    yield "band", either(is_assessable, _named(band, scoring), _NOTHING)


def _add_readiness(table: Table, sums: Mapping[str, tuple[Sums, ...]]) -> tuple[Table, dict[str, Ends]]:
    """Add every arrangement's readiness with open answers at their lowest, at their highest, and left out."""
    columns: dict[str, nw.Expr] = {}
    ends: dict[str, Ends] = {}
    for arrangement, parts in sums.items():
        ends[arrangement] = {}
        for end in ENDS:
            added = []
            for number, ratio in enumerate(_readiness(parts, end, table.questionnaire.scoring)):
                name = f"readiness/{arrangement}/{end}/{number}"
                columns |= {f"{name}/above": ratio.above, f"{name}/below": ratio.below}
                added.append(replace(ratio, above=mine(f"{name}/above"), below=mine(f"{name}/below")))
            ends[arrangement][end] = tuple(added)
    return table.plus(columns), ends


def _readiness(sums: Sequence[Sums], end: str, scoring: Scoring) -> Readiness:
    """Give readiness as ratios of whole numbers: a product, a sum, or every dimension for their minimum."""
    above, below = [each.number(end) for each in sums], [each.divisor(end) for each in sums]
    largest = [each.largest for each in sums]
    weights = [each.dimension.weight for each in sums]
    match scoring.dimensions:
        case Aggregation.MINIMUM:
            return tuple(Ratio(*parts) for parts in zip(above, below, largest, strict=True))
        case Aggregation.GEOMETRIC:
            powers = [weight // gcd(*weights) for weight in weights]
            bound = prod(each**power for each, power in zip(largest, powers, strict=True))
            return (Ratio(_product(above, powers), _product(below, powers), bound, sum(powers)),)
        case Aggregation.ARITHMETIC:
            parts = [
                _product([*below[:place], above[place], *below[place + 1 :]]) * weight
                for place, weight in enumerate(weights)
            ]
            shared = _product(below) * sum(weights)
            return (Ratio(total(parts), shared, prod(largest) * sum(weights)),)
        case _:
            assert_never(scoring.dimensions)


def _product(numbers: Sequence[nw.Expr], powers: Sequence[int] = ()) -> nw.Expr:
    repeated = zip(numbers, powers or [1] * len(numbers), strict=True)
    return reduce(mul, (number for number, power in repeated for _ in range(power)))


def _reaches(readiness: Readiness, position: Fraction) -> nw.Expr:
    return reduce(and_, (each.reaches(position) for each in readiness))


def _shown(readiness: Readiness, scoring: Scoring) -> nw.Expr:
    return nw.min_horizontal(*(each.shown(scoring) for each in readiness))


def _verdict(arrangement: Arrangement, lowest: Readiness, highest: Readiness, scoring: Scoring) -> nw.Expr:
    if scoring.ready is None:
        return _NOTHING
    start = scoring.ready.position
    essential = [factor.id for factor in arrangement.factors if factor.essential is not None]
    unmet = reduce(or_, (mine(f"unmet/{each}") for each in essential), ~_reaches(highest, start))
    is_ready = reduce(and_, (mine(f"met/{each}") for each in essential), _reaches(lowest, start))
    unless_unmet = either(is_ready, _text(Verdict.READY), _text(Verdict.UNDETERMINED))
    return either(unmet, _text(Verdict.NOT_READY), unless_unmet)


def _text(verdict: Verdict) -> nw.Expr:
    return nw.lit(verdict.value)


def _band(readiness: Readiness, scoring: Scoring) -> nw.Expr:
    """Give the place of the band a readiness falls in; -1 where there are no bands."""
    return total([count(_reaches(readiness, band.position)) for band in scoring.bands]) - 1


def _held_back(name: str, end: str, scoring: Scoring) -> nw.Expr:
    """Keep the `ready` band and those above out of reach of every other verdict."""
    band = mine(f"result/{name}/band_{end}")
    if scoring.ready is None:
        return band
    ready = scoring.bands.index(scoring.ready)
    is_free = (mine(f"result/{name}/verdict") == Verdict.READY.value) | (band < ready)
    return either(is_free, band, whole(ready - 1))


def _named(place: nw.Expr, scoring: Scoring) -> nw.Expr:
    name = _NOTHING
    for number, band in enumerate(scoring.bands):
        name = either(place == number, nw.lit(band.id), name)
    return name
