"""What an open answer is worth knowing: how much of a doubt its answer can be expected to take away.

This module knows doubt as a number. It does not know what the doubt is about, nor how it was counted.

Doubt is the chance that two ways of filling in the open answers, picked at random, disagree: 0 where all is
settled, at most 1/2 between two outcomes. All levels of a question are taken as equally likely. A question
is worth as much as its answer can be expected to take away. (The measure is Gini's; it splits decision trees
in Breiman and others, Classification and Regression Trees, 1984.)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from partnerassess.assessment import QuestionResult


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What knowing one open answer is worth."""

    answer: QuestionResult
    removes: Fraction
    """The share of the doubt that its answer can be expected to take away, 0-1."""
    settles: Fraction
    """The share of its levels that are known to settle the matter outright, 0-1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inquiry:
    """What is worth finding out to settle one matter."""

    doubt: Fraction
    """The chance that two completions picked at random disagree."""
    findings: tuple[Finding, ...]
    """Most worth knowing first; those that are worth nothing are left out."""
    completions: int
    """How many completions were looked at."""
    exact: bool
    """Whether that is all of them; else they were drawn at random."""


def doubt_of(counts: Sequence[int]) -> Fraction:
    """Give the doubt between outcomes, given how many completions have each: 1 − Σ share²."""
    number = sum(counts)
    return 1 - Fraction(sum(count * count for count in counts), number * number)


def weigh(answer: QuestionResult, by_level: Sequence[Sequence[int]], *, proves: bool = True) -> Finding:
    """Weigh an open answer, given for each of its levels how many completions have each outcome.

    Unless the completions are all there are, they prove nothing settled.
    """
    number = len(by_level)
    # Every level is to count the same, however many of the completions it has.
    every = prod(sum(counts) for counts in by_level)
    whole = doubt_of(
        [
            sum(count * (every // sum(counts)) for count, counts in zip(column, by_level, strict=True))
            for column in zip(*by_level, strict=True)
        ]
    )
    left = sum((doubt_of(counts) for counts in by_level), Fraction(0)) / number
    settled = sum(max(counts) == sum(counts) for counts in by_level)
    return Finding(
        answer=answer,
        removes=1 - left / whole if whole else Fraction(0),
        settles=Fraction(proves * settled, number),
    )


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put findings in order, most worth knowing first; those that are worth nothing are left out."""
    useful = [each for each in findings if each.removes > 0]
    return tuple(sorted(useful, key=lambda each: (-each.removes, -each.settles)))
