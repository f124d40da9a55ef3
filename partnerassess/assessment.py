"""The result of scoring, as frozen values: every number together with the parts it is made of.

This module knows what an assessment consists of. It does not know how its numbers come about, nor how
they are shown. All numbers are exact and run from 0 to 1.
"""

import datetime
from collections.abc import Callable, Iterable
from enum import Enum
from fractions import Fraction
from typing import Generic, TypeVar

from msgspec import Struct

from partnerassess.exact import Root
from partnerassess.model import (
    Answer,
    Answers,
    Arrangement,
    Band,
    Choice,
    ChoiceQuestion,
    Dimension,
    Factor,
    Level,
    Questionnaire,
    ScoredQuestion,
)

Number = TypeVar("Number", Fraction, Root)


class Range(Struct, Generic[Number], frozen=True, kw_only=True):
    """A number as far as it is known: always lowest ≤ point ≤ highest."""

    point: Number | None
    """From the answers given; null where too few are."""
    lowest: Number
    """With every open answer at its lowest level."""
    highest: Number
    """With every open answer at its highest level."""

    @property
    def number(self) -> Number:
        """Give the point, else the lowest: what is put in order by."""
        return self.lowest if self.point is None else self.point

    @property
    def is_settled(self) -> bool:
        """Tell whether no open answer can move it."""
        return self.lowest == self.highest


class QuestionState(Enum):
    """How an answer takes part in scoring."""

    ANSWERED = "answered"
    OPEN = "open"
    OUT = "out"
    """Not applicable or hidden: left out of every sum."""


class FactorState(Enum):
    """How many of a factor's questions in play are answered."""

    ANSWERED = "answered"
    PARTLY = "partly"
    OPEN = "open"
    OUT = "out"


class EssentialState(Enum):
    """Whether an essential factor reaches its minimum."""

    MET = "met"
    UNMET = "unmet"
    OPEN = "open"


class Verdict(Enum):
    """What can be said of an arrangement, best first."""

    READY = "ready"
    UNDETERMINED = "undetermined"
    NOT_READY = "not_ready"
    NOT_ASSESSABLE = "not_assessable"


class Bounds(Struct, frozen=True, kw_only=True):
    """Between what an answer can lie: 0 is its lowest level, 1 its highest."""

    lowest: Fraction = Fraction(0)
    highest: Fraction = Fraction(1)


class Standing(Struct, frozen=True, kw_only=True):
    """Where the answer to one question stands."""

    state: QuestionState
    """Answered where anybody gave a level, open where nobody did."""
    bounds: Bounds = Bounds()
    """Between what it can lie: one place when everybody asked has answered; anywhere when open."""
    point: Fraction | None = None
    """Where those who answered put it; null where nobody did."""
    coverage: Fraction = Fraction(0)
    """The share of the organisations asked that have answered, 0-1; for a single view all or nothing."""
    weakest: Bounds = Bounds()
    """The same for the least favourable view, which essential factors go by."""
    unanswered: bool = False
    """Whether nobody gave a level, even where the questionnaire counts that as the lowest one."""
    noted: bool = False
    """Whether a note says why it does not apply."""
    is_withheld: bool = False
    """Whether nothing of it may be shown, because it would tell what one or two people said."""


class QuestionResult(Struct, frozen=True, kw_only=True):
    """One question's part in a factor."""

    question: ScoredQuestion
    weight: Fraction
    """Its weight inside the factor."""
    standing: Standing
    answer: Answer | None
    """The answer as given, where one view is scored."""

    @property
    def is_missing(self) -> bool:
        """Tell whether an answer is missing: everybody's, or that of one of the organisations asked."""
        standing = self.standing
        return standing.unanswered or standing.bounds.lowest < standing.bounds.highest


class FactorResult(Struct, frozen=True, kw_only=True):
    """One factor's part in a dimension."""

    factor: Factor
    state: FactorState
    answers: tuple[QuestionResult, ...]
    range: Range[Fraction] | None
    """Null when the factor is out."""
    in_play: Fraction
    """The share of its question weights that is not out."""
    coverage: Fraction | None
    """The share of the question weights in play that is answered; null when the factor is out."""
    essential: EssentialState | None
    """Null when the factor is not essential."""


class DimensionResult(Struct, frozen=True, kw_only=True):
    """One dimension's part in an arrangement's readiness."""

    dimension: Dimension
    factors: tuple[FactorResult, ...]
    range: Range[Fraction] | None
    """Null when the arrangement cannot be assessed."""
    coverage: Fraction | None
    """The share of the weight in play that is answered; null when nothing is in play."""
    in_play: Fraction
    """The share of the dimension's weight that is in play."""


