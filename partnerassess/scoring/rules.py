"""The rules of docs/scoring.md, written once, over columns: one answer set's numbers, or arrays of many.

A column is a whole number or a NumPy array of them. The rules use `+`, `*`, comparisons and the few words of
`Kind`, so that the same lines score one answer set and thousands. Numbers are whole, so that all of it is
exact: an answer stands between 0 and `Columns.top`, and what is divided is multiplied before by all that it
may be divided by (`shares`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import gcd, inf, lcm, prod
from operator import add, and_, mul, or_
from typing import Any, NamedTuple

from msgspec import Struct, field

from partnerassess.exact import Root
from partnerassess.model import (
    Aggregation,
    Arrangement,
    Dimension,
    Factor,
    Questionnaire,
    ScoredQuestion,
    Scoring,
)

Column = Any
"""A number, or an array of them; what compares columns gives booleans, or arrays of them."""

_MOST_KNOWN = 500
"""So many results of a factor are kept."""

_MOST_TOTALS = 1_000
"""Of more totals than this that weights can have, no common multiple is made: numbers are fractions then."""


class Kind(Struct, frozen=True, kw_only=True):
    """What a column needs beside its operators."""

    where: Callable[[Column, Column, Column], Column]
    """The second where the first is true, else the third."""
    least: Callable[..., Column]
    """The least of several."""
    count: Callable[[Column], Column]
    """1 for true, 0 for false."""
    root: Callable[[Sequence[tuple[Column, Column]], Sequence[int], int], Column]
    """The root of this degree of fractions with exponents, as what can be compared with a `Root`."""
    is_single: bool = False
    """Whether columns are single numbers, of which the same come again and again."""


class Place(NamedTuple):
    """Where the answers to one question stand. Levels run from 0 to `Columns.top`."""

    in_play: Column
    """1 where it takes part, 0 where it is out."""
    coverage: Column
    """How much of it is answered, from 0 to `Columns.asked`."""
    point: Column
    """Where those who answered put it; 0 where nobody did."""
    lowest: Column
    highest: Column
    weak_lowest: Column
    """The same two ends for the least favourable view, which essential factors go by."""
    weak_highest: Column
    noted: Column
    """1 where a note says why it does not apply."""


class Columns(Struct, frozen=True, kw_only=True):
    """Where all answers stand, and what they are measured in."""

    places: Mapping[str, Place]
    """By question id."""
    top: int
    """What stands for the highest level of every scale."""
    asked: int
    """What stands for a question that is answered in full."""
    kind: Kind
    weights: Mapping[str, Column] = field(default_factory=dict)
    """Whole numbers to take for factors' weights, by factor id, for all factors of a dimension or none."""


class Ends(NamedTuple):
    """A number as far as it is known."""

    lowest: Column
    point: Column
    highest: Column


Ratio = tuple[Column, Column]
"""A number from 0 to 1 as what is above and below the line; nothing is below it where there is none."""


class FactorColumns(NamedTuple):
    """One factor's part in a dimension."""

    in_play: Column
    """The weight of its questions in play."""
    given: Column
    """The weight of its questions times how much of each is answered."""
    pointed: Column
    """The weight of its questions that somebody answered."""
    share: Column
    """The factor's `shares` divided by the weight in play."""
    ends: Ends
    """From 0 to the factor's unit."""
    met: Column
    """Whether it reaches its minimum whatever the open answers turn out to be; null if it has none."""
    unmet: Column
    """Whether it cannot reach its minimum."""


class DimensionColumns(NamedTuple):
    """One dimension's part in an arrangement."""

    factors: tuple[FactorColumns, ...]
    ends: tuple[Ratio, Ratio, Ratio]
    """Lowest, point and highest."""
    coverage: Ratio
    in_play: Ratio
    assessable: Column
    pointed: Column
    """Whether enough is answered for a point."""


class ArrangementColumns(NamedTuple):
    """How ready one arrangement is."""

    dimensions: tuple[DimensionColumns, ...]
    assessable: Column
    pointed: Column
    """Whether there is a point."""
    readiness: Ends
    """As `Kind.root` gives them."""
    verdict: Column
    """0 ready, 1 undetermined, 2 not ready, 3 not assessable; -1 where there is no `ready` band."""
    band: Column
    """The place of the band; -1 where there is none."""


