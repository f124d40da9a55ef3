"""What every level of every question adds to an arrangement, in whole numbers, for the search of plans.

The amounts come from the weights and means of the assessment; `plan` holds what it finds against the scorer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial, reduce
from math import ceil, gcd, lcm
from operator import add
from typing import TypeVar

from partnerassess.assessment import (
    ArrangementResult,
    DimensionResult,
    FactorResult,
    QuestionResult,
    QuestionState,
)
from partnerassess.exact import Root
from partnerassess.model import Aggregation, Scoring

Join = Callable[[int, int], int]
"""How two amounts become one; the result never falls when one of them rises."""

Ways = TypeVar("Ways")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One question's part in an arrangement."""

    factor: FactorResult
    answer: QuestionResult
    amounts: tuple[int, ...]
    """What each of its levels, lowest first, adds to its dimension."""
    lowest: int
    """What it adds as things stand, at its lowest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
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

    def readiness(self, amount: int) -> Root:
        """Give the readiness that a whole arrangement's amount stands for."""
        return Root(Fraction(amount, self.scale**self.degree), self.degree)

    def needed(self, position: Fraction) -> int:
        """Give the least amount whose readiness reaches a position (0-1)."""
        return ceil((position * self.scale) ** self.degree)

    def amount(self, amounts: Mapping[str, int]) -> int:
        """Give the whole arrangement's amount for an amount of every question, by question id."""
        return self.fold(lambda row: amounts[row.answer.question.id], _join, int)

    @property
    def join_questions(self) -> Join:
        """Give how a factor's amount is made of its questions'."""
        return _pairwise(self.rules.questions)

    @property
    def join_factors(self) -> Join:
        """Give how a dimension's amount is made of its factors'."""
        return _pairwise(self.rules.factors)

    def join_dimension(self, place: int) -> Join:
        """Give how a dimension, by its place, is joined to the whole so far."""
        return partial(_across, self.rules.dimensions, self.powers[place])

    @property
    def unit(self) -> int:
        """Give the whole to which the first dimension is joined: an amount that changes nothing."""
        return _unit(self.rules.dimensions, self.scale)

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
        whole = unit(self.unit)
        for place, dimension in enumerate(self.dimensions):
            factors = [
                close(reduce(lambda one, other: combine(one, other, self.join_questions), map(leaf, rows)))
                for rows in dimension
            ]
            part = reduce(lambda one, other: combine(one, other, self.join_factors), factors)
            whole = combine(whole, part, self.join_dimension(place))
        return whole


def make_table(result: ArrangementResult, scoring: Scoring) -> Table:
    """Make the table of an arrangement that can be assessed."""
    shares = list(_shares(result, scoring))
    scale = lcm(*((share * each).denominator for _, answer, share in shares for each in _positions(answer)))
    rows = {
        answer.question.id: Row(
            factor=factor,
            answer=answer,
            amounts=tuple(int(share * level.position * scale) for level in answer.question.levels),
            lowest=int(share * answer.standing.bounds.lowest * scale),
        )
        for factor, answer, share in shares
    }
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


def _shares(
    result: ArrangementResult, scoring: Scoring
) -> Iterator[tuple[FactorResult, QuestionResult, Fraction]]:
    """Give every question in play with its share: what its top level adds to its dimension."""
    total = sum(part.dimension.weight for part in result.dimensions)
    for part in result.dimensions:
        for factor, whole in _factor_shares(part, scoring, total):
            answers = [each for each in factor.answers if each.standing.state is not QuestionState.OUT]
            weights = [answer.weight for answer in answers]
            for answer in answers:
                yield factor, answer, whole * _share(answer.weight, weights, scoring.questions)


def _positions(answer: QuestionResult) -> Iterator[Fraction]:
    yield answer.standing.bounds.lowest
    yield from (level.position for level in answer.question.levels)


def _factor_shares(
    part: DimensionResult, scoring: Scoring, total: int
) -> Iterator[tuple[FactorResult, Fraction]]:
    factors = [factor for factor in part.factors if factor.range]
    weights = [factor.factor.weight for factor in factors]
    whole = Fraction(1)
    if scoring.dimensions is Aggregation.ARITHMETIC:
        whole = Fraction(part.dimension.weight, total)
    for factor in factors:
        yield factor, whole * _share(factor.factor.weight, weights, scoring.factors)


def _share(weight: Fraction, weights: Sequence[Fraction], rule: Aggregation) -> Fraction:
    return Fraction(1) if rule is Aggregation.MINIMUM else weight / sum(weights)


def _join(one: int, other: int, join: Join) -> int:
    return join(one, other)


def _pairwise(rule: Aggregation) -> Join:
    return min if rule is Aggregation.MINIMUM else add


def _unit(rule: Aggregation, scale: int) -> int:
    """Give the amount that changes nothing when a dimension is joined to it."""
    return {Aggregation.GEOMETRIC: 1, Aggregation.ARITHMETIC: 0, Aggregation.MINIMUM: scale}[rule]


def _across(rule: Aggregation, power: int, whole: int, part: int) -> int:
    match rule:
        case Aggregation.GEOMETRIC:
            product: int = whole * part**power
            return product
        case Aggregation.ARITHMETIC:
            return whole + part
        case Aggregation.MINIMUM:
            return min(whole, part)
