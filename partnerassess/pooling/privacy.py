"""What may be shown of pooled answers without telling what one or two of an organisation's people said.

Whatever is shown has to leave at least three answers possible for each of them.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
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
from partnerassess.pooling.opinions import WIDE, Opinion, Opinions

POSSIBLE = 4
"""So many answers have to be possible by a number that is shown: of those by which fewer are, and which are
kept back, at least three are then possible, too."""

_TOO_FEW = 2
"""So few answers of several people would give away what each of them said."""

_MANY = 10
"""From so many questions of few answers on, no one of them follows from an organisation's own figure."""

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
        (organisation, part)
        for organisation, part in zip(organisations, opinions.parts, strict=True)
        if part.mean is not None
    ]
    for place, (organisation, part) in enumerate(heard):
        if not _is_few(organisation, len(part.levels)):
            continue
        others = sorted(
            (other for number, (_, other) in enumerate(heard) if number != place),
            key=lambda other: len(other.levels),
        )
        worlds = _worlds(part, others, steps, minimums)
        if len({answer for answers in worlds for answer in answers}) < POSSIBLE:
            return False
    return len(heard) > 1 or len(organisations) == 1


def _worlds(
    part: Opinion, others: Sequence[Opinion], steps: int, minimums: Sequence[Fraction]
) -> Iterator[tuple[int, ...]]:
    """Give what the people of a small group may have answered, in steps, for all that is known.

    The largest other organisation may have answered otherwise, too; all others as they did.
    """
    people = len(part.levels)
    partner = others[-1] if others else None
    fixed = [(other.mean or Fraction(0)) * steps for other in others[:-1]]
    crowd = len(partner.levels) if partner else 0
    answers = tuple(sorted(_steps(part, steps)))
    theirs = tuple(_steps(partner, steps)) if partner else ()
    total = Fraction(sum(answers), people) + (Fraction(sum(theirs), crowd) if crowd else 0)
    means = [*(Fraction(sum(group), len(group)) for group in (answers, theirs) if group), *fixed]
    around = [step for other in others[:-1] for step in _steps(other, steps)]
    known = _known([*answers, *theirs, *around], means, steps, minimums)
    for possible in combinations_with_replacement(range(steps + 1), people):
        rest = total - Fraction(sum(possible), people)
        if not crowd and rest:
            continue
        if crowd and ((rest * crowd).denominator > 1 or not 0 <= rest <= steps):
            continue
        for crowd_steps in _crowds(int(rest * crowd), crowd, steps, minimums):
            everybody = [*possible, *crowd_steps, *around]
            theirs_then = [rest] if crowd else []
            means = [Fraction(sum(possible), people), *theirs_then, *fixed]
            if _known(everybody, means, steps, minimums) == known:
                yield possible
                break


def _steps(part: Opinion, steps: int) -> Iterator[int]:
    return (int(level.position * steps) for level in part.levels)


def _crowds(total: int, people: int, steps: int, minimums: Sequence[Fraction]) -> Iterator[list[int]]:
    """Give ways in which a group may have answered that adds up to this: close together, and far apart."""
    if not people:
        yield []
        return
    low, more = divmod(total, people)
    yield [low + 1] * more + [low] * (people - more)
    for minimum in minimums:
        below = max(int(minimum * steps) - 1, 0)
        for at_bottom in range(min(below, total) + 1):
            rest, others = total - at_bottom, people - 1
            if others and rest <= others * steps:
                base, over = divmod(rest, others)
                yield [at_bottom, *([base + 1] * over), *([base] * (others - over))]


def _known(
    everybody: Sequence[int], means: Sequence[Fraction], steps: int, minimums: Sequence[Fraction]
) -> tuple[bool, ...]:
    """Give what verdicts and reasons may tell of the answers to an essential question."""
    if not minimums:
        return ()
    needed = [minimum * steps for minimum in minimums]
    is_split = any(len({step >= minimum for step in everybody}) > 1 for minimum in needed)
    return (*(min(means) >= minimum for minimum in needed), is_split or max(means) - min(means) >= WIDE)
