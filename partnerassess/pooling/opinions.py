"""What everybody said to one scored question, added up by organisation, and where that puts the question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from partnerassess.assessment import Bounds, QuestionState, Standing
from partnerassess.model import Answer, Answers, Level, ScoredQuestion, Silence, Unanswered
from partnerassess.pooling.groups import Member
from partnerassess.scoring.columns import HIDDEN, OPEN

_ANYWHERE = Bounds()
_AT_LOWEST = Bounds(highest=Fraction(0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Opinion:
    """What the people of one organisation said to a question."""

    levels: tuple[Level, ...]
    """The levels they gave, one for each person who gave one."""
    mean: Fraction | None
    """Where the mean of their levels stands, 0-1; null where nobody gave one."""
    is_open: bool
    """Whether nobody gave a level, and somebody left the question open."""
    is_explained: bool
    """Whether everybody who called it not applicable wrote a note."""

    @property
    def is_out(self) -> bool:
        """Tell whether the question is not applicable for all of them."""
        return not self.levels and not self.is_open


@dataclass(frozen=True, kw_only=True, slots=True)
class Opinions:
    """What everybody said to a question."""

    question: ScoredQuestion
    parts: tuple[Opinion, ...]
    """One for each organisation."""

    @property
    def means(self) -> list[Fraction]:
        """Give where the means stand of the organisations that answered, 0-1."""
        return [part.mean for part in self.parts if part.mean is not None]

    @property
    def positions(self) -> list[Fraction]:
        """Give where everybody's level stands, 0-1."""
        return [level.position for part in self.parts for level in part.levels]

    @property
    def mean(self) -> Fraction | None:
        """Give the mean over the organisations that answered, 0-1; null where none did."""
        return mean_of(self.means)

    @property
    def is_explained(self) -> bool:
        """Tell whether everybody who called it not applicable wrote a note."""
        return all(part.is_explained for part in self.parts)

    @property
    def gap(self) -> Fraction:
        """Give the steps between the highest and the lowest organisation's mean."""
        means = self.means
        return (max(means) - min(means)) * (len(self.question.levels) - 1) if means else Fraction(0)

    def is_split_at(self, minimum: Fraction) -> bool:
        """Tell whether some answers reach a minimum (0-1) and others do not."""
        return len({position >= minimum for position in self.positions}) > 1

    def standing(self, shown: bool | None, unanswered: Unanswered) -> Standing:
        """Give where the question stands for scoring; `shown` says whether it is asked at all.

        Every organisation counts the same. One that left it open counts as anywhere between the lowest and
        the highest level and has no part in the point; one for which it is not applicable is left aside.
        """
        asked = [part for part in self.parts if not part.is_out]
        if shown is False:
            return HIDDEN
        if not asked:
            return Standing(state=QuestionState.OUT, noted=self.is_explained)
        lowest_counts = unanswered is Unanswered.LOWEST
        given = self.means if shown else []
        if not given and not lowest_counts:
            return OPEN
        total, silent = sum(given, Fraction(0)), len(asked) - len(given)
        low, high = total / len(asked), (total + (0 if lowest_counts else silent)) / len(asked)
        return Standing(
            state=QuestionState.ANSWERED,
            bounds=Bounds(lowest=low, highest=high),
            weakest=self._weakest(unanswered) if shown else _AT_LOWEST,
            point=low if lowest_counts else total / len(given),
            coverage=Fraction(1) if lowest_counts else Fraction(len(given), len(asked)),
            unanswered=not given,
        )

    def _weakest(self, unanswered: Unanswered) -> Bounds:
        """Give between what the least favourable organisation's view lies, 0-1.

        An organisation that left the question open, or calls it not applicable without a note, could be
        anywhere; one that calls it not applicable and says why is left aside.
        """
        silent = _ANYWHERE if unanswered is Unanswered.OPEN else _AT_LOWEST
        views = [
            silent if part.mean is None else Bounds(lowest=part.mean, highest=part.mean)
            for part in self.parts
            if not part.is_out or not part.is_explained
        ]
        return Bounds(lowest=min(view.lowest for view in views), highest=min(view.highest for view in views))


def opinions_of(question: ScoredQuestion, members: Sequence[Member]) -> Opinions:
    """Give what everybody said to a question."""
    return Opinions(question=question, parts=tuple(_opinion(member.views, question.id) for member in members))


def mean_of(numbers: Sequence[Fraction]) -> Fraction | None:
    """Give the mean of some numbers; null where there are none."""
    if len(numbers) < 2:
        return numbers[0] if numbers else None
    return sum(numbers, Fraction(0)) / len(numbers)


def _opinion(views: Iterable[Answers], question: str) -> Opinion:
    answers = [view.answers.get(question) for view in views]
    levels = tuple(answer.given for answer in answers if answer and isinstance(answer.given, Level))
    return Opinion(
        levels=levels,
        mean=mean_of([level.position for level in levels]),
        is_open=not levels and any(_is_open(answer) for answer in answers),
        is_explained=all(
            bool(answer.note) for answer in answers if answer and answer.given is Silence.NOT_APPLICABLE
        ),
    )


def _is_open(answer: Answer | None) -> bool:
    return answer is None or answer.given in (None, Silence.UNKNOWN, Silence.DECLINED)
