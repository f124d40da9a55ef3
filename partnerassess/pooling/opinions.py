"""What everybody said to one scored question, added up by organisation, and where that puts the question."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from partnerassess.assessment import Bounds, QuestionState, Standing
from partnerassess.model import Answer, Level, ScoredQuestion, Silence, Unanswered
from partnerassess.pooling.groups import Member
from partnerassess.scoring.columns import HIDDEN, OPEN

WIDE = Fraction(2)
"""From this many steps between organisations on an essential question they discuss it first."""

_AT_LOWEST = Bounds(highest=Fraction(0))
_ON_AVERAGE = "on average"
"""The label of a mean that is no level of the scale."""
_IS_OPEN, _UNEXPLAINED = "open", "unexplained"
_MOST_KNOWN = 5_000


class Opinion(Struct, frozen=True, kw_only=True):
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


class Opinions(Struct, frozen=True, kw_only=True, dict=True):
    """What everybody said to a question; what follows from it is worked out once."""

    question: ScoredQuestion
    parts: tuple[Opinion, ...]
    """One for each organisation."""

    @cached_property
    def _standings(self) -> dict[tuple[bool | None, Unanswered], Standing]:
        return {}

    @cached_property
    def means(self) -> list[Fraction]:
        """Give where the means stand of the organisations that answered, 0-1."""
        return [part.mean for part in self.parts if part.mean is not None]

    @cached_property
    def positions(self) -> list[Fraction]:
        """Give where everybody's level stands, 0-1."""
        return [level.position for part in self.parts for level in part.levels]

    @cached_property
    def mean(self) -> Fraction | None:
        """Give the mean over the organisations that answered, 0-1; null where none did."""
        return _mean_of(self.means)

    @cached_property
    def together(self) -> Level | Silence | None:
        """Give the mean as a level, one of the scale's where it falls on one; else why there is none."""
        mean, levels = self.mean, self.question.levels
        if mean is None:
            return None if any(part.is_open for part in self.parts) else Silence.NOT_APPLICABLE
        exact = next((level for level in levels if level.position == mean), None)
        value = levels[0].value + mean * (levels[-1].value - levels[0].value)
        return exact or Level(value=value, label=_ON_AVERAGE, position=mean)

    @cached_property
    def answer(self) -> Answer:
        """Give the same as an answer without a note."""
        return Answer(given=self.together)

    @property
    def is_explained(self) -> bool:
        """Tell whether everybody who called it not applicable wrote a note."""
        return all(part.is_explained for part in self.parts)

    @cached_property
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
        known = self._standings.get((shown, unanswered))
        if known is None:
            known = self._standings[shown, unanswered] = self._stand(shown, unanswered)
        return known

    def _stand(self, shown: bool | None, unanswered: Unanswered) -> Standing:
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
            weakest=self._weakest(_AT_LOWEST if lowest_counts else Bounds()) if shown else _AT_LOWEST,
            point=low if lowest_counts else total / len(given),
            coverage=Fraction(1) if lowest_counts else Fraction(len(given), len(asked)),
            unanswered=not given,
        )

    def _weakest(self, silence: Bounds) -> Bounds:
        """Give between what the least favourable organisation's view lies, 0-1.

        One that left the question open, or calls it not applicable without a note, could be anywhere within
        `silence`; one that calls it not applicable and says why is left aside.
        """
        views = [
            silence if part.mean is None else Bounds(lowest=part.mean, highest=part.mean)
            for part in self.parts
            if not part.is_out or not part.is_explained
        ]
        return Bounds(lowest=min(view.lowest for view in views), highest=min(view.highest for view in views))


_known: dict[tuple[object, ...], Opinions] = {}


def opinions_of(question: ScoredQuestion, members: Sequence[Member]) -> Opinions:
    """Give what everybody said to a question, the same object for the same again."""
    said = [[_say(view.answers.get(question.id)) for view in member.views] for member in members]
    # By identity, which is quicker than comparing: what is kept keeps them.
    key = (tuple(each if isinstance(each, str) else id(each) for each in one) for one in said)
    return _kept((id(question), *key), lambda: Opinions(question=question, parts=tuple(map(_opinion, said))))


def opinions_alone(question: ScoredQuestion, part: Opinion) -> Opinions:
    """Give what one organisation said to a question, likewise."""
    return _kept((id(question), id(part)), lambda: Opinions(question=question, parts=(part,)))


def _kept(key: tuple[object, ...], make: Callable[[], Opinions]) -> Opinions:
    if key not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[key] = make()
    return _known[key]


def _mean_of(numbers: Sequence[Fraction]) -> Fraction | None:
    """Give the mean of some numbers; null where there are none."""
    if len(numbers) < 2:
        return numbers[0] if numbers else None
    return sum(numbers, Fraction(0)) / len(numbers)


def _opinion(said: Sequence[Level | str]) -> Opinion:
    levels = tuple(each for each in said if isinstance(each, Level))
    return Opinion(
        levels=levels,
        mean=_mean_of([level.position for level in levels]),
        is_open=not levels and _IS_OPEN in said,
        is_explained=_UNEXPLAINED not in said,
    )


def _say(answer: Answer | None) -> Level | str:
    """Give the level, or in a word what is said instead."""
    given = answer.given if answer else None
    if isinstance(given, Level):
        return given
    if given is Silence.NOT_APPLICABLE:
        return "explained" if answer and answer.note else _UNEXPLAINED
    return _IS_OPEN if given is None or isinstance(given, Silence) else "other"
