"""Exact readiness: a root of a fraction, compared without floating point.

This module knows how to compare, and to write out as digits, the geometric mean of fractions. It does
not know what the number means or how it is shown.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering
from math import isqrt

_DIGITS = 10**40
"""Irrational roots are cut off after 40 decimal digits, which can never lift one over a decimal cut-off."""


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """The number `radicand ** (1 / degree)`, kept so that comparing it needs no rounding."""

    radicand: Fraction
    """What the root is taken of; never negative."""
    degree: int = 1
    """Which root it is: 1 for a plain fraction, 2 for a square root."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Root):
            return NotImplemented
        return self.radicand**other.degree == other.radicand**self.degree

    def __lt__(self, other: "Root") -> bool:
        return self.radicand**other.degree < other.radicand**self.degree

    def __hash__(self) -> int:
        return hash(self.digits())

    def digits(self) -> Fraction:
        """Give the number itself where it is a fraction, else its first 40 decimal digits."""
        numerator, denominator = self.radicand.as_integer_ratio()
        top, bottom = whole_root(numerator, self.degree), whole_root(denominator, self.degree)
        if top**self.degree == numerator and bottom**self.degree == denominator:
            return Fraction(top, bottom)
        scaled = numerator * _DIGITS**self.degree // denominator
        return Fraction(whole_root(scaled, self.degree), _DIGITS)


def whole_root(number: int, degree: int) -> int:
    """Give the largest whole number whose power is at most `number` (Newton's method on whole numbers)."""
    if degree == 1 or number < 2:
        return number
    if degree == 2:
        return isqrt(number)
    guess = 1 << -(-number.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + number // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better
