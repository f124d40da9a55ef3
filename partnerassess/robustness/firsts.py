"""How often each arrangement comes first when weights and open answers are drawn: for a line in a report.

This module knows the draws of draws.py without NumPy, which takes longer to load than a report may take: the
same seed and number of draws give the same shares. It does not know other ranks, bands or typical weights.

What is drawn is a column of numbers for every open question, and then one for every factor: each uniform on
[0, 1), in the questionnaire's order, from Python's own generator.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import repeat
from math import log1p, prod
from operator import mul, neg, truediv
from random import Random

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    DimensionResult,
    EssentialState,
    FactorResult,
    QuestionResult,
    QuestionState,
)
from partnerassess.model import Aggregation, Dimension, ScoredQuestion, Scoring
from partnerassess.pooling.disputes import waits_for_people
from partnerassess.robustness.again import in_questionnaire_order
from partnerassess.robustness.summary import FEW_DRAWS, SEED, Firsts

Column = list[float]
"""One number per draw."""

SLACK = 1e-9
"""A number this little below another counts as equal to it: sums of drawn weights are not exact."""

APART = 2.0
"""What lifts a better verdict's readiness above every readiness of a worse one."""

_OUT = -1.0
"""Where an arrangement stands that cannot be assessed under some weights: behind all others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Drawn:
    """Where the open answers stand, and where the weights come from."""

    draws: int
    random: Callable[[], float]
    positions: Mapping[str, Column]
    """By question id, 0-1."""
    scoring: Scoring
    disputed: Collection[str]


def count_firsts(
    assessment: Assessment, *, draws: int = FEW_DRAWS, seed: int = SEED, disputed: Collection[str] = ()
) -> Firsts | None:
    """Draw weights and open answers so many times and count who comes first; null with nobody to compare.

    `disputed` are the ids of questions that pooled answers leave to be discussed first.
    """
    results = rankable(assessment)
    if not results:
        return None
    random = Random(seed).random  # noqa: S311 a sequence that everybody can repeat
    drawn = _Drawn(
        draws=draws,
        random=random,
        positions={
            name: _positions(each, random, draws) for name, each in open_questions(assessment).items()
        },
        scoring=assessment.questionnaire.scoring,
        disputed=disputed,
    )
    keys = {each.arrangement.id: _order_keys(each, drawn) for each in results}
    by_rank = [each for each in assessment.arrangements if each.rank is not None]
    counts = _count_firsts([keys[each.arrangement.id] for each in by_rank])
    shares = tuple((each, count / draws) for each, count in zip(by_rank, counts, strict=True))
    return Firsts(draws=draws, seed=seed, arrangements=shares)


def rankable(assessment: Assessment) -> list[ArrangementResult]:
    """Give the results that can be ranked, in the questionnaire's order."""
    return [each for each in in_questionnaire_order(assessment) if each.rank is not None]


def open_questions(assessment: Assessment) -> dict[str, ScoredQuestion]:
    """Give the open questions of arrangements that can be ranked, in the questionnaire's order, by id."""
    found = {
        answer.question.id: answer.question
        for result in assessment.arrangements
        if result.rank is not None
        for factor in result.factors()
        for answer in factor.answers
        if answer.standing.state is QuestionState.OPEN
    }
    return {name: found[name] for name in assessment.questionnaire.questions if name in found}


def _positions(question: ScoredQuestion, random: Callable[[], float], draws: int) -> Column:
    places = [float(level.position) for level in question.levels]
    number = len(places)
    return [places[int(random() * number)] for _ in range(draws)]


def _count_firsts(keys: Sequence[Column]) -> list[float]:
    """Count in how many draws each comes first; those that are level share a draw."""
    counts = [0.0] * len(keys)
    for row in zip(*keys, strict=True):
        enough = max(row) - SLACK
        first = [place for place, key in enumerate(row) if key >= enough]
        for place in first:
            counts[place] += 1 / len(first)
    return counts


def _order_keys(result: ArrangementResult, drawn: _Drawn) -> Column:
    """Give a number per draw that puts arrangements in scoring's order: by verdict, then by readiness."""
    weights = [_weights(part, drawn) for part in result.dimensions]
    parts = [_completed(*each, drawn) for each in zip(result.dimensions, weights, strict=True)]
    keys = _readiness([part.dimension for part in result.dimensions], parts, drawn.scoring)
    if drawn.scoring.ready:
        lifts = _lifts(result, drawn)
        needed = float(drawn.scoring.ready.position) - SLACK
        keys = [key + lift if key >= needed else key for key, lift in zip(keys, lifts, strict=False)]
    for part, columns in zip(result.dimensions, weights, strict=True):
        if any(factor.in_play < 1 for factor in part.factors):
            shares = _mean(columns, [float(factor.in_play) for factor in part.factors])
            enough = float(drawn.scoring.in_play_needed) - SLACK
            keys = [key if share >= enough else _OUT for key, share in zip(keys, shares, strict=True)]
    return keys


