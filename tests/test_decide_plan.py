"""Plans: the cheapest improvements, held against worked numbers and what people are told."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from msgspec.structs import replace

from instruments import (
    BANDS,
    SCORING,
    Given,
    answers,
    factor,
    questionnaire,
)
from partnerassess.assessment import EssentialState, Verdict
from partnerassess.conditions import AnswerBelow, Chose
from partnerassess.decide.plan import Obstacle, make_plan
from partnerassess.decide.what_if import change_answers
from partnerassess.exact import Root
from partnerassess.model import (
    Aggregation,
    Choice,
    ChoiceQuestion,
    ScoredQuestion,
    Scoring,
)
from partnerassess.scoring import score
from planned import asking, planned, raised, shown, target

ANY = Fraction(1)
HALF = Fraction(1, 2)


WORKED = questionnaire(
    [
        factor("f1", "context", {asking("f1", [9, 9, 9, 4]): 1}, weight=2),
        factor("f2", "context", {asking("f2", [9, 9, 2, 3]): 1}),
        factor("f3", "context", {asking("f3", [9, 9, 9, 9]): 1}),
        factor("e1", "enablers", {asking("e1", [9, 9, 2, 3]): 1}),
        factor("e2", "enablers", {asking("e2", [9, 9, 9, 3]): 1}),
        factor("e3", "enablers", {asking("e3", [9, 1, 2, 3]): 1}),
        factor("e4", "enablers", {asking("e4", [9, 9, 2, 2]): 1}),
    ]
)
WORKED_ANSWERS: dict[str, Given] = {"f1": 3, "f2": 2, "f3": 4, "e1": 2, "e2": 3, "e3": 1, "e4": 2}

TRAP = questionnaire(
    [
        factor("c", "context", {asking("c", [9, 9, 1, 3]): 1}, weight=2),
        factor("e1", "enablers", {asking("e1", [9, 4, 1, 1]): 1}, weight=2),
        factor("e2", "enablers", {asking("e2", [9, 2, 2, 3]): 1}),
    ]
)
TRAP_ANSWERS: dict[str, Given] = {"c": 2, "e1": 1, "e2": 1}


@pytest.mark.parametrize(
    ("wanted", "effort"), [("65", 3), ("70", 5), ("75", 7), ("80", 11), ("85", 15), ("100", 27)]
)
def test_the_worked_example_costs_what_it_must(wanted: str, effort: int) -> None:
    plan = planned(WORKED, WORKED_ANSWERS, wanted)
    assert plan.reached
    assert plan.effort == effort


def test_the_worked_example_lands_where_it_must() -> None:
    assert shown(planned(WORKED, WORKED_ANSWERS, "65").lowest_after) == 68.4653
    assert planned(WORKED, WORKED_ANSWERS, "75").lowest_after == Root(Fraction(3, 4))
    assert planned(WORKED, WORKED_ANSWERS, "ready").result_after.verdict is Verdict.READY
    assert planned(WORKED, WORKED_ANSWERS, "100").lowest_after == Root(Fraction(1))


def test_taking_the_best_value_for_money_first_can_cost_twice_as_much() -> None:
    assert greedy_cost() == 12
    assert planned(TRAP, TRAP_ANSWERS, "65").effort == 6


def greedy_cost() -> Fraction:
    """Take the step with most readiness for its effort, again and again, until 65 is reached."""
    given, cost = dict(TRAP_ANSWERS), Fraction(0)
    while number(given) < Root(Fraction(65, 100)):
        choices = []
        for name, level in given.items():
            asked = TRAP.questions[name]
            if isinstance(asked, ScoredQuestion) and asked.effort and isinstance(level, int) and level < 4:
                after = {**given, name: level + 1}
                gain = number(after).digits() - number(given).digits()
                choices.append((gain / asked.effort[level], name, asked.effort[level]))
        _, name, effort = max(choices)
        given[name] = int(str(given[name])) + 1
        cost += effort
    return cost


def number(given: Mapping[str, Given]) -> Root:
    readiness = score(TRAP, answers(TRAP, given)).arrangements[0].readiness
    assert readiness is not None
    return readiness.lowest


# ---------------------------------------------------------------------------------------------------
# What a plan leaves alone, and what it says
# ---------------------------------------------------------------------------------------------------

PAIR = questionnaire(
    [factor("c", "context", {asking("c", [1, 1, 1, 1]): 1}), factor("e", "enablers", {asking("e", None): 1})],
    [
        factor("d", "context", {asking("d", [1, 1, 1, 1]): 1}),
        factor("g", "enablers", {asking("c", [1, 1, 1, 1]): 1}),
    ],
)


def test_fixed_questions_are_left_alone_and_named_when_they_block() -> None:
    plan = planned(PAIR, {"c": 1, "e": 1, "d": 2}, "ready")
    assert not plan.reached
    assert raised(plan) == {"c": 4}
    assert [(block.obstacle, block.answer and block.answer.question.id) for block in plan.blocks] == [
        (Obstacle.FIXED, "e")
    ]
    assert plan.blocks[0].would_allow == Root(ANY)
    assert planned(PAIR, {"c": 1, "e": 3, "d": 2}, "75").blocks == ()


def test_a_question_shows_what_it_does_to_another_arrangement() -> None:
    (item,) = planned(PAIR, {"c": 1, "e": 3, "d": 4}, "75").items
    (elsewhere,) = item.elsewhere
    assert elsewhere.result.arrangement.id == "arrangement-2"
    assert (shown(elsewhere.before), shown(elsewhere.after)) == (50.0, round(100 * 0.75**0.5, 4))


def test_open_answers_are_planned_from_their_lowest_level_and_listed() -> None:
    plan = planned(WORKED, {**WORKED_ANSWERS, "f2": "unknown", "e1": None}, "75")
    assert [answer.question.id for answer in plan.find_out] == ["f2", "e1"]
    known = planned(WORKED, {**WORKED_ANSWERS, "f2": 0, "e1": 0}, "75")
    assert raised(plan) == raised(known)
    assert plan.effort == known.effort


def test_essential_minimums_are_met_even_where_the_number_needs_less() -> None:
    asked = questionnaire(
        [
            factor("c", "context", {asking("c", [1] * 4): 1}),
            factor("e", "enablers", {asking("e", [1] * 4): 9}),
            factor("m", "enablers", {asking("m", [5] * 4): 1}, essential=HALF),
        ]
    )
    given: dict[str, Given] = {"c": 3, "e": 3, "m": 0}
    for name in ("ready", "emerging", "40"):
        assert raised(planned(asked, given, name))["m"] == 2
    assert planned(asked, {**given, "m": 3}, "emerging").items == ()


def test_an_essential_factor_out_of_reach_is_named_before_anything_else() -> None:
    asked = questionnaire(
        [
            factor("c", "context", {asking("c", None): 1}),
            factor("m", "context", {asking("m", None): 1}, essential=HALF),
            factor("e", "enablers", {asking("e", [1] * 4): 1}),
        ]
    )
    plan = planned(asked, {"c": 3, "m": 1, "e": 0}, "40")
    assert not plan.reached
    assert [(block.essential, block.factor.factor.id) for block in plan.blocks] == [(True, "m"), (False, "c")]
    assert plan.result_after.factors()[1].essential is EssentialState.UNMET


def test_an_essential_factor_left_out_without_a_note_blocks_every_plan() -> None:
    asked = questionnaire(
        [
            factor("c", "context"),
            factor("e", "enablers"),
            factor("m", "enablers", essential=HALF),
        ]
    )
    given: dict[str, Given] = {"q-c": 2, "q-e": 2, "q-m": "not_applicable"}
    plan = planned(asked, given, "ready")
    assert not plan.reached
    assert [block.obstacle for block in plan.blocks] == [Obstacle.LEFT_OUT]
    noted = score(asked, answers(asked, given, {"q-m": "No board is planned"}))
    assert make_plan(noted, "arrangement-1", target(asked, "ready")).reached


def test_a_question_that_may_not_be_asked_at_all_is_not_planned() -> None:
    hidden = replace(asking("h", [1] * 4), only_if=Chose(question="start", choices=("yes",)))
    start = ChoiceQuestion(
        id="start", text="Yes?", choices=(Choice(id="yes", text="Yes"), Choice(id="no", text="No"))
    )
    asked = questionnaire(
        [factor("c", "context", {hidden: 1}), factor("e", "enablers", {asking("e", [1] * 4): 1})]
    )
    section = replace(asked.sections[0], questions=(start, *asked.sections[0].questions))
    asked = replace(asked, sections=(section,))
    plan = planned(asked, {"h": 3, "e": 3}, "ready")
    assert not plan.reached
    assert [block.obstacle for block in plan.blocks] == [Obstacle.DEPENDS]
    settled = change_answers(asked, plan.before.answers, {"start": start.choices[0]})
    assert make_plan(score(asked, settled), "arrangement-1", plan.target).items == ()


def test_the_other_ways_of_averaging_are_planned_exactly_too() -> None:
    weakest = Scoring(
        questions=Aggregation.MINIMUM,
        factors=Aggregation.MINIMUM,
        dimensions=Aggregation.MINIMUM,
        bands=BANDS,
        ready=BANDS[3],
    )
    plan = planned(replace(WORKED, scoring=weakest), WORKED_ANSWERS, "ready")
    assert raised(plan) == {"f2": 3, "e1": 3, "e3": 3, "e4": 3}
    mean = planned(
        replace(WORKED, scoring=replace(SCORING, dimensions=Aggregation.ARITHMETIC)), WORKED_ANSWERS, "ready"
    )
    assert mean.effort == 7
    assert mean.lowest_after >= Root(Fraction(3, 4))


def test_where_the_target_is_reached_already_there_is_nothing_to_do() -> None:
    plan = planned(WORKED, dict.fromkeys(WORKED_ANSWERS, 3), "ready")
    assert plan.reached
    assert not plan.items
    assert not plan.steps
    assert plan.effort == 0


def test_ties_go_to_fewer_factors_then_fewer_steps_then_more_readiness_then_order() -> None:
    level = {"c": 2, "e1": 2, "e2": 2}
    same = questionnaire(
        [
            factor("c", "context", {asking("c", None): 1}),
            factor("e1", "enablers", {asking("e1", [1] * 4): 1}),
            factor("e2", "enablers", {asking("e2", [1] * 4): 1}),
        ]
    )
    assert raised(planned(same, level, "55")) == {"e1": 3}
    assert raised(planned(same, level, "60")) == {"e1": 4}


def test_a_plan_may_end_an_arrangement_and_the_result_says_so() -> None:
    asked = replace(
        WORKED,
        arrangements=(
            replace(WORKED.arrangements[0], applies_if=AnswerBelow(question="e3", value=Fraction(2))),
        ),
    )
    assert not planned(asked, WORKED_ANSWERS, "75").result_after.applies


def test_what_cannot_be_assessed_cannot_be_planned() -> None:
    nothing: dict[str, Given] = dict.fromkeys(WORKED_ANSWERS, "not_applicable")
    with pytest.raises(ValueError, match="arrangement-1 cannot be assessed"):
        planned(WORKED, nothing, "ready")
