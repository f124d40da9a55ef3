"""What to find out next: the open answers that do most to settle whether an arrangement is ready.

This module knows how to count the completions of one arrangement's open answers, exactly, however many there
are. It does not know about other arrangements.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial, reduce
from itertools import accumulate

from partnerassess.assessment import (
    ArrangementResult,
    EssentialState,
    QuestionState,
    Verdict,
)
from partnerassess.inquiry.findings import Inquiry, doubt_of, ordered, weigh
from partnerassess.model import Scoring
from partnerassess.pooling.disputes import waits_for_people
from partnerassess.tables import Join, Row, Table, make_table

Counts = dict[int, int]
"""How many completions come to each amount."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VerdictInquiry:
    """What is worth finding out to settle whether an arrangement is ready."""

    result: ArrangementResult
    ready: Fraction
    """The share of completions in which it is ready, 0-1: no chance, a count of possibilities."""
    inquiry: Inquiry


def inquire_verdict(
    result: ArrangementResult, scoring: Scoring, disputed: Collection[str] = ()
) -> VerdictInquiry | None:
    """Find what would settle whether an arrangement is ready; null where it is settled, or cannot be.

    `disputed` are the ids of questions that pooled answers leave to be discussed first: no answer settles
    what waits for that.
    """
    if result.verdict is not Verdict.UNDETERMINED or scoring.ready is None:
        return None
    if _waits_for_a_note(result) or waits_for_people(result, disputed):
        return None
    counting = _Counting(make_table(result, scoring), scoring.ready.position)
    ready, every = counting.ready(), counting.completions
    if ready in (0, every):
        return None
    findings = (
        weigh(row.answer, [(each, every // len(row.amounts) - each) for each in counts])
        for row, counts in counting.ready_by_level()
    )
    return VerdictInquiry(
        result=result,
        ready=Fraction(ready, every),
        inquiry=Inquiry(
            doubt=doubt_of((ready, every - ready)), findings=ordered(findings), completions=every, exact=True
        ),
    )


def _waits_for_a_note(result: ArrangementResult) -> bool:
    """Tell whether an essential factor was left out without a note: no answer can settle that."""
    factors = result.factors()
    return any(each.range is None and each.essential is EssentialState.OPEN for each in factors)


class _Counting:
    """The completions of one arrangement's open answers, counted without going through them one by one."""

    def __init__(self, table: Table, position: Fraction) -> None:
        self._table = table
        self._needed = table.needed(position)
        self._factors = [
            [table.fold_factor(rows, _allowed, _combine) for rows in dimension]
            for dimension in table.dimensions
        ]

    @property
    def completions(self) -> int:
        """Give how many completions there are."""
        number = 1
        for row in self._table.rows():
            number *= len(row.amounts) if _is_open(row) else 1
        return number

    def ready(self) -> int:
        """Give how many of them are ready."""
        return self._reaching(0)(self._dimension(0))

    def ready_by_level(self) -> Iterator[tuple[Row, list[int]]]:
        """Give for every open question how many are ready with each of its levels."""
        for place, dimension in enumerate(self._table.dimensions):
            reaching = self._reaching(place)
            for rows, rest in zip(dimension, self._rests(place), strict=True):
                for row in rows:
                    if _is_open(row):
                        yield row, [reaching(part) for part in self._by_level(rest, rows, row)]

    def _rests(self, place: int) -> list[Counts | None]:
        """Give for every factor of a dimension all the others together; null where there are none."""
        factors = self._factors[place]
        join = partial(_combine, join=self._table.join_factors)
        before: list[Counts | None] = [None, *accumulate(factors[:-1], join)]
        after: list[Counts | None] = [None, *accumulate(factors[:0:-1], join)]
        return [
            (other if one is None else one) if one is None or other is None else join(one, other)
            for one, other in zip(before, reversed(after), strict=True)
        ]

    def _by_level(self, rest: Counts | None, rows: Sequence[Row], asked: Row) -> Iterator[Counts]:
        allowed = _allowed(asked)
        for amount in asked.amounts:
            known = {amount: 1} if amount in allowed else {}
            factor = self._table.fold_factor(rows, partial(_known_or_allowed, asked, known), _combine)
            yield factor if rest is None else _combine(rest, factor, self._table.join_factors)

    def _dimension(self, place: int) -> Counts:
        return self._together(self._factors[place])

    def _together(self, factors: Sequence[Counts]) -> Counts:
        return reduce(partial(_combine, join=self._table.join_factors), factors)

    def _reaching(self, place: int) -> Callable[[Counts], int]:
        """Give what counts the completions that reach the target, from those of one dimension.

        The other dimensions are put together once; how many of their completions suffice is then looked up.
        """
        whole: Counts = {self._table.unit: 1}
        for other in range(len(self._factors)):
            if other != place:
                whole = _combine(whole, self._dimension(other), self._table.join_dimension(other))
        amounts = sorted(whole)
        above = [*accumulate((whole[each] for each in reversed(amounts)), initial=0)][::-1]
        join = self._table.join_dimension(place)

        @cache
        def sufficing(own: int) -> int:
            return above[bisect_left(amounts, self._needed, key=partial(_flipped, join, own))]

        def count(part: Mapping[int, int]) -> int:
            return sum(sufficing(own) * number for own, number in part.items())

        return count


def _flipped(join: Join, own: int, whole: int) -> int:
    return join(whole, own)


def _known_or_allowed(asked: Row, known: Counts, row: Row) -> Counts:
    return known if row is asked else _allowed(row)


def _is_open(row: Row) -> bool:
    return row.answer.standing.state is QuestionState.OPEN


def _allowed(row: Row) -> Counts:
    """Give the amounts of a question's possible levels that meet the minimum of its factor."""
    minimum = row.factor.factor.essential or 0
    if not _is_open(row):
        return {row.lowest: 1} if row.answer.standing.weakest.lowest >= minimum else {}
    levels = zip(row.answer.question.levels, row.amounts, strict=True)
    return dict(Counter(amount for level, amount in levels if level.position >= minimum))


def _combine(ones: Counts, others: Counts, join: Join) -> Counts:
    together: Counts = {}
    for one, count in ones.items():
        for other, number in others.items():
            amount = join(one, other)
            together[amount] = together.get(amount, 0) + count * number
    return together
