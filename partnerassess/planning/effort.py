"""What making an arrangement ready takes at least, without the plan that does it.

This module knows the least cost of every readiness that can be reached. It does not know which answers are to
be raised for it: plan.py does.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import lcm

from partnerassess.assessment import Assessment
from partnerassess.planning.blocks import find_climbs, is_blocked
from partnerassess.planning.search import Climb
from partnerassess.planning.start import find_start
from partnerassess.planning.target import Target
from partnerassess.tables import Join, Row, make_table
from partnerassess.visibility import Visibility

Reaches = dict[int, int]
"""How far each cost reaches at most, cheapest first; more cost always reaches further."""


def find_effort(assessment: Assessment, arrangement: str, target: Target) -> Fraction | None:
    """Find what the cheapest plan takes, without making it; null where the target is out of reach.

    Raises ValueError for an arrangement that cannot be assessed.
    """
    start = find_start(assessment)
    result = next(each for each in start.arrangements if each.arrangement.id == arrangement)
    if result.readiness is None:
        raise ValueError(f"{arrangement} cannot be assessed")
    table = make_table(result, start.questionnaire.scoring)
    climbs = find_climbs(table, Visibility(start.questionnaire, start.answers))
    if is_blocked(table, climbs):
        return None
    scale = lcm(*(cost.denominator for climb in climbs.values() for cost in climb.costs))
    reaches = table.fold(lambda row: _climbed(row, climbs, scale), _combine, lambda amount: {0: amount})
    needed = table.needed(target.position)
    return next((Fraction(cost, scale) for cost, amount in reaches.items() if amount >= needed), None)


def _climbed(row: Row, climbs: Mapping[str, Climb], scale: int) -> Reaches:
    return _furthest(dict(_levels(row, climbs[row.answer.question.id], scale)))


def _levels(row: Row, climb: Climb, scale: int) -> Iterator[tuple[int, int]]:
    for steps in range(climb.least - climb.start, len(climb.costs) + 1):
        yield int(sum(climb.costs[:steps]) * scale), row.amounts[climb.start + steps]


def _combine(ones: Reaches, others: Reaches, join: Join) -> Reaches:
    together: Reaches = {}
    for cost, amount in ones.items():
        for more, other in others.items():
            reached = join(amount, other)
            if together.get(cost + more, -1) < reached:
                together[cost + more] = reached
    return _furthest(together)


def _furthest(reaches: Reaches) -> Reaches:
    """Leave out every cost that reaches no further than a lower one."""
    kept: Reaches = {}
    furthest = -1
    for cost in sorted(reaches):
        if reaches[cost] > furthest:
            kept[cost] = furthest = reaches[cost]
    return kept
