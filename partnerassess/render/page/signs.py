"""The signs of the page: one beside every word that judges, so that colour is never alone.

This module knows which sign and which class a result has. It does not know what a result is called.
"""

from dataclasses import dataclass
from fractions import Fraction

from partnerassess.assessment import ArrangementResult, EssentialState, FactorResult, Verdict
from partnerassess.explain import STRONG
from partnerassess.report.words import ESSENTIALS, format_standing

VERDICT_SIGNS = {
    Verdict.READY: "✓",
    Verdict.UNDETERMINED: "?",
    Verdict.NOT_READY: "○",
    Verdict.NOT_ASSESSABLE: "–",
}
"""The sign of each verdict."""

ESSENTIAL_SIGNS = {EssentialState.MET: "✓", EssentialState.UNMET: "✗", EssentialState.OPEN: "?"}
"""The sign of each state of an essential factor."""

HALF = Fraction(1, 2)
"""From here on a factor counts as partly there: half-way up its scale."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """A word with its sign, and the class that gives it its colour."""

    sign: str
    words: str
    kind: str


def judge_arrangement(result: ArrangementResult) -> Judged | None:
    """Give verdict and band with their sign; null where there is neither."""
    words = format_standing(result)
    if result.verdict is None:
        return Judged(sign="●", words=words, kind="banded") if words else None
    return Judged(
        sign=VERDICT_SIGNS[result.verdict], words=words, kind=result.verdict.value.replace("_", "-")
    )


def judge_essential(state: EssentialState) -> Judged:
    """Give the state of an essential factor with its sign."""
    return Judged(sign=ESSENTIAL_SIGNS[state], words=ESSENTIALS[state], kind=f"essential-{state.value}")


def judge_factor(factor: FactorResult) -> Judged:
    """Give how far a factor has come in a word, with its sign and its shade."""
    if factor.range is None:
        return Judged(sign="–", words="does not apply", kind="heat-out")
    position = factor.range.lowest if factor.range.lowest == factor.range.highest else factor.range.point
    if position is None:
        return Judged(sign="?", words="to find out", kind="heat-open")
    kind = f"heat-{int(position * 4)}"
    if position >= STRONG:
        return Judged(sign="●", words="strong", kind=kind)
    if position >= HALF:
        return Judged(sign="◐", words="partly there", kind=kind)
    return Judged(sign="○", words="needs work", kind=kind)
