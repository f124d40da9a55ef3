"""Who answered and where they differ, in plain sentences, the same in every format.

This module knows how differences are put to people who will have to talk about them. It does not know signs,
colours or layout.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from partnerassess.assessment import (
    Agreement,
    ChoiceDifference,
    Difference,
    Flag,
    HalfAnswered,
    Organisation,
    Pooled,
)
from partnerassess.model import Choice, ScoredQuestion, Scoring
from partnerassess.pooling.groups import organisation_name
from partnerassess.report.numbers import format_gain, format_position
from partnerassess.report.words import format_count, format_date, format_given, format_list

EQUAL_WEIGHT = "Every organisation counts the same, however many people answered for it."
"""How several views become one number."""

ONE_SIDED = "Only one organisation answered, so this is one partner's view only."
"""What is said where nobody else answered."""

NO_DIFFERENCES = "No answers are far enough apart to be listed here."
"""What is said where people agree."""

_WHAT_AGREEMENT_IS = (
    "Agreement runs from 0, no more than answers given at random would have, to 1, where all answer alike. "
    "Chance reaches the number it is held against once in 20 times at most."
)

COUNTS_AS_OPEN = "It counts as open until you agree."
"""What becomes of a choice that was made differently."""

_SHARE = Scoring(shown_as=(Fraction(0), Fraction(1)))
"""The scale on which an index of agreement is shown."""


def answered_lines(pooled: Pooled) -> Iterator[str]:
    """Say for every organisation how many answered."""
    for organisation in pooled.organisations:
        yield f"{title_of(organisation)}: {_how_many(organisation)}"


def weighing_sentence(pooled: Pooled) -> str:
    """Say how views become one, or that there is only one, and when they are from several dates."""
    return " ".join((ONE_SIDED if pooled.is_one_sided else EQUAL_WEIGHT, *_several_dates(pooled)))


def _several_dates(pooled: Pooled) -> Iterator[str]:
    if len(pooled.dates) < 2:
        return
    first, last = format_date(pooled.dates[0]), format_date(pooled.dates[-1])
    yield f"The answers are from {len(pooled.dates)} dates, {first} to {last}."


def title_of(organisation: Organisation) -> str:
    """Give an organisation's name as it opens a line."""
    name = organisation_name(organisation)
    return name if organisation.name else name.capitalize()


def means_words(pooled: Pooled, view: Difference) -> tuple[str, ...]:
    """Say where each organisation's mean lies, in the values of the question's levels."""
    parts = zip(pooled.organisations, view.means, view.answered, strict=True)
    return tuple(_mean_words(*part, view.question) for part in parts)


def _mean_words(
    organisation: Organisation, mean: Fraction | None, answered: int, question: ScoredQuestion
) -> str:
    name = title_of(organisation)
    if mean is None:
        return f"{name}: no answer"
    several = f" ({answered} of {organisation.views} answered)" if organisation.views > 1 else ""
    return f"{name} {format_mean(mean, question)}{several}"


def format_mean(position: Fraction, question: ScoredQuestion) -> str:
    """Give a place (0-1) in the values of a question's levels, such as `2.35`."""
    values = Scoring(shown_as=(question.levels[0].value, question.levels[-1].value))
    return format_position(position, values, [level.position for level in question.levels])


def format_steps(steps: Fraction, question: ScoredQuestion) -> str:
    """Give a distance in level steps, such as `1 level` or `1.70 levels`."""
    if steps.denominator == 1:
        return format_count(steps.numerator, "level")
    longest = len(question.levels) - 1
    shown = format_gain(steps / longest, Scoring(shown_as=(Fraction(0), Fraction(longest))))
    return f"{shown.removeprefix('+')} levels"


def difference_sentences(view: Difference) -> Iterator[str]:
    """Say what is worth talking about in the answers to a question."""
    for flag in view.flags:
        match flag:
            case Flag.SPLIT:
                needed = format_given(view.minimum) if view.minimum else ""
                yield f"Essential: at least {needed} is needed, and only some of the answers reach it."
            case Flag.PARTNERS_DIFFER:
                yield f"The partners are {format_steps(view.gap, view.question)} apart."
            case Flag.SPREAD:
                distance = format_steps(view.spread, view.question)
                yield f"The answers lie {distance} from their middle on average, which is far."
            case _:
                yield "The answers lie far apart."
    if view.agreement:
        yield agreement_sentence(view.agreement)


def difference_notes(pooled: Pooled, views: Iterable[Difference]) -> Iterator[str]:
    """Explain, once for all the questions that are shown, what is said of them again and again."""
    if any(view.agreement for view in views):
        yield _WHAT_AGREEMENT_IS
    if pooled.withheld:
        count = format_count(len(pooled.withheld), "question")
        yield (
            f"How the organisations differ on {count} is left out, because it would show what one or two "
            "people said (--show-small-groups shows it; ask the people first)."
        )


def agreement_sentence(agreement: Agreement) -> str:
    """Say how far several people agree, and what chance alone would give."""
    index = format_position(agreement.index, _SHARE, [agreement.critical] if agreement.critical else [])
    words = f"Agreement among {agreement.people} people: {index} of 1"
    if agreement.critical is None:
        return f"{words}, which cannot be told from chance."
    critical = format_position(agreement.critical, _SHARE)
    side = "at or above" if agreement.is_beyond_chance else "below"
    return f"{words}, {side} the {critical} that chance seldom reaches."


def silence_sentence(pooled: Pooled, view: HalfAnswered) -> str:
    """Say which organisations left a question open that another one answered."""
    silent = [title_of(pooled.organisations[place]) for place in view.organisations]
    return f"{'Essential. ' if view.is_essential else ''}No answer yet: {format_list(silent)}."


def choice_sentence(pooled: Pooled, view: ChoiceDifference) -> str:
    """Say who chose what, as far as that may be told."""
    if not view.chosen:
        return f"Not everybody chose the same. {COUNTS_AS_OPEN}"
    parts = [
        f"{title_of(organisation)}: {_chosen(chosen, organisation.views)}"
        for organisation, chosen in zip(pooled.organisations, view.chosen, strict=True)
        if chosen
    ]
    return f"{'; '.join(parts)}. {COUNTS_AS_OPEN}"


def _chosen(chosen: tuple[tuple[Choice, int], ...], people: int = 2) -> str:
    return format_list(
        [choice.text if people == 1 else f"{choice.text} ({number})" for choice, number in chosen]
    )


def _how_many(organisation: Organisation) -> str:
    if organisation.is_individuals:
        return f"{organisation.people} people"
    return format_count(organisation.views, "view")
