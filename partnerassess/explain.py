"""The explanation of an assessment: what carries it, what holds it back, what to find out, what to do.

This module knows how to select and order what scoring computed. It does not know how to compute a score,
so it can never contradict one.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import groupby

from msgspec import Struct

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    EssentialState,
    FactorResult,
    Pooled,
    QuestionResult,
    QuestionState,
)
from partnerassess.conditions import (
    BandIs,
    Fact,
    FactorAtLeast,
    FactorBelow,
    VerdictIs,
    grounds,
    holds,
)
from partnerassess.model import Advice, Answer, Question, Questionnaire, Scoring
from partnerassess.scoring import Gain, Swing, leader_is_certain, score_gains, score_swings
from partnerassess.visibility import Visibility

STRONG = Fraction(3, 4)
"""From here on an answer is a strength: three quarters of the way up its scale."""

WEAK = Fraction(1, 2)
"""Up to here an answer is a weak point: half of the way up its scale."""


class Place(Struct, frozen=True, kw_only=True):
    """Where an arrangement stands among those that can be compared."""

    rank: int
    """From 1; arrangements that are level share the first of their ranks."""
    of: int
    """How many can be compared."""
    level_with: int = 0
    """How many others only the questionnaire's order puts before or behind it."""


class PlacedAnswer(Struct, frozen=True, kw_only=True):
    """An answer that is a strength or a weak point."""

    factor: FactorResult
    answer: QuestionResult
    position: Fraction
    """Where it stands on its scale, 0-1."""
    weight: Fraction
    """The share of the arrangement's weight in play that the question carries, 0-1."""

    @property
    def keeps_unmet(self) -> bool:
        """Tell whether it keeps an essential factor below its minimum."""
        minimum = self.factor.factor.essential
        return minimum is not None and self.answer.standing.weakest.highest < minimum


class ArrangementExplanation(Struct, frozen=True, kw_only=True, dict=True):
    """Why one arrangement's result is what it is; what variations say is worked out when it is asked for."""

    questionnaire: Questionnaire
    result: ArrangementResult
    strengths: tuple[PlacedAnswer, ...]
    """Answers at three quarters of their scale or above; by weight times distance from the middle."""
    weak_points: tuple[PlacedAnswer, ...]
    """Answers at half of their scale or below; first what keeps an essential factor unmet, then likewise."""
    unmet: tuple[FactorResult, ...]
    """Essential factors below their minimum."""
    unsettled: tuple[FactorResult, ...]
    """Essential factors that are still open."""
    place: Place | None = None
    """Null where it does not apply or cannot be assessed."""

    @cached_property
    def every_gap(self) -> tuple[Gain, ...]:
        """Give the answers below their top level, and what raising one gains, largest first."""
        gains = score_gains(self.questionnaire, self.result)
        return tuple(gain for gain in gains if not gain.answer.standing.is_withheld)

    @cached_property
    def find_out(self) -> tuple[Swing, ...]:
        """Give the open answers; those that widen the range most first."""
        return score_swings(self.questionnaire, self.result)

    @property
    def gaps(self) -> tuple[Gain, ...]:
        """Give the gaps that the partners can do something about, largest gain first."""
        return tuple(gain for gain in self.every_gap if not _is_fixed(gain))


class GivenAnswer(Struct, frozen=True, kw_only=True):
    """An answer that a piece of advice rests on."""

    question: Question
    answer: Answer | None
    """Null when it is not answered yet."""


Ground = FactorResult | GivenAnswer | ArrangementResult
"""Something a piece of advice rests on: a factor, an answer, or an arrangement's verdict or band."""


class GivenAdvice(Struct, frozen=True, kw_only=True):
    """A piece of advice whose condition holds."""

    advice: Advice
    arrangements: tuple[ArrangementResult, ...]
    """The applying arrangements it is about, in order of rank."""
    because: tuple[Ground, ...]
    """What makes its condition hold."""


