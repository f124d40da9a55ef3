"""Exact readiness: a root of a product of powers, compared without anything being decided by rounding."""

from collections.abc import Iterable
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache, total_ordering
from math import gcd, isqrt, lcm, log, prod

_DIGITS = 10**40
"""Irrational roots are cut off after 40 decimal digits, which can never lift one over a decimal cut-off."""

_SLACK = 2.0**-46
"""How far a sum of logarithms is off at most, as a share of the sum of their sizes: over a hundred times more
than the two units in the last place by which each of them may be off."""

_PRECISION = 80
"""With so many digits logarithms are worked out where 40 digits of a root are wanted of them."""

_SMALL = 4_000
"""Up to so many bits a power is worked out in whole numbers."""


_NOUGHT = Fraction(0)


@total_ordering
class Root:
    """The number `(base ** exponent × …) ** (1 / degree)`, kept as it is made, so that no power gets large.

    Two such numbers are compared by their logarithms, with a bound on what these are off by; only where they
    are closer than that by whole numbers, from which everything that they share is taken out first.
    """

    __slots__ = ("_log", "_size", "degree", "is_zero", "parts")

    parts: tuple[tuple[Fraction, int], ...]
    """Positive bases other than 1 with their exponents, which share no factor with the degree."""
    degree: int
    """Which root it is: 1 for a plain fraction, 2 for a square root."""
    is_zero: bool

    def __init__(self, radicand: Fraction, degree: int = 1) -> None:
        self._keep([(radicand, 1)], degree)

    @classmethod
    def of_powers(cls, parts: Iterable[tuple[Fraction, int]], degree: int) -> "Root":
        """Give the root of a product of powers; no base is negative."""
        root = cls.__new__(cls)
        root._keep(parts, degree)
        return root

    def _keep(self, parts: Iterable[tuple[Fraction, int]], degree: int) -> None:
        merged: list[tuple[Fraction, int]] = []
        for base, exponent in parts:
            if not base:
                merged, degree = [(_NOUGHT, 1)], 1
                break
            # There are so few bases that to compare them is quicker than to make a number of each, as a key.
            place = next((place for place, (known, _) in enumerate(merged) if known == base), None)
            if place is not None:
                merged[place] = base, merged[place][1] + exponent
            elif base.numerator != base.denominator:
                merged.append((base, exponent))
        self.is_zero = merged == [(_NOUGHT, 1)]
        shared = gcd(degree, *(exponent for _, exponent in merged))
        self.parts = tuple((base, exponent // shared) for base, exponent in merged)
        self.degree = degree // shared
        self._log: float | None = None

    @property
    def radicand(self) -> Fraction:
        """Give what the root is taken of."""
        return prod((base**exponent for base, exponent in self.parts), start=Fraction(1))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Root):
            return NotImplemented
        return self._compare(other) == 0

    def __lt__(self, other: "Root") -> bool:
        return self._compare(other) < 0

    def __hash__(self) -> int:
        return hash(self.digits())

    def __repr__(self) -> str:
        return f"Root.of_powers({self.parts!r}, {self.degree})"

    def _compare(self, other: "Root") -> float:
        """Give a number that is negative, 0 or positive where this one is smaller, equal or larger."""
        if self.parts == other.parts and self.degree == other.degree:
            return 0
        if self.is_zero or other.is_zero:
            return other.is_zero - self.is_zero
        difference = self.logarithm - other.logarithm
        if abs(difference) > _SLACK * (1 + self._size + other._size):
            return difference
        return _compare_exactly(self, other)

    @property
    def logarithm(self) -> float:
        """Give its natural logarithm, nearly; only where it is not nought."""
        if self._log is None:
            logs = [
                (log(base.numerator) * exponent, log(base.denominator) * exponent)
                for base, exponent in self.parts
            ]
            self._log = sum(above - below for above, below in logs) / self.degree
            self._size = sum(above + below for above, below in logs) / self.degree
        return self._log

    def digits(self) -> Fraction:
        """Give the number itself where it is a fraction, else its first 40 decimal digits.

        Of roots of huge numbers only those are known to be fractions whose powers say so.
        """
        bits = sum(
            (base.numerator.bit_length() + base.denominator.bit_length()) * exponent
            for base, exponent in self.parts
        )
        if self.degree == 1:
            return self.radicand
        if self.degree > 8 or bits > _SMALL:
            return self._estimate()
        numerator, denominator = self.radicand.as_integer_ratio()
        top, bottom = whole_root(numerator, self.degree), whole_root(denominator, self.degree)
        if top**self.degree == numerator and bottom**self.degree == denominator:
            return Fraction(top, bottom)
        scaled = numerator * _DIGITS**self.degree // denominator
        return Fraction(whole_root(scaled, self.degree), _DIGITS)

    def _estimate(self) -> Fraction:
        """Give 40 decimal digits by way of logarithms."""
        with localcontext() as context:
            context.prec = _PRECISION
            total = sum(
                ((_ln(base.numerator) - _ln(base.denominator)) * exponent for base, exponent in self.parts),
                start=Decimal(0),
            )
            # What is a decimal number may come out a shade too small.
            value = (total / self.degree).exp() * _DIGITS + Decimal("1e-20")
            return Fraction(int(value), _DIGITS)


@lru_cache(4_000)
def _ln(number: int) -> Decimal:
    with localcontext() as context:
        context.prec = _PRECISION
        return Decimal(number).ln()


def _compare_exactly(one: Root, other: Root) -> int:
    """Compare two positive roots by whole numbers, without what is on both sides."""
    degree = lcm(one.degree, other.degree)
    exponents: dict[Fraction, int] = {}
    for root, sign in ((one, 1), (other, -1)):
        for base, exponent in root.parts:
            exponents[base] = exponents.get(base, 0) + sign * exponent * (degree // root.degree)
    shared = gcd(*exponents.values()) or 1
    above = below = 1
    for base, exponent in exponents.items():
        power = abs(exponent) // shared
        top, bottom = base.numerator**power, base.denominator**power
        above *= top if exponent > 0 else bottom
        below *= bottom if exponent > 0 else top
    return (above > below) - (above < below)


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
