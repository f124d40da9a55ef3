"""Where people see things differently, and what of it may be shown."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from partnerassess.assessment import (
    ArrangementResult,
    ChoiceDifference,
    Difference,
    Flag,
    HalfAnswered,
    QuestionState,
)
from partnerassess.model import Choice, ChoiceQuestion, Questionnaire, ScoredQuestion
from partnerassess.pooling.agreement import find_agreement, is_spread, spread
from partnerassess.pooling.groups import Member
from partnerassess.pooling.opinions import Opinions
from partnerassess.pooling.privacy import is_withheld

APART = Fraction(1)
"""From this many steps between their means partners differ."""


class Part(Struct, frozen=True, kw_only=True):
    """What a question counts for in the arrangements that apply."""

    question: ScoredQuestion
    weight: Fraction
    """The largest share it has of one of them."""
    minimums: tuple[Fraction, ...]
    """What the essential factors it feeds accept, 0-1."""


_known_parts: dict[tuple[int, tuple[str, ...], frozenset[str]], tuple[Questionnaire, Mapping[str, Part]]] = {}
_MOST_PARTS = 200


def parts_of(questionnaire: Questionnaire, results: Iterable[ArrangementResult]) -> Mapping[str, Part]:
    """Give what every question that feeds an arrangement that applies counts for, by question id.

    That is worked out once for the same arrangements in the same order, with the same questions left out.
    """
    applying = [result for result in results if result.applies]
    out = (
        answer.question.id
        for result in applying
        for dimension in result.dimensions
        for factor in dimension.factors
        for answer in factor.answers
        if answer.standing.state is QuestionState.OUT
    )
    key = id(questionnaire), tuple(result.arrangement.id for result in applying), frozenset(out)
    if key not in _known_parts:
        if len(_known_parts) >= _MOST_PARTS:
            _known_parts.clear()
        _known_parts[key] = questionnaire, _parts_of(questionnaire, applying)
    return _known_parts[key][1]


def _parts_of(questionnaire: Questionnaire, results: Iterable[ArrangementResult]) -> Mapping[str, Part]:
    whole = sum(dimension.weight for dimension in questionnaire.dimensions)
    parts: dict[str, Part] = {}
    for result in results:
        for dimension in result.dimensions:
            within = sum(factor.factor.weight for factor in dimension.factors) * whole
            for factor in dimension.factors:
                total = sum(answer.weight for answer in factor.answers) * within
                minimum = factor.factor.essential
                for answer in factor.answers:
                    if answer.standing.state is QuestionState.OUT:
                        continue
                    weight = factor.factor.weight * answer.weight * dimension.dimension.weight / total
                    known = parts.get(answer.question.id)
                    parts[answer.question.id] = Part(
                        question=answer.question,
                        weight=max(weight, known.weight if known else Fraction(0)),
                        minimums=(
                            *(known.minimums if known else ()),
                            *(() if minimum is None else (minimum,)),
                        ),
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
            question=part.question,
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
        counts = [Counter(_chosen(member, question)) for member in members]
        if len({name for each in counts for name in each}) > 1:
            answered = [each.total() for each in counts]
            is_told = show_small_groups or not is_withheld(organisations, answered)
            chosen = (
                tuple((choice, each[choice.id]) for choice in question.choices if each[choice.id])
                for each in counts
            )
            found.append(ChoiceDifference(question=question, chosen=tuple(chosen) if is_told else ()))
    return tuple(found)


_known: dict[tuple[int, tuple[Fraction, ...]], tuple[Opinions, Difference]] = {}
_MOST_KNOWN = 5_000


def _find_difference(opinions: Opinions, minimums: tuple[Fraction, ...]) -> Difference:
    """Give what people see differently, worked out once for the same opinions, which are the same object."""
    key = id(opinions), minimums
    if key in _known:
        return _known[key][1]
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    levels = opinions.question.levels
    places = {level.position: step for step, level in enumerate(levels)}
    steps = [places[position] for position in opinions.positions]
    split = [minimum for minimum in minimums if opinions.is_split_at(minimum)]
    flags = (
        (Flag.SPLIT, bool(split)),
        (Flag.PARTNERS_DIFFER, opinions.gap >= APART),
        (Flag.SPREAD, bool(steps) and is_spread(steps, len(levels))),
    )
    found = Difference(
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
    _known[key] = opinions, found
    return found


def _chosen(member: Member, question: ChoiceQuestion) -> Iterator[str]:
    for view in member.views:
        answer = view.answers.get(question.id)
        if answer and isinstance(answer.given, Choice):
            yield answer.given.id
