"""What a simulation found, as frozen values.

This module knows shares and typical weights as finished numbers. It does not know NumPy, so that whoever
shows them need not either.
"""

from dataclasses import dataclass
from math import sqrt

from partnerassess.assessment import ArrangementResult
from partnerassess.model import Factor

DRAWS = 9604
"""With so many draws a share is within one percentage point, 19 times out of 20."""

FEW_DRAWS = 2401
"""With so many it is within two: enough for a line in a report, which must keep nobody waiting."""

SEED = 1
"""Where the draws start; the same seed gives the same numbers."""

_NINETEEN_OF_TWENTY = 1.96
"""How many standard errors to either side hold the truth 19 times out of 20."""


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
class Firsts:
    """How often each arrangement came first."""

    draws: int
    seed: int
    arrangements: tuple[tuple[ArrangementResult, float], ...]
    """Those that can be ranked, in order of rank, with the share of draws in which each came first."""

    @property
    def error(self) -> float:
        """Give how far a share can be off, 19 times out of 20: that of a share of one half, the largest."""
        return _NINETEEN_OF_TWENTY * sqrt(0.25 / self.draws)


@dataclass(frozen=True, kw_only=True, slots=True)
class Simulation:
    """All draws, summed up."""

    draws: int
    seed: int
    arrangements: tuple[Acceptability, ...]
    """Those that can be ranked, in order of rank."""

    @property
    def firsts(self) -> Firsts:
        """Give how often each came first."""
        shares = tuple((each.result, each.first) for each in self.arrangements)
        return Firsts(draws=self.draws, seed=self.seed, arrangements=shares)
