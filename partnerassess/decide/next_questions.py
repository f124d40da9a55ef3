"""What to find out next: the open answers that do most to settle a verdict, or which arrangement leads.

What is open is filled in in all ways there are, or in some drawn at random where they are many; the rules
score all of them at once. Doubt is the chance that two ways of filling it in, picked at random, disagree: 0
where all is settled, at most 1/2 between two outcomes. All levels of a question are taken as equally likely.
A question is worth as much as its answer can be expected to take away. (The measure is Gini's; it splits
decision trees in Breiman and others, Classification and Regression Trees, 1984.)
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from random import Random
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    EssentialState,
    QuestionResult,
    QuestionState,
    Verdict,
    standings_of,
)
from partnerassess.model import Questionnaire
from partnerassess.scoring.columns import columns_of
from partnerassess.scoring.rules import ArrangementColumns, Place, rules_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEW = 4000
"""Up to so many completions are all gone through."""

DRAWN = 2000
"""Of more, so many are drawn."""

_SEED = 1

Column = Sequence[int]
"""One number for every completion."""


class Finding(Struct, frozen=True, kw_only=True):
    """What knowing one open answer is worth."""

    answer: QuestionResult
    removes: Fraction
    """The share of the doubt that its answer can be expected to take away, 0-1."""
    settles: Fraction
    """The share of its levels that are known to settle the matter outright, 0-1."""


class Inquiry(Struct, frozen=True, kw_only=True):
    """What is worth finding out to settle one matter."""

    doubt: Fraction
    """The chance that two completions picked at random disagree."""
    findings: tuple[Finding, ...]
    """Most worth knowing first; those that are worth nothing are left out."""
    completions: int
    """How many completions were looked at."""
    exact: bool
    """Whether that is all of them; else they were drawn at random."""


class VerdictInquiry(Struct, frozen=True, kw_only=True):
    """What is worth finding out to settle whether an arrangement is ready."""

    result: ArrangementResult
    ready: Fraction
    """The share of completions in which it is ready, 0-1: no chance, a count of possibilities."""
    inquiry: Inquiry


class Inquiries(Struct, frozen=True, kw_only=True):
    """What is worth finding out next about an assessment."""

    verdict: VerdictInquiry | None
    """About the leader's verdict; null where that is settled."""
    leader: Inquiry | None
    """About which arrangement comes first; null where that is settled."""

    @property
    def first(self) -> Finding | None:
        """Give the open answer to find out first: for the verdict, else for who leads; null for none."""
        about = [self.verdict.inquiry if self.verdict else None, self.leader]
        return next((each.findings[0] for each in about if each and each.findings), None)


def inquire(assessment: Assessment) -> Inquiries:
    """Find what would settle the leader's verdict, and who leads."""
    leader = assessment.leader
    return Inquiries(
        verdict=inquire_verdict(assessment, leader) if leader else None, leader=inquire_leader(assessment)
    )


def inquire_verdict(assessment: Assessment, result: ArrangementResult) -> VerdictInquiry | None:
    """Find what would settle whether an arrangement is ready; null where it is settled, or cannot be.

    No answer settles what waits for a note, or for people to talk.
    """
    waits_for_a_note = any(
        each.range is None and each.essential is EssentialState.OPEN for each in result.factors()
    )
    if result.verdict is not Verdict.UNDETERMINED or waits_for_a_note or assessment.waits_for_people(result):
        return None
    completions = _Completions(assessment.questionnaire, [result])
    (scored,) = completions.score()
    outcomes = [int(verdict == 0) for verdict in scored.verdict.tolist()]
    inquiry = completions.inquire(outcomes)
    if inquiry is None:
        return None
    return VerdictInquiry(result=result, ready=Fraction(sum(outcomes), len(outcomes)), inquiry=inquiry)


