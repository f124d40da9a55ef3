"""What may be shown of pooled answers without telling what one or two of an organisation's people said.

Whatever is shown has to leave at least three answers possible for each of them.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import (
    Assessment,
    DimensionResult,
    FactorResult,
    Organisation,
    QuestionState,
    Range,
)
from partnerassess.model import Aggregation
from partnerassess.pooling.opinions import WIDE, Opinions

POSSIBLE = 4
"""So many answers have to be possible by a number that is shown: of those by which fewer are, and which are
kept back, at least three are then possible, too."""

_TOO_FEW = 2
"""So few answers of several people would give away what each of them said."""

_MANY = 10
"""From so many questions of few answers on, no one of them follows from an organisation's own figure."""

_MOST_KNOWN = 5_000
"""For so many ways of answering a question it is known how many answers they leave possible."""

_NOT_TOLD = Range(point=None, lowest=Fraction(0), highest=Fraction(1))


class Withheld(Struct, frozen=True, kw_only=True):
    """What is kept back of the answers to one questionnaire."""

    questions: tuple[str, ...] = ()
    """The ids of those of which no difference is told, in the questionnaire's order."""
    numbers: frozenset[str] = frozenset()
    """The ids of those of which not even the pooled number is shown."""


NOTHING = Withheld()


def is_withheld(organisations: Sequence[Organisation], answered: Collection[int]) -> bool:
    """Tell whether an organisation's mean would tell what one or two of its several people said.

    One mean that is left out could be worked out from the pooled number and the others, so all are.
    """
    both = zip(organisations, answered, strict=True)
    return any(_is_few(each, number) for each, number in both)


def withheld_of(
    organisations: Sequence[Organisation],
    said: Mapping[str, Opinions],
    minimums: Mapping[str, Sequence[Fraction]],
) -> Withheld:
    """Find out what has to be kept back.

    `minimums` holds what essential factors accept, for every question that feeds an arrangement that applies.
    Not even the pooled number is shown where it would leave too few answers possible.
    """
    few = [
        name
        for name in said
        if name in minimums and is_withheld(organisations, [len(part.levels) for part in said[name].parts])
    ]
    numbers = [name for name in few if not _leaves_enough(organisations, said[name], minimums[name])]
    return Withheld(questions=tuple(few), numbers=frozenset(numbers))


def guard(
    assessment: Assessment, withheld: Withheld, said: Mapping[str, Opinions]
) -> tuple[Assessment, frozenset[str]]:
    """Give an assessment without the numbers that are kept back, and the ids of what it is silent on.

    A factor that such a question feeds shows no number, and so many other questions of its dimension are
    kept back with it that it does not follow from the dimension's.
    """
    silent = _Guard(assessment, withheld, said).find_silent()
    if not silent:
        return assessment, silent
    answers = assessment.answers.answers
    told = {
        name: replace(each, given=None) if name in silent else each
        for name, each in answers.items()
        if name not in silent or each.note
    }
    arrangements = tuple(
        replace(
            result,
            dimensions=tuple(
                replace(part, factors=tuple(_without_numbers(factor, silent) for factor in part.factors))
                for part in result.dimensions
            ),
        )
        for result in assessment.arrangements
    )
    guarded = replace(assessment.answers, answers=told)
    return replace(assessment, arrangements=arrangements, answers=guarded), silent


def is_told_in_full(few: int) -> bool:
    """Tell whether an organisation's own figure is shown with so many answers of few people in it."""
    return few >= _MANY


def _is_few(organisation: Organisation, answered: int) -> bool:
    return organisation.is_individuals and 0 < answered <= _TOO_FEW


def _without_numbers(factor: FactorResult, silent: Collection[str]) -> FactorResult:
    hidden = [answer for answer in factor.answers if answer.question.id in silent]
    if not any(answer.standing.state is not QuestionState.OUT for answer in hidden):
        return factor
    return replace(
        factor,
        range=_NOT_TOLD,
        answers=tuple(
            replace(answer, standing=replace(answer.standing, is_withheld=True))
            if answer in hidden
            else answer
            for answer in factor.answers
        ),
    )


