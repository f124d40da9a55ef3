"""Lanes: several small sums side by side in one whole number, so that one addition adds to all of them.

This module knows where in the number each sum has its bits. It does not know what is summed.
"""

from fractions import Fraction
from typing import NamedTuple, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

Ratio = tuple[int, int]
"""A fraction as numerator and denominator, not always in lowest terms."""

_MOST_KEPT = 3_000


class Memory(dict[Key, Value]):
    """Results that are kept for the next time, of which there are never too many for a long run."""

    def keep(self, key: Key, value: Value) -> Value:
        """Keep a result, and give it back."""
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[key] = value
        return value


class Lane(NamedTuple):
    """The bits of one sum, or of several that stand side by side."""

    start: int
    """How many bits stand below it."""
    mask: int
    """As many ones as it has bits."""

    def put(self, amount: int) -> int:
        """Give the number that adds an amount to this sum and to no other."""
        return amount << self.start

    def read(self, sums: int) -> int:
        """Give the sum."""
        return sums >> self.start & self.mask


class Layout:
    """The lanes given out so far, one after the other."""

    def __init__(self) -> None:
        self.size = 0
        """How many bits all lanes take."""

    def lane(self, most: int) -> Lane:
        """Give a lane for a sum that never exceeds `most`, so that none runs over into the next."""
        start = self.size
        self.size += max(1, most.bit_length())
        return self.since(start)

    def since(self, start: int) -> Lane:
        """Give one lane over all those that were given out since there were so many bits."""
        return Lane(start, (1 << (self.size - start)) - 1)


def times(number: Fraction, factor: int) -> int:
    """Multiply a number by a multiple of its denominator."""
    return number.numerator * (factor // number.denominator)
