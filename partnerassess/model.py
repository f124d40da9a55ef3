"""The questionnaire and a set of answers, as frozen values.

This module knows what a questionnaire and its answers consist of. It does not know how they are
written in files, asked or scored.
"""

import datetime
from collections.abc import Iterator, Mapping
from enum import Enum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from msgspec import Struct, field

from partnerassess.conditions import Condition


class Citation(Struct, frozen=True, kw_only=True):
    """A document the questionnaire draws on."""

    id: str
    citation: str
    url: str | None = None


class Source(Struct, frozen=True, kw_only=True):
    """Where a question, factor, advantage or advice comes from."""

    ref: str
    """The id of a citation."""
    where: str | None = None
    """The place inside it, such as a table or a section title."""


class Level(Struct, frozen=True, kw_only=True):
    """One step of a scale."""

    value: Fraction
    """What people type and files hold."""
    label: str
    position: Fraction
    """Where it stands between the lowest level (0) and the highest (1) of its scale."""
    description: str | None = None
    """What this level looks like in practice."""


class Scale(Struct, frozen=True, kw_only=True):
    """An ordered list of levels, lowest first."""

    id: str
    levels: tuple[Level, ...]


class Choice(Struct, frozen=True, kw_only=True):
    """One of the things that can be chosen at a choice question."""

    id: str
    text: str


class ChoiceQuestion(Struct, frozen=True, kw_only=True):
    """A question that sets the scene and carries no score."""

    id: str
    text: str
    choices: tuple[Choice, ...]
    help: str | None = None
    only_if: Condition | None = None
    source: Source | None = None
    formerly: tuple[str, ...] = ()
    """Its ids in earlier versions of the questionnaire, where the meaning stayed."""

    @property
    def silences(self) -> "tuple[Silence, ...]":
        """Give what can be answered that is no choice."""
        return Silence.UNKNOWN, Silence.DECLINED


class ScoredQuestion(Struct, frozen=True, kw_only=True):
    """A question that is answered with a level."""

    id: str
    text: str
    levels: tuple[Level, ...]
    """Its scale's levels, with the descriptions this question gives them; lowest first."""
    scale: str
    """The id of its scale."""
    help: str | None = None
    not_applicable: bool = False
    """Whether `not_applicable` is accepted as an answer."""
    effort: tuple[Fraction, ...] | None = None
    """The cost of each step up; null when it is not in the partners' hands."""
    only_if: Condition | None = None
    source: Source | None = None
    short: str | None = None
    """How lists name the question, in at most 60 characters; else its text."""
    formerly: tuple[str, ...] = ()
    """Its ids in earlier versions of the questionnaire, where the meaning stayed."""

    @property
    def silences(self) -> "tuple[Silence, ...]":
        """Give what can be answered that is no level."""
        return tuple(each for each in Silence if self.not_applicable or each is not Silence.NOT_APPLICABLE)


Question = ChoiceQuestion | ScoredQuestion


class Section(Struct, frozen=True, kw_only=True):
    """Questions that belong together in the conversation."""

    id: str
    title: str
    questions: tuple[Question, ...]
    description: str | None = None


class Dimension(Struct, frozen=True, kw_only=True):
    """One of the things readiness is made of, such as context or enablers."""

    id: str
    title: str
    weight: int = 1
    """Its exponent in the geometric mean, or its weight in the arithmetic one; 1-100."""
    description: str | None = None


class WeightedQuestion(Struct, frozen=True, kw_only=True):
    """A question as a factor uses it."""

    question: ScoredQuestion
    weight: Fraction = Fraction(1)


class Factor(Struct, frozen=True, kw_only=True):
    """One ingredient of an arrangement in one dimension."""

    id: str
    title: str
    dimension: str
    """The id of its dimension."""
    questions: tuple[WeightedQuestion, ...]
    weight: Fraction = Fraction(1)
    essential: Fraction | None = None
    """The least (0-1) any of its questions may reach if the arrangement is to be called ready."""
    theme: str | None = None
    source: Source | None = None


class Nature(Enum):
    """Who sets partnering in motion."""

    VOLUNTARY = "voluntary"
    MANDATED = "mandated"


class Extent(Enum):
    """The scale of partnering: a few people or services, or whole organisations."""

    INDIVIDUAL = "individual"
    STRUCTURAL = "structural"


class Typology(Struct, frozen=True, kw_only=True):
    """An arrangement's place on the partnering map."""

    nature: Nature
    scale: Extent
    forms: tuple[str, ...] = ()


class Advantage(Struct, frozen=True, kw_only=True):
    """What an arrangement is good for."""

    id: str
    text: str
    source: Source | None = None


