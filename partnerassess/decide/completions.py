"""Many ways of filling in what is open, scored at once by the rules, and who comes first in each."""

from collections.abc import Mapping, Sequence
from typing import Any

from partnerassess.assessment import ArrangementResult
from partnerassess.model import ScoredQuestion
from partnerassess.scoring.rules import ArrangementColumns, Columns, Place, Rules


def complete(
    columns: Columns, questions: Mapping[str, ScoredQuestion], levels: Mapping[str, Any]
) -> Mapping[str, Place]:
    """Give the places with every open answer at a level, within what is still open of it.

    `levels` are arrays of the places of levels, one for each way, by question id.
    """
    import numpy as np

    places = dict(columns.places)
    for name, question in questions.items():
        place = columns.places[name]
        room, weak_room = place.highest - place.lowest, place.weak_highest - place.weak_lowest
        steps = [level.position for level in question.levels]
        here = np.array([place.lowest + int(room * step) for step in steps])[levels[name]]
        weakest = np.array([place.weak_lowest + int(weak_room * step) for step in steps])[levels[name]]
        places[name] = Place(1, columns.asked, here, here, here, weakest, weakest, 0)
    return places


def score_each(
    rules: Rules, results: Sequence[ArrangementResult], columns: Columns
) -> list[ArrangementColumns]:
    """Score some arrangements, in the order given; without their dimensions, which take most of the room."""
    by_id = {rule.arrangement.id: rule for rule in rules.arrangements}
    return [by_id[each.arrangement.id].score(columns)._replace(dimensions=()) for each in results]


def count_ahead(scored: Sequence[ArrangementColumns], waits: Sequence[bool], ways: int) -> tuple[Any, Any]:
    """Count in every way those that come before each arrangement, and those level with it, itself included.

    Both are arrays by way and arrangement. `waits` says which of them people have to talk about before it is
    called ready.
    """
    import numpy as np

    groups = [
        np.broadcast_to(4 * each.assessable + 2 * ((each.verdict == 0) & (not waiting)) + each.pointed, ways)
        for each, waiting in zip(scored, waits, strict=True)
    ]
    number = len(scored)
    ahead = np.zeros((ways, number), dtype=np.int16)
    level = np.ones((ways, number), dtype=np.int16)
    for one in range(number):
        for other in range(one + 1, number):
            a, b = scored[one].readiness, scored[other].readiness
            at_least = np.where(scored[one].pointed, a.point >= b.point, a.lowest >= b.lowest)
            at_most = np.where(scored[one].pointed, b.point >= a.point, b.lowest >= a.lowest)
            same = groups[one] == groups[other]
            is_level = same & at_least & at_most
            first = np.where(same, at_least & ~at_most, groups[one] > groups[other])
            ahead[:, other] += first
            ahead[:, one] += ~first & ~is_level
            level[:, one] += is_level
            level[:, other] += is_level
    return ahead, level
