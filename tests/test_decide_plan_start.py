"""Where a plan starts from, and what it takes at least: as the plan itself says."""

from collections.abc import Mapping
from fractions import Fraction

from msgspec.structs import replace

from instruments import Given, answers, factor, question, questionnaire
from partnerassess.decide.plan import Target, find_start, make_plan
from partnerassess.model import Answers, Level, Questionnaire
from partnerassess.pooling import pool
from partnerassess.scoring import score

HALF = Fraction(1, 2)
TRUST, MONEY = question("trust"), question("money")
ASKED = questionnaire(
    [factor("F", "context", {TRUST: 1}, essential=HALF), factor("G", "enablers", {MONEY: 1})]
)


def view(asked: Questionnaire, name: str, given_answers: Mapping[str, Given]) -> Answers:
    return replace(answers(asked, given_answers), organisation=name, partnership="Both")


def starts_at(*views: Answers) -> dict[str, object]:
    start = find_start(pool(ASKED, views))
    given_answers = {name: each.given for name, each in start.answers.answers.items()}
    return {
        name: int(each.value) if isinstance(each, Level) else each for name, each in given_answers.items()
    }


def test_one_view_is_planned_from_as_it_is() -> None:
    assessment = score(ASKED, answers(ASKED, {"trust": 3, "money": "unknown"}))
    assert find_start(assessment) is assessment
    alone = pool(ASKED, [view(ASKED, "A", {"trust": 3, "money": 2})])
    assert find_start(alone) is alone


def test_of_several_views_the_least_favourable_is_planned_from() -> None:
    one, other = view(ASKED, "A", {"trust": 4, "money": 2}), view(ASKED, "B", {"trust": 1, "money": 2})
    assert starts_at(one, other) == {"trust": 1, "money": 2}


def test_what_one_organisation_left_open_is_planned_as_open() -> None:
    one, other = view(ASKED, "A", {"trust": 4, "money": 2}), view(ASKED, "B", {"money": 2})
    assert starts_at(one, other) == {"trust": None, "money": 2}


def test_people_between_two_levels_are_planned_from_the_lower_one() -> None:
    people = [view(ASKED, "A", {"trust": level, "money": 3}) for level in (3, 4)]
    other = view(ASKED, "B", {"trust": 4, "money": 3})
    assert starts_at(*people, other) == {"trust": 3, "money": 3}


def test_a_plan_from_pooled_answers_says_so_and_reaches_its_target_for_everybody() -> None:
    one, other = view(ASKED, "A", {"trust": 4, "money": 4}), view(ASKED, "B", {"trust": 1, "money": 2})
    plan = make_plan(pool(ASKED, [one, other]), "arrangement-1", Target(position=Fraction(3, 4)))
    assert plan.is_least_view
    assert plan.reached
    assert {item.answer.question.id: int(item.now.value) for item in plan.items} == {"trust": 1, "money": 2}