class Arrangement(Struct, frozen=True, kw_only=True):
    """A form of partnering that is scored."""

    id: str
    title: str
    factors: tuple[Factor, ...]
    """All its factors, dimension by dimension."""
    in_words: str | None = None
    """What people read in place of the title."""
    description: str | None = None
    typology: Typology | None = None
    advantages: tuple[Advantage, ...] = ()
    applies_if: Condition | None = None

    @property
    def name(self) -> str:
        """Give what people read: the plain name, else the title."""
        return self.in_words or self.title

    def factors_in(self, dimension: Dimension) -> tuple[Factor, ...]:
        """Give the factors of one dimension, in the questionnaire's order."""
        return tuple(factor for factor in self.factors if factor.dimension == dimension.id)

    def questions(self) -> Iterator[ScoredQuestion]:
        """Give every question that feeds the arrangement; each feeds one factor only."""
        return (weighted.question for factor in self.factors for weighted in factor.questions)


class Aggregation(Enum):
    """How several numbers become one."""

    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"
    MINIMUM = "minimum"


class Unanswered(Enum):
    """What an open answer counts as."""

    OPEN = "open"
    LOWEST = "lowest"


class Band(Struct, frozen=True, kw_only=True):
    """A named stretch of readiness, up to where the next one starts."""

    id: str
    title: str
    start: Fraction
    """Where it starts, on the shown scale."""
    position: Fraction
    """The same place on the scale from 0 to 1."""
    meaning: str | None = None


class Scoring(Struct, frozen=True, kw_only=True):
    """The conventions that turn answers into readiness."""

    questions: Aggregation = Aggregation.ARITHMETIC
    """From questions to factors: arithmetic or minimum."""
    factors: Aggregation = Aggregation.ARITHMETIC
    """From factors to dimensions: arithmetic or minimum."""
    dimensions: Aggregation = Aggregation.GEOMETRIC
    """From dimensions to readiness."""
    unanswered: Unanswered = Unanswered.OPEN
    shown_as: tuple[Fraction, Fraction] = (Fraction(0), Fraction(100))
    """What readiness 0 and 1 are shown as."""
    coverage_needed: Fraction = Fraction(2, 3)
    """The coverage every dimension needs for a point, 0-1."""
    in_play_needed: Fraction = Fraction(1, 2)
    """The share of every dimension's weight that must be in play, 0-1."""
    bands: tuple[Band, ...] = ()
    """Lowest first."""
    ready: Band | None = None
    """The band the verdict is about."""

    def shown(self, position: Fraction) -> Fraction:
        """Give a number between 0 and 1 as it is shown."""
        bottom, top = self.shown_as
        return bottom + position * (top - bottom)


class Audience(Enum):
    """Whom a piece of advice speaks to."""

    PARTNERS = "partners"
    REGULATORS = "regulators"


class Advice(Struct, frozen=True, kw_only=True):
    """A text that is shown when its condition holds."""

    id: str
    say: str
    when: Condition
    arrangements: tuple[str, ...]
    """The ids of the arrangements it is about: one of them must apply."""
    audience: Audience = Audience.PARTNERS
    source: Source | None = None
    do: str | None = None
    """What to do, as an imperative of at most 12 words."""


class Questionnaire(Struct, frozen=True, kw_only=True, dict=True):
    """Everything that is asked, and how the answers are scored."""

    id: str
    version: str
    title: str
    scales: tuple[Scale, ...]
    sections: tuple[Section, ...]
    dimensions: tuple[Dimension, ...]
    arrangements: tuple[Arrangement, ...]
    scoring: Scoring = field(default_factory=Scoring)
    language: str | None = None
    description: str | None = None
    sources: tuple[Citation, ...] = ()
    advice: tuple[Advice, ...] = ()
    sha256: str = ""
    """The digest of the file's bytes."""

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """All questions by id, in the order in which they are asked."""
        every = (question for section in self.sections for question in section.questions)
        return MappingProxyType({question.id: question for question in every})


class Silence(Enum):
    """The answers that give no level and no choice."""

    UNKNOWN = "unknown"
    DECLINED = "declined"
    NOT_APPLICABLE = "not_applicable"


Given = Level | Choice | Silence
"""What an answer says, without its note."""


class Answer(Struct, frozen=True, kw_only=True):
    """What was answered to one question."""

    given: Given | None = None
    """Null when there is only a note so far."""
    note: str | None = None


class Answers(Struct, frozen=True, kw_only=True):
    """One view of one partnership: a file, or one document of a file."""

    questionnaire: str
    """The id of the questionnaire that was answered."""
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    """Answers by question id; a question that is missing here is not answered yet."""
    version: str | None = None
    """The version of the questionnaire that was answered, where it is known."""
    partnership: str | None = None
    organisation: str | None = None
    respondent: str | None = None
    date: datetime.date | None = None
    round: str | None = None
    """The point in time they belong to, in the users' own words; views of one round are pooled."""
    programme: str | None = None
    """What to group and filter by, in the users' own words."""
    file: str | None = None
    """The file as the user named it."""
    unrecognised: tuple[str, ...] = ()
    """Ids of answers that no question asks for, which the user said to leave aside."""
    warnings: tuple[str, ...] = ()
    """What people should know about how these were read, each with its line."""
