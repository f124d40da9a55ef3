"""Plans: the cheapest set of improvements that takes an arrangement to a target.

This package knows what improving costs and finds the cheapest way exactly; docs/deciding.md explains how. It
does not know how a plan is shown. Read `make_plan` in plan.py, then search.py.
"""

from partnerassess.planning.blocks import Block, Obstacle
from partnerassess.planning.plan import Elsewhere, Item, Plan, Reach, Step, make_plan
from partnerassess.planning.target import READY, Target, find_target

__all__ = [
    "READY",
    "Block",
    "Elsewhere",
    "Item",
    "Obstacle",
    "Plan",
    "Reach",
    "Step",
    "Target",
    "find_target",
    "make_plan",
]
