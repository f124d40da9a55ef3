"""What every level of every question adds to an arrangement, in whole numbers, for the search of plans.

The amounts come from the weights and means of the assessment; `plan` holds what it finds against the scorer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial, reduce
from math import ceil, gcd, lcm
from operator import add
from typing import TypeVar

from msgspec import Struct

from partnerassess.assessment import ArrangementResult, FactorResult, QuestionResult, QuestionState
from partnerassess.exact import Root
from partnerassess.model import Aggregation, Level, Scoring
from partnerassess.visibility import Visibility

Join = Callable[[int, int], int]
"""How two amounts become one; the result never falls when one of them rises."""

Ways = TypeVar("Ways")


class Row(Struct, frozen=True, kw_only=True):
    """One question's part in an arrangement, and how far it can go up."""

    factor: FactorResult
    answer: QuestionResult
    amounts: tuple[int, ...]
    """What each of its levels, lowest first, adds to its dimension."""
    start: int
    """The place of the level it stands at."""
    least: int
    """The place of the level it must reach."""
    costs: tuple[Fraction, ...]
    """The cost of every step up from `start`; empty where it cannot go up."""

    @property
    def id(self) -> str:
        """Give the question's id."""
        return self.answer.question.id

    @property
    def levels(self) -> tuple[Level, ...]:
        """Give the question's levels, lowest first."""
        return self.answer.question.levels

    @property
    def highest(self) -> int:
        """Give the place of the level it can reach."""
        return self.start + len(self.costs)

    @property
    def is_reachable(self) -> bool:
        """Tell whether it can reach the minimum of its factor."""
        return self.least <= self.highest


class Table(Struct, frozen=True, kw_only=True):
    """One arrangement that can be assessed, as whole numbers."""

    result: ArrangementResult
    dimensions: tuple[tuple[tuple[Row, ...], ...], ...]
    """The rows by dimension and factor, without what is out."""
    scale: int
    """The amount that stands for a dimension at its top."""
    powers: tuple[int, ...]
    """The exponent of every dimension; all 1 unless their mean is geometric."""
    rules: Scoring

    @property
    def degree(self) -> int:
        """Give the degree of the root that turns an amount into a readiness."""
        return sum(self.powers) if self.rules.dimensions is Aggregation.GEOMETRIC else 1

    def rows(self) -> Iterator[Row]:
        """Give all rows, in the arrangement's order."""
        return (row for factors in self.dimensions for rows in factors for row in rows)

    def readiness_of(self, amount: int) -> Root:
        """Give the readiness that a whole arrangement's amount stands for."""
        return Root(Fraction(amount, self.scale**self.degree), self.degree)

    def needed(self, position: Fraction) -> int:
        """Give the least amount whose readiness reaches a position (0-1)."""
        return ceil((position * self.scale) ** self.degree)

    def fold(
        self,
        leaf: Callable[[Row], Ways],
        combine: Callable[[Ways, Ways, Join], Ways],
        unit: Callable[[int], Ways],
        close: Callable[[Ways], Ways] = lambda ways: ways,
    ) -> Ways:
        """Put the questions' ways together: to factors, to dimensions, to the whole arrangement.

        `leaf` gives the ways of one question, `combine` those of two parts whose amounts are joined, `unit`
        the one way of a fixed amount; `close` finishes a factor.
        """
        of_questions, of_factors = _pairwise(self.rules.questions), _pairwise(self.rules.factors)
        whole = unit(self._nothing)
        for dimension, power in zip(self.dimensions, self.powers, strict=True):
            factors = [
                close(reduce(lambda one, other: combine(one, other, of_questions), map(leaf, rows)))
                for rows in dimension
            ]
            part = reduce(lambda one, other: combine(one, other, of_factors), factors)
            whole = combine(whole, part, partial(_across, self.rules.dimensions, power))
        return whole

    def join(self, parts: Sequence[int]) -> int:
        """Give what the amounts of all dimensions come to."""
        whole = self._nothing
        for part, power in zip(parts, self.powers, strict=True):
            whole = _across(self.rules.dimensions, power, whole, part)
        return whole

    @property
    def _nothing(self) -> int:
        """Give the amount that changes nothing when a dimension is joined to it."""
        nothing = {Aggregation.GEOMETRIC: 1, Aggregation.ARITHMETIC: 0, Aggregation.MINIMUM: self.scale}
        return nothing[self.rules.dimensions]


