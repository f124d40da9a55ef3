"""What a report says of how sure an order of arrangements is, for analysts."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import count
from math import floor

from partnerassess.decide.flip import Flip
from partnerassess.decide.robustness import Simulation, Steadiness
from partnerassess.model import Aggregation, Factor
from partnerassess.report.numbers import format_level, format_percent
from partnerassess.report.pooled import about
from partnerassess.report.sentences import subject_of
from partnerassess.report.shapes import Part, Prose, Records, Report, Role
from partnerassess.report.words import format_list, format_ordinal, quoted

_RULES = {
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
"""How many weights are pointed out for each form."""


def report_robustness(steadiness: Steadiness, simulation: Simulation) -> Report:
    """Say everything about how sure an order is."""
    return Report(
        title=_headline(simulation),
        about=tuple(about(steadiness.assessment)),
        parts=tuple(_parts(steadiness, simulation)),
        subject=subject_of(steadiness.assessment),
    )


def _parts(steadiness: Steadiness, simulation: Simulation) -> Iterator[Part]:
    if len(simulation.arrangements) > 1:
        yield _ranks_part(simulation)
    found = (
        ("Under other conventions", steadiness_sentences(steadiness)),
        ("How firm the bands are", _band_sentences(simulation)),
        ("Weights with which each comes first", _weight_sentences(simulation)),
    )
    for heading, sentences in found:
        prose = tuple(map(Prose, sentences))
        if prose:
            yield Part(heading, prose)
    yield Part("How this was found", (Prose(" ".join(_method(simulation))),), Role.SURE)


def _headline(simulation: Simulation) -> str:
    """Say in how many draws of weights and open answers the leader comes first."""
    leader, *others = simulation.arrangements
    title = quoted(leader.result.arrangement.name)
    if not others:
        return f"{title} is the only form that can be ranked."
    draws = f"{simulation.draws:,} draws of weights and open answers"
    words = f"{title} comes first in {format_share(leader.first)} of {draws}"
    rival = max(others, key=lambda each: each.first)
    if rival.first > leader.first:
        name, more = quoted(rival.result.arrangement.name), format_share(rival.first)
        return f"{words}, and {name} more often, in {more}."
    return f"{words}."


def _ranks_part(simulation: Simulation) -> Part:
    every = simulation.arrangements
    places = tuple(format_ordinal(place + 1) for place in range(len(every)))
    rows = tuple((each.result.arrangement.name, *map(format_share, each.ranks)) for each in every)
    rivals = sorted((each for each in every[1:] if each.first), key=lambda each: -each.first)
    named = ", ".join(f"{each.result.arrangement.name} in {format_share(each.first)}" for each in rivals)
    numeric = frozenset(range(1, len(places) + 1))
    records = Records(("Form", *places), rows, f"Otherwise: {named}." if named else "", numeric)
    return Part("How often each takes each place", (records,), Role.ARRANGEMENTS)


def steadiness_sentences(steadiness: Steadiness) -> Iterator[str]:
    """Say what other conventions would change, which takes no drawing."""
    assessment, leader = steadiness.assessment, steadiness.assessment.leader
    is_compared = sum(result.rank is not None for result in assessment.arrangements) > 1
    if leader is not None and len(leader.dimensions) > 1:
        if is_compared:
            if steadiness.same_leader:
                yield f"{quoted(leader.arrangement.name)} comes first {_EVERY_WAY}."
            for rule, turned in steadiness.by_rule.items():
                then = turned.leader
                if then and then.arrangement.id != leader.arrangement.id:
                    yield f"By {_RULES[rule]} {quoted(then.arrangement.name)} would come first."
        if steadiness.same_band:
            if leader.band:
                yield f"Its band, {quoted(leader.band.title)}, is the same {_EVERY_WAY}."
        elif assessment.questionnaire.scoring.bands:
            bands = [
                f"{quoted(band.title) if band else 'none'} by {_RULES[rule]}"
                for rule, band in steadiness.bands.items()
            ]
            yield f"Its band depends on the way: {format_list(bands)}."
    if is_compared:
        yield _flip_sentence(steadiness.flip)


def _flip_sentence(flip: Flip | None) -> str:
    """Say which single weight would have to change least to put another form first."""
    if flip is None:
        return "No change of one factor's weight alone puts another form first."
    now, then = format_level(flip.factor.weight), format_weight(flip.weight, flip.factor)
    if not flip.change:
        move = f"from {now} {'up' if flip.upwards else 'down'} by anything at all"
    elif flip.at_once:
        move = f"from {now} to {then}"
    else:
        move = f"from {now} to just {'above' if flip.upwards else 'below'} {then}"
    first = f"{quoted(flip.leader.name)} comes first" if flip.leader else "no form comes first"
    factor = f"{quoted(flip.factor.title)} ({flip.arrangement.name})"
    return f"The smallest change of one weight that matters: {factor} {move}; then {first}."


def format_weight(weight: Fraction, factor: Factor) -> str:
    """Give a weight: exactly if that is short, else to as many decimals as tell it from the factor's own."""
    exact = format_level(weight)
    if len(exact) <= _LONGEST and "/" not in exact:
        return exact
    for places in count(2):
        rounded = Fraction(floor(weight * 10**places + Fraction(1, 2)), 10**places)
        if rounded and rounded != factor.weight:
            break
    return format_level(rounded)


def format_share(share: float) -> str:
    """Give a share of draws as a percentage: never 100% for less than all, nor 0% for some."""
    return format_percent(Fraction(share))


def _band_sentences(simulation: Simulation) -> Iterator[str]:
    """Say under how many weightings each form keeps its band, with the answers as they are."""
    for each in simulation.arrangements:
        if each.band_kept is None:
            continue
        band = each.result.band
        kept = f"stays {quoted(band.title)}" if band else "has no one band as things stand, nor"
        words = f"{each.result.arrangement.name} {kept} under {format_share(each.band_kept)} of weightings"
        if band and each.band_open:
            words += f"; under {format_share(each.band_open)} too little weight is answered for one band"
        yield f"{words}."


def _weight_sentences(simulation: Simulation) -> Iterator[str]:
    """Say which factors weigh more, and which less, than usual in the draws that put each form first."""
    for each in simulation.arrangements if len(simulation.arrangements) > 1 else ():
        telling = [weight for weight in each.central if abs(weight.central - weight.even) >= _TELLING]
        telling.sort(key=lambda weight: -abs(weight.central - weight.even))
        told = []
        for weight in telling[:_LISTED]:
            more = "more" if weight.central > weight.even else "less"
            shares = f"{format_share(weight.central)} of its dimension, and {format_share(weight.even)}"
            told.append(f"{quoted(weight.factor.title)} weighs {more} then: {shares} over all draws.")
        if told:
            yield f"{each.result.arrangement.name}: {' '.join(told)}"


def _method(simulation: Simulation) -> Iterator[str]:
    """Say how the draws were made, so that anybody can repeat them."""
    error = format_share(simulation.error).removesuffix("%")
    yield (
        f"{simulation.draws:,} draws, seed {simulation.seed}; the same seed gives the same numbers. A share "
        f"is within {error} in a hundred of what endless drawing would give, 19 times out of 20."
    )
    yield (
        "In every draw the factors of a dimension get weights at random, all possible weights being equally "
        "likely, and every open answer gets one of its levels at random, the same for all forms that "
        "ask for it. The dimensions keep their weights, and given answers stay as they are."
    )
    yield (
        "This shows how far the order rests on conventions and on what is not known. It is no chance that a "
        "partnership succeeds."
    )
