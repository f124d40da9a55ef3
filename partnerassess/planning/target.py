"""Where a plan is to lead: an arrangement called ready, a band, or a number.

This module knows how a target is named. It does not know how it is reached.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from partnerassess.assessment import ArrangementResult, EssentialState
from partnerassess.exact import Root
from partnerassess.model import Band, Questionnaire, Scoring

READY = "ready"

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,12})?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What an arrangement's lowest readiness is to reach, with every essential factor met."""

    position: Fraction
    """The readiness to reach, 0-1."""
    band: Band | None = None
    """The band that starts there, where one was asked for."""

    def is_reached(self, result: ArrangementResult) -> bool:
        """Tell whether an arrangement is there, whatever the open answers turn out to be."""
        return result.readiness is not None and (
            result.readiness.lowest >= Root(self.position)
            and all(factor.essential in (None, EssentialState.MET) for factor in result.factors())
        )


def find_target(name: str, questionnaire: Questionnaire) -> Target | str:
    """Give what `ready`, a band's id or a number on the shown scale stands for, else say what is wrong."""
    scoring = questionnaire.scoring
    bands = {band.id: band for band in scoring.bands}
    named = scoring.ready if name == READY and scoring.ready else bands.get(name)
    if named:
        return Target(position=named.position, band=named)
    if _NUMBER.fullmatch(name):
        return _at(Fraction(name), scoring)
    if name == READY:
        return f"{questionnaire.id} does not say where ready starts; ask for a number"
    known = [*([READY] if scoring.ready else []), *(each for each in bands if each != READY)]
    offered = f"it has {', '.join(known)}; or ask for a number" if known else "ask for a number"
    return f"{questionnaire.id} has no band `{name}`; {offered}"


def _at(number: Fraction, scoring: Scoring) -> Target | str:
    bottom, top = scoring.shown_as
    if not bottom <= number <= top:
        return f"the number must lie between {bottom} and {top}"
    return Target(position=(number - bottom) / (top - bottom))