class Reason(Struct, frozen=True):
    """Why a verdict, a band or a missing point is what it is."""

    text: str
    questions: tuple[ScoredQuestion, ...] = ()
    """The open questions that could change it."""


class Tally(Struct, frozen=True, kw_only=True):
    """What an arrangement's result is made of, counted."""

    asked: int
    """How many of its questions apply."""
    missing: int
    """How many of those lack somebody's answer."""
    unmet: tuple[Factor, ...]
    """The essential factors below their minimum."""


class ArrangementResult(Struct, frozen=True, kw_only=True):
    """How ready one arrangement is."""

    arrangement: Arrangement
    applies: bool
    rank: int | None
    """Its place among the arrangements that apply and can be assessed, from 1."""
    readiness: Range[Root] | None
    """Null when the arrangement cannot be assessed."""
    band: Band | None
    verdict: Verdict | None
    """Null when the questionnaire has no `ready` band."""
    reasons: tuple[Reason, ...]
    dimensions: tuple[DimensionResult, ...]
    """None in one of many that were scored at once, which is only counted."""
    counted: Tally | None = None

    def factors(self) -> tuple[FactorResult, ...]:
        """Give all its factors, dimension by dimension."""
        return tuple(factor for dimension in self.dimensions for factor in dimension.factors)

    def answers(self) -> tuple[QuestionResult, ...]:
        """Give all its questions, factor by factor."""
        return tuple(answer for factor in self.factors() for answer in factor.answers)

    def in_play(self) -> tuple[QuestionResult, ...]:
        """Give its questions that apply."""
        return tuple(each for each in self.answers() if each.standing.state is not QuestionState.OUT)

    def tally(self) -> Tally:
        """Count its questions, and name what is unmet."""
        asked = self.in_play()
        return self.counted or Tally(
            asked=len(asked),
            missing=sum(each.is_missing for each in asked),
            unmet=tuple(each.factor for each in self.factors() if each.essential is EssentialState.UNMET),
        )

    def open_answers(self) -> tuple[QuestionResult, ...]:
        """Give its questions that nobody has answered with a level yet."""
        return tuple(answer for answer in self.answers() if answer.standing.unanswered)

    @property
    def merit(self) -> tuple[bool, bool, bool, bool, Root]:
        """Give what arrangements are put in order by, more being better."""
        known, is_ready = self.readiness, self.verdict is Verdict.READY
        if known is None:
            return self.applies, False, is_ready, False, Root(Fraction(0))
        return self.applies, True, is_ready, known.point is not None, known.number


class Flag(Enum):
    """What is worth talking about in the answers of several people to one question."""

    SPREAD = "spread"
    """People's answers lie far apart."""
    PARTNERS_DIFFER = "partners_differ"
    """The organisations' means are a step or more apart."""
    SPLIT = "split"
    """Answers lie on both sides of the minimum of an essential factor."""


class Agreement(Struct, frozen=True, kw_only=True):
    """How far at least five people agree on one question."""

    people: int
    index: Fraction
    """r_wg: 1 is full agreement, 0 what answering at random gives, or less agreement than that."""
    critical: Fraction | None
    """What people who answer at random reach once in twenty times at most; null where nothing is so rare,
    or where there are too many people and levels to work it out."""

    @property
    def is_beyond_chance(self) -> bool:
        """Tell whether they agree more than people who answer at random would."""
        return self.critical is not None and self.index >= self.critical


class Organisation(Struct, frozen=True, kw_only=True):
    """One organisation's part in a pooled assessment."""

    name: str | None
    """As it is spelled most often; null for views that name none."""
    views: int
    """How many of its views count."""
    people: int
    """How many people they are from; a view that names nobody counts as another."""
    is_individuals: bool
    """Whether they are several people, at least one of them named."""
    readiness: Range[Root] | None = None
    """Its own readiness for the leading arrangement; null where there is none, or it is withheld."""
    verdict: Verdict | None = None
    """Its own verdict on the leading arrangement; null likewise."""
    is_withheld: bool = False
    """Whether its own readiness is left out, because it would tell what one or two people said."""


class Difference(Struct, frozen=True, kw_only=True):
    """A scored question that people see differently."""

    question: ScoredQuestion
    flags: tuple[Flag, ...]
    means: tuple[Fraction | None, ...]
    """Where each organisation's mean stands, 0-1, in their order; null where it gave no level."""
    answered: tuple[int, ...]
    """How many people of each organisation gave a level."""
    mean: Fraction
    """The mean over the organisations that answered, 0-1: what is scored."""
    gap: Fraction
    """The steps between the highest and the lowest organisation's mean."""
    spread: Fraction
    """The average deviation of the answers about their median, in steps."""
    agreement: Agreement | None
    """Null with fewer than five people."""
    is_essential: bool
    """Whether it feeds an essential factor of an arrangement that applies."""
    minimum: Level | None
    """With the flag `split`: the lowest level that the essential factor accepts."""

    @property
    def higher(self) -> int | None:
        """Give the place of the organisation that sees it highest; null where none stands alone there."""
        return self._alone_at(max)

    @property
    def lower(self) -> int | None:
        """Give the place of the organisation that sees it lowest; null where none stands alone there."""
        return self._alone_at(min)

    def _alone_at(self, end: Callable[[list[Fraction]], Fraction]) -> int | None:
        known = [mean for mean in self.means if mean is not None]
        if len(known) < 2 or known.count(end(known)) > 1:
            return None
        return self.means.index(end(known))


