"""How sure an order of arrangements is, in plain sentences, the same in every format.

This module knows how chances and conventions are put to people who are no statisticians. It does not know
signs, colours or layout.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.model import Aggregation, Factor
from partnerassess.report.numbers import format_level, format_percent
from partnerassess.report.words import format_list, quoted
from partnerassess.robustness import Flip, Steadiness, Turned
from partnerassess.robustness.summary import Firsts

RULES = {
    Aggregation.ARITHMETIC: "the arithmetic mean",
    Aggregation.GEOMETRIC: "the geometric mean",
    Aggregation.MINIMUM: "the lowest dimension",
}
"""What the ways of putting dimensions together are called."""

_EVERY_WAY = "by the arithmetic mean, the geometric mean and the lowest dimension alike"

_LONGEST = 6
"""An exact weight longer than this is rounded."""


def steadiness_sentences(steadiness: Steadiness) -> Iterator[str]:
    """Say what other conventions would change, without any drawing: what every report can say at once."""
    yield from rule_sentences(steadiness)
    if is_compared(steadiness.assessment):
        yield flip_sentence(steadiness.flip)


def first_sentence(firsts: Firsts) -> str:
    """Say in how many draws of weights and open answers the leader comes first."""
    (leader, share), *others = firsts.arrangements
    title = quoted(leader.arrangement.title)
    if not others:
        return f"{title} is the only arrangement that can be ranked."
    words = (
        f"{title} comes first in {format_share(share)} of {firsts.draws:,} draws of weights and open answers"
    )
    rival, more = max(others, key=lambda each: each[1])
    if more > share:
        return f"{words}, and {quoted(rival.arrangement.title)} more often, in {format_share(more)}."
    return f"{words}."


def others_sentence(firsts: Firsts) -> str:
    """Say who comes first otherwise; nothing where nobody does."""
    rivals = [(result, share) for result, share in firsts.arrangements[1:] if share]
    rivals.sort(key=lambda each: -each[1])
    if not rivals:
        return ""
    named = ", ".join(f"{result.arrangement.title} in {format_share(share)}" for result, share in rivals)
    return f"Otherwise: {named}."


def draws_sentence(firsts: Firsts) -> str:
    """Say in short what draws are, how far their shares can be trusted, and what they do not say."""
    return (
        "Weights are conventions and some answers may be open: every draw takes others at random. A share is "
        f"within {format_error(firsts)} in a hundred of what endless drawing would give, 19 times out of 20. "
        "It is no chance that a partnership succeeds. The draws are the same every time: they start at "
        f"number {firsts.seed}."
    )


def format_error(firsts: Firsts) -> str:
    """Give how far a share of draws can be off, as a number of percentage points."""
    return format_share(firsts.error).removesuffix("%")


def rule_sentences(steadiness: Steadiness) -> Iterator[str]:
    """Say whether the leader and its band depend on how the dimensions are put together."""
    leader = steadiness.assessment.leader
    if leader is None or len(leader.dimensions) < 2:
        return
    if is_compared(steadiness.assessment):
        yield from _leader_sentences(steadiness, leader)
    if steadiness.same_band:
        if leader.band:
            yield f"Its band, {quoted(leader.band.title)}, is the same {_EVERY_WAY}."
    elif steadiness.assessment.questionnaire.scoring.bands:
        yield f"Its band depends on the way: {_bands(steadiness, leader)}."


def _leader_sentences(steadiness: Steadiness, leader: ArrangementResult) -> Iterator[str]:
    if steadiness.same_leader:
        yield f"{quoted(leader.arrangement.title)} comes first {_EVERY_WAY}."
    for turned in steadiness.by_rule:
        then = turned.assessment.leader
        if then and then.arrangement.id != leader.arrangement.id:
            yield f"By {RULES[turned.rule]} {quoted(then.arrangement.title)} would come first."


def _bands(steadiness: Steadiness, leader: ArrangementResult) -> str:
    return format_list([f"{_band(each, leader)} by {RULES[each.rule]}" for each in steadiness.by_rule])


def _band(turned: Turned, leader: ArrangementResult) -> str:
    every = turned.assessment.arrangements
    band = next(each.band for each in every if each.arrangement.id == leader.arrangement.id)
    return quoted(band.title) if band else "none"


def flip_sentence(flip: Flip | None) -> str:
    """Say which single weight would have to change least to put another arrangement first."""
    if flip is None:
        return "No change of one factor's weight alone puts another arrangement first."
    then = f"{quoted(flip.leader.title)} comes first" if flip.leader else "no arrangement comes first"
    return (
        f"The smallest change of one weight that matters: {quoted(flip.factor.title)} "
        f"({flip.arrangement.title}) {_move(flip)}; then {then}."
    )


def _move(flip: Flip) -> str:
    now, then = format_level(flip.factor.weight), format_weight(flip.weight, flip.factor)
    if not flip.change:
        return f"from {now} {'up' if flip.upwards else 'down'} by anything at all"
    return f"from {now} to {then}" if flip.at_once else f"from {now} to just {_beyond(flip)} {then}"


def _beyond(flip: Flip) -> str:
    return "above" if flip.upwards else "below"


def format_weight(weight: Fraction, factor: Factor) -> str:
    """Give a weight: exactly if that is short, else to as many decimals as tell it from the factor's own."""
    exact = format_level(weight)
    if len(exact) <= _LONGEST and "/" not in exact:
        return exact
    places = 2
    while True:
        digits = floor(weight * 10**places + Fraction(1, 2))
        if digits and Fraction(digits, 10**places) != factor.weight:
            return format_level(Fraction(digits, 10**places))
        places += 1


def format_share(share: float) -> str:
    """Give a share of draws as a percentage: never 100% for less than all, nor 0% for some."""
    return format_percent(Fraction(share))


def is_compared(assessment: Assessment) -> bool:
    """Tell whether there are several arrangements to compare."""
    return sum(result.rank is not None for result in assessment.arrangements) > 1
