"""What several people said, as frozen values: who answered, how far each organisation is from the others.

This module knows what a pooled assessment consists of. It does not know how its numbers come about, nor how
they are shown.
"""

import datetime
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from partnerassess.assessment import Assessment
from partnerassess.model import Choice, ChoiceQuestion, Level, ScoredQuestion
from partnerassess.pooling.agreement import Agreement


class Flag(Enum):
    """What is worth talking about in the answers to one question."""

    SPREAD = "spread"
    """People's answers lie far apart."""
    PARTNERS_DIFFER = "partners_differ"
    """The organisations' means are a level or more apart."""
    SPLIT = "split"
    """Answers lie on both sides of the minimum of an essential factor."""
    CHOSEN_DIFFERENTLY = "chosen_differently"
    """Not everybody who chose made the same choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Organisation:
    """One organisation's part in a pooled assessment."""

    name: str | None
    """As it is spelled most often; null for answers that name none."""
    answer_sets: int
    """How many answer sets it has."""
    people: int
    """How many people they are from; each set that names nobody counts as another."""
    is_individuals: bool
    """Whether they are several, and at least one names its respondent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OrganisationView:
    """What one organisation said to a scored question."""

    organisation: Organisation
    answered: int
    """How many of its people answered with a level."""
    mean: Fraction | None
    """Where the mean of their levels stands, 0-1; null where nobody answered, or means are withheld."""
    steps: Fraction | None
    """The same in level steps from the lowest level."""
    is_silent: bool
    """Whether nobody answered with a level, and somebody left the question open."""


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionView:
    """What everybody said to a scored question that was asked, and how far apart they are."""

    question: ScoredQuestion
    organisations: tuple[OrganisationView, ...]
    answered: int
    """How many people answered with a level."""
    mean: Fraction
    """The mean over organisations, each with equal weight, 0-1: what is scored."""
    mean_over_people: Fraction | None
    """The mean over everybody, 0-1, for comparison."""
    gap: Fraction | None
    """The steps between the highest and the lowest organisation's mean; null with fewer than two."""
    spread: Fraction | None
    """The average deviation of the answers about their median, in steps."""
    agreement: Agreement | None
    """Null with fewer than five answers."""
    flags: tuple[Flag, ...]
    essential: bool
    """Whether it feeds an essential factor."""
    minimum: Level | None
    """With the flag `split`: the lowest level that an essential factor accepts."""
    withheld: bool
    """Whether the organisations' means, and all from which they could be worked out, are left out, because
    they would tell what one or two people said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OrganisationChoices:
    """What one organisation chose at a choice question."""

    organisation: Organisation
    chosen: tuple[tuple[Choice, int], ...]
    """Each choice made with how many made it, in the questionnaire's order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChoiceView:
    """A choice question at which not everybody who chose made the same choice; it counts as open."""

    question: ChoiceQuestion
    chosen: tuple[tuple[Choice, int], ...]
    """Each choice made with how many made it, in the questionnaire's order."""
    organisations: tuple[OrganisationChoices, ...]
    """The same for each organisation; empty where it is withheld."""
    flags: tuple[Flag, ...] = (Flag.CHOSEN_DIFFERENTLY,)


@dataclass(frozen=True, kw_only=True, slots=True)
class PooledAssessment:
    """One partnership as several people see it, scored once."""

    assessment: Assessment
    """An assessment like any other."""
    organisations: tuple[Organisation, ...]
    """In alphabetical order; answers that name none come last."""
    answer_sets: int
    """How many answer sets were pooled."""
    dates: tuple[datetime.date, ...]
    """The dates they have, each once, the earliest first."""
    files: tuple[str, ...]
    """The files they came from, in alphabetical order."""
    questions: tuple[QuestionView, ...]
    """Every scored question that somebody answered, those that are seen most differently first."""
    choices: tuple[ChoiceView, ...]
    """The choice questions that were answered differently."""
    disputed: tuple[str, ...]
    """Ids of the essential questions that people must discuss before an arrangement is called ready."""

    @property
    def differences(self) -> tuple[QuestionView, ...]:
        """Give the questions with a flag, widest first."""
        return tuple(view for view in self.questions if view.flags)

    @property
    def half_answered(self) -> tuple[QuestionView, ...]:
        """Give the questions that some organisation left open and another answered, essential ones first."""
        half = [view for view in self.questions if any(part.is_silent for part in view.organisations)]
        return tuple(sorted(half, key=lambda view: not view.essential))

    @property
    def is_one_sided(self) -> bool:
        """Tell whether only one organisation answered."""
        return len(self.organisations) == 1

    @property
    def counts_people_twice(self) -> bool:
        """Tell whether somebody has several answer sets, each of which counts."""
        return any(each.people < each.answer_sets for each in self.organisations)