class ChoiceDifference(Struct, frozen=True, kw_only=True):
    """A choice question at which not everybody who chose made the same choice; it counts as open."""

    question: ChoiceQuestion
    chosen: tuple[tuple[tuple[Choice, int], ...], ...]
    """For each organisation, in their order, each choice made with how many made it; empty where that would
    tell what one or two people chose."""


class HalfAnswered(Struct, frozen=True, kw_only=True):
    """A scored question that some organisations left open and others answered."""

    question: ScoredQuestion
    organisations: tuple[int, ...]
    """The places of those that left it open."""
    is_essential: bool
    """Whether it feeds an essential factor of an arrangement that applies."""


class Pooled(Struct, frozen=True, kw_only=True):
    """What several views of one partnership have beside their common result."""

    organisations: tuple[Organisation, ...]
    """In alphabetical order; views that name none come last."""
    people: int
    """How many people answered in all."""
    dates: tuple[datetime.date, ...]
    """The dates of the views that count, each once, the earliest first."""
    files: tuple[str, ...]
    """The files of the views that count, in alphabetical order."""
    differences: tuple[Difference, ...]
    """What is seen differently, of arrangements that apply, the most important first."""
    choices: tuple[ChoiceDifference, ...]
    """The choice questions that were answered differently, in the questionnaire's order."""
    half_answered: tuple[HalfAnswered, ...]
    """What only some organisations answered, of arrangements that apply; essential questions first."""
    withheld: tuple[ScoredQuestion, ...]
    """The questions of which no difference may be told, in the questionnaire's order, because only one or
    two of an organisation's several people answered."""
    silent: frozenset[str]
    """The ids of the questions, those and others, of which not even the common figure is told."""
    disputed: tuple[str, ...]
    """The ids of the essential questions that people must discuss before an arrangement is called ready."""

    @property
    def is_one_sided(self) -> bool:
        """Tell whether only one organisation answered."""
        return len(self.organisations) == 1


class Assessment(Struct, frozen=True, kw_only=True):
    """One partnership, scored."""

    questionnaire: Questionnaire
    answers: Answers
    arrangements: tuple[ArrangementResult, ...]
    """In order of rank, then those that cannot be ranked, then those that do not apply."""
    warnings: tuple[str, ...] = ()
    pooled: Pooled | None = None
    """Who answered and where they differ, where several views were put together; null for one view."""

    def result_of(self, arrangement: str) -> ArrangementResult:
        """Give the result of an arrangement by its id."""
        return next(each for each in self.arrangements if each.arrangement.id == arrangement)

    def in_order(self) -> list[ArrangementResult]:
        """Give the results in the questionnaire's order."""
        places = [each.id for each in self.questionnaire.arrangements]
        return sorted(self.arrangements, key=lambda each: places.index(each.arrangement.id))

    @property
    def leader(self) -> ArrangementResult | None:
        """Give the arrangement of rank 1; null where none can be ranked."""
        first = self.arrangements[0]
        return first if first.rank == 1 else None

    @property
    def silent(self) -> frozenset[str]:
        """Give the ids of the questions of which not even the pooled number may be shown."""
        standings = standings_of(self.arrangements).items()
        return frozenset(name for name, standing in standings if standing.is_withheld)

    def waits_for_people(self, result: ArrangementResult) -> bool:
        """Tell whether people have to talk about something essential before it can be called ready."""
        disputed = self.pooled.disputed if self.pooled else ()
        return bool(disputed) and any(
            answer.question.id in disputed and answer.standing.state is QuestionState.ANSWERED
            for factor in result.factors()
            if factor.essential is not None
            for answer in factor.answers
        )

    @property
    def files(self) -> tuple[str, ...]:
        """Give the files that the answers came from, as they were given."""
        if self.pooled:
            return self.pooled.files
        return (self.answers.file,) if self.answers.file else ()


def standings_of(results: Iterable[ArrangementResult]) -> dict[str, Standing]:
    """Give where every scored question of some arrangements stands, by its id."""
    return {answer.question.id: answer.standing for result in results for answer in result.answers()}