def inquire_leader(assessment: Assessment) -> Inquiry | None:
    """Find what would settle which arrangement comes first; null where nothing is open or to compare."""
    import numpy as np

    order = [each.id for each in assessment.questionnaire.arrangements]
    rankable = [each for each in assessment.arrangements if each.rank is not None]
    rankable.sort(key=lambda each: order.index(each.arrangement.id))
    completions = _Completions(assessment.questionnaire, rankable)
    if len(rankable) < 2 or not completions.questions:
        return None
    best, *others = completions.score()
    waits = [assessment.waits_for_people(each) for each in rankable]
    first = np.zeros(completions.number, dtype=np.int64)
    best_group, best_number = _group(best, waits[0]), best.readiness.lowest
    for place, each in enumerate(others, start=1):
        group, number = _group(each, waits[place]), each.readiness.lowest
        is_better = (group > best_group) | ((group == best_group) & ~(best_number >= number))
        first = np.where(is_better, place, first)
        best_group = np.where(is_better, group, best_group)
        best_number = best_number.replaced(is_better, number)
    return completions.inquire(first.tolist())


def _group(scored: ArrangementColumns, waits: bool) -> "NDArray[np.int64]":
    """Give what goes before the number in the order: that it can be ranked, and that it is ready."""
    group: NDArray[np.int64] = 2 * scored.assessable + ((scored.verdict == 0) & (not waits))
    return group


class _Completions:
    """Ways of filling in the open answers of some arrangements: all there are, or some drawn at random."""

    def __init__(self, questionnaire: Questionnaire, results: Sequence[ArrangementResult]) -> None:
        self._questionnaire, self._results = questionnaire, results
        found = {
            answer.question.id: answer
            for result in results
            for answer in result.answers()
            if answer.standing.state is QuestionState.OPEN
        }
        self.questions = [found[name] for name in questionnaire.questions if name in found]
        """The open answers, each once, in the questionnaire's order."""
        sizes = [len(answer.question.levels) for answer in self.questions]
        self.is_exact = prod(sizes) <= FEW
        random = Random(_SEED).random  # noqa: S311 a sequence that everybody can repeat
        self.columns: list[Column] = (
            list(zip(*product(*map(range, sizes)), strict=True))
            if self.is_exact
            else [[int(random() * size) for _ in range(DRAWN)] for size in sizes]
        )
        """The place of every question's level, question by question, in every completion."""
        self.number = len(self.columns[0]) if self.columns else 1

    def score(self) -> list[ArrangementColumns]:
        """Score every completion."""
        import numpy as np

        from partnerassess.scoring.many import in_arrays

        rules = rules_of(self._questionnaire)
        columns = columns_of(rules, standings_of(self._results))
        # One row for every completion, also where nothing in an arrangement is open.
        rows = np.zeros(self.number, dtype=np.int64)
        places: dict[str, Place] = {
            name: Place(*(each + rows for each in place)) for name, place in columns.places.items()
        }
        for answer, levels in zip(self.questions, self.columns, strict=True):
            steps = np.array([int(level.position * columns.top) for level in answer.question.levels])
            here = steps[np.array(levels)]
            one = rows + 1
            places[answer.question.id] = Place(one, one * columns.asked, here, here, here, here, here, rows)
        filled_in = in_arrays(rules, replace(columns, places=places))
        by_id = {rule.arrangement.id: rule for rule in rules.arrangements}
        return [by_id[each.arrangement.id].score(filled_in) for each in self._results]

    def inquire(self, outcomes: Sequence[int]) -> Inquiry | None:
        """Weigh every open answer, given the outcome of every completion; null where there is only one."""
        counts = Counter(outcomes)
        if len(counts) < 2:
            return None
        findings = []
        for answer, column in zip(self.questions, self.columns, strict=True):
            # How many completions have each outcome, level by level; levels that none has are left out.
            both = Counter(zip(column, outcomes, strict=True))
            levels = sorted({level for level, _ in both})
            by_level = [[both[level, outcome] for outcome in counts] for level in levels]
            findings.append(weigh(answer, by_level, proves=self.is_exact))
        return Inquiry(
            doubt=_doubt_of([*counts.values()]),
            findings=ordered(findings),
            completions=len(outcomes),
            exact=self.is_exact,
        )


def _doubt_of(counts: Sequence[int]) -> Fraction:
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
    whole = _doubt_of(
        [
            sum(count * (every // sum(counts)) for count, counts in zip(column, by_level, strict=True))
            for column in zip(*by_level, strict=True)
        ]
    )
    left = sum((_doubt_of(counts) for counts in by_level), Fraction(0)) / number
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
