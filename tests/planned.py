"""Questions with costs, and plans made of them, for the tests of plans."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec.structs import replace

from instruments import (
    Given,
    answers,
    question,
    scale,
)
from partnerassess.decide.plan import Plan, Target, find_target, make_plan
from partnerassess.exact import Root
from partnerassess.model import (
    Questionnaire,
    ScoredQuestion,
)
from partnerassess.scoring import score


def asking(
    name: str, efforts: Sequence[Fraction | int] | None, values: Sequence[int] = (0, 1, 2, 3, 4)
) -> ScoredQuestion:
    """Make a question with a cost for every step; null for one that is not in the partners' hands."""
    costs = None if efforts is None else tuple(Fraction(effort) for effort in efforts)
    return replace(question(name, scale(values)), effort=costs)


def target(asked: Questionnaire, name: str) -> Target:
    found = find_target(name, asked)
    assert isinstance(found, Target)
    return found


def planned(
    asked: Questionnaire, given: Mapping[str, Given], name: str, arrangement: str = "arrangement-1"
) -> Plan:
    return make_plan(score(asked, answers(asked, given)), arrangement, target(asked, name))


def raised(plan: Plan) -> dict[str, Fraction]:
    return {item.answer.question.id: item.then.value for item in plan.items}


def shown(readiness: Root | None) -> float:
    assert readiness is not None
    return round(float(100 * readiness.digits()), 4)


def starting_place(asked: ScoredQuestion, position: Fraction) -> int:
    return next(place for place, level in enumerate(asked.levels) if level.position == position)
