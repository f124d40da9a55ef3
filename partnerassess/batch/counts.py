"""Counts over many assessments: how often each arrangement leads, and each of its verdicts.

This module knows what is counted. It does not know what the counts are called when they are shown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from partnerassess.assessment import Assessment, Verdict
from partnerassess.explain import explain_places

if TYPE_CHECKING:
    from partnerassess.compiled import ArrangementRow, Placed

FIRST, LEVEL_FIRST = "first", "level_first"
SCORED, DOES_NOT_APPLY = "scored", "does_not_apply"
"""What is counted beside verdicts: that it comes first alone, or level with others; that it has no verdict;
that it is not in play."""

Counted = tuple[str, str, str]
"""The id of a questionnaire, the id of an arrangement, and a verdict or another thing that is counted."""

Counts = Counter[Counted]


def count_placed(questionnaire: str, placed: "Sequence[Placed]") -> Iterator[Counted]:
    """Give what a compiled result adds to the counts."""
    ranked = [row for row, _, rank in placed if rank is not None]
    leads = any(rank == 1 for _, _, rank in placed)
    level = takewhile(lambda row: leads and _is_level(row, ranked[0]), ranked)
    first = [row.arrangement.id for row in level]
    yield from _count_first(questionnaire, first)
    for row, applies, _ in placed:
        yield questionnaire, row.arrangement.id, _outcome(row.verdict, applies=applies)


def count_assessments(assessments: Iterable[Assessment]) -> Counts:
    """Count over assessments."""
    counts: Counts = Counter()
    for each in assessments:
        name = each.questionnaire.id
        places = explain_places(each).items()
        counts.update(_count_first(name, [arrangement for arrangement, place in places if place.rank == 1]))
        counts.update(
            (name, result.arrangement.id, _outcome(result.verdict, applies=result.applies))
            for result in each.arrangements
        )
    return counts


def _is_level(row: "ArrangementRow", leader: "ArrangementRow") -> bool:
    """Tell whether only the questionnaire's order puts an arrangement behind the leader."""
    return (
        row.group == leader.group
        and (row.point is None) == (leader.point is None)
        and row.number[0] * leader.number[1] == leader.number[0] * row.number[1]
    )


def _count_first(questionnaire: str, first: Sequence[str]) -> Iterator[Counted]:
    for arrangement in first:
        yield questionnaire, arrangement, FIRST if len(first) == 1 else LEVEL_FIRST


def _outcome(verdict: Verdict | None, *, applies: bool) -> str:
    if not applies:
        return DOES_NOT_APPLY
    return SCORED if verdict is None else verdict.value
