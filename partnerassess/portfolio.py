"""Many assessments together: which to look at, in which order, and what is commonly missing.

This module knows how to select, sort and count what scoring computed. It does not know how anything is shown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    EssentialState,
    FactorResult,
    QuestionState,
    Verdict,
)
from partnerassess.exact import Root
from partnerassess.model import Arrangement, Factor, Questionnaire, ScoredQuestion

MIDDLE = Fraction(1, 2)
"""An answer below this place on its scale, 0-1, counts as a gap of a portfolio."""


_BEST_FIRST = tuple(Verdict)


class SortKey(StrEnum):
    """What assessments can be put in order by."""

    PARTNERSHIP = "partnership"
    DATE = "date"
    READINESS = "readiness"
    LOWEST = "lowest"
    HIGHEST = "highest"
    VERDICT = "verdict"


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """An order of assessments: names and dates rise, numbers fall, the best verdict comes first."""

    key: SortKey
    reverse: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """Which assessments to look at, and which of their arrangements."""

    only: tuple[str, ...] = ()
    """Verdicts and ids of bands, one of which the subject must have; a name that is both is the verdict."""
    arrangement: str | None = None
    """The id of the arrangement to look at; without it the leader is the subject, and all are shown."""

    def find_fault(self, questionnaire: Questionnaire) -> str | None:
        """Say what makes the selection senseless for a questionnaire; null if it makes sense."""
        arrangements = [each.id for each in questionnaire.arrangements]
        if self.arrangement is not None and self.arrangement not in arrangements:
            return _unknown("arrangement", self.arrangement, questionnaire, arrangements)
        bands = [band.id for band in questionnaire.scoring.bands]
        known = list(dict.fromkeys([*(verdict.value for verdict in Verdict), *bands]))
        wrong = next((name for name in self.only if name not in known), None)
        return None if wrong is None else _unknown("verdict or band", wrong, questionnaire, known)

    def find_selected(self, assessment: Assessment) -> Assessment | None:
        """Give an assessment with the arrangements to look at; null if it is not wanted."""
        subject = subject_of(assessment, self.arrangement)
        if subject is None and (self.only or self.arrangement):
            return None
        if self.only and not any(_has(subject, name) for name in self.only):
            return None
        return replace(assessment, arrangements=(subject,)) if self.arrangement and subject else assessment


@dataclass(frozen=True, kw_only=True, slots=True)
class EssentialCount:
    """How often an essential factor is not met, or open, where its arrangement applies."""

    arrangement: Arrangement
    factor: Factor
    unmet: int
    open: int
    counted: int
    """In how many assessments its arrangement applies."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GapCount:
    """How often a question is answered below the middle of its scale."""

    question: ScoredQuestion
    low: int
    answered: int
    """In how many assessments it is answered, where it bears on an arrangement that applies."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArrangementTally:
    """What the assessments say of one arrangement, and which of them say nothing."""

    arrangement: Arrangement
    first: int
    """How often it is of rank 1."""
    counted: tuple[tuple[Verdict | None, tuple[Assessment, ...]], ...]
    """The assessments with each verdict that says something, best first; null without a `ready` band."""
    not_assessable: tuple[Assessment, ...]
    not_applying: tuple[Assessment, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PortfolioPart:
    """The assessments against one questionnaire, counted."""

    questionnaire: Questionnaire
    assessments: tuple[Assessment, ...]
    tallies: tuple[ArrangementTally, ...]
    """In the questionnaire's order."""
    essentials: tuple[EssentialCount, ...]
    """Those that are not met or open somewhere, the commonest first."""
    gaps: tuple[GapCount, ...]
    """Those with low answers, the commonest first."""


def read_order(text: str) -> Order:
    """Read an order such as `readiness`, or `-readiness` for the other way round.

    Raises ValueError that says what can be used.
    """
    name = text.removeprefix("-")
    known = [key.value for key in SortKey]
    if name not in known:
        raise ValueError(f"sort by one of {', '.join(known)}, with - in front for the other way round")
    return Order(key=SortKey(name), reverse=name != text)


def subject_of(assessment: Assessment, arrangement: str | None = None) -> ArrangementResult | None:
    """Give the leader, or the arrangement of this id; null where there is none."""
    if arrangement is None:
        return assessment.leader
    every = assessment.arrangements
    return next((result for result in every if result.arrangement.id == arrangement), None)


def select(assessments: Iterable[Assessment], selection: Selection) -> Iterator[Assessment]:
    """Give the assessments to look at, one by one, in the order in which they come."""
    for assessment in assessments:
        selected = selection.find_selected(assessment)
        if selected is not None:
            yield selected


def sort_assessments(
    assessments: Iterable[Assessment], order: Order, arrangement: str | None = None
) -> list[Assessment]:
    """Put assessments in order by their leader, or by one arrangement.

    Those without what they are sorted by come last, whichever way round; ties stay in their order.
    """
    every = list(assessments)
    keys = [_sort_key(each, order.key, arrangement) for each in every]
    known = [place for place, key in enumerate(keys) if key is not None]
    falls = order.key in (SortKey.READINESS, SortKey.LOWEST, SortKey.HIGHEST)
    known.sort(key=keys.__getitem__, reverse=falls is not order.reverse)
    return [every[place] for place in (*known, *(place for place, key in enumerate(keys) if key is None))]


