"""How sure a result is and what comes next, as sentences for a full report.

This module knows which findings belong together there. It does not know how they are reached.
"""

from collections.abc import Iterator

from partnerassess.assessment import Assessment
from partnerassess.inquiry import inquire
from partnerassess.render.inquiries import inquiry_sentences
from partnerassess.render.stones import stone_sentences
from partnerassess.render.sureness import steadiness_sentences
from partnerassess.robustness import check_steadiness
from partnerassess.stepping import find_stepping_stones


def outlook_sentences(assessment: Assessment) -> Iterator[str]:
    """Say how steady the order is, what to find out next, and where to begin on a small scale.

    This re-scores the answers many times over, so it is asked for only where a person wants everything.
    """
    yield from steadiness_sentences(check_steadiness(assessment))
    yield from inquiry_sentences(inquire(assessment))
    for stone in find_stepping_stones(assessment):
        yield " ".join(stone_sentences(stone))
