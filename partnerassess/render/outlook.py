"""How sure a result is and what comes next: what every report on one assessment says of it.

This module knows which findings belong together there. It does not know how they are reached, nor layout.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from partnerassess.assessment import Assessment
from partnerassess.inquiry import Inquiries, inquire_leader, inquire_verdict
from partnerassess.render.inquiries import inquiry_sentences
from partnerassess.render.sentences import is_too_early
from partnerassess.render.sureness import (
    draws_sentence,
    first_sentence,
    is_compared,
    others_sentence,
    steadiness_sentences,
)
from partnerassess.robustness import check_steadiness
from partnerassess.robustness.firsts import count_firsts


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What there is to say, as sentences; at least one of the parts has some."""

    drawn: tuple[str, ...]
    """How often each comes first in draws of weights and open answers; empty with nothing to compare."""
    conventions: tuple[str, ...]
    """What other ways of averaging, and one other weight, would change."""
    find_out: tuple[str, ...]
    """What to find out first, for the verdict and for the first place."""

    @property
    def in_full(self) -> tuple[str, ...]:
        """Give everything, one suggestion a line."""
        return (*self.drawn, *self.conventions, *self.find_out)


def find_outlook(
    assessment: Assessment, *, disputed: Collection[str] = (), full: bool = True
) -> Outlook | None:
    """Work out what there is to say; null where too little is answered to say anything of an order.

    `disputed` are the ids of questions that pooled answers leave to be discussed first. This re-scores the
    answers thousands of times over, in about a tenth of a second; less than `full`, only what is said in
    short is worked out: the first sentences of `drawn` and `find_out`.
    """
    if assessment.leader is None or is_too_early(assessment):
        return None
    outlook = Outlook(
        drawn=tuple(_drawn(assessment, disputed)),
        conventions=tuple(steadiness_sentences(check_steadiness(assessment)) if full else ()),
        find_out=tuple(inquiry_sentences(_inquire(assessment, disputed, full=full))),
    )
    return outlook if outlook.in_full else None


def outlook_sentences(assessment: Assessment) -> Iterator[str]:
    """Give everything there is to say about one assessment, one sentence or suggestion at a time."""
    outlook = find_outlook(assessment)
    yield from outlook.in_full if outlook else ()


def _drawn(assessment: Assessment, disputed: Collection[str]) -> Iterator[str]:
    firsts = count_firsts(assessment, disputed=disputed) if is_compared(assessment) else None
    if firsts:
        yield first_sentence(firsts)
        yield from filter(None, [others_sentence(firsts)])
        yield draws_sentence(firsts)


def _inquire(assessment: Assessment, disputed: Collection[str], *, full: bool) -> Inquiries:
    leader = assessment.leader
    verdict = inquire_verdict(leader, assessment.questionnaire.scoring, disputed) if leader else None
    if verdict and not full:
        return Inquiries(verdict=verdict, leader=None)
    return Inquiries(verdict=verdict, leader=inquire_leader(assessment, disputed))
