"""Where people see things differently, and what of it may be shown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from partnerassess.assessment import (
    ArrangementResult,
    ChoiceDifference,
    Difference,
    Flag,
    HalfAnswered,
)
from partnerassess.explain import weights_of
from partnerassess.model import Choice, ChoiceQuestion, Questionnaire
from partnerassess.pooling.agreement import find_agreement, is_spread, spread
from partnerassess.pooling.groups import Member
from partnerassess.pooling.opinions import Opinions
from partnerassess.pooling.privacy import is_withheld

APART = Fraction(1)
"""From this many steps between their means partners differ."""


class Part(Struct, frozen=True, kw_only=True):
    """What a question counts for in the arrangements that apply."""

    weight: Fraction = Fraction(0)
    """The largest share it has of one of them."""
    minimums: tuple[Fraction, ...] = ()
    """What the essential factors it feeds accept, 0-1."""


def parts_of(results: Iterable[ArrangementResult]) -> Mapping[str, Part]:
    """Give what every question that feeds an arrangement that applies counts for, by question id."""
    parts: dict[str, Part] = {}
    for result in results:
        for factor, answer, weight in weights_of(result) if result.applies else ():
            known, minimum = parts.get(answer.question.id, Part()), factor.factor.essential
            parts[answer.question.id] = Part(
                weight=max(weight, known.weight),
                minimums=known.minimums if minimum is None else (*known.minimums, minimum),
            )
    return parts


def find_differences(
    said: Mapping[str, Opinions], parts: Mapping[str, Part], withheld: Iterable[str]
) -> tuple[Difference, ...]:
    """Give the questions that people see differently: widest in weight times gap first, then in spread.

    Only those that feed an arrangement that applies, and of which it may be told.
    """
    hidden = set(withheld)
    found = [
        (part.weight, each)
        for name, part in parts.items()
        if name not in hidden and (each := _find_difference(said[name], part.minimums)).flags
    ]
    found.sort(key=lambda pair: (pair[0] * pair[1].gap, pair[0] * pair[1].spread), reverse=True)
    return tuple(each for _, each in found)


def find_half_answered(said: Mapping[str, Opinions], parts: Mapping[str, Part]) -> tuple[HalfAnswered, ...]:
    """Give the questions that some organisations left open and others answered; essential ones first."""
    found = [
        HalfAnswered(
            question=said[name].question,
            organisations=tuple(place for place, each in enumerate(said[name].parts) if each.is_open),
            is_essential=bool(part.minimums),
        )
        for name, part in parts.items()
        if said[name].means and any(each.is_open for each in said[name].parts)
    ]
    return tuple(sorted(found, key=lambda each: not each.is_essential))


def find_choices(
    questionnaire: Questionnaire, members: Sequence[Member], *, show_small_groups: bool
) -> tuple[ChoiceDifference, ...]:
    """Give the choice questions at which not everybody who chose made the same choice."""
    organisations = [member.organisation for member in members]
    found = []
    for question in questionnaire.questions.values():
        if not isinstance(question, ChoiceQuestion):
            continue
        given = [
            [each.given for view in member.views if (each := view.answers.get(question.id))]
            for member in members
        ]
        counts = [Counter(each.id for each in own if isinstance(each, Choice)) for own in given]
        if len({name for each in counts for name in each}) > 1:
            answered = [each.total() for each in counts]
            is_told = show_small_groups or not is_withheld(organisations, answered)
            chosen = (
                tuple((choice, each[choice.id]) for choice in question.choices if each[choice.id])
                for each in counts
            )
            found.append(ChoiceDifference(question=question, chosen=tuple(chosen) if is_told else ()))
    return tuple(found)


def _find_difference(opinions: Opinions, minimums: tuple[Fraction, ...]) -> Difference:
    levels = opinions.question.levels
    places = {level.position: step for step, level in enumerate(levels)}
    steps = [places[position] for position in opinions.positions]
    split = [minimum for minimum in minimums if opinions.is_split_at(minimum)]
    flags = (
        (Flag.SPLIT, bool(split)),
        (Flag.PARTNERS_DIFFER, opinions.gap >= APART),
        (Flag.SPREAD, bool(steps) and is_spread(steps, len(levels))),
    )
    return Difference(
        question=opinions.question,
        flags=tuple(flag for flag, is_raised in flags if is_raised),
        means=tuple(part.mean for part in opinions.parts),
        answered=tuple(len(part.levels) for part in opinions.parts),
        mean=opinions.mean or Fraction(0),
        gap=opinions.gap,
        spread=spread(steps) if steps else Fraction(0),
        agreement=find_agreement(steps, len(levels)),
        is_essential=bool(minimums),
        minimum=next(level for level in levels if level.position >= min(split)) if split else None,
    )
