"""How sure the order of arrangements is: other ways of averaging, the weight that matters most, random draws.

The draws are a stochastic multicriteria acceptability analysis (Lahdelma and Salminen, SMAA-2, Operations
Research 49(3), 2001). Factor weights are spread evenly over all there are within their dimension,
Dirichlet(1, …, 1); the dimensions keep their weights. Every open answer takes each of its levels equally
often, the same in all arrangements that ask for it. Every draw is scored by the rules.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from math import sqrt
from random import Random
from typing import TYPE_CHECKING, Any

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    DimensionResult,
    FactorResult,
    QuestionState,
    Range,
    Verdict,
    standings_of,
)
from partnerassess.exact import Root
from partnerassess.model import Aggregation, Arrangement, Band, Factor, ScoredQuestion, Scoring
from partnerassess.pooling.disputes import waits_for_people
from partnerassess.scoring import score_standings
from partnerassess.scoring.columns import columns_of
from partnerassess.scoring.rules import (
    ArrangementColumns,
    ArrangementRule,
    Column,
    Columns,
    Place,
    rules_of,
    whole_numbers,
)

if TYPE_CHECKING:
    import numpy as np

DRAWS = 9604
"""With so many draws a share is within one percentage point, 19 times out of 20."""

SEED = 1
"""Where the draws start; the same seed gives the same numbers."""

_NINETEEN_OF_TWENTY = 1.96
"""How many standard errors to either side hold the truth 19 times out of 20."""

_NOT_ASSESSABLE = -2
"""In place of a band; -1 is that there is none."""

_FINE = 100_000
"""Drawn weights are whole numbers; so many stand for a mean one."""

End = Callable[[Range[Fraction]], Fraction | None]
"""The lowest, the point or the highest of a number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Flip:
    """The smallest change of one factor's weight that changes which arrangement comes first."""

    arrangement: Arrangement
    """The arrangement the factor belongs to."""
    factor: Factor
    weight: Fraction
    """The weight at which the order turns; it stands at `factor.weight`."""
    upwards: bool
    """Whether the weight has to rise; else it has to fall."""
    at_once: bool
    """Whether another comes first at this very weight, and not only beyond it."""
    leader: Arrangement | None
    """Who comes first then; null where nobody can be ranked any more."""

    @property
    def change(self) -> Fraction:
        """Give how far the weight has to move; negative for down."""
        return self.weight - self.factor.weight


