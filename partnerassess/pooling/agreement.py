"""How far several people agree on one question: spread, and an index with what chance would give."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from partnerassess.assessment import Agreement

FEWEST = 5
"""With fewer people an index of agreement says nothing."""

CHANCE = Fraction(1, 20)
"""How seldom people who answer at random may reach a critical value."""

_FEASIBLE = 600
"""The most people times levels for which chances are worked out: 120 people on five levels."""


def spread(steps: Sequence[int]) -> Fraction:
    """Give the average deviation about the median, in level steps (Burke and Dunlap 2002).

    Raises ValueError for no answers.
    """
    if not steps:
        raise ValueError("nobody answered")
    middle = sorted(steps)[len(steps) // 2]
    return Fraction(sum(abs(step - middle) for step in steps), len(steps))


def is_spread(steps: Sequence[int], levels: int) -> bool:
    """Tell whether answers lie further apart than a sixth of the number of levels, on average."""
    return spread(steps) > Fraction(levels, 6)


def find_agreement(steps: Sequence[int], levels: int) -> Agreement | None:
    """Give the index of agreement with its critical value; null with fewer than five answers."""
    if len(steps) < FEWEST:
        return None
    critical = critical_agreement(len(steps), levels)
    return Agreement(people=len(steps), index=within_group_agreement(steps, levels), critical=critical)


def within_group_agreement(steps: Sequence[int], levels: int) -> Fraction:
    """Give r_wg = 1 - s² / ((A² - 1) / 12), not below 0 (James, Demaree and Wolf 1984).

    s² is the variance of the answers with n - 1; the other is that of answers spread evenly over A levels.
    Raises ValueError for fewer than two answers.
    """
    if len(steps) < 2:
        raise ValueError("agreement takes at least two")
    squares = len(steps) * sum(step * step for step in steps) - sum(steps) ** 2
    return _index(squares, len(steps), levels)


@cache
def critical_agreement(people: int, levels: int) -> Fraction | None:
    """Give the smallest r_wg that people who answer at random reach with a chance of 5 % at most.

    From the exact distribution, in which every way of answering is equally likely. Null where even full
    agreement is likelier than that, or with more than 600 people times levels.
    """
    if people * levels > _FEASIBLE:
        return None
    allowed = CHANCE * levels**people
    reached, critical = 0, None
    for squares, ways in sorted(_ways(people, levels).items()):
        reached += ways
        if reached > allowed:
            break
        critical = _index(squares, people, levels)
    return critical


def _index(squares: int, people: int, levels: int) -> Fraction:
    """Give r_wg from n·Σx² - (Σx)², which is n·(n - 1) times the variance."""
    variance = Fraction(squares, people * (people - 1))
    return max(1 - variance * 12 / (levels * levels - 1), Fraction(0))


def _ways(people: int, levels: int) -> dict[int, int]:
    """Count the ways to answer for every value of n·Σx² - (Σx)².

    For every sum of the answers one long whole number holds, in slots of some bytes, the counts for every sum
    of their squares; one more person moves all of them at once.
    """
    width = ((levels**people).bit_length() + 7) // 8
    offsets = [level - levels // 2 for level in range(levels)]
    by_sum = {0: 1}
    for _ in range(people):
        grown: dict[int, int] = {}
        for total, counts in by_sum.items():
            for offset in offsets:
                moved = counts << (8 * width * offset * offset)
                grown[total + offset] = grown.get(total + offset, 0) + moved
        by_sum = grown
    ways: dict[int, int] = {}
    for total, counts in by_sum.items():
        slots = counts.to_bytes((counts.bit_length() + 7) // 8 + width, "little")
        for squares, start in enumerate(range(0, len(slots), width)):
            count = int.from_bytes(slots[start : start + width], "little")
            if count:
                key = people * squares - total * total
                ways[key] = ways.get(key, 0) + count
    return ways
