"""The result of scoring, as frozen values: every number together with the parts it is made of.

This module knows what an assessment consists of. It does not know how its numbers come about, nor how
they are shown. All numbers are exact and run from 0 to 1.
"""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Generic, TypeVar

from partnerassess.exact import Root
from partnerassess.model import (
    Answer,
    Answers,
    Arrangement,
    Band,
    Dimension,
    Factor,
    Questionnaire,
    ScoredQuestion,
)

Number = TypeVar("Number", Fraction, Root)


@dataclass(frozen=True, kw_only=True, slots=True)
class Range(Generic[Number]):
    """A number as far as it is known: always lowest ≤ point ≤ highest."""

    point: Number | None
    """From the answers given; null where too few are."""
    lowest: Number
    """With every open answer at its lowest level."""
    highest: Number
    """With every open answer at its highest level."""


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """Between what an answer can lie: 0 is its lowest level, 1 its highest."""

    lowest: Fraction = Fraction(0)
    highest: Fraction = Fraction(1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
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


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionResult:
    """One question's part in a factor."""

    question: ScoredQuestion
    weight: Fraction
    """Its weight inside the factor."""
    standing: Standing
    answer: Answer | None
    """The answer as given, where one view is scored."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FactorResult:
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


@dataclass(frozen=True, kw_only=True, slots=True)
class DimensionResult:
    """One dimension's part in an arrangement's readiness."""

    dimension: Dimension
    factors: tuple[FactorResult, ...]
    range: Range[Fraction] | None
    """Null when the arrangement cannot be assessed."""
    coverage: Fraction | None
    """The share of the weight in play that is answered; null when nothing is in play."""
    in_play: Fraction
    """The share of the dimension's weight that is in play."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict, a band or a missing point is what it is."""

    text: str
    questions: tuple[ScoredQuestion, ...] = ()
    """The open questions that could change it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArrangementResult:
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

    def factors(self) -> tuple[FactorResult, ...]:
        """Give all its factors, dimension by dimension."""
        return tuple(factor for dimension in self.dimensions for factor in dimension.factors)

    def open_answers(self) -> tuple[QuestionResult, ...]:
        """Give its questions that nobody has answered with a level yet."""
        every = (result for factor in self.factors() for result in factor.answers)
        return tuple(result for result in every if result.standing.unanswered)


@dataclass(frozen=True, kw_only=True, slots=True)
class Assessment:
    """One partnership, scored."""

    questionnaire: Questionnaire
    answers: Answers
    arrangements: tuple[ArrangementResult, ...]
    """In order of rank, then those that cannot be ranked, then those that do not apply."""
    warnings: tuple[str, ...] = ()

    @property
    def leader(self) -> ArrangementResult | None:
        """Give the arrangement of rank 1; null where none can be ranked."""
        first = self.arrangements[0]
        return first if first.rank == 1 else None
