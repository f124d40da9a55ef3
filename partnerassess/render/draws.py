"""What many draws of weights and answers say, in plain sentences, the same in every format.

This module knows how the outcome of a simulation is told. It does not know how anything is drawn: it takes
the finished numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from partnerassess.render.sureness import first_sentence, format_error, format_share, others_sentence
from partnerassess.report.words import format_ordinal, quoted
from partnerassess.robustness import Steadiness
from partnerassess.robustness.summary import Acceptability, Simulation

_TELLING = 0.02
"""From this difference on, a weight is worth pointing out."""

_LISTED = 3
"""How many weights are pointed out for each arrangement."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sureness:
    """Everything there is to say about how sure an order is."""

    steadiness: Steadiness
    simulation: Simulation


def headline(sureness: Sureness) -> str:
    """Say how often the leader comes first."""
    return first_sentence(sureness.simulation.firsts)


def rivals_sentence(sureness: Sureness) -> str:
    """Say who comes first otherwise."""
    return others_sentence(sureness.simulation.firsts)


def rank_titles(sureness: Sureness) -> list[str]:
    """Give the heads of the columns, one for every place: `1st`, `2nd`."""
    return [format_ordinal(place + 1) for place in range(len(sureness.simulation.arrangements))]


def rank_cells(each: Acceptability) -> list[str]:
    """Give the share of draws in which an arrangement takes each place."""
    return [format_share(share) for share in each.ranks]


def band_sentences(sureness: Sureness) -> Iterator[str]:
    """Say under how many weightings each arrangement keeps its band, with the answers as they are."""
    for each in sureness.simulation.arrangements:
        if each.band_kept is None:
            continue
        band = each.result.band
        share = format_share(each.band_kept)
        kept = f"stays {quoted(band.title)}" if band else "has no one band as things stand, nor"
        words = f"{each.result.arrangement.title} {kept} under {share} of weightings"
        if band and each.band_open:
            words += f"; under {format_share(each.band_open)} too little weight is answered for one band"
        yield f"{words}."


def central_sentences(each: Acceptability) -> Iterator[str]:
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


def method_sentences(sureness: Sureness) -> Iterator[str]:
    """Say how the draws were made, so that anybody can repeat them."""
    simulation = sureness.simulation
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
