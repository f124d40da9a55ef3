"""Explanation: it selects and orders what scoring computed, and gives the advice that holds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from instruments import Given, answered, answers, factor, questionnaire, questionnaires
from partnerassess.assessment import QuestionState
from partnerassess.conditions import (
    All,
    AnswerBelow,
    AnyOf,
    BandIs,
    Chose,
    Condition,
    FactorAtLeast,
    FactorBelow,
    Not,
    VerdictIs,
)
from partnerassess.explain import Explanation, PlacedAnswer, explain
from partnerassess.model import Advice, Answers, Questionnaire, Scoring
from partnerassess.scoring import score

HALF = Fraction(1, 2)
ASKED = questionnaire(
    [
        factor("f1", "context", weight=2),
        factor("f2", "context", essential=HALF),
        factor("e1", "enablers", weight=3),
        factor("e2", "enablers"),
    ],
    [factor("g1", "context"), factor("h1", "enablers")],
)
FULL: dict[str, Given] = {"q-f1": 4, "q-f2": 1, "q-e1": 2, "q-e2": 3, "q-g1": 3, "q-h1": 3}


def explained(given_answers: dict[str, Given], *advice: Advice) -> Explanation:
    asked = replace(ASKED, advice=advice)
    return explain(score(asked, answers(asked, given_answers)))


def first(explanation: Explanation) -> int:
    names = [each.result.arrangement.id for each in explanation.arrangements]
    return names.index("arrangement-1")


def named(placed: tuple[PlacedAnswer, ...]) -> list[str]:
    return [each.answer.question.id for each in placed]


def test_strengths_are_answers_at_three_quarters_or_above_by_weight_and_distance_from_the_middle() -> None:
    explanation = explained({**FULL, "q-e1": 3, "q-e2": 4})
    assert named(explanation.arrangements[first(explanation)].strengths) == ["q-f1", "q-e1", "q-e2"]
    unsure = explained({**FULL, "q-f1": "unknown"})
    assert "q-f1" not in named(unsure.arrangements[first(unsure)].strengths)


def test_weak_points_are_answers_at_half_or_below_and_first_what_keeps_an_essential_factor_unmet() -> None:
    explanation = explained({**FULL, "q-e1": 0, "q-e2": 2})
    weak_points = explanation.arrangements[first(explanation)].weak_points
    assert named(weak_points) == ["q-f2", "q-e1", "q-e2"]
    assert [each.keeps_unmet for each in weak_points] == [True, False, False]
    assert [each.weight for each in weak_points] == [Fraction(1, 6), Fraction(3, 8), Fraction(1, 8)]


@given(st.data())
def test_no_question_is_a_strength_and_a_weak_point(data: st.DataObject) -> None:
    asked, given_answers = data.draw(assessed())
    for each in explain(score(asked, given_answers)).arrangements:
        assert not {*named(each.strengths)} & {*named(each.weak_points)}
        assert all(answer.position >= Fraction(3, 4) for answer in each.strengths)
        assert all(answer.position <= HALF for answer in each.weak_points)


@st.composite
def assessed(draw: st.DrawFn) -> tuple[Questionnaire, Answers]:
    asked = draw(questionnaires())
    return asked, draw(answered(asked))


@given(assessed())
def test_gaps_can_be_raised_and_what_to_find_out_is_open(case: tuple[Questionnaire, Answers]) -> None:
    for each in explain(score(*case)).arrangements:
        for gap in each.gaps:
            assert gap.answer.standing.state is QuestionState.ANSWERED
            assert gap.to_top >= gap.one_level >= gap.now
        sizes = [swing.size for swing in each.find_out]
        assert sizes == sorted(sizes, reverse=True)
        assert all(swing.answer.standing.unanswered and swing.size >= 0 for swing in each.find_out)
        gains = [gap.one_level for gap in each.gaps]
        assert gains == sorted(gains, reverse=True)


def test_a_point_is_never_level_with_the_lowest_of_a_range() -> None:
    factors = [[factor(f"c{each}", "context"), factor(f"e{each}", "enablers")] for each in "12"]
    asked = questionnaire(*factors, scoring=Scoring())
    given_answers: dict[str, Given] = {"q-c1": 0, "q-e1": 4, "q-c2": 4}
    one, other = score(asked, answers(asked, given_answers)).arrangements
    assert one.merit > other.merit


def advice(when: Condition, *arrangements: str) -> Advice:
    return Advice(
        id="do-it", say="Do it.", when=when, arrangements=arrangements or ("arrangement-1", "arrangement-2")
    )


BELOW_HALF = FactorBelow(factor="f2", position=HALF)


@pytest.mark.parametrize(
    ("condition", "given_answers", "is_given"),
    [
        (BELOW_HALF, FULL, True),
        (BELOW_HALF, {**FULL, "q-f2": 2}, False),
        (BELOW_HALF, {**FULL, "q-f2": "unknown"}, False),
        (BELOW_HALF, {**FULL, "q-f2": "not_applicable"}, False),
        (FactorAtLeast(factor="f2", position=HALF), {**FULL, "q-f2": 2}, True),
        (FactorAtLeast(factor="f2", position=HALF), {**FULL, "q-f2": "unknown"}, False),
        (FactorAtLeast(factor="f2", position=HALF), {**FULL, "q-f2": "not_applicable"}, False),
        (Not(condition=FactorAtLeast(factor="f2", position=HALF)), FULL, True),
        (VerdictIs(arrangement="arrangement-1", verdicts=("not_ready",)), FULL, True),
        (VerdictIs(arrangement="arrangement-2", verdicts=("not_ready",)), FULL, False),
        (BandIs(arrangement="arrangement-2", bands=("ready",)), FULL, True),
        (BandIs(arrangement="arrangement-2", bands=("ready",)), {**FULL, "q-g1": "unknown"}, False),
        (
            Not(condition=BandIs(arrangement="arrangement-2", bands=("ready",))),
            {**FULL, "q-g1": "unknown"},
            False,
        ),
        (
            Not(condition=BandIs(arrangement="arrangement-2", bands=("ready",))),
            {**FULL, "q-g1": "not_applicable"},
            True,
        ),
        (All(conditions=(BELOW_HALF, AnswerBelow(question="q-e1", value=Fraction(3)))), FULL, True),
    ],
)
def test_advice_is_given_only_when_its_condition_is_true(
    condition: Condition, given_answers: dict[str, Given], is_given: bool
) -> None:
    assert bool(explained(given_answers, advice(condition)).advice) is is_given


def test_advice_says_what_it_rests_on_and_nothing_else() -> None:
    other = FactorBelow(factor="e2", position=HALF)
    either = AnyOf(conditions=(other, BELOW_HALF, AnswerBelow(question="q-e1", value=Fraction(3))))
    verdict = VerdictIs(arrangement="arrangement-1", verdicts=("not_ready",))
    (given_advice,) = explained(FULL, advice(All(conditions=(either, verdict)))).advice
    assert given_advice.rests_on == {"q-f2", "q-e1"}


def test_advice_about_arrangements_that_do_not_apply_is_not_given() -> None:
    never = Chose(question="q-f1", choices=("nothing",))
    excluded = replace(
        ASKED.arrangements[0],
        applies_if=All(conditions=(never, AnswerBelow(question="q-f1", value=Fraction(0)))),
    )
    asked = replace(
        ASKED,
        arrangements=(excluded, ASKED.arrangements[1]),
        advice=(advice(BELOW_HALF, "arrangement-1"), replace(advice(BELOW_HALF), id="both")),
    )
    explanation = explain(score(asked, answers(asked, FULL)))
    assert [each.advice.id for each in explanation.advice] == ["both"]
    assert [each.arrangement.id for each in explanation.advice[0].arrangements] == ["arrangement-2"]
