"""What everybody said to one scored question, added up by organisation.

This module knows the means, gaps and splits that docs/pooling.md states. It does not know other questions,
nor what may be shown to whom.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from partnerassess.assessment import Bounds
from partnerassess.model import Answer, Level, Questionnaire, ScoredQuestion, Silence, Unanswered
from partnerassess.pooling.groups import Member, count_people
from partnerassess.pooling.views import Organisation

_NOWHERE_KNOWN = Bounds()
_AT_LOWEST = Bounds(highest=Fraction(0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What the people of one organisation said to a question."""

    organisation: Organisation
    positions: tuple[Fraction, ...]
    """Where each of the levels they answered stands, 0-1."""
    steps: tuple[int, ...]
    """The same levels, in steps from the lowest."""
    people: int
    """How many people gave a level; fewer than levels where somebody's answers count more than once."""
    is_open: bool
    """Whether somebody left the question open."""
    explained: bool
    """Whether everybody who called it not applicable wrote a note."""
    mean: Fraction | None
    """Where the mean of their levels stands, 0-1; null where nobody answered with one."""
    mean_steps: Fraction | None
    """The mean of their levels in steps from the lowest; null where nobody answered with one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AllSaid:
    """What everybody said to a question."""

    question: ScoredQuestion
    parts: tuple[Said, ...]
    """One for each organisation."""
    mean: Fraction | None
    """The mean over organisations, all of equal weight, 0-1; null where nobody gave a level."""

    @property
    def positions(self) -> tuple[Fraction, ...]:
        """Give where everybody's level stands, 0-1."""
        return tuple(position for part in self.parts for position in part.positions)

    @property
    def steps(self) -> tuple[int, ...]:
        """Give everybody's level in steps from the lowest."""
        return tuple(step for part in self.parts for step in part.steps)

    @property
    def is_open(self) -> bool:
        """Tell whether nobody answered with a level, and somebody left it open."""
        return not self.positions and any(part.is_open for part in self.parts)

    @property
    def is_explained(self) -> bool:
        """Tell whether everybody who called it not applicable wrote a note."""
        return all(part.explained for part in self.parts)

    @property
    def gap(self) -> Fraction:
        """Give the steps between the highest and the lowest organisation's mean."""
        means = [part.mean_steps for part in self.parts if part.mean_steps is not None]
        return max(means) - min(means) if means else Fraction(0)

    def is_split_at(self, minimum: Fraction) -> bool:
        """Tell whether some answers reach a minimum (0-1) and others do not."""
        return len({position >= minimum for position in self.positions}) > 1

    def weakest(self, unanswered: Unanswered) -> Bounds:
        """Give between what the least favourable organisation's view lies, 0-1.

        An organisation that left the question open, or calls it not applicable without a note, could be
        anywhere; one that calls it not applicable and says why is left aside.
        """
        silent = _NOWHERE_KNOWN if unanswered is Unanswered.OPEN else _AT_LOWEST
        views = [
            silent if part.mean is None else Bounds(lowest=part.mean, highest=part.mean)
            for part in self.parts
            if part.positions or part.is_open or not part.explained
        ]
        return Bounds(lowest=min(view.lowest for view in views), highest=min(view.highest for view in views))


def all_said(questionnaire: Questionnaire, members: Sequence[Member]) -> Mapping[str, AllSaid]:
    """Give what everybody said to every scored question, by question id."""
    return MappingProxyType(
        {
            question.id: _all_said(question, tuple(_said(member, question) for member in members))
            for question in questionnaire.questions.values()
            if isinstance(question, ScoredQuestion)
        }
    )


def _all_said(question: ScoredQuestion, parts: tuple[Said, ...]) -> AllSaid:
    means = [part.mean for part in parts if part.mean is not None]
    return AllSaid(question=question, parts=parts, mean=_mean(means))


def _said(member: Member, question: ScoredQuestion) -> Said:
    answers = [each.answers.get(question.id) for each in member.answer_sets]
    levels = [answer.given for answer in answers if answer and isinstance(answer.given, Level)]
    both = zip(member.answer_sets, answers, strict=True)
    places = {level.value: step for step, level in enumerate(question.levels)}
    positions = tuple(level.position for level in levels)
    steps = tuple(places[level.value] for level in levels)
    return Said(
        organisation=member.organisation,
        positions=positions,
        steps=steps,
        people=count_people(each for each, answer in both if answer and isinstance(answer.given, Level)),
        is_open=any(_is_open(answer) for answer in answers),
        explained=all(_is_explained(answers)),
        mean=_mean(positions),
        mean_steps=Fraction(sum(steps), len(steps)) if steps else None,
    )


def _mean(numbers: Sequence[Fraction]) -> Fraction | None:
    return sum(numbers, Fraction()) / len(numbers) if numbers else None


def _is_open(answer: Answer | None) -> bool:
    return answer is None or answer.given in (None, Silence.UNKNOWN, Silence.DECLINED)


def _is_explained(answers: Iterable[Answer | None]) -> Iterable[bool]:
    return (bool(answer.note) for answer in answers if answer and answer.given is Silence.NOT_APPLICABLE)
