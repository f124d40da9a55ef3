"""The definitions of docs/scoring.md in plain fractions, for questionnaires that hide nothing."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from partnerassess.assessment import EssentialState, Verdict
from partnerassess.exact import Root
from partnerassess.model import (
    Aggregation,
    Answers,
    Arrangement,
    Band,
    Factor,
    Level,
    Questionnaire,
    Silence,
    Unanswered,
)

Numbers = Mapping[str, Fraction | None]
"""Where questions stand, 0-1, by id; null for those that have no part."""
Ends = tuple[Numbers, Numbers, Numbers]


class Defined(NamedTuple):
    """What is to come out for one arrangement."""

    readiness: tuple[Root, Root | None, Root] | None
    coverage: list[Fraction | None]
    essentials: dict[str, EssentialState | None]
    verdict: Verdict | None
    band: Band | None


def define(asked: Questionnaire, answers: Answers, arrangement: Arrangement) -> Defined:
    """Give what the definitions say of one arrangement."""
    ends = _ends(asked, answers)
    scoring = asked.scoring
    numbers = [
        [_dimension(asked, factors, end) for factors in _by_dimension(asked, arrangement)] for end in ends
    ]
    coverage = [_coverage(factors, ends) for factors in _by_dimension(asked, arrangement)]
    essentials = {each.id: _essential(each, answers, ends) for each in arrangement.factors}
    in_play = [_in_play(factors, ends[0]) for factors in _by_dimension(asked, arrangement)]
    if any(share < scoring.in_play_needed or not share for share in in_play):
        return Defined(None, coverage, essentials, Verdict.NOT_ASSESSABLE, None)
    lowest, highest = (_readiness(asked, numbers[end]) for end in (0, 2))
    has_point = all(share and share >= scoring.coverage_needed for share in coverage)
    point = _readiness(asked, numbers[1]) if has_point else None
    verdict = _verdict(asked, lowest, highest, essentials)
    return Defined(
        (lowest, point, highest), coverage, essentials, verdict, _band(asked, lowest, point, highest, verdict)
    )


def _ends(asked: Questionnaire, answers: Answers) -> Ends:
    """Give every question at its lowest, where it is answered, and at its highest."""
    counts = asked.scoring.unanswered is Unanswered.LOWEST
    lowest, point, highest = (
        dict[str, Fraction | None](),
        dict[str, Fraction | None](),
        dict[str, Fraction | None](),
    )
    for name in asked.questions:
        answer = answers.answers.get(name)
        given = answer.given if answer else None
        if isinstance(given, Level):
            lowest[name] = point[name] = highest[name] = given.position
        elif given is Silence.NOT_APPLICABLE:
            lowest[name] = point[name] = highest[name] = None
        else:
            lowest[name] = Fraction(0)
            point[name] = Fraction(0) if counts else None
            highest[name] = Fraction(0) if counts else Fraction(1)
    return lowest, point, highest


def _by_dimension(asked: Questionnaire, arrangement: Arrangement) -> list[tuple[Factor, ...]]:
    return [arrangement.factors_in(dimension) for dimension in asked.dimensions]


def _mean(pairs: Iterable[tuple[Fraction, Fraction | None]], how: Aggregation) -> Fraction | None:
    """Put numbers with their weights together; null if there are none."""
    known = [(weight, number) for weight, number in pairs if number is not None]
    if not known:
        return None
    if how is Aggregation.MINIMUM:
        return min(number for _, number in known)
    return sum((weight * number for weight, number in known), Fraction(0)) / sum(
        weight for weight, _ in known
    )


def _factor(asked: Questionnaire, factor: Factor, end: Numbers) -> Fraction | None:
    pairs = ((each.weight, end[each.question.id]) for each in factor.questions)
    return _mean(pairs, asked.scoring.questions)


def _dimension(asked: Questionnaire, factors: Iterable[Factor], end: Numbers) -> Fraction | None:
    return _mean(((each.weight, _factor(asked, each, end)) for each in factors), asked.scoring.factors)


def _readiness(asked: Questionnaire, dimensions: list[Fraction | None]) -> Root:
    known = [number for number in dimensions if number is not None]
    assert len(known) == len(asked.dimensions)
    weights = [dimension.weight for dimension in asked.dimensions]
    match asked.scoring.dimensions:
        case Aggregation.GEOMETRIC:
            return Root.of_powers(list(zip(known, weights, strict=True)), sum(weights))
        case Aggregation.ARITHMETIC:
            total = sum((weight * number for weight, number in zip(weights, known, strict=True)), Fraction(0))
            return Root(total / sum(weights))
        case Aggregation.MINIMUM:
            return Root(min(known))


def _share(factor: Factor, counted: Iterable[str], of: Iterable[str]) -> Fraction | None:
    """Give the weight of some of a factor's questions as a share of that of others; null for none."""
    weights = {each.question.id: each.weight for each in factor.questions}
    whole = sum(weights[name] for name in of)
    return Fraction(sum(weights[name] for name in counted)) / whole if whole else None


def _in_play(factors: Iterable[Factor], lowest: Numbers) -> Fraction:
    shares = []
    for factor in factors:
        every = [each.question.id for each in factor.questions]
        here = [name for name in every if lowest[name] is not None]
        shares.append((factor.weight, _share(factor, here, every)))
    return _mean(shares, Aggregation.ARITHMETIC) or Fraction(0)


def _coverage(factors: Iterable[Factor], ends: Ends) -> Fraction | None:
    shares = []
    for factor in factors:
        here = [each.question.id for each in factor.questions if ends[0][each.question.id] is not None]
        shares.append(
            (factor.weight, _share(factor, [name for name in here if ends[1][name] is not None], here))
        )
    return _mean(shares, Aggregation.ARITHMETIC)


def _essential(factor: Factor, answers: Answers, ends: Ends) -> EssentialState | None:
    """Say whether the weakest of a factor's questions reaches its minimum."""
    minimum = factor.essential
    if minimum is None:
        return None
    names = [each.question.id for each in factor.questions]
    lowest = [number for name in names if (number := ends[0][name]) is not None]
    highest = [number for name in names if (number := ends[2][name]) is not None]
    if not lowest:
        is_explained = all(answers.answers[name].note for name in names)
        return EssentialState.MET if is_explained else EssentialState.OPEN
    if min(highest) < minimum:
        return EssentialState.UNMET
    return EssentialState.MET if min(lowest) >= minimum else EssentialState.OPEN


def _verdict(
    asked: Questionnaire, lowest: Root, highest: Root, essentials: Mapping[str, EssentialState | None]
) -> Verdict | None:
    ready, states = asked.scoring.ready, [state for state in essentials.values() if state is not None]
    if ready is None:
        return None
    if EssentialState.UNMET in states or highest < Root(ready.position):
        return Verdict.NOT_READY
    if EssentialState.OPEN in states or lowest < Root(ready.position):
        return Verdict.UNDETERMINED
    return Verdict.READY


def _band(
    asked: Questionnaire, lowest: Root, point: Root | None, highest: Root, verdict: Verdict | None
) -> Band | None:
    """Give the band of the point, or the one of both ends; none from `ready` on without that verdict."""
    ready, within = asked.scoring.ready, list(asked.scoring.bands)
    if ready is not None and verdict is not Verdict.READY:
        within = within[: within.index(ready)]
    found = [
        [band for band in within if end >= Root(band.position)][-1]
        for end in ((lowest, highest) if point is None else (point,))
    ]
    return found[0] if len(set(found)) == 1 else None
