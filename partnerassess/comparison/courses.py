"""What changed between assessments of one partnership, taken at different times.

This module knows when a change is clear. It does not know how changes are shown.

A number that is not settled is a range. It has clearly risen only if its lowest now is above its highest
before; while the ranges meet, the open answers may account for the difference.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import Generic

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    FactorResult,
    Number,
    QuestionResult,
    Range,
)
from partnerassess.comparison.notes import list_notes
from partnerassess.comparison.versions import LeftOut, differ, find_common, score_common
from partnerassess.exact import Root
from partnerassess.model import Arrangement, Dimension, Factor, Questionnaire, ScoredQuestion


class Move(Enum):
    """What became of something from one assessment to the next."""

    ROSE = "rose"
    FELL = "fell"
    SAME = "same"
    UNCLEAR = "no_clear_change"
    """The change is smaller than the ranges."""
    APPEARED = "appeared"
    DISAPPEARED = "disappeared"
    ABSENT = "absent"
    """It is in neither."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Course(Generic[Number]):
    """What became of one number over all assessments."""

    ranges: tuple[Range[Number] | None, ...]
    """One for each assessment; null where it does not apply or cannot be assessed."""

    @property
    def moves(self) -> tuple[Move, ...]:
        """Give what became of it from each assessment to the next."""
        return tuple(find_move(before, after) for before, after in pairwise(self.ranges))

    @property
    def overall(self) -> Move:
        """Give what became of it from the first assessment to the last."""
        return find_move(self.ranges[0], self.ranges[-1])


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerCourse:
    """What became of one answer."""

    question: ScoredQuestion
    results: tuple[QuestionResult, ...]
    """Its part in the factor, one for each assessment."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FactorCourse:
    """What became of one factor."""

    factor: Factor
    course: Course[Fraction]
    changed: tuple[AnswerCourse, ...]
    """Its questions whose answer changed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArrangementCourse:
    """What became of one arrangement."""

    arrangement: Arrangement
    results: tuple[ArrangementResult, ...]
    """One for each assessment."""
    readiness: Course[Root]
    dimensions: tuple[tuple[Dimension, Course[Fraction]], ...]
    factors: tuple[FactorCourse, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Assessments of one partnership, side by side."""

    assessments: tuple[Assessment, ...]
    """In the order given; across versions, scored again on what they have in common."""
    arrangements: tuple[ArrangementCourse, ...]
    """In the order of the last assessment."""
    left_out: tuple[LeftOut, ...]
    """In the questionnaire's order; empty when all answers are to the same version."""
    warnings: tuple[str, ...]
    """What has to be known before the numbers are read, in sentences."""


def compare(
    assessments: Sequence[Assessment],
    score_common: Callable[[Assessment, Questionnaire], Assessment] = score_common,
) -> Comparison:
    """Compare two or more assessments, earliest first, against the last one's version of the questionnaire.

    Across versions `score_common` scores each again on what the versions have in common: whoever pooled
    several answer sets has to pool them again.

    Raises ValueError for fewer than two, or if they answer different questionnaires.
    """
    if len(assessments) < 2 or len({each.questionnaire.id for each in assessments}) > 1:
        raise ValueError("compare needs two or more assessments of the same questionnaire")
    left_out: tuple[LeftOut, ...] = ()
    compared = tuple(assessments)
    if differ(assessments):
        common, left_out = find_common(assessments)
        if common.arrangements:
            compared = tuple(score_common(each, common) for each in assessments)
    return Comparison(
        assessments=compared,
        arrangements=tuple(_course(each, compared) for each in _arrangements(compared, left_out)),
        left_out=left_out,
        warnings=tuple(list_notes(assessments)),
    )


def _arrangements(assessments: Sequence[Assessment], left_out: Sequence[LeftOut]) -> list[Arrangement]:
    gone = {each.id for each in left_out if each.kind == "arrangement"}
    every = [result.arrangement for result in assessments[-1].arrangements]
    return [each for each in every if each.id not in gone]


def find_move(before: Range[Number] | None, after: Range[Number] | None) -> Move:
    """Tell what became of a number between two assessments."""
    if before is None or after is None:
        if before is after:
            return Move.ABSENT
        return Move.APPEARED if before is None else Move.DISAPPEARED
    settled = before.lowest == before.highest and after.lowest == after.highest
    if settled and before.lowest == after.lowest:
        return Move.SAME
    if after.lowest > before.highest:
        return Move.ROSE
    return Move.FELL if after.highest < before.lowest else Move.UNCLEAR


def _course(arrangement: Arrangement, assessments: Sequence[Assessment]) -> ArrangementCourse:
    results = tuple(_result(each, arrangement.id) for each in assessments)
    dimensions = [_by_id(result) for result in results]
    factors = [{each.factor.id: each for each in result.factors()} for result in results]
    return ArrangementCourse(
        arrangement=arrangement,
        results=results,
        readiness=Course(ranges=tuple(each.readiness if each.applies else None for each in results)),
        dimensions=tuple(
            (part.dimension, Course(ranges=tuple(each[part.dimension.id] for each in dimensions)))
            for part in results[-1].dimensions
        ),
        factors=tuple(
            _factor_course(each.factor, results, [known[each.factor.id] for known in factors])
            for each in results[-1].factors()
        ),
    )


def _by_id(result: ArrangementResult) -> Mapping[str, Range[Fraction] | None]:
    return {part.dimension.id: part.range if result.applies else None for part in result.dimensions}


def _factor_course(
    factor: Factor, results: Sequence[ArrangementResult], factors: Sequence[FactorResult]
) -> FactorCourse:
    given = [{each.question.id: each for each in factor.answers} for factor in factors]
    courses = [
        AnswerCourse(
            question=weighted.question, results=tuple(known[weighted.question.id] for known in given)
        )
        for weighted in factor.questions
    ]
    return FactorCourse(
        factor=factor,
        course=Course(
            ranges=tuple(
                each.range if result.applies else None for result, each in zip(results, factors, strict=True)
            )
        ),
        changed=tuple(each for each in courses if _is_changed(each)),
    )


def _is_changed(course: AnswerCourse) -> bool:
    return any(_said(one) != _said(other) for one, other in pairwise(course.results))


def _said(result: QuestionResult) -> tuple[object, ...]:
    standing = result.standing
    return standing.state, standing.bounds, standing.unanswered


def _result(assessment: Assessment, arrangement: str) -> ArrangementResult:
    return next(each for each in assessment.arrangements if each.arrangement.id == arrangement)
