"""What to find out next: the open answers that do most to settle a verdict, or which arrangement leads.

What is open is filled in in all ways there are, or in some drawn at random where they are many; the rules
score all of them at once. Doubt is the chance that two ways of filling it in, picked at random, disagree: 0
where all is settled, at most 1/2 between two outcomes. All levels of a question are taken as equally likely.
A question is worth as much as its answer can be expected to take away. (The measure is Gini's; it splits
decision trees in Breiman and others, Classification and Regression Trees, 1984.)
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod
from random import Random

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
from partnerassess.decide.completions import complete, count_ahead, score_each
from partnerassess.model import Questionnaire
from partnerassess.scoring.columns import columns_of
from partnerassess.scoring.rules import ArrangementColumns, rules_of

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
    """What is worth finding out to settle whether an arrangement is ready, or else which comes first."""

    about: ArrangementResult | None = None
    """The arrangement whose verdict it is; null where it is about which comes first."""
    ready: Fraction = Fraction(0)
    """The share of completions in which that is ready, 0-1: no chance, a count of possibilities."""
    doubt: Fraction
    """The chance that two completions picked at random disagree."""
    findings: tuple[Finding, ...]
    """Most worth knowing first; those that are worth nothing are left out."""
    completions: int
    """How many completions were looked at."""
    exact: bool
    """Whether that is all of them; else they were drawn at random."""


def inquire(assessment: Assessment) -> Inquiry | None:
    """Find what would settle the leader's verdict, else who leads; null where nothing would."""
    leader = assessment.leader
    verdict = inquire_verdict(assessment, leader) if leader else None
    found = verdict if verdict and verdict.findings else inquire_leader(assessment)
    return found if found and found.findings else None


def inquire_verdict(assessment: Assessment, result: ArrangementResult) -> Inquiry | None:
    """Find what would settle whether an arrangement is ready; null where it is settled, or cannot be.

    No answer settles what waits for a note, or for people to talk.
    """
    waits_for_a_note = any(
        each.range is None and each.essential is EssentialState.OPEN for each in result.factors()
    )
    if result.verdict is not Verdict.UNDETERMINED or waits_for_a_note or assessment.waits_for_people(result):
        return None
    import numpy as np

    completions = _Completions(assessment.questionnaire, [result])
    (scored,) = completions.score()
    outcomes = [int(verdict == 0) for verdict in np.broadcast_to(scored.verdict, completions.number)]
    inquiry = completions.inquire(outcomes)
    return inquiry and replace(inquiry, about=result, ready=Fraction(sum(outcomes), len(outcomes)))


def inquire_leader(assessment: Assessment) -> Inquiry | None:
    """Find what would settle which arrangement comes first; null where nothing is open or to compare."""
    rankable = [each for each in assessment.in_order() if each.rank is not None]
    completions = _Completions(assessment.questionnaire, rankable)
    if len(rankable) < 2 or not completions.questions:
        return None
    waits = [assessment.waits_for_people(each) for each in rankable]
    ahead, _ = count_ahead(completions.score(), waits, completions.number)
    # Of those that are level the first comes first.
    return completions.inquire((ahead == 0).argmax(axis=1).tolist())


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
        questions = {answer.question.id: answer.question for answer in self.questions}
        levels = dict(zip(questions, map(np.array, self.columns), strict=True))
        filled_in = in_arrays(rules, replace(columns, places=complete(columns, questions, levels)))
        return score_each(rules, self._results, filled_in)

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
            finding = _weigh(answer, by_level, proves=self.is_exact)
            if finding.removes > 0:
                findings.append(finding)
        return Inquiry(
            doubt=_doubt_of([*counts.values()]),
            findings=tuple(sorted(findings, key=lambda each: (-each.removes, -each.settles))),
            completions=len(outcomes),
            exact=self.is_exact,
        )


def _doubt_of(counts: Sequence[int]) -> Fraction:
    """Give the doubt between outcomes, given how many completions have each: 1 − Σ share²."""
    number = sum(counts)
    return 1 - Fraction(sum(count * count for count in counts), number * number)


def _weigh(answer: QuestionResult, by_level: Sequence[Sequence[int]], *, proves: bool) -> Finding:
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