def summarise(assessments: Iterable[Assessment]) -> tuple[PortfolioPart, ...]:
    """Count what many assessments have in common, questionnaire by questionnaire."""
    groups: dict[tuple[str, str, str], list[Assessment]] = {}
    for each in assessments:
        key = (each.questionnaire.id, each.questionnaire.version, each.questionnaire.sha256)
        groups.setdefault(key, []).append(each)
    return tuple(_part(group) for group in groups.values())


def commonest_leader(part: PortfolioPart) -> Arrangement:
    """Give the arrangement that comes first most often; of several, the first of the questionnaire."""
    return max(part.tallies, key=lambda tally: tally.first).arrangement


def _has(subject: ArrangementResult | None, name: str) -> bool:
    if subject is None:
        return False
    if any(name == verdict.value for verdict in Verdict):
        return subject.verdict is not None and subject.verdict.value == name
    return subject.band is not None and subject.band.id == name


def _unknown(what: str, name: str, questionnaire: Questionnaire, known: Sequence[str]) -> str:
    return f"{questionnaire.id} has no {what} `{name}`; it has {', '.join(known)}"


def _sort_key(assessment: Assessment, key: SortKey, arrangement: str | None) -> Any:
    """Give what to compare assessments by, the same kind of value for all of them, or null."""
    answers = assessment.answers
    match key:
        case SortKey.PARTNERSHIP:
            return (answers.partnership or "").casefold() or None
        case SortKey.DATE:
            return answers.date
        case SortKey.VERDICT:
            subject = subject_of(assessment, arrangement)
            return _BEST_FIRST.index(subject.verdict) if subject and subject.verdict else None
        case _:
            return _number(subject_of(assessment, arrangement), key)


def _number(subject: ArrangementResult | None, key: SortKey) -> Root | None:
    known = subject.readiness if subject else None
    if known is None:
        return None
    if key is SortKey.HIGHEST:
        return known.highest
    return known.lowest if key is SortKey.LOWEST or known.point is None else known.point


def _part(assessments: Sequence[Assessment]) -> PortfolioPart:
    questionnaire = assessments[0].questionnaire
    return PortfolioPart(
        questionnaire=questionnaire,
        assessments=tuple(assessments),
        tallies=tuple(_tally(each, assessments) for each in questionnaire.arrangements),
        essentials=_essential_counts(questionnaire, assessments),
        gaps=_gap_counts(questionnaire, assessments),
    )


def _tally(arrangement: Arrangement, assessments: Sequence[Assessment]) -> ArrangementTally:
    found = [(each, result) for each in assessments if (result := subject_of(each, arrangement.id))]
    applying = [(each, result) for each, result in found if result.applies]
    verdicts = dict.fromkeys(result.verdict for _, result in applying if result.readiness)
    in_order = sorted(verdicts, key=lambda verdict: _BEST_FIRST.index(verdict) if verdict else 0)
    return ArrangementTally(
        arrangement=arrangement,
        first=sum(result.rank == 1 for _, result in found),
        counted=tuple(
            (
                verdict,
                tuple(each for each, result in applying if result.readiness and result.verdict is verdict),
            )
            for verdict in in_order
        ),
        not_assessable=tuple(each for each, result in applying if result.readiness is None),
        not_applying=tuple(each for each, result in found if not result.applies),
    )


def _essential_counts(
    questionnaire: Questionnaire, assessments: Sequence[Assessment]
) -> tuple[EssentialCount, ...]:
    states = Counter(
        (factor.factor.id, factor.essential) for each in assessments for factor in _applying_factors(each)
    )
    counts = [
        EssentialCount(
            arrangement=arrangement,
            factor=factor,
            unmet=states[factor.id, EssentialState.UNMET],
            open=states[factor.id, EssentialState.OPEN],
            counted=sum(states[factor.id, state] for state in EssentialState),
        )
        for arrangement in questionnaire.arrangements
        for factor in arrangement.factors
    ]
    counts = [each for each in counts if each.unmet or each.open]
    return tuple(sorted(counts, key=lambda each: (each.unmet, each.open), reverse=True))


def _gap_counts(questionnaire: Questionnaire, assessments: Sequence[Assessment]) -> tuple[GapCount, ...]:
    answered: Counter[str] = Counter()
    low: Counter[str] = Counter()
    for each in assessments:
        places = {
            answer.question.id: answer.standing.bounds.lowest
            for factor in _applying_factors(each)
            for answer in factor.answers
            if answer.standing.state is QuestionState.ANSWERED and not answer.standing.unanswered
        }
        answered.update(places.keys())
        low.update(name for name, place in places.items() if place < MIDDLE)
    counts = [
        GapCount(question=question, low=low[question.id], answered=answered[question.id])
        for question in questionnaire.questions.values()
        if isinstance(question, ScoredQuestion) and low[question.id]
    ]
    return tuple(sorted(counts, key=lambda count: (-count.low, count.answered)))


def _applying_factors(assessment: Assessment) -> Iterator[FactorResult]:
    return (factor for result in assessment.arrangements if result.applies for factor in result.factors())