class Sums:
    """What the amounts of all questions come to, part by part: another place for one is quick to try."""

    def __init__(self, table: Table, places: Mapping[str, int]) -> None:
        """Begin with every question, by its id, at one of its levels."""
        self._table = table
        self._of_questions, self._of_factors = (
            min if rule is Aggregation.MINIMUM else sum
            for rule in (table.rules.questions, table.rules.factors)
        )
        self._amounts = [
            [{row.id: row.amounts[places[row.id]] for row in rows} for rows in factors]
            for factors in table.dimensions
        ]
        self._where = {
            name: (dimension, factor)
            for dimension, factors in enumerate(self._amounts)
            for factor, amounts in enumerate(factors)
            for name in amounts
        }
        self._factors = [
            [self._of_questions(amounts.values()) for amounts in factors] for factors in self._amounts
        ]
        self._dimensions = [self._of_factors(factors) for factors in self._factors]

    def readiness(self) -> Root:
        """Give the readiness as things stand."""
        return self._table.readiness_of(self._table.join(self._dimensions))

    def readiness_with(self, row: Row, place: int) -> Root:
        """Give the readiness with one question at another of its levels."""
        dimension, factor = self._where[row.id]
        factors, dimensions = [*self._factors[dimension]], [*self._dimensions]
        amounts = {**self._amounts[dimension][factor], row.id: row.amounts[place]}
        factors[factor] = self._of_questions(amounts.values())
        dimensions[dimension] = self._of_factors(factors)
        return self._table.readiness_of(self._table.join(dimensions))

    def put(self, row: Row, place: int) -> None:
        """Put a question to another of its levels."""
        dimension, factor = self._where[row.id]
        amounts = self._amounts[dimension][factor]
        amounts[row.id] = row.amounts[place]
        self._factors[dimension][factor] = self._of_questions(amounts.values())
        self._dimensions[dimension] = self._of_factors(self._factors[dimension])


def make_table(result: ArrangementResult, scoring: Scoring, visibility: Visibility) -> Table:
    """Make the table of an arrangement that can be assessed."""
    shares = list(_shares(result, scoring))
    positions = (share * level.position for _, each, share in shares for level in each.question.levels)
    scale = lcm(*(position.denominator for position in positions))
    rows = {each.question.id: _row(factor, each, share * scale, visibility) for factor, each, share in shares}
    weights = [part.dimension.weight for part in result.dimensions]
    is_geometric = scoring.dimensions is Aggregation.GEOMETRIC
    return Table(
        result=result,
        dimensions=tuple(
            tuple(
                tuple(rows[answer.question.id] for answer in factor.answers if answer.question.id in rows)
                for factor in part.factors
                if factor.range
            )
            for part in result.dimensions
        ),
        scale=scale,
        powers=tuple(weight // gcd(*weights) if is_geometric else 1 for weight in weights),
        rules=scoring,
    )


def _row(factor: FactorResult, answer: QuestionResult, top: Fraction, visibility: Visibility) -> Row:
    """Make a question's row; `top` is what its top level adds."""
    question, minimum = answer.question, factor.factor.essential
    positions = [level.position for level in question.levels]
    start = positions.index(answer.standing.bounds.lowest)
    least = 0 if minimum is None else next(i for i, each in enumerate(positions) if each >= minimum)
    efforts = question.effort if visibility.is_shown(question) else None
    return Row(
        factor=factor,
        answer=answer,
        amounts=tuple(int(top * position) for position in positions),
        start=start,
        least=max(start, least),
        costs=efforts[start:] if efforts else (),
    )


def _shares(
    result: ArrangementResult, scoring: Scoring
) -> Iterator[tuple[FactorResult, QuestionResult, Fraction]]:
    """Give every question in play with its share: what its top level adds to its dimension."""
    total = sum(part.dimension.weight for part in result.dimensions)
    is_arithmetic = scoring.dimensions is Aggregation.ARITHMETIC
    for part in result.dimensions:
        whole = Fraction(part.dimension.weight, total) if is_arithmetic else Fraction(1)
        factors = [factor for factor in part.factors if factor.range]
        weights = [factor.factor.weight for factor in factors]
        for factor in factors:
            of_factor = whole * _share(factor.factor.weight, weights, scoring.factors)
            answers = [each for each in factor.answers if each.standing.state is not QuestionState.OUT]
            inner = [answer.weight for answer in answers]
            for answer in answers:
                yield factor, answer, of_factor * _share(answer.weight, inner, scoring.questions)


def _share(weight: Fraction, weights: Sequence[Fraction], rule: Aggregation) -> Fraction:
    return Fraction(1) if rule is Aggregation.MINIMUM else weight / sum(weights)


def _pairwise(rule: Aggregation) -> Join:
    return min if rule is Aggregation.MINIMUM else add


def _across(rule: Aggregation, power: int, whole: int, part: int) -> int:
    match rule:
        case Aggregation.GEOMETRIC:
            product: int = whole * part**power
            return product
        case Aggregation.ARITHMETIC:
            return whole + part
        case Aggregation.MINIMUM:
            return min(whole, part)