@dataclass(frozen=True, kw_only=True, slots=True)
class Steadiness:
    """What can be said of an order of arrangements without drawing anything at random."""

    assessment: Assessment
    by_rule: Mapping[Aggregation, Assessment]
    """The same answers with the dimensions put together in another way."""
    flip: Flip | None
    """The smallest change of one weight that puts another first; null where no single weight can."""

    @property
    def same_leader(self) -> bool:
        """Tell whether the same arrangement comes first whichever way the dimensions are put together."""
        leaders = [each.leader for each in (self.assessment, *self.by_rule.values())]
        return len({leader and leader.arrangement.id for leader in leaders}) == 1

    @property
    def bands(self) -> dict[Aggregation, Band | None]:
        """Give the leader's band by each way of putting the dimensions together."""
        leader = self.assessment.leader
        return {
            rule: result.band
            for rule, assessment in self.by_rule.items()
            for result in assessment.arrangements
            if leader and result.arrangement.id == leader.arrangement.id
        }

    @property
    def same_band(self) -> bool:
        """Tell whether the leader's band is the same whichever way the dimensions are put together."""
        leader = self.assessment.leader
        return leader is not None and all(band == leader.band for band in self.bands.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class CentralWeight:
    """The weight of one factor in the draws that put its arrangement first."""

    factor: Factor
    given: float
    """Its share of its dimension's weight in the questionnaire, 0-1."""
    even: float
    """Its mean share over all draws: that of any factor of its dimension."""
    central: float
    """Its mean share in the draws that put its arrangement first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Acceptability:
    """How one arrangement fares over all draws."""

    result: ArrangementResult
    ranks: tuple[float, ...]
    """The share of draws in which it takes each rank, first to last; ties are split."""
    central: tuple[CentralWeight, ...]
    """The typical weights with which it comes first; empty if it never does."""
    band_kept: float | None
    """The share of weightings under which its band stays, answers as given; null without bands."""
    band_open: float
    """The share of weightings under which there is no band, as too little weight is answered or in play."""

    @property
    def first(self) -> float:
        """Give the share of draws in which it comes first."""
        return self.ranks[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class Simulation:
    """All draws, summed up."""

    draws: int
    seed: int
    arrangements: tuple[Acceptability, ...]
    """Those that can be ranked, in order of rank."""

    @property
    def error(self) -> float:
        """Give how far a share can be off, 19 times out of 20: that of a share of one half, the largest."""
        return _NINETEEN_OF_TWENTY * sqrt(0.25 / self.draws)


def check_steadiness(assessment: Assessment) -> Steadiness:
    """Try out other conventions one at a time, exactly."""
    by_rule = {rule: _with_rule(assessment, rule) for rule in Aggregation}
    return Steadiness(assessment=assessment, by_rule=by_rule, flip=find_flip(assessment))


def _with_rule(assessment: Assessment, rule: Aggregation) -> Assessment:
    """Score the same answers with the dimensions put together in another way."""
    asked = assessment.questionnaire
    waiting = {each.arrangement.id for each in assessment.arrangements if waits_for_people(assessment, each)}

    def wait(result: ArrangementResult) -> ArrangementResult:
        """Keep it undetermined where people have to talk first before it is called ready."""
        is_held = result.verdict is Verdict.READY and result.arrangement.id in waiting
        return replace(result, verdict=Verdict.UNDETERMINED) if is_held else result

    turned = score_standings(
        replace(asked, scoring=replace(asked.scoring, dimensions=rule)),
        assessment.answers,
        standings_of(assessment.arrangements),
        {} if assessment.pooled else assessment.answers.answers,
        reconsider=wait,
    )
    return replace(assessment, questionnaire=turned.questionnaire, arrangements=turned.arrangements)


def _in_order(assessment: Assessment) -> list[ArrangementResult]:
    """Give an assessment's results in the questionnaire's order."""
    results = {each.arrangement.id: each for each in assessment.arrangements}
    return [results[each.id] for each in assessment.questionnaire.arrangements]


# The one weight whose smallest change puts another arrangement first. With the other weights as they are, a
# dimension is D(w) = (a + w·x) / (b + w) in the weight w of a factor at x. What decides the order changes
# only where such a number meets another one: another arrangement's readiness, the start of `ready`, the
# coverage a point needs, the share that must be in play. These meeting points are found in closed form, and
# the rules say on which of them somebody else comes first.


@dataclass(frozen=True, kw_only=True, slots=True)
class _Turning:
    """A weight of one factor at which the order may turn."""

    result: ArrangementResult
    factor: FactorResult
    weight: Fraction
    beyond: Fraction
    """A weight further away, with no other turning between the two."""

    @property
    def distance(self) -> Fraction:
        return abs(self.weight - self.factor.factor.weight)


def find_flip(assessment: Assessment) -> Flip | None:
    """Find the one factor whose weight has to change least to put another arrangement first.

    Null with fewer than two arrangements to compare, or where no single weight can do it. Ties go to the
    questionnaire's order. Where dimensions of different weight are averaged geometrically the turning
    weights are roots, known to 40 digits; else they are exact.
    """
    if sum(result.rank is not None for result in assessment.arrangements) < 2:
        return None
    contest = _Contest(assessment)
    for turning in sorted(_turnings(assessment), key=lambda each: each.distance):
        for weight in (turning.weight, turning.beyond):
            leader = contest.leader_with(turning.result, turning.factor.factor, weight)
            if leader is not contest.leader:
                return Flip(
                    arrangement=turning.result.arrangement,
                    factor=turning.factor.factor,
                    weight=turning.weight,
                    upwards=turning.beyond > turning.weight,
                    at_once=weight == turning.weight,
                    leader=leader,
                )
    return None


class _Contest:
    """Who comes first, with one weight changed at a time."""

    def __init__(self, assessment: Assessment) -> None:
        rules = rules_of(assessment.questionnaire)
        self._columns = columns_of(rules, standings_of(assessment.arrangements))
        results = _in_order(assessment)
        self._applies = [each.applies for each in results]
        self._waits = [waits_for_people(assessment, each) for each in results]
        self._rules = rules.arrangements
        scored = [rule.score(self._columns) for rule in self._rules]
        self._merits = [_merit(*each) for each in zip(scored, self._applies, self._waits, strict=True)]
        self.leader = self._first(self._merits)
        """Who comes first as it is; null where nobody can be ranked."""

    def leader_with(self, result: ArrangementResult, factor: Factor, weight: Fraction) -> Arrangement | None:
        """Give who comes first if one factor had another weight."""
        place = next(
            place for place, rule in enumerate(self._rules) if rule.arrangement.id == result.arrangement.id
        )
        rule = self._rules[place]
        columns = replace(self._columns, weights=_weights_with(rule, factor, weight))
        merits = list(self._merits)
        merits[place] = _merit(rule.score(columns), self._applies[place], self._waits[place])
        return self._first(merits)

    def _first(self, merits: Sequence[tuple[Any, ...]]) -> Arrangement | None:
        place = max(range(len(merits)), key=lambda each: (merits[each], -each))
        is_ranked = merits[place][0] and merits[place][1]
        return self._rules[place].arrangement if is_ranked else None


def _merit(scored: ArrangementColumns, applies: bool, waits: bool) -> tuple[bool, bool, bool, bool, Root]:
    """Give what the order goes by, more being better."""
    number = scored.readiness.point if scored.pointed else scored.readiness.lowest
    return applies, scored.assessable, scored.verdict == 0 and not waits, scored.pointed, number


def _weights_with(rule: ArrangementRule, factor: Factor, weight: Fraction) -> Mapping[str, int]:
    """Give the weights of a factor's dimension with another one for it, as whole numbers."""
    part = next(each for each in rule.dimensions if each.dimension.id == factor.dimension)
    factors = [each.factor for each in part.factors]
    weights = whole_numbers([weight if each.id == factor.id else each.weight for each in factors])
    return dict(zip((each.id for each in factors), weights, strict=True))


def _turnings(assessment: Assessment) -> Iterator[_Turning]:
    for result in _in_order(assessment):
        if not result.applies:
            continue
        meets = _numbers_to_meet(assessment, result)
        for part in result.dimensions:
            means = list(_means_to_meet(assessment.questionnaire.scoring, result, part, meets))
            for factor in part.factors:
                weights = {weight for mean in means if (weight := mean.find_weight(factor)) is not None}
                yield from _outwards(result, factor, sorted(weight for weight in weights if weight > 0))


def _outwards(
    result: ArrangementResult, factor: FactorResult, weights: Sequence[Fraction]
) -> Iterator[_Turning]:
    """Give the turnings of one weight, each with a place between it and the next one further away."""
    now = factor.factor.weight
    up = [weight for weight in weights if weight >= now]
    down = [weight for weight in reversed(weights) if weight <= now]
    for turning, end in ((up, Fraction(2)), (down, Fraction(0))):
        for weight, further in pairwise([*turning, *(each * end for each in turning[-1:])]):
            yield _Turning(result=result, factor=factor, weight=weight, beyond=(weight + further) / 2)


def _numbers_to_meet(assessment: Assessment, result: ArrangementResult) -> list[Root]:
    """Give the numbers an arrangement's own could pass: everybody's if it leads, else the leader's."""
    is_leader = result.rank == 1
    others = [each for each in assessment.arrangements if each is not result and each.rank is not None]
    known = [each.readiness for each in others if each.readiness and (is_leader or each.rank == 1)]
    return [each.lowest if each.point is None else each.point for each in known]


class _Mean:
    """A mean over a dimension's factors, and a number that it could pass."""

    def __init__(
        self, part: DimensionResult, of: Callable[[FactorResult], Fraction | None], wanted: Fraction
    ) -> None:
        self._of, self._wanted = of, wanted
        numbers = [(each.factor.weight, number) for each in part.factors if (number := of(each)) is not None]
        total = sum((weight for weight, _ in numbers), Fraction(0))
        self._above = sum((weight * number for weight, number in numbers), Fraction(0)) - total * wanted

    def find_weight(self, factor: FactorResult) -> Fraction | None:
        """Solve (a + w·x) / (b + w) = wanted for the weight of one factor; null where it does not matter."""
        own = self._of(factor)
        if own is None or own == self._wanted:
            return None
        return self._above / (self._wanted - own) + factor.factor.weight


def _means_to_meet(
    scoring: Scoring, result: ArrangementResult, part: DimensionResult, meets: Sequence[Root]
) -> Iterator[_Mean]:
    yield _Mean(part, lambda each: each.in_play, scoring.in_play_needed)
    yield _Mean(part, lambda each: each.coverage, scoring.coverage_needed)
    if scoring.factors is Aggregation.MINIMUM or result.readiness is None:
        return
    starts = [Root(scoring.ready.position)] if scoring.ready else []
    curves: tuple[tuple[End, list[Root]], ...] = (
        (lambda known: known.lowest, [*starts, *meets]),
        (lambda known: known.highest, starts),
        (lambda known: known.point, list(meets)),
    )
    for end, wanted in curves:
        for number in wanted:
            needed = _needed(scoring, result, part, end, number)
            if needed is not None:
                yield _Mean(part, partial(_of_factor, end), needed)


def _of_factor(end: End, factor: FactorResult) -> Fraction | None:
    return end(factor.range) if factor.range else None


def _needed(
    scoring: Scoring, result: ArrangementResult, part: DimensionResult, end: End, number: Root
) -> Fraction | None:
    """Give what one dimension would have to be for the whole to be `number`; null where nothing would do."""
    others = [
        (each.dimension.weight, value)
        for each in result.dimensions
        if each is not part and each.range and (value := end(each.range)) is not None
    ]
    if len(others) < len(result.dimensions) - 1:
        return None
    weight = part.dimension.weight
    total = weight + sum(each for each, _ in others)
    match scoring.dimensions:
        case Aggregation.MINIMUM:
            return number.digits()
        case Aggregation.ARITHMETIC:
            rest = sum((each * value for each, value in others), Fraction(0))
            return (number.digits() * total - rest) / weight
        case Aggregation.GEOMETRIC:
            if not all(value for _, value in others):
                return None
            # D to the power of its weight, times the others' powers, is the number to the power of them all.
            parts = [(base, exponent * total) for base, exponent in number.parts]
            divided = [(1 / value, each * number.degree) for each, value in others]
            return Root.of_powers([*parts, *divided], weight * number.degree).digits()


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """What was drawn, one number per draw: the columns that every draw is scored from."""

    weights: Mapping[str, Column]
    """Every factor's weight, by factor id; whole numbers."""
    levels: Mapping[str, Column]
    """Where every open answer comes to lie in its room, by question id: the place of a level."""


def simulate(assessment: Assessment, *, draws: int = DRAWS, seed: int = SEED) -> Simulation | None:
    """Draw weights and open answers so many times and count who comes first; null with nobody to compare."""
    from partnerassess.scoring.many import in_arrays

    ranked = [result for result in assessment.arrangements if result.rank is not None]
    if not ranked:
        return None
    rules = rules_of(assessment.questionnaire)
    by_id = {rule.arrangement.id: rule for rule in rules.arrangements}
    drawn = draw(assessment, draws, seed)
    heaviest = max(int(weight.max()) for weight in drawn.weights.values())
    given = replace(columns_of(rules, standings_of(assessment.arrangements)), weights=drawn.weights)
    completed = in_arrays(rules, replace(given, places=_completed(assessment, given, drawn)), heaviest)
    as_given = in_arrays(rules, given, heaviest)
    waits = [waits_for_people(assessment, each) for each in ranked]
    scored = [by_id[each.arrangement.id].score(completed) for each in ranked]
    shared = _share_ranks(scored, waits, draws)
    shares = shared.mean(axis=0)
    arrangements = []
    for place, result in enumerate(ranked):
        alone = by_id[result.arrangement.id].score(as_given)
        bands = _bands(alone, assessment.questionnaire.scoring, draws, waits=waits[place])
        now = assessment.questionnaire.scoring.bands.index(result.band) if result.band else -1
        arrangements.append(
            Acceptability(
                result=result,
                ranks=tuple(float(share) for share in shares[place]),
                central=tuple(_central(result, drawn, shared[:, place, 0])),
                band_kept=float((bands == now).mean()) if assessment.questionnaire.scoring.bands else None,
                band_open=float((bands < 0).mean()),
            )
        )
    return Simulation(draws=draws, seed=seed, arrangements=tuple(arrangements))


def draw(assessment: Assessment, draws: int, seed: int) -> Drawn:
    """Draw the open answers and then the weights, in the questionnaire's order, whatever the ranks are."""
    import numpy as np

    generator = _generator(seed)
    levels = {
        name: (generator.random(draws) * len(question.levels)).astype(np.int64)
        for name, question in open_questions(assessment).items()
    }
    weights = {}
    for result in _in_order(assessment):
        for factor in result.factors() if result.rank is not None else ():
            # Weights that are spread evenly over all there are: exponential numbers, divided by their sum.
            exponential = -np.log1p(-generator.random(draws))
            weights[factor.factor.id] = 1 + np.rint(_FINE * exponential).astype(np.int64)
    return Drawn(weights=weights, levels=levels)


def _generator(seed: int) -> "np.random.Generator":
    """Give a generator that draws what Python's own does, for as long as there is either."""
    import numpy as np

    *key, place = Random(seed).getstate()[1]  # noqa: S311 a sequence that everybody can repeat
    bits = np.random.MT19937()
    bits.state = {"bit_generator": "MT19937", "state": {"key": np.array(key, dtype=np.uint32), "pos": place}}
    return np.random.Generator(bits)


def open_questions(assessment: Assessment) -> Mapping[str, ScoredQuestion]:
    """Give the questions of arrangements that can be ranked of which something is open, in their order."""
    found = {
        answer.question.id: answer.question
        for result in assessment.arrangements
        if result.rank is not None
        for factor in result.factors()
        for answer in factor.answers
        if answer.standing.state is not QuestionState.OUT and answer.standing.coverage < 1
    }
    return {name: found[name] for name in assessment.questionnaire.questions if name in found}


def _completed(assessment: Assessment, columns: Columns, drawn: Drawn) -> Mapping[str, Place]:
    """Give the places with every open answer at its drawn level, within what is still open of it."""
    import numpy as np

    places = dict(columns.places)
    for name, question in open_questions(assessment).items():
        place = columns.places[name]
        room, weak_room = place.highest - place.lowest, place.weak_highest - place.weak_lowest
        steps = [level.position for level in question.levels]
        here = np.array([place.lowest + int(room * step) for step in steps])[drawn.levels[name]]
        weakest = np.array([place.weak_lowest + int(weak_room * step) for step in steps])[drawn.levels[name]]
        places[name] = Place(1, columns.asked, here, here, here, weakest, weakest, 0)
    return places


def _share_ranks(scored: Sequence[ArrangementColumns], waits: Sequence[bool], draws: int) -> Any:
    """Tell in every draw how much of every rank each arrangement takes: [draw, arrangement, rank].

    Those that are level share their ranks evenly, so that every rank is given out once.
    """
    import numpy as np

    groups = [
        np.broadcast_to(4 * each.assessable + 2 * ((each.verdict == 0) & (not waiting)) + each.pointed, draws)
        for each, waiting in zip(scored, waits, strict=True)
    ]
    number = len(scored)
    better = np.zeros((draws, number), dtype=np.int64)
    level = np.ones((draws, number), dtype=np.int64)
    for one in range(number):
        for other in range(one + 1, number):
            a, b = scored[one].readiness, scored[other].readiness
            at_least = np.where(scored[one].pointed, a.point >= b.point, a.lowest >= b.lowest)
            at_most = np.where(scored[one].pointed, b.point >= a.point, b.lowest >= a.lowest)
            same = groups[one] == groups[other]
            is_level = same & at_least & at_most
            first = np.where(same, at_least & ~at_most, groups[one] > groups[other])
            better[:, other] += first
            better[:, one] += ~first & ~is_level
            level[:, one] += is_level
            level[:, other] += is_level
    ranks = np.arange(number)
    taken = (ranks >= better[:, :, None]) & (ranks < (better + level)[:, :, None])
    return taken / level[:, :, None]


def _bands(scored: ArrangementColumns, scoring: Scoring, draws: int, *, waits: bool) -> Any:
    """Give the place of the band in every weighting; below 0 where there is none."""
    import numpy as np

    bands = np.broadcast_to(np.where(scored.assessable, scored.band, _NOT_ASSESSABLE), draws)
    if waits and scoring.ready is not None:
        return np.minimum(bands, scoring.bands.index(scoring.ready) - 1)
    return bands


def _central(result: ArrangementResult, drawn: Drawn, first: Any) -> Iterator[CentralWeight]:
    """Give the mean of the weights with which an arrangement comes first; nothing if it never does."""
    if not first.any():
        return
    for part in result.dimensions:
        total = sum(drawn.weights[each.factor.id] for each in part.factors)
        given = sum(each.factor.weight for each in part.factors)
        for each in part.factors:
            shares = drawn.weights[each.factor.id] / total
            yield CentralWeight(
                factor=each.factor,
                given=float(each.factor.weight / given),
                even=1 / len(part.factors),
                central=float((shares * first).sum() / first.sum()),
            )
