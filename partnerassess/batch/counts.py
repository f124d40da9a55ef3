"""Counts over many assessments: how often each arrangement leads, and each of its verdicts.

This module knows what is counted. It does not know what the counts are called when they are shown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from partnerassess.assessment import Assessment, Verdict
from partnerassess.compiled import Placed

FIRST, SCORED, DOES_NOT_APPLY = "first", "scored", "does_not_apply"
"""What is counted beside verdicts: that it leads, that it has no verdict, that it is not in play."""

Counted = tuple[str, str, str]
"""The id of a questionnaire, the id of an arrangement, and a verdict or another thing that is counted."""

Counts = Counter[Counted]


def count_placed(questionnaire: str, placed: Iterable[Placed]) -> Iterator[Counted]:
    """Give what a compiled result adds to the counts."""
    for row, applies, rank in placed:
        yield from _counted(questionnaire, row.arrangement.id, applies, rank, row.verdict)


def count_assessments(assessments: Iterable[Assessment]) -> Counts:
    """Count over assessments."""
    return Counter(
        counted
        for each in assessments
        for result in each.arrangements
        for counted in _counted(
            each.questionnaire.id, result.arrangement.id, result.applies, result.rank, result.verdict
        )
    )


def _counted(
    questionnaire: str, arrangement: str, applies: bool, rank: int | None, verdict: Verdict | None
) -> Iterator[Counted]:
    if rank == 1:
        yield questionnaire, arrangement, FIRST
    outcome = SCORED if verdict is None else verdict.value
    yield questionnaire, arrangement, outcome if applies else DOES_NOT_APPLY
