"""Dimensions as whole-number columns.

This module knows how factors make a dimension, and when too little of one is answered or in play. It does not
know readiness.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm

import narwhals as nw

from partnerassess.frames.cells import Table, either, mine, total, whole
from partnerassess.frames.factors import FactorColumns, whole_numbers
from partnerassess.model import Aggregation, Arrangement, Dimension

ENDS = ("lowest", "highest", "point")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sums:
    """One dimension of an arrangement: for every end such as `lowest`, a number and its divisor."""

    dimension: Dimension
    prefix: str
    largest: int
    """The most that a number or its divisor can be."""

    def number(self, end: str) -> nw.Expr:
        """Give the number above the line."""
        return mine(f"{self.prefix}/{end}")

    def divisor(self, end: str) -> nw.Expr:
        """Give the number below the line; 0 where there is nothing to divide."""
        return mine(f"{self.prefix}/{end}_of")

    @property
    def is_assessable(self) -> nw.Expr:
        """Tell whether enough of the dimension is in play."""
        return mine(f"{self.prefix}/assessable") & (self.divisor("lowest") > 0)

    @property
    def has_point(self) -> nw.Expr:
        """Tell whether enough of what is in play is answered."""
        return mine(f"{self.prefix}/covered") & (self.divisor("point") > 0)


_Parts = Sequence[tuple[int, FactorColumns]]
"""Factors with their whole-number weights."""


def add_dimensions(
    table: Table, factors: Mapping[str, FactorColumns]
) -> tuple[Table, dict[str, tuple[Sums, ...]]]:
    """Add the columns of every arrangement's dimensions, and tell about them by arrangement id."""
    columns: dict[str, nw.Expr] = {}
    made: dict[str, tuple[Sums, ...]] = {}
    for arrangement in table.questionnaire.arrangements:
        for dimension in table.questionnaire.dimensions:
            parts = _parts(factors, arrangement, dimension)
            unit = lcm(*(each.unit for _, each in parts))
            sums = Sums(
                dimension=dimension,
                prefix=f"dimension/{arrangement.id}/{dimension.id}",
                largest=unit * sum(weight for weight, _ in parts),
            )
            columns |= _numbers(table, sums, parts, unit) | _enough(table, sums, parts)
            made[arrangement.id] = (*made.get(arrangement.id, ()), sums)
    return table.plus(columns, keep=("applies", "odd", "met", "unmet")), made


def _parts(factors: Mapping[str, FactorColumns], arrangement: Arrangement, dimension: Dimension) -> _Parts:
    within = arrangement.factors_in(dimension)
    weights = whole_numbers([factor.weight for factor in within])
    return [(weight, factors[factor.id]) for weight, factor in zip(weights, within, strict=True)]


def _numbers(table: Table, sums: Sums, parts: _Parts, unit: int) -> dict[str, nw.Expr]:
    columns: dict[str, nw.Expr] = {}
    is_mean = table.questionnaire.scoring.factors is Aggregation.ARITHMETIC
    for end in ENDS:
        counted = "some" if end == "point" else "in"
        taking_part = [mine(f"{counted}/{each.factor.id}") for _, each in parts]
        numbers = [mine(f"{end}/{each.factor.id}") * (unit // each.unit) for _, each in parts]
        name = f"{sums.prefix}/{end}"
        if is_mean:
            weights = [here * weight for here, (weight, _) in zip(taking_part, parts, strict=True)]
            columns[name] = total([n * weight for n, weight in zip(numbers, weights, strict=True)])
            columns[f"{name}_of"] = total(weights) * unit
        else:
            held = [either(here == 1, n, whole(unit)) for n, here in zip(numbers, taking_part, strict=True)]
            columns[name] = nw.min_horizontal(*held)
            columns[f"{name}_of"] = nw.max_horizontal(*taking_part) * unit
    return columns


def _enough(table: Table, sums: Sums, parts: _Parts) -> dict[str, nw.Expr]:
    scoring = table.questionnaire.scoring
    shares = lcm(*(each.shares for _, each in parts))
    covered = total([mine(f"covered/{each.factor.id}") * (w * (shares // each.shares)) for w, each in parts])
    weight = total([mine(f"in/{each.factor.id}") * w for w, each in parts])
    needed, of = scoring.coverage_needed.as_integer_ratio()
    whole_weight = lcm(*(each.whole_weight for _, each in parts))
    in_play = total(
        [mine(f"weight/{each.factor.id}") * (w * (whole_weight // each.whole_weight)) for w, each in parts]
    )
    all_weight = whole_weight * sum(w for w, _ in parts)
    least, out_of = scoring.in_play_needed.as_integer_ratio()
    return {
        f"{sums.prefix}/covered": covered * of >= weight * (needed * shares),
        f"{sums.prefix}/assessable": in_play * out_of >= whole(least * all_weight),
    }
