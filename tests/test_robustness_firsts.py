"""Who comes first in how many draws, without NumPy: the same as with it, also for pooled answers."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments import SCORING, Given, answered, answers, factor, question, questionnaire, questionnaires
from partnerassess.assessment import ArrangementResult, Assessment, Standing, Verdict
from partnerassess.model import Aggregation, Answers, Dimension, Questionnaire, Scoring
from partnerassess.pooling import pool
from partnerassess.robustness.again import in_questionnaire_order, score_with_rule, score_with_weight
from partnerassess.robustness.draws import Drawn, draw, simulate
from partnerassess.robustness.firsts import count_firsts
from partnerassess.robustness.readings import order_keys
from partnerassess.robustness.summary import FEW_DRAWS, Firsts
from partnerassess.scoring import score
from partnerassess.scoring.arrangement import score_arrangement
from partnerassess.scoring.columns import answered_at
from test_robustness import CASES

HALF = Fraction(1, 2)
LIFTS = {Verdict.READY: 2.0, Verdict.UNDETERMINED: 0.0, Verdict.NOT_READY: 0.0, None: 0.0}


def counted(assessment: Assessment, *, draws: int = 60, disputed: Collection[str] = ()) -> Firsts:
    firsts = count_firsts(assessment, draws=draws, seed=3, disputed=disputed)
    assert firsts is not None
    return firsts


def agrees_with_numpy(assessment: Assessment, *, draws: int = 60, disputed: Collection[str] = ()) -> None:
    simulation = simulate(assessment, draws=draws, seed=3, disputed=disputed)
    if simulation is None:
        assert count_firsts(assessment, draws=draws) is None
        return
    one, other = counted(assessment, draws=draws, disputed=disputed), simulation.firsts
    assert [each.arrangement.id for each, _ in one.arrangements] == [
        each.arrangement.id for each, _ in other.arrangements
    ]
    assert [share for _, share in one.arrangements] == pytest.approx(
        [share for _, share in other.arrangements]
    )


@given(data=st.data())
def test_a_report_counts_what_numpy_counts(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    agrees_with_numpy(score(asked, data.draw(answered(asked))))


@pytest.mark.parametrize("place", range(len(CASES)))
def test_the_case_studies_have_the_same_shares_either_way(place: int) -> None:
    agrees_with_numpy(CASES[place], draws=FEW_DRAWS)


@given(data=st.data())
def test_pooled_answers_have_the_same_shares_either_way(data: st.DataObject) -> None:
    pooled = data.draw(pooled_assessments())
    agrees_with_numpy(pooled, disputed=disputed_in(pooled))


@st.composite
def pooled_assessments(draw: st.DrawFn) -> Assessment:
    asked = draw(questionnaires())
    views = [
        replace(draw(answered(asked)), organisation=name, partnership="Both") for name in ("Spade", "Fork")
    ]
    return pool(asked, views)


@given(pooled=pooled_assessments())
def test_draws_of_pooled_answers_are_what_scoring_them_gives(pooled: Assessment) -> None:
    assessment, scoring, disputed = pooled, pooled.questionnaire.scoring, disputed_in(pooled)
    drawn = draw(assessment, draws=4, seed=3)
    for result in in_questionnaire_order(assessment):
        if result.rank is None:
            continue
        keys = order_keys(result, drawn.weights, drawn.positions, scoring, disputed)
        for row in range(4):
            again = with_draw(assessment.questionnaire, result, drawn, row)
            if again.readiness is None:
                assert keys[row] == -1
                continue
            waits = again.verdict is Verdict.READY and is_disputed(result, disputed)
            verdict = Verdict.UNDETERMINED if waits else again.verdict
            assert keys[row] == pytest.approx(float(again.readiness.lowest.digits()) + LIFTS[verdict])


def with_draw(asked: Questionnaire, result: ArrangementResult, drawn: Drawn, row: int) -> ArrangementResult:
    factors = tuple(
        replace(each, weight=Fraction(float(drawn.weights[each.id][row])))
        for each in result.arrangement.factors
    )
    standings: Mapping[str, Standing] = {
        answer.question.id: answered_at(
            Fraction(float(drawn.positions[answer.question.id][row])).limit_denominator(100)
        )
        if answer.question.id in drawn.positions
        else answer.standing
        for each in result.factors()
        for answer in each.answers
    }
    return score_arrangement(asked, replace(result.arrangement, factors=factors), standings)


def disputed_in(assessment: Assessment) -> tuple[str, ...]:
    return assessment.pooled.disputed if assessment.pooled else ()


def is_disputed(result: ArrangementResult, disputed: Collection[str]) -> bool:
    essential = [each for each in result.factors() if each.essential is not None]
    return any(answer.question.id in disputed for each in essential for answer in each.answers)


def test_what_is_to_be_discussed_first_is_ready_in_no_draw() -> None:
    trust, money = question("trust"), question("money")
    asked = questionnaire(
        [factor("F", "only", {trust: 1}, essential=HALF)],
        [factor("G", "only", {money: 1})],
        dimensions=(Dimension(id="only", title="Only"),),
        scoring=replace(SCORING, dimensions=Aggregation.ARITHMETIC),
    )

    def view(name: str, given_answers: Mapping[str, Given]) -> Answers:
        return replace(answers(asked, given_answers), organisation=name)

    apart = pool(asked, [view("A", {"trust": 4, "money": 3}), view("B", {"trust": 2, "money": 3})])
    assert disputed_in(apart) == ("trust",)
    leader = apart.leader
    assert leader is not None
    assert leader.arrangement.id == "arrangement-2"
    shares = [share for _, share in counted(apart, disputed=disputed_in(apart)).arrangements]
    assert shares == [1, 0]
    assert [share for _, share in counted(apart).arrangements] == pytest.approx([0.5, 0.5])


def test_level_arrangements_share_a_draw_and_nobody_is_counted_where_nobody_is_ranked() -> None:
    one = (Dimension(id="only", title="Only"),)
    asked = questionnaire(
        [factor("a", "only")],
        [factor("b", "only")],
        dimensions=one,
        scoring=Scoring(dimensions=Aggregation.ARITHMETIC),
    )
    level = score(asked, answers(asked, {"q-a": 2, "q-b": 2}))
    assert [share for _, share in counted(level).arrangements] == pytest.approx([0.5, 0.5])
    nothing = score(asked, answers(asked, {"q-a": "not_applicable", "q-b": "not_applicable"}))
    assert count_firsts(nothing) is None


def test_with_so_many_draws_a_share_is_within_two_in_a_hundred() -> None:
    assert counted(CASES[0], draws=FEW_DRAWS).error == pytest.approx(0.02, abs=0.0001)


@given(data=st.data())
def test_another_weight_is_scored_as_the_one_scorer_would(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    given_answers = data.draw(answered(asked))
    before = data.draw(st.sampled_from(score(asked, given_answers).arrangements))
    chosen = data.draw(st.sampled_from(before.arrangement.factors))
    weight = data.draw(st.fractions(min_value=Fraction(1, 50), max_value=20, max_denominator=50))
    changed = replace(chosen, weight=weight)
    arrangements = tuple(
        replace(each, factors=tuple(changed if one is chosen else one for one in each.factors))
        for each in asked.arrangements
    )
    whole = score(replace(asked, arrangements=arrangements), given_answers)
    after = next(each for each in whole.arrangements if each.arrangement.id == before.arrangement.id)
    assert conclusions(score_with_weight(before, chosen, weight, asked.scoring)) == conclusions(after)


@given(data=st.data(), rule=st.sampled_from(Aggregation))
def test_another_rule_is_scored_as_the_one_scorer_would(data: st.DataObject, rule: Aggregation) -> None:
    asked = data.draw(questionnaires())
    given_answers = data.draw(answered(asked))
    turned = replace(asked, scoring=replace(asked.scoring, dimensions=rule))
    after = {each.arrangement.id: each for each in score(turned, given_answers).arrangements}
    for before in score(asked, given_answers).arrangements:
        again = score_with_rule(before, rule, asked.scoring)
        assert conclusions(again) == conclusions(after[before.arrangement.id])


def conclusions(result: ArrangementResult) -> object:
    parts = [(each.range, each.coverage, each.in_play) for each in result.dimensions]
    return result.readiness, result.verdict, result.band, result.reasons, parts