def whole_numbers(weights: Sequence[Fraction]) -> list[int]:
    """Give the smallest whole numbers that stand to each other as these weights do."""
    shared = lcm(*(weight.denominator for weight in weights))
    numbers = [int(weight * shared) for weight in weights]
    common = gcd(*numbers)
    return [number // common for number in numbers]


def _totals(numbers: Sequence[int]) -> frozenset[int]:
    """Give every total that some of these numbers can have; none if there are too many to go through."""
    totals = {0}
    for number in numbers:
        totals |= {each + number for each in totals}
        if len(totals) > _MOST_TOTALS:
            return frozenset()
    return frozenset(totals - {0})


def _times(weight: Column, column: Column) -> Column:
    """Multiply by what is nearly always 1, and then no work."""
    return column if isinstance(weight, int) and weight == 1 else weight * column


def _sum(weights: Iterable[Column], columns: Iterable[Column]) -> Column:
    """Add up columns, each as many times as its weight says."""
    return reduce(add, map(_times, weights, columns))


def _reaches(number: Ratio, needed: Fraction) -> Column:
    return number[0] * needed.denominator >= number[1] * needed.numerator


class FactorRule:
    """How a factor is made of its questions."""

    def __init__(self, factor: Factor, scoring: Scoring) -> None:
        self.factor = factor
        self.is_minimum = scoring.questions is Aggregation.MINIMUM
        numbers = whole_numbers([each.weight for each in factor.questions])
        self.weights = tuple(numbers)
        self.questions = tuple(each.question.id for each in factor.questions)
        self.weight = sum(numbers)
        self.totals = _totals(numbers)
        self.shares = lcm(*self.totals) if self.totals else 1
        """What every total of its question weights divides evenly, or 1 if they are too many."""
        self.scale = 1 if self.is_minimum else self.shares
        """How many times the highest level its top is."""
        self._known: dict[tuple[Any, ...], FactorColumns] = {}

    def unit(self, top: int) -> int:
        """Give what stands for a factor at its top."""
        return top * self.scale

    def share(self, total: Column, kind: Kind) -> Column:
        """Give `shares` divided by a total of question weights; by 1 where that is nothing."""
        total = total + kind.count(total == 0)
        return self.shares // total if self.totals else Fraction(1) / total

    def score(self, columns: Columns) -> FactorColumns:
        """Score the factor; of single numbers what comes out is kept."""
        mine = [columns.places[name] for name in self.questions]
        if not columns.kind.is_single:
            return self._score(mine, columns)
        key = (columns.top, columns.asked, *mine)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[key] = self._score(mine, columns)
        return known

    def _score(self, mine: Sequence[Place], columns: Columns) -> FactorColumns:
        here, covered = [place.in_play for place in mine], [place.coverage for place in mine]
        in_play = _sum(self.weights, here)
        pointed = _sum(self.weights, [columns.kind.count(each > 0) for each in covered])
        given = _sum(self.weights, covered)
        share = self.share(in_play, columns.kind)
        ends = Ends(
            self._end([place.lowest for place in mine], here, share, columns),
            self._end([place.point for place in mine], covered, self.share(pointed, columns.kind), columns),
            self._end([place.highest for place in mine], here, share, columns),
        )
        return FactorColumns(in_play, given, pointed, share, ends, *self._essential(mine, in_play, columns))

    def _end(
        self, numbers: Sequence[Column], takes_part: Sequence[Column], share: Column, columns: Columns
    ) -> Column:
        """Give one end, from 0 to `unit`: the mean, or the least, of the questions that take part."""
        if not self.is_minimum:
            return _times(share, _sum(self.weights, numbers))
        both = zip(takes_part, numbers, strict=True)
        return columns.kind.least(
            *(columns.kind.where(here > 0, number, columns.top) for here, number in both)
        )

    def _essential(self, mine: Sequence[Place], in_play: Column, columns: Columns) -> tuple[Column, Column]:
        """Tell whether it is met and whether it is unmet; it goes by the weakest of its questions."""
        if self.factor.essential is None:
            return None, None
        needed, of = self.factor.essential.as_integer_ratio()
        needed *= columns.top
        here = [(place.in_play == 1, place) for place in mine]
        unmet = reduce(or_, (takes_part & (place.weak_highest * of < needed) for takes_part, place in here))
        enough = reduce(
            and_, ((takes_part ^ True) | (place.weak_lowest * of >= needed) for takes_part, place in here)
        )
        explained = reduce(and_, (place.noted == 1 for place in mine))
        return enough & ((in_play > 0) | explained), unmet


class DimensionRule:
    """How a dimension is made of its factors."""

    def __init__(self, dimension: Dimension, factors: Sequence[Factor], scoring: Scoring) -> None:
        self.dimension, self.scoring = dimension, scoring
        self.weights = whole_numbers([factor.weight for factor in factors])
        self.factors = tuple(FactorRule(factor, scoring) for factor in factors)
        self.scale = lcm(*(factor.scale for factor in self.factors))
        self.shares = lcm(*(factor.shares for factor in self.factors))
        self.whole = lcm(*(factor.weight for factor in self.factors))
        # What puts each factor's numbers over what all have in common.
        self._lifts = [self.scale // factor.scale for factor in self.factors]
        self._shares = [self.shares // factor.shares for factor in self.factors]
        self._wholes = [self.whole // factor.weight for factor in self.factors]

    def unit(self, top: int) -> int:
        """Give what stands for a dimension at its top, before it is weighted."""
        return top * self.scale

    def weights_in(self, columns: Columns) -> Sequence[Column]:
        """Give the factors' weights: their own, or others."""
        if not columns.weights:
            return self.weights
        return [
            columns.weights.get(rule.factor.id, weight)
            for rule, weight in zip(self.factors, self.weights, strict=True)
        ]

    def score(self, columns: Columns) -> DimensionColumns:
        """Score the dimension."""
        return self.conclude(tuple(rule.score(columns) for rule in self.factors), columns)

    def conclude(self, scored: tuple[FactorColumns, ...], columns: Columns) -> DimensionColumns:
        """Draw the conclusions from its factors."""
        lowest, point, highest = (self.end(name, scored, columns) for name in Ends._fields)
        weights, count = self.weights_in(columns), columns.kind.count
        covered = [
            _times(weight * share, _times(factor.share, factor.given))
            for weight, share, factor in zip(weights, self._shares, scored, strict=True)
        ]
        coverage = (
            reduce(add, covered),
            _sum(weights, [count(factor.in_play > 0) for factor in scored]) * self.shares * columns.asked,
        )
        in_play = (
            _sum(map(mul, weights, self._wholes), [each.in_play for each in scored]),
            sum(weights) * self.whole,
        )
        return DimensionColumns(
            scored,
            (lowest, point, highest),
            coverage,
            in_play,
            _reaches(in_play, self.scoring.in_play_needed) & (lowest[1] > 0),
            _reaches(coverage, self.scoring.coverage_needed) & (point[1] > 0),
        )

    def largest(self, columns: Columns, heaviest: int) -> float:
        """Give what none of its numbers exceeds; without end where they are fractions."""
        if not all(rule.totals for rule in self.factors):
            return inf
        weight = sum(max(each, heaviest) for each in self.weights)
        coverage = self.shares * columns.asked * self.scoring.coverage_needed.denominator
        in_play = self.whole * self.scoring.in_play_needed.denominator
        minimums = [rule.factor.essential.denominator for rule in self.factors if rule.factor.essential]
        return max(
            weight * max(self.unit(columns.top), coverage, in_play), columns.top * max(minimums, default=1)
        )

    def end(self, name: str, scored: Sequence[FactorColumns], columns: Columns) -> Ratio:
        """Give one end: the mean, or the least, of the factors that take part."""
        kind, unit, which = columns.kind, self.unit(columns.top), Ends._fields.index(name)
        takes_part = [(each.pointed if name == "point" else each.in_play) > 0 for each in scored]
        numbers = [_times(lift, each.ends[which]) for lift, each in zip(self._lifts, scored, strict=True)]
        if self.scoring.factors is Aggregation.MINIMUM:
            both = zip(takes_part, numbers, strict=True)
            least = kind.least(*(kind.where(here, number, unit) for here, number in both))
            return least, kind.count(reduce(or_, takes_part)) * unit
        weights = [
            _times(weight, kind.count(here))
            for weight, here in zip(self.weights_in(columns), takes_part, strict=True)
        ]
        return reduce(add, map(_times, weights, numbers)), reduce(add, weights) * unit


class ArrangementRule:
    """How an arrangement's readiness is made of its dimensions, and what follows from it."""

    def __init__(self, arrangement: Arrangement, questionnaire: Questionnaire) -> None:
        scoring = self.scoring = questionnaire.scoring
        self.arrangement = arrangement
        self.dimensions = tuple(
            DimensionRule(dimension, arrangement.factors_in(dimension), scoring)
            for dimension in questionnaire.dimensions
        )
        weights = [dimension.weight for dimension in questionnaire.dimensions]
        self.weights = tuple(weight // gcd(*weights) for weight in weights)
        self.starts = tuple(Root(band.position) for band in scoring.bands)
        """Where the bands start."""
        self._ready = None if scoring.ready is None else scoring.bands.index(scoring.ready)

    def score(self, columns: Columns) -> ArrangementColumns:
        """Score the arrangement."""
        return self.conclude(tuple(rule.score(columns) for rule in self.dimensions), columns.kind)

    def conclude(self, dimensions: tuple[DimensionColumns, ...], kind: Kind) -> ArrangementColumns:
        """Draw the conclusions from its dimensions: readiness, verdict and band."""
        assessable = reduce(and_, (part.assessable for part in dimensions))
        pointed = reduce(and_, (part.pointed for part in dimensions)) & assessable
        lowest, point, highest = (
            self.readiness([part.ends[place] for part in dimensions], kind) for place in range(3)
        )
        readiness = Ends(lowest, point, highest)
        essentials = [factor for part in dimensions for factor in part.factors if factor.met is not None]
        verdict, band = self._judge(readiness, pointed, essentials, kind)
        return ArrangementColumns(
            dimensions,
            assessable,
            pointed,
            readiness,
            kind.where(assessable, verdict, 3),
            kind.where(assessable, band, -1),
        )

    def is_ready(self, readiness: Column) -> Column:
        """Tell whether readiness reaches the `ready` band, if there is one."""
        return self._ready is not None and readiness >= self.starts[self._ready]

    def largest(self, columns: Columns, heaviest: int) -> float:
        """Give what none of its numbers exceeds."""
        parts = [rule.largest(columns, heaviest) for rule in self.dimensions]
        # Only a geometric mean leaves the dimensions as they are; the others are put over one denominator.
        is_geometric = self.scoring.dimensions is Aggregation.GEOMETRIC
        return max(parts) if is_geometric else prod(parts) * sum(self.weights)

    def readiness(self, parts: Sequence[Ratio], kind: Kind) -> Column:
        """Give readiness as a root, of one end of every dimension."""
        parts = [(above, below + kind.count(below == 0)) for above, below in parts]
        match self.scoring.dimensions:
            case Aggregation.GEOMETRIC:
                return kind.root(parts, self.weights, sum(self.weights))
            case Aggregation.ARITHMETIC:
                belows = [below for _, below in parts]
                terms = [
                    weight * reduce(mul, belows[:place] + belows[place + 1 :], above)
                    for place, (weight, (above, _)) in enumerate(zip(self.weights, parts, strict=True))
                ]
                return kind.root([(sum(terms), reduce(mul, belows) * sum(self.weights))], [1], 1)
            case Aggregation.MINIMUM:
                least = parts[0]
                for above, below in parts[1:]:
                    is_less = above * least[1] < least[0] * below
                    least = kind.where(is_less, above, least[0]), kind.where(is_less, below, least[1])
                return kind.root([least], [1], 1)

    def _judge(
        self, readiness: Ends, pointed: Column, essentials: Sequence[FactorColumns], kind: Kind
    ) -> tuple[Column, Column]:
        """Give verdict and band of what is assessable."""
        verdict: Column = -1
        lowest, point, highest = (
            sum(kind.count(end >= start) for start in self.starts) - 1 for end in readiness
        )
        if self._ready is not None:
            unmet = reduce(or_, (factor.unmet for factor in essentials), highest < self._ready)
            met = reduce(and_, (factor.met for factor in essentials), lowest >= self._ready)
            verdict = kind.where(unmet, 2, kind.where(met, 0, 1))
            # Without the verdict the `ready` band and all above are out of reach.
            most = kind.where(verdict == 0, len(self.starts), self._ready - 1)
            lowest, point, highest = (kind.least(end, most) for end in (lowest, point, highest))
        return verdict, kind.where(pointed, point, kind.where(lowest == highest, lowest, -1))


class Rules:
    """A questionnaire's rules, arrangement by arrangement."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.top = lcm(
            *(
                level.position.denominator
                for question in questionnaire.questions.values()
                if isinstance(question, ScoredQuestion)
                for level in question.levels
            )
        )
        """The least that `Columns.top` may be, so that every level is a whole number."""
        self.arrangements = tuple(
            ArrangementRule(arrangement, questionnaire) for arrangement in questionnaire.arrangements
        )

    def largest(self, columns: Columns, heaviest: int = 1) -> float:
        """Give what no number in these columns exceeds: what room they need is known before they are filled.

        `heaviest` is the largest of other factor weights. What compares roots looks by itself.
        """
        return max(rule.largest(columns, heaviest) for rule in self.arrangements)


_KEPT: dict[int, Rules] = {}


def rules_of(questionnaire: Questionnaire) -> Rules:
    """Give a questionnaire's rules, which are made once."""
    kept = _KEPT.get(id(questionnaire))
    if kept is None:
        if len(_KEPT) >= 16:
            _KEPT.clear()
        kept = _KEPT[id(questionnaire)] = Rules(questionnaire)
    return kept
