"""What to find out next: the open answers that do most to settle whether an arrangement is ready.

This module knows how to count the completions of one arrangement's open answers, exactly, however many there
are. It does not know about other arrangements.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial, reduce
from itertools import accumulate

from partnerassess.assessment import (
    ArrangementResult,
    EssentialState,
    QuestionState,
    Verdict,
)
from partnerassess.inquiry.findings import Inquiry, doubt_of, ordered, weigh
from partnerassess.model import Scoring
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


def inquire_verdict(result: ArrangementResult, scoring: Scoring) -> VerdictInquiry | None:
    """Find what would settle whether an arrangement is ready; null where it is settled, or cannot be."""
    if result.verdict is not Verdict.UNDETERMINED or scoring.ready is None or _waits_for_a_note(result):
        return None
    counting = _Counting(make_table(result, scoring), scoring.ready.position)
    ready, every = counting.ready(), counting.completions
    if ready in (0, every):
        return None
    findings = (
        weigh(row.answer, [_parts(Fraction(each * len(row.amounts), every)) for each in counts])
        for row, counts in counting.ready_by_level()
    )
    share = Fraction(ready, every)
    return VerdictInquiry(
        result=result,
        ready=share,
        inquiry=Inquiry(
            doubt=doubt_of(_parts(share)), findings=ordered(findings), completions=every, exact=True
        ),
    )


def _parts(ready: Fraction) -> tuple[Fraction, Fraction]:
    return ready, 1 - ready


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
            for here, rows in enumerate(dimension):
                rest = [each for there, each in enumerate(self._factors[place]) if there != here]
                for row in rows:
                    if _is_open(row):
                        yield row, [reaching(part) for part in self._by_level(rest, rows, row)]

    def _by_level(self, rest: list[Counts], rows: Sequence[Row], asked: Row) -> Iterator[Counts]:
        allowed = _allowed(asked)
        for amount in asked.amounts:
            known = {amount: 1} if amount in allowed else {}
            factor = self._table.fold_factor(rows, partial(_known_or_allowed, asked, known), _combine)
            yield self._together([*rest, factor])

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

        def count(part: Mapping[int, int]) -> int:
            total = 0
            for own, number in part.items():
                least = bisect_left(amounts, self._needed, key=partial(_flipped, join, own))
                total += above[least] * number
            return total

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
