"""What a report says of how sure an order of arrangements is, for analysts."""

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.decide.robustness import (
    Acceptability,
    Firsts,
    Flip,
    Simulation,
    Steadiness,
    Turned,
)
from partnerassess.model import Aggregation, Factor
from partnerassess.report.numbers import format_level, format_percent
from partnerassess.report.pooled import about
from partnerassess.report.sentences import subject_of
from partnerassess.report.shapes import Part, Prose, Records, Report, Role
from partnerassess.report.words import format_list, format_ordinal, quoted

RULES = {
    Aggregation.ARITHMETIC: "the arithmetic mean",
    Aggregation.GEOMETRIC: "the geometric mean",
    Aggregation.MINIMUM: "the lowest dimension",
}
"""What the ways of putting dimensions together are called."""

_EVERY_WAY = "by the arithmetic mean, the geometric mean and the lowest dimension alike"

_LONGEST = 6
"""An exact weight longer than this is rounded."""

_TELLING = 0.02
"""From this difference on, a weight is worth pointing out."""

_LISTED = 3
"""How many weights are pointed out for each arrangement."""


def report_robustness(steadiness: Steadiness, simulation: Simulation) -> Report:
    """Say everything about how sure an order is."""
    assessment = steadiness.assessment
    return Report(
        title=first_sentence(simulation.firsts),
        about=about(assessment),
        parts=tuple(_parts(steadiness, simulation)),
        subject=subject_of(assessment),
    )


def _parts(steadiness: Steadiness, simulation: Simulation) -> Iterator[Part]:
    if len(simulation.arrangements) > 1:
        yield _ranks_part(simulation)
    found = (
        ("Under other conventions", steadiness_sentences(steadiness)),
        ("How firm the bands are", band_sentences(simulation)),
        ("Weights with which each comes first", central_sentences(simulation)),
    )
    for heading, sentences in found:
        items = tuple(sentences)
        if items:
            yield Part(heading, tuple(map(Prose, items)))
    yield Part("How this was found", (Prose(" ".join(_method(simulation))),), Role.SURE)


def _ranks_part(simulation: Simulation) -> Part:
    places = tuple(format_ordinal(place + 1) for place in range(len(simulation.arrangements)))
    rows = tuple(
        (each.result.arrangement.name, *map(format_share, each.ranks)) for each in simulation.arrangements
    )
    numeric = frozenset(range(1, len(places) + 1))
    records = Records(("Form", *places), rows, others_sentence(simulation.firsts), numeric)
    return Part("How often each takes each place", (records,), Role.ARRANGEMENTS)


def steadiness_sentences(steadiness: Steadiness) -> Iterator[str]:
    """Say what other conventions would change, without any drawing: what every report can say at once."""
    yield from rule_sentences(steadiness)
    if is_compared(steadiness.assessment):
        yield flip_sentence(steadiness.flip)


def first_sentence(firsts: Firsts) -> str:
    """Say in how many draws of weights and open answers the leader comes first."""
    (leader, share), *others = firsts.arrangements
    title = quoted(leader.arrangement.name)
    if not others:
        return f"{title} is the only arrangement that can be ranked."
    words = (
        f"{title} comes first in {format_share(share)} of {firsts.draws:,} draws of weights and open answers"
    )
    rival, more = max(others, key=lambda each: each[1])
    if more > share:
        return f"{words}, and {quoted(rival.arrangement.name)} more often, in {format_share(more)}."
    return f"{words}."


def others_sentence(firsts: Firsts) -> str:
    """Say who comes first otherwise; nothing where nobody does."""
    rivals = [(result, share) for result, share in firsts.arrangements[1:] if share]
    rivals.sort(key=lambda each: -each[1])
    if not rivals:
        return ""
    named = ", ".join(f"{result.arrangement.name} in {format_share(share)}" for result, share in rivals)
    return f"Otherwise: {named}."


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
        yield f"{quoted(leader.arrangement.name)} comes first {_EVERY_WAY}."
    for turned in steadiness.by_rule:
        then = turned.assessment.leader
        if then and then.arrangement.id != leader.arrangement.id:
            yield f"By {RULES[turned.rule]} {quoted(then.arrangement.name)} would come first."


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
    then = f"{quoted(flip.leader.name)} comes first" if flip.leader else "no arrangement comes first"
    return (
        f"The smallest change of one weight that matters: {quoted(flip.factor.title)} "
        f"({flip.arrangement.name}) {_move(flip)}; then {then}."
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


def band_sentences(simulation: Simulation) -> Iterator[str]:
    """Say under how many weightings each arrangement keeps its band, with the answers as they are."""
    for each in simulation.arrangements:
        if each.band_kept is None:
            continue
        band = each.result.band
        share = format_share(each.band_kept)
        kept = f"stays {quoted(band.title)}" if band else "has no one band as things stand, nor"
        words = f"{each.result.arrangement.name} {kept} under {share} of weightings"
        if band and each.band_open:
            words += f"; under {format_share(each.band_open)} too little weight is answered for one band"
        yield f"{words}."


def central_sentences(simulation: Simulation) -> Iterator[str]:
    """Say with which weights each arrangement comes first, where they are telling."""
    for each in simulation.arrangements if len(simulation.arrangements) > 1 else ():
        told = list(_central(each))
        if told:
            yield f"{each.result.arrangement.name}: {' '.join(told)}"


def _central(each: Acceptability) -> Iterator[str]:
    """Say which factors weigh more, and which less, than usual in the draws that put an arrangement first."""
    telling = [weight for weight in each.central if abs(weight.central - weight.even) >= _TELLING]
    telling.sort(key=lambda weight: -abs(weight.central - weight.even))
    for weight in telling[:_LISTED]:
        more = "more" if weight.central > weight.even else "less"
        central, even = format_share(weight.central), format_share(weight.even)
        yield (
            f"{quoted(weight.factor.title)} weighs {more} then: {central} of its dimension, and {even} over "
            "all draws."
        )


def _method(simulation: Simulation) -> Iterator[str]:
    """Say how the draws were made, so that anybody can repeat them."""
    error = format_error(simulation.firsts)
    yield (
        f"{simulation.draws:,} draws, seed {simulation.seed}; the same seed gives the same numbers. A share "
        f"is within {error} in a hundred of what endless drawing would give, 19 times out of 20."
    )
    yield (
        "In every draw the factors of a dimension get weights at random, all possible weights being equally "
        "likely, and every open answer gets one of its levels at random, the same for all arrangements that "
        "ask for it. The dimensions keep their weights, and given answers stay as they are."
    )
    yield (
        "This shows how far the order rests on conventions and on what is not known. It is no chance that a "
        "partnership succeeds."
    )
