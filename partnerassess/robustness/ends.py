"""The three things that are known of a number: its lowest, its highest and its point.

This module knows their names as functions. It does not know what the number is.
"""

from collections.abc import Callable
from fractions import Fraction

from partnerassess.assessment import Range

End = Callable[[Range[Fraction]], Fraction | None]
"""One of the three."""


def lowest(known: Range[Fraction]) -> Fraction | None:
    """Give the number with every open answer at its lowest level."""
    return known.lowest


def highest(known: Range[Fraction]) -> Fraction | None:
    """Give the number with every open answer at its highest level."""
    return known.highest


def point(known: Range[Fraction]) -> Fraction | None:
    """Give the number from the answers given; null where too few are."""
    return known.point
