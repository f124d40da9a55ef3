"""The cheapest ways of improving: for every readiness that can be reached, the best way there.

This module knows an exact dynamic programme over whole numbers. It does not know what becomes of a way.

Ways are put together question by question, factor by factor and dimension by dimension. Of all ways of one
part only those are kept that no other beats in both what they add and what they cost. That loses nothing:
costs add up, and readiness never falls when a part rises, so in any plan a beaten way can be exchanged for
the one that beats it. (Nemhauser and Ullmann, Management Science 15, 1969, for the knapsack problem.)
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate
from math import isqrt, lcm
from typing import NamedTuple

from partnerassess.decide.amounts import Join, Row, Table

_MOST_KEPT = 1_000
"""How many ways of one part are kept at most: weights and efforts that share no factor make millions."""
_MOST_HELD = 100_000
"""How many ways are held at a time while two parts are put together."""
_MOST_TRIED = 4_000_000
"""How many ways are put together in all, a quarter of what is left at a time, before fewer are kept …"""
_FEW_TRIED = 20_000
"""… and how many at a time when those are spent."""


class Way(NamedTuple):
    """One way of improving a part of an arrangement."""

    amount: int
    """What the part adds to readiness then."""
    cost: int
    factors: int
    """How many factors are touched."""
    steps: int
    """How many levels are gone up."""
    order: int
    """Every question's steps as digits of a number, negative: less is earlier in the questionnaire."""

    @property
    def price(self) -> tuple[int, int, int, int]:
        """Give what a way costs, in the order in which it matters."""
        return self[1:]


class Search:
    """The best ways of improving one arrangement."""

    def __init__(self, table: Table, order: Sequence[str]) -> None:
        """Search all ways; `order` lists the questions' ids as the questionnaire asks them.

        Of questions that cannot reach their minimum only what they can is asked.
        """
        costs = [row.costs for row in table.rows()]
        self._cost_scale = lcm(*(cost.denominator for each in costs for cost in each))
        self._base = 1 + max(map(len, costs), default=0)
        self._places = {name: place for place, name in enumerate(reversed(order))}
        self.is_exact = True
        """Whether every way was weighed; if not, the best of those that were is given."""
        self._left = _MOST_TRIED
        self._ways = table.fold(self._leaf, self._combine, lambda amount: [Way(amount, 0, 0, 0, 0)], _touch)

    def cheapest(self, needed: int) -> Way | None:
        """Give the cheapest way that adds up to so much; null if there is none.

        Ties go to fewer factors, then fewer steps, then higher readiness, then the questionnaire's order.
        """
        enough = [way for way in self._ways if way.amount >= needed]
        return min(
            enough, key=lambda way: (way.cost, way.factors, way.steps, -way.amount, way.order), default=None
        )

    def highest(self) -> Way:
        """Give the cheapest of the ways that reach furthest."""
        return self._ways[0]

    def frontier(self) -> list[Way]:
        """Give the furthest that every cost can reach, where more cost reaches further; cheapest first."""
        furthest: dict[int, Way] = {}
        for way in reversed(self._ways):
            furthest[way.cost] = way
        return list(furthest.values())

    def cost(self, way: Way) -> Fraction:
        """Give a way's cost in the questionnaire's own units."""
        return Fraction(way.cost, self._cost_scale)

    def steps(self, way: Way) -> dict[str, int]:
        """Give how many levels every question that is raised goes up, by question id."""
        digits = {name: -way.order // self._base**place % self._base for name, place in self._places.items()}
        return {name: steps for name, steps in digits.items() if steps}

    def _leaf(self, row: Row) -> list[Way]:
        ways, digit = [], self._base ** self._places[row.id]
        least = row.least if row.is_reachable else row.start
        costs = list(accumulate(row.costs, initial=Fraction(0)))
        for place in range(least, row.highest + 1):
            steps = place - row.start
            cost = int(costs[steps] * self._cost_scale)
            ways.append(Way(row.amounts[place], cost, 0, steps, -steps * digit))
        return _unbeaten(ways)

    def _combine(self, ones: list[Way], others: list[Way], join: Join) -> list[Way]:
        """Put every way of one part together with every way of another, and keep the best of them."""
        allowed = max(self._left // 4, _FEW_TRIED)
        if len(ones) * len(others) > allowed:
            ones, others = (self._thinned(each, isqrt(allowed)) for each in (ones, others))
        self._left -= len(ones) * len(others)
        held: list[Way] = []
        for one in ones:
            held += (
                Way(
                    join(one.amount, other.amount),
                    one.cost + other.cost,
                    one.factors + other.factors,
                    one.steps + other.steps,
                    one.order + other.order,
                )
                for other in others
            )
            if len(held) > _MOST_HELD:
                held = _unbeaten(held)
        return self._thinned(_unbeaten(held), _MOST_KEPT)

    def _thinned(self, ways: list[Way], most: int) -> list[Way]:
        """Leave out ways between others of nearly the same cost, if there are more than can be gone on with.

        The furthest and the cheapest always stay.
        """
        if len(ways) <= most:
            return ways
        self.is_exact = False
        dearest, least = ways[0].cost, ways[-1].cost
        furthest: dict[int, Way] = {}
        for way in ways:
            furthest.setdefault((way.cost - least) * (most - 1) // max(dearest - least, 1), way)
        return list(dict.fromkeys([*furthest.values(), ways[-1]]))


def _touch(ways: list[Way]) -> list[Way]:
    """Count a factor for every way that changes something in it."""
    return [way._replace(factors=1) if way.steps else way for way in ways]


def _unbeaten(ways: Iterable[Way]) -> list[Way]:
    """Keep what no other way beats: the furthest first, and each cheaper than all that reach further."""
    kept: list[Way] = []
    for way in sorted(ways, key=lambda way: (-way.amount, way.price)):
        if not kept or way.price < kept[-1].price:
            kept.append(way)
    return kept
