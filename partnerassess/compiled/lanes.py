"""Lanes: several small sums side by side in one whole number, so that one addition adds to all of them.

This module knows where in the number each sum has its bytes. It does not know what is summed.
"""

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
    """The bytes of one sum, the lowest first."""

    start: int
    end: int

    def put(self, amount: int) -> int:
        """Give the number that adds an amount to this sum and to no other."""
        return amount << (8 * self.start)

    def read(self, sums: bytes) -> int:
        """Give the sum."""
        return int.from_bytes(sums[self.start : self.end], "little")


def spanning(first: Lane, last: Lane) -> slice:
    """Give the bytes from one lane to another, both included."""
    return slice(first.start, last.end)


class Layout:
    """The lanes given out so far, one after the other."""

    def __init__(self) -> None:
        self.size = 0
        """How many bytes all lanes take."""

    def lane(self, most: int) -> Lane:
        """Give a lane for a sum that never exceeds `most`, so that none runs over into the next."""
        start = self.size
        self.size += max(1, -(-most.bit_length() // 8))
        return Lane(start, self.size)
