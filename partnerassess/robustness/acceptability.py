"""The bare arithmetic of acceptability analysis: weights drawn, alternatives ranked, ranks counted.

This module knows arrays of numbers, one row per draw. It does not know questionnaires.
"""

import numpy as np
from numpy.typing import NDArray

from partnerassess.model import Aggregation

Numbers = NDArray[np.float64]

_SAME = 9
"""Numbers that agree to so many decimals count as equal, so that rounding inside a draw breaks no tie."""


def draw_weights(generator: np.random.Generator, count: int, draws: int) -> Numbers:
    """Draw weights that add up to 1, evenly over all that do: Dirichlet(1, …, 1); one row per draw."""
    drawn = -np.log1p(-generator.random((count, draws)).T)
    weights: Numbers = drawn / drawn.sum(axis=1, keepdims=True)
    return weights


def weighted(values: Numbers, weights: Numbers, rule: Aggregation) -> Numbers:
    """Put values together, row by row: Σ w·x / Σ w, or (Π x^w)^(1/Σw), or the least of them."""
    match rule:
        case Aggregation.MINIMUM:
            least: Numbers = np.broadcast_arrays(values, weights)[0].min(axis=-1)
            return least
        case Aggregation.GEOMETRIC:
            shares = weights / weights.sum(axis=-1, keepdims=True)
            product: Numbers = (values**shares).prod(axis=-1)
            return product
        case Aggregation.ARITHMETIC:
            mean: Numbers = (values * weights).sum(axis=-1) / weights.sum(axis=-1)
            return mean


def share_ranks(scores: Numbers) -> NDArray[np.float64]:
    """Tell in every draw how much of every rank each alternative takes: [draw, alternative, rank].

    `scores` has a row per draw and a column per alternative; more is better. Alternatives that are level
    share their ranks evenly, so that every rank is given out once and every alternative has one rank.
    """
    rounded = np.round(scores, _SAME)
    better = (rounded[:, None, :] > rounded[:, :, None]).sum(axis=2)
    level = (rounded[:, None, :] == rounded[:, :, None]).sum(axis=2)
    ranks = np.arange(scores.shape[1])
    taken = (ranks >= better[:, :, None]) & (ranks < (better + level)[:, :, None])
    shared: Numbers = taken / level[:, :, None]
    return shared


def acceptability(shared: Numbers) -> Numbers:
    """Give the share of draws in which each alternative (row) takes each rank (column)."""
    mean: Numbers = shared.mean(axis=0)
    return mean


def central_weights(weights: Numbers, first: Numbers) -> Numbers | None:
    """Give the mean of the weights with which an alternative comes first; null if it never does.

    `first` says for every draw how much of the first rank it takes.
    """
    if not first.any():
        return None
    mean: Numbers = (weights * first[:, None]).sum(axis=0) / first.sum()
    return mean