def _weights(part: DimensionResult, drawn: _Drawn) -> list[Column]:
    """Draw the weights of a dimension's factors, each time up to a constant that all of them share."""
    return [list(map(log1p, map(neg, [drawn.random() for _ in range(drawn.draws)]))) for _ in part.factors]


def _completed(part: DimensionResult, weights: Sequence[Column], drawn: _Drawn) -> Column:
    """Give a dimension with every open answer drawn."""
    in_play = [
        (column, _factor(factor, drawn))
        for column, factor in zip(weights, part.factors, strict=True)
        if factor.range
    ]
    values = [value for _, value in in_play]
    if drawn.scoring.factors is Aggregation.MINIMUM:
        return _least(values, drawn.draws)
    return _mean([column for column, _ in in_play], values)


def _factor(factor: FactorResult, drawn: _Drawn) -> float | Column:
    """Give where a factor stands: one number, or one per draw if an answer is open."""
    answers = [answer for answer in factor.answers if answer.standing.state is not QuestionState.OUT]
    opened = [answer for answer in answers if answer.question.id in drawn.positions]
    fixed = [answer for answer in answers if answer not in opened]
    columns = [drawn.positions[answer.question.id] for answer in opened]
    if drawn.scoring.questions is Aggregation.MINIMUM:
        least = float(min((answer.standing.bounds.lowest for answer in fixed), default=Fraction(1)))
        return _least([least, *columns], drawn.draws) if columns else least
    total = sum(answer.weight for answer in answers)
    known = float(
        sum((answer.weight * answer.standing.bounds.lowest for answer in fixed), Fraction(0)) / total
    )
    if len(columns) == 1 == len(answers):
        return columns[0]
    shares = [repeat(float(answer.weight / total)) for answer in opened]
    terms = [map(mul, column, share) for column, share in zip(columns, shares, strict=True)]
    return list(map(sum, zip(repeat(known), *terms, strict=False))) if terms else known


def _mean(weights: Sequence[Column], values: Sequence[float | Column]) -> Column:
    """Give Σ w·x / Σ w, draw by draw."""
    terms = [
        map(mul, column, repeat(value) if isinstance(value, float) else value)
        for column, value in zip(weights, values, strict=True)
        if value != 0.0
    ]
    reached = map(sum, zip(*terms, strict=True)) if terms else repeat(0.0)
    return list(map(truediv, reached, map(sum, zip(*weights, strict=True))))


def _least(values: Sequence[float | Column], draws: int) -> Column:
    columns = [repeat(value, draws) if isinstance(value, float) else value for value in values]
    return list(map(min, zip(*columns, strict=True)))


def _readiness(dimensions: Sequence[Dimension], parts: Sequence[Column], scoring: Scoring) -> Column:
    total = sum(each.weight for each in dimensions)
    shares = [each.weight / total for each in dimensions]
    match scoring.dimensions:
        case Aggregation.MINIMUM:
            return list(map(min, zip(*parts, strict=True)))
        case Aggregation.ARITHMETIC:
            terms = [map(mul, part, repeat(share)) for part, share in zip(parts, shares, strict=True)]
            return list(map(sum, zip(*terms, strict=True)))
        case Aggregation.GEOMETRIC:
            powers = [map(pow, part, repeat(share)) for part, share in zip(parts, shares, strict=True)]
            return list(map(prod, zip(*powers, strict=True)))


def _lifts(result: ArrangementResult, drawn: _Drawn) -> Iterator[float]:
    """Give what each draw's verdict adds once readiness is reached: more if all that is essential is met."""
    best = 0.0 if waits_for_people(result, drawn.disputed) else APART
    lift, margins = best, []
    for factor in result.factors():
        minimum = factor.factor.essential
        if minimum is None:
            continue
        if factor.range is None and factor.essential is not EssentialState.MET:
            lift = 0.0
        for answer in factor.answers:
            if answer.question.id in drawn.positions:
                enough = float(minimum) - SLACK
                margins.append([place >= enough for place in drawn.positions[answer.question.id]])
            else:
                lift = min(lift, _lift_of(answer, minimum, best))
    if not margins:
        return repeat(lift, drawn.draws)
    return (lift if all(row) else 0.0 for row in zip(*margins, strict=True))


def _lift_of(answer: QuestionResult, minimum: Fraction, best: float) -> float:
    """Give what is left of the lift beside a given answer to something essential, as its weakest view is."""
    weakest = answer.standing.weakest
    if answer.standing.state is QuestionState.OUT or weakest.lowest >= minimum:
        return best
    return 0.0
