"""Where the answers of one answer set stand, as columns for the rules."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm
from types import MappingProxyType

from partnerassess.assessment import Bounds, QuestionState, Standing
from partnerassess.exact import Root
from partnerassess.model import Answer, Answers, Level, Questionnaire, ScoredQuestion, Silence, Unanswered
from partnerassess.scoring.rules import Column, Columns, Kind, Place, Rules
from partnerassess.visibility import Visibility

OPEN = Standing(state=QuestionState.OPEN, unanswered=True)
HIDDEN = Standing(state=QuestionState.OUT)
_EXPLAINED = Standing(state=QuestionState.OUT, noted=True)
_MOST_KNOWN = 5_000


def _root(parts: Sequence[tuple[Column, Column]], powers: Sequence[int], degree: int) -> Root:
    bases = (Fraction(above, below) for above, below in parts)
    return Root.of_powers(zip(bases, powers, strict=True), degree)


NUMBERS = Kind(
    where=lambda condition, one, other: one if condition else other,
    least=lambda *numbers: min(numbers),
    count=int,
    root=_root,
    is_single=True,
)
"""Columns that are single numbers."""


def standings(
    questionnaire: Questionnaire, answers: Answers, visibility: Visibility
) -> Mapping[str, Standing]:
    """Give the standing of every scored question, by question id."""
    return MappingProxyType(
        {
            question.id: standing_of(
                answers.answers.get(question.id),
                visibility.is_shown(question),
                questionnaire.scoring.unanswered,
            )
            for question in questionnaire.questions.values()
            if isinstance(question, ScoredQuestion)
        }
    )


def standing_of(answer: Answer | None, shown: bool | None, unanswered: Unanswered) -> Standing:
    """Give where the answer to a question stands that is shown, hidden, or not known yet to be either."""
    given = answer.given if answer else None
    if shown is False:
        return HIDDEN
    if answer and given is Silence.NOT_APPLICABLE:
        return _EXPLAINED if answer.note else HIDDEN
    if shown and isinstance(given, Level):
        return answered_at(given.position)
    return OPEN if unanswered is Unanswered.OPEN else answered_at(Fraction(0), unanswered=True)


@lru_cache(256)
def answered_at(position: Fraction, *, unanswered: bool = False) -> Standing:
    """Give the standing of a question answered at one place, the same in everybody's view."""
    here = Bounds(lowest=position, highest=position)
    return Standing(
        state=QuestionState.ANSWERED,
        bounds=here,
        weakest=here,
        point=position,
        coverage=Fraction(1),
        unanswered=unanswered,
    )


def columns_of(rules: Rules, standing: Mapping[str, Standing]) -> Columns:
    """Give the columns of one answer set, fine enough for every level and for half of every step."""
    asked = lcm(*{each.coverage.denominator for each in standing.values()})
    top = 2 * asked * rules.top * lcm(*set(map(_fineness, standing.values())))
    places = {name: _known_place(each, top, asked) for name, each in standing.items()}
    return Columns(places=places, top=top, asked=asked, kind=NUMBERS)


_finenesses: dict[int, tuple[Standing, int]] = {}
_places: dict[tuple[int, int, int], tuple[Standing, Place]] = {}
"""By identity, which is quicker than comparing: nearly all questions stand where others do."""


def _fineness(standing: Standing) -> int:
    """Give what divides a standing's ends evenly."""
    known = _finenesses.get(id(standing))
    if known is None:
        if len(_finenesses) >= _MOST_KNOWN:
            _finenesses.clear()
        known = _finenesses[id(standing)] = standing, lcm(*(end.denominator for end in _ends(standing)))
    return known[1]


def _known_place(standing: Standing, top: int, asked: int) -> Place:
    key = id(standing), top, asked
    known = _places.get(key)
    if known is None:
        if len(_places) >= _MOST_KNOWN:
            _places.clear()
        known = _places[key] = standing, place_of(standing, top, asked)
    return known[1]


def place_of(standing: Standing, top: int, asked: int) -> Place:
    """Give a standing in whole numbers: levels from 0 to `top`, coverage from 0 to `asked`."""
    if standing.state is QuestionState.OUT:
        return Place(0, 0, 0, 0, 0, 0, 0, int(standing.noted))
    bounds, weakest = standing.bounds, standing.weakest
    return Place(
        in_play=1,
        coverage=_whole(standing.coverage, asked),
        point=0 if standing.point is None else _whole(standing.point, top),
        lowest=_whole(bounds.lowest, top),
        highest=_whole(bounds.highest, top),
        weak_lowest=_whole(weakest.lowest, top),
        weak_highest=_whole(weakest.highest, top),
        noted=0,
    )


def _whole(number: Fraction, unit: int) -> int:
    """Give a number in units, of which it is a whole number."""
    return number.numerator * (unit // number.denominator)


def _ends(standing: Standing) -> tuple[Fraction, ...]:
    bounds, weakest, point = standing.bounds, standing.weakest, standing.point
    return bounds.lowest, bounds.highest, weakest.lowest, weakest.highest, point or Fraction(0)
