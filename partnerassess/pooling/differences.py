"""Where people see things differently, and what of it may be shown.

This module knows the flags and the rule that protects small groups. It does not know scores.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from partnerassess.model import Choice, ChoiceQuestion, Questionnaire
from partnerassess.pooling.agreement import find_agreement, is_spread, spread
from partnerassess.pooling.disputes import minimums_of
from partnerassess.pooling.groups import Member, count_people
from partnerassess.pooling.said import AllSaid, Said
from partnerassess.pooling.views import (
    ChoiceView,
    Flag,
    Organisation,
    OrganisationChoices,
    OrganisationView,
    QuestionView,
)

APART = Fraction(1)
"""From this many steps between their means partners differ."""

_TOO_FEW = 2
"""So few answers of several people would give away what each of them said."""


def question_views(
    questionnaire: Questionnaire, said: Mapping[str, AllSaid], *, show_small_groups: bool
) -> tuple[QuestionView, ...]:
    """Give every question that somebody answered, those that are seen most differently first."""
    minimums = minimums_of(questionnaire)
    answered = [each for each in said.values() if each.positions]
    answered.sort(key=lambda each: (each.gap, spread(each.steps)), reverse=True)
    return tuple(
        _question_view(each, minimums.get(each.question.id, ()), show_small_groups=show_small_groups)
        for each in answered
    )


def choice_views(
    questionnaire: Questionnaire, members: Sequence[Member], *, show_small_groups: bool
) -> tuple[ChoiceView, ...]:
    """Give the choice questions at which not everybody who chose made the same choice."""
    return tuple(
        _choice_view(question, members, show_small_groups=show_small_groups)
        for question in questionnaire.questions.values()
        if isinstance(question, ChoiceQuestion) and len(choices_made(members, question)) > 1
    )


def choices_made(members: Sequence[Member], question: ChoiceQuestion) -> Counter[str]:
    """Count how often each choice was made at a question, by the choice's id."""
    return sum((_chosen(member, question) for member in members), Counter[str]())


def _question_view(
    everything: AllSaid, minimums: Sequence[Fraction], *, show_small_groups: bool
) -> QuestionView:
    steps, levels = everything.steps, everything.question.levels
    sizes = [(part.organisation, part.people) for part in everything.parts]
    withheld = _is_withheld(sizes, show_small_groups=show_small_groups)
    split = [minimum for minimum in minimums if everything.is_split_at(minimum)]
    compared = sum(number > 0 for _, number in sizes) > 1
    return QuestionView(
        question=everything.question,
        organisations=tuple(_organisation_view(part, withheld=withheld) for part in everything.parts),
        answered=len(steps),
        mean=everything.mean or Fraction(0),
        mean_over_people=None if withheld else sum(everything.positions, Fraction()) / len(steps),
        gap=everything.gap if compared and not withheld else None,
        spread=None if withheld else spread(steps),
        agreement=None if withheld else find_agreement(steps, len(levels)),
        flags=tuple(_flags(everything, split=bool(split))),
        essential=bool(minimums),
        minimum=next(level for level in levels if level.position >= min(split)) if split else None,
        withheld=withheld,
    )


def _organisation_view(part: Said, *, withheld: bool) -> OrganisationView:
    return OrganisationView(
        organisation=part.organisation,
        answered=len(part.positions),
        mean=None if withheld else part.mean,
        steps=None if withheld else part.mean_steps,
        is_silent=part.is_open and not part.positions,
    )


def _is_withheld(sizes: Iterable[tuple[Organisation, int]], *, show_small_groups: bool) -> bool:
    """Tell whether some organisation's mean would tell what one or two of its several people said.

    One mean that is left out could be worked out from the pooled number and the others, so all are.
    """
    small = any(organisation.is_individuals and 0 < number <= _TOO_FEW for organisation, number in sizes)
    return small and not show_small_groups


def _flags(everything: AllSaid, *, split: bool) -> Iterator[Flag]:
    if split:
        yield Flag.SPLIT
    if everything.gap >= APART:
        yield Flag.PARTNERS_DIFFER
    if is_spread(everything.steps, len(everything.question.levels)):
        yield Flag.SPREAD


def _choice_view(
    question: ChoiceQuestion, members: Sequence[Member], *, show_small_groups: bool
) -> ChoiceView:
    counts = [(member.organisation, _chosen(member, question)) for member in members]
    sizes = ((member.organisation, _choosers(member, question)) for member in members)
    withheld = _is_withheld(sizes, show_small_groups=show_small_groups)
    return ChoiceView(
        question=question,
        chosen=_in_order(question, choices_made(members, question)),
        organisations=tuple(
            OrganisationChoices(organisation=organisation, chosen=_in_order(question, counted))
            for organisation, counted in (() if withheld else counts)
        ),
    )


def _in_order(question: ChoiceQuestion, counts: Counter[str]) -> tuple[tuple[Choice, int], ...]:
    return tuple((choice, counts[choice.id]) for choice in question.choices if counts[choice.id])


def _choosers(member: Member, question: ChoiceQuestion) -> int:
    """Count the people who made a choice."""
    sets = ((answers, answers.answers.get(question.id)) for answers in member.answer_sets)
    return count_people(answers for answers, answer in sets if answer and isinstance(answer.given, Choice))


def _chosen(member: Member, question: ChoiceQuestion) -> Counter[str]:
    given = (answers.answers.get(question.id) for answers in member.answer_sets)
    return Counter(answer.given.id for answer in given if answer and isinstance(answer.given, Choice))
