"""What changed between rounds, partnership by partnership, and when a change is clear.

A number that is not settled is a range. It has clearly risen only if its lowest now is above its highest
before; while the ranges meet, the open answers may account for the difference.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import Generic

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    Number,
    QuestionResult,
    Range,
)
from partnerassess.decide.versions import LeftOut, differ, find_common, score_common
from partnerassess.exact import Root
from partnerassess.model import Arrangement, Dimension, Factor, Questionnaire
from partnerassess.names import folded


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


class Course(Struct, Generic[Number], frozen=True, kw_only=True):
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


class FactorCourse(Struct, frozen=True, kw_only=True):
    """What became of one factor."""

    factor: Factor
    course: Course[Fraction]
    changed: tuple[tuple[QuestionResult, ...], ...]
    """The answers that changed: each one's part in the factor, one for each assessment."""
    is_withheld: bool
    """Whether answers of one or two people are kept back, with which what became of it would be told."""


class ArrangementCourse(Struct, frozen=True, kw_only=True):
    """What became of one arrangement."""

    arrangement: Arrangement
    results: tuple[ArrangementResult, ...]
    """One for each assessment."""
    readiness: Course[Root]
    dimensions: tuple[tuple[Dimension, Course[Fraction]], ...]
    factors: tuple[FactorCourse, ...]

    @property
    def is_withheld(self) -> bool:
        """Tell whether what became of some answers is kept back."""
        return any(each.is_withheld for each in self.factors)


class OwnCourse(Struct, frozen=True, kw_only=True):
    """What became of one organisation's own readiness for the arrangement that leads."""

    name: str | None
    """As it is spelled last; null for views that name none."""
    readiness: Course[Root]
    """Null where it did not answer, its figure is withheld, or another arrangement led."""


class Comparison(Struct, frozen=True, kw_only=True):
    """The assessments of one partnership from several rounds, side by side."""

    assessments: tuple[Assessment, ...]
    """In the order given; across versions, scored again on what they have in common."""
    arrangements: tuple[ArrangementCourse, ...]
    """In the order of the last assessment."""
    left_out: tuple[LeftOut, ...]
    """In the questionnaire's order; empty when all answers are to the same version."""
    warnings: tuple[str, ...]
    """What has to be known before the numbers are read, in sentences."""
    rounds: tuple[int, ...] = ()
    """For each assessment the place of its round among all that are compared, from 0."""

    @property
    def leading(self) -> ArrangementCourse | None:
        """Give the arrangement that leads last, else the first that applied at some time."""
        applying = [each for each in self.arrangements if any(result.applies for result in each.results)]
        leading = (each for each in applying if each.results[-1].rank == 1)
        return next(leading, applying[0] if applying else None)

    @property
    def organisations(self) -> tuple[OwnCourse, ...]:
        """Give each organisation's own figures, where several organisations answered at some time."""
        if not any(each.pooled and not each.pooled.is_one_sided for each in self.assessments):
            return ()
        names: dict[str, str | None] = {}
        figures: dict[tuple[str, int], Range[Root] | None] = {}
        for place, each in enumerate(self.assessments):
            leads = each.leader and self.leading and each.leader.arrangement.id == self.leading.arrangement.id
            for one in each.pooled.organisations if each.pooled else ():
                names[folded(one.name)] = one.name
                figures[folded(one.name), place] = one.readiness if leads else None
        places = range(len(self.assessments))
        return tuple(
            OwnCourse(
                name=name, readiness=Course(ranges=tuple(figures.get((known, place)) for place in places))
            )
            for known, name in names.items()
        )

    @property
    def move(self) -> Move:
        """Give what became of the leading arrangement's readiness from the first to the last assessment."""
        return self.leading.readiness.overall if self.leading else Move.ABSENT

    @property
    def change(self) -> Fraction:
        """Give by how much it moved, 0-1; 0 where there is nothing on one side."""
        ranges = self.leading.readiness.ranges if self.leading else ()
        if not ranges or ranges[0] is None or ranges[-1] is None:
            return Fraction(0)
        return ranges[-1].number.digits() - ranges[0].number.digits()


class RoundComparison(Struct, frozen=True, kw_only=True):
    """Several rounds of many partnerships, compared partnership by partnership."""

    partnerships: tuple[Comparison, ...]
    """Those that are in two rounds or more: first what clearly fell, most first, then what clearly rose."""
    only_in: tuple[tuple[Assessment, ...], ...]
    """For each round the partnerships that are in no other one."""
    warnings: tuple[str, ...]
    """What has to be known beside what is said of each partnership."""


ScoreCommon = Callable[[Assessment, Questionnaire], Assessment]


def compare(
    rounds: Sequence[Sequence[Assessment]], score_common: ScoreCommon = score_common
) -> RoundComparison:
    """Compare two or more rounds, the earliest first, partnership by partnership.

    Of a partnership that is in a round more than once the newest assessment counts. Where every round holds
    one assessment, these are compared whatever they are called. `score_common` is as for one partnership.

    Raises ValueError for fewer than two rounds.
    """
    if len(rounds) < 2:
        raise ValueError("compare needs two or more rounds")
    if all(len(each) == 1 for each in rounds) and len({each[0].questionnaire.id for each in rounds}) == 1:
        every = [each[0] for each in rounds]
        one = replace(compare_partnership(every, score_common), rounds=tuple(range(len(rounds))))
        return RoundComparison(partnerships=(one,), only_in=((),) * len(rounds), warnings=())
    found, warnings = _by_partnership(rounds)
    compared = [
        replace(compare_partnership(list(each.values()), score_common), rounds=tuple(each))
        for each in found
        if len(each) > 1
    ]
    return RoundComparison(
        partnerships=tuple(sorted(compared, key=_importance)),
        only_in=tuple(
            tuple(each[place] for each in found if list(each) == [place]) for place in range(len(rounds))
        ),
        warnings=tuple(warnings),
    )


