"""How sure the order of arrangements is: other ways of averaging, the weight that matters most, random draws.

The draws are a stochastic multicriteria acceptability analysis (Lahdelma and Salminen, SMAA-2, Operations
Research 49(3), 2001). Factor weights are spread evenly over all there are within their dimension,
Dirichlet(1, …, 1); the dimensions keep their weights. Every open answer takes each of its levels equally
often, the same in all arrangements that ask for it. Every draw is scored by the rules.
"""

from collections.abc import Iterator, Mapping
from math import sqrt
from random import Random
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    QuestionState,
    Verdict,
    standings_of,
)
from partnerassess.decide.completions import complete, count_ahead, score_each
from partnerassess.decide.flip import Flip, find_flip
from partnerassess.model import Aggregation, Band, Factor, ScoredQuestion
from partnerassess.scoring import score_standings
from partnerassess.scoring.columns import columns_of
from partnerassess.scoring.rules import Column, rules_of

DRAWS = 9604
"""With so many draws a share is within one percentage point, 19 times out of 20."""

SEED = 1
"""Where the draws start; the same seed gives the same numbers."""
_ROOM = 30_000_000
"""How many numbers are drawn at most, which take 240 MB."""

_NINETEEN_OF_TWENTY = 1.96
"""How many standard errors to either side hold the truth 19 times out of 20."""

_NOT_ASSESSABLE = -2
"""In place of a band; -1 is that there is none."""

_FINE = 100_000
"""Drawn weights are whole numbers; so many stand for a mean one."""


class Steadiness(Struct, frozen=True, kw_only=True):
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


class CentralWeight(Struct, frozen=True, kw_only=True):
    """The weight of one factor in the draws that put its arrangement first."""

    factor: Factor
    given: float
    """Its share of its dimension's weight in the questionnaire, 0-1."""
    even: float
    """Its mean share over all draws: that of any factor of its dimension."""
    central: float
    """Its mean share in the draws that put its arrangement first."""


class Acceptability(Struct, frozen=True, kw_only=True):
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


class Simulation(Struct, frozen=True, kw_only=True):
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
    asked = assessment.questionnaire
    waiting = {each.arrangement.id for each in assessment.arrangements if assessment.waits_for_people(each)}

    def wait(result: ArrangementResult) -> ArrangementResult:
        """Keep it undetermined where people have to talk first before it is called ready."""
        is_held = result.verdict is Verdict.READY and result.arrangement.id in waiting
        return replace(result, verdict=Verdict.UNDETERMINED) if is_held else result

    by_rule = {}
    for rule in Aggregation:
        turned = score_standings(
            replace(asked, scoring=replace(asked.scoring, dimensions=rule)),
            assessment.answers,
            standings_of(assessment.arrangements),
            {} if assessment.pooled else assessment.answers.answers,
            reconsider=wait,
        )
        by_rule[rule] = replace(
            assessment, questionnaire=turned.questionnaire, arrangements=turned.arrangements
        )
    return Steadiness(assessment=assessment, by_rule=by_rule, flip=find_flip(assessment))


class Drawn(Struct, frozen=True, kw_only=True):
    """What was drawn, one number per draw: the columns that every draw is scored from."""

    weights: Mapping[str, Column]
    """Every factor's weight, by factor id; whole numbers."""
    levels: Mapping[str, Column]
    """Where every open answer comes to lie in its room, by question id: the place of a level."""


def simulate(assessment: Assessment, *, draws: int = DRAWS, seed: int = SEED) -> Simulation | None:
    """Draw weights and open answers so many times and count who comes first; null with nobody to compare."""
    import numpy as np

    from partnerassess.scoring.many import in_arrays

    ranked = [result for result in assessment.arrangements if result.rank is not None]
    if not ranked:
        return None
    rules = rules_of(assessment.questionnaire)
    drawn = draw(assessment, draws, seed)
    heaviest = max(int(weight.max()) for weight in drawn.weights.values())
    given = replace(columns_of(rules, standings_of(assessment.arrangements)), weights=drawn.weights)
    places = complete(given, _open_questions(assessment), drawn.levels)
    completed = in_arrays(rules, replace(given, places=places), heaviest)
    waits = [assessment.waits_for_people(each) for each in ranked]
    ahead, level = count_ahead(score_each(rules, ranked, completed), waits, draws)
    as_given = score_each(rules, ranked, in_arrays(rules, given, heaviest))
    scoring = assessment.questionnaire.scoring
    arrangements = []
    for place, (result, alone) in enumerate(zip(ranked, as_given, strict=True)):
        # The place of the band in every weighting; below 0 where there is none.
        bands = np.broadcast_to(np.where(alone.assessable, alone.band, _NOT_ASSESSABLE), draws)
        if waits[place] and scoring.ready is not None:
            bands = np.minimum(bands, scoring.bands.index(scoring.ready) - 1)
        now = scoring.bands.index(result.band) if result.band else -1
        own, shared = ahead[:, place], level[:, place]
        # Those that are level share their ranks evenly, so that every rank is given out once.
        shares = [
            np.where((own <= rank) & (rank < own + shared), 1 / shared, 0) for rank in range(len(ranked))
        ]
        arrangements.append(
            Acceptability(
                result=result,
                ranks=tuple(float(share.mean()) for share in shares),
                central=tuple(_central(result, drawn, shares[0])),
                band_kept=float((bands == now).mean()) if scoring.bands else None,
                band_open=float((bands < 0).mean()),
            )
        )
    return Simulation(draws=draws, seed=seed, arrangements=tuple(arrangements))


def most_draws(assessment: Assessment) -> int:
    """Give how many draws there is room for: each is a weight of every factor, and every open answer."""
    ranked = (result for result in assessment.arrangements if result.rank is not None)
    numbers = sum(len(result.factors()) for result in ranked) + len(_open_questions(assessment))
    return _ROOM // max(numbers, 1)


def draw(assessment: Assessment, draws: int, seed: int) -> Drawn:
    """Draw the open answers and then the weights, in the questionnaire's order, whatever the ranks are."""
    import numpy as np

    # A generator that draws what Python's own does, for as long as there is either.
    *key, place = Random(seed).getstate()[1]  # noqa: S311 a sequence that everybody can repeat
    bits = np.random.MT19937()
    bits.state = {"bit_generator": "MT19937", "state": {"key": np.array(key, dtype=np.uint32), "pos": place}}
    generator = np.random.Generator(bits)
    levels = {
        name: (generator.random(draws) * len(question.levels)).astype(np.int64)
        for name, question in _open_questions(assessment).items()
    }
    weights = {}
    for result in assessment.in_order():
        for factor in result.factors() if result.rank is not None else ():
            # Weights that are spread evenly over all there are: exponential numbers, divided by their sum.
            exponential = -np.log1p(-generator.random(draws))
            weights[factor.factor.id] = 1 + np.rint(_FINE * exponential).astype(np.int64)
    return Drawn(weights=weights, levels=levels)


def _open_questions(assessment: Assessment) -> Mapping[str, ScoredQuestion]:
    """Give the questions of arrangements that can be ranked of which something is open, in their order."""
    found = {
        answer.question.id: answer.question
        for result in assessment.arrangements
        if result.rank is not None
        for answer in result.answers()
        if answer.standing.state is not QuestionState.OUT and answer.standing.coverage < 1
    }
    return {name: found[name] for name in assessment.questionnaire.questions if name in found}


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
