"""How often each arrangement comes first when weights and open answers are drawn at random (SMAA).

This module knows NumPy, and is imported only where draws are wanted. It does not know which weights are
right; that is why it draws them all.

Stochastic multicriteria acceptability analysis: Lahdelma and Salminen, SMAA-2, Operations Research 49(3),
2001. Factor weights are spread evenly over all there are within their dimension, Dirichlet(1, …, 1); the
dimensions keep their weights. Every open answer takes each of its levels equally often, the same in all
arrangements that ask for it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from partnerassess.assessment import ArrangementResult, Assessment, FactorResult
from partnerassess.model import ScoredQuestion
from partnerassess.robustness.acceptability import (
    Numbers,
    acceptability,
    central_weights,
    draw_weights,
    share_ranks,
)
from partnerassess.robustness.firsts import open_questions, rankable
from partnerassess.robustness.readings import band_places, keeps_band, order_keys
from partnerassess.robustness.summary import DRAWS, SEED, Acceptability, CentralWeight, Simulation


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """What was drawn: one row, or one number, per draw."""

    weights: Mapping[str, Numbers]
    """Every factor's share of its dimension's weight, by factor id."""
    positions: Mapping[str, Numbers]
    """Where every open answer stands, 0-1, by question id."""


def simulate(
    assessment: Assessment, *, draws: int = DRAWS, seed: int = SEED, disputed: Collection[str] = ()
) -> Simulation | None:
    """Draw weights and open answers so many times and count who comes first; null with nobody to compare.

    `disputed` are the ids of questions that pooled answers leave to be discussed first.
    """
    ranked = [result for result in assessment.arrangements if result.rank is not None]
    if not ranked:
        return None
    drawn = draw(assessment, draws, seed)
    scoring = assessment.questionnaire.scoring
    keys = [order_keys(each, drawn.weights, drawn.positions, scoring, disputed) for each in ranked]
    shared = share_ranks(np.stack(keys, axis=1))
    shares = acceptability(shared)
    places = [band_places(each, drawn.weights, scoring, disputed) for each in ranked]
    return Simulation(
        draws=draws,
        seed=seed,
        arrangements=tuple(
            Acceptability(
                result=result,
                ranks=tuple(float(share) for share in shares[place]),
                central=_central(result, drawn, shared[:, place, 0]),
                band_kept=keeps_band(result, places[place], scoring),
                band_open=float((places[place] < 0).mean()),
            )
            for place, result in enumerate(ranked)
        ),
    )


def draw(assessment: Assessment, draws: int, seed: int) -> Drawn:
    """Draw the open answers and then the weights, in the questionnaire's order, whatever the ranks are."""
    generator = _generator(seed)
    positions = {
        name: _positions(question, generator.random(draws))
        for name, question in open_questions(assessment).items()
    }
    weights: dict[str, Numbers] = {}
    for result in rankable(assessment):
        for part in result.dimensions:
            columns = draw_weights(generator, len(part.factors), draws).T
            weights |= {each.factor.id: column for each, column in zip(part.factors, columns, strict=True)}
    return Drawn(weights=weights, positions=positions)


def _generator(seed: int) -> np.random.Generator:
    """Give a generator that draws what Python's own does, so that a report can do without NumPy."""
    *key, place = Random(seed).getstate()[1]  # noqa: S311 a sequence that everybody can repeat
    bits = np.random.MT19937()
    bits.state = {"bit_generator": "MT19937", "state": {"key": np.array(key, dtype=np.uint32), "pos": place}}
    return np.random.Generator(bits)


def _positions(question: ScoredQuestion, drawn: Numbers) -> Numbers:
    places = np.array([float(level.position) for level in question.levels])
    found: Numbers = places[(drawn * len(places)).astype(int)]
    return found


def _central(result: ArrangementResult, drawn: Drawn, first: Numbers) -> tuple[CentralWeight, ...]:
    return tuple(central for part in result.dimensions for central in _central_of(part.factors, drawn, first))


def _central_of(factors: Sequence[FactorResult], drawn: Drawn, first: Numbers) -> list[CentralWeight]:
    total = sum(each.factor.weight for each in factors)
    means = central_weights(np.stack([drawn.weights[each.factor.id] for each in factors], axis=1), first)
    if means is None:
        return []
    return [
        CentralWeight(
            factor=each.factor,
            given=float(each.factor.weight / total),
            even=1 / len(factors),
            central=float(mean),
        )
        for each, mean in zip(factors, means, strict=True)
    ]
