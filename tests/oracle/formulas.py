"""The bare formulas: question → factor → dimension → readiness.

This module knows the sums of docs/scoring.md, on exact numbers from 0 to 1. It does not know states,
verdicts, or why an answer counts as it does.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm, prod

from partnerassess.assessment import QuestionResult, QuestionState, Standing
from partnerassess.exact import Root
from partnerassess.model import Aggregation, Dimension

Counted = Callable[[Standing], Fraction | None]
"""What an answer counts as; null leaves it out."""

Weighted = tuple[Fraction, Fraction]
"""A weight, and the number it belongs to."""


def as_answered(standing: Standing) -> Fraction | None:
    """Count what was answered, and nothing else: gives the point."""
    return standing.point


def at_lowest(standing: Standing) -> Fraction | None:
    """Count every open answer at its lowest level."""
    return None if standing.state is QuestionState.OUT else standing.bounds.lowest


def at_highest(standing: Standing) -> Fraction | None:
    """Count every open answer at its highest level."""
    return None if standing.state is QuestionState.OUT else standing.bounds.highest


def at_middle(standing: Standing) -> Fraction | None:
    """Count every open answer halfway up."""
    low, high = standing.bounds.lowest, standing.bounds.highest
    return None if standing.state is QuestionState.OUT else (low + high) / 2


def factor_number(answers: Iterable[QuestionResult], counted: Counted, rule: Aggregation) -> Fraction | None:
    """Give x_f = Σ v·u / Σ v over a factor's questions that count; null when none does."""
    parts = [
        (answer.weight, position) for answer in answers if (position := counted(answer.standing)) is not None
    ]
    return aggregate(parts, rule)


def aggregate(parts: Sequence[Weighted], rule: Aggregation) -> Fraction | None:
    """Give the weighted mean, or the least, of some numbers; null when there are none."""
    if not parts:
        return None
    return min(number for _, number in parts) if rule is Aggregation.MINIMUM else weighted_mean(parts)


def weighted_mean(parts: Sequence[Weighted]) -> Fraction:
    """Give Σ w·x / Σ w."""
    # Over common denominators the sums are of whole numbers, which is several times faster.
    weight_unit = lcm(*(weight.denominator for weight, _ in parts))
    number_unit = lcm(*(number.denominator for _, number in parts))
    weights = [weight.numerator * (weight_unit // weight.denominator) for weight, _ in parts]
    numbers = [number.numerator * (number_unit // number.denominator) for _, number in parts]
    total = sum(weight * number for weight, number in zip(weights, numbers, strict=True))
    return Fraction(total, sum(weights) * number_unit)


def readiness_number(dimensions: Sequence[tuple[Dimension, Fraction]], rule: Aggregation) -> Root:
    """Give r = (Π D^p)^(1/Σp), or the weighted mean, or the least, of an arrangement's dimensions."""
    if rule is not Aggregation.GEOMETRIC:
        number = aggregate([(Fraction(dimension.weight), number) for dimension, number in dimensions], rule)
        return Root(number if number is not None else Fraction())
    shared = gcd(*(dimension.weight for dimension, _ in dimensions))
    powers = [(number, dimension.weight // shared) for dimension, number in dimensions]
    return Root(
        prod((number**power for number, power in powers), start=Fraction(1)), sum(p for _, p in powers)
    )