class Explanation(Struct, frozen=True, kw_only=True):
    """Everything there is to say about an assessment beside its numbers."""

    assessment: Assessment
    leader_is_certain: bool | None
    """Whether the open answers leave the first place alone; null with nobody to compare."""
    arrangements: tuple[ArrangementExplanation, ...]
    """In the assessment's order."""
    advice: tuple[GivenAdvice, ...]
    """In the questionnaire's order."""

    @property
    def leading(self) -> ArrangementExplanation | None:
        """Give the leader's explanation; null if there is no leader, or others are looked at."""
        leader = self.assessment.leader
        name = leader.arrangement.id if leader else None
        return next((each for each in self.arrangements if each.result.arrangement.id == name), None)


def explain(assessment: Assessment, whole: Assessment | None = None) -> Explanation:
    """Explain an assessment; `whole` is the one it was taken from, where only some of it is looked at.

    Advice may rest on what is not looked at.
    """
    places = explain_places(assessment)
    return Explanation(
        assessment=assessment,
        leader_is_certain=_leader_is_certain(assessment),
        arrangements=tuple(
            explain_arrangement(assessment.questionnaire, result, places.get(result.arrangement.id))
            for result in assessment.arrangements
        ),
        advice=explain_advice(assessment, whole),
    )


def _leader_is_certain(assessment: Assessment) -> bool | None:
    """Tell whether nothing that is missing can change who is first; null with nobody to compare.

    Of pooled views that is so only where no verdict waits for people to talk, nor for an organisation that
    left open what another one answered.
    """
    certain = leader_is_certain(assessment)
    return certain and not (assessment.pooled and _waits_for_people(assessment, assessment.pooled))


def _waits_for_people(assessment: Assessment, pooled: Pooled) -> bool:
    rankable = [result for result in assessment.arrangements if result.rank is not None]
    if pooled.disputed and any(result.open_answers() for result in rankable):
        return True
    standings = (answer.standing for result in rankable for answer in result.answers())
    return any(standing.point is not None and standing.coverage < 1 for standing in standings)


def explain_places(assessment: Assessment) -> Mapping[str, Place]:
    """Give the place of every arrangement that can be compared, by its id.

    Arrangements are level where nothing but the questionnaire's order tells them apart.
    """
    ranked = [result for result in assessment.arrangements if result.rank is not None]
    places: dict[str, Place] = {}
    for _, group in groupby(ranked, key=lambda result: result.merit):
        level = list(group)
        # Where only some arrangements are looked at, their ranks are still those among all.
        place = Place(rank=level[0].rank or len(places) + 1, of=len(ranked), level_with=len(level) - 1)
        places |= dict.fromkeys((result.arrangement.id for result in level), place)
    return places


def explain_arrangement(
    questionnaire: Questionnaire, result: ArrangementResult, place: Place | None = None
) -> ArrangementExplanation:
    """Explain one arrangement's result."""
    factors = result.factors()
    answers = tuple(_placed(result, questionnaire.scoring))
    return ArrangementExplanation(
        questionnaire=questionnaire,
        result=result,
        strengths=_by_weight(answer for answer in answers if answer.position >= STRONG),
        weak_points=tuple(
            sorted(
                _by_weight(answer for answer in answers if answer.position <= WEAK),
                key=lambda answer: not answer.keeps_unmet,
            )
        ),
        unmet=tuple(factor for factor in factors if factor.essential is EssentialState.UNMET),
        unsettled=tuple(factor for factor in factors if factor.essential is EssentialState.OPEN),
        place=place,
    )


def _is_fixed(gain: Gain) -> bool:
    return gain.answer.question.effort is None


def _placed(result: ArrangementResult, scoring: Scoring) -> Iterator[PlacedAnswer]:
    """Give every answer of an arrangement that was given, with the weight its question carries there."""
    if result.readiness is None:
        return
    whole = sum(part.dimension.weight for part in result.dimensions)
    for part in result.dimensions:
        within = sum(factor.factor.weight for factor in part.factors if factor.range)
        for factor in part.factors:
            in_play = [each for each in factor.answers if each.standing.state is not QuestionState.OUT]
            total = sum(each.weight for each in in_play)
            for each in in_play:
                if each.standing.point is not None and _is_told(each):
                    share = factor.factor.weight / within * each.weight / total
                    yield PlacedAnswer(
                        factor=factor,
                        answer=each,
                        position=each.standing.point,
                        weight=Fraction(part.dimension.weight, whole) * share,
                    )