def _by_partnership(
    rounds: Sequence[Sequence[Assessment]],
) -> tuple[list[dict[int, Assessment]], list[str]]:
    """Give each partnership's newest assessment by the place of its round, and say where there are others."""
    found: dict[tuple[str, str], dict[int, Assessment]] = {}
    warnings: list[str] = []
    for place, assessments in enumerate(rounds):
        named: dict[tuple[str, str], list[Assessment]] = {}
        for number, each in enumerate(assessments):
            # One without a name is by itself.
            name = folded(each.answers.partnership) or f"\0{place} {number}"
            named.setdefault((name, each.questionnaire.id), []).append(each)
        for key, several in named.items():
            newest = found.setdefault(key, {})[place] = max(
                reversed(several), key=lambda each: each.answers.date or datetime.date.min
            )
            if len(several) > 1:
                often = "twice" if len(several) == 2 else f"{len(several)} times"
                warnings.append(
                    f"“{newest.answers.partnership}” is {often} in round {place + 1}: the newest counts."
                )
    return list(found.values()), warnings


def compare_partnership(
    assessments: Sequence[Assessment], score_common: ScoreCommon = score_common
) -> Comparison:
    """Compare two or more assessments, earliest first, against the last one's version of the questionnaire.

    Across versions `score_common` scores each again on what the versions have in common: whoever pooled
    several views has to pool them again.

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
    gone = {each.id for each in left_out if each.kind == "arrangement"}
    return Comparison(
        assessments=compared,
        arrangements=tuple(
            _course(each.arrangement, compared)
            for each in compared[-1].arrangements
            if each.arrangement.id not in gone
        ),
        left_out=left_out,
        warnings=tuple(_notes(assessments)),
    )


def _importance(comparison: Comparison) -> tuple[int, Fraction, str]:
    first = (Move.FELL, Move.ROSE)
    place = first.index(comparison.move) if comparison.move in first else len(first)
    return place, -abs(comparison.change), folded(comparison.assessments[-1].answers.partnership)


def find_move(before: Range[Number] | None, after: Range[Number] | None) -> Move:
    """Tell what became of a number between two assessments."""
    if before is None or after is None:
        if before is after:
            return Move.ABSENT
        return Move.APPEARED if before is None else Move.DISAPPEARED
    if before.is_settled and after.is_settled and before.lowest == after.lowest:
        return Move.SAME
    if after.lowest > before.highest:
        return Move.ROSE
    return Move.FELL if after.highest < before.lowest else Move.UNCLEAR


def _course(arrangement: Arrangement, assessments: Sequence[Assessment]) -> ArrangementCourse:
    results = tuple(each.result_of(arrangement.id) for each in assessments)
    dimensions = [{part.dimension.id: part.range for part in each.dimensions} for each in results]
    factors = [{each.factor.id: each for each in result.factors()} for result in results]

    def course(ranges: Iterable[Range[Number] | None]) -> Course[Number]:
        both = zip(results, ranges, strict=True)
        return Course(ranges=tuple(each if result.applies else None for result, each in both))

    found = []
    for factor in (each.factor for each in results[-1].factors()):
        rounds = [known[factor.id] for known in factors]
        given = [{each.question.id: each for each in one.answers} for one in rounds]
        answers = [tuple(known[each.question.id] for known in given) for each in factor.questions]
        found.append(
            FactorCourse(
                factor=factor,
                course=course(each.range for each in rounds),
                changed=tuple(each for each in answers if _is_changed(each)),
                is_withheld=any(map(_is_withheld, answers)),
            )
        )
    return ArrangementCourse(
        arrangement=arrangement,
        results=results,
        readiness=course(each.readiness for each in results),
        dimensions=tuple(
            (part.dimension, course(each[part.dimension.id] for each in dimensions))
            for part in results[-1].dimensions
        ),
        factors=tuple(found),
    )


def _is_changed(course: Sequence[QuestionResult]) -> bool:
    standings = [each.standing for each in course]
    said = {(each.state, each.point, each.bounds, each.unanswered) for each in standings}
    return len(said) > 1 and not _is_withheld(course)


def _is_withheld(course: Sequence[QuestionResult]) -> bool:
    return any(each.standing.is_withheld for each in course)


def name_partnerships(assessments: Sequence[Assessment]) -> tuple[str, ...]:
    """Give the different partnerships that are named, in the order given."""
    names: dict[str, str] = {}
    for each in assessments:
        if each.answers.partnership:
            names.setdefault(folded(each.answers.partnership), each.answers.partnership)
    return tuple(names.values())


def _notes(assessments: Sequence[Assessment]) -> Iterator[str]:
    """Give a sentence for everything that has to be known before the numbers are read."""
    names = name_partnerships(assessments)
    if len(names) > 1:
        yield (
            f"These are answers about different partnerships: {'; '.join(names)}. "
            "They are set side by side; what differs is no change over time."
        )
    signed = ((each.answers.respondent, each.answers.organisation) for each in assessments)
    views = {folded(view): view for view in (", ".join(filter(None, names)) for names in signed)}
    if len(views) > 1:
        told = "; ".join(view or "not stated" for view in views.values())
        yield f"The answers are different people's views: {told}."
    dates = [each.answers.date for each in assessments if each.answers.date]
    if any(one > other for one, other in pairwise(dates)):
        yield (
            "The later file is dated earlier. The files are taken in the order given, so what is said to "
            "have risen or fallen may have gone the other way."
        )
    if any(each.answers.date is None for each in assessments):
        yield "Not every file has a date; they are taken in the order given."
