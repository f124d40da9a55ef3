"""What keeps a question from being raised, and what that keeps an arrangement from.

This module knows why some things are out of a plan's reach. It does not know plans.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from partnerassess.assessment import (
    ArrangementResult,
    EssentialState,
    FactorResult,
    QuestionResult,
)
from partnerassess.decide.amounts import Row, Table
from partnerassess.decide.search import Climb
from partnerassess.exact import Root
from partnerassess.visibility import Visibility


class Obstacle(Enum):
    """Why something is out of a plan's reach."""

    FIXED = "fixed"
    """It is not in the partners' hands."""
    DEPENDS = "depends"
    """Whether the question is asked at all depends on an earlier answer that is open."""
    LEFT_OUT = "left_out"
    """An essential factor was left out without a note that says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Something a plan cannot change that stands in the way."""

    obstacle: Obstacle
    factor: FactorResult
    answer: QuestionResult | None
    """The question it is about; null where it is about the whole factor."""
    essential: bool
    """Whether it alone keeps an essential factor from being met."""
    would_allow: Root | None
    """The readiness within reach if this question were at its top level; null where it is not about that."""


def find_climbs(table: Table, visibility: Visibility) -> dict[str, Climb]:
    """Give how far every question in play can go up, by question id."""
    return {row.answer.question.id: _climb(row, visibility) for row in table.rows()}


def find_blocks(table: Table, climbs: Mapping[str, Climb]) -> tuple[Block, ...]:
    """Give what a plan cannot change: what keeps essential factors from being met, then what costs most."""
    blocks = [*_blocked_questions(table, climbs), *_left_out(table.result)]
    blocks.sort(key=_weight, reverse=True)
    return tuple(blocks)


def is_reachable(row: Row, climb: Climb) -> bool:
    """Tell whether a question can reach the minimum of its factor."""
    return climb.least <= climb.start + len(climb.costs)


def _climb(row: Row, visibility: Visibility) -> Climb:
    question, minimum = row.answer.question, row.factor.factor.essential
    positions = [level.position for level in question.levels]
    start = positions.index(row.answer.standing.bounds.lowest)
    least = 0 if minimum is None else next(i for i, each in enumerate(positions) if each >= minimum)
    efforts = question.effort if visibility.is_shown(question) else None
    costs = efforts[start:] if efforts else ()
    return Climb(start=start, least=max(start, least), costs=costs)


def _blocked_questions(table: Table, climbs: Mapping[str, Climb]) -> Iterator[Block]:
    reached = {name: row.amounts[climbs[name].start + len(climbs[name].costs)] for name, row in _named(table)}
    for name, row in _named(table):
        if row.amounts[-1] > reached[name]:
            is_fixed = row.answer.question.effort is None
            yield Block(
                obstacle=Obstacle.FIXED if is_fixed else Obstacle.DEPENDS,
                factor=row.factor,
                answer=row.answer,
                essential=not is_reachable(row, climbs[name]),
                would_allow=table.readiness(table.amount({**reached, name: row.amounts[-1]})),
            )


def _left_out(result: ArrangementResult) -> Iterator[Block]:
    for factor in result.factors():
        if factor.range is None and factor.essential is EssentialState.OPEN:
            yield Block(
                obstacle=Obstacle.LEFT_OUT, factor=factor, answer=None, essential=True, would_allow=None
            )


def _named(table: Table) -> list[tuple[str, Row]]:
    return [(row.answer.question.id, row) for row in table.rows()]


def _weight(block: Block) -> tuple[bool, Root]:
    return block.essential, block.would_allow or Root(Fraction(0))