def _is_told(result: QuestionResult) -> bool:
    return not result.standing.unanswered and not result.standing.is_withheld


def _by_weight(answers: Iterable[PlacedAnswer]) -> tuple[PlacedAnswer, ...]:
    """Put answers in order of the weight their question carries times their distance from the middle."""
    middle = Fraction(1, 2)
    return tuple(
        sorted(answers, key=lambda answer: answer.weight * abs(answer.position - middle), reverse=True)
    )


def explain_advice(assessment: Assessment, whole: Assessment | None = None) -> tuple[GivenAdvice, ...]:
    """Give the advice about an assessment whose condition holds of the whole, with what it rests on."""
    return tuple(_given_advice(assessment, whole or assessment))


def _given_advice(assessment: Assessment, whole: Assessment) -> Iterator[GivenAdvice]:
    evidence = _Evidence(whole)
    for advice in assessment.questionnaire.advice:
        about = tuple(
            result
            for result in assessment.arrangements
            if result.applies and result.arrangement.id in advice.arrangements
        )
        if about and holds(advice.when, evidence.is_true):
            named = {_subject(fact): fact for fact in grounds(advice.when, evidence.is_true)}
            because = tuple(evidence.ground(fact) for fact in named.values())
            yield GivenAdvice(advice=advice, arrangements=about, because=because)


def _subject(fact: Fact) -> tuple[str, str]:
    """Give the kind and id of what a fact is about, so that nothing is pointed at twice."""
    match fact:
        case FactorAtLeast(factor=name) | FactorBelow(factor=name):
            return "factor", name
        case VerdictIs(arrangement=name) | BandIs(arrangement=name):
            return "arrangement", name
        case _:
            return "question", fact.question


class _Evidence:
    """The facts of one assessment that advice may rest on."""

    def __init__(self, assessment: Assessment) -> None:
        self._questions = assessment.questionnaire.questions
        self._answers = assessment.answers.answers
        self._visibility = Visibility(assessment.questionnaire, assessment.answers)
        self._results = {result.arrangement.id: result for result in assessment.arrangements}
        self._factors = {
            factor.factor.id: factor for result in assessment.arrangements for factor in result.factors()
        }

    def is_true(self, fact: Fact) -> bool | None:
        """Tell whether a fact is true; null while the open answers leave it open."""
        match fact:
            case FactorAtLeast(factor=factor, position=position):
                return self._reaches(factor, position)
            case FactorBelow(factor=factor, position=position):
                reaches = self._reaches(factor, position)
                in_play = self._factors[factor].range is not None
                return None if reaches is None else in_play and not reaches
            case VerdictIs(arrangement=arrangement, verdicts=verdicts):
                verdict = self._results[arrangement].verdict
                return verdict is not None and verdict.value in verdicts
            case BandIs(arrangement=arrangement, bands=bands):
                return self._is_in_band(self._results[arrangement], bands)
            case _:
                return self._visibility.is_true(fact)

    def ground(self, fact: Fact) -> Ground:
        """Give what a fact is about."""
        match fact:
            case FactorAtLeast(factor=factor) | FactorBelow(factor=factor):
                return self._factors[factor]
            case VerdictIs(arrangement=arrangement) | BandIs(arrangement=arrangement):
                return self._results[arrangement]
            case _:
                question = self._questions[fact.question]
                return GivenAnswer(question=question, answer=self._answers.get(question.id))

    def _reaches(self, factor: str, position: Fraction) -> bool | None:
        known = self._factors[factor].range
        if known is None or known.highest < position:
            return False
        return True if known.lowest >= position else None

    @staticmethod
    def _is_in_band(result: ArrangementResult, bands: tuple[str, ...]) -> bool | None:
        if result.band is None:
            return None if result.readiness else False
        return result.band.id in bands
