"""Many partnerships at once: their views pooled and scored as arrays, by the rules that one is pooled by."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from partnerassess.codes import OUT, OUT_NOTED, PackedView
from partnerassess.model import ChoiceQuestion, Level, Unanswered
from partnerassess.pooling.groups import by_organisation
from partnerassess.pooling.opinions import WIDE
from partnerassess.scoring.many import ARRAYS, Scorer, Scores, in_rows
from partnerassess.scoring.rules import Columns, Place

Array = NDArray[Any]

_MOST = 4
"""With more people of one organisation, or more organisations, a partnership is pooled by itself."""

_SHARED = lcm(*range(1, _MOST + 1))
"""What every number of people, and of organisations, divides evenly."""

_FINEST = 1 << 40
"""With finer levels than this a partnership is pooled by itself, too."""


Sides = Sequence[Sequence[Sequence[int]]]
"""One partnership: for each organisation the rows of codes of its views."""


def sides_of(views: Sequence[PackedView]) -> Sides:
    """Give the codes of the views of one partnership, all of which count, organisation by organisation."""
    return [[view.codes for view in own] for own in by_organisation(views).values()]


def can_pool(scorer: Scorer, sides: Sides) -> bool:
    """Tell whether a partnership is one of those that can be pooled many at once."""
    is_small = len(sides) <= _MOST and all(len(views) <= _MOST for views in sides)
    return is_small and scorer.looks_at_choices_only and scorer.top < _FINEST


def pool_many(scorer: Scorer, partnerships: Sequence[Sides]) -> Scores:
    """Pool and score partnerships that can be pooled at once."""
    return _Pool(scorer, partnerships).score()


class _Pool:
    """Partnerships whose views stand below each other, organisation by organisation."""

    def __init__(self, scorer: Scorer, partnerships: Sequence[Sides]) -> None:
        self._scorer, self._questionnaire = scorer, scorer.questionnaire
        rows = [view for sides in partnerships for views in sides for view in views]
        self._codes = in_rows(rows, len(scorer.codes.questions))
        counts = [len(views) for sides in partnerships for views in sides]
        self._sides = np.cumsum([0, *counts[:-1]])
        """Where each organisation's views begin."""
        self._groups = np.cumsum([0, *(len(sides) for sides in partnerships[:-1])])
        """Where each partnership's organisations begin."""
        self._top = scorer.top * _SHARED * _SHARED
        self._steps: dict[str, tuple[Array, Array, Array]] = {}
        self._unanswered: dict[str, Array] = {}

    def score(self) -> Scores:
        """Score all of them."""
        questions = self._scorer.codes.questions
        rows = np.stack([self._agreed(place) for place in range(len(questions))], axis=1)
        seen, applies = self._scorer.look(rows)
        places = {
            question.id: self._place(place, seen[:, place])
            for place, question in enumerate(questions)
            if not isinstance(question, ChoiceQuestion)
        }
        columns = Columns(places=places, top=self._top, asked=_SHARED, kind=ARRAYS)
        return self._discuss_first(self._scorer.score_columns(columns, self._unanswered, applies))

    def _agreed(self, place: int) -> Array:
        """Give the choice that all made who made one; of a scored question that there is an answer."""
        number = len(self._groups)
        if not isinstance(self._scorer.codes.questions[place], ChoiceQuestion):
            return np.full(number, OUT_NOTED + 1, dtype=np.uint16)
        codes = self._codes[:, place].astype(np.int64)
        is_choice = codes > OUT_NOTED
        views = self._sides[self._groups]
        least = np.minimum.reduceat(np.where(is_choice, codes, 1 << 16), views)
        most = np.maximum.reduceat(np.where(is_choice, codes, 0), views)
        return np.where(least == most, most, 0).astype(np.uint16)

    def _place(self, place: int, seen: Array) -> Place:
        """Give where a question stands in every partnership."""
        lowest_counts = self._questionnaire.scoring.unanswered is Unanswered.LOWEST
        codes, top = self._codes[:, place], self._top
        # The positions of the question's levels, by code; nought for what is none.
        levels = np.array(
            [
                int(each.given.position * top) if isinstance(each.given, Level) else 0
                for each in self._scorer.codes.answers[place]
            ]
        )
        is_level, is_open = codes > OUT_NOTED, codes < OUT
        answered = np.add.reduceat(is_level.astype(np.int64), self._sides)
        mean = np.add.reduceat(levels[codes], self._sides) // np.maximum(answered, 1)
        gives = answered > 0
        silent = ~gives & np.logical_or.reduceat(is_open, self._sides)
        unexplained = np.logical_or.reduceat(codes == OUT, self._sides)
        shown = seen > OUT_NOTED
        asked = np.add.reduceat((gives | silent).astype(np.int64), self._groups)
        given = np.where(shown, np.add.reduceat(gives.astype(np.int64), self._groups), 0)
        self._unanswered[self._scorer.codes.questions[place].id] = given == 0
        total = np.where(shown, np.add.reduceat(mean, self._groups), 0)
        in_play = (asked > 0) & (seen != OUT)
        by = np.maximum(asked, 1)
        lowest = total // by
        highest = lowest if lowest_counts else (total + (asked - given) * top) // by
        point = lowest if lowest_counts else total // np.maximum(given, 1)
        most = 0 if lowest_counts else top
        aside = np.where(silent | unexplained, 0, top)
        weak_lowest = np.minimum.reduceat(np.where(gives, mean, aside), self._groups)
        unknown = np.where(silent | unexplained, most, top)
        weak_highest = np.minimum.reduceat(np.where(gives, mean, unknown), self._groups)
        noted = ~np.logical_or.reduceat(unexplained, self._groups)
        views = self._sides[self._groups]
        low, high = self._between(mean, gives, self._groups)
        self._steps[self._scorer.codes.questions[place].id] = (
            *self._between(levels[codes], is_level, views),
            np.maximum(high - low, 0),
        )
        columns = (
            1,
            _SHARED if lowest_counts else _SHARED * given // by,
            point,
            lowest,
            highest,
            np.where(given > 0, weak_lowest, 0),
            np.where(given > 0, weak_highest, most),
        )
        explained = np.where((asked == 0) & (seen != OUT), noted, 0)
        return Place._make((*(np.where(in_play, each, 0) for each in columns), explained))

    def _between(self, levels: Array, is_given: Array, begins: Array) -> tuple[Array, Array]:
        """Give the lowest and the highest of what is given in every partnership."""
        lowest = np.minimum.reduceat(np.where(is_given, levels, self._top), begins)
        return lowest, np.maximum.reduceat(np.where(is_given, levels, 0), begins)

    def _discuss_first(self, scores: Scores) -> Scores:
        """Turn `ready` into `undetermined` where an essential question is seen too differently."""
        ready = self._questionnaire.scoring.ready
        if ready is None:
            return scores
        below = self._questionnaire.scoring.bands.index(ready) - 1
        found = []
        for arrangement, scored in zip(self._questionnaire.arrangements, scores.arrangements, strict=True):
            disputed = np.zeros(len(self._groups), dtype=bool)
            for factor in arrangement.factors:
                if factor.essential is not None:
                    for weighted in factor.questions:
                        steps = len(weighted.question.levels) - 1
                        disputed |= self._is_disputed(weighted.question.id, factor.essential, steps)
            turned = (scored.verdict == 0) & disputed
            found.append(
                scored._replace(
                    verdict=np.where(turned, 1, scored.verdict), band=np.where(turned, below, scored.band)
                )
            )
        return replace(scores, arrangements=tuple(found))

    def _is_disputed(self, question: str, minimum: Fraction, steps: int) -> Array:
        lowest, highest, gap = self._steps[question]
        least = minimum * self._top
        # What is hidden or open for everybody is disputed by nobody.
        is_split = (lowest * least.denominator < least.numerator) & (
            highest * least.denominator >= least.numerator
        )
        return np.asarray((is_split & (lowest <= highest)) | (gap * steps >= int(WIDE) * self._top))
