"""Factors as whole-number columns.

This module knows how questions make a factor. It does not know dimensions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import ceil, gcd, lcm
from operator import and_, or_

import narwhals as nw

from partnerassess.frames.cells import Table, count, either, mine, total, whole
from partnerassess.model import Aggregation, Factor

_KEPT = ("applies", "odd", "weight")
"""The kinds of columns that are needed after the factors are worked out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FactorColumns:
    """One factor's columns.

    `lowest/F`, `highest/F` and `point/F` lie between 0 and `unit`; `covered/F`, the share of it that is
    answered, between 0 and `shares`; `weight/F` is the question weights in play; `in/F` and `some/F` are 1
    where any of it is in play, or answered; `met/F` and `unmet/F` tell of an essential factor.
    """

    factor: Factor
    unit: int
    shares: int
    whole_weight: int
    """All its question weights."""


def add_factors(table: Table) -> tuple[Table, dict[str, FactorColumns]]:
    """Add the columns of every factor, and tell about them by factor id."""
    every = [factor for arrangement in table.questionnaire.arrangements for factor in arrangement.factors]
    columns: dict[str, nw.Expr] = {}
    for factor in every:
        questions = _whole_weights(factor)
        columns[f"weight/{factor.id}"] = total([_in_play(each) * weight for weight, each in questions])
        answered = [mine(f"answered/{each}") * weight for weight, each in questions]
        columns[f"given/{factor.id}"] = total(answered)
    table = table.plus(columns)
    made = {factor.id: _about(table, factor) for factor in every}
    columns = {}
    for each in made.values():
        columns |= _numbers(table, each) | _essential(table, each.factor)
    return table.plus(columns, keep=_KEPT), made


def _about(table: Table, factor: Factor) -> FactorColumns:
    weights = [weight for weight, _ in _whole_weights(factor)]
    shares = lcm(*_possible_totals(weights))
    is_mean = table.questionnaire.scoring.questions is Aggregation.ARITHMETIC
    return FactorColumns(
        factor=factor,
        unit=table.top * (shares if is_mean else 1),
        shares=shares,
        whole_weight=sum(weights),
    )


def whole_numbers(weights: Sequence[Fraction]) -> list[int]:
    """Give weights as the smallest whole numbers in the same proportion."""
    shared = lcm(*(weight.denominator for weight in weights))
    numbers = [int(weight * shared) for weight in weights]
    common = gcd(*numbers)
    return [number // common for number in numbers]


def _whole_weights(factor: Factor) -> list[tuple[int, str]]:
    weights = whole_numbers([weighted.weight for weighted in factor.questions])
    names = [weighted.question.id for weighted in factor.questions]
    return list(zip(weights, names, strict=True))


def _possible_totals(weights: Sequence[int]) -> set[int]:
    """Give every sum that some of the weights can have: what a mean may be divided by."""
    totals = {0}
    for weight in weights:
        totals |= {each + weight for each in totals}
    return totals - {0}


def _in_play(question: str) -> nw.Expr:
    return mine(f"answered/{question}") + mine(f"open/{question}")


def _numbers(table: Table, made: FactorColumns) -> dict[str, nw.Expr]:
    questions, name = _whole_weights(made.factor), made.factor.id
    in_play, answered = mine(f"weight/{name}"), mine(f"given/{name}")
    columns = {
        f"in/{name}": count(in_play > 0),
        f"some/{name}": count(answered > 0),
        f"covered/{name}": answered * _share(made.shares, in_play),
    }
    if table.questionnaire.scoring.questions is Aggregation.MINIMUM:
        return columns | _least(table, name, [question for _, question in questions])
    reached = total([mine(f"at/{each}") * weight for weight, each in questions])
    could = total([mine(f"open/{each}") * (weight * table.top) for weight, each in questions])
    return columns | {
        f"lowest/{name}": reached * _share(made.shares, in_play),
        f"highest/{name}": (reached + could) * _share(made.shares, in_play),
        f"point/{name}": reached * _share(made.shares, answered),
    }


def _share(shares: int, weight: nw.Expr) -> nw.Expr:
    """Give what one unit of weight is worth: a whole number, as `shares` can be divided by every weight."""
    return whole(shares) // either(weight == 0, whole(1), weight)


def _least(table: Table, name: str, questions: Sequence[str]) -> dict[str, nw.Expr]:
    top = whole(table.top)
    lowest = [either(_in_play(each) == 1, mine(f"at/{each}"), top) for each in questions]
    answered = [either(mine(f"answered/{each}") == 1, mine(f"at/{each}"), top) for each in questions]
    return {
        f"lowest/{name}": nw.min_horizontal(*lowest),
        f"highest/{name}": nw.min_horizontal(*answered),
        f"point/{name}": nw.min_horizontal(*answered),
    }


def _essential(table: Table, factor: Factor) -> dict[str, nw.Expr]:
    """Tell whether an essential factor is met or unmet; without notes one that is out is neither."""
    if factor.essential is None:
        return {}
    needed = whole(ceil(table.place(factor.essential)))
    questions = [weighted.question.id for weighted in factor.questions]
    below = [(mine(f"answered/{each}") == 1) & (mine(f"at/{each}") < needed) for each in questions]
    enough = [(_in_play(each) == 0) | (mine(f"at/{each}") >= needed) for each in questions]
    return {
        f"met/{factor.id}": (mine(f"weight/{factor.id}") > 0) & reduce(and_, enough),
        f"unmet/{factor.id}": reduce(or_, below),
    }