class _Guard:
    """Finds what has to be kept back so that no number of a dimension tells what is withheld."""

    def __init__(self, assessment: Assessment, withheld: Withheld, said: Mapping[str, Opinions]) -> None:
        self._withheld, self._said = withheld, said
        scoring = assessment.questionnaire.scoring
        self._adds_up = Aggregation.MINIMUM not in (scoring.factors, scoring.questions)
        applying = [result for result in assessment.arrangements if result.applies]
        self._parts = [part for result in applying for part in result.dimensions]
        asked = Counter(answer.question.id for result in applying for answer in result.answers())
        self._shared = {name for name, arrangements in asked.items() if arrangements > 1}
        """What counts in several arrangements: their numbers together tell more than each alone."""

    def find_silent(self) -> frozenset[str]:
        """Give the ids of all questions that are kept back."""
        silent, before = self._withheld.numbers, frozenset[str]()
        while silent != before:
            before = silent
            for part in self._parts:
                silent = silent.union(self._kept_back_with(part, silent))
        return silent

    def _kept_back_with(self, part: DimensionResult, silent: Collection[str]) -> Collection[str]:
        """Give what else has to be kept back so that nothing follows from a dimension's number.

        First what counts nowhere else and of which no difference is told, then the next ones of the
        dimension; all of it where what is kept back counts in several arrangements.
        """
        # The share of the dimension that every answered question has.
        shares: dict[str, Fraction] = {}
        for factor in part.factors:
            answered = [answer for answer in factor.answers if answer.standing.point is not None]
            whole = sum((answer.weight for answer in answered), Fraction(0))
            shares |= {
                answer.question.id: factor.factor.weight * answer.weight / whole for answer in answered
            }
        hidden = [name for name in shares if name in silent]
        others = [name for name in shares if name not in silent]
        others.sort(key=lambda name: (name in self._shared, name not in self._withheld.questions))
        while hidden and others and not self._leaves_enough(hidden, shares):
            hidden.append(others.pop(0))
        return hidden

    def _leaves_enough(self, hidden: Sequence[str], shares: Mapping[str, Fraction]) -> bool:
        """Tell whether what the hidden questions add up to leaves enough answers possible."""
        if len(hidden) < 2 or not self._shared.isdisjoint(hidden):
            return False
        room = sum((shares[name] for name in hidden), Fraction(0))
        total = sum((shares[name] * (self._said[name].mean or 0) for name in hidden), Fraction(0))
        for name in hidden if self._adds_up else ():
            if name in self._withheld.numbers:
                share = shares[name] / len(self._said[name].means)
                positions = [level.position for level in self._said[name].question.levels]
                possible = [each for each in positions if 0 <= total - share * each <= room - share]
                if len(possible) < POSSIBLE:
                    return False
        return True


def _leaves_enough(
    organisations: Sequence[Organisation], opinions: Opinions, minimums: Sequence[Fraction]
) -> bool:
    """Tell whether the pooled number and what follows from the verdicts leave enough answers possible."""
    steps = len(opinions.question.levels) - 1
    if any(level.position * steps != place for place, level in enumerate(opinions.question.levels)):
        return False
    heard = [
        (organisation, tuple(sorted(int(level.position * steps) for level in part.levels)))
        for organisation, part in zip(organisations, opinions.parts, strict=True)
        if part.levels
    ]
    needed = tuple(minimum * steps for minimum in minimums)
    for place, (organisation, own) in enumerate(heard):
        if _is_few(organisation, len(own)):
            others = sorted((other for number, (_, other) in enumerate(heard) if number != place), key=len)
            if _count_possible(own, tuple(others), steps, needed) < POSSIBLE:
                return False
    return len(heard) > 1 or len(organisations) == 1


Group = tuple[int, ...]
"""What the people of one organisation answered, in steps from the lowest level, in order."""


@lru_cache(_MOST_KNOWN)
def _count_possible(own: Group, others: Sequence[Group], steps: int, needed: Sequence[Fraction]) -> int:
    """Count the levels that somebody of a small group may have given, for all that is known.

    The largest other organisation, which comes last, may have answered otherwise, too; all others as they
    did. `needed` is what essential factors accept, in steps.
    """
    partner = others[-1] if others else ()
    fixed = [_mean(other) for other in others[:-1]]
    around = [step for other in others[:-1] for step in other]
    total = _mean(own) + (_mean(partner) if partner else 0)
    means = [*map(_mean, filter(None, (own, partner))), *fixed]
    known = _known([*own, *partner, *around], means, needed)
    counted: set[int] = set()
    for possible in combinations_with_replacement(range(steps + 1), len(own)):
        rest = total - _mean(possible)
        if rest and not partner:
            continue
        if (rest * len(partner)).denominator > 1 or not 0 <= rest <= steps:
            continue
        means = [_mean(possible), *([rest] if partner else []), *fixed]
        crowds = _crowds(int(rest * len(partner)), len(partner), steps, needed)
        if any(_known([*possible, *crowd, *around], means, needed) == known for crowd in crowds):
            counted.update(possible)
    return len(counted)


def _mean(group: Group) -> Fraction:
    return Fraction(sum(group), len(group))


def _crowds(total: int, people: int, steps: int, needed: Sequence[Fraction]) -> Iterator[list[int]]:
    """Give ways in which a group may have answered that adds up to this: close together, and far apart."""
    if not people:
        yield []
        return
    low, more = divmod(total, people)
    yield [low + 1] * more + [low] * (people - more)
    for least in needed:
        below = max(int(least) - 1, 0)
        for at_bottom in range(min(below, total) + 1):
            rest, others = total - at_bottom, people - 1
            if others and rest <= others * steps:
                base, over = divmod(rest, others)
                yield [at_bottom, *([base + 1] * over), *([base] * (others - over))]


def _known(
    everybody: Sequence[int], means: Sequence[Fraction], needed: Sequence[Fraction]
) -> tuple[bool, ...]:
    """Give what verdicts and reasons may tell of the answers to an essential question."""
    if not needed:
        return ()
    is_split = any(len({step >= least for step in everybody}) > 1 for least in needed)
    return (*(min(means) >= least for least in needed), is_split or max(means) - min(means) >= WIDE)
